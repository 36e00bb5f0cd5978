/* fp_macro: cycles, sentences 1 to 6, and don't-cares, 13. Numbers by hand: test_fp_macro_hand.c;
 * against exact rationals: test_fp_macro_exact.c.
 *
 * Most tests: config=finite with one row, x of E2M1 (code 2 = 1.0), XBits 5: the taps of x at e +
 * 2, tap_acc at e + 10, the result from e + 11 on. 1.0 is 8 units of 2^-3; with exponent 0 a unit
 * of the weight is 1, so the result is w. Y is E3M2 of bias 3, codes E << 2 | T. */
#include "helper_fp_macro.h"

static const char *const one_row = "config=finite Rows=1 Cols=1";

static macro_t loaded(int w) {
  macro_t m = macro_new(one_row);
  write_same(&m, w, 0);
  return m;
}

static const vector_t unit = {.x = {2}, .policy = {.nan = GCIM_NAN_ZERO}};
static const vector_t unit_kept = {.x = {2}, .keep = 1, .policy = {.nan = GCIM_NAN_ZERO}};

static void assert_shown(const macro_t *m, bool x, bool acc, bool rs) {
  assert_int_equal(cares(&m->d, "tap_x_q"), x);
  assert_int_equal(cares(&m->d, "tap_x_unit"), x);
  assert_int_equal(cares(&m->d, "tap_x_lost"), x);
  assert_int_equal(cares(&m->d, "tap_acc"), acc);
  assert_result_shown(&m->d, rs);
}

/* ---- 3, 4, 5 ---- */

/* w = 3, exponent 0: acc = 24, result 3.0 = 1.1 * 2^1: E = 4, T = 2. */
static void test_fp_macro_cycles(void **state) {
  (void)state;
  macro_t m = loaded(3);
  tick(&m.d);
  assert_idle(&m.d);
  put(&m.d, "rs_ready", 0);
  const int e = start(&m, &unit);
  for (int edge = e + 1; edge <= e + 15; edge++) {
    tick(&m.d);
    assert_readies(&m.d, 0);
    assert_shown(&m, edge == e + 2, edge == e + 10, edge >= e + 11);
    if (edge == e + 2) {
      assert_int_equal(get_signed(&m.d, "tap_x_q", 0, 5), 8);
      assert_int_equal(get(&m.d, "tap_x_unit"), 1);
      assert_int_equal(get(&m.d, "tap_x_lost"), 0);
    }
    if (edge == e + 10) {
      assert_int_equal(acc_of(&m, 0), 24);
    }
    if (edge >= e + 11) {
      assert_int_equal(result(&m, 0), 4 << 2 | 2);
      assert_int_equal(get(&m.d, "rs_flags"), 0);
      assert_int_equal(get(&m.d, "rs_below"), 0);
    }
  }
  put(&m.d, "rs_ready", 1);
  tick(&m.d); /* t */
  assert_shown(&m, false, false, true);
  tick(&m.d); /* t + 1 */
  assert_idle(&m.d);
  macro_free(&m);
}

/* rs_ready before there is a result takes nothing; taken at e + 11, idle at e + 12. */
static void test_fp_macro_taken_at_once(void **state) {
  (void)state;
  macro_t m = loaded(3);
  const int e = start(&m, &unit);
  tick_to(&m.d, e + 11);
  assert_shown(&m, false, false, true);
  assert_int_equal(start(&m, &unit), e + 12);
  macro_free(&m);
}

/* XBits of other configurations: e + XBits + 5 and + 6. */
static void test_fp_macro_latencies(void **state) {
  (void)state;
  static const char *const configs[] = {"", "config=bf16", "config=e4m3", "config=e5m2",
                                        "config=one"};
  static const int x_bits[] = {12, 9, 4, 8, 2};
  for (int i = 0; i < 5; i++) {
    macro_t m = macro_new(configs[i]);
    write_same(&m, 1, 0);
    const vector_t zeros = {.keep = 0};
    const int e = start(&m, &zeros);
    for (int edge = e + 1; edge <= e + x_bits[i] + 6; edge++) {
      tick(&m.d);
      assert_shown(&m, edge == e + 2, edge == e + x_bits[i] + 5, edge == e + x_bits[i] + 6);
    }
    macro_free(&m);
  }
}

/* ---- 1, 2, 3: writes ---- */

/* Refused from e + 1 until the result was taken: the weight and the exponent stay. */
static void test_fp_macro_writes_refused(void **state) {
  (void)state;
  macro_t m = loaded(2);
  run(&m, &unit);
  assert_int_equal(result(&m, 0), 4 << 2); /* 2.0 */
  const int e = start(&m, &unit);
  put_row(&m, 0, (const int[]){3});
  put_exponents(&m, (const int[]){1});
  tick_to(&m.d, e + 11);
  no_writes(&m.d);
  run(&m, &unit);
  assert_int_equal(result(&m, 0), 4 << 2);
  macro_free(&m);
}

