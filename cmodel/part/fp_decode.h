/* fp_decode.h: a floating-point code taken apart (card fp_decode, 5 to 9). */
#ifndef GCIM_PART_FP_DECODE_H
#define GCIM_PART_FP_DECODE_H

#include <stdbool.h>
#include <stdint.h>

#include "gcim_fp.h"

/* A decoded code. Its value is (-1)^sign * sig * 2^(exp - bias - man_bits). */
typedef struct {
  bool sign;
  int exp;      /* the field, 1 for E = 0 and for infinities and NaNs */
  uint32_t sig; /* with the hidden bit; 0 for infinities and NaNs */
  bool is_zero, is_sub, is_inf, is_nan, is_snan;
  uint32_t fraction; /* T as it stands in the code */
} gcim_fp_lane_t;

/* Take `code` apart.
 *
 * Shapes:  the low 1 + exp_bits + man_bits bits of `code` are read.
 * Exact:   yes.
 * Errors:  none; the caller has checked the format.
 * Source:  card fp_decode.
 */
gcim_fp_lane_t gcim_fp_decode(const gcim_float_t *format, uint32_t code, gcim_special_t specials,
                              bool daz);

/* The code of the largest finite number of a sign. */
uint32_t gcim_fp_largest(const gcim_float_t *format, bool sign);

#endif
