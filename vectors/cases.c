/* cases.c: tiers of a vector set. */
#include "cases.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cases_inside.h"
#include "pattern.h"

enum { RANDOM_TRANSACTIONS = 256, RANDOM_EPISODES = 4 };

int gcim_cases_new(const gcim_unit_t *unit, const char *params, uint64_t seed,
                   gcim_cases_t **cases) {
  *cases = NULL;
  gcim_cases_t *c = calloc(1, sizeof *c);
  if (c == NULL) {
    return gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  }
  c->unit = unit;
  c->seed = seed;
  int status = gcim_model_new(unit, params, &c->model);
  status = status == GCIM_OK ? gcim_stim_new(unit, params, &c->stim) : status;
  if (status != GCIM_OK) {
    gcim_cases_free(c);
    return gcim_vec_fail_model(status);
  }
  c->card = gcim_model_card(c->model);
  c->image = calloc((size_t)c->card->image_words + 1, sizeof *c->image);
  c->pins = calloc((size_t)c->card->image_words + 1, sizeof *c->pins);
  if (c->image == NULL || c->pins == NULL) {
    status = gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  } else {
    status = gcim_corner_new(c->model, &c->corner);
  }
  if (status != GCIM_OK) {
    gcim_cases_free(c);
    return status;
  }
  *cases = c;
  return GCIM_OK;
}

void gcim_cases_free(gcim_cases_t *c) {
  if (c != NULL) {
    gcim_corner_free(c->corner);
    gcim_check_free(c->check);
    gcim_stim_free(c->stim);
    gcim_model_free(c->model);
    free(c->image);
    free(c->pins);
    free(c);
  }
}

uint64_t gcim_cases_corners(const gcim_cases_t *c) {
  if (c->card->kind == GCIM_CLOCKED) {
    return gcim_episode_count(c);
  }
  return (uint64_t)c->corner->channels[0].table.count;
}

/* ---- plans ---- */

static int plan_limited(const gcim_cases_t *c, const char *tier, uint64_t space, uint64_t count,
                        uint64_t *part) {
  if (count > space) {
    return gcim_vec_fail(GCIM_ERR_PARAM,
                         "%s: count %" PRIu64 " is beyond the %" PRIu64
                         " cases of the %s tier; use --count 1..%" PRIu64 " or --tier random",
                         c->card->unit, count, space, tier, space);
  }
  *part = count == 0 ? space : count;
  return GCIM_OK;
}

static int plan_exhaustive(const gcim_cases_t *c, uint64_t count, gcim_plan_t *plan) {
  if (c->card->kind == GCIM_CLOCKED) {
    return gcim_vec_fail(GCIM_ERR_PARAM,
                         "%s: the exhaustive tier is for transaction units, this one is "
                         "clocked; use --tier corner, random or all",
                         c->card->unit);
  }
  const uint64_t space = gcim_cases_space(c);
  if (space == 0) {
    return gcim_vec_fail(GCIM_ERR_PARAM,
                         "%s: all mode values times all input bits make more than the %d cases "
                         "an exhaustive set may have; use --tier random or smaller parameters",
                         c->card->unit, GCIM_EXHAUSTIVE_LIMIT);
  }
  return plan_limited(c, "exhaustive", space, count, &plan->exhaustive);
}

static void plan_all(const gcim_cases_t *c, uint64_t count, gcim_plan_t *plan) {
  const uint64_t corners = gcim_cases_corners(c);
  const uint64_t space = gcim_cases_space(c);
  plan->corner = count == 0 || count > corners ? corners : count;
  const uint64_t rest = count - (count == 0 ? 0 : plan->corner);
  if (space != 0 && (count == 0 || rest == space)) {
    plan->exhaustive = space;
  } else if (count != 0) {
    plan->random = rest;
  } else {
    plan->random = c->card->kind == GCIM_CLOCKED ? RANDOM_EPISODES : RANDOM_TRANSACTIONS;
  }
}

int gcim_cases_plan(const gcim_cases_t *c, const char *tier, uint64_t count, gcim_plan_t *plan) {
  memset(plan, 0, sizeof *plan);
  if (c->modes != NULL && strcmp(tier, "all") == 0) {
    tier = "random";
  }
  if (c->modes != NULL && (strcmp(tier, "corner") == 0 || strcmp(tier, "exhaustive") == 0)) {
    return gcim_vec_fail(GCIM_ERR_PARAM,
                         "%s: the %s tier goes through all modes; use --tier random", c->card->unit,
                         tier);
  }
  if (strcmp(tier, "corner") == 0) {
    return plan_limited(c, tier, gcim_cases_corners(c), count, &plan->corner);
  }
  if (strcmp(tier, "exhaustive") == 0) {
    return plan_exhaustive(c, count, plan);
  }
  if (strcmp(tier, "random") == 0) {
    const uint64_t own = c->card->kind == GCIM_CLOCKED ? RANDOM_EPISODES : RANDOM_TRANSACTIONS;
    plan->random = count == 0 ? own : count;
    return GCIM_OK;
  }
  if (strcmp(tier, "all") == 0) {
    plan_all(c, count, plan);
    return GCIM_OK;
  }
  return gcim_vec_fail(GCIM_ERR_UNKNOWN, "no tier '%s'; there are: corner, exhaustive, random, all",
                       tier);
}

