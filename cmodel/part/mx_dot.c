/* mx_dot.c: the dot product of two blocks, by the numbers of the card mx_dot. */
#include "part/mx_dot.h"

#include "part/fp_norm.h"

enum { TWO_BIASES = 254 };

const gcim_float_t gcim_mx_fp32 = {8, 23, 127, GCIM_FLOAT_IEEE};

/* What counts of an element for the specials. */
static gcim_fp_lane_t class_of(const gcim_mx_value_t *v) {
  return (gcim_fp_lane_t){.sign = v->sign,
                          .is_zero = v->fixed == 0 && !v->is_inf && !v->is_nan,
                          .is_inf = v->is_inf,
                          .is_nan = v->is_nan,
                          .is_snan = v->is_snan};
}

void gcim_mx_lanes_take(gcim_mx_lanes_t *dot, const gcim_mx_value_t *a, const gcim_mx_value_t *b) {
  const gcim_wide_t left = gcim_wide_from_i64(a->fixed);
  const gcim_wide_t product = gcim_wide_mul_i64(&left, b->fixed); /* up to 66 bits */
  const gcim_fp_lane_t x = class_of(a), w = class_of(b);
  dot->sum = gcim_wide_add(&dot->sum, &product);
  gcim_fp_seen_product(&dot->seen, &x, &w);
}

bool gcim_mx_lanes_invalid(const gcim_mx_lanes_t *dot) {
  const gcim_fp_seen_t *seen = &dot->seen;
  return seen->signalling || seen->inf_zero || (seen->plus && seen->minus);
}

gcim_mx_block_t gcim_mx_lanes_block(const gcim_mx_lanes_t *dot, uint32_t a_scale,
                                    uint32_t b_scale) {
  const bool nan_scale = a_scale == GCIM_MX_SCALE_NAN || b_scale == GCIM_MX_SCALE_NAN;
  gcim_mx_block_t block = {.sum = dot->sum, .exp = (int)a_scale + (int)b_scale - TWO_BIASES};
  if (nan_scale || gcim_fp_seen_nan(&dot->seen)) {
    block.special = GCIM_MX_NAN;
  } else if (gcim_fp_seen_any(&dot->seen)) {
    block.special = GCIM_MX_INFINITY;
    block.sign = dot->seen.minus;
  }
  return block;
}

gcim_fp_policy_t gcim_mx_policy(uint64_t rnd, uint64_t ovf, uint64_t nan, uint64_t ftz) {
  return (gcim_fp_policy_t){.rnd = rnd <= GCIM_RND_JAM ? (int)rnd : GCIM_RND_RTZ,
                            .ovf = (gcim_overflow_t)ovf,
                            .nan = (gcim_nan_t)nan,
                            .ftz = ftz != 0};
}

uint32_t gcim_mx_block_code(const gcim_mx_block_t *block, int frac, const gcim_fp_policy_t *policy,
                            uint32_t *flags) {
  if (block->special == GCIM_MX_NUMBER) {
    return gcim_fp_norm(&gcim_mx_fp32, policy, &block->sum, block->exp - frac, false, 0, flags);
  }
  return block->special == GCIM_MX_INFINITY
             ? gcim_fp_norm_inf(&gcim_mx_fp32, policy, block->sign, flags)
             : gcim_fp_norm_nan(&gcim_mx_fp32, policy, false, 0, flags);
}
