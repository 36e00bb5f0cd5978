/* fp_macro: results worked out by hand: sums, specials, flags, keep; and coverage. */
#include "helper_fp_macro.h"

/* FP16 and FP32 codes. */
enum { ONE = 0x3c00, HALF = 0x3800, INF = 0x7c00, MINUS = 0x8000, QNAN = 0x7e00, SNAN = 0x7d00 };
enum { INF32 = 0x7f800000, QNAN32 = 0x7fc00000 };
static const uint32_t minus_inf32 = 0xff800000;

/* The default configuration, weights of columns 0 to 3 in rows 0, 1 and all others; exponents. */
static macro_t loaded(const int *row0, const int *row1, const int *others, const int *exp) {
  macro_t m = macro_new("");
  for (int r = 0; r < m.rows; r++) {
    write_row(&m, r, r == 0 ? row0 : r == 1 ? row1 : others);
  }
  write_exponents(&m, exp);
  return m;
}

static macro_t plain(void) {
  static const int row0[] = {3, 1, -2048, 0}, row1[] = {-2, 1, 1, 5}, zeros[4] = {0};
  static const int exp[] = {-10, 0, 100, -512};
  return loaded(row0, row1, zeros, exp);
}

/* 1.0 and 0.5 are 1024 and 512 units of 2^-10.
 * column 0: 1024 * 3 - 512 * 2 = 2048 * 2^-20 = 2^-9: E = 118
 * column 1: 1536 * 2^-10 = 1.5
 * column 2: (-2048 * 1024 + 512) * 2^90 = -(2^12 - 1) * 2^99: 1.11111111111 * 2^110
 * column 3: 2560 * 2^-522: below half of the smallest subnormal number */
static void test_fp_macro_sums(void **state) {
  (void)state;
  macro_t m = plain();
  const vector_t v = {.x = {ONE, HALF}};
  run(&m, &v);
  assert_int_equal(result(&m, 0), 118u << 23);
  assert_int_equal(result(&m, 1), 127u << 23 | 1u << 22);
  assert_int_equal(result(&m, 2), 0x80000000u | (127u + 110u) << 23 | 0x7ffu << 12);
  assert_int_equal(result(&m, 3), 0);
  assert_int_equal(flags_of(&m, 0) | flags_of(&m, 1) | flags_of(&m, 2), 0);
  assert_int_equal(flags_of(&m, 3), GCIM_FLAG_UF | GCIM_FLAG_NX);
  assert_int_equal(get(&m.d, "rs_below"), 0);
  macro_free(&m);
}

/* 10: a sum of exactly 0 is +0, also of -1 + 1 and under FLOOR. */
static void test_fp_macro_zero(void **state) {
  (void)state;
  macro_t m = plain();
  const vector_t v = {.x = {0, ONE, MINUS | ONE}, .policy = {.rnd = GCIM_RND_FLOOR}};
  run(&m, &v);
  assert_int_equal(result(&m, 0), 0x80000000u | (127u - 9u) << 23); /* -2048 * 2^-20 */
  const vector_t w = {.x = {MINUS}, .policy = {.rnd = GCIM_RND_FLOOR}};
  run(&m, &w);
  for (int c = 0; c < 4; c++) {
    assert_int_equal(result(&m, c), 0);
    assert_int_equal(flags_of(&m, c), 0);
  }
  macro_free(&m);
}

/* The most frequent mismatch: a small negative lane is -1 under FLOOR, with sticky = 1. */
static void test_fp_macro_floor(void **state) {
  (void)state;
  macro_t m = plain();
  const vector_t v = {.x = {MINUS | 1, ONE}, .quant = GCIM_RND_FLOOR, .sticky = 1};
  const int e = start(&m, &v);
  tick_to(&m.d, e + 2);
  assert_int_equal(get_signed(&m.d, "tap_x_q", 0, 12), -1);
  assert_int_equal(get_signed(&m.d, "tap_x_q", 1, 12), 1024);
  assert_int_equal(get(&m.d, "tap_x_lost"), 1);
  tick_to(&m.d, e + 17);
  assert_int_equal(acc_of(&m, 1), 1023);
  tick_to(&m.d, e + 18);
  assert_int_equal(flags_of(&m, 1), GCIM_FLAG_NXA);           /* 1023 * 2^-10 itself is exact */
  assert_int_equal(result(&m, 1), 126u << 23 | 0x1ffu << 14); /* 1.111111111 * 2^-1 */
  macro_free(&m);
}

/* ---- 11 ---- */

