/* Drawn floating-point codes: every kind of code comes, lanes lie close to each other and also far
 * apart, and nothing is written outside the lanes. */
#include "core/bits.h"
#include "core/pattern.h"
#include "helper.h"

enum { DRAWS = 4000, LANES = 8, WORDS = 16 };

/* How many codes of each kind came. */
typedef struct {
  int zero, subnormal, smallest_normal, normal, largest_exponent, special, negative;
  int fraction_zero, fraction_ones, fraction_one_bit;
  int limit, above_limit, below_limit; /* leading ones, then two zeros or more; its neighbours */
} kinds_t;

/* At least two ones, then at least two zeros, and nothing else. */
static bool is_limit(uint32_t t, uint32_t ones) {
  const uint32_t zeros = ones - t; /* below the leading ones */
  return zeros >= 3 && zeros <= ones >> 2 && (zeros & (zeros + 1)) == 0;
}

static void count_code(kinds_t *k, uint32_t code, int exp_bits, int man_bits) {
  const uint32_t top = (1u << exp_bits) - 1, ones = (1u << man_bits) - 1;
  const uint32_t e = code >> man_bits & top, t = code & ones;
  k->negative += (code >> (exp_bits + man_bits)) != 0;
  k->zero += e == 0 && t == 0;
  k->subnormal += e == 0 && t != 0;
  k->smallest_normal += e == 1 && t == 0;
  k->normal += e > 1 && e < top - 1;
  k->largest_exponent += e == top - 1;
  k->special += e == top;
  k->fraction_zero += t == 0 && e != 0;
  k->fraction_ones += t == ones;
  k->fraction_one_bit += t != 0 && (t & (t - 1)) == 0;
  k->limit += is_limit(t, ones);
  k->above_limit += t > 0 && is_limit(t - 1, ones);
  k->below_limit += is_limit(t + 1, ones);
}

/* Draw into the middle of a poisoned array: the words around stay, and so does nothing above the
 * last lane in the last word, which is 0. */
static void draw(gcim_random_t *r, uint32_t *lanes_words, int lanes, int exp_bits, int man_bits) {
  const int width = lanes * (1 + exp_bits + man_bits), words = gcim_bits_words(width);
  uint32_t guarded[WORDS + 2];
  memset(guarded, 0xa5, sizeof guarded);
  memset(guarded + 1, 0, (size_t)words * sizeof guarded[0]); /* as a stimulus' image is */
  gcim_pattern_draw_floats(r, guarded + 1, lanes, exp_bits, man_bits);
  assert_int_equal(guarded[0], 0xa5a5a5a5);
  assert_int_equal(guarded[words + 1], 0xa5a5a5a5);
  assert_int_equal(guarded[words] & ~gcim_bits_top_mask(width), 0);
  memcpy(lanes_words, guarded + 1, (size_t)words * sizeof guarded[0]);
}

static kinds_t kinds_of(int exp_bits, int man_bits) {
  const int bits = 1 + exp_bits + man_bits;
  gcim_random_t r;
  kinds_t kinds = {0};
  for (uint64_t i = 0; i < DRAWS; i++) {
    uint32_t words[WORDS];
    gcim_random_start(&r, 11, i);
    draw(&r, words, LANES, exp_bits, man_bits);
    for (int lane = 0; lane < LANES; lane++) {
      count_code(&kinds, (uint32_t)gcim_bits_get(words, lane * bits, bits), exp_bits, man_bits);
    }
  }
  return kinds;
}

