/* Normalise, round and pack, and the sum of two codes, against exact rationals: random formats,
 * policies and values, many of them next to ties and to both ends of the range. */
#include <stdio.h>

#include "helper_float.h"
#include "part/fp_norm.h"

/* ---- everything against rationals ---- */

/* A magnitude of 1..bits bits: random, or random bits on top of zeros or ones, give or take 1. */
static void roll_magnitude(dice_t *dice, mpz_t mag, int bits) {
  const int size = 1 + (int)roll(dice, (uint32_t)bits), kind = (int)roll(dice, 4);
  const int top = 1 + (int)roll(dice, 26), low = size > top ? size - top : 0;
  mpz_set_ui(mag, 0);
  for (int i = 0; i < (size + 31) / 32; i++) {
    mpz_mul_2exp(mag, mag, 32);
    mpz_add_ui(mag, mag, roll(dice, 0));
  }
  mpz_fdiv_r_2exp(mag, mag, (mp_bitcnt_t)size);
  if (kind > 0) {
    mpz_fdiv_q_2exp(mag, mag, (mp_bitcnt_t)low);
    if (kind == 2) {
      mpz_add_ui(mag, mag, 1);
    }
    mpz_mul_2exp(mag, mag, (mp_bitcnt_t)low);
    if (kind >= 2 && mpz_sgn(mag) > 0) {
      mpz_sub_ui(mag, mag, roll(dice, 2)); /* ones below, or just under a tie */
    }
  }
  mpz_fdiv_r_2exp(mag, mag, (mp_bitcnt_t)bits);
}

static gcim_wide_t wide_of(const mpz_t mag) {
  gcim_wide_t w = gcim_wide_zero();
  size_t words = 0;
  mpz_export(w.word, &words, -1, sizeof w.word[0], 0, 0, mag);
  return w;
}

/* A scale that puts the magnitude near the lower or the upper end, or anywhere. */
static int roll_scale(dice_t *dice, const gcim_float_t *f, const mpz_t mag) {
  const int lead = (int)mpz_sizeinbase(mag, 2) - 1, least = 1 - f->bias;
  const int most = least + (1 << f->exp_bits) - 2;
  switch (roll(dice, 4)) {
    case 0:
      return least - (int)roll(dice, (uint32_t)f->man_bits + 3) - lead;
    case 1:
      return most - 1 + (int)roll(dice, 3) - lead;
    case 2:
      return least + (int)roll(dice, (uint32_t)(most - least) + 1) - lead;
    default:
      return (int)roll(dice, 16384) - 8192;
  }
}

static void test_fp_norm_equals_rationals(void **state) {
  (void)state;
  dice_t dice = {.seed = 2};
  mpz_t mag;
  mpq_t v;
  mpz_init(mag);
  mpq_init(v);
  for (int i = 0; i < 60000; i++) {
    const gcim_float_t f = ref_format_roll(&dice);
    const gcim_fp_policy_t p = ref_policy_roll(&dice, &f);
    roll_magnitude(&dice, mag, i % 8 == 0 ? 900 : 60);
    if (mpz_sgn(mag) == 0) {
      continue;
    }
    const int scale = roll_scale(&dice, &f, mag);
    const bool negative = roll(&dice, 2) != 0;
    const uint32_t random = roll(&dice, 4) == 0 ? UINT32_MAX : roll(&dice, 0);
    const gcim_wide_t magnitude = wide_of(mag);
    const gcim_wide_t value = negative ? gcim_wide_neg(&magnitude) : magnitude;
    ref_power(v, scale);
    mpz_mul(mpq_numref(v), mpq_numref(v), mag);
    mpq_canonicalize(v);
    if (negative) {
      mpq_neg(v, v);
    }
    uint32_t flags = 0, want_flags = 0;
    const uint32_t want = ref_encode(&f, &p, v, random, &want_flags);
    const uint32_t code = gcim_fp_norm(&f, &p, &value, scale, !negative, random, &flags);
    if (code != want || flags != want_flags) {
      fail_msg("case %d: format %d %d %d kind %d, rnd %d ovf %d nan %d: %x flags %x, not %x %x", i,
               f.exp_bits, f.man_bits, f.bias, f.kind, p.rnd, p.ovf, p.nan, code, flags, want,
               want_flags);
    }
  }
  mpz_clear(mag);
  mpq_clear(v);
}

