/* fp_decode.c: golden model of the decoder. Card and cycle table: fp_decode.def. */
#include "part/fp_decode.h"

#include "core/model.h"

#define GCIM_CARD "unit/fp_decode.def"
#include "core/names.h"

static gcim_float_t format_of(const gcim_card_t *card) {
  return (gcim_float_t){
      .exp_bits = (int)gcim_model_value(card, V_ExpBits),
      .man_bits = (int)gcim_model_value(card, V_ManBits),
      .kind = (gcim_float_kind_t)gcim_model_value(card, V_Kind),
  };
}

static int mode(const gcim_card_t *card, const uint32_t *image, int signal) {
  return (int)gcim_image_get(card, image, signal, 0, card->signals[signal].width);
}

static gcim_fp_lane_t lane_of(const gcim_card_t *card, const uint32_t *image) {
  const gcim_float_t format = format_of(card);
  const int bits = (int)gcim_model_value(card, V_CodeBits);
  const uint32_t code = (uint32_t)gcim_image_get(card, image, S_code, 0, bits);
  return gcim_fp_decode(&format, code, (gcim_special_t)mode(card, image, S_in_specials),
                        mode(card, image, S_in_daz) != 0);
}

static void eval(const gcim_model_t *model, uint32_t *image) {
  const gcim_card_t *card = &model->card;
  const gcim_fp_lane_t lane = lane_of(card, image);
  gcim_image_put(card, image, S_sign, 0, 1, lane.sign);
  gcim_image_put(card, image, S_exp, 0, (int)gcim_model_value(card, V_ExpBits), (uint64_t)lane.exp);
  gcim_image_put(card, image, S_sig, 0, (int)gcim_model_value(card, V_SigBits), lane.sig);
  gcim_image_put(card, image, S_is_zero, 0, 1, lane.is_zero);
  gcim_image_put(card, image, S_is_sub, 0, 1, lane.is_sub);
  gcim_image_put(card, image, S_is_inf, 0, 1, lane.is_inf);
  gcim_image_put(card, image, S_is_nan, 0, 1, lane.is_nan);
  gcim_image_put(card, image, S_is_snan, 0, 1, lane.is_snan);
}

/* ---- coverage ---- */

static int class_of(const gcim_fp_lane_t *lane) {
  int bin = B_class_plus_normal;
  if (lane->is_snan) {
    bin = B_class_plus_snan;
  } else if (lane->is_nan) {
    bin = B_class_plus_nan;
  } else if (lane->is_inf) {
    bin = B_class_plus_inf;
  } else if (lane->is_zero) {
    bin = B_class_plus_zero;
  } else if (lane->is_sub) {
    bin = B_class_plus_sub;
  }
  return bin + (lane->sign ? 1 : 0); /* each minus stands behind its plus */
}

static void cover(gcim_model_t *m, const uint32_t *image) {
  const gcim_card_t *card = &m->card;
  const gcim_float_t format = format_of(card);
  const gcim_fp_lane_t lane = lane_of(card, image);
  const gcim_fp_lane_t top =
      gcim_fp_decode(&format, gcim_fp_largest(&format, false), GCIM_SPECIAL_IEEE, false);
  const uint32_t hidden = UINT32_C(1) << format.man_bits;
  const int bin = class_of(&lane);
  GCIM_HIT(m, class, bin);
  gcim_hit_cross(m, C_class, bin, S_in_specials, mode(card, image, S_in_specials));
  if (lane.is_sub && lane.sig == 1) {
    GCIM_HIT(m, edge, B_edge_smallest_sub);
  }
  if (lane.is_sub && lane.sig == hidden - 1) {
    GCIM_HIT(m, edge, B_edge_largest_sub);
  }
  if (lane.exp == 1 && lane.sig == hidden) {
    GCIM_HIT(m, edge, B_edge_smallest_normal);
  }
  if (lane.exp == top.exp && lane.sig == top.sig) {
    GCIM_HIT(m, edge, B_edge_largest_finite);
  }
}

const gcim_unit_ops_t gcim_ops_fp_decode = {.eval = eval, .cover = cover};
