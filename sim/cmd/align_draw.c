/* align_draw.c: synthetic operands. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "align_data.h"

enum { NORMAL, UNIFORM, SPREAD, KERNELS, RELU };
const char *const align_dist_names[] = {"normal", "uniform", "spread", "kernels", "relu", NULL};

/* What is drawn from, each a stream of its own. */
enum { STREAM_X, STREAM_W, STREAM_KERNEL };

#define TWO_PI 6.283185307179586

bool align_dist_has_sigma(int dist) {
  return dist == SPREAD || dist == KERNELS;
}

static uint64_t bits_of(const align_draw_t *draw, int stream, uint64_t index) {
  return gcim_random(draw->seed, index, (uint64_t)stream);
}

/* (0, 1], 32 bits; of the lower or upper half of a word. */
static double share(uint64_t word) {
  return ((double)(word & 0xffffffff) + 1) / 4294967296.0;
}

/* Box and Muller. */
static double normal(uint64_t word) {
  return sqrt(-2 * log(share(word))) * cos(TWO_PI * share(word >> 32));
}

/* A significand in 1..2 with a sign, and an exponent that is normal with sigma. */
static double spread(const align_draw_t *draw, int stream, uint64_t index) {
  const uint64_t word = bits_of(draw, stream, 2 * index + 1);
  const double significand = 1 + (double)(word & 0xffffffff) / 4294967296.0;
  const double exponent = draw->sigma * normal(bits_of(draw, stream, 2 * index));
  return ldexp((word >> 32 & 1) != 0 ? -significand : significand, (int)lround(exponent));
}

/* A power of two of each kernel's own. */
static double kernel_scale(const align_draw_t *draw, uint64_t kernel) {
  return ldexp(1, (int)lround(draw->sigma * normal(bits_of(draw, STREAM_KERNEL, kernel))));
}

static double one(const align_draw_t *draw, int stream, uint64_t index) {
  const uint64_t word = bits_of(draw, stream, index);
  switch (draw->dist) {
    case UNIFORM:
      return (double)(int32_t)(uint32_t)word / 2147483648.0;
    case SPREAD:
      return spread(draw, stream, index);
    case KERNELS:
      return normal(word) * (stream == STREAM_W ? kernel_scale(draw, index / draw->terms) : 1);
    case RELU:
      return stream == STREAM_X ? fmax(normal(word), 0) : normal(word);
    default:
      return normal(word);
  }
}

static int draw_tensor(const cmd_spec_t *spec, const align_draw_t *draw, int stream,
                       const gcim_float_t *format, size_t rows, align_tensor_t *tensor) {
  char name[ALIGN_NAME_CHARS];
  double *values = malloc(rows * draw->terms * sizeof *values);
  if (values == NULL) {
    return cmd_fail(spec, CMD_FAILED, "no memory for %zu x %zu values", rows, draw->terms);
  }
  for (size_t i = 0; i < rows * draw->terms; i++) {
    values[i] = one(draw, stream, i);
  }
  snprintf(name, sizeof name, "%s of --dist %s", stream == STREAM_X ? "x" : "w",
           align_dist_names[draw->dist]);
  const int status = align_convert(spec, format, name, values, rows, draw->terms, tensor);
  free(values);
  return status;
}

int align_draw(const cmd_spec_t *spec, const align_draw_t *draw, const gcim_float_t *x_format,
               const gcim_float_t *w_format, align_tensor_t *x, align_tensor_t *w) {
  *w = (align_tensor_t){0};
  const int status = draw_tensor(spec, draw, STREAM_X, x_format, draw->rows, x);
  return status == CMD_OK ? draw_tensor(spec, draw, STREAM_W, w_format, draw->kernels, w) : status;
}
