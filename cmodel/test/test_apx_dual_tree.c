/* apx_dual_tree's cycle table and algorithm, sentence by sentence, by hand. */
#include "helper_dual.h"

/* ---- 2, 3, 4: one beat alone ---- */

/* A sum of one beat: 5 + 7 is 12, or 10 from the approximate tree. The result waits two edges. */
static void lone_beat(const char *more, int approx, int depth) {
  dut_t d = dual_new(more);
  put(&d, "rs_ready", 0);
  tick(&d);
  assert_int_equal(get(&d, "st_ready"), 1);
  assert_int_equal(get(&d, "rs_valid"), 0);
  const int sum = approx != 0 ? 10 : 12;
  const int e = send(&d, LAST | approx, 5, 7);
  const int taken = e + depth + 3;
  for (int edge = e + 1; edge <= taken + 3; edge++) {
    put(&d, "rs_ready", edge == taken);
    tick(&d);
    const bool shown = edge > e + depth && edge <= taken;
    assert_int_equal(get(&d, "st_ready"), edge > taken);
    assert_int_equal(get(&d, "rs_valid"), shown);
    assert_int_equal(cares(&d, "rs_sum"), shown);
    assert_int_equal(cares(&d, "rs_beats"), shown);
    assert_int_equal(cares(&d, "rs_approx"), shown);
    assert_int_equal(cares(&d, "rs_err"), shown);
    assert_int_equal(cares(&d, "tap_tree"), edge == e + depth);
    assert_int_equal(cares(&d, "tap_acc"), edge == e + depth + 1);
    assert_int_equal(cares(&d, "tap_err"), 1);
    assert_true(edge != e + depth || get(&d, "tap_tree") == sum);
    assert_true(edge != e + depth + 1 || get(&d, "tap_acc") == sum);
    if (shown) {
      assert_int_equal(get(&d, "rs_sum"), sum);
      assert_int_equal(get(&d, "rs_beats"), 1);
      assert_int_equal(get(&d, "rs_approx"), approx != 0);
      assert_int_equal(get(&d, "rs_err"), 0);
    }
    assert_int_equal(gcim_model_busy(d.model), edge < taken);
  }
  dut_free(&d);
}

static void test_apx_dual_tree_latency(void **state) {
  (void)state;
  lone_beat("", 0, 1);
  lone_beat("", APPROX, 1);
  lone_beat("LatAcc=4", 0, 4);
  lone_beat("LatAcc=4", APPROX, 4); /* MUX: one tree for both */
  lone_beat("LatAcc=3 LatApx=1 Realisation=GATE Columns=1", APPROX, 3);
  lone_beat("LatAcc=3 LatApx=1 Realisation=TWO", 0, 3);
  lone_beat("LatAcc=3 LatApx=1 Realisation=TWO", APPROX, 1);
  lone_beat("LatAcc=1 LatApx=4 Realisation=TWO", 0, 1);
  lone_beat("LatAcc=1 LatApx=4 Realisation=TWO", APPROX, 4);
  lone_beat("LatAcc=2 LatApx=4 Realisation=TWO", 0, 2);
}

/* A result taken at the first edge at which it is visible: the next beat two edges after that of
 * the last, plus D. */
static void test_apx_dual_tree_taken_at_once(void **state) {
  (void)state;
  dut_t d = dual_new("LatAcc=2");
  const int e = send(&d, LAST, 1, 1);
  for (int edge = e + 1; edge <= e + 3; edge++) {
    offer(&d, LAST, 7, 7); /* refused */
    assert_int_equal(get(&d, "st_ready"), 0);
    assert_int_equal(get(&d, "rs_valid"), edge == e + 3);
  }
  assert_int_equal(get(&d, "rs_sum"), 2);
  send(&d, LAST, 2, 1);
  wait_result(&d);
  assert_int_equal(get(&d, "rs_sum"), 3);
  dut_free(&d);
}

/* ---- 1, 2, 8, 9: several beats ---- */

