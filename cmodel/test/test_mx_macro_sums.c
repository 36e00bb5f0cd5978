/* mx_macro: dot products and sums by hand, sentences 12 to 15, and coverage. x is BF16 unless a
 * configuration says otherwise: 1.0 is 3f80. Results are FP32. */
#include "gcim_mx.h"
#include "helper_mx_macro.h"

enum { NX = GCIM_FLAG_NX, NXA = 32, OVF = 64, ONE = 0x3f80 };

/* ---- sums ---- */

/* Two blocks of scales 127 and 117, the second of one lane and weight -1: -64 against 1024 in units
 * of 2^-6 and 2^-16. FLOOR leaves -1 of -1/16, RNE 0. */
static void test_mx_macro_maxfirst(void **state) {
  (void)state;
  macro_t m = macro_new("");
  vector_t a = only(OP_FLOAT, ONE), b = only(OP_FLOAT, 0);
  b.block = 1;
  b.x[5] = 0x3a80; /* 2^-10 */
  a.quant = b.quant = GCIM_RND_FLOOR;
  write_block(&m, 0, 1, 0);
  write_block(&m, 1, -1, 0);
  const vector_t begin = part_of(a, 1, 0), scan_a = scan_of(a, 0);
  vector_t scan_b = scan_of(b, 1), end = part_of(b, 0, 1);
  run(&m, &scan_b);
  run(&m, &scan_a);
  run(&m, &begin);
  assert_int_equal(acc_of(&m, 0), 1024);
  run(&m, &end);
  assert_int_equal(acc_of(&m, 0), 1023);
  assert_result(&m, 0, 0x417fc000, NXA, 0); /* 15.984375 */
  end.quant = GCIM_RND_RNE;
  run(&m, &begin);
  run(&m, &end);
  assert_result(&m, 0, 0x41800000, NXA, 0);
  end.cutoff = 1; /* 10 places of 32 are not too far */
  end.quant = GCIM_RND_FLOOR;
  run(&m, &begin);
  run(&m, &end);
  assert_result(&m, 0, 0x417fc000, NXA, 0);
  run(&m, &scan_b); /* R = -16: the first block is 10 above it */
  run(&m, &begin);
  run(&m, &end);
  assert_int_equal(acc_of(&m, 0), 960);
  assert_result(&m, 0, 0x3c700000, 0, 1); /* 960 * 2^-16 */
  macro_free(&m);
}

/* first = 1 of a scan starts the references again; a sum that runs keeps the one it began with. */
static void test_mx_macro_references(void **state) {
  (void)state;
  macro_t m = macro_new("");
  vector_t low = only(OP_INT, 1), high = only(OP_INT, 1);
  high.block = 1;
  write_block(&m, 0, 1, -3);
  write_block(&m, 1, 1, 2);
  const vector_t scan_low = scan_of(low, 1), scan_high = scan_of(high, 0);
  const vector_t begin = part_of(low, 1, 0), end = part_of(low, 0, 1);
  run(&m, &scan_low);
  run(&m, &begin);
  assert_int_equal(acc_of(&m, 0), 16); /* R = -3 */
  run(&m, &scan_high);
  run(&m, &end);
  assert_int_equal(acc_of(&m, 0), 32); /* still */
  assert_result(&m, 0, 0x40800000, 0, 0);
  run(&m, &low);
  assert_int_equal(acc_of(&m, 0), 0); /* 16 / 2^5 to even */
  assert_result(&m, 0, 0, NXA, 0);
  run(&m, &scan_low);
  run(&m, &low);
  assert_int_equal(acc_of(&m, 0), 16);
  macro_free(&m);
}

