/* fp_card.h: what the goldens of the floating-point units read from their card: numbers, signals,
 * formats and how results are rounded. */
#ifndef GCIM_PART_FP_CARD_H
#define GCIM_PART_FP_CARD_H

#include "core/model.h"
#include "gcim_fp.h"

/* A parameter or constant: V_... of core/names.h. */
static inline int gcim_fp_value(const gcim_card_t *card, int index) {
  return (int)gcim_model_value(card, index);
}

/* A whole signal of at most 32 bits. */
static inline uint32_t gcim_fp_field(const gcim_card_t *card, const uint32_t *image, int signal) {
  return (uint32_t)gcim_image_get(card, image, signal, 0, card->signals[signal].width);
}

static inline gcim_float_t gcim_fp_format(const gcim_card_t *card, int exp_bits, int man_bits,
                                          int bias, int kind) {
  return (gcim_float_t){
      .exp_bits = gcim_fp_value(card, exp_bits),
      .man_bits = gcim_fp_value(card, man_bits),
      .bias = gcim_fp_value(card, bias),
      .kind = (gcim_float_kind_t)gcim_fp_value(card, kind),
  };
}

/* The policy in the modes of a channel (names.h: S_<channel>_rnd and so on), with `width` random
 * bits. */
#define GCIM_FP_POLICY(card, image, channel, width)                              \
  ((gcim_fp_policy_t){                                                           \
      .rnd = (int)gcim_fp_field(card, image, S_##channel##_rnd),                 \
      .ovf = (gcim_overflow_t)gcim_fp_field(card, image, S_##channel##_ovf),     \
      .nan = (gcim_nan_t)gcim_fp_field(card, image, S_##channel##_nan),          \
      .neg_zero = (int)gcim_fp_field(card, image, S_##channel##_neg_zero),       \
      .ftz = (int)gcim_fp_field(card, image, S_##channel##_ftz),                 \
      .tiny_before = (int)gcim_fp_field(card, image, S_##channel##_tiny_before), \
      .rand_bits = (width),                                                      \
  })

#endif
