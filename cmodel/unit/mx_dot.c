/* mx_dot.c: golden model of the dot product of two blocks. Card and cycle table: mx_dot.def. */
#include "part/mx_dot.h"

#include "core/model.h"
#include "part/fp_card.h"
#include "part/fp_class.h"

#define GCIM_CARD "unit/mx_dot.def"
#include "core/names.h"

_Static_assert((int)E_AElem_MX_E2M1 == GCIM_MX_E2M1, "the card's numbers are those of gcim_mx.h");

enum { EXP_BITS = 10, FLAG_BITS = 5 };

/* 5: one of the two blocks. */
typedef struct {
  gcim_mx_elem_t elem;
  int signal, tap;
} side_t;

static side_t a_side(const gcim_card_t *card) {
  return (side_t){(gcim_mx_elem_t)gcim_fp_value(card, V_AElem), S_a, S_tap_a};
}

static side_t b_side(const gcim_card_t *card) {
  return (side_t){(gcim_mx_elem_t)gcim_fp_value(card, V_BElem), S_b, S_tap_b};
}

static gcim_mx_value_t element(const gcim_card_t *card, const uint32_t *image, side_t side, int i) {
  const int bits = gcim_mx_format(side.elem)->bits;
  const uint32_t code = (uint32_t)gcim_image_get(card, image, side.signal, i * bits, bits);
  return gcim_mx_value(side.elem, code);
}

static gcim_mx_lanes_t dot_of(const gcim_card_t *card, const uint32_t *image) {
  gcim_mx_lanes_t dot = {0};
  for (int i = 0; i < gcim_fp_value(card, V_Lanes); i++) {
    const gcim_mx_value_t a = element(card, image, a_side(card), i);
    const gcim_mx_value_t b = element(card, image, b_side(card), i);
    gcim_mx_lanes_take(&dot, &a, &b);
  }
  return dot;
}

static gcim_mx_block_t block_of(const gcim_card_t *card, const uint32_t *image,
                                const gcim_mx_lanes_t *dot) {
  return gcim_mx_lanes_block(dot, gcim_fp_field(card, image, S_a_scale),
                             gcim_fp_field(card, image, S_b_scale));
}

/* 9, 10. */
static uint32_t encode(const gcim_card_t *card, const uint32_t *image, const gcim_mx_lanes_t *dot,
                       uint32_t *flags) {
  const gcim_mx_block_t block = block_of(card, image, dot);
  const int frac =
      gcim_mx_format(a_side(card).elem)->frac + gcim_mx_format(b_side(card).elem)->frac;
  const gcim_fp_policy_t policy =
      gcim_mx_policy(gcim_fp_field(card, image, S_in_rnd), gcim_fp_field(card, image, S_in_ovf),
                     gcim_fp_field(card, image, S_in_nan), gcim_fp_field(card, image, S_in_ftz));
  *flags = gcim_mx_lanes_invalid(dot) ? GCIM_FLAG_NV : 0;
  return gcim_mx_block_code(&block, frac, &policy, flags);
}

static void put_taps(const gcim_card_t *card, uint32_t *image, side_t side) {
  const int fix = gcim_mx_format(side.elem)->fix;
  for (int i = 0; i < gcim_fp_value(card, V_Lanes); i++) {
    gcim_image_put(card, image, side.tap, i * fix, fix,
                   (uint64_t)element(card, image, side, i).fixed);
  }
}

static void eval(const gcim_model_t *model, uint32_t *image) {
  const gcim_card_t *card = &model->card;
  const gcim_mx_lanes_t dot = dot_of(card, image);
  const gcim_mx_block_t block = block_of(card, image, &dot);
  uint32_t flags;
  const uint32_t y = encode(card, image, &dot, &flags);
  gcim_wide_to_bits(&block.sum, gcim_signal_words(card, image, S_sum), 0,
                    gcim_fp_value(card, V_SumBits));
  gcim_image_put(card, image, S_exp, 0, EXP_BITS, (uint64_t)(int64_t)block.exp);
  gcim_image_put(card, image, S_special, 0, 2, (uint64_t)block.special);
  gcim_image_put(card, image, S_sign, 0, 1, block.sign);
  gcim_image_put(card, image, S_y, 0, 32, y);
  gcim_image_put(card, image, S_flags, 0, FLAG_BITS, flags);
  put_taps(card, image, a_side(card));
  put_taps(card, image, b_side(card));
}

