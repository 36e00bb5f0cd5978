/* align_data.h: the operands of `gcim align`: tensors as codes of a format. */
#ifndef GCIM_CMD_ALIGN_DATA_H
#define GCIM_CMD_ALIGN_DATA_H

#include <stdbool.h>
#include <stddef.h>

#include "align_number.h"
#include "cmd.h"

enum { ALIGN_NAME_CHARS = 320 };

/* Rows of terms; numbers[i] is the number of codes[i]. */
typedef struct {
  char name[ALIGN_NAME_CHARS]; /* for messages */
  size_t rows, terms;
  bool is_flat; /* the file has one dimension */
  uint32_t *codes;
  align_number_t *numbers;
  uint64_t saturated; /* beyond the largest number of the format, which they are now */
  uint64_t vanished;  /* not zero, but zero in the format */
} align_tensor_t;

/* Convert to FP32 and then to `format`, nearest, ties to even (both; an FP16 or FP32 value is
 * rounded once). Prints and returns CMD_FAILED for infinities and NaNs, with their place. */
int align_convert(const cmd_spec_t *spec, const gcim_float_t *format, const char *name,
                  const double *values, size_t rows, size_t terms, align_tensor_t *tensor);

/* A .npy file of one or two dimensions; the shape of one dimension is a single row. */
int align_read(const cmd_spec_t *spec, const gcim_float_t *format, const char *path,
               align_tensor_t *tensor);

void align_tensor_free(align_tensor_t *tensor);

/* "gcim align sweep: note: ..." on the standard error, if values do not fit the format. */
void align_tensor_notes(const cmd_spec_t *spec, const char *format_name,
                        const align_tensor_t *tensor);

/* ---- synthetic data ---- */

/* NULL at the end. */
extern const char *const align_dist_names[];

typedef struct {
  int dist;     /* index of a name */
  double sigma; /* spread of exponents, for those that have one */
  uint64_t seed;
  size_t rows, kernels, terms;
} align_draw_t;

/* Does the distribution have a sigma? */
bool align_dist_has_sigma(int dist);

/* A pure function of the arguments. */
int align_draw(const cmd_spec_t *spec, const align_draw_t *draw, const gcim_float_t *x_format,
               const gcim_float_t *w_format, align_tensor_t *x, align_tensor_t *w);

/* ---- the digits network ---- */

/* Inputs of layer 1.. of the network in `folder` for its first `rows` images (0: all), and its
 * weights, a row per output. Prints and returns CMD_FAILED. */
int align_digits(const cmd_spec_t *spec, const char *folder, int layer, size_t rows,
                 const gcim_float_t *x_format, const gcim_float_t *w_format, align_tensor_t *x,
                 align_tensor_t *w);

#endif
