/* fp_dot.h: one dot product of the INPUT family, stage by stage (card fp_dot, 5 to 14). */
#ifndef GCIM_PART_FP_DOT_H
#define GCIM_PART_FP_DOT_H

#include <stdbool.h>
#include <stdint.h>

#include "gcim_fp.h"
#include "part/fp_align.h"
#include "part/fp_decode.h"

enum { GCIM_FP_MAX_LANES = 256 };

typedef struct {
  const uint32_t *x, *w;         /* `terms` codes each */
  const uint32_t *x_ref, *w_ref; /* per group; read if given */
  size_t terms;                  /* the last group is filled up with +0 */
  uint32_t random;
} gcim_fp_dot_in_t;

typedef struct {
  uint32_t y, flags;
  bool below, clamped;
} gcim_fp_dot_out_t;

/* Where the taps of the card go, bit fields as there. */
typedef struct {
  uint32_t *x_q, *w_q, *x_unit, *w_unit, *acc, *partial;
} gcim_fp_dot_taps_t;

/* How the operands of one side are aligned. */
gcim_fp_aligner_t gcim_fp_dot_aligner(const gcim_fp_dot_t *config, gcim_fp_side_t side);

/* Return one dot product.
 *
 * Shapes:  `taps` may be NULL (and is, with w_exact). Exact: as the configuration says.
 * Errors:  none; the caller has checked the configuration.
 * Source:  card fp_dot.
 */
gcim_fp_dot_out_t gcim_fp_dot_run(const gcim_fp_dot_t *config, const gcim_fp_dot_in_t *in,
                                  const gcim_fp_dot_taps_t *taps);

#endif
