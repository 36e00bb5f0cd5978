/* exhaust.c: every case of a small tree through its network: integer moments first, then, if they
 * are wanted, the figures that need single cases (exhaust_relative.c).
 */
#include "exhaust.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "gcim.h"

#define SAVE_SECONDS 2.0

static int check_exhaustive(const metric_job_t *job) {
  const subject_t *s = job->subject;
  if (s->kind != SUBJECT_TREE) {
    return gcim_vec_fail(GCIM_ERR_PARAM, s->kind == SUBJECT_ADDER
                                             ? "operands of more than 32 bits are too many cases"
                                             : "it is for trees and adders");
  }
  if (s->lanes * s->width > EXHAUST_MAX_INPUTS) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "2^%d cases; it goes to 2^%d", s->lanes * s->width,
                         EXHAUST_MAX_INPUTS);
  }
  if (!metric_is_uniform(job)) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "it counts every case once: uniform operands only");
  }
  if (job->domain == DOMAIN_UNBOUNDED) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "it sees the modulo; use --domain all");
  }
  return GCIM_OK;
}

/* ---- a chunk ---- */

/* Cases whose exact sum fits: the valid masks need the twin. */
static void measure_domain(block_t *b, uint64_t first, uint64_t count, gcim_moments_t *moments) {
  for (uint64_t at = first; at < first + count; at += BLOCK_CASES) {
    const uint64_t cases = first + count - at < BLOCK_CASES ? first + count - at : BLOCK_CASES;
    const size_t words = (size_t)((cases + 63) / 64);
    block_count(b, at);
    block_eval(b, words, true);
    if (cases < 64) {
      b->valid[0] &= (UINT64_C(1) << cases) - 1;
    }
    gcim_net_measure(b->net, (const uint64_t *const *)b->in, b->valid, words, at, moments,
                     b->scratch);
  }
}

static int measure_chunk(const exhaust_t *e, block_t *b, void *scratch, uint64_t first,
                         gcim_moments_t *moments) {
  const uint64_t count = e->cases - first < e->chunk ? e->cases - first : e->chunk;
  memset(moments, 0, sizeof *moments);
  if (e->job->domain == DOMAIN_NO_OVERFLOW) {
    measure_domain(b, first, count, moments);
    return GCIM_OK;
  }
  const int status = gcim_net_exhaust(b->net, first, count, moments, scratch);
  return status == GCIM_OK ? GCIM_OK : gcim_vec_fail_model(status);
}

/* ---- threads ---- */

/* A chunk to do, or e->chunks. */
static uint64_t take_chunk(exhaust_t *e) {
  pthread_mutex_lock(&e->lock);
  while (e->next < e->chunks && e->done[e->next]) {
    e->next++;
  }
  const uint64_t chunk = e->status == GCIM_OK ? e->next : e->chunks;
  e->next += chunk < e->chunks;
  pthread_mutex_unlock(&e->lock);
  return chunk;
}

static void put_chunk(exhaust_t *e, uint64_t chunk, const gcim_moments_t *moments, int status) {
  pthread_mutex_lock(&e->lock);
  if (status == GCIM_OK) {
    e->done[chunk] = 1;
    gcim_moments_add(&e->sum, moments);
    progress_add(&e->progress, e->chunk);
    if (e->job->state_path != NULL && progress_clock() - e->saved > SAVE_SECONDS) {
      status = exhaust_save(e);
      e->saved = progress_clock();
    }
  }
  if (status != GCIM_OK && e->status == GCIM_OK) {
    e->status = status;
    snprintf(e->error, sizeof e->error, "%s", gcim_vec_error_text());
  }
  pthread_mutex_unlock(&e->lock);
}

static void *work(void *self) {
  exhaust_t *e = self;
  block_t b;
  void *scratch = NULL;
  int status = block_new(e->job, &b);
  if (status == GCIM_OK) {
    scratch = malloc(gcim_net_scratch_bytes(b.net, GCIM_NET_BLOCK / 64));
    status = scratch != NULL ? GCIM_OK : gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  }
  if (status != GCIM_OK) {
    put_chunk(e, 0, NULL, status);
    return NULL;
  }
  for (uint64_t chunk = take_chunk(e); chunk < e->chunks; chunk = take_chunk(e)) {
    gcim_moments_t moments;
    status = measure_chunk(e, &b, scratch, chunk * e->chunk, &moments);
    put_chunk(e, chunk, &moments, status);
  }
  free(scratch);
  block_free(&b);
  return NULL;
}

