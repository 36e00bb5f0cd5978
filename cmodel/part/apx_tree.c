#include "part/apx_tree.h"

#include <string.h>

#include "core/bits.h"
#include "num/apx_cells.h"
#include "part/apx_tree_binary.h"
#include "part/apx_tree_columns.h"
#include "part/apx_tree_rows.h"
#include "part/tree.h"

void gcim_tree_init(gcim_tree_t *tree, int lanes, int width) {
  const gcim_fa_t exact = gcim_fa_pick(GCIM_FA_ROW_EXACT, 0, 0);
  memset(tree, 0, sizeof *tree); /* BINARY, SCHEME_UNSIGNED, ADD_EXACT are 0 */
  tree->lanes = lanes;
  tree->width = width;
  for (int q = 0; q < GCIM_TREE_MAX_BITS; q++) {
    tree->cell[q] = tree->alt[q] = exact;
  }
  for (int l = 0; l <= GCIM_TREE_MAX_LEVELS; l++) {
    tree->level[l].cell = exact;
  }
}

int gcim_tree_sum_bits(const gcim_tree_t *tree) {
  const int grown = tree->width + gcim_clog2((uint32_t)tree->lanes);
  return tree->max_bits == 0 || tree->max_bits > grown ? grown : tree->max_bits;
}

/* 5. The lanes as the scheme's first tree sees them; returns how many have their sign bit set. */
static int take_lanes(const gcim_tree_t *tree, const uint32_t *data, gcim_lanes_t *lanes) {
  const int width = tree->width;
  const uint64_t sign = (uint64_t)1 << (width - 1);
  const uint64_t flip = tree->scheme == GCIM_SCHEME_INVERT ? sign : 0;
  int negative = 0;
  lanes->count = tree->lanes;
  lanes->bits = tree->scheme == GCIM_SCHEME_PLANE ? width - 1 : width;
  lanes->is_signed = tree->scheme == GCIM_SCHEME_EXTEND;
  for (int i = 0; i < tree->lanes; i++) {
    const uint64_t lane = gcim_bits_get(data, i * width, width);
    negative += (lane & sign) != 0;
    lanes->word[i] = lanes->is_signed ? (uint64_t)gcim_sign_extend(lane, width)
                                      : (lane ^ flip) & gcim_bits_mask(lanes->bits);
  }
  return negative;
}

/* 8 to 11. */
static gcim_rows_t reduce(const gcim_tree_t *tree, gcim_lanes_t *lanes, int sum_bits) {
  switch (tree->topology) {
    case GCIM_CARRY_SAVE:
      return gcim_tree_carry_save(tree, lanes, sum_bits);
    case GCIM_WALLACE:
      return gcim_tree_wallace(tree, lanes, sum_bits);
    case GCIM_DADDA:
      return gcim_tree_dadda(tree, lanes, sum_bits);
    default:
      return gcim_tree_rows73(tree, lanes, sum_bits);
  }
}

/* 5. What a scheme adds at the root. The second tree of SCHEME_PLANE is exact: its sum is the
 * number of sign bits, and has the bits for it. */
static uint64_t correction(const gcim_tree_t *tree, int negative) {
  const int sign = tree->width - 1;
  switch (tree->scheme) {
    case GCIM_SCHEME_INVERT:
      return -((uint64_t)tree->lanes << sign);
    case GCIM_SCHEME_PLANE:
      return -((uint64_t)negative << sign);
    default:
      return 0;
  }
}

uint64_t gcim_tree_sum(const gcim_tree_t *tree, const uint32_t *data, uint64_t *rows) {
  gcim_lanes_t lanes;
  gcim_rows_t last;
  uint64_t sum;
  const int sum_bits = gcim_tree_sum_bits(tree);
  const uint64_t mask = gcim_bits_mask(sum_bits);
  const int negative = take_lanes(tree, data, &lanes);
  if (tree->topology == GCIM_BINARY) {
    sum = gcim_tree_binary(tree, &lanes, &last);
  } else {
    last = reduce(tree, &lanes, sum_bits);
    sum = gcim_adder_add(&tree->level[0], sum_bits, false, last.first, last.second, NULL, NULL);
  }
  if (rows != NULL) {
    rows[0] = last.first & mask;
    rows[1] = last.second & mask;
  }
  return (sum + correction(tree, negative) + (uint64_t)tree->comp) & mask; /* 12 */
}

uint64_t gcim_tree_exact(const gcim_tree_t *tree, const uint32_t *data) {
  const bool is_signed = tree->scheme != GCIM_SCHEME_UNSIGNED;
  const int64_t sum = gcim_lanes_sum(data, 0, tree->lanes, tree->width, is_signed);
  return (uint64_t)sum & gcim_bits_mask(gcim_tree_sum_bits(tree));
}
