/* corner.c: tables of commands from a card. */
#include "corner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pattern.h"

enum { FULL_PRODUCT = 512, FULL_COMMANDS = 16, ALL_VALUES = 4 };

/* A field that goes round the patterns instead of being a factor. */
static bool goes_round(const gcim_card_t *card, const gcim_signal_t *s) {
  const bool has_shape = s->lanes_text != NULL && strcmp(s->lanes_text, "1") != 0;
  return card->kind == GCIM_CLOCKED && s->kind == GCIM_SIGNAL_DATA && has_shape;
}

static void add_level(gcim_corner_channel_t *channel, int64_t value) {
  const int factor = channel->factors.count;
  if (channel->factors.levels[factor] < GCIM_LEVELS) {
    channel->values[factor][channel->factors.levels[factor]++] = value;
  }
}

static void add_mode_levels(gcim_corner_channel_t *channel, const gcim_signal_t *s) {
  if (s->max - s->min < ALL_VALUES) {
    for (int64_t value = s->min; value <= s->max; value++) {
      add_level(channel, value);
    }
    return;
  }
  add_level(channel, s->max);
  add_level(channel, s->min);
  add_level(channel, (s->min + s->max) / 2);
}

static void add_field_levels(const gcim_corner_t *corner, gcim_corner_channel_t *channel,
                             int signal) {
  const bool all = corner->card->kind == GCIM_TRANSACTION;
  for (int p = 0; p < gcim_pattern_count(); p++) {
    const char *name = gcim_pattern_name(p);
    const bool wanted = all || strcmp(name, "ones") == 0 || strcmp(name, "zero") == 0 ||
                        strcmp(name, "alternate_5") == 0;
    if (wanted && gcim_pattern_is_new(corner->card, corner->scratch, signal, p)) {
      add_level(channel, p);
    }
  }
}

static int add_factor(gcim_corner_t *corner, gcim_corner_channel_t *channel, int signal) {
  const gcim_signal_t *s = &corner->card->signals[signal];
  if (channel->factors.count == GCIM_FACTORS) {
    return gcim_vec_fail(
        GCIM_ERR_STATE, "%s: channel %s has more than %d modes and fields for corner cases",
        corner->card->unit, corner->card->channels[channel->channel].name, GCIM_FACTORS);
  }
  channel->signals[channel->factors.count] = signal;
  if (s->kind == GCIM_SIGNAL_MODE) {
    add_mode_levels(channel, s);
  } else {
    add_field_levels(corner, channel, signal);
  }
  channel->factors.count++;
  return GCIM_OK;
}

/* Modes first: they vary fastest in a full product. */
static int add_factors(gcim_corner_t *corner, gcim_corner_channel_t *channel,
                       gcim_signal_kind_t kind) {
  const gcim_card_t *card = corner->card;
  int status = GCIM_OK;
  for (int i = 0; i < card->signal_count && status == GCIM_OK; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (s->channel == channel->channel && s->is_input && s->kind == kind && s->width > 0 &&
        !goes_round(card, s)) {
      status = add_factor(corner, channel, i);
    }
  }
  return status;
}

/* ---- legality: the card's protocol rules, asked through a checker ---- */

typedef struct {
  gcim_corner_t *corner;
  const gcim_corner_channel_t *channel;
  gcim_check_t *check;
} legal_t;

static void put_levels(const gcim_corner_t *corner, const gcim_corner_channel_t *channel,
                       const unsigned char *row, uint32_t *image) {
  for (int f = 0; f < channel->factors.count; f++) {
    const int signal = channel->signals[f];
    const gcim_signal_t *s = &corner->card->signals[signal];
    const int64_t value = channel->values[f][row[f]];
    if (s->kind == GCIM_SIGNAL_MODE) {
      gcim_image_put(corner->card, image, signal, 0, s->width, (uint64_t)value);
    } else {
      gcim_pattern_put(corner->card, image, signal, (int)value);
    }
  }
}

static void put_valid(const gcim_card_t *card, int channel, uint32_t *image) {
  const gcim_channel_t *c = &card->channels[channel];
  for (int i = 0; i < card->signal_count; i++) {
    if (card->signals[i].channel == channel && card->signals[i].kind == GCIM_SIGNAL_VALID &&
        c->is_input) {
      gcim_image_put(card, image, i, 0, 1, 1);
    }
  }
}

static bool is_legal(void *context, const unsigned char *row) {
  const legal_t *legal = context;
  const gcim_card_t *card = legal->corner->card;
  uint32_t *image = legal->corner->scratch;
  uint8_t care[GCIM_MAX_SIGNALS];
  gcim_counts_t before, after;
  memset(image, 0, (size_t)card->image_words * sizeof *image);
  gcim_check_restart(legal->check);
  gcim_check_counts(legal->check, &before);
  gcim_model_look(gcim_check_model(legal->check), image, care);
  put_levels(legal->corner, legal->channel, row, image);
  put_valid(card, legal->channel->channel, image);
  gcim_check_clock(legal->check, 1, image, 0); /* its verdict on the outputs does not matter here */
  gcim_check_counts(legal->check, &after);
  return after.illegal == before.illegal;
}

