/* tree_dp.h: what the parts of the tree method share: nodes with independent leaves, described by
 * their low bits, which alone decide the errors above.
 */
#ifndef GCIM_METRIC_TREE_DP_H
#define GCIM_METRIC_TREE_DP_H

#include "method.h"

enum { TREE_DP_BITS = 8, TREE_DP_STATES = 1 << TREE_DP_BITS };

/* One level's adder on low bits x, y: the low bits of its result and its error. */
typedef struct {
  uint16_t result[TREE_DP_STATES][TREE_DP_STATES];
  int32_t error[TREE_DP_STATES][TREE_DP_STATES];
  int32_t least, most; /* errors */
} tree_dp_table_t;

typedef struct {
  const metric_job_t *job;
  int bits, states, leaf_bits;
  int levels;
  tree_dp_table_t *table; /* [level - 1] */
} tree_dp_t;

/* Low bits of a leaf: operand -> bits; weight of each value, of^bits in all. */
void tree_dp_leaf(const tree_dp_t *dp, mpz_t *weight);

/* Combining nodes level by level: all nodes of a level are alike but the last, which may have fewer
 * leaves. `combine` makes node `to` of level l (1 ..) from nodes `a` and `b` of the level below;
 * the nodes are numbered: 2 * l full ones, 2 * l + 1 the last of level l. */
typedef bool (*tree_dp_combine_t)(void *self, int level, int to, int a, int b);
typedef bool (*tree_dp_copy_t)(void *self, int to, int from);
bool tree_dp_walk(int lanes, void *self, tree_dp_combine_t combine, tree_dp_copy_t copy);
enum { TREE_DP_NODES = 2 * (GCIM_TREE_MAX_LEVELS + 1) };

/* bias and MSE as ratios. */
bool tree_dp_moments(const tree_dp_t *dp, metric_t *m);

/* Largest and smallest d, with lanes that reach them. */
bool tree_dp_extremes(const tree_dp_t *dp, metric_t *m);

/* The distribution: exact if that is affordable, else doubles with a bound. */
bool tree_dp_distribution(const tree_dp_t *dp, metric_t *m);

#endif
