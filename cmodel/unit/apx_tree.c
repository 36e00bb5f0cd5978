/* apx_tree.c: golden model of the approximate adder trees. Card: apx_tree.def. The sums themselves
 * are gcim_tree_sum (part/apx_tree.c), the card's parameters become a tree in gcim_card_tree. */
#include "unit/apx_tree.h"

#include "core/bits.h"
#include "core/model.h"
#include "part/apx_tree.h"

#define GCIM_CARD "unit/apx_tree.def"
#include "core/names.h"

_Static_assert((int)E_Topology_ROWS73 == GCIM_ROWS73 &&
                   (int)E_Scheme_SCHEME_PLANE == GCIM_SCHEME_PLANE &&
                   (int)E_Adder_ADD_CHAIN == GCIM_ADD_CHAIN,
               "the card's numbers are those of gcim_approx.h");

static int param(const gcim_card_t *card, int value) {
  return (int)gcim_model_value(card, value);
}

static size_t state_bytes(const gcim_model_t *model) {
  (void)model;
  return sizeof(apx_tree_t);
}

static int init(gcim_model_t *model) {
  const gcim_card_t *card = &model->card;
  apx_tree_t *t = model->state;
  const int status = gcim_card_tree(card, &t->tree);
  if (status != 0 || param(card, V_Printed) == 0) {
    return status;
  }
  return gcim_apx_tree_fingerprint(&t->tree, &t->fingerprint);
}

/* ---- one transaction ---- */

static void eval(const gcim_model_t *model, uint32_t *image) {
  const gcim_card_t *card = &model->card;
  const apx_tree_t *t = model->state;
  const int sum_bits = param(card, V_SumBits);
  gcim_tree_t tree = t->tree;
  uint64_t rows[2];
  tree.saturate = gcim_image_get(card, image, S_in_sat, 0, 1) == GCIM_FIT_SAT;
  const uint64_t sum = gcim_tree_sum(&tree, gcim_signal_read(card, image, S_data), rows);
  gcim_image_put(card, image, S_sum, 0, sum_bits, sum);
  gcim_image_put(card, image, S_tap_rows, 0, sum_bits, rows[0]);
  gcim_image_put(card, image, S_tap_rows, sum_bits, sum_bits, rows[1]);
  gcim_image_put(card, image, S_tap_fingerprint, 0, 64, t->fingerprint);
}

/* ---- coverage ---- */

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

/* Against the exact sum plus the constant, the shorter way round modulo 2^SumBits. */
static int error_class(uint64_t sum, uint64_t wanted, int sum_bits) {
  const int64_t error = gcim_sign_extend(sum - wanted, sum_bits);
  if (error == 0) {
    return B_error_none;
  }
  return error < 0 ? B_error_negative : B_error_positive;
}

static void cover(gcim_model_t *m, const uint32_t *image) {
  const gcim_card_t *card = &m->card;
  const gcim_tree_t *tree = &((const apx_tree_t *)m->state)->tree;
  const int width = tree->width, sum_bits = param(card, V_SumBits);
  const uint32_t *data = gcim_signal_read(card, image, S_data);
  const uint64_t sum = gcim_image_get(card, image, S_sum, 0, sum_bits);
  const int bin = error_class(sum, gcim_tree_exact(tree, data) + (uint64_t)tree->comp, sum_bits);
  GCIM_HIT(m, lane_class, lane_class(gcim_bits_get(data, 0, width), width));
  GCIM_HIT(m, lane_class, lane_class(gcim_bits_get(data, (tree->lanes - 1) * width, width), width));
  GCIM_HIT(m, error, bin);
  gcim_hit_cross(m, C_error, bin, S_in_sat, (int64_t)gcim_image_get(card, image, S_in_sat, 0, 1));
}

const gcim_unit_ops_t gcim_ops_apx_tree = {
    .eval = eval, .state_bytes = state_bytes, .init = init, .cover = cover};
