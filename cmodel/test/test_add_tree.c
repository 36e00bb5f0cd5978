#include "helper.h"

/* ---- untimed: sentences 5 and 6 ---- */

/* One transaction: the sum as a signed number of `sum_bits` bits. */
static int64_t eval_sum(const gcim_model_t *model, uint32_t is_signed, const uint32_t *data,
                        int sum_bits) {
  uint32_t sum[2] = {0, 0};
  const uint32_t *const in[] = {&is_signed, data};
  uint32_t *const out[] = {sum};
  assert_int_equal(gcim_model_eval(model, in, out), GCIM_OK);
  const uint64_t raw = sum[0] | (uint64_t)sum[1] << 32;
  assert_int_equal(raw >> sum_bits, 0); /* bits above the width are zero */
  return (int64_t)raw - ((raw >> (sum_bits - 1)) != 0 ? (int64_t)1 << sum_bits : 0);
}

/* Lanes 3, Width 4: SumBits = 4 + 2 + 1 = 7. A signed nibble of 8..15 means itself minus 16. */
static void test_add_tree_every_input_of_tiny(void **state) {
  (void)state;
  dut_t d = dut_new("add_tree", "config=tiny");
  for (uint32_t data = 0; data < 4096; data++) {
    int plain = 0, sign = 0;
    for (int lane = 0; lane < 3; lane++) {
      const int nibble = (int)(data >> (4 * lane)) & 15;
      plain += nibble;
      sign += nibble >= 8 ? nibble - 16 : nibble;
    }
    assert_int_equal(eval_sum(d.model, 0, &data, 7), plain);
    assert_int_equal(eval_sum(d.model, 1, &data, 7), sign);
  }
  dut_free(&d);
}

/* Both topologies, any register placement: the same exact sum. */
static void test_add_tree_every_input_of_carry_save(void **state) {
  (void)state;
  dut_t d = dut_new("add_tree", "Lanes=5 Width=2 Topology=CARRY_SAVE LevelsPerReg=2");
  for (uint32_t data = 0; data < 1024; data++) {
    int plain = 0, sign = 0;
    for (int lane = 0; lane < 5; lane++) {
      const int two = (int)(data >> (2 * lane)) & 3;
      plain += two;
      sign += two >= 2 ? two - 4 : two;
    }
    assert_int_equal(eval_sum(d.model, 0, &data, 6), plain);
    assert_int_equal(eval_sum(d.model, 1, &data, 6), sign);
  }
  dut_free(&d);
}

/* One lane of one bit: SumBits = 2; the signed bit 1 means -1. */
static void test_add_tree_single_bit(void **state) {
  (void)state;
  dut_t d = dut_new("add_tree", "config=single");
  const uint32_t zero = 0, one = 1;
  assert_int_equal(eval_sum(d.model, 0, &zero, 2), 0);
  assert_int_equal(eval_sum(d.model, 1, &zero, 2), 0);
  assert_int_equal(eval_sum(d.model, 0, &one, 2), 1);
  assert_int_equal(eval_sum(d.model, 1, &one, 2), -1);
  dut_free(&d);
}

/* Lanes 1024, Width 32: SumBits = 43. All ones: 1024 (2^32 - 1), or -1024. Lowest: -1024 2^31. */
static void test_add_tree_widest_sums(void **state) {
  (void)state;
  dut_t d = dut_new("add_tree", "Lanes=1024 Width=32");
  uint32_t data[1024];
  const struct {
    uint32_t word, is_signed;
    int64_t sum;
  } cases[] = {{0xffffffff, 0, INT64_C(4398046510080)},  {0xffffffff, 1, -1024},
               {0x80000000, 1, -INT64_C(2199023255552)}, {0x80000000, 0, INT64_C(2199023255552)},
               {0x7fffffff, 1, INT64_C(2199023254528)},  {0, 1, 0}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    for (int lane = 0; lane < 1024; lane++) {
      data[lane] = cases[i].word;
    }
    assert_int_equal(eval_sum(d.model, cases[i].is_signed, data, 43), cases[i].sum);
  }
  dut_free(&d);
}

/* Lanes of 7 bits lie across word borders: lane i is bits [7i +: 7]. */
static void test_add_tree_lanes_across_words(void **state) {
  (void)state;
  dut_t d = dut_new("add_tree", "config=odd");
  for (int lane = 0; lane < 5; lane++) {
    uint32_t data[2] = {0, 0};
    for (int bit = 7 * lane; bit < 7 * lane + 7; bit++) {
      data[bit / 32] |= UINT32_C(1) << (bit % 32);
    }
    assert_int_equal(eval_sum(d.model, 0, data, 11), 127);
    assert_int_equal(eval_sum(d.model, 1, data, 11), -1);
  }
  dut_free(&d);
}

