/* check.c: a DUT's ports against the model, edge by edge. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/bits.h"
#include "core/model.h"
#include "core/status.h"

struct gcim_check {
  gcim_model_t *model;
  gcim_counts_t counts;
  uint64_t cycle; /* since the last restart, 0 = first edge seen */
  uint64_t accepted[GCIM_MAX_CHANNELS];
  uint64_t answered[GCIM_MAX_CHANNELS];
  uint64_t edges; /* clock edges under reset included */
  bool failed_now;
  uint32_t *expected;
  uint8_t care[GCIM_MAX_SIGNALS];
  char first[4096];
  char illegal[512];
};

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

/* ---- the report of the first mismatching edge ---- */

static void append(char *text, size_t size, const char *more) {
  const size_t used = strlen(text);
  snprintf(text + used, size - used, "%s", more);
}

/* `width` bits from `offset` as hex digits, at most 64 of them with the middle left out by "..". */
static void hex_bits(const uint32_t *words, int offset, int width, char *text, size_t size) {
  const int digits = (width + 3) / 4;
  text[0] = '\0';
  for (int d = digits - 1; d >= 0; d--) {
    char one[4];
    if (digits > 64 && d == digits - 33) {
      d = 31;
      append(text, size, "..");
    }
    const int at = d * 4;
    const int bits = width - at < 4 ? width - at : 4;
    snprintf(one, sizeof one, "%x", (unsigned)gcim_bits_get(words, offset + at, bits));
    append(text, size, one);
  }
}

/* Positions that differ, the first eight. */
static void differing_bits(const uint32_t *a, const uint32_t *b, int offset, int width, char *text,
                           size_t size) {
  int shown = 0, total = 0;
  text[0] = '\0';
  for (int i = 0; i < width; i++) {
    if (gcim_bits_get(a, offset + i, 1) == gcim_bits_get(b, offset + i, 1)) {
      continue;
    }
    char one[16];
    snprintf(one, sizeof one, "%s%d", shown == 0 ? "" : ",", i);
    total++;
    if (shown < 8) {
      append(text, size, one);
      shown++;
    }
  }
  append(text, size, total > shown ? ",.." : "");
}

/* One line per wrong element of a signal, the first four. */
static void report_signal(gcim_check_t *check, int index, const uint32_t *image) {
  const gcim_signal_t *s = &check->model->card.signals[index];
  const uint32_t *dut = image + s->word;
  const uint32_t *model = check->expected + s->word;
  const int lane_bits = s->width / s->lanes;
  int shown = 0;
  for (int lane = 0; lane < s->lanes && shown < 4; lane++) {
    char line[512], a[80], b[80], bits[64], where[24] = "";
    hex_bits(dut, lane * lane_bits, lane_bits, a, sizeof a);
    hex_bits(model, lane * lane_bits, lane_bits, b, sizeof b);
    differing_bits(dut, model, lane * lane_bits, lane_bits, bits, sizeof bits);
    if (bits[0] == '\0') {
      continue;
    }
    if (s->lanes > 1) {
      snprintf(where, sizeof where, "[%d]", lane);
    }
    snprintf(line, sizeof line, "\n    %s%s%s rtl=%s model=%s, bit %s differs",
             s->kind == GCIM_SIGNAL_TAP ? "tap " : "", s->port, where, a, b, bits);
    append(check->first, sizeof check->first, line);
    shown++;
  }
}

static void report_edge(gcim_check_t *check, const uint32_t *image, const uint8_t *wrong) {
  const gcim_card_t *card = &check->model->card;
  char line[256];
  for (int pass = 0; pass < 2; pass++) { /* taps are earlier stages than ports */
    for (int i = 0; i < card->signal_count; i++) {
      if (wrong[i] == 0 || (card->signals[i].kind == GCIM_SIGNAL_TAP) != (pass == 0)) {
        continue;
      }
      if (check->first[0] == '\0') {
        snprintf(line, sizeof line, "%s: cycle %" PRIu64 ": first wrong stage: %s%s", card->unit,
                 check->cycle, pass == 0 ? "tap " : "port ",
                 pass == 0 ? card->signals[i].name + 4 : card->signals[i].port);
        append(check->first, sizeof check->first, line);
      }
      report_signal(check, i, image);
    }
  }
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
    report_edge(check, image, wrong);
  }
  return found;
}

static bool is_set(const gcim_card_t *card, const uint32_t *image, int signal) {
  const gcim_signal_t *s = &card->signals[signal];
  return s->width == 0 || (image[s->word] & 1u) != 0; /* an absent ready is always 1 */
}

/* Output beats of this cycle: valid in the model, compared if any of their fields matters. */
static void count_beat(gcim_check_t *check, int channel) {
  const gcim_card_t *card = &check->model->card;
  bool cared = false;
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    cared = cared || (s->channel == channel && s->kind == GCIM_SIGNAL_DATA && check->care[i] != 0);
  }
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

void gcim_check_counts(const gcim_check_t *check, gcim_counts_t *counts) {
  const gcim_card_t *card = &check->model->card;
  *counts = check->counts;
  counts->outstanding = 0;
  for (int i = 0; i < card->channel_count; i++) {
    const int command = card->channels[i].answers;
    if (command >= 0 && !card->channels[i].is_input) {
      counts->outstanding += check->accepted[command] - check->answered[i];
    }
  }
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
