/* fp_norm.c: golden model of normalise, round and pack. Card and cycle table: fp_norm.def. */
#include "part/fp_norm.h"

#include "core/bits.h"
#include "core/model.h"
#include "part/fp_card.h"
#include "part/fp_class.h"

#define GCIM_CARD "unit/fp_norm.def"
#include "core/names.h"

enum { NUMBER = 0, INFINITE = 1, FLAG_BITS = 5 };

/* One transaction. */
typedef struct {
  gcim_float_t format;
  gcim_fp_policy_t policy;
  int special, scale;
  bool sign;
  gcim_wide_t mag;
  uint32_t payload, random;
} request_t;

static request_t request_of(const gcim_card_t *card, const uint32_t *image) {
  return (request_t){
      .format = gcim_fp_format(card, V_ExpBits, V_ManBits, V_Bias, V_Kind),
      .policy = GCIM_FP_POLICY(card, image, in, gcim_fp_value(card, V_RandBits)),
      .special = (int)gcim_fp_field(card, image, S_special),
      .scale = (int)gcim_sign_extend(gcim_fp_field(card, image, S_scale),
                                     gcim_fp_value(card, V_ScaleBits)),
      .sign = gcim_fp_field(card, image, S_sign) != 0,
      .mag = gcim_wide_from_bits(gcim_signal_read(card, image, S_mag), 0,
                                 gcim_fp_value(card, V_MagBits), false),
      .payload = gcim_fp_field(card, image, S_payload),
      .random = gcim_fp_field(card, image, S_random),
  };
}

/* 5. */
static uint32_t encode(const request_t *r, uint32_t *flags) {
  *flags = 0;
  if (r->special == NUMBER) {
    const gcim_wide_t v = r->sign ? gcim_wide_neg(&r->mag) : r->mag;
    return gcim_fp_norm(&r->format, &r->policy, &v, r->scale, r->sign, r->random, flags);
  }
  if (r->special == INFINITE) {
    return gcim_fp_norm_inf(&r->format, &r->policy, r->sign, flags);
  }
  return gcim_fp_norm_nan(&r->format, &r->policy, r->sign, r->payload, flags);
}

/* 15: the bits of the magnitude, without the sign bit of two's complement. */
static int lead(const gcim_wide_t *mag) {
  return gcim_wide_bit_length(mag) - 1;
}

static void eval(const gcim_model_t *model, uint32_t *image) {
  const gcim_card_t *card = &model->card;
  const request_t r = request_of(card, image);
  uint32_t flags = 0;
  const uint32_t code = encode(&r, &flags);
  gcim_image_put(card, image, S_code, 0, gcim_fp_value(card, V_CodeBits), code);
  gcim_image_put(card, image, S_flags, 0, FLAG_BITS, flags);
  gcim_image_put(card, image, S_tap_lead, 0, card->signals[S_tap_lead].width,
                 (uint64_t)lead(&r.mag));
}

/* ---- coverage ---- */

/* The code without its sign. */
static uint32_t magnitude(const gcim_float_t *format, uint32_t code) {
  return code & ~(UINT32_C(1) << (format->exp_bits + format->man_bits));
}

/* The classes, and the smallest normal number apart. */
static int result_bin(const gcim_float_t *format, uint32_t code) {
  static const int bins[] = {B_result_zero,           B_result_subnormal, B_result_normal,
                             B_result_largest_finite, B_result_infinity,  B_result_nan};
  const gcim_fp_class_t class = gcim_fp_class(format, code);
  const bool smallest = magnitude(format, code) == UINT32_C(1) << format->man_bits;
  return class == GCIM_FP_NORMAL && smallest ? B_result_smallest_normal : bins[class];
}

/* The dropped part against half a quantum. */
static int rest_bin(const request_t *r) {
  const int least = 1 - r->format.bias, e = lead(&r->mag) - 1 + r->scale;
  const int drop = (e > least ? e : least) - r->format.man_bits - r->scale;
  if (drop <= 0 || !gcim_wide_any_low_bits(&r->mag, drop)) {
    return B_round_exact;
  }
  const gcim_wide_t half = gcim_wide_shift_right(&r->mag, drop - 1);
  if (!gcim_wide_any_low_bits(&half, 1)) {
    return B_round_below_half;
  }
  return gcim_wide_any_low_bits(&r->mag, drop - 1) ? B_round_above_half : B_round_tie;
}

static void hit_round(gcim_model_t *m, const request_t *r, int bin) {
  GCIM_HIT(m, round, bin);
  gcim_hit_cross(m, C_round, bin, S_in_rnd, r->policy.rnd);
}

static void hit_event(gcim_model_t *m, const request_t *r, int bin) {
  GCIM_HIT(m, event, bin);
  gcim_hit_cross(m, C_event, bin, S_in_ovf, r->policy.ovf);
  gcim_hit_cross(m, C_event, bin, S_in_rnd, r->policy.rnd);
}

/* A carry moves the result to the next exponent: it is not where truncation would leave it. */
static bool carries(const request_t *r, uint32_t code) {
  request_t cut = *r;
  uint32_t flags;
  cut.policy.rnd = GCIM_RND_RTZ;
  const uint32_t low = magnitude(&r->format, encode(&cut, &flags));
  return magnitude(&r->format, code) >> r->format.man_bits != low >> r->format.man_bits;
}

static void cover_number(gcim_model_t *m, const request_t *r) {
  request_t kept = *r, before = *r, after = *r;
  kept.policy.ftz = 0;
  before.policy.tiny_before = 1;
  after.policy.tiny_before = 0;
  uint32_t flags, flags_before, flags_after;
  const uint32_t code = encode(&kept, &flags);
  (void)encode(&before, &flags_before);
  (void)encode(&after, &flags_after);
  hit_round(m, r, rest_bin(r));
  if ((flags & GCIM_FLAG_OF) != 0) {
    hit_event(m, r, B_event_overflow);
  } else if (carries(&kept, code)) {
    hit_round(m, r, B_round_carry);
  }
  if (((r->policy.tiny_before != 0 ? flags_before : flags_after) & GCIM_FLAG_UF) != 0) {
    hit_event(m, r, B_event_underflow);
  }
  if (r->policy.ftz != 0 && result_bin(&r->format, code) == B_result_subnormal) {
    hit_event(m, r, B_event_flushed);
  }
  if ((flags_before & ~flags_after & GCIM_FLAG_UF) != 0) {
    hit_event(m, r, B_event_tiny_before_only);
  }
}

static void cover(gcim_model_t *m, const uint32_t *image) {
  const gcim_card_t *card = &m->card;
  const request_t r = request_of(card, image);
  GCIM_HIT(m, result, result_bin(&r.format, gcim_fp_field(card, image, S_code)));
  if (r.special != NUMBER) {
    hit_event(m, &r, r.special == INFINITE ? B_event_infinity_in : B_event_nan_in);
  } else if (!gcim_wide_is_zero(&r.mag)) {
    cover_number(m, &r);
  }
}

const gcim_unit_ops_t gcim_ops_fp_norm = {.eval = eval, .cover = cover};
