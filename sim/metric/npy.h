/* npy.h: arrays of whole numbers in the .npy format of numpy, one or two dimensions. */
#ifndef GCIM_METRIC_NPY_H
#define GCIM_METRIC_NPY_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
  size_t rows, columns; /* one dimension: a single column */
  int64_t *values;      /* row after row */
} npy_t;

/* Read a file: types |b1, u1..u8, i1..i8 of either byte order, C order.
 * Errors: GCIM_ERR_IO, GCIM_ERR_FORMAT with what is wrong and what is read; GCIM_ERR_STATE. */
int npy_read(const char *path, npy_t *array);
void npy_free(npy_t *array);

#endif
