/* fp_dot_cover.h: coverage of fp_dot. Included by its golden only. */
#ifndef GCIM_UNIT_FP_DOT_COVER_H
#define GCIM_UNIT_FP_DOT_COVER_H

#include "core/model.h"
#include "part/fp_card.h"
#include "part/fp_dot.h"
#include "part/fp_special.h"

#define GCIM_CARD "unit/fp_dot.def"
#include "core/names.h"
#include "unit/fp_result_cover.h"
#include "unit/fp_special_cover.h"

/* What the lanes of one operand have in common. */
typedef struct {
  int nonzero, subnormal, lanes;
  int least, largest, second; /* exponents of the lanes that are not zero; second: of the others */
  bool top, ones;             /* the largest exponent of a number, of the field */
} dot_look_t;

static inline void look_exponent(dot_look_t *l, int exp) {
  l->least = l->nonzero == 0 || exp < l->least ? exp : l->least;
  if (exp > l->largest) {
    l->second = l->largest;
    l->largest = exp;
  } else {
    l->second = exp > l->second ? exp : l->second;
  }
}

/* Decode and look at `terms` codes; exponents of decoded lanes are 1 or more. */
static inline dot_look_t look_lanes(const gcim_float_t *format, const gcim_fp_dot_t *config,
                                    const uint32_t *codes, int terms) {
  const int ones = (1 << format->exp_bits) - 1;
  const int top = ones - (format->kind == GCIM_FLOAT_IEEE ? 1 : 0);
  dot_look_t l = {.lanes = terms};
  for (int i = 0; i < terms; i++) {
    const gcim_fp_lane_t lane =
        gcim_fp_decode(format, codes[i], config->specials, config->daz != 0);
    l.ones = l.ones || (int)(codes[i] >> format->man_bits & (uint32_t)ones) == ones;
    if (lane.sig > 0) {
      look_exponent(&l, lane.exp);
      l.nonzero++;
      l.subnormal += lane.is_sub;
      l.top = l.top || lane.exp == top;
    }
  }
  return l;
}

static inline void hit_vector(gcim_model_t *m, const gcim_fp_dot_t *config, bool happened,
                              int bin) {
  if (happened) {
    GCIM_HIT(m, vector, bin);
    gcim_hit_cross(m, C_vector, bin, S_in_quant, (int64_t)config->quant);
  }
}

/* Is a number between -1 and 0 units of its side at -1? */
static inline bool minus_one(const gcim_card_t *card, const uint32_t *image,
                             const gcim_fp_dot_t *config, gcim_fp_side_t side,
                             const uint32_t *codes) {
  const bool x = side == GCIM_SIDE_X;
  const gcim_float_t *format = x ? &config->x : &config->w;
  const int bits = x ? config->x_bits : config->w_bits, exp_bits = format->exp_bits;
  const int terms = config->lanes * gcim_fp_value(card, V_Groups);
  for (int i = 0; config->quant == GCIM_RND_FLOOR && i < terms; i++) {
    const gcim_fp_lane_t lane =
        gcim_fp_decode(format, codes[i], config->specials, config->daz != 0);
    const int unit = (int)gcim_image_get(card, image, x ? S_tap_x_unit : S_tap_w_unit,
                                         i / config->lanes * (exp_bits + 1), exp_bits + 1);
    const uint64_t q = gcim_image_get(card, image, x ? S_tap_x_q : S_tap_w_q, i * bits, bits);
    const int down = unit - lane.exp - (bits - 2) + format->man_bits;
    const bool small = down > 31 || (down > 0 && lane.sig >> down == 0);
    if (lane.sign && lane.sig > 0 && small && q == UINT64_MAX >> (64 - bits)) {
      return true;
    }
  }
  return false;
}

static inline void cover_vector(gcim_model_t *m, const uint32_t *image, const gcim_fp_dot_t *config,
                                const uint32_t *x, const uint32_t *w) {
  const gcim_card_t *card = &m->card;
  const int terms = config->lanes * gcim_fp_value(card, V_Groups);
  const dot_look_t l = look_lanes(&config->x, config, x, terms);
  const dot_look_t weights = look_lanes(&config->w, config, w, terms);
  const bool floored = minus_one(card, image, config, GCIM_SIDE_X, x) ||
                       minus_one(card, image, config, GCIM_SIDE_W, w);
  hit_vector(m, config, l.nonzero == 0, B_vector_all_zero);
  hit_vector(m, config, l.nonzero == 1, B_vector_one_nonzero);
  hit_vector(m, config, l.nonzero > 1 && l.largest - l.second >= config->x_bits - 1,
             B_vector_one_huge);
  hit_vector(m, config, l.nonzero > 1 && l.nonzero == l.lanes && l.least == l.largest,
             B_vector_equal_exponents);
  hit_vector(m, config, l.nonzero > 0 && l.subnormal == l.nonzero, B_vector_subnormal_largest);
  hit_vector(m, config, l.top, B_vector_largest_exponent);
  hit_vector(m, config, l.ones, B_vector_all_ones_exponent);
  hit_vector(m, config, floored, B_vector_floored_to_minus_one);
  hit_vector(m, config, gcim_fp_field(card, image, S_tap_clamped) != 0, B_vector_clamped);
  hit_vector(m, config, weights.nonzero == 0, B_vector_weights_all_zero);
}

static inline gcim_fp_seen_t look_specials(const gcim_fp_dot_t *config, const uint32_t *x,
                                           const uint32_t *w, int terms) {
  gcim_fp_seen_t seen = {0};
  for (int i = 0; i < terms; i++) {
    const gcim_fp_lane_t a = gcim_fp_decode(&config->x, x[i], config->specials, config->daz != 0);
    const gcim_fp_lane_t b = gcim_fp_decode(&config->w, w[i], config->specials, config->daz != 0);
    gcim_fp_seen_product(&seen, &a, &b);
  }
  return seen;
}

static inline void cover_dot(gcim_model_t *m, const uint32_t *image, const gcim_fp_dot_t *config,
                             const uint32_t *x, const uint32_t *w) {
  const gcim_card_t *card = &m->card;
  const int terms = config->lanes * gcim_fp_value(card, V_Groups);
  const gcim_fp_seen_t seen = look_specials(config, x, w, terms);
  const fp_specials_t specials = {S_in_specials, config->specials};
  cover_vector(m, image, config, x, w);
  fp_cover_special(m, specials, &seen);
  const int result = fp_cover_result(m, &config->y, gcim_fp_field(card, image, S_y));
  gcim_hit_cross(m, C_result, result, S_in_acc, gcim_fp_field(card, image, S_in_acc));
  fp_cover_flags(m, C_flag, gcim_fp_field(card, image, S_flags));
}

#endif
