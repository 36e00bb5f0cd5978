/* apx_gear_fix, sentence by sentence. Edges are counted by dut_t.edge. */
#include <stdio.h>

#include "helper_apx.h"

/* Offer an addition at the next edge, which must accept it; returns that edge. */
static int start(dut_t *d, uint64_t a, uint64_t b, int limit) {
  const int edge = d->edge;
  put(d, "st_valid", 1);
  put(d, "st_a", a);
  put(d, "st_b", b);
  put(d, "st_limit", (uint64_t)limit);
  tick(d);
  assert_int_equal(get(d, "st_ready"), 1);
  put(d, "st_valid", 0);
  put(d, "st_a", ~a); /* what was accepted is kept */
  put(d, "st_b", a);
  put(d, "st_limit", (uint64_t)(63 - limit));
  return edge;
}

typedef struct {
  uint64_t low; /* the low 64 bits of rs_sum */
  int top;      /* bit W of it */
  int fixes, wrong;
} result_t;

static result_t result_of(dut_t *d, int width) {
  return (result_t){.low = get_at(d, "rs_sum", 0, width),
                    .top = (int)get_at(d, "rs_sum", width, 1),
                    .fixes = get(d, "rs_fixes"),
                    .wrong = get(d, "rs_wrong")};
}

/* An addition from idle to idle, answer taken at once. */
static result_t run(dut_t *d, int width, uint64_t a, uint64_t b, int limit) {
  const int e = start(d, a, b, limit);
  put(d, "rs_ready", 1);
  do {
    tick(d);
    assert_true(d->edge < e + 80);
  } while (get(d, "rs_valid") == 0);
  const result_t r = result_of(d, width);
  assert_int_equal(d->edge - 1, e + 2 + r.fixes); /* 2: visible at edge e + 2 + k */
  return r;
}

/* ---- 1, 2, 4: cycles of one addition ---- */

/* tiny: Width 4, R = P = 1; sub-adders of bits 0-1, 1-2, 2-3. 0111 + 0001: the first gives a carry,
 * bit 1 propagates: flag 1. Corrected, the second gives one, bit 2 propagates: flag 2. */
static void lone(int limit, const int *flags, int k, int sum, int wrong) {
  dut_t d = dut_new("apx_gear_fix", "config=tiny");
  tick(&d);
  assert_int_equal(get(&d, "st_ready"), 1);
  const int e = start(&d, 7, 1, limit);
  for (int edge = e + 1; edge <= e + 2 + k + 3; edge++) {
    tick(&d);
    const bool answers = edge >= e + 2 + k; /* nobody takes it */
    assert_int_equal(get(&d, "st_ready"), 0);
    assert_int_equal(get(&d, "rs_valid"), answers);
    assert_int_equal(cares(&d, "rs_sum"), answers);
    assert_int_equal(cares(&d, "rs_fixes"), answers);
    assert_int_equal(cares(&d, "rs_wrong"), answers);
    assert_int_equal(cares(&d, "tap_flags"), edge <= e + 1 + k);
    if (!answers) {
      assert_int_equal(get(&d, "tap_flags"), flags[edge - e - 1]);
    } else {
      assert_int_equal(get(&d, "rs_sum"), sum);
      assert_int_equal(get(&d, "rs_fixes"), k);
      assert_int_equal(get(&d, "rs_wrong"), wrong);
    }
  }
  dut_free(&d);
}

static void test_apx_gear_fix_latency(void **state) {
  (void)state;
  lone(63, (const int[]){2, 4, 0}, 2, 8, 0);
  lone(2, (const int[]){2, 4, 0}, 2, 8, 0);
  lone(1, (const int[]){2, 4}, 1, 0, 1); /* bit 2 is right, bit 3 is not */
  lone(0, (const int[]){2}, 0, 4, 1);
}

/* Nothing flagged: visible at e + 2. */
static void test_apx_gear_fix_without_correction(void **state) {
  (void)state;
  dut_t d = dut_new("apx_gear_fix", "config=tiny");
  const result_t r = run(&d, 4, 5, 2, 63); /* no carry at all */
  assert_int_equal(r.low, 7);
  assert_int_equal(r.fixes + r.wrong + r.top, 0);
  dut_free(&d);
}

/* ---- 3: the answer ---- */

