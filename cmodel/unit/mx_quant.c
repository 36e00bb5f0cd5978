/* mx_quant.c: golden model of the conversion of a block. Card and cycle table: mx_quant.def. */
#include "part/mx_quant.h"

#include "core/bits.h"
#include "core/model.h"
#include "part/fp_class.h"
#include "part/mx_card.h"

#define GCIM_CARD "unit/mx_quant.def"
#include "core/names.h"

_Static_assert((int)E_Elem_MX_E2M1 == GCIM_MX_E2M1, "the card's numbers are those of gcim_mx.h");

enum { SCALE_BITS = 8, LANE_FLAGS = 5, FLAG_BITS = 8 };

static uint32_t lane(const gcim_card_t *card, const uint32_t *image, int signal, int width, int i) {
  return (uint32_t)gcim_image_get(card, image, signal, i * width, width);
}

static gcim_mx_quantizer_t quantizer_of(const gcim_card_t *card, const uint32_t *image) {
  const gcim_mx_scaler_t scaler = GCIM_MX_SCALER(card, image, in, scale_ovf);
  return (gcim_mx_quantizer_t){
      .from = scaler.from,
      .elem = scaler.elem,
      .special = scaler.special,
      .zero_sign = gcim_mx_mode_zero_sign(gcim_fp_field(card, image, S_in_zero_sign)),
      .policy = {.rnd = (int)gcim_fp_field(card, image, S_in_rnd),
                 .ovf = (gcim_overflow_t)gcim_fp_field(card, image, S_in_ovf),
                 .nan = (gcim_nan_t)gcim_fp_field(card, image, S_in_nan),
                 .rand_bits = gcim_fp_value(card, V_RandBits)},
      .daz = scaler.daz,
      .full = gcim_fp_field(card, image, S_in_full) != 0,
  };
}

/* 5: what the block's scale is found to be, and what it is. */
typedef struct {
  gcim_mx_seen_t seen;
  gcim_mx_scale_t found;
  bool given;
  uint32_t byte;
} block_t;

static block_t block_of(const gcim_card_t *card, const uint32_t *image) {
  const gcim_mx_scaler_t how = GCIM_MX_SCALER(card, image, in, scale_ovf);
  block_t b = {.given = gcim_fp_field(card, image, S_in_given) != 0};
  for (int i = 0; i < gcim_fp_value(card, V_Lanes); i++) {
    gcim_mx_see(&how, &b.seen, lane(card, image, S_x, gcim_fp_value(card, V_XCodeBits), i));
  }
  b.found = gcim_mx_scale(&how, &b.seen);
  b.byte = b.given ? gcim_fp_field(card, image, S_host) : b.found.byte;
  return b;
}

/* Element i; all elements of a NaN block are 0 (6). */
static uint32_t element(const gcim_card_t *card, const uint32_t *image, const block_t *b, int i,
                        uint32_t *flags) {
  *flags = 0;
  if (b->byte == GCIM_MX_SCALE_NAN) {
    return 0;
  }
  const gcim_mx_quantizer_t how = quantizer_of(card, image);
  const gcim_fp_lane_t v =
      gcim_mx_operand(&how, lane(card, image, S_x, gcim_fp_value(card, V_XCodeBits), i));
  const uint32_t random = lane(card, image, S_random, gcim_fp_value(card, V_RandBits), i);
  return gcim_mx_element(&how, b->byte, &v, random, flags);
}

static void eval(const gcim_model_t *model, uint32_t *image) {
  const gcim_card_t *card = &model->card;
  const int bits = gcim_fp_value(card, V_ElemBits);
  const block_t b = block_of(card, image);
  uint32_t all = 0;
  for (int i = 0; i < gcim_fp_value(card, V_Lanes); i++) {
    uint32_t flags;
    gcim_image_put(card, image, S_elem, i * bits, bits, element(card, image, &b, i, &flags));
    gcim_image_put(card, image, S_tap_sat, i, 1, (flags & GCIM_FLAG_SAT) != 0);
    all |= flags;
  }
  const uint32_t scale_flags = b.given ? 0 : b.found.flags; /* 11 */
  gcim_image_put(card, image, S_scale, 0, SCALE_BITS, b.byte);
  gcim_image_put(card, image, S_flags, 0, FLAG_BITS, scale_flags << LANE_FLAGS | all);
  gcim_image_put(card, image, S_tap_amax, 0, gcim_fp_value(card, V_MagBits), b.seen.amax);
  gcim_image_put(card, image, S_tap_exp, 0, card->signals[S_tap_exp].width,
                 (uint64_t)(int64_t)b.found.exp);
}

/* ---- coverage ---- */

static int integer_bin(uint32_t code) {
  const int64_t n = gcim_sign_extend(code, 8);
  if (n == 0) {
    return B_element_zero;
  }
  if (n == -128) {
    return B_element_minus_128;
  }
  return n == 127 || n == -127 ? B_element_largest : B_element_normal;
}

