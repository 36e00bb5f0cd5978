/* apx_pattern_tree.c: golden model of the dual adder tree for frequent patterns. Card and cycle
 * table: apx_pattern_tree.def. */
#include "core/bits.h"
#include "core/model.h"
#include "part/apx_pattern.h"
#include "part/apx_popcount.h"

#define GCIM_CARD "unit/apx_pattern_tree.def"
#include "core/names.h"

static gcim_pattern_t pattern_of(const gcim_card_t *card) {
  return (gcim_pattern_t){
      .lanes = (int)gcim_model_value(card, V_Lanes),
      .size = (int)gcim_model_value(card, V_Size),
      .limit = (int)gcim_model_value(card, V_Limit),
      .set = gcim_pattern_set(gcim_model_value(card, V_Set0), gcim_model_value(card, V_Set1),
                              gcim_model_value(card, V_Set2), gcim_model_value(card, V_Set3)),
  };
}

static void eval(const gcim_model_t *model, uint32_t *image) {
  const gcim_card_t *card = &model->card;
  const gcim_pattern_t pattern = pattern_of(card);
  const int groups = gcim_pattern_groups(&pattern);
  const int sum_bits = (int)gcim_model_value(card, V_SumBits);
  const bool is_lossy = gcim_model_value(card, V_Policy) == E_Policy_LOSSY;
  int sum = 0, small_sum = 0, hits = 0;

  for (int j = 0; j < groups; j++) {
    const uint32_t bits = gcim_pattern_at(&pattern, gcim_signal_read(card, image, S_data), j);
    const bool hit = gcim_pattern_is_frequent(&pattern, bits);
    const int small = gcim_pattern_small(&pattern, bits);
    sum += hit || is_lossy ? small : gcim_pattern_full(bits);
    small_sum += small;
    hits += hit;
    gcim_image_put(card, image, S_tap_hit, j, 1, hit);
  }
  gcim_image_put(card, image, S_sum, 0, sum_bits, (uint64_t)sum);
  gcim_image_put(card, image, S_miss, 0, 1, hits < groups);
  gcim_image_put(card, image, S_hits, 0, (int)gcim_model_value(card, V_HitBits), (uint64_t)hits);
  gcim_image_put(card, image, S_tap_small, 0, sum_bits, (uint64_t)small_sum);
}

static void cover(gcim_model_t *m, const uint32_t *image) {
  const gcim_card_t *card = &m->card;
  const int lanes = (int)gcim_model_value(card, V_Lanes);
  const int groups = (int)gcim_model_value(card, V_Groups);
  const int hits =
      (int)gcim_image_get(card, image, S_hits, 0, (int)gcim_model_value(card, V_HitBits));
  const int sum =
      (int)gcim_image_get(card, image, S_sum, 0, (int)gcim_model_value(card, V_SumBits));
  const int ones = gcim_ones_count(gcim_signal_read(card, image, S_data), lanes);
  const int missed = hits == 0 ? B_hit_rate_none : B_hit_rate_some;
  GCIM_HIT(m, hit_rate, hits == groups ? B_hit_rate_all : missed);
  GCIM_HIT(m, error, sum == ones ? B_error_none : B_error_negative);
}

const gcim_unit_ops_t gcim_ops_apx_pattern_tree = {.eval = eval, .cover = cover};
