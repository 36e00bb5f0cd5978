#if defined(__x86_64__)
#include <immintrin.h>

/* One instruction for every function of three bits; a bit without influence is not loaded. */
#define USES_A(m) (((m) >> 4) != ((m)&15))
#define USES_C(m) ((((m) >> 1) & 0x55) != ((m)&0x55))
#define NET_TABLE(m, a, b, c)                                                       \
  ((vec_t)_mm512_ternarylogic_epi64((__m512i)(USES_A(m) ? (a) : (b)), (__m512i)(b), \
                                    (__m512i)(USES_C(m) ? (c) : (b)), (m)))

#define NET_BYTES 64
#define NET_TARGET __attribute__((target("avx512f,avx512bw")))
#define NET_NAME gcim_fast_net_avx512
#include "fast/net_kernel.h"

/* The same with an instruction that counts the ones of words: not all processors with AVX-512 have
 * it. */
#define POPCOUNT_TARGET __attribute__((target("avx512f,avx512bw,avx512vpopcntdq")))
#define POPCOUNT(x) ((vec_t)_mm512_popcnt_epi64((__m512i)(x)))
enum { POPCOUNT_PLANES = 4 };

/* Four planes at once: a unit of y is read once for all of them. */
POPCOUNT_TARGET static void count4(const uint64_t *const *x_words, const uint64_t *y_words,
                                   gcim_net_counter_t *const *counter) {
  const mem_t *y = (const mem_t *)y_words;
  const mem_t *x0 = (const mem_t *)x_words[0], *x1 = (const mem_t *)x_words[1];
  const mem_t *x2 = (const mem_t *)x_words[2], *x3 = (const mem_t *)x_words[3];
  vec_t sum0 = {0}, sum1 = {0}, sum2 = {0}, sum3 = {0};
  for (int i = 0; i < VECS_OF_UNIT; i++) {
    const vec_t here = y[i];
    sum0 += POPCOUNT(x0[i] & here);
    sum1 += POPCOUNT(x1[i] & here);
    sum2 += POPCOUNT(x2[i] & here);
    sum3 += POPCOUNT(x3[i] & here);
  }
  *(mem_t *)counter[0]->digit[GCIM_NET_COUNTER_DIGITS - 1] += sum0;
  *(mem_t *)counter[1]->digit[GCIM_NET_COUNTER_DIGITS - 1] += sum1;
  *(mem_t *)counter[2]->digit[GCIM_NET_COUNTER_DIGITS - 1] += sum2;
  *(mem_t *)counter[3]->digit[GCIM_NET_COUNTER_DIGITS - 1] += sum3;
}

POPCOUNT_TARGET static void count_popcount(const uint64_t *const *x, int planes, const uint64_t *y,
                                           gcim_net_counter_t *const *counter) {
  int i = 0;
  for (; i + POPCOUNT_PLANES <= planes; i += POPCOUNT_PLANES) {
    count4(x + i, y, counter + i);
  }
  for (; i < planes; i++) {
    const mem_t *one = (const mem_t *)x[i], *other = (const mem_t *)y;
    vec_t even = {0}, odd = {0};
    for (int v = 0; v < VECS_OF_UNIT; v += 2) {
      even += POPCOUNT(one[v] & other[v]);
      odd += POPCOUNT(one[v + 1] & other[v + 1]);
    }
    *(mem_t *)counter[i]->digit[GCIM_NET_COUNTER_DIGITS - 1] += even + odd;
  }
}

const gcim_net_kernel_t gcim_fast_net_avx512_popcount = {run,   meet,           differ, choose,
                                                         merge, count_popcount, turn,   spread};
#else
typedef int gcim_fast_net_avx512_is_x86_only;
#endif