static int element_bin(gcim_mx_elem_t elem, uint32_t code) {
  static const int bins[] = {B_element_zero,    B_element_subnormal, B_element_normal,
                             B_element_largest, B_element_infinity,  B_element_nan};
  if (elem == GCIM_MX_INT8) {
    return integer_bin(code);
  }
  const gcim_fp_class_t class = gcim_fp_class(&gcim_mx_format(elem)->value, code);
  return class == GCIM_FP_ZERO && code != 0 ? B_element_minus_zero : bins[class];
}

/* Exponent of the quantum that |u| = sig * 2^unit is rounded to. */
static int quantum_of(const gcim_mx_format_t *format, gcim_mx_elem_t elem, uint32_t sig, int unit) {
  if (elem == GCIM_MX_INT8) {
    return -format->frac;
  }
  const int least = 1 - format->value.bias;
  int e = unit;
  for (uint32_t rest = sig; rest > 1; rest >>= 1) {
    e++;
  }
  return (e > least ? e : least) - format->man_bits;
}

/* The dropped part of a number that is not 0 against half a quantum. */
static int round_bin(const gcim_mx_quantizer_t *how, uint32_t scale, const gcim_fp_lane_t *v) {
  const int unit = v->exp - how->from.bias - how->from.man_bits - ((int)scale - GCIM_MX_SCALE_ONE);
  const int drop = quantum_of(gcim_mx_format(how->elem), how->elem, v->sig, unit) - unit;
  if (drop <= 0) {
    return B_round_exact;
  }
  const uint64_t half = drop > 32 ? UINT64_C(1) << 32 : UINT64_C(1) << (drop - 1);
  const uint64_t rest = drop > 32 ? v->sig : v->sig & gcim_bits_mask(drop);
  if (rest == 0 || rest == half) {
    return rest == 0 ? B_round_exact : B_round_tie;
  }
  return rest < half ? B_round_below_half : B_round_above_half;
}

static void cover_lanes(gcim_model_t *m, const uint32_t *image, const block_t *b) {
  const gcim_card_t *card = &m->card;
  const gcim_mx_quantizer_t how = quantizer_of(card, image);
  for (int i = 0; i < gcim_fp_value(card, V_Lanes); i++) {
    const gcim_fp_lane_t v =
        gcim_mx_operand(&how, lane(card, image, S_x, gcim_fp_value(card, V_XCodeBits), i));
    GCIM_HIT(m, element,
             element_bin(how.elem, lane(card, image, S_elem, gcim_fp_value(card, V_ElemBits), i)));
    if (v.sig != 0) {
      const int bin = round_bin(&how, b->byte, &v);
      GCIM_HIT(m, round, bin);
      gcim_hit_cross(m, C_round, bin, S_in_rnd, gcim_fp_field(card, image, S_in_rnd));
    }
  }
}

static void hit_block(gcim_model_t *m, const uint32_t *image, bool happened, int bin) {
  if (happened) {
    GCIM_HIT(m, block, bin);
    gcim_hit_cross(m, C_block, bin, S_in_rule, gcim_fp_field(&m->card, image, S_in_rule));
  }
}

/* Is the largest element there by rounding, without having been limited? */
static bool rounds_to_limit(const gcim_card_t *card, const uint32_t *image, const block_t *b,
                            int i) {
  uint32_t flags;
  const int bin =
      element_bin((gcim_mx_elem_t)gcim_fp_value(card, V_Elem), element(card, image, b, i, &flags));
  const bool limit = bin == B_element_largest || bin == B_element_minus_128;
  return limit && (flags & GCIM_FLAG_NX) != 0 && (flags & GCIM_FLAG_SAT) == 0;
}

static void cover_block(gcim_model_t *m, const uint32_t *image, const block_t *b) {
  const gcim_card_t *card = &m->card;
  bool saturated = false, rounded = false;
  for (int i = 0; i < gcim_fp_value(card, V_Lanes); i++) {
    saturated = saturated || lane(card, image, S_tap_sat, 1, i) != 0;
    rounded = rounded || rounds_to_limit(card, image, b, i);
  }
  const uint32_t clamped = GCIM_MX_FLAG_UF | GCIM_MX_FLAG_OF;
  hit_block(m, image, b->byte == GCIM_MX_SCALE_NAN, B_block_nan_block);
  hit_block(m, image, b->seen.amax == 0, B_block_all_zero);
  hit_block(m, image, saturated, B_block_saturated);
  hit_block(m, image, rounded, B_block_rounded_to_limit);
  hit_block(m, image, !b->given && (b->found.flags & clamped) != 0, B_block_scale_clamped);
}

static void cover(gcim_model_t *m, const uint32_t *image) {
  const block_t b = block_of(&m->card, image);
  if (b.byte != GCIM_MX_SCALE_NAN) {
    cover_lanes(m, image, &b);
  }
  cover_block(m, image, &b);
  if (b.given) {
    const int apart = b.byte < b.found.byte ? B_compared_smaller : B_compared_larger;
    GCIM_HIT(m, compared, b.byte == b.found.byte ? B_compared_equal : apart);
  }
}

const gcim_unit_ops_t gcim_ops_mx_quant = {.eval = eval, .cover = cover};
