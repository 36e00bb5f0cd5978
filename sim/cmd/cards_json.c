/* cards_json.c: everything a card says, through cJSON. Keys in a fixed order, no dates: the same
 * bytes every time.
 *
 * cJSON returns NULL when memory is short and takes NULL everywhere; the last call finds out.
 */
#include "cards_json.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"

static void add_text(cJSON *to, const char *key, const char *text) {
  cJSON_AddItemToObject(to, key, text == NULL ? cJSON_CreateNull() : cJSON_CreateString(text));
}

/* Exact for any int64: a double holds 53 bits only. */
static void add_number(cJSON *to, const char *key, int64_t value) {
  char text[32];
  snprintf(text, sizeof text, "%lld", (long long)value);
  cJSON_AddRawToObject(to, key, text);
}

static void add_index(cJSON *to, const char *key, int index) {
  if (index < 0) {
    cJSON_AddNullToObject(to, key);
  } else {
    add_number(to, key, index);
  }
}

/* "BINARY, CARRY_SAVE" as an array; NULL as null. */
static void add_members(cJSON *to, const char *key, const char *members) {
  if (members == NULL) {
    cJSON_AddNullToObject(to, key);
    return;
  }
  cJSON *list = cJSON_AddArrayToObject(to, key);
  while (*members != '\0') {
    char word[GCIM_NAME_CHARS];
    members += strspn(members, ", ");
    const size_t length = strcspn(members, ", ");
    snprintf(word, sizeof word, "%.*s", (int)length, members);
    if (length > 0) {
      cJSON_AddItemToArray(list, cJSON_CreateString(word));
    }
    members += length;
  }
}

static cJSON *add_object(cJSON *list) {
  cJSON *object = cJSON_CreateObject();
  cJSON_AddItemToArray(list, object);
  return object;
}

/* ---- parts that hold for a unit ---- */

static void add_values(cJSON *unit, const gcim_card_t *card) {
  static const char *const kinds[] = {"param", "enum", "const"};
  cJSON *list = cJSON_AddArrayToObject(unit, "values");
  for (int i = 0; i < card->value_count; i++) {
    const gcim_value_t *v = &card->values[i];
    cJSON *value = add_object(list);
    add_text(value, "name", v->name);
    add_text(value, "kind", kinds[v->kind]);
    add_text(value, "text", v->text);
    add_number(value, "default", v->def);
    if (v->kind != GCIM_VALUE_CONST) {
      add_number(value, "min", v->min);
      add_number(value, "max", v->max);
      add_number(value, "line", v->line);
    }
    add_members(value, "members", v->members);
  }
}

static void add_channels(cJSON *unit, const gcim_card_t *card) {
  cJSON *list = cJSON_AddArrayToObject(unit, "channels");
  for (int i = 0; i < card->channel_count; i++) {
    const gcim_channel_t *c = &card->channels[i];
    cJSON *channel = add_object(list);
    add_text(channel, "name", c->name);
    add_text(channel, "direction", c->is_input ? "in" : "out");
    cJSON_AddBoolToObject(channel, "ready", c->has_ready);
    add_text(channel, "answers", c->answers < 0 ? NULL : card->channels[c->answers].name);
  }
}

static void add_rules(cJSON *unit, const gcim_card_t *card) {
  cJSON *list = cJSON_AddArrayToObject(unit, "rules");
  for (int i = 0; i < card->rule_count; i++) {
    cJSON *rule = add_object(list);
    add_text(rule, "id", card->rules[i].id);
    add_text(rule, "condition", card->rules[i].condition);
    add_text(rule, "text", card->rules[i].text);
    add_number(rule, "line", card->rules[i].line);
  }
  list = cJSON_AddArrayToObject(unit, "illegal");
  for (int i = 0; i < card->illegal_count; i++) {
    cJSON *rule = add_object(list);
    add_text(rule, "id", card->illegal[i].id);
    add_text(rule, "channel", card->channels[card->illegal_channel[i]].name);
    add_text(rule, "condition", card->illegal[i].condition);
    add_text(rule, "text", card->illegal[i].text);
  }
}

static void add_policy(cJSON *unit, const gcim_card_t *card) {
  cJSON *load = cJSON_CreateNull();
  if (card->load_count > 0) {
    cJSON_Delete(load);
    load = cJSON_CreateObject();
    add_text(load, "channel", card->channels[card->load_channel].name);
    add_text(load, "field", card->signals[card->load_field].name);
  }
  cJSON_AddItemToObject(unit, "load", load);
  cJSON *budget = cJSON_AddObjectToObject(unit, "budget");
  add_number(budget, "smoke", card->budget_smoke);
  add_number(budget, "nightly", card->budget_nightly);
}

/* ---- parts that follow from a configuration ---- */

