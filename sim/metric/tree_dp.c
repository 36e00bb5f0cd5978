/* tree_dp.c: binary trees of lower-part adders. An adder's error and the low bits of its result
 * depend on the low bits of its operands, so (low bits, error so far) of a node is all that counts,
 * and the operands of a node are independent because they share no leaf.
 */
#include "tree_dp.h"

#include <stdlib.h>

#include "exhaust.h"
#include "fail.h"
#include "gcim.h"

/* Bits of a leaf as the adders see it. */
static int leaf_bits(const gcim_tree_t *t) {
  return t->scheme == GCIM_SCHEME_PLANE ? t->width - 1 : t->width;
}

/* Largest K of the levels in use; exact adders have none. */
static int low_bits(const gcim_tree_t *t) {
  int bits = 0;
  for (int l = 1; 1 << (l - 1) < t->lanes; l++) {
    const int k = t->level[l].kind == GCIM_ADD_EXACT ? 0 : t->level[l].k;
    bits = k > bits ? k : bits;
  }
  return bits;
}

static int check_shape(const subject_t *s) {
  const gcim_tree_t *t = &s->tree;
  if (s->kind != SUBJECT_TREE) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "it is for binary trees");
  }
  if (t->topology != GCIM_BINARY) {
    return gcim_vec_fail(GCIM_ERR_PARAM,
                         "it is a dynamic programme for binary trees; sum and carry of a cell of a "
                         "carry-save tree meet again in later cells (reconvergence), whose inputs "
                         "depend on each other, so none is exact there; exact is exhaustive (n*w "
                         "up to %d bits, uniform operands), beyond it additive gives bounds and "
                         "monte samples",
                         (int)EXHAUST_MAX_INPUTS);
  }
  if (t->max_bits > 0) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "a width limit makes all bits count");
  }
  for (int l = 1; 1 << (l - 1) < t->lanes; l++) {
    if (!subject_is_lower_part(&t->level[l])) {
      return gcim_vec_fail(GCIM_ERR_PARAM, "level %d has the block adder '%s'", l,
                           gcim_add_name((int)t->level[l].kind));
    }
  }
  if (low_bits(t) > TREE_DP_BITS) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "k = %d; it goes to %d", low_bits(t), TREE_DP_BITS);
  }
  if (low_bits(t) > leaf_bits(t) || (s->is_signed && low_bits(t) == t->width)) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "k = %d approximates the sign bit of %d-bit operands",
                         low_bits(t), t->width);
  }
  return GCIM_OK;
}

/* Sum over the adders of the least (or largest) error of each. */
static wide_t all_errors(const tree_dp_t *dp, bool most) {
  wide_t sum = 0;
  int count = dp->job->subject->lanes;
  for (int l = 0; l < dp->levels; l++) {
    sum += (count / 2) * (wide_t)(most ? dp->table[l].most : dp->table[l].least);
    count = (count + 1) / 2;
  }
  return sum;
}

static void fill_table(const tree_dp_t *dp, int level, tree_dp_table_t *table) {
  const gcim_adder_t *adder = &dp->job->subject->tree.level[level];
  table->least = table->most = 0;
  for (int x = 0; x < dp->states; x++) {
    for (int y = 0; y < dp->states; y++) {
      bool top = false;
      uint64_t z = 0;
      if (dp->bits > 0) {
        z = gcim_adder_add(adder, dp->bits, false, (uint64_t)x, (uint64_t)y, &top, NULL);
      }
      const int32_t error = (int32_t)z + ((int32_t)top << dp->bits) - x - y;
      table->result[x][y] = (uint16_t)z;
      table->error[x][y] = error;
      table->least = error < table->least ? error : table->least;
      table->most = error > table->most ? error : table->most;
    }
  }
}

static bool dp_new(const metric_job_t *job, tree_dp_t *dp) {
  const gcim_tree_t *t = &job->subject->tree;
  *dp = (tree_dp_t){.job = job, .bits = low_bits(t), .leaf_bits = leaf_bits(t)};
  dp->states = 1 << dp->bits;
  while (1 << dp->levels < t->lanes) {
    dp->levels++;
  }
  dp->table = malloc((size_t)dp->levels * sizeof *dp->table);
  for (int l = 1; dp->table != NULL && l <= dp->levels; l++) {
    fill_table(dp, l, &dp->table[l - 1]);
  }
  return dp->table != NULL;
}

static int check_tree(const metric_job_t *job) {
  const subject_t *s = job->subject;
  tree_dp_t dp;
  const int status = check_shape(s);
  if (status != GCIM_OK) {
    return status;
  }
  if (job->domain != DOMAIN_ALL && job->domain != DOMAIN_UNBOUNDED) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "it takes all operands, no restricted domain");
  }
  if (!dp_new(job, &dp)) {
    return gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  }
  const wide_t low = all_errors(&dp, false) + s->tree.comp,
               high = all_errors(&dp, true) + s->tree.comp;
  free(dp.table);
  if (job->domain == DOMAIN_ALL && subject_may_wrap(s, low, high)) {
    return gcim_vec_fail(GCIM_ERR_PARAM,
                         "the root may leave the %d bits of the sum; --domain unbounded leaves "
                         "that out",
                         s->sum_bits);
  }
  return GCIM_OK;
}

/* Bits of the operand's low part: under SCHEME_INVERT with K = W (not allowed here) they would
 * include the inverted sign. */
void tree_dp_leaf(const tree_dp_t *dp, mpz_t *weight) {
  for (int x = 0; x < dp->states; x++) {
    metric_weight(dp->job, __builtin_popcount((unsigned)x), dp->bits, weight[x]);
  }
}

bool tree_dp_walk(int lanes, void *self, tree_dp_combine_t combine, tree_dp_copy_t copy) {
  int level = 1;
  if (!copy(self, 1, 0)) {
    return false;
  }
  for (int count = lanes; count > 1; count = (count + 1) / 2) {
    const int full = 2 * (level - 1), last = full + 1;
    bool done = count < 3 || combine(self, level, 2 * level, full, full);
    if (done && count % 2 != 0) {
      done = copy(self, 2 * level + 1, last);
    } else if (done) {
      done = combine(self, level, 2 * level + 1, full, last);
    }
    if (!done) {
      return false;
    }
    level++;
  }
  return true;
}

static int run_tree(const metric_job_t *job, metric_t *m) {
  tree_dp_t dp;
  const bool done = dp_new(job, &dp) && tree_dp_extremes(&dp, m) && tree_dp_distribution(&dp, m) &&
                    tree_dp_moments(&dp, m);
  free(dp.table);
  if (!done) {
    return gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  }
  return GCIM_OK;
}

const metric_method_t metric_tree = {
    "tree", "binary trees of lower-part adders, by (low bits, error) of every node", check_tree,
    run_tree};
