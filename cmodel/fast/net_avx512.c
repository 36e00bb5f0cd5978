#if defined(__x86_64__)
#include <immintrin.h>

/* One instruction for every function of three bits. */
#define NET_TABLE(m, a, b, c) \
  ((vec_t)_mm512_ternarylogic_epi64((__m512i)(a), (__m512i)(b), (__m512i)(c), (m)))

#define NET_BYTES 64
#define NET_TARGET __attribute__((target("avx512f,avx512bw")))
#define NET_NAME gcim_fast_net_avx512
#include "fast/net_kernel.h"
#else
typedef int gcim_fast_net_avx512_is_x86_only;
#endif
