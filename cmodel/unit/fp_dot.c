/* fp_dot.c: golden model of the dot product with aligned operands. Card: fp_dot.def. The stages are
 * part/fp_dot.c. */
#include "unit/fp_dot_cover.h"

#include "core/bits.h"
#include "part/fp_card.h"
#include "part/fp_modes.h"

enum { MAX_TERMS = 16 * GCIM_FP_MAX_LANES, MAX_GROUPS = 16 };

static gcim_fp_acc_t acc_of(const gcim_card_t *card, const uint32_t *image) {
  const uint32_t acc = gcim_fp_field(card, image, S_in_acc);
  return acc > GCIM_ACC_ALIGNED ? GCIM_ACC_EXACT : (gcim_fp_acc_t)acc; /* 10 */
}

static gcim_fp_dot_t config_of(const gcim_card_t *card, const uint32_t *image) {
  return (gcim_fp_dot_t){
      .x = gcim_fp_format(card, V_XExpBits, V_XManBits, V_XBias, V_XKind),
      .w = gcim_fp_format(card, V_WExpBits, V_WManBits, V_WBias, V_WKind),
      .y = gcim_fp_format(card, V_YExpBits, V_YManBits, V_YBias, V_YKind),
      .lanes = gcim_fp_value(card, V_Lanes),
      .x_bits = gcim_fp_value(card, V_XBits),
      .w_bits = gcim_fp_value(card, V_WBits),
      .guard = gcim_fp_value(card, V_Guard),
      .segment = gcim_fp_value(card, V_Segment),
      .exp_offset = gcim_fp_value(card, V_ExpOffset) - 512,
      .specials = (gcim_special_t)gcim_fp_field(card, image, S_in_specials),
      .daz = (int)gcim_fp_field(card, image, S_in_daz),
      .x_given = (int)gcim_fp_field(card, image, S_in_x_given),
      .w_given = (int)gcim_fp_field(card, image, S_in_w_given),
      .quant = gcim_fp_mode_quant(gcim_fp_field(card, image, S_in_quant)),
      .sticky = (int)gcim_fp_field(card, image, S_in_sticky),
      .far = (int)gcim_fp_field(card, image, S_in_cutoff),
      .clamp = gcim_fp_mode_clamp(gcim_fp_field(card, image, S_in_clamp)),
      .correct = (int)gcim_fp_field(card, image, S_in_correct),
      .acc = acc_of(card, image),
      .policy = GCIM_FP_POLICY(card, image, in, gcim_fp_value(card, V_RandBits)),
  };
}

/* The codes and references of one transaction. */
typedef struct {
  uint32_t x[MAX_TERMS], w[MAX_TERMS], x_ref[MAX_GROUPS], w_ref[MAX_GROUPS];
} operands_t;

static void read_operands(const gcim_card_t *card, const uint32_t *image, operands_t *o) {
  const int groups = gcim_fp_value(card, V_Groups);
  const int terms = groups * gcim_fp_value(card, V_Lanes);
  const int x_bits = gcim_fp_value(card, V_XCodeBits);
  const int w_bits = gcim_fp_value(card, V_WCodeBits);
  const int x_exp = gcim_fp_value(card, V_XExpBits);
  const int w_exp = gcim_fp_value(card, V_WExpBits);
  gcim_bits_unpack(gcim_signal_read(card, image, S_x), x_bits, o->x, terms);
  gcim_bits_unpack(gcim_signal_read(card, image, S_w), w_bits, o->w, terms);
  gcim_bits_unpack(gcim_signal_read(card, image, S_x_ref), x_exp, o->x_ref, groups);
  gcim_bits_unpack(gcim_signal_read(card, image, S_w_ref), w_exp, o->w_ref, groups);
}

static void eval(const gcim_model_t *model, uint32_t *image) {
  const gcim_card_t *card = &model->card;
  const gcim_fp_dot_t config = config_of(card, image);
  operands_t o;
  read_operands(card, image, &o);
  const gcim_fp_dot_in_t in = {
      .x = o.x,
      .w = o.w,
      .x_ref = o.x_ref,
      .w_ref = o.w_ref,
      .terms = (size_t)(gcim_model_value(card, V_Groups) * config.lanes),
      .random = gcim_fp_field(card, image, S_random),
  };
  const gcim_fp_dot_taps_t taps = {
      .x_q = gcim_signal_words(card, image, S_tap_x_q),
      .w_q = gcim_signal_words(card, image, S_tap_w_q),
      .x_unit = gcim_signal_words(card, image, S_tap_x_unit),
      .w_unit = gcim_signal_words(card, image, S_tap_w_unit),
      .acc = gcim_signal_words(card, image, S_tap_acc),
      .partial = gcim_signal_words(card, image, S_tap_partial),
  };
  const int partial = card->signals[S_tap_partial].words;
  for (int i = 0; i < partial; i++) {
    taps.partial[i] = 0; /* 11: unless ACC_FLOAT writes it */
  }
  const gcim_fp_dot_out_t out = gcim_fp_dot_run(&config, &in, &taps);
  gcim_image_put(card, image, S_y, 0, gcim_fp_value(card, V_YCodeBits), out.y);
  gcim_image_put(card, image, S_flags, 0, 6, out.flags);
  gcim_image_put(card, image, S_below, 0, 1, out.below);
  gcim_image_put(card, image, S_tap_clamped, 0, 1, out.clamped);
}

static void cover(gcim_model_t *m, const uint32_t *image) {
  const gcim_fp_dot_t config = config_of(&m->card, image);
  operands_t o;
  read_operands(&m->card, image, &o);
  cover_dot(m, image, &config, o.x, o.w);
}

const gcim_unit_ops_t gcim_ops_fp_dot = {.eval = eval, .cover = cover};
