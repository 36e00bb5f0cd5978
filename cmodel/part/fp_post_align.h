/* fp_post_align.h: terms of different exponents aligned to the largest, cut and added (card
 * fp_post_align, 5 to 8; fp_pdot, 9 to 11). */
#ifndef GCIM_PART_FP_POST_ALIGN_H
#define GCIM_PART_FP_POST_ALIGN_H

#include <stdbool.h>
#include <stdint.h>

#include "core/wide.h"
#include "gcim_num.h"

/* One term: (-1)^sign * sig * 2^scale. */
typedef struct {
  bool sign;
  bool counts;     /* for the largest exponent */
  int exp;         /* what the largest is sought among; sig * 2^scale < 2^(exp + int_bits) */
  int scale;       /* exponent of the lowest bit of sig */
  uint64_t sig[2]; /* low word first */
} gcim_fp_term_t;

/* How terms are cut: to whole units of 2^unit, which fit `bits` bits of two's complement. */
typedef struct {
  int unit, bits;
  gcim_round_t quant;
} gcim_fp_cut_t;

/* Return the largest exponent of the terms that count, at least `lowest`.
 *
 * Shapes:  terms[count]. Exact: yes. Errors: none.
 * Source:  card fp_post_align, 6.
 */
int gcim_fp_term_ref(const gcim_fp_term_t *terms, int count, int lowest);

/* Return the sum of the terms, each rounded to whole units.
 *
 * Shapes:  terms[count]; q[count * bits bits] gets the terms, lost[count bits] whether each was not
 * a whole number of units; both may be NULL. *any_lost is set, never cleared. Exact: yes after the
 * rounding of each. Errors:  none; the caller has chosen a `unit` that keeps terms in `bits`.
 * Source:  card fp_post_align, 7 and 8.
 */
gcim_wide_t gcim_fp_term_sum(const gcim_fp_term_t *terms, int count, const gcim_fp_cut_t *cut,
                             uint32_t *q, uint32_t *lost, bool *any_lost);

/* One term in units, of any width, and by 64-bit arithmetic (sig below 2^63, bits <= 63). */
gcim_wide_t gcim_fp_term_units(const gcim_fp_term_t *term, const gcim_fp_cut_t *cut, bool *lost);
int64_t gcim_fp_term_units64(const gcim_fp_term_t *term, const gcim_fp_cut_t *cut, bool *lost);

#endif
