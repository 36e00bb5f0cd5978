/* Approximate population counts: closed forms and published figures over all inputs, each kind by
 * hand. */
#include <stdio.h>

#include "helper_apx.h"

/* Count of one input of up to 64 bits; the taps are seen by the clocked tests. */
static int count_of(const gcim_model_t *model, uint64_t data) {
  const uint32_t words[2] = {(uint32_t)data, (uint32_t)(data >> 32)};
  uint32_t count = 0;
  const uint32_t *const in[] = {words};
  uint32_t *const out[] = {&count};
  assert_int_equal(gcim_model_eval(model, in, out), GCIM_OK);
  return (int)count;
}

static int ones(uint64_t data) {
  int count = 0;
  for (; data != 0; data &= data - 1) {
    count++;
  }
  return count;
}

/* Errors over all inputs of `lanes` <= 16 bits. */
static errors_t errors_all(const char *params, int lanes) {
  dut_t d = dut_new("apx_popcount", params);
  errors_t e = {0};
  for (uint64_t data = 0; data < (uint64_t)1 << lanes; data++) {
    errors_count(&e, count_of(d.model, data) - ones(data));
  }
  dut_free(&d);
  return e;
}

/* ---- cycles ---- */

static void test_apx_popcount_one_edge_later(void **state) {
  (void)state;
  check_one_edge_later("apx_popcount", "count", "tap_pairs");
}

/* ---- closed forms ---- */

/* A pair through AND is wrong by -1, one through OR by +1, each if the two bits differ: half of the
 * inputs. With as many ANDs as ORs the bias is 0 and MSE = n/2 * 1/4 = n/8. */
static void test_apx_popcount_single_mse(void **state) {
  (void)state;
  const char *params[] = {"Lanes=4", "Lanes=8", "Lanes=12", "Lanes=16"};
  for (int i = 0; i < 4; i++) {
    const int n = 4 * (i + 1);
    const errors_t e = errors_all(params[i], n);
    assert_int_equal(8 * e.square, n * e.pairs);
    assert_int_equal(e.sum, 0);
    assert_int_equal(e.highest, n / 4); /* all ORs wrong, no AND */
    assert_int_equal(e.lowest, -n / 4);
  }
}

/* Four bits through (AND, OR) and then AND: y = 4 with probability 1/4 * 3/4, bias 3/4 - 2 = -5/4,
 * MSE 3; through OR, +5/4 and 3 by symmetry. MSE of n bits, as many of each: n/4 (3 - 25/16) =
 * 23n/64. */
static void test_apx_popcount_double_mse(void **state) {
  (void)state;
  const char *params[] = {"Lanes=8 Kind=POP_DOUBLE", "Lanes=16 Kind=POP_DOUBLE",
                          "Lanes=8 Kind=POP_DOUBLE Pattern2=1",
                          "Lanes=16 Kind=POP_DOUBLE Pattern1=1 Pattern2=1"};
  const int lanes[] = {8, 16, 8, 16};
  for (int i = 0; i < 4; i++) {
    const errors_t e = errors_all(params[i], lanes[i]);
    assert_int_equal(64 * e.square, 23 * lanes[i] * e.pairs);
    assert_int_equal(e.sum, 0);
  }
  const errors_t four = errors_all("Lanes=4 Kind=POP_DOUBLE", 4);
  assert_int_equal(4 * four.sum, -5 * four.pairs);
  assert_int_equal(four.square, 3 * four.pairs);
}

/* ---- published figures ---- */

/* Square of a root as printed: printed - half a last digit <= root <= printed + half. root^2 =
 * numerator / denominator; `digits` of the printed one times 10^-places. */
static void assert_root_prints(int64_t numerator, int64_t denominator, int64_t digits, int places) {
  int64_t scale = 4; /* (2 digits - 1)^2 <= 4 root^2 10^(2 places) <= (2 digits + 1)^2 */
  for (int i = 0; i < 2 * places; i++) {
    scale *= 10;
  }
  assert_true((2 * digits - 1) * (2 * digits - 1) * denominator <= numerator * scale);
  assert_true((2 * digits + 1) * (2 * digits + 1) * denominator >= numerator * scale);
}

