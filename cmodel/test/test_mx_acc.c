/* The sum over blocks: edges, cases by hand for every sentence, coverage. Against exact rationals:
 * test_mx_acc_exact.c. */
#include "helper_mx_acc.h"

enum { NX = GCIM_FLAG_NX, UF = GCIM_FLAG_UF, OF = GCIM_FLAG_OF, NV = GCIM_FLAG_NV };

/* ---- 1 to 4 ---- */

/* Taps show a block at the next edge only; config=default: 5 * 2^(0 - 12). */
static void test_mx_acc_taps_one_edge_later(void **state) {
  (void)state;
  dut_t d = dut_new("mx_acc", "");
  tick(&d);
  assert_false(cares(&d, "tap_acc") || cares(&d, "tap_exp") || cares(&d, "rs_y"));
  put(&d, "st_ref", 3);
  send(&d, 5, 3, 1, 0);
  tick(&d);
  assert_true(cares(&d, "tap_acc") && cares(&d, "tap_exp"));
  assert_int_equal(get(&d, "tap_acc"), 5);
  assert_int_equal(get(&d, "tap_exp"), 3);
  assert_int_equal(get(&d, "rs_valid"), 0);
  tick(&d);
  assert_false(cares(&d, "tap_acc") || cares(&d, "tap_exp"));
  dut_free(&d);
}

/* A result stays until it is taken; no block is accepted beside it, nor at the edge that takes it.
 */
static void test_mx_acc_result_waits(void **state) {
  (void)state;
  dut_t d = dut_new("mx_acc", "");
  send(&d, 4096, 0, 1, 1);
  put(&d, "st_valid", 1);
  for (int i = 0; i < 3; i++) {
    tick(&d);
    assert_int_equal(get(&d, "rs_valid"), 1);
    assert_int_equal(get(&d, "st_ready"), 0);
    assert_int_equal((uint32_t)get_at(&d, "rs_y", 0, 32), 0x3f800000);
    assert_true(cares(&d, "rs_y") && cares(&d, "rs_flags") && cares(&d, "rs_below"));
    assert_int_equal(cares(&d, "tap_acc"), i == 0);
  }
  put(&d, "rs_ready", 1);
  tick(&d);
  assert_int_equal(get(&d, "rs_valid"), 1);
  tick(&d);
  assert_int_equal(get(&d, "rs_valid"), 0);
  assert_int_equal(get(&d, "st_ready"), 1);
  assert_false(cares(&d, "rs_y") || cares(&d, "rs_flags") || cares(&d, "rs_below"));
  assert_false(cares(&d, "tap_acc")); /* nothing was accepted while it waited */
  tick(&d);
  assert_true(cares(&d, "tap_acc"));
  assert_int_equal(get(&d, "rs_valid"), 1); /* that block was a last one too */
  dut_free(&d);
}

/* Reset clears all state: a sum without first begins at 0. */
static void test_mx_acc_reset(void **state) {
  (void)state;
  dut_t d = dut_new("mx_acc", "");
  put(&d, "st_ref", 7);
  send_special(&d, 2, 0, 1, 0);
  send(&d, 77, 9, 0, 1);
  tick(&d);
  assert_int_equal(get(&d, "rs_valid"), 1);
  put(&d, "st_valid", 1);
  tick_reset(&d);
  assert_int_equal(get(&d, "rs_valid"), 0);
  put(&d, "st_valid", 0);
  tick(&d);
  assert_false(cares(&d, "tap_acc"));
  send(&d, 2, 0, 0, 1);                /* R = 0 */
  expect_result(&d, 0x3a000000, 0, 0); /* 2^-11 */
  dut_free(&d);
}

/* ---- 5 ---- */

/* first clears, last does not. */
static void test_mx_acc_first_and_last(void **state) {
  (void)state;
  dut_t d = dut_new("mx_acc", "");
  put(&d, "st_ref", 1);
  send(&d, 4096, 1, 1, 1);
  expect_result(&d, 0x40000000, 0, 0);
  send(&d, 2048, 1, 0, 1); /* goes on: 2 + 1 */
  expect_result(&d, 0x40400000, 0, 0);
  send(&d, 1, 2, 0, 0); /* below */
  put(&d, "st_ref", 0);
  send(&d, 4096, 0, 1, 1);
  expect_result(&d, 0x3f800000, 0, 0);
  dut_free(&d);
}

