#include "npy_head.h"

#include <string.h>

#include "fail.h"
#include "gcim.h"

enum { START_BYTES = 8 };
#define MAX_VALUES ((size_t)1 << 31)

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

int npy_head_shape(const char *path, const char *head, npy_shape_t *shape) {
  const char *at = entry(head, "'shape'"), *fortran = entry(head, "'fortran_order'");
  unsigned long long rows = 0, columns = 1;
  int end = 0;
  if (fortran == NULL || strncmp(fortran, "False", 5) != 0) {
    return gcim_vec_fail(GCIM_ERR_FORMAT,
                         "%s: is in Fortran order; save numpy.ascontiguousarray(x)", path);
  }
  const bool is_flat = at != NULL && sscanf(at, "(%llu ,)%n", &rows, &end) == 1 && end > 0;
  if (!is_flat &&
      (at == NULL || sscanf(at, "(%llu , %llu )%n", &rows, &columns, &end) != 2 || end == 0)) {
    return gcim_vec_fail(GCIM_ERR_FORMAT, "%s: has no one or two dimensions; reshape it", path);
  }
  columns = is_flat ? 1 : columns;
  if (rows == 0 || columns == 0 || columns > MAX_VALUES || rows > MAX_VALUES / columns) {
    return gcim_vec_fail(GCIM_ERR_FORMAT, "%s: holds %llu x %llu values; 1 .. 2^31 are read", path,
                         rows, columns);
  }
  *shape = (npy_shape_t){(size_t)rows, (size_t)columns, is_flat};
  return GCIM_OK;
}
