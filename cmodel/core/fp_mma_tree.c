/* fp_mma_tree.c: CDNA 2: products rounded to FP32, added in pairs in FP32, then added to c.
 *
 * Read: microsoft/MMA-Sim, arithmetic/ftz_mul_add.py, simulator/amd.py and arithmetic.py; a model
 * of the same paper (arXiv 2511.10909) in FPy. They agree: (0 + 1) + (2 + 3), then c + that; every
 * product and sum rounded, subnormal ones to a zero of their sign; factors and the c of the first
 * step that are zero or subnormal read as +0. Not settled by them: the code of a NaN (their tests
 * let any pass).
 */
#include "core/fp_mma.h"
#include "part/fp_decode.h"
#include "part/fp_dot.h"
#include "part/fp_norm.h"
#include "part/fp_special.h"

static gcim_fp_lane_t read_factor(const gcim_fp_pdot_t *dot, const gcim_float_t *format,
                                  uint32_t code) {
  gcim_fp_lane_t lane = gcim_fp_decode(format, code, dot->specials, dot->daz != 0);
  lane.sign = lane.sign && !(lane.is_zero && dot->daz != 0);
  return lane;
}

uint32_t gcim_fp_mma_tree_summand(const gcim_fp_preset_t *preset, uint32_t c) {
  const gcim_fp_pdot_t *dot = &preset->dot;
  const bool flushed = dot->daz != 0 && gcim_fp_decode(&dot->c, c, dot->specials, true).is_zero;
  return flushed ? 0 : c;
}

static uint32_t product(const gcim_fp_pdot_t *dot, uint32_t x, uint32_t w, uint32_t *flags) {
  const gcim_fp_lane_t a = read_factor(dot, &dot->x, x), b = read_factor(dot, &dot->w, w);
  gcim_fp_seen_t seen = {0};
  gcim_fp_seen_product(&seen, &a, &b);
  if (gcim_fp_seen_any(&seen)) {
    return gcim_fp_seen_code(&seen, &dot->y, &dot->policy, flags);
  }
  const bool sign = a.sign != b.sign;
  const int64_t size = (int64_t)a.sig * b.sig; /* below 2^48 */
  const gcim_wide_t value = gcim_wide_from_i64(sign ? -size : size);
  const int scale = a.exp + b.exp - dot->x.bias - dot->w.bias - dot->x.man_bits - dot->w.man_bits;
  return gcim_fp_norm(&dot->y, &dot->policy, &value, scale, sign, 0, flags);
}

/* The sum of two negative zeros is one; gcim_fp_add has +0 for every sum of 0. */
static uint32_t add(const gcim_fp_pdot_t *dot, uint32_t a, uint32_t b, uint32_t *flags) {
  const uint32_t minus_zero = UINT32_C(1) << (dot->y.exp_bits + dot->y.man_bits);
  if (a == minus_zero && b == minus_zero) {
    return minus_zero;
  }
  return gcim_fp_add(&dot->y, &dot->policy, &dot->y, a, &dot->y, b, 0, flags);
}

uint32_t gcim_fp_mma_tree(const gcim_fp_preset_t *preset, const uint32_t *x, const uint32_t *w,
                          size_t terms, uint32_t c, uint32_t *flags) {
  const gcim_fp_pdot_t *dot = &preset->dot;
  uint32_t sum[GCIM_FP_MAX_LANES];
  for (int i = 0; i < dot->lanes; i++) {
    const bool there = (size_t)i < terms;
    sum[i] = product(dot, there ? x[i] : 0, there ? w[i] : 0, flags);
  }
  for (int left = dot->lanes / 2; left > 0; left /= 2) {
    for (int i = 0; i < left; i++) {
      sum[i] = add(dot, sum[2 * i], sum[2 * i + 1], flags);
    }
  }
  return add(dot, c, sum[0], flags);
}
