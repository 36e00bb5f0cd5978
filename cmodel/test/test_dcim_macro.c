/* dcim_macro without cycles: what a tile's result is (card sentences 10-16, 19), judged by
 * helper_dcim.h. */
#include "helper_dcim.h"

/* Run a tile; every column must be the plain dot product (AccWidth holds it: no fit). */
static void check_tile(macro_t *m, const tile_t *t) {
  run_tile(m, t);
  for (int c = 0; c < m->cols; c++) {
    const int64_t expected = dot(m, t, c);
    if (acc(m, c) != expected || ovf(m, c) != 0 || !cares(&m->d, "rs_acc")) {
      fail_msg("column %d: acc %lld, ovf %d; expected %lld, 0 (cell %d x %d%s w %d%s msb %d)", c,
               (long long)acc(m, c), ovf(m, c), (long long)expected, t->cell, t->x_bits,
               t->x_signed ? "s" : "u", t->w_bits, t->w_signed ? "s" : "u", t->msb_first);
    }
  }
}

/* Every mode that means something: 4 signs of AND and NOR, XNOR without signs, both orders. */
static void check_all_modes(macro_t *m, tile_t *t) {
  for (int mode = 0; mode < 18; mode++) {
    const int signs = (mode / 2) % 4;
    t->cell = mode < 16 ? mode / 8 : XNOR;
    t->x_signed = mode < 16 ? signs & 1 : 0;
    t->w_signed = mode < 16 ? signs >> 1 : 0;
    t->msb_first = mode % 2;
    check_tile(m, t);
  }
}

/* ---- exhaustive ---- */

/* Rows 2, Cols 1, 2 x 2 bits: every weight, every input, every precision, every mode. */
static void test_dcim_macro_every_operand_of_two_rows(void **state) {
  (void)state;
  macro_t *m = macro_new("Rows=2 Cols=1 MaxX=2 MaxW=2 Group=1 GateRows=1 SpareRows=0");
  for (uint32_t w = 0; w < 16; w++) {
    for (int row = 0; row < 2; row++) {
      const uint32_t word = (w >> (2 * row)) & 3u;
      write_row(m, row, &word);
    }
    for (uint32_t x = 0; x < 16 * 4; x++) {
      tile_t t = plain_tile(m);
      t.x[0] = x & 3u;
      t.x[1] = (x >> 2) & 3u;
      t.x_bits = 1 + (int)((x >> 4) & 1u);
      t.w_bits = 1 + (int)(x >> 5);
      check_all_modes(m, &t);
    }
  }
  macro_free(m);
}

/* One row of 4 x 4 bits in both groupings: every pair of operands at every precision. */
static void one_row(const char *params) {
  macro_t *m = macro_new(params);
  for (uint32_t w = 0; w < 16; w++) {
    write_row(m, 0, &w);
    for (uint32_t x = 0; x < 16; x++) {
      tile_t t = plain_tile(m);
      t.x[0] = x;
      for (int bits = 0; bits < 16; bits++) {
        t.x_bits = 1 + bits % 4;
        t.w_bits = 1 + bits / 4;
        check_all_modes(m, &t);
      }
    }
  }
  macro_free(m);
}

static void test_dcim_macro_every_product(void **state) {
  (void)state;
  one_row("Rows=1 Cols=1 MaxX=4 MaxW=4 Group=4 GateRows=1 SpareRows=0");
  one_row("Rows=1 Cols=1 MaxX=4 MaxW=4 Group=2 GateRows=1 SpareRows=0");
}

/* By hand: x = {1, 2, 3}, w = {3, 2, 1} in 2 bits. */
static void test_dcim_macro_by_hand(void **state) {
  (void)state;
  macro_t *m = macro_new("Rows=3 Cols=1 MaxX=2 MaxW=2 Group=2 SpareRows=0");
  for (uint32_t row = 0; row < 3; row++) {
    write_row(m, (int)row, &(uint32_t){3 - row});
  }
  tile_t t = plain_tile(m);
  for (uint32_t row = 0; row < 3; row++) {
    t.x[row] = row + 1;
  }
  run_tile(m, &t);
  assert_int_equal(acc(m, 0), 10); /* 1*3 + 2*2 + 3*1 */
  t.x_signed = 1;
  run_tile(m, &t);
  assert_int_equal(acc(m, 0), -2); /* 1*3 - 2*2 - 1*1 */
  t.w_signed = 1;
  run_tile(m, &t);
  assert_int_equal(acc(m, 0), 2); /* -1*1 + 2*2 - 1*1 */
  t.x_signed = t.w_signed = 0;
  t.cell = XNOR; /* 1 -> -1, 2 -> 1, 3 -> 3 */
  run_tile(m, &t);
  assert_int_equal(acc(m, 0), -5); /* -1*3 + 1*1 + 3*-1 */
  macro_free(m);
}