/* ER, bias and RMSE for 15 and 16 bits. 15: seven pairs, one AND more than ORs, bias -1/2, MSE
 * 7/4 + 1/4. */
static void test_apx_popcount_single_figures(void **state) {
  (void)state;
  const errors_t odd = errors_all("Lanes=15", 15), even = errors_all("Lanes=16", 16);
  assert_prints(odd.wrong, odd.pairs, ".7266");
  assert_prints(odd.sum, odd.pairs, "-.5");
  assert_int_equal(odd.square, 2 * odd.pairs);
  assert_root_prints(odd.square, odd.pairs, 1414, 3);
  assert_prints(even.wrong, even.pairs, ".7266");
  assert_int_equal(even.sum, 0);
  assert_root_prints(even.square, even.pairs, 14142, 4);
  assert_int_equal(errors_worst(&even), 4);
}

static void test_apx_popcount_double_figures(void **state) {
  (void)state;
  const errors_t odd = errors_all("Lanes=15 Kind=POP_DOUBLE", 15);
  const errors_t swapped = errors_all("Lanes=15 Kind=POP_DOUBLE Pattern2=1", 15);
  const errors_t even = errors_all("Lanes=16 Kind=POP_DOUBLE", 16);
  assert_prints(odd.wrong, odd.pairs, ".8711");
  assert_prints(odd.sum, odd.pairs, "-1.75");
  assert_root_prints(odd.square, odd.pairs, 2761, 3);
  assert_prints(swapped.wrong, swapped.pairs, ".8330");
  assert_prints(swapped.sum, swapped.pairs, ".75");
  assert_root_prints(swapped.square, swapped.pairs, 2264, 3);
  assert_prints(even.wrong, even.pairs, ".8350");
  assert_int_equal(even.sum, 0);
  assert_root_prints(even.square, even.pairs, 2398, 3);
  assert_int_equal(errors_worst(&even), 8);
}

/* RMSE / n in percent: root of 10^4 / (8 n), and of 10^4 * 23 / (64 n). */
static void test_apx_popcount_relative_figures(void **state) {
  (void)state;
  const int64_t single[][2] = {{16, 884}, {64, 442}, {128, 313}, {256, 221}};
  const int64_t twice[][2] = {{16, 1499}, {64, 749}, {128, 530}, {256, 375}};
  for (int i = 0; i < 4; i++) {
    assert_root_prints(10000, 8 * single[i][0], single[i][1], 2);
    assert_root_prints(230000, 64 * twice[i][0], twice[i][1], 2);
  }
}

/* More lanes are blocks of 16: the closed forms go on. */
static void test_apx_popcount_blocks_add(void **state) {
  (void)state;
  dice_t dice = {11, 0};
  const char *wide[] = {"Lanes=64", "Lanes=64 Kind=POP_DOUBLE"};
  const char *part[] = {"Lanes=16", "Lanes=16 Kind=POP_DOUBLE"};
  for (int i = 0; i < 2; i++) {
    dut_t all = dut_new("apx_popcount", wide[i]), block = dut_new("apx_popcount", part[i]);
    for (int n = 0; n < 300; n++) {
      const uint64_t data = (uint64_t)roll(&dice, 0) << 32 | roll(&dice, 0);
      int sum = 0;
      for (int shift = 0; shift < 64; shift += 16) {
        sum += count_of(block.model, data >> shift & 0xFFFF);
      }
      assert_int_equal(count_of(all.model, data), sum);
    }
    dut_free(&all);
    dut_free(&block);
  }
}

