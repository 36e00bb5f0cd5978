/* fp_special.h: infinities and NaNs of a dot product (cards fp_dot, 12; fp_pdot, 13). */
#ifndef GCIM_PART_FP_SPECIAL_H
#define GCIM_PART_FP_SPECIAL_H

#include <stdbool.h>
#include <stdint.h>

#include "part/fp_decode.h"

/* What the operands seen so far have: all zero before the first. */
typedef struct {
  bool nan;         /* a NaN */
  bool signalling;  /* one of them a signalling one */
  bool inf_zero;    /* an infinity times a zero */
  bool plus, minus; /* infinite products and summands, by sign */
} gcim_fp_seen_t;

/* Take a product of two decoded codes; a summand. */
void gcim_fp_seen_product(gcim_fp_seen_t *seen, const gcim_fp_lane_t *x, const gcim_fp_lane_t *w);
void gcim_fp_seen_summand(gcim_fp_seen_t *seen, const gcim_fp_lane_t *c);

/* Is the result a NaN or an infinity whatever the numbers are? */
bool gcim_fp_seen_any(const gcim_fp_seen_t *seen);
bool gcim_fp_seen_nan(const gcim_fp_seen_t *seen);

/* Return the code of that result; *flags: NV of the operands, and those of the encoding, are ORed
 * in.
 *
 * Errors:  none. Source: card fp_dot, 12.
 */
uint32_t gcim_fp_seen_code(const gcim_fp_seen_t *seen, const gcim_float_t *format,
                           const gcim_fp_policy_t *policy, uint32_t *flags);

#endif
