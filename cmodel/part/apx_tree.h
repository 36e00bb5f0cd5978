/* apx_tree.h: what the topologies of approximate trees share. The trees themselves are public
 * (gcim_approx.h); their sentences: unit/apx_tree.def. Private to cmodel. */
#ifndef GCIM_PART_APX_TREE_H
#define GCIM_PART_APX_TREE_H

#include "gcim_approx.h"

/* The lanes as the first tree of a scheme sees them: words of `bits` bits, extended to 64 by their
 * sign (SCHEME_EXTEND) or by 0. apx_tree.def 5. */
typedef struct {
  int count, bits;
  bool is_signed;
  uint64_t word[GCIM_TREE_MAX_LANES];
} gcim_lanes_t;

/* The two words that the last adder adds; the second is 0 where there is none. */
typedef struct {
  uint64_t first, second;
} gcim_rows_t;

#endif