/* OR of 16 bits: a pair is one too low if both bits are 1. Bias -8/4, MSE 4 + 8 * 3/16 = 5.5. */
static void test_apx_popcount_or_figures(void **state) {
  (void)state;
  const errors_t e = errors_all("Lanes=16 Kind=POP_OR", 16);
  assert_int_equal(e.sum, -2 * e.pairs);
  assert_int_equal(2 * e.square, 11 * e.pairs);
  assert_root_prints(e.square, e.pairs, 2345, 3);
  assert_int_equal(e.highest, 0);
  assert_int_equal(e.lowest, -8);
}

/* ---- each kind by its definition ---- */

static int by_definition(const char *kind, uint64_t data) {
  if (strcmp(kind, "POP_ANY") == 0) {
    return data != 0;
  }
  if (strcmp(kind, "POP_SATURATE") == 0) {
    return ones(data) < 7 ? ones(data) : 7; /* SatBits = 3 */
  }
  if (strcmp(kind, "POP_OR") == 0) { /* even bits are those of the pairs, and the lone one */
    return ones((data | data >> 1) & 0x5555);
  }
  return ones(data);
}

static void test_apx_popcount_other_kinds(void **state) {
  (void)state;
  const char *kinds[] = {"POP_EXACT", "POP_OR", "POP_ANY", "POP_SATURATE"};
  for (int k = 0; k < 4; k++) {
    for (int lanes = 1; lanes <= 11; lanes++) {
      char params[80];
      snprintf(params, sizeof params, "Kind=%s SatBits=3 Lanes=%d Pattern1=1", kinds[k], lanes);
      dut_t d = dut_new("apx_popcount", params);
      for (uint64_t data = 0; data < (uint64_t)1 << lanes; data++) {
        assert_int_equal(count_of(d.model, data), by_definition(kinds[k], data));
      }
      dut_free(&d);
    }
  }
}

/* 13 bits: six pairs, of which three pairs of pairs, and bit 12. */
static void test_apx_popcount_leftovers(void **state) {
  (void)state;
  dut_t d = dut_new("apx_popcount", "Lanes=13 Kind=POP_DOUBLE");
  assert_int_equal(count_of(d.model, 0x1000), 1);     /* x_12 alone */
  assert_int_equal(count_of(d.model, 0x0C00), 0);     /* p_5, an OR, meets p_4 = 0: q_2 is an AND */
  assert_int_equal(count_of(d.model, 0x1F00), 4 + 1); /* p_4 = 1, p_5 = 1 */
  dut_free(&d);
  d = dut_new("apx_popcount", "Lanes=6 Kind=POP_DOUBLE"); /* three pairs: the last is left over */
  assert_int_equal(count_of(d.model, 0x30), 2);           /* p_2 = AND of bits 4 and 5 */
  assert_int_equal(count_of(d.model, 0x10), 0);
  assert_int_equal(count_of(d.model, 0x3F), 6);
  dut_free(&d);
  d = dut_new("apx_popcount", "Lanes=3 Kind=POP_DOUBLE"); /* one pair: left over as well */
  assert_int_equal(count_of(d.model, 7), 3);
  dut_free(&d);
  d = dut_new("apx_popcount", "config=single_bit");
  assert_int_equal(count_of(d.model, 1), 1);
  dut_free(&d);
}

/* Pattern1 = 0: pair 0 through AND, pair 1 through OR; 1: the other way round. */
static void test_apx_popcount_patterns(void **state) {
  (void)state;
  dut_t d = dut_new("apx_popcount", "Lanes=4");
  assert_int_equal(count_of(d.model, 0x1), 0);
  assert_int_equal(count_of(d.model, 0x4), 2);
  dut_free(&d);
  d = dut_new("apx_popcount", "Lanes=4 Pattern1=1");
  assert_int_equal(count_of(d.model, 0x1), 2);
  assert_int_equal(count_of(d.model, 0x4), 0);
  dut_free(&d);
  d = dut_new("apx_popcount", "Lanes=4 Kind=POP_DOUBLE Pattern2=1");
  assert_int_equal(count_of(d.model, 0x4), 4); /* OR of p_0 = 0 and p_1 = 1 */
  dut_free(&d);
}

