#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* cmocka.h needs the headers above */
#include <cmocka.h>

#include <gmp.h>

#include "num/round.h"

__extension__ typedef __int128 wide128_t;

enum { MODES = 6 };

/* Next word of a fixed generator (splitmix64), so that every run is the same. */
static uint64_t next_random(uint64_t *state) {
  uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

/* The definition: of the integers floor and ceil next to value / scale, the one that the mode
 * names. Division and distances, no bits. */
static wide128_t slow_round(wide128_t value, wide128_t scale, gcim_round_t mode) {
  wide128_t floor = value / scale;
  floor -= value % scale < 0;
  wide128_t above = value - floor * scale; /* distance to floor, in 1 / scale */
  wide128_t below = scale - above;
  wide128_t ceil = floor + (above != 0);
  wide128_t even = floor % 2 == 0 ? floor : ceil;
  if (above != below && (mode == GCIM_RND_RNE || mode == GCIM_RND_RNA)) {
    return above < below ? floor : ceil;
  }
  switch (mode) {
    case GCIM_RND_RNE:
      return even;
    case GCIM_RND_RNA:
      return value < 0 ? floor : ceil;
    case GCIM_RND_RTZ:
      return value < 0 ? ceil : floor;
    case GCIM_RND_FLOOR:
      return floor;
    case GCIM_RND_CEIL:
      return ceil;
    case GCIM_RND_JAM:
      return floor % 2 != 0 ? floor : ceil;
  }
  fail();
  return 0;
}

/* Compare one rounding in all modes with the definition; drop <= 100. */
static void check_all_modes(int64_t value, int drop) {
  wide128_t scale = (wide128_t)1 << drop;
  for (int mode = 0; mode < MODES; mode++) {
    bool inexact = value % scale == 0; /* must be overwritten */
    int64_t result = gcim_round_shift(value, drop, (gcim_round_t)mode, &inexact);
    assert_int_equal(result, (int64_t)slow_round(value, scale, (gcim_round_t)mode));
    assert_int_equal(inexact, value % scale != 0);
  }
}

/* Check v/4 for v = -6..6 against a row of 13 results written by hand. */
static void check_quarters(gcim_round_t mode, const int expected[13]) {
  for (int i = 0; i < 13; i++) {
    assert_int_equal(gcim_round_shift(i - 6, 2, mode, NULL), expected[i]);
  }
}

/* v:                  -6  -5  -4  -3  -2  -1   0   1   2   3   4   5   6 */
/* v / 4, ties to even: -1.5 -> -2, -0.5 -> 0, 0.5 -> 0, 1.5 -> 2. */
static void test_round_rne_ties(void **state) {
  (void)state;
  const int expected[13] = {-2, -1, -1, -1, 0, 0, 0, 0, 0, 1, 1, 1, 2};
  check_quarters(GCIM_RND_RNE, expected);
}

/* Ties away from zero: -0.5 -> -1, 0.5 -> 1. */
static void test_round_rna_ties(void **state) {
  (void)state;
  const int expected[13] = {-2, -1, -1, -1, -1, 0, 0, 0, 1, 1, 1, 1, 2};
  check_quarters(GCIM_RND_RNA, expected);
}

static void test_round_rtz_quarters(void **state) {
  (void)state;
  const int expected[13] = {-1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1};
  check_quarters(GCIM_RND_RTZ, expected);
}

static void test_round_floor_quarters(void **state) {
  (void)state;
  const int expected[13] = {-2, -2, -1, -1, -1, -1, 0, 0, 0, 0, 1, 1, 1};
  check_quarters(GCIM_RND_FLOOR, expected);
}

static void test_round_ceil_quarters(void **state) {
  (void)state;
  const int expected[13] = {-1, -1, -1, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2};
  check_quarters(GCIM_RND_CEIL, expected);
}

/* Inexact results are odd: -1.5 -> -1 (floor -2 with its low bit set), 0.25 -> 1. */
static void test_round_jam_quarters(void **state) {
  (void)state;
  const int expected[13] = {-1, -1, -1, -1, -1, -1, 0, 1, 1, 1, 1, 1, 1};
  check_quarters(GCIM_RND_JAM, expected);
}

static void test_round_every_10_bit_value(void **state) {
  (void)state;
  for (int value = -512; value < 512; value++) {
    for (int drop = 0; drop <= 12; drop++) {
      check_all_modes(value, drop);
    }
  }
}

/* 2^k - 1, 2^k - 2, -2^k, -2^k + 1 for every k, INT64_MAX and INT64_MIN included, and 0. */
static void test_round_powers_every_drop(void **state) {
  (void)state;
  for (int k = 0; k < 64; k++) {
    int64_t ones = INT64_MAX >> k;
    for (int drop = 0; drop <= 100; drop++) {
      check_all_modes(ones, drop);
      check_all_modes(ones - 1, drop);
      check_all_modes(-ones - 1, drop);
      check_all_modes(-ones, drop);
    }
  }
}

static void test_round_random_every_drop(void **state) {
  (void)state;
  uint64_t seed = 1;
  for (int i = 0; i < 20000; i++) {
    int64_t value = (int64_t)(next_random(&seed) >> (1 + i % 60)) * (i % 2 == 0 ? 1 : -1);
    check_all_modes(value, (int)(next_random(&seed) % 71));
  }
}

/* Values at a tie and one unit around it, where a lost sticky bit shows. */
static void test_round_ties_of_every_drop(void **state) {
  (void)state;
  for (int drop = 1; drop <= 61; drop++) {
    for (int64_t odd = -3; odd <= 3; odd += 2) {
      int64_t tie = odd * (INT64_C(1) << (drop - 1));
      check_all_modes(tie - 1, drop);
      check_all_modes(tie, drop);
      check_all_modes(tie + 1, drop);
    }
  }
}

/* INT64_MIN / 2^64 is the tie -1/2, INT64_MIN / 2^65 is -1/4: both go to 0, or away to -1. */
static void test_round_drop_beyond_the_word(void **state) {
  (void)state;
  assert_int_equal(gcim_round_shift(INT64_MIN, 64, GCIM_RND_RNE, NULL), 0);
  assert_int_equal(gcim_round_shift(INT64_MIN, 64, GCIM_RND_RNA, NULL), -1);
  assert_int_equal(gcim_round_shift(INT64_MIN, 65, GCIM_RND_RNA, NULL), 0);
  assert_int_equal(gcim_round_shift(INT64_MIN, 1000000, GCIM_RND_FLOOR, NULL), -1);
  assert_int_equal(gcim_round_shift(1, 1000000, GCIM_RND_CEIL, NULL), 1);
  assert_int_equal(gcim_round_shift(-1, 1000000, GCIM_RND_RNE, NULL), 0);
}

/* Draw a number with runs of equal bits, so that ties and near ties occur, into `big`. */
static gcim_wide_t draw(mpz_t big, uint64_t *seed) {
  gcim_wide_t wide;
  for (int i = 0; i < GCIM_WIDE_WORDS; i++) {
    uint64_t kind = next_random(seed) % 4;
    uint32_t run = kind % 2 == 0 ? 0 : UINT32_MAX;
    uint32_t one = UINT32_C(1) << (next_random(seed) % 32);
    wide.word[i] = kind < 2 ? run : run ^ one;
  }
  mpz_import(big, GCIM_WIDE_WORDS, -1, sizeof wide.word[0], 0, 0, wide.word);
  mpz_clrbit(big, GCIM_WIDE_BITS - 1);
  wide.word[GCIM_WIDE_WORDS - 1] &= INT32_MAX;
  if (next_random(seed) % 2 == 0) {
    mpz_neg(big, big);
    wide = gcim_wide_neg(&wide);
  }
  return wide;
}

/* The definition in GMP: floor and remainder, the remainder compared with half. */
static void slow_wide_round(mpz_t result, const mpz_t value, unsigned drop, gcim_round_t mode) {
  mpz_t twice;
  mpz_t scale;
  mpz_inits(twice, scale, NULL);
  mpz_setbit(scale, drop);
  mpz_fdiv_qr(result, twice, value, scale);
  bool inexact = mpz_sgn(twice) != 0;
  mpz_mul_2exp(twice, twice, 1);
  int side = mpz_cmp(twice, scale);
  const bool up[MODES] = {
      [GCIM_RND_RNE] = side > 0 || (side == 0 && mpz_odd_p(result)),
      [GCIM_RND_RNA] = side > 0 || (side == 0 && mpz_sgn(value) > 0),
      [GCIM_RND_RTZ] = inexact && mpz_sgn(value) < 0,
      [GCIM_RND_CEIL] = inexact,
      [GCIM_RND_JAM] = inexact && mpz_even_p(result),
  };
  mpz_add_ui(result, result, up[mode]);
  mpz_clears(twice, scale, NULL);
}

static void check_wide_all_modes(const gcim_wide_t *value, const mpz_t big, unsigned drop) {
  mpz_t expected;
  mpz_init(expected);
  bool divides = mpz_divisible_2exp_p(big, drop) != 0;
  for (int mode = 0; mode < MODES; mode++) {
    bool inexact = divides; /* must be overwritten */
    uint32_t words[GCIM_WIDE_WORDS] = {0};
    gcim_wide_t actual = gcim_wide_round_shift(value, (int)drop, (gcim_round_t)mode, &inexact);
    slow_wide_round(expected, big, drop, (gcim_round_t)mode);
    mpz_fdiv_r_2exp(expected, expected, GCIM_WIDE_BITS);
    mpz_export(words, NULL, -1, sizeof words[0], 0, 0, expected);
    assert_memory_equal(actual.word, words, sizeof words);
    assert_int_equal(inexact, !divides);
  }
  mpz_clear(expected);
}

static void test_round_wide_equals_gmp(void **state) {
  (void)state;
  mpz_t big;
  mpz_init(big);
  uint64_t seed = 2;
  for (int i = 0; i < 4000; i++) {
    gcim_wide_t value = draw(big, &seed);
    check_wide_all_modes(&value, big, (unsigned)(next_random(&seed) % (GCIM_WIDE_BITS + 40)));
  }
  mpz_clear(big);
}

/* Eighths of the unit in the last place around zero, at every drop where 9/8 fit. */
static void test_round_wide_ties_equal_gmp(void **state) {
  (void)state;
  mpz_t big;
  mpz_init(big);
  for (unsigned drop = 3; drop < GCIM_WIDE_BITS - 1; drop++) {
    for (int eighths = -9; eighths <= 9; eighths++) {
      gcim_wide_t value = gcim_wide_from_i64(eighths);
      value = gcim_wide_shift_left(&value, (int)drop - 3);
      mpz_set_si(big, eighths);
      mpz_mul_2exp(big, big, drop - 3);
      check_wide_all_modes(&value, big, drop);
    }
  }
  mpz_clear(big);
}

/* -2^1151 / 2^1152 is the tie -1/2, as INT64_MIN / 2^64 above. */
static void test_round_wide_drop_beyond_the_width(void **state) {
  (void)state;
  gcim_wide_t min = gcim_wide_from_i64(-1);
  min = gcim_wide_shift_left(&min, GCIM_WIDE_BITS - 1);
  mpz_t big;
  mpz_init(big);
  mpz_setbit(big, GCIM_WIDE_BITS - 1);
  mpz_neg(big, big);
  check_wide_all_modes(&min, big, GCIM_WIDE_BITS - 1);
  check_wide_all_modes(&min, big, GCIM_WIDE_BITS);
  check_wide_all_modes(&min, big, GCIM_WIDE_BITS + 1);
  check_wide_all_modes(&min, big, 5000);
  mpz_clear(big);
}

static void test_round_wide_allows_no_flag(void **state) {
  (void)state;
  gcim_wide_t value = gcim_wide_from_i64(7);
  gcim_wide_t result = gcim_wide_round_shift(&value, 1, GCIM_RND_RNE, NULL);
  assert_int_equal(gcim_wide_to_i64(&result, NULL), 4);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_round_rne_ties),
      cmocka_unit_test(test_round_rna_ties),
      cmocka_unit_test(test_round_rtz_quarters),
      cmocka_unit_test(test_round_floor_quarters),
      cmocka_unit_test(test_round_ceil_quarters),
      cmocka_unit_test(test_round_jam_quarters),
      cmocka_unit_test(test_round_every_10_bit_value),
      cmocka_unit_test(test_round_powers_every_drop),
      cmocka_unit_test(test_round_random_every_drop),
      cmocka_unit_test(test_round_ties_of_every_drop),
      cmocka_unit_test(test_round_drop_beyond_the_word),
      cmocka_unit_test(test_round_wide_equals_gmp),
      cmocka_unit_test(test_round_wide_ties_equal_gmp),
      cmocka_unit_test(test_round_wide_drop_beyond_the_width),
      cmocka_unit_test(test_round_wide_allows_no_flag),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
