#include "npy_write.h"

#include <string.h>

enum { START_BYTES = 10, HEAD_BYTES = 128 }; /* numpy aligns the first value to 64 bytes */

static void write_head(FILE *out, int bytes, npy_shape_t shape) {
  char text[HEAD_BYTES], dims[64];
  if (shape.is_flat) {
    snprintf(dims, sizeof dims, "(%zu,)", shape.rows);
  } else {
    snprintf(dims, sizeof dims, "(%zu, %zu)", shape.rows, shape.columns);
  }
  memset(text, ' ', sizeof text);
  memcpy(text, "\x93NUMPY\x01\x00", 8);
  text[8] = HEAD_BYTES - START_BYTES;
  text[9] = 0;
  const int length = snprintf(text + START_BYTES, sizeof text - START_BYTES,
                              "{'descr': '%ci%d', 'fortran_order': False, 'shape': %s, }",
                              bytes == 1 ? '|' : '<', bytes, dims);
  text[START_BYTES + length] = ' ';
  text[HEAD_BYTES - 1] = '\n';
  fwrite(text, 1, sizeof text, out);
}

void npy_write(FILE *out, int bytes, npy_shape_t shape, const int64_t *values) {
  write_head(out, bytes, shape);
  for (size_t i = 0; i < shape.rows * shape.columns; i++) {
    for (int b = 0; b < bytes; b++) {
      fputc((int)((uint64_t)values[i] >> (8 * b) & 0xff), out);
    }
  }
}
