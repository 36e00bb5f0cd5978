/* measure.c: a set of a plan: how many items of each tier it takes to hit every bin, and how many
 * of them make a shard of a handy size. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "archive.h"

enum { SHARD_BYTES = 4 << 20, SPACE_ITEMS = 1 << 16, REPORT_EVERY = 16 };

typedef struct {
  const gcim_archive_wish_t *wish;
  gcim_archive_set_t *set;
  gcim_archive_source_t source;
  gcim_model_t *model; /* counts the bins of transactions */
  uint32_t *image;
  uint64_t *hits;
  uint64_t lines;
  uint8_t care[GCIM_MAX_SIGNALS];
} measure_t;

/* ---- coverage ---- */

/* Transactions are evaluated, not clocked: one accept of a second model counts their bins. */
static int count_transaction(measure_t *m) {
  const gcim_card_t *card = m->source.card;
  memcpy(m->image, gcim_cases_image(m->source.cases), (size_t)card->image_words * sizeof *m->image);
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (s->is_input && s->kind == GCIM_SIGNAL_VALID) {
      gcim_image_put(card, m->image, i, 0, 1, 1);
    }
  }
  const int status = gcim_model_step(m->model, 1, m->image, m->care);
  return status == GCIM_OK ? GCIM_OK : gcim_vec_fail_model(status);
}

static const uint64_t *hits_of(const measure_t *m) {
  const bool clocked = m->source.card->kind == GCIM_CLOCKED;
  return gcim_model_hits(clocked ? gcim_cases_model(m->source.cases) : m->model);
}

static uint64_t open_bins(const measure_t *m) {
  uint64_t open = 0;
  for (int bin = 0; bin < m->source.card->bin_count; bin++) {
    open += gcim_card_bin_legal(m->source.card, bin) && hits_of(m)[bin] < m->wish->goal;
  }
  return open;
}

/* ---- items ---- */

static int run_item(measure_t *m, gcim_tier_t tier, uint64_t index) {
  int more = 0, status = gcim_item_begin(m->source.cases, tier, index);
  while (status == GCIM_OK && (more = gcim_item_line(m->source.cases)) == 1) {
    m->lines++;
    status = m->source.card->kind == GCIM_TRANSACTION ? count_transaction(m) : GCIM_OK;
  }
  return more < 0 ? more : status;
}

/* Items of which a shard has about SHARD_BYTES: a function of the plan alone. */
static uint64_t per_shard(const measure_t *m, uint64_t items) {
  const uint64_t bytes = m->lines * m->source.shape.line_bytes + 1;
  const uint64_t fits = items * SHARD_BYTES / bytes;
  return fits == 0 ? 1 : fits;
}

static int measure_tier(measure_t *m, gcim_tier_t tier, uint64_t items) {
  int status = GCIM_OK;
  m->lines = 0;
  for (uint64_t i = 0; i < items && status == GCIM_OK; i++) {
    status = run_item(m, tier, i);
  }
  m->set->items[tier] = items;
  m->set->per_shard[tier] = items == 0 ? 1 : per_shard(m, items);
  return status;
}

static int measure_random(measure_t *m, gcim_archive_report_t report, void *context) {
  uint64_t done = 0, open = open_bins(m);
  int status = GCIM_OK;
  m->lines = 0;
  while (status == GCIM_OK && done < m->wish->limit && (open > 0 || done < m->wish->least)) {
    status = run_item(m, GCIM_TIER_RANDOM, done++);
    open = open > 0 ? open_bins(m) : 0;
    if (report != NULL && done % REPORT_EVERY == 0) {
      report(context, done, open);
    }
  }
  m->set->items[GCIM_TIER_RANDOM] = done;
  m->set->per_shard[GCIM_TIER_RANDOM] = done == 0 ? 1 : per_shard(m, done);
  return status;
}

static int note_holes(measure_t *m) {
  gcim_bytes_t text = {0};
  int status = GCIM_OK;
  for (int bin = 0; bin < m->source.card->bin_count && status == GCIM_OK; bin++) {
    if (!gcim_card_bin_legal(m->source.card, bin)) {
      continue;
    }
    m->set->bins++;
    if (hits_of(m)[bin] >= m->wish->goal) {
      m->set->hit++;
      continue;
    }
    char name[GCIM_VEC_NAME_CHARS];
    gcim_card_bin_name(m->source.card, bin, name, sizeof name - 1);
    strcat(name, "\n");
    status = gcim_bytes_add(&text, name, strlen(name));
  }
  if (status == GCIM_OK && text.size > 0) {
    text.data[text.size - 1] = '\0';
  }
  m->set->holes = (char *)text.data;
  return status;
}

/* ---- a set ---- */

static int name_set(const gcim_archive_wish_t *w, gcim_archive_set_t *set) {
  const char *config = w->params != NULL ? "-" : w->config;
  snprintf(set->unit, sizeof set->unit, "%s", w->unit);
  snprintf(set->config, sizeof set->config, "%s", config);
  if (w->name != NULL) {
    snprintf(set->name, sizeof set->name, "%s", w->name);
  } else {
    snprintf(set->name, sizeof set->name, "%s.%s", w->unit, w->params != NULL ? "own" : config);
  }
  set->seed = w->seed;
  set->goal = w->goal;
  return w->params != NULL ? snprintf(set->params, sizeof set->params, "%s", w->params)
                           : snprintf(set->params, sizeof set->params, "config=%s", w->config);
}

/* Every parameter with its value, so that a plan means the same when a configuration changes. */
static int spell_params(gcim_archive_set_t *set) {
  gcim_model_t *model;
  gcim_vec_head_t head;
  const gcim_unit_t *unit = gcim_unit_find(set->unit);
  int status = unit == NULL ? GCIM_ERR_UNKNOWN : gcim_model_new(unit, set->params, &model);
  if (status != GCIM_OK) {
    return gcim_vec_fail_model(status);
  }
  status = gcim_vec_head(model, set->config, &head);
  gcim_model_free(model);
  snprintf(set->params, sizeof set->params, "%s", head.params);
  return status;
}

static int begin(measure_t *m) {
  int status = gcim_archive_source_new(m->set, NULL, 0, &m->source);
  if (status != GCIM_OK) {
    return status;
  }
  m->image = calloc((size_t)m->source.card->image_words + 1, sizeof *m->image);
  if (m->image == NULL) {
    return gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  }
  status = gcim_model_new(m->source.unit, m->set->params, &m->model);
  return status == GCIM_OK ? GCIM_OK : gcim_vec_fail_model(status);
}

int gcim_archive_plan_set(const gcim_archive_wish_t *wish, gcim_archive_report_t report,
                          void *context, gcim_archive_set_t *set) {
  memset(set, 0, sizeof *set);
  name_set(wish, set);
  measure_t m = {.wish = wish, .set = set};
  int status = spell_params(set);
  status = status == GCIM_OK ? begin(&m) : status;
  if (status == GCIM_OK) {
    status = measure_tier(&m, GCIM_TIER_CORNER, gcim_cases_corners(m.source.cases));
  }
  if (status == GCIM_OK) {
    const uint64_t space = gcim_cases_space(m.source.cases);
    status = measure_tier(&m, GCIM_TIER_EXHAUSTIVE, space <= SPACE_ITEMS ? space : 0);
  }
  status = status == GCIM_OK ? measure_random(&m, report, context) : status;
  status = status == GCIM_OK ? note_holes(&m) : status;
  free(m.image);
  gcim_model_free(m.model);
  gcim_archive_source_free(&m.source);
  return status;
}
