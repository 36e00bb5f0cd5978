/* gcim_dcim.h: SRAM-CIM macros as array functions: many input vectors against one set of stored
 * weights, no cycles. The same arithmetic as the unit dcim_macro (its tile sum), for C and Python
 * callers that want numbers, not timing.
 */
#ifndef GCIM_DCIM_H
#define GCIM_DCIM_H

#include <stdint.h>

#include "gcim_num.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Size and modes of a macro; the ranges are those of the card dcim_macro, x_bits at most 8 here. */
typedef struct {
  int rows, cols;     /* 1..1024, 1..64 */
  int x_bits, w_bits; /* 1..8, 1..16 */
  int x_signed, w_signed;
  gcim_cell_t cell;
} gcim_dcim_shape_t;

typedef struct gcim_dcim_array gcim_dcim_array_t;

/* Store weights.
 *
 * Shapes:  w[rows * cols], row by row; the low w_bits of each are the stored bits.
 * Errors:  GCIM_ERR_PARAM with the field that is out of range; GCIM_ERR_NULL. `*array` is NULL on
 * error.
 */
int gcim_dcim_array_new(const gcim_dcim_shape_t *shape, const int16_t *w,
                        gcim_dcim_array_t **array);
void gcim_dcim_array_free(gcim_dcim_array_t *array);

/* Dot products of `count` vectors with every column.
 *
 * Shapes:  x[count * rows] (the low x_bits of each), y[count * cols].
 * Exact:   yes; a sum has at most 8 + 16 + 10 + 1 = 35 bits.
 * Errors:  GCIM_ERR_NULL, GCIM_ERR_PARAM for a negative count.
 * Threads: one array may serve many threads at once.
 */
int gcim_dcim_array_mvm(const gcim_dcim_array_t *array, const int8_t *x, int64_t count, int64_t *y);

/* The same into 32-bit results, for arrays whose sums fit (x_bits + w_bits <= 16: below 2^27).
 *
 * Errors:  GCIM_ERR_PARAM for wider operands.
 */
int gcim_dcim_array_mvm32(const gcim_dcim_array_t *array, const int8_t *x, int64_t count,
                          int32_t *y);

#ifdef __cplusplus
}
#endif
#endif
