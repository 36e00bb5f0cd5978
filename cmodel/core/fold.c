#include "core/fold.h"

#include <stdio.h>
#include <string.h>

#include "core/bits.h"

void gcim_fold_error(gcim_fold_t *f, const char *text) {
  if (f->error[0] == '\0') {
    snprintf(f->error, sizeof f->error, "%s", text);
  }
}

static bool has_room(gcim_fold_t *f, int count, int max, const char *what) {
  if (count >= max) {
    char text[128];
    snprintf(text, sizeof text, "%s: more than %d %s", f->card->unit, max, what);
    gcim_fold_error(f, text);
    return false;
  }
  return true;
}

void gcim_fold_unit(gcim_fold_t *f, const char *unit, gcim_kind_t kind, const char *text) {
  memset(f->card, 0, sizeof *f->card);
  f->card->unit = unit;
  f->card->kind = kind;
  f->card->text = text;
  f->in_wanted_config = false;
}

static int64_t fold_value(gcim_fold_t *f, gcim_value_t value) {
  value.value = value.def;
  const int set = gcim_fold_find_set(f, value.name);
  if (set >= 0) {
    gcim_fold_mark_used(f, value.name);
    int64_t wanted = 0;
    if (gcim_fold_set_number(f, set, value.members, &wanted)) {
      value.value = wanted;
    }
  }
  if (value.value < value.min || value.value > value.max) {
    char text[FOLD_ERROR_CHARS];
    snprintf(text, sizeof text, "%s: %s=%lld is outside %lld..%lld (%s%s%scmodel/unit/%s.def:%d)",
             f->card->unit, value.name, (long long)value.value, (long long)value.min,
             (long long)value.max, f->config == NULL ? "" : "configuration '",
             f->config == NULL ? "" : f->config, f->config == NULL ? "" : "', ", f->card->unit,
             value.line);
    gcim_fold_error(f, text);
    value.value = value.def;
  }
  if (has_room(f, f->card->value_count, GCIM_MAX_VALUES, "parameters and constants")) {
    f->card->values[f->card->value_count++] = value;
  }
  return value.value;
}

int64_t gcim_fold_param(gcim_fold_t *f, const char *name, const char *text, int64_t def,
                        int64_t min, int64_t max, int line) {
  return fold_value(f, (gcim_value_t){name, text, NULL, GCIM_VALUE_PARAM, 0, def, min, max, line});
}

int64_t gcim_fold_enum(gcim_fold_t *f, const char *name, int64_t def, const char *members,
                       int line) {
  const int64_t max = gcim_fold_member_count(members) - 1;
  return fold_value(f, (gcim_value_t){name, NULL, members, GCIM_VALUE_ENUM, 0, def, 0, max, line});
}

int64_t gcim_fold_enum_as(gcim_fold_t *f, const char *name, int64_t def, const char *list,
                          int line) {
  for (int i = 0; i < f->card->value_count; i++) {
    if (strcmp(f->card->values[i].name, list) == 0 && f->card->values[i].members != NULL) {
      return gcim_fold_enum(f, name, def, f->card->values[i].members, line);
    }
  }
  char message[FOLD_ERROR_CHARS];
  snprintf(message, sizeof message, "%s: %s: no ENUM '%s' before this line", f->card->unit, name,
           list);
  gcim_fold_error(f, message);
  return def;
}

int64_t gcim_fold_const(gcim_fold_t *f, const char *name, const char *text, int64_t value) {
  if (value < 0 || value > INT32_MAX) {
    char message[FOLD_ERROR_CHARS];
    snprintf(message, sizeof message, "%s: %s = %s is %lld, outside 0..2^31-1", f->card->unit, name,
             text, (long long)value);
    gcim_fold_error(f, message);
    value = 0;
  }
  if (has_room(f, f->card->value_count, GCIM_MAX_VALUES, "parameters and constants")) {
    f->card->values[f->card->value_count++] =
        (gcim_value_t){name, text, NULL, GCIM_VALUE_CONST, value, value, value, value, 0};
  }
  return value;
}

