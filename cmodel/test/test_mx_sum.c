/* Dot products of arrays of Microscaling blocks, against exact rationals rounded where the
 * configuration says, and by hand. */
#include "helper_float.h"
#include "helper_rational.h"

#include "gcim_mx.h"

enum { BLOCK = 8, MOST = 12 };

/* The number of an element whose value is a number; false for infinities and NaNs. Written from the
 * standard, 5.3. */
static bool number_of(gcim_mx_elem_t elem, uint32_t code, mpq_t v) {
  static const struct {
    int exp_bits, man_bits, bias;
  } formats[] = {{0, 0, 0}, {4, 3, 7}, {5, 2, 15}, {3, 2, 3}, {2, 3, 1}, {2, 1, 1}};
  mpq_t power;
  mpq_init(power);
  if (elem == GCIM_MX_INT8) {
    mpq_set_si(v, code < 128 ? (long)code : (long)code - 256, 1);
    q_pow2(power, -6);
    mpq_mul(v, v, power);
    mpq_clear(power);
    return true;
  }
  const int e_bits = formats[elem].exp_bits, m = formats[elem].man_bits;
  const uint32_t e = code >> m & ref_ones(e_bits), t = code & ref_ones(m);
  mpq_set_ui(v, (e > 0 ? 1u << m : 0u) + t, 1);
  q_pow2(power, (long)(e > 0 ? e : 1) - formats[elem].bias - m);
  mpq_mul(v, v, power);
  if ((code >> (e_bits + m) & 1) != 0) {
    mpq_neg(v, v);
  }
  mpq_clear(power);
  return !(elem == GCIM_MX_E5M2 && e == 31) && !(elem == GCIM_MX_E4M3 && e == 15 && t == 7);
}

typedef struct {
  uint8_t a[MOST * BLOCK], b[MOST * BLOCK], a_scale[MOST], b_scale[MOST];
  size_t blocks;
} operands_t;

static uint8_t random_code(dice_t *dice, gcim_mx_elem_t elem) {
  mpq_t v;
  mpq_init(v);
  uint32_t code;
  do {
    code = roll(dice, 1u << gcim_mx_elem_bits(elem));
  } while (!number_of(elem, code, v));
  mpq_clear(v);
  return (uint8_t)code;
}

static void random_operands(dice_t *dice, const gcim_mx_dot_t *c, operands_t *o) {
  o->blocks = 1 + roll(dice, MOST);
  const uint32_t base = 20 + roll(dice, 200), spread = 1 + roll(dice, 30);
  for (size_t i = 0; i < o->blocks; i++) {
    o->a_scale[i] = (uint8_t)(base + roll(dice, spread));
    o->b_scale[i] = (uint8_t)(127 + roll(dice, spread));
  }
  for (size_t i = 0; i < o->blocks * BLOCK; i++) {
    o->a[i] = random_code(dice, c->a);
    o->b[i] = random_code(dice, c->b);
  }
}

/* The exact dot product of block `at`. */
static void block_value(const gcim_mx_dot_t *c, const operands_t *o, size_t at, mpq_t sum) {
  mpq_t x, w;
  mpq_inits(x, w, NULL);
  mpq_set_ui(sum, 0, 1);
  for (size_t i = at * BLOCK; i < (at + 1) * BLOCK; i++) {
    number_of(c->a, o->a[i], x);
    number_of(c->b, o->b[i], w);
    mpq_mul(x, x, w);
    mpq_add(sum, sum, x);
  }
  q_pow2(x, (long)o->a_scale[at] + o->b_scale[at] - 254);
  mpq_mul(sum, sum, x);
  mpq_clears(x, w, NULL);
}

static uint32_t encode(const gcim_mx_dot_t *c, const mpq_t v) {
  const gcim_float_t fp32 = float_named("fp32");
  uint32_t flags = 0;
  return mpq_sgn(v) == 0 ? 0 : ref_encode(&fp32, &c->policy, v, 0, &flags);
}

static gcim_mx_dot_t random_config(dice_t *dice, gcim_mx_acc_kind_t acc) {
  return (gcim_mx_dot_t){.a = (gcim_mx_elem_t)roll(dice, 6),
                         .b = (gcim_mx_elem_t)roll(dice, 6),
                         .block = BLOCK,
                         .acc = acc,
                         .policy = {.rnd = (int)roll(dice, 6)}};
}

