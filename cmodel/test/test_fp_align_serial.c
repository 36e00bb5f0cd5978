/* fp_align_serial: cycles, sentences 1 to 5. Streams by hand: test_fp_align_serial_hand.c, against
 * exact arithmetic: test_fp_align_serial_exact.c. */
#include "helper_serial.h"

/* Digit k of every lane, lane 0 in the low bits. */
static int example_digits(int k) {
  static const int rows[3][5] = {{1, 3, 3, 0, 0}, {1, 2, 3, 1, 0}, {0, 0, 3, 3, 0}};
  int digits = 0;
  for (int i = 0; i < 5; i++) {
    digits |= rows[k][i] << (2 * i);
  }
  return digits;
}

/* 11: floor(d / 2) = 0, 0, 1, 1; lane 4 never. */
static int example_started(int k) {
  return k == 0 ? 0x3 : 0xf;
}

static void assert_silent(dut_t *d, bool ready) {
  assert_int_equal(get(d, "st_ready"), ready);
  assert_int_equal(get(d, "dg_valid"), 0);
  assert_int_equal(cares(d, "st_ready"), 1);
  assert_int_equal(cares(d, "dg_valid"), 1);
  assert_int_equal(cares(d, "dg_digits") + cares(d, "dg_ref") + cares(d, "dg_first") +
                       cares(d, "dg_last") + cares(d, "tap_started"),
                   0);
}

static void assert_digit(dut_t *d, int k) {
  assert_int_equal(get(d, "st_ready"), 0);
  assert_int_equal(get(d, "dg_valid"), 1);
  assert_int_equal(cares(d, "dg_digits") && cares(d, "dg_ref") && cares(d, "dg_first") &&
                       cares(d, "dg_last") && cares(d, "tap_started"),
                   1);
  assert_int_equal(get(d, "dg_digits"), example_digits(k));
  assert_int_equal(get(d, "dg_ref"), 9);
  assert_int_equal(get(d, "dg_first"), k == 0);
  assert_int_equal(get(d, "dg_last"), k == 2);
  assert_int_equal(get(d, "tap_started"), example_started(k));
}

/* ---- 1, 2, 3, 4: cycles ---- */

static void test_fp_align_serial_cycles(void **state) {
  (void)state;
  dut_t d = dut_new("fp_align_serial", "config=e4m3");
  put(&d, "dg_ready", 1);
  tick(&d);
  assert_silent(&d, true);
  const int e = start_group(&d, example, false);
  assert_int_equal(e, 1);
  tick(&d); /* e + 1: the largest exponent is found */
  assert_silent(&d, false);
  for (int k = 0; k < 3; k++) {
    tick(&d); /* e + 2 + k */
    assert_digit(&d, k);
  }
  tick(&d); /* e + 5: the last digit was taken at e + 4 */
  assert_int_equal(d.edge - 1, e + 5);
  assert_silent(&d, true);
  dut_free(&d);
}

/* The group of the next accept is at the edge at which st_ready is back: e + 2 + T. */
static void test_fp_align_serial_next_group_at_once(void **state) {
  (void)state;
  dut_t d = dut_new("fp_align_serial", "config=e4m3");
  put(&d, "dg_ready", 1);
  const int e = start_group(&d, example, false);
  put(&d, "st_valid", 1); /* waits, refused at e + 1 .. e + 4 */
  put_group(&d, example, false);
  while (d.edge <= e + 5) {
    tick(&d);
  }
  assert_int_equal(get(&d, "st_ready"), 1); /* e + 5 */
  put(&d, "st_valid", 0);
  tick(&d);
  assert_silent(&d, false);
  tick(&d);
  assert_digit(&d, 0);
  dut_free(&d);
}

/* 3: a digit stays until it is taken; the pins of st do not matter meanwhile. */
static void test_fp_align_serial_digit_waits(void **state) {
  (void)state;
  dut_t d = dut_new("fp_align_serial", "config=e4m3");
  start_group(&d, example, false);
  tick(&d);
  for (int k = 0; k < 3; k++) {
    for (int wait = 0; wait < 1 + 2 * k; wait++) {
      put(&d, "st_valid", wait % 2 == 0 ? 1 : 0);
      put(&d, "dg_ready", 0);
      tick(&d);
      assert_digit(&d, k);
    }
    put(&d, "dg_ready", 1);
    tick(&d);
    assert_digit(&d, k);
  }
  put(&d, "st_valid", 0);
  tick(&d);
  assert_silent(&d, true);
  dut_free(&d);
}

/* dg_ready before there is a digit takes nothing: three digits still come. */
static void test_fp_align_serial_early_ready(void **state) {
  (void)state;
  dut_t d = dut_new("fp_align_serial", "config=e4m3");
  put(&d, "dg_ready", 1);
  tick(&d);
  start_group(&d, example, false);
  tick(&d);
  put(&d, "dg_ready", 0);
  tick(&d);
  assert_digit(&d, 0);
  tick(&d);
  assert_digit(&d, 0);
  dut_free(&d);
}

/* ---- 5: reset ---- */

/* Reset `after` edges from the accept, the first digit taken at e + 2. */
static void reset_after(int after) {
  dut_t d = dut_new("fp_align_serial", "config=e4m3");
  put(&d, "dg_ready", 1);
  start_group(&d, example, false);
  for (int i = 0; i < after; i++) {
    tick(&d);
  }
  assert_int_equal(gcim_model_busy(d.model), 1);
  put(&d, "st_valid", 1);
  tick_reset(&d); /* nothing is accepted under reset */
  assert_silent(&d, true);
  assert_int_equal(gcim_model_busy(d.model), 0);
  put(&d, "st_valid", 0);
  for (int i = 0; i < 6; i++) {
    tick(&d);
    assert_silent(&d, true);
  }
  start_group(&d, example, false); /* and starts from digit 0 */
  tick(&d);
  for (int k = 0; k < 3; k++) {
    tick(&d);
    assert_digit(&d, k);
  }
  dut_free(&d);
}

static void test_fp_align_serial_reset(void **state) {
  (void)state;
  for (int after = 0; after <= 3; after++) { /* finding, then digits 0 to 2 */
    reset_after(after);
  }
}

static void test_fp_align_serial_busy(void **state) {
  (void)state;
  dut_t d = dut_new("fp_align_serial", "config=e4m3");
  put(&d, "dg_ready", 1);
  assert_int_equal(gcim_model_busy(d.model), 0);
  start_group(&d, example, false);
  for (int i = 0; i < 4; i++) {
    assert_int_equal(gcim_model_busy(d.model), 1);
    tick(&d);
  }
  assert_int_equal(gcim_model_busy(d.model), 0); /* the last digit was taken at e + 4 */
  dut_free(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fp_align_serial_cycles),
      cmocka_unit_test(test_fp_align_serial_next_group_at_once),
      cmocka_unit_test(test_fp_align_serial_digit_waits),
      cmocka_unit_test(test_fp_align_serial_early_ready),
      cmocka_unit_test(test_fp_align_serial_reset),
      cmocka_unit_test(test_fp_align_serial_busy),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