static void test_apx_gear_fix_answer_stays_until_taken(void **state) {
  (void)state;
  dut_t d = dut_new("apx_gear_fix", "config=tiny");
  const int e = start(&d, 5, 2, 0);
  put(&d, "st_valid", 1); /* the next one waits: refused while busy and while a result waits */
  put(&d, "st_a", 3);
  put(&d, "st_b", 3);
  put(&d, "st_limit", 0);
  while (d.edge < e + 6) {
    tick(&d);
    assert_int_equal(get(&d, "st_ready"), 0);
  }
  assert_int_equal(get(&d, "rs_sum"), 7);
  put(&d, "rs_ready", 1);
  tick(&d); /* edge t: taken; the start of the same edge is refused */
  assert_int_equal(get(&d, "rs_valid"), 1);
  assert_int_equal(get(&d, "st_ready"), 0);
  tick(&d); /* edge t + 1: idle, accepts */
  assert_int_equal(get(&d, "rs_valid"), 0);
  assert_int_equal(cares(&d, "rs_sum"), 0);
  assert_int_equal(get(&d, "st_ready"), 1);
  put(&d, "st_valid", 0);
  tick(&d);
  tick(&d);
  assert_int_equal(get(&d, "rs_valid"), 1);
  assert_int_equal(get(&d, "rs_sum"), 6); /* 011 + 011: carry of bit 0 is inside the first */
  dut_free(&d);
}

/* rs_ready before there is an answer means nothing. */
static void test_apx_gear_fix_early_ready(void **state) {
  (void)state;
  dut_t d = dut_new("apx_gear_fix", "config=tiny");
  put(&d, "rs_ready", 1);
  const int e = start(&d, 7, 1, 63);
  put(&d, "rs_ready", 1);
  while (d.edge < e + 4) {
    tick(&d);
    assert_int_equal(get(&d, "rs_valid"), 0);
  }
  tick(&d);
  assert_int_equal(get(&d, "rs_valid"), 1);
  assert_int_equal(get(&d, "rs_sum"), 8);
  tick(&d);
  assert_int_equal(get(&d, "rs_valid"), 0);
  dut_free(&d);
}

/* ---- 5: reset ---- */

/* Reset `after` edges from the accept: idle at once, nothing comes out of it. */
static void reset_after(int after) {
  dut_t d = dut_new("apx_gear_fix", "config=tiny");
  start(&d, 7, 1, 63);
  for (int i = 0; i < after; i++) {
    tick(&d);
  }
  assert_int_equal(gcim_model_busy(d.model), 1);
  put(&d, "st_valid", 1);
  tick_reset(&d); /* nothing is accepted under reset */
  assert_int_equal(get(&d, "st_ready"), 1);
  assert_int_equal(get(&d, "rs_valid"), 0);
  assert_int_equal(cares(&d, "tap_flags"), 0);
  put(&d, "st_valid", 0);
  assert_int_equal(gcim_model_busy(d.model), 0);
  for (int i = 0; i < 8; i++) {
    tick(&d);
    assert_int_equal(get(&d, "st_ready"), 1);
    assert_int_equal(get(&d, "rs_valid"), 0);
  }
  const result_t r = run(&d, 4, 7, 1, 63); /* corrections of the past are forgotten */
  assert_int_equal(r.low, 8);
  assert_int_equal(r.fixes, 2);
  dut_free(&d);
}

static void test_apx_gear_fix_reset(void **state) {
  (void)state;
  for (int after = 0; after <= 6; after++) { /* adding for three edges, then an answer */
    reset_after(after);
  }
}

/* ---- 6 to 8: numbers ---- */

static uint64_t bit(uint64_t word, int index) {
  return word >> index & 1;
}

/* Sub-adder j >= 1 needs a correction if its prediction bits propagate and the exact sum has a
 * carry into bit jR; the lowest `limit` of them get one. Result bits: from the sub-adder's own sum.
 */
static result_t expected(int width, int r, int p, uint64_t a, uint64_t b, int limit) {
  const uint64_t carries = a ^ b ^ (a + b); /* bit i: carry into bit i */
  result_t x = {0};
  uint64_t cins = 0;
  int needed = 0;
  for (int first = r; first + p < width; first += r) {
    bool propagates = true;
    for (int i = first; i < first + p; i++) {
      propagates = propagates && bit(a ^ b, i) == 1;
    }
    if (propagates && bit(carries, first) == 1) {
      cins |= needed < limit ? (uint64_t)1 << first : 0;
      needed++;
    }
  }
  for (int i = 0; i <= width; i++) {
    const int of = i < width ? i : width - 1;
    const int first = of < r + p ? 0 : (of - p) / r * r;
    const uint64_t y = bit((a >> first) + (b >> first) + bit(cins, first), i - first);
    if (i < width) {
      x.low |= y << i;
    } else {
      x.top = (int)y;
    }
  }
  x.fixes = needed < limit ? needed : limit;
  x.wrong = needed > limit;
  return x;
}

static void check_one(dut_t *d, const int *wrp, uint64_t a, uint64_t b, int limit) {
  const result_t r = run(d, wrp[0], a, b, limit);
  const result_t x = expected(wrp[0], wrp[1], wrp[2], a, b, limit);
  assert_int_equal(r.low, x.low);
  assert_int_equal(r.top, x.top);
  assert_int_equal(r.fixes, x.fixes);
  assert_int_equal(r.wrong, x.wrong);
  if (r.wrong == 0) { /* 8 */
    assert_int_equal(r.low | (uint64_t)r.top << wrp[0], a + b);
  }
}

