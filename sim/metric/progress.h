/* progress.h: how far a long computation is, on the standard error: one line that is rewritten on a
 * terminal, a plain line now and then elsewhere.
 */
#ifndef GCIM_METRIC_PROGRESS_H
#define GCIM_METRIC_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
  const char *label, *noun; /* what is counted: cases */
  uint64_t total, done, at_start;
  double start, shown;
  bool is_quiet, is_terminal, has_line;
} progress_t;

/* Seconds of a clock that only goes forward. */
double progress_clock(void);

/* `done` of `total` are there already. */
void progress_start(progress_t *p, const char *label, uint64_t total, uint64_t done, bool is_quiet);

/* `count` more are done. For one thread at a time. */
void progress_add(progress_t *p, uint64_t count);

/* A line of its own, before a start or after an end. */
__attribute__((format(printf, 2, 3))) void progress_say(bool is_quiet, const char *format, ...);

/* Remove the line from the terminal. */
void progress_end(progress_t *p);

#endif
