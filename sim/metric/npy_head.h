/* npy_head.h: the header of a .npy file: a Python dictionary in one line. */
#ifndef GCIM_METRIC_NPY_HEAD_H
#define GCIM_METRIC_NPY_HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { NPY_HEAD_BYTES = 1 << 16, NPY_TYPE_CHARS = 16 };

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

/* Read the header's text; the file stands at the first value then.
 * Errors: GCIM_ERR_FORMAT, with the path. */
int npy_head_read(const char *path, FILE *file, char head[NPY_HEAD_BYTES + 1]);

/* What the header says of the elements. */
npy_type_t npy_head_type(const char *head);

/* What it says of the array: one or two dimensions, C order, not empty.
 * Errors: GCIM_ERR_FORMAT, with the path. */
int npy_head_shape(const char *path, const char *head, npy_shape_t *shape);

#endif
