/* fp_n2c_mac_cover.h: coverage points of the serial multiply-accumulate. Included by fp_n2c_mac.c
 * after its card's names; counts, never computes a result. */
#ifndef GCIM_UNIT_FP_N2C_MAC_COVER_H
#define GCIM_UNIT_FP_N2C_MAC_COVER_H

static void n2c_cover_reset(gcim_model_t *model, const n2c_t *m) {
  const int busy = m->phase == RUNNING ? B_reset_running : B_reset_result_waiting;
  GCIM_HIT(model, reset, m->phase == IDLE ? B_reset_idle : busy);
}

static void n2c_cover_beat(gcim_model_t *model, const n2c_t *m) {
  const int accepted = m->phase == IDLE ? B_beat_accepted_first : B_beat_accepted_later;
  GCIM_HIT(model, beat, m->phase == ANSWERING ? B_beat_refused : accepted);
}

static void n2c_cover_weight(gcim_model_t *model, const n2c_t *m, bool negative, int magnitude) {
  const int zero = negative ? B_weight_minus_zero : B_weight_zero;
  const int sign = negative ? B_weight_negative : B_weight_positive;
  const int other = magnitude == (1 << m->mag_bits) - 1 ? B_weight_largest : sign;
  GCIM_HIT(model, weight, magnitude == 0 ? zero : other);
}

static void n2c_cover_run(gcim_model_t *model, const n2c_t *m, bool last) {
  GCIM_HIT(model, run, m->beats == 1 ? B_run_one_digit : B_run_several);
  if (!last) {
    GCIM_HIT(model, run, B_run_ended_by_limit);
  }
  if (m->all_zero) {
    GCIM_HIT(model, run, B_run_all_digits_zero);
  }
}

#endif
