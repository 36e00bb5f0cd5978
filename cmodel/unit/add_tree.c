/* add_tree.c: golden model of the exact adder tree. Card and cycle table: add_tree.def. */
#include "core/bits.h"
#include "core/model.h"
#include "part/tree.h"

#define GCIM_CARD "unit/add_tree.def"
#include "core/names.h"

/* Lanes below the root's left child: 2^(Levels-1), or the only lane. */
static int lower_lanes(const gcim_card_t *card) {
  const int levels = (int)gcim_model_value(card, V_Levels);
  return levels == 0 ? 1 : 1 << (levels - 1);
}

static void eval(const gcim_model_t *model, uint32_t *image) {
  const gcim_card_t *card = &model->card;
  const int lanes = (int)gcim_model_value(card, V_Lanes);
  const int width = (int)gcim_model_value(card, V_Width);
  const int sum_bits = (int)gcim_model_value(card, V_SumBits);
  const uint32_t *data = gcim_signal_read(card, image, S_data);
  const bool is_signed = gcim_image_get(card, image, S_in_is_signed, 0, 1) != 0;
  const int low = lower_lanes(card);

  const int64_t lower = gcim_lanes_sum(data, 0, low, width, is_signed);
  const int64_t upper = gcim_lanes_sum(data, low, lanes - low, width, is_signed);
  gcim_image_put(card, image, S_sum, 0, sum_bits, (uint64_t)(lower + upper));
  gcim_image_put(card, image, S_tap_half_sums, 0, sum_bits, (uint64_t)lower);
  gcim_image_put(card, image, S_tap_half_sums, sum_bits, sum_bits, (uint64_t)upper);
}

static int lane_class(uint64_t lane, int width) {
  const uint64_t top = (uint64_t)1 << (width - 1);
  if (lane == 0) {
    return B_lane_class_zero;
  }
  if (lane == top + (top - 1)) {
    return B_lane_class_highest;
  }
  if (lane == 1) {
    return B_lane_class_one;
  }
  if (lane == top) {
    return B_lane_class_lowest_signed;
  }
  return lane == top - 1 ? B_lane_class_highest_signed : B_lane_class_other;
}

static int sum_class(int64_t sum, int64_t lowest, int64_t highest) {
  if (sum == 0) {
    return B_sum_class_zero;
  }
  if (sum == highest) {
    return B_sum_class_highest;
  }
  if (sum == lowest) {
    return B_sum_class_lowest;
  }
  return sum < 0 ? B_sum_class_negative : B_sum_class_positive;
}

static void cover(gcim_model_t *m, const uint32_t *image) {
  const gcim_card_t *card = &m->card;
  const int lanes = (int)gcim_model_value(card, V_Lanes);
  const int width = (int)gcim_model_value(card, V_Width);
  const int64_t half = (int64_t)1 << (width - 1);
  const uint32_t *data = gcim_signal_read(card, image, S_data);
  const bool is_signed = gcim_image_get(card, image, S_in_is_signed, 0, 1) != 0;
  const int64_t sum = gcim_bits_get_signed(gcim_signal_read(card, image, S_sum), 0,
                                           (int)gcim_model_value(card, V_SumBits));
  const int64_t lowest = is_signed ? -half * lanes : 0;
  const int64_t highest = (is_signed ? half - 1 : 2 * half - 1) * lanes;
  const int bin = sum_class(sum, lowest, highest);

  GCIM_HIT(m, lane_class, lane_class(gcim_bits_get(data, 0, width), width));
  GCIM_HIT(m, lane_class, lane_class(gcim_bits_get(data, (lanes - 1) * width, width), width));
  GCIM_HIT(m, sum_class, bin);
  gcim_hit_cross(m, C_sum_class, bin, S_in_is_signed, is_signed);
}

const gcim_unit_ops_t gcim_ops_add_tree = {.eval = eval, .cover = cover};
