/* fp_convert.c: numbers in 64-bit arithmetic; what a special, an overflow or a zero becomes is
 * asked from the golden once per call. */
#include "fast/fp_convert.h"

#include <stdbool.h>

#include "gcim_num.h"
#include "part/fp_convert.h"
#include "part/fp_decode.h"
#include "part/fp_norm.h"

enum {
  TOP = 23,      /* place of a significand's leading bit here */
  FAR = TOP + 34 /* shifted so far, only zeros are left, also of 32 more random bits */
};

/* A result that depends on the sign alone. */
typedef struct {
  uint32_t code[2], flags[2];
} fixed_t;

/* All that is the same for every element. */
typedef struct {
  gcim_float_t to;
  bool daz, ftz, tiny_before;
  int rnd, rand_bits;
  uint32_t random_mask;
  uint32_t sign, fraction; /* masks of an operand */
  uint32_t special_from;   /* the lowest special code without its sign */
  int least;               /* exponent of the smallest normal result */
  int64_t largest;
  fixed_t zero, overflow;
} plan_t;

/* Ask the golden what `value` * 2^scale becomes for both signs. */
static fixed_t ask(const gcim_float_t *to, const gcim_fp_policy_t *policy, int value, int scale) {
  fixed_t f = {0};
  for (int s = 0; s < 2; s++) {
    const gcim_wide_t v = gcim_wide_from_i64(s != 0 ? -value : value);
    f.code[s] = gcim_fp_norm(to, policy, &v, scale, s != 0, 0, &f.flags[s]);
  }
  return f;
}

static plan_t plan_of(const gcim_float_t *to, const gcim_float_t *from, gcim_special_t specials,
                      int daz, const gcim_fp_policy_t *policy) {
  plan_t p = {
      .to = *to,
      .daz = daz != 0,
      .ftz = policy->ftz != 0,
      .tiny_before = policy->tiny_before != 0,
      .rnd = policy->rnd,
      .rand_bits = policy->rand_bits,
      .random_mask = policy->rnd == GCIM_RND_STOCH ? UINT32_MAX >> (32 - policy->rand_bits) : 0,
      .sign = UINT32_C(1) << (from->exp_bits + from->man_bits),
      .fraction = (UINT32_C(1) << from->man_bits) - 1,
      .special_from = gcim_fp_largest(from, false) + 1,
      .least = 1 - to->bias,
      .largest = gcim_fp_largest(to, false),
      .zero = ask(to, policy, 0, 0),
      .overflow = ask(to, policy, 1, 1000), /* no format has a number above 2^256 */
  };
  if (specials == GCIM_SPECIAL_IGNORE) {
    p.special_from = p.sign; /* above all codes without a sign */
  }
  return p;
}

/* Does the magnitude `s` go up when its low `drop` bits, 1..FAR, are dropped? */
static inline bool goes_up(const plan_t *p, uint64_t s, int drop, bool negative, uint32_t random) {
  const uint64_t rest = s & ((UINT64_C(1) << drop) - 1), half = UINT64_C(1) << (drop - 1);
  const bool odd = (s >> drop & 1u) != 0;
  switch (p->rnd) {
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
      return (((rest << p->rand_bits) >> drop) + (random & p->random_mask)) >> p->rand_bits != 0;
    default:
      return false;
  }
}

/* Does an inexact number just below the smallest normal count as tiny? Rounded to as many bits as a
 * normal number it may reach it. */
static bool is_tiny(const plan_t *p, uint64_t s, int e, bool negative, uint32_t random) {
  if (e >= p->least || e < p->least - 1 || p->tiny_before) {
    return e < p->least;
  }
  const int drop = TOP - p->to.man_bits;
  const bool full = s >> drop == (UINT64_C(2) << p->to.man_bits) - 1;
  return !(full && drop > 0 && goes_up(p, s, drop, negative, random));
}

/* sig * 2^(exponent of its lowest bit), sig > 0. */
static inline uint32_t encode(const plan_t *p, uint32_t sig, int unit, bool negative,
                              uint32_t random, uint32_t *flags) {
  const int lead = 31 - __builtin_clz(sig);
  const uint64_t s = (uint64_t)sig << (TOP - lead);
  const int e = unit + lead;
  const int deep = e < p->least ? p->least - e : 0;
  const int wanted = TOP - p->to.man_bits + deep;
  const int drop = wanted < FAR ? wanted : FAR;
  const bool inexact = (s & ((UINT64_C(1) << drop) - 1)) != 0;
  int64_t code = (int64_t)(s >> drop) + ((int64_t)(e + deep - p->least) << p->to.man_bits);
  code += inexact && goes_up(p, s, drop, negative, random) ? 1 : 0;
  if (code > p->largest) {
    *flags |= p->overflow.flags[negative];
    return p->overflow.code[negative];
  }
  const bool flushed = p->ftz && code >> p->to.man_bits == 0 && code != 0;
  if (inexact || flushed) {
    *flags |= GCIM_FLAG_NX;
    *flags |= deep > 0 && is_tiny(p, s, e, negative, random) ? GCIM_FLAG_UF : 0;
  }
  if (flushed || code == 0) {
    return p->zero.code[negative];
  }
  return (uint32_t)negative << (p->to.exp_bits + p->to.man_bits) | (uint32_t)code;
}

uint32_t gcim_fast_fp_convert(const gcim_float_t *to, const gcim_float_t *from,
                              gcim_special_t specials, int daz, const gcim_fp_policy_t *policy,
                              const uint32_t *in, const uint32_t *random, size_t count,
                              uint32_t *out) {
  const plan_t p = plan_of(to, from, specials, daz, policy);
  const bool draws = policy->rnd == GCIM_RND_STOCH;
  uint32_t flags = 0;
  for (size_t i = 0; i < count; i++) {
    const uint32_t word = draws ? random[i] : 0, code = in[i];
    const uint32_t magnitude = code & (p.sign - 1);
    const bool negative = (code & p.sign) != 0;
    if (magnitude >= p.special_from) {
      const gcim_fp_lane_t x = gcim_fp_decode(from, code, specials, p.daz);
      out[i] = gcim_fp_convert_lane(to, policy, from, &x, word, &flags);
      continue;
    }
    const uint32_t field = magnitude >> from->man_bits, low = magnitude & p.fraction;
    const uint32_t sig = field != 0 ? low | (p.fraction + 1) : (p.daz ? 0 : low);
    const int unit = (field != 0 ? (int)field : 1) - from->bias - from->man_bits;
    out[i] = sig == 0 ? p.zero.code[negative] : encode(&p, sig, unit, negative, word, &flags);
  }
  return flags;
}
