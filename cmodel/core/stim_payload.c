/* stim_payload.c: data and modes of the commands that a stimulus sends. */
#include "core/stim_inside.h"

#include <string.h>

#include "core/bits.h"

enum { STEADY = 256 };

void gcim_stim_put(gcim_stim_t *s, int signal, uint64_t value) {
  const gcim_signal_t *g = &s->model->card.signals[signal];
  gcim_bits_put(s->image + g->word, 0, g->width > 64 ? 64 : g->width, value);
}

bool gcim_stim_bit(const gcim_stim_t *s, const uint32_t *image, int signal) {
  const gcim_signal_t *g = &s->model->card.signals[signal];
  return g->width == 0 || (image[g->word] & 1u) != 0;
}

/* In a steady episode a mode of few values (first, last, a kind of operand) leaves its minimum for
 * one command in STEADY only. */
static bool rests(gcim_stim_t *s, uint32_t span) {
  return s->steady && span <= 4 && gcim_random_below(&s->random, STEADY) != 0;
}

static void draw_modes(gcim_stim_t *s, int channel, bool illegal) {
  const gcim_card_t *card = &s->model->card;
  const gcim_channel_t *c = &card->channels[channel];
  for (int i = c->first_signal; i < card->signal_count; i++) {
    const gcim_signal_t *g = &card->signals[i];
    if (g->channel != channel || g->kind != GCIM_SIGNAL_MODE) {
      continue;
    }
    const uint32_t span = (uint32_t)(g->max - g->min + 1);
    const uint32_t any = 1u << (g->width < 16 ? g->width : 16);
    uint64_t value = illegal ? gcim_random_below(&s->random, any)
                             : (uint64_t)g->min + gcim_random_below(&s->random, span);
    if (s->extreme && span > 4 && !illegal && gcim_random_below(&s->random, 2) == 0) {
      value = (uint64_t)g->max;
    }
    if (!illegal && rests(s, span)) {
      value = (uint64_t)g->min;
    }
    if (!illegal && g->has_usual && gcim_random_below(&s->random, 8) != 0) {
      value = (uint64_t)g->usual;
    }
    gcim_stim_put(s, i, value);
  }
}

/* Modes of a new command: legal ones unless the campaign asks for illegal stimulus. */
static void new_modes(gcim_stim_t *s, int channel) {
  const gcim_unit_t *unit = s->model->unit;
  const bool illegal = (s->flags & GCIM_STIM_ILLEGAL) != 0 && gcim_random_below(&s->random, 8) == 0;
  const bool known = gcim_illegal_mode(&s->model->card, s->image, channel) < 0 &&
                     unit->illegal(&s->model->card, s->image, channel) < 0;
  if (known && (int)gcim_random_below(&s->random, 16) < s->sticky) {
    return;
  }
  draw_modes(s, channel, illegal);
  while (!illegal && unit->illegal(&s->model->card, s->image, channel) >= 0) {
    draw_modes(s, channel, false); /* a card whose rules forbid everything would be a card error */
  }
}

/* A NEAR field: every element modulo 2^width, around element 0 of the other field. */
static void draw_near(gcim_stim_t *s, const gcim_signal_t *g) {
  const uint32_t distance = (uint32_t)g->near_distance;
  const int width = g->width / g->lanes;
  for (int i = 0; i * width < g->width; i++) {
    const uint64_t up = gcim_random_below(&s->random, 2 * distance + 1);
    const uint64_t value = s->last[g->near_signal] + up - distance;
    gcim_bits_put(s->image + g->word, i * width, width, value);
  }
}

static void draw_field(gcim_stim_t *s, const gcim_signal_t *g) {
  if (g->has_usual && gcim_random_below(&s->random, 8) != 0) {
    gcim_bits_put(s->image + g->word, 0, g->width < 64 ? g->width : 64, (uint64_t)g->usual);
  } else if (g->near_distance > 0 && gcim_random_below(&s->random, 4) != 0) {
    draw_near(s, g);
  } else if (g->exp_bits > 0) {
    gcim_pattern_draw_floats(&s->random, s->image + g->word, g->lanes, g->exp_bits, g->man_bits);
  } else {
    gcim_pattern_draw(&s->random, s->image + g->word, g->width, g->lanes);
  }
}

void gcim_stim_payload(gcim_stim_t *s, int channel) {
  const gcim_card_t *card = &s->model->card;
  const gcim_channel_t *c = &card->channels[channel];
  for (int i = c->first_signal; i < card->signal_count; i++) {
    const gcim_signal_t *g = &card->signals[i];
    if (g->channel == channel && g->kind == GCIM_SIGNAL_DATA && g->width > 0) {
      draw_field(s, g);
      if (s->extreme && g->lanes > 1 && gcim_random_below(&s->random, 8) != 0) {
        memset(s->image + g->word, 0xff, (size_t)g->words * sizeof *s->image);
        s->image[g->word + g->words - 1] &= gcim_bits_top_mask(g->width);
      }
      const int width = g->width / g->lanes;
      s->last[i] =
          gcim_bits_get(s->image + g->word, 0, width < GCIM_NEAR_BITS ? width : GCIM_NEAR_BITS);
    }
  }
  new_modes(s, channel);
}

void gcim_stim_spoil(gcim_stim_t *s, int channel) {
  const gcim_card_t *card = &s->model->card;
  const uint32_t noise = gcim_random_word(&s->random);
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *g = &card->signals[i];
    if (g->channel != channel || g->kind != GCIM_SIGNAL_DATA || g->width == 0) {
      continue;
    }
    for (int w = 0; w < g->words; w++) {
      s->image[g->word + w] = noise * (uint32_t)(2 * w + 1);
    }
    s->image[g->word + g->words - 1] &= gcim_bits_top_mask(g->width);
  }
}
