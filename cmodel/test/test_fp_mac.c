/* Multiply-accumulate of aligned lanes: by hand, against GMP, and its two routes. */
#include "helper_rational.h"

#include "part/fp_mac.h"

static void test_fp_mac_one_edge_later(void **state) {
  (void)state;
  check_one_edge_later("fp_mac", "acc", "tap_sum");
}

static void equals(const dut_t *d, const char *name, const mpz_t wanted) {
  mpz_t z;
  mpz_init(z);
  const int signal = sig(d, name);
  field_z(z, d, signal, 0, d->card->signals[signal].width, true);
  if (mpz_cmp(z, wanted) != 0) {
    gmp_fprintf(stderr, "%s is %Zd, not %Zd\n", name, z, wanted);
    fail();
  }
  mpz_clear(z);
}

static void judge(const dut_t *d) {
  const int lanes = value_of(d, "Lanes");
  const int x_bits = value_of(d, "XBits"), w_bits = value_of(d, "WBits");
  const int x_port = sig(d, "x"), w_port = sig(d, "w");
  mpz_t x, w, sum, w_sum;
  mpz_inits(x, w, sum, w_sum, NULL);
  for (int i = 0; i < lanes; i++) {
    field_z(x, d, x_port, i, x_bits, true);
    field_z(w, d, w_port, i, w_bits, true);
    mpz_addmul(sum, x, w);
    mpz_add(w_sum, w_sum, w);
  }
  equals(d, "tap_sum", sum);
  equals(d, "tap_w_sum", w_sum);
  mpz_mul_ui(sum, sum, 2);
  if (get(d, "in_correct") != 0) {
    mpz_add(sum, sum, w_sum);
  }
  equals(d, "acc", sum);
  mpz_clears(x, w, sum, w_sum, NULL);
}

static void test_fp_mac_gmp(void **state) {
  (void)state;
  judge_configs("fp_mac", times(1000), judge);
  judge_stimulus("fp_mac", "Lanes=512 XBits=64 WBits=2", times(100), judge);
}

/* AccBits holds the largest sum: all lanes most negative; the correction cannot reach it. */
static void test_fp_mac_most_positive(void **state) {
  (void)state;
  dut_t d = dut_new("fp_mac", "config=least"); /* one lane of 2 x 2 bits: -2 * -2 */
  put(&d, "x", 2);
  put(&d, "w", 2);
  d.model->unit->ops->eval(d.model, d.image);
  assert_int_equal(get_signed(&d, "acc", 0, 5), 8);
  put(&d, "in_correct", 1);
  d.model->unit->ops->eval(d.model, d.image);
  assert_int_equal(get_signed(&d, "acc", 0, 5), 6); /* (2 * -2 + 1) * -2 */
  dut_free(&d);
}

/* 3 * 5 + -4 * 7, and the sum of the weights with correct = 1. */
static void test_fp_mac_by_hand(void **state) {
  (void)state;
  const int64_t x[] = {3, -4}, w[] = {5, 7};
  assert_int_equal(gcim_fp_mac64(x, w, 2, false).acc, -26);
  assert_int_equal(gcim_fp_mac64(x, w, 2, true).acc, -14);
  const gcim_wide_t wide = gcim_fp_mac(x, w, 2, true).acc;
  assert_int_equal(gcim_wide_to_i64(&wide, NULL), -14);
}

/* The 64-bit route gives what the wide one gives, up to its own limit: 20 + 36 + 7 + 1 bits. */
static void test_fp_mac_routes(void **state) {
  (void)state;
  dice_t dice = {.seed = 5};
  int64_t x[128], w[128];
  for (long k = 0; k < times(2000); k++) {
    const bool edge = roll(&dice, 4) == 0;
    for (int i = 0; i < 128; i++) {
      x[i] = edge ? -(1 << 19) : (int64_t)roll(&dice, 1 << 20) - (1 << 19);
      w[i] =
          edge ? -((int64_t)1 << 35) : ((int64_t)roll(&dice, 1u << 31) << 5) - ((int64_t)1 << 35);
    }
    const gcim_fp_mac64_t a = gcim_fp_mac64(x, w, 128, k % 2 != 0);
    const gcim_fp_mac_t b = gcim_fp_mac(x, w, 128, k % 2 != 0);
    bool fits;
    assert_int_equal(gcim_wide_to_i64(&b.acc, &fits), a.acc);
    assert_true(fits);
    assert_int_equal(gcim_wide_to_i64(&b.sum, NULL), a.sum);
    assert_int_equal(gcim_wide_to_i64(&b.w_sum, NULL), a.w_sum);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fp_mac_one_edge_later), cmocka_unit_test(test_fp_mac_by_hand),
      cmocka_unit_test(test_fp_mac_most_positive),  cmocka_unit_test(test_fp_mac_gmp),
      cmocka_unit_test(test_fp_mac_routes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
