/* apx_pattern_replay, sentence by sentence. Edges are counted by dut_t.edge. */
#include <stdio.h>

#include "helper_apx.h"

static int ones(uint64_t data) {
  int count = 0;
  for (; data != 0; data &= data - 1) {
    count++;
  }
  return count;
}

/* Offer data of up to 64 lanes at the next edge, which must accept it; returns that edge. */
static int start(dut_t *d, uint64_t data) {
  const int edge = d->edge;
  put(d, "st_valid", 1);
  put(d, "st_data", data);
  tick(d);
  assert_int_equal(get(d, "st_ready"), 1);
  put(d, "st_valid", 0);
  put(d, "st_data", ~data); /* what was accepted is kept */
  return edge;
}

/* From idle to idle, answer taken at once: sum, cycles, hits; and when it came. */
static void check_one(dut_t *d, uint64_t data, int misses, int replays, int hit_groups) {
  const int e = start(d, data);
  put(d, "rs_ready", 1);
  for (int edge = e + 1; edge < e + 2 + replays; edge++) {
    tick(d);
    assert_int_equal(get(d, "rs_valid"), 0);
    assert_int_equal(get(d, "st_ready"), 0);
    assert_int_equal(cares(d, "tap_open"), 1);
    assert_int_equal(ones((uint64_t)get(d, "tap_open")), replays == misses ? misses - (edge - e - 1)
                                                         : edge == e + 1   ? misses
                                                                           : 0);
  }
  tick(d);
  assert_int_equal(get(d, "rs_valid"), 1); /* 2: edge e + 2 + m */
  assert_int_equal(cares(d, "tap_open"), 0);
  assert_int_equal(get(d, "rs_sum"), ones(data));
  assert_int_equal(get(d, "rs_cycles"), 1 + replays);
  assert_int_equal(get(d, "rs_hits"), hit_groups);
}

/* ---- 1 to 4: cycles ---- */

/* 12 lanes in groups of 4, at most one 1: 0111 0001 0011, the groups 0 and 2 miss. `open` and
 * `partial` are the taps from edge e + 1 on. */
static void lone(const char *replay, int m, const int *open, const int *partial) {
  char params[60];
  snprintf(params, sizeof params, "Lanes=12 Replay=%s", replay);
  dut_t d = dut_new("apx_pattern_replay", params);
  tick(&d);
  assert_int_equal(get(&d, "st_ready"), 1);
  assert_int_equal(cares(&d, "tap_open"), 0);
  assert_int_equal(cares(&d, "tap_partial"), 0);
  const int e = start(&d, 0x713);
  for (int edge = e + 1; edge <= e + 2 + m + 3; edge++) {
    tick(&d);
    const bool answers = edge >= e + 2 + m; /* nobody takes it */
    assert_int_equal(get(&d, "st_ready"), 0);
    assert_int_equal(get(&d, "rs_valid"), answers);
    assert_int_equal(cares(&d, "rs_sum"), answers);
    assert_int_equal(cares(&d, "rs_cycles"), answers);
    assert_int_equal(cares(&d, "rs_hits"), answers);
    assert_int_equal(cares(&d, "tap_open"), !answers);
    assert_int_equal(cares(&d, "tap_partial"), !answers);
    if (!answers) {
      assert_int_equal(get(&d, "tap_open"), open[edge - e - 1]);
      assert_int_equal(get(&d, "tap_partial"), partial[edge - e - 1]);
    } else {
      assert_int_equal(get(&d, "rs_sum"), 6);
      assert_int_equal(get(&d, "rs_cycles"), 1 + m);
      assert_int_equal(get(&d, "rs_hits"), 1);
    }
  }
  dut_free(&d);
}

static void test_apx_pattern_replay_latency(void **state) {
  (void)state;
  lone("REPLAY_GROUP", 2, (const int[]){5, 4, 0}, (const int[]){1, 3, 6});
  lone("REPLAY_ALL", 1, (const int[]){5, 0}, (const int[]){1, 6});
}

