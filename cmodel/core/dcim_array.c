/* dcim_array.c: gcim_dcim.h: decoded operands once per array, then matrix-vector products (mvm.h,
 * fast/). */
#include <stdlib.h>

#include "core/status.h"
#include "fast/fast.h"
#include "gcim.h"
#include "gcim_dcim.h"
#include "part/dcim.h"
#include "part/mvm.h"

enum { BLOCK = 4 }; /* vectors a fast kernel takes at a time */

struct gcim_dcim_array {
  gcim_dcim_shape_t shape;
  int32_t *w;       /* rows * cols operands */
  int16_t *pairs;   /* packed for the fast kernels, NULL if a weight needs more than 16 bits */
  int32_t lut[256]; /* operand of each x code */
};

static int out_of_range(const char *name, int value, int min, int max) {
  return gcim_fail(GCIM_ERR_PARAM, "gcim_dcim_array_new: %s=%d is outside %d..%d", name, value, min,
                   max);
}

static int check_shape(const gcim_dcim_shape_t *s) {
  if (s->rows < 1 || s->rows > 1024) {
    return out_of_range("rows", s->rows, 1, 1024);
  }
  if (s->cols < 1 || s->cols > 64) {
    return out_of_range("cols", s->cols, 1, 64);
  }
  if (s->x_bits < 1 || s->x_bits > 8) {
    return out_of_range("x_bits", s->x_bits, 1, 8);
  }
  if (s->w_bits < 1 || s->w_bits > 16) {
    return out_of_range("w_bits", s->w_bits, 1, 16);
  }
  if ((int)s->cell < 0 || s->cell > GCIM_CELL_XNOR) {
    return out_of_range("cell", (int)s->cell, 0, 2);
  }
  if (s->cell == GCIM_CELL_XNOR && (s->x_signed != 0 || s->w_signed != 0)) {
    return gcim_fail(GCIM_ERR_PARAM, "gcim_dcim_array_new: XNOR operands have no sign flag");
  }
  return GCIM_OK;
}

int gcim_dcim_array_new(const gcim_dcim_shape_t *shape, const int16_t *w,
                        gcim_dcim_array_t **array) {
  if (shape == NULL || w == NULL || array == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_dcim_array_new: NULL argument");
  }
  *array = NULL;
  const int status = check_shape(shape);
  if (status != GCIM_OK) {
    return status;
  }
  const size_t rows = (size_t)shape->rows, cols = (size_t)shape->cols;
  gcim_dcim_array_t *a = calloc(1, sizeof *a);
  int32_t *words = calloc(rows * cols, sizeof *words);
  int16_t *pairs = calloc((rows + 1) * (size_t)gcim_fast_cols(shape->cols), sizeof *pairs);
  if (a == NULL || words == NULL || pairs == NULL) {
    free(a);
    free(words);
    free(pairs);
    return gcim_fail(GCIM_ERR_STATE, "gcim_dcim_array_new: out of memory");
  }
  a->shape = *shape;
  a->w = words;
  for (size_t i = 0; i < rows * cols; i++) {
    words[i] = gcim_dcim_operand((uint32_t)(uint16_t)w[i], shape->w_bits, shape->w_signed != 0,
                                 shape->cell);
  }
  for (uint32_t code = 0; code < 256; code++) {
    a->lut[code] = gcim_dcim_operand(code, shape->x_bits, shape->x_signed != 0, shape->cell);
  }
  a->pairs = pairs;
  gcim_fast_pack(words, shape->rows, shape->cols, pairs);
  *array = a;
  return GCIM_OK;
}

void gcim_dcim_array_free(gcim_dcim_array_t *array) {
  if (array != NULL) {
    free(array->w);
    free(array->pairs);
    free(array);
  }
}

/* Operands of one vector, by the golden. */
static void golden_vector(const gcim_dcim_array_t *a, const int8_t *x, int64_t *y) {
  int32_t operands[GCIM_DCIM_MAX_ROWS];
  for (int r = 0; r < a->shape.rows; r++) {
    operands[r] = a->lut[(uint8_t)x[r]];
  }
  gcim_mvm(operands, a->w, a->shape.rows, a->shape.cols, y);
}

