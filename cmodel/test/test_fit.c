#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* cmocka.h needs the headers above */
#include <cmocka.h>

#include "num/fit.h"

/* Wrapping from the definition: step by 2^bits until the range is reached. */
static int64_t slow_wrap(int64_t value, int64_t min, int64_t max) {
  while (value < min) {
    value += max - min + 1;
  }
  while (value > max) {
    value -= max - min + 1;
  }
  return value;
}

static int64_t slow_clamp(int64_t value, int64_t min, int64_t max) {
  int64_t floored = value < min ? min : value;
  return floored > max ? max : floored;
}

static void test_fit_signed_every_small_value(void **state) {
  (void)state;
  int64_t half = 1; /* 2^(bits - 1) */
  for (int bits = 1; bits <= 9; bits++, half *= 2) {
    for (int64_t value = -600; value <= 600; value++) {
      bool wrap_over = false;
      bool sat_over = false;
      int64_t wrap = gcim_fit_signed(value, bits, GCIM_FIT_WRAP, &wrap_over);
      int64_t sat = gcim_fit_signed(value, bits, GCIM_FIT_SAT, &sat_over);
      assert_int_equal(wrap, slow_wrap(value, -half, half - 1));
      assert_int_equal(sat, slow_clamp(value, -half, half - 1));
      assert_int_equal(wrap_over, value < -half || value >= half);
      assert_int_equal(sat_over, wrap_over);
    }
  }
}

static void test_fit_unsigned_every_small_value(void **state) {
  (void)state;
  int64_t max = 1;
  for (int bits = 1; bits <= 9; bits++, max = 2 * max + 1) {
    for (int64_t value = -600; value <= 600; value++) {
      bool wrap_over = false;
      bool sat_over = false;
      uint64_t wrap = gcim_fit_unsigned(value, bits, GCIM_FIT_WRAP, &wrap_over);
      uint64_t sat = gcim_fit_unsigned(value, bits, GCIM_FIT_SAT, &sat_over);
      assert_int_equal(wrap, slow_wrap(value, 0, max));
      assert_int_equal(sat, slow_clamp(value, 0, max));
      assert_int_equal(wrap_over, value < 0 || value > max);
      assert_int_equal(sat_over, wrap_over);
    }
  }
}

static void test_fit_signed_64_bits_holds_all(void **state) {
  (void)state;
  bool overflow = false;
  assert_int_equal(gcim_fit_signed(INT64_MIN, 64, GCIM_FIT_SAT, &overflow), INT64_MIN);
  assert_int_equal(gcim_fit_signed(INT64_MAX, 64, GCIM_FIT_WRAP, &overflow), INT64_MAX);
  assert_false(overflow);
}

static void test_fit_signed_63_bits_by_hand(void **state) {
  (void)state;
  const int64_t max = INT64_C(0x3fffffffffffffff);
  assert_int_equal(gcim_fit_signed(INT64_MAX, 63, GCIM_FIT_SAT, NULL), max);
  assert_int_equal(gcim_fit_signed(INT64_MIN, 63, GCIM_FIT_SAT, NULL), -max - 1);
  assert_int_equal(gcim_fit_signed(INT64_MAX, 63, GCIM_FIT_WRAP, NULL), -1);
  assert_int_equal(gcim_fit_signed(max + 1, 63, GCIM_FIT_WRAP, NULL), -max - 1);
}

static void test_fit_unsigned_wide_by_hand(void **state) {
  (void)state;
  assert_int_equal(gcim_fit_unsigned(INT64_MAX, 63, GCIM_FIT_SAT, NULL), INT64_MAX);
  assert_int_equal(gcim_fit_unsigned(INT64_MAX, 62, GCIM_FIT_SAT, NULL), INT64_MAX / 2);
  assert_int_equal(gcim_fit_unsigned(-1, 64, GCIM_FIT_WRAP, NULL), UINT64_MAX);
  assert_int_equal(gcim_fit_unsigned(-1, 64, GCIM_FIT_SAT, NULL), 0);
  assert_int_equal(gcim_fit_unsigned(INT64_MIN, 63, GCIM_FIT_WRAP, NULL), 0);
}

/* In 64 bits only negative values overflow. */
static void test_fit_unsigned_64_bits_flag(void **state) {
  (void)state;
  bool overflow = false;
  assert_int_equal(gcim_fit_unsigned(INT64_MAX, 64, GCIM_FIT_SAT, &overflow), INT64_MAX);
  assert_false(overflow);
  assert_int_equal(gcim_fit_unsigned(-1, 64, GCIM_FIT_WRAP, &overflow), UINT64_MAX);
  assert_true(overflow);
}

