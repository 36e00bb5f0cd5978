/* mx_quant.h: Microscaling conversion of many blocks, behind part/mx_quant.h and judged by it
 * (test_mx_fast.c). Private to cmodel.
 *
 * Kernels take FP32 codes. A block with specials, with a largest magnitude below the smallest
 * normal number, or with a scale near the ends of its range is left to the golden.
 */
#ifndef GCIM_FAST_MX_QUANT_H
#define GCIM_FAST_MX_QUANT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gcim_mx.h"

/* What a kernel knows of a conversion. A block's exponent is floor(log2 a) - base, one more if the
 * 23 fraction bits of a are at least up_at (card mx_scale, 9). */
typedef struct {
  int block;               /* lanes */
  int base;                /* emax, or emax + 1 */
  uint32_t up_at;          /* 2^23: never */
  bool is_int;             /* MX_INT8 */
  int man_bits, bias;      /* of other elements */
  int code_bits;           /* of an element */
  int rnd;                 /* RNE, RNA or RTZ */
  uint32_t largest;        /* code of the largest number without its sign; 127 for MX_INT8 */
  uint32_t overflow;       /* what is there for numbers above it */
  uint32_t overflow_flags; /* their flags */
  bool full;               /* -128 is used */
  gcim_mx_zero_sign_t zero_sign;
  bool wants_flags;
} gcim_fast_mx_t;

/* Convert blocks until one needs the golden; returns how many were converted. FLAGs of their
 * elements are ORed into *flags if wants_flags.
 *
 * Shapes:  x[blocks * block], scale[blocks], elem[blocks * block] codes.
 */
typedef size_t gcim_fast_mx_run_t(const gcim_fast_mx_t *plan, const uint32_t *x, size_t blocks,
                                  uint8_t *scale, uint8_t *elem, uint32_t *flags);

gcim_fast_mx_run_t gcim_fast_mx_portable;
#if defined(__x86_64__)
gcim_fast_mx_run_t gcim_fast_mx_avx2; /* block a multiple of 8, RNE */
#endif

/* The kernel for a plan: the selected one, or the portable one where that cannot. */
gcim_fast_mx_run_t *gcim_fast_mx_kernel(const gcim_fast_mx_t *plan);

/* The exponent of the scale for the largest magnitude `a`, an FP32 code; false if the block is the
 * golden's. Limits: the powers of two that the kernels multiply with are normal FP32 numbers, and
 * subnormal FP32 lanes are subnormal elements. */
static inline bool gcim_fast_mx_exponent(const gcim_fast_mx_t *plan, uint32_t a, int *t) {
  if (a < UINT32_C(0x00800000) || a >= UINT32_C(0x7f800000)) {
    return false;
  }
  *t = (int)(a >> 23) - 127 - plan->base + ((a & UINT32_C(0x7fffff)) >= plan->up_at);
  return *t >= -111 && *t <= 119;
}

#endif
