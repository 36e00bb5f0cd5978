#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* cmocka.h needs the headers above */
#include <cmocka.h>

#include <gmp.h>

#include "core/wide.h"

enum { CASES = 4000 };

typedef gcim_wide_t binary_t(const gcim_wide_t *, const gcim_wide_t *);
typedef gcim_wide_t shift_t(const gcim_wide_t *, int);

/* An operand twice: as the number under test and as the reference. */
typedef struct {
  gcim_wide_t wide;
  mpz_t big;
} pair_t;

/* Scratch numbers of all tests, made and freed by main; every test draws its own values. */
static pair_t a;
static pair_t b;
static mpz_t expected;

/* Next word of a fixed generator (splitmix64), so that every run is the same. */
static uint64_t next_random(uint64_t *state) {
  uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

/* Reduce `big` to the range -2^(W-1) .. 2^(W-1) - 1 of two's complement. */
static void reduce(mpz_t big) {
  bool negative = mpz_tstbit(big, GCIM_WIDE_BITS - 1) != 0;
  mpz_t modulus;
  mpz_init(modulus);
  mpz_setbit(modulus, GCIM_WIDE_BITS);
  mpz_fdiv_r_2exp(big, big, GCIM_WIDE_BITS);
  if (negative) {
    mpz_sub(big, big, modulus);
  }
  mpz_clear(modulus);
}

/* Make a number of random length and sign, with runs of equal bits in half of the words. */
static void draw(pair_t *pair, uint64_t *seed) {
  mpz_t bits;
  mpz_init(bits);
  mpz_set_ui(pair->big, 0);
  for (int i = 0; i < GCIM_WIDE_WORDS; i++) {
    uint64_t kind = next_random(seed) % 4;
    uint32_t run = kind % 2 == 0 ? 0 : UINT32_MAX;
    mpz_mul_2exp(pair->big, pair->big, 32);
    mpz_add_ui(pair->big, pair->big, kind < 2 ? (uint32_t)next_random(seed) : run);
  }
  reduce(pair->big);
  mpz_fdiv_q_2exp(pair->big, pair->big, next_random(seed) % GCIM_WIDE_BITS);
  mpz_fdiv_r_2exp(bits, pair->big, GCIM_WIDE_BITS);
  for (int i = 0; i < GCIM_WIDE_WORDS; i++) {
    pair->wide.word[i] = (uint32_t)mpz_get_ui(bits);
    mpz_fdiv_q_2exp(bits, bits, 32);
  }
  mpz_clear(bits);
}

/* Check modulo 2^W; `reference` is reduced in place. */
static void assert_wide_is(gcim_wide_t actual, mpz_t reference) {
  mpz_t value;
  mpz_init(value);
  mpz_import(value, GCIM_WIDE_WORDS, -1, sizeof actual.word[0], 0, 0, actual.word);
  reduce(value);
  reduce(reference);
  assert_int_equal(mpz_cmp(value, reference), 0);
  mpz_clear(value);
}

static void assert_i64_is(gcim_wide_t actual, int64_t value) {
  bool fits = false;
  assert_int_equal(gcim_wide_to_i64(&actual, &fits), value);
  assert_true(fits);
}

static void test_wide_zero_is_zero(void **state) {
  (void)state;
  gcim_wide_t zero = gcim_wide_zero();
  for (int i = 0; i < GCIM_WIDE_WORDS; i++) {
    assert_int_equal(zero.word[i], 0);
  }
}

static void test_wide_from_i64_by_hand(void **state) {
  (void)state;
  gcim_wide_t value = gcim_wide_from_i64(INT64_MIN + 5);
  assert_int_equal(value.word[0], 5);
  assert_int_equal(value.word[1], 0x80000000);
  for (int i = 2; i < GCIM_WIDE_WORDS; i++) {
    assert_int_equal(value.word[i], 0xffffffff);
  }
}

static void test_wide_from_bits_by_hand(void **state) {
  (void)state;
  const uint32_t words[2] = {0x80000000, 0x00000001};
  assert_i64_is(gcim_wide_from_bits(words, 31, 2, true), -1);
  assert_i64_is(gcim_wide_from_bits(words, 31, 2, false), 3);
  assert_i64_is(gcim_wide_from_bits(words, 31, 0, true), 0);
}

/* Every width, against the field cut out by GMP. */
static void test_wide_from_bits_equals_gmp(void **state) {
  (void)state;
  uint64_t seed = 1;
  for (unsigned width = 1; width <= GCIM_WIDE_BITS; width++) {
    draw(&a, &seed);
    unsigned offset = (unsigned)(next_random(&seed) % (GCIM_WIDE_BITS - width + 1));
    mpz_fdiv_q_2exp(expected, a.big, offset);
    mpz_fdiv_r_2exp(expected, expected, width);
    assert_wide_is(gcim_wide_from_bits(a.wide.word, (int)offset, (int)width, false), expected);
    mpz_mul_2exp(expected, expected, GCIM_WIDE_BITS - width); /* sign to the top, and back */
    reduce(expected);
    mpz_fdiv_q_2exp(expected, expected, GCIM_WIDE_BITS - width);
    assert_wide_is(gcim_wide_from_bits(a.wide.word, (int)offset, (int)width, true), expected);
  }
}

/* -2 in 40 bits at offset 30: ones from bit 31 to bit 69, the bits around unchanged. */
static void test_wide_to_bits_by_hand(void **state) {
  (void)state;
  uint32_t words[3] = {0x2aaaaaaa, 0, 0xffffff00};
  gcim_wide_t value = gcim_wide_from_i64(-2);
  gcim_wide_to_bits(&value, words, 30, 40);
  assert_int_equal(words[0], 0xaaaaaaaa);
  assert_int_equal(words[1], 0xffffffff);
  assert_int_equal(words[2], 0xffffff3f);
}

static void test_wide_to_bits_full_width(void **state) {
  (void)state;
  uint64_t seed = 2;
  draw(&a, &seed);
  gcim_wide_t copy = gcim_wide_zero();
  gcim_wide_to_bits(&a.wide, copy.word, 0, GCIM_WIDE_BITS);
  assert_wide_is(copy, a.big);
}

static void check_binary(binary_t *operation, void (*reference)(mpz_t, const mpz_t, const mpz_t)) {
  uint64_t seed = 3;
  for (int i = 0; i < CASES; i++) {
    draw(&a, &seed);
    draw(&b, &seed);
    reference(expected, a.big, b.big);
    assert_wide_is(operation(&a.wide, &b.wide), expected);
  }
}

static void test_wide_add_equals_gmp(void **state) {
  (void)state;
  check_binary(gcim_wide_add, mpz_add);
}

static void test_wide_sub_equals_gmp(void **state) {
  (void)state;
  check_binary(gcim_wide_sub, mpz_sub);
}

static void test_wide_mul_equals_gmp(void **state) {
  (void)state;
  check_binary(gcim_wide_mul, mpz_mul);
}

/* All ones unsigned is the worst case of the carry: (-1) * (-1) = 1. */
static void test_wide_mul_longest_carry(void **state) {
  (void)state;
  gcim_wide_t minus_one = gcim_wide_from_i64(-1);
  assert_i64_is(gcim_wide_mul(&minus_one, &minus_one), 1);
}

static void test_wide_mul_i64_equals_gmp(void **state) {
  (void)state;
  uint64_t seed = 4;
  for (int i = 0; i < CASES; i++) {
    draw(&a, &seed);
    int64_t magnitude = (int64_t)(next_random(&seed) >> (1 + i % 63));
    int64_t factor = i % 2 == 0 ? magnitude : -magnitude - 1;
    factor = i == 0 ? INT64_MIN : factor;
    mpz_mul_si(expected, a.big, factor);
    assert_wide_is(gcim_wide_mul_i64(&a.wide, factor), expected);
  }
}

static void test_wide_neg_equals_gmp(void **state) {
  (void)state;
  uint64_t seed = 5;
  for (int i = 0; i < CASES; i++) {
    draw(&a, &seed);
    mpz_neg(expected, a.big);
    assert_wide_is(gcim_wide_neg(&a.wide), expected);
  }
}

/* -(-2^(W-1)) has no room and wraps to itself. */
static void test_wide_neg_of_min_wraps(void **state) {
  (void)state;
  gcim_wide_t min = gcim_wide_zero();
  min.word[GCIM_WIDE_WORDS - 1] = 0x80000000;
  gcim_wide_t negative = gcim_wide_neg(&min);
  assert_memory_equal(&negative, &min, sizeof min);
}

/* Every distance to twice the width. */
static void check_shift(shift_t *shift, void (*reference)(mpz_t, const mpz_t, mp_bitcnt_t)) {
  uint64_t seed = 6;
  for (unsigned count = 0; count < 2 * GCIM_WIDE_BITS; count++) {
    draw(&a, &seed);
    reference(expected, a.big, count);
    assert_wide_is(shift(&a.wide, (int)count), expected);
  }
}

static void test_wide_shift_left_equals_gmp(void **state) {
  (void)state;
  check_shift(gcim_wide_shift_left, mpz_mul_2exp);
}

static void test_wide_shift_right_equals_gmp(void **state) {
  (void)state;
  check_shift(gcim_wide_shift_right, mpz_fdiv_q_2exp);
}

static void test_wide_shift_by_int_max(void **state) {
  (void)state;
  gcim_wide_t value = gcim_wide_from_i64(-3);
  assert_i64_is(gcim_wide_shift_left(&value, INT32_MAX), 0);
  assert_i64_is(gcim_wide_shift_right(&value, INT32_MAX), -1);
}

static void test_wide_compare_equals_gmp(void **state) {
  (void)state;
  uint64_t seed = 7;
  for (int i = 0; i < CASES; i++) {
    draw(&a, &seed);
    draw(&b, &seed);
    int order = mpz_cmp(a.big, b.big);
    assert_int_equal(gcim_wide_compare(&a.wide, &b.wide), (order > 0) - (order < 0));
    assert_int_equal(gcim_wide_compare(&a.wide, &a.wide), 0);
  }
}

/* Neighbours differ in the low word only, or in a carry through all words. Also a fixed bug: with
 * one differing word gcc 12.2 -O2 returned 0 for 1, from a loop that kept the last difference. */
static void test_wide_compare_neighbours(void **state) {
  (void)state;
  uint64_t seed = 8;
  gcim_wide_t one = gcim_wide_from_i64(1);
  for (int i = 0; i < CASES; i++) {
    draw(&a, &seed);
    a.wide.word[GCIM_WIDE_WORDS - 1] &= 0xbfffffff; /* room for one more */
    gcim_wide_t next = gcim_wide_add(&a.wide, &one);
    assert_int_equal(gcim_wide_compare(&a.wide, &next), -1);
    assert_int_equal(gcim_wide_compare(&next, &a.wide), 1);
  }
}

static void test_wide_sign_equals_gmp(void **state) {
  (void)state;
  uint64_t seed = 9;
  for (int i = 0; i < CASES; i++) {
    draw(&a, &seed);
    assert_int_equal(gcim_wide_sign(&a.wide), mpz_sgn(a.big));
    assert_int_equal(gcim_wide_is_zero(&a.wide), mpz_sgn(a.big) == 0);
  }
}

static void test_wide_bit_length_by_hand(void **state) {
  (void)state;
  const int64_t values[] = {0, -1, 1, -2, 2, 3, -3, -4, -5, 127, 128, -128, -129};
  const int lengths[] = {1, 1, 2, 2, 3, 3, 3, 3, 4, 8, 9, 8, 9};
  for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
    gcim_wide_t value = gcim_wide_from_i64(values[i]);
    assert_int_equal(gcim_wide_bit_length(&value), lengths[i]);
  }
}

