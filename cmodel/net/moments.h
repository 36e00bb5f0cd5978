/* moments.h: error statistics while they are gathered. Private to cmodel/net. */
#ifndef GCIM_NET_MOMENTS_H
#define GCIM_NET_MOMENTS_H

#include "net/scratch.h"

/* *sum += value * 2^shift, modulo 2^128; shift below 128. */
void gcim_u128_add(gcim_u128_t *sum, uint64_t value, int shift);
void gcim_u128_subtract(gcim_u128_t *sum, uint64_t value, int shift);

/* Count one case: d, and the result bits that differ. */
void gcim_moments_case(gcim_moments_t *moments, int64_t d, uint64_t wrong_bits, uint64_t number);

/* Keep d as largest or smallest if it is better than what was found before; `found` has cases. */
void gcim_moments_extreme(gcim_moments_t *found, int64_t d, uint64_t number, bool largest);

/* ---- bit-sliced ---- */

/* The results of one unit. */
typedef struct {
  const uint64_t *wrong[GCIM_TREE_MAX_BITS];
  const uint64_t *delta[GCIM_TREE_MAX_BITS];
  const uint64_t *negative, *valid;
  uint64_t first_case;
  bool is_whole; /* valid is all ones */
} gcim_net_unit_t;

void gcim_net_tally_clear(gcim_net_tally_t *tally, int bits);
void gcim_net_tally_unit(const gcim_net_kernel_t *kernel, int bits, const gcim_net_unit_t *unit,
                         gcim_net_scratch_t *s);
/* What was counted, added to *moments. */
void gcim_net_tally_close(const gcim_net_tally_t *tally, int bits, gcim_moments_t *moments);

/* Largest and smallest d of a unit's valid cases, of which there is at least one. Bits of d from
 * `sign` on are its sign. */
void gcim_net_extremes(const gcim_net_kernel_t *kernel, int bits, int sign,
                       const gcim_net_unit_t *unit, gcim_net_scratch_t *s);

/* One case by the scalar evaluation; inputs are in `values`. */
void gcim_net_measure_golden(const gcim_net_t *net, uint8_t *values, uint64_t number,
                             gcim_moments_t *moments);

#endif
