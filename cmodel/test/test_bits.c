#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* cmocka.h needs the headers above */
#include <cmocka.h>

#include "core/bits.h"

enum { MAX_OFFSET = 70, MAX_BITS = MAX_OFFSET + 64 };

/* Next word of a fixed generator (splitmix64), so that every run is the same. */
static uint64_t next_random(uint64_t *state) {
  uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

/* Return an array of exactly the words that hold `bits` bits, so that a sanitizer sees a read
 * behind the field; the caller frees it. */
static uint32_t *new_words(int bits, uint64_t *state) {
  size_t count = ((size_t)bits + 31) / 32;
  uint32_t *words = malloc(count * sizeof *words + (count == 0));
  assert_non_null(words);
  for (size_t i = 0; i < count; i++) {
    words[i] = (uint32_t)next_random(state);
  }
  return words;
}

/* The slow definition of the layout: one bit at a time. */
static bool bit_at(const uint32_t *words, int index) {
  return (words[index / 32] / (UINT32_C(1) << index % 32)) % 2 == 1;
}

static uint64_t slow_get(const uint32_t *words, int offset, int width) {
  uint64_t value = 0;
  for (int i = width - 1; i >= 0; i--) {
    value = 2 * value + bit_at(words, offset + i);
  }
  return value;
}

static void test_bits_words_by_hand(void **state) {
  (void)state;
  assert_int_equal(gcim_bits_words(0), 0);
  assert_int_equal(gcim_bits_words(1), 1);
  assert_int_equal(gcim_bits_words(32), 1);
  assert_int_equal(gcim_bits_words(33), 2);
  assert_int_equal(gcim_bits_words(64), 2);
  assert_int_equal(gcim_bits_words(2049), 65);
}

static void test_bits_mask_by_hand(void **state) {
  (void)state;
  assert_int_equal(gcim_bits_mask(0), 0);
  assert_int_equal(gcim_bits_mask(1), 1);
  assert_int_equal(gcim_bits_mask(33), UINT64_C(0x1ffffffff));
  assert_int_equal(gcim_bits_mask(64), UINT64_MAX);
}

static void test_bits_top_mask_by_hand(void **state) {
  (void)state;
  assert_int_equal(gcim_bits_top_mask(0), 0);
  assert_int_equal(gcim_bits_top_mask(1), 1);
  assert_int_equal(gcim_bits_top_mask(11), 0x7ff);
  assert_int_equal(gcim_bits_top_mask(31), 0x7fffffff);
  assert_int_equal(gcim_bits_top_mask(32), 0xffffffff);
  assert_int_equal(gcim_bits_top_mask(33), 1);
  assert_int_equal(gcim_bits_top_mask(64), 0xffffffff);
}

/* Field 4..67 of the words spans all three. */
static void test_bits_get_by_hand(void **state) {
  (void)state;
  const uint32_t words[3] = {0x76543210, 0xfedcba98, 0x0000000f};
  assert_int_equal(gcim_bits_get(words, 0, 4), 0x0);
  assert_int_equal(gcim_bits_get(words, 4, 8), 0x21);
  assert_int_equal(gcim_bits_get(words, 28, 8), 0x87);
  assert_int_equal(gcim_bits_get(words, 4, 64), UINT64_C(0xffedcba987654321));
  assert_int_equal(gcim_bits_get(words, 64, 32), 0xf);
}

static void test_bits_get_every_offset_and_width(void **state) {
  (void)state;
  uint64_t seed = 1;
  for (int offset = 0; offset <= MAX_OFFSET; offset++) {
    for (int width = 0; width <= 64; width++) {
      uint32_t *words = new_words(offset + width, &seed);
      assert_int_equal(gcim_bits_get(words, offset, width), slow_get(words, offset, width));
      free(words);
    }
  }
}

static void test_bits_get_signed_by_hand(void **state) {
  (void)state;
  const uint32_t words[3] = {0x80000000, 0x00000001, 0x80000000};
  assert_int_equal(gcim_bits_get_signed(words, 31, 1), -1);
  assert_int_equal(gcim_bits_get_signed(words, 31, 2), -1);
  assert_int_equal(gcim_bits_get_signed(words, 30, 3), -2);
  assert_int_equal(gcim_bits_get_signed(words, 31, 3), 3);
  assert_int_equal(gcim_bits_get_signed(words, 32, 64), INT64_MIN + 1);
}

static void check_put(int offset, int width, uint64_t *seed) {
  int bits = offset + width;
  uint32_t *words = new_words(bits, seed);
  uint32_t before[(MAX_BITS + 31) / 32] = {0};
  memcpy(before, words, ((size_t)bits + 31) / 32 * sizeof *words);
  uint64_t value = next_random(seed);
  gcim_bits_put(words, offset, width, value);
  for (int i = 0; i < (bits + 31) / 32 * 32; i++) {
    bool inside = i >= offset && i < bits;
    bool expected = inside ? (value >> (i - offset)) % 2 == 1 : bit_at(before, i);
    assert_int_equal(bit_at(words, i), expected);
  }
  free(words);
}

/* Bits inside come from the value, bits outside stay, bits of the value above width are dropped. */
static void test_bits_put_every_offset_and_width(void **state) {
  (void)state;
  uint64_t seed = 2;
  for (int offset = 0; offset <= MAX_OFFSET; offset++) {
    for (int width = 0; width <= 64; width++) {
      check_put(offset, width, &seed);
    }
  }
}

static void test_bits_put_by_hand(void **state) {
  (void)state;
  uint32_t words[2] = {0xffffffff, 0xffffffff};
  gcim_bits_put(words, 28, 8, UINT64_C(0xfffffffffffffa05));
  assert_int_equal(words[0], 0x5fffffff);
  assert_int_equal(words[1], 0xfffffff0);
}

static void test_bits_sign_extend_every_8_bit_value(void **state) {
  (void)state;
  for (uint64_t value = 0; value < 256; value++) {
    int64_t expected = value < 128 ? (int64_t)value : (int64_t)value - 256;
    assert_int_equal(gcim_sign_extend(value, 8), expected);
    assert_int_equal(gcim_sign_extend(value | UINT64_C(0x5a00), 8), expected);
  }
}

static void test_bits_sign_extend_64_bits(void **state) {
  (void)state;
  assert_int_equal(gcim_sign_extend(0, 64), 0);
  assert_int_equal(gcim_sign_extend(INT64_MAX, 64), INT64_MAX);
  assert_int_equal(gcim_sign_extend(UINT64_C(0x8000000000000000), 64), INT64_MIN);
  assert_int_equal(gcim_sign_extend(UINT64_MAX, 64), -1);
}

static void test_bits_sign_extend_one_bit(void **state) {
  (void)state;
  assert_int_equal(gcim_sign_extend(0, 1), 0);
  assert_int_equal(gcim_sign_extend(1, 1), -1);
  assert_int_equal(gcim_sign_extend(2, 1), 0);
}

static void test_bits_sign_extend_63_bits(void **state) {
  (void)state;
  assert_int_equal(gcim_sign_extend(UINT64_C(0x4000000000000000), 63), INT64_MIN / 2);
  assert_int_equal(gcim_sign_extend(UINT64_C(0x3fffffffffffffff), 63), INT64_MAX / 2);
}

/* Two fields of 0..150 bits, checked bit by bit: copied inside, unchanged outside. */
static void test_bits_copy_every_width(void **state) {
  (void)state;
  uint64_t seed = 3;
  for (int width = 0; width <= 150; width++) {
    int from = (int)(next_random(&seed) % 67);
    int to = (int)(next_random(&seed) % 67);
    uint32_t *src = new_words(from + width, &seed);
    uint32_t dst[8];
    memset(dst, 0xa5, sizeof dst);
    gcim_bits_copy(dst, to, src, from, width);
    for (int i = 0; i < 256; i++) {
      bool inside = i >= to && i < to + width;
      assert_int_equal(bit_at(dst, i), inside ? bit_at(src, from + i - to) : (0xa5 >> i % 8) & 1);
    }
    free(src);
  }
}

/* Flipping bit i changes equality exactly for the widths above i. */
static void test_bits_equal_sees_every_bit_below_width(void **state) {
  (void)state;
  const uint32_t a[3] = {0x01234567, 0x89abcdef, 0xdeadbeef};
  for (int flip = 0; flip < 96; flip++) {
    uint32_t b[3] = {a[0], a[1], a[2]};
    b[flip / 32] ^= UINT32_C(1) << flip % 32;
    for (int width = 0; width <= 96; width++) {
      assert_int_equal(gcim_bits_equal(a, b, width), width <= flip);
    }
  }
}

static void test_bits_clog2_by_hand(void **state) {
  (void)state;
  const uint32_t values[] = {0, 1, 2, 3, 4, 5, 8, 9, 0x80000000, 0x80000001, 0xffffffff};
  const int expected[] = {0, 0, 1, 2, 2, 3, 3, 4, 31, 32, 32};
  for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
    assert_int_equal(gcim_clog2(values[i]), expected[i]);
  }
}

