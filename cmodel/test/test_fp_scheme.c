/* Alignment schemes over arrays: lossless widths, error bounds, offline weights, folding and guard
 * bits, each against exact rational dot products. */
#include "helper_rational.h"

enum { TERMS = 64 };

static const gcim_float_t *format(const char *name) {
  const gcim_float_t *f = gcim_float_find(name);
  assert_non_null(f);
  return f;
}

/* ---- operands ---- */

/* Codes whose exponent fields are at most `spread` below `top`; spread 0: all equal. */
static void draw(dice_t *dice, const gcim_float_t *f, int top, int spread, uint32_t *codes,
                 int count) {
  for (int i = 0; i < count; i++) {
    const int down = spread == 0 ? 0 : (int)roll(dice, (uint32_t)spread + 1);
    const uint32_t e = top > down ? (uint32_t)(top - down) : 0;
    codes[i] = roll(dice, 2) << (f->exp_bits + f->man_bits) | e << f->man_bits |
               (roll(dice, 8) == 0 ? ones_of(f->man_bits) - (f->kind == GCIM_FLOAT_FN) : 0) |
               (roll(dice, 0) & ones_of(f->man_bits));
    if (f->kind == GCIM_FLOAT_FN &&
        (codes[i] & ones_of(f->exp_bits + f->man_bits)) == ones_of(f->exp_bits + f->man_bits)) {
      codes[i] ^= 1; /* not a NaN */
    }
  }
}

static int top_field(const gcim_float_t *f) {
  return (int)(largest_of(f, false) >> f->man_bits);
}

/* The exact dot product of two arrays of codes; *largest the largest |product|. */
static void exact_dot(const gcim_float_t *xf, const gcim_float_t *wf, const uint32_t *x,
                      const uint32_t *w, int count, mpq_t sum, mpq_t largest) {
  operand_t a, b;
  mpq_t p;
  mpq_inits(a.v, b.v, p, NULL);
  mpq_set_ui(sum, 0, 1);
  mpq_set_ui(largest, 0, 1);
  for (int i = 0; i < count; i++) {
    decode_q(xf, x[i], GCIM_SPECIAL_IEEE, false, &a);
    decode_q(wf, w[i], GCIM_SPECIAL_IEEE, false, &b);
    mpq_mul(p, a.v, b.v);
    mpq_add(sum, sum, p);
    mpq_abs(p, p);
    if (mpq_cmp(p, largest) > 0) {
      mpq_set(largest, p);
    }
  }
  mpq_clears(a.v, b.v, p, NULL);
}

static uint32_t exact_code(const gcim_float_t *xf, const gcim_float_t *wf, const uint32_t *x,
                           const uint32_t *w, int count) {
  const gcim_fp_policy_t nearest = {0};
  uint32_t flags = 0;
  mpq_t sum, largest;
  mpq_inits(sum, largest, NULL);
  exact_dot(xf, wf, x, w, count, sum, largest);
  const uint32_t code = encode_q(format("fp32"), &nearest, sum, 0, &flags);
  mpq_clears(sum, largest, NULL);
  return code;
}

static uint32_t dot(const gcim_fp_dot_t *config, const uint32_t *x, const uint32_t *w, int count,
                    const uint32_t *w_ref, uint32_t *flags) {
  uint32_t y = 0;
  if (gcim_fp_dot(config, x, w, (size_t)count, NULL, w_ref, 0, &y, flags) != GCIM_OK) {
    fail_msg("%s", gcim_error_text());
  }
  return y;
}

static gcim_fp_dot_t scheme(const char *name, const char *f, int lanes, int bits) {
  gcim_fp_dot_t config;
  if (gcim_fp_dot_scheme(name, format(f), format(f), lanes, bits, &config) != GCIM_OK) {
    fail_msg("%s", gcim_error_text());
  }
  return config;
}

/* ---- lossless widths ---- */

typedef struct {
  const char *name;
  int bits;
} width_t;

static const width_t widths[] = {{"e2m1", 5},  {"e2m3", 7},  {"e3m2", 10},  {"e4m3", 19},
                                 {"e5m2", 33}, {"fp16", 41}, {"bf16", 262}, {"fp32", 278}};

static void test_fp_scheme_lossless_widths(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++) {
    assert_int_equal(gcim_fp_lossless_bits(format(widths[i].name)), widths[i].bits);
  }
  assert_int_equal(gcim_fp_lossless_bits(NULL), 0);
}

