#ifndef GCIM_NUM_FIT_H
#define GCIM_NUM_FIT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/wide.h"
#include "gcim_num.h"

/* Return a wide `value` as a two's complement number of `bits` bits, wrapped or saturated.
 *
 * Shapes:  bits 1..GCIM_WIDE_BITS; *overflow becomes true if the value does not fit and is never
 *          cleared, `overflow` may be NULL.
 * Exact:   yes if it fits.
 * Errors:  none beyond *overflow.
 * Source:  own definition.
 */
gcim_wide_t gcim_wide_fit_signed(const gcim_wide_t *value, int bits, gcim_fit_t mode,
                                 bool *overflow);

#endif /* GCIM_NUM_FIT_H */
