#include "part/fp_mac.h"

gcim_fp_mac_t gcim_fp_mac(const int64_t *x, const int64_t *w, int lanes, bool correct) {
  gcim_fp_mac_t m = {.sum = gcim_wide_zero(), .w_sum = gcim_wide_zero()};
  for (int i = 0; i < lanes; i++) {
    const gcim_wide_t weight = gcim_wide_from_i64(w[i]);
    const gcim_wide_t product = gcim_wide_mul_i64(&weight, x[i]);
    m.sum = gcim_wide_add(&m.sum, &product);
    m.w_sum = gcim_wide_add(&m.w_sum, &weight);
  }
  m.acc = gcim_wide_shift_left(&m.sum, 1);
  if (correct) {
    m.acc = gcim_wide_add(&m.acc, &m.w_sum);
  }
  return m;
}

gcim_fp_mac64_t gcim_fp_mac64(const int64_t *x, const int64_t *w, int lanes, bool correct) {
  gcim_fp_mac64_t m = {0};
  for (int i = 0; i < lanes; i++) {
    m.sum += x[i] * w[i];
    m.w_sum += w[i];
  }
  m.acc = 2 * m.sum + (correct ? m.w_sum : 0);
  return m;
}
