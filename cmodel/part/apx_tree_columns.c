/* apx_tree_columns.c: lists of bits, one a column, rewritten in place round by round. A list never
 * grows beyond the number of lanes: a round leaves a column at most ceil(h/3) sums and the
 * ceil(h'/3) carries of its neighbour, or two bits and those carries. */
#include "part/apx_tree_columns.h"

#include <string.h>

#include "core/bits.h"

enum { MAX_CARRIES = GCIM_TREE_MAX_LANES / 2 }; /* a cell takes two bits at least */

typedef struct {
  uint8_t bit[GCIM_TREE_MAX_BITS][GCIM_TREE_MAX_LANES];
  int height[GCIM_TREE_MAX_BITS];
  int number[GCIM_TREE_MAX_BITS]; /* of the column's next full adder cell */
  int count;                      /* of columns */
} columns_t;

/* Cells of one column in one round: full adders on the first 3 * full bits, then a half adder. */
typedef struct {
  int full, half;
} plan_t;

/* ---- lists ---- */

static void fill(columns_t *columns, const gcim_lanes_t *lanes, int sum_bits) {
  const int filled = lanes->is_signed ? sum_bits : lanes->bits;
  columns->count = sum_bits;
  for (int q = 0; q < sum_bits; q++) {
    columns->height[q] = q < filled ? lanes->count : 0;
    columns->number[q] = 0;
    for (int i = 0; i < columns->height[q]; i++) {
      columns->bit[q][i] = (lanes->word[i] >> q) & 1;
    }
  }
}

static int tallest(const columns_t *columns) {
  int height = 0;
  for (int q = 0; q < columns->count; q++) {
    height = columns->height[q] > height ? columns->height[q] : height;
  }
  return height;
}

static uint64_t row_of(const columns_t *columns, int index) {
  uint64_t row = 0;
  for (int q = 0; q < columns->count; q++) {
    row |= columns->height[q] > index ? (uint64_t)columns->bit[q][index] << q : 0;
  }
  return row;
}

static gcim_rows_t rows_of(const columns_t *columns) {
  return (gcim_rows_t){row_of(columns, 0), row_of(columns, 1)};
}

/* ---- one column in one round ---- */

static uint8_t output(uint8_t table, int index) {
  return (table >> index) & 1;
}

static gcim_fa_t next_full_adder(const gcim_tree_t *tree, columns_t *columns, int q) {
  const int number = columns->number[q]++;
  const bool is_alt = tree->alt_period > 0 && number % tree->alt_period == tree->alt_period - 1;
  return is_alt ? tree->alt[q] : tree->cell[q];
}

/* Put the cells of `plan` into column q. Its list becomes sums, then bits not taken; carry[] takes
 * the carries. */
static void reduce(const gcim_tree_t *tree, columns_t *columns, int q, plan_t plan,
                   uint8_t *carry) {
  uint8_t *bit = columns->bit[q];
  const int taken = 3 * plan.full + 2 * plan.half;
  const int made = plan.full + plan.half;
  for (int i = 0; i < plan.full; i++) {
    const gcim_fa_t cell = next_full_adder(tree, columns, q);
    const int index = 4 * bit[3 * i] + 2 * bit[3 * i + 1] + bit[3 * i + 2];
    bit[i] = output(cell.s, index); /* i <= 3i: the bits still to be read stay */
    carry[i] = output(cell.c, index);
  }
  if (plan.half != 0) {
    const int index = 4 * bit[3 * plan.full] + 2 * bit[3 * plan.full + 1];
    bit[plan.full] = output(tree->cell[q].s, index);
    carry[plan.full] = output(tree->cell[q].c, index);
  }
  memmove(bit + made, bit + taken, (size_t)(columns->height[q] - taken));
  columns->height[q] -= taken - made;
}

/* ---- rounds ---- */

/* 9. */
static plan_t plan_wallace(int height) {
  return height <= 2 ? (plan_t){0, 0} : (plan_t){height / 3, height % 3 == 2};
}

/* 10. A full adder lowers the height by 2, a last half adder by 1. */
static plan_t plan_dadda(int height, int target) {
  const int excess = height - target;
  return excess <= 0 ? (plan_t){0, 0} : (plan_t){excess / 2, excess % 2};
}

/* One round over all columns; target 0: WALLACE. */
static void reduce_all(const gcim_tree_t *tree, columns_t *columns, int target) {
  uint8_t carry[2][MAX_CARRIES]; /* from column q-1: [q % 2] */
  int carries = 0;
  for (int q = 0; q < columns->count; q++) {
    const int height = columns->height[q];
    const plan_t plan = target == 0 ? plan_wallace(height) : plan_dadda(height + carries, target);
    reduce(tree, columns, q, plan, carry[(q + 1) % 2]);
    memcpy(columns->bit[q] + columns->height[q], carry[q % 2], (size_t)carries);
    columns->height[q] += carries;
    carries = plan.full + plan.half;
  }
}

gcim_rows_t gcim_tree_wallace(const gcim_tree_t *tree, const gcim_lanes_t *lanes, int sum_bits) {
  columns_t columns;
  fill(&columns, lanes, sum_bits);
  while (tallest(&columns) > 2) {
    reduce_all(tree, &columns, 0);
  }
  return rows_of(&columns);
}

gcim_rows_t gcim_tree_dadda(const gcim_tree_t *tree, const gcim_lanes_t *lanes, int sum_bits) {
  static const int target[] = {2,  3,  4,  6,   9,   13,  19,  28,
                               42, 63, 94, 141, 211, 316, 474, 711}; /* d' = floor(3 d / 2) */
  columns_t columns;
  fill(&columns, lanes, sum_bits);
  const int height = tallest(&columns);
  for (int i = (int)(sizeof target / sizeof target[0]) - 1; i >= 0; i--) {
    if (target[i] < height) {
      reduce_all(tree, &columns, target[i]);
    }
  }
  return rows_of(&columns);
}
