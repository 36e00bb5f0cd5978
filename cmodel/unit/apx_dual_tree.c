/* apx_dual_tree.c: golden model of the dual-mode accumulator, cycle by cycle. Card and cycle table:
 * apx_dual_tree.def; the numbers in comments are its sentences.
 *
 * Everything a beat will show is computed when it is accepted; from then on only its age counts. A
 * sum has one depth D for all its beats, so no two live beats are on a tap at the same edge.
 */
#include <string.h>

#include "core/bits.h"
#include "core/model.h"
#include "num/apx_cells.h"
#include "part/apx_tree.h"

#define GCIM_CARD "unit/apx_dual_tree.def"
#include "core/names.h"

_Static_assert((int)E_Topology_CARRY_SAVE == GCIM_CARRY_SAVE &&
                   (int)E_Scheme_SCHEME_EXTEND == GCIM_SCHEME_EXTEND &&
                   (int)E_Adder_ADD_CHAIN == GCIM_ADD_CHAIN,
               "the card's numbers are those of gcim_approx.h");

/* ---- state ---- */

enum { MAX_AGE = 5 }; /* edges from the accept to tap_acc: LatAcc + 1 */

/* A beat in flight: what it puts on the taps. */
typedef struct {
  bool live; /* a beat of a sum that was not dropped */
  uint64_t tree;
  uint64_t acc; /* its sum so far, this beat included */
} beat_t;

typedef struct {
  gcim_tree_t tree; /* the approximate one; MUX and TWO */
  int realisation, columns, sum_bits, acc_width, lat_acc, lat_apx;
  bool is_signed;
  int64_t comp;
  beat_t beat[MAX_AGE + 1]; /* [a]: accepted a edges ago */
  /* the sum that is running or waits for its answer */
  bool running; /* more beats may come */
  bool waiting; /* its last beat is in, its result not taken */
  int age;      /* waiting: edges since the last beat's accept, up to MAX_AGE */
  bool approx;
  int beats;
  uint64_t acc;
  bool err;
  uint64_t exact; /* coverage only: its accurate sum */
} dual_t;

static dual_t *dual_of(const gcim_model_t *model) {
  return model->state;
}

/* D of a sum. */
static int depth_of(const dual_t *d) {
  return d->realisation == E_Realisation_TWO && d->approx ? d->lat_apx : d->lat_acc;
}

/* 3. */
static bool has_result(const dual_t *d) {
  return d->waiting && d->age > depth_of(d);
}

/* 8: the sum of all beats and the constant. */
static uint64_t result_of(const dual_t *d) {
  const uint64_t comp = d->approx ? (uint64_t)d->comp : 0;
  return (d->acc + comp) & gcim_bits_mask(d->acc_width);
}

#include "unit/apx_dual_tree_cover.h"

static int param(const gcim_card_t *card, int value) {
  return (int)gcim_model_value(card, value);
}

static size_t state_bytes(const gcim_model_t *model) {
  (void)model;
  return sizeof(dual_t);
}

static int init(gcim_model_t *model) {
  const gcim_card_t *card = &model->card;
  dual_t *d = dual_of(model);
  d->realisation = param(card, V_Realisation);
  d->columns = param(card, V_Columns);
  d->sum_bits = param(card, V_SumBits);
  d->acc_width = param(card, V_AccWidth);
  d->lat_acc = param(card, V_LatAcc);
  d->lat_apx = param(card, V_LatApx);
  d->is_signed = param(card, V_Scheme) == GCIM_SCHEME_EXTEND;
  d->comp = param(card, V_CompNegative) != 0 ? -param(card, V_Comp) : param(card, V_Comp);
  const int status =
      gcim_card_tree(card, &d->tree); /* 7: without the constant, which is added once */
  d->tree.comp = 0;
  return status;
}

/* 5. */
static void reset(gcim_model_t *model) {
  dual_t *d = dual_of(model);
  dual_cover_reset(model, d);
  memset(d->beat, 0, sizeof d->beat);
  d->running = d->waiting = d->err = false;
}

/* ---- look ---- */

