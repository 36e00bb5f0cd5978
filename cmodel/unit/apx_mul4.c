/* apx_mul4.c: golden model of the broken-array 4 x 4 bit multiplier. Card and cycle table:
 * apx_mul4.def. */
#include "core/bits.h"
#include "core/model.h"

#define GCIM_CARD "unit/apx_mul4.def"
#include "core/names.h"

enum { OPERAND_BITS = 4, PRODUCT_BITS = 10 };

/* 5. */
static int bit_weight(int bit, bool is_signed) {
  const int weight = 1 << bit;
  return is_signed && bit == OPERAND_BITS - 1 ? -weight : weight;
}

/* 6: the AND terms of the columns from `lowest` on; lowest = 0 is the exact product. */
static int array_sum(unsigned a, unsigned b, bool a_signed, bool b_signed, int lowest) {
  int sum = 0;
  for (int i = 0; i < OPERAND_BITS; i++) {
    for (int j = 0; j < OPERAND_BITS; j++) {
      const bool term = (a >> i & b >> j & 1u) != 0;
      sum += term && i + j >= lowest ? bit_weight(i, a_signed) * bit_weight(j, b_signed) : 0;
    }
  }
  return sum;
}

/* Operands and modes of one transaction. */
typedef struct {
  unsigned a, b;
  bool a_signed, b_signed, approx;
} request_t;

static request_t request_of(const gcim_card_t *card, const uint32_t *image) {
  return (request_t){
      .a = (unsigned)gcim_image_get(card, image, S_a, 0, OPERAND_BITS),
      .b = (unsigned)gcim_image_get(card, image, S_b, 0, OPERAND_BITS),
      .a_signed = gcim_image_get(card, image, S_in_a_signed, 0, 1) != 0,
      .b_signed = gcim_image_get(card, image, S_in_b_signed, 0, 1) != 0,
      .approx = gcim_image_get(card, image, S_in_approx, 0, 1) != 0,
  };
}

static void eval(const gcim_model_t *model, uint32_t *image) {
  const gcim_card_t *card = &model->card;
  const request_t r = request_of(card, image);
  const bool gated = gcim_model_value(card, V_BiasGate) != 0 && (r.a == 0 || r.b == 0);
  const int lowest = r.approx ? (int)gcim_model_value(card, V_Vbl) : 0;
  const int bias = r.approx && !gated ? (int)gcim_model_value(card, V_Bias) : 0;

  const int array = array_sum(r.a, r.b, r.a_signed, r.b_signed, lowest);
  gcim_image_put(card, image, S_product, 0, PRODUCT_BITS, (uint64_t)(int64_t)(array + bias));
  gcim_image_put(card, image, S_tap_array, 0, PRODUCT_BITS, (uint64_t)(int64_t)array);
}

static void cover(gcim_model_t *m, const uint32_t *image) {
  const gcim_card_t *card = &m->card;
  const request_t r = request_of(card, image);
  const int exact = array_sum(r.a, r.b, r.a_signed, r.b_signed, 0);
  const int product =
      (int)gcim_bits_get_signed(gcim_signal_read(card, image, S_product), 0, PRODUCT_BITS);
  const int wrong = product < exact ? B_error_negative : B_error_positive;
  const int bin = product == exact ? B_error_none : wrong;
  GCIM_HIT(m, a_value, (int)r.a);
  GCIM_HIT(m, b_value, (int)r.b);
  GCIM_HIT(m, error, bin);
  gcim_hit_cross(m, C_error, bin, S_in_approx, r.approx);
}

const gcim_unit_ops_t gcim_ops_apx_mul4 = {.eval = eval, .cover = cover};
