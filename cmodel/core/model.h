/* model.h: what is inside a unit and a model. Private to cmodel; goldens see it, callers do not. */
#ifndef GCIM_CORE_MODEL_H
#define GCIM_CORE_MODEL_H

#include "core/fold.h"
#include "gcim.h"

/* Largest image of a transaction unit: eval holds one on its stack. */
enum { GCIM_MAX_IMAGE_WORDS = 4096 };

/* What a golden provides. A transaction unit: eval (and cover); a clocked unit: the rest. */
typedef struct {
  /* Read the inputs of `image`, write its outputs and taps. Pure. */
  void (*eval)(const gcim_model_t *model, uint32_t *image);
  /* Once, after the card is folded: make what init does not clear (model->kept); NULL if there is
   * nothing. Returns a gcim_status. `release` frees it. */
  int (*prepare)(gcim_model_t *model);
  void (*release)(gcim_model_t *model);
  /* Bytes of state; after prepare. */
  size_t (*state_bytes)(const gcim_model_t *model);
  /* On zeroed state, after the card is folded; of a clocked unit again by gcim_model_clear. A
   * transaction unit keeps constants in its state, for eval to read. Returns a gcim_status. */
  int (*init)(gcim_model_t *model);
  void (*reset)(gcim_model_t *model);
  /* Outputs and taps visible in this cycle. Signals not written stay as they are; care starts as 1
   * everywhere. */
  void (*look)(const gcim_model_t *model, uint32_t *image, uint8_t *care);
  void (*advance)(gcim_model_t *model, const uint32_t *image);
  bool (*busy)(const gcim_model_t *model);
  /* Count coverage of one accepted transaction (eval has filled `image`). */
  void (*cover)(gcim_model_t *model, const uint32_t *image);
} gcim_unit_ops_t;

struct gcim_unit {
  const char *name;
  const gcim_unit_ops_t *ops;
  void (*fold)(gcim_fold_t *f);
  /* Index of the first broken protocol rule of an accept on `channel`, -1 if there is none. */
  int (*illegal)(const gcim_card_t *card, const uint32_t *image, int channel);
  /* Is the pair (a, b) of cross number `cross` illegal by the card? */
  bool (*cross_illegal)(int cross, int64_t a, int64_t b);
};

struct gcim_model {
  gcim_card_t card;
  const gcim_unit_t *unit;
  uint64_t *hits;     /* card.bin_count counters */
  int64_t *last_mode; /* per signal: the mode value of the last accept, -1 before the first */
  void *state;        /* the golden's; aligned for any type */
  size_t state_bytes;
  void *kept;     /* the golden's, from `prepare` to `release` */
  uint32_t *ring; /* transaction units: latency images, ring_head is the newest */
  int ring_head;
  uint32_t tap_mask; /* bit k: somebody wants the k-th tap; others are left out of look (care 0) */
};

static inline int64_t gcim_model_value(const gcim_card_t *card, int index) {
  return card->values[index].value;
}

static inline uint32_t *gcim_signal_words(const gcim_card_t *card, uint32_t *image, int signal) {
  return image + card->signals[signal].word;
}

static inline const uint32_t *gcim_signal_read(const gcim_card_t *card, const uint32_t *image,
                                               int signal) {
  return image + card->signals[signal].word;
}

/* Count one hit of bin `bin` of point `point` (names.h: C_..., B_...). */
#define GCIM_HIT(model, point, bin) ((model)->hits[(model)->card.covers[C_##point].first + (bin)]++)

/* Count a cross of a point with a mode: the bin of the point, the value the mode had for this
 * event. */
void gcim_hit_cross(gcim_model_t *model, int cover_a, int bin_a, int signal_b, int64_t value_b);

/* Count mode values, switches and mode x mode crosses of one accept on `channel`. */
void gcim_cover_modes(gcim_model_t *model, int channel, const uint32_t *image);

/* First mode of `channel` outside its legal values, -1 if there is none. */
int gcim_illegal_mode(const gcim_card_t *card, const uint32_t *image, int channel);

#endif