/* ---- coverage ---- */

static void cover_special(gcim_model_t *m, const uint32_t *image, const gcim_fp_seen_t *seen) {
  const bool nan_scale = gcim_fp_field(&m->card, image, S_a_scale) == GCIM_MX_SCALE_NAN ||
                         gcim_fp_field(&m->card, image, S_b_scale) == GCIM_MX_SCALE_NAN;
  const bool happened[] = {
      [B_special_none] = !nan_scale && !gcim_fp_seen_any(seen),
      [B_special_nan_scale] = nan_scale,
      [B_special_nan_element] = seen->nan,
      [B_special_infinity] = gcim_fp_field(&m->card, image, S_special) == GCIM_MX_INFINITY,
      [B_special_infinity_times_zero] = seen->inf_zero,
      [B_special_both_infinities] = seen->plus && seen->minus,
  };
  for (int bin = 0; bin <= B_special_both_infinities; bin++) {
    if (happened[bin]) {
      GCIM_HIT(m, special, bin);
    }
  }
}

static void cover_result(gcim_model_t *m, const uint32_t *image) {
  static const int bins[] = {B_result_zero,           B_result_subnormal, B_result_normal,
                             B_result_largest_finite, B_result_infinity,  B_result_nan};
  const int bin = bins[gcim_fp_class(&gcim_mx_fp32, gcim_fp_field(&m->card, image, S_y))];
  GCIM_HIT(m, result, bin);
  gcim_hit_cross(m, C_result, bin, S_in_rnd, gcim_fp_field(&m->card, image, S_in_rnd));
}

/* The largest magnitude of a format in its units, without -128. */
static int64_t largest(gcim_mx_elem_t elem) {
  const gcim_mx_format_t *format = gcim_mx_format(elem);
  const int up = format->emax + format->frac - 6;
  return up < 0 ? format->top >> -up : (int64_t)format->top << up;
}

/* What lanes have in common; only numbers. */
static void cover_sum(gcim_model_t *m, const uint32_t *image, const gcim_mx_lanes_t *dot) {
  const gcim_card_t *card = &m->card;
  const side_t a = a_side(card), b = b_side(card);
  const bool integers = a.elem == GCIM_MX_INT8 && b.elem == GCIM_MX_INT8;
  bool products = false, extreme = false, twice = false;
  for (int i = 0; i < gcim_fp_value(card, V_Lanes); i++) {
    const int64_t x = element(card, image, a, i).fixed, w = element(card, image, b, i).fixed;
    const int64_t x_size = x < 0 ? -x : x, w_size = w < 0 ? -w : w;
    products = products || (x != 0 && w != 0);
    extreme = extreme || (x_size >= largest(a.elem) && w_size >= largest(b.elem));
    twice = twice || (integers && x == -128 && w == -128);
  }
  if (gcim_wide_is_zero(&dot->sum)) {
    GCIM_HIT(m, sum, products ? B_sum_cancelled : B_sum_zero);
  }
  if (extreme) {
    GCIM_HIT(m, sum, B_sum_extreme_lane);
  }
  if (twice) {
    GCIM_HIT(m, sum, B_sum_minus_128_twice);
  }
  if ((gcim_fp_field(card, image, S_flags) & GCIM_FLAG_NX) != 0) {
    GCIM_HIT(m, sum, B_sum_rounded);
  }
}

static void cover_exponent(gcim_model_t *m, const uint32_t *image, int exp) {
  const int low = exp < -127 ? B_exponent_below_minus_127 : B_exponent_within;
  const int bin = exp > 127 ? B_exponent_above_127 : low;
  GCIM_HIT(m, exponent, bin);
  gcim_hit_cross(m, C_exponent, bin, S_in_ovf, gcim_fp_field(&m->card, image, S_in_ovf));
}

static void cover(gcim_model_t *m, const uint32_t *image) {
  const gcim_mx_lanes_t dot = dot_of(&m->card, image);
  const gcim_mx_block_t block = block_of(&m->card, image, &dot);
  cover_special(m, image, &dot.seen);
  cover_result(m, image);
  cover_exponent(m, image, block.exp);
  if (block.special == GCIM_MX_NUMBER) {
    cover_sum(m, image, &dot);
  }
}

const gcim_unit_ops_t gcim_ops_mx_dot = {.eval = eval, .cover = cover};
