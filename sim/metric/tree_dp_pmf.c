/* tree_dp_pmf.c: the distribution of a tree's error: per low part of a node a polynomial in d. */
#include <stdlib.h>

#include "poly.h"
#include "tree_dp.h"

/* 2^-53 */
#define UNIT 1.1102230246251565e-16

/* Exact while the root's polynomials have no more bits; at most so many products of doubles. */
#define MAX_EXACT_BITS (UINT64_C(1) << 23)
#define MAX_PRODUCTS 3e11

typedef struct {
  int low; /* d of coefficient 0 */
  size_t count;
  double error; /* relative, of doubles */
  poly_t *state;
} node_t;

typedef struct {
  const tree_dp_t *dp;
  poly_kind_t kind;
  node_t node[TREE_DP_NODES];
} nodes_t;

static bool node_new(nodes_t *n, int index, int states, size_t count) {
  node_t *node = &n->node[index];
  node->count = count;
  node->state = malloc((size_t)states * sizeof *node->state);
  bool done = node->state != NULL;
  for (int x = 0; node->state != NULL && x < states; x++) {
    done = poly_new(&n->kind, count, &node->state[x]) && done;
  }
  return done;
}

/* Operand x of the first node with all second operands that give result z (any, at the root). */
static bool combine_one(nodes_t *n, const tree_dp_table_t *table, const node_t *a, const node_t *b,
                        int x, int z, poly_t *to) {
  const bool is_root = z < 0;
  poly_t sum;
  bool done = poly_new(&n->kind, b->count + (size_t)(table->most - table->least), &sum);
  bool is_used = false;
  for (int y = 0; done && y < n->dp->states; y++) {
    if (is_root || table->result[x][y] == z) {
      poly_add(&n->kind, &sum, &b->state[y], (size_t)(table->error[x][y] - table->least));
      is_used = true;
    }
  }
  if (done && is_used) {
    poly_multiply_add(&n->kind, to, &a->state[x], &sum);
  }
  poly_free(&sum);
  return done;
}

static bool has_result(const tree_dp_t *dp, const tree_dp_table_t *table, int x, int z) {
  for (int y = 0; y < dp->states; y++) {
    if (table->result[x][y] == z) {
      return true;
    }
  }
  return false;
}

static bool pmf_combine(void *self, int level, int to, int a, int b) {
  nodes_t *n = self;
  const tree_dp_t *dp = n->dp;
  const tree_dp_table_t *table = &dp->table[level - 1];
  const node_t *left = &n->node[a], *right = &n->node[b];
  const bool is_root = level == dp->levels;
  const size_t spread = (size_t)(table->most - table->least);
  if (is_root && to % 2 == 0) {
    return true; /* nobody reads it */
  }
  n->node[to].low = left->low + right->low + table->least;
  const double terms =
      2.0 * dp->states +
      (double)(left->count < right->count + spread ? left->count : right->count + spread);
  n->node[to].error = left->error + right->error + (terms + 2) * UNIT;
  bool done = node_new(n, to, is_root ? 1 : dp->states, left->count + right->count - 1 + spread);
  for (int x = 0; done && x < dp->states; x++) {
    if (is_root) {
      done = combine_one(n, table, left, right, x, -1, &n->node[to].state[0]);
    }
    for (int z = 0; done && !is_root && z < dp->states; z++) {
      if (has_result(dp, table, x, z)) {
        done = combine_one(n, table, left, right, x, z, &n->node[to].state[z]);
      }
    }
  }
  return done;
}

static bool pmf_copy(void *self, int to, int from) {
  nodes_t *n = self;
  n->node[to].low = n->node[from].low;
  n->node[to].error = n->node[from].error;
  bool done = node_new(n, to, n->dp->states, n->node[from].count);
  for (int x = 0; done && x < n->dp->states; x++) {
    poly_add(&n->kind, &n->node[to].state[x], &n->node[from].state[x], 0);
  }
  return done;
}

