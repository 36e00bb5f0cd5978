/* gcim_fp.h: floating-point formats, conversion, and dot products by alignment: array functions for
 * C and Python callers. Codes are held in the low bits of a uint32_t, one per element.
 *
 * What each step computes is written in the cards fp_decode, fp_align, fp_mac, fp_norm, fp_convert,
 * fp_dot, fp_pdot (cmodel/unit); a policy here is a mode there, with the same numbers.
 */
#ifndef GCIM_FP_H
#define GCIM_FP_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What the codes with all exponent bits set mean. */
typedef enum {
  GCIM_FLOAT_IEEE = 0,  /* infinities and NaNs */
  GCIM_FLOAT_FN = 1,    /* exponent and fraction all ones: NaN; no infinity */
  GCIM_FLOAT_FINITE = 2 /* numbers */
} gcim_float_kind_t;

/* A format: sign, exp_bits (1..8), man_bits (1..23) from the top; a number is
 * (-1)^s * 1.T * 2^(E - bias), or (-1)^s * 0.T * 2^(1 - bias) for E = 0. IEEE needs exp_bits >= 2.
 */
typedef struct {
  int exp_bits, man_bits, bias;
  gcim_float_kind_t kind;
} gcim_float_t;

/* Special operands. */
typedef enum {
  GCIM_SPECIAL_IEEE = 0,   /* as the format says */
  GCIM_SPECIAL_IGNORE = 1, /* read as numbers */
  GCIM_SPECIAL_ZERO = 2,   /* infinity: largest finite number; NaN: zero */
  GCIM_SPECIAL_MAX = 3     /* both: largest finite number */
} gcim_special_t;

/* Rounding of a result that is one more than those of gcim_round_t. */
enum { GCIM_RND_STOCH = 6 };

/* Results above the largest finite number. */
typedef enum {
  GCIM_OVF_IEEE = 0, /* infinity or largest, by the rounding */
  GCIM_OVF_SAT = 1,  /* largest; an infinite operand too */
  GCIM_OVF_INF = 2,  /* infinity, whatever the rounding (NaN in FN) */
  GCIM_OVF_NAN = 3
} gcim_overflow_t;

/* NaN results. A FINITE format needs ZERO or MAX. */
typedef enum {
  GCIM_NAN_CANON = 0,   /* positive, quiet bit only (FN: all ones) */
  GCIM_NAN_ONES = 1,    /* positive, all ones */
  GCIM_NAN_SIGN = 2,    /* CANON with the operand's sign */
  GCIM_NAN_PAYLOAD = 3, /* the operand's sign and leading fraction bits, quieted */
  GCIM_NAN_ZERO = 4,
  GCIM_NAN_MAX = 5
} gcim_nan_t;

/* Flags. */
enum {
  GCIM_FLAG_NX = 1,
  GCIM_FLAG_UF = 2,
  GCIM_FLAG_OF = 4,
  GCIM_FLAG_NV = 8,
  GCIM_FLAG_SAT = 16,
  GCIM_FLAG_NXA = 32 /* bits lost in an alignment */
};

/* How a value becomes a code (card fp_norm); all zero is IEEE, RNE. */
typedef struct {
  int rnd; /* gcim_round_t or GCIM_RND_STOCH */
  gcim_overflow_t ovf;
  gcim_nan_t nan;
  int neg_zero;    /* 1: zero results are positive */
  int ftz;         /* 1: subnormal results are flushed */
  int tiny_before; /* 1: tininess before rounding */
  int rand_bits;   /* STOCH: bits of the random word, 1..32 */
} gcim_fp_policy_t;

/* Named formats: fp32 fp16 bf16 tf32 e4m3 e5m2 e2m3 e3m2 e2m1 e8m13 (the FP32 with 13 fraction bits
 * of some accumulators).
 *
 * Returns: the format, or NULL with gcim_error_text() naming the known ones.
 */
const gcim_float_t *gcim_float_find(const char *name);

/* Is the format within the limits above?
 *
 * Errors:  GCIM_ERR_NULL, GCIM_ERR_PARAM with the field, its value and what is allowed.
 */
int gcim_float_check(const gcim_float_t *format);

/* Is the policy one that results of `format` can have?
 *
 * Errors:  GCIM_ERR_NULL, GCIM_ERR_PARAM (a NaN policy for a format without NaN among them).
 */
int gcim_fp_policy_check(const gcim_fp_policy_t *policy, const gcim_float_t *format);

/* Convert `count` codes.
 *
 * Shapes:  in[count] codes of `from`, out[count] codes of `to`; random[count] words for STOCH, else
 *          may be NULL; *flags gets the flags of all elements ORed in, may be NULL.
 * Exact:   yes: one rounding of the exact value.
 * Errors:  GCIM_ERR_NULL, GCIM_ERR_PARAM; `out` is untouched on error.
 * Source:  cards fp_decode, fp_norm, fp_convert.
 */
int gcim_fp_convert(const gcim_float_t *to, const gcim_float_t *from, gcim_special_t specials,
                    int daz, const gcim_fp_policy_t *policy, const uint32_t *in,
                    const uint32_t *random, size_t count, uint32_t *out, uint32_t *flags);

#ifdef __cplusplus
}
#endif
#endif
