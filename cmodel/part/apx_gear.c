#include "part/apx_gear.h"

#include "core/bits.h"

gcim_sum_t gcim_word_add(uint64_t a, uint64_t b, bool carry, int width) {
  const uint64_t y = (a + b + carry) & gcim_bits_mask(width);
  const uint64_t carries = (a & b) | ((a | b) & ~y); /* bit i: the carry out of bit i */
  return (gcim_sum_t){y, width == 0 ? carry : (carries >> (width - 1) & 1) != 0};
}

int gcim_gear_blocks(const gcim_gear_t *gear) {
  const int left = gear->width - gear->r - gear->p; /* bits the first sub-adder does not reach */
  return left <= 0 ? 1 : 1 + (left + gear->r - 1) / gear->r;
}

/* One past the highest bit of a sub-adder. */
static int block_end(const gcim_gear_t *gear, int block) {
  const int end = block * gear->r + gear->r + gear->p;
  return end < gear->width ? end : gear->width;
}

static gcim_sum_t block_add(const gcim_gear_t *gear, int block, uint64_t a, uint64_t b,
                            uint64_t cins) {
  const int first = block * gear->r;
  return gcim_word_add(a >> first, b >> first, (cins >> block & 1) != 0,
                       block_end(gear, block) - first);
}

gcim_sum_t gcim_gear_add(const gcim_gear_t *gear, uint64_t a, uint64_t b, uint64_t cins) {
  const int blocks = gcim_gear_blocks(gear);
  gcim_sum_t sum = {0, false};
  for (int j = 0; j < blocks; j++) {
    const gcim_sum_t block = block_add(gear, j, a, b, cins);
    const int lowest = j == 0 ? 0 : j * gear->r + gear->p; /* its first result bit */
    sum.y |= block.y << (j * gear->r) & ~gcim_bits_mask(lowest);
    sum.carry = block.carry;
  }
  return sum;
}

uint64_t gcim_gear_flags(const gcim_gear_t *gear, uint64_t a, uint64_t b, uint64_t cins) {
  const int blocks = gcim_gear_blocks(gear);
  uint64_t flags = 0;
  for (int j = 1; j < blocks; j++) {
    const uint64_t predicting = gcim_bits_mask(gear->p) << (j * gear->r);
    const bool propagates = ((a ^ b) & predicting) == predicting;
    const bool missed = (cins >> j & 1) == 0 && block_add(gear, j - 1, a, b, cins).carry;
    flags |= (uint64_t)(propagates && missed) << j;
  }
  return flags;
}
