/* mx_acc.c: the sum over blocks, by the numbers of the card mx_acc. */
#include "part/mx_acc.h"

#include <stddef.h>

#include "num/fit.h"
#include "num/round.h"
#include "part/fp_norm.h"

enum { LEAST_EXP = -254 }; /* of two scale bytes of 0 */

/* ---- the integer accumulators ---- */

/* 6, 7: value / 2^distance rounded; what is lost sets NXA. */
static gcim_wide_t shifted(const gcim_mx_acc_how_t *how, gcim_mx_acc_t *state,
                           const gcim_mx_acc_modes_t *modes, gcim_mx_acc_step_t *step,
                           const gcim_wide_t *value) {
  gcim_wide_t q = gcim_wide_round_shift(value, step->distance, modes->quant, &step->inexact);
  if (modes->cutoff && step->distance >= how->bits) {
    step->inexact = step->lost = !gcim_wide_is_zero(value);
    q = gcim_wide_zero();
  }
  state->flags |= step->inexact ? GCIM_MX_FLAG_NXA : 0;
  return q;
}

/* 6 and 7, last part. */
static void add_limited(const gcim_mx_acc_how_t *how, gcim_mx_acc_t *state,
                        const gcim_mx_acc_modes_t *modes, gcim_mx_acc_step_t *step) {
  const gcim_wide_t sum = gcim_wide_add(&state->a, &step->q);
  state->a = gcim_wide_fit_signed(&sum, how->bits, modes->sat ? GCIM_FIT_SAT : GCIM_FIT_WRAP,
                                  &step->overflow);
  state->flags |= step->overflow ? GCIM_MX_FLAG_OVF : 0;
}

/* 6. */
static void add_maxfirst(const gcim_mx_acc_how_t *how, gcim_mx_acc_t *state,
                         const gcim_mx_block_t *block, const gcim_mx_acc_modes_t *modes,
                         gcim_mx_acc_step_t *step) {
  if (modes->first) {
    state->exp = modes->ref;
  }
  const int n = state->exp - block->exp;
  step->below = n < 0;
  step->distance = n < 0 ? 0 : n;
  state->below = state->below || step->below;
  step->q = shifted(how, state, modes, step, &block->sum);
  add_limited(how, state, modes, step);
}

/* 7. */
static void add_running(const gcim_mx_acc_how_t *how, gcim_mx_acc_t *state,
                        const gcim_mx_block_t *block, const gcim_mx_acc_modes_t *modes,
                        gcim_mx_acc_step_t *step) {
  if (modes->first) {
    state->exp = block->exp;
  }
  const int n = block->exp - state->exp;
  step->raised = n > 0;
  step->distance = n > 0 ? n : -n;
  if (n > 0) {
    state->a = shifted(how, state, modes, step, &state->a);
    state->exp = block->exp;
    step->q = block->sum;
  } else {
    step->q = shifted(how, state, modes, step, &block->sum);
  }
  add_limited(how, state, modes, step);
}

/* 9. */
static void add_exact(const gcim_mx_acc_how_t *how, gcim_mx_acc_t *state,
                      const gcim_mx_block_t *block, gcim_mx_acc_step_t *step) {
  step->below = block->exp < LEAST_EXP;
  state->below = state->below || step->below;
  if (!step->below) {
    step->q = gcim_wide_shift_left(&block->sum, block->exp - LEAST_EXP);
  }
  const gcim_wide_t sum = gcim_wide_add(&state->a, &step->q);
  state->a = gcim_wide_fit_signed(&sum, how->bits, GCIM_FIT_WRAP, NULL);
}

/* ---- FP32 ---- */

/* 8. */
static void add_float(const gcim_mx_acc_how_t *how, gcim_mx_acc_t *state,
                      const gcim_mx_block_t *block, const gcim_mx_acc_modes_t *modes) {
  uint32_t code = gcim_mx_block_code(block, how->frac, &modes->policy, &state->flags);
  if (!modes->first) {
    code = gcim_fp_add(&gcim_mx_fp32, &modes->policy, &gcim_mx_fp32, state->a.word[0],
                       &gcim_mx_fp32, code, 0, &state->flags);
  }
  state->a = gcim_wide_from_i64((int64_t)code);
}

/* ---- a block, a result ---- */

static void see_special(gcim_mx_acc_t *state, const gcim_mx_block_t *block) {
  const bool infinity = block->special == GCIM_MX_INFINITY;
  state->nan = state->nan || block->special >= GCIM_MX_NAN;
  state->plus = state->plus || (infinity && !block->sign);
  state->minus = state->minus || (infinity && block->sign);
}

gcim_mx_acc_step_t gcim_mx_acc_add(const gcim_mx_acc_how_t *how, gcim_mx_acc_t *state,
                                   const gcim_mx_block_t *block, const gcim_mx_acc_modes_t *modes) {
  gcim_mx_acc_step_t step = {0};
  gcim_mx_block_t number = *block;
  if (modes->first) { /* 5 */
    *state = (gcim_mx_acc_t){0};
  }
  if (block->special != GCIM_MX_NUMBER) {
    number.sum = gcim_wide_zero();
  }
  see_special(state, block);
  switch (how->kind) {
    case GCIM_MX_ACC_MAXFIRST:
      add_maxfirst(how, state, &number, modes, &step);
      break;
    case GCIM_MX_ACC_RUNNING:
      add_running(how, state, &number, modes, &step);
      break;
    case GCIM_MX_ACC_FLOAT:
      add_float(how, state, block, modes);
      break;
    case GCIM_MX_ACC_EXACT:
      add_exact(how, state, &number, &step);
      break;
  }
  return step;
}

/* 10, but for GCIM_MX_ACC_FLOAT. */
static gcim_mx_block_t sum_of(const gcim_mx_acc_how_t *how, const gcim_mx_acc_t *state) {
  const bool exact = how->kind == GCIM_MX_ACC_EXACT;
  gcim_mx_block_t sum = {.sum = state->a, .exp = exact ? LEAST_EXP : state->exp};
  if (state->nan || (state->plus && state->minus)) {
    sum.special = GCIM_MX_NAN;
  } else if (state->plus || state->minus) {
    sum.special = GCIM_MX_INFINITY;
    sum.sign = state->minus;
  }
  return sum;
}

uint32_t gcim_mx_acc_result(const gcim_mx_acc_how_t *how, const gcim_mx_acc_t *state,
                            const gcim_fp_policy_t *policy, uint32_t *flags) {
  *flags = state->flags;
  if (how->kind == GCIM_MX_ACC_FLOAT) {
    return state->a.word[0];
  }
  const gcim_mx_block_t sum = sum_of(how, state);
  *flags |= state->plus && state->minus ? GCIM_FLAG_NV : 0;
  return gcim_mx_block_code(&sum, how->frac, policy, flags);
}
