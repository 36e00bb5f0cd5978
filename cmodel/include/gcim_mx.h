/* gcim_mx.h: Microscaling blocks: the choices of a conversion and of a sum. What each step computes
 * is written in the cards mx_scale, mx_quant, mx_dot, mx_acc (cmodel/unit); a choice here is a
 * parameter or a mode there, with the same numbers.
 */
#ifndef GCIM_MX_H
#define GCIM_MX_H

#include <stddef.h>
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

/* ---- conversion (cards mx_scale, mx_quant) ---- */

/* One conversion; a field is the mode of that name. All zero, with a block, is the standard's for
 * MX_INT8 but for one: `ovf` should be GCIM_OVF_SAT for the other formats. */
typedef struct {
  gcim_mx_elem_t elem;
  int block; /* lanes that share a scale: k; 1..256 */
  gcim_mx_rule_t rule;
  gcim_mx_special_t special;
  gcim_mx_zero_t zero;
  gcim_mx_ovf_t scale_ovf;
  gcim_mx_zero_sign_t zero_sign;
  int daz;  /* 1: subnormal lanes are zeros */
  int full; /* 1: MX_INT8 uses -128 */
  int pad;  /* 1: the last block may be short, zeros fill it up; 0: that is an error */
  int rnd;  /* of elements: gcim_round_t or GCIM_RND_STOCH */
  gcim_overflow_t ovf;
  gcim_nan_t nan; /* formats without NaN, MX_INT8 too, need GCIM_NAN_ZERO or GCIM_NAN_MAX */
  int rand_bits;  /* STOCH: bits of a random word, 1..32 */
} gcim_mx_t;

/* A published implementation as a conversion. */
typedef struct {
  const char *name;       /* "torchao.rceil" */
  const char *basis;      /* what it was taken from */
  const char *deviations; /* where the implementation itself does something else; "" */
  unsigned elems;         /* bit e: it has gcim_mx_elem_t e */
} gcim_mx_preset_t;

/* The index-th preset, NULL past the last. */
const gcim_mx_preset_t *gcim_mx_preset_list(int index);

/* Fill `config` for a preset, an element format and blocks of 32.
 *
 * Errors:  GCIM_ERR_NULL, GCIM_ERR_UNKNOWN naming the nearest preset, GCIM_ERR_PARAM for an element
 *          format that the implementation does not have.
 */
int gcim_mx_preset(const char *name, gcim_mx_elem_t elem, gcim_mx_t *config);

/* In place of a scale: the implementation refuses the block. */
enum { GCIM_MX_REFUSED = -1000 };

/* A block of FP32 codes that an implementation converts otherwise than its preset here. */
typedef struct {
  const char *preset;
  gcim_mx_elem_t elem;
  const char *what;
  uint32_t lanes[4]; /* the rest of the block repeats the last */
  int scale;         /* of the implementation; outside 0..255 where it has no byte for it, or
                        GCIM_MX_REFUSED: then there are no codes */
  uint8_t codes[4];
} gcim_mx_deviation_t;

/* The index-th known deviation, NULL past the last. */
const gcim_mx_deviation_t *gcim_mx_deviation_list(int index);

/* Names of element formats: int8 e4m3 e5m2 e3m2 e2m3 e2m1. */
const char *gcim_mx_elem_name(gcim_mx_elem_t elem);

/* Errors: GCIM_ERR_NULL, GCIM_ERR_UNKNOWN naming the known ones. */
int gcim_mx_elem_find(const char *name, gcim_mx_elem_t *elem);

/* Bits of an element's code: 8, 6 or 4. */
int gcim_mx_elem_bits(gcim_mx_elem_t elem);

/* Is the conversion possible?
 *
 * Errors:  GCIM_ERR_NULL, GCIM_ERR_PARAM with the field, its value and what is allowed.
 */
int gcim_mx_check(const gcim_mx_t *config);

/* ceil(count / block). */
size_t gcim_mx_blocks(const gcim_mx_t *config, size_t count);

/* Convert `count` codes of an IEEE format with man_bits >= 7 (fp32, bf16, fp16, tf32 ...).
 *
 * Shapes:  in[count], scale[gcim_mx_blocks], elem[count] codes in the low bits of a byte;
 *          random[count] words for STOCH, else may be NULL; *flags gets those of all blocks ORed,
 * as flags_o of the card, may be NULL. Exact:   yes: one rounding of every element. Errors:
 * GCIM_ERR_NULL, GCIM_ERR_PARAM (count no multiple of block without pad among them); outputs are
 * untouched on error. Source:  cards mx_scale, mx_quant.
 */
