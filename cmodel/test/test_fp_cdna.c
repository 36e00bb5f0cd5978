/* The presets of CDNA by hand, and what gcim_fp_mma refuses; every preset through it. Against exact
 * rationals: test_fp_cdna_exact.c. */
#include "helper.h"

#include "gcim_fp.h"

static const gcim_fp_preset_t *preset_of(const char *name) {
  const gcim_fp_preset_t *p = gcim_fp_preset_find(name);
  if (p == NULL) {
    fail_msg("%s", gcim_error_text());
    abort();
  }
  return p;
}

/* ---- by hand ---- */

typedef struct {
  const char *preset;
  int terms;
  uint32_t x[8], w[8], c, y;
} case_t;

static void check_cases(const case_t *cases, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const case_t *k = &cases[i];
    uint32_t y = 0;
    if (gcim_fp_mma(preset_of(k->preset), k->x, k->w, (size_t)k->terms, &k->c, 1, &y, NULL) !=
        GCIM_OK) {
      fail_msg("%s", gcim_error_text());
    }
    if (y != k->y) {
      fail_msg("%s case %zu: %08x, expected %08x", k->preset, i, (unsigned)y, (unsigned)k->y);
    }
  }
}

/* The example of arXiv 2511.10909 (equation 10, table 8): 2^23 - 2^13 * 2^10 - 1/2 - 1/4 - 1/8. */
static void test_fp_cdna_published_example(void **state) {
  (void)state;
  static const case_t cases[] = {
      {"cdna3.fp16.fp32",
       4,
       {0xF000, 0xB800, 0xB400, 0xB000},
       {0x6400, 0x3C00, 0x3C00, 0x3C00},
       0x4B000000,
       0xBF000000}, /* -1/2 */
      {"cdna3.bf16.fp32",
       4,
       {0xC600, 0xBF00, 0xBE80, 0xBE00},
       {0x4480, 0x3F80, 0x3F80, 0x3F80},
       0x4B000000,
       0xBF000000},
      {"cdna2.fp16.fp32",
       4,
       {0xF000, 0xB800, 0xB400, 0xB000},
       {0x6400, 0x3C00, 0x3C00, 0x3C00},
       0x4B000000,
       0},
      {"cdna2.bf16_1k.fp32",
       4,
       {0xC600, 0xBF00, 0xBE80, 0xBE00},
       {0x4480, 0x3F80, 0x3F80, 0x3F80},
       0x4B000000,
       0},
      {"cdna2.bf16.fp32",
       4,
       {0xC600, 0xBF00, 0xBE80, 0xBE00},
       {0x4480, 0x3F80, 0x3F80, 0x3F80},
       0x4B000000,
       0xBEC00000}, /* -3/8 */
  };
  check_cases(cases, sizeof cases / sizeof cases[0]);
}