static void check_all(int width, int r, int p) {
  char params[60];
  snprintf(params, sizeof params, "Width=%d R=%d P=%d", width, r, p);
  dut_t d = dut_new("apx_gear_fix", params);
  const uint64_t count = (uint64_t)1 << width;
  const int wrp[] = {width, r, p};
  for (uint64_t pair = 0; pair < count * count; pair++) {
    for (int limit = 0; limit <= 3; limit++) {
      check_one(&d, wrp, pair % count, pair / count, limit);
    }
    check_one(&d, wrp, pair % count, pair / count, 63);
  }
  dut_free(&d);
}

/* All operands of 2 to 4 bits in every geometry, and a few of 5 and 6. */
static void test_apx_gear_fix_every_input(void **state) {
  (void)state;
  for (int width = 2; width <= 4; width++) {
    for (int r = 1; r <= width; r++) {
      for (int p = 0; r + p <= width; p++) {
        check_all(width, r, p);
      }
    }
  }
  check_all(5, 1, 0);
  check_all(5, 2, 1); /* the last sub-adder fits */
  check_all(6, 3, 0);
  check_all(6, 2, 1); /* the last sub-adder is cut */
}

/* cut: 21 bits, R = 5, P = 4. Random operands; every other b is near the complement of a, where
 * carries run far. */
static void test_apx_gear_fix_random(void **state) {
  (void)state;
  dice_t dice = {3, 0};
  const int wrp[] = {21, 5, 4};
  dut_t d = dut_new("apx_gear_fix", "config=cut");
  for (int n = 0; n < 3000; n++) {
    const uint64_t a = roll(&dice, 1u << 21);
    const uint64_t b = n % 2 == 0 ? roll(&dice, 1u << 21) : ~a & ((1u << 21) - 1);
    check_one(&d, wrp, a, b ^ 1, (int)roll(&dice, 64) % (n % 3 == 0 ? 2 : 64));
  }
  dut_free(&d);
}

/* 64 bits, R = 2, P = 6: 1 + (64 - 8) / 2 = 29 sub-adders; all ones + 1 runs through all of them.
 */
static void test_apx_gear_fix_widest(void **state) {
  (void)state;
  dut_t d = dut_new("apx_gear_fix", "config=wide");
  result_t r = run(&d, 64, UINT64_MAX, 1, 63);
  assert_int_equal(r.low, 0);
  assert_int_equal(r.top, 1);
  assert_int_equal(r.fixes, 28);
  assert_int_equal(r.wrong, 0);
  r = run(&d, 64, UINT64_MAX, 1, 0); /* the first gives 0 and a carry, the others all ones */
  assert_true(r.low == UINT64_MAX - 255);
  assert_int_equal(r.top, 0);
  assert_int_equal(r.wrong, 1);
  dut_free(&d);
  d = dut_new("apx_gear_fix", "Width=64 R=1 P=0"); /* the most sub-adders: 64, half adders all */
  r = run(&d, 64, UINT64_MAX, 1, 63);
  assert_int_equal(r.low, 0);
  assert_int_equal(r.top, 1);
  assert_int_equal(r.fixes, 63);
  dut_free(&d);
}

/* ---- coverage ---- */

static void test_apx_gear_fix_coverage(void **state) {
  (void)state;
  dut_t d = dut_new("apx_gear_fix", "config=tiny");
  run(&d, 4, 0, 0, 63);
  run(&d, 4, 7, 1, 63);
  run(&d, 4, 7, 1, 1);
  run(&d, 4, 7, 1, 0);
  assert_int_equal(hits(&d, "fixes.none"), 2);
  assert_int_equal(hits(&d, "fixes.one"), 1);
  assert_int_equal(hits(&d, "fixes.two"), 1);
  assert_int_equal(hits(&d, "end.exact"), 2);
  assert_int_equal(hits(&d, "end.limit_reached"), 1);
  assert_int_equal(hits(&d, "end.limit_zero"), 1);
  assert_int_equal(hits(&d, "start.accepted"), 4);
  const uint64_t before = hits(&d, "reset.busy");
  start(&d, 7, 1, 63);
  put(&d, "st_valid", 1);
  tick(&d);
  assert_int_equal(hits(&d, "start.refused_busy"), 1);
  assert_int_equal(gcim_model_reset(d.model), GCIM_OK);
  assert_int_equal(hits(&d, "reset.busy"), before + 1);
  dut_free(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_apx_gear_fix_latency),
      cmocka_unit_test(test_apx_gear_fix_without_correction),
      cmocka_unit_test(test_apx_gear_fix_answer_stays_until_taken),
      cmocka_unit_test(test_apx_gear_fix_early_ready),
      cmocka_unit_test(test_apx_gear_fix_reset),
      cmocka_unit_test(test_apx_gear_fix_every_input),
      cmocka_unit_test(test_apx_gear_fix_random),
      cmocka_unit_test(test_apx_gear_fix_widest),
      cmocka_unit_test(test_apx_gear_fix_coverage),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