/* A special block adds nothing, but its exponent counts: below, R; the sum's NaN has y alone. */
static void test_mx_acc_special_block_adds_nothing(void **state) {
  (void)state;
  dut_t d = dut_new("mx_acc", "");
  put(&d, "st_ref", (uint64_t)-1);
  send_special(&d, 1, 1, 1, 0); /* exp 0 is above R = -1 */
  tick(&d);
  assert_int_equal(get(&d, "tap_acc"), 0);
  assert_int_equal(get_signed(&d, "tap_exp", 0, 10), -1);
  send(&d, 6, -2, 0, 1);
  expect_result(&d, 0xff800000, 0, 1);
  dut_free(&d);
}

/* ---- 6 ---- */

/* FLOOR leaves -1 of every small negative block, RNE leaves 0. */
static void test_mx_acc_maxfirst_floor_minus_one(void **state) {
  (void)state;
  dut_t d = dut_new("mx_acc", "");
  put(&d, "st_quant", GCIM_RND_FLOOR);
  put(&d, "st_ref", 10);
  send(&d, -1, 5, 1, 0);
  send(&d, -1, -500, 0, 1);
  expect_result(&d, 0xbf000000, FLAG_NXA, 0); /* -2 * 2^(10 - 12) */
  dut_free(&d);
}

static void test_mx_acc_maxfirst_quant(void **state) {
  (void)state;
  static const int plus[8] = {2, 3, 2, 2, 3, 3, 2, 2}; /* 2.5; 6 and 7 as RNE */
  static const int minus[8] = {-2, -3, -2, -3, -2, -3, -2, -2};
  dut_t d = dut_new("mx_acc", "");
  for (int quant = 0; quant < 8; quant++) {
    put(&d, "st_quant", (uint64_t)quant);
    put(&d, "st_ref", 2);
    send(&d, 10, 0, 1, 0);
    tick(&d);
    assert_int_equal(get_signed(&d, "tap_acc", 0, 32), plus[quant]);
    send(&d, -10, 0, 1, 0);
    tick(&d);
    assert_int_equal(get_signed(&d, "tap_acc", 0, 32), minus[quant]);
  }
  dut_free(&d);
}

/* n < 0 is taken as 0. */
static void test_mx_acc_maxfirst_below(void **state) {
  (void)state;
  dut_t d = dut_new("mx_acc", "");
  put(&d, "st_ref", 0);
  send(&d, 4096, 0, 1, 0);
  send(&d, 4096, 511, 0, 1);
  expect_result(&d, 0x40000000, 0, 1);
  dut_free(&d);
}

/* n = 32: with cutoff nothing is left of -1, without FLOOR leaves -1; n = 31 is not cut. */
static void test_mx_acc_cutoff(void **state) {
  (void)state;
  dut_t d = dut_new("mx_acc", "");
  put(&d, "st_quant", GCIM_RND_FLOOR);
  put(&d, "st_cutoff", 1);
  put(&d, "st_ref", 32);
  send(&d, -1, 0, 1, 1);
  expect_result(&d, 0, FLAG_NXA, 0);
  send(&d, -1, 1, 1, 1);
  expect_result(&d, 0xc9800000, FLAG_NXA, 0); /* -2^20 */
  send(&d, 0, 0, 1, 1);
  expect_result(&d, 0, 0, 0);
  put(&d, "st_cutoff", 0);
  send(&d, -1, 0, 1, 1);
  expect_result(&d, 0xc9800000, FLAG_NXA, 0);
  dut_free(&d);
}

/* config=narrow: SumBits 6, Frac 2, AccBits 6: -32 .. 31. */
static void test_mx_acc_out_of_range(void **state) {
  (void)state;
  dut_t d = dut_new("mx_acc", "config=narrow");
  send(&d, 31, 0, 1, 0);
  send(&d, 1, 0, 0, 1);
  expect_result(&d, 0xc1000000, FLAG_OVF, 0); /* -32 / 4 */
  put(&d, "st_sat", 1);
  send(&d, 31, 0, 1, 0);
  send(&d, 1, 0, 0, 0);
  send(&d, -1, 0, 0, 1);
  expect_result(&d, 0x40f00000, FLAG_OVF, 0); /* 30 / 4; OVF is sticky */
  send(&d, -32, 0, 1, 0);
  send(&d, -32, 0, 0, 1);
  expect_result(&d, 0xc1000000, FLAG_OVF, 0);
  send(&d, -31, 0, 1, 0);
  send(&d, -1, 0, 0, 1);
  expect_result(&d, 0xc1000000, 0, 0);
  dut_free(&d);
}

