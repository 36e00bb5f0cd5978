/* fp_macro_vector.c: what a vector becomes in the floating-point macro, without cycles. The numbers
 * in comments are sentences of fp_macro.def. */
#include "unit/fp_macro.h"

#include "part/dcim.h"
#include "part/fp_emax.h"
#include "part/fp_norm.h"
#include "part/mvm.h"

/* 7. */
static int decode(fp_macro_t *m, const uint32_t *codes, gcim_fp_number_t *numbers) {
  fp_macro_vector_t *v = &m->v;
  gcim_fp_emax_t group = {0};
  for (int r = 0; r < m->s.rows; r++) {
    const gcim_fp_lane_t lane = gcim_fp_decode(&m->s.x, codes[r], v->modes.specials, v->modes.daz);
    v->lane[r] = lane;
    numbers[r] = (gcim_fp_number_t){lane.sign, lane.exp, lane.sig};
    gcim_fp_emax_take(&group, lane.exp, lane.sig > 0);
  }
  return v->modes.given ? v->modes.ref : gcim_fp_emax_edge(&group, 0);
}

/* 8. */
static void align(fp_macro_t *m, const gcim_fp_number_t *numbers, int ref) {
  fp_macro_vector_t *v = &m->v;
  v->unit = gcim_fp_align_unit(&v->modes.aligner, numbers, m->s.rows, ref);
  v->lost = v->clamped = v->below = false;
  for (int r = 0; r < m->s.rows; r++) {
    const gcim_fp_aligned_t a = gcim_fp_align_lane(&v->modes.aligner, &numbers[r], ref, v->unit);
    v->q[r] = (int32_t)a.q;
    v->lost = v->lost || a.lost;
    v->clamped = v->clamped || a.clamped;
    v->below = v->below || a.below;
  }
}

/* 9. */
static void accumulate(fp_macro_t *m) {
  const bool keep = m->v.modes.keep;
  int64_t sum[FP_MACRO_COLS];
  gcim_mvm(m->v.q, m->w, m->s.rows, m->s.cols, sum);
  for (int c = 0; c < m->s.cols; c++) {
    bool overflow = false;
    const int64_t base = keep ? m->acc[c] : 0;
    m->acc[c] = gcim_dcim_accumulate(base, sum[c], m->s.acc_width, GCIM_FIT_WRAP, &overflow);
    m->ovf[c] = overflow || (keep && m->ovf[c]);
  }
}

/* 11: a stored weight as an operand: its sign is that of the integer, and it is never special. */
static gcim_fp_lane_t weight_lane(int32_t w) {
  return (gcim_fp_lane_t){.sign = w < 0, .is_zero = w == 0};
}

/* 11: what the vector's specials meet in column c. A NaN is one whatever else there is. */
static gcim_fp_seen_t see(const fp_macro_t *m, int c) {
  gcim_fp_seen_t seen = {0};
  for (int r = 0; r < m->s.rows; r++) {
    const gcim_fp_lane_t w = weight_lane(m->w[r * m->s.cols + c]);
    gcim_fp_seen_product(&seen, &m->v.lane[r], &w);
  }
  return seen;
}

/* 10 to 12. */
static void encode(fp_macro_t *m, int c) {
  fp_macro_vector_t *v = &m->v;
  const int scale = v->unit - m->s.x.bias - (m->s.x_bits - 2) + m->exp[c];
  const gcim_wide_t acc = gcim_wide_from_i64(m->acc[c]);
  uint32_t flags = 0;
  v->seen[c] = see(m, c);
  v->y[c] = gcim_fp_seen_any(&v->seen[c])
                ? gcim_fp_seen_code(&v->seen[c], &m->s.y, &v->modes.policy, &flags)
                : gcim_fp_norm(&m->s.y, &v->modes.policy, &acc, scale, false, 0, &flags);
  v->flags[c] = flags | (v->lost ? GCIM_FLAG_NXA : 0u) | (m->ovf[c] ? FP_MACRO_FLAG_OVF : 0u);
}

void gcim_fp_macro_run(fp_macro_t *m, const uint32_t *codes) {
  gcim_fp_number_t numbers[FP_MACRO_ROWS];
  const int ref = decode(m, codes, numbers);
  align(m, numbers, ref);
  accumulate(m);
  for (int c = 0; c < m->s.cols; c++) {
    encode(m, c);
  }
}
