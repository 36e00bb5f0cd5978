#ifndef GCIM_NUM_H
#define GCIM_NUM_H

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

#endif /* GCIM_NUM_H */
