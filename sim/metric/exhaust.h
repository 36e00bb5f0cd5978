/* exhaust.h: all cases of a tree, in chunks that threads take one by one. */
#ifndef GCIM_METRIC_EXHAUST_H
#define GCIM_METRIC_EXHAUST_H

#include <pthread.h>

#include "block.h"
#include "progress.h"

enum {
  EXHAUST_MAX_INPUTS = 40,
  EXHAUST_CHUNKS = 4096,
  EXHAUST_MIN_CHUNK = 1 << 20,
  EXHAUST_SPEC_CHARS = 8192
};

typedef struct {
  const metric_job_t *job;
  char spec[EXHAUST_SPEC_CHARS]; /* canonical line */
  uint64_t cases, chunk, chunks;
  uint8_t done[EXHAUST_CHUNKS];
  gcim_moments_t sum;
  /* shared by the threads */
  pthread_mutex_t lock;
  uint64_t next;
  int status;
  char error[METRIC_TEXT];
  double saved;
  progress_t progress;
} exhaust_t;

/* Read job->state_path if it is there. Errors: GCIM_ERR_FORMAT or GCIM_ERR_STATE for a file that is
 * no state of this very run. */
int exhaust_load(exhaust_t *e);

/* Write job->state_path, whole or not at all. */
int exhaust_save(const exhaust_t *e);

/* Remove it. */
void exhaust_forget(const exhaust_t *e);

/* Second pass: MRED, P(exact = 0, d != 0), WCRE and the distribution. */
int exhaust_relative(exhaust_t *e, metric_t *m);

#endif
