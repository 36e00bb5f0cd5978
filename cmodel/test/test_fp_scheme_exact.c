/* Operands aligned before the multiplication, a million dot products per scheme, against 128-bit
 * integers: results and flags. */
#include "helper_fp_wide.h"

enum { TERMS = 2 * LANES, KERNELS = 4 };

typedef struct {
  int64_t q[LANES];
  int unit; /* exponent of one unit */
  bool lost;
} group_t;

static int reference(const gcim_float_t *f, const uint32_t *codes, int count, int segment) {
  int largest = -1;
  for (int i = 0; i < count; i++) {
    const int e = exp_of(f, codes[i]);
    largest = units_of(f, codes[i]) != 0 && e > largest ? e : largest;
  }
  return largest < 0 ? 0 : largest | ((1 << segment) - 1);
}

/* Returns whether a lane leaves the range of two's complement. */
static bool cut(const gcim_float_t *f, const uint32_t *codes, int ref, int bits, int quant,
                int clamp, group_t *group) {
  const int64_t high = ((int64_t)1 << (bits - 1)) - 1;
  const int64_t low = clamp == GCIM_CLAMP_SYMMETRIC ? -high : -high - 1;
  bool is_over = false;
  group->unit = ref - f->bias - (bits - 2);
  group->lost = false;
  for (int i = 0; i < LANES; i++) {
    const int64_t v = units_of(f, codes[i]);
    const int64_t q = (int64_t)rounded(v, group->unit - unit_of(f), quant, &group->lost);
    is_over = is_over || q > high || q < -high - 1;
    group->lost = group->lost || q > high || q < low;
    group->q[i] = q > high ? high : q < low ? low : q;
  }
  return is_over;
}

static void align(const gcim_float_t *f, const uint32_t *codes, int ref, int bits,
                  const gcim_fp_dot_t *c, group_t *group) {
  if (cut(f, codes, ref, bits, (int)c->quant, (int)c->clamp, group) &&
      c->clamp == GCIM_CLAMP_RAISE) {
    cut(f, codes, ref + 1, bits, (int)c->quant, (int)c->clamp, group);
  }
}

/* What gcim_fp_dot should give: y, and whether NXA and NX are set (NX: not known for ACC_FLOAT). */
typedef struct {
  uint32_t y;
  bool lost, inexact;
} want_t;

static want_t aligned_dot(const gcim_fp_dot_t *c, const uint32_t *x, const uint32_t *w,
                          const uint32_t *x_ref, const uint32_t *w_ref) {
  want_t want = {0};
  wide_t acc[2], sum = 0;
  int exp[2], lowest = 0, highest = NO_TERM;
  float running = 0;
  for (int g = 0; g < 2; g++) {
    const uint32_t *xs = x + g * LANES, *ws = w + g * LANES;
    group_t a, b;
    align(&c->x, xs, c->x_given ? (int)x_ref[g] : reference(&c->x, xs, LANES, c->segment),
          c->x_bits, c, &a);
    align(&c->w, ws, c->w_given ? (int)w_ref[g] : reference(&c->w, ws, LANES, c->segment),
          c->w_bits, c, &b);
    acc[g] = 0;
    for (int i = 0; i < LANES; i++) {
      acc[g] += (wide_t)(2 * a.q[i] + c->correct) * b.q[i];
    }
    exp[g] = a.unit + b.unit - 1 + c->exp_offset;
    highest = acc[g] != 0 && exp[g] > highest ? exp[g] : highest;
    want.lost = want.lost || a.lost || b.lost;
    running += single(acc[g], exp[g], GCIM_RND_RNE, &want.inexact);
  }
  if (c->acc == GCIM_ACC_FLOAT) {
    want.y = code_of(running);
    return want;
  }
  lowest = acc[0] == 0 || (acc[1] != 0 && exp[1] < exp[0]) ? exp[1] : exp[0];
  lowest = c->acc == GCIM_ACC_ALIGNED ? highest : lowest;
  for (int g = 0; g < 2; g++) {
    sum += acc[g] == 0 ? 0 : rounded(acc[g], lowest - exp[g], (int)c->quant, &want.lost);
  }
  want.inexact = false;
  want.y = code_of(single(sum, lowest, c->policy.rnd, &want.inexact));
  return want;
}

