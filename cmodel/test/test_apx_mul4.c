/* The broken-array multiplier: all operands in all modes, and the error figures of the macro it
 * stands for. */
#include "helper_apx.h"

/* product_o of one transaction, signed 10 bits. */
static int product(const gcim_model_t *model, uint32_t a_signed, uint32_t b_signed, uint32_t approx,
                   uint32_t a, uint32_t b) {
  uint32_t word = 0;
  const uint32_t *const in[] = {&a_signed, &b_signed, &approx, &a, &b};
  uint32_t *const out[] = {&word};
  assert_int_equal(gcim_model_eval(model, in, out), GCIM_OK);
  assert_int_equal(word >> 10, 0);
  return (int)number(word, 10, true);
}

static int nibble(uint32_t bits, uint32_t is_signed) {
  return (int)number(bits, 4, is_signed != 0);
}

/* The six terms of columns 0, 1 and 2: a0 b0, then a0 b1 + a1 b0, then a0 b2 + a1 b1 + a2 b0. */
static int six_terms(uint32_t a, uint32_t b) {
  const int a0 = (int)(a & 1), a1 = (int)(a >> 1 & 1), a2 = (int)(a >> 2 & 1);
  return a0 * (int)(b & 7) + 2 * a1 * (int)(b & 3) + 4 * a2 * (int)(b & 1);
}

typedef void visit_t(const gcim_model_t *model, uint32_t a_signed, uint32_t b_signed, uint32_t a,
                     uint32_t b);

static void for_all(const char *params, visit_t *visit) {
  dut_t d = dut_new("apx_mul4", params);
  for (uint32_t i = 0; i < 1024; i++) {
    visit(d.model, i >> 9, i >> 8 & 1, i >> 4 & 15, i & 15);
  }
  dut_free(&d);
}

/* ---- cycles ---- */

static void test_apx_mul4_one_edge_later(void **state) {
  (void)state;
  check_one_edge_later("apx_mul4", "product", "tap_array");
}

/* ---- 5 to 7 ---- */

static void accurate(const gcim_model_t *m, uint32_t as, uint32_t bs, uint32_t a, uint32_t b) {
  assert_int_equal(product(m, as, bs, 0, a, b), nibble(a, as) * nibble(b, bs));
}

/* Whatever the parameters, approx = 0 is the exact product. */
static void test_apx_mul4_accurate(void **state) {
  (void)state;
  for_all("", accurate);
  for_all("config=deep", accurate);
  for_all("config=gated", accurate);
}

static void without_six(const gcim_model_t *m, uint32_t as, uint32_t bs, uint32_t a, uint32_t b) {
  assert_int_equal(product(m, as, bs, 1, a, b),
                   nibble(a, as) * nibble(b, bs) - six_terms(a, b) + 4);
}

static void gated(const gcim_model_t *m, uint32_t as, uint32_t bs, uint32_t a, uint32_t b) {
  const int bias = a != 0 && b != 0 ? 4 : 0;
  assert_int_equal(product(m, as, bs, 1, a, b),
                   nibble(a, as) * nibble(b, bs) - six_terms(a, b) + bias);
}

static void bias_only(const gcim_model_t *m, uint32_t as, uint32_t bs, uint32_t a, uint32_t b) {
  assert_int_equal(product(m, as, bs, 1, a, b), 63);
}

static void still_exact(const gcim_model_t *m, uint32_t as, uint32_t bs, uint32_t a, uint32_t b) {
  assert_int_equal(product(m, as, bs, 1, a, b), nibble(a, as) * nibble(b, bs));
}

static void without_three(const gcim_model_t *m, uint32_t as, uint32_t bs, uint32_t a, uint32_t b) {
  const int terms = (int)((a & 1) * (b & 3) + 2 * (a >> 1 & 1) * (b & 1));
  assert_int_equal(product(m, as, bs, 1, a, b), nibble(a, as) * nibble(b, bs) - terms + 1);
}

/* Only the term of both sign bits is left: 64, -64 or, of two negative weights, 64. */
static void one_term(const gcim_model_t *m, uint32_t as, uint32_t bs, uint32_t a, uint32_t b) {
  const int sign = as != bs ? -64 : 64;
  assert_int_equal(product(m, as, bs, 1, a, b), a >> 3 != 0 && b >> 3 != 0 ? sign : 0);
}

static void test_apx_mul4_approximate(void **state) {
  (void)state;
  for_all("", without_six);
  for_all("config=gated", gated);
  for_all("config=deep", bias_only);
  for_all("config=exact", still_exact);
  for_all("config=shallow", without_three);
  for_all("Vbl=6 Bias=0", one_term);
}

