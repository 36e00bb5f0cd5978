/* npy.c: the header is a Python dictionary in one line; what follows is the array. */
#include "npy.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "gcim.h"

enum { MAGIC_BYTES = 8, MAX_HEADER = 1 << 16 };
#define MAX_VALUES ((size_t)1 << 31)

typedef struct {
  int bytes;
  bool is_signed, is_big, is_bool;
} type_t;

/* Text after 'name': in the dictionary; NULL if it is not there. */
static const char *entry(const char *header, const char *name) {
  const char *at = strstr(header, name);
  at = at == NULL ? NULL : strchr(at, ':');
  return at == NULL ? NULL : at + 1 + strspn(at + 1, " ");
}

static int read_type(const char *path, const char *header, type_t *type) {
  const char *at = entry(header, "'descr'");
  char order = 0, kind = 0;
  int bytes = 0;
  if (at == NULL || sscanf(at, "'%c%c%d'", &order, &kind, &bytes) != 3 ||
      strchr("<>|=", order) == NULL || strchr("bui", kind) == NULL ||
      (bytes != 1 && bytes != 2 && bytes != 4 && bytes != 8)) {
    return gcim_vec_fail(GCIM_ERR_FORMAT,
                         "%s: elements are no whole numbers; save it as int8 .. uint64 or bool",
                         path);
  }
  *type = (type_t){bytes, kind == 'i', order == '>', kind == 'b'};
  return GCIM_OK;
}

static int read_shape(const char *path, const char *header, npy_t *array) {
  const char *at = entry(header, "'shape'"), *fortran = entry(header, "'fortran_order'");
  unsigned long long rows = 0, columns = 1;
  char end = 0;
  if (fortran == NULL || strncmp(fortran, "False", 5) != 0) {
    return gcim_vec_fail(GCIM_ERR_FORMAT,
                         "%s: is in Fortran order; save numpy.ascontiguousarray(x)", path);
  }
  const bool is_flat = at != NULL && sscanf(at, "(%llu ,%c", &rows, &end) == 2 && end == ')';
  if (!is_flat && (at == NULL || sscanf(at, "(%llu , %llu%c", &rows, &columns, &end) != 3 ||
                   (end != ')' && end != ','))) {
    return gcim_vec_fail(GCIM_ERR_FORMAT, "%s: has no one or two dimensions; reshape it", path);
  }
  columns = is_flat ? 1 : columns;
  if (rows == 0 || columns == 0 || columns > MAX_VALUES || rows > MAX_VALUES / columns) {
    return gcim_vec_fail(GCIM_ERR_FORMAT, "%s: holds %llu x %llu values; 1 .. 2^31 are read", path,
                         rows, columns);
  }
  array->rows = (size_t)rows;
  array->columns = (size_t)columns;
  return GCIM_OK;
}

static int read_header(const char *path, FILE *file, char *header) {
  unsigned char start[MAGIC_BYTES + 4];
  size_t length = 0;
  if (fread(start, 1, MAGIC_BYTES + 2, file) != MAGIC_BYTES + 2 ||
      memcmp(start, "\x93NUMPY", 6) != 0) {
    return gcim_vec_fail(GCIM_ERR_FORMAT, "%s: is no .npy file", path);
  }
  length = start[8] | (size_t)start[9] << 8;
  if (start[6] > 1) {
    if (fread(start + 10, 1, 2, file) != 2) {
      return gcim_vec_fail(GCIM_ERR_FORMAT, "%s: ends in its header", path);
    }
    length |= (size_t)start[10] << 16 | (size_t)start[11] << 24;
  }
  if (length >= MAX_HEADER || fread(header, 1, length, file) != length) {
    return gcim_vec_fail(GCIM_ERR_FORMAT, "%s: ends in its header", path);
  }
  header[length] = '\0';
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
  char *header = malloc(MAX_HEADER + 1);
  FILE *file = fopen(path, "rb");
  type_t type = {0};
  *array = (npy_t){0};
  int status = header == NULL ? gcim_vec_fail(GCIM_ERR_STATE, "out of memory") : GCIM_OK;
  if (file == NULL) {
    status = gcim_vec_fail(GCIM_ERR_IO, "%s: cannot read (%s)", path, strerror(errno));
  }
  status = status == GCIM_OK ? read_header(path, file, header) : status;
  status = status == GCIM_OK ? read_type(path, header, &type) : status;
  status = status == GCIM_OK ? read_shape(path, header, array) : status;
  status = status == GCIM_OK ? read_values(path, file, &type, array) : status;
  if (file != NULL) {
    fclose(file);
  }
  free(header);
  if (status != GCIM_OK) {
    npy_free(array);
  }
  return status;
}

void npy_free(npy_t *array) {
  free(array->values);
  *array = (npy_t){0};
}