int gcim_mx_quant(const gcim_mx_t *config, const gcim_float_t *from, const uint32_t *in,
                  const uint32_t *random, size_t count, uint8_t *scale, uint8_t *elem,
                  uint32_t *flags);

/* The numbers of `count` elements with `scales` scales, as codes of `to`.
 *
 * Shapes:  scale[scales], elem[count], out[count]; *flags gets the flags of all, may be NULL.
 * Exact:   yes: one rounding of scale times element; none where `to` has the number (fp32 has all
 *          but a few at the ends of the range of scales). A scale of 255, a NaN element: a NaN.
 * Errors:  GCIM_ERR_NULL, GCIM_ERR_PARAM (counts that disagree among them); out is untouched.
 * Source:  OCP MX v1.0, 5.1.
 */
int gcim_mx_dequant(const gcim_mx_t *config, const gcim_float_t *to, const gcim_fp_policy_t *policy,
                    const uint8_t *scale, size_t scales, const uint8_t *elem, size_t count,
                    uint32_t *out, uint32_t *flags);

/* Bytes of `count` packed elements: count codes one behind the other from bit 0 of byte 0 on, the
 * last byte filled up with zeros (two 4-bit codes a byte, four 6-bit codes in three). */
size_t gcim_mx_packed_bytes(gcim_mx_elem_t elem, size_t count);

/* Pack codes; unpack them again.
 *
 * Shapes:  elem[count], bytes[gcim_mx_packed_bytes].
 * Errors:  GCIM_ERR_NULL, GCIM_ERR_PARAM: a code with bits above the format (its index is named),
 *          and bits behind the last code that are not zero; outputs are untouched on error.
 */
int gcim_mx_pack(gcim_mx_elem_t elem, const uint8_t *codes, size_t count, uint8_t *bytes);
int gcim_mx_unpack(gcim_mx_elem_t elem, const uint8_t *bytes, size_t count, uint8_t *codes);

/* ---- dot products (cards mx_dot, mx_acc) ---- */

/* One configuration of DotGeneral, the sum over blocks. Results are FP32. */
typedef struct {
  gcim_mx_elem_t a, b;
  int block;
  gcim_mx_acc_kind_t acc; /* EXACT: rounded once; MAXFIRST: to the largest exponent of all blocks */
  int aligned;            /* 1: products of a block are aligned to its largest product exponent and
                             cut before they are added, as tensor cores do */
  int frac;               /* aligned: fraction bits kept below the unit of that exponent; 0..64 */
  gcim_round_t cut;       /* aligned: rounding of a product, by its value */
  int acc_bits;           /* MAXFIRST, RUNNING: of the accumulator; 2..128, 0 stands for 32 */
  gcim_round_t quant;     /* MAXFIRST, RUNNING: of what is shifted out */
  int cutoff, sat;        /* as the card's modes */
  gcim_fp_policy_t policy; /* of every rounding to FP32; rnd RNE..JAM, neg_zero, tiny_before 0 */
} gcim_mx_dot_t;

/* Errors:  GCIM_ERR_NULL, GCIM_ERR_PARAM with the field, its value and what is allowed. */
int gcim_mx_dot_check(const gcim_mx_dot_t *config);

/* One dot product of `blocks` blocks: FP32.
 *
 * Shapes:  a_scale[blocks], b_scale[blocks], a[blocks * block], b[blocks * block] codes; *y an FP32
 *          code; *flags gets {OVF, NXA, SAT, NV, OF, UF, NX} as rs_flags of mx_acc, may be NULL.
 * Exact:   as the configuration says.
 * Errors:  GCIM_ERR_NULL, GCIM_ERR_PARAM; outputs are untouched on error. No blocks: +0.
 * Source:  cards mx_dot, mx_acc; OCP MX v1.0, 6.1, 6.2.
 */
int gcim_mx_dot(const gcim_mx_dot_t *config, const uint8_t *a_scale, const uint8_t *a,
                const uint8_t *b_scale, const uint8_t *b, size_t blocks, uint32_t *y,
                uint32_t *flags);

#ifdef __cplusplus
}
#endif

#endif /* GCIM_MX_H */
