/* Products aligned after the multiplication, a million dot products per scheme, against 128-bit
 * integers: results and flags. */
#include "helper_fp_wide.h"

typedef struct {
  uint32_t y;
  bool lost, inexact; /* NXA, NX */
} want_t;

/* An exponent folded: its multiple of 2^fold. */
static int high_exp(const gcim_float_t *f, uint32_t code, int fold) {
  return exp_of(f, code) >> fold << fold;
}

static want_t product_dot(const gcim_fp_pdot_t *c, const uint32_t *x, const uint32_t *w,
                          uint32_t summand) {
  want_t want = {0};
  wide_t term[LANES + 1], sum = 0;
  int unit[LANES + 1], ref = NO_TERM;
  for (int i = 0; i <= LANES; i++) {
    const bool is_c = i == LANES;
    int e;
    if (is_c) {
      e = exp_of(&c->c, summand) - c->c.bias;
      unit[i] = e - c->c.man_bits;
      const wide_t sig = summand << 1 == 0 ? 0 : fraction_of(&c->c, summand) | 1u << 23;
      term[i] = c->c_mode == GCIM_C_NONE ? 0 : is_negative(&c->c, summand) ? -sig : sig;
    } else {
      e = high_exp(&c->x, x[i], c->fold) + high_exp(&c->w, w[i], c->fold) - c->x.bias - c->w.bias;
      unit[i] = unit_of(&c->x) + unit_of(&c->w);
      term[i] = (wide_t)units_of(&c->x, x[i]) * units_of(&c->w, w[i]);
    }
    ref = term[i] != 0 && e > ref ? e : ref;
  }
  for (int i = 0; i <= LANES; i++) {
    sum += term[i] == 0 ? 0 : rounded(term[i], ref - c->frac - unit[i], (int)c->quant, &want.lost);
  }
  want.y = code_of(single(sum, ref - c->frac, c->policy.rnd, &want.inexact));
  return want;
}

static void one_product_dot(dice_t *dice, const char *scheme, int fold, bool is_exact, long k) {
  const gcim_float_t *fp32 = gcim_float_find("fp32");
  gcim_fp_pdot_t c = {.x = some_format(dice), .w = some_format(dice), .c = *fp32, .y = *fp32};
  c.lanes = LANES;
  c.fold = fold;
  c.frac = is_exact ? 80 : (int)roll(dice, 48);
  c.quant = (gcim_round_t)roll(dice, 6);
  c.c_mode = is_exact || roll(dice, 2) == 0 ? GCIM_C_NONE : GCIM_C_TERM;
  c.policy.rnd = (int)roll(dice, 6);
  uint32_t x[LANES], w[LANES], y = 0, flags = 0, code;
  draw(dice, &c.x, x, LANES);
  draw(dice, &c.w, w, LANES);
  const uint32_t summand = /* about as large as the products, or 0 */
      roll(dice, 8) == 0
          ? 0
          : roll(dice, 2) << 31 | (127 - 30 + roll(dice, 62)) << 23 | roll(dice, 1u << 23);
  if (gcim_fp_pdot(&c, x, w, LANES, &summand, 1, 0, &y, &flags) != GCIM_OK) {
    fail_msg("%s %ld: %s", scheme, k, gcim_error_text());
  }
  want_t want = product_dot(&c, x, w, summand);
  special_t special = {0};
  for (int i = 0; i < LANES; i++) {
    look(&special, &c.x, x[i], &c.w, w[i]);
  }
  const bool is_special = special_code(&special, &code);
  want.y = is_special ? code : want.y;
  want.inexact = !is_special && want.inexact;
  if (y != want.y || ((flags & GCIM_FLAG_NXA) != 0) != want.lost || (is_exact && want.lost) ||
      ((flags & GCIM_FLAG_NX) != 0) != want.inexact) {
    fail_msg("%s %ld: y %08x flags %02x, want %08x lost %d inexact %d", scheme, k, (unsigned)y,
             (unsigned)flags, (unsigned)want.y, want.lost, want.inexact);
  }
}

static void all_product_dots(const char *scheme, int fold, bool is_exact, uint64_t seed) {
  dice_t dice = {.seed = seed};
  for (long k = 0; k < DOTS; k++) {
    one_product_dot(&dice, scheme, fold, is_exact, k);
  }
}

static void test_fp_scheme_products_plain(void **state) {
  (void)state;
  all_product_dots("product", 0, false, 46);
}

static void test_fp_scheme_products_folded(void **state) {
  (void)state;
  all_product_dots("post", 2, false, 47);
}

static void test_fp_scheme_products_kulisch(void **state) {
  (void)state;
  all_product_dots("kulisch", 0, true, 48);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fp_scheme_products_plain),
      cmocka_unit_test(test_fp_scheme_products_folded),
      cmocka_unit_test(test_fp_scheme_products_kulisch),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