/* 2^k and -2^k - 1 need k + 2 bits, 2^k - 1 and -2^k need k + 1. */
static void test_wide_bit_length_of_powers(void **state) {
  (void)state;
  gcim_wide_t one = gcim_wide_from_i64(1);
  for (int k = 0; k < GCIM_WIDE_BITS - 2; k++) {
    gcim_wide_t power = gcim_wide_shift_left(&one, k);
    gcim_wide_t negative = gcim_wide_neg(&power);
    gcim_wide_t below = gcim_wide_sub(&power, &one);
    gcim_wide_t under = gcim_wide_sub(&negative, &one);
    assert_int_equal(gcim_wide_bit_length(&power), k + 2);
    assert_int_equal(gcim_wide_bit_length(&under), k + 2);
    assert_int_equal(gcim_wide_bit_length(&below), k + 1);
    assert_int_equal(gcim_wide_bit_length(&negative), k + 1);
  }
}

/* Definition: -2^(w-1) <= value < 2^(w-1). */
static void test_wide_fits_equals_gmp(void **state) {
  (void)state;
  uint64_t seed = 10;
  for (int i = 0; i < CASES; i++) {
    draw(&a, &seed);
    unsigned width = 1 + (unsigned)(next_random(&seed) % GCIM_WIDE_BITS);
    mpz_set_ui(expected, 0);
    mpz_setbit(expected, width - 1);
    bool below = mpz_cmp(a.big, expected) < 0;
    mpz_neg(expected, expected);
    bool above = mpz_cmp(a.big, expected) >= 0;
    assert_int_equal(gcim_wide_fits(&a.wide, (int)width), below && above);
    assert_false(gcim_wide_fits(&a.wide, 0));
  }
}

