/* fp_convert.c: numbers in 64-bit arithmetic; specials go to the golden. */
#include "fast/fp_convert.h"

#include <stdbool.h>

#include "fast/fp_encode.h"
#include "part/fp_convert.h"

/* What is the same for every operand. */
typedef struct {
  uint32_t sign, fraction; /* masks */
  uint32_t special_from;   /* the lowest special code without its sign */
} operand_t;

static operand_t operand_of(const gcim_float_t *from, gcim_special_t specials) {
  operand_t o = {
      .sign = UINT32_C(1) << (from->exp_bits + from->man_bits),
      .fraction = (UINT32_C(1) << from->man_bits) - 1,
      .special_from = gcim_fp_largest(from, false) + 1,
  };
  if (specials == GCIM_SPECIAL_IGNORE) {
    o.special_from = o.sign; /* above all codes without a sign */
  }
  return o;
}

uint32_t gcim_fast_fp_convert(const gcim_float_t *to, const gcim_float_t *from,
                              gcim_special_t specials, int daz, const gcim_fp_policy_t *policy,
                              const uint32_t *in, const uint32_t *random, size_t count,
                              uint32_t *out) {
  const fast_fp_encoder_t p = fast_fp_encoder(to, policy);
  const operand_t o = operand_of(from, specials);
  const bool draws = policy->rnd == GCIM_RND_STOCH;
  uint32_t flags = 0;
  for (size_t i = 0; i < count; i++) {
    const uint32_t word = draws ? random[i] : 0, code = in[i];
    const uint32_t magnitude = code & (o.sign - 1);
    const bool negative = (code & o.sign) != 0;
    if (magnitude >= o.special_from) {
      const gcim_fp_lane_t x = gcim_fp_decode(from, code, specials, daz != 0);
      out[i] = gcim_fp_convert_lane(to, policy, from, &x, word, &flags);
      continue;
    }
    const uint32_t field = magnitude >> from->man_bits, low = magnitude & o.fraction;
    const uint32_t sig = field != 0 ? low | (o.fraction + 1) : (daz != 0 ? 0 : low);
    const int unit = (field != 0 ? (int)field : 1) - from->bias - from->man_bits;
    out[i] = sig == 0 ? fast_fp_zero(&p, negative)
                      : fast_fp_encode(&p, sig, unit, negative, word, &flags);
  }
  return flags;
}