static void add_signals(cJSON *config, const gcim_card_t *card) {
  static const char *const kinds[] = {"valid", "ready", "mode", "data", "tap"};
  cJSON *list = cJSON_AddArrayToObject(config, "signals");
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    cJSON *signal = add_object(list);
    add_text(signal, "name", s->name);
    add_text(signal, "port", s->port);
    add_text(signal, "kind", kinds[s->kind]);
    add_text(signal, "direction", s->is_input ? "in" : "out");
    add_text(signal, "channel", s->channel < 0 ? NULL : card->channels[s->channel].name);
    add_number(signal, "width", s->width);
    add_text(signal, "width_text", s->width_text);
    add_number(signal, "lanes", s->lanes);
    add_text(signal, "lanes_text", s->lanes_text);
    add_number(signal, "word", s->word);
    add_number(signal, "words", s->words);
    add_number(signal, "delay", s->delay);
    if (s->kind == GCIM_SIGNAL_MODE) {
      add_number(signal, "min", s->min);
      add_number(signal, "max", s->max);
      add_text(signal, "min_text", s->min_text);
      add_text(signal, "max_text", s->max_text);
      add_members(signal, "members", s->members);
    }
  }
}

static void add_covers(cJSON *config, const gcim_card_t *card) {
  cJSON *list = cJSON_AddArrayToObject(config, "covers");
  for (int i = 0; i < card->cover_count; i++) {
    const gcim_cover_t *c = &card->covers[i];
    cJSON *cover = add_object(list);
    add_text(cover, "name", c->name);
    add_number(cover, "bins", c->bins);
    add_number(cover, "first", c->first);
    add_members(cover, "bin_names", c->bin_names);
    add_text(cover, "mode", c->mode < 0 ? NULL : card->signals[c->mode].name);
    cJSON_AddBoolToObject(cover, "switch", c->is_switch);
  }
  list = cJSON_AddArrayToObject(config, "crosses");
  for (int i = 0; i < card->cross_count; i++) {
    const gcim_cross_t *c = &card->crosses[i];
    cJSON *cross = add_object(list);
    add_text(cross, "a", card->covers[c->a].name);
    add_text(cross, "b", card->covers[c->b].name);
    add_text(cross, "illegal", c->illegal_text);
    add_number(cross, "first", c->first);
  }
}

static int add_config(cJSON *list, const gcim_unit_t *unit, const gcim_config_t *named) {
  char params[GCIM_NAME_CHARS + 16];
  gcim_model_t *model;
  snprintf(params, sizeof params, "config=%s", named->name);
  const int status = gcim_model_new(unit, params, &model);
  if (status != GCIM_OK) {
    return gcim_vec_fail_model(status);
  }
  const gcim_card_t *card = gcim_model_card(model);
  cJSON *config = add_object(list);
  add_text(config, "name", named->name);
  add_text(config, "sets", named->sets);
  cJSON *values = cJSON_AddObjectToObject(config, "values");
  for (int i = 0; i < card->value_count; i++) {
    add_number(values, card->values[i].name, card->values[i].value);
  }
  add_index(config, "latency", card->kind == GCIM_TRANSACTION ? card->latency : -1);
  add_number(config, "load_count", card->load_count);
  add_number(config, "episode_cycles", card->episode_cycles);
  add_number(config, "image_words", card->image_words);
  add_number(config, "bin_count", card->bin_count);
  add_signals(config, card);
  add_covers(config, card);
  gcim_model_free(model);
  return GCIM_OK;
}

static int add_unit(cJSON *list, const gcim_unit_t *which) {
  gcim_model_t *model;
  int status = gcim_model_new(which, "", &model);
  if (status != GCIM_OK) {
    return gcim_vec_fail_model(status);
  }
  const gcim_card_t *card = gcim_model_card(model);
  cJSON *unit = add_object(list);
  add_text(unit, "name", card->unit);
  add_text(unit, "text", card->text);
  add_text(unit, "kind", card->kind == GCIM_CLOCKED ? "clocked" : "transaction");
  add_text(unit, "identity", gcim_unit_identity(which));
  add_number(unit, "rev", card->revision);
  add_values(unit, card);
  add_channels(unit, card);
  add_rules(unit, card);
  add_policy(unit, card);
  cJSON *configs = cJSON_AddArrayToObject(unit, "configs");
  for (int i = 0; i < card->config_count && status == GCIM_OK; i++) {
    status = add_config(configs, which, &card->configs[i]);
  }
  gcim_model_free(model);
  return status;
}

int cards_json(FILE *to, const gcim_unit_t *only) {
  cJSON *root = cJSON_CreateObject();
  add_text(root, "format", "gcim-cards 1");
  add_text(root, "version", gcim_version());
  cJSON *units = cJSON_AddArrayToObject(root, "units");
  const gcim_unit_t *unit;
  int status = GCIM_OK;
  for (int i = 0; status == GCIM_OK && (unit = gcim_unit_list(i)) != NULL; i++) {
    status = only == NULL || only == unit ? add_unit(units, unit) : GCIM_OK;
  }
  char *text = status == GCIM_OK ? cJSON_Print(root) : NULL;
  if (status == GCIM_OK && text == NULL) {
    status = gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  }
  if (text != NULL) {
    fprintf(to, "%s\n", text);
  }
  cJSON_free(text);
  cJSON_Delete(root);
  return status;
}
