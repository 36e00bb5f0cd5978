/* fp_convert.h: one code of a floating-point format to another (card fp_convert, 5 to 8). */
#ifndef GCIM_PART_FP_CONVERT_H
#define GCIM_PART_FP_CONVERT_H

#include <stdbool.h>
#include <stdint.h>

#include "gcim_fp.h"
#include "part/fp_decode.h"

/* Return the code of `to` for `x`, a lane decoded from `from`.
 *
 * Shapes:  *flags: NX, UF, OF, NV, SAT are ORed in; `random` counts under STOCH only.
 * Exact:   yes: one rounding of the exact value.
 * Errors:  none; the caller has checked formats and policy.
 * Source:  card fp_convert.
 */
uint32_t gcim_fp_convert_lane(const gcim_float_t *to, const gcim_fp_policy_t *policy,
                              const gcim_float_t *from, const gcim_fp_lane_t *x, uint32_t random,
                              uint32_t *flags);

#endif
