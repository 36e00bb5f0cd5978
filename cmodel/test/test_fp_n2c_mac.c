/* fp_n2c_mac: cycles, sentences 1 to 5, and results by hand. Against exact arithmetic:
 * test_fp_n2c_mac_exact.c. */
#include "helper.h"

/* Most tests: two rows, one column, digits of two bits, runs of at most three. */
static const char *const small = "Rows=2 Cols=1 MaxDigits=3 MagBits=3";

/* Offer a beat: digits of rows 0 and 1, weights (negative, magnitude). */
static void put_beat(dut_t *d, int digit0, int digit1, int last) {
  put(d, "dg_valid", 1);
  put(d, "dg_digits", (uint64_t)(digit0 | digit1 << 2));
  put(d, "dg_last", (uint64_t)last);
}

static void put_weights(dut_t *d, int neg0, int mag0, int neg1, int mag1) {
  put(d, "dg_w_neg", (uint64_t)(neg0 | neg1 << 1));
  put(d, "dg_w_mag", (uint64_t)(mag0 | mag1 << 3));
}

static void assert_waits(const dut_t *d) {
  assert_int_equal(get(d, "dg_ready"), 1);
  assert_int_equal(get(d, "rs_valid"), 0);
  assert_int_equal(cares(d, "dg_ready") && cares(d, "rs_valid"), 1);
  assert_int_equal(
      cares(d, "rs_acc") + cares(d, "rs_digits") + cares(d, "tap_raw") + cares(d, "tap_comp"), 0);
}

static void assert_result(const dut_t *d, int acc, int digits) {
  assert_int_equal(get(d, "dg_ready"), 0);
  assert_int_equal(get(d, "rs_valid"), 1);
  assert_int_equal(
      cares(d, "rs_acc") && cares(d, "rs_digits") && cares(d, "tap_raw") && cares(d, "tap_comp"),
      1);
  assert_int_equal(get_signed(d, "rs_acc", 0, (int)gcim_card_value(d->card, "AccBits")), acc);
  assert_int_equal(get(d, "rs_digits"), digits);
}

/* ---- 1, 2, 4: cycles ---- */

/* Row 0: 01 10 = 6, row 1: 11 01 = -3; weights +5 and -7: 30 + 21 = 51.
 * n = 4: U = 14 and 5; raw = 14 * 5 + (15 - 5) * 7 = 140; comp = 8 * 12 - 7 = 89. */
static void test_fp_n2c_mac_cycles(void **state) {
  (void)state;
  dut_t d = dut_new("fp_n2c_mac", small);
  put(&d, "rs_ready", 1);
  put_weights(&d, 0, 5, 1, 7);
  put_beat(&d, 1, 3, 0);
  tick(&d);
  assert_waits(&d);
  put(&d, "dg_valid", 0); /* digits need not follow each other */
  tick(&d);
  tick(&d);
  assert_waits(&d);
  put_weights(&d, 1, 1, 0, 2); /* 3: of later beats not read */
  put_beat(&d, 2, 1, 1);
  tick(&d); /* edge e: the last beat */
  assert_waits(&d);
  put(&d, "dg_valid", 0);
  put(&d, "rs_ready", 0);
  for (int i = 0; i < 3; i++) {
    tick(&d); /* from e + 1 on */
    assert_result(&d, 51, 2);
    assert_int_equal(get(&d, "tap_raw"), 140);
    assert_int_equal(get_signed(&d, "tap_comp", 0, 11), 89); /* AccBits = 6 + 3 + 1 + 1 */
  }
  put(&d, "rs_ready", 1);
  tick(&d); /* edge t: taken */
  assert_result(&d, 51, 2);
  tick(&d); /* t + 1 */
  assert_waits(&d);
  dut_free(&d);
}

