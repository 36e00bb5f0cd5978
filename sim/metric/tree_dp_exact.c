/* tree_dp_exact.c: bias, MSE and worst cases of a tree, as whole numbers: per low part of a node
 * its weight, the sums of d and d*d, and the best d with where it came from.
 */
#include <stdlib.h>

#include "tree_dp.h"

/* ---- moments ---- */

typedef struct {
  mpz_t weight, sum, square;
} moment_t;

typedef struct {
  const tree_dp_t *dp;
  moment_t *node[TREE_DP_NODES];
} moments_t;

static bool moment_node(moments_t *m, int node) {
  m->node[node] = malloc((size_t)m->dp->states * sizeof *m->node[node]);
  for (int x = 0; m->node[node] != NULL && x < m->dp->states; x++) {
    mpz_inits(m->node[node][x].weight, m->node[node][x].sum, m->node[node][x].square, NULL);
  }
  return m->node[node] != NULL;
}

/* `to` takes pairs of operands in states a and b whose adder errs by `error`. */
static void moment_pair(moment_t *to, const moment_t *a, const moment_t *b, long error) {
  mpz_t weight, sum, square;
  mpz_inits(weight, sum, square, NULL);
  mpz_mul(weight, a->weight, b->weight);
  mpz_mul(sum, a->sum, b->weight);
  mpz_addmul(sum, a->weight, b->sum);
  mpz_mul(square, a->sum, b->sum); /* (da + db + e)^2 */
  mpz_mul_2exp(square, square, 1);
  mpz_addmul(square, a->square, b->weight);
  mpz_addmul(square, a->weight, b->square);
  mpz_add(to->weight, to->weight, weight);
  mpz_add(to->sum, to->sum, sum);
  mpz_add(to->square, to->square, square);
  mpz_mul_si(weight, weight, error);
  mpz_add(to->sum, to->sum, weight);
  mpz_mul_si(weight, weight, error);
  mpz_add(to->square, to->square, weight);
  mpz_mul_si(sum, sum, 2 * error);
  mpz_add(to->square, to->square, sum);
  mpz_clears(weight, sum, square, NULL);
}

static bool moment_combine(void *self, int level, int to, int a, int b) {
  moments_t *m = self;
  const tree_dp_table_t *table = &m->dp->table[level - 1];
  if (!moment_node(m, to)) {
    return false;
  }
  for (int x = 0; x < m->dp->states; x++) {
    for (int y = 0; y < m->dp->states; y++) {
      moment_pair(&m->node[to][table->result[x][y]], &m->node[a][x], &m->node[b][y],
                  table->error[x][y]);
    }
  }
  return true;
}

static bool moment_copy(void *self, int to, int from) {
  moments_t *m = self;
  if (!moment_node(m, to)) {
    return false;
  }
  for (int x = 0; x < m->dp->states; x++) {
    mpz_set(m->node[to][x].weight, m->node[from][x].weight);
    mpz_set(m->node[to][x].sum, m->node[from][x].sum);
    mpz_set(m->node[to][x].square, m->node[from][x].square);
  }
  return true;
}

static bool moment_leaf(moments_t *m) {
  mpz_t weight[TREE_DP_STATES];
  if (!moment_node(m, 0)) {
    return false;
  }
  for (int x = 0; x < m->dp->states; x++) {
    mpz_init(weight[x]);
  }
  tree_dp_leaf(m->dp, weight);
  for (int x = 0; x < m->dp->states; x++) {
    mpz_set(m->node[0][x].weight, weight[x]);
    mpz_clear(weight[x]);
  }
  return true;
}

/* From the root's states: bias + constant, E (d + constant)^2. */
static void set_moments(const moments_t *all, metric_t *m) {
  const moment_t *root = all->node[2 * all->dp->levels + 1];
  const long comp = (long)all->dp->job->subject->tree.comp;
  mpz_t weight, sum, square;
  mpz_inits(weight, sum, square, NULL);
  for (int x = 0; x < all->dp->states; x++) {
    mpz_add(weight, weight, root[x].weight);
    mpz_add(sum, sum, root[x].sum);
    mpz_add(square, square, root[x].square);
  }
  mpz_t part;
  mpz_init(part);
  mpz_mul_si(part, weight, comp);
  mpz_mul_si(part, part, comp);
  mpz_add(square, square, part);
  mpz_mul_si(part, sum, 2 * comp);
  mpz_add(square, square, part);
  mpz_mul_si(part, weight, comp);
  mpz_add(sum, sum, part);
  metric_set_ratio(&m->figure[METRIC_BIAS], sum, weight);
  metric_set_ratio(&m->figure[METRIC_MSE], square, weight);
  m->figure[METRIC_VARIANCE].kind = METRIC_ABSENT;
  metric_derive(m);
  mpz_clears(weight, sum, square, part, NULL);
}

