/* apx_add.h: words with a carry, and the cell a card asks for. Twin of rtl/prim/gcim_apx_add.sv.
 * The approximate adders themselves are public: gcim_adder_add. Private to cmodel. */
#ifndef GCIM_PART_APX_ADD_H
#define GCIM_PART_APX_ADD_H

#include "gcim_approx.h"

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

/* Row `row` of cmodel/num/apx_cells.def; GCIM_FA_ROW_USER takes the two truth tables instead.
 *
 * Errors:  none; the card keeps the range, a row past the last is the exact cell.
 */
gcim_fa_t gcim_fa_pick(int row, uint8_t user_s, uint8_t user_c);

#endif
