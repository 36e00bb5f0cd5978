/* helper_dcim.h: a driver of dcim_macro, and the card's algorithm (sentences 10-19) written bit by
 * bit, without cycles and without anything of the library. */
#ifndef GCIM_TEST_HELPER_DCIM_H
#define GCIM_TEST_HELPER_DCIM_H

#include <stdio.h>

#include "helper.h"

enum { MAX_ROWS = 1024, MAX_PHYS = MAX_ROWS + 8, MAX_COLS = 8, REPAIRS = 8 };
enum { AND = 0, NOR = 1, XNOR = 2 };

/* One tile: everything st carries. */
typedef struct {
  uint32_t x[MAX_ROWS];
  uint64_t row_en; /* tests use at most 64 gating groups */
  uint32_t repair_en, repair_row[REPAIRS];
  int x_bits, w_bits, x_signed, w_signed, cell, msb_first, keep, sat;
} tile_t;

/* A macro and the rows written to it. */
typedef struct {
  dut_t d;
  int rows, cols, max_x, max_w, group, gate_rows, spares, acc_width;
  int phys_rows, addr_bits, digits, sum_bits, tile_bits;
  uint32_t w[MAX_PHYS][MAX_COLS];
} macro_t;

static inline int param(const macro_t *m, const char *name) {
  return (int)gcim_card_value(m->d.card, name);
}

/* On the heap: the row table is large. */
static inline macro_t *macro_new(const char *params) {
  macro_t *m = calloc(1, sizeof *m);
  assert_non_null(m);
  m->d = dut_new("dcim_macro", params);
  m->rows = param(m, "Rows");
  m->cols = param(m, "Cols");
  m->max_x = param(m, "MaxX");
  m->max_w = param(m, "MaxW");
  m->group = param(m, "Group");
  m->gate_rows = param(m, "GateRows");
  m->spares = param(m, "SpareRows");
  m->acc_width = param(m, "AccWidth");
  m->phys_rows = param(m, "PhysRows");
  m->addr_bits = param(m, "AddrBits");
  m->digits = param(m, "Digits");
  m->sum_bits = param(m, "SumBits");
  m->tile_bits = param(m, "TileBits");
  put(&m->d, "rs_ready", 1);
  put(&m->d, "rq_ready", 1);
  return m;
}

static inline void macro_free(macro_t *m) {
  dut_free(&m->d);
  free(m);
}

/* ---- truth: sentences 10-16 and 19 ---- */

/* 19: what out-of-range modes act as. */
static inline tile_t as_legal(const macro_t *m, const tile_t *t) {
  tile_t legal = *t;
  legal.x_bits = t->x_bits == 0 || t->x_bits > m->max_x ? m->max_x : t->x_bits;
  legal.w_bits = t->w_bits == 0 || t->w_bits > m->max_w ? m->max_w : t->w_bits;
  legal.cell = t->cell == 3 ? AND : t->cell;
  legal.x_signed = t->cell == XNOR ? 0 : t->x_signed;
  legal.w_signed = t->cell == XNOR ? 0 : t->w_signed;
  return legal;
}

/* 11: the physical row that stands for logical row r. */
static inline int physical_row(const macro_t *m, const tile_t *t, int r) {
  for (int s = 0; s < m->spares; s++) {
    if (((t->repair_en >> s) & 1u) != 0 && t->repair_row[s] == (uint32_t)r) {
      return m->rows + s;
    }
  }
  return r;
}

/* 13: one cell, as its circuit says it. */
static inline int cell_product(int cell, int x, int w) {
  switch (cell) {
    case NOR:
      return !(!x || !w);
    case XNOR:
      return x == w ? 1 : -1;
    default:
      return x && w;
  }
}

