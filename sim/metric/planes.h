/* planes.h: given operands as bit planes.
 *
 *   .npy   cases x lanes numbers, or cases x (lanes * width) bits 0 and 1
 *   .bits  raw planes: plane after plane, each as many 64-bit words (little-endian) as the others;
 *          bit j of word w belongs to case 64 w + j
 *   else   text: `lanes` numbers a line; '#' starts a comment
 */
#ifndef GCIM_METRIC_PLANES_H
#define GCIM_METRIC_PLANES_H

#include "method.h"

struct planes {
  int inputs;
  uint64_t cases;
  size_t words;
  uint64_t *bits; /* plane p: bits + p * words */
};

/* Errors: GCIM_ERR_IO, GCIM_ERR_FORMAT with the place and what is expected, GCIM_ERR_STATE. */
int planes_read(const char *path, const subject_t *s, planes_t *planes);

/* From numbers: row i holds the operands of case i. `name` is for messages. */
int planes_from_rows(const char *name, const int64_t *values, size_t rows, size_t columns,
                     const subject_t *s, planes_t *planes);
void planes_free(planes_t *planes);

#endif
