#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#include "fast/fast.h"

static inline int32_t input_pair(const int16_t *x) {
  int32_t both;
  memcpy(&both, x, sizeof both);
  return both;
}

__attribute__((target("avx512f,avx512bw"))) void gcim_fast_mvm_avx512(const int16_t *x,
                                                                      const int16_t *pairs,
                                                                      int rows, int cols,
                                                                      int32_t *y) {
  const int packed = gcim_fast_cols(cols);
  for (int n = 0; n < packed; n += 16) {
    __m512i even = _mm512_setzero_si512();
    __m512i odd = _mm512_setzero_si512();
    const int count = (rows + 1) / 2;
    for (int p = 0; p + 1 < count; p += 2) { /* two sums hide the latency of the madd */
      const int16_t *w = pairs + (p * packed + n) * 2;
      const __m512i w0 = _mm512_loadu_si512(w);
      const __m512i w1 = _mm512_loadu_si512(w + packed * 2);
      even =
          _mm512_add_epi32(even, _mm512_madd_epi16(_mm512_set1_epi32(input_pair(x + 2 * p)), w0));
      odd = _mm512_add_epi32(odd,
                             _mm512_madd_epi16(_mm512_set1_epi32(input_pair(x + 2 * p + 2)), w1));
    }
    if (count % 2 != 0) {
      const int p = count - 1;
      const __m512i w = _mm512_loadu_si512(pairs + (p * packed + n) * 2);
      even = _mm512_add_epi32(even, _mm512_madd_epi16(_mm512_set1_epi32(input_pair(x + 2 * p)), w));
    }
    _mm512_storeu_si512(y + n, _mm512_add_epi32(even, odd));
  }
}

__attribute__((target("avx512f,avx512bw"))) void gcim_fast_mvm4_avx512(
    const int16_t *x, int x_stride, const int16_t *pairs, int rows, int cols, int32_t *y) {
  const int packed = gcim_fast_cols(cols);
  for (int n = 0; n < packed; n += 16) {
    __m512i s0 = _mm512_setzero_si512(), s1 = s0, s2 = s0, s3 = s0;
    for (int p = 0; p < (rows + 1) / 2; p++) {
      const __m512i w = _mm512_loadu_si512(pairs + (p * packed + n) * 2);
      const int16_t *in = x + 2 * p;
      s0 = _mm512_add_epi32(s0, _mm512_madd_epi16(_mm512_set1_epi32(input_pair(in)), w));
      s1 = _mm512_add_epi32(s1, _mm512_madd_epi16(_mm512_set1_epi32(input_pair(in + x_stride)), w));
      s2 = _mm512_add_epi32(s2,
                            _mm512_madd_epi16(_mm512_set1_epi32(input_pair(in + 2 * x_stride)), w));
      s3 = _mm512_add_epi32(s3,
                            _mm512_madd_epi16(_mm512_set1_epi32(input_pair(in + 3 * x_stride)), w));
    }
    _mm512_storeu_si512(y + n, s0);
    _mm512_storeu_si512(y + packed + n, s1);
    _mm512_storeu_si512(y + 2 * packed + n, s2);
    _mm512_storeu_si512(y + 3 * packed + n, s3);
  }
}
#else
typedef int gcim_fast_mvm_avx512_is_x86_only;
#endif