/* Beats at e, e+1, e+3 with D = 2; the taps follow with the gap: tree sums 3, 12, 9, running sums
 * 3, 15, 24. */
static void test_apx_dual_tree_taps_follow_the_beats(void **state) {
  (void)state;
  const int tree[] = {3, 12, -1, 9}, acc[] = {3, 15, -1, 24};
  dut_t d = dual_new("LatAcc=2");
  const int e = d.edge;
  for (int edge = e; edge <= e + 8; edge++) {
    if (edge == e || edge == e + 1) {
      send(&d, 0, edge == e ? 1 : 5, edge == e ? 2 : 7);
    } else if (edge == e + 3) {
      send(&d, LAST, 4, 5);
    } else {
      tick(&d);
    }
    const int t = edge - e - 2, a = edge - e - 3; /* which beat each tap shows */
    const bool has_tree = t >= 0 && t < 4 && tree[t] >= 0, has_acc = a >= 0 && a < 4 && acc[a] >= 0;
    assert_int_equal(cares(&d, "tap_tree"), has_tree);
    assert_int_equal(cares(&d, "tap_acc"), has_acc);
    assert_true(!has_tree || get(&d, "tap_tree") == tree[t]);
    assert_true(!has_acc || get(&d, "tap_acc") == acc[a]);
    assert_int_equal(get(&d, "rs_valid"), edge == e + 6);
    if (edge == e + 6) {
      assert_int_equal(get(&d, "rs_sum"), 24);
      assert_int_equal(get(&d, "rs_beats"), 3);
    }
  }
  dut_free(&d);
}

/* 9: 257 beats count as 1; 8: 257 * 14 = 3598 is 14 modulo 256, AccWidth = 8. */
static void test_apx_dual_tree_counts_wrap(void **state) {
  (void)state;
  dut_t d = dual_new("");
  for (int i = 0; i < 257; i++) {
    send(&d, i == 256 ? LAST : 0, 7, 7);
  }
  wait_result(&d);
  assert_int_equal(get(&d, "rs_beats"), 1);
  assert_int_equal(get(&d, "rs_sum"), 14);
  dut_free(&d);
}

/* ---- 1: a dropped sum ---- */

/* D = 3. Beats of the first sum at e and e+1, dropped by first = 1 at e+3: at that edge the first
 * beat's tree sum is still visible, its second never. */
static void test_apx_dual_tree_dropped_sum(void **state) {
  (void)state;
  dut_t d = dual_new("LatAcc=3");
  const int e = send(&d, FIRST, 1, 0);
  send(&d, 0, 2, 0);
  tick(&d);
  send(&d, FIRST, 3, 3); /* edge e+3 */
  assert_int_equal(cares(&d, "tap_tree"), 1);
  assert_int_equal(get(&d, "tap_tree"), 1);
  send(&d, LAST, 4, 4);
  for (int edge = e + 5; edge <= e + 12; edge++) {
    tick(&d);
    assert_int_equal(cares(&d, "tap_tree"), edge == e + 6 || edge == e + 7);
    assert_int_equal(cares(&d, "tap_acc"), edge == e + 7 || edge == e + 8);
    assert_int_equal(get(&d, "rs_valid"), edge == e + 8);
    if (edge == e + 8) {
      assert_int_equal(get(&d, "tap_acc"), 14);
      assert_int_equal(get(&d, "rs_sum"), 14);
      assert_int_equal(get(&d, "rs_beats"), 2);
    }
  }
  dut_free(&d);
}

