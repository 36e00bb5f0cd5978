/* fp_convert.c: golden model of the converter. Card and cycle table: fp_convert.def. */
#include "part/fp_convert.h"

#include "core/model.h"
#include "part/fp_decode.h"

#define GCIM_CARD "unit/fp_convert.def"
#include "core/names.h"

enum { FLAG_BITS = 5 };

static int value(const gcim_card_t *card, int index) {
  return (int)gcim_model_value(card, index);
}

static uint32_t field(const gcim_card_t *card, const uint32_t *image, int signal) {
  return (uint32_t)gcim_image_get(card, image, signal, 0, card->signals[signal].width);
}

static gcim_float_t x_format(const gcim_card_t *card) {
  return (gcim_float_t){
      .exp_bits = value(card, V_XExpBits),
      .man_bits = value(card, V_XManBits),
      .bias = value(card, V_XBias),
      .kind = (gcim_float_kind_t)value(card, V_XKind),
  };
}

static gcim_float_t y_format(const gcim_card_t *card) {
  return (gcim_float_t){
      .exp_bits = value(card, V_YExpBits),
      .man_bits = value(card, V_YManBits),
      .bias = value(card, V_YBias),
      .kind = (gcim_float_kind_t)value(card, V_YKind),
  };
}

static gcim_fp_policy_t policy_of(const gcim_card_t *card, const uint32_t *image) {
  return (gcim_fp_policy_t){
      .rnd = (int)field(card, image, S_in_rnd),
      .ovf = (gcim_overflow_t)field(card, image, S_in_ovf),
      .nan = (gcim_nan_t)field(card, image, S_in_nan),
      .neg_zero = (int)field(card, image, S_in_neg_zero),
      .ftz = (int)field(card, image, S_in_ftz),
      .tiny_before = (int)field(card, image, S_in_tiny_before),
      .rand_bits = value(card, V_RandBits),
  };
}

/* 5. */
static gcim_fp_lane_t operand_of(const gcim_card_t *card, const uint32_t *image) {
  const gcim_float_t from = x_format(card);
  return gcim_fp_decode(&from, field(card, image, S_x),
                        (gcim_special_t)field(card, image, S_in_specials),
                        field(card, image, S_in_daz) != 0);
}

static void eval(const gcim_model_t *model, uint32_t *image) {
  const gcim_card_t *card = &model->card;
  const gcim_float_t from = x_format(card), to = y_format(card);
  const gcim_fp_policy_t policy = policy_of(card, image);
  const gcim_fp_lane_t x = operand_of(card, image);
  uint32_t flags = 0;
  const uint32_t y =
      gcim_fp_convert_lane(&to, &policy, &from, &x, field(card, image, S_random), &flags);
  gcim_image_put(card, image, S_y, 0, value(card, V_YCodeBits), y);
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

static int result_bin(const gcim_float_t *format, const gcim_fp_lane_t *y) {
  if (y->is_nan || y->is_inf) {
    return y->is_nan ? B_result_nan : B_result_infinity;
  }
  if (y->is_zero || y->is_sub) {
    return y->is_zero ? B_result_zero : B_result_subnormal;
  }
  return is_largest(format, y) ? B_result_largest_finite : B_result_normal;
}

static void cover(gcim_model_t *m, const uint32_t *image) {
  const gcim_card_t *card = &m->card;
  const gcim_float_t from = x_format(card), to = y_format(card);
  const gcim_fp_lane_t x = operand_of(card, image);
  const gcim_fp_lane_t y = gcim_fp_decode(&to, field(card, image, S_y), GCIM_SPECIAL_IEEE, false);
  const int bin = operand_bin(&from, &x);
  GCIM_HIT(m, operand, bin);
  gcim_hit_cross(m, C_operand, bin, S_in_rnd, field(card, image, S_in_rnd));
  gcim_hit_cross(m, C_operand, bin, S_in_nan, field(card, image, S_in_nan));
  GCIM_HIT(m, result, result_bin(&to, &y));
}

const gcim_unit_ops_t gcim_ops_fp_convert = {.eval = eval, .cover = cover};
