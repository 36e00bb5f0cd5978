/* exhaust_relative.c: the figures that need single cases: sums of |d| by |exact|, the largest |d|
 * by |exact|, how often each d comes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exhaust.h"
#include "fail.h"
#include "gcim.h"

typedef struct {
  exhaust_t *run;
  tally_t own, *tally;         /* tally: where to count */
  uint8_t did[EXHAUST_CHUNKS]; /* chunks of this round */
} worker_t;

/* A bit of an operand adds its weight to the exact sum, so the sum of a case number is that of its
 * low six bits plus that of the rest. */
static int64_t exact_of(const subject_t *s, uint64_t number) {
  uint64_t lanes[GCIM_TREE_MAX_LANES];
  int64_t sum = 0;
  block_case_lanes(s, number, lanes);
  for (int i = 0; i < s->lanes; i++) {
    sum += (int64_t)subject_number((wide_t)lanes[i], s->width, s->is_signed);
  }
  return sum;
}

static void tally_case(tally_t *t, int64_t y, int64_t exact) {
  const int64_t d = y - exact;
  const uint64_t size = (uint64_t)(d < 0 ? -d : d);
  const size_t e = (size_t)(exact < 0 ? -exact : exact);
  t->d[d + t->d_zero]++;
  t->abs_of[e] += size;
  t->worst_of[e] = size > t->worst_of[e] ? size : t->worst_of[e];
  t->zero += e == 0;
  t->zero_wrong += e == 0 && d != 0;
}

/* The cases first .. first+count-1 with results y, count at most 64, first a multiple of it. */
static void tally_word(tally_t *t, const metric_job_t *job, const int64_t *low, uint64_t first,
                       uint64_t count, const int64_t *y) {
  const subject_t *s = job->subject;
  const int64_t high = exact_of(s, first);
  for (uint64_t j = 0; j < count; j++) {
    int64_t exact = high + low[j];
    if (job->domain == DOMAIN_WRAP) {
      exact = (int64_t)subject_number(exact, s->sum_bits, s->is_signed);
    }
    if (job->domain != DOMAIN_NO_OVERFLOW || block_fits(s, exact)) {
      tally_case(t, y[j], exact);
    }
  }
}

static void tally_chunk(tally_t *t, block_t *b, const int64_t *low, uint64_t first,
                        uint64_t count) {
  const subject_t *s = b->job->subject;
  int64_t y[BLOCK_NUMBERS];
  for (uint64_t at = first; at < first + count; at += BLOCK_CASES) {
    const uint64_t cases = first + count - at < BLOCK_CASES ? first + count - at : BLOCK_CASES;
    block_count(b, at);
    block_eval(b, BLOCK_WORDS, false);
    for (uint64_t i = 0; i < cases; i += 64) {
      if (i % BLOCK_NUMBERS == 0) {
        block_numbers(b->out, s->sum_bits, s->is_signed, (size_t)(i / 64), y);
      }
      tally_word(t, b->job, low, at + i, cases < 64 ? cases : 64, y + i % BLOCK_NUMBERS);
    }
  }
}

static void work_chunks(worker_t *w, block_t *b) {
  exhaust_t *e = w->run;
  int64_t low[64];
  for (uint64_t j = 0; j < 64; j++) {
    low[j] = exact_of(e->job->subject, j);
  }
  for (;;) {
    const uint64_t chunk = exhaust_take(e, true);
    if (chunk == e->chunks) {
      return;
    }
    const uint64_t first = chunk * e->chunk;
    const uint64_t count = e->cases - first < e->chunk ? e->cases - first : e->chunk;
    tally_chunk(w->tally, b, low, first, count);
    w->did[chunk] = 1;
    pthread_mutex_lock(&e->lock);
    progress_add(&e->progress, count);
    pthread_mutex_unlock(&e->lock);
  }
}

static void *work(void *self) {
  worker_t *w = self;
  block_t b;
  const int status = block_new(w->run->job, &b);
  if (status != GCIM_OK) {
    exhaust_fail(w->run, status);
    return NULL;
  }
  work_chunks(w, &b);
  block_free(&b);
  return NULL;
}

/* ---- rounds ---- */

/* Until all is done, the state is due, or the job is to stop: what the threads have counted goes to
 * e->tally, together with the marks of its chunks. */
