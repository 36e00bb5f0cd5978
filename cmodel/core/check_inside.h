/* check_inside.h: state of a checker, shared by check.c (comparing) and check_report.c (texts).
 * Private to core/. */
#ifndef GCIM_CORE_CHECK_INSIDE_H
#define GCIM_CORE_CHECK_INSIDE_H

#include "core/model.h"

struct gcim_check {
  gcim_model_t *model;
  gcim_counts_t counts;
  uint64_t cycle; /* since the last restart, 0 = first edge seen */
  uint64_t accepted[GCIM_MAX_CHANNELS];
  uint64_t answered[GCIM_MAX_CHANNELS];
  uint64_t edges;  /* clock edges under reset included */
  bool has_loaded; /* something was written on the card's LOAD channel */
  uint32_t *expected;
  uint8_t care[GCIM_MAX_SIGNALS];
  char first[4096];
  char illegal[512];
};

/* Describe the first mismatching edge in check->first: wrong[i] marks the signals that differ from
 * `image`. */
void gcim_check_describe(gcim_check_t *check, const uint32_t *image, const uint8_t *wrong);

#endif
