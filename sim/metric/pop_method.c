/* pop_method.c: population counts by convolution: the distribution of d, and beside it of the
 * number of ones, block by block.
 */
#include <stdlib.h>

#include "fail.h"
#include "gcim.h"
#include "pop.h"

enum { MAX_JOINT_LANES = 160, MAX_TERMS = 1 << POP_BLOCK_BITS };

static int check_popcount(const metric_job_t *job) {
  if (job->subject->kind != SUBJECT_POPCOUNT) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "it is for population counts");
  }
  return GCIM_OK;
}

static mpz_t *weights_new(size_t count) {
  mpz_t *weights = malloc((count + 1) * sizeof *weights);
  for (size_t i = 0; weights != NULL && i < count; i++) {
    mpz_init(weights[i]);
  }
  return weights;
}

static void weights_free(mpz_t *weights, size_t count) {
  for (size_t i = 0; weights != NULL && i < count; i++) {
    mpz_clear(weights[i]);
  }
  free(weights);
}

/* Weights by (ones, d): rows of d_count values d_low, d_low + 1, ..; one row for each number of
 * ones, or a single row if the ones are not kept. */
typedef struct {
  const metric_job_t *job;
  int lanes, rows, d_low, d_count;
  mpz_t *weight;
} joint_t;

static size_t joint_at(const joint_t *j, int ones, int d) {
  return (size_t)(j->rows > 1 ? ones : 0) * (size_t)j->d_count + (size_t)(d - j->d_low);
}

/* What a block adds, patterns with the same effect together. */
typedef struct {
  int ones, d;
  mpz_t weight;
} term_t;

static int block_terms(const joint_t *j, const pop_block_t *block, term_t *terms) {
  int count = 0;
  mpz_t w;
  mpz_init(w);
  for (unsigned x = 0; x < 1u << block->bits; x++) {
    const int ones = __builtin_popcount(x), d = pop_error(block, x);
    int i = 0;
    while (i < count && (terms[i].ones != ones || terms[i].d != d)) {
      i++;
    }
    if (i == count) {
      mpz_init(terms[count].weight);
      terms[count].ones = ones;
      terms[count++].d = d;
    }
    metric_weight(j->job, ones, block->bits, w);
    mpz_add(terms[i].weight, terms[i].weight, w);
  }
  mpz_clear(w);
  return count;
}

static void joint_block(joint_t *j, const pop_block_t *block, mpz_t *before) {
  term_t terms[MAX_TERMS];
  const int count = block_terms(j, block, terms);
  const size_t size = (size_t)j->rows * (size_t)j->d_count;
  for (size_t i = 0; i < size; i++) {
    mpz_swap(before[i], j->weight[i]);
    mpz_set_ui(j->weight[i], 0);
  }
  for (size_t i = 0; i < size; i++) {
    for (int t = 0; t < count && mpz_sgn(before[i]) != 0; t++) {
      const long step = (j->rows > 1 ? (long)terms[t].ones * j->d_count : 0) + terms[t].d;
      mpz_addmul(j->weight[(size_t)((long)i + step)], before[i], terms[t].weight);
    }
  }
  for (int t = 0; t < count; t++) {
    mpz_clear(terms[t].weight);
  }
}

/* The kinds without blocks: d follows from the number of ones. */
static void joint_binomial(joint_t *j) {
  mpz_t ways, w;
  mpz_inits(ways, w, NULL);
  for (int ones = 0; ones <= j->lanes; ones++) {
    const int d = pop_counted(j->job->subject, ones) - ones;
    mpz_bin_uiui(ways, (unsigned long)j->lanes, (unsigned long)ones);
    metric_weight(j->job, ones, j->lanes, w);
    mpz_addmul(j->weight[joint_at(j, ones, d)], ways, w);
  }
  mpz_clears(ways, w, NULL);
}

