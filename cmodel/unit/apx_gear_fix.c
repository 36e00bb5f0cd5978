/* apx_gear_fix.c: golden model of the GeAr adder that corrects itself, cycle by cycle. Card and
 * cycle table: apx_gear_fix.def; the numbers in comments are its sentences. */
#include "core/bits.h"
#include "core/model.h"
#include "part/apx_gear.h"

#define GCIM_CARD "unit/apx_gear_fix.def"
#include "core/names.h"

typedef enum { IDLE, ADDING, ANSWERING } phase_t;

typedef struct {
  gcim_gear_t gear;
  phase_t phase;
  uint64_t a, b;
  uint64_t cins; /* bit j: sub-adder j was corrected */
  int limit, fixes;
  gcim_sum_t sum; /* the result, and whether a sub-adder is still flagged */
  bool wrong;
} fixer_t;

static fixer_t *fixer_of(const gcim_model_t *model) {
  return model->state;
}

static size_t state_bytes(const gcim_model_t *model) {
  (void)model;
  return sizeof(fixer_t);
}

static int init(gcim_model_t *model) {
  const gcim_card_t *card = &model->card;
  fixer_of(model)->gear = (gcim_gear_t){.width = (int)gcim_model_value(card, V_Width),
                                        .r = (int)gcim_model_value(card, V_R),
                                        .p = (int)gcim_model_value(card, V_P)};
  return GCIM_OK;
}

/* 5. */
static void reset(gcim_model_t *model) {
  fixer_t *f = fixer_of(model);
  const int waiting = f->phase == ANSWERING ? B_reset_result_waiting : B_reset_busy;
  GCIM_HIT(model, reset, f->phase == IDLE ? B_reset_idle : waiting);
  f->phase = IDLE;
}

static uint64_t flags_of(const fixer_t *f) {
  return gcim_gear_flags(&f->gear, f->a, f->b, f->cins);
}

static void look(const gcim_model_t *model, uint32_t *image, uint8_t *care) {
  const gcim_card_t *card = &model->card;
  const fixer_t *f = fixer_of(model);
  const bool answers = f->phase == ANSWERING;
  gcim_image_put(card, image, S_st_ready, 0, 1, f->phase == IDLE);
  gcim_image_put(card, image, S_rs_valid, 0, 1, answers);
  care[S_rs_sum] = care[S_rs_fixes] = care[S_rs_wrong] = answers;
  if (answers) {
    gcim_image_put(card, image, S_rs_sum, 0, f->gear.width, f->sum.y);
    gcim_image_put(card, image, S_rs_sum, f->gear.width, 1, f->sum.carry);
    gcim_image_put(card, image, S_rs_fixes, 0, 6, (uint64_t)f->fixes);
    gcim_image_put(card, image, S_rs_wrong, 0, 1, f->wrong);
  }
  care[S_tap_flags] = f->phase == ADDING; /* 4 */
  if (f->phase == ADDING) {
    gcim_image_put(card, image, S_tap_flags, 0, gcim_gear_blocks(&f->gear), flags_of(f));
  }
}

static void cover_start(gcim_model_t *model, phase_t phase) {
  const int refused = phase == ADDING ? B_start_refused_busy : B_start_refused_result;
  GCIM_HIT(model, start, phase == IDLE ? B_start_accepted : refused);
}

static void cover_result(gcim_model_t *model, const fixer_t *f) {
  const int limited = f->limit == 0 ? B_end_limit_zero : B_end_limit_reached;
  GCIM_HIT(model, end, f->wrong ? limited : B_end_exact);
  GCIM_HIT(model, fixes, f->fixes > 2 ? B_fixes_more : f->fixes); /* none, one, two are 0, 1, 2 */
}

/* 1. */
static void start(gcim_model_t *model, fixer_t *f, const uint32_t *image) {
  const gcim_card_t *card = &model->card;
  gcim_cover_modes(model, card->signals[S_st_a].channel, image);
  f->a = gcim_image_get(card, image, S_st_a, 0, f->gear.width);
  f->b = gcim_image_get(card, image, S_st_b, 0, f->gear.width);
  f->limit = (int)gcim_image_get(card, image, S_st_limit, 0, 6);
  f->cins = 0;
  f->fixes = 0;
  f->phase = ADDING;
}

/* 2: correct the lowest flagged sub-adder, or end. */
static void add(gcim_model_t *model, fixer_t *f) {
  const uint64_t flags = flags_of(f);
  if (flags != 0 && f->fixes < f->limit) {
    f->cins |= flags & (~flags + 1); /* the lowest bit that is set */
    f->fixes++;
    return;
  }
  f->sum = gcim_gear_add(&f->gear, f->a, f->b, f->cins);
  f->wrong = flags != 0;
  f->phase = ANSWERING;
  cover_result(model, f);
}

static void advance(gcim_model_t *model, const uint32_t *image) {
  const gcim_card_t *card = &model->card;
  fixer_t *f = fixer_of(model);
  const bool wanted = gcim_image_get(card, image, S_st_valid, 0, 1) != 0;
  const bool taken = gcim_image_get(card, image, S_rs_ready, 0, 1) != 0;
  if (wanted) {
    cover_start(model, f->phase);
  }
  switch (f->phase) {
    case IDLE:
      if (wanted) {
        start(model, f, image);
      }
      break;
    case ADDING:
      add(model, f);
      break;
    case ANSWERING:
      f->phase = taken ? IDLE : ANSWERING; /* 3 */
      break;
  }
}

static bool busy(const gcim_model_t *model) {
  return fixer_of(model)->phase != IDLE;
}

const gcim_unit_ops_t gcim_ops_apx_gear_fix = {.state_bytes = state_bytes,
                                               .init = init,
                                               .reset = reset,
                                               .look = look,
                                               .advance = advance,
                                               .busy = busy};
