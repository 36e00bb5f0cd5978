/* apx_gear.h: words with a carry, and adders of overlapping sub-adders (GeAr). Private to cmodel.
 */
#ifndef GCIM_PART_APX_GEAR_H
#define GCIM_PART_APX_GEAR_H

#include <stdbool.h>
#include <stdint.h>

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

/* Sub-adder j adds bits j*r .. j*r + r+p-1, cut at `width`; all but the first give their upper r
 * bits only. */
typedef struct {
  int width, r, p; /* 1..64, 1..64, 0..64 */
} gcim_gear_t;

/* Number of sub-adders: the last is the first that reaches bit width-1. At most 64. */
int gcim_gear_blocks(const gcim_gear_t *gear);

/* The sum of all sub-adders, bit j of `cins` the carry into sub-adder j.
 *
 * Shapes:  a, b of `width` bits, none set above.
 * Source:  apx_add2.def, 19; apx_gear_fix.def, 6.
 */
gcim_sum_t gcim_gear_add(const gcim_gear_t *gear, uint64_t a, uint64_t b, uint64_t cins);

/* Bit j: the sub-adders below hand on a carry that sub-adder j misses.
 *
 * Source:  apx_gear_fix.def, 7.
 */
uint64_t gcim_gear_flags(const gcim_gear_t *gear, uint64_t a, uint64_t b, uint64_t cins);

#endif
