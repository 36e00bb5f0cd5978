#include "part/dcim_tree.h"

#include <string.h>

#include "core/bits.h"

gcim_dcim_digit_t gcim_dcim_digit_of(int group, int group_bits, int w_bits, bool is_signed) {
  const int left = w_bits - group * group_bits;
  const int bits = left < 0 ? 0 : left < group_bits ? left : group_bits;
  const bool holds_sign = is_signed && left > 0 && left <= group_bits;
  return (gcim_dcim_digit_t){.active = (1u << bits) - 1u,
                             .sign = holds_sign ? 1u << (bits - 1) : 0u};
}

uint32_t gcim_dcim_lane(const gcim_dcim_digit_t *digit, uint32_t w, bool x, gcim_cell_t cell) {
  const uint32_t line = x ? ~0u : 0u;
  const uint32_t product = cell == GCIM_CELL_XNOR ? ~(line ^ w) : line & w;
  return (product & digit->active) ^ digit->sign;
}

int64_t gcim_dcim_column(const gcim_dcim_digit_t *digit, gcim_cell_t cell, int rows_on,
                         uint64_t tree_sum, int sum_bits) {
  const bool is_xnor = cell == GCIM_CELL_XNOR;
  const uint64_t offset = (uint64_t)rows_on * (is_xnor ? digit->active : digit->sign);
  return gcim_sign_extend((is_xnor ? 2 * tree_sum : tree_sum) - offset, sum_bits);
}

uint64_t gcim_dcim_pattern_sum(const gcim_pattern_t *pattern, bool lossy, const uint32_t *lanes,
                               int group_bits) {
  uint32_t plane[GCIM_DCIM_LANES / 32]; /* one bit of each lane */
  uint64_t sum = 0;
  for (int j = 0; j < group_bits; j++) {
    memset(plane, 0, (size_t)gcim_bits_words(pattern->lanes) * sizeof *plane);
    for (int p = 0; p < pattern->lanes; p++) {
      gcim_bits_put(plane, p, 1, gcim_bits_get(lanes, p * group_bits + j, 1));
    }
    for (int g = 0; g < gcim_pattern_groups(pattern); g++) {
      const uint32_t bits = gcim_pattern_at(pattern, plane, g);
      const bool small = lossy || gcim_pattern_is_frequent(pattern, bits);
      sum += (uint64_t)(small ? gcim_pattern_small(pattern, bits) : gcim_pattern_full(bits)) << j;
    }
  }
  return sum;
}

int gcim_dcim_bit(const gcim_dcim_serial_t *how, int k) {
  return how->msb_first ? how->x_bits - 1 - k : k;
}

int64_t gcim_dcim_serial_add(const gcim_dcim_serial_t *how, int k, int64_t before,
                             const int64_t *sums) {
  const int bit = gcim_dcim_bit(how, k);
  int64_t p = 0;
  for (int g = 0; g < how->digits; g++) {
    p += sums[g] * ((int64_t)1 << (g * how->group_bits));
  }
  p = how->x_signed && bit == how->x_bits - 1 ? -p : p;
  const int64_t sum = how->msb_first ? 2 * before + p : before + p * ((int64_t)1 << bit);
  return gcim_sign_extend((uint64_t)sum, how->tile_bits);
}
