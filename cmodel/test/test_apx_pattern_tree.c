/* The dual tree for frequent patterns: lossless by definition, hit rates of the published
 * densities. */
#include <stdio.h>

#include "helper_apx.h"

static int ones(uint64_t data) {
  int count = 0;
  for (; data != 0; data &= data - 1) {
    count++;
  }
  return count;
}

/* One transaction of up to 64 lanes. */
typedef struct {
  uint32_t sum, miss, hits;
} answer_t;

static answer_t answer_of(const gcim_model_t *model, uint64_t data) {
  const uint32_t words[2] = {(uint32_t)data, (uint32_t)(data >> 32)};
  answer_t r = {0};
  const uint32_t *const in[] = {words};
  uint32_t *const out[] = {&r.sum, &r.miss, &r.hits};
  assert_int_equal(gcim_model_eval(model, in, out), GCIM_OK);
  return r;
}

/* ---- cycles ---- */

static void test_apx_pattern_tree_one_edge_later(void **state) {
  (void)state;
  check_one_edge_later("apx_pattern_tree", "sum", "tap_hit");
  check_one_edge_later("apx_pattern_tree", "miss", "tap_small");
}

/* ---- SELECT and LOSSY ---- */

/* SELECT counts exactly: 1 to 12 lanes, every size, limit and three sets of patterns. */
static void test_apx_pattern_tree_select_is_exact(void **state) {
  (void)state;
  const char *sets[] = {"", "Set0=0 Set1=21845 Set2=0 Set3=3", "config=learned"};
  for (int i = 0; i < 12 * 6 * 7; i++) {
    const int lanes = i % 12 + 1, size = i / 12 % 6 + 1, limit = i / 72;
    char params[120];
    snprintf(params, sizeof params, "%s Lanes=%d Size=%d Limit=%d", sets[i % 3], lanes, size,
             limit);
    dut_t d = dut_new("apx_pattern_tree", params);
    for (uint64_t data = 0; data < (uint64_t)1 << lanes; data++) {
      assert_int_equal(answer_of(d.model, data).sum, ones(data));
    }
    dut_free(&d);
  }
}

/* LOSSY counts at most Limit ones in a group. 10 lanes in groups of 4: 4, 4 and 2. */
static void test_apx_pattern_tree_lossy(void **state) {
  (void)state;
  for (int limit = 0; limit <= 4; limit++) {
    char params[80];
    snprintf(params, sizeof params, "Lanes=10 Size=4 Limit=%d Policy=LOSSY", limit);
    dut_t d = dut_new("apx_pattern_tree", params);
    for (uint64_t data = 0; data < 1024; data++) {
      const int group[] = {ones(data & 15), ones(data >> 4 & 15), ones(data >> 8)};
      int sum = 0, hit = 0;
      for (int j = 0; j < 3; j++) {
        sum += group[j] < limit ? group[j] : limit;
        hit += group[j] <= limit;
      }
      const answer_t r = answer_of(d.model, data);
      assert_int_equal(r.sum, sum);
      assert_int_equal(r.hits, hit);
      assert_int_equal(r.miss, hit != 3);
    }
    dut_free(&d);
  }
}

/* ---- 5, 6: patterns ---- */

/* A frequent pattern is in the set and has at most Limit ones. Size 6: Set0 holds patterns 0..15,
 * Set1 16..31, Set2 32..47, Set3 48..63. */
static void test_apx_pattern_tree_sets(void **state) {
  (void)state;
  const char *sets[] = {"Set0=2 Set1=0 Set2=0 Set3=0", "Set0=0 Set1=8 Set2=0 Set3=0",
                        "Set0=0 Set1=0 Set2=32768 Set3=0", "Set0=0 Set1=0 Set2=0 Set3=32768"};
  const uint64_t only[] = {1, 19, 47, 63};
  for (int s = 0; s < 4; s++) {
    for (int limit = 0; limit <= 6; limit++) {
      char params[120];
      snprintf(params, sizeof params, "Lanes=6 Size=6 Limit=%d %s", limit, sets[s]);
      dut_t d = dut_new("apx_pattern_tree", params);
      for (uint64_t data = 0; data < 64; data++) {
        const int hit = data == only[s] && ones(data) <= limit;
        assert_int_equal(answer_of(d.model, data).hits, hit);
        assert_int_equal(answer_of(d.model, data).miss, 1 - hit);
      }
      dut_free(&d);
    }
  }
}