static void expect(macro_t *m, const vector_t *v, const uint32_t *codes, const uint32_t *flags) {
  run(m, v);
  for (int c = 0; c < 4; c++) {
    assert_int_equal(result(m, c), codes[c]);
    assert_int_equal(flags_of(m, c), flags[c]);
  }
}

/* Column 3 has a weight of 0 in row 0: NaN, NV. The infinity is no lane of the alignment. */
static void test_fp_macro_infinity(void **state) {
  (void)state;
  macro_t m = plain();
  const vector_t v = {.x = {INF, ONE}};
  const uint32_t codes[] = {INF32, INF32, minus_inf32, QNAN32};
  const uint32_t flags[] = {0, 0, 0, GCIM_FLAG_NV};
  expect(&m, &v, codes, flags);
  const int e = start(&m, &v);
  tick_to(&m.d, e + 2);
  assert_int_equal(get(&m.d, "tap_x_unit"), 15);
  assert_int_equal(get_signed(&m.d, "tap_x_q", 0, 12), 0);
  tick_to(&m.d, e + 17);
  assert_int_equal(acc_of(&m, 0), -2 * 1024);
  macro_free(&m);
}

/* +Inf times 3 and +Inf times -2; 1 and 1; -2048 and 1; 0 and 5. */
static void test_fp_macro_both_infinities(void **state) {
  (void)state;
  macro_t m = plain();
  const vector_t v = {.x = {INF, INF}};
  const uint32_t codes[] = {QNAN32, INF32, QNAN32, QNAN32};
  const uint32_t flags[] = {GCIM_FLAG_NV, 0, GCIM_FLAG_NV, GCIM_FLAG_NV};
  expect(&m, &v, codes, flags);
  macro_free(&m);
}

/* A NaN in x is one in all columns, whatever its weight and other infinities; a signalling one sets
 * NV in all, an invalid product in its column. */
static void test_fp_macro_nan(void **state) {
  (void)state;
  macro_t m = plain();
  const uint32_t codes[] = {QNAN32, QNAN32, QNAN32, QNAN32}, none[4] = {0};
  const uint32_t nv[] = {GCIM_FLAG_NV, GCIM_FLAG_NV, GCIM_FLAG_NV, GCIM_FLAG_NV};
  const vector_t quiet = {.x = {0, ONE, 0, MINUS | QNAN}};
  expect(&m, &quiet, codes, none);
  const vector_t with_infinity = {.x = {INF, ONE, 0, QNAN}};
  const uint32_t zero_weight[] = {0, 0, 0, GCIM_FLAG_NV}; /* infinity * 0 in column 3 */
  expect(&m, &with_infinity, codes, zero_weight);
  const vector_t signalling = {.x = {0, ONE, 0, SNAN}};
  expect(&m, &signalling, codes, nv);
  macro_free(&m);
}

/* Not kept: the vector after it adds to the sum of the numbers alone. */
static void test_fp_macro_specials_are_not_kept(void **state) {
  (void)state;
  macro_t m = plain();
  const vector_t v = {.x = {QNAN, ONE}, .ref = 15, .given = 1};
  const vector_t more = {.x = {ONE}, .ref = 15, .given = 1, .keep = 1};
  run(&m, &v);
  assert_int_equal(result(&m, 1), QNAN32);
  run(&m, &more);
  assert_int_equal(result(&m, 1), 128u << 23); /* 1 + 1 */
  macro_free(&m);
}

/* ---- 8, 9, 12 ---- */

/* The reference is 1/2's: 1.0 is above it and limited to 2047 units of 2^-11. */
static void test_fp_macro_below(void **state) {
  (void)state;
  macro_t m = plain();
  const vector_t v = {.x = {ONE, HALF}, .ref = 14, .given = 1};
  const int e = start(&m, &v);
  tick_to(&m.d, e + 17);
  assert_int_equal(acc_of(&m, 0), 3 * 2047 - 2 * 1024);
  tick_to(&m.d, e + 18);
  assert_int_equal(get(&m.d, "rs_below"), 1);
  assert_int_equal(flags_of(&m, 1), GCIM_FLAG_NXA);
  assert_int_equal(result(&m, 1), 127u << 23 | 0x3ffu << 12); /* 3071 = 101111111111b */
  macro_free(&m);
}

/* AccWidth 14 holds -8192..8191: 4 * 2047 = 8188 fits, twice it wraps to -8; ovf stays while kept.
 */
