/* apx_pattern_replay.c: golden model of the population count that replays what its small tree
 * misses, cycle by cycle. Card and cycle table: apx_pattern_replay.def; the numbers in comments are
 * its sentences. */
#include <string.h>

#include "core/bits.h"
#include "core/model.h"
#include "part/apx_pattern.h"
#include "part/apx_popcount.h"

#define GCIM_CARD "unit/apx_pattern_replay.def"
#include "core/names.h"

enum { MAX_WORDS = 1024 / 32 };

typedef enum { IDLE, COUNTING, ANSWERING } phase_t;

typedef struct {
  gcim_pattern_t pattern;
  int groups;
  bool whole; /* a miss replays all data at once */
  phase_t phase;
  uint32_t data[MAX_WORDS];
  uint32_t open[MAX_WORDS]; /* bit j: group j was not counted yet */
  int open_count;
  int partial; /* ones counted so far, in the end the result */
  int hits, cycles;
} counter_t;

static counter_t *counter_of(const gcim_model_t *model) {
  return model->state;
}

static size_t state_bytes(const gcim_model_t *model) {
  (void)model;
  return sizeof(counter_t);
}

static int init(gcim_model_t *model) {
  const gcim_card_t *card = &model->card;
  counter_t *c = counter_of(model);
  c->pattern = (gcim_pattern_t){
      .lanes = (int)gcim_model_value(card, V_Lanes),
      .size = (int)gcim_model_value(card, V_Size),
      .limit = (int)gcim_model_value(card, V_Limit),
      .set = gcim_pattern_set(gcim_model_value(card, V_Set0), gcim_model_value(card, V_Set1),
                              gcim_model_value(card, V_Set2), gcim_model_value(card, V_Set3)),
  };
  c->groups = gcim_pattern_groups(&c->pattern);
  c->whole = gcim_model_value(card, V_Replay) == E_Replay_REPLAY_ALL;
  return GCIM_OK;
}

/* 5. */
static void reset(gcim_model_t *model) {
  counter_t *c = counter_of(model);
  const int waiting = c->phase == ANSWERING ? B_reset_result_waiting : B_reset_busy;
  GCIM_HIT(model, reset, c->phase == IDLE ? B_reset_idle : waiting);
  c->phase = IDLE;
}

static void put(const gcim_card_t *card, uint32_t *image, int signal, int value) {
  gcim_image_put(card, image, signal, 0, card->signals[signal].width, (uint64_t)value);
}

static void look(const gcim_model_t *model, uint32_t *image, uint8_t *care) {
  const gcim_card_t *card = &model->card;
  const counter_t *c = counter_of(model);
  const bool answers = c->phase == ANSWERING;
  put(card, image, S_st_ready, c->phase == IDLE);
  put(card, image, S_rs_valid, answers);
  care[S_rs_sum] = care[S_rs_cycles] = care[S_rs_hits] = answers;
  if (answers) {
    put(card, image, S_rs_sum, c->partial);
    put(card, image, S_rs_cycles, c->cycles);
    put(card, image, S_rs_hits, c->hits);
  }
  care[S_tap_open] = care[S_tap_partial] = c->phase == COUNTING; /* 4 */
  if (c->phase == COUNTING) {
    gcim_bits_copy(gcim_signal_words(card, image, S_tap_open), 0, c->open, 0, c->groups);
    put(card, image, S_tap_partial, c->partial);
  }
}

static void cover_request(gcim_model_t *model, phase_t phase) {
  const int refused = phase == COUNTING ? B_start_refused_busy : B_start_refused_result;
  GCIM_HIT(model, start, phase == IDLE ? B_start_accepted : refused);
}

/* By groups that miss, under either kind of replay. */
static void cover_misses(gcim_model_t *model, const counter_t *c) {
  const int some = c->open_count == 1 ? B_replay_one : B_replay_several;
  const int any = c->open_count == c->groups ? B_replay_all_groups : some;
  GCIM_HIT(model, replay, c->open_count == 0 ? B_replay_none : any);
}

/* 7: the small tree counts the frequent groups. */
static void start(counter_t *c, const uint32_t *data) {
  memcpy(c->data, data, (size_t)gcim_bits_words(c->pattern.lanes) * sizeof c->data[0]);
  c->partial = 0;
  c->hits = 0;
  for (int j = 0; j < c->groups; j++) {
    const uint32_t bits = gcim_pattern_at(&c->pattern, c->data, j);
    const bool hit = gcim_pattern_is_frequent(&c->pattern, bits);
    c->partial += hit ? gcim_pattern_small(&c->pattern, bits) : 0;
    c->hits += hit;
    gcim_bits_put(c->open, j, 1, !hit);
  }
  c->open_count = c->groups - c->hits;
  c->cycles = 1;
  c->phase = COUNTING;
}

/* 8, REPLAY_ALL: the full tree counts everything anew. */
static void replay_all(counter_t *c) {
  c->partial = gcim_ones_count(c->data, c->pattern.lanes);
  c->open_count = 0;
  memset(c->open, 0, sizeof c->open);
}

static int lowest_open(const counter_t *c) {
  int lowest = 0;
  for (int j = c->groups - 1; j >= 0; j--) {
    lowest = gcim_bits_get(c->open, j, 1) != 0 ? j : lowest;
  }
  return lowest;
}

/* 8, REPLAY_GROUP: the full tree counts one group. */
static void replay_group(counter_t *c) {
  const int group = lowest_open(c);
  c->partial += gcim_pattern_full(gcim_pattern_at(&c->pattern, c->data, group));
  c->open_count--;
  gcim_bits_put(c->open, group, 1, 0);
}

/* 2: one edge of replay, or the end. */
static void count(counter_t *c) {
  if (c->open_count == 0) {
    c->phase = ANSWERING;
    return;
  }
  c->cycles++;
  if (c->whole) {
    replay_all(c);
  } else {
    replay_group(c);
  }
}

static void advance(gcim_model_t *model, const uint32_t *image) {
  const gcim_card_t *card = &model->card;
  counter_t *c = counter_of(model);
  const bool wanted = gcim_image_get(card, image, S_st_valid, 0, 1) != 0;
  const bool taken = gcim_image_get(card, image, S_rs_ready, 0, 1) != 0;
  if (wanted) {
    cover_request(model, c->phase);
  }
  switch (c->phase) {
    case IDLE:
      if (wanted) { /* 1 */
        start(c, gcim_signal_read(card, image, S_st_data));
        cover_misses(model, c);
      }
      break;
    case COUNTING:
      count(c);
      break;
    case ANSWERING:
      c->phase = taken ? IDLE : ANSWERING; /* 3 */
      break;
  }
}

static bool busy(const gcim_model_t *model) {
  return counter_of(model)->phase != IDLE;
}

const gcim_unit_ops_t gcim_ops_apx_pattern_replay = {.state_bytes = state_bytes,
                                                     .init = init,
                                                     .reset = reset,
                                                     .look = look,
                                                     .advance = advance,
                                                     .busy = busy};
