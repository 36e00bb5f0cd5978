/* dcim_tree.h: one bit cycle of the bit-serial SRAM-CIM macro by an approximate tree (card
 * dcim_macro, 15, 16, 21 to 23): what a lane of a column's tree holds, what its sum means, and the
 * sum of a pattern tree. Private to cmodel. */
#ifndef GCIM_PART_DCIM_TREE_H
#define GCIM_PART_DCIM_TREE_H

#include <stdbool.h>
#include <stdint.h>

#include "gcim_num.h"
#include "part/apx_pattern.h"

/* What one bit cycle needs to know about a digit. */
typedef struct {
  uint32_t active; /* bits of the digit that count */
  uint32_t sign;   /* of these the sign bit of a signed weight, or 0 */
} gcim_dcim_digit_t;

/* Digit `group` of weights of `w_bits` bits, `group_bits` bits to a digit. Source: dcim_macro.def
 * 14. */
gcim_dcim_digit_t gcim_dcim_digit_of(int group, int group_bits, int w_bits, bool is_signed);

/* The lane of a row that is on: `w` the stored bits of the digit, `x` the input bit. Source:
 * dcim_macro.def 21.
 */
uint32_t gcim_dcim_lane(const gcim_dcim_digit_t *digit, uint32_t w, bool x, gcim_cell_t cell);

/* F * T - O, as a signed number of sum_bits bits. Source: dcim_macro.def 21. */
int64_t gcim_dcim_column(const gcim_dcim_digit_t *digit, gcim_cell_t cell, int rows_on,
                         uint64_t tree_sum, int sum_bits);

/* T of a pattern tree.
 *
 * Shapes:  lanes[pattern->lanes] of group_bits bits each, packed; at most GCIM_DCIM_LANES lanes.
 * Source:  dcim_macro.def 23.
 */
enum { GCIM_DCIM_LANES = 1024 };
uint64_t gcim_dcim_pattern_sum(const gcim_pattern_t *pattern, bool lossy, const uint32_t *lanes,
                               int group_bits);

/* How a tile adds up its bit cycles. */
typedef struct {
  int digits, group_bits, x_bits, tile_bits;
  bool x_signed, msb_first;
} gcim_dcim_serial_t;

/* The input bit of bit cycle k. Source: dcim_macro.def 16. */
int gcim_dcim_bit(const gcim_dcim_serial_t *how, int k);

/* The tile sum of a column after bit cycle k: `before` that cycle it was, sums[digits] the cycle's
 * column sums. Source: dcim_macro.def 15, 16, 22.
 */
int64_t gcim_dcim_serial_add(const gcim_dcim_serial_t *how, int k, int64_t before,
                             const int64_t *sums);

#endif
