/* fp_norm.c: normalise, round and pack, by the numbers of the card fp_norm; and the exact sum of
 * two codes. */
#include "part/fp_norm.h"

#include "core/bits.h"
#include "num/round.h"
#include "part/fp_decode.h"

/* A value to encode: (-1)^negative * magnitude * 2^scale, not 0; lead = floor(log2 magnitude). */
typedef struct {
  gcim_wide_t magnitude;
  bool negative;
  int scale, lead;
  uint32_t random;
} operand_t;

/* A magnitude in quanta, rounded to a whole number of them. */
typedef struct {
  int64_t quanta;
  bool inexact;
} rounded_t;

/* ---- codes ---- */

static uint32_t sign_bit(const gcim_float_t *format, bool sign) {
  return (uint32_t)sign << (format->exp_bits + format->man_bits);
}

/* E all ones, T = 0: the infinity of FLOAT_IEEE. */
static uint32_t top_exponent(const gcim_float_t *format) {
  return (uint32_t)gcim_bits_mask(format->exp_bits) << format->man_bits;
}

/* 11. */
static uint32_t zero(const gcim_float_t *format, const gcim_fp_policy_t *policy, bool sign) {
  return sign_bit(format, sign && policy->neg_zero == 0);
}

/* 10: policies without a code of their own act as NAN_CANON, where there are NaNs. */
uint32_t gcim_fp_norm_nan(const gcim_float_t *format, const gcim_fp_policy_t *policy, bool sign,
                          uint32_t payload, uint32_t *flags) {
  const bool ieee = format->kind == GCIM_FLOAT_IEEE;
  const uint32_t ones = (uint32_t)gcim_bits_mask(format->man_bits);
  const uint32_t quiet = UINT32_C(1) << (format->man_bits - 1);
  const uint32_t canon = top_exponent(format) | (ieee ? quiet : ones);
  if (policy->nan == GCIM_NAN_MAX) {
    *flags |= GCIM_FLAG_NV;
    return gcim_fp_largest(format, sign);
  }
  if (policy->nan == GCIM_NAN_ZERO || format->kind == GCIM_FLOAT_FINITE) {
    *flags |= GCIM_FLAG_NV;
    return zero(format, policy, sign);
  }
  switch ((int)policy->nan) {
    case GCIM_NAN_ONES:
      return top_exponent(format) | ones;
    case GCIM_NAN_SIGN:
      return sign_bit(format, sign) | canon;
    case GCIM_NAN_PAYLOAD:
      return sign_bit(format, sign) | canon | (ieee ? payload & ones : 0);
    default:
      return canon;
  }
}

static uint32_t saturated(const gcim_float_t *format, bool sign, uint32_t *flags) {
  *flags |= GCIM_FLAG_SAT;
  return gcim_fp_largest(format, sign);
}

/* 9, last part: an infinity of 8 or of an operand. */
static uint32_t infinity(const gcim_float_t *format, const gcim_fp_policy_t *policy, bool sign,
                         uint32_t *flags) {
  switch (format->kind) {
    case GCIM_FLOAT_IEEE:
      return sign_bit(format, sign) | top_exponent(format);
    case GCIM_FLOAT_FN:
      return gcim_fp_norm_nan(format, policy, sign, 0, flags);
    case GCIM_FLOAT_FINITE:
      return saturated(format, sign, flags);
  }
  return 0;
}

/* 9. */
uint32_t gcim_fp_norm_inf(const gcim_float_t *format, const gcim_fp_policy_t *policy, bool sign,
                          uint32_t *flags) {
  if (policy->ovf == GCIM_OVF_SAT) {
    return saturated(format, sign, flags);
  }
  if (policy->ovf == GCIM_OVF_NAN) {
    *flags |= GCIM_FLAG_NV;
    return gcim_fp_norm_nan(format, policy, sign, 0, flags);
  }
  *flags |= format->kind == GCIM_FLOAT_FN ? GCIM_FLAG_NV : 0;
  return infinity(format, policy, sign, flags);
}

/* ---- rounding ---- */

