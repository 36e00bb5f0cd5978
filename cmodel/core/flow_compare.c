/* flow_compare.c: one answer of a DUT against the model's, as far as the DUT shows it. */
#include "core/flow.h"

#include <inttypes.h>
#include <stdio.h>

#include "core/bits.h"
#include "core/status.h"

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

void gcim_flow_describe(gcim_flow_t *f, const char *text) {
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
  gcim_flow_describe(flow, text);
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
  gcim_flow_describe(f, text);
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

int gcim_flow_compare(gcim_flow_t *f, int channel, const uint32_t *image, const gcim_answer_t *a,
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
