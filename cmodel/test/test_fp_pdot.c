/* Dot products of aligned products: by hand, every stage of random transactions against exact
 * rationals, and the published claims about widths. */
#include "helper_fp_pins.h"

enum { MAX_LANES = 256 };

static void test_fp_pdot_one_edge_later(void **state) {
  (void)state;
  check_one_edge_later("fp_pdot", "y", "tap_q");
}

/* ---- against rationals ---- */

static operand_t x[MAX_LANES], w[MAX_LANES], c;
static mpq_t terms[MAX_LANES + 1];

static void init_terms(void) {
  for (int i = 0; i < MAX_LANES; i++) {
    mpq_inits(x[i].v, w[i].v, terms[i], NULL);
  }
  mpq_inits(terms[MAX_LANES], c.v, NULL);
}

static void clear_terms(void) {
  for (int i = 0; i < MAX_LANES; i++) {
    mpq_clears(x[i].v, w[i].v, terms[i], NULL);
  }
  mpq_clears(terms[MAX_LANES], c.v, NULL);
}

static void decode_port(const dut_t *d, const gcim_float_t *f, const char *name, operand_t *lanes,
                        int count) {
  const int bits = 1 + f->exp_bits + f->man_bits, port = sig(d, name);
  const int specials = get(d, "in_specials");
  const bool daz = get(d, "in_daz") != 0;
  for (int i = 0; i < count; i++) {
    decode_q(f, (uint32_t)lane_of(d, port, i, bits), specials, daz, &lanes[i]);
  }
}

/* 9: E_i = S * p_i - XBias - WBias, p_i the sum of the two exponents divided by S and floored. */
static int reference(const dut_t *d, int lanes, int bias, int c_bias) {
  const int step = 1 << value_of(d, "Fold"), floor_exp = value_of(d, "ExpFloor");
  const bool zeros = get(d, "in_zeros") != 0;
  int ref = floor_exp > 0 ? floor_exp - 1024 : -1024;
  for (int i = 0; i < lanes; i++) {
    const int e = step * (x[i].exp / step + w[i].exp / step) - bias;
    const bool zero = x[i].sig == 0 || w[i].sig == 0;
    ref = (!zero || zeros) && e > ref ? e : ref;
  }
  const bool there = get(d, "in_c_mode") == GCIM_C_TERM && c.sig != 0;
  return there && c.exp - c_bias > ref ? c.exp - c_bias : ref;
}

/* 10, 11: terms in units, the taps; the sum in `sum`. Returns whether bits were lost. */
static bool cut_terms(const dut_t *d, int lanes, int ref, mpz_t sum) {
  const int bits = value_of(d, "TermBits"), tap_q = sig(d, "tap_q");
  const int frac = value_of(d, "Frac"), quant = get(d, "in_quant");
  bool lost = false;
  mpz_t q, tap;
  mpz_inits(q, tap, NULL);
  for (int i = 0; i <= lanes; i++) {
    q_scale(terms[i], frac - ref);
    lost = q_round(q, terms[i], quant) || lost;
    field_z(tap, d, tap_q, i, bits, true);
    assert_int_equal(mpz_cmp(tap, q), 0);
    mpz_add(sum, sum, q);
  }
  field_z(tap, d, sig(d, "tap_sum"), 0, value_of(d, "SumBits"), true);
  assert_int_equal(mpz_cmp(tap, sum), 0);
  mpz_clears(q, tap, NULL);
  return lost;
}

/* 12. */
static uint32_t add_late(const dut_t *d, const gcim_float_t *y, uint32_t r, uint32_t random,
                         uint32_t *flags) {
  gcim_fp_policy_t policy = policy_q(d);
  operand_t a;
  mpq_init(a.v);
  decode_q(y, r, GCIM_SPECIAL_IEEE, false, &a);
  policy.rnd = GCIM_RND_RNE;
  const uint32_t code = add_q(y, &policy, &a, &c, random, flags);
  mpq_clear(a.v);
  return code;
}