/* ---- 7 ---- */

/* FLOOR: 1, 1 and 2 * 2: the first two survive together, not one after the other. */
static void test_mx_acc_running_order_matters(void **state) {
  (void)state;
  dut_t d = dut_new("mx_acc", "config=running");
  put(&d, "st_quant", GCIM_RND_FLOOR);
  send(&d, 1, 0, 1, 0);
  send(&d, 1, 0, 0, 0);
  send(&d, 2, 1, 0, 1);
  expect_result(&d, 0x3ac00000, 0, 0); /* (2 / 2 + 2) * 2^-11 */
  send(&d, 2, 1, 1, 0);
  send(&d, 1, 0, 0, 0);
  send(&d, 1, 0, 0, 1);
  expect_result(&d, 0x3a800000, FLAG_NXA, 0);
  dut_free(&d);
}

/* The accumulator moves up to a larger exponent, rounded; the exponent never falls. */
static void test_mx_acc_running_moves(void **state) {
  (void)state;
  dut_t d = dut_new("mx_acc", "config=running");
  put(&d, "st_ref", 100); /* does not matter */
  put(&d, "st_quant", GCIM_RND_FLOOR);
  send(&d, -3, -10, 1, 0);
  send(&d, 8, -8, 0, 0); /* -1 + 8 */
  tick(&d);
  assert_int_equal(get_signed(&d, "tap_acc", 0, 32), 7);
  assert_int_equal(get_signed(&d, "tap_exp", 0, 10), -8);
  send(&d, 5, -9, 0, 0); /* 7 + 2 */
  tick(&d);
  assert_int_equal(get_signed(&d, "tap_acc", 0, 32), 9);
  put(&d, "st_cutoff", 1);
  send(&d, -1, -40, 0, 0); /* n = -32: 0 */
  tick(&d);
  assert_int_equal(get_signed(&d, "tap_acc", 0, 32), 9);
  send(&d, 1, 24, 0, 0); /* n = 32: what was there is gone */
  tick(&d);
  assert_int_equal(get_signed(&d, "tap_acc", 0, 32), 1);
  assert_int_equal(get_signed(&d, "tap_exp", 0, 10), 24);
  send(&d, 0, 24, 0, 1);
  expect_result(&d, 0x45800000, FLAG_NXA, 0); /* 2^12 */
  dut_free(&d);
}

/* ---- 8 ---- */

/* 2^24 + 1 - 2^24 in this order is 0, in the other 1. */
static void test_mx_acc_float_order_matters(void **state) {
  (void)state;
  dut_t d = dut_new("mx_acc", "config=float");
  send(&d, 4096, 24, 1, 0);
  send(&d, 4096, 0, 0, 0);
  tick(&d);
  assert_int_equal(get_at(&d, "tap_acc", 0, 32), 0x4b800000);
  assert_int_equal(get(&d, "tap_exp"), 0);
  send(&d, -4096, 24, 0, 1);
  expect_result(&d, 0, NX, 0);
  send(&d, 4096, 24, 1, 0);
  send(&d, -4096, 24, 0, 0);
  send(&d, 4096, 0, 0, 1);
  expect_result(&d, 0x3f800000, 0, 0);
  dut_free(&d);
}

/* Flags of every encoding stay; infinities of both signs; a block of 0 is +0. */
static void test_mx_acc_float_specials(void **state) {
  (void)state;
  dut_t d = dut_new("mx_acc", "config=float");
  send(&d, 4096, 500, 1, 0); /* overflow: an infinity */
  send_special(&d, 1, 1, 0, 1);
  expect_result(&d, 0x7fc00000, OF | NX | NV, 0);
  send_special(&d, 2, 1, 1, 0);
  send(&d, 1, 0, 0, 1);
  expect_result(&d, 0x7fc00000, 0, 0);
  put(&d, "st_nan", GCIM_NAN_ZERO);
  send_special(&d, 3, 1, 1, 1);
  expect_result(&d, 0, NV, 0);
  put(&d, "st_ovf", GCIM_OVF_SAT);
  send_special(&d, 1, 1, 1, 1);
  expect_result(&d, 0xff7fffff, GCIM_FLAG_SAT, 0);
  send(&d, 0, 0, 1, 1);
  expect_result(&d, 0, 0, 0);
  dut_free(&d);
}