static void test_fp_cdna3_hand(void **state) {
  (void)state;
  static const case_t cases[] = {
      /* 1 - 1 +- 2^-24 stays, 1 - 1 +- 2^-25 is cut to 0 */
      {"cdna3.fp16.fp32", 3, {0x3C00, 0xBC00, 0x0C00}, {0x3C00, 0x3C00, 0x0C00}, 0, 0x33800000},
      {"cdna3.fp16.fp32", 3, {0x3C00, 0xBC00, 0x0C00}, {0x3C00, 0x3C00, 0x0800}, 0, 0},
      {"cdna3.fp16.fp32", 3, {0x3C00, 0xBC00, 0x8C00}, {0x3C00, 0x3C00, 0x0800}, 0, 0},
      /* the same as c is cut downward, however small */
      {"cdna3.fp16.fp32", 2, {0x3C00, 0xBC00}, {0x3C00, 0x3C00}, 0x33000000, 0},
      {"cdna3.fp16.fp32", 2, {0x3C00, 0xBC00}, {0x3C00, 0x3C00}, 0xB3000000, 0xB3800000},
      {"cdna3.fp16.fp32", 2, {0x3C00, 0xBC00}, {0x3C00, 0x3C00}, 0x80000001, 0xB3800000},
      /* c = 1 + 2^-23, products -2^-24 + 2^-33, downward -2^-24: a tie; toward zero none */
      {"cdna3.fp16.fp32", 2, {0x8C00, 0x0100}, {0x0C00, 0x0080}, 0x3F800001, 0x3F800000},
      /* c = 1, products -2^-8 + 2^-25 + 2^-32: the total is below 1 and keeps 2^-32 */
      {"cdna3.fp16.fp32",
       3,
       {0xAC00, 0x0C00, 0x0100},
       {0x2C00, 0x0800, 0x0100},
       0x3F800000,
       0x3F7F0001},
      /* c = 2 - 2^-23, products 2^-22 + 2^-31: the total, 2 and more, loses 2^-31: a tie */
      {"cdna3.fp16.fp32", 2, {0x1000, 0x0200}, {0x1000, 0x0100}, 0x3FFFFFFF, 0x40000000},
      /* 2^24 + 1 is a tie */
      {"cdna3.fp16.fp32", 2, {0x6C00, 0x3C00}, {0x6C00, 0x3C00}, 0, 0x4B800000},
      /* 2^128 is infinite, against a finite c; -2^128 with it is a NaN */
      {"cdna3.bf16.fp32", 1, {0x5F80}, {0x5F80}, 0xFF7FFFFF, 0x7F800000},
      {"cdna3.bf16.fp32", 2, {0x5F80, 0xDF80}, {0x5F80, 0x5F80}, 0, 0x7FFFFFFF},
      {"cdna3.bf16.fp32", 1, {0x5F80}, {0x5F80}, 0xFF800000, 0x7FFFFFFF},
      /* subnormals count: 2^-63 * 2^-64, and 2^-133 * 1 */
      {"cdna3.bf16.fp32", 1, {0x2000}, {0x1F80}, 0, 0x00400000},
      {"cdna3.bf16.fp32", 1, {0x0001}, {0x3F80}, 0, 0x00010000},
      /* below 2^-126 the total keeps 2^-157: 2^-150 + 2^-157 goes up, 2^-150 + 2^-158 is a tie */
      {"cdna3.bf16.fp32", 2, {0x1A00, 0x1880}, {0x1A00, 0x1800}, 0, 1},
      {"cdna3.bf16.fp32", 2, {0x1A00, 0x1800}, {0x1A00, 0x1800}, 0, 0},
      {"cdna3.fp16.fp32", 1, {0x7C00}, {0x8000}, 0, 0x7FFFFFFF},
      {"cdna3.fp16.fp32", 1, {0xFC00}, {0x3C00}, 0, 0xFF800000},
      {"cdna3.fp16.fp32", 1, {0x8000}, {0x3C00}, 0x80000000, 0},
  };
  check_cases(cases, sizeof cases / sizeof cases[0]);
}