static bool set_pmf(const joint_t *j, metric_t *m) {
  mpz_t total, *sum = weights_new((size_t)j->d_count);
  if (sum == NULL) {
    return false;
  }
  mpz_init(total);
  metric_total(j->job, j->lanes, total);
  for (int row = 0; row < j->rows; row++) {
    for (int d = 0; d < j->d_count; d++) {
      mpz_add(sum[d], sum[d], j->weight[(size_t)row * (size_t)j->d_count + (size_t)d]);
    }
  }
  const bool done = metric_pmf_from_dense(&m->pmf, j->d_low, (size_t)j->d_count, sum, total);
  weights_free(sum, (size_t)j->d_count);
  mpz_clear(total);
  return done;
}

/* MRED, P(exact = 0, d != 0) and WCRE from rows of ones. */
static bool set_relative(const joint_t *j, metric_t *m) {
  mpz_t total, wrong, *sums = weights_new((size_t)j->lanes + 1);
  mpq_t worst, ratio;
  if (sums == NULL) {
    return false;
  }
  mpz_inits(total, wrong, NULL);
  mpq_inits(worst, ratio, NULL);
  metric_total(j->job, j->lanes, total);
  for (int ones = 0; ones <= j->lanes; ones++) {
    for (int d = j->d_low; d < j->d_low + j->d_count; d++) {
      mpz_t *weight = &j->weight[joint_at(j, ones, d)];
      if (mpz_sgn(*weight) != 0 && d != 0 && ones > 0) {
        mpz_addmul_ui(sums[ones], *weight, (unsigned long)abs(d));
        mpq_set_ui(ratio, (unsigned long)abs(d), (unsigned long)ones);
        mpq_canonicalize(ratio);
        mpq_set(worst, mpq_cmp(ratio, worst) > 0 ? ratio : worst);
      } else if (d != 0 && ones == 0) {
        mpz_add(wrong, wrong, *weight);
      }
    }
  }
  metric_set_ratio(&m->figure[METRIC_ZERO_WRONG], wrong, total);
  metric_set_exact(&m->figure[METRIC_WCRE], worst);
  metric_weight(j->job, 0, j->lanes, wrong);
  mpz_sub(total, total, wrong);
  metric_set_mred(m, (size_t)j->lanes + 1, sums, total);
  weights_free(sums, (size_t)j->lanes + 1);
  mpz_clears(total, wrong, NULL);
  mpq_clears(worst, ratio, NULL);
  return true;
}

static bool run_joint(joint_t *j, const pop_block_t *blocks, int count, metric_t *m) {
  const size_t size = (size_t)j->rows * (size_t)j->d_count;
  mpz_t *before = weights_new(size);
  j->weight = weights_new(size);
  bool done = before != NULL && j->weight != NULL;
  if (done && count > 0) {
    mpz_set_ui(j->weight[joint_at(j, 0, 0)], 1);
    for (int i = 0; i < count; i++) {
      joint_block(j, &blocks[i], before);
    }
  } else if (done) {
    joint_binomial(j);
  }
  done = done && set_pmf(j, m) && (j->rows == 1 || set_relative(j, m));
  weights_free(before, size);
  weights_free(j->weight, size);
  return done;
}

static int run_popcount(const metric_job_t *job, metric_t *m) {
  const subject_t *s = job->subject;
  pop_block_t *blocks = malloc(POP_MAX_BLOCKS * sizeof *blocks);
  uint64_t lanes[GCIM_TREE_MAX_LANES];
  bool done = blocks != NULL;
  if (done) {
    const int count = pop_blocks(s, blocks);
    const int max = pop_extreme(s, blocks, count, 1, lanes);
    metric_set_extreme(m, &m->max, METRIC_EXACT, max, lanes);
    const int min = pop_extreme(s, blocks, count, -1, lanes);
    metric_set_extreme(m, &m->min, METRIC_EXACT, min, lanes);
    joint_t j = {job, s->lanes,      s->lanes <= MAX_JOINT_LANES ? s->lanes + 1 : 1,
                 min, max - min + 1, NULL};
    done = run_joint(&j, blocks, count, m);
  }
  free(blocks);
  if (!done) {
    return gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  }
  metric_from_pmf(m);
  return GCIM_OK;
}

const metric_method_t metric_popcount = {"popcount",
                                         "population counts by convolution of independent blocks",
                                         check_popcount, run_popcount};
