/* progress.c: lines on the standard error. */
#include "progress.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define TERMINAL_SECONDS 0.2
#define PLAIN_SECONDS 30.0

double progress_clock(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void progress_start(progress_t *p, const char *label, uint64_t total, uint64_t done,
                    bool is_quiet) {
  *p = (progress_t){.label = label,
                    .noun = "cases",
                    .total = total,
                    .done = done,
                    .at_start = done,
                    .is_quiet = is_quiet,
                    .is_terminal = isatty(STDERR_FILENO) != 0};
  p->start = p->shown = progress_clock();
}

void progress_add(progress_t *p, uint64_t count) {
  const double now = progress_clock();
  p->done += count;
  if (p->is_quiet || now - p->shown < (p->is_terminal ? TERMINAL_SECONDS : PLAIN_SECONDS)) {
    return;
  }
  const double passed = now - p->start, fresh = (double)(p->done - p->at_start);
  const double left = fresh > 0 ? passed * (double)(p->total - p->done) / fresh : 0;
  p->shown = now;
  p->has_line = p->is_terminal;
  fprintf(stderr, "%s%s: %5.1f %% of %.3g %s, about %.0f s left%s", p->is_terminal ? "\r" : "",
          p->label, 100.0 * (double)p->done / (double)p->total, (double)p->total, p->noun, left,
          p->is_terminal ? "\033[K" : "\n");
  fflush(stderr);
}

void progress_say(bool is_quiet, const char *format, ...) {
  va_list args;
  if (!is_quiet) {
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
  }
}

void progress_end(progress_t *p) {
  if (p->has_line) {
    fputs("\r\033[K", stderr);
    fflush(stderr);
  }
  p->has_line = false;
}
