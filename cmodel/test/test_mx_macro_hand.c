/* mx_macro: vectors by hand, sentences 9 to 11. Dot products and sums: test_mx_macro_sums.c. x is
 * BF16 unless a configuration says otherwise: 1.0 is 3f80. Results are FP32. */
#include "gcim_mx.h"
#include "helper_mx_macro.h"

enum { NXA = 32 };
enum { ONE = 0x3f80, INFINITE = 0x7f80, QUIET_NAN = 0x7fc0 };
enum { NAN32 = 0x7fc00000 };

/* The taps of x of a vector; the rest of it passes. */
static void look_x(macro_t *m, const vector_t *v, int scale, int x_exp) {
  const int e = start(m, v);
  tick_to(&m->d, e + 2);
  assert_int_equal(get(&m->d, "tap_scale"), scale);
  assert_int_equal(get_signed(&m->d, "tap_x_exp", 0, 12), x_exp);
}

static void finish(macro_t *m) {
  while (get(&m->d, "st_ready") == 0) {
    tick(&m->d);
  }
}

/* ---- one block ---- */

/* Sixteen lanes of 1.0 times weights of 1: elements 64, sum 1024 * 2^-6. The reference is 0 without
 * a scan: 1024 / 2^6 is kept. Columns have exponents 0 to 3. */
static void test_mx_macro_all_ones(void **state) {
  (void)state;
  macro_t m = macro_new("");
  const vector_t v = only(OP_FLOAT, ONE);
  const vector_t scan = scan_of(v, 1);
  write_block(&m, 0, 1, 0);
  look_x(&m, &v, 127, -6);
  for (int i = 0; i < 16; i++) {
    assert_int_equal(q_of(&m, i), 64);
  }
  tick_to(&m.d, m.d.edge + 10); /* e + 13 */
  for (int c = 0; c < 4; c++) {
    assert_int_equal(dot_of(&m, c), 1024);
  }
  tick(&m.d);
  for (int c = 0; c < 4; c++) {
    assert_int_equal(acc_of(&m, c), 16 << c);
    assert_result(&m, c, 0x41800000u + ((uint32_t)c << 23), 0, 0);
  }
  run(&m, &scan);
  run(&m, &v);
  for (int c = 0; c < 4; c++) {
    assert_int_equal(acc_of(&m, c), 1024);
    assert_result(&m, c, 0x41800000u + ((uint32_t)c << 23), 0, 0);
  }
  macro_free(&m);
}

/* Scale and elements by their modes: all lanes 1.9921875 = 255/128 (code 3fff). */
static void test_mx_macro_conversion_modes(void **state) {
  (void)state;
  macro_t m = macro_new("");
  vector_t v = only(OP_FLOAT, 0x3fff);
  write_block(&m, 0, 1, 0);
  look_x(&m, &v, 127, -6); /* 127.5 rounds to 128: limited */
  assert_int_equal(q_of(&m, 0), 127);
  finish(&m);
  v.rule = GCIM_MX_CEIL;
  look_x(&m, &v, 128, -5); /* 63.75 */
  assert_int_equal(q_of(&m, 0), 64);
  finish(&m);
  v.rnd = GCIM_RND_FLOOR;
  look_x(&m, &v, 128, -5);
  assert_int_equal(q_of(&m, 0), 63);
  finish(&m);
  v = only(OP_FLOAT, 0xbfff);
  v.full = 1;
  look_x(&m, &v, 127, -6);
  assert_int_equal(q_of(&m, 3), -128);
  finish(&m);
  v = only(OP_FLOAT, 0x8000); /* -0 */
  look_x(&m, &v, 0, -133);
  finish(&m);
  v.zero = GCIM_MX_ZERO_ONE;
  look_x(&m, &v, 127, -6);
  finish(&m);
  v = only(OP_FLOAT, 0x0040); /* 2^-127 */
  v.daz = v.zero = 1;
  look_x(&m, &v, 127, -6);
  assert_int_equal(q_of(&m, 0), 0);
  finish(&m);
  v.daz = 0;
  look_x(&m, &v, 0, -133);
  assert_int_equal(q_of(&m, 0), 64);
  macro_free(&m);
}

/* ---- NaN ---- */

/* An infinity makes the block a NaN, or is limited, or counts for nothing. */
static void test_mx_macro_specials(void **state) {
  (void)state;
  macro_t m = macro_new("");
  vector_t v = only(OP_FLOAT, ONE);
  v.x[2] = INFINITE;
  write_block(&m, 0, 1, 0);
  look_x(&m, &v, 255, 122);
  for (int i = 0; i < 16; i++) {
    assert_int_equal(q_of(&m, i), 0);
  }
  finish(&m);
  run(&m, &v);
  assert_int_equal(acc_of(&m, 0), 0);
  assert_result(&m, 0, NAN32, 0, 1); /* x = 122 is above R = 0 */
  v.special = GCIM_MX_PASS;
  look_x(&m, &v, 127, -6);
  assert_int_equal(q_of(&m, 2), 127);
  assert_int_equal(q_of(&m, 3), 64);
  finish(&m);
  v.x[2] = QUIET_NAN;
  look_x(&m, &v, 127, -6);
  assert_int_equal(q_of(&m, 2), 0);
  finish(&m);
  v.special = GCIM_MX_INF_TOP;
  v.x[2] = INFINITE | 0x8000;
  look_x(&m, &v, 254, 121);
  assert_int_equal(q_of(&m, 2), -127);
  assert_int_equal(q_of(&m, 3), 0);
  macro_free(&m);
}

