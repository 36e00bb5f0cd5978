#ifndef GCIM_NUM_FIT_H
#define GCIM_NUM_FIT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/wide.h"
#include "gcim_num.h"

/* Return `value` as a two's complement number of `bits` bits, wrapped or saturated.
 *
 * Shapes:  bits 1..64; *overflow becomes true if the value does not fit and is never cleared,
 *          `overflow` may be NULL.
 * Exact:   yes if it fits.
 * Errors:  none beyond *overflow.
 * Source:  own definition.
 */
int64_t gcim_fit_signed(int64_t value, int bits, gcim_fit_t mode, bool *overflow);

/* Return `value` as an unsigned number of `bits` bits; a negative one wraps modulo 2^bits or
 * saturates to 0.
 *
 * Shapes:  bits 1..64; *overflow becomes true if the value does not fit and is never cleared,
 *          `overflow` may be NULL.
 * Exact:   yes if it fits.
 * Errors:  none beyond *overflow.
 * Source:  own definition.
 */
uint64_t gcim_fit_unsigned(int64_t value, int bits, gcim_fit_t mode, bool *overflow);

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
