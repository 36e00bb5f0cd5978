/* helper_fp_macro.h: a driver of fp_macro. */
#ifndef GCIM_TEST_HELPER_FP_MACRO_H
#define GCIM_TEST_HELPER_FP_MACRO_H

#include "helper_float.h"
#include "helper_macro.h"

enum { MAX_ROWS = 16, MAX_COLS = 4 };

/* A macro, and what was written to it. */
typedef struct {
  dut_t d;
  int rows, cols, x_bits, w_bits, guard, scale_bits, acc_width;
  gcim_float_t x, y;
  int w[MAX_ROWS][MAX_COLS], exp[MAX_COLS];
} macro_t;

/* A vector as st carries it. */
typedef struct {
  uint32_t x[MAX_ROWS];
  int ref, specials, daz, given, quant, sticky, far, clamp, keep;
  gcim_fp_policy_t policy;
} vector_t;

static inline int param(const macro_t *m, const char *name) {
  return (int)gcim_card_value(m->d.card, name);
}

static inline macro_t macro_new(const char *params) {
  macro_t m = {.d = dut_new("fp_macro", params)};
  m.rows = param(&m, "Rows");
  m.cols = param(&m, "Cols");
  m.x_bits = param(&m, "XBits");
  m.w_bits = param(&m, "WBits");
  m.guard = param(&m, "Guard");
  m.scale_bits = param(&m, "ScaleBits");
  m.acc_width = param(&m, "AccWidth");
  m.x = (gcim_float_t){param(&m, "XExpBits"), param(&m, "XManBits"), param(&m, "XBias"),
                       (gcim_float_kind_t)param(&m, "XKind")};
  m.y = (gcim_float_t){param(&m, "YExpBits"), param(&m, "YManBits"), param(&m, "YBias"),
                       (gcim_float_kind_t)param(&m, "YKind")};
  assert_true(m.rows <= MAX_ROWS && m.cols <= MAX_COLS);
  put(&m.d, "rs_ready", 1);
  return m;
}

static inline void macro_free(macro_t *m) {
  dut_free(&m->d);
}

/* ---- writes, one edge each; the macro must not be busy ---- */

static inline void put_row(macro_t *m, int row, const int *w) {
  put(&m->d, "wr_valid", 1);
  put(&m->d, "wr_addr", (uint64_t)row);
  for (int c = 0; c < m->cols; c++) {
    put_at(&m->d, "wr_data", c * m->w_bits, m->w_bits, (uint64_t)(int64_t)w[c]);
  }
}

static inline void write_row(macro_t *m, int row, const int *w) {
  put_row(m, row, w);
  tick_accepted(&m->d, "wr_valid", "wr_ready");
  for (int c = 0; c < m->cols && row < m->rows; c++) {
    m->w[row][c] = w[c];
  }
}

static inline void put_exponents(macro_t *m, const int *exp) {
  put(&m->d, "we_valid", 1);
  for (int c = 0; c < m->cols; c++) {
    put_at(&m->d, "we_exp", c * m->scale_bits, m->scale_bits, (uint64_t)(int64_t)exp[c]);
  }
}

static inline void write_exponents(macro_t *m, const int *exp) {
  put_exponents(m, exp);
  tick_accepted(&m->d, "we_valid", "we_ready");
  memcpy(m->exp, exp, (size_t)m->cols * sizeof *exp);
}

/* All rows `w`, all exponents `exp`. */
static inline void write_same(macro_t *m, int w, int exp) {
  const int row[MAX_COLS] = {w, w, w, w}, exps[MAX_COLS] = {exp, exp, exp, exp};
  for (int r = 0; r < m->rows; r++) {
    write_row(m, r, row);
  }
  write_exponents(m, exps);
}

/* ---- vectors ---- */

static inline void put_vector(macro_t *m, const vector_t *v) {
  static const char *const names[] = {"st_x_ref",    "st_specials", "st_daz",        "st_x_given",
                                      "st_quant",    "st_sticky",   "st_cutoff",     "st_clamp",
                                      "st_keep",     "st_rnd",      "st_ovf",        "st_nan",
                                      "st_neg_zero", "st_ftz",      "st_tiny_before"};
  const int values[] = {v->ref,
                        v->specials,
                        v->daz,
                        v->given,
                        v->quant,
                        v->sticky,
                        v->far,
                        v->clamp,
                        v->keep,
                        v->policy.rnd,
                        (int)v->policy.ovf,
                        (int)v->policy.nan,
                        v->policy.neg_zero,
                        v->policy.ftz,
                        v->policy.tiny_before};
  const int bits = 1 + m->x.exp_bits + m->x.man_bits;
  for (int r = 0; r < m->rows; r++) {
    put_at(&m->d, "st_x", r * bits, bits, v->x[r]);
  }
  for (int i = 0; i < 15; i++) {
    put(&m->d, names[i], (uint64_t)values[i]);
  }
  put(&m->d, "st_valid", 1);
}

/* Offer a vector at the next edge, which must accept it; returns that edge. The pins change then:
 * what was accepted is kept. */
static inline int start(macro_t *m, const vector_t *v) {
  put_vector(m, v);
  tick_accepted(&m->d, "st_valid", "st_ready");
  vector_t other = {.ref = ~v->ref, .specials = ~v->specials, .keep = !v->keep};
  for (int r = 0; r < m->rows; r++) {
    other.x[r] = ~v->x[r];
  }
  put_vector(m, &other);
  put(&m->d, "st_valid", 0);
  return m->d.edge - 1;
}

/* A vector up to its result, which is taken: the macro is idle at the next edge. */
static inline void run(macro_t *m, const vector_t *v) {
  const int e = start(m, v);
  tick_to(&m->d, e + m->x_bits + 6);
  assert_int_equal(get(&m->d, "rs_valid"), 1);
}

static inline uint32_t result(const macro_t *m, int c) {
  const int bits = 1 + m->y.exp_bits + m->y.man_bits;
  return (uint32_t)get_at(&m->d, "rs_y", c * bits, bits);
}

static inline uint32_t flags_of(const macro_t *m, int c) {
  return (uint32_t)get_at(&m->d, "rs_flags", c * 7, 7);
}

static inline int64_t acc_of(const macro_t *m, int c) {
  return get_signed(&m->d, "tap_acc", c, m->acc_width);
}

#endif
