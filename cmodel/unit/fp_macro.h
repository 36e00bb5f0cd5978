/* fp_macro.h: state of the floating-point macro's golden model, shared by fp_macro.c (cycles) and
 * fp_macro_vector.c (arithmetic). */
#ifndef GCIM_UNIT_FP_MACRO_H
#define GCIM_UNIT_FP_MACRO_H

#include "core/model.h"
#include "gcim_fp.h"
#include "part/fp_align.h"
#include "part/fp_decode.h"
#include "part/fp_special.h"

enum { FP_MACRO_ROWS = 256, FP_MACRO_COLS = 64 };

/* rs_flags of a column: GCIM_FLAG_..., and whether its accumulator ever overflowed. */
enum { FP_MACRO_FLAG_OVF = 64 };

/* Geometry and formats, copied from the card once. */
typedef struct {
  int rows, cols, x_bits, w_bits, guard, scale_bits, acc_width, addr_bits;
  gcim_float_t x, y;
} fp_macro_shape_t;

/* The modes of a vector. */
typedef struct {
  gcim_special_t specials;
  bool daz, given, keep;
  int ref; /* read if given */
  gcim_fp_aligner_t aligner;
  gcim_fp_policy_t policy;
} fp_macro_modes_t;

/* Everything the vector in the unit will show. */
typedef struct {
  fp_macro_modes_t modes;
  gcim_fp_lane_t lane[FP_MACRO_ROWS];
  int32_t q[FP_MACRO_ROWS]; /* aligned */
  int unit;                 /* exponent of their unit */
  bool lost, clamped, below;
  bool care; /* 13: the columns below count */
  gcim_fp_seen_t seen[FP_MACRO_COLS];
  uint32_t y[FP_MACRO_COLS], flags[FP_MACRO_COLS];
} fp_macro_vector_t;

typedef struct {
  fp_macro_shape_t s;
  int32_t w[FP_MACRO_ROWS * FP_MACRO_COLS]; /* row by row, s.cols to a row */
  bool written[FP_MACRO_ROWS];
  int32_t exp[FP_MACRO_COLS];
  bool exp_written;
  int64_t acc[FP_MACRO_COLS];
  bool ovf[FP_MACRO_COLS];
  bool acc_care; /* 13: acc and ovf follow from known weights */
  int age;       /* edges since the accept of the vector, 0: idle; stays at that of the result */
  fp_macro_vector_t v;
} fp_macro_t;

static inline fp_macro_t *fp_macro_of(const gcim_model_t *model) {
  return model->state;
}

/* 7 to 12: the whole of vector `codes`, v->modes being set; acc and ovf go on. */
void gcim_fp_macro_run(fp_macro_t *m, const uint32_t *codes);

#endif