static void test_fp_macro_keep(void **state) {
  (void)state;
  macro_t m = macro_new("Cols=1 AccWidth=14");
  write_same(&m, 1, 0);
  const uint32_t most = 0x3fff; /* 2047 units of 2^-10 */
  const vector_t v = {.x = {most, most, most, most}};
  vector_t kept = v;
  kept.keep = 1;
  run(&m, &kept); /* from 0 */
  assert_int_equal(flags_of(&m, 0), 0);
  const int e = start(&m, &kept);
  tick_to(&m.d, e + 17);
  assert_int_equal(acc_of(&m, 0), -8);
  tick_to(&m.d, e + 18);
  assert_int_equal(flags_of(&m, 0), 64);
  const vector_t nothing = {.keep = 1, .ref = 15, .given = 1};
  run(&m, &nothing);
  assert_int_equal(flags_of(&m, 0), 64);
  assert_int_equal(result(&m, 0), 0x80000000u | 120u << 23); /* -8 * 2^-10 */
  run(&m, &v);
  assert_int_equal(flags_of(&m, 0), 0);
  macro_free(&m);
}

/* ---- coverage ---- */

static void test_fp_macro_coverage(void **state) {
  (void)state;
  macro_t m = plain();
  const uint64_t before = hits(&m.d, "reset.idle"); /* a new model was reset */
  const vector_t zeros = {.keep = 0};
  const vector_t floored = {.x = {MINUS | 1, ONE, ONE, HALF}, .quant = GCIM_RND_FLOOR, .sticky = 1};
  const vector_t below = {.x = {ONE, ONE}, .ref = 14, .given = 1, .keep = 1};
  const vector_t small = {.x = {3, 2}};
  const vector_t infinite = {.x = {INF, INF}};
  run(&m, &zeros);
  run(&m, &floored);
  run(&m, &below);
  run(&m, &small);
  run(&m, &infinite);
  assert_int_equal(hits(&m.d, "vector.all_zero"), 2); /* infinities are no lanes */
  assert_int_equal(hits(&m.d, "vector.one_nonzero"), 0);
  assert_int_equal(hits(&m.d, "vector.equal_exponents"), 2);
  assert_int_equal(hits(&m.d, "vector.subnormal_largest"), 1);
  assert_int_equal(hits(&m.d, "vector x st_quant.floored_to_minus_one,RND_FLOOR"), 1);
  assert_int_equal(hits(&m.d, "vector.clamped"), 1);
  assert_int_equal(hits(&m.d, "vector.below"), 1);
  assert_int_equal(hits(&m.d, "special.none"), 4 * 4);
  assert_int_equal(hits(&m.d, "special.infinity"), 1);
  assert_int_equal(hits(&m.d, "special.infinity_times_zero"), 1);
  assert_int_equal(hits(&m.d, "special.both_infinities"), 2);
  assert_int_equal(hits(&m.d, "result.infinity"), 1);
  assert_int_equal(hits(&m.d, "result.nan"), 3);
  assert_int_equal(hits(&m.d, "result x st_keep.zero,1"), 1); /* column 3 */
  assert_int_equal(hits(&m.d, "start.accepted"), 5);
  assert_int_equal(hits(&m.d, "port.write_idle"), 16);
  assert_int_equal(hits(&m.d, "port.exponents_idle"), 1);
  put(&m.d, "rs_ready", 0);
  const int e = start(&m, &zeros);
  put(&m.d, "st_valid", 1);
  put(&m.d, "wr_valid", 1);
  put(&m.d, "we_valid", 1);
  tick_to(&m.d, e + 19);
  assert_int_equal(hits(&m.d, "start.refused_running"), 17);
  assert_int_equal(hits(&m.d, "start.refused_result"), 2);
  assert_int_equal(hits(&m.d, "port.write_refused"), 19);
  assert_int_equal(hits(&m.d, "port.exponents_refused"), 19);
  assert_int_equal(hits(&m.d, "port.write_with_start"), 0);
  gcim_model_reset(m.d.model);
  tick(&m.d);
  assert_int_equal(hits(&m.d, "port.write_with_start"), 1);
  gcim_model_reset(m.d.model);
  gcim_model_reset(m.d.model);
  assert_int_equal(hits(&m.d, "reset.result_waiting"), 1);
  assert_int_equal(hits(&m.d, "reset.running"), 1);
  assert_int_equal(hits(&m.d, "reset.idle"), before + 1);
  macro_free(&m);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fp_macro_sums),
      cmocka_unit_test(test_fp_macro_zero),
      cmocka_unit_test(test_fp_macro_floor),
      cmocka_unit_test(test_fp_macro_infinity),
      cmocka_unit_test(test_fp_macro_both_infinities),
      cmocka_unit_test(test_fp_macro_nan),
      cmocka_unit_test(test_fp_macro_specials_are_not_kept),
      cmocka_unit_test(test_fp_macro_below),
      cmocka_unit_test(test_fp_macro_keep),
      cmocka_unit_test(test_fp_macro_coverage),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
