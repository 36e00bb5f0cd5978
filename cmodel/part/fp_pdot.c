/* fp_pdot.c: the stages of the card fp_pdot, by its numbers. */
#include "part/fp_pdot.h"

#include "part/fp_decode.h"
#include "part/fp_dot.h"
#include "part/fp_norm.h"
#include "part/fp_post_align.h"
#include "part/fp_special.h"

enum { NO_TERM = -1024 }; /* 9: the reference without a term, below every exponent */

/* A factor after 6: its value is sig * 2^(S * high) up to a constant. */
typedef struct {
  uint64_t sig;
  int high;
} factor_t;

static factor_t fold(const gcim_fp_lane_t *lane, int bits) {
  const int low = lane->exp & ((1 << bits) - 1);
  return (factor_t){.sig = (uint64_t)lane->sig << low, .high = lane->exp >> bits};
}

/* 7. */
static gcim_fp_term_t product(const gcim_fp_pdot_t *config, const gcim_fp_lane_t *x,
                              const gcim_fp_lane_t *w) {
  const factor_t a = fold(x, config->fold), b = fold(w, config->fold);
  const int exp = ((a.high + b.high) << config->fold) - config->x.bias - config->w.bias;
  const uint64_t sig = a.sig * b.sig; /* below 2^62: two of 24 + 7 bits */
  return (gcim_fp_term_t){
      .sign = x->sign != w->sign,
      .counts = sig > 0 || config->zeros != 0,
      .exp = exp,
      .scale = exp - config->x.man_bits - config->w.man_bits,
      .sig = {sig, 0},
  };
}

/* 8. */
static gcim_fp_term_t summand(const gcim_fp_pdot_t *config, const gcim_fp_lane_t *c) {
  const int exp = c->exp - config->c.bias;
  return (gcim_fp_term_t){
      .sign = c->sign,
      .counts = c->sig > 0,
      .exp = exp,
      .scale = exp - config->c.man_bits,
      .sig = {c->sig, 0},
  };
}

/* 5, 7, 8: products from lane 0 on, c last, zero if it is no term. */
static void make_terms(const gcim_fp_pdot_t *config, const gcim_fp_pdot_in_t *in,
                       gcim_fp_term_t *terms, gcim_fp_seen_t *seen) {
  const bool daz = config->daz != 0;
  for (int i = 0; i < config->lanes; i++) {
    const bool there = (size_t)i < in->terms;
    const gcim_fp_lane_t x =
        gcim_fp_decode(&config->x, there ? in->x[i] : 0, config->specials, daz);
    const gcim_fp_lane_t w =
        gcim_fp_decode(&config->w, there ? in->w[i] : 0, config->specials, daz);
    terms[i] = product(config, &x, &w);
    gcim_fp_seen_product(seen, &x, &w);
  }
  terms[config->lanes] = (gcim_fp_term_t){0};
  if (config->c_mode == GCIM_C_TERM) {
    const gcim_fp_lane_t c = gcim_fp_decode(&config->c, in->c, config->specials, daz);
    terms[config->lanes] = summand(config, &c);
    gcim_fp_seen_summand(seen, &c);
  }
}

int gcim_fp_pdot_term_bits(const gcim_fp_pdot_t *config) {
  return config->frac + 2 * (1 << config->fold) + 2;
}

/* 12: c as the code of a format that is read without modes, as gcim_fp_add reads it. */
static uint32_t late_code(const gcim_fp_pdot_t *config, uint32_t code, gcim_float_t *format) {
  const gcim_fp_lane_t plain = gcim_fp_decode(&config->c, code, GCIM_SPECIAL_IEEE, false);
  const gcim_fp_lane_t read = gcim_fp_decode(&config->c, code, config->specials, config->daz != 0);
  const uint32_t zero = (uint32_t)read.sign << (config->c.exp_bits + config->c.man_bits);
  *format = config->c;
  if (config->specials == GCIM_SPECIAL_IGNORE) {
    format->kind = GCIM_FLOAT_FINITE;
  } else if ((plain.is_inf || plain.is_nan) && config->specials != GCIM_SPECIAL_IEEE) {
    return read.is_zero ? zero : gcim_fp_largest(&config->c, read.sign);
  }
  return read.is_zero ? zero : code;
}

/* 12. */
static uint32_t add_late(const gcim_fp_pdot_t *config, const gcim_fp_pdot_in_t *in, uint32_t r,
                         uint32_t *flags) {
  gcim_float_t c_format;
  gcim_fp_policy_t policy = config->policy;
  const uint32_t c = late_code(config, in->c, &c_format);
  policy.rnd = GCIM_RND_RNE;
  return gcim_fp_add(&config->y, &policy, &config->y, r, &c_format, c, in->random, flags);
}

gcim_fp_pdot_out_t gcim_fp_pdot_step(const gcim_fp_pdot_t *config, const gcim_fp_pdot_in_t *in,
                                     uint32_t *q) {
  gcim_fp_term_t terms[GCIM_FP_MAX_LANES + 1];
  gcim_fp_seen_t seen = {0};
  gcim_fp_pdot_out_t out = {0};
  bool lost = false;
  make_terms(config, in, terms, &seen);
  const int count = config->lanes + 1;
  out.ref =
      gcim_fp_term_ref(terms, count, config->exp_floor > 0 ? config->exp_floor - 1024 : NO_TERM);
  const gcim_fp_cut_t cut = {.unit = out.ref - config->frac,
                             .bits = gcim_fp_pdot_term_bits(config),
                             .quant = config->quant};
  out.sum = gcim_fp_term_sum(terms, count, &cut, q, NULL, &lost);
  if (gcim_fp_seen_any(&seen)) { /* 13 */
    out.y = gcim_fp_seen_code(&seen, &config->y, &config->policy, &out.flags);
  } else {
    out.y = gcim_fp_norm(&config->y, &config->policy, &out.sum, cut.unit, false, in->random,
                         &out.flags);
  }
  if (config->c_mode == GCIM_C_LATE) {
    out.y = add_late(config, in, out.y, &out.flags);
  }
  out.flags |= lost ? GCIM_FLAG_NXA : 0;
  return out;
}
