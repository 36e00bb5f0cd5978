/* align_scheme.h: alignment schemes as configurations of the library, and single dot products. */
#ifndef GCIM_CMD_ALIGN_SCHEME_H
#define GCIM_CMD_ALIGN_SCHEME_H

#include "align_data.h"

enum {
  ALIGN_PRODUCT,
  ALIGN_POST,
  ALIGN_INPUT,
  ALIGN_VECTOR,
  ALIGN_KERNEL,
  ALIGN_LAYER,
  ALIGN_SCHEMES
};

/* Full names, as in tables; NULL at the end. */
extern const char *const align_scheme_names[];

/* Lines of a usage text. */
extern const char align_scheme_help[];

/* What all schemes of a run have in common. */
typedef struct {
  gcim_float_t x, w, y;
  gcim_round_t quant;
  gcim_fp_acc_t acc;
  int lanes;
  bool x_group; /* x shares an exponent per group in all schemes, not per row */
} align_setup_t;

/* One scheme at one width. */
typedef struct {
  int scheme, width;
  bool is_product; /* pdot, else dot */
  gcim_fp_dot_t dot;
  gcim_fp_pdot_t pdot;
} align_point_t;

/* The narrowest width that leaves a bit of a product. */
int align_least_width(int scheme);

/* Errors of the library, GCIM_ERR_PARAM. */
int align_point_set(const align_setup_t *setup, int scheme, int width, align_point_t *point);

/* What is aligned offline, and the rows' exponents: exponent fields. */
typedef struct {
  const align_tensor_t *x, *w;
  int *row_ref, *kernel_ref;
  int layer_ref;
  uint32_t *x_ref, *w_ref; /* of the groups of one dot product, all alike */
} align_refs_t;

/* Prints and returns CMD_FAILED. */
int align_refs_find(const cmd_spec_t *spec, const align_setup_t *setup, const align_tensor_t *x,
                    const align_tensor_t *w, align_refs_t *refs);
void align_refs_free(align_refs_t *refs);

/* The dot product of a row of x and a kernel; *y is a code. Errors of the library. */
int align_point_run(const align_point_t *point, const align_refs_t *refs, size_t row, size_t kernel,
                    uint32_t *y);

#endif
