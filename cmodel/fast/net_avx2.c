#if defined(__x86_64__)
#define NET_BYTES 32
#define NET_TARGET __attribute__((target("avx2")))
#define NET_NAME gcim_fast_net_avx2
#include "fast/net_kernel.h"
#else
typedef int gcim_fast_net_avx2_is_x86_only;
#endif
