/* apx_tree_binary.h: trees of two-operand adders (apx_tree.def 6). Private to cmodel. */
#ifndef GCIM_PART_APX_TREE_BINARY_H
#define GCIM_PART_APX_TREE_BINARY_H

#include "part/apx_tree.h"

/* Sum of the lanes, which are used up; *rows takes the two nodes below the root. All three are
 * extended to 64 bits as the lanes are.
 *
 * Exact:   bit for bit apx_tree.def 6.
 */
uint64_t gcim_tree_binary(const gcim_tree_t *tree, gcim_lanes_t *lanes, gcim_rows_t *rows);

#endif