/* TWO: an accurate sum (D = 4) dropped by an approximate one (D = 1) that overtakes it. */
static void test_apx_dual_tree_dropped_by_a_faster_sum(void **state) {
  (void)state;
  dut_t d = dual_new("Realisation=TWO LatAcc=4 LatApx=1");
  send(&d, FIRST, 7, 7);
  send(&d, 0, 7, 7);
  const int e = send(&d, FIRST | LAST | APPROX, 3, 3);
  for (int edge = e + 1; edge <= e + 7; edge++) {
    tick(&d);
    assert_int_equal(cares(&d, "tap_tree"), edge == e + 1);
    assert_int_equal(cares(&d, "tap_acc"), edge == e + 2);
    assert_int_equal(get(&d, "rs_valid"), edge == e + 2);
    if (edge == e + 2) {
      assert_int_equal(get(&d, "rs_sum"), 4);
      assert_int_equal(get(&d, "rs_beats"), 1);
      assert_int_equal(get(&d, "rs_approx"), 1);
      assert_int_equal(get(&d, "rs_err"), 0); /* 10: not a mode change */
    }
  }
  dut_free(&d);
}

/* The beats of a sum whose result was taken do not come back on the taps of a slower sum. */
static void test_apx_dual_tree_slower_sum_follows(void **state) {
  (void)state;
  dut_t d = dual_new("Realisation=TWO LatAcc=4 LatApx=1");
  send(&d, LAST | APPROX, 3, 3);
  tick(&d);
  tick(&d); /* taken */
  const int e = send(&d, LAST, 5, 5);
  for (int edge = e + 1; edge <= e + 5; edge++) {
    tick(&d);
    assert_int_equal(cares(&d, "tap_tree"), edge == e + 4);
    assert_int_equal(cares(&d, "tap_acc"), edge == e + 5);
    assert_int_equal(get(&d, "rs_valid"), edge == e + 5);
  }
  assert_int_equal(get(&d, "rs_sum"), 10);
  dut_free(&d);
}

/* ---- 10: mode change in mid-sum ---- */

/* Accurate 1 + 1, then a beat that says approximate: 3 + 3 = 6 all the same. The error stays. */
static void test_apx_dual_tree_mode_change(void **state) {
  (void)state;
  dut_t d = dual_new("");
  send(&d, LAST, 1, 1);
  wait_result(&d);
  assert_int_equal(get(&d, "rs_err"), 0);
  send(&d, FIRST, 1, 1);
  send(&d, APPROX, 3, 3);
  assert_int_equal(get(&d, "tap_err"), 0); /* at the edge of the accept */
  tick(&d);
  assert_int_equal(get(&d, "tap_err"), 1);
  send(&d, LAST, 1, 0);
  wait_result(&d);
  assert_int_equal(get(&d, "rs_sum"), 9);
  assert_int_equal(get(&d, "rs_approx"), 0);
  assert_int_equal(get(&d, "rs_err"), 1);
  send(&d, LAST, 1, 0);
  wait_result(&d);
  assert_int_equal(get(&d, "rs_err"), 1);
  tick_reset(&d);
  assert_int_equal(get(&d, "tap_err"), 0);
  send(&d, LAST, 1, 0);
  wait_result(&d);
  assert_int_equal(get(&d, "rs_err"), 0);
  dut_free(&d);
}

/* The last beat itself may be the wrong one: its own result says so. Approximate 2, then 3 + 3
 * counted as 4. */
static void test_apx_dual_tree_mode_change_in_the_last_beat(void **state) {
  (void)state;
  dut_t d = dual_new("");
  send(&d, APPROX, 3, 1);
  send(&d, LAST, 3, 3);
  wait_result(&d);
  assert_int_equal(get(&d, "rs_sum"), 6);
  assert_int_equal(get(&d, "rs_approx"), 1);
  assert_int_equal(get(&d, "rs_err"), 1);
  dut_free(&d);
}

/* ---- 5: reset ---- */

