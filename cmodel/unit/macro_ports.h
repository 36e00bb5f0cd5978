/* macro_ports.h: channels wr, we, st and rs of a macro that takes one vector at a time, the same in
 * several cards. Included by a golden after its card's names. */
#ifndef GCIM_UNIT_MACRO_PORTS_H
#define GCIM_UNIT_MACRO_PORTS_H

#include "core/bits.h"
#include "core/model.h"

static inline bool bit(const gcim_card_t *card, const uint32_t *image, int signal) {
  return gcim_image_get(card, image, signal, 0, 1) != 0;
}

/* All readies are `idle`; does a result wait? */
static inline void macro_look(const gcim_card_t *card, uint32_t *image, bool idle, bool waits) {
  gcim_image_put(card, image, S_wr_ready, 0, 1, idle);
  gcim_image_put(card, image, S_we_ready, 0, 1, idle);
  gcim_image_put(card, image, S_st_ready, 0, 1, idle);
  gcim_image_put(card, image, S_rs_valid, 0, 1, waits);
}

/* A whole signal as numbers of two's complement, `bits` each. */
static inline void macro_numbers(const gcim_card_t *card, const uint32_t *image, int signal,
                                 int bits, int32_t *numbers, int count) {
  const uint32_t *words = gcim_signal_read(card, image, signal);
  for (int i = 0; i < count; i++) {
    numbers[i] = (int32_t)gcim_bits_get_signed(words, i * bits, bits);
  }
}

#endif
