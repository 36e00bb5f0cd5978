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

#include "gcim_num.h"

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

/* ---- dot products of aligned operands (card fp_dot) ---- */

/* What an aligner does with a number that rounding carries out of its width. */
typedef enum {
  GCIM_CLAMP_SYMMETRIC = 0, /* limits -(2^(W-1) - 1) .. 2^(W-1) - 1 */
  GCIM_CLAMP_FULL = 1,      /* limits -2^(W-1) .. 2^(W-1) - 1 */
  GCIM_CLAMP_RAISE = 2      /* the unit is doubled instead */
} gcim_clamp_t;

/* How groups become one result. */
typedef enum {
  GCIM_ACC_EXACT = 0,  /* exact sum, rounded once */
  GCIM_ACC_FLOAT = 1,  /* one addition in y's format per group */
  GCIM_ACC_ALIGNED = 2 /* aligned to the group with the largest unit, then added */
} gcim_fp_acc_t;

/* One configuration. Fields have the names, meanings and limits of the card's parameters and modes.
 */
typedef struct {
  gcim_float_t x, w, y;
  int lanes;          /* terms of a group, which share exponents; 1..256 */
  int x_bits, w_bits; /* of an aligned operand, two's complement; 2..64 */
  int w_exact; /* 1: weights keep their own exponents, nothing of them is lost; w_bits is not used.
                  For formats whose lossless width is above 64 bits; else the same as that width */
  int guard;   /* 0..64 */
  int segment; /* low exponent bits that the search for the maximum skips */
  int exp_offset;                                  /* added to the result's exponent; -512..511 */
  int daz, x_given, w_given, sticky, far, correct; /* 0 or 1 */
  gcim_special_t specials;
  gcim_round_t quant;
  gcim_clamp_t clamp;
  gcim_fp_acc_t acc;
  gcim_fp_policy_t policy;
} gcim_fp_dot_t;

/* The width that holds every number of a format exactly, two's complement: 41 for fp16. 0 with
 * gcim_error_text() for a format that gcim_float_check refuses. */
int gcim_fp_lossless_bits(const gcim_float_t *format);

/* Fill a configuration for a scheme: FP32 results, quant RTZ, sticky 1, guard 2, all else 0; change
 * fields afterwards. x is aligned to `bits`; weights by scheme:
 *   "input"            exact: lossless width, or w_exact where that is above 64
 *   "layer", "kernel"  `bits`, against references given with the codes, one per layer or kernel
 *                      (gcim_fp_align finds them)
 *   "vector"           `bits`, the reference found per group
 *
 * Errors:  GCIM_ERR_NULL, GCIM_ERR_UNKNOWN, and those of gcim_fp_dot_check.
 */
int gcim_fp_dot_scheme(const char *scheme, const gcim_float_t *x, const gcim_float_t *w, int lanes,
                       int bits, gcim_fp_dot_t *config);

/* Is the configuration within the card's limits?
 *
 * Errors:  GCIM_ERR_NULL, GCIM_ERR_PARAM with the field, its value and what is allowed.
 */
int gcim_fp_dot_check(const gcim_fp_dot_t *config);

typedef enum { GCIM_SIDE_X = 0, GCIM_SIDE_W = 1 } gcim_fp_side_t;

/* Align `count` codes, one group of any length: what weights are aligned with offline, per kernel
 * or layer.
 *
 * Shapes:  codes[count], q[count] integers of 2^(*unit - bias - (bits - 2)); infinities and NaNs
 *          give 0. given: NULL, or the reference, an exponent field of at least the largest. *ref
 *          gets the reference, found or given; *unit that of the unit, one more where
 *          GCIM_CLAMP_RAISE raised it; *flags NXA or 0, may be NULL.
 * Errors:  GCIM_ERR_NULL, GCIM_ERR_STATE for w_exact, GCIM_ERR_PARAM (a reference below a lane,
 *          named with its exponent, among them); outputs are untouched on error.
 * Source:  cards fp_emax, fp_align.
 */
int gcim_fp_align(const gcim_fp_dot_t *config, gcim_fp_side_t side, const uint32_t *codes,
                  size_t count, const int *given, int64_t *q, int *ref, int *unit, uint32_t *flags);

/* One dot product of any number of terms, in groups of `lanes`; the last is filled up with zeros.
 *
 * Shapes:  x[terms], w[terms] codes; x_ref[groups] (w_ref[groups]) exponent fields, read if x_given
 *          (w_given) = 1; *y a code; *flags gets the flags, may be NULL.
 * Exact:   as the configuration says; sums between roundings are exact.
 * Errors:  GCIM_ERR_NULL, GCIM_ERR_PARAM (a reference below a lane among them: the hardware would
 *          clamp that lane and set below_o); outputs are untouched on error.
 * Source:  card fp_dot.
 */
int gcim_fp_dot(const gcim_fp_dot_t *config, const uint32_t *x, const uint32_t *w, size_t terms,
                const uint32_t *x_ref, const uint32_t *w_ref, uint32_t random, uint32_t *y,
                uint32_t *flags);

