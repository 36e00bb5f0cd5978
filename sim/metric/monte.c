/* monte.c: random cases, for what no exact method reaches. Every figure comes with intervals; the
 * largest error seen is only a lower bound of the worst case, and is called one.
 */
#include <stdlib.h>

#include "additive.h"
#include "draw.h"
#include "fail.h"
#include "gcim.h"
#include "interval.h"
#include "progress.h"
#include "sample.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>

typedef struct {
  const metric_job_t *job;
  uint64_t blocks, next;
  pthread_mutex_t lock;
  progress_t progress;
  double *ratio, *ratio_square; /* per block, so that their order is fixed */
} monte_t;

typedef struct {
  monte_t *run;
  sample_t sample;
  int status;
} worker_t;

static int check_monte(const metric_job_t *job) {
  if (job->subject->kind == SUBJECT_POPCOUNT) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "population counts have an exact method");
  }
  if (job->domain == DOMAIN_UNBOUNDED) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "it sees the modulo; use --domain all");
  }
  return GCIM_OK;
}

/* Operands too wide for a network: one by one. */
static void draw_cases(worker_t *w, uint64_t first) {
  uint64_t lanes[GCIM_TREE_MAX_LANES];
  for (uint64_t i = first; i < first + BLOCK_CASES; i++) {
    wide_t approximate, exact;
    draw_lanes(w->run->job, i, lanes);
    subject_eval(w->run->job->subject, lanes, &approximate, &exact);
    sample_case(&w->sample, i, approximate, exact);
  }
}

static uint64_t next_block(monte_t *run, bool is_done) {
  pthread_mutex_lock(&run->lock);
  if (is_done) {
    progress_add(&run->progress, BLOCK_CASES);
  }
  const uint64_t index = run->next < run->blocks ? run->next++ : run->blocks;
  pthread_mutex_unlock(&run->lock);
  return index;
}

static void *work(void *self) {
  worker_t *w = self;
  monte_t *run = w->run;
  const bool has_net = run->job->subject->kind == SUBJECT_TREE;
  block_t b;
  w->status = has_net ? block_new(run->job, &b) : GCIM_OK;
  if (w->status != GCIM_OK) {
    return NULL;
  }
  for (uint64_t i = next_block(run, false); i < run->blocks; i = next_block(run, true)) {
    w->sample.ratio = w->sample.ratio_square = 0;
    if (has_net) {
      draw_block(run->job, i, &b);
      block_eval(&b, BLOCK_WORDS, true);
      sample_block(&w->sample, &b, i * BLOCK_CASES, BLOCK_CASES);
    } else {
      draw_cases(w, i * BLOCK_CASES);
    }
    run->ratio[i] = w->sample.ratio;
    run->ratio_square[i] = w->sample.ratio_square;
  }
  if (has_net) {
    block_free(&b);
  }
  return NULL;
}

/* ---- figures ---- */

static void set_sampled(metric_value_t *v, double mean, double variance, double length,
                        uint64_t cases) {
  const double half = interval_mean(variance > 0 ? variance : 0, cases);
  v->kind = METRIC_SAMPLED;
  v->value = mean;
  v->low = mean - half;
  v->high = mean + half;
  v->is_sure = length > 0;
  if (v->is_sure) {
    const double sure = interval_bernstein(variance > 0 ? variance : 0, length, cases);
    v->sure_low = mean - sure;
    v->sure_high = mean + sure;
  }
}

static void set_share(metric_value_t *v, uint64_t hits, uint64_t cases) {
  v->kind = METRIC_SAMPLED;
  v->value = (double)hits / (double)cases;
  interval_binomial(hits, cases, &v->low, &v->high);
}

/* Bounds of d that hold for any operands. */
static void error_range(const metric_job_t *job, double *low, double *high) {
  wide_t least, most;
  if (metric_additive.check(job) == GCIM_OK && additive_bounds(job, &least, &most) == GCIM_OK) {
    *low = (double)least;
    *high = (double)most;
    return;
  }
  subject_exact_range(job->subject, &least, &most);
  const double span = ldexp(1, job->subject->sum_bits) + (double)(most - least);
  *low = -span;
  *high = span;
}

static void set_moments(const metric_job_t *job, const sample_t *s, metric_t *m) {
  metric_value_t *f = m->figure;
  double low, high, fourth = 0;
  metric_pmf_figures(&m->pmf, f); /* of the sample, exactly; made estimates below */
  for (size_t i = 0; i < m->pmf.count; i++) {
    const double d = (double)m->pmf.d[i];
    fourth += m->pmf.p[i] * d * d * d * d;
  }
  error_range(job, &low, &high);
  const double size = -low > high ? -low : high;
  const double med = f[METRIC_MED].value, bias = f[METRIC_BIAS].value, mse = f[METRIC_MSE].value;
  const double er = f[METRIC_ER].value;
  set_share(&f[METRIC_ER], (uint64_t)llround(er * (double)s->cases), s->cases);
  set_sampled(&f[METRIC_MED], med, mse - med * med, size, s->cases);
  set_sampled(&f[METRIC_BIAS], bias, mse - bias * bias, high - low, s->cases);
  set_sampled(&f[METRIC_MSE], mse, fourth - mse * mse, size * size, s->cases);
}

