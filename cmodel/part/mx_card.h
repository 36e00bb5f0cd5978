/* mx_card.h: what the goldens of the Microscaling units read from their card: how a scale is found.
 */
#ifndef GCIM_PART_MX_CARD_H
#define GCIM_PART_MX_CARD_H

#include "part/fp_card.h"
#include "part/mx_scale.h"

/* The parameters of the source and the element format, and the modes of a channel (names.h:
 * S_<channel>_rule and so on); `ovf_mode` is that of the scale. */
#define GCIM_MX_SCALER(card, image, channel, ovf_mode)                                    \
  ((gcim_mx_scaler_t){                                                                    \
      .from = {gcim_fp_value(card, V_XExpBits), gcim_fp_value(card, V_XManBits),          \
               gcim_fp_value(card, V_XBias), GCIM_FLOAT_IEEE},                            \
      .elem = (gcim_mx_elem_t)gcim_fp_value(card, V_Elem),                                \
      .rule = gcim_mx_mode_rule(gcim_fp_field(card, image, S_##channel##_rule)),          \
      .special = gcim_mx_mode_special(gcim_fp_field(card, image, S_##channel##_special)), \
      .zero = gcim_mx_mode_zero(gcim_fp_field(card, image, S_##channel##_zero)),          \
      .ovf = (gcim_mx_ovf_t)gcim_fp_field(card, image, S_##channel##_##ovf_mode),         \
      .daz = gcim_fp_field(card, image, S_##channel##_daz) != 0,                          \
  })

#endif