/* config=e3m2, FLOOR: 1, 1 and 2 * 2: the first two survive together, not one after the other. */
static void test_mx_macro_running_order(void **state) {
  (void)state;
  macro_t m = macro_new("config=e3m2");
  vector_t one = only(OP_INT, 0), two = only(OP_INT, 0);
  one.x[0] = 1;
  two.x[7] = 2;
  two.block = 2;
  one.quant = two.quant = GCIM_RND_FLOOR;
  write_block(&m, 0, 1, 0);
  write_block(&m, 2, 1, 1);
  vector_t begin = part_of(one, 1, 0), middle = part_of(one, 0, 0), end = part_of(two, 0, 1);
  run(&m, &begin);
  run(&m, &middle);
  run(&m, &end);
  assert_result(&m, 0, 0x40c00000, 0, 0);
  assert_result(&m, 1, 0x41400000, 0, 0);
  begin = part_of(two, 1, 0);
  end = part_of(one, 0, 1);
  run(&m, &begin);
  run(&m, &middle);
  run(&m, &end);
  assert_result(&m, 0, 0x40800000, NXA, 0);
  assert_result(&m, 1, 0x41000000, NXA, 0);
  macro_free(&m);
}

/* config=e2m3: 2^24 + 1 - 2^24 in this order is 0, in the other 1; tap_acc is the FP32 code. */
static void test_mx_macro_float_order(void **state) {
  (void)state;
  macro_t m = macro_new("config=e2m3");
  vector_t big = only(OP_INT, 0), small = only(OP_INT, 0);
  big.x[0] = small.x[4] = 1;
  small.block = 1;
  write_block(&m, 0, 1, 24);
  write_block(&m, 1, 1, 0);
  vector_t back = part_of(big, 0, 1);
  back.x[0] = 0xffff;
  const vector_t begin = part_of(big, 1, 0), middle = part_of(small, 0, 0);
  run(&m, &begin);
  run(&m, &middle);
  assert_int_equal((uint32_t)get_at(&m.d, "tap_acc", 0, 32), 0x4b800000);
  run(&m, &back);
  assert_result(&m, 0, 0, NX, 0);
  back.last = 0;
  small = part_of(small, 0, 1);
  run(&m, &begin);
  run(&m, &back);
  run(&m, &small);
  assert_result(&m, 0, 0x3f800000, 0, 0);
  macro_free(&m);
}

/* AccBits = DotBits = 14: four times 15 * 127 fits -8192 .. 8191, five times does not. */
static void test_mx_macro_overflow(void **state) {
  (void)state;
  macro_t m = macro_new("config=one WBits=5 XBits=8 AccBits=14");
  vector_t v = only(OP_INT, 127);
  v.last = 0;
  write_block(&m, 0, 15, 0); /* 1905 */
  run(&m, &v);
  v.first = 0;
  for (int i = 2; i <= 4; i++) {
    run(&m, &v);
    assert_int_equal(acc_of(&m, 0), 1905 * i);
  }
  v.last = 1;
  run(&m, &v); /* 9525 - 16384 */
  assert_int_equal(acc_of(&m, 0), -6859);
  assert_result(&m, 0, 0xc5d65800, OVF, 0);
  v.sat = 1;
  for (int i = 0; i < 9; i++) {
    run(&m, &v);
  }
  assert_result(&m, 0, 0x45fff800, OVF, 0); /* 8191; OVF stays */
  macro_free(&m);
}

/* ---- the pattern tree ---- */

/* tap_acc of a vector with 1 in its first lanes, in block 1, whose weights are 1. */
static int64_t sum_of_ones(const char *params, int ones) {
  macro_t m = macro_new(params);
  vector_t v = only(OP_INT, 0);
  for (int i = 0; i < ones; i++) {
    v.x[i] = 1;
  }
  v.block = 1;
  write_block(&m, 1, 1, 0);
  run(&m, &v);
  const int64_t sum = acc_of(&m, 0);
  macro_free(&m);
  return sum;
}

/* config=e2m1: groups of four rows, one 1 counted of each. x = 1 and w = 1 in four rows: bit 0
 * counts 1 of 4. The sign bit of the weights is inverted in the rows that are on, whatever x: 1 of
 * 4 again, less 4, times 16, times (1 + 2 + 4 + 8 - 16): 1 + 48. With SELECT: 4. */
static void test_mx_macro_lossy(void **state) {
  (void)state;
  assert_int_equal(sum_of_ones("config=e2m1", 4), 49);
  assert_int_equal(sum_of_ones("config=e2m1 PatPolicy=SELECT", 4), 4);
  assert_int_equal(sum_of_ones("config=e2m1", 1), 49); /* bit 0: 1 of 1 */
}

