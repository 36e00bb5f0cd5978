/* mx_quant_portable.c: a block at a time in 32-bit integers. */
#include "fast/mx_quant.h"
#include "gcim_fp.h"

enum { FRACTION = 23 };

/* A magnitude mag * 2^-shift rounded to an integer; *rest: what was dropped is not 0. shift 1..25.
 */
static uint32_t rounded(uint32_t mag, int shift, int rnd, bool *rest) {
  const uint32_t half = UINT32_C(1) << (shift - 1);
  const uint32_t up = half - (rnd == GCIM_RND_RNE ? 1 - (mag >> shift & 1) : 0);
  *rest = (mag & (2 * half - 1)) != 0;
  return (mag + (rnd == GCIM_RND_RTZ ? 0 : up)) >> shift;
}

typedef struct {
  uint32_t code; /* without the sign */
  bool inexact, tiny;
} element_t;

/* Magnitudes just below the smallest normal number, from this on, round to it without a limit of
 * the exponent too. */
static uint32_t normal_from(const gcim_fast_mx_t *p) {
  const uint32_t top = UINT32_C(1) << (FRACTION + 1);
  return p->rnd == GCIM_RND_RTZ ? top : top - (UINT32_C(1) << (FRACTION - 1 - p->man_bits));
}

/* The magnitude of FP32 code `a` in units of 2^t. */
static element_t magnitude(const gcim_fast_mx_t *p, uint32_t a, int t) {
  const int field = (int)(a >> FRACTION), e = (field > 0 ? field : 1) - 127 - t;
  const uint32_t mag = (a & UINT32_C(0x7fffff)) | (uint32_t)(field > 0) << FRACTION;
  const int least = 1 - p->bias;
  const int unit = p->is_int ? -6 : (e > least ? e : least) - p->man_bits; /* of the last bit */
  const int shift = unit - (e - FRACTION);
  element_t r = {0, mag != 0, mag != 0};
  if (shift <= 25) { /* beyond, all is below half a unit */
    r.code = rounded(mag, shift, p->rnd, &r.inexact);
    r.tiny = !p->is_int && mag != 0 && e < least && (e < least - 1 || mag < normal_from(p));
    r.code += p->is_int || e <= least ? 0 : (uint32_t)(e - least) << p->man_bits;
  }
  return r;
}

static uint32_t lane(const gcim_fast_mx_t *p, uint32_t x, int t, uint32_t *flags) {
  const uint32_t sign = x >> 31;
  element_t r = magnitude(p, x & UINT32_C(0x7fffffff), t);
  const uint32_t limit = p->largest + (p->is_int && p->full ? sign : 0);
  if (r.code > limit) {
    r.code = p->is_int ? limit : p->overflow;
    r.inexact = true;
    *flags |= p->overflow_flags;
  }
  *flags |= r.inexact ? GCIM_FLAG_NX | (r.tiny ? GCIM_FLAG_UF : 0) : 0;
  if (p->is_int) {
    return (sign != 0 ? 0 - r.code : r.code) & 255;
  }
  const bool drops = (p->zero_sign == GCIM_MX_DROP_ALL && r.code == 0) ||
                     (p->zero_sign == GCIM_MX_DROP_INPUT && x << 1 == 0);
  return r.code | (drops ? 0 : sign << (p->code_bits - 1));
}

size_t gcim_fast_mx_portable(const gcim_fast_mx_t *plan, const uint32_t *x, size_t blocks,
                             uint8_t *scale, uint8_t *elem, uint32_t *flags) {
  uint32_t seen = 0;
  size_t done = 0;
  for (int t; done < blocks; done++) {
    const uint32_t *from = x + done * (size_t)plan->block;
    uint8_t *to = elem + done * (size_t)plan->block;
    uint32_t a = 0;
    for (int i = 0; i < plan->block; i++) {
      const uint32_t m = from[i] & UINT32_C(0x7fffffff);
      a = m > a ? m : a;
    }
    if (!gcim_fast_mx_exponent(plan, a, &t)) {
      break;
    }
    scale[done] = (uint8_t)(t + 127);
    for (int i = 0; i < plan->block; i++) {
      to[i] = (uint8_t)lane(plan, from[i], t, &seen);
    }
  }
  *flags |= plan->wants_flags ? seen : 0;
  return done;
}
