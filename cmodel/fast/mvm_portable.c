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

void gcim_fast_mvm_portable(const int16_t *x, const int16_t *pairs, int rows, int cols,
                            int32_t *y) {
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

void gcim_fast_operands(const uint32_t *words, const uint8_t *on, int rows, int shift,
                        uint32_t mask, bool is_signed, bool is_xnor, int16_t *out) {
  const int32_t scale = is_xnor ? 2 : 1;
  const int32_t offset = is_xnor ? (int32_t)mask : 0;
  const int32_t sign = is_signed ? (int32_t)(mask ^ (mask >> 1)) : 0; /* weight of the top bit */
  for (int r = 0; r < rows; r++) {
    const int32_t v = (int32_t)((words[r] >> shift) & mask);
    const int32_t operand = scale * v - offset - 2 * (v & sign);
    out[r] = (int16_t)(on[r] * operand);
  }
}

void gcim_fast_widen_portable(const int8_t *from, int count, bool is_signed, int16_t *to) {
  const int32_t mask = is_signed ? -1 : 0xff;
  for (int i = 0; i < count; i++) {
    to[i] = (int16_t)(from[i] & mask);
  }
}