/* No miss: visible at e + 2, nothing open. */
static void test_apx_pattern_replay_without_miss(void **state) {
  (void)state;
  dut_t d = dut_new("apx_pattern_replay", "Lanes=12");
  const int e = start(&d, 0x841);
  tick(&d);
  assert_int_equal(get(&d, "tap_open"), 0);
  assert_int_equal(get(&d, "tap_partial"), 3);
  tick(&d);
  assert_int_equal(d.edge - 1, e + 2);
  assert_int_equal(get(&d, "rs_valid"), 1);
  assert_int_equal(get(&d, "rs_sum"), 3);
  assert_int_equal(get(&d, "rs_cycles"), 1);
  assert_int_equal(get(&d, "rs_hits"), 3);
  dut_free(&d);
}

/* 3: the answer stays; a start waits for the edge after it is taken. */
static void test_apx_pattern_replay_answer_stays_until_taken(void **state) {
  (void)state;
  dut_t d = dut_new("apx_pattern_replay", "Lanes=12");
  const int e = start(&d, 0x841);
  put(&d, "st_valid", 1);
  put(&d, "st_data", 0x100);
  while (d.edge < e + 6) {
    tick(&d);
    assert_int_equal(get(&d, "st_ready"), 0);
  }
  assert_int_equal(get(&d, "rs_sum"), 3);
  put(&d, "rs_ready", 1);
  tick(&d); /* edge t */
  assert_int_equal(get(&d, "rs_valid"), 1);
  assert_int_equal(get(&d, "st_ready"), 0);
  tick(&d); /* edge t + 1 */
  assert_int_equal(get(&d, "rs_valid"), 0);
  assert_int_equal(cares(&d, "rs_sum"), 0);
  assert_int_equal(get(&d, "st_ready"), 1);
  put(&d, "st_valid", 0);
  tick(&d);
  tick(&d);
  assert_int_equal(get(&d, "rs_valid"), 1);
  assert_int_equal(get(&d, "rs_sum"), 1);
  dut_free(&d);
}

/* 5. */
static void test_apx_pattern_replay_reset(void **state) {
  (void)state;
  for (int after = 0; after <= 6; after++) { /* counting for three edges, then an answer */
    dut_t d = dut_new("apx_pattern_replay", "Lanes=12");
    start(&d, 0x713);
    for (int i = 0; i < after; i++) {
      tick(&d);
    }
    assert_int_equal(gcim_model_busy(d.model), 1);
    put(&d, "st_valid", 1);
    tick_reset(&d); /* nothing is accepted under reset */
    assert_int_equal(get(&d, "st_ready"), 1);
    assert_int_equal(get(&d, "rs_valid"), 0);
    assert_int_equal(cares(&d, "tap_open"), 0);
    put(&d, "st_valid", 0);
    for (int i = 0; i < 6; i++) {
      tick(&d);
      assert_int_equal(get(&d, "st_ready"), 1);
      assert_int_equal(get(&d, "rs_valid"), 0);
    }
    check_one(&d, 0x730, 2, 2, 1); /* nothing is left of the first */
    dut_free(&d);
  }
}

/* ---- 6 to 9: numbers ---- */

/* Every input of 1 to 9 lanes, sizes 1 to 4, limits 0 to 2, both kinds of replay. */
static void check_all(int lanes, int size, int limit, bool whole) {
  char params[80];
  snprintf(params, sizeof params, "Lanes=%d Size=%d Limit=%d Replay=%s", lanes, size, limit,
           whole ? "REPLAY_ALL" : "REPLAY_GROUP");
  dut_t d = dut_new("apx_pattern_replay", params);
  const int groups = (lanes + size - 1) / size;
  for (uint64_t data = 0; data < (uint64_t)1 << lanes; data++) {
    int misses = 0;
    for (int first = 0; first < lanes; first += size) {
      misses += ones(data >> first & (((uint64_t)1 << size) - 1)) > limit;
    }
    check_one(&d, data, misses, whole && misses > 1 ? 1 : misses, groups - misses);
  }
  dut_free(&d);
}