static void run_round(exhaust_t *e, worker_t *workers, void *const *selves) {
  e->next = 0;
  metric_threads(e->job->threads, work, selves);
  for (int i = 0; i < e->job->threads; i++) {
    if (workers[i].tally != &e->tally) {
      tally_move(&e->tally, workers[i].tally);
    }
    for (uint64_t chunk = 0; chunk < e->chunks; chunk++) {
      e->done[chunk] |= workers[i].did[chunk];
      workers[i].did[chunk] = 0;
    }
  }
}

static void run_rounds(exhaust_t *e, worker_t *workers, void *const *selves) {
  progress_start(&e->progress, "relative errors", e->cases, exhaust_cases_done(e),
                 e->job->is_quiet);
  do {
    run_round(e, workers, selves);
    if (e->path[0] != '\0' && progress_clock() > e->save_at && e->status == GCIM_OK) {
      e->status = exhaust_save_now_and_then(e);
      snprintf(e->error, sizeof e->error, "%s", gcim_vec_error_text());
    }
  } while (e->status == GCIM_OK && !e->is_stopped && exhaust_cases_done(e) < e->cases);
  progress_end(&e->progress);
}

/* One that counts where the sum is, the others on their own. */
static bool workers_new(exhaust_t *e, worker_t *workers, void **selves) {
  bool done = true;
  for (int i = 0; i < e->job->threads && done; i++) {
    workers[i].run = e;
    workers[i].tally = i == 0 ? &e->tally : &workers[i].own;
    done = i == 0 || tally_new(&workers[i].own, e->job->subject);
    selves[i] = &workers[i];
  }
  return done;
}

static int count_all(exhaust_t *e) {
  void *selves[METRIC_MAX_THREADS];
  worker_t *workers = calloc((size_t)e->job->threads, sizeof *workers);
  const bool done = workers != NULL && workers_new(e, workers, selves);
  if (done) {
    run_rounds(e, workers, selves);
  }
  for (int i = 0; i < e->job->threads && workers != NULL; i++) {
    tally_free(&workers[i].own);
  }
  free(workers);
  return done ? exhaust_end_pass(e) : gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
}

/* ---- figures ---- */

static void set_worst(const tally_t *t, metric_t *m) {
  mpq_t worst, ratio;
  mpq_inits(worst, ratio, NULL);
  for (size_t e = 1; e < t->e_count; e++) {
    if (t->worst_of[e] != 0) {
      mpq_set_ui(ratio, t->worst_of[e], e);
      mpq_canonicalize(ratio);
      mpq_set(worst, mpq_cmp(ratio, worst) > 0 ? ratio : worst);
    }
  }
  metric_set_exact(&m->figure[METRIC_WCRE], worst);
  mpq_clears(worst, ratio, NULL);
}

static bool set_figures(const tally_t *t, uint64_t cases, metric_t *m) {
  const size_t count = t->d_count > t->e_count ? t->d_count : t->e_count;
  mpz_t total, part, *values = malloc(count * sizeof *values);
  if (values == NULL) {
    return false;
  }
  mpz_init(part);
  mpz_init_set_ui(total, cases);
  for (size_t i = 0; i < count; i++) {
    mpz_init_set_ui(values[i], i < t->d_count ? t->d[i] : 0);
  }
  const bool done = metric_pmf_from_dense(&m->pmf, -(wide_t)t->d_zero, t->d_count, values, total);
  for (size_t i = 0; i < t->e_count; i++) {
    mpz_set_ui(values[i], t->abs_of[i]);
  }
  mpz_set_ui(part, t->zero_wrong);
  metric_set_ratio(&m->figure[METRIC_ZERO_WRONG], part, total);
  mpz_set_ui(part, cases - t->zero);
  metric_set_mred(m, t->e_count, values, part);
  set_worst(t, m);
  for (size_t i = 0; i < count; i++) {
    mpz_clear(values[i]);
  }
  mpz_clears(total, part, NULL);
  free(values);
  return done;
}

int exhaust_relative(exhaust_t *e, metric_t *m) {
  if (e->pass == 1) {
    e->pass = 2;
    memset(e->done, 0, sizeof e->done);
    if (!tally_new(&e->tally, e->job->subject)) {
      return gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
    }
  }
  const int status = count_all(e);
  if (status != GCIM_OK) {
    return status;
  }
  if (!set_figures(&e->tally, e->sum.cases, m)) {
    return gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  }
  metric_pmf_figures(&m->pmf, m->figure); /* the same moments again, and p[] */
  return GCIM_OK;
}
