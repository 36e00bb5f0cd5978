/* apx_add2.c: golden model of the approximate two-operand adders. Card and cycle table:
 * apx_add2.def. */
#include "core/bits.h"
#include "core/model.h"
#include "part/apx_add.h"

#define GCIM_CARD "unit/apx_add2.def"
#include "core/names.h"

static gcim_adder_t adder_of(const gcim_card_t *card) {
  return (gcim_adder_t){
      .kind = (gcim_add_t)gcim_model_value(card, V_Adder),
      .k = (int)gcim_model_value(card, V_K),
      .m = (int)gcim_model_value(card, V_M),
      .p = (int)gcim_model_value(card, V_P),
      .cell = gcim_fa_pick((int)gcim_model_value(card, V_Cell),
                           (uint8_t)gcim_model_value(card, V_UserS),
                           (uint8_t)gcim_model_value(card, V_UserC)),
  };
}

static void eval(const gcim_model_t *model, uint32_t *image) {
  const gcim_card_t *card = &model->card;
  const int width = (int)gcim_model_value(card, V_Width);
  const gcim_adder_t adder = adder_of(card);
  const uint64_t a = gcim_image_get(card, image, S_a, 0, width);
  const uint64_t b = gcim_image_get(card, image, S_b, 0, width);
  const bool is_signed = gcim_image_get(card, image, S_in_is_signed, 0, 1) != 0;
  bool top, cut;

  const uint64_t sum = gcim_adder_add(&adder, width, is_signed, a, b, &top, &cut);
  gcim_image_put(card, image, S_sum, 0, width, sum);
  gcim_image_put(card, image, S_sum, width, 1, top);
  gcim_image_put(card, image, S_tap_cut, 0, 1, cut);
}

static int operand_class(uint64_t a, int width) {
  const uint64_t top = (uint64_t)1 << (width - 1);
  if (a == 0) {
    return B_a_class_zero;
  }
  if (a == top + (top - 1)) {
    return B_a_class_all_ones;
  }
  if (a == 1) {
    return B_a_class_one;
  }
  if (a == top) {
    return B_a_class_top_bit_only;
  }
  return a == top - 1 ? B_a_class_below_top : B_a_class_other;
}

/* Sign of sum - exact, both of width + 1 bits. A signed number has its top bit as the sign: the
 * number with the bit set is the smaller one. */
static int error_class(uint64_t sum, bool top, uint64_t exact, bool exact_top, bool is_signed) {
  if (top != exact_top) {
    return top != is_signed ? B_error_positive : B_error_negative;
  }
  if (sum == exact) {
    return B_error_none;
  }
  return sum < exact ? B_error_negative : B_error_positive;
}

static void cover(gcim_model_t *m, const uint32_t *image) {
  const gcim_card_t *card = &m->card;
  const int width = (int)gcim_model_value(card, V_Width);
  const uint64_t a = gcim_image_get(card, image, S_a, 0, width);
  const uint64_t b = gcim_image_get(card, image, S_b, 0, width);
  const bool is_signed = gcim_image_get(card, image, S_in_is_signed, 0, 1) != 0;
  const gcim_adder_t ideal = {.kind = GCIM_ADD_EXACT};
  bool exact_top;

  const uint64_t exact = gcim_adder_add(&ideal, width, is_signed, a, b, &exact_top, NULL);
  const int bin =
      error_class(gcim_image_get(card, image, S_sum, 0, width),
                  gcim_image_get(card, image, S_sum, width, 1) != 0, exact, exact_top, is_signed);
  GCIM_HIT(m, a_class, operand_class(a, width));
  GCIM_HIT(m, error, bin);
  gcim_hit_cross(m, C_error, bin, S_in_is_signed, is_signed);
}

const gcim_unit_ops_t gcim_ops_apx_add2 = {.eval = eval, .cover = cover};
