#ifndef GCIM_NUM_ROUND_H
#define GCIM_NUM_ROUND_H

#include <stdbool.h>
#include <stdint.h>

#include "core/wide.h"
#include "gcim_num.h"

/* Return value / 2^drop rounded to an integer by `mode`, for wide values.
 *
 * Shapes:  drop >= 0, GCIM_WIDE_BITS and more included; *inexact is set to whether a nonzero bit
 *          was dropped, `inexact` may be NULL.
 * Exact:   yes, never overflows.
 * Errors:  none.
 * Source:  as gcim_round_shift.
 */
gcim_wide_t gcim_wide_round_shift(const gcim_wide_t *value, int drop, gcim_round_t mode,
                                  bool *inexact);

#endif /* GCIM_NUM_ROUND_H */
