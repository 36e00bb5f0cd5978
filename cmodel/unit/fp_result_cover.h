/* fp_result_cover.h: coverage of the points `result` and `flag`, the same in several cards.
 * Included by a golden after its card's names; counts, never computes a result. */
#ifndef GCIM_UNIT_FP_RESULT_COVER_H
#define GCIM_UNIT_FP_RESULT_COVER_H

#include "core/model.h"
#include "part/fp_class.h"

_Static_assert((int)B_result_largest_finite == GCIM_FP_LARGEST &&
                   (int)B_result_infinity == GCIM_FP_INFINITY && (int)B_result_nan == GCIM_FP_NAN,
               "the bins of `result` are classes");

/* Returns the bin of `result`, for crosses. */
static inline int fp_cover_result(gcim_model_t *m, const gcim_float_t *format, uint32_t code) {
  const int bin = (int)gcim_fp_class(format, code);
  GCIM_HIT(m, result, bin);
  return bin;
}

/* `point` is C_flag: not every card with results has it. */
static inline void fp_cover_flags(gcim_model_t *m, int point, uint32_t flags) {
  const gcim_cover_t *cover = &m->card.covers[point];
  for (int bit = 0; bit < cover->bins; bit++) {
    m->hits[cover->first + bit] += flags >> bit & 1u;
  }
}

#endif
