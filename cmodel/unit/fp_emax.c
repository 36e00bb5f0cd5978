/* fp_emax.c: golden model of the search for the largest exponent. Card: fp_emax.def. The stage
 * itself is part/fp_emax.c. */
#include "part/fp_emax.h"

#include "core/bits.h"
#include "core/model.h"

#define GCIM_CARD "unit/fp_emax.def"
#include "core/names.h"

static int param(const gcim_card_t *card, int value) {
  return (int)gcim_model_value(card, value);
}

/* One lane: 5. */
typedef struct {
  int exp;
  bool counts;
} lane_t;

static lane_t lane_of(const gcim_card_t *card, const uint32_t *image, int i) {
  const int bits = param(card, V_ExpBits);
  const bool zeros = gcim_image_get(card, image, S_in_zeros, 0, 1) != 0;
  return (lane_t){
      .exp = (int)gcim_image_get(card, image, S_exp, i * bits, bits),
      .counts = zeros || gcim_image_get(card, image, S_nonzero, i, 1) != 0,
  };
}

static gcim_fp_emax_t largest_of(const gcim_card_t *card, const uint32_t *image) {
  gcim_fp_emax_t group = {0};
  for (int i = 0; i < param(card, V_Lanes); i++) {
    const lane_t lane = lane_of(card, image, i);
    gcim_fp_emax_take(&group, lane.exp, lane.counts);
  }
  return group;
}

static void eval(const gcim_model_t *model, uint32_t *image) {
  const gcim_card_t *card = &model->card;
  const int bits = param(card, V_ExpBits);
  const gcim_fp_emax_t group = largest_of(card, image);
  const int edge = gcim_fp_emax_edge(&group, param(card, V_Segment));
  gcim_image_put(card, image, S_max, 0, bits, (uint64_t)edge);
  gcim_image_put(card, image, S_any, 0, 1, group.any);
  gcim_image_put(card, image, S_tap_max, 0, bits, (uint64_t)group.max);
}

/* What the lanes of one transaction have in common. */
typedef struct {
  int counting, largest, first; /* lanes; of the largest exponent: how many and the first */
  bool left_out;                /* a larger exponent does not count */
} look_t;

static look_t look_at(const gcim_card_t *card, const uint32_t *image, int max) {
  look_t l = {.first = -1};
  for (int i = 0; i < param(card, V_Lanes); i++) {
    const lane_t lane = lane_of(card, image, i);
    l.counting += lane.counts;
    l.largest += lane.counts && lane.exp == max;
    l.first = l.first < 0 && lane.counts && lane.exp == max ? i : l.first;
    l.left_out = l.left_out || (!lane.counts && lane.exp > max);
  }
  return l;
}

static void hit(gcim_model_t *m, const uint32_t *image, bool happened, int bin) {
  if (happened) {
    GCIM_HIT(m, group, bin);
    gcim_hit_cross(m, C_group, bin, S_in_zeros,
                   (int64_t)gcim_image_get(&m->card, image, S_in_zeros, 0, 1));
  }
}

static void cover(gcim_model_t *m, const uint32_t *image) {
  const gcim_card_t *card = &m->card;
  const int lanes = param(card, V_Lanes);
  const look_t l = look_at(card, image, largest_of(card, image).max);
  hit(m, image, l.counting == 0, B_group_no_lane_counts);
  hit(m, image, l.counting == 1, B_group_one_counts);
  hit(m, image, l.counting == lanes, B_group_all_count);
  hit(m, image, l.counting > 1 && l.largest == l.counting, B_group_all_equal);
  hit(m, image, l.counting > 0 && l.left_out, B_group_largest_is_left_out);
  hit(m, image, l.largest == 2, B_group_largest_twice);
  if (l.counting > 0) {
    const int other = l.first == lanes - 1 ? B_place_last_lane : B_place_inner_lane;
    GCIM_HIT(m, place, l.first == 0 ? B_place_first_lane : other);
  }
}

const gcim_unit_ops_t gcim_ops_fp_emax = {.eval = eval, .cover = cover};
