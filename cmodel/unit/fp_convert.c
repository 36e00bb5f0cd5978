/* fp_convert.c: golden model of the converter. Card and cycle table: fp_convert.def. */
#include "part/fp_convert.h"

#include "core/model.h"
#include "part/fp_card.h"
#include "part/fp_decode.h"

#define GCIM_CARD "unit/fp_convert.def"
#include "core/names.h"
#include "unit/fp_result_cover.h"

enum { FLAG_BITS = 5 };

static gcim_float_t x_format(const gcim_card_t *card) {
  return gcim_fp_format(card, V_XExpBits, V_XManBits, V_XBias, V_XKind);
}

static gcim_float_t y_format(const gcim_card_t *card) {
  return gcim_fp_format(card, V_YExpBits, V_YManBits, V_YBias, V_YKind);
}

/* 5. */
static gcim_fp_lane_t operand_of(const gcim_card_t *card, const uint32_t *image) {
  const gcim_float_t from = x_format(card);
  return gcim_fp_decode(&from, gcim_fp_field(card, image, S_x),
                        (gcim_special_t)gcim_fp_field(card, image, S_in_specials),
                        gcim_fp_field(card, image, S_in_daz) != 0);
}

static void eval(const gcim_model_t *model, uint32_t *image) {
  const gcim_card_t *card = &model->card;
  const gcim_float_t from = x_format(card), to = y_format(card);
  const gcim_fp_policy_t policy = GCIM_FP_POLICY(card, image, in, gcim_fp_value(card, V_RandBits));
  const gcim_fp_lane_t x = operand_of(card, image);
  uint32_t flags = 0;
  const uint32_t y =
      gcim_fp_convert_lane(&to, &policy, &from, &x, gcim_fp_field(card, image, S_random), &flags);
  gcim_image_put(card, image, S_y, 0, gcim_fp_value(card, V_YCodeBits), y);
  gcim_image_put(card, image, S_flags, 0, FLAG_BITS, flags);
}

/* ---- coverage ---- */

static bool is_largest(const gcim_float_t *format, const gcim_fp_lane_t *lane) {
  const gcim_fp_lane_t top =
      gcim_fp_decode(format, gcim_fp_largest(format, false), GCIM_SPECIAL_IEEE, false);
  return lane->exp == top.exp && lane->sig == top.sig;
}

static int operand_bin(const gcim_float_t *format, const gcim_fp_lane_t *x) {
  if (x->is_nan) {
    return x->is_snan ? B_operand_signalling : B_operand_nan;
  }
  if (x->is_inf) {
    return B_operand_infinity;
  }
  if (x->is_zero || x->is_sub) {
    return x->is_zero ? B_operand_zero : B_operand_subnormal;
  }
  return is_largest(format, x) ? B_operand_largest_finite : B_operand_normal;
}

static void cover(gcim_model_t *m, const uint32_t *image) {
  const gcim_card_t *card = &m->card;
  const gcim_float_t from = x_format(card), to = y_format(card);
  const gcim_fp_lane_t x = operand_of(card, image);
  const int bin = operand_bin(&from, &x);
  GCIM_HIT(m, operand, bin);
  gcim_hit_cross(m, C_operand, bin, S_in_rnd, gcim_fp_field(card, image, S_in_rnd));
  gcim_hit_cross(m, C_operand, bin, S_in_nan, gcim_fp_field(card, image, S_in_nan));
  (void)fp_cover_result(m, &to, gcim_fp_field(card, image, S_y));
}

const gcim_unit_ops_t gcim_ops_fp_convert = {.eval = eval, .cover = cover};
