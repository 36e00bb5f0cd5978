/* exhaust.c: every case of a small tree through its network: integer moments first, then, if they
 * are wanted, the figures that need single cases (exhaust_relative.c).
 */
#include "exhaust.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "gcim.h"

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
    return gcim_vec_fail(
        GCIM_ERR_PARAM,
        "it counts every case once: uniform operands only; monte samples a density");
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

uint64_t exhaust_take(exhaust_t *e, bool rests) {
  const metric_job_t *job = e->job;
  pthread_mutex_lock(&e->lock);
  while (e->next < e->chunks && e->done[e->next]) {
    e->next++;
  }
  uint64_t chunk = e->status == GCIM_OK ? e->next : e->chunks;
  if (chunk < e->chunks && job->stop != NULL) {
    e->is_stopped = e->is_stopped || job->stop(job->stop_self);
  }
  if (e->is_stopped || (rests && e->path[0] != '\0' && progress_clock() > e->save_at)) {
    chunk = e->chunks;
  }
  e->next += chunk < e->chunks;
  pthread_mutex_unlock(&e->lock);
  return chunk;
}

void exhaust_fail(exhaust_t *e, int status) {
  pthread_mutex_lock(&e->lock);
  if (e->status == GCIM_OK) {
    e->status = status;
    snprintf(e->error, sizeof e->error, "%s", gcim_vec_error_text());
  }
  pthread_mutex_unlock(&e->lock);
}

static int put_chunk(exhaust_t *e, uint64_t chunk, const gcim_moments_t *moments) {
  int status = GCIM_OK;
  pthread_mutex_lock(&e->lock);
  e->done[chunk] = 1;
  gcim_moments_add(&e->sum, moments);
  progress_add(&e->progress, e->chunk);
  if (e->path[0] != '\0' && progress_clock() > e->save_at) {
    status = exhaust_save_now_and_then(e);
  }
  pthread_mutex_unlock(&e->lock);
  return status;
}

static int work_chunks(exhaust_t *e, block_t *b) {
  void *scratch = malloc(gcim_net_scratch_bytes(b->net));
  int status = scratch != NULL ? GCIM_OK : gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  while (status == GCIM_OK) {
    gcim_moments_t moments;
    const uint64_t chunk = exhaust_take(e, false);
    if (chunk == e->chunks) {
      break;
    }
    status = measure_chunk(e, b, scratch, chunk * e->chunk, &moments);
    status = status == GCIM_OK ? put_chunk(e, chunk, &moments) : status;
  }
  free(scratch);
  return status;
}

static void *work(void *self) {
  exhaust_t *e = self;
  block_t b;
  int status = block_new(e->job, &b);
  if (status == GCIM_OK) {
    status = work_chunks(e, &b);
    block_free(&b);
  }
  if (status != GCIM_OK) {
    exhaust_fail(e, status);
  }
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

uint64_t exhaust_cases_done(const exhaust_t *e) {
  uint64_t chunks = 0;
  for (uint64_t i = 0; i < e->chunks; i++) {
    chunks += e->done[i];
  }
  return chunks == e->chunks ? e->cases : chunks * e->chunk;
}

int exhaust_end_pass(exhaust_t *e) {
  const uint64_t done = exhaust_cases_done(e);
  if (e->status != GCIM_OK) {
    return gcim_vec_fail(e->status, "%s", e->error);
  }
  if (done == e->cases) {
    return GCIM_OK;
  }
  const int passes = e->job->relative ? 2 : 1;
  const double percent = 100 * (double)done / (double)e->cases;
  if (e->path[0] == '\0') {
    return gcim_vec_fail(GCIM_ERR_STATE, "interrupted in pass %d of %d at %.1f %%; nothing is kept",
                         e->pass, passes, percent);
  }
  if (exhaust_save(e) != GCIM_OK) {
    char reason[METRIC_TEXT];
    snprintf(reason, sizeof reason, "%s", gcim_vec_error_text());
    return gcim_vec_fail(GCIM_ERR_IO, "interrupted, and what was done is lost: %s", reason);
  }
  return gcim_vec_fail(GCIM_ERR_STATE,
                       "interrupted in pass %d of %d at %.1f %%; kept in %s: the same command goes "
                       "on from there",
                       e->pass, passes, percent, e->path);
}

static int first_pass(exhaust_t *e) {
  void *selves[METRIC_MAX_THREADS];
  for (int i = 0; i < METRIC_MAX_THREADS; i++) {
    selves[i] = e;
  }
  progress_start(&e->progress, "all cases", e->cases, exhaust_cases_done(e), e->job->is_quiet);
  metric_threads(e->job->threads, work, selves);
  progress_end(&e->progress);
  return exhaust_end_pass(e);
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

static int plan(exhaust_t *e, const metric_job_t *job) {
  const subject_t *s = job->subject;
  const uint64_t chunk = (UINT64_C(1) << (s->lanes * s->width)) / EXHAUST_CHUNKS;
  e->job = job;
  e->cases = UINT64_C(1) << (s->lanes * s->width);
  e->chunk = chunk > EXHAUST_MIN_CHUNK ? chunk : EXHAUST_MIN_CHUNK;
  e->chunks = (e->cases + e->chunk - 1) / e->chunk;
  e->pass = 1;
  subject_print(s, e->spec, sizeof e->spec);
  gcim_net_t *net;
  const int status = gcim_net_new(&s->tree, &net);
  if (status != GCIM_OK) {
    return gcim_vec_fail_model(status);
  }
  snprintf(e->model, sizeof e->model, "%016" PRIx64 "-%s", gcim_net_fingerprint(net),
           gcim_version());
  gcim_net_free(net);
  exhaust_name_state(e);
  return GCIM_OK;
}

static int run_passes(exhaust_t *e, metric_t *m) {
  int status = e->path[0] != '\0' ? exhaust_load(e) : GCIM_OK;
  if (status == GCIM_OK && (e->pass > 1 || exhaust_cases_done(e) > 0)) {
    progress_say(e->job->is_quiet, "going on from %s", e->path);
  }
  if (status == GCIM_OK && e->pass == 1) {
    status = first_pass(e);
  }
  status = status == GCIM_OK ? set_moments(e, m) : status;
  status = status == GCIM_OK && e->job->relative ? exhaust_relative(e, m) : status;
  if (status == GCIM_OK && e->path[0] != '\0') {
    exhaust_forget(e);
  }
  return status;
}

static int run_exhaustive(const metric_job_t *job, metric_t *m) {
  exhaust_t *e = calloc(1, sizeof *e);
  if (e == NULL) {
    return gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  }
  pthread_mutex_init(&e->lock, NULL);
  int status = plan(e, job);
  status = status == GCIM_OK ? run_passes(e, m) : status;
  pthread_mutex_destroy(&e->lock);
  tally_free(&e->tally);
  free(e);
  return status;
}

const metric_method_t metric_exhaustive = {
    "exhaustive", "every case through the network, bit-sliced", check_exhaustive, run_exhaustive};