static uint32_t dot(const gcim_mx_dot_t *c, const operands_t *o) {
  uint32_t y = 0xdeadbeef;
  assert_int_equal(gcim_mx_dot(c, o->a_scale, o->a, o->b_scale, o->b, o->blocks, &y, NULL),
                   GCIM_OK);
  return y;
}

static void test_mx_sum_exact_is_rounded_once(void **state) {
  (void)state;
  dice_t dice = {31, 0};
  mpq_t sum, block;
  mpq_inits(sum, block, NULL);
  for (int round = 0; round < 3000; round++) {
    const gcim_mx_dot_t c = random_config(&dice, GCIM_MX_ACC_EXACT);
    operands_t o;
    random_operands(&dice, &c, &o);
    mpq_set_ui(sum, 0, 1);
    for (size_t i = 0; i < o.blocks; i++) {
      block_value(&c, &o, i, block);
      mpq_add(sum, sum, block);
    }
    assert_int_equal(dot(&c, &o), encode(&c, sum));
  }
  mpq_clears(sum, block, NULL);
}

/* Every block rounded, every addition rounded; codes are read back as rationals. */
static void test_mx_sum_float_rounds_every_block(void **state) {
  (void)state;
  dice_t dice = {32, 0};
  mpq_t sum, block;
  mpq_inits(sum, block, NULL);
  const gcim_float_t fp32 = float_named("fp32");
  int differs = 0;
  for (int round = 0; round < 3000; round++) {
    gcim_mx_dot_t c = random_config(&dice, GCIM_MX_ACC_FLOAT);
    operands_t o;
    random_operands(&dice, &c, &o);
    uint32_t y = 0;
    bool inside = true; /* FP32 */
    for (size_t i = 0; inside && i < o.blocks; i++) {
      block_value(&c, &o, i, block);
      const uint32_t code = encode(&c, block);
      inside = (code & 0x7fffffff) < 0x7f800000 && (y & 0x7fffffff) < 0x7f800000;
      if (!inside) {
        break;
      }
      ref_value(block, &fp32, code & 0x7fffffff);
      ref_value(sum, &fp32, y & 0x7fffffff);
      if (code >> 31 != 0) {
        mpq_neg(block, block);
      }
      if (y >> 31 != 0) {
        mpq_neg(sum, sum);
      }
      mpq_add(sum, sum, block);
      y = i == 0 ? code : encode(&c, sum);
    }
    if (inside) {
      assert_int_equal(dot(&c, &o), y);
      c.acc = GCIM_MX_ACC_EXACT;
      differs += dot(&c, &o) != y;
    }
  }
  assert_true(differs > 30); /* two roundings are not one */
  mpq_clears(sum, block, NULL);
}

/* Integers in units of the largest block; the second block is shifted out. */
static void test_mx_sum_maxfirst_by_hand(void **state) {
  (void)state;
  gcim_mx_dot_t c = {.block = 1, .acc = GCIM_MX_ACC_MAXFIRST, .quant = GCIM_RND_FLOOR};
  operands_t o = {.blocks = 3, .a = {96, 64, 64}, .b = {127, 64, 64}};
  const uint8_t scales[3] = {127, 125, 126};
  memcpy(o.a_scale, scales, 3);
  memset(o.b_scale, 127, 3);
  /* 96 * 127 = 12192, 4096 / 4 = 1024, 4096 / 2 = 2048: 15264 / 4096 = 3.7265625 */
  assert_int_equal(dot(&c, &o), 0x406e8000);
  o.a_scale[1] = 127 - 13; /* 4096 / 2^13 = 0.5: 0 */
  o.a[1] = 0xc0;           /* -64: -0.5: -1 */
  /* 12192 - 1 + 2048 = 14239 / 4096 = 3.476318359375 */
  assert_int_equal(dot(&c, &o), 0x405e7c00);
  c.cutoff = 1;
  c.acc_bits = 13; /* shifts of 13 and more are skipped; 12192 + 2048 wraps at 2^12: -2144 */
  /* 12192 + 2048 = 14240 = 3 * 4096 + 1952; modulo 8192, signed: 14240 - 16384 = -2144 */
  assert_int_equal(dot(&c, &o), 0xbf060000);
}

