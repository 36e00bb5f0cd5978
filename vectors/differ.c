/* differ.c: what differs between a file and the golden model. */
#include "differ.h"

#include <stdio.h>
#include <string.h>

enum { DIGIT_CHARS = 96, NAMED_BITS = 8 };

static void value_text(const gcim_card_t *card, const uint32_t *image, int signal, char *text) {
  const int digits = (card->signals[signal].width + 3) / 4;
  int used = 0;
  int first = digits - 1;
  if (digits > DIGIT_CHARS - 4) {
    used = snprintf(text, DIGIT_CHARS, "..");
    first = DIGIT_CHARS - 5;
  }
  for (int d = first; d >= 0; d--) {
    const int left = card->signals[signal].width - 4 * d;
    const uint64_t digit = gcim_image_get(card, image, signal, 4 * d, left < 4 ? left : 4);
    text[used++] = "0123456789abcdef"[digit];
  }
  text[used] = '\0';
}

static void bits_text(const gcim_card_t *card, const uint32_t *file, const uint32_t *golden,
                      int signal, char *text, size_t size) {
  int count = 0;
  size_t used = 0;
  text[0] = '\0';
  for (int bit = 0; bit < card->signals[signal].width; bit++) {
    if (gcim_image_get(card, file, signal, bit, 1) ==
        gcim_image_get(card, golden, signal, bit, 1)) {
      continue;
    }
    if (count++ < NAMED_BITS) {
      used += (size_t)snprintf(text + used, size - used, "%s%d", count == 1 ? "" : ", ", bit);
    }
  }
  if (count > NAMED_BITS) {
    snprintf(text + used, size - used, " and %d more", count - NAMED_BITS);
  }
}

void gcim_differ_text(const gcim_card_t *card, const uint32_t *file, const uint32_t *golden,
                      int signal, char *text, size_t size) {
  char file_text[DIGIT_CHARS], golden_text[DIGIT_CHARS], bits[128];
  value_text(card, file, signal, file_text);
  value_text(card, golden, signal, golden_text);
  bits_text(card, file, golden, signal, bits, sizeof bits);
  snprintf(text, size, "%s differs: file=%s golden=%s, bits %s", card->signals[signal].port,
           file_text, golden_text, bits);
}