/* 2: a beat at the edge that takes the result is refused; the next run starts at t + 1. */
static void test_fp_n2c_mac_refused_while_a_result_waits(void **state) {
  (void)state;
  dut_t d = dut_new("fp_n2c_mac", small);
  put_weights(&d, 0, 1, 0, 1);
  put_beat(&d, 1, 1, 1);
  tick(&d);
  put_beat(&d, 2, 3, 1); /* -2 - 1, offered until it is accepted */
  tick(&d);
  assert_result(&d, 2, 1);
  put(&d, "rs_ready", 1);
  tick(&d);
  assert_result(&d, 2, 1);
  tick(&d);
  assert_waits(&d); /* accepted here */
  put(&d, "dg_valid", 0);
  tick(&d);
  assert_result(&d, -3, 1);
  tick(&d);
  assert_waits(&d);
  dut_free(&d);
}

/* 1: the third of at most three beats ends the run although its last is 0; a fourth starts anew. */
static void test_fp_n2c_mac_limit(void **state) {
  (void)state;
  dut_t d = dut_new("fp_n2c_mac", small);
  put(&d, "rs_ready", 1);
  put_weights(&d, 0, 7, 1, 7);
  put_beat(&d, 2, 1, 0);
  tick(&d);
  put_beat(&d, 0, 3, 0);
  tick(&d);
  put_beat(&d, 0, 3, 0);
  tick(&d);
  put_weights(&d, 1, 3, 0, 1);
  put_beat(&d, 1, 0, 1);
  tick(&d);
  assert_result(&d, 7 * (-32 - 31), 3); /* 10 00 00 and 01 11 11 */
  tick(&d);
  assert_waits(&d);
  put(&d, "dg_valid", 0);
  tick(&d);
  assert_result(&d, -3, 1);
  dut_free(&d);
}

/* 1: with MaxDigits = 1 every beat is a run. */
static void test_fp_n2c_mac_runs_of_one(void **state) {
  (void)state;
  dut_t d = dut_new("fp_n2c_mac", "config=least"); /* one bit: 0 or -1, times +-1 */
  put(&d, "rs_ready", 1);
  put(&d, "dg_valid", 1);
  for (int i = 0; i < 16; i++) {
    put(&d, "dg_digits", (uint64_t)(i & 1));
    put(&d, "dg_last", (uint64_t)(i >> 3));
    put(&d, "dg_w_neg", (uint64_t)(i >> 1 & 1));
    put(&d, "dg_w_mag", (uint64_t)(i >> 2 & 1));
    tick(&d);
    assert_waits(&d);
    tick(&d);
    assert_result(&d, -(i & 1) * (i >> 2 & 1) * ((i >> 1 & 1) != 0 ? -1 : 1), 1);
  }
  dut_free(&d);
}

/* ---- 5: reset ---- */

static void test_fp_n2c_mac_reset(void **state) {
  (void)state;
  for (int beats = 0; beats <= 2; beats++) { /* idle, running, a result waits */
    dut_t d = dut_new("fp_n2c_mac", small);
    put_weights(&d, 1, 7, 1, 7);
    for (int i = 0; i < beats; i++) {
      put_beat(&d, 1, 2, i);
      tick(&d);
    }
    assert_int_equal(gcim_model_busy(d.model), beats == 2);
    put_beat(&d, 3, 3, 1);
    tick_reset(&d); /* not accepted */
    assert_waits(&d);
    put(&d, "dg_valid", 0);
    tick(&d);
    assert_waits(&d);
    put_weights(&d, 0, 2, 1, 4); /* a run from its first beat on: 0110 = 6, 1001 = -7 */
    put_beat(&d, 1, 2, 0);
    tick(&d);
    put_beat(&d, 2, 1, 1);
    tick(&d);
    put(&d, "dg_valid", 0);
    tick(&d);
    assert_result(&d, 6 * 2 + 7 * 4, 2);
    dut_free(&d);
  }
}

