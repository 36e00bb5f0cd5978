/* Which columns of apx_dual_tree are approximate in which mode, one by one. */
#include <stdio.h>

#include "helper_dual.h"

enum { WIDTH = 6 };

/* A single 1 in lane 0 of three, in bit `column`: is it lost? SESA2 has the sum 0 and an exact
 * carry, GATE clears the bit, so it is exactly if its column is approximate. */
static bool is_lost(dut_t *d, bool approx, int column) {
  put(d, "st_valid", 1);
  put(d, "st_first", 1);
  put(d, "st_last", 1);
  put(d, "st_approx", approx);
  put(d, "st_data", UINT64_C(1) << column);
  tick(d);
  put(d, "st_valid", 0);
  wait_result(d);
  const uint64_t sum = (uint64_t)get(d, "rs_sum");
  assert_true(sum == 0 || sum == UINT64_C(1) << column);
  return sum == 0;
}

/* Accurate mode: no column; approximate mode: columns 0 .. Columns-1. A library decodes the mode
 * with "columns - column > 0" on unsigned numbers, which wraps: every column but one is approximate
 * there, even with no column to approximate. */
static void test_trap_dual_mode_decoder(void **state) {
  (void)state;
  static const char *const realisations[] = {"MUX", "GATE", "TWO"};
  for (size_t r = 0; r < sizeof realisations / sizeof *realisations; r++) {
    for (unsigned columns = 0; columns < WIDTH; columns++) {
      char params[200];
      unsigned lost = 0, wrapped = 0;
      snprintf(params, sizeof params,
               "Lanes=3 Width=%d Scheme=SCHEME_UNSIGNED Topology=CARRY_SAVE K=0 Cell=%d Columns=%u "
               "Realisation=%s",
               (int)WIDTH, gcim_fa_find("SESA2"), columns, realisations[r]);
      dut_t d = dut_new("apx_dual_tree", params);
      put(&d, "rs_ready", 1);
      for (unsigned column = 0; column < WIDTH; column++) {
        assert_false(is_lost(&d, false, (int)column));
        const bool is_apx = is_lost(&d, true, (int)column);
        assert_int_equal(is_apx, column < columns);
        lost += is_apx;
        wrapped += columns - column > 0;
      }
      assert_int_equal(lost, columns);
      assert_int_equal(wrapped, WIDTH - 1);
      dut_free(&d);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_trap_dual_mode_decoder)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
