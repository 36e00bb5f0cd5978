/* npy_float.h: arrays of floating-point numbers in the .npy format of numpy. */
#ifndef GCIM_METRIC_NPY_FLOAT_H
#define GCIM_METRIC_NPY_FLOAT_H

#include <stddef.h>

#include "npy_head.h"

typedef struct {
  size_t rows, columns; /* one dimension: a single row */
  bool is_flat;         /* it has one dimension */
  double *values;       /* row after row, exact */
} npy_floats_t;

/* Read a file: types <f2, <f4, <f8, C order, one or two dimensions.
 * Errors: GCIM_ERR_IO, GCIM_ERR_FORMAT with what is wrong and what is read; GCIM_ERR_STATE. */
int npy_floats_read(const char *path, npy_floats_t *array);
void npy_floats_free(npy_floats_t *array);

#endif
