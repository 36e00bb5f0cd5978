/* stim.c: stimulus of a campaign from the card alone: every episode is a pure function of (unit,
 * parameters, seed, index).
 *
 * An episode: reset, load (the card's LOAD line), mixed traffic for EPISODE cycles with bubbles,
 * back-pressure, withdrawn requests, mode switches and sometimes a reset, then a drain in which
 * every accepted command gets its answer. Every 64th episode of a clocked unit is a long one with
 * steady modes: counters of eight bits pass their end.
 */
#include "core/stim_inside.h"

#include <stdlib.h>
#include <string.h>

#include "gcim_num.h"
#include "core/status.h"

enum { RESET_CYCLES = 2, DRAIN_IDLE = 2, DRAIN_LIMIT = 100000, TRANSACTION_CYCLES = 64, LONG = 8 };

uint64_t gcim_random(uint64_t seed, uint64_t index, uint64_t stream) {
  const uint32_t counter[4] = {(uint32_t)index, (uint32_t)(index >> 32), (uint32_t)stream,
                               (uint32_t)(stream >> 32)};
  const uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
  uint32_t out[4];
  gcim_philox4x32(counter, key, out);
  return out[0] | (uint64_t)out[1] << 32;
}

int gcim_stim_new(const gcim_unit_t *unit, const char *params, gcim_stim_t **stim) {
  if (stim == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_stim_new: stim is NULL");
  }
  *stim = NULL;
  gcim_model_t *model;
  const int status = gcim_model_new(unit, params, &model);
  if (status != GCIM_OK) {
    return status;
  }
  gcim_stim_t *s = calloc(1, sizeof *s);
  const size_t words = (size_t)model->card.image_words + 1;
  uint32_t *images = calloc(words * 2, sizeof *images);
  if (s == NULL || images == NULL) {
    free(s);
    free(images);
    gcim_model_free(model);
    return gcim_fail(GCIM_ERR_STATE, "%s: out of memory", gcim_unit_name(unit));
  }
  model->tap_mask = 0; /* stimulus needs handshakes only */
  s->model = model;
  s->image = images;
  s->expected = images + words;
  s->phase = PHASE_OVER;
  *stim = s;
  return GCIM_OK;
}

void gcim_stim_free(gcim_stim_t *stim) {
  if (stim != NULL) {
    gcim_model_free(stim->model);
    free(stim->image);
    free(stim);
  }
}

const uint32_t *gcim_stim_expected(const gcim_stim_t *stim) {
  return stim->expected;
}

const uint8_t *gcim_stim_care(const gcim_stim_t *stim) {
  return stim->care;
}

const gcim_card_t *gcim_stim_card(const gcim_stim_t *stim) {
  return &stim->model->card;
}

/* ---- start of an episode ---- */

static uint64_t hash_text(uint64_t h, const char *text) {
  for (const char *p = text; *p != '\0'; p++) {
    h = (h ^ (uint8_t)*p) * 1099511628211u;
  }
  return h;
}

/* FNV-1a over the unit's name and the parameters that are not at their defaults: other units and
 * configurations get other streams, a parameter that a card gets later leaves them as they were. */
static uint64_t stream_key(const gcim_card_t *card, uint64_t seed) {
  uint64_t h = hash_text(14695981039346656037u, card->unit);
  for (int i = 0; i < card->value_count; i++) {
    const gcim_value_t *v = &card->values[i];
    if (v->kind != GCIM_VALUE_CONST && v->value != v->def) {
      h = (hash_text(h, v->name) ^ (uint64_t)v->value) * 1099511628211u;
    }
  }
  return h ^ gcim_random(seed, 0, 0);
}

