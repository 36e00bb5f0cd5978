#include "align_scheme.h"

#include <stdlib.h>

/* Folding of the post-product scheme: two low exponent bits go into the significand. */
enum { POST_FOLD = 2 };

typedef struct {
  const char *family; /* of gcim_fp_dot_scheme, NULL: products are aligned */
  int fold;
} row_t;

static const row_t rows[ALIGN_SCHEMES] = {
    [ALIGN_PRODUCT] = {NULL, 0},    [ALIGN_POST] = {NULL, POST_FOLD}, [ALIGN_INPUT] = {"input", 0},
    [ALIGN_VECTOR] = {"vector", 0}, [ALIGN_KERNEL] = {"kernel", 0},   [ALIGN_LAYER] = {"layer", 0},
};

const char *const align_scheme_names[] = {"product",      "post",        "input", "vector",
                                          "input+kernel", "input+layer", NULL};

const char align_scheme_help[] =
    "  Schemes, from what is aligned to which exponent; width W counts the sign:\n"
    "    product       each product to the largest of its group: 1 sign, 2 integer bits, W - 3\n"
    "                  fraction bits; several groups pass their sum on, rounded to --out\n"
    "    post          the same with two exponent bits folded into the significand first: 1 sign, "
    "8\n"
    "                  integer bits, W - 9 fraction bits\n"
    "    input         x of W bits to the largest of its row; weights keep their exponents\n"
    "    vector        x and w of W bits, each to the largest of its group\n"
    "    input+kernel  x to the largest of its row, w to that of its kernel, W bits each\n"
    "    input+layer   x to the largest of its row, w to that of the layer, W bits each\n"
    "  An operand of W bits has 1 sign, 1 integer and W - 2 fraction bits; products of two such\n"
    "  operands are added with all their 2 W bits.\n";

/* ---- configurations ---- */

/* A folded product is below 2^(2 * 2^fold) of its exponent's unit. */
static int integer_bits(int scheme) {
  return 2 << rows[scheme].fold;
}

int align_least_width(int scheme) {
  return rows[scheme].family != NULL ? 2 : 1 + integer_bits(scheme);
}

/* A format without NaN has nothing else to give for one. */
static gcim_nan_t nan_of(const gcim_float_t *y) {
  return y->kind == GCIM_FLOAT_FINITE ? GCIM_NAN_ZERO : GCIM_NAN_CANON;
}

static int set_product(const align_setup_t *setup, int scheme, int width, gcim_fp_pdot_t *pdot) {
  *pdot = (gcim_fp_pdot_t){
      .x = setup->x,
      .w = setup->w,
      .c = setup->y,
      .y = setup->y,
      .lanes = setup->lanes,
      .frac = width - 1 - integer_bits(scheme),
      .fold = rows[scheme].fold,
      .quant = setup->quant,
      .c_mode = GCIM_C_TERM,
      .policy = {.nan = nan_of(&setup->y)},
  };
  return gcim_fp_pdot_check(pdot);
}

static int set_operands(const align_setup_t *setup, int scheme, int width, gcim_fp_dot_t *dot) {
  const int status =
      gcim_fp_dot_scheme(rows[scheme].family, &setup->x, &setup->w, setup->lanes, width, dot);
  if (status != GCIM_OK) {
    return status;
  }
  dot->y = setup->y;
  dot->quant = setup->quant;
  dot->acc = setup->acc;
  dot->policy.nan = nan_of(&setup->y);
  dot->x_given = scheme != ALIGN_VECTOR && !setup->x_group;
  return gcim_fp_dot_check(dot);
}

int align_point_set(const align_setup_t *setup, int scheme, int width, align_point_t *point) {
  *point =
      (align_point_t){.scheme = scheme, .width = width, .is_product = rows[scheme].family == NULL};
  return point->is_product ? set_product(setup, scheme, width, &point->pdot)
                           : set_operands(setup, scheme, width, &point->dot);
}

/* ---- references ---- */

static int find_refs(const gcim_fp_dot_t *any, align_refs_t *refs, int64_t *q) {
  const align_tensor_t *x = refs->x, *w = refs->w;
  int unit, status = GCIM_OK;
  for (size_t r = 0; r < x->rows && status == GCIM_OK; r++) {
    status = gcim_fp_align(any, GCIM_SIDE_X, x->codes + r * x->terms, x->terms, NULL, q,
                           &refs->row_ref[r], &unit, NULL);
  }
  for (size_t k = 0; k < w->rows && status == GCIM_OK; k++) {
    status = gcim_fp_align(any, GCIM_SIDE_W, w->codes + k * w->terms, w->terms, NULL, q,
                           &refs->kernel_ref[k], &unit, NULL);
    refs->layer_ref = refs->kernel_ref[k] > refs->layer_ref ? refs->kernel_ref[k] : refs->layer_ref;
  }
  return status;
}

int align_refs_find(const cmd_spec_t *spec, const align_setup_t *setup, const align_tensor_t *x,
                    const align_tensor_t *w, align_refs_t *refs) {
  gcim_fp_dot_t any;
  *refs = (align_refs_t){.x = x, .w = w};
  int64_t *q = malloc(x->terms * sizeof *q);
  refs->row_ref = malloc(x->rows * sizeof *refs->row_ref);
  refs->kernel_ref = malloc(w->rows * sizeof *refs->kernel_ref);
  refs->x_ref = malloc(x->terms * sizeof *refs->x_ref);
  refs->w_ref = malloc(x->terms * sizeof *refs->w_ref);
  int status = CMD_OK;
  if (q == NULL || refs->row_ref == NULL || refs->kernel_ref == NULL || refs->x_ref == NULL ||
      refs->w_ref == NULL) {
    status = cmd_fail(spec, CMD_FAILED, "out of memory");
  } else if (gcim_fp_dot_scheme("vector", &setup->x, &setup->w, setup->lanes, 2, &any) != GCIM_OK ||
             find_refs(&any, refs, q) != GCIM_OK) {
    status = cmd_fail(spec, CMD_FAILED, "%s", gcim_error_text());
  }
  free(q);
  return status;
}

void align_refs_free(align_refs_t *refs) {
  free(refs->row_ref);
  free(refs->kernel_ref);
  free(refs->x_ref);
  free(refs->w_ref);
  *refs = (align_refs_t){0};
}

/* ---- results ---- */

static void fill(uint32_t *refs, size_t terms, int lanes, int ref) {
  for (size_t g = 0; g * (size_t)lanes < terms; g++) {
    refs[g] = (uint32_t)ref;
  }
}

int align_point_run(const align_point_t *point, const align_refs_t *refs, size_t row, size_t kernel,
                    uint32_t *y) {
  static const uint32_t nothing = 0; /* c of the first step */
  const size_t terms = refs->x->terms;
  const uint32_t *x = refs->x->codes + row * terms, *w = refs->w->codes + kernel * terms;
  if (point->is_product) {
    return gcim_fp_pdot(&point->pdot, x, w, terms, &nothing, 1, 0, y, NULL);
  }
  fill(refs->x_ref, terms, point->dot.lanes, refs->row_ref[row]);
  fill(refs->w_ref, terms, point->dot.lanes,
       point->scheme == ALIGN_LAYER ? refs->layer_ref : refs->kernel_ref[kernel]);
  return gcim_fp_dot(&point->dot, x, w, terms, refs->x_ref, refs->w_ref, 0, y, NULL);
}