/* Does the magnitude go up under STOCH? floor(f * 2^RandBits) is the RandBits bits below the
 * quantum: those bits of the magnitude, zeros after its last one. */
static bool stochastic_up(const operand_t *v, int drop, int rand_bits) {
  const uint32_t mask = (uint32_t)gcim_bits_mask(rand_bits);
  const gcim_wide_t f = drop >= rand_bits ? gcim_wide_shift_right(&v->magnitude, drop - rand_bits)
                                          : gcim_wide_shift_left(&v->magnitude, rand_bits - drop);
  return (uint64_t)(f.word[0] & mask) + (v->random & mask) > mask;
}

/* 6: the magnitude in quanta of 2^(scale + drop), rounded; drop < 0 is exact. The caller's quantum
 * leaves at most man_bits + 1 bits before the rounding. */
static rounded_t round_to(const operand_t *v, int drop, const gcim_fp_policy_t *policy) {
  rounded_t r = {0};
  if (drop <= 0) {
    const gcim_wide_t exact = gcim_wide_shift_left(&v->magnitude, -drop);
    r.quanta = gcim_wide_to_i64(&exact, NULL);
    return r;
  }
  const bool stochastic = policy->rnd == GCIM_RND_STOCH;
  const bool toward_zero = policy->rnd > GCIM_RND_JAM; /* 7, and STOCH before its decision */
  const gcim_round_t mode = toward_zero ? GCIM_RND_RTZ : (gcim_round_t)policy->rnd;
  const gcim_wide_t value = v->negative ? gcim_wide_neg(&v->magnitude) : v->magnitude;
  const gcim_wide_t whole = gcim_wide_round_shift(&value, drop, mode, &r.inexact);
  const int64_t quanta = gcim_wide_to_i64(&whole, NULL);
  r.quanta = v->negative ? -quanta : quanta;
  r.quanta += stochastic && stochastic_up(v, drop, policy->rand_bits) ? 1 : 0;
  return r;
}

/* The exponent of the smallest normal number. */
static int least_exponent(const gcim_float_t *format) {
  return 1 - format->bias;
}

/* 12: before or after rounding as if there were no lower limit to exponents. */
static bool is_tiny(const gcim_float_t *format, const gcim_fp_policy_t *policy,
                    const operand_t *v) {
  const int e = v->lead + v->scale;
  if (e >= least_exponent(format) || policy->tiny_before != 0) {
    return e < least_exponent(format);
  }
  const rounded_t r = round_to(v, v->lead - format->man_bits, policy);
  const bool carry = r.quanta >> (format->man_bits + 1) != 0; /* one more exponent */
  return e + (carry ? 1 : 0) < least_exponent(format);
}

/* ---- overflow ---- */

/* 8, OVF_IEEE: does an overflow of this sign give an infinity? */
static bool rounds_to_infinity(int rnd, bool negative) {
  switch (rnd) {
    case GCIM_RND_RNE:
    case GCIM_RND_RNA:
    case GCIM_RND_STOCH:
      return true;
    case GCIM_RND_FLOOR:
      return negative;
    case GCIM_RND_CEIL:
      return !negative;
    default:
      return false;
  }
}

/* 8. */
static uint32_t overflow(const gcim_float_t *format, const gcim_fp_policy_t *policy, bool negative,
                         uint32_t *flags) {
  *flags |= GCIM_FLAG_OF | GCIM_FLAG_NX;
  switch (policy->ovf) {
    case GCIM_OVF_IEEE:
      return rounds_to_infinity(policy->rnd, negative) ? infinity(format, policy, negative, flags)
                                                       : saturated(format, negative, flags);
    case GCIM_OVF_SAT:
      return saturated(format, negative, flags);
    case GCIM_OVF_INF:
      return infinity(format, policy, negative, flags);
    case GCIM_OVF_NAN:
      return gcim_fp_norm_nan(format, policy, negative, 0, flags);
  }
  return 0;
}

/* ---- encoding ---- */

