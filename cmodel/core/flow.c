/* flow.c: the k-th response of a DUT against the k-th answer of the step model, whatever the DUT's
 * timing. */
#include "core/flow.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/status.h"

enum { MAX_OUTSTANDING = 65536, MODEL_LIMIT = 100000 };

static size_t answer_words(const gcim_card_t *card) {
  return (size_t)card->image_words + (size_t)card->signal_count;
}

int gcim_flow_new(gcim_model_t *model, gcim_flow_t **flow) {
  if (model == NULL || flow == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_flow_new: NULL argument");
  }
  *flow = NULL;
  gcim_flow_t *f = calloc(1, sizeof *f);
  const size_t words = answer_words(&model->card);
  uint32_t *images = calloc(words * 2, sizeof *images);
  if (f == NULL || images == NULL) {
    free(f);
    free(images);
    return gcim_fail(GCIM_ERR_STATE, "%s: out of memory", model->card.unit);
  }
  f->model = model;
  f->image = images;
  model->tap_mask = 0;
  for (int i = 0; i < model->card.signal_count; i++) {
    const gcim_signal_t *s = &model->card.signals[i];
    f->bits[i] = s->width / s->lanes;
  }
  *flow = f;
  return gcim_model_clear(model);
}

static void forget(gcim_flow_t *f) {
  for (int i = 0; i < GCIM_MAX_CHANNELS; i++) {
    gcim_lane_t *lane = &f->lanes[i];
    while (lane->queue != NULL && lane->head < lane->tail) {
      free(lane->queue[lane->head++ % MAX_OUTSTANDING].words);
    }
    lane->head = lane->tail = 0;
    lane->is_late = false;
  }
}

void gcim_flow_free(gcim_flow_t *flow) {
  if (flow == NULL) {
    return;
  }
  forget(flow);
  for (int i = 0; i < GCIM_MAX_CHANNELS; i++) {
    free(flow->lanes[i].queue);
  }
  free(flow->image);
  free(flow);
}

/* ---- running the model on commands alone ---- */

static void set_bit(const gcim_card_t *card, uint32_t *image, int signal, uint32_t value) {
  if (card->signals[signal].width > 0) {
    image[card->signals[signal].word] = value;
  }
}

/* All requests off, all answers taken. */
static void idle_inputs(const gcim_card_t *card, uint32_t *image) {
  for (int i = 0; i < card->channel_count; i++) {
    const gcim_channel_t *c = &card->channels[i];
    const int flag = c->is_input ? c->first_signal : c->first_signal + 1;
    if (c->is_input || c->has_ready) {
      set_bit(card, image, flag, c->is_input ? 0 : 1);
    }
  }
}

static int keep_answer(gcim_flow_t *f, int channel, const uint8_t *care) {
  const gcim_card_t *card = card_of(f);
  gcim_lane_t *lane = &f->lanes[channel];
  if (lane->queue == NULL) {
    lane->queue = calloc(MAX_OUTSTANDING, sizeof *lane->queue);
  }
  if (lane->tail - lane->head >= MAX_OUTSTANDING) { /* a command may have hundreds of answers */
    return gcim_fail(GCIM_ERR_STATE, "%s: %d answers are outstanding", card->unit, MAX_OUTSTANDING);
  }
  gcim_answer_t *a = lane->queue == NULL ? NULL : &lane->queue[lane->tail % MAX_OUTSTANDING];
  uint32_t *words = a == NULL ? NULL : malloc(answer_words(card) * sizeof *words);
  if (words == NULL) {
    return gcim_fail(GCIM_ERR_STATE, "%s: out of memory", card->unit);
  }
  memcpy(words, f->image, (size_t)card->image_words * sizeof *words);
  for (int i = 0; i < card->signal_count; i++) {
    words[card->image_words + i] = care[i];
  }
  a->words = words;
  a->asked = f->edge;
  lane->tail++;
  return GCIM_OK;
}

/* One cycle of the model; answers that appear are kept. */
static int run_cycle(gcim_flow_t *f, bool *accepted, int channel) {
  const gcim_card_t *card = card_of(f);
  uint8_t care[GCIM_MAX_SIGNALS];
  gcim_model_look(f->model, f->image, care);
  if (channel >= 0) {
    const gcim_channel_t *c = &card->channels[channel];
    const gcim_signal_t *ready = &card->signals[c->first_signal + 1];
    *accepted = !c->has_ready || f->image[ready->word] != 0;
  }
  for (int i = 0; i < card->channel_count; i++) {
    const gcim_channel_t *c = &card->channels[i];
    if (c->is_input || f->image[card->signals[c->first_signal].word] == 0) {
      continue;
    }
    const int status = keep_answer(f, i, care);
    if (status != GCIM_OK) {
      return status;
    }
  }
  return gcim_model_advance(f->model, 1, f->image);
}

static void put_command(gcim_flow_t *f, int channel, const uint32_t *image) {
  const gcim_card_t *card = card_of(f);
  const gcim_channel_t *c = &card->channels[channel];
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (s->is_input && s->channel == channel && i >= c->first_signal) {
      memcpy(f->image + s->word, image + s->word, (size_t)s->words * sizeof *image);
    }
  }
  set_bit(card, f->image, c->first_signal, 1);
}

