/* dcim_macro_tree.c: column sums by an approximate tree (card: 21, 22). The reference adds one tree
 * after the other (gcim_tree_sum); with fast kernels all columns and digits go through the network
 * of the tree at once, one bit of a plane each. A pattern tree (23) is no network.
 */
#include <string.h>

#include "core/bits.h"
#include "fast/fast.h"
#include "part/apx_tree.h"
#include "part/dcim_tree.h"
#include "unit/dcim_macro.h"

/* The digit of column sum n. */
static gcim_dcim_digit_t digit_of(const macro_t *m, const tile_t *tile, int n) {
  return gcim_dcim_digit_of(n % m->g.digits, m->g.group, tile->key.w_bits, tile->key.w_signed);
}

/* The lane of physical row `row`, which is on, in column sum n (21). */
static uint32_t lane_bits(const macro_t *m, const tile_t *tile, const gcim_dcim_digit_t *digit,
                          int row, int n, uint32_t x) {
  const uint32_t *word = m->stored + (size_t)row * (size_t)m->row_words;
  const int first = n % m->g.digits * m->g.group;
  const int width = m->g.max_w - first < m->g.group ? m->g.max_w - first : m->g.group;
  const uint32_t w = (uint32_t)gcim_bits_get(word, n / m->g.digits * m->g.max_w + first, width);
  return gcim_dcim_lane(digit, w, x != 0, tile->cell);
}

/* ---- reference ---- */

static void golden_cycle(macro_t *m, const tile_t *tile, int bit, int rows_on, int64_t *sums) {
  for (int n = 0; n < m->g.cols * m->g.digits; n++) {
    const gcim_dcim_digit_t digit = digit_of(m, tile, n);
    memset(m->lanes, 0, (size_t)gcim_bits_words(m->g.phys_rows * m->g.group) * sizeof *m->lanes);
    for (int r = 0; r < m->g.rows; r++) {
      const int row = m->stored_row[r];
      if (tile->on[r] != 0) {
        gcim_bits_put(m->lanes, row * m->g.group, m->g.group,
                      lane_bits(m, tile, &digit, row, n, (tile->x[r] >> bit) & 1u));
      }
    }
    const uint64_t sum =
        m->g.pattern_tree ? gcim_dcim_pattern_sum(&m->g.pattern, m->g.lossy, m->lanes, m->g.group)
                          : gcim_tree_sum(gcim_net_tree(m->net), m->lanes, NULL);
    sums[n] = gcim_dcim_column(&digit, tile->cell, rows_on, sum, m->g.sum_bits);
  }
}

/* ---- all columns and digits at once ---- */

static void put_lane(macro_t *m, int row, int n, uint32_t bits) {
  for (int j = 0; j < m->g.group; j++) {
    uint64_t *plane = m->planes + (size_t)(row * m->g.group + j) * (size_t)m->plane_words;
    plane[n / 64] |= (uint64_t)((bits >> j) & 1u) << (n % 64);
  }
}

static void fast_cycle(macro_t *m, const tile_t *tile, int bit, int rows_on, int64_t *sums) {
  const int count = m->g.cols * m->g.digits;
  const size_t planes = (size_t)m->g.phys_rows * (size_t)m->g.group;
  memset(m->planes, 0, planes * (size_t)m->plane_words * sizeof *m->planes);
  for (int n = 0; n < count; n++) {
    const gcim_dcim_digit_t digit = digit_of(m, tile, n);
    for (int r = 0; r < m->g.rows; r++) {
      const int row = m->stored_row[r];
      if (tile->on[r] != 0) {
        put_lane(m, row, n, lane_bits(m, tile, &digit, row, n, (tile->x[r] >> bit) & 1u));
      }
    }
  }
  gcim_net_eval(m->net, m->plane_in, m->plane_out, (size_t)m->plane_words, m->scratch);
  const int bits = gcim_net_outputs(m->net);
  for (int n = 0; n < count; n++) {
    uint64_t sum = 0;
    for (int b = 0; b < bits; b++) {
      sum |= ((m->plane_out[b][n / 64] >> (n % 64)) & 1u) << b;
    }
    const gcim_dcim_digit_t digit = digit_of(m, tile, n);
    sums[n] = gcim_dcim_column(&digit, tile->cell, rows_on, sum, m->g.sum_bits);
  }
}

/* ---- a tile ---- */

static gcim_dcim_serial_t serial_of(const macro_t *m, const tile_t *tile) {
  return (gcim_dcim_serial_t){.digits = m->g.digits,
                              .group_bits = m->g.group,
                              .x_bits = tile->x_bits,
                              .tile_bits = m->g.tile_bits,
                              .x_signed = tile->x_signed,
                              .msb_first = tile->msb_first};
}

void gcim_dcim_macro_tree_run(macro_t *m, tile_t *tile) {
  const int wide = m->g.cols * m->g.digits;
  const gcim_dcim_serial_t serial = serial_of(m, tile);
  int rows_on = 0;
  gcim_dcim_macro_decode(m, &tile->key);
  for (int r = 0; r < m->g.rows; r++) {
    rows_on += tile->on[r] != 0;
  }
  for (int k = 0; k < tile->x_bits; k++) {
    const int bit = gcim_dcim_bit(&serial, k);
    int64_t *sums = tile->col_sums + (size_t)k * (size_t)wide;
    if (gcim_fast_enabled() && !m->g.pattern_tree) {
      fast_cycle(m, tile, bit, rows_on, sums);
    } else {
      golden_cycle(m, tile, bit, rows_on, sums);
    }
    for (int c = 0; c < m->g.cols; c++) {
      int64_t *after = tile->tile_sums + (size_t)k * (size_t)m->g.cols + c;
      *after =
          gcim_dcim_serial_add(&serial, k, k == 0 ? 0 : after[-m->g.cols], sums + c * m->g.digits);
    }
  }
}
