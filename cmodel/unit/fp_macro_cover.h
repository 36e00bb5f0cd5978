/* fp_macro_cover.h: coverage points of the floating-point macro. Included by fp_macro.c after its
 * card's names; counts, never computes a result. */
#ifndef GCIM_UNIT_FP_MACRO_COVER_H
#define GCIM_UNIT_FP_MACRO_COVER_H

#include "unit/fp_result_cover.h"
#include "unit/fp_special_cover.h"
#include "unit/macro_cover.h"

static void hit_vector(gcim_model_t *model, const fp_macro_t *m, bool happened, int bin) {
  if (happened) {
    GCIM_HIT(model, vector, bin);
    gcim_hit_cross(model, C_vector, bin, S_st_quant, (int64_t)m->v.modes.aligner.quant);
  }
}

/* Is lane r a number between -1 and 0 units that FLOOR made -1? */
static bool is_minus_one(const fp_macro_t *m, int r) {
  const gcim_fp_lane_t *lane = &m->v.lane[r];
  const int down = m->v.unit - lane->exp - (m->s.x_bits - 2) + m->s.x.man_bits;
  const bool small = down > 31 || (down > 0 && lane->sig >> down == 0);
  return m->v.modes.aligner.quant == GCIM_RND_FLOOR && lane->sign && lane->sig > 0 && small &&
         m->v.q[r] == -1;
}

static void cover_lanes(gcim_model_t *model, const fp_macro_t *m) {
  int nonzero = 0, subnormal = 0, least = 0, largest = 0;
  bool floored = false;
  for (int r = 0; r < m->s.rows; r++) {
    const gcim_fp_lane_t *lane = &m->v.lane[r];
    if (lane->sig == 0) {
      continue;
    }
    least = nonzero == 0 || lane->exp < least ? lane->exp : least;
    largest = lane->exp > largest ? lane->exp : largest;
    nonzero++;
    subnormal += lane->is_sub;
    floored = floored || is_minus_one(m, r);
  }
  hit_vector(model, m, nonzero == 0, B_vector_all_zero);
  hit_vector(model, m, nonzero == 1, B_vector_one_nonzero);
  hit_vector(model, m, nonzero > 1 && least == largest, B_vector_equal_exponents);
  hit_vector(model, m, nonzero > 0 && subnormal == nonzero, B_vector_subnormal_largest);
  hit_vector(model, m, floored, B_vector_floored_to_minus_one);
  hit_vector(model, m, m->v.clamped, B_vector_clamped);
  hit_vector(model, m, m->v.below, B_vector_below);
}

static void cover_column(gcim_model_t *model, const fp_macro_t *m, int c) {
  const fp_specials_t specials = {S_st_specials, m->v.modes.specials};
  fp_cover_special(model, specials, &m->v.seen[c]);
  const int result = fp_cover_result(model, &m->s.y, m->v.y[c]);
  gcim_hit_cross(model, C_result, result, S_st_keep, m->v.modes.keep);
}

static void fp_macro_cover_vector(gcim_model_t *model, const fp_macro_t *m) {
  cover_lanes(model, m);
  for (int c = 0; m->v.care && c < m->s.cols; c++) {
    cover_column(model, m, c);
  }
}

#endif
