/* fp_norm.h: normalise, round and pack (card fp_norm, 5 to 14), and the exact sum of two codes. */
#ifndef GCIM_PART_FP_NORM_H
#define GCIM_PART_FP_NORM_H

#include <stdbool.h>
#include <stdint.h>

#include "core/wide.h"
#include "gcim_fp.h"

/* Return the code of `value` * 2^scale rounded by `policy`; a value of 0 is a zero of `sign`.
 *
 * Shapes:  any exact `value`; its own sign counts, `sign` only for 0. *flags: NX, UF, OF, NV, SAT
 * are ORed in. Exact:   yes: one rounding. Errors:  none; the caller has checked format and policy.
 * `random` counts under STOCH only. Source:  card fp_norm, 6 to 14.
 */
uint32_t gcim_fp_norm(const gcim_float_t *format, const gcim_fp_policy_t *policy,
                      const gcim_wide_t *value, int scale, bool sign, uint32_t random,
                      uint32_t *flags);

/* Return the code of an infinity with `sign` (card fp_norm, special 1). Flags as above. */
uint32_t gcim_fp_norm_inf(const gcim_float_t *format, const gcim_fp_policy_t *policy, bool sign,
                          uint32_t *flags);

/* Return the code of a NaN with `sign` and `payload` (man_bits of the result; special 2). */
uint32_t gcim_fp_norm_nan(const gcim_float_t *format, const gcim_fp_policy_t *policy, bool sign,
                          uint32_t payload, uint32_t *flags);

/* Return the code, of `to`, of a + b: a a code of `a_format`, b of `b_format`, both read with
 * SPECIAL_IEEE and daz = 0, added exactly and rounded once.
 *
 * Exact:   yes. An exact sum of 0 is +0. Infinities of both signs: a NaN, NV; a NaN stays a NaN
 * (sign 0, payload 0; a signalling one sets NV); an infinity stays one. Source:  cards fp_dot, 10,
 * and fp_pdot, 12.
 */
uint32_t gcim_fp_add(const gcim_float_t *to, const gcim_fp_policy_t *policy,
                     const gcim_float_t *a_format, uint32_t a, const gcim_float_t *b_format,
                     uint32_t b, uint32_t random, uint32_t *flags);

#endif