static void draw_profile(gcim_stim_t *s) {
  static const int rates[8] = {16, 16, 16, 14, 8, 8, 3, 1};
  const gcim_card_t *card = &s->model->card;
  const bool one_command =
      gcim_random_below(&s->random, 4) == 0; /* only one kind of command flows */
  int only = -1;
  if (one_command) {
    only = (int)gcim_random_below(&s->random, (uint32_t)card->channel_count);
  }
  for (int i = 0; i < card->channel_count; i++) {
    s->rate[i] = rates[gcim_random_below(&s->random, 8)];
    if (one_command && card->channels[i].is_input && i != only) {
      s->rate[i] = s->rate[i] > 3 ? 1 : 0;
    }
  }
  s->sticky = rates[gcim_random_below(&s->random, 8)] - 2;
  s->traffic_cycles = card->episode_cycles > 0 ? card->episode_cycles : TRANSACTION_CYCLES;
  if (s->steady) {
    s->sticky = 0;
    s->traffic_cycles *= LONG;
  }
  s->reset_at = -1;
  if ((s->flags & GCIM_STIM_NO_RESET) == 0 && gcim_random_below(&s->random, 4) == 0) {
    s->reset_at = gcim_random_below(&s->random, (uint32_t)s->traffic_cycles);
  }
  s->load_count = (s->flags & GCIM_STIM_NO_LOAD) != 0 ? 0 : card->load_count;
  if (s->load_count > 1 && gcim_random_below(&s->random, 16) == 0) {
    s->load_count =
        gcim_random_below(&s->random, (uint32_t)s->load_count); /* some rows stay unknown */
  }
}

int gcim_stim_start(gcim_stim_t *stim, uint64_t seed, uint64_t index, int flags) {
  if (stim == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_stim_start: stim is NULL");
  }
  const gcim_card_t *card = &stim->model->card;
  gcim_random_start(&stim->random, stream_key(card, seed), index);
  stim->flags = flags;
  stim->extreme = index % 8 == 7; /* not drawn: the other episodes stay as they were */
  stim->steady = index % 64 == 62 && card->episode_cycles > 0;
  stim->phase = PHASE_RESET;
  stim->cycle = 0;
  stim->loaded = 0;
  stim->reset_left = RESET_CYCLES;
  stim->idle = 0;
  memset(stim->last, 0, sizeof stim->last);
  memset(stim->image, 0, (size_t)card->image_words * sizeof stim->image[0]);
  memset(stim->expected, 0, (size_t)card->image_words * sizeof stim->expected[0]);
  draw_profile(stim);
  return gcim_model_clear(stim->model);
}

/* ---- one cycle ---- */

/* The request on an IN channel for this cycle; `was_refused`: it stood there with ready = 0 in the
 * last one. */
static void drive_request(gcim_stim_t *s, int channel, bool was_refused) {
  const gcim_channel_t *c = &s->model->card.channels[channel];
  if (was_refused && gcim_random_below(&s->random, 32) != 0) {
    return; /* held; now and then a request is withdrawn */
  }
  const gcim_card_t *card = &s->model->card;
  const bool forbidden =
      (s->flags & GCIM_STIM_NO_LOAD) != 0 && card->load_count > 0 && channel == card->load_channel;
  const bool valid = (int)gcim_random_below(&s->random, 16) < s->rate[channel] && !forbidden;
  gcim_stim_put(s, c->first_signal, valid);
  if (valid) {
    gcim_stim_payload(s, channel);
  } else {
    gcim_stim_spoil(s, channel);
  }
}

static void drive_load(gcim_stim_t *s, int channel) {
  const gcim_card_t *card = &s->model->card;
  const bool valid = gcim_random_below(&s->random, 16) != 0;
  gcim_stim_payload(s, channel);
  gcim_stim_put(s, card->channels[channel].first_signal, valid);
  gcim_stim_put(s, card->load_field, (uint64_t)s->loaded);
}

static void drive_channel(gcim_stim_t *s, int channel, const bool *refused) {
  const gcim_card_t *card = &s->model->card;
  const gcim_channel_t *c = &card->channels[channel];
  if (!c->is_input) {
    const bool ready =
        s->phase == PHASE_DRAIN || (int)gcim_random_below(&s->random, 16) < s->rate[channel];
    if (c->has_ready) {
      gcim_stim_put(s, c->first_signal + 1, ready);
    }
  } else if (s->phase == PHASE_LOAD && channel == card->load_channel) {
    drive_load(s, channel);
  } else if (s->phase == PHASE_TRAFFIC) {
    drive_request(s, channel, refused[channel]);
  } else {
    gcim_stim_put(s, c->first_signal, 0);
    gcim_stim_spoil(s, channel);
  }
}

