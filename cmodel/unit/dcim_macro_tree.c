/* dcim_macro_tree.c: column sums by an approximate tree (card: 21, 22). The reference adds one tree
 * after the other (gcim_tree_sum); with fast kernels all columns and digits go through the network
 * of the tree at once, one bit of a plane each. A pattern tree (23) is no network.
 */
#include <string.h>

#include "core/bits.h"
#include "fast/fast.h"
#include "part/dcim.h"
#include "part/apx_tree.h"
#include "unit/dcim_macro.h"

/* What one bit cycle needs to know about a digit. */
typedef struct {
  uint32_t active; /* bits of the digit that count */
  uint32_t sign;   /* of these the sign bit of a signed weight, or 0 */
} digit_t;

static digit_t digit_of(const macro_t *m, const tile_t *tile, int group) {
  const int left = tile->key.w_bits - group * m->g.group;
  const int bits = left < 0 ? 0 : left < m->g.group ? left : m->g.group;
  const bool holds_sign = tile->key.w_signed && left > 0 && left <= m->g.group;
  return (digit_t){.active = (1u << bits) - 1u, .sign = holds_sign ? 1u << (bits - 1) : 0u};
}

/* The lane of physical row `row`, which is on: product bits of one digit (21). */
static uint32_t lane_bits(const macro_t *m, const tile_t *tile, const digit_t *digit, int row,
                          int col, int group, uint32_t x) {
  const uint32_t *word = m->stored + (size_t)row * (size_t)m->row_words;
  const int first = group * m->g.group;
  const int width = m->g.max_w - first < m->g.group ? m->g.max_w - first : m->g.group;
  const uint32_t w = (uint32_t)gcim_bits_get(word, col * m->g.max_w + first, width);
  const uint32_t line = x != 0 ? ~0u : 0u;
  const uint32_t product = tile->cell == GCIM_CELL_XNOR ? ~(line ^ w) : line & w;
  return (product & digit->active) ^ digit->sign;
}

/* F * T - O, as a signed number of SumBits bits. */
static int64_t column_sum(const macro_t *m, const tile_t *tile, const digit_t *digit, int rows_on,
                          uint64_t tree_sum) {
  const bool is_xnor = tile->cell == GCIM_CELL_XNOR;
  const uint64_t offset = (uint64_t)rows_on * (is_xnor ? digit->active : digit->sign);
  return gcim_sign_extend((is_xnor ? 2 * tree_sum : tree_sum) - offset, m->g.sum_bits);
}

/* 23. */
static uint64_t pattern_sum(macro_t *m) {
  const gcim_pattern_t *pattern = &m->g.pattern;
  uint64_t sum = 0;
  for (int j = 0; j < m->g.group; j++) {
    memset(m->plane, 0, (size_t)gcim_bits_words(m->g.phys_rows) * sizeof *m->plane);
    for (int r = 0; r < m->g.phys_rows; r++) {
      gcim_bits_put(m->plane, r, 1, gcim_bits_get(m->lanes, r * m->g.group + j, 1));
    }
    for (int g = 0; g < gcim_pattern_groups(pattern); g++) {
      const uint32_t bits = gcim_pattern_at(pattern, m->plane, g);
      const bool small = m->g.lossy || gcim_pattern_is_frequent(pattern, bits);
      sum += (uint64_t)(small ? gcim_pattern_small(pattern, bits) : gcim_pattern_full(bits)) << j;
    }
  }
  return sum;
}

/* ---- reference ---- */

static void golden_cycle(macro_t *m, const tile_t *tile, int bit, int rows_on, int64_t *sums) {
  for (int n = 0; n < m->g.cols * m->g.digits; n++) {
    const int col = n / m->g.digits, group = n % m->g.digits;
    const digit_t digit = digit_of(m, tile, group);
    memset(m->lanes, 0, (size_t)gcim_bits_words(m->g.phys_rows * m->g.group) * sizeof *m->lanes);
    for (int r = 0; r < m->g.rows; r++) {
      const int row = m->stored_row[r];
      if (tile->on[r] != 0) {
        gcim_bits_put(m->lanes, row * m->g.group, m->g.group,
                      lane_bits(m, tile, &digit, row, col, group, (tile->x[r] >> bit) & 1u));
      }
    }
    const uint64_t sum =
        m->g.pattern_tree ? pattern_sum(m) : gcim_tree_sum(gcim_net_tree(m->net), m->lanes, NULL);
    sums[n] = column_sum(m, tile, &digit, rows_on, sum);
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
    const digit_t digit = digit_of(m, tile, n % m->g.digits);
    for (int r = 0; r < m->g.rows; r++) {
      const int row = m->stored_row[r];
      if (tile->on[r] != 0) {
        put_lane(m, row, n,
                 lane_bits(m, tile, &digit, row, n / m->g.digits, n % m->g.digits,
                           (tile->x[r] >> bit) & 1u));
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
    const digit_t digit = digit_of(m, tile, n % m->g.digits);
    sums[n] = column_sum(m, tile, &digit, rows_on, sum);
  }
}

/* ---- a tile ---- */

/* 15, 16, 22: the tile sum of one column after one more bit cycle. */
static int64_t accumulate(const macro_t *m, const tile_t *tile, int k, int64_t before,
                          const int64_t *digits) {
  const int bit = tile->msb_first ? tile->x_bits - 1 - k : k;
  int64_t p = 0;
  for (int g = 0; g < m->g.digits; g++) {
    p += digits[g] * ((int64_t)1 << (g * m->g.group));
  }
  p = tile->x_signed && bit == tile->x_bits - 1 ? -p : p;
  const int64_t sum = tile->msb_first ? 2 * before + p : before + p * ((int64_t)1 << bit);
  return gcim_sign_extend((uint64_t)sum, m->g.tile_bits);
}

void gcim_dcim_macro_tree_run(macro_t *m, tile_t *tile) {
  const int wide = m->g.cols * m->g.digits;
  int rows_on = 0;
  gcim_dcim_macro_decode(m, &tile->key);
  for (int r = 0; r < m->g.rows; r++) {
    rows_on += tile->on[r] != 0;
  }
  for (int k = 0; k < tile->x_bits; k++) {
    const int bit = tile->msb_first ? tile->x_bits - 1 - k : k;
    int64_t *sums = tile->col_sums + (size_t)k * (size_t)wide;
    if (gcim_fast_enabled() && !m->g.pattern_tree) {
      fast_cycle(m, tile, bit, rows_on, sums);
    } else {
      golden_cycle(m, tile, bit, rows_on, sums);
    }
    for (int c = 0; c < m->g.cols; c++) {
      int64_t *after = tile->tile_sums + (size_t)k * (size_t)m->g.cols + c;
      *after = accumulate(m, tile, k, k == 0 ? 0 : after[-m->g.cols], sums + c * m->g.digits);
    }
  }
}