bool tree_dp_moments(const tree_dp_t *dp, metric_t *m) {
  moments_t all = {.dp = dp};
  const bool done =
      moment_leaf(&all) && tree_dp_walk(dp->job->subject->lanes, &all, moment_combine, moment_copy);
  if (done) {
    set_moments(&all, m);
  }
  for (int i = 0; i < TREE_DP_NODES; i++) {
    for (int x = 0; all.node[i] != NULL && x < dp->states; x++) {
      mpz_clears(all.node[i][x].weight, all.node[i][x].sum, all.node[i][x].square, NULL);
    }
    free(all.node[i]);
  }
  return done;
}

/* ---- extremes ---- */

typedef struct {
  bool is_reached;
  wide_t best;
  uint16_t x, y; /* states of the operands */
} choice_t;

typedef struct {
  const tree_dp_t *dp;
  int sign;
  choice_t *node[TREE_DP_NODES];
  int a[TREE_DP_NODES], b[TREE_DP_NODES]; /* operands of a node; a copy has b = -1 */
} choices_t;

static bool choice_combine(void *self, int level, int to, int a, int b) {
  choices_t *c = self;
  const tree_dp_table_t *table = &c->dp->table[level - 1];
  c->a[to] = a;
  c->b[to] = b;
  c->node[to] = calloc((size_t)c->dp->states, sizeof *c->node[to]);
  if (c->node[to] == NULL) {
    return false;
  }
  for (int x = 0; x < c->dp->states; x++) {
    for (int y = 0; y < c->dp->states; y++) {
      choice_t *z = &c->node[to][table->result[x][y]];
      const wide_t best =
          c->node[a][x].best + c->node[b][y].best + c->sign * (wide_t)table->error[x][y];
      if (c->node[a][x].is_reached && c->node[b][y].is_reached &&
          (!z->is_reached || best > z->best)) {
        *z = (choice_t){true, best, (uint16_t)x, (uint16_t)y};
      }
    }
  }
  return true;
}

static bool choice_copy(void *self, int to, int from) {
  choices_t *c = self;
  c->a[to] = from;
  c->b[to] = -1;
  c->node[to] = calloc((size_t)c->dp->states, sizeof *c->node[to]);
  for (int x = 0; c->node[to] != NULL && x < c->dp->states; x++) {
    c->node[to][x] = c->node[from][x];
  }
  return c->node[to] != NULL;
}

/* Lanes of node `node` in state `state`, from lanes[*at] on. The depth is that of the tree. */
static void choose_lanes(const choices_t *c, int node, int state, uint64_t *lanes, int *at) {
  const choice_t *z = &c->node[node][state];
  if (node == 0) {
    lanes[(*at)++] = (uint64_t)state;
  } else if (c->b[node] < 0) {
    choose_lanes(c, c->a[node], state, lanes, at);
  } else {
    choose_lanes(c, c->a[node], z->x, lanes, at);
    choose_lanes(c, c->b[node], z->y, lanes, at);
  }
}

static bool set_extreme(const tree_dp_t *dp, int sign, metric_t *m, metric_extreme_t *extreme) {
  choices_t c = {.dp = dp, .sign = sign};
  uint64_t lanes[GCIM_TREE_MAX_LANES];
  int best = 0, at = 0;
  c.node[0] = calloc((size_t)dp->states, sizeof *c.node[0]);
  for (int x = 0; c.node[0] != NULL && x < dp->states; x++) {
    c.node[0][x].is_reached = true;
  }
  const bool done =
      c.node[0] != NULL && tree_dp_walk(dp->job->subject->lanes, &c, choice_combine, choice_copy);
  if (done) {
    const int root = 2 * dp->levels + 1;
    for (int z = 0; z < dp->states; z++) {
      const choice_t *top = &c.node[root][best];
      const bool better = !top->is_reached || c.node[root][z].best > top->best;
      best = c.node[root][z].is_reached && better ? z : best;
    }
    choose_lanes(&c, root, best, lanes, &at);
    metric_set_extreme(m, extreme, METRIC_EXACT,
                       sign * c.node[root][best].best + dp->job->subject->tree.comp, lanes);
  }
  for (int i = 0; i < TREE_DP_NODES; i++) {
    free(c.node[i]);
  }
  return done;
}

bool tree_dp_extremes(const tree_dp_t *dp, metric_t *m) {
  return set_extreme(dp, 1, m, &m->max) && set_extreme(dp, -1, m, &m->min);
}