static void test_apx_dual_tree_reset(void **state) {
  (void)state;
  dut_t d = dual_new("LatAcc=2");
  send(&d, 0, 7, 7);
  send(&d, 0, 7, 7);
  put(&d, "st_valid", 1);
  put(&d, "st_last", 1);
  tick_reset(&d); /* drops the running sum; nothing is accepted */
  assert_int_equal(get(&d, "st_ready"), 1);
  assert_int_equal(get(&d, "rs_valid"), 0);
  assert_int_equal(cares(&d, "tap_tree"), 0);
  const int e = send(&d, LAST, 1, 1); /* without first: there is no sum to join */
  for (int edge = e + 1; edge <= e + 2; edge++) {
    tick(&d);
    assert_int_equal(cares(&d, "tap_tree"), edge == e + 2);
    assert_int_equal(cares(&d, "tap_acc"), 0);
  }
  put(&d, "rs_ready", 0);
  wait_result(&d);
  assert_int_equal(get(&d, "rs_sum"), 2);
  assert_int_equal(get(&d, "rs_beats"), 1);
  tick_reset(&d); /* drops the result */
  assert_int_equal(get(&d, "rs_valid"), 0);
  assert_int_equal(get(&d, "st_ready"), 1);
  assert_int_equal(gcim_model_busy(d.model), 0);
  for (int i = 0; i < 5; i++) {
    tick(&d);
    assert_int_equal(get(&d, "rs_valid"), 0);
  }
  dut_free(&d);
}

/* ---- 6, 7, 8: the numbers ---- */

/* One sum of one beat of any lanes. */
static uint64_t sum_of(dut_t *d, bool approx, const uint32_t *data, int acc_width) {
  const gcim_signal_t *signal = &d->card->signals[sig(d, "st_data")];
  put(d, "rs_ready", 1);
  put(d, "st_valid", 1);
  put(d, "st_first", 1);
  put(d, "st_last", 1);
  put(d, "st_approx", approx);
  memcpy(d->image + signal->word, data, (size_t)signal->words * sizeof *data);
  tick(d);
  put(d, "st_valid", 0);
  wait_result(d);
  return get_at(d, "rs_sum", 0, acc_width);
}

/* Comp is added once to an approximate sum, whatever its number of beats, never to an accurate one:
 * 2 + 2 - 5 = -1, 255 modulo 256; + 5: 9. The tap shows the beats alone. */
static void test_apx_dual_tree_constant(void **state) {
  (void)state;
  dut_t d = dual_new("Comp=5 CompNegative=1");
  send(&d, APPROX, 3, 1);
  send(&d, APPROX | LAST, 1, 2);
  wait_result(&d);
  assert_int_equal(get(&d, "rs_sum"), 255);
  assert_int_equal(get(&d, "tap_acc"), 4);
  send(&d, LAST, 1, 2);
  wait_result(&d);
  assert_int_equal(get(&d, "rs_sum"), 3);
  dut_free(&d);
  d = dual_new("Comp=5");
  send(&d, APPROX, 3, 1);
  send(&d, APPROX | LAST, 1, 2);
  wait_result(&d);
  assert_int_equal(get(&d, "rs_sum"), 9);
  dut_free(&d);
}

/* Lanes -3 and 2 of 3 bits, S = 4: -1, in the accumulator too (8 bits: 255). GATE with two columns:
 * -3 = 101 -> -4, 2 = 010 -> 0. */
static void test_apx_dual_tree_signed_gate(void **state) {
  (void)state;
  const uint32_t data = 0x15;
  dut_t d = dut_new("apx_dual_tree", "Lanes=2 Width=3 K=0 Columns=2 Realisation=GATE AccWidth=8");
  assert_int_equal(sum_of(&d, false, &data, 8), 255);
  assert_int_equal(sum_of(&d, true, &data, 8), 252);
  dut_free(&d);
  d = dut_new("apx_dual_tree",
              "Lanes=2 Width=3 K=0 Columns=2 Realisation=GATE AccWidth=8 Scheme=SCHEME_UNSIGNED");
  assert_int_equal(sum_of(&d, false, &data, 8), 7);
  assert_int_equal(sum_of(&d, true, &data, 8), 4);
  dut_free(&d);
}

