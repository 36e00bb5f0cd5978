/* check_report.c: the first mismatching edge as text: stage, values, differing bits. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/bits.h"
#include "core/check_inside.h"

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

void gcim_check_describe(gcim_check_t *check, const uint32_t *image, const uint8_t *wrong) {
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
