/* model.c: models of both kinds. A transaction unit gets its pipeline (a ring of images, valid
 * included) here. */
#include "core/model.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/bits.h"
#include "core/status.h"

/* ---- parameters ---- */

/* Add "name=value" to the fold's sets; the value is interpreted once the parameter's kind is known.
 */
static int add_set(gcim_fold_t *f, const char *unit, const char *token, size_t length) {
  const char *eq = memchr(token, '=', length);
  if (eq == NULL || eq == token || eq + 1 == token + length) {
    return gcim_fail(GCIM_ERR_PARAM, "%s: '%.*s' is not of the form Name=value", unit, (int)length,
                     token);
  }
  const size_t name = (size_t)(eq - token);
  const size_t value = length - name - 1;
  if (name >= GCIM_NAME_CHARS || value >= GCIM_NAME_CHARS || f->set_count >= FOLD_MAX_SETS) {
    return gcim_fail(GCIM_ERR_PARAM, "%s: '%.60s' is too long, or more than %d parameters", unit,
                     token, FOLD_MAX_SETS);
  }
  memcpy(f->set_names[f->set_count], token, name);
  f->set_names[f->set_count][name] = '\0';
  memcpy(f->set_texts[f->set_count], eq + 1, value);
  f->set_texts[f->set_count++][value] = '\0';
  return GCIM_OK;
}

typedef struct {
  char config[GCIM_NAME_CHARS];
  char identity[80];
} special_t;

/* config= and identity= are taken out; what is left are parameters. */
static int parse_params(gcim_fold_t *f, const char *unit, const char *params, special_t *special) {
  for (const char *p = params == NULL ? "" : params; *p != '\0';) {
    p += strspn(p, " \t,");
    const size_t n = strcspn(p, " \t,");
    if (n > 7 && n < 7 + sizeof special->config && strncmp(p, "config=", 7) == 0) {
      memcpy(special->config, p + 7, n - 7);
      special->config[n - 7] = '\0';
    } else if (n > 9 && n < 9 + sizeof special->identity && strncmp(p, "identity=", 9) == 0) {
      memcpy(special->identity, p + 9, n - 9);
      special->identity[n - 9] = '\0';
    } else if (n > 0) {
      const int status = add_set(f, unit, p, n);
      if (status != GCIM_OK) {
        return status;
      }
    }
    p += n;
  }
  return GCIM_OK;
}

static int unknown_config(const gcim_card_t *card, const char *name) {
  const char *known[GCIM_MAX_CONFIGS];
  char where[GCIM_NAME_CHARS + 4];
  for (int i = 0; i < card->config_count; i++) {
    known[i] = card->configs[i].name;
  }
  snprintf(where, sizeof where, "%.44s: ", card->unit);
  gcim_fail_unknown("configuration", where, name, known, card->config_count);
  return GCIM_ERR_PARAM;
}

static int unknown_param(const gcim_card_t *card, const char *name) {
  const char *known[GCIM_MAX_VALUES];
  char where[GCIM_NAME_CHARS + 4];
  int count = 0;
  for (int i = 0; i < card->value_count; i++) {
    if (card->values[i].kind != GCIM_VALUE_CONST) {
      known[count++] = card->values[i].name;
    }
  }
  snprintf(where, sizeof where, "%.44s: ", card->unit);
  gcim_fail_unknown("parameter", where, name, known, count);
  return GCIM_ERR_PARAM;
}

/* Fold the card twice: with the wanted configuration's SETs (in front of the caller's), then
 * evaluated. */
static int fold_card(const gcim_unit_t *unit, const char *params, gcim_card_t *card,
                     gcim_fold_t *f) {
  special_t special = {"", ""};
  memset(f, 0, sizeof *f);
  f->card = card;
  gcim_fold_t *given =
      f + 1; /* the caller's parameters wait here while the configuration's come first */
  memset(given, 0, sizeof *given);
  int status = parse_params(given, unit->name, params, &special);
  if (status != GCIM_OK) {
    return status;
  }
  if (special.identity[0] != '\0' && strcmp(special.identity, gcim_unit_identity(unit)) != 0) {
    return gcim_fail(
        GCIM_ERR_STATE,
        "%s: this library is identity %.12s..., the caller was generated for %.12s...; "
        "regenerate and rebuild both from one source tree",
        unit->name, gcim_unit_identity(unit), special.identity);
  }
  f->config = special.config[0] == '\0' ? NULL : special.config;
  f->collecting = true;
  unit->fold(f);
  if (f->config != NULL && !f->config_found) {
    return unknown_config(card, special.config);
  }
  for (int i = 0; i < given->set_count && f->set_count < FOLD_MAX_SETS; i++) {
    memcpy(f->set_names[f->set_count], given->set_names[i], GCIM_NAME_CHARS);
    memcpy(f->set_texts[f->set_count++], given->set_texts[i], GCIM_NAME_CHARS);
  }
  f->collecting = false;
  f->error[0] = '\0';
  unit->fold(f);
  for (int i = 0; i < f->set_count; i++) {
    if (!f->set_used[i]) {
      return unknown_param(card, f->set_names[i]);
    }
  }
  return f->error[0] == '\0' ? GCIM_OK : gcim_fail(GCIM_ERR_PARAM, "%s", f->error);
}