/* Rows 3 to 5 of groups 0 to 3 and 4 to 7: the first alone in its group, the others share one.
 * Weights of 2 bits: bit 0 counts 1 + 1 of 1 + 2; the sign bit likewise, less 3, times -2 over the
 * bits of x: 2 + 2. With no limit below 2: 3. */
static void test_mx_macro_lossy_groups(void **state) {
  (void)state;
  assert_int_equal(sum_of_ones("config=e2m1 Lanes=3 WBits=2", 3), 4);
  assert_int_equal(sum_of_ones("config=e2m1 Lanes=3 WBits=2 PatLimit=2", 3), 3);
}

/* A single row has no tree that could be wrong. */
static void test_mx_macro_lossy_single_row(void **state) {
  (void)state;
  macro_t m = macro_new("config=one PatPolicy=LOSSY PatLimit=0");
  const vector_t v = only(OP_INT, 3);
  write_block(&m, 0, -7, 0);
  run(&m, &v);
  assert_int_equal(acc_of(&m, 0), -21);
  macro_free(&m);
}

/* ---- coverage ---- */

static void test_mx_macro_coverage(void **state) {
  (void)state;
  macro_t m = macro_new("config=e3m2");
  const vector_t saturated = only(OP_FLOAT, 0x3fff), aligned = only(OP_ALIGN, ONE);
  const vector_t none = only(OP_INT, 0), bare = part_of(none, 0, 1);
  vector_t one = part_of(none, 1, 0), nan = only(OP_GIVEN, 0);
  one.x[3] = 1;
  nan.host = 255;
  const vector_t scan = scan_of(one, 1);
  write_block(&m, 0, 1, 0);
  write_row(&m, 24, 1);
  run(&m, &saturated);
  run(&m, &scan);
  run(&m, &aligned);
  run(&m, &scan);
  run(&m, &scan);
  run(&m, &one);
  run(&m, &bare); /* of two; 1.0 */
  run(&m, &bare); /* without first */
  run(&m, &nan);
  assert_int_equal(hits(&m.d, "vector x st_op.saturated,MX_OP_FLOAT"), 1);
  assert_int_equal(hits(&m.d, "vector x st_op.aligned,MX_OP_ALIGN"), 1);
  assert_int_equal(hits(&m.d, "vector x st_op.one_nonzero,MX_OP_INT"), 4); /* three are scans */
  assert_int_equal(hits(&m.d, "vector x st_op.all_zero,MX_OP_INT"), 2);
  assert_int_equal(hits(&m.d, "vector x st_op.nan,MX_OP_GIVEN"), 1);
  assert_int_equal(hits(&m.d, "vector.other"), 0);
  assert_int_equal(hits(&m.d, "scan.none"), 3);
  assert_int_equal(hits(&m.d, "scan.one"), 1);
  assert_int_equal(hits(&m.d, "scan.several"), 1);
  assert_int_equal(hits(&m.d, "blocks.one"), 3);
  assert_int_equal(hits(&m.d, "blocks.two"), 1);
  assert_int_equal(hits(&m.d, "blocks.without_first"), 1);
  assert_int_equal(hits(&m.d, "result.normal"), 8);
  assert_int_equal(hits(&m.d, "result.nan"), 2);
  assert_int_equal(hits(&m.d, "port.address_out_of_range"), 1);
  assert_int_equal(hits(&m.d, "start.accepted"), 9);
  macro_free(&m);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_mx_macro_maxfirst),
      cmocka_unit_test(test_mx_macro_references),
      cmocka_unit_test(test_mx_macro_running_order),
      cmocka_unit_test(test_mx_macro_float_order),
      cmocka_unit_test(test_mx_macro_overflow),
      cmocka_unit_test(test_mx_macro_lossy),
      cmocka_unit_test(test_mx_macro_lossy_groups),
      cmocka_unit_test(test_mx_macro_lossy_single_row),
      cmocka_unit_test(test_mx_macro_coverage),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
