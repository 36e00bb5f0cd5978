/* mx_scale.c: golden model of the shared scale of a block. Card and cycle table: mx_scale.def. */
#include "part/mx_scale.h"

#include "core/model.h"
#include "part/mx_card.h"

#define GCIM_CARD "unit/mx_scale.def"
#include "core/names.h"

_Static_assert((int)E_Elem_MX_E2M1 == GCIM_MX_E2M1, "the card's numbers are those of gcim_mx.h");

enum { SCALE_BITS = 8, FLAG_BITS = 3 };

static uint32_t lane(const gcim_card_t *card, const uint32_t *image, int i) {
  const int bits = gcim_fp_value(card, V_XCodeBits);
  return (uint32_t)gcim_image_get(card, image, S_x, i * bits, bits);
}

static gcim_mx_seen_t block_of(const gcim_mx_scaler_t *how, const gcim_card_t *card,
                               const uint32_t *image) {
  gcim_mx_seen_t block = {0};
  for (int i = 0; i < gcim_fp_value(card, V_Lanes); i++) {
    gcim_mx_see(how, &block, lane(card, image, i));
  }
  return block;
}

static void eval(const gcim_model_t *model, uint32_t *image) {
  const gcim_card_t *card = &model->card;
  const gcim_mx_scaler_t how = GCIM_MX_SCALER(card, image, in, ovf);
  const gcim_mx_seen_t block = block_of(&how, card, image);
  const gcim_mx_scale_t scale = gcim_mx_scale(&how, &block);
  gcim_image_put(card, image, S_scale, 0, SCALE_BITS, scale.byte);
  gcim_image_put(card, image, S_flags, 0, FLAG_BITS, scale.flags);
  gcim_image_put(card, image, S_tap_amax, 0, gcim_fp_value(card, V_MagBits), block.amax);
  gcim_image_put(card, image, S_tap_exp, 0, card->signals[S_tap_exp].width,
                 (uint64_t)(int64_t)scale.exp);
}

/* ---- coverage ---- */

/* Lanes that have the largest magnitude by themselves; and those that are not zero. */
static void cover_block(gcim_model_t *m, const uint32_t *image, const gcim_mx_scaler_t *how,
                        const gcim_mx_seen_t *block) {
  int largest = 0, nonzero = 0;
  for (int i = 0; i < gcim_fp_value(&m->card, V_Lanes); i++) {
    gcim_mx_seen_t one = {0};
    gcim_mx_see(how, &one, lane(&m->card, image, i));
    nonzero += one.amax != 0;
    largest += one.amax == block->amax;
  }
  if (block->amax == 0) {
    GCIM_HIT(m, block, B_block_all_zero);
    return;
  }
  if (nonzero == 1) {
    GCIM_HIT(m, block, B_block_one_nonzero);
  }
  if (block->amax >> how->from.man_bits == 0) {
    GCIM_HIT(m, block, B_block_subnormal_largest);
  }
  if (block->amax == gcim_fp_largest(&how->from, false)) {
    GCIM_HIT(m, block, B_block_largest_finite);
  }
  if (largest > 1) {
    GCIM_HIT(m, block, B_block_largest_twice);
  }
}

static void hit_special(gcim_model_t *m, const uint32_t *image, int bin) {
  GCIM_HIT(m, specials, bin);
  gcim_hit_cross(m, C_specials, bin, S_in_special, gcim_fp_field(&m->card, image, S_in_special));
}

static void cover_special(gcim_model_t *m, const uint32_t *image, const gcim_mx_seen_t *block) {
  if (block->inf) {
    hit_special(m, image, B_specials_infinity);
  }
  if (block->nan) {
    hit_special(m, image, B_specials_nan);
  }
  if (!block->inf && !block->nan) {
    hit_special(m, image, B_specials_none);
  }
}

static void hit_edge(gcim_model_t *m, const uint32_t *image, bool happened, int bin) {
  if (happened) {
    GCIM_HIT(m, edge, bin);
    gcim_hit_cross(m, C_edge, bin, S_in_rule, gcim_fp_field(&m->card, image, S_in_rule));
  }
}

/* f of 9 against where its rule begins to add one, in steps of the source's fraction. */
static void cover_edge(gcim_model_t *m, const uint32_t *image, const gcim_mx_scaler_t *how,
                       uint32_t amax) {
  const uint32_t one = UINT32_C(1) << GCIM_MX_F_BITS;
  const uint32_t step = UINT32_C(1) << (GCIM_MX_F_BITS - how->from.man_bits);
  const uint32_t f = gcim_mx_split(&how->from, amax).f;
  const bool adds = gcim_mx_adds_one(how, f);
  hit_edge(m, image, f == one, B_edge_power_of_two);
  hit_edge(m, image, adds && !gcim_mx_adds_one(how, f - step), B_edge_first_above);
  hit_edge(m, image, !adds && gcim_mx_adds_one(how, f + step), B_edge_last_below);
  hit_edge(m, image, f == 2 * one - step, B_edge_top);
}

static void cover_clamp(gcim_model_t *m, const uint32_t *image, uint32_t flags) {
  const int within = (flags & GCIM_MX_FLAG_UF) != 0 ? B_clamp_low : B_clamp_none;
  const int bin = (flags & GCIM_MX_FLAG_OF) != 0 ? B_clamp_high : within;
  GCIM_HIT(m, clamp, bin);
  gcim_hit_cross(m, C_clamp, bin, S_in_ovf, gcim_fp_field(&m->card, image, S_in_ovf));
}

static void cover(gcim_model_t *m, const uint32_t *image) {
  const gcim_mx_scaler_t how = GCIM_MX_SCALER(&m->card, image, in, ovf);
  const gcim_mx_seen_t block = block_of(&how, &m->card, image);
  const gcim_mx_scale_t scale = gcim_mx_scale(&how, &block);
  const bool nan = (scale.flags & GCIM_MX_FLAG_NV) != 0;
  const bool top = how.special == GCIM_MX_INF_TOP && block.inf;
  cover_block(m, image, &how, &block);
  cover_special(m, image, &block);
  if (!nan && !top && block.amax != 0) {
    cover_edge(m, image, &how, block.amax);
    cover_clamp(m, image, scale.flags);
  }
}

const gcim_unit_ops_t gcim_ops_mx_scale = {.eval = eval, .cover = cover};
