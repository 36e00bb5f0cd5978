/* flow.c: the k-th response of a DUT against the k-th answer of the step model, whatever the DUT's
 * timing. */
#include "gcim_flow.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/bits.h"
#include "core/model.h"
#include "core/status.h"

enum { MAX_OUTSTANDING = 65536, MODEL_LIMIT = 100000 };

typedef struct {
  uint32_t *words; /* image and, behind it, one care word per signal */
  uint64_t asked;  /* edge of the command */
} answer_t;

typedef struct {
  answer_t *queue;
  uint64_t head, tail; /* answers ever compared, ever expected */
  bool is_late;
} lane_t;

struct gcim_flow {
  gcim_model_t *model;
  lane_t lanes[GCIM_MAX_CHANNELS]; /* of OUT channels */
  uint32_t *image;
  int low[GCIM_MAX_SIGNALS], bits[GCIM_MAX_SIGNALS]; /* compared part of each lane */
  uint64_t edge, commands, compared, careless, mismatches, illegal;
  char first[2048];
};

static const gcim_card_t *card_of(const gcim_flow_t *f) {
  return &f->model->card;
}

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

int gcim_flow_mask(gcim_flow_t *flow, int signal, int low, int bits) {
  if (flow == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_flow_mask: flow is NULL");
  }
  const gcim_card_t *card = card_of(flow);
  const gcim_signal_t *s =
      signal < 0 || signal >= card->signal_count ? NULL : &card->signals[signal];
  if (s == NULL || s->is_input || s->kind != GCIM_SIGNAL_DATA) {
    return gcim_fail(GCIM_ERR_PARAM, "%s: signal %d is not an output field", card->unit, signal);
  }
  const int lane_bits = s->width / s->lanes;
  const int shown = bits == -1 ? lane_bits - low : bits;
  if (low < 0 || shown < 0 || low > lane_bits || shown > lane_bits - low) {
    return gcim_fail(GCIM_ERR_PARAM, "%s: %s has lanes of %d bits; low %d and %d bits do not fit",
                     card->unit, s->name, lane_bits, low, bits);
  }
  flow->low[signal] = low;
  flow->bits[signal] = shown;
  return GCIM_OK;
}

static void forget(gcim_flow_t *f) {
  for (int i = 0; i < GCIM_MAX_CHANNELS; i++) {
    lane_t *lane = &f->lanes[i];
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
  lane_t *lane = &f->lanes[channel];
  if (lane->queue == NULL) {
    lane->queue = calloc(MAX_OUTSTANDING, sizeof *lane->queue);
  }
  answer_t *a = lane->queue == NULL ? NULL : &lane->queue[lane->tail % MAX_OUTSTANDING];
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

/* ---- comparing ---- */

static void describe(gcim_flow_t *f, const char *text) {
  if (f->first[0] == '\0') {
    snprintf(f->first, sizeof f->first, "%s: %s", card_of(f)->unit, text);
  }
}

int gcim_flow_fault(gcim_flow_t *flow, const char *what) {
  if (flow == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_flow_fault: flow is NULL");
  }
  char text[256];
  snprintf(text, sizeof text, "edge %" PRIu64 ": %s", flow->edge,
           what == NULL ? "fault in the glue" : what);
  flow->mismatches++;
  describe(flow, text);
  return gcim_fail(GCIM_ERR_MISMATCH, "%s", flow->first);
}

static void describe_lane(gcim_flow_t *f, int signal, int lane, uint64_t number, uint64_t dut,
                          uint64_t model) {
  const gcim_signal_t *s = &card_of(f)->signals[signal];
  const int digits = (f->bits[signal] + 3) / 4;
  char text[256], where[32] = "", part[48] = "";
  if (s->lanes > 1) {
    snprintf(where, sizeof where, "[%d]", lane);
  }
  if (f->bits[signal] < s->width / s->lanes) {
    snprintf(part, sizeof part, " (bits %d..%d)", f->low[signal],
             f->low[signal] + f->bits[signal] - 1);
  }
  snprintf(text, sizeof text,
           "edge %" PRIu64 ": answer %" PRIu64 " of channel %s: %s%s%s rtl=%0*" PRIx64
           " model=%0*" PRIx64 ", differing bits %" PRIx64,
           f->edge, number, card_of(f)->channels[s->channel].name, s->name, where, part,
           digits > 16 ? 16 : digits, dut, digits > 16 ? 16 : digits, model, dut ^ model);
  describe(f, text);
}

/* Compare the shown part of every lane of one field; 1 if anything differs. The first difference is
 * described. */
static int compare_field(gcim_flow_t *f, int signal, uint64_t number, const uint32_t *dut,
                         const uint32_t *model) {
  const gcim_signal_t *s = &card_of(f)->signals[signal];
  const int lane_bits = s->width / s->lanes;
  int wrong = 0;
  for (int lane = 0; lane < s->lanes; lane++) {
    const int base = lane * lane_bits + f->low[signal];
    for (int done = 0; done < f->bits[signal]; done += 64) {
      const int left = f->bits[signal] - done;
      const int width = left > 64 ? 64 : left;
      const uint64_t a = gcim_bits_get(dut + s->word, base + done, width);
      const uint64_t b = gcim_bits_get(model + s->word, base + done, width);
      if (a != b) {
        wrong = 1;
        describe_lane(f, signal, lane, number, a, b);
      }
    }
  }
  return wrong;
}

static int compare_answer(gcim_flow_t *f, int channel, const uint32_t *image, const answer_t *a,
                          uint64_t number) {
  const gcim_card_t *card = card_of(f);
  bool cared = false;
  int wrong = 0;
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (s->channel != channel || s->kind != GCIM_SIGNAL_DATA || f->bits[i] == 0 ||
        a->words[card->image_words + i] == 0) {
      continue;
    }
    cared = true;
    wrong += compare_field(f, i, number, image, a->words);
  }
  f->compared += cared;
  f->careless += !cared;
  f->mismatches += (uint64_t)wrong;
  return wrong;
}

int gcim_flow_answer(gcim_flow_t *flow, int channel, const uint32_t *image) {
  if (flow == NULL || image == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_flow_answer: NULL argument");
  }
  const gcim_card_t *card = card_of(flow);
  if (channel < 0 || channel >= card->channel_count || card->channels[channel].is_input) {
    return gcim_fail(GCIM_ERR_PARAM, "%s: channel %d is not an output", card->unit, channel);
  }
  lane_t *lane = &flow->lanes[channel];
  if (lane->head == lane->tail) {
    char text[128];
    snprintf(text, sizeof text, "an answer on channel %s at edge %" PRIu64 " that nobody asked for",
             card->channels[channel].name, flow->edge);
    flow->mismatches++;
    describe(flow, text);
    return gcim_fail(GCIM_ERR_MISMATCH, "%s", flow->first);
  }
  const uint64_t number = lane->head++;
  answer_t *a = &lane->queue[number % MAX_OUTSTANDING];
  const int wrong = compare_answer(flow, channel, image, a, number);
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
    lane_t *lane = &flow->lanes[i];
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
    describe(flow, text);
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
