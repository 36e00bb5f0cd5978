#include "npy.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "gcim.h"
#include "npy_head.h"

typedef struct {
  int bytes;
  bool is_signed, is_big, is_bool;
} type_t;

static int read_type(const char *path, const char *head, type_t *type) {
  const npy_type_t t = npy_head_type(head);
  if (t.kind == 0 || strchr("<>|=", t.order) == NULL || strchr("bui", t.kind) == NULL ||
      (t.bytes != 1 && t.bytes != 2 && t.bytes != 4 && t.bytes != 8)) {
    return gcim_vec_fail(GCIM_ERR_FORMAT,
                         "%s: elements are no whole numbers; save it as int8 .. uint64 or bool",
                         path);
  }
  *type = (type_t){t.bytes, t.kind == 'i', t.order == '>', t.kind == 'b'};
  return GCIM_OK;
}

static int64_t value_of(const unsigned char *bytes, const type_t *type) {
  uint64_t value = 0;
  for (int i = 0; i < type->bytes; i++) {
    value = value << 8 | bytes[type->is_big ? i : type->bytes - 1 - i];
  }
  if (type->is_signed && type->bytes < 8) {
    const uint64_t sign = UINT64_C(1) << (8 * type->bytes - 1);
    value = (value ^ sign) - sign;
  }
  return (int64_t)value;
}

static int read_values(const char *path, FILE *file, const type_t *type, npy_t *array) {
  const size_t count = array->rows * array->columns;
  unsigned char bytes[8];
  array->values = malloc(count * sizeof *array->values);
  if (array->values == NULL) {
    return gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  }
  for (size_t i = 0; i < count; i++) {
    if (fread(bytes, 1, (size_t)type->bytes, file) != (size_t)type->bytes) {
      return gcim_vec_fail(GCIM_ERR_FORMAT, "%s: ends after %zu of %zu values", path, i, count);
    }
    array->values[i] = value_of(bytes, type);
    if (!type->is_signed && type->bytes == 8 && array->values[i] < 0) {
      return gcim_vec_fail(GCIM_ERR_FORMAT, "%s: value %zu is above 2^63", path, i);
    }
  }
  return GCIM_OK;
}

int npy_read(const char *path, npy_t *array) {
  char *head = malloc(NPY_HEAD_BYTES + 1);
  FILE *file = fopen(path, "rb");
  type_t type = {0};
  npy_shape_t shape = {0};
  *array = (npy_t){0};
  int status = head == NULL ? gcim_vec_fail(GCIM_ERR_STATE, "out of memory") : GCIM_OK;
  if (file == NULL) {
    status = gcim_vec_fail(GCIM_ERR_IO, "%s: cannot read (%s)", path, strerror(errno));
  }
  status = status == GCIM_OK ? npy_head_read(path, file, head) : status;
  status = status == GCIM_OK ? read_type(path, head, &type) : status;
  status = status == GCIM_OK ? npy_head_shape(path, head, &shape) : status;
  array->rows = shape.rows;
  array->columns = shape.columns;
  status = status == GCIM_OK ? read_values(path, file, &type, array) : status;
  if (file != NULL) {
    fclose(file);
  }
  free(head);
  if (status != GCIM_OK) {
    npy_free(array);
  }
  return status;
}

void npy_free(npy_t *array) {
  free(array->values);
  *array = (npy_t){0};
}
