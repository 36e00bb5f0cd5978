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

__attribute__((target("avx2"))) void gcim_fast_mvm4_avx2(const int16_t *x, int x_stride,
                                                         const int16_t *pairs, int rows, int cols,
                                                         int32_t *y) {
  const int packed = gcim_fast_cols(cols);
  for (int n = 0; n < packed; n += 8) {
    __m256i s0 = _mm256_setzero_si256(), s1 = s0, s2 = s0, s3 = s0;
    for (int p = 0; p < (rows + 1) / 2; p++) {
      const __m256i w = _mm256_loadu_si256((const __m256i *)(pairs + (p * packed + n) * 2));
      const int16_t *in = x + 2 * p;
      s0 = _mm256_add_epi32(s0, _mm256_madd_epi16(_mm256_set1_epi32(input_pair(in)), w));
      s1 = _mm256_add_epi32(s1, _mm256_madd_epi16(_mm256_set1_epi32(input_pair(in + x_stride)), w));
      s2 = _mm256_add_epi32(s2,
                            _mm256_madd_epi16(_mm256_set1_epi32(input_pair(in + 2 * x_stride)), w));
      s3 = _mm256_add_epi32(s3,
                            _mm256_madd_epi16(_mm256_set1_epi32(input_pair(in + 3 * x_stride)), w));
    }
    _mm256_storeu_si256((__m256i *)(y + n), s0);
    _mm256_storeu_si256((__m256i *)(y + packed + n), s1);
    _mm256_storeu_si256((__m256i *)(y + 2 * packed + n), s2);
    _mm256_storeu_si256((__m256i *)(y + 3 * packed + n), s3);
  }
}

__attribute__((target("avx2"))) void gcim_fast_widen_avx2(const int8_t *from, int count,
                                                          bool is_signed, int16_t *to) {
  int i = 0;
  for (; i + 16 <= count; i += 16) {
    const __m128i bytes = _mm_loadu_si128((const __m128i *)(from + i));
    const __m256i words = is_signed ? _mm256_cvtepi8_epi16(bytes) : _mm256_cvtepu8_epi16(bytes);
    _mm256_storeu_si256((__m256i *)(to + i), words);
  }
  gcim_fast_widen_portable(from + i, count - i, is_signed, to + i);
}
#else
typedef int gcim_fast_mvm_avx2_is_x86_only;
#endif
