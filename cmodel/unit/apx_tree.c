/* apx_tree.c: golden model of the approximate adder trees. Card: apx_tree.def. The sums themselves
 * are gcim_tree_sum (part/apx_tree.c); here the card's parameters become a tree. */
#include "unit/apx_tree.h"

#include "core/bits.h"
#include "core/model.h"
#include "num/apx_cells.h"
#include "part/apx_tree.h"

#define GCIM_CARD "unit/apx_tree.def"
#include "core/names.h"

_Static_assert((int)E_Topology_ROWS73 == GCIM_ROWS73 &&
                   (int)E_Scheme_SCHEME_PLANE == GCIM_SCHEME_PLANE &&
                   (int)E_Adder_ADD_CHAIN == GCIM_ADD_CHAIN,
               "the card's numbers are those of gcim_approx.h");

/* ---- parameters to a tree ---- */

static int param(const gcim_card_t *card, int value) {
  return (int)gcim_model_value(card, value);
}

static gcim_fa_t cell_of(const gcim_card_t *card, int row) {
  return gcim_fa_pick(row, (uint8_t)param(card, V_UserS), (uint8_t)param(card, V_UserC));
}

static gcim_c42_t compressor_of(const gcim_card_t *card, int row) {
  if (row == GCIM_C42_ROW_USER) {
    return (gcim_c42_t){(uint16_t)param(card, V_User4S), (uint16_t)param(card, V_User4C)};
  }
  return (gcim_c42_t){(uint16_t)gcim_c42_row(row)->s, (uint16_t)gcim_c42_row(row)->c};
}

/* 7, 8. */
static void fill_columns(const gcim_card_t *card, gcim_tree_t *tree) {
  const int compressor = param(card, V_Compressor);
  const bool is_compressed = compressor != GCIM_C42_ROW_CELLS && tree->topology == GCIM_CARRY_SAVE;
  for (int q = 0; q < param(card, V_Columns); q++) {
    tree->cell[q] = cell_of(card, param(card, V_Cell));
    tree->alt[q] = cell_of(card, param(card, V_AltCell));
    tree->compressed[q] = is_compressed;
  }
  tree->alt_period = param(card, V_AltPeriod);
  if (is_compressed) {
    tree->compressor = compressor_of(card, compressor);
  }
}

/* 6, 7. */
static void fill_adders(const gcim_card_t *card, gcim_tree_t *tree) {
  const bool is_binary = tree->topology == GCIM_BINARY;
  const int first = is_binary ? param(card, V_LevelFrom) : 0;
  const int last = is_binary ? param(card, V_LevelTo) : 0;
  for (int l = first; l <= last; l++) {
    tree->level[l] = (gcim_adder_t){.kind = (gcim_add_t)param(card, V_Adder),
                                    .k = param(card, V_K),
                                    .m = param(card, V_M),
                                    .cell = cell_of(card, param(card, V_Cell))};
  }
}

static size_t state_bytes(const gcim_model_t *model) {
  (void)model;
  return sizeof(apx_tree_t);
}

static int init(gcim_model_t *model) {
  const gcim_card_t *card = &model->card;
  apx_tree_t *t = model->state;
  gcim_tree_t *tree = &t->tree;
  gcim_tree_init(tree, param(card, V_Lanes), param(card, V_Width));
  tree->topology = (gcim_topology_t)param(card, V_Topology);
  tree->scheme = (gcim_scheme_t)param(card, V_Scheme);
  fill_columns(card, tree);
  fill_adders(card, tree);
  tree->max_bits = param(card, V_MaxBits);
  tree->comp = param(card, V_CompNegative) != 0 ? -param(card, V_Comp) : param(card, V_Comp);
  tree->allow_sign = param(card, V_AllowSign) != 0;
  const int status = gcim_tree_check(tree);
  if (status != 0 || param(card, V_Printed) == 0) {
    return status;
  }
  return gcim_apx_tree_fingerprint(tree, &t->fingerprint);
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
