/* apx_add.h: words with a carry. The approximate adders themselves are public: gcim_adder_add.
 * Private to cmodel. */
#ifndef GCIM_PART_APX_ADD_H
#define GCIM_PART_APX_ADD_H

#include "num/apx_cells.h"

/* Some result bits and the carry out of the highest of them. */
typedef struct {
  uint64_t y;
  bool carry;
} gcim_sum_t;

/* Exact sum of the low `width` bits of a and b and of one more carry.
 *
 * Shapes:  width 0..64; bits of a and b above it are ignored. Width 0: y = 0, the carry passes.
 * Exact:   yes.
 */
gcim_sum_t gcim_word_add(uint64_t a, uint64_t b, bool carry, int width);

#endif
