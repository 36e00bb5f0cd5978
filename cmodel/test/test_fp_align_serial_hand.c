/* fp_align_serial: sentences 6 to 11 on groups worked out by hand, and coverage. */
#include "helper_serial.h"

/* ---- 6 to 11 ---- */

/* 7: dmax = 3: T = ceil((4 + 1 + 3) / 2) = 4, n = 8: 10 * 2^3, -8 * 2^2, -1 * 2^0, 15 * 2. */
static void test_fp_align_serial_accurate(void **state) {
  (void)state;
  int digits;
  int64_t streams[5];
  dut_t d = dut_new("fp_align_serial", "config=e4m3");
  run_small(&d, example, 5, true, &digits, streams);
  assert_int_equal(digits, 4);
  assert_int_equal(streams[0], 80);
  assert_int_equal(streams[1], 256 - 32);
  assert_int_equal(streams[2], 256 - 1);
  assert_int_equal(streams[3], 30);
  assert_int_equal(streams[4], 0);
  dut_free(&d);
}

/* 6, 7, 8: no lane counts: reference 0, whatever the exponents; T = ceil(5 / 2) accurate, 3 short;
 * streams of 0. */
static void test_fp_align_serial_all_zero(void **state) {
  (void)state;
  static const lane_in_t zeros[5] = {{1, 9, 0}, {0, 15, 0}, {1, 0, 0}, {0, 1, 0}, {1, 3, 0}};
  for (int accurate = 0; accurate < 2; accurate++) {
    int digits;
    int64_t streams[5];
    dut_t d = dut_new("fp_align_serial", "config=e4m3");
    run_small(&d, zeros, 5, accurate != 0, &digits, streams);
    assert_int_equal(get(&d, "dg_ref"), 0);
    assert_int_equal(get(&d, "tap_started"), 0);
    assert_int_equal(digits, 3);
    for (int i = 0; i < 5; i++) {
      assert_int_equal(streams[i], 0);
    }
    dut_free(&d);
  }
}

/* config=one (SigBits 2, AlignedBits 2, Digit 1: n = 2): +-3 / 2 rounds down. */
static void test_fp_align_serial_least(void **state) {
  (void)state;
  int digits;
  int64_t stream;
  dut_t d = dut_new("fp_align_serial", "config=one");
  run_small(&d, (const lane_in_t[]){{0, 1, 3}}, 1, false, &digits, &stream);
  assert_int_equal(digits, 2);
  assert_int_equal(stream, 1);
  assert_int_equal(get(&d, "dg_ref"), 1);
  run_small(&d, (const lane_in_t[]){{1, 0, 3}}, 1, false, &digits, &stream);
  assert_int_equal(stream, 4 - 2);
  assert_int_equal(get(&d, "dg_ref"), 0);
  run_small(&d, (const lane_in_t[]){{1, 0, 3}}, 1, true, &digits, &stream);
  assert_int_equal(digits, 3);
  assert_int_equal(stream, 8 - 3);
  dut_free(&d);
}

/* 11 with Digit 1 and a lane that the short stream never reaches: d = 5, T = 4. */
static void test_fp_align_serial_started(void **state) {
  (void)state;
  static const lane_in_t lanes[3] = {{0, 7, 1}, {1, 2, 3}, {0, 5, 2}};
  dut_t d = dut_new("fp_align_serial", "Lanes=3 ExpBits=3 SigBits=2 AlignedBits=4 Digit=1");
  put(&d, "dg_ready", 1);
  start_group(&d, lanes, false);
  tick(&d);
  static const int started[4] = {1, 1, 5, 5};
  for (int k = 0; k < 4; k++) {
    tick(&d);
    assert_int_equal(get(&d, "tap_started"), started[k]);
  }
  assert_int_equal(get(&d, "dg_last"), 1);
  start_group(&d, lanes, true); /* T = 2 + 1 + 5 */
  tick(&d);
  for (int k = 0; k < 8; k++) {
    tick(&d);
    assert_int_equal(get(&d, "tap_started"), k < 2 ? 1 : k < 5 ? 5 : 7);
    assert_int_equal(get(&d, "dg_last"), k == 7);
  }
  dut_free(&d);
}

