/* mx_macro_dot.c: what a vector gives in the array of the Microscaling macro: dot products, and
 * their sum over blocks. The numbers in comments are sentences of mx_macro.def. */
#include "unit/mx_macro.h"

#include <string.h>

#include "core/bits.h"
#include "part/dcim_tree.h"
#include "part/mvm.h"

enum { GROUP = 4, MAX_DIGITS = 4 }; /* dcim_macro.def: Group at its default */

/* ---- 12 ---- */

/* A tree that can be wrong: dcim_macro.def, 21, has none over a single row. */
static bool is_lossy(const mx_macro_shape_t *s) {
  return s->lossy && s->rows >= 2;
}

/* The column sum of a digit in bit cycle k; only the rows of the block are on. */
static int64_t column_sum(const mx_macro_t *m, int c, int group, int k) {
  const mx_macro_shape_t *s = &m->s;
  const int first = m->v.block * s->lanes;
  const int sum_bits = GROUP + 2 + gcim_clog2((uint32_t)s->rows);
  const gcim_dcim_digit_t digit = gcim_dcim_digit_of(group, GROUP, s->w_bits, true);
  uint32_t lanes[MX_MACRO_ROWS * GROUP / 32];
  memset(lanes, 0, (size_t)gcim_bits_words(s->rows * GROUP) * sizeof *lanes);
  for (int i = 0; i < s->lanes; i++) {
    const uint32_t w = (uint32_t)m->w[(first + i) * s->cols + c] >> (group * GROUP);
    const bool x = ((uint32_t)m->v.q[i] >> k & 1u) != 0;
    gcim_bits_put(lanes, (first + i) * GROUP, GROUP, gcim_dcim_lane(&digit, w, x, GCIM_CELL_AND));
  }
  return gcim_dcim_column(&digit, GCIM_CELL_AND, s->lanes,
                          gcim_dcim_pattern_sum(&s->pattern, true, lanes, GROUP), sum_bits);
}

static int64_t serial_dot(const mx_macro_t *m, int c) {
  const gcim_dcim_serial_t serial = {.digits = (m->s.w_bits + GROUP - 1) / GROUP,
                                     .group_bits = GROUP,
                                     .x_bits = m->v.bits,
                                     .tile_bits = m->s.dot_bits,
                                     .x_signed = true};
  int64_t tile = 0;
  for (int k = 0; k < serial.x_bits; k++) {
    int64_t sums[MAX_DIGITS];
    for (int group = 0; group < serial.digits; group++) {
      sums[group] = column_sum(m, c, group, k);
    }
    tile = gcim_dcim_serial_add(&serial, k, tile, sums);
  }
  return tile;
}

void gcim_mx_macro_dot(mx_macro_t *m) {
  const mx_macro_shape_t *s = &m->s;
  if (is_lossy(s)) {
    for (int c = 0; c < s->cols; c++) {
      m->v.dot[c] = serial_dot(m, c);
    }
    return;
  }
  gcim_mvm(m->v.q, m->w + m->v.block * s->lanes * s->cols, s->lanes, s->cols, m->v.dot);
  for (int c = 0; c < s->cols; c++) {
    m->v.dot[c] = gcim_sign_extend((uint64_t)m->v.dot[c], s->dot_bits);
  }
}

/* ---- 13 to 15 ---- */

/* 13: x. */
static int exponent(const mx_macro_t *m, int c) {
  return m->v.exp + m->exp[m->v.block][c];
}

void gcim_mx_macro_scan(mx_macro_t *m) {
  for (int c = 0; c < m->s.cols; c++) {
    const int x = exponent(m, c);
    m->ref[c] = m->v.modes.sum.first || x > m->ref[c] ? x : m->ref[c];
  }
}

void gcim_mx_macro_add(mx_macro_t *m) {
  mx_macro_vector_t *v = &m->v;
  for (int c = 0; c < m->s.cols; c++) {
    const gcim_mx_block_t block = {.sum = gcim_wide_from_i64(v->dot[c]),
                                   .exp = exponent(m, c),
                                   .special = v->nan ? GCIM_MX_NAN : GCIM_MX_NUMBER};
    v->modes.sum.ref = m->ref[c];
    gcim_mx_acc_add(&m->s.acc, &m->sum[c], &block, &v->modes.sum);
    if (v->modes.last) {
      v->y[c] = gcim_mx_acc_result(&m->s.acc, &m->sum[c], &v->modes.sum.policy, &v->flags[c]);
    }
  }
}