/* The largest number beside the smallest subnormal: nothing is lost at that width, something one
 * bit below. */
static void test_fp_scheme_width_is_least(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof widths / sizeof widths[0] && widths[i].bits <= 64; i++) {
    const gcim_float_t *f = format(widths[i].name);
    const uint32_t x[] = {largest_of(f, false), 1};
    int64_t q[2];
    int ref, unit;
    for (int less = 0; less < 2; less++) {
      uint32_t flags = 0;
      gcim_fp_dot_t c = scheme("vector", widths[i].name, 2, widths[i].bits - less);
      assert_int_equal(gcim_fp_align(&c, GCIM_SIDE_X, x, 2, NULL, q, &ref, &unit, &flags), GCIM_OK);
      assert_int_equal(flags, less == 0 ? 0 : GCIM_FLAG_NXA);
      assert_int_equal(q[1], less == 0 ? 1 : 0);
      assert_int_equal(ref, top_field(f));
    }
  }
}

/* Both sides at the lossless width: the exact dot product rounded once, nothing lost; and weights
 * with their own exponents give the same. */
static void test_fp_scheme_lossless_is_exact(void **state) {
  (void)state;
  dice_t dice = {.seed = 21};
  uint32_t x[TERMS], w[TERMS];
  for (size_t i = 0; i < sizeof widths / sizeof widths[0] && widths[i].bits <= 64; i++) {
    const gcim_float_t *f = format(widths[i].name);
    gcim_fp_dot_t c = scheme("input", widths[i].name, 16, widths[i].bits);
    assert_int_equal(c.w_bits, widths[i].bits);
    for (long k = 0; k < times(2000); k++) {
      const int count = 1 + (int)roll(&dice, TERMS);
      uint32_t flags;
      draw(&dice, f, top_field(f), (int)roll(&dice, 40), x, count);
      draw(&dice, f, top_field(f), (int)roll(&dice, 40), w, count);
      c.w_exact = 0;
      c.correct = k % 2 != 0; /* adds half a unit of x per weight: the same for both */
      const uint32_t y = dot(&c, x, w, count, NULL, &flags);
      assert_true(c.correct != 0 || y == exact_code(f, f, x, w, count));
      assert_int_equal(flags & GCIM_FLAG_NXA, 0);
      c.w_exact = 1;
      assert_int_equal(dot(&c, x, w, count, NULL, NULL), y);
    }
  }
}

/* BF16 and FP32 weights keep their exponents. x within s binades needs 1 + p + s bits: 8 + 1 + 40
 * and 24 + 1 + 39. */
static void test_fp_scheme_exact_weights(void **state) {
  (void)state;
  const struct {
    const char *name;
    int spread, bits;
  } cases[] = {{"bf16", 40, 49}, {"fp32", 39, 64}};
  dice_t dice = {.seed = 22};
  uint32_t x[TERMS], w[TERMS], flags;
  for (int i = 0; i < 2; i++) {
    const gcim_float_t *f = format(cases[i].name);
    const gcim_fp_dot_t c = scheme("input", cases[i].name, 32, cases[i].bits);
    assert_int_equal(c.w_exact, 1);
    for (long k = 0; k < times(3000); k++) {
      const int count = 1 + (int)roll(&dice, 32);
      draw(&dice, f, 60 + (int)roll(&dice, 100), cases[i].spread, x, count);
      draw(&dice, f, 254, 253, w, count);
      const uint32_t y = dot(&c, x, w, count, NULL, &flags);
      assert_int_equal(y, exact_code(f, f, x, w, count));
      assert_int_equal(flags & GCIM_FLAG_NXA, 0);
    }
  }
}

/* ---- error bounds ---- */

