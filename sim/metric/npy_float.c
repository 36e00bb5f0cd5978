#include "npy_float.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "gcim.h"

static int check_type(const char *path, const npy_type_t *t) {
  if (t->kind != 'f' || (t->bytes != 2 && t->bytes != 4 && t->bytes != 8)) {
    return gcim_vec_fail(GCIM_ERR_FORMAT,
                         "%s: elements are '%s'; float16, float32 or float64 are read: save "
                         "x.astype('<f4')",
                         path, t->text);
  }
  if (t->order != '<') {
    return gcim_vec_fail(GCIM_ERR_FORMAT,
                         "%s: elements are '%s', not little-endian; save x.astype('<f%d')", path,
                         t->text, t->bytes);
  }
  return GCIM_OK;
}

static double half(uint32_t code) {
  const int exp = (int)(code >> 10 & 0x1f), man = (int)(code & 0x3ff);
  const double sign = (code & 0x8000) != 0 ? -1 : 1;
  if (exp == 0x1f) {
    return man == 0 ? sign * INFINITY : NAN;
  }
  return sign * (exp == 0 ? ldexp(man, -24) : ldexp(man + 0x400, exp - 25));
}

static double value_of(const unsigned char *bytes, int count) {
  uint64_t code = 0;
  for (int i = 0; i < count; i++) {
    code |= (uint64_t)bytes[i] << (8 * i);
  }
  if (count == 2) {
    return half((uint32_t)code);
  }
  if (count == 4) {
    const uint32_t low = (uint32_t)code;
    float single;
    memcpy(&single, &low, sizeof single);
    return (double)single;
  }
  double value;
  memcpy(&value, &code, sizeof value);
  return value;
}

static int read_values(const char *path, FILE *file, int bytes, npy_floats_t *array) {
  const size_t count = array->rows * array->columns;
  unsigned char word[8];
  array->values = malloc(count * sizeof *array->values);
  if (array->values == NULL) {
    return gcim_vec_fail(GCIM_ERR_STATE, "%s: no memory for %zu values", path, count);
  }
  for (size_t i = 0; i < count; i++) {
    if (fread(word, 1, (size_t)bytes, file) != (size_t)bytes) {
      return gcim_vec_fail(GCIM_ERR_FORMAT,
                           "%s: ends after %zu of %zu values; it was cut off, save it again", path,
                           i, count);
    }
    array->values[i] = value_of(word, bytes);
  }
  if (fgetc(file) != EOF) {
    return gcim_vec_fail(GCIM_ERR_FORMAT,
                         "%s: goes on after its %zu values; its header is not that of its data",
                         path, count);
  }
  return GCIM_OK;
}

static int read_array(const char *path, FILE *file, char *head, npy_floats_t *array) {
  npy_shape_t shape;
  int status = npy_head_read(path, file, head);
  if (status != GCIM_OK) {
    return status;
  }
  const npy_type_t type = npy_head_type(head);
  status = check_type(path, &type);
  status = status == GCIM_OK ? npy_head_shape(path, head, &shape) : status;
  if (status != GCIM_OK) {
    return status;
  }
  array->is_flat = shape.is_flat;
  array->rows = shape.is_flat ? 1 : shape.rows;
  array->columns = shape.is_flat ? shape.rows : shape.columns;
  return read_values(path, file, type.bytes, array);
}

int npy_floats_read(const char *path, npy_floats_t *array) {
  *array = (npy_floats_t){0};
  FILE *file = fopen(path, "rb");
  if (file == NULL) {
    return gcim_vec_fail(GCIM_ERR_IO, "%s: cannot read (%s); name a .npy file", path,
                         strerror(errno));
  }
  char *head = malloc(NPY_HEAD_BYTES + 1);
  const int status = head == NULL ? gcim_vec_fail(GCIM_ERR_STATE, "out of memory")
                                  : read_array(path, file, head, array);
  fclose(file);
  free(head);
  if (status != GCIM_OK) {
    npy_floats_free(array);
  }
  return status;
}

void npy_floats_free(npy_floats_t *array) {
  free(array->values);
  *array = (npy_floats_t){0};
}