void gcim_cases_begin(gcim_cases_t *c, const gcim_plan_t *plan) {
  c->plan = *plan;
  c->index = 0;
  c->episode = 0;
  c->has_episode = false;
}

/* ---- the current case ---- */

static int begin_transaction(gcim_cases_t *c, uint64_t index) {
  int status = GCIM_OK;
  if (index < c->plan.corner) {
    gcim_beat_corner(c, index);
  } else if (index - c->plan.corner < c->plan.exhaustive) {
    gcim_beat_exhaustive(c, index - c->plan.corner);
  } else {
    status = gcim_beat_random(c);
    status = status == GCIM_OK && c->modes != NULL ? gcim_beat_fix(c) : status;
  }
  c->line_done = false;
  return status == GCIM_OK ? gcim_beat_eval(c->model, c->image) : status;
}

static int begin_clocked(gcim_cases_t *c, uint64_t index) {
  int status = gcim_model_clear(c->model);
  c->is_random = index >= c->plan.corner;
  if (!c->is_random) {
    gcim_episode_begin(c, index);
  } else if (status == GCIM_OK) {
    memset(c->pins, 0, (size_t)c->card->image_words * sizeof *c->pins);
    status = gcim_stim_start(c->stim, c->seed, index - c->plan.corner, 0);
    snprintf(c->name, sizeof c->name, "random.%" PRIu64, index - c->plan.corner);
  }
  return status == GCIM_OK ? GCIM_OK : gcim_vec_fail_model(status);
}

int gcim_cases_next(gcim_cases_t *c) {
  if (c->index >= c->plan.corner + c->plan.exhaustive + c->plan.random) {
    return 0;
  }
  const uint64_t index = c->index++;
  c->note[0] = '\0';
  const int status =
      c->card->kind == GCIM_CLOCKED ? begin_clocked(c, index) : begin_transaction(c, index);
  return status == GCIM_OK ? 1 : status;
}

static int random_line(gcim_cases_t *c) {
  int status = gcim_stim_next(c->stim, &c->rst_n, c->pins);
  if (status <= 0) {
    return status == 0 ? 0 : gcim_vec_fail_model(status);
  }
  memcpy(c->image, c->pins, (size_t)c->card->image_words * sizeof *c->image);
  status = gcim_model_step(c->model, c->rst_n, c->image, c->care);
  return status == GCIM_OK ? 1 : gcim_vec_fail_model(status);
}

int gcim_cases_line(gcim_cases_t *c) {
  if (c->card->kind == GCIM_CLOCKED) {
    return c->is_random ? random_line(c) : gcim_episode_line(c);
  }
  const int more = !c->line_done;
  c->line_done = true;
  c->rst_n = 1;
  memset(c->care, 1, sizeof c->care);
  return more;
}

const char *gcim_cases_name(const gcim_cases_t *c) {
  return c->name;
}

int gcim_cases_rst_n(const gcim_cases_t *c) {
  return c->rst_n;
}

const uint32_t *gcim_cases_image(const gcim_cases_t *c) {
  return c->image;
}

const uint8_t *gcim_cases_care(const gcim_cases_t *c) {
  return c->care;
}

const char *gcim_cases_note(const gcim_cases_t *c) {
  return c->note;
}

const gcim_model_t *gcim_cases_model(const gcim_cases_t *c) {
  return c->model;
}

/* ---- legend ---- */

static void explain(gcim_cases_t *c, const char *name, const char *reason) {
  const size_t used = strlen(c->legend);
  snprintf(c->legend + used, sizeof c->legend - used, "%-20s  %s\n", name, reason);
}

const char *gcim_cases_legend(gcim_cases_t *c) {
  c->legend[0] = '\0';
  for (int p = 0; p < gcim_pattern_count() && c->plan.corner > 0; p++) {
    char name[GCIM_NAME_CHARS];
    snprintf(name, sizeof name, "corner.%s", gcim_pattern_name(p));
    explain(c, name, gcim_pattern_reason(p));
  }
  if (c->plan.corner > 0 && c->card->kind == GCIM_CLOCKED) {
    explain(c, "corner.turns",
            "the rows loaded take turns with the patterns above; else all have the named one");
  }
  if (c->plan.exhaustive > 0) {
    explain(c, "exhaustive", "every mode value with every input, the first signal counts fastest");
  }
  if (c->plan.random > 0) {
    explain(c, c->card->kind == GCIM_CLOCKED ? "random.E" : "random.E.B",
            c->card->kind == GCIM_CLOCKED
                ? "episode E of the campaign with this seed"
                : "transaction B of episode E of the campaign with this seed");
  }
  if (c->modes != NULL) {
    explain(c, "modes", c->modes);
  }
  return c->legend;
}
