/* fp_special_cover.h: coverage of the point `special`, the same in several cards. Included by a
 * golden after its card's names; counts, never computes a result. */
#ifndef GCIM_UNIT_FP_SPECIAL_COVER_H
#define GCIM_UNIT_FP_SPECIAL_COVER_H

#include "core/model.h"
#include "part/fp_special.h"

/* The mode `specials`: which signal it is, and its value. */
typedef struct {
  int signal;
  gcim_special_t value;
} fp_specials_t;

static inline void fp_hit_special(gcim_model_t *m, fp_specials_t mode, bool happened, int bin) {
  if (happened) {
    GCIM_HIT(m, special, bin);
    gcim_hit_cross(m, C_special, bin, mode.signal, (int64_t)mode.value);
  }
}

static inline void fp_cover_special(gcim_model_t *m, fp_specials_t mode,
                                    const gcim_fp_seen_t *seen) {
  const bool any = gcim_fp_seen_any(seen);
  fp_hit_special(m, mode, !any, B_special_none);
  fp_hit_special(m, mode, seen->nan, B_special_nan);
  fp_hit_special(m, mode, any && !gcim_fp_seen_nan(seen), B_special_infinity);
  fp_hit_special(m, mode, seen->inf_zero, B_special_infinity_times_zero);
  fp_hit_special(m, mode, seen->plus && seen->minus, B_special_both_infinities);
}

#endif