/* Writes of the accepting edge count. */
static void test_fp_macro_writes_with_start(void **state) {
  (void)state;
  macro_t m = loaded(2);
  put_row(&m, 0, (const int[]){3});
  put_exponents(&m, (const int[]){1});
  const int e = start(&m, &unit);
  no_writes(&m.d);
  tick_to(&m.d, e + 11);
  assert_int_equal(result(&m, 0), 5 << 2 | 2); /* 6.0 */
  macro_free(&m);
}

/* Rows = 5, addresses of 3 bits: 5 to 7 are accepted and write nothing. */
static void test_fp_macro_row_out_of_range(void **state) {
  (void)state;
  macro_t m = macro_new("config=e4m3");
  const vector_t v = {.x = {0x38, 0x38, 0x38, 0x38, 0x38}}; /* 1.0: 4 units */
  write_same(&m, 1, 0);
  for (int row = 5; row < 8; row++) {
    write_row(&m, row, (const int[]){7, 7, 7});
  }
  const int e = start(&m, &v);
  tick_to(&m.d, e + 9);
  for (int c = 0; c < 3; c++) {
    assert_int_equal(acc_of(&m, c), 5 * 4);
  }
  macro_free(&m);
}

/* ---- 6: reset ---- */

/* Reset `after` edges from the accept of a kept vector: the accumulator is 0 again, its overflow
 * forgotten, weights and exponents stay. */
static void reset_after(int after) {
  macro_t m = macro_new("config=finite Rows=1 Cols=1 AccWidth=6");
  write_same(&m, 3, 0);
  run(&m, &unit);                            /* acc = 24 */
  run(&m, &unit_kept);                       /* 48 does not fit -32..31 */
  assert_int_equal(flags_of(&m, 0), 64 + 0); /* -16: -2.0 */
  put(&m.d, "rs_ready", 0);
  start(&m, &unit_kept);
  for (int i = 0; i < after; i++) {
    tick(&m.d);
  }
  put_row(&m, 0, (const int[]){1});
  put_exponents(&m, (const int[]){1});
  reset_refuses(&m.d, 13);
  put(&m.d, "rs_ready", 1);
  run(&m, &unit_kept);
  assert_int_equal(result(&m, 0), 4 << 2 | 2); /* 3.0 */
  assert_int_equal(flags_of(&m, 0), 0);
  macro_free(&m);
}

static void test_fp_macro_reset(void **state) {
  (void)state;
  for (int after = 0; after <= 12; after++) {
    reset_after(after);
  }
}

/* ---- 13: don't-care ---- */

/* Run a vector; do its columns count? The taps of x and rs_below always do. */
static bool counts(macro_t *m, const vector_t *v) {
  const int e = start(m, v);
  tick_to(&m->d, e + 2);
  assert_int_equal(cares(&m->d, "tap_x_q") && cares(&m->d, "tap_x_unit"), 1);
  tick_to(&m->d, e + m->x_bits + 5);
  const bool acc = cares(&m->d, "tap_acc");
  tick_to(&m->d, e + m->x_bits + 6);
  assert_int_equal(get(&m->d, "rs_valid") && cares(&m->d, "rs_below"), 1);
  assert_int_equal(cares(&m->d, "rs_y"), acc);
  assert_int_equal(cares(&m->d, "rs_flags"), acc);
  return acc;
}

static void test_fp_macro_unknown_weights(void **state) {
  (void)state;
  macro_t m = macro_new("config=finite Rows=2 Cols=1");
  const int w[1] = {1};
  assert_false(counts(&m, &unit)); /* nothing written */
  write_exponents(&m, w);
  write_row(&m, 1, w);
  assert_false(counts(&m, &unit)); /* row 0 is missing, x[1] = 0 does not matter */
  write_row(&m, 0, w);
  assert_false(counts(&m, &unit_kept)); /* kept since */
  assert_false(counts(&m, &unit_kept));
  assert_true(counts(&m, &unit));
  assert_true(counts(&m, &unit_kept));
  tick_reset(&m.d); /* does not unwrite */
  assert_true(counts(&m, &unit_kept));
  assert_int_equal(gcim_model_clear(m.d.model), GCIM_OK);
  assert_false(counts(&m, &unit));
  tick_reset(&m.d); /* the accumulator is known again, the rows are not */
  assert_false(counts(&m, &unit_kept));
  macro_free(&m);
}

static void test_fp_macro_unknown_exponents(void **state) {
  (void)state;
  macro_t m = macro_new(one_row);
  write_row(&m, 0, (const int[]){1});
  assert_false(counts(&m, &unit));
  write_exponents(&m, (const int[]){0});
  assert_false(counts(&m, &unit_kept));
  tick_reset(&m.d); /* clears the accumulator */
  assert_true(counts(&m, &unit_kept));
  macro_free(&m);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fp_macro_cycles),
      cmocka_unit_test(test_fp_macro_taken_at_once),
      cmocka_unit_test(test_fp_macro_latencies),
      cmocka_unit_test(test_fp_macro_writes_refused),
      cmocka_unit_test(test_fp_macro_writes_with_start),
      cmocka_unit_test(test_fp_macro_row_out_of_range),
      cmocka_unit_test(test_fp_macro_reset),
      cmocka_unit_test(test_fp_macro_unknown_weights),
      cmocka_unit_test(test_fp_macro_unknown_exponents),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