/* 13: a term without a partner is one times 1. */
static special_t specials_of(const dut_t *d, int lanes) {
  special_t s = {0};
  const operand_t one = {.exp = 1, .sig = 1};
  for (int i = 0; i < lanes; i++) {
    special_product(&s, &x[i], &w[i]);
  }
  if (get(d, "in_c_mode") == GCIM_C_TERM) {
    special_product(&s, &c, &one);
  }
  return s;
}

static void judge(const dut_t *d) {
  const gcim_float_t xf = format_q(d, "X"), wf = format_q(d, "W"), cf = format_q(d, "C");
  const gcim_float_t yf = format_q(d, "Y");
  const gcim_fp_policy_t policy = policy_q(d);
  const int lanes = value_of(d, "Lanes"), c_mode = get(d, "in_c_mode");
  const uint32_t random = (uint32_t)get_at(d, "random", 0, value_of(d, "RandBits"));
  uint32_t flags = 0, y;
  mpz_t sum;
  mpq_t v;
  mpz_init(sum);
  mpq_init(v);
  decode_port(d, &xf, "x", x, lanes);
  decode_port(d, &wf, "w", w, lanes);
  for (int i = 0; i < lanes; i++) {
    mpq_mul(terms[i], x[i].v, w[i].v);
  }
  decode_port(d, &cf, "c", &c, 1);
  mpq_set_ui(terms[lanes], 0, 1);
  if (c_mode == GCIM_C_TERM) {
    mpq_set(terms[lanes], c.v);
  }
  const int ref = reference(d, lanes, xf.bias + wf.bias, cf.bias);
  assert_int_equal(get_signed(d, "tap_ref", 0, 12), ref);
  const bool lost = cut_terms(d, lanes, ref, sum);
  const special_t special = specials_of(d, lanes);
  if (special_any(&special)) {
    y = special_code(&special, &yf, &policy, &flags);
  } else {
    mpq_set_z(v, sum);
    q_scale(v, ref - value_of(d, "Frac"));
    y = encode_q(&yf, &policy, v, random, &flags);
  }
  y = c_mode == GCIM_C_LATE ? add_late(d, &yf, y, random, &flags) : y;
  assert_int_equal(get_at(d, "y", 0, 1 + yf.exp_bits + yf.man_bits), y);
  assert_int_equal(get(d, "flags"), flags | (lost ? GCIM_FLAG_NXA : 0));
  mpq_clear(v);
  mpz_clear(sum);
}

/* Eleven configurations, 110 000 dot products, and parameters at their limits. */
static void test_fp_pdot_rationals(void **state) {
  (void)state;
  init_terms();
  judge_configs("fp_pdot", times(10000), judge);
  judge_stimulus("fp_pdot",
                 "XExpBits=8 XManBits=23 XBias=127 WExpBits=8 WManBits=23 WBias=127 Lanes=3 Fold=3 "
                 "Frac=640",
                 times(1000), judge);
  judge_stimulus(
      "fp_pdot",
      "XExpBits=8 XManBits=23 XBias=0 WExpBits=8 WManBits=23 WBias=0 CBias=255 YBias=255 "
      "Lanes=2 Fold=3 Frac=40 ExpFloor=1500",
      times(1000), judge);
  judge_stimulus("fp_pdot", "Frac=0 Lanes=2", times(1000), judge);
  clear_terms();
}

/* ---- by hand: FP16 x and w, FP32 c and y, 8 lanes, 24 fraction bits ---- */

/* 2^15 * 2^15 - 2^15 * 2^15 + c. E = 30, one unit is 2^6: c = 100 becomes 64. With c added late all
 * of it is kept. */
