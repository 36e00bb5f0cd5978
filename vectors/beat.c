/* beat.c: cases of transaction units: one transaction each. */
#include <inttypes.h>
#include <string.h>

#include "cases_inside.h"

enum {
  EMPTY_EPISODES = 1000
}; /* random episodes without any transaction: the stimulus cannot be right */

static bool is_operand(const gcim_signal_t *s) {
  return s->is_input && s->width > 0 &&
         (s->kind == GCIM_SIGNAL_MODE || s->kind == GCIM_SIGNAL_DATA);
}

int gcim_beat_eval(const gcim_model_t *model, uint32_t *image) {
  const gcim_card_t *card = gcim_model_card(model);
  const uint32_t *in[GCIM_MAX_SIGNALS];
  uint32_t *out[GCIM_MAX_SIGNALS];
  int ins = 0;
  int outs = 0;
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (is_operand(s)) {
      in[ins++] = image + s->word;
    } else if (!s->is_input && s->kind == GCIM_SIGNAL_DATA) {
      out[outs++] = image + s->word;
    }
  }
  const int status = gcim_model_eval(model, in, out);
  return status == GCIM_OK ? GCIM_OK : gcim_vec_fail_model(status);
}

static void clear(gcim_cases_t *c) {
  memset(c->image, 0, (size_t)c->card->image_words * sizeof *c->image);
}

void gcim_beat_corner(gcim_cases_t *c, uint64_t index) {
  char words[GCIM_VEC_NAME_CHARS - 8];
  clear(c);
  gcim_corner_put(c->corner, &c->corner->channels[0], (int)index, 0, c->image);
  gcim_corner_name(c->corner, &c->corner->channels[0], (int)index, 0, words, sizeof words);
  snprintf(c->name, sizeof c->name, "corner.%s", words);
}

uint64_t gcim_cases_space(const gcim_cases_t *c) {
  if (c->card->kind != GCIM_TRANSACTION) {
    return 0;
  }
  uint64_t space = 1;
  for (int i = 0; i < c->card->signal_count; i++) {
    const gcim_signal_t *s = &c->card->signals[i];
    if (!is_operand(s)) {
      continue;
    }
    if (s->kind == GCIM_SIGNAL_DATA && s->width > 20) {
      return 0;
    }
    space *=
        s->kind == GCIM_SIGNAL_MODE ? (uint64_t)(s->max - s->min + 1) : UINT64_C(1) << s->width;
    if (space > GCIM_EXHAUSTIVE_LIMIT) {
      return 0;
    }
  }
  return space;
}

/* The index counts through the signals in card order, the first one fastest. */
void gcim_beat_exhaustive(gcim_cases_t *c, uint64_t index) {
  clear(c);
  for (int i = 0; i < c->card->signal_count; i++) {
    const gcim_signal_t *s = &c->card->signals[i];
    if (!is_operand(s)) {
      continue;
    }
    const bool is_mode = s->kind == GCIM_SIGNAL_MODE;
    const uint64_t values = is_mode ? (uint64_t)(s->max - s->min + 1) : UINT64_C(1) << s->width;
    const uint64_t value = index % values + (is_mode ? (uint64_t)s->min : 0);
    gcim_image_put(c->card, c->image, i, 0, s->width, value);
    index /= values;
  }
  snprintf(c->name, sizeof c->name, "exhaustive");
}

bool gcim_beat_carried(const gcim_cases_t *c, int rst_n) {
  for (int i = 0; i < c->card->signal_count; i++) {
    const gcim_signal_t *s = &c->card->signals[i];
    if (s->is_input && s->kind == GCIM_SIGNAL_VALID) {
      return rst_n != 0 && gcim_image_get(c->card, c->pins, i, 0, 1) != 0;
    }
  }
  return false;
}

static int begin_stim(gcim_cases_t *c) {
  const int status = gcim_stim_start(c->stim, c->seed, c->episode, 0);
  c->has_episode = true;
  c->episode++;
  c->beat = 0;
  return status == GCIM_OK ? GCIM_OK : gcim_vec_fail_model(status);
}

int gcim_beat_random(gcim_cases_t *c) {
  for (int empty = 0; empty < EMPTY_EPISODES; empty++) {
    int status = c->has_episode ? GCIM_OK : begin_stim(c);
    int rst_n = 0;
    while (status == GCIM_OK && gcim_stim_next(c->stim, &rst_n, c->pins) == 1) {
      if (gcim_beat_carried(c, rst_n)) {
        memcpy(c->image, c->pins, (size_t)c->card->image_words * sizeof *c->image);
        snprintf(c->name, sizeof c->name, "random.%" PRIu64 ".%" PRIu64, c->episode - 1, c->beat++);
        return GCIM_OK;
      }
    }
    if (status != GCIM_OK) {
      return status;
    }
    empty = c->beat > 0 ? 0 : empty;
    c->has_episode = false;
  }
  return gcim_vec_fail(GCIM_ERR_STATE,
                       "%s: %d random episodes hold no transaction; see gcim_stim_start",
                       c->card->unit, EMPTY_EPISODES);
}