int metric_threads(int threads, void *(*run)(void *), void *const *selves) {
  pthread_t thread[METRIC_MAX_THREADS];
  int started = 0;
  while (started < threads - 1 &&
         pthread_create(&thread[started], NULL, run, selves[started]) == 0) {
    started++;
  }
  run(selves[started]);
  for (int i = 0; i < started; i++) {
    pthread_join(thread[i], NULL);
  }
  return started + 1;
}

static int first_pass(exhaust_t *e) {
  void *selves[METRIC_MAX_THREADS];
  uint64_t done = 0;
  for (uint64_t i = 0; i < e->chunks; i++) {
    done += e->done[i];
  }
  for (int i = 0; i < METRIC_MAX_THREADS; i++) {
    selves[i] = e;
  }
  progress_start(&e->progress, "all cases", e->cases, done * e->chunk, e->job->is_quiet);
  e->saved = progress_clock();
  metric_threads(e->job->threads, work, selves);
  progress_end(&e->progress);
  return e->status == GCIM_OK ? GCIM_OK : gcim_vec_fail(e->status, "%s", e->error);
}

/* ---- figures ---- */

static void mpz_of(mpz_t z, gcim_u128_t value, bool is_signed) {
  const uint64_t limbs[2] = {value.low, value.high};
  mpz_import(z, 2, -1, sizeof limbs[0], 0, 0, limbs);
  if (is_signed && (value.high >> 63) != 0) {
    mpz_t modulus;
    mpz_init_set_ui(modulus, 1);
    mpz_mul_2exp(modulus, modulus, 128);
    mpz_sub(z, z, modulus);
    mpz_clear(modulus);
  }
}

int metric_from_moments(const gcim_moments_t *sum, metric_t *m, int bits) {
  mpz_t value, cases;
  if (sum->cases == 0) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "no case is in the domain");
  }
  mpz_init(value);
  mpz_init_set_ui(cases, sum->cases);
  mpz_set_ui(value, sum->wrong);
  metric_set_ratio(&m->figure[METRIC_ER], value, cases);
  mpz_of(value, sum->sum_abs, false);
  metric_set_ratio(&m->figure[METRIC_MED], value, cases);
  mpz_of(value, sum->sum, true);
  metric_set_ratio(&m->figure[METRIC_BIAS], value, cases);
  mpz_of(value, sum->sum_sq, false);
  metric_set_ratio(&m->figure[METRIC_MSE], value, cases);
  m->bits = bits;
  for (int j = 0; j < bits; j++) {
    mpz_set_ui(value, sum->bit_wrong[j]);
    metric_set_ratio(&m->bit[j], value, cases);
  }
  mpz_clears(value, cases, NULL);
  metric_derive(m);
  return GCIM_OK;
}

static int set_moments(const exhaust_t *e, metric_t *m) {
  const subject_t *s = e->job->subject;
  uint64_t lanes[GCIM_TREE_MAX_LANES];
  block_case_lanes(s, e->sum.max_case, lanes);
  metric_set_extreme(m, &m->max, METRIC_EXACT, e->sum.max, lanes);
  block_case_lanes(s, e->sum.min_case, lanes);
  metric_set_extreme(m, &m->min, METRIC_EXACT, e->sum.min, lanes);
  return metric_from_moments(&e->sum, m, s->sum_bits);
}

static void plan(exhaust_t *e, const metric_job_t *job) {
  const subject_t *s = job->subject;
  const uint64_t chunk = (UINT64_C(1) << (s->lanes * s->width)) / EXHAUST_CHUNKS;
  e->job = job;
  e->cases = UINT64_C(1) << (s->lanes * s->width);
  e->chunk = chunk > EXHAUST_MIN_CHUNK ? chunk : EXHAUST_MIN_CHUNK;
  e->chunks = (e->cases + e->chunk - 1) / e->chunk;
  subject_print(s, e->spec, sizeof e->spec);
}

static int run_exhaustive(const metric_job_t *job, metric_t *m) {
  exhaust_t *e = calloc(1, sizeof *e);
  if (e == NULL) {
    return gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  }
  plan(e, job);
  pthread_mutex_init(&e->lock, NULL);
  int status = job->state_path != NULL ? exhaust_load(e) : GCIM_OK;
  status = status == GCIM_OK ? first_pass(e) : status;
  status = status == GCIM_OK ? set_moments(e, m) : status;
  status = status == GCIM_OK && job->relative ? exhaust_relative(e, m) : status;
  if (status == GCIM_OK && job->state_path != NULL) {
    exhaust_forget(e);
  }
  pthread_mutex_destroy(&e->lock);
  free(e);
  return status;
}

const metric_method_t metric_exhaustive = {
    "exhaustive", "every case through the network, bit-sliced", check_exhaustive, run_exhaustive};
