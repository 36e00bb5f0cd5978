/* fp_post_align.c: golden model of the post-product aligner. Card: fp_post_align.def. The terms and
 * their sum are part/fp_post_align.c. */
#include "part/fp_post_align.h"

#include "core/bits.h"
#include "core/model.h"
#include "part/fp_modes.h"

#define GCIM_CARD "unit/fp_post_align.def"
#include "core/names.h"

enum { MAX_TERMS = 512 };

static int param(const gcim_card_t *card, int value) {
  return (int)gcim_model_value(card, value);
}

static bool zeros_count(const gcim_card_t *card, const uint32_t *image) {
  return gcim_image_get(card, image, S_in_zeros, 0, 1) != 0;
}

/* 5. */
static gcim_fp_term_t term_of(const gcim_card_t *card, const uint32_t *image, int i) {
  const int exp_bits = param(card, V_ExpBits), sig_bits = param(card, V_SigBits);
  const int low = sig_bits < 64 ? sig_bits : 64;
  gcim_fp_term_t t = {.sign = gcim_image_get(card, image, S_sign, i, 1) != 0};
  t.exp = (int)gcim_image_get(card, image, S_exp, i * exp_bits, exp_bits);
  t.scale = t.exp - (sig_bits - param(card, V_IntBits));
  t.sig[0] = gcim_image_get(card, image, S_sig, i * sig_bits, low);
  t.sig[1] = gcim_image_get(card, image, S_sig, i * sig_bits + low, sig_bits - low);
  t.counts = (t.sig[0] | t.sig[1]) != 0 || zeros_count(card, image);
  return t;
}

static void eval(const gcim_model_t *model, uint32_t *image) {
  const gcim_card_t *card = &model->card;
  const int count = param(card, V_Terms), exp_bits = param(card, V_ExpBits);
  gcim_fp_term_t terms[MAX_TERMS];
  bool any_lost = false;
  for (int i = 0; i < count; i++) {
    terms[i] = term_of(card, image, i);
  }
  const int lowest = (int)gcim_image_get(card, image, S_floor_exp, 0, exp_bits);
  const int ref = gcim_fp_term_ref(terms, count, lowest);
  const gcim_fp_cut_t cut = {
      .unit = ref - param(card, V_Frac),
      .bits = param(card, V_TermBits),
      .quant = gcim_fp_mode_quant(gcim_image_get(card, image, S_in_quant, 0, 3)),
  };
  const gcim_wide_t sum =
      gcim_fp_term_sum(terms, count, &cut, gcim_signal_words(card, image, S_tap_q),
                       gcim_signal_words(card, image, S_lost), &any_lost);
  gcim_image_put(card, image, S_ref_exp, 0, exp_bits, (uint64_t)ref);
  gcim_wide_to_bits(&sum, gcim_signal_words(card, image, S_sum), 0, param(card, V_SumBits));
}

/* ---- coverage ---- */

/* What the terms of one transaction have in common. */
typedef struct {
  int terms, lost;
  bool largest_term, largest_zero; /* the reference is the exponent of such a one */
} look_t;

static look_t look_at(const gcim_card_t *card, const uint32_t *image, int ref) {
  look_t l = {0};
  for (int i = 0; i < param(card, V_Terms); i++) {
    const gcim_fp_term_t t = term_of(card, image, i);
    const bool zero = (t.sig[0] | t.sig[1]) == 0;
    l.terms += !zero;
    l.lost += gcim_image_get(card, image, S_lost, i, 1) != 0;
    l.largest_term = l.largest_term || (!zero && t.exp == ref);
    l.largest_zero = l.largest_zero || (zero && t.counts && t.exp == ref);
  }
  return l;
}

static void hit_terms(gcim_model_t *m, const uint32_t *image, bool happened, int bin) {
  if (happened) {
    GCIM_HIT(m, terms, bin);
    gcim_hit_cross(m, C_terms, bin, S_in_quant,
                   (int64_t)gcim_image_get(&m->card, image, S_in_quant, 0, 3));
  }
}

static void hit_ref(gcim_model_t *m, const uint32_t *image, int bin) {
  GCIM_HIT(m, ref, bin);
  gcim_hit_cross(m, C_ref, bin, S_in_zeros, zeros_count(&m->card, image));
}

static void cover(gcim_model_t *m, const uint32_t *image) {
  const gcim_card_t *card = &m->card;
  const int ref = (int)gcim_image_get(card, image, S_ref_exp, 0, param(card, V_ExpBits));
  const look_t l = look_at(card, image, ref);
  const gcim_wide_t sum =
      gcim_wide_from_bits(gcim_signal_read(card, image, S_sum), 0, param(card, V_SumBits), true);
  hit_terms(m, image, l.terms == 0, B_terms_no_term);
  hit_terms(m, image, l.terms == 1, B_terms_one_term);
  hit_terms(m, image, l.terms > 0 && l.lost == 0, B_terms_all_exact);
  hit_terms(m, image, l.lost > 0, B_terms_some_lost);
  hit_terms(m, image, l.terms > 1 && l.lost == l.terms - 1, B_terms_all_lost_but_one);
  hit_terms(m, image, l.terms > 1 && gcim_wide_is_zero(&sum), B_terms_cancelled);
  if (l.largest_term) {
    hit_ref(m, image, B_ref_of_a_term);
  } else {
    hit_ref(m, image, l.largest_zero ? B_ref_of_a_zero : B_ref_floor_exp);
  }
}

const gcim_unit_ops_t gcim_ops_fp_post_align = {.eval = eval, .cover = cover};
