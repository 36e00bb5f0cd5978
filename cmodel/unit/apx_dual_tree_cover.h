/* apx_dual_tree_cover.h: coverage points of the dual-mode accumulator. Included by apx_dual_tree.c
 * after its state and its card's names; counts, never computes a result. */
#ifndef GCIM_UNIT_APX_DUAL_TREE_COVER_H
#define GCIM_UNIT_APX_DUAL_TREE_COVER_H

static void dual_cover_reset(gcim_model_t *model, const dual_t *d) {
  bool flight = false;
  for (int age = 1; age <= MAX_AGE; age++) {
    flight = flight || (d->beat[age].live && age <= depth_of(d));
  }
  if (has_result(d)) {
    GCIM_HIT(model, reset, B_reset_result_waiting);
  }
  if (flight) {
    GCIM_HIT(model, reset, B_reset_flight);
  }
  if (d->running) {
    GCIM_HIT(model, reset, B_reset_running);
  } else if (!d->waiting && !flight) {
    GCIM_HIT(model, reset, B_reset_idle);
  }
}

/* A request at this edge, on the state before it. */
static void dual_cover_request(gcim_model_t *model, const dual_t *d) {
  const int refused = has_result(d) ? B_start_refused_result : B_start_refused_flight;
  const int taken = d->running ? B_start_running : B_start_accepted;
  GCIM_HIT(model, start, d->waiting ? refused : taken);
}

/* A beat of the running sum that does not start a new one. */
static void dual_cover_mode(gcim_model_t *model, const dual_t *d, bool approx) {
  const int changed = approx ? B_mode_change_to_approx : B_mode_change_to_accurate;
  GCIM_HIT(model, mode_change, approx == d->approx ? B_mode_change_none : changed);
}

static void dual_cover_dropped(gcim_model_t *model) {
  GCIM_HIT(model, sum_length, B_sum_length_dropped);
}

/* A sum is complete. */
static void dual_cover_sum(gcim_model_t *model, const dual_t *d) {
  const int more = d->beats == 2 ? B_sum_length_two : B_sum_length_several;
  const int same = result_of(d) == d->exact ? B_result_approx_equal : B_result_approx_differs;
  GCIM_HIT(model, sum_length, d->beats == 1 ? B_sum_length_one : more);
  GCIM_HIT(model, result, d->approx ? same : B_result_accurate);
  if (d->err) {
    GCIM_HIT(model, result, B_result_after_error);
  }
}

#endif