/* Are products of these operands within what the fast kernels promise? */
static bool is_small(const gcim_dcim_array_t *a) {
  return a->shape.w_bits <= 8;
}

/* Whole INT8 or UINT8 codes are widened by the kernel itself; other codes go through the table. */
static bool is_whole(const gcim_dcim_array_t *a) {
  return a->shape.x_bits == 8 && a->shape.cell != GCIM_CELL_XNOR;
}

static void widen(const gcim_dcim_array_t *a, const int8_t *x, int count, int16_t *operands,
                  int stride) {
  const int rows = a->shape.rows;
  for (int v = 0; v < count; v++) {
    int16_t *to = operands + v * stride;
    const int8_t *from = x + (int64_t)v * rows;
    if (is_whole(a)) {
      gcim_fast_widen(from, rows, a->shape.x_signed != 0, to);
    }
    for (int r = 0; r < rows && !is_whole(a); r++) {
      to[r] = (int16_t)a->lut[(uint8_t)from[r]];
    }
    to[rows] = 0; /* the padding of an odd row count */
  }
}

/* BLOCK vectors at most by the fast kernel; sums[v * gcim_fast_cols(cols)]. */
static void fast_block(const gcim_dcim_array_t *a, const int8_t *x, int count, int32_t *sums) {
  int16_t operands[BLOCK * (GCIM_DCIM_MAX_ROWS + 2)];
  const int stride = a->shape.rows + 2 - a->shape.rows % 2;
  widen(a, x, count, operands, stride);
  gcim_fast_mvm_block(operands, stride, count, a->pairs, a->shape.rows, a->shape.cols, sums);
}

int gcim_dcim_array_mvm(const gcim_dcim_array_t *array, const int8_t *x, int64_t count,
                        int64_t *y) {
  if (array == NULL || x == NULL || y == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_dcim_array_mvm: NULL argument");
  }
  if (count < 0) {
    return gcim_fail(GCIM_ERR_PARAM, "gcim_dcim_array_mvm: count=%lld is negative",
                     (long long)count);
  }
  const int rows = array->shape.rows, cols = array->shape.cols;
  if (!gcim_fast_enabled() || !is_small(array)) {
    for (int64_t v = 0; v < count; v++) {
      golden_vector(array, x + v * rows, y + v * cols);
    }
    return GCIM_OK;
  }
  int32_t sums[BLOCK * 64];
  const int stride = gcim_fast_cols(cols);
  for (int64_t v = 0; v < count; v += BLOCK) {
    const int now = count - v < BLOCK ? (int)(count - v) : BLOCK;
    fast_block(array, x + v * rows, now, sums);
    for (int k = 0; k < now * cols; k++) {
      y[v * cols + k] = sums[k / cols * stride + k % cols];
    }
  }
  return GCIM_OK;
}

int gcim_dcim_array_mvm32(const gcim_dcim_array_t *array, const int8_t *x, int64_t count,
                          int32_t *y) {
  if (array == NULL || x == NULL || y == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_dcim_array_mvm32: NULL argument");
  }
  if (count < 0 || array->shape.x_bits + array->shape.w_bits > 16) {
    return gcim_fail(
        GCIM_ERR_PARAM,
        "gcim_dcim_array_mvm32: count=%lld must not be negative, x_bits + w_bits=%d at most 16",
        (long long)count, array->shape.x_bits + array->shape.w_bits);
  }
  const int rows = array->shape.rows, cols = array->shape.cols, stride = gcim_fast_cols(cols);
  const bool fast = gcim_fast_enabled() && is_small(array);
  for (int64_t v = 0; v < count; v += BLOCK) {
    const int now = count - v < BLOCK ? (int)(count - v) : BLOCK;
    if (fast && stride == cols) {
      fast_block(array, x + v * rows, now, y + v * cols);
      continue;
    }
    int64_t sums[BLOCK * 64];
    const int status = gcim_dcim_array_mvm(array, x + v * rows, now, sums);
    for (int k = 0; k < now * cols && status == GCIM_OK; k++) {
      y[v * cols + k] = (int32_t)sums[k];
    }
  }
  return GCIM_OK;
}