/* rnd 6 and 7 act as RTZ: 2^24 + 1.5 ulp. */
static void test_mx_acc_float_rounding(void **state) {
  (void)state;
  static const uint32_t y[8] = {0x4b800002, 0x4b800002, 0x4b800001, 0x4b800001,
                                0x4b800002, 0x4b800001, 0x4b800001, 0x4b800001};
  dut_t d = dut_new("mx_acc", "config=float");
  for (int rnd = 0; rnd < 8; rnd++) {
    put(&d, "st_rnd", (uint64_t)rnd);
    send(&d, 4096, 24, 1, 0);
    send(&d, 3 * 4096, 0, 0, 1);
    expect_result(&d, y[rnd], NX, 0);
  }
  dut_free(&d);
}

/* ---- 9 ---- */

/* Nothing is lost between the least and the largest exponent of two scale bytes. */
static void test_mx_acc_exact(void **state) {
  (void)state;
  dut_t d = dut_new("mx_acc", "config=exact");
  send(&d, 3, 254, 1, 0);
  send(&d, -7, 0, 0, 0);
  send(&d, 1, -254, 0, 0);
  send(&d, -3, 254, 0, 0);
  send(&d, 7, 0, 0, 0);
  tick(&d);
  assert_int_equal(get_at(&d, "tap_acc", 0, 64), 1); /* in units of 2^(-254 - 12) */
  assert_int_equal(get(&d, "tap_exp"), 0);
  send(&d, 4096, 0, 0, 1);
  expect_result(&d, 0x3f800000, NX, 0);
  send(&d, 5, -255, 1, 0); /* below: counts as 0 */
  send(&d, 4096, 1, 0, 1);
  expect_result(&d, 0x40000000, 0, 1);
  dut_free(&d);
}

/* ---- 10, 11 ---- */

static void test_mx_acc_result_specials(void **state) {
  (void)state;
  dut_t d = dut_new("mx_acc", "");
  send_special(&d, 1, 0, 1, 0);
  send_special(&d, 1, 1, 0, 1);
  expect_result(&d, 0x7fc00000, NV, 0);
  send_special(&d, 1, 0, 1, 0);
  send(&d, -4096, 0, 0, 1);
  expect_result(&d, 0x7f800000, 0, 0);
  send(&d, -4096, 0, 0, 0); /* not cleared by last: still an infinity */
  send_special(&d, 3, 0, 0, 1);
  expect_result(&d, 0x7fc00000, 0, 0);
  send(&d, 4096, 0, 1, 1); /* cleared */
  expect_result(&d, 0x3f800000, 0, 0);
  dut_free(&d);
}

/* The modes of the last block count: FTZ and rounding of a subnormal sum. */
static void test_mx_acc_result_modes_of_the_last(void **state) {
  (void)state;
  dut_t d = dut_new("mx_acc", "");
  put(&d, "st_ref", (uint64_t)-128);
  put(&d, "st_ftz", 1);
  send(&d, 1, -128, 1, 0);
  put(&d, "st_ftz", 0);
  send(&d, 0, -128, 0, 1);
  expect_result(&d, 0x00000200, 0, 0); /* 2^-140 */
  put(&d, "st_ftz", 1);
  send(&d, 0, -128, 0, 1);
  expect_result(&d, 0, NX | UF, 0);
  put(&d, "st_ref", 300);
  put(&d, "st_rnd", 7); /* as RTZ: the largest number */
  send(&d, 1, 300, 1, 1);
  expect_result(&d, 0x7f7fffff, OF | NX | GCIM_FLAG_SAT, 0);
  dut_free(&d);
}

/* ---- coverage ---- */