/* ---- 11: the tap ---- */

static int pairs_of(const char *params, uint64_t data) {
  dut_t d = dut_new("apx_popcount", params);
  put(&d, "data", data);
  put(&d, "in_valid", 1);
  tick(&d);
  put(&d, "data", ~data); /* the tap belongs to the transaction, not to what comes after */
  tick(&d);
  const int pairs = get(&d, "tap_pairs");
  dut_free(&d);
  return pairs;
}

static void test_apx_popcount_tap(void **state) {
  (void)state;
  assert_int_equal(pairs_of("Lanes=5", 0x14), 6); /* 1 01 00: AND 0, OR 1, lone 1 */
  assert_int_equal(pairs_of("Lanes=5 Pattern1=1", 0x14), 4);
  assert_int_equal(pairs_of("Lanes=5 Kind=POP_DOUBLE", 0x0C), 2);
  assert_int_equal(pairs_of("Lanes=5 Kind=POP_OR", 0x05), 3);
  assert_int_equal(pairs_of("Lanes=4 Kind=POP_OR", 0x08), 2); /* even: no lone bit */
  assert_int_equal(pairs_of("Lanes=5 Kind=POP_ANY", 0x1F), 0);
  assert_int_equal(pairs_of("Lanes=5 Kind=POP_EXACT", 0x1F), 0);
  assert_int_equal(pairs_of("Lanes=5 Kind=POP_SATURATE", 0x1F), 0);
  assert_int_equal(pairs_of("config=single_bit", 1), 1);
}

/* ---- trap ---- */

/* 16 ones are 16: a count 0 .. 8 read as the number itself loses the weight 2 of a pair (4 of
 * two). */
static void test_trap_lost_popcount_weight(void **state) {
  (void)state;
  dut_t d = dut_new("apx_popcount", "Lanes=16");
  assert_int_equal(count_of(d.model, 0xFFFF), 16);
  assert_int_equal(gcim_card_value(d.card, "CountBits"), 5);
  dut_free(&d);
  d = dut_new("apx_popcount", "Lanes=16 Kind=POP_DOUBLE");
  assert_int_equal(count_of(d.model, 0xFFFF), 16);
  dut_free(&d);
}

/* ---- coverage ---- */

static void test_apx_popcount_coverage(void **state) {
  (void)state;
  dut_t d = dut_new("apx_popcount", "Lanes=4");
  const uint64_t data[] = {0, 15, 1, 4, 3};
  put(&d, "in_valid", 1);
  for (int i = 0; i < 5; i++) {
    put(&d, "data", data[i]);
    tick(&d);
  }
  assert_int_equal(hits(&d, "ones.none"), 1);
  assert_int_equal(hits(&d, "ones.all"), 1);
  assert_int_equal(hits(&d, "ones.one"), 2);
  assert_int_equal(hits(&d, "ones.some"), 1);
  assert_int_equal(hits(&d, "error.none"), 3);
  assert_int_equal(hits(&d, "error.negative"), 1);
  assert_int_equal(hits(&d, "error.positive"), 1);
  dut_free(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_apx_popcount_one_edge_later),
      cmocka_unit_test(test_apx_popcount_single_mse),
      cmocka_unit_test(test_apx_popcount_double_mse),
      cmocka_unit_test(test_apx_popcount_single_figures),
      cmocka_unit_test(test_apx_popcount_double_figures),
      cmocka_unit_test(test_apx_popcount_relative_figures),
      cmocka_unit_test(test_apx_popcount_blocks_add),
      cmocka_unit_test(test_apx_popcount_or_figures),
      cmocka_unit_test(test_apx_popcount_other_kinds),
      cmocka_unit_test(test_apx_popcount_leftovers),
      cmocka_unit_test(test_apx_popcount_patterns),
      cmocka_unit_test(test_apx_popcount_tap),
      cmocka_unit_test(test_trap_lost_popcount_weight),
      cmocka_unit_test(test_apx_popcount_coverage),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
