/* mx_dot.h: the dot product of two Microscaling blocks (card mx_dot, 5 to 10). */
#ifndef GCIM_PART_MX_DOT_H
#define GCIM_PART_MX_DOT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/wide.h"
#include "gcim_fp.h"
#include "part/fp_special.h"
#include "part/mx_format.h"

/* What a block's sum is. */
enum { GCIM_MX_NUMBER = 0, GCIM_MX_INFINITY = 1, GCIM_MX_NAN = 2 };

/* A block's sum: sum * 2^(exp - frac), or what `special` says; sign: of an infinity. */
typedef struct {
  gcim_wide_t sum;
  int exp;
  int special;
  bool sign;
} gcim_mx_block_t;

/* Lanes seen so far: all zero before the first. */
typedef struct {
  gcim_wide_t sum;
  gcim_fp_seen_t seen;
} gcim_mx_dot_t;

/* Take one lane.
 *
 * Exact:   yes, in GCIM_WIDE_BITS. Errors: none.
 * Source:  card mx_dot, 6 and 8.
 */
void gcim_mx_dot_take(gcim_mx_dot_t *dot, const gcim_mx_value_t *a, const gcim_mx_value_t *b);

/* Do the lanes by themselves set NV: a NaN made of infinities, or a signalling NaN?
 *
 * Source:  card mx_dot, 10.
 */
bool gcim_mx_dot_invalid(const gcim_mx_dot_t *dot);

/* Return the block's sum for scale bytes 0..255.
 *
 * Source:  card mx_dot, 7 and 8.
 */
gcim_mx_block_t gcim_mx_dot_block(const gcim_mx_dot_t *dot, uint32_t a_scale, uint32_t b_scale);

/* The policy of results: `rnd` 6 and 7 act as RTZ (cards mx_dot, 9, and mx_acc, 8). */
gcim_fp_policy_t gcim_mx_policy(uint64_t rnd, uint64_t ovf, uint64_t nan, uint64_t ftz);

/* FP32. */
extern const gcim_float_t gcim_mx_fp32;

/* Return the FP32 code of a block; *flags: NX, UF, OF, NV, SAT are ORed in.
 *
 * Exact:   yes: one rounding. Errors: none.
 * Source:  cards mx_dot, 9, and mx_acc, 8.
 */
uint32_t gcim_mx_block_code(const gcim_mx_block_t *block, int frac, const gcim_fp_policy_t *policy,
                            uint32_t *flags);

#endif
