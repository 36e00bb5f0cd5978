/* apx_dual_tree.h: state of the dual-mode accumulator's golden model, shared by apx_dual_tree.c and
 * its coverage. */
#ifndef GCIM_UNIT_APX_DUAL_TREE_H
#define GCIM_UNIT_APX_DUAL_TREE_H

#include "core/bits.h"
#include "core/model.h"
#include "gcim_approx.h"

enum { DUAL_MUX = 0, DUAL_GATE = 1, DUAL_TWO = 2 }; /* Realisation */
enum { DUAL_MAX_AGE = 5 }; /* edges from the accept to tap_acc: LatAcc + 1 */

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
  beat_t beat[DUAL_MAX_AGE + 1]; /* [a]: accepted a edges ago */
  /* the sum that is running or waits for its answer */
  bool running; /* more beats may come */
  bool waiting; /* its last beat is in, its result not taken */
  int age;      /* waiting: edges since the last beat's accept, up to DUAL_MAX_AGE */
  bool approx;
  int beats;
  uint64_t acc;
  bool err;
  uint64_t exact; /* coverage only: its accurate sum */
} dual_t;

static inline dual_t *dual_of(const gcim_model_t *model) {
  return model->state;
}

/* D of a sum. */
static inline int dual_depth(const dual_t *d) {
  return d->realisation == DUAL_TWO && d->approx ? d->lat_apx : d->lat_acc;
}

/* 3. */
static inline bool dual_has_result(const dual_t *d) {
  return d->waiting && d->age > dual_depth(d);
}

/* 8: the sum of all beats and the constant. */
static inline uint64_t dual_result(const dual_t *d) {
  const uint64_t comp = d->approx ? (uint64_t)d->comp : 0;
  return (d->acc + comp) & gcim_bits_mask(d->acc_width);
}

#endif
