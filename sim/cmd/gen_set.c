#include "gen_set.h"

#include <stdio.h>

#include "gen.h"

enum { PARAMS_CHARS = 256 };

void gen_set_free(gen_set_t *set) {
  for (int i = 0; i < set->count; i++) {
    gcim_model_free(set->models[i]);
  }
}

int gen_set_add(gen_set_t *set, const gcim_unit_t *unit, const char *name, const char *params) {
  if (gcim_model_new(unit, params, &set->models[set->count]) != GCIM_OK) {
    fprintf(stderr, "gcim gen: %s\n", gcim_error_text());
    return 1;
  }
  set->cards[set->count] = gcim_model_card(set->models[set->count]);
  set->names[set->count++] = name;
  return 0;
}

/* ---- printed hardware ---- */

/* Add a set if it is legal and its hardware is printed. */
static void add_printed(gen_set_t *set, const gcim_unit_t *unit, const char *params) {
  gcim_model_t *model;
  if (set->count < GEN_MAX_SETS && gcim_model_new(unit, params, &model) == GCIM_OK) {
    if (gen_net_wants(gcim_model_card(model))) {
      set->models[set->count] = model;
      set->names[set->count] = "";
      set->cards[set->count++] = gcim_model_card(model);
    } else {
      gcim_model_free(model);
    }
  }
}

static int image_words(const gcim_unit_t *unit, const char *params) {
  gcim_model_t *model;
  if (gcim_model_new(unit, params, &model) != GCIM_OK) {
    return -1;
  }
  const int words = gcim_model_card(model)->image_words;
  gcim_model_free(model);
  return words;
}

/* Members in the configuration with the smallest image, which sim/lint/card_sets.c varies. */
static void add_members(gen_set_t *set, const gcim_unit_t *unit, const gcim_card_t *card) {
  char params[PARAMS_CHARS];
  const char *base = card->configs[0].name;
  int least = -1;
  for (int i = 0; i < card->config_count; i++) {
    snprintf(params, sizeof params, "config=%s", card->configs[i].name);
    const int words = image_words(unit, params);
    base = least < 0 || words < least ? card->configs[i].name : base;
    least = least < 0 || words < least ? words : least;
  }
  for (int i = 0; i < card->value_count; i++) {
    const gcim_value_t *v = &card->values[i];
    for (int64_t x = v->min; v->kind == GCIM_VALUE_ENUM && x <= v->max; x++) {
      snprintf(params, sizeof params, "config=%s %s=%lld", base, v->name, (long long)x);
      add_printed(set, unit, params);
    }
  }
}

int gen_set_printed(gen_set_t *set) {
  for (int u = 0; gcim_unit_list(u) != NULL; u++) {
    const gcim_unit_t *unit = gcim_unit_list(u);
    gcim_model_t *model;
    if (gcim_model_new(unit, "", &model) != GCIM_OK) {
      fprintf(stderr, "gcim gen: %s\n", gcim_error_text());
      return 1;
    }
    const gcim_card_t *card = gcim_model_card(model);
    const bool may_print = gcim_card_value(card, "Printed") >= 0;
    for (int i = 0; i < card->config_count && may_print; i++) {
      char params[PARAMS_CHARS];
      snprintf(params, sizeof params, "config=%s", card->configs[i].name);
      add_printed(set, unit, params);
    }
    if (may_print) {
      add_members(set, unit, card);
    }
    gcim_model_free(model);
  }
  return 0;
}
