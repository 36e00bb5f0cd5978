#ifndef GCIM_NUM_ROUND_H
#define GCIM_NUM_ROUND_H

#include <stdbool.h>
#include <stdint.h>

#include "core/wide.h"
#include "gcim_num.h"

/* Return value / 2^drop rounded to an integer by `mode`.
 *
 * Shapes:  drop >= 0, 64 and more included; *inexact is set to whether a nonzero bit was dropped,
 *          `inexact` may be NULL.
 * Exact:   yes, never overflows: drop 0 returns `value`, drop >= 1 halves before it adds one.
 * Errors:  none.
 * Source:  IEEE Std 754-2019, 4.3, for RNE, RNA, RTZ, FLOOR, CEIL; JAM is round to odd, Boldo and
 *          Melquiond, "Emulation of a FMA and correctly rounded sums", IEEE TC 57(4), 2008.
 */
int64_t gcim_round_shift(int64_t value, int drop, gcim_round_t mode, bool *inexact);

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
