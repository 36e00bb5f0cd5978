/* Floating-point codes that a stimulus draws: the cases that random bits would hardly ever give. */
#include "core/pattern.h"
#include "helper.h"

enum { LANES = 8, DRAWS = 4000 };

/* How many draws of eight FP16 codes were of a kind. */
typedef struct {
  int no_special;      /* neither infinities nor NaNs */
  int infinities;      /* infinities, no NaN */
  int both_infinities; /* of both signs, no NaN */
  int nan;             /* a NaN */
  int nan_and_infinity;
  int subnormal_largest; /* numbers, none of them normal */
  int close;             /* exponents of all numbers within four */
} kinds_t;

static void count(kinds_t *kinds, const uint32_t *words) {
  int plus = 0, minus = 0, nans = 0, normal = 0, subnormal = 0, least = 31, largest = 0;
  for (int i = 0; i < LANES; i++) {
    const uint32_t code = words[i / 2] >> (16 * (i % 2)) & 0xffff;
    const uint32_t fraction = code & 0x3ff;
    const int e = (int)(code >> 10) & 31;
    if (e == 31) {
      nans += fraction != 0;
      plus += fraction == 0 && code >> 15 == 0;
      minus += fraction == 0 && code >> 15 != 0;
    } else if ((code & 0x7fff) != 0) {
      normal += e > 0;
      subnormal += e == 0;
      least = e < least ? e : least;
      largest = e > largest ? e : largest;
    }
  }
  kinds->no_special += plus + minus + nans == 0;
  kinds->infinities += plus + minus > 0 && nans == 0;
  kinds->both_infinities += plus > 0 && minus > 0 && nans == 0;
  kinds->nan += nans > 0;
  kinds->nan_and_infinity += nans > 0 && plus + minus > 0;
  kinds->subnormal_largest += subnormal > 0 && normal == 0;
  kinds->close += normal + subnormal > 1 && largest - least < 4;
}

/* Each kind at least once in a hundred draws, and most draws without specials. */
static void test_stim_floats_kinds(void **state) {
  (void)state;
  gcim_random_t random;
  kinds_t kinds = {0};
  gcim_random_start(&random, 1, 2);
  for (int n = 0; n < DRAWS; n++) {
    uint32_t words[LANES / 2];
    gcim_pattern_draw_floats(&random, words, LANES, 5, 10);
    count(&kinds, words);
  }
  assert_true(kinds.no_special > DRAWS / 2);
  assert_true(kinds.infinities > DRAWS / 100);
  assert_true(kinds.both_infinities > DRAWS / 100);
  assert_true(kinds.nan > DRAWS / 100);
  assert_true(kinds.nan_and_infinity > DRAWS / 100);
  assert_true(kinds.subnormal_largest > DRAWS / 100);
  assert_true(kinds.close > DRAWS / 10);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_stim_floats_kinds)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
