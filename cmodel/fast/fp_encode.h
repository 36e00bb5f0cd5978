/* fp_encode.h: a magnitude below 2^30 to a code in 64-bit arithmetic, for the kernels of floating
 * point; judged by part/fp_norm.h (test_fp_convert.c, test_fp_dot_fast.c). Private to fast/. */
#ifndef GCIM_FAST_FP_ENCODE_H
#define GCIM_FAST_FP_ENCODE_H

#include <stdbool.h>
#include <stdint.h>

#include "gcim_fp.h"
#include "gcim_num.h"
#include "part/fp_decode.h"
#include "part/fp_norm.h"

enum {
  FAST_FP_TOP = 29,               /* place of a significand's leading bit here */
  FAST_FP_FAR = FAST_FP_TOP + 34, /* shifted so far, only zeros are left, also of 32 random bits */
};

/* All that is the same for every result. */
typedef struct {
  gcim_float_t to;
  gcim_fp_policy_t policy;
  uint32_t random_mask;
  int least; /* exponent of the smallest normal result */
  int64_t largest;
} fast_fp_encoder_t;

static inline fast_fp_encoder_t fast_fp_encoder(const gcim_float_t *to,
                                                const gcim_fp_policy_t *policy) {
  return (fast_fp_encoder_t){
      .to = *to,
      .policy = *policy,
      .random_mask = policy->rnd == GCIM_RND_STOCH ? UINT32_MAX >> (32 - policy->rand_bits) : 0,
      .least = 1 - to->bias,
      .largest = gcim_fp_largest(to, false),
  };
}

static inline uint32_t fast_fp_zero(const fast_fp_encoder_t *p, bool negative) {
  const bool sign = negative && p->policy.neg_zero == 0;
  return (uint32_t)sign << (p->to.exp_bits + p->to.man_bits);
}

/* Does the magnitude `s` go up when its low `drop` bits, 1..FAST_FP_FAR, are dropped? */
static inline bool fast_fp_goes_up(const fast_fp_encoder_t *p, uint64_t s, int drop, bool negative,
                                   uint32_t random) {
  const uint64_t rest = s & ((UINT64_C(1) << drop) - 1), half = UINT64_C(1) << (drop - 1);
  const bool odd = (s >> drop & 1u) != 0;
  switch (p->policy.rnd) {
    case GCIM_RND_RNE:
      return rest + (odd ? 1 : 0) > half;
    case GCIM_RND_RNA:
      return rest >= half;
    case GCIM_RND_FLOOR:
      return negative && rest != 0;
    case GCIM_RND_CEIL:
      return !negative && rest != 0;
    case GCIM_RND_JAM:
      return !odd && rest != 0;
    case GCIM_RND_STOCH:
      return (((rest << p->policy.rand_bits) >> drop) + (random & p->random_mask)) >>
                 p->policy.rand_bits !=
             0;
    default:
      return false;
  }
}

/* Does an inexact number just below the smallest normal count as tiny? Rounded to as many bits as a
 * normal number it may reach it. */
static inline bool fast_fp_is_tiny(const fast_fp_encoder_t *p, uint64_t s, int e, bool negative,
                                   uint32_t random) {
  if (e >= p->least || e < p->least - 1 || p->policy.tiny_before != 0) {
    return e < p->least;
  }
  const int drop = FAST_FP_TOP - p->to.man_bits;
  const bool full = s >> drop == (UINT64_C(2) << p->to.man_bits) - 1;
  return !(full && fast_fp_goes_up(p, s, drop, negative, random));
}

/* What lies above the largest number is asked from the golden: no format has a number above 2^256.
 */
static inline uint32_t fast_fp_overflow(const fast_fp_encoder_t *p, bool negative,
                                        uint32_t *flags) {
  const gcim_wide_t value = gcim_wide_from_i64(negative ? -1 : 1);
  return gcim_fp_norm(&p->to, &p->policy, &value, 1000, negative, 0, flags);
}

/* Return the code of sig * 2^unit, 0 < sig < 2^30, with its sign. */
static inline uint32_t fast_fp_encode(const fast_fp_encoder_t *p, uint32_t sig, int unit,
                                      bool negative, uint32_t random, uint32_t *flags) {
  const int lead = 31 - __builtin_clz(sig);
  const uint64_t s = (uint64_t)sig << (FAST_FP_TOP - lead);
  const int e = unit + lead;
  const int deep = e < p->least ? p->least - e : 0;
  const int wanted = FAST_FP_TOP - p->to.man_bits + deep;
  const int drop = wanted < FAST_FP_FAR ? wanted : FAST_FP_FAR;
  const bool inexact = (s & ((UINT64_C(1) << drop) - 1)) != 0;
  int64_t code = (int64_t)(s >> drop) + ((int64_t)(e + deep - p->least) << p->to.man_bits);
  code += inexact && fast_fp_goes_up(p, s, drop, negative, random) ? 1 : 0;
  if (code > p->largest) {
    return fast_fp_overflow(p, negative, flags);
  }
  const bool flushed = p->policy.ftz != 0 && code >> p->to.man_bits == 0 && code != 0;
  if (inexact || flushed) {
    *flags |= GCIM_FLAG_NX;
    *flags |= deep > 0 && fast_fp_is_tiny(p, s, e, negative, random) ? GCIM_FLAG_UF : 0;
  }
  if (flushed || code == 0) {
    return fast_fp_zero(p, negative);
  }
  return (uint32_t)negative << (p->to.exp_bits + p->to.man_bits) | (uint32_t)code;
}

#endif
