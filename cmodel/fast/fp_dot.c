/* fp_dot.c: which dot products are in reach of the kernels, and their encoding. */
#include "fast/fp_dot.h"

#include "core/bits.h"
#include "fast/fp_encode.h"

enum { BITS_MAX = 30, SUM_BITS = 62, ENCODE_BITS = 30 };

/* The rounding sees all bits, or does not look at those it might miss. */
static bool sees_all(const gcim_fp_dot_t *c) {
  return c->quant == GCIM_RND_RTZ || (c->sticky != 0 && c->guard >= 1);
}

/* A reference outside the format's exponents is an error that the caller reports. */
static bool is_field(const gcim_float_t *format, bool given, const uint32_t *ref) {
  return !given || *ref < UINT32_C(1) << format->exp_bits;
}

static bool in_reach(const gcim_fp_dot_t *c) {
  const int sum_bits = c->x_bits + c->w_bits + gcim_clog2((uint32_t)c->lanes) + 1;
  return c->w_exact == 0 && c->x_bits <= BITS_MAX && c->w_bits <= BITS_MAX &&
         sum_bits <= SUM_BITS && sees_all(c) && c->clamp != GCIM_CLAMP_RAISE &&
         c->policy.rnd != GCIM_RND_STOCH &&
         (c->specials == GCIM_SPECIAL_IEEE || c->specials == GCIM_SPECIAL_IGNORE);
}

static gcim_fast_fp_side_t side_of(const gcim_fp_dot_t *c, const gcim_float_t *format, int bits) {
  const int32_t high = (int32_t)(UINT32_C(1) << (bits - 1)) - 1;
  return (gcim_fast_fp_side_t){
      .format = *format,
      .special_from = c->specials == GCIM_SPECIAL_IGNORE
                          ? UINT32_C(1) << (format->exp_bits + format->man_bits)
                          : gcim_fp_largest(format, false) + 1,
      .bits = bits,
      .segment = c->segment,
      .daz = c->daz != 0,
      .far = c->far != 0,
      .quant = c->quant,
      .low = c->clamp == GCIM_CLAMP_FULL ? -high - 1 : -high,
      .high = high,
  };
}

gcim_fast_fp_plan_t gcim_fast_fp_plan(const gcim_fp_dot_t *config) {
  gcim_fast_fp_plan_t plan = {.kernel = gcim_fast_fp_kernel()};
  if (plan.kernel != NULL && in_reach(config)) {
    plan.x = side_of(config, &config->x, config->x_bits);
    plan.w = side_of(config, &config->w, config->w_bits);
  } else {
    plan.kernel = NULL;
  }
  return plan;
}

/* Fewer bits with the same rounding: what is dropped is kept as a lowest bit of one. */
static uint32_t jam(uint64_t magnitude, int *scale) {
  const int bits = 64 - __builtin_clzll(magnitude);
  const int drop = bits > ENCODE_BITS ? bits - ENCODE_BITS : 0;
  const bool lost = (magnitude & gcim_bits_mask(drop)) != 0;
  *scale += drop;
  return (uint32_t)(magnitude >> drop) | (lost ? 1 : 0);
}

/* acc * 2^(units + a constant), card fp_dot, 9 and 11. */
static uint32_t encode(const gcim_fp_dot_t *c, int64_t acc, int units, uint32_t *flags) {
  const fast_fp_encoder_t encoder = fast_fp_encoder(&c->y, &c->policy);
  if (acc == 0) {
    return 0;
  }
  int scale = units - c->x.bias - c->w.bias - (c->x_bits - 2) - (c->w_bits - 2) - 1 + c->exp_offset;
  const uint64_t magnitude = acc < 0 ? (uint64_t)-acc : (uint64_t)acc;
  const uint32_t sig = jam(magnitude, &scale);
  return fast_fp_encode(&encoder, sig, scale, acc < 0, 0, flags);
}

bool gcim_fast_fp_dot(const gcim_fp_dot_t *config, const gcim_fast_fp_plan_t *plan,
                      const gcim_fp_dot_in_t *in, gcim_fp_dot_out_t *out) {
  const bool x_given = config->x_given != 0, w_given = config->w_given != 0;
  if (plan->kernel == NULL || in->terms > (size_t)config->lanes ||
      !is_field(&config->x, x_given, in->x_ref) || !is_field(&config->w, w_given, in->w_ref)) {
    return false;
  }
  const int count = (int)in->terms;
  const gcim_fast_fp_group_t xs = {in->x, count, x_given ? (int)*in->x_ref : -1};
  const gcim_fast_fp_group_t ws = {in->w, count, w_given ? (int)*in->w_ref : -1};
  gcim_fast_fp_aligned_t x, w;
  plan->kernel->align(&plan->x, &xs, &x);
  plan->kernel->align(&plan->w, &ws, &w);
  if (x.special || w.special) {
    return false;
  }
  int64_t acc = 2 * plan->kernel->mac(x.q, w.q, count);
  for (int i = 0; config->correct != 0 && i < count; i++) {
    acc += w.q[i];
  }
  gcim_fp_dot_out_t result = {.clamped = x.clamped || w.clamped};
  result.y = encode(config, acc, x.unit + w.unit, &result.flags);
  result.flags |= x.lost || w.lost ? GCIM_FLAG_NXA : 0;
  *out = result;
  return true;
}