/* A run without its last beat waits for the caller. */
static void test_fp_n2c_mac_busy(void **state) {
  (void)state;
  dut_t d = dut_new("fp_n2c_mac", small);
  put_beat(&d, 1, 2, 0);
  tick(&d);
  assert_int_equal(gcim_model_busy(d.model), 0);
  put_beat(&d, 1, 2, 1);
  tick(&d);
  assert_int_equal(gcim_model_busy(d.model), 1);
  put(&d, "dg_valid", 0);
  put(&d, "rs_ready", 1);
  tick(&d);
  assert_int_equal(gcim_model_busy(d.model), 0);
  dut_free(&d);
}

/* ---- 10: minus zero ---- */

/* L = -8 and 7: whatever the sign of a weight of 0, it adds nothing, also not to the taps. */
static void test_fp_n2c_mac_minus_zero(void **state) {
  (void)state;
  for (int neg = 0; neg < 2; neg++) {
    dut_t d = dut_new("fp_n2c_mac", small);
    put_weights(&d, neg, 0, 1, 7);
    put_beat(&d, 2, 1, 0);
    tick(&d);
    put_beat(&d, 0, 3, 1);
    tick(&d);
    put(&d, "dg_valid", 0);
    tick(&d);
    assert_result(&d, -49, 2);
    assert_int_equal(get(&d, "tap_raw"), 0);                 /* row 1: 15 - 15 */
    assert_int_equal(get_signed(&d, "tap_comp", 0, 11), 49); /* 8 * 7 - 7 */
    dut_free(&d);
  }
}

/* ---- coverage ---- */

static void test_fp_n2c_mac_coverage(void **state) {
  (void)state;
  dut_t d = dut_new("fp_n2c_mac", small);
  const uint64_t before = hits(&d, "reset.idle"); /* a new model was reset */
  put(&d, "rs_ready", 1);
  put_weights(&d, 0, 0, 1, 0);
  put_beat(&d, 0, 0, 1);
  tick(&d);
  tick(&d); /* refused; the result is taken */
  put_weights(&d, 1, 7, 1, 6);
  for (int i = 0; i < 3; i++) {
    put_beat(&d, 0, i, 0);
    tick(&d);
  }
  put_weights(&d, 0, 1, 0, 7);
  tick(&d); /* refused */
  tick(&d);
  put(&d, "dg_valid", 0);
  assert_int_equal(gcim_model_reset(d.model), GCIM_OK);
  assert_int_equal(gcim_model_reset(d.model), GCIM_OK);
  assert_int_equal(hits(&d, "run.one_digit"), 1);
  assert_int_equal(hits(&d, "run.several"), 1);
  assert_int_equal(hits(&d, "run.ended_by_limit"), 1);
  assert_int_equal(hits(&d, "run.all_digits_zero"), 1);
  assert_int_equal(hits(&d, "weight.zero"), 1);
  assert_int_equal(hits(&d, "weight.minus_zero"), 1);
  assert_int_equal(hits(&d, "weight.positive"), 1);
  assert_int_equal(hits(&d, "weight.negative"), 1);
  assert_int_equal(hits(&d, "weight.largest"), 2);
  assert_int_equal(hits(&d, "beat.accepted_first"), 3);
  assert_int_equal(hits(&d, "beat.accepted_later"), 2);
  assert_int_equal(hits(&d, "beat.refused"), 2);
  assert_int_equal(hits(&d, "reset.running"), 1);
  assert_int_equal(hits(&d, "reset.idle"), before + 1);
  put_beat(&d, 0, 0, 1);
  tick(&d);
  assert_int_equal(gcim_model_reset(d.model), GCIM_OK);
  assert_int_equal(hits(&d, "reset.result_waiting"), 1);
  dut_free(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fp_n2c_mac_cycles),
      cmocka_unit_test(test_fp_n2c_mac_refused_while_a_result_waits),
      cmocka_unit_test(test_fp_n2c_mac_limit),
      cmocka_unit_test(test_fp_n2c_mac_runs_of_one),
      cmocka_unit_test(test_fp_n2c_mac_reset),
      cmocka_unit_test(test_fp_n2c_mac_busy),
      cmocka_unit_test(test_fp_n2c_mac_minus_zero),
      cmocka_unit_test(test_fp_n2c_mac_coverage),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
