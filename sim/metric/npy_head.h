/* npy_head.h: the header of a .npy file: a Python dictionary in one line. */
#ifndef GCIM_METRIC_NPY_HEAD_H
#define GCIM_METRIC_NPY_HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { NPY_HEAD_BYTES = 1 << 16, NPY_TYPE_CHARS = 16, NPY_MOST_DIMS = 8, NPY_DIMS_CHARS = 192 };

/* The type as the file names it, "<f4"; its parts are 0 if it is no plain type of numbers. */
typedef struct {
  char text[NPY_TYPE_CHARS];
  char order, kind;
  int bytes;
} npy_type_t;

/* One dimension: `rows` values in one column, is_flat. */
typedef struct {
  size_t rows, columns;
  bool is_flat;
} npy_shape_t;

/* A shape; the last index runs fastest. */
typedef struct {
  int count;
  uint64_t length[NPY_MOST_DIMS];
} npy_dims_t;

/* Read the header's text; the file stands at the first value then.
 * Errors: GCIM_ERR_FORMAT, with the path. */
int npy_head_read(const char *path, FILE *file, char head[NPY_HEAD_BYTES + 1]);

/* What the header says of the elements. */
npy_type_t npy_head_type(const char *head);

/* What it says of the array: one or two dimensions, C order, not empty.
 * Errors: GCIM_ERR_FORMAT, with the path. */
int npy_head_shape(const char *path, const char *head, npy_shape_t *shape);

/* The same for 1 .. NPY_MOST_DIMS dimensions of any length, not empty. */
int npy_head_dims(const char *path, const char *head, npy_dims_t *dims);

/* The product of all; below 2^60. */
uint64_t npy_dims_values(const npy_dims_t *dims);

/* "(2, 3)", "(2,)". */
const char *npy_dims_text(const npy_dims_t *dims, char text[NPY_DIMS_CHARS]);

#endif