/* A NaN stays in its sum, and goes with first = 1. */
static void test_mx_macro_nan_block(void **state) {
  (void)state;
  macro_t m = macro_new("config=e3m2"); /* RUNNING, 8 lanes */
  const vector_t one = only(OP_FLOAT, ONE);
  vector_t nan = only(OP_GIVEN, 12);
  nan.host = 255;
  const vector_t begin = part_of(one, 1, 0), middle = part_of(nan, 0, 0);
  const vector_t end = part_of(one, 0, 1);
  write_block(&m, 0, 1, 0);
  run(&m, &begin);
  look_x(&m, &middle, 255, 124);
  assert_int_equal(q_of(&m, 0), 0);
  finish(&m);
  run(&m, &end);
  assert_result(&m, 0, NAN32, NXA, 0); /* E went up to 124: what was there is lost */
  run(&m, &one);
  assert_result(&m, 0, 0x41000000, 0, 0); /* 8.0 */
  nan.y_nan = GCIM_NAN_ONES;
  run(&m, &nan);
  assert_result(&m, 0, 0x7fffffff, 0, 0);
  macro_free(&m);
}

/* ---- MX_OP_GIVEN ---- */

/* config=e2m3: code 3f is -1.875 * 4: -7.5, 60 units of 2^-3; code 20 is -0. */
static void test_mx_macro_given_elements(void **state) {
  (void)state;
  macro_t m = macro_new("config=e2m3");
  vector_t v = only(OP_GIVEN, 0xffff);
  v.host = 100;
  v.x[1] = 0xff20; /* bits above the element do not matter */
  v.x[2] = 0x0001;
  write_block(&m, 0, 1, 0);
  look_x(&m, &v, 100, -30);
  assert_int_equal(q_of(&m, 0), -60);
  assert_int_equal(q_of(&m, 1), 0);
  assert_int_equal(q_of(&m, 2), 1);
  macro_free(&m);
}

/* ---- MX_OP_INT ---- */

/* XBits 10 of 16: the low ones, two's complement. */
static void test_mx_macro_integers(void **state) {
  (void)state;
  macro_t m = macro_new("");
  vector_t v = only(OP_INT, 0);
  v.x[0] = 0xfc01;
  v.x[1] = 0x0200;
  v.x[2] = 0x03ff;
  v.host = 255; /* does not matter, nor do special codes */
  v.x[3] = INFINITE;
  write_block(&m, 0, -2, 0);
  look_x(&m, &v, 127, 0);
  assert_int_equal(q_of(&m, 0), 1);
  assert_int_equal(q_of(&m, 1), -512);
  assert_int_equal(q_of(&m, 2), -1);
  assert_int_equal(q_of(&m, 3), -128); /* the low bits of 7f80 are 380 */
  finish(&m);
  run(&m, &v);
  assert_int_equal(acc_of(&m, 0), 1280);
  assert_result(&m, 0, 0x44a00000, 0, 0);
  macro_free(&m);
}

/* ---- MX_OP_ALIGN ---- */

/* XBits 10: 1.0 under the reference 127 is 2^8 units of 2^-8. */
static void test_mx_macro_aligned(void **state) {
  (void)state;
  static const int plus[6] = {0, 1, 0, 0, 1, 1}, minus[6] = {0, -1, 0, -1, 0, -1};
  macro_t m = macro_new("");
  vector_t v = only(OP_ALIGN, ONE);
  v.x[1] = 0x3fff; /* 255/128 */
  v.x[2] = 0x3b00; /* 2^-9: half a unit */
  v.x[3] = 0xbb00;
  write_block(&m, 0, 1, 0);
  for (v.rnd = 0; v.rnd < 6; v.rnd++) {
    look_x(&m, &v, 127, -8);
    assert_int_equal(q_of(&m, 0), 256);
    assert_int_equal(q_of(&m, 1), 510);
    assert_int_equal(q_of(&m, 2), plus[v.rnd]);
    assert_int_equal(q_of(&m, 3), minus[v.rnd]);
    finish(&m);
  }
  v = only(OP_ALIGN, 0x8000);
  look_x(&m, &v, 127, -135); /* nothing counts: reference 0 */
  macro_free(&m);
}

/* Specials: a NaN unless MX_SAT or MX_IGNORE reads them as numbers. The reference is that of the
 * numbers. */
static void test_mx_macro_aligned_specials(void **state) {
  (void)state;
  macro_t m = macro_new("");
  vector_t v = only(OP_ALIGN, ONE);
  v.x[1] = INFINITE;
  v.x[2] = QUIET_NAN;
  write_block(&m, 0, 1, 0);
  for (v.special = 0; v.special < 5; v.special++) {
    if (v.special != GCIM_MX_SAT && v.special != GCIM_MX_IGNORE) {
      look_x(&m, &v, 127, -8);
      assert_int_equal(q_of(&m, 0), 0);
      finish(&m);
      run(&m, &v);
      assert_result(&m, 0, NAN32, 0, 0);
    }
  }
  v.special = GCIM_MX_SAT;
  look_x(&m, &v, 127, 119); /* reference 254 */
  assert_int_equal(q_of(&m, 1), 510);
  assert_int_equal(q_of(&m, 2), 0);
  finish(&m);
  v.special = GCIM_MX_IGNORE;
  look_x(&m, &v, 127, 120); /* 255 is an exponent like others */
  assert_int_equal(q_of(&m, 1), 256);
  assert_int_equal(q_of(&m, 2), 384);
  macro_free(&m);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_mx_macro_all_ones),
      cmocka_unit_test(test_mx_macro_conversion_modes),
      cmocka_unit_test(test_mx_macro_specials),
      cmocka_unit_test(test_mx_macro_nan_block),
      cmocka_unit_test(test_mx_macro_given_elements),
      cmocka_unit_test(test_mx_macro_integers),
      cmocka_unit_test(test_mx_macro_aligned),
      cmocka_unit_test(test_mx_macro_aligned_specials),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