static bool pmf_leaf(nodes_t *n) {
  const tree_dp_t *dp = n->dp;
  mpz_t weight[TREE_DP_STATES], total;
  bool done = node_new(n, 0, dp->states, 1);
  mpz_init(total);
  metric_total(dp->job, dp->bits, total);
  for (int x = 0; x < dp->states; x++) {
    mpz_init(weight[x]);
  }
  tree_dp_leaf(dp, weight);
  for (int x = 0; x < dp->states; x++) {
    if (done) {
      poly_put(&n->kind, &n->node[0].state[x], 0, weight[x],
               mpz_get_d(weight[x]) / mpz_get_d(total));
    }
    mpz_clear(weight[x]);
  }
  mpz_clear(total);
  n->node[0].error = 4 * UNIT;
  return done;
}

static bool set_exact(const nodes_t *n, const node_t *root, metric_t *m) {
  const long comp = (long)n->dp->job->subject->tree.comp;
  mpz_t total, *weight = malloc((root->count + 1) * sizeof *weight);
  if (weight == NULL) {
    return false;
  }
  mpz_init(total);
  metric_total(n->dp->job, n->dp->bits * n->dp->job->subject->lanes, total);
  for (size_t i = 0; i < root->count; i++) {
    mpz_init(weight[i]);
    poly_get(&n->kind, &root->state[0], i, weight[i]);
  }
  const bool done =
      metric_pmf_from_dense(&m->pmf, (wide_t)root->low + comp, root->count, weight, total);
  for (size_t i = 0; i < root->count; i++) {
    mpz_clear(weight[i]);
  }
  free(weight);
  mpz_clear(total);
  return done;
}

/* Bits of the root's packed polynomial. */
static size_t exact_bits(const tree_dp_t *dp, size_t *slot) {
  size_t range = 1;
  int count = dp->job->subject->lanes;
  mpz_t total;
  mpz_init(total);
  metric_total(dp->job, dp->bits * count, total);
  *slot = mpz_sizeinbase(total, 2) + 1;
  for (int l = 0; l < dp->levels; l++) {
    range += (size_t)(count / 2) * (size_t)(dp->table[l].most - dp->table[l].least);
    count = (count + 1) / 2;
  }
  mpz_clear(total);
  return range * *slot;
}

/* Products of coefficients that doubles take, for a tree of full levels. */
static double products(const tree_dp_t *dp) {
  double sum = 0, count = 1;
  for (int l = 1; l <= dp->levels; l++) {
    const tree_dp_table_t *table = &dp->table[l - 1];
    double pairs = 0;
    for (int x = 0; x < dp->states; x++) {
      for (int z = 0; z < dp->states; z++) {
        pairs += l < dp->levels ? has_result(dp, table, x, z) : z == 0;
      }
    }
    sum += pairs * count * (count + table->most - table->least);
    count = 2 * count + table->most - table->least;
  }
  return sum;
}

bool tree_dp_distribution(const tree_dp_t *dp, metric_t *m) {
  nodes_t n = {.dp = dp};
  const long comp = (long)dp->job->subject->tree.comp;
  n.kind.exact = exact_bits(dp, &n.kind.slot) * (uint64_t)dp->states <= MAX_EXACT_BITS;
  if (!n.kind.exact && products(dp) > MAX_PRODUCTS) {
    metric_note(m, "the distribution would take too long: no ER, no MED; sample them");
    return true;
  }
  bool done = pmf_leaf(&n) && tree_dp_walk(dp->job->subject->lanes, &n, pmf_combine, pmf_copy);
  const node_t *root = &n.node[2 * dp->levels + 1];
  if (done && n.kind.exact) {
    done = set_exact(&n, root, m);
  } else if (done) {
    done = metric_pmf_from_doubles(&m->pmf, (wide_t)root->low + comp, root->count, root->state[0].v,
                                   root->error);
  }
  for (int i = 0; i < TREE_DP_NODES; i++) {
    const int states = i / 2 == dp->levels ? 1 : dp->states;
    for (int x = 0; n.node[i].state != NULL && x < states; x++) {
      poly_free(&n.node[i].state[x]);
    }
    free(n.node[i].state);
  }
  if (done) {
    metric_from_pmf(m);
  }
  return done;
}