static void next_phase(gcim_stim_t *s) {
  const bool loads = s->loaded < s->load_count;
  if (s->phase == PHASE_RESET) {
    s->phase = loads ? PHASE_LOAD : PHASE_TRAFFIC;
    s->cycle = 0;
  }
  if (s->phase == PHASE_LOAD && !loads) {
    s->phase = PHASE_TRAFFIC;
    s->cycle = 0;
  }
  if (s->phase == PHASE_TRAFFIC && s->cycle >= s->traffic_cycles) {
    s->phase = PHASE_DRAIN;
    s->cycle = 0;
  }
  if (s->phase == PHASE_DRAIN && (s->idle > DRAIN_IDLE || s->cycle > DRAIN_LIMIT)) {
    s->phase = PHASE_OVER;
  }
}

/* Is there a request that was refused in the last cycle? Only then may it be held. */
static void find_refused(const gcim_stim_t *s, bool *refused) {
  const gcim_card_t *card = &s->model->card;
  for (int i = 0; i < card->channel_count; i++) {
    const gcim_channel_t *c = &card->channels[i];
    refused[i] = c->is_input && c->has_ready && gcim_stim_bit(s, s->image, c->first_signal) &&
                 !gcim_stim_bit(s, s->expected, c->first_signal + 1);
  }
}

static void drive_reset(gcim_stim_t *s) {
  const gcim_card_t *card = &s->model->card;
  s->reset_left--;
  for (int i = 0; i < card->channel_count; i++) {
    if (card->channels[i].is_input) { /* a request under reset is illegal and must change nothing */
      const bool valid =
          (s->flags & GCIM_STIM_ILLEGAL) != 0 && gcim_random_below(&s->random, 2) == 0;
      gcim_stim_put(s, card->channels[i].first_signal, valid);
    }
  }
}

static void drive_cycle(gcim_stim_t *s) {
  const gcim_card_t *card = &s->model->card;
  bool refused[GCIM_MAX_CHANNELS];
  find_refused(s, refused);
  for (int i = 0; i < card->channel_count; i++) {
    drive_channel(s, i, refused);
  }
}

static void count_load(gcim_stim_t *s) {
  const gcim_channel_t *c = &s->model->card.channels[s->model->card.load_channel];
  const bool accepted = gcim_stim_bit(s, s->image, c->first_signal) &&
                        (!c->has_ready || gcim_stim_bit(s, s->expected, c->first_signal + 1));
  s->loaded += s->phase == PHASE_LOAD && accepted;
}

int gcim_stim_next(gcim_stim_t *s, int *rst_n, uint32_t *image) {
  if (s == NULL || rst_n == NULL || image == NULL) {
    return 0;
  }
  if (s->phase == PHASE_TRAFFIC && s->cycle == s->reset_at && s->reset_left == 0) {
    s->reset_left = 1 + (int)gcim_random_below(&s->random, 3);
    s->reset_at = -1;
  }
  const bool in_reset = s->reset_left > 0;
  if (!in_reset) {
    next_phase(s);
  }
  if (s->phase == PHASE_OVER) {
    return 0;
  }
  if (in_reset) {
    drive_reset(s);
    gcim_model_reset(s->model);
  } else {
    drive_cycle(s);
  }
  gcim_model_look(s->model, s->expected, s->care);
  count_load(s);
  gcim_model_advance(s->model, !in_reset, s->image);
  s->cycle += !in_reset;
  s->idle = s->phase == PHASE_DRAIN && !gcim_model_busy(s->model) ? s->idle + 1 : 0;
  *rst_n = !in_reset;
  const gcim_card_t *card = &s->model->card;
  for (int i = 0; i < card->signal_count; i++) {
    if (card->signals[i].is_input) {
      const gcim_signal_t *g = &card->signals[i];
      memcpy(image + g->word, s->image + g->word, (size_t)g->words * sizeof *image);
    }
  }
  return 1;
}