/* ---- life ---- */

static int alloc_parts(gcim_model_t *m) {
  const gcim_card_t *card = &m->card;
  const gcim_unit_ops_t *ops = m->unit->ops;
  const size_t ring =
      card->kind == GCIM_TRANSACTION ? (size_t)card->image_words * (size_t)card->latency : 0;
  m->state_bytes = ops->state_bytes == NULL ? 0 : ops->state_bytes(m);
  m->hits = calloc((size_t)card->bin_count + 1, sizeof *m->hits);
  m->last_mode = calloc((size_t)card->signal_count + 1, sizeof *m->last_mode);
  m->ring = calloc(ring + 1, sizeof *m->ring);
  m->state = calloc(1, m->state_bytes + 1);
  if (m->hits == NULL || m->last_mode == NULL || m->ring == NULL || m->state == NULL) {
    return gcim_fail(GCIM_ERR_STATE, "%s: out of memory (%zu bytes of state)", m->unit->name,
                     m->state_bytes);
  }
  return GCIM_OK;
}

static void clear_ring(gcim_model_t *m) {
  const size_t words = (size_t)m->card.image_words * (size_t)m->card.latency;
  memset(m->ring, 0, words * sizeof *m->ring);
  m->ring_head = 0;
}

int gcim_model_reset(gcim_model_t *model) {
  if (model == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_model_reset: model is NULL");
  }
  if (model->card.kind == GCIM_TRANSACTION) {
    clear_ring(model);
  } else {
    model->unit->ops->reset(model);
  }
  return GCIM_OK;
}

/* State from zero. */
static int init_state(gcim_model_t *model) {
  memset(model->state, 0, model->state_bytes);
  return model->unit->ops->init == NULL ? GCIM_OK : model->unit->ops->init(model);
}

int gcim_model_clear(gcim_model_t *model) {
  if (model == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_model_clear: model is NULL");
  }
  for (int i = 0; i < model->card.signal_count; i++) {
    model->last_mode[i] = -1;
  }
  const int status = model->card.kind == GCIM_TRANSACTION ? GCIM_OK : init_state(model);
  return status == GCIM_OK ? gcim_model_reset(model) : status;
}

int gcim_model_new(const gcim_unit_t *unit, const char *params, gcim_model_t **model) {
  if (model == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_model_new: model is NULL");
  }
  *model = NULL;
  if (unit == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_model_new: unit is NULL");
  }
  gcim_model_t *m = calloc(1, sizeof *m);
  gcim_fold_t *folds = calloc(2, sizeof *folds);
  int status = m == NULL || folds == NULL ? gcim_fail(GCIM_ERR_STATE, "out of memory") : GCIM_OK;
  if (status == GCIM_OK) {
    m->unit = unit;
    m->tap_mask = ~0u;
    status = fold_card(unit, params, &m->card, folds);
  }
  free(folds);
  if (status == GCIM_OK && unit->ops->prepare != NULL) {
    status = unit->ops->prepare(m);
  }
  if (status == GCIM_OK) {
    status = alloc_parts(m);
  }
  if (status == GCIM_OK) {
    status = init_state(m);
  }
  if (status == GCIM_OK) {
    status = gcim_model_clear(m);
  }
  if (status != GCIM_OK) {
    gcim_model_free(m);
    return status;
  }
  *model = m;
  return GCIM_OK;
}

void gcim_model_free(gcim_model_t *model) {
  if (model == NULL) {
    return;
  }
  if (model->kept != NULL) {
    model->unit->ops->release(model);
  }
  free(model->hits);
  free(model->last_mode);
  free(model->ring);
  free(model->state);
  free(model);
}

const gcim_card_t *gcim_model_card(const gcim_model_t *model) {
  return model == NULL ? NULL : &model->card;
}

const gcim_unit_t *gcim_model_unit(const gcim_model_t *model) {
  return model == NULL ? NULL : model->unit;
}

const uint64_t *gcim_model_hits(const gcim_model_t *model) {
  return model == NULL ? NULL : model->hits;
}
