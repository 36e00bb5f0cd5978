#include "npy_head.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "gcim.h"

enum { START_BYTES = 8 };
#define MAX_VALUES (UINT64_C(1) << 31)
#define ALL_VALUES (UINT64_C(1) << 60)

/* Text after 'name': in the dictionary; NULL if it is not there. */
static const char *entry(const char *head, const char *name) {
  const char *at = strstr(head, name);
  at = at == NULL ? NULL : strchr(at, ':');
  return at == NULL ? NULL : at + 1 + strspn(at + 1, " ");
}

int npy_head_read(const char *path, FILE *file, char head[NPY_HEAD_BYTES + 1]) {
  unsigned char start[START_BYTES + 4];
  size_t length = 0;
  if (fread(start, 1, START_BYTES + 2, file) != START_BYTES + 2 ||
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
  if (length >= NPY_HEAD_BYTES || fread(head, 1, length, file) != length) {
    return gcim_vec_fail(GCIM_ERR_FORMAT, "%s: ends in its header", path);
  }
  head[length] = '\0';
  return GCIM_OK;
}

npy_type_t npy_head_type(const char *head) {
  const char *at = entry(head, "'descr'");
  npy_type_t type = {.text = "[..]"};
  char end = 0;
  if (at == NULL || sscanf(at, "'%15[^']", type.text) != 1) {
    return type; /* a list of fields */
  }
  if (sscanf(type.text, "%c%c%d%c", &type.order, &type.kind, &type.bytes, &end) != 3) {
    type.order = type.kind = 0;
  }
  return type;
}

/* ---- shape ---- */

static int check_order(const char *path, const char *head) {
  const char *fortran = entry(head, "'fortran_order'");
  return fortran != NULL && strncmp(fortran, "False", 5) == 0
             ? GCIM_OK
             : gcim_vec_fail(GCIM_ERR_FORMAT,
                             "%s: is in Fortran order; save numpy.ascontiguousarray(x)", path);
}

/* "(2, 3)", "(2,)"; a count of 0: it is none of these, -1: there are too many. */
static npy_dims_t read_dims(const char *head) {
  const char *at = entry(head, "'shape'");
  npy_dims_t dims = {0};
  if (at == NULL || *at != '(') {
    return dims;
  }
  at++;
  while ((*at >= '0' && *at <= '9') || *at == '-') { /* below 0: a length out of range */
    char *end;
    if (dims.count == NPY_MOST_DIMS) {
      dims.count = -1;
      return dims;
    }
    dims.length[dims.count++] = strtoull(at, &end, 10);
    at = end + strspn(end, " ");
    at += *at == ',' ? 1 + strspn(at + 1, " ") : 0;
  }
  dims.count = *at == ')' ? dims.count : 0;
  return dims;
}

int npy_head_shape(const char *path, const char *head, npy_shape_t *shape) {
  const int status = check_order(path, head);
  if (status != GCIM_OK) {
    return status;
  }
  const npy_dims_t dims = read_dims(head);
  if (dims.count != 1 && dims.count != 2) {
    return gcim_vec_fail(GCIM_ERR_FORMAT, "%s: has no one or two dimensions; reshape it", path);
  }
  const bool is_flat = dims.count == 1;
  const uint64_t rows = dims.length[0], columns = is_flat ? 1 : dims.length[1];
  if (rows == 0 || columns == 0 || columns > MAX_VALUES || rows > MAX_VALUES / columns) {
    return gcim_vec_fail(GCIM_ERR_FORMAT,
                         "%s: holds %" PRIu64 " x %" PRIu64 " values; 1 .. 2^31 are read", path,
                         rows, columns);
  }
  *shape = (npy_shape_t){(size_t)rows, (size_t)columns, is_flat};
  return GCIM_OK;
}

int npy_head_dims(const char *path, const char *head, npy_dims_t *dims) {
  const int status = check_order(path, head);
  char text[NPY_DIMS_CHARS];
  uint64_t values = 1;
  if (status != GCIM_OK) {
    return status;
  }
  *dims = read_dims(head);
  if (dims->count < 1) {
    return gcim_vec_fail(GCIM_ERR_FORMAT, "%s: does not have 1..%d dimensions; reshape it", path,
                         (int)NPY_MOST_DIMS);
  }
  for (int i = 0; i < dims->count; i++) {
    if (dims->length[i] == 0 || dims->length[i] > ALL_VALUES / values) {
      return gcim_vec_fail(GCIM_ERR_FORMAT, "%s: has the shape %s; 1 .. 2^60 values are read", path,
                           npy_dims_text(dims, text));
    }
    values *= dims->length[i];
  }
  return GCIM_OK;
}

uint64_t npy_dims_values(const npy_dims_t *dims) {
  uint64_t values = 1;
  for (int i = 0; i < dims->count; i++) {
    values *= dims->length[i];
  }
  return values;
}

const char *npy_dims_text(const npy_dims_t *dims, char text[NPY_DIMS_CHARS]) {
  int used = snprintf(text, NPY_DIMS_CHARS, "(");
  for (int i = 0; i < dims->count; i++) {
    used += snprintf(text + used, (size_t)(NPY_DIMS_CHARS - used), "%s%" PRIu64, i == 0 ? "" : ", ",
                     dims->length[i]);
  }
  snprintf(text + used, (size_t)(NPY_DIMS_CHARS - used), dims->count == 1 ? ",)" : ")");
  return text;
}
