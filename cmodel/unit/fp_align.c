/* fp_align.c: golden model of the aligner. Card: fp_align.def. One lane is part/fp_align.c. */
#include "part/fp_align.h"

#include "core/bits.h"
#include "core/model.h"
#include "part/fp_modes.h"

#define GCIM_CARD "unit/fp_align.def"
#include "core/names.h"

enum { MAX_LANES = 512 };

static int param(const gcim_card_t *card, int value) {
  return (int)gcim_model_value(card, value);
}

static uint64_t mode(const gcim_card_t *card, const uint32_t *image, int signal) {
  return gcim_image_get(card, image, signal, 0, card->signals[signal].width);
}

static gcim_fp_aligner_t aligner_of(const gcim_card_t *card, const uint32_t *image) {
  return (gcim_fp_aligner_t){
      .sig_bits = param(card, V_SigBits),
      .aligned_bits = param(card, V_AlignedBits),
      .guard = param(card, V_Guard),
      .quant = gcim_fp_mode_quant(mode(card, image, S_in_quant)),
      .sticky = mode(card, image, S_in_sticky) != 0,
      .far = mode(card, image, S_in_cutoff) != 0,
      .clamp = gcim_fp_mode_clamp(mode(card, image, S_in_clamp)),
  };
}

static void read_lanes(const gcim_card_t *card, const uint32_t *image, gcim_fp_number_t *lanes) {
  const int exp_bits = param(card, V_ExpBits), sig_bits = param(card, V_SigBits);
  for (int i = 0; i < param(card, V_Lanes); i++) {
    lanes[i].sign = gcim_image_get(card, image, S_sign, i, 1) != 0;
    lanes[i].exp = (int)gcim_image_get(card, image, S_exp, i * exp_bits, exp_bits);
    lanes[i].sig = gcim_image_get(card, image, S_sig, i * sig_bits, sig_bits);
  }
}

static int ref_of(const gcim_card_t *card, const uint32_t *image) {
  return (int)gcim_image_get(card, image, S_ref_exp, 0, param(card, V_ExpBits));
}

static void eval(const gcim_model_t *model, uint32_t *image) {
  const gcim_card_t *card = &model->card;
  const int lanes = param(card, V_Lanes), bits = param(card, V_AlignedBits);
  const gcim_fp_aligner_t how = aligner_of(card, image);
  const int ref = ref_of(card, image);
  gcim_fp_number_t numbers[MAX_LANES];
  bool below = false;
  read_lanes(card, image, numbers);
  const int unit = gcim_fp_align_unit(&how, numbers, lanes, ref);
  for (int i = 0; i < lanes; i++) {
    const gcim_fp_aligned_t a = gcim_fp_align_lane(&how, &numbers[i], ref, unit);
    gcim_image_put(card, image, S_q, i * bits, bits, (uint64_t)a.q);
    gcim_image_put(card, image, S_lost, i, 1, a.lost);
    gcim_image_put(card, image, S_clamped, i, 1, a.clamped);
    below = below || a.below;
  }
  gcim_image_put(card, image, S_unit_exp, 0, param(card, V_ExpBits) + 1, (uint64_t)unit);
  gcim_image_put(card, image, S_below, 0, 1, below);
}

/* ---- coverage ---- */

static void hit_lane(gcim_model_t *m, const gcim_fp_aligner_t *how, bool happened, int bin) {
  if (happened) {
    GCIM_HIT(m, lane, bin);
    gcim_hit_cross(m, C_lane, bin, S_in_quant, (int64_t)how->quant);
  }
}

static int shift_class(const gcim_fp_aligner_t *how, int shift) {
  if (shift < 2) {
    return shift == 0 ? B_shift_none : B_shift_one;
  }
  return shift < how->aligned_bits ? B_shift_within_width : B_shift_beyond_width;
}

static void cover_lane(gcim_model_t *m, const gcim_fp_aligner_t *how, const gcim_fp_number_t *lane,
                       int ref, int unit) {
  const gcim_fp_aligned_t a = gcim_fp_align_lane(how, lane, ref, unit);
  const int shift = unit - lane->exp;
  const bool far = lane->sig > 0 && how->far && shift >= how->aligned_bits;
  const bool floored = how->quant == GCIM_RND_FLOOR && a.q == -1 && a.lost && !a.clamped;
  hit_lane(m, how, lane->sig == 0, B_lane_zero);
  hit_lane(m, how, lane->sig > 0 && !a.lost, B_lane_exact);
  hit_lane(m, how, a.lost, B_lane_lost);
  hit_lane(m, how, floored, B_lane_floored_to_minus_one);
  hit_lane(m, how, far, B_lane_far);
  hit_lane(m, how, a.clamped && !lane->sign, B_lane_clamped_up);
  hit_lane(m, how, a.clamped && lane->sign, B_lane_clamped_down);
  hit_lane(m, how, a.below, B_lane_below);
  if (lane->sig > 0 && !a.below) {
    GCIM_HIT(m, shift, shift_class(how, shift));
  }
}

static void cover(gcim_model_t *m, const uint32_t *image) {
  const gcim_card_t *card = &m->card;
  const int lanes = param(card, V_Lanes);
  const gcim_fp_aligner_t how = aligner_of(card, image);
  const int ref = ref_of(card, image);
  gcim_fp_number_t numbers[MAX_LANES];
  read_lanes(card, image, numbers);
  const int unit = gcim_fp_align_unit(&how, numbers, lanes, ref);
  const int raised = unit > ref ? B_raised_yes : B_raised_no;
  for (int i = 0; i < lanes; i++) {
    cover_lane(m, &how, &numbers[i], ref, unit);
  }
  GCIM_HIT(m, raised, raised);
  gcim_hit_cross(m, C_raised, raised, S_in_clamp, (int64_t)mode(card, image, S_in_clamp));
}

const gcim_unit_ops_t gcim_ops_fp_align = {.eval = eval, .cover = cover};
