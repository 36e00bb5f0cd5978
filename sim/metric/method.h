/* method.h: ways to get the figures of a subject. Each refuses what it cannot do, with the reason.
 */
#ifndef GCIM_METRIC_METHOD_H
#define GCIM_METRIC_METHOD_H

#include "metric.h"
#include "subject.h"

typedef enum {
  DOMAIN_ALL,         /* all operands; the exact sum always fits the result */
  DOMAIN_NO_OVERFLOW, /* only operands whose exact sum fits `width` bits (or the width limit) */
  DOMAIN_WRAP,        /* all operands; the exact sum is reduced to the bits of the result */
  DOMAIN_UNBOUNDED    /* all operands; results before they are reduced to the bits of the sum */
} metric_domain_t;

typedef struct planes planes_t;

typedef struct {
  const subject_t *subject;
  metric_domain_t domain;
  uint32_t ones, of;      /* a bit of an operand is 1 with probability ones / of; 1/2: uniform */
  uint64_t samples, seed; /* Monte Carlo */
  int threads;
  bool relative;          /* exhaustive: a second pass for MRED, WCRE and the distribution */
  const char *state_path; /* exhaustive: where an unfinished run is kept; NULL: see keeps_state */
  bool keeps_state;       /* without state_path: under a name of its own in the current folder */
  bool (*stop)(void *);   /* exhaustive: asked before each chunk; true: end now. NULL: never */
  void *stop_self;        /* its argument */
  bool is_quiet;          /* no progress */
  const planes_t *data;   /* planes: the given operands */
} metric_job_t;

typedef struct {
  const char *name, *what;
  /* GCIM_OK if it applies; else GCIM_ERR_PARAM and the reason in gcim_vec_error_text. */
  int (*check)(const metric_job_t *job);
  int (*run)(const metric_job_t *job, metric_t *m);
} metric_method_t;

extern const metric_method_t metric_closed, metric_lowpart, metric_ripple, metric_window,
    metric_tree, metric_popcount, metric_exhaustive, metric_additive, metric_monte, metric_planes;

/* Uniform operands on every bit? */
static inline bool metric_is_uniform(const metric_job_t *job) {
  return 2 * (uint64_t)job->ones == job->of;
}

/* All methods, best first; NULL past the last. */
const metric_method_t *metric_method(int index);

/* By name, NULL (and the names in gcim_vec_error_text) if there is none. */
const metric_method_t *metric_method_find(const char *name);

/* Does the method take minutes or more here? Nobody but its name starts it then. */
bool metric_method_is_long(const metric_method_t *method, const metric_job_t *job);

/* The method that `auto` takes; NULL with a text if none applies. */
const metric_method_t *metric_method_best(const metric_job_t *job);

/* Defaults: all operands, uniform. */
void metric_job_init(metric_job_t *job, const subject_t *subject);

/* Check the domain and the density, and call a domain that is no different DOMAIN_ALL. To be called
 * before the functions below and above. */
int metric_job_check(metric_job_t *job);

/* Run a method; `m` is initialised. Errors: GCIM_ERR_PARAM if it does not apply, with the reason.
 */
int metric_run(const metric_method_t *method, const metric_job_t *job, metric_t *m);

/* Weight of `ones` ones among `bits` bits: ones^ones * (of - ones)^(bits - ones). */
void metric_weight(const metric_job_t *job, int ones, int bits, mpz_t weight);

/* Weight of everything: of^bits. */
void metric_total(const metric_job_t *job, int bits, mpz_t total);

/* Run `run` in up to `threads` threads (this one included), each with its own argument; returns how
 * many there were. */
enum { METRIC_MAX_THREADS = 64 };
int metric_threads(int threads, void *(*run)(void *), void *const *selves);

/* ER, MED, bias, MSE and the bits from a network's moments (not the extremes). */
int metric_from_moments(const gcim_moments_t *sum, metric_t *m, int bits);

#endif
