/* helper_fp_wide.h: dot products of small floating-point formats in 128-bit integers: exact but for
 * roundings that are named. Fast enough for a million of them, random and at the corners. */
#ifndef GCIM_TEST_HELPER_FP_WIDE_H
#define GCIM_TEST_HELPER_FP_WIDE_H

#include <math.h>

#include "helper.h"

#include "gcim_fp.h"

enum { LANES = 16, NO_TERM = -10000 };
/* Dot products of a scheme; few where sanitizers watch. */
#ifdef __SANITIZE_ADDRESS__
enum { DOTS = 20000 };
#else
enum { DOTS = 1000000 };
#endif
typedef __int128 wide_t;

/* ---- numbers ---- */

static inline int field_of(const gcim_float_t *f, uint32_t code) {
  return (int)(code >> f->man_bits & ((1u << f->exp_bits) - 1));
}

static inline uint32_t fraction_of(const gcim_float_t *f, uint32_t code) {
  return code & ((1u << f->man_bits) - 1);
}

static inline bool is_negative(const gcim_float_t *f, uint32_t code) {
  return (code >> (f->exp_bits + f->man_bits)) != 0;
}

/* As a whole number of smallest subnormals, 2^(1 - bias - man_bits); 0 for what is no number. */
static inline int64_t units_of(const gcim_float_t *f, uint32_t code) {
  const int e = field_of(f, code), top = (1 << f->exp_bits) - 1;
  const uint32_t t = fraction_of(f, code);
  if (e == top && (f->kind == GCIM_FLOAT_IEEE || t == (1u << f->man_bits) - 1)) {
    return 0;
  }
  const int64_t magnitude = e == 0 ? t : (int64_t)(t | 1u << f->man_bits) << (e - 1);
  return is_negative(f, code) ? -magnitude : magnitude;
}

static inline int exp_of(const gcim_float_t *f, uint32_t code) {
  const int e = field_of(f, code);
  return e == 0 ? 1 : e;
}

static inline int unit_of(const gcim_float_t *f) {
  return 1 - f->bias - f->man_bits;
}

/* v / 2^drop as a whole number; drop below 0: times 2^-drop. */
static inline wide_t rounded(wide_t v, int drop, int mode, bool *is_inexact) {
  if (drop <= 0) {
    return v * ((wide_t)1 << -drop);
  }
  drop = drop > 126 ? 126 : drop; /* |v| < 2^125: below half, either way */
  const wide_t low = v >> drop, rest = v - low * ((wide_t)1 << drop),
               half = (wide_t)1 << (drop - 1);
  if (rest == 0) {
    return low;
  }
  *is_inexact = true;
  switch (mode) {
    case GCIM_RND_RNE:
      return low + (rest > half || (rest == half && low % 2 != 0));
    case GCIM_RND_RNA:
      return low + (rest > half || (rest == half && v > 0));
    case GCIM_RND_RTZ:
      return low + (v < 0);
    case GCIM_RND_FLOOR:
      return low;
    case GCIM_RND_CEIL:
      return low + 1;
    default: /* JAM: of low and low + 1 the odd one */
      return low % 2 != 0 ? low : low + 1;
  }
}

/* sum * 2^exp in FP32; here it is always a normal number or 0. */
static inline float single(wide_t sum, int exp, int mode, bool *is_inexact) {
  int bits = 0;
  for (wide_t m = sum < 0 ? -sum : sum; m != 0; m /= 2) {
    bits++;
  }
  const int drop = bits > 24 ? bits - 24 : 0;
  return ldexpf((float)rounded(sum, drop, mode, is_inexact), exp + drop);
}

static inline uint32_t code_of(float value) {
  uint32_t code;
  memcpy(&code, &value, sizeof code);
  return code;
}

/* ---- operands ---- */

/* Formats whose numbers have at most 42 bits. */
static inline gcim_float_t some_format(dice_t *dice) {
  static const char *const names[] = {"fp16", "e4m3", "e5m2"};
  return *gcim_float_find(names[roll(dice, 3)]);
}

typedef enum { ANY, ZERO, SINGLE, HUGE_ONE, EQUAL, SUBNORMAL, LARGEST, NEGATIVE, SHAPES } shape_t;