static void look(const gcim_model_t *model, uint32_t *image, uint8_t *care) {
  const gcim_card_t *card = &model->card;
  const dual_t *d = dual_of(model);
  const beat_t *summed = &d->beat[depth_of(d)], *added = &d->beat[depth_of(d) + 1];
  const bool answers = has_result(d);
  *gcim_signal_words(card, image, S_st_ready) = !d->waiting; /* 4 */
  *gcim_signal_words(card, image, S_rs_valid) = answers;
  care[S_rs_sum] = care[S_rs_beats] = care[S_rs_approx] = care[S_rs_err] = answers;
  if (answers) {
    gcim_image_put(card, image, S_rs_sum, 0, d->acc_width, result_of(d));
    gcim_image_put(card, image, S_rs_beats, 0, 8, (uint64_t)d->beats);
    gcim_image_put(card, image, S_rs_approx, 0, 1, d->approx);
    gcim_image_put(card, image, S_rs_err, 0, 1, d->err);
  }
  care[S_tap_tree] = summed->live; /* 2 */
  care[S_tap_acc] = added->live;
  if (summed->live) {
    gcim_image_put(card, image, S_tap_tree, 0, d->sum_bits, summed->tree);
  }
  if (added->live) {
    gcim_image_put(card, image, S_tap_acc, 0, d->acc_width, added->acc);
  }
  gcim_image_put(card, image, S_tap_err, 0, 1, d->err); /* 10 */
}

/* ---- advance ---- */

/* 6. The exact sum of the lanes; 7, GATE: after their low bits were set to 0. */
static uint64_t lanes_sum(const dual_t *d, const uint32_t *data, int gated) {
  const int width = d->tree.width;
  uint64_t sum = gcim_tree_exact(&d->tree, data);
  for (int i = 0; i < d->tree.lanes; i++) {
    sum -= gcim_bits_get(data, i * width, gated); /* the low bits weigh the same in a signed word */
  }
  return sum & gcim_bits_mask(d->sum_bits);
}

/* 6, 7. The beat's tree sum in the mode of its sum. */
static uint64_t tree_sum(const dual_t *d, const uint32_t *data) {
  if (!d->approx) {
    return lanes_sum(d, data, 0);
  }
  return d->realisation == E_Realisation_GATE ? lanes_sum(d, data, d->columns)
                                              : gcim_tree_sum(&d->tree, data, NULL);
}

/* 8. */
static uint64_t accumulate(const dual_t *d, uint64_t acc, uint64_t sum) {
  const uint64_t term = d->is_signed ? (uint64_t)gcim_sign_extend(sum, d->sum_bits) : sum;
  return (acc + term) & gcim_bits_mask(d->acc_width);
}

/* 1. A new sum; a running one is dropped, its beats in flight too. */
static void start_sum(gcim_model_t *model, dual_t *d, bool approx) {
  if (d->running) {
    dual_cover_dropped(model);
  }
  memset(d->beat, 0, sizeof d->beat);
  d->approx = approx;
  d->beats = 0;
  d->acc = d->exact = 0;
}

static void take_beat(gcim_model_t *model, dual_t *d, const uint32_t *image) {
  const gcim_card_t *card = &model->card;
  const uint32_t *data = gcim_signal_read(card, image, S_st_data);
  const bool first = gcim_image_get(card, image, S_st_first, 0, 1) != 0;
  const bool last = gcim_image_get(card, image, S_st_last, 0, 1) != 0;
  const bool approx = gcim_image_get(card, image, S_st_approx, 0, 1) != 0;
  if (first || !d->running) {
    start_sum(model, d, approx);
  } else { /* 10 */
    dual_cover_mode(model, d, approx);
    d->err = d->err || approx != d->approx;
  }
  const uint64_t sum = tree_sum(d, data);
  d->beats = (d->beats + 1) % 256; /* 9 */
  d->acc = accumulate(d, d->acc, sum);
  d->exact = accumulate(d, d->exact, lanes_sum(d, data, 0));
  d->beat[1] = (beat_t){true, sum, d->acc};
  d->running = !last;
  d->waiting = last;
  d->age = last ? 1 : 0;
  if (last) {
    dual_cover_sum(model, d);
  }
}

static void advance(gcim_model_t *model, const uint32_t *image) {
  const gcim_card_t *card = &model->card;
  dual_t *d = dual_of(model);
  const bool asked = gcim_image_get(card, image, S_st_valid, 0, 1) != 0;
  const bool ready = gcim_image_get(card, image, S_rs_ready, 0, 1) != 0;
  const bool accepts = asked && !d->waiting;
  const bool taken = ready && has_result(d);
  if (asked) {
    dual_cover_request(model, d);
  }
  memmove(d->beat + 1, d->beat, MAX_AGE * sizeof d->beat[0]); /* [0] is never live */
  d->age += d->age < MAX_AGE;
  d->waiting = d->waiting && !taken;
  if (accepts) {
    gcim_cover_modes(model, card->signals[S_st_data].channel, image);
    take_beat(model, d, image);
  }
}

/* An unfinished sum waits for the caller, not the other way round. */
static bool busy(const gcim_model_t *model) {
  return dual_of(model)->waiting;
}

const gcim_unit_ops_t gcim_ops_apx_dual_tree = {.state_bytes = state_bytes,
                                                .init = init,
                                                .reset = reset,
                                                .look = look,
                                                .advance = advance,
                                                .busy = busy};