/* ---- cycles: sentences 1 to 4, 8 and 9 ---- */

/* Drive one transaction into an idle tree and count edges until valid_o. */
static int measured_latency(const char *params) {
  dut_t d = dut_new("add_tree", params);
  put(&d, "in_valid", 1);
  tick(&d);
  assert_int_equal(get(&d, "out_valid"), 0);
  put(&d, "in_valid", 0);
  int latency = 0;
  for (int edge = 1; edge <= 20; edge++) {
    tick(&d);
    if (get(&d, "out_valid") == 1) {
      assert_int_equal(latency, 0); /* one answer only */
      latency = edge;
    }
  }
  dut_free(&d);
  return latency;
}

/* 8: registers = max(1, ceil(Levels / LevelsPerReg)), 1 if LevelsPerReg = 0; worked out by hand. */
static void test_add_tree_latency(void **state) {
  (void)state;
  assert_int_equal(measured_latency("Lanes=1 LevelsPerReg=1"), 1);
  assert_int_equal(measured_latency("Lanes=8"), 1);
  assert_int_equal(measured_latency("Lanes=8 LevelsPerReg=1"), 3);
  assert_int_equal(measured_latency("Lanes=9 LevelsPerReg=1"), 4);
  assert_int_equal(measured_latency("Lanes=9 LevelsPerReg=2"), 2);
  assert_int_equal(measured_latency("Lanes=1024 LevelsPerReg=3"), 4);
  assert_int_equal(measured_latency("Lanes=1024 LevelsPerReg=10"), 1);
  assert_int_equal(measured_latency("Lanes=1024 LevelsPerReg=1"), 10);
  assert_int_equal(measured_latency("Lanes=2 LevelsPerReg=10"), 1);
  assert_int_equal(measured_latency("config=piped_saver"), 4);
}

/* 1, 2, 4: a stream with gaps comes out Latency = 3 edges later, gaps and all. */
static void test_add_tree_stream_keeps_gaps(void **state) {
  (void)state;
  dut_t d = dut_new("add_tree", "Lanes=8 Width=4 LevelsPerReg=1");
  const int gaps = 0x5b6d; /* bit e: a transaction at edge e */
  for (int e = 0; e < 20; e++) {
    put(&d, "in_valid", (uint64_t)(gaps >> e) & 1u);
    put(&d, "data", (uint64_t)e & 15u); /* lane 0 only */
    tick(&d);
    const int valid = e >= 3 ? (gaps >> (e - 3)) & 1 : 0;
    assert_int_equal(get(&d, "out_valid"), valid);
    assert_int_equal(cares(&d, "out_valid"), 1);
    assert_int_equal(cares(&d, "sum"), valid);
    assert_int_equal(cares(&d, "tap_half_sums"), valid);
    if (valid == 1) {
      assert_int_equal(get(&d, "sum"), (e - 3) & 15);
    }
  }
  dut_free(&d);
}

/* 3: reset drops what is in flight and accepts nothing. */
static void test_add_tree_reset_clears_flight(void **state) {
  (void)state;
  dut_t d = dut_new("add_tree", "Lanes=8 LevelsPerReg=1");
  put(&d, "in_valid", 1);
  for (int e = 0; e < 5; e++) {
    tick(&d);
  }
  assert_int_equal(get(&d, "out_valid"), 1);
  assert_int_equal(gcim_model_busy(d.model), 1);
  tick_reset(&d); /* valid_i is still 1 */
  assert_int_equal(get(&d, "out_valid"), 0);
  assert_int_equal(gcim_model_busy(d.model), 0);
  put(&d, "in_valid", 0);
  for (int e = 0; e < 5; e++) {
    tick(&d);
    assert_int_equal(get(&d, "out_valid"), 0);
  }
  dut_free(&d);
}

/* 9: {upper, lower} of one transaction with lanes 1, 2, 3, .. of 8 bits. */
static void half_sums(const char *params, int lanes, int64_t lower, int64_t upper) {
  dut_t d = dut_new("add_tree", params);
  const int sum_bits = (int)gcim_card_value(d.card, "SumBits");
  for (int i = 0; i < lanes; i++) {
    put_at(&d, "data", 8 * i, 8, (uint64_t)i + 1);
  }
  put(&d, "in_valid", 1);
  tick(&d);
  put(&d, "data", 0);
  do {
    put(&d, "in_valid", 0);
    tick(&d);
  } while (get(&d, "out_valid") == 0 && d.edge < 20);
  assert_int_equal(cares(&d, "tap_half_sums"), 1);
  assert_int_equal(get_signed(&d, "tap_half_sums", 0, sum_bits), lower);
  assert_int_equal(get_signed(&d, "tap_half_sums", 1, sum_bits), upper);
  assert_int_equal(get_signed(&d, "sum", 0, sum_bits), lower + upper);
  dut_free(&d);
}

