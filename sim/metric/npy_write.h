/* npy_write.h: arrays written in the .npy format of numpy. */
#ifndef GCIM_METRIC_NPY_WRITE_H
#define GCIM_METRIC_NPY_WRITE_H

#include <stdint.h>

#include "npy_head.h"

/* Write `shape.rows * shape.columns` numbers of `bytes` bytes (1, 2, 4, 8; they must fit), type
 * |i1, <i2 .. <i8, C order. The stream keeps write errors. */
void npy_write(FILE *out, int bytes, npy_shape_t shape, const int64_t *values);

/* Only the header, for data that is written piece by piece: a type as the file names it, "|u1". */
void npy_write_head(FILE *out, const char *type, const npy_dims_t *dims);

#endif
