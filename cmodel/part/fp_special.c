#include "part/fp_special.h"

#include "part/fp_norm.h"

static void see_infinity(gcim_fp_seen_t *seen, bool sign) {
  seen->minus = seen->minus || sign;
  seen->plus = seen->plus || !sign;
}

void gcim_fp_seen_product(gcim_fp_seen_t *seen, const gcim_fp_lane_t *x, const gcim_fp_lane_t *w) {
  seen->nan = seen->nan || x->is_nan || w->is_nan;
  seen->signalling = seen->signalling || x->is_snan || w->is_snan;
  seen->inf_zero = seen->inf_zero || (x->is_inf && w->is_zero) || (x->is_zero && w->is_inf);
  if ((x->is_inf || w->is_inf) && !x->is_nan && !w->is_nan) {
    see_infinity(seen, x->sign != w->sign);
  }
}

void gcim_fp_seen_summand(gcim_fp_seen_t *seen, const gcim_fp_lane_t *c) {
  seen->nan = seen->nan || c->is_nan;
  seen->signalling = seen->signalling || c->is_snan;
  if (c->is_inf) {
    see_infinity(seen, c->sign);
  }
}

bool gcim_fp_seen_nan(const gcim_fp_seen_t *seen) {
  return seen->nan || seen->inf_zero || (seen->plus && seen->minus);
}

bool gcim_fp_seen_any(const gcim_fp_seen_t *seen) {
  return gcim_fp_seen_nan(seen) || seen->plus || seen->minus;
}

uint32_t gcim_fp_seen_code(const gcim_fp_seen_t *seen, const gcim_float_t *format,
                           const gcim_fp_policy_t *policy, uint32_t *flags) {
  if (!gcim_fp_seen_nan(seen)) {
    return gcim_fp_norm_inf(format, policy, seen->minus, flags);
  }
  if (seen->signalling || seen->inf_zero || (seen->plus && seen->minus)) {
    *flags |= GCIM_FLAG_NV;
  }
  return gcim_fp_norm_nan(format, policy, false, 0, flags);
}
