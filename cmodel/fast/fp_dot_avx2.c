/* fp_dot_avx2.c: the loops of fp_dot_kernel.h in 256-bit vectors. */
#if defined(__x86_64__)
#pragma GCC target("avx2")
#define FP_ALIGN gcim_fast_fp_align_avx2
#define FP_MAC gcim_fast_fp_mac_avx2
#include "fast/fp_dot_kernel.h"
#else
extern int gcim_fast_no_avx2; /* ISO C wants a declaration */
#endif
