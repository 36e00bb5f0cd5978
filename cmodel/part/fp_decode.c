/* fp_decode.c: a floating-point code taken apart, by the numbers of the card fp_decode. */
#include "part/fp_decode.h"

/* The fields of a code as they stand. */
typedef struct {
  bool sign;
  uint32_t exponent, fraction;
} fields_t;

static uint32_t ones(int bits) {
  return (UINT32_C(1) << bits) - 1;
}

/* 5. */
static fields_t fields_of(const gcim_float_t *format, uint32_t code) {
  return (fields_t){
      .sign = (code >> (format->exp_bits + format->man_bits) & 1u) != 0,
      .exponent = code >> format->man_bits & ones(format->exp_bits),
      .fraction = code & ones(format->man_bits),
  };
}

/* 6: among the codes with all exponent bits set. */
static bool is_infinity(const gcim_float_t *format, fields_t f) {
  return format->kind == GCIM_FLOAT_IEEE && f.exponent == ones(format->exp_bits) && f.fraction == 0;
}

static bool is_nan(const gcim_float_t *format, fields_t f) {
  if (f.exponent != ones(format->exp_bits)) {
    return false;
  }
  switch (format->kind) {
    case GCIM_FLOAT_IEEE:
      return f.fraction != 0;
    case GCIM_FLOAT_FN:
      return f.fraction == ones(format->man_bits);
    case GCIM_FLOAT_FINITE:
      return false;
  }
  return false;
}

/* 6: the top fraction bit of a quiet NaN is 1; FLOAT_FN has that bit set in its only NaN. */
static bool is_signalling(const gcim_float_t *format, fields_t f) {
  return is_nan(format, f) && f.fraction >> (format->man_bits - 1) == 0;
}

/* 7. */
static fields_t largest(const gcim_float_t *format, bool sign) {
  const bool ieee = format->kind == GCIM_FLOAT_IEEE, fn = format->kind == GCIM_FLOAT_FN;
  return (fields_t){
      .sign = sign,
      .exponent = ones(format->exp_bits) - (ieee ? 1 : 0),
      .fraction = ones(format->man_bits) - (fn ? 1 : 0),
  };
}

uint32_t gcim_fp_largest(const gcim_float_t *format, bool sign) {
  const fields_t f = largest(format, sign);
  return (uint32_t)sign << (format->exp_bits + format->man_bits) | f.exponent << format->man_bits |
         f.fraction;
}

/* 8, 9. */
static gcim_fp_lane_t number(const gcim_float_t *format, fields_t f, bool daz) {
  const bool low = f.exponent == 0;
  const uint32_t hidden = low ? 0 : UINT32_C(1) << format->man_bits;
  const uint32_t sig = low && daz ? 0 : hidden + f.fraction;
  return (gcim_fp_lane_t){
      .sign = f.sign,
      .exp = low ? 1 : (int)f.exponent,
      .sig = sig,
      .is_zero = sig == 0,
      .is_sub = low && sig != 0,
  };
}

gcim_fp_lane_t gcim_fp_decode(const gcim_float_t *format, uint32_t code, gcim_special_t specials,
                              bool daz) {
  const fields_t f = fields_of(format, code);
  const bool infinity = is_infinity(format, f), nan = is_nan(format, f);
  gcim_fp_lane_t lane = {0};
  if ((!infinity && !nan) || specials == GCIM_SPECIAL_IGNORE) {
    lane = number(format, f, daz);
  } else if (specials == GCIM_SPECIAL_IEEE) {
    lane = (gcim_fp_lane_t){.sign = f.sign,
                            .exp = 1,
                            .is_inf = infinity,
                            .is_nan = nan,
                            .is_snan = is_signalling(format, f)};
  } else if (nan && specials == GCIM_SPECIAL_ZERO) {
    lane = number(format, (fields_t){.sign = f.sign}, daz);
  } else {
    lane = number(format, largest(format, f.sign), daz);
  }
  lane.fraction = f.fraction;
  return lane;
}
