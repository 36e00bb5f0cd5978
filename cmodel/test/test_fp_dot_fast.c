/* Fast dot products: every kernel this processor has gives the bits of the golden, over random
 * configurations and operands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/pattern.h"
#include "fast/fp_dot.h"
#include "gcim.h"

static const char *const kernels[] = {"portable", "avx2", "avx512"};
enum { KERNELS = sizeof kernels / sizeof kernels[0], MAX_TERMS = 100 };

static int pick(gcim_random_t *r, int low, int high) {
  return low + (int)gcim_random_below(r, (uint32_t)(high - low + 1));
}

static gcim_float_t some_format(gcim_random_t *r) {
  static const char *const names[] = {"fp32", "fp16", "bf16", "tf32", "e4m3",
                                      "e5m2", "e2m3", "e3m2", "e2m1"};
  if (pick(r, 0, 3) > 0) {
    return *gcim_float_find(names[pick(r, 0, 8)]);
  }
  gcim_float_t f = {.exp_bits = pick(r, 2, 8), .man_bits = pick(r, 1, 23)};
  f.bias = pick(r, 0, 255);
  f.kind = (gcim_float_kind_t)pick(r, 0, 2);
  return f;
}

/* A configuration in reach of the kernels, so that a test compares what it should. */
static gcim_fp_dot_t some_config(gcim_random_t *r) {
  gcim_fp_dot_t c = {.x = some_format(r), .w = some_format(r), .y = some_format(r)};
  c.lanes = pick(r, 1, MAX_TERMS);
  c.x_bits = pick(r, 2, 26);
  c.w_bits = pick(r, 2, 26);
  c.sticky = pick(r, 0, 3) != 0;
  c.guard = c.sticky ? pick(r, 1, 8) : pick(r, 0, 8);
  c.quant = c.sticky ? (gcim_round_t)pick(r, 0, 5) : GCIM_RND_RTZ;
  const int narrow = c.x.exp_bits < c.w.exp_bits ? c.x.exp_bits : c.w.exp_bits;
  c.segment = pick(r, 0, 1) * pick(r, 0, narrow - 1);
  c.exp_offset = pick(r, 0, 2) == 0 ? pick(r, -200, 200) : 0;
  c.daz = pick(r, 0, 3) == 0;
  c.far = pick(r, 0, 3) == 0;
  c.correct = pick(r, 0, 3) == 0;
  c.specials = (gcim_special_t)pick(r, 0, 1);
  c.clamp = (gcim_clamp_t)pick(r, 0, 1);
  c.x_given = pick(r, 0, 3) == 0;
  c.w_given = pick(r, 0, 3) == 0;
  c.policy = (gcim_fp_policy_t){.rnd = pick(r, 0, 5), .rand_bits = 1};
  c.policy.ovf = (gcim_overflow_t)pick(r, 0, 3);
  c.policy.nan = (gcim_nan_t)(c.y.kind == GCIM_FLOAT_FINITE ? pick(r, 4, 5) : pick(r, 0, 5));
  c.policy.neg_zero = pick(r, 0, 1);
  c.policy.ftz = pick(r, 0, 3) == 0;
  c.policy.tiny_before = pick(r, 0, 1);
  return c;
}

static void some_codes(gcim_random_t *r, const gcim_float_t *f, int count, uint32_t *codes) {
  uint32_t packed[MAX_TERMS + 2];
  const int bits = 1 + f->exp_bits + f->man_bits;
  gcim_pattern_draw_floats(r, packed, count, f->exp_bits, f->man_bits);
  for (int i = 0; i < count; i++) {
    uint32_t code = 0;
    for (int b = 0; b < bits; b++) {
      const int at = i * bits + b;
      code |= (packed[at / 32] >> (at % 32) & 1u) << b;
    }
    codes[i] = code;
  }
}

/* A legal reference: the largest exponent field there is. */
static uint32_t top_of(const gcim_float_t *f) {
  return (UINT32_C(1) << f->exp_bits) - 1;
}

/* Returns whether the kernels had this one in reach. */
static int compare(gcim_random_t *r, const gcim_fp_dot_t *c) {
  uint32_t x[MAX_TERMS], w[MAX_TERMS];
  const int terms = pick(r, 1, c->lanes);
  some_codes(r, &c->x, terms, x);
  some_codes(r, &c->w, terms, w);
  const uint32_t x_ref = top_of(&c->x), w_ref = top_of(&c->w);
  const gcim_fp_dot_in_t in = {
      .x = x, .w = w, .x_ref = &x_ref, .w_ref = &w_ref, .terms = (size_t)terms};
  const gcim_fp_dot_out_t want = gcim_fp_dot_run(c, &in, NULL);
  int found = 0;
  for (int k = 0; k < KERNELS; k++) {
    gcim_fp_dot_out_t got;
    if (gcim_fast_select(kernels[k]) != GCIM_OK) {
      continue;
    }
    const gcim_fast_fp_plan_t plan = gcim_fast_fp_plan(c);
    if (gcim_fast_fp_dot(c, &plan, &in, &got)) {
      assert_int_equal(got.y, want.y);
      assert_int_equal(got.flags, want.flags);
      assert_int_equal(got.clamped, want.clamped);
      assert_false(want.below);
      found = 1;
    }
  }
  return found;
}

static void test_fp_dot_fast_equals_golden(void **state) {
  (void)state;
  gcim_random_t r;
  int found = 0;
  gcim_random_start(&r, 11, 0);
  for (int n = 0; n < 3000; n++) {
    const gcim_fp_dot_t c = some_config(&r);
    assert_int_equal(gcim_fp_dot_check(&c), GCIM_OK);
    for (int i = 0; i < 10; i++) {
      found += compare(&r, &c);
    }
  }
  assert_true(found > 15000); /* the rest had specials or sums too wide */
  assert_int_equal(gcim_fast_select("auto"), GCIM_OK);
}

static bool in_reach(const gcim_fp_dot_t *c, const gcim_fp_dot_in_t *in, gcim_fp_dot_out_t *out) {
  const gcim_fast_fp_plan_t plan = gcim_fast_fp_plan(c);
  return gcim_fast_fp_dot(c, &plan, in, out);
}

/* With the golden selected nothing is fast; what is out of reach is left to it. */
static void test_fp_dot_fast_knows_its_reach(void **state) {
  (void)state;
  const gcim_float_t *f = gcim_float_find("fp16");
  gcim_fp_dot_t c;
  gcim_fp_dot_out_t out;
  const uint32_t one = 0x3c00, nan = 0x7e00;
  gcim_fp_dot_in_t in = {.x = &one, .w = &one, .terms = 1};
  assert_int_equal(gcim_fp_dot_scheme("vector", f, f, 8, 12, &c), GCIM_OK);
  assert_int_equal(gcim_fast_select("golden"), GCIM_OK);
  assert_false(in_reach(&c, &in, &out));
  assert_int_equal(gcim_fast_select("portable"), GCIM_OK);
  assert_true(in_reach(&c, &in, &out));
  assert_int_equal(out.y, 0x3f800000); /* 1 * 1 in FP32 */
  c.clamp = GCIM_CLAMP_RAISE;
  assert_false(in_reach(&c, &in, &out));
  c.clamp = GCIM_CLAMP_FULL;
  in.w = &nan;
  assert_false(in_reach(&c, &in, &out));
  assert_int_equal(gcim_fast_select("auto"), GCIM_OK);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fp_dot_fast_equals_golden),
      cmocka_unit_test(test_fp_dot_fast_knows_its_reach),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
