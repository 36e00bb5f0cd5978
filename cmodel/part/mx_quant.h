/* mx_quant.h: the elements of a Microscaling block (card mx_quant, 7 to 10). */
#ifndef GCIM_PART_MX_QUANT_H
#define GCIM_PART_MX_QUANT_H

#include <stdbool.h>
#include <stdint.h>

#include "part/fp_decode.h"
#include "part/mx_format.h"
#include "part/mx_scale.h"

/* How elements are made. Of the policy rnd, ovf, nan and rand_bits count. */
typedef struct {
  gcim_float_t from; /* format of the lanes: GCIM_FLOAT_IEEE */
  gcim_mx_elem_t elem;
  gcim_mx_special_t special;
  gcim_mx_zero_sign_t zero_sign;
  gcim_fp_policy_t policy;
  bool daz;
  bool full; /* MX_INT8: -128 too */
} gcim_mx_quantizer_t;

gcim_mx_zero_sign_t gcim_mx_mode_zero_sign(uint64_t mode);

/* v: a lane as it is converted.
 *
 * Exact:   yes. Errors: none.
 * Source:  card mx_quant, 7.
 */
gcim_fp_lane_t gcim_mx_operand(const gcim_mx_quantizer_t *how, uint32_t code);

/* Return the element of `v` in a block of scale 2^(scale - 127), 0 <= scale <= 254.
 *
 * Shapes:  *flags: NX, UF, OF, NV, SAT are ORed in; `random` counts under STOCH only.
 * Exact:   yes: one rounding of the exact value.
 * Errors:  none; the caller has checked the format.
 * Source:  card mx_quant, 8 to 10.
 */
uint32_t gcim_mx_element(const gcim_mx_quantizer_t *how, uint32_t scale, const gcim_fp_lane_t *v,
                         uint32_t random, uint32_t *flags);

#endif
