/* mx_source.h: a tensor read piece by piece, in constant memory: a .npy file or raw codes. Every
 * function prints what is wrong with the file and returns CMD_USAGE. */
#ifndef GCIM_CMD_MX_SOURCE_H
#define GCIM_CMD_MX_SOURCE_H

#include <stdbool.h>
#include <stdio.h>

#include "mx_policy.h"
#include "npy_head.h"

typedef struct {
  const char *path;
  const gcim_float_t *format;
  const char *format_name;
  bool is_raw;
  npy_dims_t dims;
  uint64_t values, row; /* of all; of the last dimension, whose blocks never go across its end */

  /* The piece: whole blocks, but at the end of a row; whole bytes of packed elements likewise. */
  const uint32_t *codes;
  size_t count;
  uint64_t first; /* index of its first value */

  FILE *file;
  int bytes;
  uint64_t run; /* values behind which a piece ends: a row, or all where rows end with a block */
  size_t most;
  uint64_t at;
  unsigned char *data;
  uint32_t *words;
} mx_source_t;

/* Open and check everything that is known before the first value. To be closed in any case. */
int mx_source_open(const cmd_spec_t *spec, const char *path, const mx_common_t *common,
                   mx_source_t *source);

/* The next piece; count 0 behind the last, and nothing follows in the file then. */
int mx_source_next(const cmd_spec_t *spec, mx_source_t *source);

void mx_source_close(mx_source_t *source);

/* Blocks of a row. */
uint64_t mx_source_row_blocks(const mx_source_t *source, int block);

/* The piece as numbers; NaNs stay NaNs. values[count]. */
void mx_source_numbers(const mx_source_t *source, double *values);

#endif
