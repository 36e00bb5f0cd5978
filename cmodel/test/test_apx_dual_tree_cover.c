/* What the coverage points of apx_dual_tree count. */
#include "helper_dual.h"

static void test_apx_dual_tree_cover_sums(void **state) {
  (void)state;
  dut_t d = dual_new("");
  send(&d, LAST, 1, 1);
  wait_result(&d);
  send(&d, APPROX, 2, 2); /* even lanes lose nothing */
  send(&d, APPROX | LAST, 4, 2);
  wait_result(&d);
  send(&d, APPROX, 1, 2); /* dropped */
  send(&d, APPROX | FIRST, 1, 2);
  send(&d, APPROX, 2, 2);
  send(&d, APPROX | LAST, 2, 2);
  wait_result(&d);
  assert_int_equal(hits(&d, "sum_length.one"), 1);
  assert_int_equal(hits(&d, "sum_length.two"), 1);
  assert_int_equal(hits(&d, "sum_length.several"), 1);
  assert_int_equal(hits(&d, "sum_length.dropped"), 1);
  assert_int_equal(hits(&d, "result.accurate"), 1);
  assert_int_equal(hits(&d, "result.approx_equal"), 1);
  assert_int_equal(hits(&d, "result.approx_differs"), 1);
  assert_int_equal(hits(&d, "result.after_error"), 0);
  dut_free(&d);
}

static void test_apx_dual_tree_cover_modes(void **state) {
  (void)state;
  dut_t d = dual_new("");
  send(&d, FIRST, 1, 1);
  send(&d, 0, 1, 1);
  send(&d, APPROX, 1, 1);
  send(&d, FIRST | APPROX, 1, 1);
  send(&d, LAST, 1, 1);
  wait_result(&d);
  assert_int_equal(hits(&d, "mode_change.none"), 1);
  assert_int_equal(hits(&d, "mode_change.to_approx"), 1);
  assert_int_equal(hits(&d, "mode_change.to_accurate"), 1);
  assert_int_equal(hits(&d, "result.after_error"), 1);
  dut_free(&d);
}

static void test_apx_dual_tree_cover_requests(void **state) {
  (void)state;
  dut_t d = dual_new("LatAcc=3");
  put(&d, "rs_ready", 0);
  send(&d, 0, 1, 1);
  send(&d, LAST, 1, 1);
  for (int i = 1; i <= 5; i++) { /* the result is visible four edges after the last beat */
    offer(&d, 0, 1, 1);
  }
  assert_int_equal(hits(&d, "start.accepted"), 1);
  assert_int_equal(hits(&d, "start.running"), 1);
  assert_int_equal(hits(&d, "start.refused_flight"), 3);
  assert_int_equal(hits(&d, "start.refused_result"), 2);
  dut_free(&d);
}

static void test_apx_dual_tree_cover_resets(void **state) {
  (void)state;
  dut_t d = dual_new("LatAcc=2");
  const uint64_t idle = hits(&d, "reset.idle"); /* a new model is reset, too */
  tick_reset(&d);
  assert_true(hits(&d, "reset.idle") > idle); /* an edge under reset may reset it twice */
  send(&d, 0, 1, 1);
  tick_reset(&d);
  assert_int_equal(hits(&d, "reset.running"), 1);
  assert_int_equal(hits(&d, "reset.flight"), 1);
  send(&d, 0, 1, 1);
  for (int i = 0; i < 3; i++) {
    tick(&d);
  }
  tick_reset(&d);
  assert_int_equal(hits(&d, "reset.running"), 2);
  assert_int_equal(hits(&d, "reset.flight"), 1);
  put(&d, "rs_ready", 0);
  send(&d, LAST, 1, 1);
  wait_result(&d);
  tick_reset(&d);
  assert_int_equal(hits(&d, "reset.result_waiting"), 1);
  dut_free(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_apx_dual_tree_cover_sums),
      cmocka_unit_test(test_apx_dual_tree_cover_modes),
      cmocka_unit_test(test_apx_dual_tree_cover_requests),
      cmocka_unit_test(test_apx_dual_tree_cover_resets),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
