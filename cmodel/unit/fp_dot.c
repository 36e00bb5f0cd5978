/* fp_dot.c: golden model of the dot product with aligned operands. Card: fp_dot.def. The stages are
 * part/fp_dot.c. */
#include "unit/fp_dot_cover.h"

#include "core/bits.h"
#include "part/fp_modes.h"

enum { MAX_TERMS = 16 * GCIM_FP_MAX_LANES, MAX_GROUPS = 16 };

static gcim_float_t format_of(const gcim_card_t *card, int exp_bits, int man_bits, int bias,
                              int kind) {
  return (gcim_float_t){
      .exp_bits = (int)gcim_model_value(card, exp_bits),
      .man_bits = (int)gcim_model_value(card, man_bits),
      .bias = (int)gcim_model_value(card, bias),
      .kind = (gcim_float_kind_t)gcim_model_value(card, kind),
  };
}

static gcim_fp_policy_t policy_of(const gcim_card_t *card, const uint32_t *image) {
  return (gcim_fp_policy_t){
      .rnd = (int)mode(card, image, S_in_rnd),
      .ovf = (gcim_overflow_t)mode(card, image, S_in_ovf),
      .nan = (gcim_nan_t)mode(card, image, S_in_nan),
      .neg_zero = (int)mode(card, image, S_in_neg_zero),
      .ftz = (int)mode(card, image, S_in_ftz),
      .tiny_before = (int)mode(card, image, S_in_tiny_before),
      .rand_bits = (int)gcim_model_value(card, V_RandBits),
  };
}

static gcim_fp_acc_t acc_of(const gcim_card_t *card, const uint32_t *image) {
  const uint32_t acc = mode(card, image, S_in_acc);
  return acc > GCIM_ACC_ALIGNED ? GCIM_ACC_EXACT : (gcim_fp_acc_t)acc; /* 10 */
}

static gcim_fp_dot_t config_of(const gcim_card_t *card, const uint32_t *image) {
  return (gcim_fp_dot_t){
      .x = format_of(card, V_XExpBits, V_XManBits, V_XBias, V_XKind),
      .w = format_of(card, V_WExpBits, V_WManBits, V_WBias, V_WKind),
      .y = format_of(card, V_YExpBits, V_YManBits, V_YBias, V_YKind),
      .lanes = (int)gcim_model_value(card, V_Lanes),
      .x_bits = (int)gcim_model_value(card, V_XBits),
      .w_bits = (int)gcim_model_value(card, V_WBits),
      .guard = (int)gcim_model_value(card, V_Guard),
      .segment = (int)gcim_model_value(card, V_Segment),
      .exp_offset = (int)gcim_model_value(card, V_ExpOffset) - 512,
      .specials = (gcim_special_t)mode(card, image, S_in_specials),
      .daz = (int)mode(card, image, S_in_daz),
      .x_given = (int)mode(card, image, S_in_x_given),
      .w_given = (int)mode(card, image, S_in_w_given),
      .quant = gcim_fp_mode_quant(mode(card, image, S_in_quant)),
      .sticky = (int)mode(card, image, S_in_sticky),
      .far = (int)mode(card, image, S_in_cutoff),
      .clamp = gcim_fp_mode_clamp(mode(card, image, S_in_clamp)),
      .correct = (int)mode(card, image, S_in_correct),
      .acc = acc_of(card, image),
      .policy = policy_of(card, image),
  };
}

/* The codes and references of one transaction. */
typedef struct {
  uint32_t x[MAX_TERMS], w[MAX_TERMS], x_ref[MAX_GROUPS], w_ref[MAX_GROUPS];
} operands_t;

static void read_operands(const gcim_card_t *card, const uint32_t *image, operands_t *o) {
  const int groups = (int)gcim_model_value(card, V_Groups);
  const int terms = groups * (int)gcim_model_value(card, V_Lanes);
  const int x_bits = (int)gcim_model_value(card, V_XCodeBits);
  const int w_bits = (int)gcim_model_value(card, V_WCodeBits);
  const int x_exp = (int)gcim_model_value(card, V_XExpBits);
  const int w_exp = (int)gcim_model_value(card, V_WExpBits);
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
      .random = mode(card, image, S_random),
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
  gcim_image_put(card, image, S_y, 0, (int)gcim_model_value(card, V_YCodeBits), out.y);
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