/* The unit in its configurations, numbers only. */
static void check_unit(const char *params, dice_t *dice) {
  dut_t d = dut_new("fp_norm", params);
  const gcim_float_t f = {
      (int)gcim_card_value(d.card, "ExpBits"), (int)gcim_card_value(d.card, "ManBits"),
      (int)gcim_card_value(d.card, "Bias"), (gcim_float_kind_t)gcim_card_value(d.card, "Kind")};
  const int mag_bits = (int)gcim_card_value(d.card, "MagBits");
  const int scale_bits = (int)gcim_card_value(d.card, "ScaleBits");
  mpz_t mag;
  mpq_t v;
  mpz_init(mag);
  mpq_init(v);
  for (int i = 0; i < 400; i++) {
    gcim_fp_policy_t p = ref_policy_roll(dice, &f);
    p.rand_bits = (int)gcim_card_value(d.card, "RandBits");
    roll_magnitude(dice, mag, mag_bits);
    const int scale = (int)roll(dice, 1u << scale_bits) - (1 << (scale_bits - 1));
    const bool negative = roll(dice, 2) != 0;
    const uint32_t random = roll(dice, 0);
    const gcim_wide_t magnitude = wide_of(mag);
    put_policy(&d, &p);
    put(&d, "sign", negative);
    put(&d, "scale", (uint64_t)scale);
    put(&d, "random", random);
    for (int b = 0; b < mag_bits; b += 32) {
      const int width = mag_bits - b < 32 ? mag_bits - b : 32;
      put_at(&d, "mag", b, width, magnitude.word[b / 32]);
    }
    ref_power(v, scale);
    mpz_mul(mpq_numref(v), mpq_numref(v), mag);
    mpq_canonicalize(v);
    if (negative) {
      mpq_neg(v, v);
    }
    uint32_t flags = 0;
    const uint32_t want =
        mpq_sgn(v) == 0 ? ref_zero(&f, &p, negative) : ref_encode(&f, &p, v, random, &flags);
    put(&d, "in_valid", 1);
    tick(&d);
    put(&d, "in_valid", 0);
    tick(&d);
    assert_int_equal(get(&d, "code"), (int)want);
    assert_int_equal(get(&d, "flags"), flags);
    assert_int_equal(get(&d, "tap_lead"), mpz_sgn(mag) == 0 ? 0 : mpz_sizeinbase(mag, 2));
  }
  mpz_clear(mag);
  mpq_clear(v);
  dut_free(&d);
}

static void test_fp_norm_units_equal_rationals(void **state) {
  (void)state;
  dice_t dice = {.seed = 3};
  dut_t d = dut_new("fp_norm", "");
  for (int i = 0; i < d.card->config_count; i++) {
    char params[64];
    snprintf(params, sizeof params, "config=%s", d.card->configs[i].name);
    check_unit(params, &dice);
  }
  dut_free(&d);
}

/* All formats meet: the lowest and the highest units differ by more than 500 places. */
static void test_fp_norm_sums_equal_rationals(void **state) {
  (void)state;
  dice_t dice = {.seed = 4};
  mpq_t x, y;
  mpq_inits(x, y, NULL);
  for (int i = 0; i < 30000; i++) {
    const gcim_float_t fa = ref_format_roll(&dice), fb = i % 2 == 0 ? fa : ref_format_roll(&dice);
    const gcim_float_t to = i % 3 == 0 ? fa : ref_format_roll(&dice);
    const gcim_fp_policy_t p = ref_policy_roll(&dice, &to);
    const uint32_t a_magnitude = roll(&dice, ref_largest(&fa) + 1);
    const uint32_t near = a_magnitude ^ roll(&dice, 8); /* to cancel */
    const bool close = i % 4 == 0 && near <= ref_largest(&fa);
    const uint32_t b_magnitude = close ? near : roll(&dice, ref_largest(&fb) + 1);
    const uint32_t a = ref_sign_bit(&fa, roll(&dice, 2) != 0) + a_magnitude;
    const uint32_t b = ref_sign_bit(&fb, roll(&dice, 2) != 0) + b_magnitude;
    const uint32_t random = roll(&dice, 0);
    ref_number(x, &fa, a);
    ref_number(y, &fb, b);
    mpq_add(x, x, y);
    uint32_t flags = 0, want_flags = 0;
    const uint32_t want = mpq_sgn(x) == 0 ? 0 : ref_encode(&to, &p, x, random, &want_flags);
    assert_int_equal(gcim_fp_add(&to, &p, &fa, a, &fb, b, random, &flags), want);
    assert_int_equal(flags, want_flags);
  }
  mpq_clears(x, y, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fp_norm_equals_rationals),
      cmocka_unit_test(test_fp_norm_units_equal_rationals),
      cmocka_unit_test(test_fp_norm_sums_equal_rationals),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
