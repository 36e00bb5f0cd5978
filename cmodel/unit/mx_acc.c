/* mx_acc.c: golden model of the sum over blocks, cycle by cycle. Card and cycle table: mx_acc.def;
 * the numbers in comments are its sentences. The arithmetic is part/mx_acc.c. */
#include "part/mx_acc.h"

#include "core/bits.h"
#include "core/model.h"
#include "part/fp_class.h"
#include "part/fp_modes.h"

#define GCIM_CARD "unit/mx_acc.def"
#include "core/names.h"

_Static_assert((int)E_Acc_MX_ACC_FLOAT == GCIM_MX_ACC_FLOAT &&
                   (int)E_Acc_MX_ACC_EXACT == GCIM_MX_ACC_EXACT,
               "the card's numbers are those of gcim_mx.h");

enum { EXP_BITS = 10, FLAG_BITS = 7 };

typedef struct {
  gcim_mx_acc_how_t how;
  int sum_bits;
  gcim_mx_acc_t sum;
  bool fresh;   /* a block was accepted at the last edge (2) */
  bool waiting; /* rs_valid */
  uint32_t y, flags;
  /* coverage only */
  int blocks;     /* of the sum that runs, 0: none does */
  bool has_first; /* it began with first = 1 */
} acc_t;

static acc_t *acc_of(const gcim_model_t *model) {
  return model->state;
}

#include "unit/mx_acc_cover.h"

static int param(const gcim_card_t *card, int value) {
  return (int)gcim_model_value(card, value);
}

static size_t state_bytes(const gcim_model_t *model) {
  (void)model;
  return sizeof(acc_t);
}

static int init(gcim_model_t *model) {
  const gcim_card_t *card = &model->card;
  *acc_of(model) = (acc_t){.how = {.kind = (gcim_mx_acc_kind_t)param(card, V_Acc),
                                   .frac = param(card, V_Frac),
                                   .bits = param(card, V_AccWidth)},
                           .sum_bits = param(card, V_SumBits)};
  return GCIM_OK;
}

/* 4. */
static void reset(gcim_model_t *model) {
  acc_t *s = acc_of(model);
  acc_cover_reset(model, s);
  s->sum = (gcim_mx_acc_t){0};
  s->fresh = s->waiting = false;
  s->blocks = 0;
}

/* ---- look ---- */

static void look(const gcim_model_t *model, uint32_t *image, uint8_t *care) {
  const gcim_card_t *card = &model->card;
  const acc_t *s = acc_of(model);
  gcim_image_put(card, image, S_st_ready, 0, 1, !s->waiting); /* 1 */
  gcim_image_put(card, image, S_rs_valid, 0, 1, s->waiting);
  care[S_rs_y] = care[S_rs_flags] = care[S_rs_below] = s->waiting; /* 3 */
  care[S_tap_acc] = care[S_tap_exp] = s->fresh;                    /* 2 */
  if (s->waiting) {
    gcim_image_put(card, image, S_rs_y, 0, 32, s->y);
    gcim_image_put(card, image, S_rs_flags, 0, FLAG_BITS, s->flags);
    gcim_image_put(card, image, S_rs_below, 0, 1, s->sum.below);
  }
  if (s->fresh) { /* 12 */
    gcim_wide_to_bits(&s->sum.a, gcim_signal_words(card, image, S_tap_acc), 0, s->how.bits);
    gcim_image_put(card, image, S_tap_exp, 0, EXP_BITS, (uint64_t)(int64_t)s->sum.exp);
  }
}

/* ---- advance ---- */

static uint64_t field(const gcim_card_t *card, const uint32_t *image, int signal) {
  return gcim_image_get(card, image, signal, 0, card->signals[signal].width);
}

static int exponent(const gcim_card_t *card, const uint32_t *image, int signal) {
  return (int)gcim_sign_extend(field(card, image, signal), EXP_BITS);
}

static gcim_mx_block_t block_of(const gcim_card_t *card, const uint32_t *image, int sum_bits) {
  return (gcim_mx_block_t){
      .sum = gcim_wide_from_bits(gcim_signal_read(card, image, S_st_sum), 0, sum_bits, true),
      .exp = exponent(card, image, S_st_exp),
      .special = (int)field(card, image, S_st_special),
      .sign = field(card, image, S_st_sign) != 0,
  };
}

static gcim_mx_acc_modes_t modes_of(const gcim_card_t *card, const uint32_t *image) {
  return (gcim_mx_acc_modes_t){
      .first = field(card, image, S_st_first) != 0,
      .ref = exponent(card, image, S_st_ref),
      .quant = gcim_fp_mode_quant(field(card, image, S_st_quant)),
      .cutoff = field(card, image, S_st_cutoff) != 0,
      .sat = field(card, image, S_st_sat) != 0,
      .policy = gcim_mx_policy(field(card, image, S_st_rnd), field(card, image, S_st_ovf),
                               field(card, image, S_st_nan), field(card, image, S_st_ftz)),
  };
}

static void take_block(gcim_model_t *model, acc_t *s, const uint32_t *image) {
  const gcim_card_t *card = &model->card;
  const gcim_mx_block_t block = block_of(card, image, s->sum_bits);
  const gcim_mx_acc_modes_t modes = modes_of(card, image);
  const bool last = field(card, image, S_st_last) != 0;
  gcim_cover_modes(model, card->signals[S_st_sum].channel, image);
  const gcim_mx_acc_step_t step = gcim_mx_acc_add(&s->how, &s->sum, &block, &modes);
  s->fresh = true;
  s->waiting = last;
  acc_cover_block(model, s, &step, &modes, field(card, image, S_st_quant));
  if (last) {
    s->y = gcim_mx_acc_result(&s->how, &s->sum, &modes.policy, &s->flags);
    acc_cover_result(model, s, field(card, image, S_st_rnd));
  }
}

static void advance(gcim_model_t *model, const uint32_t *image) {
  const gcim_card_t *card = &model->card;
  acc_t *s = acc_of(model);
  const bool asked = field(card, image, S_st_valid) != 0;
  const bool taken = field(card, image, S_rs_ready) != 0;
  const bool refuses = s->waiting;
  if (asked) {
    acc_cover_start(model, s);
  }
  s->fresh = false;
  s->waiting = s->waiting && !taken; /* 3 */
  if (asked && !refuses) {
    take_block(model, s, image);
  }
}

/* An unfinished sum waits for the caller, not the other way round. */
static bool busy(const gcim_model_t *model) {
  return acc_of(model)->waiting;
}

const gcim_unit_ops_t gcim_ops_mx_acc = {.state_bytes = state_bytes,
                                         .init = init,
                                         .reset = reset,
                                         .look = look,
                                         .advance = advance,
                                         .busy = busy};
