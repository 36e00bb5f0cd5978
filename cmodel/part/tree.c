#include "part/tree.h"

#include "core/bits.h"

int64_t gcim_lanes_sum(const uint32_t *data, int first, int count, int width, bool is_signed) {
  int64_t sum = 0;
  for (int i = first; i < first + count; i++) {
    sum += is_signed ? gcim_bits_get_signed(data, i * width, width)
                     : (int64_t)gcim_bits_get(data, i * width, width);
  }
  return sum;
}