static void test_fp_cdna2_hand(void **state) {
  (void)state;
  static const case_t cases[] = {
      /* (2^24 + 0) + (1 - 2^24) = 1; from left to right 0 */
      {"cdna2.fp16.fp32",
       4,
       {0x6C00, 0, 0x3C00, 0xEC00},
       {0x6C00, 0, 0x3C00, 0x6C00},
       0,
       0x3F800000},
      /* (2^24 + 1) + (-2^24 + 0) = 0; even with even 1 */
      {"cdna2.fp16.fp32", 4, {0x6C00, 0x3C00, 0xEC00, 0}, {0x6C00, 0x3C00, 0x6C00, 0}, 0, 0},
      /* c last: (2^24 + 0) + (1 + 0) - 2^24 */
      {"cdna2.fp16.fp32", 3, {0x6C00, 0, 0x3C00}, {0x6C00, 0, 0x3C00}, 0xCB800000, 0},
      /* 2^-63 * 2^-64 is subnormal, so 0; 2^-126 stays */
      {"cdna2.bf16_1k.fp32", 1, {0x2000}, {0x1F80}, 0, 0},
      {"cdna2.bf16_1k.fp32", 1, {0x2000}, {0x2000}, 0, 0x00800000},
      /* a subnormal factor is 0 */
      {"cdna2.fp16.fp32", 2, {0x0200, 0x3C00}, {0x3C00, 0x3C00}, 0, 0x3F800000},
      {"cdna2.fp16.fp32", 2, {0x03FF, 0x7BFF}, {0x7BFF, 0x03FF}, 0, 0},
      /* a subnormal c is +0, a sum of 2^-126 - 1.5 * 2^-126 a -0 that stays in the next step */
      {"cdna2.bf16.fp32", 2, {0, 0}, {0, 0}, 0x807FFFFF, 0},
      {"cdna2.bf16.fp32", 2, {0xA040, 0}, {0x2000, 0}, 0x00800000, 0x80000000},
      {"cdna2.bf16.fp32",
       4,
       {0xA040, 0, 0xA000, 0xA000},
       {0x2000, 0, 0x1F80, 0x1F80},
       0x00800000,
       0x80000000},
      {"cdna2.bf16.fp32", 3, {0xA040, 0, 0xA000}, {0x2000, 0, 0x1F80}, 0x00800000, 0},
      /* ... but not with factors that are -0 or subnormal: they are +0, and so are products */
      {"cdna2.bf16.fp32",
       4,
       {0xA040, 0, 0x8000, 0x8001},
       {0x2000, 0, 0x3F80, 0x3F80},
       0x00800000,
       0},
      /* infinity times a subnormal is infinity times 0 */
      {"cdna2.fp16.fp32", 1, {0x7C00}, {0x0001}, 0, 0x7FFFFFFF},
      {"cdna2.bf16.fp32", 2, {0x5F80, 0xDF80}, {0x5F80, 0x5F80}, 0, 0x7FFFFFFF},
  };
  check_cases(cases, sizeof cases / sizeof cases[0]);
}

/* ---- the function ---- */

static void refuses(const gcim_fp_preset_t *preset, size_t terms, int wanted, const char *words) {
  const uint32_t x[4] = {0}, w[4] = {0}, c = 0;
  uint32_t y = 77, flags = 78;
  assert_int_equal(gcim_fp_mma(preset, x, w, terms, &c, 1, &y, &flags), wanted);
  assert_true(y == 77 && flags == 78);
  if (strstr(gcim_error_text(), words) == NULL) {
    fail_msg("the error '%s' does not say '%s'", gcim_error_text(), words);
  }
}

