/* dcim_macro at tile end: keep and clear, wrap and saturate, sticky overflow (card sentences 17 and
 * 18). */
#include "helper_dcim.h"

#include "part/dcim.h"

/* 17: fit by definition, in 128 bits; *over says that the exact sum did not fit. */
static int64_t fit(__int128 sum, int bits, int sat, bool *over) {
  const __int128 half = (__int128)1 << (bits - 1);
  *over = sum < -half || sum >= half;
  if (sat) {
    return (int64_t)(sum < -half ? -half : sum >= half ? half - 1 : sum);
  }
  const __int128 from_lowest = (sum + half) & (2 * half - 1);
  return (int64_t)(from_lowest - half);
}

/* Random tiles with random keep and sat; acc and ovf of every column tracked from the definition.
 */
static void random_accumulation(const char *params, uint64_t seed, int tiles) {
  macro_t *m = macro_new(params);
  dice_t dice = {seed, 0};
  int64_t expected[MAX_COLS] = {0};
  bool sticky[MAX_COLS] = {false};
  write_all(m, &dice);
  for (int i = 0; i < tiles; i++) {
    tile_t t = random_tile(m, &dice);
    t.keep = roll(&dice, 8) != 0;
    run_tile(m, &t);
    for (int c = 0; c < m->cols; c++) {
      bool over = false;
      const __int128 exact = (__int128)(t.keep ? expected[c] : 0) + dot(m, &t, c);
      expected[c] = fit(exact, m->acc_width, t.sat, &over);
      sticky[c] = over || (t.keep && sticky[c]);
      assert_int_equal(acc(m, c), expected[c]);
      assert_int_equal(ovf(m, c), sticky[c]);
    }
  }
  macro_free(m);
}

static void test_dcim_acc_random_narrow(void **state) {
  (void)state;
  random_accumulation("Rows=4 Cols=3 MaxX=3 MaxW=3 Group=2 SpareRows=1 AccWidth=2", 1, 500);
  random_accumulation("Rows=4 Cols=3 MaxX=2 MaxW=2 Group=2 SpareRows=1 AccWidth=5", 2, 500);
  random_accumulation("config=narrow", 3, 500); /* AccWidth 8 */
  random_accumulation("config=odd", 4, 500);
  random_accumulation("config=full_width", 5, 500);
}

static void test_dcim_acc_random_wide(void **state) {
  (void)state;
  random_accumulation("Rows=16 Cols=2 MaxX=16 MaxW=16 AccWidth=62", 6, 200);
  random_accumulation("Rows=16 Cols=2 MaxX=16 MaxW=16 AccWidth=63", 7, 200);
  random_accumulation("Rows=16 Cols=2 MaxX=16 MaxW=16 AccWidth=64", 8, 200);
}

/* A macro of one row of `bits` x `bits` with weight `w`. */
static macro_t *one_row(const char *params, uint32_t w) {
  macro_t *m = macro_new(params);
  write_row(m, 0, &w);
  return m;
}

/* AccWidth 2 holds -2..1. */
static void test_dcim_acc_two_bits_by_hand(void **state) {
  (void)state;
  macro_t *m = one_row("Rows=1 Cols=1 MaxX=3 MaxW=2 Group=2 SpareRows=0 AccWidth=2", 1);
  static const struct {
    uint32_t x;
    int x_signed, keep, sat, acc, ovf;
  } steps[] = {
      {1, 0, 0, 0, 1, 0},  {1, 0, 1, 0, -2, 1}, /* 1 + 1 = 2 wraps to -2 */
      {1, 0, 1, 0, -1, 1},                      /* fits, but ovf is sticky */
      {7, 1, 0, 1, -1, 0},                      /* a clear tile forgets it: -1 */
      {7, 1, 1, 1, -2, 0}, {7, 1, 1, 1, -2, 1}, /* -3 saturates to -2 */
      {3, 0, 0, 1, 1, 1},                       /* 3 saturates to 1, in a clear tile too */
      {4, 1, 0, 0, 0, 1},                       /* -4 wraps to 0 */
      {5, 1, 0, 0, 1, 1},                       /* -3 wraps to 1 */
      {0, 0, 1, 1, 1, 1},  {0, 0, 0, 1, 0, 0},
  };
  for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
    tile_t t = plain_tile(m);
    t.x[0] = steps[i].x;
    t.x_signed = steps[i].x_signed;
    t.keep = steps[i].keep;
    t.sat = steps[i].sat;
    run_tile(m, &t);
    assert_int_equal(acc(m, 0), steps[i].acc);
    assert_int_equal(ovf(m, 0), steps[i].ovf);
  }
  macro_free(m);
}