static void test_add_tree_half_sums(void **state) {
  (void)state;
  half_sums("Lanes=8", 8, 10, 26);               /* 1+2+3+4, 5+6+7+8 */
  half_sums("Lanes=5 LevelsPerReg=1", 5, 10, 5); /* lower: 2^(3-1) lanes */
  half_sums("Lanes=3", 3, 3, 3);
  half_sums("Lanes=2", 2, 1, 2);
  half_sums("Lanes=1", 1, 1, 0); /* the lane itself, nothing above */
}

/* The tap carries signs too: lanes -1, -2 | -3, so -3 and -3. */
static void test_add_tree_half_sums_signed(void **state) {
  (void)state;
  dut_t d = dut_new("add_tree", "Lanes=3 Width=8");
  put(&d, "data", 0xfdfeff);
  put(&d, "is_signed", 1);
  put(&d, "in_valid", 1);
  tick(&d);
  tick(&d);
  assert_int_equal(get_signed(&d, "tap_half_sums", 0, 11), -3);
  assert_int_equal(get_signed(&d, "tap_half_sums", 1, 11), -3);
  assert_int_equal(get_signed(&d, "sum", 0, 11), -6);
  dut_free(&d);
}

/* ---- gcim_model_eval ---- */

static void test_add_tree_eval_refuses_null(void **state) {
  (void)state;
  dut_t d = dut_new("add_tree", "config=tiny");
  uint32_t sum = 0xabcd;
  const uint32_t zero = 0;
  const uint32_t *const in[] = {&zero, &zero}, *const no_data[] = {&zero, NULL};
  uint32_t *const out[] = {&sum}, *const no_out[] = {NULL};
  assert_int_equal(gcim_model_eval(NULL, in, out), GCIM_ERR_NULL);
  assert_int_equal(gcim_model_eval(d.model, NULL, out), GCIM_ERR_NULL);
  assert_int_equal(gcim_model_eval(d.model, in, NULL), GCIM_ERR_NULL);
  assert_int_equal(gcim_model_eval(d.model, no_data, out), GCIM_ERR_NULL);
  assert_int_equal(gcim_model_eval(d.model, in, no_out), GCIM_ERR_NULL);
  assert_int_equal(sum, 0xabcd);
  dut_free(&d);
}

static void test_add_tree_eval_refuses_clocked_unit(void **state) {
  (void)state;
  dut_t d = dut_new("dcim_macro", "config=tiny");
  uint32_t word = 0xabcd;
  const uint32_t *const in[] = {&word};
  uint32_t *const out[] = {&word};
  assert_int_equal(gcim_model_eval(d.model, in, out), GCIM_ERR_STATE);
  assert_int_equal(word, 0xabcd);
  assert_non_null(strstr(gcim_error_text(), "dcim_macro"));
  dut_free(&d);
}

/* is_signed is 0 or 1: 2 must not be taken for 0. */
static void test_add_tree_eval_refuses_mode_out_of_range(void **state) {
  (void)state;
  dut_t d = dut_new("add_tree", "config=tiny");
  uint32_t sum = 0xabcd;
  const uint32_t data = 0xfff, two = 2;
  const uint32_t *const in[] = {&two, &data};
  uint32_t *const out[] = {&sum};
  assert_int_equal(gcim_model_eval(d.model, in, out), GCIM_ERR_PARAM);
  assert_int_equal(sum, 0xabcd);
  assert_non_null(strstr(gcim_error_text(), "is_signed"));
  assert_non_null(strstr(gcim_error_text(), "0..1"));
  dut_free(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_add_tree_every_input_of_tiny),
      cmocka_unit_test(test_add_tree_every_input_of_carry_save),
      cmocka_unit_test(test_add_tree_single_bit),
      cmocka_unit_test(test_add_tree_widest_sums),
      cmocka_unit_test(test_add_tree_lanes_across_words),
      cmocka_unit_test(test_add_tree_latency),
      cmocka_unit_test(test_add_tree_stream_keeps_gaps),
      cmocka_unit_test(test_add_tree_reset_clears_flight),
      cmocka_unit_test(test_add_tree_half_sums),
      cmocka_unit_test(test_add_tree_half_sums_signed),
      cmocka_unit_test(test_add_tree_eval_refuses_null),
      cmocka_unit_test(test_add_tree_eval_refuses_clocked_unit),
      cmocka_unit_test(test_add_tree_eval_refuses_mode_out_of_range),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
