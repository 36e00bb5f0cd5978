/* dcim.h: stages of the bit-serial SRAM-CIM macro (cycle table and algorithm: unit/dcim_macro.def).
 * Private to cmodel. */
#ifndef GCIM_PART_DCIM_H
#define GCIM_PART_DCIM_H

#include <stdbool.h>
#include <stdint.h>

#include "gcim_num.h"

enum { GCIM_DCIM_MAX_ROWS = 1024 };

/* Integer that the low `bits` bits of `word` stand for: sum of 2^k b_k, with the top bit negative
 * if signed; XNOR: sum of 2^k (2 b_k - 1), signed or not.
 *
 * Shapes:  bits 1..16. Exact: yes. Source: dcim_macro.def 12, 13.
 */
int32_t gcim_dcim_operand(uint32_t word, int bits, bool is_signed, gcim_cell_t cell);

/* Digit `group` of a weight: bits [group*group_bits +: group_bits] of its low w_bits, counted
 * inside the group. The sum over groups of digit * 2^(group*group_bits) is gcim_dcim_operand.
 * Source: dcim_macro.def 14.
 */
int32_t gcim_dcim_digit(uint32_t word, int group, int group_bits, int w_bits, bool is_signed,
                        gcim_cell_t cell);

/* Value of the part of an operand that `count` bit cycles have brought in: its low `count` bits
 * (LSB first; the sign counts once the top bit is in), or its top `count` bits (MSB first). Source:
 * dcim_macro.def 16.
 */
int32_t gcim_dcim_prefix(uint32_t word, int bits, int count, bool is_signed, bool msb_first,
                         gcim_cell_t cell);

/* Physical row that stands for each logical row: itself, or the lowest spare that names it. Source:
 * dcim_macro.def 11.
 *
 * Shapes:  repair_row[spares] (values at or above `rows` have no effect), stored[rows]; bit s of
 * repair_en enables s.
 */
void gcim_dcim_repair(int rows, int spares, uint32_t repair_en, const uint32_t *repair_row,
                      int32_t *stored);

/* acc + sum fitted to `bits` signed bits; *overflow is set if it did not fit. Exact before the fit
 * for every int64. Source: dcim_macro.def 17, 18.
 */
int64_t gcim_dcim_accumulate(int64_t acc, int64_t sum, int bits, gcim_fit_t fit, bool *overflow);

#endif
