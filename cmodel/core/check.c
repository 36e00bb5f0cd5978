/* check.c: a DUT's ports against the model, edge by edge. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/check_inside.h"
#include "core/status.h"

int gcim_check_new(gcim_model_t *model, gcim_check_t **check) {
  if (model == NULL || check == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_check_new: NULL argument");
  }
  *check = calloc(1, sizeof **check);
  uint32_t *expected = calloc((size_t)model->card.image_words + 1, sizeof *expected);
  if (*check == NULL || expected == NULL) {
    free(*check);
    free(expected);
    *check = NULL;
    return gcim_fail(GCIM_ERR_STATE, "%s: out of memory", model->card.unit);
  }
  (*check)->model = model;
  (*check)->expected = expected;
  return GCIM_OK;
}

void gcim_check_free(gcim_check_t *check) {
  if (check != NULL) {
    gcim_model_free(check->model);
    free(check->expected);
    free(check);
  }
}

gcim_model_t *gcim_check_model(gcim_check_t *check) {
  return check == NULL ? NULL : check->model;
}

/* ---- one edge ---- */

static bool differs(const gcim_signal_t *s, const uint32_t *a, const uint32_t *b) {
  if (s->words == 1) {
    return a[s->word] != b[s->word];
  }
  return memcmp(a + s->word, b + s->word, (size_t)s->words * sizeof *a) != 0;
}

static int compare(gcim_check_t *check, const uint32_t *image, uint32_t tap_mask) {
  const gcim_card_t *card = &check->model->card;
  uint8_t wrong[GCIM_MAX_SIGNALS] = {0};
  int tap = 0, found = 0;
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (s->is_input || s->width == 0) {
      continue;
    }
    if (s->kind == GCIM_SIGNAL_TAP && ((tap_mask >> tap++) & 1u) == 0) {
      continue;
    }
    if (check->care[i] == 0) {
      continue;
    }
    check->counts.values++;
    if (differs(s, image, check->expected)) {
      wrong[i] = 1;
      found++;
    }
  }
  check->counts.mismatches += (uint64_t)found;
  if (found > 0 && check->first[0] == '\0') {
    gcim_check_describe(check, image, wrong);
  }
  return found;
}

static bool is_set(const gcim_card_t *card, const uint32_t *image, int signal) {
  const gcim_signal_t *s = &card->signals[signal];
  return s->width == 0 || (image[s->word] & 1u) != 0; /* an absent ready is always 1 */
}

/* Output beats of this cycle: valid in the model, compared if any of their fields matters. While
 * nothing was ever loaded (LOAD) an answer says nothing about the unit's stored values: it counts
 * as don't-care. */
static void count_beat(gcim_check_t *check, int channel) {
  const gcim_card_t *card = &check->model->card;
  bool cared = false;
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    cared = cared || (s->channel == channel && s->kind == GCIM_SIGNAL_DATA && check->care[i] != 0);
  }
  const bool loaded = card->load_count == 0 || check->has_loaded;
  cared = cared && loaded;
  check->counts.beats += cared;
  check->counts.careless += !cared;
}

static void note_illegal(gcim_check_t *check, const char *channel, const char *text) {
  check->counts.illegal++;
  if (check->illegal[0] == '\0') {
    snprintf(check->illegal, sizeof check->illegal,
             "%s: cycle %" PRIu64 ": illegal stimulus on %s: %s", check->model->card.unit,
             check->cycle, channel, text);
  }
}

static void check_modes(gcim_check_t *check, int channel, const uint32_t *image) {
  const gcim_card_t *card = &check->model->card;
  char text[256];
  const int mode = gcim_illegal_mode(card, image, channel);
  if (mode >= 0) {
    const gcim_signal_t *s = &card->signals[mode];
    snprintf(text, sizeof text, "%s=%" PRIu64 " is outside %lld..%lld", s->port,
             gcim_image_get(card, image, mode, 0, s->width), (long long)s->min, (long long)s->max);
    note_illegal(check, card->channels[channel].name, text);
  }
  const int rule = check->model->unit->illegal(card, image, channel);
  if (rule >= 0) {
    snprintf(text, sizeof text, "%s: %s", card->illegal[rule].id, card->illegal[rule].text);
    note_illegal(check, card->channels[channel].name, text);
  }
}

/* Channels: what is accepted and answered at this edge, by the model's handshakes and the stimulus'
 * other half. */
