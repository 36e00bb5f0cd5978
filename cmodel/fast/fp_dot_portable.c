/* fp_dot_portable.c: the loops of fp_dot_kernel.h for any processor. */
#define FP_ALIGN gcim_fast_fp_align_portable
#define FP_MAC gcim_fast_fp_mac_portable
#include "fast/fp_dot_kernel.h"