void gcim_fold_rule(gcim_fold_t *f, const char *id, const char *condition, bool holds,
                    const char *text, int line) {
  if (!has_room(f, f->card->rule_count, GCIM_MAX_RULES, "rules")) {
    return;
  }
  f->card->rules[f->card->rule_count++] = (gcim_rule_t){id, condition, text, holds, line};
  if (!holds) {
    char message[FOLD_ERROR_CHARS];
    snprintf(message, sizeof message, "%s: %s: %s (%s, cmodel/unit/%s.def:%d)", f->card->unit, id,
             text, condition, f->card->unit, line);
    gcim_fold_error(f, message);
  }
}

int64_t gcim_fold_latency(gcim_fold_t *f, const char *text, int64_t value) {
  f->card->latency = (int)gcim_fold_const(f, "Latency", text, value);
  gcim_fold_channel(f, "in", true, "");
  gcim_fold_channel(f, "out", false, "ANSWERS(in)");
  return value;
}

static gcim_signal_t *fold_signal(gcim_fold_t *f, int channel, const char *field,
                                  gcim_signal_kind_t kind, bool is_input, int64_t width,
                                  const char *width_text) {
  gcim_card_t *card = f->card;
  if (!has_room(f, card->signal_count, GCIM_MAX_SIGNALS, "signals")) {
    return &card->signals[GCIM_MAX_SIGNALS - 1]; /* a card error: reported, never used further */
  }
  gcim_signal_t *s = &card->signals[card->signal_count++];
  const bool prefixed = channel >= 0 && card->kind == GCIM_CLOCKED;
  const char *prefix = kind == GCIM_SIGNAL_TAP ? "tap"
                       : prefixed              ? card->channels[channel].name
                                               : "";
  const char *joint = prefix[0] == '\0' ? "" : "_";
  const char *suffix = kind == GCIM_SIGNAL_TAP ? "" : is_input ? "_i" : "_o";
  snprintf(s->name, sizeof s->name, "%s%s%s", prefix, joint, field);
  snprintf(s->port, sizeof s->port, "%s%s%s%s", prefix, joint, field, suffix);
  if (card->kind == GCIM_TRANSACTION && channel >= 0 && kind == GCIM_SIGNAL_VALID) {
    snprintf(s->name, sizeof s->name, "%s_valid", card->channels[channel].name);
  }
  s->kind = kind;
  s->is_input = is_input;
  s->channel = channel;
  s->width = (int)width;
  s->width_text = width_text;
  s->word = card->image_words;
  s->words = gcim_bits_words((int)width);
  s->lanes = 1;
  s->lanes_text = "1";
  s->min_text = s->max_text = "0";
  s->delay = card->latency;
  card->image_words += s->words;
  if (channel >= 0) {
    card->channels[channel].signals++;
  }
  return s;
}

void gcim_fold_channel(gcim_fold_t *f, const char *name, bool is_input, const char *flags) {
  gcim_card_t *card = f->card;
  if (!has_room(f, card->channel_count, GCIM_MAX_CHANNELS, "channels")) {
    return;
  }
  const int index = card->channel_count++;
  gcim_channel_t *c = &card->channels[index];
  c->name = name;
  c->is_input = is_input;
  c->has_ready = strstr(flags, "READY") != NULL;
  c->first_signal = card->signal_count;
  c->answers = -1;
  const char *answers = strstr(flags, "ANSWERS(");
  for (int i = 0; answers != NULL && i < index; i++) {
    const size_t n = strlen(card->channels[i].name);
    if (strncmp(answers + 8, card->channels[i].name, n) == 0 && answers[8 + n] == ')') {
      c->answers = i;
    }
  }
  fold_signal(f, index, "valid", GCIM_SIGNAL_VALID, is_input, 1, "1");
  if (card->kind == GCIM_CLOCKED) {
    fold_signal(f, index, "ready", GCIM_SIGNAL_READY, !is_input, c->has_ready, "1");
  }
}

static int find_channel(gcim_fold_t *f, const char *name) {
  for (int i = 0; i < f->card->channel_count; i++) {
    if (strcmp(f->card->channels[i].name, name) == 0) {
      return i;
    }
  }
  char text[128];
  snprintf(text, sizeof text, "%s: no channel '%s' before this line", f->card->unit, name);
  gcim_fold_error(f, text);
  return 0;
}

