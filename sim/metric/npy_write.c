#include "npy_write.h"

#include <string.h>

enum { START_BYTES = 10, HEAD_STEP = 64, HEAD_MOST = 320 }; /* the first value is aligned */

void npy_write_head(FILE *out, const char *type, const npy_dims_t *dims) {
  char text[HEAD_MOST], shape[NPY_DIMS_CHARS];
  memset(text, ' ', sizeof text);
  const int length = snprintf(text + START_BYTES, sizeof text - START_BYTES,
                              "{'descr': '%s', 'fortran_order': False, 'shape': %s, }", type,
                              npy_dims_text(dims, shape));
  const int bytes = (START_BYTES + length + HEAD_STEP) / HEAD_STEP * HEAD_STEP;
  memcpy(text, "\x93NUMPY\x01\x00", 8);
  text[8] = (char)((bytes - START_BYTES) & 0xff);
  text[9] = (char)((bytes - START_BYTES) >> 8);
  text[START_BYTES + length] = ' ';
  text[bytes - 1] = '\n';
  fwrite(text, 1, (size_t)bytes, out);
}

void npy_write(FILE *out, int bytes, npy_shape_t shape, const int64_t *values) {
  const npy_dims_t dims = {shape.is_flat ? 1 : 2, {shape.rows, shape.columns}};
  char type[NPY_TYPE_CHARS];
  snprintf(type, sizeof type, "%ci%d", bytes == 1 ? '|' : '<', bytes);
  npy_write_head(out, type, &dims);
  for (size_t i = 0; i < shape.rows * shape.columns; i++) {
    for (int b = 0; b < bytes; b++) {
      fputc((int)((uint64_t)values[i] >> (8 * b) & 0xff), out);
    }
  }
}