/* The order of the blocks matters: a small block first is cut when the large one comes. */
static void test_mx_sum_running_depends_on_order(void **state) {
  (void)state;
  const gcim_mx_dot_t c = {.block = 1, .acc = GCIM_MX_ACC_RUNNING, .quant = GCIM_RND_FLOOR};
  operands_t o = {.blocks = 3, .a = {1, 1, 64}, .b = {1, 1, 64}};
  memset(o.b_scale, 127, 3);
  o.a_scale[0] = o.a_scale[1] = 126;
  o.a_scale[2] = 127;
  /* 1 + 1 = 2 units of 2^-13, then 1 of 2^-12: 4096 + 1 */
  assert_int_equal(dot(&c, &o), 0x3f800800);
  o.a_scale[0] = o.a_scale[2] = 126;
  o.a_scale[1] = 127;
  o.a[1] = o.b[1] = 64;
  o.a[2] = o.b[2] = 1;
  /* 1 / 2 = 0, then 4096, then 0 */
  assert_int_equal(dot(&c, &o), 0x3f800000);
}

/* Products of E4M3: 1 * 1 and -1.125 * 2^-4 (exponent -4): cut to three bits below 2^0: RTZ leaves
 * floor(0.5625) = 0 of 2^-3; FLOOR takes -1 of them. */
static void test_mx_sum_aligned_cuts_products(void **state) {
  (void)state;
  gcim_mx_dot_t c = {.a = GCIM_MX_E4M3,
                     .b = GCIM_MX_E4M3,
                     .block = 2,
                     .acc = GCIM_MX_ACC_EXACT,
                     .aligned = 1,
                     .frac = 3,
                     .cut = GCIM_RND_RTZ};
  const uint8_t one[1] = {127}, a[2] = {0x38, 0xb9}, b[2] = {0x38, 0x18};
  uint32_t y, flags;
  assert_int_equal(gcim_mx_dot(&c, one, a, one, b, 1, &y, &flags), GCIM_OK);
  assert_int_equal(y, 0x3f800000);
  assert_int_equal(flags, GCIM_FLAG_NXA);
  c.cut = GCIM_RND_FLOOR;
  assert_int_equal(gcim_mx_dot(&c, one, a, one, b, 1, &y, &flags), GCIM_OK);
  assert_int_equal(y, 0x3f600000); /* .875 */
  c.frac = 7;                      /* 1.125 * 2^-4 is 9 * 2^-7: nothing is cut */
  assert_int_equal(gcim_mx_dot(&c, one, a, one, b, 1, &y, &flags), GCIM_OK);
  assert_int_equal(y, 0x3f6e0000); /* 1 - 9/128 */
  assert_int_equal(flags, 0);
}

static void test_mx_sum_specials_and_errors(void **state) {
  (void)state;
  gcim_mx_dot_t c = {.a = GCIM_MX_E5M2, .b = GCIM_MX_E5M2, .block = 1, .acc = GCIM_MX_ACC_EXACT};
  uint8_t scales[2] = {127, 127}, a[2] = {0x7c, 0xfc}, b[2] = {0x3c, 0x3c};
  uint32_t y = 7, flags = 0;
  assert_int_equal(gcim_mx_dot(&c, scales, a, scales, b, 1, &y, &flags), GCIM_OK);
  assert_int_equal(y, 0x7f800000);
  assert_int_equal(gcim_mx_dot(&c, scales, a, scales, b, 2, &y, &flags), GCIM_OK);
  assert_int_equal(y, 0x7fc00000);
  assert_int_equal(flags, GCIM_FLAG_NV);
  scales[1] = 255;
  assert_int_equal(gcim_mx_dot(&c, scales, b, scales, b, 2, &y, &flags), GCIM_OK);
  assert_int_equal(y, 0x7fc00000);
  assert_int_equal(gcim_mx_dot(&c, scales, b, scales, b, 0, &y, &flags), GCIM_OK);
  assert_int_equal(y, 0);
  c.acc_bits = 129;
  assert_int_equal(gcim_mx_dot(&c, scales, b, scales, b, 1, &y, &flags), GCIM_ERR_PARAM);
  assert_non_null(strstr(gcim_error_text(), "acc_bits=129 is outside 2..128"));
  c.acc_bits = 0;
  c.policy.rnd = GCIM_RND_STOCH;
  assert_int_equal(gcim_mx_dot_check(&c), GCIM_ERR_PARAM);
  assert_int_equal(gcim_mx_dot_check(NULL), GCIM_ERR_NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_mx_sum_exact_is_rounded_once),
      cmocka_unit_test(test_mx_sum_float_rounds_every_block),
      cmocka_unit_test(test_mx_sum_maxfirst_by_hand),
      cmocka_unit_test(test_mx_sum_running_depends_on_order),
      cmocka_unit_test(test_mx_sum_aligned_cuts_products),
      cmocka_unit_test(test_mx_sum_specials_and_errors),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
