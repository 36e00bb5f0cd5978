#include "part/dcim.h"

#include <stddef.h>

#include "core/bits.h"
#include "core/wide.h"
#include "num/fit.h"

int32_t gcim_dcim_operand(uint32_t word, int bits, bool is_signed, gcim_cell_t cell) {
  const int32_t all_ones = (int32_t)((1u << bits) - 1u);
  const int32_t value = (int32_t)(word & (uint32_t)all_ones);
  if (cell == GCIM_CELL_XNOR) {
    return 2 * value - all_ones; /* sum of 2^k (2 b_k - 1) = 2 sum of 2^k b_k - sum of 2^k */
  }
  const bool negative = is_signed && (value >> (bits - 1)) != 0;
  return negative ? value - all_ones - 1 : value;
}

int32_t gcim_dcim_digit(uint32_t word, int group, int group_bits, int w_bits, bool is_signed,
                        gcim_cell_t cell) {
  const int first = group * group_bits;
  const int left = w_bits - first; /* active bits from the group's first on */
  if (left <= 0) {
    return 0;
  }
  const bool holds_sign = is_signed && left <= group_bits;
  return gcim_dcim_operand(word >> first, left < group_bits ? left : group_bits, holds_sign, cell);
}

int32_t gcim_dcim_prefix(uint32_t word, int bits, int count, bool is_signed, bool msb_first,
                         gcim_cell_t cell) {
  if (msb_first) {
    return gcim_dcim_operand((word & ((1u << bits) - 1u)) >> (bits - count), count, is_signed,
                             cell);
  }
  return gcim_dcim_operand(word, count, is_signed && count == bits, cell);
}

void gcim_dcim_repair(int rows, int spares, uint32_t repair_en, const uint32_t *repair_row,
                      int32_t *stored) {
  for (int r = 0; r < rows; r++) {
    stored[r] = r;
  }
  for (int s = spares - 1; s >= 0; s--) { /* downwards: the lowest spare writes last and wins */
    if (((repair_en >> s) & 1u) != 0 && repair_row[s] < (uint32_t)rows) {
      stored[repair_row[s]] = rows + s;
    }
  }
}

int64_t gcim_dcim_accumulate(int64_t acc, int64_t sum, int bits, gcim_fit_t fit, bool *overflow) {
  if (bits <= 62) { /* a tile sum has at most 43 bits, so acc + sum cannot leave int64 */
    return gcim_fit_signed(acc + sum, bits, fit, overflow);
  }
  const gcim_wide_t a = gcim_wide_from_i64(acc);
  const gcim_wide_t b = gcim_wide_from_i64(sum);
  const gcim_wide_t exact = gcim_wide_add(&a, &b);
  const gcim_wide_t fitted = gcim_wide_fit_signed(&exact, bits, fit, overflow);
  return gcim_wide_to_i64(&fitted, NULL);
}
