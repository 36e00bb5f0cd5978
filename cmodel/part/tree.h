/* tree.h: exact adder trees. Twin of rtl/prim/gcim_tree.sv. Private to cmodel. */
#ifndef GCIM_PART_TREE_H
#define GCIM_PART_TREE_H

#include <stdbool.h>
#include <stdint.h>

/* Sum of lanes first .. first+count-1 of `data`.
 *
 * Shapes:  lane i is bits [i*width +: width] of data, width 1..32; count up to 1024.
 * Exact:   yes; |sum| < 2^42.
 */
int64_t gcim_lanes_sum(const uint32_t *data, int first, int count, int width, bool is_signed);

#endif
