/* dcim_macro with approximate column trees: sentences 21 to 23. */
#include "helper_dcim.h"

/* ---- exact cells: sentence 21 is sentence 14 ---- */

/* A tree of exact cells gives the plain dot product in every mode, also with repair and gating. */
static void exact_cells(const char *params, uint64_t seed) {
  macro_t *m = macro_new(params);
  dice_t dice = {seed, 0};
  for (int round = 0; round < 6; round++) {
    write_all(m, &dice);
    for (int i = 0; i < 40; i++) {
      tile_t t = random_tile(m, &dice);
      t.keep = 0;
      t.sat = 0;
      run_tile(m, &t);
      for (int c = 0; c < m->cols; c++) {
        assert_int_equal(acc(m, c), tile_sum(m, &t, c, t.x_bits)); /* AccWidth >= TileBits */
      }
    }
  }
  macro_free(m);
}

static void test_dcim_tree_exact_cells(void **state) {
  (void)state;
  const char *const base = "Rows=7 Cols=3 MaxX=4 MaxW=6 GateRows=2 SpareRows=3 ";
  static const char *const trees[] = {"Group=4 Topology=WALLACE",
                                      "Group=2 Topology=DADDA",
                                      "Group=1 Topology=ROWS73",
                                      "Group=4 Topology=CARRY_SAVE Columns=3 Cell=0",
                                      "Group=2 Adder=ADD_LOA K=0",
                                      "Group=4 Topology=PATTERN",
                                      "Group=2 Topology=PATTERN PatSize=3 PatLimit=2 PatSet=126",
                                      "Group=1 Topology=PATTERN PatSize=6 PatLimit=0"};
  for (size_t i = 0; i < sizeof trees / sizeof trees[0]; i++) {
    char params[200];
    snprintf(params, sizeof params, "%s%s", base, trees[i]);
    exact_cells(params, 70 + i);
  }
}

/* Reference and network give the same outputs and taps in every cycle of every tile. */
static void test_dcim_tree_reference_is_network(void **state) {
  (void)state;
  static const char *const configs[] = {"config=lower_or", "config=saver_cells",
                                        "config=wallace_cells"};
  for (int k = 0; k < 3; k++) {
    uint64_t sums[2] = {0, 0};
    for (int fast = 0; fast < 2; fast++) {
      assert_int_equal(gcim_fast_select(fast ? "auto" : "golden"), GCIM_OK);
      macro_t *m = macro_new(configs[k]);
      dice_t dice = {80 + (uint64_t)k, 0};
      write_all(m, &dice);
      for (int i = 0; i < 60; i++) {
        const tile_t t = random_tile(m, &dice);
        run_tile(m, &t);
        for (int c = 0; c < m->cols; c++) {
          sums[fast] = sums[fast] * 31 + (uint64_t)acc(m, c);
        }
      }
      macro_free(m);
    }
    assert_true(sums[0] == sums[1]);
  }
  assert_int_equal(gcim_fast_select("auto"), GCIM_OK);
}

/* ---- by hand ---- */

/* Two rows of one bit, LOA with K = 1: 1 + 1 = {carry 1, 1|1} = 3, all other sums are exact. */
static void test_dcim_tree_lower_or_by_hand(void **state) {
  (void)state;
  macro_t *m = macro_new(
      "Rows=2 Cols=1 MaxX=1 MaxW=1 Group=1 GateRows=1 SpareRows=0 AccWidth=8 Adder=ADD_LOA K=1");
  const uint32_t one = 1;
  write_row(m, 0, &one);
  write_row(m, 1, &one);
  for (uint32_t x = 0; x < 4; x++) {
    tile_t t = plain_tile(m);
    t.x[0] = x & 1u;
    t.x[1] = x >> 1;
    run_tile(m, &t);
    assert_int_equal(acc(m, 0), x == 3 ? 3 : (int)(t.x[0] + t.x[1]));
  }
  macro_free(m);
}

/* The same with a signed weight: the bit is the sign, so lanes are inverted products: x = 0 gives
 * lanes 1, 1, tree 3, minus O = 2 rows * 1: +1 where the exact sum is 0; x = 3: lanes 0, 0: -2. */
static void test_dcim_tree_inverts_the_sign_bit(void **state) {
  (void)state;
  macro_t *m = macro_new(
      "Rows=2 Cols=1 MaxX=1 MaxW=1 Group=1 GateRows=1 SpareRows=0 AccWidth=8 Adder=ADD_LOA K=1");
  const uint32_t one = 1;
  write_row(m, 0, &one);
  write_row(m, 1, &one);
  tile_t t = plain_tile(m);
  t.w_signed = 1;
  run_tile(m, &t);
  assert_int_equal(acc(m, 0), 1);
  t.x[0] = t.x[1] = 1;
  run_tile(m, &t);
  assert_int_equal(acc(m, 0), -2);
  macro_free(m);
}

/* XNOR: 2 T - (2^n - 1) per row. Both products 1: T = 3, so 6 - 2 = 4 where 2 is exact. */
static void test_dcim_tree_xnor(void **state) {
  (void)state;
  macro_t *m = macro_new(
      "Rows=2 Cols=1 MaxX=1 MaxW=1 Group=1 GateRows=1 SpareRows=0 AccWidth=8 Adder=ADD_LOA K=1");
  const uint32_t one = 1;
  write_row(m, 0, &one);
  write_row(m, 1, &one);
  tile_t t = plain_tile(m);
  t.cell = XNOR;
  t.x[0] = t.x[1] = 1;
  run_tile(m, &t);
  assert_int_equal(acc(m, 0), 4);
  t.x[1] = 0;
  run_tile(m, &t);
  assert_int_equal(acc(m, 0), 0);
  macro_free(m);
}

