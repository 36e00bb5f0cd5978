/* mx_format.h: element formats of Microscaling blocks (cards mx_scale, mx_quant 8, mx_dot 5). */
#ifndef GCIM_PART_MX_FORMAT_H
#define GCIM_PART_MX_FORMAT_H

#include <stdbool.h>
#include <stdint.h>

#include "gcim_fp.h"
#include "gcim_mx.h"

/* An element format. Its largest number is top * 2^-6 * 2^emax, top * 2^-6 in [1, 2). */
typedef struct {
  int bits;           /* of an element */
  gcim_float_t value; /* not of MX_INT8 */
  int emax;
  int top;      /* of the largest number, in units of 2^-6 */
  int man_bits; /* m */
  int frac;     /* every element is a whole number of 2^-frac ... */
  int fix;      /* ... in this many bits of two's complement */
} gcim_mx_format_t;

/* The format of `elem`; GCIM_MX_INT8 for numbers that are none. */
const gcim_mx_format_t *gcim_mx_format(gcim_mx_elem_t elem);

/* An element taken apart. */
typedef struct {
  int64_t fixed; /* in units of 2^-frac; 0 for infinities and NaNs */
  bool sign;
  bool is_inf, is_nan, is_snan;
} gcim_mx_value_t;

/* Take an element apart.
 *
 * Shapes:  the low `bits` bits of `code` are read.
 * Exact:   yes. Errors: none.
 * Source:  card mx_dot, 5.
 */
gcim_mx_value_t gcim_mx_value(gcim_mx_elem_t elem, uint32_t code);

#endif