/* 8: the array without the bias. -8 * -8 = 64; 7 * 7 loses 1 + 4 + 12: 32. */
static void test_apx_mul4_tap(void **state) {
  (void)state;
  dut_t d = dut_new("apx_mul4", "");
  put(&d, "in_valid", 1);
  put(&d, "a_signed", 1);
  put(&d, "b_signed", 1);
  put(&d, "approx", 1);
  put(&d, "a", 8);
  put(&d, "b", 8);
  tick(&d);
  put(&d, "a", 7);
  put(&d, "b", 7);
  tick(&d);
  assert_int_equal(get_signed(&d, "tap_array", 0, 10), 64);
  assert_int_equal(get_signed(&d, "product", 0, 10), 68);
  put(&d, "a", 9); /* -7 * 7 = -49 loses 7: -56 */
  tick(&d);
  assert_int_equal(get_signed(&d, "tap_array", 0, 10), 32);
  tick(&d);
  assert_int_equal(get_signed(&d, "tap_array", 0, 10), -56);
  assert_int_equal(get_signed(&d, "product", 0, 10), -52);
  dut_free(&d);
}

/* ---- figures ---- */

/* Errors over all 256 pairs in approximate mode. */
static errors_t errors_all(const char *params, uint32_t as, uint32_t bs) {
  dut_t d = dut_new("apx_mul4", params);
  errors_t e = {0};
  for (uint32_t i = 0; i < 256; i++) {
    const uint32_t a = i >> 4, b = i & 15;
    errors_count(&e, product(d.model, as, bs, 1, a, b) - nibble(a, as) * nibble(b, bs));
  }
  dut_free(&d);
  return e;
}

/* Mean error -4.25: a term is 1 for a quarter of the pairs, (1 + 2 * 2 + 3 * 4) / 4. */
static void test_apx_mul4_mean_error(void **state) {
  (void)state;
  for (uint32_t signs = 0; signs < 4; signs++) {
    const errors_t e = errors_all("Bias=0", signs & 1, signs >> 1);
    assert_int_equal(e.sum, -1088);
    assert_prints(e.sum, e.pairs, "-4.25");
    assert_int_equal(errors_all("", signs & 1, signs >> 1).sum, -64);
  }
}

/* Mean of |error| over 64, the largest signed product: 6.6 % without bias, 4.9 % with 4. */
static void test_apx_mul4_nmed(void **state) {
  (void)state;
  const errors_t plain = errors_all("Bias=0", 1, 1), biased = errors_all("", 1, 1);
  assert_prints(100 * plain.abs, 64 * plain.pairs, "6.6");
  assert_prints(100 * biased.abs, 64 * biased.pairs, "4.9");
}

/* A zero operand returns the bias, unless the bias is gated. */
static void test_apx_mul4_zero_operand(void **state) {
  (void)state;
  dut_t d = dut_new("apx_mul4", ""), g = dut_new("apx_mul4", "BiasGate=1");
  assert_int_equal(product(d.model, 1, 1, 1, 0, 9), 4);
  assert_int_equal(product(g.model, 1, 1, 1, 0, 9), 0);
  assert_int_equal(product(g.model, 1, 1, 1, 9, 0), 0);
  assert_int_equal(product(g.model, 1, 1, 1, 1, 1), 4); /* the product is gone, the bias is not */
  dut_free(&d);
  dut_free(&g);
}

/* ---- coverage ---- */

static void test_apx_mul4_coverage(void **state) {
  (void)state;
  dut_t d = dut_new("apx_mul4", "");
  put(&d, "in_valid", 1);
  put(&d, "a", 7);
  put(&d, "b", 7);
  tick(&d); /* exact */
  put(&d, "approx", 1);
  tick(&d); /* -17 + 4 */
  put(&d, "b", 0);
  tick(&d); /* + 4 */
  put(&d, "a", 1);
  put(&d, "b", 4);
  tick(&d); /* -4 + 4 */
  assert_int_equal(hits(&d, "a_value.7"), 3);
  assert_int_equal(hits(&d, "b_value.4"), 1);
  assert_int_equal(hits(&d, "error.none"), 2);
  assert_int_equal(hits(&d, "error.negative"), 1);
  assert_int_equal(hits(&d, "error.positive"), 1);
  assert_int_equal(hits(&d, "error x approx.none,0"), 1);
  assert_int_equal(hits(&d, "error x approx.none,1"), 1);
  dut_free(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_apx_mul4_one_edge_later), cmocka_unit_test(test_apx_mul4_accurate),
      cmocka_unit_test(test_apx_mul4_approximate),    cmocka_unit_test(test_apx_mul4_tap),
      cmocka_unit_test(test_apx_mul4_mean_error),     cmocka_unit_test(test_apx_mul4_nmed),
      cmocka_unit_test(test_apx_mul4_zero_operand),   cmocka_unit_test(test_apx_mul4_coverage),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
