/* The largest exponent of a group. */
#include "helper_rational.h"

static void test_fp_emax_one_edge_later(void **state) {
  (void)state;
  check_one_edge_later("fp_emax", "max", "tap_max");
}

/* One group of 8 exponents of 5 bits, the default configuration. */
static dut_t group(const char *params, const int *exp, unsigned nonzero, int zeros) {
  dut_t d = dut_new("fp_emax", params);
  for (int i = 0; i < value_of(&d, "Lanes"); i++) {
    put_at(&d, "exp", i * value_of(&d, "ExpBits"), value_of(&d, "ExpBits"), (uint64_t)exp[i]);
  }
  put(&d, "nonzero", nonzero);
  put(&d, "in_zeros", (uint64_t)zeros);
  d.model->unit->ops->eval(d.model, d.image);
  return d;
}

static void expect(const char *params, const int *exp, unsigned nonzero, int zeros, int max,
                   int any) {
  dut_t d = group(params, exp, nonzero, zeros);
  assert_int_equal(get(&d, "max"), max);
  assert_int_equal(get(&d, "any"), any);
  dut_free(&d);
}

/* 5, 6: lane 3 has the largest exponent but is zero. */
static void test_fp_emax_zeros(void **state) {
  const int exp[] = {3, 7, 7, 31, 0, 1, 2, 6};
  (void)state;
  expect("", exp, 0xf7, 0, 7, 1);
  expect("", exp, 0xf7, 1, 31, 1);
  expect("", exp, 0x10, 0, 0, 1); /* a lane of exponent 0 counts too */
  expect("", exp, 0x00, 0, 0, 0);
  expect("", exp, 0x00, 1, 31, 1);
}

/* 7: 7 lanes of 5 bits, the low two not compared: 12..15 become 15; a group without a lane is 0. */
static void test_fp_emax_segment(void **state) {
  const int exp[] = {12, 3, 8, 0, 0, 0, 0};
  (void)state;
  expect("config=steps", exp, 0x07, 0, 15, 1);
  expect("config=steps", exp, 0x06, 0, 11, 1);
  expect("config=steps", exp, 0x02, 0, 3, 1);
  expect("config=steps", exp, 0x08, 0, 3, 1);
  expect("config=steps", exp, 0x00, 0, 0, 0);
  dut_t d = group("config=steps", exp, 0x07, 0);
  assert_int_equal(get(&d, "tap_max"), 12);
  dut_free(&d);
}

/* No exponent of a counting lane is above tap_max, one is equal; max is in the same segment and the
 * next number is not. */
static void judge(const dut_t *d) {
  const int bits = value_of(d, "ExpBits"), segment = value_of(d, "Segment");
  const int top = get(d, "tap_max"), max = get(d, "max");
  int counting = 0, equal = 0;
  for (int i = 0; i < value_of(d, "Lanes"); i++) {
    const int exp = (int)get_at(d, "exp", i * bits, bits);
    if (get(d, "in_zeros") != 0 || get_at(d, "nonzero", i, 1) != 0) {
      assert_true(exp <= top);
      counting++;
      equal += exp == top;
    }
  }
  assert_int_equal(get(d, "any"), counting > 0);
  assert_true(counting == 0 ? top == 0 && max == 0 : equal > 0);
  if (counting > 0) {
    assert_int_equal(max / (1 << segment), top / (1 << segment));
    assert_int_equal((max + 1) % (1 << segment), 0);
  }
}

static void test_fp_emax_configs(void **state) {
  (void)state;
  judge_configs("fp_emax", times(5000), judge);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fp_emax_one_edge_later),
      cmocka_unit_test(test_fp_emax_zeros),
      cmocka_unit_test(test_fp_emax_segment),
      cmocka_unit_test(test_fp_emax_configs),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
