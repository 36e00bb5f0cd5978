/* mx_quant_portable.c: a lane at a time in 32-bit integers, without a branch that data decides. */
#include "fast/mx_quant.h"
#include "gcim_fp.h"

enum { FRACTION = 23, BEYOND = 26 /* shifted so far, every magnitude is below half a unit */ };

/* What the compiler makes a loop of its own for. */
typedef struct {
  bool is_int, nearest_even, wants_flags;
} kind_t;

/* A block's plan, and what is the same for all of its lanes. */
typedef struct {
  gcim_fast_mx_t p;
  int t;
  uint32_t minus_128; /* 1: MX_INT8 has it */
  uint32_t normal;    /* magnitudes just below the smallest normal number, from this on, round to it
                         without a limit of the exponent too */
} block_t;

static uint32_t normal_from(const gcim_fast_mx_t *p) {
  const uint32_t top = UINT32_C(1) << (FRACTION + 1);
  return p->rnd == GCIM_RND_RTZ ? top : top - (UINT32_C(1) << (FRACTION - 1 - p->man_bits));
}

/* 2^32 / 2^shift: the product with a magnitude has its integer in the upper half, what is dropped
 * in the lower. */
static const uint32_t scaled_down[BEYOND + 1] = {
    0,        1u << 31, 1u << 30, 1u << 29, 1u << 28, 1u << 27, 1u << 26, 1u << 25, 1u << 24,
    1u << 23, 1u << 22, 1u << 21, 1u << 20, 1u << 19, 1u << 18, 1u << 17, 1u << 16, 1u << 15,
    1u << 14, 1u << 13, 1u << 12, 1u << 11, 1u << 10, 1u << 9,  1u << 8,  1u << 7,  1u << 6};

/* The code of x; flags are gathered as masks. */
static inline uint32_t lane(const block_t *b, kind_t kind, uint32_t x, uint32_t *flags) {
  const gcim_fast_mx_t *p = &b->p;
  const uint32_t sign = x >> 31, a = x & UINT32_C(0x7fffffff), is_normal = a >> FRACTION != 0;
  const int e = (int)(a >> FRACTION) + (int)(1 - is_normal) - 127 - b->t;
  const uint32_t mag = (a & UINT32_C(0x7fffff)) | is_normal << FRACTION;
  const int least = 1 - p->bias, at = e > least ? e : least;
  const int far = (kind.is_int ? -6 : at - p->man_bits) - (e - FRACTION); /* at least 1 */
  const uint64_t parts = (uint64_t)mag * scaled_down[far < BEYOND ? far : BEYOND];
  const uint64_t half = UINT64_C(1) << 31, odd = parts >> 32 & 1;
  const uint64_t others = p->rnd == GCIM_RND_RNA ? half : 0;
  const uint64_t up = kind.nearest_even ? half - 1 + odd : others;
  const uint32_t rounded =
      (uint32_t)((parts + up) >> 32) + (kind.is_int ? 0 : (uint32_t)(at - least) << p->man_bits);
  const uint32_t limit = p->largest + (b->minus_128 & sign);
  const uint32_t above = rounded > limit;
  const uint32_t code = above != 0 ? (kind.is_int ? limit : p->overflow) : rounded;
  if (kind.wants_flags) {
    const uint32_t inexact = ((uint32_t)parts != 0) | above;
    const uint32_t below = e < least, far_below = e < least - 1, small = mag < b->normal;
    const uint32_t tiny = kind.is_int ? 0 : below & (far_below | small);
    *flags |= inexact * GCIM_FLAG_NX | (inexact & tiny) * GCIM_FLAG_UF | above * p->overflow_flags;
  }
  if (kind.is_int) {
    return ((code ^ (0 - sign)) + sign) & 255;
  }
  const uint32_t drops = (uint32_t)((p->zero_sign == GCIM_MX_DROP_ALL) & (code == 0)) |
                         (uint32_t)((p->zero_sign == GCIM_MX_DROP_INPUT) & (a == 0));
  return code | (sign & ~drops) << (p->code_bits - 1);
}

static inline void lanes(const block_t *b, kind_t kind, const uint32_t *from, uint8_t *to,
                         uint32_t *flags) {
  uint32_t seen = 0;
  for (int i = 0; i < b->p.block; i++) {
    to[i] = (uint8_t)lane(b, kind, from[i], &seen);
  }
  *flags |= seen;
}

static void convert(const block_t *b, const uint32_t *from, uint8_t *to, uint32_t *flags) {
  if (b->p.rnd != GCIM_RND_RNE) {
    lanes(b, (kind_t){b->p.is_int, false, true}, from, to, flags);
  } else if (b->p.is_int) {
    lanes(b, (kind_t){true, true, true}, from, to, flags);
  } else if (b->p.wants_flags) {
    lanes(b, (kind_t){false, true, true}, from, to, flags);
  } else {
    lanes(b, (kind_t){false, true, false}, from, to, flags);
  }
}

size_t gcim_fast_mx_portable(const gcim_fast_mx_t *plan, const uint32_t *x, size_t blocks,
                             uint8_t *scale, uint8_t *elem, uint32_t *flags) {
  uint32_t seen = 0;
  size_t done = 0;
  block_t b = {.p = *plan, .minus_128 = plan->is_int && plan->full, .normal = normal_from(plan)};
  for (; done < blocks; done++) {
    const uint32_t *from = x + done * (size_t)plan->block;
    uint8_t *to = elem + done * (size_t)plan->block;
    uint32_t a = 0;
    for (int i = 0; i < plan->block; i++) {
      const uint32_t m = from[i] & UINT32_C(0x7fffffff);
      a = m > a ? m : a;
    }
    if (!gcim_fast_mx_exponent(plan, a, &b.t)) {
      break;
    }
    scale[done] = (uint8_t)(b.t + 127);
    convert(&b, from, to, &seen);
  }
  *flags |= plan->wants_flags ? seen : 0;
  return done;
}
