#ifndef GCIM_NUM_H
#define GCIM_NUM_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How a number that does not fit its format is made to fit. The values are part of the interface:
 * cards, C, and Verilog use the same numbers. */

/* Rounding to an integer when low bits are dropped. */
typedef enum {
  GCIM_RND_RNE = 0,   /* nearest, ties to even */
  GCIM_RND_RNA = 1,   /* nearest, ties away from zero */
  GCIM_RND_RTZ = 2,   /* toward zero */
  GCIM_RND_FLOOR = 3, /* toward minus infinity */
  GCIM_RND_CEIL = 4,  /* toward plus infinity */
  GCIM_RND_JAM = 5    /* to odd: floor, lowest bit set if any dropped bit was set */
} gcim_round_t;

/* Handling of values outside the range of the result. */
typedef enum {
  GCIM_FIT_WRAP = 0, /* keep the low bits */
  GCIM_FIT_SAT = 1   /* nearest value of the range */
} gcim_fit_t;

/* What a bit cell of a CIM array computes from an input bit and a weight bit. */
typedef enum {
  GCIM_CELL_AND = 0,
  GCIM_CELL_NOR = 1, /* NOR of the inverted lines: the products of AND */
  GCIM_CELL_XNOR = 2 /* bits read as -1, +1 */
} gcim_cell_t;

/* Return value / 2^drop rounded to an integer by `mode`.
 *
 * Shapes:  drop >= 0, 64 and more included; *inexact is set to whether a nonzero bit was dropped,
 *          `inexact` may be NULL.
 * Exact:   yes, never overflows: drop 0 returns `value`, drop >= 1 halves before it adds one.
 * Errors:  none.
 * Source:  IEEE Std 754-2019, 4.3, for RNE, RNA, RTZ, FLOOR, CEIL; JAM is round to odd, Boldo and
 *          Melquiond, "Emulation of a FMA and correctly rounded sums", IEEE TC 57(4), 2008.
 */
int64_t gcim_round_shift(int64_t value, int drop, gcim_round_t mode, bool *inexact);

/* Return `value` as a two's complement number of `bits` bits, wrapped or saturated.
 *
 * Shapes:  bits 1..64; *overflow becomes true if the value does not fit and is never cleared,
 *          `overflow` may be NULL.
 * Exact:   yes if it fits.
 * Errors:  none beyond *overflow.
 * Source:  own definition.
 */
int64_t gcim_fit_signed(int64_t value, int bits, gcim_fit_t mode, bool *overflow);

/* Return `value` as an unsigned number of `bits` bits; a negative one wraps modulo 2^bits or
 * saturates to 0.
 *
 * Shapes:  bits 1..64; *overflow becomes true if the value does not fit and is never cleared,
 *          `overflow` may be NULL.
 * Exact:   yes if it fits.
 * Errors:  none beyond *overflow.
 * Source:  own definition.
 */
uint64_t gcim_fit_unsigned(int64_t value, int bits, gcim_fit_t mode, bool *overflow);

/* Write the Philox4x32-10 block of `counter` under `key`: a pure function, so any case can be
 * repeated alone and in any order.
 *
 * Shapes:  counter[4], key[2], out[4]; word 0 is counter word c0 of the source. `out` may be
 *          `counter`.
 * Exact:   yes, arithmetic modulo 2^32.
 * Errors:  none.
 * Source:  Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11.
 */
void gcim_philox4x32(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

#ifdef __cplusplus
}
#endif

#endif /* GCIM_NUM_H */
