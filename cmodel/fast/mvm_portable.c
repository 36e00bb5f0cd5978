#include "fast/fast.h"

void gcim_fast_pack(const int32_t *w, int rows, int cols, int16_t *pairs) {
  const int packed = gcim_fast_cols(cols);
  for (int r = 0; r < rows + rows % 2; r++) {
    for (int n = 0; n < packed; n++) {
      const int32_t value = r < rows && n < cols ? w[r * cols + n] : 0;
      pairs[((r / 2) * packed + n) * 2 + r % 2] = (int16_t)value;
    }
  }
}

void gcim_fast_mvm_portable(const int16_t *x, const int16_t *pairs, int rows, int cols, int32_t *y) {
  const int packed = gcim_fast_cols(cols);
  for (int n = 0; n < packed; n++) {
    y[n] = 0;
  }
  for (int p = 0; p < (rows + 1) / 2; p++) {
    const int16_t *w = pairs + p * packed * 2;
    const int32_t even = x[2 * p], odd = x[2 * p + 1];
    for (int n = 0; n < packed; n++) {
      y[n] += even * w[2 * n] + odd * w[2 * n + 1];
    }
  }
}
