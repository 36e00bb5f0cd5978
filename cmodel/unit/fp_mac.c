/* fp_mac.c: golden model of the exact multiply-accumulate. Card: fp_mac.def. The sums are
 * part/fp_mac.c. */
#include "part/fp_mac.h"

#include "core/bits.h"
#include "core/model.h"

#define GCIM_CARD "unit/fp_mac.def"
#include "core/names.h"

enum { MAX_LANES = 512 };

static int param(const gcim_card_t *card, int value) {
  return (int)gcim_model_value(card, value);
}

static bool corrects(const gcim_card_t *card, const uint32_t *image) {
  return gcim_image_get(card, image, S_in_correct, 0, 1) != 0;
}

static void read_lanes(const uint32_t *words, int lanes, int bits, int64_t *values) {
  for (int i = 0; i < lanes; i++) {
    values[i] = gcim_bits_get_signed(words, i * bits, bits);
  }
}

static void put64(const gcim_card_t *card, uint32_t *image, const gcim_fp_mac64_t *m) {
  gcim_image_put(card, image, S_acc, 0, param(card, V_AccBits), (uint64_t)m->acc);
  gcim_image_put(card, image, S_tap_sum, 0, param(card, V_SumBits), (uint64_t)m->sum);
  gcim_image_put(card, image, S_tap_w_sum, 0, param(card, V_WSumBits), (uint64_t)m->w_sum);
}

static void put_wide(const gcim_card_t *card, uint32_t *image, const gcim_fp_mac_t *m) {
  gcim_wide_to_bits(&m->acc, gcim_signal_words(card, image, S_acc), 0, param(card, V_AccBits));
  gcim_wide_to_bits(&m->sum, gcim_signal_words(card, image, S_tap_sum), 0, param(card, V_SumBits));
  gcim_wide_to_bits(&m->w_sum, gcim_signal_words(card, image, S_tap_w_sum), 0,
                    param(card, V_WSumBits));
}

static void eval(const gcim_model_t *model, uint32_t *image) {
  const gcim_card_t *card = &model->card;
  const int lanes = param(card, V_Lanes);
  int64_t x[MAX_LANES], w[MAX_LANES];
  read_lanes(gcim_signal_read(card, image, S_x), lanes, param(card, V_XBits), x);
  read_lanes(gcim_signal_read(card, image, S_w), lanes, param(card, V_WBits), w);
  if (param(card, V_AccBits) <= 64) {
    const gcim_fp_mac64_t m = gcim_fp_mac64(x, w, lanes, corrects(card, image));
    put64(card, image, &m);
  } else {
    const gcim_fp_mac_t m = gcim_fp_mac(x, w, lanes, corrects(card, image));
    put_wide(card, image, &m);
  }
}

static void hit(gcim_model_t *m, const uint32_t *image, bool happened, int bin) {
  if (happened) {
    GCIM_HIT(m, acc, bin);
    gcim_hit_cross(m, C_acc, bin, S_in_correct, corrects(&m->card, image));
  }
}

/* The largest sum: every product that of the two most negative operands, no correction. */
static bool is_most_positive(const gcim_card_t *card, const gcim_wide_t *acc) {
  const int shift = param(card, V_XBits) + param(card, V_WBits) - 1;
  const gcim_wide_t lanes = gcim_wide_from_i64(param(card, V_Lanes));
  const gcim_wide_t most = gcim_wide_shift_left(&lanes, shift);
  return gcim_wide_compare(acc, &most) == 0;
}

static void cover(gcim_model_t *m, const uint32_t *image) {
  const gcim_card_t *card = &m->card;
  const gcim_wide_t acc =
      gcim_wide_from_bits(gcim_signal_read(card, image, S_acc), 0, param(card, V_AccBits), true);
  const int sign = gcim_wide_sign(&acc);
  hit(m, image, sign == 0, B_acc_zero);
  hit(m, image, sign > 0, B_acc_positive);
  hit(m, image, sign < 0, B_acc_negative);
  hit(m, image, is_most_positive(card, &acc), B_acc_most_positive);
  hit(m, image, gcim_wide_any_low_bits(&acc, 1), B_acc_odd);
}

const gcim_unit_ops_t gcim_ops_fp_mac = {.eval = eval, .cover = cover};
