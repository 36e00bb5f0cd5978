/* exhaust_relative.c: the figures that need single cases: sums of |d| by |exact|, the largest |d|
 * by |exact|, how often each d comes.
 */
#include <stdlib.h>

#include "exhaust.h"
#include "fail.h"
#include "gcim.h"

typedef struct {
  exhaust_t *run;
  size_t d_count, e_count;
  int64_t d_zero;
  uint64_t *d, *abs_of, *worst_of; /* by d + d_zero; by |exact| */
  uint64_t zero, zero_wrong;
  int status;
} tally_t;

static bool tally_new(tally_t *t, exhaust_t *run) {
  const subject_t *s = run->job->subject;
  wide_t low, high;
  subject_exact_range(s, &low, &high);
  *t = (tally_t){.run = run};
  t->d_zero = (int64_t)(high - low) + (INT64_C(1) << s->sum_bits);
  t->d_count = 2 * (size_t)t->d_zero + 1;
  t->e_count = (size_t)(-low > high ? -low : high) + 1;
  t->d = calloc(t->d_count, sizeof *t->d);
  t->abs_of = calloc(t->e_count, sizeof *t->abs_of);
  t->worst_of = calloc(t->e_count, sizeof *t->worst_of);
  return t->d != NULL && t->abs_of != NULL && t->worst_of != NULL;
}

static void tally_free(tally_t *t) {
  free(t->d);
  free(t->abs_of);
  free(t->worst_of);
}

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
static void tally_word(tally_t *t, const int64_t *low, uint64_t first, uint64_t count,
                       const int64_t *y) {
  const metric_job_t *job = t->run->job;
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
  const subject_t *s = t->run->job->subject;
  int64_t y[BLOCK_NUMBERS];
  for (uint64_t at = first; at < first + count; at += BLOCK_CASES) {
    const uint64_t cases = first + count - at < BLOCK_CASES ? first + count - at : BLOCK_CASES;
    block_count(b, at);
    block_eval(b, BLOCK_WORDS, false);
    for (uint64_t i = 0; i < cases; i += 64) {
      if (i % BLOCK_NUMBERS == 0) {
        block_numbers(b->out, s->sum_bits, s->is_signed, (size_t)(i / 64), y);
      }
      tally_word(t, low, at + i, cases < 64 ? cases : 64, y + i % BLOCK_NUMBERS);
    }
  }
}

static void *tally_work(void *self) {
  tally_t *t = self;
  exhaust_t *e = t->run;
  int64_t low[64];
  block_t b;
  t->status = block_new(e->job, &b);
  if (t->status != GCIM_OK) {
    return NULL;
  }
  for (uint64_t j = 0; j < 64; j++) {
    low[j] = exact_of(e->job->subject, j);
  }
  for (;;) {
    pthread_mutex_lock(&e->lock);
    const uint64_t chunk = e->next < e->chunks ? e->next++ : e->chunks;
    pthread_mutex_unlock(&e->lock);
    if (chunk == e->chunks) {
      break;
    }
    const uint64_t first = chunk * e->chunk;
    const uint64_t count = e->cases - first < e->chunk ? e->cases - first : e->chunk;
    tally_chunk(t, &b, low, first, count);
    pthread_mutex_lock(&e->lock);
    progress_add(&e->progress, count);
    pthread_mutex_unlock(&e->lock);
  }
  block_free(&b);
  return NULL;
}

/* `to` takes the counts of `from`. */
static void tally_add(tally_t *to, const tally_t *from) {
  for (size_t i = 0; i < to->d_count; i++) {
    to->d[i] += from->d[i];
  }
  for (size_t i = 0; i < to->e_count; i++) {
    to->abs_of[i] += from->abs_of[i];
    to->worst_of[i] = from->worst_of[i] > to->worst_of[i] ? from->worst_of[i] : to->worst_of[i];
  }
  to->zero += from->zero;
  to->zero_wrong += from->zero_wrong;
}

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
  tally_t tally[METRIC_MAX_THREADS];
  void *selves[METRIC_MAX_THREADS];
  int threads = 0, status = GCIM_OK;
  bool done = true;
  for (; threads < e->job->threads && done; threads++) {
    done = tally_new(&tally[threads], e);
    selves[threads] = &tally[threads];
  }
  if (done) {
    e->next = 0;
    progress_start(&e->progress, "relative errors", e->cases, 0, e->job->is_quiet);
    metric_threads(threads, tally_work, selves);
    progress_end(&e->progress);
  }
  for (int i = 0; i < threads && done; i++) {
    status = tally[i].status != GCIM_OK ? tally[i].status : status;
    if (i > 0) {
      tally_add(&tally[0], &tally[i]);
    }
  }
  done = done && status == GCIM_OK && set_figures(&tally[0], e->sum.cases, m);
  for (int i = 0; i < threads; i++) {
    tally_free(&tally[i]);
  }
  if (!done && status == GCIM_OK) {
    return gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  }
  metric_pmf_figures(&m->pmf, m->figure); /* the same moments again, and p[] */
  return status == GCIM_OK ? GCIM_OK : gcim_vec_fail(status, "a thread failed: out of memory");
}
