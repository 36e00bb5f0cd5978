/* exhaust.h: all cases of a tree, in chunks that threads take one by one. */
#ifndef GCIM_METRIC_EXHAUST_H
#define GCIM_METRIC_EXHAUST_H

#include <pthread.h>
#include <stdio.h>

#include "block.h"
#include "progress.h"

enum {
  EXHAUST_MAX_INPUTS = 40,
  EXHAUST_CHUNKS = 4096,
  EXHAUST_MIN_CHUNK = 1 << 20,
  EXHAUST_SPEC_CHARS = 8192,
  EXHAUST_PATH_CHARS = 4096,
  EXHAUST_MODEL_CHARS = 64
};

/* What the second pass counts. */
typedef struct {
  size_t d_count, e_count;
  int64_t d_zero;
  uint64_t *d, *abs_of, *worst_of; /* by d + d_zero; by |exact| */
  uint64_t zero, zero_wrong;
} tally_t;

typedef struct {
  const metric_job_t *job;
  char spec[EXHAUST_SPEC_CHARS];   /* canonical line */
  char path[EXHAUST_PATH_CHARS];   /* of the state; "": none is kept */
  char model[EXHAUST_MODEL_CHARS]; /* fingerprint of the network, version of the library */
  uint64_t cases, chunk, chunks;
  int pass;                     /* 1: moments, 2: single cases */
  uint8_t done[EXHAUST_CHUNKS]; /* in this pass */
  gcim_moments_t sum;
  tally_t tally; /* pass 2, of the chunks that are done */
  /* shared by the threads */
  pthread_mutex_t lock;
  uint64_t next;
  int status;
  bool is_stopped;
  char error[METRIC_TEXT];
  double save_at; /* when the state is to be saved next */
  progress_t progress;
} exhaust_t;

/* Name the state of this run: job->state_path, or, if the job keeps its state, a file of the
 * current folder named after the line, the domain and the model. */
void exhaust_name_state(exhaust_t *e);

/* Read the state if it is there. Errors: GCIM_ERR_FORMAT or GCIM_ERR_STATE for a file that is no
 * state of this very run. */
int exhaust_load(exhaust_t *e);

/* Write the state, whole or not at all. */
int exhaust_save(const exhaust_t *e);

/* The same while the run goes on, from time to time: a file of the user's choice must be written,
 * one that nobody asked for may fail. */
int exhaust_save_now_and_then(exhaust_t *e);

/* Remove it. */
void exhaust_forget(const exhaust_t *e);

/* A chunk to do; e->chunks if there is none, or the job is to stop. With `rests`, also when the
 * state is to be saved. */
uint64_t exhaust_take(exhaust_t *e, bool rests);

/* Keep the first failure of a thread. */
void exhaust_fail(exhaust_t *e, int status);

/* After a pass: GCIM_OK, or why it did not end; a stopped run is saved, and the text says where. */
int exhaust_end_pass(exhaust_t *e);

uint64_t exhaust_cases_done(const exhaust_t *e);

/* Second pass: MRED, P(exact = 0, d != 0), WCRE and the distribution. */
int exhaust_relative(exhaust_t *e, metric_t *m);

/* ---- the second pass's counts ---- */

bool tally_new(tally_t *tally, const subject_t *s);
void tally_free(tally_t *tally);

/* `to` takes the counts of `from`, which starts again from zero. */
void tally_move(tally_t *to, tally_t *from);

/* As lines of a state. tally_read: into one of tally_new; false for what is no such text. */
void tally_write(const tally_t *tally, FILE *file);
bool tally_read(tally_t *tally, FILE *file);

#endif
