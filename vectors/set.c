/* set.c: writing a plan, and choosing the plan of a frozen set. */
#include "set.h"

#include <string.h>

enum { FROZEN_RANDOM = 128, FROZEN_EPISODES = 4, FROZEN_CORNERS = 12, FROZEN_SPACE = 1 << 12 };

static int write_case(gcim_cases_t *cases, gcim_vec_writer_t *writer) {
  int status = gcim_vec_write_case(writer, gcim_cases_name(cases));
  while (status == GCIM_OK) {
    status = gcim_cases_line(cases);
    if (status <= 0) {
      return status;
    }
    status = gcim_vec_write_line(writer, gcim_cases_rst_n(cases), gcim_cases_image(cases),
                                 gcim_cases_care(cases), gcim_cases_note(cases));
  }
  return status;
}

static int open_set(gcim_cases_t *cases, const gcim_plan_t *plan, const char *config, uint64_t seed,
                    FILE *stream, gcim_vec_writer_t **writer) {
  gcim_vec_head_t head;
  const int status = gcim_vec_head(gcim_cases_model(cases), config, &head);
  if (status != GCIM_OK) {
    return status;
  }
  head.seed = seed;
  head.count = plan->corner + plan->exhaustive + plan->random;
  gcim_cases_begin(cases, plan);
  return gcim_vec_write_open(gcim_cases_model(cases), &head, gcim_cases_legend(cases), stream,
                             writer);
}

int gcim_set_write(gcim_cases_t *cases, const gcim_plan_t *plan, const char *config, uint64_t seed,
                   FILE *stream) {
  gcim_vec_writer_t *writer;
  int status = open_set(cases, plan, config, seed, stream, &writer);
  if (status != GCIM_OK) {
    return status;
  }
  int more = 0;
  while (status == GCIM_OK && !ferror(stream) && (more = gcim_cases_next(cases)) == 1) {
    status = write_case(cases, writer);
  }
  status = more < 0 ? more : status;
  if (status != GCIM_OK || ferror(stream)) {
    gcim_vec_write_abort(writer); /* a full disk is reported by who owns the stream */
    return status;
  }
  return gcim_vec_write_close(writer);
}

int64_t gcim_set_bytes(gcim_cases_t *cases, const gcim_plan_t *plan, const char *config,
                       uint64_t seed, int64_t limit) {
  gcim_vec_writer_t *writer;
  int status = open_set(cases, plan, config, seed, NULL, &writer);
  if (status != GCIM_OK) {
    return status;
  }
  int64_t bytes = (int64_t)gcim_vec_write_bytes(writer);
  while (status == GCIM_OK && bytes <= limit && (status = gcim_cases_next(cases)) == 1) {
    status = write_case(cases, writer);
    bytes = (int64_t)gcim_vec_write_bytes(writer);
  }
  gcim_vec_write_abort(writer);
  return status < 0 ? status : bytes;
}

/* ---- the plan of a frozen set ---- */

typedef struct {
  gcim_cases_t *cases;
  const char *config;
  uint64_t seed;
  int status;
} freeze_t;

static bool fits(freeze_t *f, const gcim_plan_t *plan) {
  const int64_t bytes = gcim_set_bytes(f->cases, plan, f->config, f->seed, GCIM_SET_LIMIT);
  f->status = bytes < 0 ? (int)bytes : f->status;
  return bytes >= 0 && bytes <= GCIM_SET_LIMIT;
}

/* Raise `*part` to at most `top` as far as the whole still fits. */
static void raise_part(freeze_t *f, gcim_plan_t *plan, uint64_t *part, uint64_t top) {
  uint64_t low = *part; /* fits, or is nothing at all */
  while (low < top && f->status == GCIM_OK) {
    *part = low + (top - low + 1) / 2;
    if (fits(f, plan)) {
      low = *part;
    } else {
      top = *part - 1;
    }
  }
  *part = low;
}

static uint64_t smaller(uint64_t a, uint64_t b) {
  return a < b ? a : b;
}

int gcim_set_freeze(gcim_cases_t *cases, const char *config, uint64_t seed, gcim_plan_t *plan) {
  freeze_t f = {cases, config, seed, GCIM_OK};
  const bool clocked = gcim_model_card(gcim_cases_model(cases))->kind == GCIM_CLOCKED;
  const uint64_t corners = gcim_cases_corners(cases);
  const uint64_t space = gcim_cases_space(cases);
  memset(plan, 0, sizeof *plan);
  if (clocked) { /* one corner, some random, then more corners: the file holds both if it can */
    raise_part(&f, plan, &plan->corner, smaller(corners, 1));
    raise_part(&f, plan, &plan->random, FROZEN_EPISODES);
    raise_part(&f, plan, &plan->corner, smaller(corners, FROZEN_CORNERS));
    return f.status;
  }
  raise_part(&f, plan, &plan->corner, corners);
  plan->exhaustive = space <= FROZEN_SPACE ? space : 0;
  if (plan->exhaustive > 0 && !fits(&f, plan)) {
    plan->exhaustive = 0;
  }
  if (plan->exhaustive == 0) {
    raise_part(&f, plan, &plan->random, FROZEN_RANDOM);
  }
  return f.status;
}
