/* fp_macro: taps, results and flags of vectors against sentences 7 to 12 in exact rationals. */
#include <stdio.h>

#include "helper_fp_macro_truth.h"

/* ---- every input of a small macro ---- */

/* One row, E2M1: every code, weight of 3 bits, exponent, rounding of the result. */
static void test_fp_macro_every_product(void **state) {
  (void)state;
  macro_t m = macro_new("config=finite Rows=1 Cols=1 XBits=3 Guard=1");
  truth_t truth = {0};
  for (int w = -4; w < 4; w++) {
    write_row(&m, 0, &w);
    for (int exp = -16; exp < 16; exp++) {
      write_exponents(&m, &exp);
      for (uint32_t code = 0; code < 16; code++) {
        vector_t v = {.x = {code}, .policy = {.nan = GCIM_NAN_ZERO}};
        for (v.policy.rnd = 0; v.policy.rnd < 6; v.policy.rnd++) {
          v.quant = (v.policy.rnd + (int)code) % 6;
          v.clamp = (w + exp + 20) % 3;
          v.sticky = exp & 1;
          check(&m, &v, &truth);
        }
      }
    }
  }
  macro_free(&m);
}

/* Two rows, XBits = 3: every pair of codes with every way to align; weights 1 and -1. */
static void test_fp_macro_every_alignment(void **state) {
  (void)state;
  macro_t m = macro_new("config=finite Rows=2 Cols=2 XBits=3 XExpBits=3 XManBits=2 XBias=3");
  truth_t truth = {0};
  write_row(&m, 0, (const int[]){1, 1});
  write_row(&m, 1, (const int[]){1, -1});
  write_exponents(&m, (const int[]){0, -2});
  for (uint32_t pair = 0; pair < 64 * 64; pair++) {
    for (int how = 0; how < 6; how++) {
      const vector_t v = {.x = {pair % 64, pair / 64},
                          .quant = how,
                          .sticky = (int)pair % 2,
                          .far = (int)pair / 2 % 2,
                          .clamp = (how + (int)pair / 64) % 3,
                          .given = how == (int)pair % 5,
                          .ref = (int)pair / 3 % 8,
                          .policy = {.nan = GCIM_NAN_MAX}};
      check(&m, &v, &truth);
    }
  }
  macro_free(&m);
}

/* ---- random ---- */

static void roll_weights(macro_t *m, dice_t *dice) {
  const int top = (1 << (m->w_bits - 1)) - 1;
  for (int r = 0; r < m->rows; r++) {
    int w[MAX_COLS];
    for (int c = 0; c < m->cols; c++) {
      const int corner[4] = {0, top, -top - 1, 1};
      const uint32_t kind = roll(dice, 8);
      w[c] = kind < 4 ? corner[kind] : (int)roll(dice, 1u << m->w_bits) - top - 1;
    }
    write_row(m, r, w);
  }
}

/* Exponents that bring results of about `top` units into Y's range, or a little beside it. */
static void roll_exponents(macro_t *m, dice_t *dice, int unit) {
  const int limit = 1 << (m->scale_bits - 1);
  const int span = 1 << m->y.exp_bits;
  int exp[MAX_COLS];
  for (int c = 0; c < m->cols; c++) {
    const int wanted = (int)roll(dice, (uint32_t)(span + 60)) - 40 - m->y.bias;
    const int e = wanted - (unit - m->x.bias) - (int)roll(dice, (uint32_t)(m->w_bits + 4));
    exp[c] = e < -limit ? -limit : e > limit - 1 ? limit - 1 : e;
  }
  write_exponents(m, exp);
}

