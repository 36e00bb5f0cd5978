/* mx_macro.h: state of the Microscaling macro's golden model, shared by mx_macro.c (cycles),
 * mx_macro_modes.c, mx_macro_vector.c (what enters the array) and mx_macro_dot.c (what leaves it).
 */
#ifndef GCIM_UNIT_MX_MACRO_H
#define GCIM_UNIT_MX_MACRO_H

#include "core/model.h"
#include "part/apx_pattern.h"
#include "part/fp_align.h"
#include "part/mx_acc.h"
#include "part/mx_quant.h"
#include "part/mx_scale.h"

enum { MX_MACRO_LANES = 64, MX_MACRO_BLOCKS = 16, MX_MACRO_COLS = 16 };
enum { MX_MACRO_ROWS = MX_MACRO_LANES * MX_MACRO_BLOCKS };

/* Mode op. */
enum { MX_OP_FLOAT = 0, MX_OP_GIVEN = 1, MX_OP_INT = 2, MX_OP_ALIGN = 3 };

/* Geometry and formats, copied from the card once. */
typedef struct {
  int lanes, blocks, cols, rows, code_bits, x_bits, w_bits, dot_bits, addr_bits, block_bits;
  gcim_float_t x;
  gcim_mx_elem_t elem;
  gcim_pattern_t pattern; /* of a column's tree */
  bool lossy;
  gcim_mx_acc_how_t acc;
} mx_macro_shape_t;

/* The modes of a vector. */
typedef struct {
  uint32_t op;
  gcim_mx_scaler_t scaler;       /* MX_OP_FLOAT */
  gcim_mx_quantizer_t quantizer; /* MX_OP_FLOAT */
  gcim_special_t specials;       /* MX_OP_ALIGN */
  gcim_fp_aligner_t aligner;     /* MX_OP_ALIGN */
  bool scan, last;
  gcim_mx_acc_modes_t sum; /* all but the reference, which every column has its own of */
} mx_macro_modes_t;

/* Everything the vector in the unit will show but its sums. */
typedef struct {
  mx_macro_modes_t modes;
  int block;
  uint32_t host; /* st_host */
  uint32_t scale;
  int exp; /* tap_x_exp */
  bool nan;
  int32_t q[MX_MACRO_LANES];
  int bits; /* B */
  int64_t dot[MX_MACRO_COLS];
  uint32_t y[MX_MACRO_COLS], flags[MX_MACRO_COLS];
  bool saturated; /* coverage only: an element was limited */
} mx_macro_vector_t;

typedef struct {
  mx_macro_shape_t s;
  int32_t w[MX_MACRO_ROWS * MX_MACRO_COLS]; /* row by row, s.cols to a row */
  bool written[MX_MACRO_ROWS];
  int32_t exp[MX_MACRO_BLOCKS][MX_MACRO_COLS];
  bool exp_written[MX_MACRO_BLOCKS];
  int ref[MX_MACRO_COLS]; /* 13 */
  bool ref_care;          /* 16: they follow from known exponents */
  gcim_mx_acc_t sum[MX_MACRO_COLS];
  bool sum_care; /* 16: the sums, and all that shows of their vectors */
  int age;       /* edges since the accept of the vector, 0: none runs */
  bool fresh;    /* the vector's sum is complete since the last edge: tap_acc */
  bool waiting;  /* rs_valid */
  mx_macro_vector_t v;
  /* coverage only */
  int blocks;     /* of the sum that runs, 0: none does */
  bool has_first; /* it began with first = 1 */
  int scans;      /* since the last vector of a sum */
} mx_macro_t;

static inline mx_macro_t *mx_macro_of(const gcim_model_t *model) {
  return model->state;
}

/* The modes that come with a vector. */
mx_macro_modes_t gcim_mx_macro_modes(const gcim_card_t *card, const mx_macro_shape_t *s,
                                     const uint32_t *image);

/* 9 to 12: scale, integers and exponent of vector `codes`; v->modes, block and host are set. */
void gcim_mx_macro_vector(mx_macro_t *m, const uint32_t *codes);

/* 12: v->dot of all columns. */
void gcim_mx_macro_dot(mx_macro_t *m);

/* 13: the references go on by the vector. */
void gcim_mx_macro_scan(mx_macro_t *m);

/* 14, 15: the sums go on by the vector's dot products; its results, if it is a last one. */
void gcim_mx_macro_add(mx_macro_t *m);

#endif