/* AccWidth 8 at both ends: 100 + 27 = 127 fits, one more does not; -128 fits, one less does not. */
static void test_dcim_acc_eight_bits_at_the_limits(void **state) {
  (void)state;
  macro_t *m = one_row("Rows=1 Cols=1 MaxX=8 MaxW=2 Group=2 SpareRows=0 AccWidth=8", 1);
  static const struct {
    int x, keep, sat, acc, ovf;
  } steps[] = {{100, 0, 1, 100, 0},   {27, 1, 1, 127, 0},    {1, 1, 1, 127, 1},
               {100, 0, 0, 100, 0},   {28, 1, 0, -128, 1},   {-128, 0, 1, -128, 0},
               {-1, 1, 1, -128, 1},   {-128, 0, 0, -128, 0}, {-1, 1, 0, 127, 1},
               {-128, 0, 0, -128, 0}, {-128, 1, 0, 0, 1},    {127, 0, 0, 127, 0},
               {127, 1, 0, -2, 1}};
  for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
    tile_t t = plain_tile(m);
    t.x[0] = (uint32_t)steps[i].x & 0xffu;
    t.x_signed = 1;
    t.keep = steps[i].keep;
    t.sat = steps[i].sat;
    run_tile(m, &t);
    assert_int_equal(acc(m, 0), steps[i].acc);
    assert_int_equal(ovf(m, 0), steps[i].ovf);
  }
  macro_free(m);
}

/* ---- 63 and 64 bits ---- */

/* The accumulator cannot be loaded, and one tile adds at most 2^42: reaching 2^62 takes 2^20 tiles
 * of B = 16, too many for every run. The fit itself at 63 and 64 bits is judged by test_fit; here
 * part/dcim.h is asked directly. */
static void accumulate(int64_t base, int64_t sum, int bits) {
  for (int sat = 0; sat < 2; sat++) {
    bool over = false, flag = false;
    const int64_t expected = fit((__int128)base + sum, bits, sat, &over);
    const gcim_fit_t mode = sat ? GCIM_FIT_SAT : GCIM_FIT_WRAP;
    assert_int_equal(gcim_dcim_accumulate(base, sum, bits, mode, &flag), expected);
    assert_int_equal(flag, over);
    flag = true; /* sticky */
    gcim_dcim_accumulate(base, sum, bits, mode, &flag);
    assert_true(flag);
  }
}

static void test_dcim_acc_exact_before_fit(void **state) {
  (void)state;
  static const int widths[] = {2, 8, 33, 61, 62, 63, 64};
  static const int64_t near[] = {0, 1, 2, 3, INT64_C(1) << 42, (INT64_C(1) << 42) - 1};
  for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++) {
    const int64_t max = (int64_t)(UINT64_MAX >> (65 - widths[i])), min = -max - 1;
    for (size_t k = 0; k < sizeof near / sizeof near[0]; k++) {
      for (int64_t off = 0; off < 4 && off < max; off++) {
        accumulate(max - off, near[k], widths[i]);
        accumulate(max - off, -near[k], widths[i]);
        accumulate(min + off, near[k], widths[i]);
        accumulate(min + off, -near[k], widths[i]);
      }
    }
  }
}

/* Columns overflow one by one: only column 0 leaves AccWidth 5. */
static void test_dcim_acc_overflow_is_per_column(void **state) {
  (void)state;
  macro_t *m = macro_new("Rows=1 Cols=3 MaxX=4 MaxW=4 SpareRows=0 AccWidth=5");
  write_row(m, 0, (const uint32_t[]){15, 1, 0});
  tile_t t = plain_tile(m);
  t.x[0] = 15;
  t.sat = 1;
  run_tile(m, &t);
  assert_int_equal(get(&m->d, "rs_ovf"), 1);
  assert_int_equal(acc(m, 0), 15);
  assert_int_equal(acc(m, 1), 15);
  assert_int_equal(acc(m, 2), 0);
  t.keep = 1;
  t.x[0] = 1;
  run_tile(m, &t);
  assert_int_equal(get(&m->d, "rs_ovf"), 3); /* 15 + 1 = 16 in column 1 */
  t.keep = 0;
  run_tile(m, &t);
  assert_int_equal(get(&m->d, "rs_ovf"), 0);
  macro_free(m);
}

/* 8: reset clears acc and ovf, so a keep tile after it starts from 0. */
static void test_dcim_acc_reset_clears(void **state) {
  (void)state;
  macro_t *m = one_row("Rows=1 Cols=1 MaxX=3 MaxW=2 Group=2 SpareRows=0 AccWidth=3", 1);
  tile_t t = plain_tile(m);
  t.x[0] = 7;
  t.sat = 1;
  run_tile(m, &t);
  assert_int_equal(acc(m, 0), 3);
  assert_int_equal(ovf(m, 0), 1);
  tick_reset(&m->d);
  t.x[0] = 2;
  t.keep = 1;
  run_tile(m, &t);
  assert_int_equal(acc(m, 0), 2);
  assert_int_equal(ovf(m, 0), 0);
  macro_free(m);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_dcim_acc_random_narrow),
      cmocka_unit_test(test_dcim_acc_random_wide),
      cmocka_unit_test(test_dcim_acc_two_bits_by_hand),
      cmocka_unit_test(test_dcim_acc_eight_bits_at_the_limits),
      cmocka_unit_test(test_dcim_acc_exact_before_fit),
      cmocka_unit_test(test_dcim_acc_overflow_is_per_column),
      cmocka_unit_test(test_dcim_acc_reset_clears),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