/* Group j holds bits j*Size and up; lanes that are missing in the last one are 0. */
static void test_apx_pattern_tree_taps(void **state) {
  (void)state;
  dut_t d = dut_new("apx_pattern_tree", "Lanes=11 Size=3"); /* groups of 3, 3, 3 and 2 */
  put(&d, "in_valid", 1);
  put(&d, "data", 0x43D); /* 10 000 111 101, the last with its missing lane 010 */
  tick(&d);
  put(&d, "data", 0x600); /* 11 000 000 000 */
  tick(&d);
  assert_int_equal(get(&d, "tap_hit"), 0xC); /* 10 and 000 have at most one 1 */
  assert_int_equal(get(&d, "tap_small"), 3); /* 1 + 1 + 0 + 1 */
  assert_int_equal(get(&d, "sum"), 6);
  assert_int_equal(get(&d, "hits"), 2);
  assert_int_equal(get(&d, "miss"), 1);
  tick(&d);
  assert_int_equal(get(&d, "tap_hit"), 0x7);
  assert_int_equal(get(&d, "tap_small"), 1);
  assert_int_equal(get(&d, "sum"), 2);
  dut_free(&d);
}

/* ---- hit rates ---- */

/* Probability of a hit of all groups, times `whole`^lanes, if a bit is 1 with probability
 * one / whole: every input weighted by hand. */
static int64_t hit_weight(const char *params, int lanes, int64_t one, int64_t whole) {
  dut_t d = dut_new("apx_pattern_tree", params);
  int64_t weight = 0;
  for (uint64_t data = 0; data < (uint64_t)1 << lanes; data++) {
    int64_t w = answer_of(d.model, data).miss == 0;
    for (int i = 0; i < lanes; i++) {
      w *= (data >> i & 1) != 0 ? one : whole - one;
    }
    weight += w;
  }
  dut_free(&d);
  return weight;
}

/* n-th power of weight / whole, in units of 10^-12, cut: at most n units too low. */
static int64_t power(int64_t weight, int64_t whole, int n) {
  int64_t p = INT64_C(1000000000000);
  for (int i = 0; i < n; i++) {
    p = p / 10000 * weight / (whole / 10000) + p % 10000 * weight / whole;
  }
  return p;
}

/* Density .1, groups of 4, at most one 1: one group hits 94.8 %, (9^4 + 4 * 9^3) / 10^4; all 16 of
 * 64 lanes 42.3 %. */
static void test_apx_pattern_tree_hit_rate_of_a_tenth(void **state) {
  (void)state;
  const int64_t one = hit_weight("Lanes=4", 4, 1, 10);
  assert_int_equal(one, 6561 + 4 * 729);
  assert_prints(100 * one, 10000, "94.8");
  assert_int_equal(hit_weight("Lanes=8", 8, 1, 10), one * one); /* groups are independent */
  assert_prints(100 * (power(one, 10000, 16) / 1000), INT64_C(1000000000), "42.3");
}

/* Density .25: (3^4 + 4 * 3^3) / 4^4 = 73.8 %, all 16 groups .8 %. */
static void test_apx_pattern_tree_hit_rate_of_a_quarter(void **state) {
  (void)state;
  const int64_t one = hit_weight("Lanes=4", 4, 1, 4);
  assert_int_equal(one, 81 + 4 * 27);
  assert_prints(100 * one, 256, "73.8");
  assert_int_equal(hit_weight("Lanes=12", 12, 1, 4), one * one * one);
  const int64_t scaled = one * 625 / 16; /* of 10000: 7382.8, cut to 7382; 7383 is above */
  assert_true(power(scaled, 10000, 16) * 100 > INT64_C(750000000000));
  assert_true(power(scaled + 1, 10000, 16) * 100 < INT64_C(850000000000));
}

/* ---- coverage ---- */

static void test_apx_pattern_tree_coverage(void **state) {
  (void)state;
  dut_t d = dut_new("apx_pattern_tree", "Lanes=8 Policy=LOSSY");
  const uint64_t data[] = {0x11, 0x13, 0x33};
  put(&d, "in_valid", 1);
  for (int i = 0; i < 3; i++) {
    put(&d, "data", data[i]);
    tick(&d);
  }
  assert_int_equal(hits(&d, "hit_rate.all"), 1);
  assert_int_equal(hits(&d, "hit_rate.some"), 1);
  assert_int_equal(hits(&d, "hit_rate.none"), 1);
  assert_int_equal(hits(&d, "error.none"), 1);
  assert_int_equal(hits(&d, "error.negative"), 2);
  dut_free(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_apx_pattern_tree_one_edge_later),
      cmocka_unit_test(test_apx_pattern_tree_select_is_exact),
      cmocka_unit_test(test_apx_pattern_tree_lossy),
      cmocka_unit_test(test_apx_pattern_tree_sets),
      cmocka_unit_test(test_apx_pattern_tree_taps),
      cmocka_unit_test(test_apx_pattern_tree_hit_rate_of_a_tenth),
      cmocka_unit_test(test_apx_pattern_tree_hit_rate_of_a_quarter),
      cmocka_unit_test(test_apx_pattern_tree_coverage),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
