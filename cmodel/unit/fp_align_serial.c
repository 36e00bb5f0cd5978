/* fp_align_serial.c: golden model of the serial aligner, cycle by cycle. Card and cycle table:
 * fp_align_serial.def; the numbers in comments are its sentences.
 *
 * The model has no registers that shift: bit j of a lane's stream, counted from the top, is a bit
 * of the two's complement lane whose place follows from j and the lane's distance alone.
 */
#include "core/bits.h"
#include "core/model.h"

#define GCIM_CARD "unit/fp_align_serial.def"
#include "core/names.h"

enum { MAX_LANES = 64 };

typedef enum { IDLE, FINDING, RUNNING } phase_t;

/* A lane of the group: distance from the reference, and the signed significand. A lane of 0 has
 * distance 0. */
typedef struct {
  int distance;
  int32_t value;
} lane_t;

typedef struct {
  int lanes, exp_bits, sig_bits, aligned_bits, digit, extra;
  phase_t phase;
  int ref, digits; /* 6, 7: the reference; T */
  int shown;       /* k, the digit on dg */
  lane_t lane[MAX_LANES];
} serial_t;

static serial_t *serial_of(const gcim_model_t *model) {
  return model->state;
}

/* The digit with which the countdown has reached a lane. */
static int start_of(const serial_t *s, const lane_t *lane) {
  return lane->distance / s->digit;
}

/* 8: bits of the exact lane that lie below the last digit, 0 or fewer if the stream holds all. L is
 * floor(value * 2^-dropped). */
static int dropped_bits(const serial_t *s, const lane_t *lane) {
  return lane->distance + s->sig_bits + 1 - s->digits * s->digit;
}

#include "unit/fp_align_serial_cover.h"

static int param(const gcim_card_t *card, int value) {
  return (int)gcim_model_value(card, value);
}

static size_t state_bytes(const gcim_model_t *model) {
  (void)model;
  return sizeof(serial_t);
}

static int init(gcim_model_t *model) {
  const gcim_card_t *card = &model->card;
  *serial_of(model) = (serial_t){.lanes = param(card, V_Lanes),
                                 .exp_bits = param(card, V_ExpBits),
                                 .sig_bits = param(card, V_SigBits),
                                 .aligned_bits = param(card, V_AlignedBits),
                                 .digit = param(card, V_Digit),
                                 .extra = param(card, V_Extra)};
  return GCIM_OK;
}

/* 5. */
static void reset(gcim_model_t *model) {
  serial_t *s = serial_of(model);
  serial_cover_reset(model, s);
  s->phase = IDLE;
}

/* ---- look ---- */

/* 8: bit `from_top` of a stream. The exact lane in two's complement has its sign on top, as bit
 * SigBits, `distance` places below the stream's; above it the sign repeats, below bit 0 all is 0.
 */
static uint64_t stream_bit(const serial_t *s, const lane_t *lane, int from_top) {
  const int at = s->sig_bits + lane->distance - from_top;
  const int place = at > s->sig_bits ? s->sig_bits : at;
  return place < 0 ? 0 : ((uint64_t)(int64_t)lane->value >> place) & 1;
}

/* 8: digit k, the upper bit first. */
static uint64_t stream_digit(const serial_t *s, const lane_t *lane, int k) {
  uint64_t digit = 0;
  for (int b = 0; b < s->digit; b++) {
    digit = digit << 1 | stream_bit(s, lane, k * s->digit + b);
  }
  return digit;
}

