/* fp_align.h: floating-point lanes to integers of one shared unit (card fp_align, 5 to 13). */
#ifndef GCIM_PART_FP_ALIGN_H
#define GCIM_PART_FP_ALIGN_H

#include <stdbool.h>
#include <stdint.h>

#include "gcim_fp.h"

/* One lane: (-1)^sign * sig * 2^(exp - (sig_bits - 1)) up to a common bias. */
typedef struct {
  bool sign;
  int exp;
  uint64_t sig;
} gcim_fp_number_t;

/* How lanes are aligned. */
typedef struct {
  int sig_bits;     /* 2..53 */
  int aligned_bits; /* 2..64 */
  int guard;        /* 0..64 */
  gcim_round_t quant;
  bool sticky, far;
  gcim_clamp_t clamp;
} gcim_fp_aligner_t;

typedef struct {
  int64_t q;
  bool lost, clamped, below;
} gcim_fp_aligned_t;

/* Return the exponent of the unit in use: ref, or ref + 1 where CLAMP_RAISE asks for it.
 *
 * Shapes:  lanes[count]. Exact: yes. Errors: none.
 * Source:  card fp_align, 9 and 13.
 */
int gcim_fp_align_unit(const gcim_fp_aligner_t *how, const gcim_fp_number_t *lanes, int count,
                       int ref);

/* Return one lane in units of 2^(unit - (aligned_bits - 2)).
 *
 * Shapes:  sig < 2^sig_bits; `unit` is the group's gcim_fp_align_unit. Exact: as the modes say, in
 * 64 bits: a lane that needs rounding has fewer than 53, one that is shifted up fewer than 64.
 * Errors:  none.
 * Source:  card fp_align, 5 to 12.
 */
gcim_fp_aligned_t gcim_fp_align_lane(const gcim_fp_aligner_t *how, const gcim_fp_number_t *lane,
                                     int ref, int unit);

#endif
