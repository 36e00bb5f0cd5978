/* mx_macro_modes.c: the modes of a vector of the Microscaling macro. The numbers in comments are
 * sentences of mx_macro.def. */
#include "part/fp_modes.h"
#include "part/mx_card.h"
#include "unit/mx_macro.h"

#define GCIM_CARD "unit/mx_macro.def"
#include "core/names.h"

#include "unit/macro_ports.h"

/* 9. */
static void conversion_modes(const gcim_card_t *card, const mx_macro_shape_t *s,
                             const uint32_t *image, mx_macro_modes_t *modes) {
  modes->scaler = GCIM_MX_SCALER(card, image, st, scale_ovf);
  modes->quantizer =
      (gcim_mx_quantizer_t){.from = s->x,
                            .elem = s->elem,
                            .special = modes->scaler.special,
                            .zero_sign = GCIM_MX_DROP_ALL,
                            .policy = {.rnd = (int)gcim_fp_field(card, image, S_st_rnd),
                                       .ovf = GCIM_OVF_SAT,
                                       .nan = GCIM_NAN_ZERO,
                                       .rand_bits = 1}, /* of a random word that is 0 */
                            .daz = modes->scaler.daz,
                            .full = bit(card, image, S_st_full)};
}

/* 11: MX_OP_ALIGN. */
static void alignment_modes(const gcim_card_t *card, const mx_macro_shape_t *s,
                            const uint32_t *image, mx_macro_modes_t *modes) {
  const gcim_mx_special_t special = modes->scaler.special;
  const gcim_special_t other = special == GCIM_MX_SAT ? GCIM_SPECIAL_ZERO : GCIM_SPECIAL_IEEE;
  modes->specials = special == GCIM_MX_IGNORE ? GCIM_SPECIAL_IGNORE : other;
  modes->aligner =
      (gcim_fp_aligner_t){.sig_bits = s->x.man_bits + 1,
                          .aligned_bits = s->x_bits,
                          .guard = 1,
                          .quant = gcim_fp_mode_quant(gcim_fp_field(card, image, S_st_rnd)),
                          .sticky = true,
                          .clamp = GCIM_CLAMP_SYMMETRIC};
}

mx_macro_modes_t gcim_mx_macro_modes(const gcim_card_t *card, const mx_macro_shape_t *s,
                                     const uint32_t *image) {
  mx_macro_modes_t modes = {
      .op = gcim_fp_field(card, image, S_st_op),
      .scan = bit(card, image, S_st_scan),
      .last = bit(card, image, S_st_last),
      .sum = {.first = bit(card, image, S_st_first), /* 14 */
              .quant = gcim_fp_mode_quant(gcim_fp_field(card, image, S_st_quant)),
              .cutoff = bit(card, image, S_st_cutoff),
              .sat = bit(card, image, S_st_sat),
              .policy = gcim_mx_policy(
                  gcim_fp_field(card, image, S_st_y_rnd), gcim_fp_field(card, image, S_st_y_ovf),
                  gcim_fp_field(card, image, S_st_y_nan), gcim_fp_field(card, image, S_st_y_ftz))}};
  conversion_modes(card, s, image, &modes);
  alignment_modes(card, s, image, &modes);
  return modes;
}
