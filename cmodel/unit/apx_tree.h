/* apx_tree.h: what the golden of apx_tree keeps, and the fingerprint of its printed Verilog. */
#ifndef GCIM_UNIT_APX_TREE_H
#define GCIM_UNIT_APX_TREE_H

#include "gcim_approx.h"

typedef struct {
  gcim_tree_t tree; /* `saturate` is a mode, not in here */
  uint64_t fingerprint;
} apx_tree_t;

/* The fingerprint of the tree's network, which its Verilog is printed from (apx_tree.def 14).
 *
 * Errors:  those of gcim_net_new; *fingerprint is untouched then.
 */
int gcim_apx_tree_fingerprint(const gcim_tree_t *tree, uint64_t *fingerprint);

#endif