/* Codes near an exponent, zeros, and now and then anything. */
static void roll_codes(const macro_t *m, dice_t *dice, int base, vector_t *v) {
  const int top = (1 << m->x.exp_bits) - 1;
  const uint32_t wild = roll(dice, 4);
  for (int r = 0; r < m->rows; r++) {
    const int e = base - (int)roll(dice, (uint32_t)(m->x_bits + 2));
    const uint32_t near = (uint32_t)(e < 0     ? 0
                                     : e > top ? top
                                               : e)
                              << m->x.man_bits |
                          roll(dice, 1u << m->x.man_bits);
    const uint32_t any = roll(dice, 1u << (m->x.exp_bits + m->x.man_bits));
    const uint32_t infinity = (uint32_t)top << m->x.man_bits;
    const uint32_t kind = roll(dice, 12);
    const uint32_t magnitude = wild == 0 && kind < 2 ? infinity : kind == 2 ? 0 : near;
    v->x[r] = (kind == 3 && wild <= 1 ? any : magnitude) | ref_sign_bit(&m->x, roll(dice, 2) != 0);
  }
}

static vector_t roll_vector(macro_t *m, dice_t *dice) {
  const int base = (int)roll(dice, 1u << m->x.exp_bits);
  vector_t v = {.ref = base,
                .specials = (int)roll(dice, 8) % 7 % 4,
                .daz = roll(dice, 4) == 0,
                .given = roll(dice, 4) == 0,
                .quant = (int)roll(dice, 6),
                .sticky = (int)roll(dice, 2),
                .far = roll(dice, 4) == 0,
                .clamp = (int)roll(dice, 3),
                .keep = roll(dice, 3) == 0,
                .policy = ref_policy_roll(dice, &m->y)};
  v.policy.rnd = v.policy.rnd == GCIM_RND_STOCH ? GCIM_RND_RNE : v.policy.rnd;
  roll_codes(m, dice, base, &v);
  if (roll(dice, 3) == 0) {
    roll_weights(m, dice);
  }
  if (roll(dice, 2) == 0) {
    roll_exponents(m, dice, base);
  }
  return v;
}

static void check_random(const char *params, int vectors, uint64_t seed) {
  dice_t dice = {seed, 0};
  macro_t m = macro_new(params);
  truth_t truth = {0};
  write_same(&m, 0, 0);
  roll_weights(&m, &dice);
  for (int n = 0; n < vectors; n++) {
    const vector_t v = roll_vector(&m, &dice);
    check(&m, &v, &truth);
  }
  macro_free(&m);
}

static void test_fp_macro_configurations(void **state) {
  (void)state;
  static const char *const configs[] = {
      "", "config=bf16", "config=e4m3", "config=e5m2", "config=finite", "config=one"};
  for (int i = 0; i < 6; i++) {
    check_random(configs[i], 1500, (uint64_t)(1 + i));
  }
}

/* Formats and widths of every kind. */
static void test_fp_macro_any_parameters(void **state) {
  (void)state;
  dice_t dice = {100, 0};
  for (int n = 0; n < 100; n++) {
    const gcim_float_t x = ref_format_roll(&dice), y = ref_format_roll(&dice);
    char params[400];
    snprintf(params, sizeof params,
             "XExpBits=%d XManBits=%d XBias=%d XKind=%d YExpBits=%d YManBits=%d YBias=%d YKind=%d "
             "Rows=%d Cols=%d XBits=%d WBits=%d Guard=%d ScaleBits=%d AccWidth=%d",
             x.exp_bits, x.man_bits, x.bias, (int)x.kind, y.exp_bits, y.man_bits, y.bias,
             (int)y.kind, 1 + (int)roll(&dice, MAX_ROWS), 1 + (int)roll(&dice, MAX_COLS),
             2 + (int)roll(&dice, 15), 2 + (int)roll(&dice, 15),
             (int)(roll(&dice, 2) == 0 ? roll(&dice, 65) : roll(&dice, 5)), 4 + (int)roll(&dice, 9),
             2 + (int)roll(&dice, 63));
    check_random(params, 60, (uint64_t)(1000 + n));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fp_macro_every_product),
      cmocka_unit_test(test_fp_macro_every_alignment),
      cmocka_unit_test(test_fp_macro_configurations),
      cmocka_unit_test(test_fp_macro_any_parameters),
  };
  truth_open();
  const int status = cmocka_run_group_tests(tests, NULL, NULL);
  truth_close();
  return status;
}
