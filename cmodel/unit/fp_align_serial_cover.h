/* fp_align_serial_cover.h: coverage points of the serial aligner. Included by fp_align_serial.c
 * after its card's names; counts, never computes a result. */
#ifndef GCIM_UNIT_FP_ALIGN_SERIAL_COVER_H
#define GCIM_UNIT_FP_ALIGN_SERIAL_COVER_H

static void serial_cover_reset(gcim_model_t *model, const serial_t *s) {
  const int busy = s->phase == FINDING ? B_reset_finding : B_reset_running;
  GCIM_HIT(model, reset, s->phase == IDLE ? B_reset_idle : busy);
}

static void serial_cover_start(gcim_model_t *model, const serial_t *s) {
  const int refused = s->phase == FINDING ? B_start_refused_finding : B_start_refused_running;
  GCIM_HIT(model, start, s->phase == IDLE ? B_start_accepted : refused);
}

static int distance_bin(const serial_t *s, const lane_t *lane) {
  if (lane->value == 0) {
    return B_distance_zero_lane;
  }
  if (start_of(s, lane) >= s->digits) {
    return B_distance_beyond_stream;
  }
  if (lane->distance < 2) {
    return lane->distance == 0 ? B_distance_none : B_distance_one;
  }
  return lane->distance % 2 == 0 ? B_distance_even : B_distance_odd;
}

/* Does the stream lose a 1 of the lane? */
static bool is_cut(const serial_t *s, const lane_t *lane) {
  const int dropped = dropped_bits(s, lane);
  const uint64_t mask = gcim_bits_mask(dropped < 0 ? 0 : dropped > 32 ? 32 : dropped);
  return ((uint64_t)(int64_t)lane->value & mask) != 0;
}

/* Is nothing left of a negative lane but the -1 that FLOOR makes of it? */
static bool is_minus_one(const serial_t *s, const lane_t *lane) {
  const int dropped = dropped_bits(s, lane);
  return lane->value < 0 && dropped > 0 &&
         (dropped > s->sig_bits || -lane->value < (INT32_C(1) << dropped));
}

static void serial_cover_group(gcim_model_t *model, const serial_t *s, const uint32_t *image) {
  const gcim_card_t *card = &model->card;
  const int accurate = (int)gcim_image_get(card, image, S_st_accurate, 0, 1);
  bool any = false, lossy = false, floored = false;
  for (int i = 0; i < s->lanes; i++) {
    const lane_t *lane = &s->lane[i];
    GCIM_HIT(model, distance, distance_bin(s, lane));
    any = any || lane->value != 0;
    lossy = lossy || is_cut(s, lane);
    floored = floored || is_minus_one(s, lane);
  }
  const int whole = any ? B_stream_lossless : B_stream_all_zero;
  const int stream = lossy ? B_stream_lossy : whole;
  GCIM_HIT(model, stream, stream);
  gcim_hit_cross(model, C_stream, stream, S_st_accurate, accurate);
  if (floored) {
    GCIM_HIT(model, stream, B_stream_floored_to_minus_one);
    gcim_hit_cross(model, C_stream, B_stream_floored_to_minus_one, S_st_accurate, accurate);
  }
}

#endif