static void set_figures(const monte_t *run, const sample_t *s, metric_t *m) {
  const metric_job_t *job = run->job;
  double ratio = 0, square = 0;
  for (uint64_t i = 0; i < run->blocks; i++) {
    ratio += run->ratio[i];
    square += run->ratio_square[i];
  }
  set_moments(job, s, m);
  if (s->nonzero > 0) {
    const double mean = ratio / (double)s->nonzero;
    set_sampled(&m->figure[METRIC_MRED], mean, square / (double)s->nonzero - mean * mean, 0,
                s->nonzero);
  }
  set_share(&m->figure[METRIC_ZERO_WRONG], s->zero_wrong, s->cases);
  if (s->worst_exact != 0) {
    metric_value_t *worst = &m->figure[METRIC_WCRE];
    worst->kind = METRIC_SAMPLED;
    worst->value = worst->low = worst->high = (double)s->worst_d / (double)s->worst_exact;
  }
  m->bits = job->subject->sum_bits < METRIC_MAX_BITS ? job->subject->sum_bits : METRIC_MAX_BITS;
  for (int j = 0; j < m->bits; j++) {
    set_share(&m->bit[j], s->bit_wrong[j], s->cases);
  }
}

/* Operands of a case again. */
static void redraw(const metric_job_t *job, uint64_t number, uint64_t *lanes) {
  block_t b;
  if (job->subject->kind != SUBJECT_TREE) {
    draw_lanes(job, number, lanes);
  } else if (block_new(job, &b) == GCIM_OK) {
    draw_block(job, number / BLOCK_CASES, &b);
    block_lanes(&b, (size_t)(number % BLOCK_CASES) / 64, (int)(number % 64), lanes);
    block_free(&b);
  }
}

static int finish(const monte_t *run, const sample_t *s, metric_t *m) {
  uint64_t lanes[GCIM_TREE_MAX_LANES] = {0};
  if (s->is_full) {
    return gcim_vec_fail(GCIM_ERR_STATE, "more than %d different errors: take fewer samples",
                         HIST_MAX_VALUES);
  }
  if (s->cases == 0) {
    return gcim_vec_fail(GCIM_ERR_STATE, "no sample fell into the domain: take more samples");
  }
  if (!hist_pmf(&s->hist, &m->pmf)) {
    return gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  }
  m->pmf.is_sampled = true;
  set_figures(run, s, m);
  redraw(run->job, s->max_case, lanes);
  metric_set_extreme(m, &m->max, METRIC_SAMPLED, s->max, lanes);
  redraw(run->job, s->min_case, lanes);
  metric_set_extreme(m, &m->min, METRIC_SAMPLED, s->min, lanes);
  metric_note(m, "%llu samples, seed %llu; worst cases are lower bounds",
              (unsigned long long)s->cases, (unsigned long long)run->job->seed);
  metric_derive(m);
  return GCIM_OK;
}

static int run_threads(monte_t *run, metric_t *m) {
  worker_t worker[METRIC_MAX_THREADS];
  void *selves[METRIC_MAX_THREADS];
  int made = 0, status = GCIM_OK;
  bool done = true;
  for (; made < run->job->threads && done; made++) {
    worker[made] = (worker_t){.run = run};
    done = sample_new(run->job, &worker[made].sample);
    selves[made] = &worker[made];
  }
  if (done) {
    progress_start(&run->progress, "samples", run->blocks * BLOCK_CASES, 0, run->job->is_quiet);
    metric_threads(made, work, selves);
    progress_end(&run->progress);
  }
  for (int i = 0; i < made && done; i++) {
    status = worker[i].status != GCIM_OK ? worker[i].status : status;
    done = i == 0 || sample_merge(&worker[0].sample, &worker[i].sample);
    worker[0].sample.is_full = worker[0].sample.is_full || !done;
  }
  if (status == GCIM_OK) {
    status = made > 0 && worker[0].sample.hist.items != NULL
                 ? finish(run, &worker[0].sample, m)
                 : gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  }
  for (int i = 0; i < made; i++) {
    sample_free(&worker[i].sample);
  }
  return status;
}

static int run_monte(const metric_job_t *job, metric_t *m) {
  monte_t run = {.job = job, .blocks = (job->samples + BLOCK_CASES - 1) / BLOCK_CASES};
  int status = GCIM_ERR_STATE;
  run.ratio = calloc(run.blocks, sizeof *run.ratio);
  run.ratio_square = calloc(run.blocks, sizeof *run.ratio_square);
  if (run.ratio != NULL && run.ratio_square != NULL) {
    pthread_mutex_init(&run.lock, NULL);
    status = run_threads(&run, m);
    pthread_mutex_destroy(&run.lock);
  } else {
    gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  }
  free(run.ratio);
  free(run.ratio_square);
  return status;
}

const metric_method_t metric_monte = {"monte", "random operands, with confidence intervals",
                                      check_monte, run_monte};
