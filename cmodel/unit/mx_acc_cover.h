/* mx_acc_cover.h: coverage points of the sum over blocks. Included by mx_acc.c after its card's
 * names; counts, never computes a result. */
#ifndef GCIM_UNIT_MX_ACC_COVER_H
#define GCIM_UNIT_MX_ACC_COVER_H

static void acc_cover_reset(gcim_model_t *model, const acc_t *s) {
  const int idle = s->blocks > 0 ? B_reset_in_sum : B_reset_idle;
  GCIM_HIT(model, reset, s->waiting ? B_reset_result_waiting : idle);
}

static void acc_cover_start(gcim_model_t *model, const acc_t *s) {
  GCIM_HIT(model, start, s->waiting ? B_start_refused_result : B_start_accepted);
}

static void hit_shift(gcim_model_t *model, int bin, uint64_t quant) {
  GCIM_HIT(model, shift, bin);
  gcim_hit_cross(model, C_shift, bin, S_st_quant, (int64_t)quant);
}

/* 6, 7, 9: there is no shift in GCIM_MX_ACC_FLOAT, and one that cannot be too far in
 * GCIM_MX_ACC_EXACT. */
static void cover_shift(gcim_model_t *model, const acc_t *s, const gcim_mx_acc_step_t *step,
                        uint64_t quant) {
  if (step->below) {
    hit_shift(model, B_shift_below, quant);
  } else if (s->how.kind <= GCIM_MX_ACC_RUNNING) {
    const int far = step->distance < s->how.bits ? B_shift_within : B_shift_beyond;
    hit_shift(model, step->distance == 0 ? B_shift_none : far, quant);
  }
  if (step->raised) {
    hit_shift(model, B_shift_raised, quant);
  }
}

/* Did a negative block that FLOOR rounded leave just -1? */
static bool is_floored(const gcim_mx_acc_step_t *step, const gcim_mx_acc_modes_t *modes) {
  bool fits;
  return modes->quant == GCIM_RND_FLOOR && step->inexact && !step->raised &&
         gcim_wide_to_i64(&step->q, &fits) == -1 && fits;
}

static void cover_event(gcim_model_t *model, const acc_t *s, const gcim_mx_acc_step_t *step,
                        const gcim_mx_acc_modes_t *modes) {
  if (step->overflow) {
    GCIM_HIT(model, event, modes->sat ? B_event_saturated : B_event_wrapped);
  }
  if (step->lost) {
    GCIM_HIT(model, event, B_event_lost);
  }
  if (is_floored(step, modes)) {
    GCIM_HIT(model, event, B_event_floored_to_minus_one);
  }
  if (!step->overflow && !gcim_wide_is_zero(&step->q) && gcim_wide_is_zero(&s->sum.a)) {
    GCIM_HIT(model, event, B_event_cancelled);
  }
}

static void cover_special(gcim_model_t *model, const gcim_mx_acc_t *sum) {
  if (sum->nan) {
    GCIM_HIT(model, special, B_special_nan);
  }
  if (sum->plus && sum->minus) {
    GCIM_HIT(model, special, B_special_both_infinities);
  } else if (sum->plus || sum->minus) {
    GCIM_HIT(model, special, B_special_infinity);
  } else if (!sum->nan) {
    GCIM_HIT(model, special, B_special_none);
  }
}

/* A block is in: the state is that after it. */
static void acc_cover_block(gcim_model_t *model, acc_t *s, const gcim_mx_acc_step_t *step,
                            const gcim_mx_acc_modes_t *modes, uint64_t quant) {
  if (modes->first || s->blocks == 0) {
    s->blocks = 0;
    s->has_first = modes->first;
  }
  s->blocks++;
  cover_shift(model, s, step, quant);
  cover_event(model, s, step, modes);
}

/* The sum is complete. */
static void acc_cover_result(gcim_model_t *model, acc_t *s, uint64_t rnd) {
  static const int bins[] = {B_result_zero,           B_result_subnormal, B_result_normal,
                             B_result_largest_finite, B_result_infinity,  B_result_nan};
  const int few = s->blocks == 1 ? B_blocks_one : B_blocks_two;
  const int count = s->blocks > 2 ? B_blocks_several : few;
  const int bin = bins[gcim_fp_class(&gcim_mx_fp32, s->y)];
  GCIM_HIT(model, blocks, s->has_first ? count : B_blocks_without_first);
  GCIM_HIT(model, result, bin);
  gcim_hit_cross(model, C_result, bin, S_st_rnd, (int64_t)rnd);
  cover_special(model, &s->sum);
  s->blocks = 0;
}

#endif
