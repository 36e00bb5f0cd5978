/* apx_popcount.c: golden model of the approximate population counts. Card and cycle table:
 * apx_popcount.def. */
#include "part/apx_popcount.h"

#include "core/bits.h"
#include "core/model.h"

#define GCIM_CARD "unit/apx_popcount.def"
#include "core/names.h"

enum { MAX_PAIR_WORDS = 1024 / 2 / 32 };

/* What the count is made of: the bits in pairs, and the one bit that has no partner. */
typedef struct {
  uint32_t bits[MAX_PAIR_WORDS];
  int count;
  int lone; /* 0 if the number of bits is even */
} pairs_t;

static pairs_t pair_up(const uint32_t *bits, int count, gcim_pair_t gates) {
  pairs_t p = {.lone = count % 2 == 0 ? 0 : (int)gcim_bits_get(bits, count - 1, 1)};
  p.count = gcim_pairs_gate(bits, count, gates, p.bits);
  return p;
}

static int count_single(const pairs_t *p) {
  return 2 * gcim_ones_count(p->bits, p->count) + p->lone;
}

static int count_double(const pairs_t *p, gcim_pair_t gates) {
  const pairs_t q = pair_up(p->bits, p->count, gates);
  return 4 * gcim_ones_count(q.bits, q.count) + 2 * q.lone + p->lone;
}

static int count_or(const pairs_t *p) {
  return gcim_ones_count(p->bits, p->count) + p->lone;
}

static int count_saturated(int ones, int bits) {
  const int highest = (1 << bits) - 1;
  return ones < highest ? ones : highest;
}

static bool has_pairs(int64_t kind) {
  return kind == E_Kind_POP_SINGLE || kind == E_Kind_POP_DOUBLE || kind == E_Kind_POP_OR;
}

/* 5 to 10. */
static int count_of(const gcim_card_t *card, const uint32_t *data, const pairs_t *p) {
  const int ones = gcim_ones_count(data, (int)gcim_model_value(card, V_Lanes));
  switch (gcim_model_value(card, V_Kind)) {
    case E_Kind_POP_SINGLE:
      return count_single(p);
    case E_Kind_POP_DOUBLE:
      return count_double(p, (gcim_pair_t)gcim_model_value(card, V_Pattern2));
    case E_Kind_POP_OR:
      return count_or(p);
    case E_Kind_POP_ANY:
      return ones > 0;
    case E_Kind_POP_SATURATE:
      return count_saturated(ones, (int)gcim_model_value(card, V_SatBits));
    default: /* POP_EXACT */
      return ones;
  }
}

static void eval(const gcim_model_t *model, uint32_t *image) {
  const gcim_card_t *card = &model->card;
  const int lanes = (int)gcim_model_value(card, V_Lanes);
  const int pair_bits = (int)gcim_model_value(card, V_Pairs);
  const int64_t kind = gcim_model_value(card, V_Kind);
  const gcim_pair_t first = (gcim_pair_t)gcim_model_value(card, V_Pattern1);
  const uint32_t *data = gcim_signal_read(card, image, S_data);

  const pairs_t p = pair_up(data, lanes, kind == E_Kind_POP_OR ? GCIM_PAIR_OR : first);
  gcim_image_put(card, image, S_count, 0, (int)gcim_model_value(card, V_CountBits),
                 (uint64_t)count_of(card, data, &p));
  for (int j = 0; j < pair_bits; j++) { /* 11: the lone bit stands above the pairs */
    const uint64_t bit = j < p.count ? gcim_bits_get(p.bits, j, 1) : (uint64_t)p.lone;
    gcim_image_put(card, image, S_tap_pairs, j, 1, has_pairs(kind) ? bit : 0);
  }
}

static int ones_class(int ones, int lanes) {
  if (ones == 0) {
    return B_ones_none;
  }
  if (ones == lanes) {
    return B_ones_all;
  }
  return ones == 1 ? B_ones_one : B_ones_some;
}

static void cover(gcim_model_t *m, const uint32_t *image) {
  const gcim_card_t *card = &m->card;
  const int lanes = (int)gcim_model_value(card, V_Lanes);
  const int ones = gcim_ones_count(gcim_signal_read(card, image, S_data), lanes);
  const int count =
      (int)gcim_image_get(card, image, S_count, 0, (int)gcim_model_value(card, V_CountBits));
  const int wrong = count < ones ? B_error_negative : B_error_positive;
  GCIM_HIT(m, ones, ones_class(ones, lanes));
  GCIM_HIT(m, error, count == ones ? B_error_none : wrong);
}

const gcim_unit_ops_t gcim_ops_apx_popcount = {.eval = eval, .cover = cover};