void gcim_fold_field(gcim_fold_t *f, const char *channel, const char *name, const char *text,
                     int64_t width) {
  const int c = find_channel(f, channel);
  fold_signal(f, c, name, GCIM_SIGNAL_DATA, f->card->channels[c].is_input, width, text);
}

void gcim_fold_mode(gcim_fold_t *f, const char *channel, const char *name, int64_t width,
                    const char *width_text, int64_t min, const char *min_text, int64_t max,
                    const char *max_text) {
  const int c = find_channel(f, channel);
  gcim_signal_t *s = fold_signal(f, c, name, GCIM_SIGNAL_MODE, true, width, width_text);
  s->min = min;
  s->max = max;
  s->min_text = min_text;
  s->max_text = max_text;
}

int gcim_card_signal(const gcim_card_t *card, const char *name) {
  const bool strip = card->kind == GCIM_TRANSACTION && strncmp(name, "in_", 3) == 0;
  for (int pass = 0; pass < 2; pass++) {
    for (int i = 0; i < card->signal_count; i++) {
      const gcim_signal_t *s = &card->signals[i];
      if (strcmp(s->name, name) == 0 || strcmp(s->port, name) == 0) {
        return i;
      }
    }
    if (!strip) {
      return -1;
    }
    name += pass == 0 ? 3 : 0;
  }
  return -1;
}

static gcim_signal_t *named_signal(gcim_fold_t *f, const char *name) {
  const int index = gcim_card_signal(f->card, name);
  if (index < 0) {
    char text[128];
    snprintf(text, sizeof text, "%s: no signal '%s' before this line", f->card->unit, name);
    gcim_fold_error(f, text);
    return &f->card->signals[0];
  }
  return &f->card->signals[index];
}

void gcim_fold_values(gcim_fold_t *f, const char *signal, const char *members) {
  named_signal(f, signal)->members = members;
}

void gcim_fold_shape(gcim_fold_t *f, const char *signal, const char *text, int64_t lanes) {
  gcim_signal_t *s = named_signal(f, signal);
  s->lanes = (int)lanes;
  s->lanes_text = text;
}

void gcim_fold_floats(gcim_fold_t *f, const char *signal, int64_t exp_bits, int64_t man_bits) {
  gcim_signal_t *s = named_signal(f, signal);
  s->exp_bits = (int)exp_bits;
  s->man_bits = (int)man_bits;
}

void gcim_fold_near(gcim_fold_t *f, const char *signal, const char *other, int64_t distance) {
  gcim_signal_t *s = named_signal(f, signal);
  const gcim_signal_t *o = named_signal(f, other);
  if (s->width / s->lanes > GCIM_NEAR_BITS || o->width / o->lanes > GCIM_NEAR_BITS) {
    char text[128];
    snprintf(text, sizeof text, "%s: NEAR(%s, %s) needs elements of at most %d bits", f->card->unit,
             signal, other, GCIM_NEAR_BITS);
    gcim_fold_error(f, text);
  }
  s->near_signal = (int)(o - f->card->signals);
  s->near_distance = (int)distance;
}

void gcim_fold_usual(gcim_fold_t *f, const char *signal, int64_t value) {
  gcim_signal_t *s = named_signal(f, signal);
  s->has_usual = true;
  s->usual = value;
}

void gcim_fold_tap(gcim_fold_t *f, const char *name, const char *text, int64_t width,
                   int64_t delay) {
  gcim_signal_t *s = fold_signal(f, -1, name, GCIM_SIGNAL_TAP, false, width, text);
  s->delay = (int)delay;
}

void gcim_fold_illegal(gcim_fold_t *f, const char *channel, const char *id, const char *condition,
                       const char *text, int line) {
  if (has_room(f, f->card->illegal_count, GCIM_MAX_RULES, "protocol rules")) {
    f->card->illegal_channel[f->card->illegal_count] = find_channel(f, channel);
    f->card->illegal[f->card->illegal_count++] = (gcim_rule_t){id, condition, text, true, line};
  }
}

void gcim_fold_load(gcim_fold_t *f, const char *channel, const char *field, int64_t count) {
  char name[GCIM_NAME_CHARS];
  f->card->load_channel = find_channel(f, channel);
  snprintf(name, sizeof name, "%.20s_%.20s", channel, field);
  f->card->load_field = (int)(named_signal(f, name) - f->card->signals);
  f->card->load_count = count;
}
