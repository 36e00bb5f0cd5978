/* apx_tree_rows.h: carry-save trees that reduce whole rows (apx_tree.def 7, 8, 11). Private to
 * cmodel. */
#ifndef GCIM_PART_APX_TREE_ROWS_H
#define GCIM_PART_APX_TREE_ROWS_H

#include "part/apx_tree.h"

/* Reduce the lanes, which are used up, to two rows of `sum_bits` bits.
 *
 * Exact:   bit for bit apx_tree.def 8 (CARRY_SAVE), 11 (ROWS73).
 */
gcim_rows_t gcim_tree_carry_save(const gcim_tree_t *tree, gcim_lanes_t *lanes, int sum_bits);
gcim_rows_t gcim_tree_rows73(const gcim_tree_t *tree, gcim_lanes_t *lanes, int sum_bits);

#endif