/* A later value that fits must not hide an earlier one that did not. */
static void test_fit_overflow_is_sticky(void **state) {
  (void)state;
  bool overflow = true;
  gcim_wide_t one = gcim_wide_from_i64(1);
  assert_int_equal(gcim_fit_signed(1, 8, GCIM_FIT_SAT, &overflow), 1);
  assert_int_equal(gcim_fit_unsigned(1, 8, GCIM_FIT_SAT, &overflow), 1);
  gcim_wide_t fitted = gcim_wide_fit_signed(&one, 8, GCIM_FIT_SAT, &overflow);
  assert_int_equal(gcim_wide_to_i64(&fitted, NULL), 1);
  assert_true(overflow);
}

static void test_fit_wide_every_small_value(void **state) {
  (void)state;
  int64_t half = 1;
  for (int bits = 1; bits <= 9; bits++, half *= 2) {
    for (int64_t value = -600; value <= 600; value++) {
      bool overflow = false;
      gcim_wide_t wide = gcim_wide_from_i64(value);
      gcim_wide_t wrap = gcim_wide_fit_signed(&wide, bits, GCIM_FIT_WRAP, NULL);
      gcim_wide_t sat = gcim_wide_fit_signed(&wide, bits, GCIM_FIT_SAT, &overflow);
      assert_int_equal(gcim_wide_to_i64(&wrap, NULL), slow_wrap(value, -half, half - 1));
      assert_int_equal(gcim_wide_to_i64(&sat, NULL), slow_clamp(value, -half, half - 1));
      assert_int_equal(overflow, value < -half || value >= half);
    }
  }
}

/* Check a wide value word by word: `below` under word `word`, `at` in it, `above` over it. */
static void assert_words(const gcim_wide_t *value, int word, uint32_t below, uint32_t at,
                         uint32_t above) {
  for (int i = 0; i < GCIM_WIDE_WORDS; i++) {
    uint32_t expected = i < word ? below : above;
    assert_int_equal(value->word[i], i == word ? at : expected);
  }
}

/* 2^1000 saturated to 700 bits is 2^699 - 1: bit 698 is bit 26 of word 21. */
static void test_fit_wide_saturates_up(void **state) {
  (void)state;
  bool overflow = false;
  gcim_wide_t value = gcim_wide_from_i64(1);
  value = gcim_wide_shift_left(&value, 1000);
  gcim_wide_t result = gcim_wide_fit_signed(&value, 700, GCIM_FIT_SAT, &overflow);
  assert_words(&result, 21, 0xffffffff, 0x07ffffff, 0);
  assert_true(overflow);
}

/* -2^1000 saturated to 700 bits is -2^699. */
static void test_fit_wide_saturates_down(void **state) {
  (void)state;
  bool overflow = false;
  gcim_wide_t value = gcim_wide_from_i64(-1);
  value = gcim_wide_shift_left(&value, 1000);
  gcim_wide_t result = gcim_wide_fit_signed(&value, 700, GCIM_FIT_SAT, &overflow);
  assert_words(&result, 21, 0, 0xf8000000, 0xffffffff);
  assert_true(overflow);
}

/* 2^699 in 700 bits wraps to -2^699. */
static void test_fit_wide_wraps_to_negative(void **state) {
  (void)state;
  bool overflow = false;
  gcim_wide_t value = gcim_wide_from_i64(1);
  value = gcim_wide_shift_left(&value, 699);
  gcim_wide_t result = gcim_wide_fit_signed(&value, 700, GCIM_FIT_WRAP, &overflow);
  assert_words(&result, 21, 0, 0xf8000000, 0xffffffff);
  assert_true(overflow);
}

/* All GCIM_WIDE_BITS bits hold every value. */
static void test_fit_wide_full_width_holds_all(void **state) {
  (void)state;
  bool overflow = false;
  gcim_wide_t value = gcim_wide_from_i64(-1);
  value = gcim_wide_shift_left(&value, GCIM_WIDE_BITS - 1);
  gcim_wide_t result = gcim_wide_fit_signed(&value, GCIM_WIDE_BITS, GCIM_FIT_SAT, &overflow);
  assert_words(&result, GCIM_WIDE_WORDS - 1, 0, 0x80000000, 0);
  assert_false(overflow);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fit_signed_every_small_value),
      cmocka_unit_test(test_fit_unsigned_every_small_value),
      cmocka_unit_test(test_fit_signed_64_bits_holds_all),
      cmocka_unit_test(test_fit_signed_63_bits_by_hand),
      cmocka_unit_test(test_fit_unsigned_wide_by_hand),
      cmocka_unit_test(test_fit_unsigned_64_bits_flag),
      cmocka_unit_test(test_fit_overflow_is_sticky),
      cmocka_unit_test(test_fit_wide_every_small_value),
      cmocka_unit_test(test_fit_wide_saturates_up),
      cmocka_unit_test(test_fit_wide_saturates_down),
      cmocka_unit_test(test_fit_wide_wraps_to_negative),
      cmocka_unit_test(test_fit_wide_full_width_holds_all),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