static gcim_fp_dot_t some_dot(dice_t *dice, const char *scheme) {
  const gcim_float_t xf = some_format(dice), wf = some_format(dice);
  const bool segmented = strcmp(scheme, "segment") == 0;
  gcim_fp_dot_t c;
  if (gcim_fp_dot_scheme(segmented ? "vector" : scheme, &xf, &wf, LANES, 2 + (int)roll(dice, 21),
                         &c) != GCIM_OK) {
    fail_msg("%s", gcim_error_text());
  }
  if (strcmp(scheme, "input") != 0) {
    c.w_bits = 2 + (int)roll(dice, 21); /* apart from x_bits */
  }
  c.x_given = !segmented && strcmp(scheme, "vector") != 0 && roll(dice, 2) == 0;
  c.segment = segmented ? 1 + (int)roll(dice, 3) : 0;
  c.quant = (gcim_round_t)roll(dice, 6);
  c.clamp = (gcim_clamp_t)roll(dice, 3);
  c.acc = (gcim_fp_acc_t)roll(dice, 3);
  c.correct = roll(dice, 4) == 0;
  c.exp_offset = roll(dice, 4) == 0 ? (int)roll(dice, 5) - 2 : 0;
  c.policy.rnd = c.acc == GCIM_ACC_FLOAT ? GCIM_RND_RNE : (int)roll(dice, 6);
  return c;
}

static void one_dot(dice_t *dice, const char *scheme, long k) {
  const gcim_fp_dot_t c = some_dot(dice, scheme);
  uint32_t x[TERMS], layer[KERNELS * TERMS], y = 0, flags = 0, code;
  draw(dice, &c.x, x, TERMS);
  const int kernels = strcmp(scheme, "layer") == 0 ? KERNELS : 1;
  for (int j = 0; j < kernels; j++) {
    draw(dice, &c.w, layer + j * TERMS, TERMS);
  }
  const uint32_t *w = layer; /* the first kernel of the layer */
  const uint32_t row = (uint32_t)reference(&c.x, x, TERMS, 0);
  const uint32_t set = (uint32_t)reference(&c.w, layer, kernels * TERMS, 0);
  const uint32_t x_ref[] = {row, row}, w_ref[] = {set, set};
  if (gcim_fp_dot(&c, x, w, TERMS, x_ref, w_ref, 0, &y, &flags) != GCIM_OK) {
    fail_msg("%s %ld: %s", scheme, k, gcim_error_text());
  }
  want_t want = aligned_dot(&c, x, w, x_ref, w_ref);
  special_t special = {0};
  for (int i = 0; i < TERMS; i++) {
    look(&special, &c.x, x[i], &c.w, w[i]);
  }
  const bool is_special = special_code(&special, &code);
  want.y = is_special ? code : want.y;
  const bool inexact = !is_special && want.inexact;
  const bool same = y == want.y && (is_special || ((flags & GCIM_FLAG_NXA) != 0) == want.lost) &&
                    (c.acc == GCIM_ACC_FLOAT || ((flags & GCIM_FLAG_NX) != 0) == inexact);
  if (!same) {
    fail_msg("%s %ld: y %08x flags %02x, want %08x lost %d inexact %d", scheme, k, (unsigned)y,
             (unsigned)flags, (unsigned)want.y, want.lost, inexact);
  }
}

static void all_dots(const char *scheme, uint64_t seed) {
  dice_t dice = {.seed = seed};
  assert_int_equal(gcim_fast_select("golden"), GCIM_OK);
  for (long k = 0; k < DOTS; k++) {
    if (k == DOTS / 8) {
      assert_int_equal(gcim_fast_select("auto"), GCIM_OK);
    }
    one_dot(&dice, scheme, k);
  }
}

static void test_fp_scheme_exact_input(void **state) {
  (void)state;
  all_dots("input", 41);
}

static void test_fp_scheme_exact_layer(void **state) {
  (void)state;
  all_dots("layer", 42);
}

static void test_fp_scheme_exact_kernel(void **state) {
  (void)state;
  all_dots("kernel", 43);
}

static void test_fp_scheme_exact_vector(void **state) {
  (void)state;
  all_dots("vector", 44);
}

static void test_fp_scheme_exact_segment(void **state) {
  (void)state;
  all_dots("segment", 45);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fp_scheme_exact_input),   cmocka_unit_test(test_fp_scheme_exact_layer),
      cmocka_unit_test(test_fp_scheme_exact_kernel),  cmocka_unit_test(test_fp_scheme_exact_vector),
      cmocka_unit_test(test_fp_scheme_exact_segment),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
