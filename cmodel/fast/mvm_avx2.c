#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#include "fast/fast.h"

/* Two int16 inputs as the 32 bits that every lane of a madd reads. */
static inline int32_t input_pair(const int16_t *x) {
  int32_t both;
  memcpy(&both, x, sizeof both);
  return both;
}

__attribute__((target("avx2"))) void gcim_fast_mvm_avx2(const int16_t *x, const int16_t *pairs,
                                                         int rows, int cols, int32_t *y) {
  const int packed = gcim_fast_cols(cols);
  for (int n = 0; n < packed; n += 16) {
    __m256i sum0 = _mm256_setzero_si256();
    __m256i sum1 = _mm256_setzero_si256();
    for (int p = 0; p < (rows + 1) / 2; p++) {
      const __m256i both = _mm256_set1_epi32(input_pair(x + 2 * p));
      const int16_t *w = pairs + (p * packed + n) * 2;
      const __m256i w0 = _mm256_loadu_si256((const __m256i *)w);
      const __m256i w1 = _mm256_loadu_si256((const __m256i *)(w + 16));
      sum0 = _mm256_add_epi32(sum0, _mm256_madd_epi16(both, w0));
      sum1 = _mm256_add_epi32(sum1, _mm256_madd_epi16(both, w1));
    }
    _mm256_storeu_si256((__m256i *)(y + n), sum0);
    _mm256_storeu_si256((__m256i *)(y + n + 8), sum1);
  }
}
#else
typedef int gcim_fast_mvm_avx2_is_x86_only;
#endif