static void look(const gcim_model_t *model, uint32_t *image, uint8_t *care) {
  const gcim_card_t *card = &model->card;
  const serial_t *s = serial_of(model);
  const bool runs = s->phase == RUNNING;
  gcim_image_put(card, image, S_st_ready, 0, 1, s->phase == IDLE); /* 1 */
  gcim_image_put(card, image, S_dg_valid, 0, 1, runs);
  care[S_dg_digits] = care[S_dg_ref] = care[S_dg_first] = care[S_dg_last] = runs; /* 4 */
  care[S_tap_started] = runs;
  if (!runs) {
    return;
  }
  for (int i = 0; i < s->lanes; i++) {
    const lane_t *lane = &s->lane[i];
    const bool started = lane->value != 0 && s->shown >= start_of(s, lane); /* 11 */
    gcim_image_put(card, image, S_dg_digits, i * s->digit, s->digit,
                   stream_digit(s, lane, s->shown));
    gcim_image_put(card, image, S_tap_started, i, 1, started);
  }
  gcim_image_put(card, image, S_dg_ref, 0, s->exp_bits, (uint64_t)s->ref);
  gcim_image_put(card, image, S_dg_first, 0, 1, s->shown == 0); /* 10 */
  gcim_image_put(card, image, S_dg_last, 0, 1, s->shown == s->digits - 1);
}

/* ---- advance ---- */

/* 6. */
static int largest_exponent(const serial_t *s, const uint32_t *exp, const uint32_t *sig) {
  int largest = 0;
  for (int i = 0; i < s->lanes; i++) {
    const int e = (int)gcim_bits_get(exp, i * s->exp_bits, s->exp_bits);
    const bool counts = gcim_bits_get(sig, i * s->sig_bits, s->sig_bits) != 0;
    largest = counts && e > largest ? e : largest;
  }
  return largest;
}

/* 7. */
static int digit_count(const serial_t *s, bool accurate) {
  int farthest = 0;
  for (int i = 0; i < s->lanes; i++) {
    farthest = s->lane[i].distance > farthest ? s->lane[i].distance : farthest;
  }
  const int bits = accurate ? s->sig_bits + 1 + farthest : s->aligned_bits;
  return (bits + s->digit - 1) / s->digit + (accurate ? 0 : s->extra);
}

static void start(gcim_model_t *model, serial_t *s, const uint32_t *image) {
  const gcim_card_t *card = &model->card;
  const uint32_t *sign = gcim_signal_read(card, image, S_st_sign);
  const uint32_t *exp = gcim_signal_read(card, image, S_st_exp);
  const uint32_t *sig = gcim_signal_read(card, image, S_st_sig);
  s->ref = largest_exponent(s, exp, sig);
  for (int i = 0; i < s->lanes; i++) {
    const int32_t magnitude = (int32_t)gcim_bits_get(sig, i * s->sig_bits, s->sig_bits);
    const int e = (int)gcim_bits_get(exp, i * s->exp_bits, s->exp_bits);
    s->lane[i] = (lane_t){.distance = magnitude == 0 ? 0 : s->ref - e,
                          .value = gcim_bits_get(sign, i, 1) != 0 ? -magnitude : magnitude};
  }
  s->digits = digit_count(s, gcim_image_get(card, image, S_st_accurate, 0, 1) != 0);
  s->phase = FINDING;
  gcim_cover_modes(model, card->signals[S_st_sign].channel, image);
  serial_cover_group(model, s, image);
}

static void advance(gcim_model_t *model, const uint32_t *image) {
  const gcim_card_t *card = &model->card;
  serial_t *s = serial_of(model);
  const bool wanted = gcim_image_get(card, image, S_st_valid, 0, 1) != 0;
  const bool taken = gcim_image_get(card, image, S_dg_ready, 0, 1) != 0;
  if (wanted) {
    serial_cover_start(model, s);
  }
  switch (s->phase) {
    case IDLE:
      if (wanted) {
        start(model, s, image);
      }
      break;
    case FINDING: /* 2 */
      s->shown = 0;
      s->phase = RUNNING;
      break;
    case RUNNING: /* 3 */
      s->shown += taken;
      s->phase = s->shown == s->digits ? IDLE : RUNNING;
      break;
  }
}

static bool busy(const gcim_model_t *model) {
  return serial_of(model)->phase != IDLE;
}

const gcim_unit_ops_t gcim_ops_fp_align_serial = {.state_bytes = state_bytes,
                                                  .init = init,
                                                  .reset = reset,
                                                  .look = look,
                                                  .advance = advance,
                                                  .busy = busy};
