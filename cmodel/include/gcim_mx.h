/* gcim_mx.h: Microscaling blocks: the choices of a conversion and of a sum. What each step computes
 * is written in the cards mx_scale, mx_quant, mx_dot, mx_acc (cmodel/unit); a choice here is a
 * parameter or a mode there, with the same numbers.
 */
#ifndef GCIM_MX_H
#define GCIM_MX_H

#include <stdint.h>

#include "gcim_fp.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Element formats of a block. */
typedef enum {
  GCIM_MX_INT8 = 0, /* two's complement, 6 fraction bits */
  GCIM_MX_E4M3 = 1,
  GCIM_MX_E5M2 = 2,
  GCIM_MX_E3M2 = 3,
  GCIM_MX_E2M3 = 4,
  GCIM_MX_E2M1 = 5
} gcim_mx_elem_t;

/* The scale of a block whose largest magnitude is a = f * 2^e, 1 <= f < 2. */
typedef enum {
  GCIM_MX_FLOOR = 0,  /* the standard's conversion: e less the element format's largest exponent */
  GCIM_MX_CEIL = 1,   /* that of the next power of two above a */
  GCIM_MX_EVEN = 2,   /* that of a rounded to the element's fraction bits */
  GCIM_MX_RCEIL = 3,  /* the smallest with which a does not overflow */
  GCIM_MX_NEAREST = 4 /* the nearest to a / the largest element, halves up */
} gcim_mx_rule_t;

/* Infinities and NaNs of a block. */
typedef enum {
  GCIM_MX_BLOCK_NAN = 0, /* any of them makes the block a NaN */
  GCIM_MX_PASS = 1,      /* they do not count for the scale */
  GCIM_MX_SAT = 2,       /* infinity: largest finite number; NaN: zero */
  GCIM_MX_IGNORE = 3,    /* read as numbers */
  GCIM_MX_INF_TOP = 4    /* a NaN makes the block a NaN; an infinity the largest scale */
} gcim_mx_special_t;

/* Scale of a block of zeros. */
typedef enum {
  GCIM_MX_ZERO_MIN = 0, /* 0: 2^-127 */
  GCIM_MX_ZERO_ONE = 1, /* 127: 1 */
  GCIM_MX_ZERO_LOW = 2  /* that of 2^-126: 1 for INT8, else 0 */
} gcim_mx_zero_t;

/* Scales above 2^127. */
typedef enum {
  GCIM_MX_OVF_CLAMP = 0, /* 254 */
  GCIM_MX_OVF_NAN = 1    /* 255 */
} gcim_mx_ovf_t;

/* Signs of zeros in a conversion. */
typedef enum {
  GCIM_MX_KEEP = 0,
  GCIM_MX_DROP_INPUT = 1, /* a zero that comes in loses its sign */
  GCIM_MX_DROP_ALL = 2    /* one that rounding makes too */
} gcim_mx_zero_sign_t;

/* How the sums of blocks are added (card mx_acc). */
typedef enum {
  GCIM_MX_ACC_MAXFIRST = 0, /* aligned to an exponent that is known before the first block */
  GCIM_MX_ACC_RUNNING = 1,  /* aligned to the largest exponent so far */
  GCIM_MX_ACC_FLOAT = 2,    /* one FP32 addition per block */
  GCIM_MX_ACC_EXACT = 3
} gcim_mx_acc_kind_t;

/* Scale bytes: 2^(byte - 127), but for the last. */
enum { GCIM_MX_SCALE_ONE = 127, GCIM_MX_SCALE_TOP = 254, GCIM_MX_SCALE_NAN = 255 };

#ifdef __cplusplus
}
#endif

#endif /* GCIM_MX_H */
