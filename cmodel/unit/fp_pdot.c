/* fp_pdot.c: golden model of the dot product with aligned products. Card: fp_pdot.def. The stages
 * are part/fp_pdot.c. */
#include "part/fp_pdot.h"

#include "core/bits.h"
#include "core/model.h"
#include "part/fp_card.h"
#include "part/fp_dot.h"
#include "part/fp_modes.h"
#include "part/fp_special.h"

#define GCIM_CARD "unit/fp_pdot.def"
#include "core/names.h"
#include "unit/fp_result_cover.h"
#include "unit/fp_special_cover.h"

enum { REF_BITS = 12, FLAG_BITS = 6 };

static gcim_fp_c_t c_mode_of(const gcim_card_t *card, const uint32_t *image) {
  const uint32_t c = gcim_fp_field(card, image, S_in_c_mode);
  return c > GCIM_C_NONE ? GCIM_C_NONE : (gcim_fp_c_t)c; /* 8 */
}

static gcim_fp_pdot_t config_of(const gcim_card_t *card, const uint32_t *image) {
  return (gcim_fp_pdot_t){
      .x = gcim_fp_format(card, V_XExpBits, V_XManBits, V_XBias, V_XKind),
      .w = gcim_fp_format(card, V_WExpBits, V_WManBits, V_WBias, V_WKind),
      .c = gcim_fp_format(card, V_CExpBits, V_CManBits, V_CBias, V_CKind),
      .y = gcim_fp_format(card, V_YExpBits, V_YManBits, V_YBias, V_YKind),
      .lanes = gcim_fp_value(card, V_Lanes),
      .frac = gcim_fp_value(card, V_Frac),
      .fold = gcim_fp_value(card, V_Fold),
      .exp_floor = gcim_fp_value(card, V_ExpFloor),
      .daz = (int)gcim_fp_field(card, image, S_in_daz),
      .zeros = (int)gcim_fp_field(card, image, S_in_zeros),
      .specials = (gcim_special_t)gcim_fp_field(card, image, S_in_specials),
      .quant = gcim_fp_mode_quant(gcim_fp_field(card, image, S_in_quant)),
      .c_mode = c_mode_of(card, image),
      .policy = GCIM_FP_POLICY(card, image, in, gcim_fp_value(card, V_RandBits)),
  };
}

/* The factors of one transaction. */
typedef struct {
  uint32_t x[GCIM_FP_MAX_LANES], w[GCIM_FP_MAX_LANES];
} factors_t;

static void read_factors(const gcim_card_t *card, const uint32_t *image, factors_t *f) {
  const int lanes = gcim_fp_value(card, V_Lanes);
  gcim_bits_unpack(gcim_signal_read(card, image, S_x), gcim_fp_value(card, V_XCodeBits), f->x,
                   lanes);
  gcim_bits_unpack(gcim_signal_read(card, image, S_w), gcim_fp_value(card, V_WCodeBits), f->w,
                   lanes);
}

static void eval(const gcim_model_t *model, uint32_t *image) {
  const gcim_card_t *card = &model->card;
  const gcim_fp_pdot_t config = config_of(card, image);
  factors_t f;
  read_factors(card, image, &f);
  const gcim_fp_pdot_in_t in = {
      .x = f.x,
      .w = f.w,
      .terms = (size_t)config.lanes,
      .c = gcim_fp_field(card, image, S_c),
      .random = gcim_fp_field(card, image, S_random),
  };
  const gcim_fp_pdot_out_t out =
      gcim_fp_pdot_step(&config, &in, gcim_signal_words(card, image, S_tap_q));
  gcim_image_put(card, image, S_y, 0, gcim_fp_value(card, V_YCodeBits), out.y);
  gcim_image_put(card, image, S_flags, 0, FLAG_BITS, out.flags);
  gcim_image_put(card, image, S_tap_ref, 0, REF_BITS, (uint64_t)out.ref);
  gcim_wide_to_bits(&out.sum, gcim_signal_words(card, image, S_tap_sum), 0,
                    gcim_fp_value(card, V_SumBits));
}

/* ---- coverage ---- */

/* What the terms of one transaction have in common; exponents are those of the reference. */
typedef struct {
  int nonzero, subnormal; /* products; of them with a subnormal factor */
  int least, largest, second, zero_largest;
  bool c_there;
  int c_exp;
  gcim_fp_seen_t seen;
} look_t;

enum { NOTHING = -2000 }; /* below every exponent */