/* |sum of q_x q_w u_x u_w - exact| in units of 2^(Ex + Ew); Ex, Ew exponents of the largest. */
static void aligned_error(const gcim_fp_dot_t *c, const uint32_t *x, const uint32_t *w, int count,
                          mpq_t error) {
  int64_t qx[TERMS], qw[TERMS];
  int ref[2], unit[2];
  mpq_t exact, largest;
  mpz_t sum, a;
  mpq_inits(exact, largest, NULL);
  mpz_inits(sum, a, NULL);
  assert_int_equal(
      gcim_fp_align(c, GCIM_SIDE_X, x, (size_t)count, NULL, qx, &ref[0], &unit[0], NULL), GCIM_OK);
  assert_int_equal(
      gcim_fp_align(c, GCIM_SIDE_W, w, (size_t)count, NULL, qw, &ref[1], &unit[1], NULL), GCIM_OK);
  for (int i = 0; i < count; i++) {
    mpz_set_si(a, qx[i]);
    mpz_mul_si(a, a, qw[i]);
    mpz_add(sum, sum, a);
  }
  exact_dot(&c->x, &c->w, x, w, count, exact, largest);
  mpq_set_z(error, sum);
  q_scale(error, unit[0] + unit[1] - c->x.bias - c->w.bias - (c->x_bits - 2) - (c->w_bits - 2));
  mpq_sub(error, error, exact);
  mpq_abs(error, error);
  q_scale(error, -(ref[0] + ref[1] - c->x.bias - c->w.bias));
  mpz_clears(sum, a, NULL);
  mpq_clears(exact, largest, NULL);
}

/* error < N (2^(4-W) + 2^(4-2W)) 2^(Ex+Ew), W bits on both sides, for RTZ, FLOOR and JAM; also for
 * RNE with CLAMP_RAISE, where half of a doubled unit is what RTZ has. */
static void test_fp_scheme_error_bounds(void **state) {
  (void)state;
  const gcim_round_t modes[] = {GCIM_RND_RTZ, GCIM_RND_FLOOR, GCIM_RND_JAM, GCIM_RND_RNE};
  const gcim_float_t *f = format("fp16");
  dice_t dice = {.seed = 23};
  uint32_t x[TERMS], w[TERMS];
  mpq_t error, bound, square;
  mpq_inits(error, bound, square, NULL);
  for (long k = 0; k < times(8000); k++) {
    gcim_fp_dot_t c = scheme("vector", "fp16", TERMS, 6 + (int)roll(&dice, 20));
    const int count = 1 + (int)roll(&dice, TERMS);
    c.quant = modes[k % 4];
    c.clamp = c.quant == GCIM_RND_RNE ? GCIM_CLAMP_RAISE : GCIM_CLAMP_FULL;
    c.guard = 20;
    draw(&dice, f, 20, (int)roll(&dice, 20), x, count);
    draw(&dice, f, 20, (int)roll(&dice, 20), w, count);
    aligned_error(&c, x, w, count, error);
    mpq_set_ui(bound, (unsigned long)count, 1);
    mpq_set(square, bound);
    q_scale(bound, 4 - c.x_bits);
    q_scale(square, 4 - 2 * c.x_bits);
    mpq_add(bound, bound, square);
    assert_true(mpq_cmp(error, bound) < 0);
  }
  mpq_clears(error, bound, square, NULL);
}

/* RNE where nothing clamps: half of the first term. From W = 12 on lanes of the largest exponent
 * are exact, so that no rounding carries out of the width. */
static void test_fp_scheme_error_bound_nearest(void **state) {
  (void)state;
  const gcim_float_t *f = format("fp16");
  dice_t dice = {.seed = 24};
  uint32_t x[TERMS], w[TERMS];
  mpq_t error, bound, square;
  mpq_inits(error, bound, square, NULL);
  for (long k = 0; k < times(4000); k++) {
    gcim_fp_dot_t c = scheme("vector", "fp16", TERMS, 12 + (int)roll(&dice, 12));
    const int count = 1 + (int)roll(&dice, TERMS);
    c.quant = GCIM_RND_RNE;
    draw(&dice, f, 20, (int)roll(&dice, 20), x, count);
    draw(&dice, f, 20, (int)roll(&dice, 20), w, count);
    aligned_error(&c, x, w, count, error);
    mpq_set_ui(bound, (unsigned long)count, 1);
    mpq_set(square, bound);
    q_scale(bound, 3 - c.x_bits);
    q_scale(square, 4 - 2 * c.x_bits);
    mpq_add(bound, bound, square);
    assert_true(mpq_cmp(error, bound) < 0);
  }
  mpq_clears(error, bound, square, NULL);
}

/* ---- weights aligned offline ---- */

/* One reference per kernel, found by gcim_fp_align: as aligning each kernel online, if a kernel is
 * one group. One per layer: as kernel-wise where the largest exponents are equal. */
