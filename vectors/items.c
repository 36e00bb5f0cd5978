/* items.c: what a tier is made of, each made alone: rows and episodes. */
#include <inttypes.h>
#include <string.h>

#include "cases_inside.h"

const char *gcim_tier_name(gcim_tier_t tier) {
  static const char *const names[GCIM_TIERS] = {"corner", "exhaustive", "random"};
  return names[tier];
}

static int begin_random(gcim_cases_t *c, uint64_t index) {
  memset(c->pins, 0, (size_t)c->card->image_words * sizeof *c->pins);
  const int status = gcim_stim_start(c->stim, c->seed, index, 0);
  snprintf(c->name, sizeof c->name, "random.%" PRIu64, index);
  return status == GCIM_OK ? GCIM_OK : gcim_vec_fail_model(status);
}

int gcim_item_begin(gcim_cases_t *c, gcim_tier_t tier, uint64_t index) {
  c->note[0] = '\0';
  c->is_random = tier == GCIM_TIER_RANDOM;
  c->line_done = false;
  if (c->card->kind == GCIM_CLOCKED) {
    const int status = gcim_model_clear(c->model);
    if (status != GCIM_OK) {
      return gcim_vec_fail_model(status);
    }
  }
  if (tier == GCIM_TIER_RANDOM) {
    return begin_random(c, index);
  }
  if (c->card->kind == GCIM_CLOCKED) {
    gcim_episode_begin(c, index);
    return GCIM_OK;
  }
  if (tier == GCIM_TIER_CORNER) {
    gcim_beat_corner(c, index);
  } else {
    gcim_beat_exhaustive(c, index);
  }
  return gcim_beat_eval(c->model, c->image);
}

/* The next cycle of the episode that carries a transaction. */
static int next_transaction(gcim_cases_t *c) {
  int more, rst_n = 0;
  while ((more = gcim_stim_next(c->stim, &rst_n, c->pins)) == 1) {
    if (gcim_beat_carried(c, rst_n)) {
      memcpy(c->image, c->pins, (size_t)c->card->image_words * sizeof *c->image);
      c->rst_n = 1;
      memset(c->care, 1, sizeof c->care);
      const int status = gcim_beat_eval(c->model, c->image);
      return status == GCIM_OK ? 1 : status;
    }
  }
  return more == 0 ? 0 : gcim_vec_fail_model(more);
}

int gcim_item_line(gcim_cases_t *c) {
  const bool is_stream = c->card->kind == GCIM_TRANSACTION && c->is_random;
  return is_stream ? next_transaction(c) : gcim_cases_line(c);
}
