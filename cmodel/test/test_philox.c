#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* cmocka.h needs the headers above */
#include <cmocka.h>

#include "gcim_num.h"

/* Known answers: Random123 by D. E. Shaw Research (github.com/DEShawResearch/random123, v1.14.0),
 * tests/kat_vectors, lines "philox4x32 10": counter[4] key[2] out[4]. */
static void check(const uint32_t counter[4], const uint32_t key[2], const uint32_t expected[4]) {
  uint32_t out[4];
  gcim_philox4x32(counter, key, out);
  for (int i = 0; i < 4; i++) {
    assert_int_equal(out[i], expected[i]);
  }
}

static void test_philox_known_answer_zeros(void **state) {
  (void)state;
  const uint32_t counter[4] = {0, 0, 0, 0};
  const uint32_t key[2] = {0, 0};
  const uint32_t expected[4] = {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8};
  check(counter, key, expected);
}

static void test_philox_known_answer_ones(void **state) {
  (void)state;
  const uint32_t counter[4] = {0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff};
  const uint32_t key[2] = {0xffffffff, 0xffffffff};
  const uint32_t expected[4] = {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd};
  check(counter, key, expected);
}

static void test_philox_known_answer_digits_of_pi(void **state) {
  (void)state;
  const uint32_t counter[4] = {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344};
  const uint32_t key[2] = {0xa4093822, 0x299f31d0};
  const uint32_t expected[4] = {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1};
  check(counter, key, expected);
}

/* Writing the block over its own counter gives the same block. */
static void test_philox_out_may_be_counter(void **state) {
  (void)state;
  uint32_t block[4] = {0, 0, 0, 0};
  const uint32_t key[2] = {0, 0};
  gcim_philox4x32(block, key, block);
  assert_int_equal(block[0], 0x6627e8d5);
  assert_int_equal(block[1], 0xe169c58d);
  assert_int_equal(block[2], 0xbc57ac4c);
  assert_int_equal(block[3], 0x9b00dbd8);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_philox_known_answer_zeros),
      cmocka_unit_test(test_philox_known_answer_ones),
      cmocka_unit_test(test_philox_known_answer_digits_of_pi),
      cmocka_unit_test(test_philox_out_may_be_counter),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
