/* mx_scale.c: the shared scale of a block, by the numbers of the card mx_scale. */
#include "part/mx_scale.h"

enum { ONE = 1 << GCIM_MX_F_BITS, EXP_LIMIT = 127 };

/* ---- modes ---- */

gcim_mx_rule_t gcim_mx_mode_rule(uint64_t mode) {
  return mode <= GCIM_MX_NEAREST ? (gcim_mx_rule_t)mode : GCIM_MX_FLOOR;
}

gcim_mx_special_t gcim_mx_mode_special(uint64_t mode) {
  return mode <= GCIM_MX_INF_TOP ? (gcim_mx_special_t)mode : GCIM_MX_BLOCK_NAN;
}

gcim_mx_zero_t gcim_mx_mode_zero(uint64_t mode) {
  return mode <= GCIM_MX_ZERO_LOW ? (gcim_mx_zero_t)mode : GCIM_MX_ZERO_MIN;
}

/* ---- lanes ---- */

gcim_fp_lane_t gcim_mx_decode(const gcim_mx_scaler_t *how, uint32_t code) {
  const bool ignored = how->special == GCIM_MX_IGNORE;
  return gcim_fp_decode(&how->from, code, ignored ? GCIM_SPECIAL_IGNORE : GCIM_SPECIAL_IEEE,
                        how->daz);
}

/* 6, 7: the code of |v| of a lane that counts, 0 of one that does not: codes without their sign
 * bits grow with the magnitude. */
static uint32_t magnitude(const gcim_mx_scaler_t *how, const gcim_fp_lane_t *lane, uint32_t code) {
  const int bits = how->from.exp_bits + how->from.man_bits;
  if (lane->is_inf && how->special == GCIM_MX_SAT) {
    return gcim_fp_largest(&how->from, false);
  }
  const bool counts = !lane->is_inf && !lane->is_nan && !lane->is_zero;
  return counts ? code & ((UINT32_C(1) << bits) - 1) : 0;
}

void gcim_mx_see(const gcim_mx_scaler_t *how, gcim_mx_seen_t *block, uint32_t code) {
  const gcim_fp_lane_t lane = gcim_mx_decode(how, code);
  const uint32_t size = magnitude(how, &lane, code);
  block->amax = size > block->amax ? size : block->amax;
  block->inf = block->inf || lane.is_inf;
  block->nan = block->nan || lane.is_nan;
}

/* ---- the scale ---- */

gcim_mx_split_t gcim_mx_split(const gcim_float_t *format, uint32_t code) {
  const gcim_fp_lane_t lane = gcim_fp_decode(format, code, GCIM_SPECIAL_IGNORE, false);
  gcim_mx_split_t s = {.e = lane.exp - format->bias - format->man_bits + GCIM_MX_F_BITS,
                       .f = lane.sig};
  while (s.f < ONE) { /* at most 23 times: sig > 0 */
    s.f <<= 1;
    s.e--;
  }
  return s;
}

/* 9. top is a number of 2^-6: 3/4 of it one of 2^-8. */
bool gcim_mx_adds_one(const gcim_mx_scaler_t *how, uint32_t f) {
  const gcim_mx_format_t *format = gcim_mx_format(how->elem);
  const uint32_t top = (uint32_t)format->top;
  switch (how->rule) {
    case GCIM_MX_FLOOR:
      return false;
    case GCIM_MX_CEIL:
      return f > ONE;
    case GCIM_MX_EVEN:
      return f >= 2 * (uint32_t)ONE - ((uint32_t)ONE >> (format->man_bits + 1));
    case GCIM_MX_RCEIL:
      return f > top << (GCIM_MX_F_BITS - 6);
    case GCIM_MX_NEAREST:
      return f >= 3 * top << (GCIM_MX_F_BITS - 8);
  }
  return false;
}

/* 8. */
static uint32_t zero_byte(const gcim_mx_scaler_t *how) {
  const int low = 1 - gcim_mx_format(how->elem)->emax;
  switch (how->zero) {
    case GCIM_MX_ZERO_MIN:
      return 0;
    case GCIM_MX_ZERO_ONE:
      return GCIM_MX_SCALE_ONE;
    case GCIM_MX_ZERO_LOW:
      return low > 0 ? (uint32_t)low : 0;
  }
  return 0;
}

/* 9, 10. */
static gcim_mx_scale_t scale_of(const gcim_mx_scaler_t *how, uint32_t amax) {
  const gcim_mx_split_t a = gcim_mx_split(&how->from, amax);
  const int low = a.e - gcim_mx_format(how->elem)->emax - (how->rule == GCIM_MX_NEAREST ? 1 : 0);
  const int t = low + (gcim_mx_adds_one(how, a.f) ? 1 : 0);
  gcim_mx_scale_t s = {.exp = t};
  if (t < -EXP_LIMIT) {
    s.flags = GCIM_MX_FLAG_UF;
  } else if (t > EXP_LIMIT) {
    s.byte = how->ovf == GCIM_MX_OVF_NAN ? GCIM_MX_SCALE_NAN : GCIM_MX_SCALE_TOP;
    s.flags = GCIM_MX_FLAG_OF;
  } else {
    s.byte = (uint32_t)(t + EXP_LIMIT);
  }
  return s;
}

gcim_mx_scale_t gcim_mx_scale(const gcim_mx_scaler_t *how, const gcim_mx_seen_t *block) {
  const bool any = how->special == GCIM_MX_BLOCK_NAN, top = how->special == GCIM_MX_INF_TOP;
  if ((any && block->inf) || ((any || top) && block->nan)) { /* 6 */
    return (gcim_mx_scale_t){.byte = GCIM_MX_SCALE_NAN, .flags = GCIM_MX_FLAG_NV};
  }
  if (top && block->inf) {
    return (gcim_mx_scale_t){.byte = GCIM_MX_SCALE_TOP};
  }
  return block->amax == 0 ? (gcim_mx_scale_t){.byte = zero_byte(how)} : scale_of(how, block->amax);
}