/* ---- random ---- */

static void random_tiles(const char *params, uint64_t seed, int rewrites, int tiles) {
  macro_t *m = macro_new(params);
  dice_t dice = {seed, 0};
  for (int n = 0; n < rewrites; n++) {
    write_all(m, &dice);
    for (int i = 0; i < tiles; i++) {
      tile_t t = random_tile(m, &dice);
      t.keep = 0;
      check_tile(m, &t);
      t.msb_first = !t.msb_first; /* 16: both orders end at the same sum */
      check_tile(m, &t);
    }
  }
  macro_free(m);
}

static void test_dcim_macro_random_tiles(void **state) {
  (void)state;
  random_tiles("config=odd AccWidth=40", 1, 10, 60);
  random_tiles("Rows=64 Cols=8 MaxX=8 MaxW=8 GateRows=1", 2, 4, 60);
  random_tiles("Rows=64 Cols=3 MaxX=16 MaxW=16 Group=4 GateRows=7 SpareRows=8", 3, 3, 40);
  random_tiles("Rows=9 Cols=5 MaxX=3 MaxW=11 Group=4 GateRows=2 SpareRows=2", 4, 10, 40);
  random_tiles("config=full_width AccWidth=50", 5, 5, 40);
  random_tiles("config=tiny AccWidth=20", 6, 10, 40);
  random_tiles("config=single", 7, 5, 20);
}

/* Every precision pair once, all cells and signs: 11 rows, 5 x 7 bits. */
static void test_dcim_macro_every_precision(void **state) {
  (void)state;
  macro_t *m = macro_new("config=odd AccWidth=40");
  dice_t dice = {8, 0};
  write_all(m, &dice);
  for (int bits = 0; bits < 35; bits++) {
    tile_t t = random_tile(m, &dice);
    t.keep = 0;
    t.x_bits = 1 + bits % 5;
    t.w_bits = 1 + bits / 5;
    check_all_modes(m, &t);
  }
  macro_free(m);
}

/* ---- illegal modes: 19 ---- */

static void test_dcim_macro_illegal_modes(void **state) {
  (void)state;
  macro_t *m = macro_new("Rows=6 Cols=2 MaxX=5 MaxW=6 Group=2 SpareRows=0");
  dice_t dice = {9, 0};
  write_all(m, &dice);
  for (int i = 0; i < 300; i++) {
    tile_t t = random_tile(m, &dice);
    t.keep = 0;
    t.x_bits = (int)roll(&dice, 32);
    t.w_bits = (int)roll(&dice, 32);
    t.cell = (int)roll(&dice, 4);
    t.x_signed = (int)roll(&dice, 2);
    t.w_signed = (int)roll(&dice, 2);
    check_tile(m, &t);
  }
  macro_free(m);
}

/* ---- worst case ---- */

/* 2^10 rows of 2^4 bits, all operands extreme: the widest sums there are, AccWidth = TileBits. */
static void test_dcim_macro_widest_sums(void **state) {
  (void)state;
  macro_t *m = macro_new("Rows=1024 Cols=1 MaxX=4 MaxW=4 GateRows=1024 SpareRows=0 AccWidth=19");
  assert_int_equal(m->tile_bits, 19); /* 4 + 4 + 10 + 1 */
  static const struct {
    uint32_t x, w;
    int x_signed, w_signed, cell, expected;
  } cases[] = {{15, 15, 0, 0, AND, 1024 * 225},  {8, 8, 1, 1, AND, 1024 * 64},
               {8, 15, 1, 0, AND, -1024 * 120},  {15, 8, 0, 1, NOR, -1024 * 120},
               {15, 0, 0, 0, XNOR, -1024 * 225}, {0, 0, 0, 0, XNOR, 1024 * 225}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    tile_t t = plain_tile(m);
    for (int r = 0; r < 1024; r++) {
      write_row(m, r, &cases[i].w);
      t.x[r] = cases[i].x;
    }
    t.x_signed = cases[i].x_signed;
    t.w_signed = cases[i].w_signed;
    t.cell = cases[i].cell;
    for (t.msb_first = 0; t.msb_first < 2; t.msb_first++) {
      run_tile(m, &t);
      assert_int_equal(acc(m, 0), cases[i].expected);
      assert_int_equal(ovf(m, 0), 0);
    }
  }
  macro_free(m);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_dcim_macro_every_operand_of_two_rows),
      cmocka_unit_test(test_dcim_macro_every_product),
      cmocka_unit_test(test_dcim_macro_by_hand),
      cmocka_unit_test(test_dcim_macro_random_tiles),
      cmocka_unit_test(test_dcim_macro_every_precision),
      cmocka_unit_test(test_dcim_macro_illegal_modes),
      cmocka_unit_test(test_dcim_macro_widest_sums),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