/* `count` dot products with one configuration, checked once: the one to call for matrices.
 *
 * Shapes:  x[count * terms], w[count * terms], x_ref[count * groups], w_ref[count * groups],
 *          y[count]; `random` the same word everywhere; *flags gets those of all ORed, may be NULL.
 * Errors:  as gcim_fp_dot; y holds the results before the product that failed.
 */
int gcim_fp_dots(const gcim_fp_dot_t *config, const uint32_t *x, const uint32_t *w, size_t terms,
                 size_t count, const uint32_t *x_ref, const uint32_t *w_ref, uint32_t random,
                 uint32_t *y, uint32_t *flags);

/* ---- dot products of aligned products (card fp_pdot) ---- */

/* The summand. */
typedef enum {
  GCIM_C_TERM = 0, /* one more aligned term */
  GCIM_C_LATE = 1, /* added to the rounded sum */
  GCIM_C_NONE = 2
} gcim_fp_c_t;

/* One configuration, as above. */
typedef struct {
  gcim_float_t x, w, c, y;
  gcim_float_t shown; /* results are given as codes of this format, which has every number of y; all
                         zero: y itself */
  int lanes;          /* products of a step; 1..256 */
  int frac;           /* fraction bits kept below the unit of the largest exponent; 0..640 */
  int fold;           /* low exponent bits that go into the significand; 0..3 */
  int exp_floor;      /* 1024 + lowest reference, 0: none; 0..2047 */
  int daz, zeros;     /* 0 or 1 */
  gcim_special_t specials;
  gcim_round_t quant;
  gcim_fp_c_t c_mode;
  gcim_fp_policy_t policy;
} gcim_fp_pdot_t;

/* Is the configuration within the card's limits?
 *
 * Errors:  GCIM_ERR_NULL, GCIM_ERR_PARAM with the field, its value and what is allowed.
 */
int gcim_fp_pdot_check(const gcim_fp_pdot_t *config);

/* `count` dot products c[i] + x[i] . w[i] of `terms` terms each, in steps of `lanes`: the result of
 * a step is the c of the next, the last step is filled up with zeros. Steps need numbers of y to
 * be numbers of c, and a c.
 *
 * Shapes:  x[count * terms], w[count * terms], c[count] (NULL for GCIM_C_NONE), y[count] codes of
 *          `shown`; random for STOCH, the same word everywhere; *flags gets those of all, may be
 *          NULL.
 * Exact:   as the configuration says; sums between roundings are exact.
 * Errors:  GCIM_ERR_NULL, GCIM_ERR_PARAM; outputs are untouched on error.
 * Source:  card fp_pdot.
 */
int gcim_fp_pdot(const gcim_fp_pdot_t *config, const uint32_t *x, const uint32_t *w, size_t terms,
                 const uint32_t *c, size_t count, uint32_t random, uint32_t *y, uint32_t *flags);

/* What a step of published hardware does. */
typedef enum {
  GCIM_MMA_ONE_STEP = 0, /* gcim_fp_pdot of `dot` */
  GCIM_MMA_TWO_STEP = 1, /* products without c as in gcim_fp_pdot; their sum and c aligned, both
                            downward, c to dot.frac, the sum to sum_frac + 1 fraction bits; the
                            total cut downward to sum_frac below its own exponent, then rounded. A
                            product that y has no exponent for is an infinity */
  GCIM_MMA_TREE = 2      /* products rounded to y, added in pairs in y: (0 + 1) + (2 + 3); then that
                            and c. With dot.daz, factors and a first c that are zero or subnormal
                            are +0 */
} gcim_fp_form_t;

/* Published hardware: "<gpu>.<input>.<result>". gcim_fp_mma computes all of it, gcim_fp_pdot of
 * `dot` only what has the form ONE_STEP. */
typedef struct {
  const char *name;   /* "h100.e4m3.fp32" */
  const char *basis;  /* what it was compared with */
  gcim_fp_pdot_t dot; /* c has the format of the result */
  gcim_fp_form_t form;
  int sum_frac; /* TWO_STEP: dot.frac..48, dot.frac at most 32 */
} gcim_fp_preset_t;

/* `count` dot products c[i] + x[i] . w[i] of `terms` terms each on the hardware of a preset, in
 * steps as gcim_fp_pdot.
 *
 * Shapes:  x[count * terms], w[count * terms], c[count], y[count] codes; *flags gets those of all,
 *          may be NULL; NXA also for bits lost downward.
 * Exact:   as the preset says; sums between roundings are exact.
 * Errors:  GCIM_ERR_NULL, GCIM_ERR_PARAM (terms=0, and what a form does not have); outputs are
 *          untouched on error.
 * Source:  above, and fp_mma_two_step.c, fp_mma_tree.c for what was read.
 */
int gcim_fp_mma(const gcim_fp_preset_t *preset, const uint32_t *x, const uint32_t *w, size_t terms,
                const uint32_t *c, size_t count, uint32_t *y, uint32_t *flags);

/* Find a preset by name. Returns NULL with gcim_error_text() naming the nearest one. */
const gcim_fp_preset_t *gcim_fp_preset_find(const char *name);

/* The index-th preset, NULL past the last. */
const gcim_fp_preset_t *gcim_fp_preset_list(int index);

#ifdef __cplusplus
}
#endif
#endif
