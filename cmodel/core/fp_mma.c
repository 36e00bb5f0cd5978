/* fp_mma.c: gcim_fp_mma: arguments checked, then the steps of the preset's form. */
#include <stdbool.h>

#include "core/fp_dot_check.h"
#include "core/fp_mma.h"
#include "core/status.h"
#include "gcim.h"
#include "num/float.h"

enum { MAX_FRAC = 32, MAX_SUM_FRAC = 48 }; /* sums of 256 products stay below 2^60 */

/* What the other forms have only one of. */
static int check_plain(const gcim_fp_preset_t *preset) {
  const gcim_fp_pdot_t *dot = &preset->dot;
  if (dot->fold != 0 || dot->exp_floor != 0 || dot->zeros != 0 ||
      dot->specials != GCIM_SPECIAL_IEEE || dot->c_mode != GCIM_C_TERM || gcim_fp_is_shown(dot)) {
    return gcim_fail(GCIM_ERR_PARAM,
                     "gcim_fp_mma: form=%d has no fold, exp_floor, zeros, specials, c_mode or "
                     "shown; set them to 0",
                     (int)preset->form);
  }
  if (!gcim_fp_holds(&dot->c, &dot->y) || !gcim_fp_holds(&dot->y, &dot->c)) {
    return gcim_fail(GCIM_ERR_PARAM,
                     "gcim_fp_mma: dot.c is not the format dot.y; form=%d has one format for both",
                     (int)preset->form);
  }
  return GCIM_OK;
}

static int check_two_step(const gcim_fp_preset_t *preset) {
  const int frac = preset->dot.frac;
  const int status = gcim_float_range_at("gcim_fp_mma", "dot.frac", frac, 0, MAX_FRAC);
  if (status == GCIM_OK && preset->dot.quant != GCIM_RND_RTZ) {
    return gcim_fail(GCIM_ERR_PARAM,
                     "gcim_fp_mma: dot.quant=%d; GCIM_MMA_TWO_STEP cuts products by GCIM_RND_RTZ",
                     (int)preset->dot.quant);
  }
  return status == GCIM_OK
             ? gcim_float_range_at("gcim_fp_mma", "sum_frac", preset->sum_frac, frac, MAX_SUM_FRAC)
             : status;
}

static int check_tree(const gcim_fp_preset_t *preset) {
  const int lanes = preset->dot.lanes;
  if ((lanes & (lanes - 1)) != 0) {
    return gcim_fail(GCIM_ERR_PARAM,
                     "gcim_fp_mma: dot.lanes=%d is no power of two; GCIM_MMA_TREE adds in pairs",
                     lanes);
  }
  return GCIM_OK;
}

static int check_preset(const gcim_fp_preset_t *preset) {
  int status = gcim_fp_pdot_check(&preset->dot);
  if (status == GCIM_OK) {
    status = gcim_float_range_at("gcim_fp_mma", "form", (int)preset->form, GCIM_MMA_ONE_STEP,
                                 GCIM_MMA_TREE);
  }
  if (status == GCIM_OK && preset->dot.policy.rnd == GCIM_RND_STOCH) {
    return gcim_fail(GCIM_ERR_PARAM,
                     "gcim_fp_mma: dot.policy.rnd is GCIM_RND_STOCH, but no random word is given; "
                     "call gcim_fp_pdot");
  }
  if (status == GCIM_OK && preset->form != GCIM_MMA_ONE_STEP) {
    status = check_plain(preset);
  }
  if (status == GCIM_OK && preset->form == GCIM_MMA_TWO_STEP) {
    return check_two_step(preset);
  }
  return status == GCIM_OK && preset->form == GCIM_MMA_TREE ? check_tree(preset) : status;
}

static uint32_t run_steps(const gcim_fp_preset_t *preset, const uint32_t *x, const uint32_t *w,
                          size_t terms, uint32_t c, uint32_t *flags) {
  const bool tree = preset->form == GCIM_MMA_TREE;
  const size_t lanes = (size_t)preset->dot.lanes;
  uint32_t sum = tree ? gcim_fp_mma_tree_summand(preset, c) : c;
  for (size_t first = 0; first < terms; first += lanes) {
    const size_t count = terms - first < lanes ? terms - first : lanes;
    sum = tree ? gcim_fp_mma_tree(preset, x + first, w + first, count, sum, flags)
               : gcim_fp_mma_two_step(preset, x + first, w + first, count, sum, flags);
  }
  return sum;
}

int gcim_fp_mma(const gcim_fp_preset_t *preset, const uint32_t *x, const uint32_t *w, size_t terms,
                const uint32_t *c, size_t count, uint32_t *y, uint32_t *flags) {
  if (preset == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_fp_mma: preset is NULL; gcim_fp_preset_find has them");
  }
  int status = check_preset(preset);
  if (status == GCIM_OK && preset->form == GCIM_MMA_ONE_STEP) {
    return gcim_fp_pdot(&preset->dot, x, w, terms, c, count, 0, y, flags);
  }
  status = status == GCIM_OK ? gcim_fp_pdot_check_steps(&preset->dot, terms) : status;
  if (status != GCIM_OK) {
    return status;
  }
  if (count > 0 && (x == NULL || w == NULL || c == NULL || y == NULL)) {
    const char *name = x == NULL ? "x" : w == NULL ? "w" : c == NULL ? "c" : "y";
    return gcim_fail(GCIM_ERR_NULL, "gcim_fp_mma: %s is NULL", name);
  }
  uint32_t seen = 0;
  for (size_t i = 0; i < count; i++) {
    y[i] = run_steps(preset, x + i * terms, w + i * terms, terms, c[i], &seen);
  }
  if (flags != NULL) {
    *flags = seen;
  }
  return GCIM_OK;
}