static void test_fp_pdot_cancelled(void **state) {
  (void)state;
  dut_t d = dut_new("fp_pdot", "");
  put(&d, "in_quant", GCIM_RND_RTZ);
  put_pair(&d, 0, 0x7800, 0x7800);
  put_pair(&d, 1, 0x7800, 0xf800);
  put(&d, "c", 0x42c80000);
  assert_int_equal(result(&d), 0x42800000);
  assert_int_equal(get(&d, "flags"), GCIM_FLAG_NXA);
  assert_int_equal(get_signed(&d, "tap_ref", 0, 12), 30);
  put(&d, "in_c_mode", GCIM_C_LATE);
  assert_int_equal(result(&d), 0x42c80000);
  assert_int_equal(get(&d, "flags"), 0);
  put(&d, "in_c_mode", GCIM_C_NONE);
  assert_int_equal(result(&d), 0);
  dut_free(&d);
}

/* 9: a product of zero counts with its exponent (2^15 * 0: field 30 and 1, E = 1) if zeros = 1: the
 * unit is 2^-23 then, and 2^-24 is lost. */
static void test_fp_pdot_zero_counts(void **state) {
  (void)state;
  dut_t d = dut_new("fp_pdot", "");
  put(&d, "in_quant", GCIM_RND_RTZ);
  put_pair(&d, 0, 0x7800, 0x0000);
  put_pair(&d, 1, 0x0001, 0x3c00);
  assert_int_equal(result(&d), 0x33800000);
  put(&d, "in_zeros", 1);
  assert_int_equal(result(&d), 0);
  assert_int_equal(get_signed(&d, "tap_ref", 0, 12), 1);
  dut_free(&d);
}

/* 9: a lowest reference of -126 (ada_e5m2): the unit is 2^-139 without any term. */
static void test_fp_pdot_floor(void **state) {
  (void)state;
  dut_t d = dut_new("fp_pdot", "config=ada_e5m2");
  put(&d, "in_quant", GCIM_RND_RTZ);
  put(&d, "c", 0x00000400);        /* 2^-139 */
  assert_int_equal(result(&d), 1); /* of 13 fraction bits */
  put(&d, "c", 0x000003ff);
  assert_int_equal(result(&d), 0);
  put(&d, "c", 0);
  result(&d);
  assert_int_equal(get_signed(&d, "tap_ref", 0, 12), -126);
  dut_free(&d);
  d = dut_new("fp_pdot", "ExpFloor=1");
  result(&d);
  assert_int_equal(get_signed(&d, "tap_ref", 0, 12), -1023);
  dut_free(&d);
}

/* 12, 13: an infinite product and a c of the other sign, as a term and late; a signalling c. */
static void test_fp_pdot_specials(void **state) {
  (void)state;
  dut_t d = dut_new("fp_pdot", "");
  put_pair(&d, 0, 0x7c00, 0x3c00);
  put(&d, "c", 0xff800000);
  assert_int_equal(result(&d), 0x7fc00000);
  assert_int_equal(get(&d, "flags"), GCIM_FLAG_NV);
  put(&d, "in_c_mode", GCIM_C_LATE);
  assert_int_equal(result(&d), 0x7fc00000);
  assert_int_equal(get(&d, "flags"), GCIM_FLAG_NV);
  put(&d, "in_c_mode", GCIM_C_NONE);
  assert_int_equal(result(&d), 0x7f800000);
  put_pair(&d, 0, 0x3c00, 0x3c00);
  put(&d, "c", 0x7f800001);
  assert_int_equal(result(&d), 0x3f800000);
  put(&d, "in_c_mode", GCIM_C_LATE);
  put(&d, "in_nan", GCIM_NAN_ONES);
  assert_int_equal(result(&d), 0x7fffffff);
  assert_int_equal(get(&d, "flags"), GCIM_FLAG_NV);
  put(&d, "in_specials", GCIM_SPECIAL_ZERO);
  assert_int_equal(result(&d), 0x3f800000);
  assert_int_equal(get(&d, "flags"), 0);
  dut_free(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fp_pdot_one_edge_later), cmocka_unit_test(test_fp_pdot_cancelled),
      cmocka_unit_test(test_fp_pdot_zero_counts),    cmocka_unit_test(test_fp_pdot_floor),
      cmocka_unit_test(test_fp_pdot_specials),       cmocka_unit_test(test_fp_pdot_rationals),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