/* As roll, but cheaper (splitmix64): a lane takes one. */
static inline uint64_t mixed(dice_t *dice) {
  uint64_t z = (dice->seed << 40) + UINT64_C(0x9e3779b97f4a7c15) * ++dice->draws;
  z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
  return z ^ z >> 31;
}

static inline uint32_t draw_one(dice_t *dice, const gcim_float_t *f, shape_t shape, int lane,
                                int top, int spread) {
  const int most = (1 << f->exp_bits) - 2;
  const uint64_t word = mixed(dice);
  uint32_t sign = (uint32_t)(word >> 63), t = (uint32_t)word & ((1u << f->man_bits) - 1);
  int e = top - (int)((word >> 32 & 0xffff) % ((unsigned)spread + 1));
  switch (shape) {
    case ZERO:
      return sign << (f->exp_bits + f->man_bits);
    case SINGLE:
      return lane == 0 ? draw_one(dice, f, ANY, lane, top, spread) : 0;
    case HUGE_ONE:
    case NEGATIVE:
      e = lane == 0 ? most : (int)(word >> 48 & 1);
      sign = shape == NEGATIVE ? lane > 0 : sign;
      break;
    case EQUAL:
      e = top;
      break;
    case SUBNORMAL:
      e = 0;
      break;
    case LARGEST:
      e = most;
      t = (1u << f->man_bits) - 1;
      break;
    default:
      break;
  }
  e = e < 0 ? 0 : e;
  return sign << (f->exp_bits + f->man_bits) | (uint32_t)e << f->man_bits | t;
}

static inline void draw(dice_t *dice, const gcim_float_t *f, uint32_t *codes, int count) {
  const int most = (1 << f->exp_bits) - 2, top = (int)roll(dice, (uint32_t)most + 1);
  const int spread = (int)roll(dice, (uint32_t)most + 1);
  const shape_t shape = roll(dice, 2) == 0 ? ANY : (shape_t)roll(dice, SHAPES);
  for (int i = 0; i < count; i++) {
    codes[i] = draw_one(dice, f, shape, i, top, spread);
  }
  if (roll(dice, 32) == 0) { /* an infinity or a NaN; in FN a NaN or a number */
    codes[roll(dice, (uint32_t)count)] = roll(dice, 2) << (f->exp_bits + f->man_bits) |
                                         ((1u << f->exp_bits) - 1) << f->man_bits |
                                         (roll(dice, 2) == 0 ? 0 : (1u << f->man_bits) - 1);
  }
}

/* ---- specials ---- */

typedef struct {
  bool nan, invalid, up, down;
} special_t;

static inline bool is_nan(const gcim_float_t *f, uint32_t code) {
  const bool ones = field_of(f, code) == (1 << f->exp_bits) - 1;
  const uint32_t t = fraction_of(f, code);
  return ones && (f->kind == GCIM_FLOAT_IEEE ? t != 0 : t == (1u << f->man_bits) - 1);
}

static inline bool is_infinite(const gcim_float_t *f, uint32_t code) {
  return f->kind == GCIM_FLOAT_IEEE && fraction_of(f, code) == 0 &&
         field_of(f, code) == (1 << f->exp_bits) - 1;
}

static inline void look(special_t *s, const gcim_float_t *xf, uint32_t x, const gcim_float_t *wf,
                        uint32_t w) {
  if (is_nan(xf, x) || is_nan(wf, w)) {
    s->nan = true;
  } else if (is_infinite(xf, x) || is_infinite(wf, w)) {
    const bool zero = (!is_infinite(xf, x) && units_of(xf, x) == 0) ||
                      (!is_infinite(wf, w) && units_of(wf, w) == 0);
    const bool negative = is_negative(xf, x) != is_negative(wf, w);
    s->invalid = s->invalid || zero;
    s->up = s->up || (!zero && !negative);
    s->down = s->down || (!zero && negative);
  }
}

static inline bool special_code(const special_t *s, uint32_t *code) {
  *code = s->nan || s->invalid || (s->up && s->down) ? 0x7fc00000 : s->up ? 0x7f800000 : 0xff800000;
  return s->nan || s->invalid || s->up || s->down;
}

#endif