static void count_channels(gcim_check_t *check, const uint32_t *image) {
  const gcim_card_t *card = &check->model->card;
  bool active = false;
  for (int i = 0; i < card->channel_count; i++) {
    const gcim_channel_t *c = &card->channels[i];
    const int valid = c->first_signal;
    const bool clocked = card->kind == GCIM_CLOCKED;
    const uint32_t *valids = c->is_input ? image : check->expected;
    const uint32_t *readies = c->is_input ? check->expected : image;
    if (!is_set(card, valids, valid) || (clocked && !is_set(card, readies, valid + 1))) {
      continue;
    }
    active = true;
    if (c->is_input) {
      check->accepted[i]++;
      check->has_loaded = check->has_loaded || i == card->load_channel;
      check_modes(check, i, image);
    } else {
      check->answered[i]++;
      count_beat(check, i);
    }
  }
  check->counts.active_cycles += active;
}

static void check_reset(gcim_check_t *check, const uint32_t *image) {
  const gcim_card_t *card = &check->model->card;
  for (int i = 0; i < card->channel_count; i++) {
    const gcim_channel_t *c = &card->channels[i];
    if (c->is_input && is_set(card, image, c->first_signal)) {
      note_illegal(check, c->name, "valid is 1 during reset");
    }
    check->accepted[i] = check->answered[i] = 0;
  }
}

int gcim_check_clock(gcim_check_t *check, int rst_n, const uint32_t *image, uint32_t tap_mask) {
  if (check == NULL || image == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_check_clock: NULL argument");
  }
  gcim_model_t *m = check->model;
  m->tap_mask = tap_mask;
  if (rst_n == 0) {
    gcim_model_reset(m);
    check_reset(check, image);
  }
  gcim_model_look(m, check->expected, check->care);
  const int wrong = compare(check, image, tap_mask);
  if (rst_n != 0) {
    check->counts.cycles++;
    count_channels(check, image);
    gcim_model_advance(m, 1, image);
  }
  check->cycle++;
  return wrong == 0 ? GCIM_OK : gcim_fail(GCIM_ERR_MISMATCH, "%s", check->first);
}

int gcim_check_restart(gcim_check_t *check) {
  if (check == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_check_restart: check is NULL");
  }
  check->cycle = 0;
  check->first[0] = '\0';
  memset(check->accepted, 0, sizeof check->accepted);
  memset(check->answered, 0, sizeof check->answered);
  return gcim_model_clear(check->model);
}

/* ---- results ---- */

/* A unit none of whose channels answers another one's accepts (a command has several beats, or
 * several beats one result) owes an answer as long as its model does. */
void gcim_check_counts(const gcim_check_t *check, gcim_counts_t *counts) {
  const gcim_card_t *card = &check->model->card;
  bool answers = false;
  *counts = check->counts;
  counts->outstanding = 0;
  for (int i = 0; i < card->channel_count; i++) {
    const int command = card->channels[i].answers;
    if (command >= 0 && !card->channels[i].is_input) {
      answers = true;
      counts->outstanding += check->accepted[command] - check->answered[i];
    }
  }
  counts->outstanding += !answers && gcim_model_busy(check->model) != 0;
}

const char *gcim_check_first(const gcim_check_t *check) {
  return check == NULL ? "" : check->first;
}

const char *gcim_check_illegal(const gcim_check_t *check) {
  return check == NULL ? "" : check->illegal;
}

int gcim_check_verdict(const gcim_check_t *check) {
  if (check == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_check_verdict: check is NULL");
  }
  gcim_counts_t counts;
  gcim_check_counts(check, &counts);
  const char *unit = check->model->card.unit;
  if (counts.mismatches > 0) {
    return gcim_fail(GCIM_ERR_MISMATCH, "%" PRIu64 " mismatches\n%s", counts.mismatches,
                     check->first);
  }
  if (counts.beats == 0) {
    return gcim_fail(GCIM_ERR_STATE,
                     "%s: 0 output beats compared in %" PRIu64 " cycles (%" PRIu64
                     " were don't-care): were the weights written, was anything started?",
                     unit, counts.cycles, counts.careless);
  }
  if (counts.outstanding > 0) {
    return gcim_fail(GCIM_ERR_STATE, "%s: %" PRIu64 " accepted commands have no answer yet", unit,
                     counts.outstanding);
  }
  return GCIM_OK;
}
