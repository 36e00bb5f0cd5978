/* helper_mx_macro.h: a driver of mx_macro. */
#ifndef GCIM_TEST_HELPER_MX_MACRO_H
#define GCIM_TEST_HELPER_MX_MACRO_H

#include "helper_macro.h"

enum { MAX_LANES = 64, MAX_BLOCKS = 16, MAX_COLS = 16 };
enum { OP_FLOAT = 0, OP_GIVEN = 1, OP_INT = 2, OP_ALIGN = 3 };

typedef struct {
  dut_t d;
  int lanes, blocks, cols, rows, x_bits, w_bits, code_bits, dot_bits, acc_width, fix;
} macro_t;

/* A vector as st carries it. */
typedef struct {
  uint32_t x[MAX_LANES];
  int block, host, op, rule, special, zero, scale_ovf, daz, rnd, full, scan, first, last, quant;
  int cutoff, sat, y_rnd, y_ovf, y_nan, y_ftz;
} vector_t;

static inline int card_value(const dut_t *d, const char *name) {
  return (int)gcim_card_value(d->card, name);
}

static inline macro_t macro_new(const char *params) {
  macro_t m = {.d = dut_new("mx_macro", params)};
  m.lanes = card_value(&m.d, "Lanes");
  m.blocks = card_value(&m.d, "Blocks");
  m.cols = card_value(&m.d, "Cols");
  m.rows = card_value(&m.d, "Rows");
  m.x_bits = card_value(&m.d, "XBits");
  m.w_bits = card_value(&m.d, "WBits");
  m.code_bits = card_value(&m.d, "XCodeBits");
  m.dot_bits = card_value(&m.d, "DotBits");
  m.acc_width = card_value(&m.d, "AccWidth");
  m.fix = card_value(&m.d, "Fix");
  put(&m.d, "rs_ready", 1);
  return m;
}

static inline void macro_free(macro_t *m) {
  dut_free(&m->d);
}

/* 12. */
static inline int bits_of(const macro_t *m, const vector_t *v) {
  return v->op <= OP_GIVEN ? m->fix : m->x_bits;
}

/* ---- writes, one edge each; the macro must not be busy ---- */

/* Row `row` = w in all columns. */
static inline void put_row(macro_t *m, int row, int w) {
  put(&m->d, "wr_valid", 1);
  put(&m->d, "wr_addr", (uint64_t)row);
  for (int c = 0; c < m->cols; c++) {
    put_at(&m->d, "wr_data", c * m->w_bits, m->w_bits, (uint64_t)(int64_t)w);
  }
}

static inline void write_row(macro_t *m, int row, int w) {
  put_row(m, row, w);
  tick_accepted(&m->d, "wr_valid", "wr_ready");
}

/* Exponents of a block: exp in column 0, one more in each next one. */
static inline void put_exponents(macro_t *m, int block, int exp) {
  put(&m->d, "we_valid", 1);
  put(&m->d, "we_block", (uint64_t)block);
  for (int c = 0; c < m->cols; c++) {
    put_at(&m->d, "we_exp", c * 10, 10, (uint64_t)(int64_t)(exp + c));
  }
}

static inline void write_exponents(macro_t *m, int block, int exp) {
  put_exponents(m, block, exp);
  tick_accepted(&m->d, "we_valid", "we_ready");
}

/* All rows of a block, and its exponents. */
static inline void write_block(macro_t *m, int block, int w, int exp) {
  for (int i = 0; i < m->lanes; i++) {
    write_row(m, block * m->lanes + i, w);
  }
  write_exponents(m, block, exp);
}

/* ---- vectors ---- */

static inline void put_vector(macro_t *m, const vector_t *v) {
  const struct {
    const char *name;
    int value;
  } fields[] = {{"st_block", v->block}, {"st_host", v->host},           {"st_op", v->op},
                {"st_rule", v->rule},   {"st_special", v->special},     {"st_zero", v->zero},
                {"st_daz", v->daz},     {"st_scale_ovf", v->scale_ovf}, {"st_rnd", v->rnd},
                {"st_full", v->full},   {"st_scan", v->scan},           {"st_first", v->first},
                {"st_last", v->last},   {"st_quant", v->quant},         {"st_cutoff", v->cutoff},
                {"st_sat", v->sat},     {"st_y_rnd", v->y_rnd},         {"st_y_ovf", v->y_ovf},
                {"st_y_nan", v->y_nan}, {"st_y_ftz", v->y_ftz}};
  for (int i = 0; i < m->lanes; i++) {
    put_at(&m->d, "st_x", i * m->code_bits, m->code_bits, v->x[i]);
  }
  for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
    put(&m->d, fields[i].name, (uint64_t)fields[i].value);
  }
  put(&m->d, "st_valid", 1);
}

/* Offer a vector at the next edge, which must accept it; returns that edge. The pins change then:
 * what was accepted is kept. */
static inline int start(macro_t *m, const vector_t *v) {
  put_vector(m, v);
  tick_accepted(&m->d, "st_valid", "st_ready");
  vector_t other = {.block = ~v->block, .op = ~v->op, .scan = !v->scan, .last = !v->last};
  for (int i = 0; i < m->lanes; i++) {
    other.x[i] = ~v->x[i];
  }
  put_vector(m, &other);
  put(&m->d, "st_valid", 0);
  return m->d.edge - 1;
}

/* A vector until tap_acc, and its result, are shown; a scan until it is over. A result is taken. */
static inline void run(macro_t *m, const vector_t *v) {
  const int e = start(m, v);
  tick_to(&m->d, e + (v->scan ? 3 : bits_of(m, v) + 6));
  assert_int_equal(get(&m->d, "rs_valid"), v->last && !v->scan);
}

static inline vector_t all_lanes(vector_t v, uint32_t code) {
  for (int i = 0; i < MAX_LANES; i++) {
    v.x[i] = code;
  }
  return v;
}

/* A sum of one vector, every lane the same code. */
static inline vector_t only(int op, uint32_t code) {
  return all_lanes((vector_t){.op = op, .host = 127, .first = 1, .last = 1}, code);
}

static inline vector_t scan_of(vector_t v, int first) {
  v.scan = 1;
  v.first = first;
  return v;
}

static inline vector_t part_of(vector_t v, int first, int last) {
  v.first = first;
  v.last = last;
  return v;
}

static inline int q_of(const macro_t *m, int lane) {
  return (int)get_signed(&m->d, "tap_x_q", lane, m->x_bits);
}

static inline int64_t dot_of(const macro_t *m, int c) {
  return get_signed(&m->d, "tap_dot", c, m->dot_bits);
}

static inline int64_t acc_of(const macro_t *m, int c) {
  return get_signed(&m->d, "tap_acc", c, m->acc_width);
}

static inline void assert_result(const macro_t *m, int c, uint32_t y, int flags, int below) {
  assert_int_equal((uint32_t)get_at(&m->d, "rs_y", c * 32, 32), y);
  assert_int_equal((int)get_at(&m->d, "rs_flags", c * 7, 7), flags);
  assert_int_equal((int)get_at(&m->d, "rs_below", c, 1), below);
}

#endif
