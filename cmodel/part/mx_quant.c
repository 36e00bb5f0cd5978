/* mx_quant.c: the elements of a block, by the numbers of the card mx_quant. */
#include "part/mx_quant.h"

#include "core/bits.h"
#include "gcim_num.h"
#include "part/fp_convert.h"

gcim_mx_zero_sign_t gcim_mx_mode_zero_sign(uint64_t mode) {
  return mode <= GCIM_MX_DROP_ALL ? (gcim_mx_zero_sign_t)mode : GCIM_MX_KEEP;
}

/* 7: MX_SAT reads specials as SPECIAL_ZERO does. */
gcim_fp_lane_t gcim_mx_operand(const gcim_mx_quantizer_t *how, uint32_t code) {
  gcim_special_t specials = GCIM_SPECIAL_IEEE;
  if (how->special == GCIM_MX_SAT) {
    specials = GCIM_SPECIAL_ZERO;
  } else if (how->special == GCIM_MX_IGNORE) {
    specials = GCIM_SPECIAL_IGNORE;
  }
  gcim_fp_lane_t v = gcim_fp_decode(&how->from, code, specials, how->daz);
  if (v.is_zero && how->zero_sign == GCIM_MX_DROP_INPUT) {
    v.sign = false;
  }
  return v;
}

/* ---- MX_INT8 ---- */

enum { LARGEST = 127, FAR = 16 }; /* 2^FAR is above every limit */

/* |64 * u| rounded, at most 2^FAR * |v's significand|. */
typedef struct {
  int64_t n;
  bool inexact;
} integer_t;

/* fp_norm.def, 6: does a magnitude that lost its low `drop` bits go up under STOCH? */
static bool stochastic_up(uint64_t magnitude, int drop, uint32_t random, int rand_bits) {
  const int above = drop - rand_bits; /* bits below the rand_bits that count */
  const uint64_t mask = gcim_bits_mask(rand_bits);
  const uint64_t f = above > 63 ? 0 : above >= 0 ? magnitude >> above : magnitude << -above;
  return (f & mask) + (random & mask) > mask;
}

/* 9: the significand in units of 2^-drop of an integer. */
static integer_t round_lane(const gcim_fp_policy_t *policy, const gcim_fp_lane_t *v, int drop,
                            uint32_t random) {
  const int64_t sig = v->sign ? -(int64_t)v->sig : (int64_t)v->sig;
  integer_t r = {0};
  if (drop <= 0) {
    r.n = sig * ((int64_t)1 << (drop < -FAR ? FAR : -drop));
    return r;
  }
  const bool nearby = policy->rnd <= GCIM_RND_JAM; /* 7, and STOCH before its decision: RTZ */
  r.n = gcim_round_shift(sig, drop, nearby ? (gcim_round_t)policy->rnd : GCIM_RND_RTZ, &r.inexact);
  if (policy->rnd == GCIM_RND_STOCH && stochastic_up(v->sig, drop, random, policy->rand_bits)) {
    r.n += v->sign ? -1 : 1;
  }
  return r;
}

static int64_t limit(const gcim_mx_quantizer_t *how, bool sign) {
  return sign ? -LARGEST - (how->full ? 1 : 0) : LARGEST;
}

/* 9, 10. */
static int64_t integer(const gcim_mx_quantizer_t *how, uint32_t scale, const gcim_fp_lane_t *v,
                       uint32_t random, uint32_t *flags) {
  const gcim_mx_format_t *format = gcim_mx_format(GCIM_MX_INT8);
  if (v->is_nan) {
    *flags |= GCIM_FLAG_NV;
    return how->policy.nan == GCIM_NAN_MAX ? limit(how, v->sign) : 0;
  }
  if (v->is_inf) {
    *flags |= GCIM_FLAG_SAT;
    return limit(how, v->sign);
  }
  const int unit = v->exp - how->from.bias - how->from.man_bits + format->frac;
  const integer_t r = round_lane(&how->policy, v, (int)scale - GCIM_MX_SCALE_ONE - unit, random);
  const int64_t end = limit(how, r.n < 0);
  const bool limited = r.n < 0 ? r.n < end : r.n > end;
  *flags |= r.inexact || limited ? GCIM_FLAG_NX : 0;
  *flags |= limited ? GCIM_FLAG_OF | GCIM_FLAG_SAT : 0;
  return limited ? end : r.n;
}

/* ---- all formats ---- */

uint32_t gcim_mx_element(const gcim_mx_quantizer_t *how, uint32_t scale, const gcim_fp_lane_t *v,
                         uint32_t random, uint32_t *flags) {
  const gcim_mx_format_t *format = gcim_mx_format(how->elem);
  if (how->elem == GCIM_MX_INT8) {
    const int64_t n = integer(how, scale, v, random, flags);
    return (uint32_t)((uint64_t)n & gcim_bits_mask(format->bits));
  }
  gcim_fp_policy_t policy = how->policy;
  policy.neg_zero = how->zero_sign == GCIM_MX_DROP_ALL;
  policy.ftz = policy.tiny_before = 0;
  gcim_float_t scaled = how->from; /* 8: the same code is u with the scale in its bias */
  scaled.bias += (int)scale - GCIM_MX_SCALE_ONE;
  return gcim_fp_convert_lane(&format->value, &policy, &scaled, v, random, flags);
}