int gcim_flow_command(gcim_flow_t *flow, int channel, const uint32_t *image) {
  if (flow == NULL || image == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_flow_command: NULL argument");
  }
  const gcim_card_t *card = card_of(flow);
  if (channel < 0 || channel >= card->channel_count || !card->channels[channel].is_input) {
    return gcim_fail(GCIM_ERR_PARAM, "%s: channel %d is not an input", card->unit, channel);
  }
  for (int i = 0; i < card->channel_count; i++) {
    if (flow->lanes[i].tail - flow->lanes[i].head >= MAX_OUTSTANDING - 16) {
      return gcim_fail(GCIM_ERR_STATE, "%s: %d answers are outstanding", card->unit,
                       MAX_OUTSTANDING);
    }
  }
  flow->commands++;
  flow->illegal += gcim_illegal_mode(card, image, channel) >= 0 ||
                   flow->model->unit->illegal(card, image, channel) >= 0;
  idle_inputs(card, flow->image);
  put_command(flow, channel, image);
  bool accepted = false;
  int status = GCIM_OK;
  for (int i = 0; i < MODEL_LIMIT && !accepted && status == GCIM_OK; i++) {
    status = run_cycle(flow, &accepted, channel);
  }
  idle_inputs(card, flow->image);
  for (int i = 0; i < MODEL_LIMIT && status == GCIM_OK && gcim_model_busy(flow->model); i++) {
    status = run_cycle(flow, &accepted, -1);
  }
  return status;
}

int gcim_flow_answer(gcim_flow_t *flow, int channel, const uint32_t *image) {
  if (flow == NULL || image == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_flow_answer: NULL argument");
  }
  const gcim_card_t *card = card_of(flow);
  if (channel < 0 || channel >= card->channel_count || card->channels[channel].is_input) {
    return gcim_fail(GCIM_ERR_PARAM, "%s: channel %d is not an output", card->unit, channel);
  }
  gcim_lane_t *lane = &flow->lanes[channel];
  if (lane->head == lane->tail) {
    char text[128];
    snprintf(text, sizeof text, "an answer on channel %s at edge %" PRIu64 " that nobody asked for",
             card->channels[channel].name, flow->edge);
    flow->mismatches++;
    gcim_flow_describe(flow, text);
    return gcim_fail(GCIM_ERR_MISMATCH, "%s", flow->first);
  }
  const uint64_t number = lane->head++;
  gcim_answer_t *a = &lane->queue[number % MAX_OUTSTANDING];
  const int wrong = gcim_flow_compare(flow, channel, image, a, number);
  free(a->words);
  a->words = NULL;
  return wrong == 0 ? GCIM_OK : gcim_fail(GCIM_ERR_MISMATCH, "%s", flow->first);
}

int gcim_flow_tick(gcim_flow_t *flow, int rst_n, int max_latency) {
  if (flow == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_flow_tick: flow is NULL");
  }
  flow->edge++;
  if (rst_n == 0) {
    forget(flow);
    return gcim_model_reset(flow->model);
  }
  int status = GCIM_OK;
  for (int i = 0; i < card_of(flow)->channel_count && max_latency > 0; i++) {
    gcim_lane_t *lane = &flow->lanes[i];
    const bool waits = lane->head < lane->tail;
    if (!waits || lane->is_late ||
        flow->edge - lane->queue[lane->head % MAX_OUTSTANDING].asked <= (uint64_t)max_latency) {
      continue;
    }
    char text[160];
    snprintf(text, sizeof text, "answer %" PRIu64 " of channel %s did not come within %d edges",
             lane->head, card_of(flow)->channels[i].name, max_latency);
    lane->is_late = true;
    flow->mismatches++;
    gcim_flow_describe(flow, text);
    status = gcim_fail(GCIM_ERR_MISMATCH, "%s", flow->first);
  }
  return status;
}

int gcim_flow_verdict(const gcim_flow_t *flow) {
  if (flow == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_flow_verdict: flow is NULL");
  }
  const char *unit = card_of(flow)->unit;
  uint64_t outstanding = 0;
  for (int i = 0; i < GCIM_MAX_CHANNELS; i++) {
    outstanding += flow->lanes[i].tail - flow->lanes[i].head;
  }
  if (flow->mismatches > 0) {
    return gcim_fail(GCIM_ERR_MISMATCH, "%" PRIu64 " mismatches\n%s", flow->mismatches,
                     flow->first);
  }
  if (flow->compared == 0) {
    return gcim_fail(GCIM_ERR_STATE, "%s: 0 answers compared (%" PRIu64 " don't-care)", unit,
                     flow->careless);
  }
  if (outstanding > 0) {
    return gcim_fail(GCIM_ERR_STATE, "%s: %" PRIu64 " answers never came", unit, outstanding);
  }
  return GCIM_OK;
}

void gcim_flow_summary(const gcim_flow_t *flow, char *text, size_t size) {
  snprintf(text, size,
           "%s flow: %" PRIu64 " commands, %" PRIu64 " answers compared, %" PRIu64
           " don't-care, %" PRIu64 " mismatches, %" PRIu64 " illegal",
           card_of(flow)->unit, flow->commands, flow->compared, flow->careless, flow->mismatches,
           flow->illegal);
}