/* ---- coverage ---- */

static void test_fp_align_serial_coverage(void **state) {
  (void)state;
  int digits;
  int64_t streams[5];
  dut_t d = dut_new("fp_align_serial", "config=e4m3");
  run_small(&d, example, 5, false, &digits, streams); /* lane 3: 7.5; lane 2: -1/4 */
  assert_int_equal(hits(&d, "distance.none"), 1);
  assert_int_equal(hits(&d, "distance.one"), 1);
  assert_int_equal(hits(&d, "distance.even"), 1);
  assert_int_equal(hits(&d, "distance.odd"), 1);
  assert_int_equal(hits(&d, "distance.zero_lane"), 1);
  assert_int_equal(hits(&d, "stream.lossy"), 1);
  assert_int_equal(hits(&d, "stream.floored_to_minus_one"), 1);
  run_small(&d, example, 5, true, &digits, streams);
  assert_int_equal(hits(&d, "stream x st_accurate.lossless,1"), 1);
  assert_int_equal(hits(&d, "stream.floored_to_minus_one"), 1);
  /* +8 at d = 6 = n: the countdown does not reach it, and a 1 is lost; the other zeros */
  static const lane_in_t far[5] = {{0, 6, 8}, {0, 0, 8}};
  run_small(&d, far, 5, false, &digits, streams);
  assert_int_equal(hits(&d, "distance.beyond_stream"), 1);
  assert_int_equal(hits(&d, "stream.lossy"), 2);
  assert_int_equal(hits(&d, "stream.floored_to_minus_one"), 1);
  /* -8 at d = 4 is -1 without a loss; -8 at d = 5 is -1/2 */
  static const lane_in_t least[5] = {{1, 9, 8}, {1, 5, 8}};
  run_small(&d, least, 5, false, &digits, streams);
  assert_int_equal(streams[1], 63);
  assert_int_equal(hits(&d, "stream x st_accurate.lossless,0"), 1);
  static const lane_in_t half[5] = {{1, 9, 8}, {1, 4, 8}};
  run_small(&d, half, 5, false, &digits, streams);
  assert_int_equal(streams[1], 63);
  assert_int_equal(hits(&d, "stream x st_accurate.floored_to_minus_one,0"), 2);
  dut_free(&d);
}

static void test_fp_align_serial_handshake_coverage(void **state) {
  (void)state;
  dut_t d = dut_new("fp_align_serial", "config=e4m3");
  const uint64_t before = hits(&d, "reset.idle"); /* a new model was reset */
  assert_int_equal(gcim_model_reset(d.model), GCIM_OK);
  start_group(&d, example, false);
  put(&d, "st_valid", 1);
  tick(&d);
  tick(&d);
  tick(&d);
  assert_int_equal(hits(&d, "start.accepted"), 1);
  assert_int_equal(hits(&d, "start.refused_finding"), 1);
  assert_int_equal(hits(&d, "start.refused_running"), 2);
  assert_int_equal(gcim_model_reset(d.model), GCIM_OK);
  tick(&d); /* accepted */
  assert_int_equal(gcim_model_reset(d.model), GCIM_OK);
  assert_int_equal(hits(&d, "reset.idle"), before + 1);
  assert_int_equal(hits(&d, "reset.finding"), 1);
  assert_int_equal(hits(&d, "reset.running"), 1);
  dut_free(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fp_align_serial_accurate),
      cmocka_unit_test(test_fp_align_serial_all_zero),
      cmocka_unit_test(test_fp_align_serial_least),
      cmocka_unit_test(test_fp_align_serial_started),
      cmocka_unit_test(test_fp_align_serial_coverage),
      cmocka_unit_test(test_fp_align_serial_handshake_coverage),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
