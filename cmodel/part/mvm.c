#include "part/mvm.h"

void gcim_mvm(const int32_t *x, const int32_t *w, int rows, int cols, int64_t *y) {
  for (int n = 0; n < cols; n++) {
    y[n] = 0;
  }
  for (int r = 0; r < rows; r++) {
    for (int n = 0; n < cols; n++) {
      y[n] += (int64_t)x[r] * w[r * cols + n];
    }
  }
}