/* 7: E and T as one number. A carry out of T, also one from the subnormal range, raises E by
 * itself: quanta = 2^M stands for E one higher and T = 0. */
static int64_t packed(const gcim_float_t *format, int64_t quanta, int exponent) {
  const int64_t field = exponent - least_exponent(format); /* E - 1 */
  return (field << format->man_bits) + quanta;
}

static uint32_t encode(const gcim_float_t *format, const gcim_fp_policy_t *policy,
                       const operand_t *v, uint32_t *flags) {
  const int e = v->lead + v->scale, least = least_exponent(format);
  const int exponent = e > least ? e : least;
  const rounded_t r = round_to(v, exponent - format->man_bits - v->scale, policy);
  const int64_t magnitude = packed(format, r.quanta, exponent);
  if (magnitude > (int64_t)gcim_fp_largest(format, false)) {
    return overflow(format, policy, v->negative, flags);
  }
  const bool subnormal = magnitude > 0 && magnitude >> format->man_bits == 0;
  const bool flushed = subnormal && policy->ftz != 0; /* 13 */
  if (r.inexact || flushed) {
    *flags |= GCIM_FLAG_NX;
    *flags |= is_tiny(format, policy, v) ? GCIM_FLAG_UF : 0;
  }
  if (flushed || magnitude == 0) {
    return zero(format, policy, v->negative);
  }
  return sign_bit(format, v->negative) | (uint32_t)magnitude;
}

uint32_t gcim_fp_norm(const gcim_float_t *format, const gcim_fp_policy_t *policy,
                      const gcim_wide_t *value, int scale, bool sign, uint32_t random,
                      uint32_t *flags) {
  const int direction = gcim_wide_sign(value);
  if (direction == 0) {
    return zero(format, policy, sign);
  }
  operand_t v = {.negative = direction < 0, .scale = scale, .random = random};
  v.magnitude = v.negative ? gcim_wide_neg(value) : *value;
  v.lead = gcim_wide_bit_length(&v.magnitude) - 2; /* without the sign bit, counted from 0 */
  return encode(format, policy, &v, flags);
}

/* ---- the sum of two codes ---- */

/* The integer of a number in units of 2^unit, unit at most that of its last bit. */
static gcim_wide_t in_units(const gcim_fp_lane_t *lane, int own_unit, int unit) {
  const int64_t sig = lane->sign ? -(int64_t)lane->sig : (int64_t)lane->sig;
  const gcim_wide_t value = gcim_wide_from_i64(sig);
  return gcim_wide_shift_left(&value, own_unit - unit);
}

uint32_t gcim_fp_add(const gcim_float_t *to, const gcim_fp_policy_t *policy,
                     const gcim_float_t *a_format, uint32_t a, const gcim_float_t *b_format,
                     uint32_t b, uint32_t random, uint32_t *flags) {
  const gcim_fp_lane_t x = gcim_fp_decode(a_format, a, GCIM_SPECIAL_IEEE, false);
  const gcim_fp_lane_t y = gcim_fp_decode(b_format, b, GCIM_SPECIAL_IEEE, false);
  const bool opposite = x.is_inf && y.is_inf && x.sign != y.sign;
  if (x.is_nan || y.is_nan || opposite) {
    *flags |= x.is_snan || y.is_snan || opposite ? GCIM_FLAG_NV : 0;
    return gcim_fp_norm_nan(to, policy, false, 0, flags);
  }
  if (x.is_inf || y.is_inf) {
    return gcim_fp_norm_inf(to, policy, x.is_inf ? x.sign : y.sign, flags);
  }
  const int x_unit = x.exp - a_format->bias - a_format->man_bits;
  const int y_unit = y.exp - b_format->bias - b_format->man_bits;
  const int unit = x_unit < y_unit ? x_unit : y_unit;
  const gcim_wide_t left = in_units(&x, x_unit, unit), right = in_units(&y, y_unit, unit);
  const gcim_wide_t sum =
      gcim_wide_add(&left, &right); /* below 2^556: units differ by 531 at most */
  return gcim_fp_norm(to, policy, &sum, unit, false, random, flags);
}