static void test_apx_pattern_replay_every_input(void **state) {
  (void)state;
  for (int lanes = 1; lanes <= 9; lanes += 2) {
    for (int size = 1; size <= 4; size++) {
      for (int limit = 0; limit <= 2; limit++) {
        check_all(lanes, size, limit, false);
        check_all(lanes, size, limit, true);
      }
    }
  }
}

/* 6: a frequent pattern is in the set as well. Only pattern 3 (two ones) and 0 are. */
static void test_apx_pattern_replay_set(void **state) {
  (void)state;
  dut_t d = dut_new("apx_pattern_replay", "Lanes=8 Limit=2 Set0=9");
  check_one(&d, 0x33, 0, 0, 2);
  check_one(&d, 0x31, 1, 1, 1); /* one 1 only, but not in the set */
  check_one(&d, 0xC0, 1, 1, 1);
  dut_free(&d);
}

/* 64 lanes in groups of 4, at most one 1: all ones miss 16 times. */
static void test_apx_pattern_replay_all_groups(void **state) {
  (void)state;
  dut_t d = dut_new("apx_pattern_replay", "");
  check_one(&d, UINT64_MAX, 16, 16, 0);
  check_one(&d, 0x1111111111111111, 0, 0, 16);
  check_one(&d, 0x3111111111111111, 1, 1, 15);
  dut_free(&d);
}

/* 1024 lanes, one a group, none frequent but 0: cycles up to 1025. */
static void test_apx_pattern_replay_widest(void **state) {
  (void)state;
  dut_t d = dut_new("apx_pattern_replay", "Lanes=1024 Size=1 Limit=0");
  for (int i = 0; i < 1024; i += 32) {
    put_at(&d, "st_data", i, 32, 0xFFFFFFFF);
  }
  put(&d, "st_valid", 1);
  tick(&d);
  put(&d, "st_valid", 0);
  for (int edge = 1; edge <= 1025; edge++) {
    tick(&d);
    assert_int_equal(get(&d, "rs_valid"), 0);
  }
  tick(&d);
  assert_int_equal(get(&d, "rs_valid"), 1);
  assert_int_equal(get(&d, "rs_sum"), 1024);
  assert_int_equal(get(&d, "rs_cycles"), 1025);
  assert_int_equal(get(&d, "rs_hits"), 0);
  dut_free(&d);
}

/* ---- coverage ---- */

static void test_apx_pattern_replay_coverage(void **state) {
  (void)state;
  dut_t d = dut_new("apx_pattern_replay", "Lanes=12 Replay=REPLAY_ALL");
  check_one(&d, 0, 0, 0, 3);
  check_one(&d, 3, 1, 1, 2);
  check_one(&d, 0x33, 2, 1, 1); /* by groups that miss, whatever the replay */
  check_one(&d, 0x333, 3, 1, 0);
  assert_int_equal(hits(&d, "replay.none"), 1);
  assert_int_equal(hits(&d, "replay.one"), 1);
  assert_int_equal(hits(&d, "replay.several"), 1);
  assert_int_equal(hits(&d, "replay.all_groups"), 1);
  assert_int_equal(hits(&d, "start.accepted"), 4);
  const uint64_t before = hits(&d, "reset.result_waiting");
  put(&d, "rs_ready", 0);
  start(&d, 0);
  tick(&d);
  put(&d, "st_valid", 1);
  tick(&d);
  tick(&d);
  assert_int_equal(hits(&d, "start.refused_result"), 2);
  assert_int_equal(gcim_model_reset(d.model), GCIM_OK);
  assert_int_equal(hits(&d, "reset.result_waiting"), before + 1);
  dut_free(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_apx_pattern_replay_latency),
      cmocka_unit_test(test_apx_pattern_replay_without_miss),
      cmocka_unit_test(test_apx_pattern_replay_answer_stays_until_taken),
      cmocka_unit_test(test_apx_pattern_replay_reset),
      cmocka_unit_test(test_apx_pattern_replay_every_input),
      cmocka_unit_test(test_apx_pattern_replay_set),
      cmocka_unit_test(test_apx_pattern_replay_all_groups),
      cmocka_unit_test(test_apx_pattern_replay_widest),
      cmocka_unit_test(test_apx_pattern_replay_coverage),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