/* 14: the digit of group g of row r, column c, times x bit `bit`; of a legal tile. */
static inline int64_t digit_product(const macro_t *m, const tile_t *t, int r, int c, int g,
                                    int bit) {
  const uint32_t word = m->w[physical_row(m, t, r)][c];
  int64_t sum = 0;
  for (int j = 0; j < m->group; j++) {
    const int at = g * m->group + j;
    if (at < t->w_bits) {
      const int sign = t->w_signed && at == t->w_bits - 1 ? -1 : 1;
      const int x = (int)(t->x[r] >> bit) & 1, w = (int)(word >> at) & 1;
      sum += (int64_t)sign * cell_product(t->cell, x, w) * (1 << j);
    }
  }
  return sum;
}

/* 16: the x bit of bit cycle k. */
static inline int x_bit(const tile_t *t, int k) {
  return t->msb_first ? t->x_bits - 1 - k : k;
}

/* 14: tap_col_sum of column c, group g in bit cycle k. */
static inline int64_t col_sum(const macro_t *m, const tile_t *t, int c, int g, int k) {
  int64_t sum = 0;
  for (int r = 0; r < m->rows; r++) {
    const bool active = ((t->row_en >> (r / m->gate_rows)) & 1u) != 0; /* 10 */
    sum += active ? digit_product(m, t, r, c, g, x_bit(t, k)) : 0;
  }
  return sum;
}

/* 15, 16: the tile sum of column c after `count` bit cycles. */
static inline int64_t tile_sum(const macro_t *m, const tile_t *t, int c, int count) {
  int64_t sum = 0;
  for (int k = 0; k < count; k++) {
    int64_t p = 0;
    for (int g = 0; g < m->digits; g++) {
      p += col_sum(m, t, c, g, k) * ((int64_t)1 << (g * m->group));
    }
    const int s = t->x_signed && x_bit(t, k) == t->x_bits - 1 ? -1 : 1;
    sum = t->msb_first ? 2 * sum + s * p : sum + s * p * ((int64_t)1 << k);
  }
  return sum;
}

/* 12, 13: an operand as a number. */
static inline int64_t operand(uint32_t word, int bits, int is_signed, int cell) {
  int64_t value = 0;
  for (int k = 0; k < bits; k++) {
    const int bit = (int)(word >> k) & 1;
    const int64_t weight = (int64_t)1 << k;
    const int64_t sign = is_signed && k == bits - 1 ? -1 : 1;
    value += cell == XNOR ? weight * (2 * bit - 1) : sign * weight * bit;
  }
  return value;
}

/* 10-13: the whole dot product as plain integers, of any (also an illegal) tile. */
static inline int64_t dot(const macro_t *m, const tile_t *any, int c) {
  const tile_t t = as_legal(m, any);
  int64_t sum = 0;
  for (int r = 0; r < m->rows; r++) {
    if (((t.row_en >> (r / m->gate_rows)) & 1u) != 0) {
      sum += operand(t.x[r], t.x_bits, t.x_signed, t.cell) *
             operand(m->w[physical_row(m, &t, r)][c], t.w_bits, t.w_signed, t.cell);
    }
  }
  return sum;
}

/* ---- driver ---- */

static inline void drive_row(macro_t *m, int row, const uint32_t *words) {
  put(&m->d, "wr_valid", 1);
  put(&m->d, "wr_addr", (uint64_t)row);
  for (int c = 0; c < m->cols; c++) {
    put_at(&m->d, "wr_data", c * m->max_w, m->max_w, words[c]);
  }
}

/* Write one row in one edge; the macro must not be busy. */
static inline void write_row(macro_t *m, int row, const uint32_t *words) {
  drive_row(m, row, words);
  tick(&m->d);
  assert_int_equal(get(&m->d, "wr_ready"), 1);
  put(&m->d, "wr_valid", 0);
  for (int c = 0; c < m->cols && row < m->phys_rows; c++) {
    m->w[row][c] = words[c];
  }
}

static inline void write_all(macro_t *m, dice_t *dice) {
  for (int row = 0; row < m->phys_rows; row++) {
    uint32_t words[MAX_COLS];
    for (int c = 0; c < m->cols; c++) {
      words[c] = roll(dice, 1u << m->max_w);
    }
    write_row(m, row, words);
  }
}