static void test_mx_acc_coverage(void **state) {
  (void)state;
  dut_t d = dut_new("mx_acc", "config=narrow");
  put(&d, "st_quant", GCIM_RND_FLOOR);
  tick_reset(&d);
  send(&d, 31, 0, 1, 0);
  send(&d, 1, 0, 0, 0); /* wrapped */
  tick_reset(&d);
  put(&d, "st_sat", 1);
  send(&d, 31, 0, 1, 0);
  send(&d, 1, 0, 0, 1); /* saturated */
  put(&d, "st_valid", 1);
  tick(&d); /* refused */
  tick_reset(&d);
  put(&d, "st_ref", 10);
  send(&d, -1, 7, 1, 0); /* floored */
  send(&d, 1, 11, 0, 0); /* below; 1 - 1 */
  put(&d, "st_cutoff", 1);
  send(&d, 9, 0, 0, 1); /* beyond, lost */
  expect_result(&d, 0, FLAG_NXA, 1);
  tick(&d);
  send(&d, 1, 10, 0, 1);
  expect_result(&d, 0x43800000, FLAG_NXA, 1);
  tick(&d);
  send_special(&d, 1, 0, 1, 1);
  expect_result(&d, 0x7f800000, 0, 0);
  assert_true(hits(&d, "reset.idle") > 0); /* a new model is reset too */
  assert_int_equal(hits(&d, "reset.in_sum"), 1);
  assert_int_equal(hits(&d, "reset.result_waiting"), 1);
  assert_int_equal(hits(&d, "start.refused_result"), 1); /* not under reset */
  assert_int_equal(hits(&d, "event.wrapped"), 1);
  assert_int_equal(hits(&d, "event.saturated"), 1);
  assert_int_equal(hits(&d, "event.floored_to_minus_one"), 1);
  assert_int_equal(hits(&d, "event.cancelled"), 1);
  assert_int_equal(hits(&d, "event.lost"), 1);
  assert_int_equal(hits(&d, "shift x st_quant.beyond,RND_FLOOR"), 2); /* 10 of the infinity too */
  assert_int_equal(hits(&d, "shift.within"), 1);
  assert_int_equal(hits(&d, "shift.below"), 1);
  assert_int_equal(hits(&d, "shift.none"), 5);
  assert_int_equal(hits(&d, "blocks.one"), 1);
  assert_int_equal(hits(&d, "blocks.two"), 1);
  assert_int_equal(hits(&d, "blocks.several"), 1);
  assert_int_equal(hits(&d, "blocks.without_first"), 1);
  assert_int_equal(hits(&d, "special.infinity"), 1);
  assert_int_equal(hits(&d, "special.none"), 3);
  assert_int_equal(hits(&d, "result x st_rnd.infinity,RND_RNE"), 1);
  dut_free(&d);
  d = dut_new("mx_acc", "config=running");
  send(&d, 8, 0, 1, 0);
  send(&d, 8, 1, 0, 0);
  assert_int_equal(hits(&d, "shift.raised"), 1);
  assert_int_equal(hits(&d, "shift.within"), 1);
  dut_free(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_mx_acc_taps_one_edge_later),
      cmocka_unit_test(test_mx_acc_result_waits),
      cmocka_unit_test(test_mx_acc_reset),
      cmocka_unit_test(test_mx_acc_first_and_last),
      cmocka_unit_test(test_mx_acc_special_block_adds_nothing),
      cmocka_unit_test(test_mx_acc_maxfirst_floor_minus_one),
      cmocka_unit_test(test_mx_acc_maxfirst_quant),
      cmocka_unit_test(test_mx_acc_maxfirst_below),
      cmocka_unit_test(test_mx_acc_cutoff),
      cmocka_unit_test(test_mx_acc_out_of_range),
      cmocka_unit_test(test_mx_acc_running_order_matters),
      cmocka_unit_test(test_mx_acc_running_moves),
      cmocka_unit_test(test_mx_acc_float_order_matters),
      cmocka_unit_test(test_mx_acc_float_specials),
      cmocka_unit_test(test_mx_acc_float_rounding),
      cmocka_unit_test(test_mx_acc_exact),
      cmocka_unit_test(test_mx_acc_result_specials),
      cmocka_unit_test(test_mx_acc_result_modes_of_the_last),
      cmocka_unit_test(test_mx_acc_coverage),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
