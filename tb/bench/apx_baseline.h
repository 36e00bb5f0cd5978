/* apx_baseline.h: see apx_baseline.c. */
#ifndef GCIM_TB_BENCH_APX_BASELINE_H
#define GCIM_TB_BENCH_APX_BASELINE_H

#include <stdint.h>

/* 16-bit LOA with 8 low bits; 17 result bits. */
uint32_t apx_baseline_loa16_8(uint32_t a, uint32_t b);

#endif
