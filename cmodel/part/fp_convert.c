/* fp_convert.c: the conversion of one code, by the numbers of the card fp_convert. */
#include "part/fp_convert.h"

#include "core/wide.h"
#include "part/fp_norm.h"

/* 7: the operand's fraction, its top bits kept. */
static uint32_t payload_of(uint32_t fraction, int from_bits, int to_bits) {
  return to_bits < from_bits ? fraction >> (from_bits - to_bits)
                             : fraction << (to_bits - from_bits);
}

uint32_t gcim_fp_convert_lane(const gcim_float_t *to, const gcim_fp_policy_t *policy,
                              const gcim_float_t *from, const gcim_fp_lane_t *x, uint32_t random,
                              uint32_t *flags) {
  if (x->is_nan) {
    *flags |= x->is_snan ? GCIM_FLAG_NV : 0; /* 8 */
    const uint32_t payload = payload_of(x->fraction, from->man_bits, to->man_bits);
    return gcim_fp_norm_nan(to, policy, x->sign, payload, flags);
  }
  if (x->is_inf) {
    return gcim_fp_norm_inf(to, policy, x->sign, flags);
  }
  const gcim_wide_t value = gcim_wide_from_i64(x->sign ? -(int64_t)x->sig : (int64_t)x->sig);
  return gcim_fp_norm(to, policy, &value, x->exp - from->bias - from->man_bits, x->sign, random,
                      flags);
}
