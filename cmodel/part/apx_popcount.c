#include "part/apx_popcount.h"

#include "core/bits.h"

int gcim_ones_count(const uint32_t *bits, int count) {
  int ones = 0;
  for (int i = 0; i < count; i++) {
    ones += (int)gcim_bits_get(bits, i, 1);
  }
  return ones;
}

int gcim_pairs_gate(const uint32_t *bits, int count, gcim_pair_t gates, uint32_t *pairs) {
  const int number = count / 2;
  for (int j = 0; j < number; j++) {
    const uint64_t low = gcim_bits_get(bits, 2 * j, 1);
    const uint64_t high = gcim_bits_get(bits, 2 * j + 1, 1);
    const bool is_or = gates == GCIM_PAIR_OR || (j % 2 != 0) == (gates == GCIM_PAIR_AND_FIRST);
    gcim_bits_put(pairs, j, 1, is_or ? low | high : low & high);
  }
  return number;
}