static int exponent(const gcim_fp_pdot_t *config, const gcim_fp_lane_t *x,
                    const gcim_fp_lane_t *w) {
  const int high = (x->exp >> config->fold) + (w->exp >> config->fold);
  return (high << config->fold) - config->x.bias - config->w.bias;
}

static void look_product(look_t *l, const gcim_fp_pdot_t *config, uint32_t x_code,
                         uint32_t w_code) {
  const gcim_fp_lane_t x = gcim_fp_decode(&config->x, x_code, config->specials, config->daz != 0);
  const gcim_fp_lane_t w = gcim_fp_decode(&config->w, w_code, config->specials, config->daz != 0);
  const int exp = exponent(config, &x, &w);
  gcim_fp_seen_product(&l->seen, &x, &w);
  if (x.sig == 0 || w.sig == 0) {
    l->zero_largest = exp > l->zero_largest ? exp : l->zero_largest;
    return;
  }
  const int lower = exp < l->largest ? exp : l->largest;
  l->least = l->nonzero == 0 || exp < l->least ? exp : l->least;
  l->second = lower > l->second ? lower : l->second;
  l->largest = exp > l->largest ? exp : l->largest;
  l->nonzero++;
  l->subnormal += x.is_sub || w.is_sub;
}

static look_t look_at(const gcim_card_t *card, const uint32_t *image,
                      const gcim_fp_pdot_t *config) {
  look_t l = {.largest = NOTHING, .second = NOTHING, .zero_largest = NOTHING};
  factors_t f;
  read_factors(card, image, &f);
  for (int i = 0; i < config->lanes; i++) {
    look_product(&l, config, f.x[i], f.w[i]);
  }
  if (config->c_mode == GCIM_C_TERM) {
    const gcim_fp_lane_t c = gcim_fp_decode(&config->c, gcim_fp_field(card, image, S_c),
                                            config->specials, config->daz != 0);
    gcim_fp_seen_summand(&l.seen, &c);
    l.c_there = c.sig > 0;
    l.c_exp = c.exp - config->c.bias;
  }
  return l;
}

static void hit_terms(gcim_model_t *m, const gcim_fp_pdot_t *config, bool happened, int bin) {
  if (happened) {
    GCIM_HIT(m, terms, bin);
    gcim_hit_cross(m, C_terms, bin, S_in_zeros, config->zeros);
  }
}

static void cover_terms(gcim_model_t *m, const uint32_t *image, const gcim_fp_pdot_t *config,
                        const look_t *l) {
  const gcim_wide_t sum = gcim_wide_from_bits(gcim_signal_read(&m->card, image, S_tap_sum), 0,
                                              gcim_fp_value(&m->card, V_SumBits), true);
  const int terms = l->nonzero + (l->c_there ? 1 : 0);
  const bool some = l->nonzero > 0;
  hit_terms(m, config, terms == 0, B_terms_all_zero);
  hit_terms(m, config, terms == 1, B_terms_one_nonzero);
  hit_terms(m, config, l->nonzero > 1 && l->largest - l->second > config->frac, B_terms_one_huge);
  hit_terms(m, config, l->nonzero > 1 && l->least == l->largest, B_terms_equal_exponents);
  hit_terms(m, config, l->subnormal > 0, B_terms_subnormal_factor);
  hit_terms(m, config, l->c_there && some && l->c_exp > l->largest, B_terms_c_largest);
  hit_terms(m, config, l->c_there && some && l->c_exp + config->frac < l->largest,
            B_terms_c_far_below);
  hit_terms(m, config, terms > 1 && gcim_wide_is_zero(&sum), B_terms_cancelled);
  hit_terms(m, config,
            config->zeros != 0 && l->zero_largest > l->largest &&
                (!l->c_there || l->zero_largest > l->c_exp),
            B_terms_zero_counts);
}

static void cover(gcim_model_t *m, const uint32_t *image) {
  const gcim_card_t *card = &m->card;
  const gcim_fp_pdot_t config = config_of(card, image);
  const look_t l = look_at(card, image, &config);
  const fp_specials_t specials = {S_in_specials, config.specials};
  cover_terms(m, image, &config, &l);
  fp_cover_special(m, specials, &l.seen);
  const int result = fp_cover_result(m, &config.y, gcim_fp_field(card, image, S_y));
  gcim_hit_cross(m, C_result, result, S_in_c_mode, gcim_fp_field(card, image, S_in_c_mode));
  fp_cover_flags(m, C_flag, gcim_fp_field(card, image, S_flags));
}

const gcim_unit_ops_t gcim_ops_fp_pdot = {.eval = eval, .cover = cover};