static void test_fp_scheme_offline_weights(void **state) {
  (void)state;
  const gcim_float_t *f = format("fp16");
  const gcim_fp_dot_t vector = scheme("vector", "fp16", 32, 12);
  const gcim_fp_dot_t kernel = scheme("kernel", "fp16", 32, 12);
  const gcim_fp_dot_t layer = scheme("layer", "fp16", 32, 12);
  dice_t dice = {.seed = 25};
  uint32_t x[32], w[64], kernel_flags, layer_flags;
  int64_t q[64];
  for (long k = 0; k < times(2000); k++) {
    int ref, layer_ref, unit;
    draw(&dice, f, 20, 10, x, 32);
    draw(&dice, f, 18 - (int)roll(&dice, 3), 6, w, 32);
    draw(&dice, f, 18, 6, w + 32, 32);
    assert_int_equal(gcim_fp_align(&kernel, GCIM_SIDE_W, w, 32, NULL, q, &ref, &unit, NULL), 0);
    assert_int_equal(gcim_fp_align(&layer, GCIM_SIDE_W, w, 64, NULL, q, &layer_ref, &unit, NULL),
                     0);
    const uint32_t own = (uint32_t)ref, shared = (uint32_t)layer_ref;
    const uint32_t y = dot(&kernel, x, w, 32, &own, &kernel_flags);
    assert_int_equal(y, dot(&vector, x, w, 32, NULL, NULL));
    const uint32_t coarse = dot(&layer, x, w, 32, &shared, &layer_flags);
    assert_true(layer_ref >= ref);
    assert_true(layer_ref > ref || coarse == y);
    assert_true((layer_flags & GCIM_FLAG_NXA) >= (kernel_flags & GCIM_FLAG_NXA));
  }
}

/* ---- aligned products ---- */

static gcim_fp_pdot_t products(const char *f, int lanes, int frac, int fold) {
  return (gcim_fp_pdot_t){.x = *format(f),
                          .w = *format(f),
                          .c = *format("fp32"),
                          .y = *format("fp32"),
                          .lanes = lanes,
                          .frac = frac,
                          .fold = fold,
                          .quant = GCIM_RND_RTZ,
                          .c_mode = GCIM_C_NONE};
}

static uint32_t pdot(const gcim_fp_pdot_t *c, const uint32_t *x, const uint32_t *w, int count,
                     uint32_t *flags) {
  uint32_t y = 0;
  if (gcim_fp_pdot(c, x, w, (size_t)count, NULL, 1, 0, &y, flags) != GCIM_OK) {
    fail_msg("%s", gcim_error_text());
  }
  return y;
}

/* Kulisch: 80 fraction bits hold every sum of FP16 products, 36 those of E4M3; with exponents
 * folded by 1, 2, 4 or 8 as well. */
static void test_fp_scheme_kulisch(void **state) {
  (void)state;
  const struct {
    const char *name;
    int frac;
  } cases[] = {{"fp16", 80}, {"e4m3", 36}};
  dice_t dice = {.seed = 26};
  uint32_t x[TERMS], w[TERMS], flags;
  for (int i = 0; i < 2; i++) {
    const gcim_float_t *f = format(cases[i].name);
    for (long k = 0; k < times(8000); k++) {
      const gcim_fp_pdot_t c = products(cases[i].name, TERMS, cases[i].frac, (int)(k % 4));
      const int count = 1 + (int)roll(&dice, TERMS);
      draw(&dice, f, top_field(f), 40, x, count);
      draw(&dice, f, top_field(f), (int)roll(&dice, 40), w, count);
      assert_int_equal(pdot(&c, x, w, count, &flags), exact_code(f, f, x, w, count));
      assert_int_equal(flags & GCIM_FLAG_NXA, 0);
    }
  }
}

/* Folding alone is exact: one product of any two numbers, no fraction bits below its own. */
static void test_fp_scheme_folding(void **state) {
  (void)state;
  dice_t dice = {.seed = 27};
  const gcim_float_t *f = format("fp16");
  uint32_t x, w, flags;
  for (long k = 0; k < times(20000); k++) {
    const gcim_fp_pdot_t c = products("fp16", 1, 20, (int)(k % 4));
    draw(&dice, f, top_field(f), 31, &x, 1);
    draw(&dice, f, top_field(f), 31, &w, 1);
    assert_int_equal(pdot(&c, &x, &w, 1, &flags), exact_code(f, f, &x, &w, 1));
    assert_int_equal(flags & GCIM_FLAG_NXA, 0);
  }
}

