/* fp_pdot.h: one step of a dot product of the PRODUCT family (card fp_pdot, 5 to 14). */
#ifndef GCIM_PART_FP_PDOT_H
#define GCIM_PART_FP_PDOT_H

#include <stddef.h>
#include <stdint.h>

#include "core/wide.h"
#include "gcim_fp.h"

typedef struct {
  const uint32_t *x, *w; /* `terms` codes each, terms <= lanes; the other products are +0 */
  size_t terms;
  uint32_t c, random;
} gcim_fp_pdot_in_t;

typedef struct {
  uint32_t y, flags;
  int ref;         /* tap_ref */
  gcim_wide_t sum; /* tap_sum */
} gcim_fp_pdot_out_t;

/* Bits of an aligned term (the card's TermBits). */
int gcim_fp_pdot_term_bits(const gcim_fp_pdot_t *config);

/* Return one step; `shown` does not count.
 *
 * Shapes:  q[(lanes + 1) * term bits] gets tap_q, may be NULL. Exact: as the configuration says.
 * Errors:  none; the caller has checked the configuration.
 * Source:  card fp_pdot.
 */
gcim_fp_pdot_out_t gcim_fp_pdot_step(const gcim_fp_pdot_t *config, const gcim_fp_pdot_in_t *in,
                                     uint32_t *q);

#endif