static void test_fp_cdna_errors(void **state) {
  (void)state;
  const gcim_fp_preset_t *steps = preset_of("cdna3.fp16.fp32"),
                         *tree = preset_of("cdna2.fp16.fp32");
  gcim_fp_preset_t p = *steps;
  refuses(NULL, 1, GCIM_ERR_NULL, "preset is NULL");
  refuses(steps, 0, GCIM_ERR_PARAM, "terms=0");
  p.form = (gcim_fp_form_t)3;
  refuses(&p, 1, GCIM_ERR_PARAM, "form=3 is outside 0..2");
  p = *steps, p.sum_frac = 23;
  refuses(&p, 1, GCIM_ERR_PARAM, "sum_frac=23 is outside 24..48");
  p = *steps, p.dot.frac = 33;
  refuses(&p, 1, GCIM_ERR_PARAM, "dot.frac=33 is outside 0..32");
  p = *steps, p.dot.quant = GCIM_RND_FLOOR;
  refuses(&p, 1, GCIM_ERR_PARAM, "by GCIM_RND_RTZ");
  p = *steps, p.dot.fold = 1;
  refuses(&p, 1, GCIM_ERR_PARAM, "has no fold");
  p = *steps, p.dot.policy.rnd = GCIM_RND_STOCH, p.dot.policy.rand_bits = 8;
  refuses(&p, 1, GCIM_ERR_PARAM, "call gcim_fp_pdot");
  p = *steps, p.dot.lanes = 0;
  refuses(&p, 1, GCIM_ERR_PARAM, "lanes=0");
  p = *tree, p.dot.c = p.dot.x;
  refuses(&p, 1, GCIM_ERR_PARAM, "dot.c is not the format dot.y");
  p = *tree, p.dot.lanes = 3;
  refuses(&p, 1, GCIM_ERR_PARAM, "dot.lanes=3 is no power of two");
  const uint32_t one = 0;
  uint32_t y = 0;
  assert_int_equal(gcim_fp_mma(tree, NULL, &one, 1, &one, 1, &y, NULL), GCIM_ERR_NULL);
  assert_int_equal(gcim_fp_mma(tree, &one, NULL, 1, &one, 1, &y, NULL), GCIM_ERR_NULL);
  assert_int_equal(gcim_fp_mma(tree, &one, &one, 1, NULL, 1, &y, NULL), GCIM_ERR_NULL);
  assert_non_null(strstr(gcim_error_text(), "c is NULL"));
  assert_int_equal(gcim_fp_mma(tree, &one, &one, 1, &one, 1, NULL, NULL), GCIM_ERR_NULL);
  assert_int_equal(gcim_fp_mma(tree, NULL, NULL, 1, NULL, 0, NULL, NULL), GCIM_OK);
}

/* Any code but those with all exponent bits set. */
static uint32_t roll_finite(dice_t *dice, const gcim_float_t *f) {
  const uint32_t bits = (uint32_t)(f->exp_bits + f->man_bits);
  return roll(dice, 2) << bits |
         (roll(dice, 0) & ((1u << bits) - 1)) % ((1u << bits) - (1u << f->man_bits));
}

/* Every preset through the one function: those of one step as gcim_fp_pdot gives it, several dot
 * products at once as one by one; what says it is untested is what is tested here. */
static void test_fp_cdna_every_preset(void **state) {
  (void)state;
  enum { COUNT = 5, TERMS = 9, CDNA_PRESETS = 5 };
  dice_t dice = {.seed = 4799};
  const gcim_fp_preset_t *p;
  int untested = 0;
  for (int i = 0; (p = gcim_fp_preset_list(i)) != NULL; i++) {
    uint32_t x[COUNT * TERMS], w[COUNT * TERMS], c[COUNT], y[COUNT], one = 0;
    for (int k = 0; k < COUNT * TERMS; k++) {
      x[k] = roll_finite(&dice, &p->dot.x);
      w[k] = roll_finite(&dice, &p->dot.w);
      c[k % COUNT] = roll_finite(&dice, &p->dot.c);
    }
    assert_int_equal(gcim_fp_mma(p, x, w, TERMS, c, COUNT, y, NULL), GCIM_OK);
    for (size_t k = 0; k < COUNT; k++) {
      const int status =
          p->form == GCIM_MMA_ONE_STEP
              ? gcim_fp_pdot(&p->dot, x + k * TERMS, w + k * TERMS, TERMS, c + k, 1, 0, &one, NULL)
              : gcim_fp_mma(p, x + k * TERMS, w + k * TERMS, TERMS, c + k, 1, &one, NULL);
      assert_int_equal(status, GCIM_OK);
      assert_int_equal(one, y[k]);
    }
    const bool marked = strcmp(p->basis, "read from a published model; untested on hardware") == 0;
    assert_int_equal(marked, p->form != GCIM_MMA_ONE_STEP);
    untested += marked;
  }
  assert_int_equal(untested, CDNA_PRESETS);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fp_cdna_published_example),
      cmocka_unit_test(test_fp_cdna3_hand),
      cmocka_unit_test(test_fp_cdna2_hand),
      cmocka_unit_test(test_fp_cdna_errors),
      cmocka_unit_test(test_fp_cdna_every_preset),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