/* All rows on, no repair, full width, unsigned AND, LSB first, clear, wrap. */
static inline tile_t plain_tile(const macro_t *m) {
  tile_t t;
  memset(&t, 0, sizeof t);
  t.row_en = UINT64_MAX;
  t.x_bits = m->max_x;
  t.w_bits = m->max_w;
  return t;
}

static inline tile_t random_tile(const macro_t *m, dice_t *dice) {
  tile_t t = plain_tile(m);
  for (int r = 0; r < m->rows; r++) {
    t.x[r] = roll(dice, 1u << m->max_x);
  }
  t.row_en = roll(dice, 2) == 0 ? UINT64_MAX : roll(dice, 0);
  t.repair_en = roll(dice, 2) == 0 ? 0 : roll(dice, 1u << m->spares);
  for (int s = 0; s < m->spares; s++) {
    t.repair_row[s] = roll(dice, 1u << m->addr_bits);
  }
  t.x_bits = 1 + (int)roll(dice, (uint32_t)m->max_x);
  t.w_bits = 1 + (int)roll(dice, (uint32_t)m->max_w);
  t.cell = (int)roll(dice, 3);
  t.x_signed = t.cell == XNOR ? 0 : (int)roll(dice, 2);
  t.w_signed = t.cell == XNOR ? 0 : (int)roll(dice, 2);
  t.msb_first = (int)roll(dice, 2);
  t.keep = (int)roll(dice, 2);
  t.sat = (int)roll(dice, 2);
  return t;
}

/* Put a tile on the st pins with st_valid = 1. */
static inline void drive_tile(macro_t *m, const tile_t *t) {
  static const char *const modes[8] = {"st_x_bits", "st_w_bits",    "st_x_signed", "st_w_signed",
                                       "st_cell",   "st_msb_first", "st_keep",     "st_sat"};
  const int values[8] = {t->x_bits, t->w_bits,    t->x_signed, t->w_signed,
                         t->cell,   t->msb_first, t->keep,     t->sat};
  const int x = sig(&m->d, "st_x");
  for (int r = 0; r < m->rows; r++) {
    gcim_image_put(m->d.card, m->d.image, x, r * m->max_x, m->max_x, t->x[r]);
  }
  put(&m->d, "st_row_en", t->row_en);
  for (int s = 0; s < m->spares; s++) {
    put_at(&m->d, "st_repair_en", s, 1, t->repair_en >> s);
    put_at(&m->d, "st_repair_row", s * m->addr_bits, m->addr_bits, t->repair_row[s]);
  }
  for (int i = 0; i < 8; i++) {
    put(&m->d, modes[i], (uint64_t)values[i]);
  }
  put(&m->d, "st_valid", 1);
}

/* Start a tile; returns the edge of its accept. */
static inline int start_tile(macro_t *m, const tile_t *t) {
  drive_tile(m, t);
  for (int i = 0; i < 200; i++) {
    tick(&m->d);
    if (get(&m->d, "st_ready") == 1) {
      put(&m->d, "st_valid", 0);
      return m->d.edge - 1;
    }
  }
  fail_msg("st_ready never rises");
  return -1;
}

/* Tick until rs_valid is seen; returns that edge. */
static inline int wait_result(macro_t *m) {
  for (int i = 0; i < 200; i++) {
    tick(&m->d);
    if (get(&m->d, "rs_valid") == 1) {
      return m->d.edge - 1;
    }
  }
  fail_msg("rs_valid never rises");
  return -1;
}

static inline void run_tile(macro_t *m, const tile_t *t) {
  start_tile(m, t);
  wait_result(m);
}

static inline int64_t acc(const macro_t *m, int c) {
  return get_signed(&m->d, "rs_acc", c, m->acc_width);
}

static inline int ovf(const macro_t *m, int c) {
  return (int)get_at(&m->d, "rs_ovf", c, 1);
}

#endif
