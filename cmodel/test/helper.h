/* helper.h: what the unit tests share: cmocka, and a unit under test driven by port name, one edge
 * at a time. */
#ifndef GCIM_TEST_HELPER_H
#define GCIM_TEST_HELPER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* cmocka.h needs the headers above */
#include <cmocka.h>

#include "gcim.h"

/* A model, its pins, and how many edges it has seen: the next tick is edge `edge`. */
typedef struct {
  gcim_model_t *model;
  const gcim_card_t *card;
  uint32_t *image;
  uint8_t care[GCIM_MAX_SIGNALS];
  int edge;
} dut_t;

static inline dut_t dut_new(const char *unit, const char *params) {
  dut_t d = {0};
  const gcim_unit_t *found = gcim_unit_find(unit);
  assert_non_null(found);
  if (gcim_model_new(found, params, &d.model) != GCIM_OK) {
    fail_msg("%s", gcim_error_text());
  }
  d.card = gcim_model_card(d.model);
  d.image = calloc((size_t)d.card->image_words + 1, sizeof *d.image);
  assert_non_null(d.image);
  return d;
}

static inline void dut_free(dut_t *d) {
  gcim_model_free(d->model);
  free(d->image);
}

static inline int sig(const dut_t *d, const char *name) {
  const int index = gcim_card_signal(d->card, name);
  if (index < 0) {
    fail_msg("no signal %s", name);
  }
  return index;
}

static inline void put_at(dut_t *d, const char *name, int offset, int width, uint64_t value) {
  gcim_image_put(d->card, d->image, sig(d, name), offset, width, value);
}

static inline void put(dut_t *d, const char *name, uint64_t value) {
  const int s = sig(d, name);
  const int width = d->card->signals[s].width;
  gcim_image_put(d->card, d->image, s, 0, width < 64 ? width : 64, value);
}

static inline uint64_t get_at(const dut_t *d, const char *name, int offset, int width) {
  return gcim_image_get(d->card, d->image, sig(d, name), offset, width);
}

static inline int get(const dut_t *d, const char *name) {
  const int s = sig(d, name);
  return (int)gcim_image_get(d->card, d->image, s, 0, d->card->signals[s].width);
}

/* Element `index` of `width` bits as two's complement: -1 minus the inverted bits if the top one is
 * set. */
static inline int64_t get_signed(const dut_t *d, const char *name, int index, int width) {
  const uint64_t raw = get_at(d, name, index * width, width);
  const bool negative = ((raw >> (width - 1)) & 1u) != 0;
  return negative ? -1 - (int64_t)(raw ^ (UINT64_MAX >> (64 - width))) : (int64_t)raw;
}

static inline bool cares(const dut_t *d, const char *name) {
  return d->care[sig(d, name)] != 0;
}

/* One rising edge; afterwards the image and care are what was sampled at it. */
static inline void tick(dut_t *d) {
  assert_int_equal(gcim_model_step(d->model, 1, d->image, d->care), GCIM_OK);
  d->edge++;
}

static inline void tick_reset(dut_t *d) {
  assert_int_equal(gcim_model_step(d->model, 0, d->image, d->care), GCIM_OK);
  d->edge++;
}

/* Hits of a coverage bin by name, "error.negative". */
static inline uint64_t hits(const dut_t *d, const char *name) {
  char text[2 * GCIM_NAME_CHARS];
  for (int bin = 0; bin < d->card->bin_count; bin++) {
    gcim_card_bin_name(d->card, bin, text, sizeof text);
    if (strcmp(text, name) == 0) {
      return gcim_model_hits(d->model)[bin];
    }
  }
  fail_msg("no bin %s", name);
  return 0;
}

static inline gcim_stim_t *stim_new(const char *unit, const char *params) {
  gcim_stim_t *stim = NULL;
  if (gcim_stim_new(gcim_unit_find(unit), params, &stim) != GCIM_OK) {
    fail_msg("%s", gcim_error_text());
  }
  return stim;
}

/* Random numbers of one test: `seed` names the test, draws count up. */
typedef struct {
  uint64_t seed, draws;
} dice_t;

/* 0 .. bound-1; bound 0 stands for 2^32. */
static inline uint32_t roll(dice_t *dice, uint32_t bound) {
  const uint64_t word = gcim_random(dice->seed, dice->draws++, 7);
  return (uint32_t)(bound == 0 ? word : (word >> 32) % bound);
}

#endif
