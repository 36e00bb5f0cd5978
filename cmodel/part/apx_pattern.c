#include "part/apx_pattern.h"

#include "core/bits.h"
#include "part/apx_popcount.h"

uint64_t gcim_pattern_set(int64_t set0, int64_t set1, int64_t set2, int64_t set3) {
  return (uint64_t)set3 << 48 | (uint64_t)set2 << 32 | (uint64_t)set1 << 16 | (uint64_t)set0;
}

int gcim_pattern_groups(const gcim_pattern_t *pattern) {
  return (pattern->lanes + pattern->size - 1) / pattern->size;
}

uint32_t gcim_pattern_at(const gcim_pattern_t *pattern, const uint32_t *data, int group) {
  const int first = group * pattern->size;
  const int left = pattern->lanes - first;
  return (uint32_t)gcim_bits_get(data, first, left < pattern->size ? left : pattern->size);
}

bool gcim_pattern_is_frequent(const gcim_pattern_t *pattern, uint32_t bits) {
  return (pattern->set >> bits & 1) != 0 && gcim_pattern_full(bits) <= pattern->limit;
}

int gcim_pattern_full(uint32_t bits) {
  return gcim_ones_count(&bits, 32);
}

int gcim_pattern_small(const gcim_pattern_t *pattern, uint32_t bits) {
  const int ones = gcim_pattern_full(bits);
  return ones < pattern->limit ? ones : pattern->limit;
}
