/* apx_tree_columns.h: carry-save trees that reduce columns of bits (apx_tree.def 7, 9, 10). Private
 * to cmodel. */
#ifndef GCIM_PART_APX_TREE_COLUMNS_H
#define GCIM_PART_APX_TREE_COLUMNS_H

#include "part/apx_tree.h"

/* Reduce the lanes to two rows of `sum_bits` bits.
 *
 * Exact:   bit for bit apx_tree.def 9 (WALLACE), 10 (DADDA).
 */
gcim_rows_t gcim_tree_wallace(const gcim_tree_t *tree, const gcim_lanes_t *lanes, int sum_bits);
gcim_rows_t gcim_tree_dadda(const gcim_tree_t *tree, const gcim_lanes_t *lanes, int sum_bits);

#endif