/* Of 32000 codes every kind is at least one in a thousand; specials are there and are few. */
static void check_kinds(int exp_bits, int man_bits) {
  const kinds_t k = kinds_of(exp_bits, man_bits);
  const int codes = DRAWS * LANES, some = codes / 1000;
  assert_in_range(k.zero, codes / 20, codes / 2);
  assert_true(k.subnormal > some);
  assert_true(k.smallest_normal > some);
  assert_true(k.largest_exponent > some);
  assert_true(k.fraction_zero > some);
  assert_true(k.fraction_ones > some);
  assert_true(k.fraction_one_bit > some);
  assert_true(man_bits < 7 || (k.limit > some && k.above_limit > some && k.below_limit > some));
  assert_in_range(k.special, some, codes / 3);
  assert_in_range(k.negative, codes / 4, codes / 2); /* a quarter of the draws has no signs */
  assert_true(exp_bits < 3 || k.normal > some);
}

static void test_pattern_floats_of_all_kinds(void **state) {
  (void)state;
  check_kinds(8, 23); /* FP32: a lane is a whole word */
  check_kinds(8, 7);
  check_kinds(5, 10);
  check_kinds(5, 2);
  check_kinds(4, 3);
  check_kinds(2, 3);
  check_kinds(3, 2);
  check_kinds(2, 1);
}

/* Formats at the limits: one exponent bit, where the smallest normal exponent is the top one. */
static void test_pattern_floats_of_one_exponent_bit(void **state) {
  (void)state;
  const kinds_t k = kinds_of(1, 1);
  assert_true(k.zero > 0 && k.subnormal > 0 && k.smallest_normal > 0 && k.special > 0);
}

/* Exponents of a draw's nonzero lanes: highest minus lowest. */
static int spread_of(uint64_t index) {
  gcim_random_t r;
  uint32_t words[WORDS];
  int low = 255, high = 0;
  gcim_random_start(&r, 12, index);
  draw(&r, words, LANES, 8, 7);
  for (int lane = 0; lane < LANES; lane++) {
    const int e = (int)gcim_bits_get(words, lane * 16 + 7, 8);
    low = e != 0 && e < low ? e : low;
    high = e > high ? e : high;
  }
  return high > low ? high - low : 0;
}

/* An alignment to a window of some bits keeps something in most draws, and now and then nothing. */
static void test_pattern_floats_close_and_far(void **state) {
  (void)state;
  int equal = 0, close = 0, middle = 0, far = 0;
  for (uint64_t i = 0; i < DRAWS; i++) {
    const int spread = spread_of(i);
    equal += spread == 0;
    close += spread > 0 && spread < 4;
    middle += spread >= 4 && spread < 16;
    far += spread >= 16;
  }
  assert_true(equal > DRAWS / 50);
  assert_true(close > DRAWS / 10);
  assert_true(middle > DRAWS / 10);
  assert_true(far > DRAWS / 10);
}

/* One lane, several lanes, lanes across words: all within their bits (see draw). */
static void test_pattern_floats_lane_widths(void **state) {
  (void)state;
  gcim_random_t r;
  gcim_random_start(&r, 13, 0);
  for (int exp_bits = 1; exp_bits <= 8; exp_bits++) {
    for (int man_bits = 1; man_bits <= 23; man_bits++) {
      for (int lanes = 1; lanes <= 9; lanes += 4) {
        uint32_t words[WORDS];
        draw(&r, words, lanes, exp_bits, man_bits);
      }
    }
  }
}

static void test_pattern_floats_depend_on_the_stream_alone(void **state) {
  (void)state;
  gcim_random_t a, b;
  uint32_t one[WORDS] = {0}, two[WORDS] = {0};
  for (uint64_t i = 0; i < 100; i++) {
    gcim_random_start(&a, 14, i);
    gcim_random_start(&b, 14, i);
    draw(&a, one, LANES, 5, 10);
    draw(&b, two, LANES, 5, 10);
    assert_memory_equal(one, two, LANES * 2);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_pattern_floats_of_all_kinds),
      cmocka_unit_test(test_pattern_floats_of_one_exponent_bit),
      cmocka_unit_test(test_pattern_floats_close_and_far),
      cmocka_unit_test(test_pattern_floats_lane_widths),
      cmocka_unit_test(test_pattern_floats_depend_on_the_stream_alone),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