/* |aligned sum - exact| of one transaction of fp_pdot without c, from the unit's taps; `largest` is
 * the largest |product|. */
static void product_error(dut_t *d, const uint32_t *x, const uint32_t *w, mpq_t error,
                          mpq_t largest) {
  const gcim_float_t *f = format("fp16");
  const int lanes = value_of(d, "Lanes");
  mpq_t exact;
  mpz_t units;
  mpq_init(exact);
  mpz_init(units);
  for (int i = 0; i < lanes; i++) {
    put_at(d, "x", 16 * i, 16, x[i]);
    put_at(d, "w", 16 * i, 16, w[i]);
  }
  d->model->unit->ops->eval(d->model, d->image);
  exact_dot(f, f, x, w, lanes, exact, largest);
  field_z(units, d, sig(d, "tap_sum"), 0, value_of(d, "SumBits"), true);
  mpq_set_z(error, units);
  q_scale(error, get_signed(d, "tap_ref", 0, 12) - value_of(d, "Frac"));
  mpq_sub(error, error, exact);
  mpq_abs(error, error);
  mpz_clear(units);
  mpq_clear(exact);
}

/* Exponents folded by four, 16 guard bits, 64 products of normal FP16 numbers: the error of the sum
 * is below 2^-30 of the largest product. */
static void test_fp_scheme_guard_bits(void **state) {
  (void)state;
  dut_t d = dut_new("fp_pdot", "config=folded Lanes=64");
  const gcim_float_t *f = format("fp16");
  dice_t dice = {.seed = 28};
  uint32_t x[TERMS], w[TERMS];
  mpq_t error, largest;
  mpq_inits(error, largest, NULL);
  put(&d, "in_quant", GCIM_RND_RTZ);
  put(&d, "in_c_mode", GCIM_C_NONE);
  for (long k = 0; k < times(3000); k++) {
    const int top = 16 + (int)roll(&dice, 15);
    draw(&dice, f, top, 1 + (int)roll(&dice, 15), x, TERMS); /* fields 1 and up */
    draw(&dice, f, top, 1 + (int)roll(&dice, 15), w, TERMS);
    product_error(&d, x, w, error, largest);
    q_scale(error, 30);
    assert_true(mpq_cmp(error, largest) < 0);
  }
  mpq_clears(error, largest, NULL);
  dut_free(&d);
}

/* Each of N products loses less than one unit: error < N 2^(E - F), any numbers. */
static void test_fp_scheme_product_bound(void **state) {
  (void)state;
  dut_t d = dut_new("fp_pdot", "Lanes=64 Frac=10");
  const gcim_float_t *f = format("fp16");
  const gcim_round_t modes[] = {GCIM_RND_RTZ, GCIM_RND_FLOOR, GCIM_RND_CEIL, GCIM_RND_JAM};
  dice_t dice = {.seed = 29};
  uint32_t x[TERMS], w[TERMS];
  mpq_t error, largest, bound;
  mpq_inits(error, largest, bound, NULL);
  put(&d, "in_c_mode", GCIM_C_NONE);
  for (long k = 0; k < times(3000); k++) {
    put(&d, "in_quant", modes[k % 4]);
    draw(&dice, f, 30 - (int)roll(&dice, 20), (int)roll(&dice, 30), x, TERMS);
    draw(&dice, f, 30 - (int)roll(&dice, 20), (int)roll(&dice, 30), w, TERMS);
    product_error(&d, x, w, error, largest);
    mpq_set_ui(bound, 64, 1);
    q_scale(bound, get_signed(&d, "tap_ref", 0, 12) - 10);
    assert_true(mpq_cmp(error, bound) < 0);
  }
  mpq_clears(error, largest, bound, NULL);
  dut_free(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fp_scheme_lossless_widths),
      cmocka_unit_test(test_fp_scheme_width_is_least),
      cmocka_unit_test(test_fp_scheme_lossless_is_exact),
      cmocka_unit_test(test_fp_scheme_exact_weights),
      cmocka_unit_test(test_fp_scheme_error_bounds),
      cmocka_unit_test(test_fp_scheme_error_bound_nearest),
      cmocka_unit_test(test_fp_scheme_offline_weights),
      cmocka_unit_test(test_fp_scheme_kulisch),
      cmocka_unit_test(test_fp_scheme_folding),
      cmocka_unit_test(test_fp_scheme_guard_bits),
      cmocka_unit_test(test_fp_scheme_product_bound),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