/* Definition: the smallest n with 2^n >= value. */
static void test_bits_clog2_is_smallest_power(void **state) {
  (void)state;
  for (uint32_t value = 1; value <= 70000; value++) {
    int n = 0;
    for (uint64_t power = 1; power < value; power *= 2) {
      n++;
    }
    assert_int_equal(gcim_clog2(value), n);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_bits_words_by_hand),
      cmocka_unit_test(test_bits_mask_by_hand),
      cmocka_unit_test(test_bits_top_mask_by_hand),
      cmocka_unit_test(test_bits_get_by_hand),
      cmocka_unit_test(test_bits_get_every_offset_and_width),
      cmocka_unit_test(test_bits_get_signed_by_hand),
      cmocka_unit_test(test_bits_put_every_offset_and_width),
      cmocka_unit_test(test_bits_put_by_hand),
      cmocka_unit_test(test_bits_sign_extend_every_8_bit_value),
      cmocka_unit_test(test_bits_sign_extend_64_bits),
      cmocka_unit_test(test_bits_sign_extend_one_bit),
      cmocka_unit_test(test_bits_sign_extend_63_bits),
      cmocka_unit_test(test_bits_copy_every_width),
      cmocka_unit_test(test_bits_equal_sees_every_bit_below_width),
      cmocka_unit_test(test_bits_clog2_by_hand),
      cmocka_unit_test(test_bits_clog2_is_smallest_power),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