static int make_channel(gcim_corner_t *corner, int index, gcim_check_t *check) {
  gcim_corner_channel_t *channel = &corner->channels[corner->channel_count++];
  channel->channel = index;
  int status = add_factors(corner, channel, GCIM_SIGNAL_MODE);
  status = status == GCIM_OK ? add_factors(corner, channel, GCIM_SIGNAL_DATA) : status;
  if (status != GCIM_OK) {
    return status;
  }
  legal_t legal = {corner, channel, check};
  const int full = corner->card->kind == GCIM_TRANSACTION ? FULL_PRODUCT : FULL_COMMANDS;
  gcim_pairs_make(&channel->factors, full, is_legal, &legal, &channel->table);
  return GCIM_OK;
}

static int make_channels(gcim_corner_t *corner, gcim_check_t *check) {
  const gcim_card_t *card = corner->card;
  int status = GCIM_OK;
  for (int i = 0; i < card->channel_count && status == GCIM_OK; i++) {
    const bool is_load = card->load_count > 0 && i == card->load_channel;
    if (card->channels[i].is_input && !is_load) {
      status = make_channel(corner, i, check);
    }
  }
  return status;
}

int gcim_corner_check(const gcim_model_t *model, gcim_check_t **check) {
  const gcim_card_t *card = gcim_model_card(model);
  char params[2048] = "";
  size_t used = 0;
  for (int i = 0; i < card->value_count && used < sizeof params; i++) {
    const gcim_value_t *v = &card->values[i];
    if (v->kind != GCIM_VALUE_CONST) {
      used += (size_t)snprintf(params + used, sizeof params - used, "%s=%lld ", v->name,
                               (long long)v->value);
    }
  }
  gcim_model_t *copy;
  int status = gcim_model_new(gcim_model_unit(model), params, &copy);
  status = status == GCIM_OK ? gcim_check_new(copy, check) : status;
  return status == GCIM_OK ? GCIM_OK : gcim_vec_fail_model(status);
}

int gcim_corner_new(const gcim_model_t *model, gcim_corner_t **corner) {
  *corner = NULL;
  gcim_corner_t *c = calloc(1, sizeof *c);
  gcim_check_t *check = NULL;
  if (c == NULL) {
    return gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  }
  c->card = gcim_model_card(model);
  c->channels = calloc((size_t)c->card->channel_count + 1, sizeof *c->channels);
  c->scratch = calloc((size_t)c->card->image_words + 1, sizeof *c->scratch);
  int status = c->channels == NULL || c->scratch == NULL
                   ? gcim_vec_fail(GCIM_ERR_STATE, "out of memory")
                   : gcim_corner_check(model, &check);
  status = status == GCIM_OK ? make_channels(c, check) : status;
  gcim_check_free(check);
  if (status != GCIM_OK) {
    gcim_corner_free(c);
    return status;
  }
  *corner = c;
  return GCIM_OK;
}

void gcim_corner_free(gcim_corner_t *corner) {
  if (corner != NULL) {
    free(corner->channels);
    free(corner->scratch);
    free(corner);
  }
}

void gcim_corner_put(const gcim_corner_t *corner, const gcim_corner_channel_t *channel, int row,
                     int turn, uint32_t *image) {
  const gcim_card_t *card = corner->card;
  put_levels(corner, channel, channel->table.rows[row], image);
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (s->channel == channel->channel && s->is_input && goes_round(card, s)) {
      gcim_pattern_put(card, image, i, turn % gcim_pattern_count());
    }
  }
  put_valid(card, channel->channel, image);
}

/* Cut to `size`: a name is for people. */
static void append(char *text, size_t size, const char *gap, const char *words) {
  const size_t used = strlen(text);
  if (used + strlen(gap) + strlen(words) < size) {
    snprintf(text + used, size - used, "%s%s", used == 0 ? "" : gap, words);
  }
}

void gcim_corner_name(const gcim_corner_t *corner, const gcim_corner_channel_t *channel, int row,
                      int turn, char *text, size_t size) {
  const unsigned char *levels = channel->table.rows[row];
  text[0] = '\0';
  if (corner->card->kind == GCIM_CLOCKED) {
    append(text, size, "", gcim_pattern_name(turn % gcim_pattern_count()));
  }
  for (int f = 0; f < channel->factors.count; f++) { /* operands first, modes behind them */
    const gcim_signal_t *s = &corner->card->signals[channel->signals[f]];
    if (s->kind != GCIM_SIGNAL_MODE) {
      append(text, size, ".", gcim_pattern_name((int)channel->values[f][levels[f]]));
    }
  }
  for (int f = 0; f < channel->factors.count; f++) {
    const gcim_signal_t *s = &corner->card->signals[channel->signals[f]];
    char words[GCIM_NAME_CHARS + 24];
    snprintf(words, sizeof words, "%s=%lld", s->name, (long long)channel->values[f][levels[f]]);
    if (s->kind == GCIM_SIGNAL_MODE) {
      append(text, size, " ", words);
    }
  }
}