/* The card's parameters are those of the approximate tree; accurate sums are exact. */
static void check_trees(const char *params, gcim_tree_t *tree, int64_t comp) {
  dut_t d = dut_new("apx_dual_tree", params);
  const int acc_width = (int)gcim_card_value(d.card, "AccWidth");
  const int sum_bits = gcim_tree_sum_bits(tree);
  dice_t dice = {5, 0};
  uint32_t data[16];
  for (int i = 0; i < 300; i++) {
    for (int w = 0; w < 16; w++) {
      data[w] = roll(&dice, 0);
    }
    int64_t sum = (int64_t)tree_sum(tree, data, NULL);
    if (tree->scheme == GCIM_SCHEME_EXTEND && sum >> (sum_bits - 1) != 0) {
      sum -= INT64_C(1) << sum_bits;
    }
    assert_int_equal(sum_of(&d, true, data, acc_width), modulo(sum + comp, acc_width));
    assert_int_equal(sum_of(&d, false, data, acc_width), modulo(plain_sum(tree, data), acc_width));
  }
  dut_free(&d);
}

static void test_apx_dual_tree_approximate_trees(void **state) {
  (void)state;
  gcim_tree_t tree = tree_new(GCIM_BINARY, GCIM_SCHEME_EXTEND, 16, 8);
  set_levels(&tree, 1, 4, GCIM_ADD_LOA, 1);
  check_trees("", &tree, 0);
  tree = tree_new(GCIM_BINARY, GCIM_SCHEME_EXTEND, 3, 3);
  set_levels(&tree, 1, 2, GCIM_ADD_LOA, 2);
  check_trees("config=tiny", &tree, 1);
  tree = tree_new(GCIM_BINARY, GCIM_SCHEME_EXTEND, 8, 4);
  set_levels(&tree, 1, 3, GCIM_ADD_LOA, 3);
  check_trees("config=two", &tree, -5);
  tree = tree_new(GCIM_CARRY_SAVE, GCIM_SCHEME_UNSIGNED, 5, 4);
  set_cells(&tree, 3, (gcim_fa_t){0x82, 0xEC}); /* AMA1 */
  set_levels(&tree, 0, 0, GCIM_ADD_CHAIN, 2);
  tree.level[0].cell = tree.cell[0];
  check_trees("config=two_slow", &tree, 0);
  tree = tree_new(GCIM_CARRY_SAVE, GCIM_SCHEME_EXTEND, 12, 7);
  set_cells(&tree, 4, AMA5);
  check_trees("config=cells", &tree, 0);
  tree = tree_new(GCIM_BINARY, GCIM_SCHEME_UNSIGNED, 6, 4);
  set_levels(&tree, 1, 3, GCIM_ADD_OLOCA, 3);
  tree.level[1].m = tree.level[2].m = tree.level[3].m = 2;
  check_trees("Lanes=6 Width=4 Scheme=SCHEME_UNSIGNED Adder=ADD_OLOCA K=3 M=2", &tree, 0);
  tree = tree_new(GCIM_CARRY_SAVE, GCIM_SCHEME_UNSIGNED, 6, 4);
  set_cells(&tree, 2, ROTATED);
  check_trees(
      "Lanes=6 Width=4 Scheme=SCHEME_UNSIGNED Topology=CARRY_SAVE Columns=2 K=0 "
      "Cell=1 UserS=170 UserC=204",
      &tree, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_apx_dual_tree_latency),
      cmocka_unit_test(test_apx_dual_tree_taken_at_once),
      cmocka_unit_test(test_apx_dual_tree_taps_follow_the_beats),
      cmocka_unit_test(test_apx_dual_tree_counts_wrap),
      cmocka_unit_test(test_apx_dual_tree_dropped_sum),
      cmocka_unit_test(test_apx_dual_tree_dropped_by_a_faster_sum),
      cmocka_unit_test(test_apx_dual_tree_slower_sum_follows),
      cmocka_unit_test(test_apx_dual_tree_mode_change),
      cmocka_unit_test(test_apx_dual_tree_mode_change_in_the_last_beat),
      cmocka_unit_test(test_apx_dual_tree_reset),
      cmocka_unit_test(test_apx_dual_tree_constant),
      cmocka_unit_test(test_apx_dual_tree_signed_gate),
      cmocka_unit_test(test_apx_dual_tree_approximate_trees),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