/* A single bit k is seen exactly by counts above k. */
static void test_wide_any_low_bits_single_bit(void **state) {
  (void)state;
  gcim_wide_t one = gcim_wide_from_i64(1);
  for (int k = 0; k < GCIM_WIDE_BITS; k++) {
    gcim_wide_t bit = gcim_wide_shift_left(&one, k);
    assert_false(gcim_wide_any_low_bits(&bit, k));
    assert_true(gcim_wide_any_low_bits(&bit, k + 1));
    assert_true(gcim_wide_any_low_bits(&bit, INT32_MAX));
  }
}

static void test_wide_to_i64_round_trip(void **state) {
  (void)state;
  const int64_t values[] = {0, 1, -1, INT64_MAX, INT64_MIN};
  for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
    assert_i64_is(gcim_wide_from_i64(values[i]), values[i]);
  }
}

/* INT64_MAX + 1 does not fit and wraps to INT64_MIN. */
static void test_wide_to_i64_reports_misfit(void **state) {
  (void)state;
  bool fits = true;
  gcim_wide_t max = gcim_wide_from_i64(INT64_MAX);
  gcim_wide_t one = gcim_wide_from_i64(1);
  gcim_wide_t above = gcim_wide_add(&max, &one);
  assert_int_equal(gcim_wide_to_i64(&above, &fits), INT64_MIN);
  assert_false(fits);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_wide_zero_is_zero),
      cmocka_unit_test(test_wide_from_i64_by_hand),
      cmocka_unit_test(test_wide_from_bits_by_hand),
      cmocka_unit_test(test_wide_from_bits_equals_gmp),
      cmocka_unit_test(test_wide_to_bits_by_hand),
      cmocka_unit_test(test_wide_to_bits_full_width),
      cmocka_unit_test(test_wide_add_equals_gmp),
      cmocka_unit_test(test_wide_sub_equals_gmp),
      cmocka_unit_test(test_wide_mul_equals_gmp),
      cmocka_unit_test(test_wide_mul_longest_carry),
      cmocka_unit_test(test_wide_mul_i64_equals_gmp),
      cmocka_unit_test(test_wide_neg_equals_gmp),
      cmocka_unit_test(test_wide_neg_of_min_wraps),
      cmocka_unit_test(test_wide_shift_left_equals_gmp),
      cmocka_unit_test(test_wide_shift_right_equals_gmp),
      cmocka_unit_test(test_wide_shift_by_int_max),
      cmocka_unit_test(test_wide_compare_equals_gmp),
      cmocka_unit_test(test_wide_compare_neighbours),
      cmocka_unit_test(test_wide_sign_equals_gmp),
      cmocka_unit_test(test_wide_bit_length_by_hand),
      cmocka_unit_test(test_wide_bit_length_of_powers),
      cmocka_unit_test(test_wide_fits_equals_gmp),
      cmocka_unit_test(test_wide_any_low_bits_single_bit),
      cmocka_unit_test(test_wide_to_i64_round_trip),
      cmocka_unit_test(test_wide_to_i64_reports_misfit),
  };
  mpz_inits(a.big, b.big, expected, NULL);
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  mpz_clears(a.big, b.big, expected, NULL);
  return failed;
}