/* Every bit cycle adds 3 * 2^k: 3 * 15 = 45, in both orders, where the exact sum is 30. TileBits =
 * 4 + 1
 * + 1 + 1 = 7 hold it. */
static void test_dcim_tree_error_adds_up_over_bits(void **state) {
  (void)state;
  macro_t *m = macro_new(
      "Rows=2 Cols=1 MaxX=4 MaxW=1 Group=1 GateRows=1 SpareRows=0 AccWidth=12 Adder=ADD_LOA K=1");
  const uint32_t one = 1;
  write_row(m, 0, &one);
  write_row(m, 1, &one);
  for (int msb_first = 0; msb_first < 2; msb_first++) {
    tile_t t = plain_tile(m);
    t.msb_first = msb_first;
    t.x[0] = t.x[1] = 15;
    run_tile(m, &t);
    assert_int_equal(acc(m, 0), 45);
  }
  macro_free(m);
}

/* Four rows: errors of both levels, both signs of x, XNOR. */
static void test_dcim_tree_two_levels(void **state) {
  (void)state;
  macro_t *m = macro_new(
      "Rows=4 Cols=1 MaxX=2 MaxW=1 Group=1 GateRows=1 SpareRows=0 AccWidth=12 Adder=ADD_OLOCA K=1 "
      "M=1");
  /* TileBits = 2 + 1 + 2 + 1 = 6: -32 .. 31. OLOCA(1,1): y = 1, carry a & b. All lanes 1: level 1:
   * 3 and 3; level 2: low bit 1, 1 + 1 + carry 1 = 3 above: 7. x = 3: 7 + 14 = 21; x signed: 7 - 14
   * = -7.
   */
  const uint32_t one = 1;
  for (int r = 0; r < 4; r++) {
    write_row(m, r, &one);
  }
  tile_t t = plain_tile(m);
  for (int r = 0; r < 4; r++) {
    t.x[r] = 3;
  }
  run_tile(m, &t);
  assert_int_equal(acc(m, 0), 21);
  t.x_signed = 1;
  run_tile(m, &t);
  assert_int_equal(acc(m, 0), -7);
  t.x_signed = 0;
  t.cell = XNOR; /* 2 * 7 - 4 = 10 per bit: 10 + 20 = 30; the exact sum is 12 */
  run_tile(m, &t);
  assert_int_equal(acc(m, 0), 30);
  macro_free(m);
}

/* Six rows of three bits in groups of four and two, at most one 1 counted: T = sum of 2^j min(ones,
 * 1) per group. Weights 7, 7, 1, 0 | 4, 4: bit 0: 3 and 0 ones, bit 1: 2 and 0, bit 2: 2 and 2; T =
 * 1 + 2 + 4 (1 + 1) = 11, where the exact sum is 23. Twice that for x = 2. */
static void test_dcim_tree_lossy_pattern(void **state) {
  (void)state;
  macro_t *m = macro_new(
      "Rows=6 Cols=1 MaxX=2 MaxW=3 Group=4 GateRows=6 SpareRows=0 AccWidth=12 Topology=PATTERN "
      "PatPolicy=LOSSY");
  static const uint32_t words[6] = {7, 7, 1, 0, 4, 4};
  tile_t t = plain_tile(m);
  for (int r = 0; r < 6; r++) {
    write_row(m, r, &words[r]);
    t.x[r] = 2;
  }
  run_tile(m, &t);
  assert_int_equal(acc(m, 0), 22);
  t.x[0] = 0; /* 7, 1, 0 | 4, 4: bit 0: 2, 0; bit 1: 1, 0; bit 2: 1, 2: the same T */
  run_tile(m, &t);
  assert_int_equal(acc(m, 0), 22);
  t.x[1] = 0; /* 1, 0 | 4, 4: 1 + 4 */
  run_tile(m, &t);
  assert_int_equal(acc(m, 0), 10);
  macro_free(m);
}

static void test_dcim_tree_refuses_pipelined_trees(void **state) {
  (void)state;
  gcim_model_t *model = NULL;
  assert_int_equal(
      gcim_model_new(gcim_unit_find("dcim_macro"), "Topology=WALLACE LevelsPerReg=1", &model),
      GCIM_ERR_PARAM);
  assert_null(model);
  assert_non_null(strstr(gcim_error_text(), "apx_tree_has_one_register"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_dcim_tree_exact_cells),
      cmocka_unit_test(test_dcim_tree_reference_is_network),
      cmocka_unit_test(test_dcim_tree_lower_or_by_hand),
      cmocka_unit_test(test_dcim_tree_inverts_the_sign_bit),
      cmocka_unit_test(test_dcim_tree_xnor),
      cmocka_unit_test(test_dcim_tree_error_adds_up_over_bits),
      cmocka_unit_test(test_dcim_tree_two_levels),
      cmocka_unit_test(test_dcim_tree_lossy_pattern),
      cmocka_unit_test(test_dcim_tree_refuses_pipelined_trees),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
