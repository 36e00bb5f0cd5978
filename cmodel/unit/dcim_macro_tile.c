/* dcim_macro_tile.c: what the macro computes, without cycles. Every quantity is a matrix-vector
 * product of operands. */
#include <string.h>

#include "core/bits.h"
#include "fast/fast.h"
#include "part/dcim.h"
#include "part/mvm.h"
#include "unit/dcim_macro.h"

/* ---- weights ---- */

static bool same_key(const decoded_key_t *a, const decoded_key_t *b) {
  return a->writes == b->writes && a->w_bits == b->w_bits && a->w_signed == b->w_signed &&
         a->cell == b->cell && a->repair_en == b->repair_en &&
         memcmp(a->repair_row, b->repair_row, sizeof a->repair_row) == 0;
}

static uint32_t weight_bits(const macro_t *m, int logical_row, int col) {
  const uint32_t *row = m->stored + (size_t)m->stored_row[logical_row] * (size_t)m->row_words;
  return (uint32_t)gcim_bits_get(row, col * m->g.max_w, m->g.max_w);
}

void gcim_dcim_macro_decode(macro_t *m, const decoded_key_t *key) {
  if (same_key(&m->key, key)) {
    return;
  }
  m->key = *key;
  m->digit_ready = false;
  gcim_dcim_repair(m->g.rows, m->g.spares, key->repair_en, key->repair_row, m->stored_row);
  for (int r = 0; r < m->g.rows; r++) {
    for (int c = 0; c < m->g.cols; c++) {
      m->weights.w[r * m->g.cols + c] =
          gcim_dcim_operand(weight_bits(m, r, c), key->w_bits, key->w_signed, key->cell);
    }
  }
  gcim_fast_pack(m->weights.w, m->g.rows, m->g.cols, m->weights.pairs);
}

static void decode_digits(macro_t *m) {
  const int width = m->digit.cols;
  const decoded_key_t *key = &m->key;
  for (int r = 0; r < m->g.rows; r++) {
    for (int n = 0; n < width; n++) {
      m->digit.w[r * width + n] =
          gcim_dcim_digit(weight_bits(m, r, n / m->g.digits), n % m->g.digits, m->g.group,
                          key->w_bits, key->w_signed, key->cell);
    }
  }
  gcim_fast_pack(m->digit.w, m->g.rows, width, m->digit.pairs);
  m->digit_ready = true;
}

/* ---- products ---- */

/* y = x16 times the matrix, by the fast kernel. */
static void multiply_fast(macro_t *m, const matrix_t *matrix, int64_t *y) {
  gcim_fast_mvm(m->x16, matrix->pairs, m->g.rows, matrix->cols, m->y32);
  for (int n = 0; n < matrix->cols; n++) {
    y[n] = m->y32[n];
  }
}

/* An inactive row contributes 0 whatever the cell: its operand is 0, which no XNOR operand of
 * active bits can be. */
void gcim_dcim_macro_partial(macro_t *m, const tile_t *tile, int count, int64_t *sums) {
  if (m->g.apx_tree) {
    memcpy(sums, tile->tile_sums + (size_t)(count - 1) * (size_t)m->g.cols,
           (size_t)m->g.cols * sizeof *sums);
    return;
  }
  gcim_dcim_macro_decode(m, &tile->key); /* tiles in flight may differ in modes */
  if (gcim_fast_enabled() && count <= 8 && m->key.w_bits <= 8) {
    const bool is_signed = tile->x_signed && (tile->msb_first || count == tile->x_bits);
    gcim_fast_operands(tile->x, tile->on, m->g.rows, tile->msb_first ? tile->x_bits - count : 0,
                       (1u << count) - 1u, is_signed, tile->cell == GCIM_CELL_XNOR, m->x16);
    multiply_fast(m, &m->weights, sums);
    return;
  }
  for (int r = 0; r < m->g.rows; r++) {
    m->x32[r] = tile->on[r] == 0 ? 0
                                 : gcim_dcim_prefix(tile->x[r], tile->x_bits, count, tile->x_signed,
                                                    tile->msb_first, tile->cell);
  }
  gcim_mvm(m->x32, m->weights.w, m->g.rows, m->weights.cols, sums);
}

void gcim_dcim_macro_sum(macro_t *m, tile_t *tile) {
  if (m->g.apx_tree) {
    gcim_dcim_macro_tree_run(m, tile);
  }
  gcim_dcim_macro_partial(m, tile, tile->x_bits, tile->sum);
}

void gcim_dcim_macro_col_sums(macro_t *m, const tile_t *tile, int k, int64_t *sums) {
  if (m->g.apx_tree) {
    const size_t wide = (size_t)m->digit.cols;
    memcpy(sums, tile->col_sums + (size_t)k * wide, wide * sizeof *sums);
    return;
  }
  const int bit = tile->msb_first ? tile->x_bits - 1 - k : k;
  gcim_dcim_macro_decode(m, &tile->key);
  if (!m->digit_ready) {
    decode_digits(m);
  }
  if (gcim_fast_enabled()) {
    gcim_fast_operands(tile->x, tile->on, m->g.rows, bit, 1, false, tile->cell == GCIM_CELL_XNOR,
                       m->x16);
    multiply_fast(m, &m->digit, sums);
    return;
  }
  for (int r = 0; r < m->g.rows; r++) {
    m->x32[r] = tile->on[r] == 0 ? 0 : gcim_dcim_operand(tile->x[r] >> bit, 1, false, tile->cell);
  }
  gcim_mvm(m->x32, m->digit.w, m->g.rows, m->digit.cols, sums);
}
