/* build_rows.c: carry-save trees of rows (apx_tree.def, 8 and 11). A row is `bits` nets. */
#include <string.h>

#include "net/build.h"

uint32_t gcim_net_lane_bit(const gcim_net_build_t *b, const gcim_net_part_t *part, int lane,
                           int column) {
  const uint32_t *word = b->leaf + lane * part->width;
  if (column < part->width) {
    return word[column];
  }
  return part->is_signed ? word[part->width - 1] : GCIM_NET_FALSE;
}

uint32_t gcim_net_column_cell(gcim_net_build_t *b, const gcim_net_part_t *part, int column,
                              uint32_t x, uint32_t y, uint32_t z) {
  const gcim_tree_t *tree = part->tree;
  const uint32_t number = b->full_adders[column]++;
  const uint32_t period = (uint32_t)tree->alt_period;
  const bool is_alt = period > 0 && number % period == period - 1;
  return gcim_net_full_adder(b, is_alt ? tree->alt[column] : tree->cell[column], column, x, y, z);
}

static void lanes_to_rows(gcim_net_build_t *b, const gcim_net_part_t *part) {
  for (int i = 0; i < part->lanes; i++) {
    for (int q = 0; q < part->bits; q++) {
      b->here[i * part->bits + q] = gcim_net_lane_bit(b, part, i, q);
    }
  }
}

static void zero_row(const gcim_net_part_t *part, uint32_t *row) {
  for (int q = 0; q < part->bits; q++) {
    row[q] = GCIM_NET_FALSE;
  }
}

static void copy_row(const gcim_net_part_t *part, uint32_t *to, const uint32_t *from) {
  memmove(to, from, (size_t)part->bits * sizeof *to);
}

/* row << 1; the top bit is dropped. */
static void shift_row(const gcim_net_part_t *part, uint32_t *row) {
  memmove(row + 1, row, (size_t)(part->bits - 1) * sizeof *row);
  row[0] = GCIM_NET_FALSE;
}

/* (s, t) = cells(x, y, z), t not shifted. */
static void cells(gcim_net_build_t *b, const gcim_net_part_t *part, const uint32_t *x,
                  const uint32_t *y, const uint32_t *z, uint32_t *s, uint32_t *t) {
  for (int q = 0; q < part->bits; q++) {
    s[q] = gcim_net_column_cell(b, part, q, x[q], y[q], z[q]);
    t[q] = s[q] + 1;
  }
}

/* ---- 8: pairs (word, carry) ---- */

/* Columns with a compressor: all of it; the others: the first of two cells. s of a compressed
 * column is already the word, t is 0. */
static void first_row(gcim_net_build_t *b, const gcim_net_part_t *part, const uint32_t *pair,
                      uint32_t *s, uint32_t *t, uint32_t *carry) {
  const int bits = part->bits;
  for (int q = 0; q < bits; q++) {
    const uint32_t x[4] = {pair[q], pair[bits + q], pair[2 * bits + q], pair[3 * bits + q]};
    t[q] = GCIM_NET_FALSE;
    if (part->tree->compressed[q]) {
      s[q] = gcim_net_compressor(b, part->tree->compressor, q, x);
      carry[q] = s[q] + 1;
    } else {
      s[q] = gcim_net_column_cell(b, part, q, x[0], x[1], x[2]);
      t[q] = s[q] + 1;
    }
  }
}

/* Pairs at `pair` (w0, c0, w1, c1, one after the other) to one at `to`. */
static void compress(gcim_net_build_t *b, const gcim_net_part_t *part, const uint32_t *pair,
                     uint32_t *to) {
  const int bits = part->bits;
  uint32_t s[GCIM_TREE_MAX_BITS], t[GCIM_TREE_MAX_BITS], carry[GCIM_TREE_MAX_BITS];
  first_row(b, part, pair, s, t, carry);
  shift_row(part, t);
  for (int q = 0; q < bits; q++) {
    if (!part->tree->compressed[q]) {
      s[q] = gcim_net_column_cell(b, part, q, s[q], t[q], pair[3 * bits + q]);
      carry[q] = s[q] + 1;
    }
  }
  shift_row(part, carry);
  copy_row(part, to, s);
  copy_row(part, to + bits, carry);
}

void gcim_net_carry_save(gcim_net_build_t *b, gcim_net_part_t *part) {
  const int bits = part->bits;
  int pairs = (part->lanes + 1) / 2;
  lanes_to_rows(b, part); /* rows 2j and 2j+1 are pair j of level 1 */
  zero_row(part, b->here + part->lanes * bits);
  for (b->level++; pairs > 1; pairs = (pairs + 1) / 2) {
    b->level++;
    for (int j = 0; 2 * j + 1 < pairs; j++) {
      compress(b, part, b->here + 4 * j * bits, b->here + 2 * j * bits);
    }
    if (pairs % 2 != 0) {
      copy_row(part, b->here + (pairs - 1) * bits, b->here + 2 * (pairs - 1) * bits);
      copy_row(part, b->here + pairs * bits, b->here + (2 * pairs - 1) * bits);
    }
  }
  copy_row(part, part->row[0], b->here);
  copy_row(part, part->row[1], b->here + bits);
}

/* ---- 11 ---- */

static void group7(gcim_net_build_t *b, const gcim_net_part_t *part, const uint32_t *r,
                   uint32_t *to) {
  const int n = part->bits;
  uint32_t s0[GCIM_TREE_MAX_BITS], s1[GCIM_TREE_MAX_BITS];
  uint32_t t0[GCIM_TREE_MAX_BITS], t1[GCIM_TREE_MAX_BITS], t2[GCIM_TREE_MAX_BITS];
  cells(b, part, r, r + n, r + 2 * n, s0, t0);
  cells(b, part, r + 3 * n, r + 4 * n, r + 5 * n, s1, t1);
  cells(b, part, s0, s1, r + 6 * n, to, t2);
  shift_row(part, t0);
  shift_row(part, t1);
  shift_row(part, t2);
  cells(b, part, t0, t1, t2, to + n, to + 2 * n);
  shift_row(part, to + 2 * n);
}

/* One round over `rows` rows; returns how many are left. */
static int round73(gcim_net_build_t *b, const gcim_net_part_t *part, int rows) {
  const int n = part->bits;
  int taken = 0, made = 0;
  for (; rows - taken >= 7; taken += 7, made += 3) {
    group7(b, part, b->here + taken * n, b->there + made * n);
  }
  for (; rows - taken >= 3; taken += 3, made += 2) {
    const uint32_t *r = b->here + taken * n;
    uint32_t *to = b->there + made * n;
    cells(b, part, r, r + n, r + 2 * n, to, to + n);
    shift_row(part, to + n);
  }
  for (; taken < rows; taken++, made++) {
    copy_row(part, b->there + made * n, b->here + taken * n);
  }
  uint32_t *swap = b->here;
  b->here = b->there;
  b->there = swap;
  return made;
}

void gcim_net_rows73(gcim_net_build_t *b, gcim_net_part_t *part) {
  int rows = part->lanes;
  lanes_to_rows(b, part);
  while (rows > 2) {
    b->level++;
    rows = round73(b, part, rows);
  }
  copy_row(part, part->row[0], b->here);
  copy_row(part, part->row[1], b->here + part->bits);
}
