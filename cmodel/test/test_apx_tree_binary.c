/* BINARY trees (apx_tree.def 6): adders by level, word limits, the figures of lower-part-OR trees.
 */
#include "helper_tree.h"

/* ---- lower-part-OR trees ----
 *
 * An adder's error is (a | b) + 2^k a_(k-1) b_(k-1) - a - b of the low k bits, which is
 * 2^k a_(k-1) b_(k-1) - (a & b): at most 2^(k-1) (only the top bits meet), at least 1 - 2^(k-1)
 * (all others meet), and the low bits that go on are a | b.
 */

static gcim_tree_t or_tree(int lanes, int width, int k) {
  gcim_tree_t tree = tree_new(GCIM_BINARY, GCIM_SCHEME_UNSIGNED, lanes, width);
  set_levels(&tree, 1, GCIM_TREE_MAX_LEVELS, GCIM_ADD_LOA, k);
  return tree;
}

static int64_t error_of(const gcim_tree_t *tree, const uint32_t *data) {
  return (int64_t)tree_sum(tree, data, NULL) - plain_sum(tree, data);
}

/* All lanes 2^(k-1): every one of the n-1 adders errs by +2^(k-1); all lanes 2^(k-1) - 1: by
 * 1 - 2^(k-1). For n = 64, k = 3: +252 and -189. */
static void test_apx_tree_binary_or_extremes(void **state) {
  (void)state;
  uint32_t data[LANES_WORDS] = {0};
  for (int k = 1; k <= 8; k++) {
    const gcim_tree_t tree = or_tree(64, 8, k);
    put_lanes(data, &tree, UINT64_C(1) << (k - 1));
    assert_int_equal(error_of(&tree, data), 63 << (k - 1));
    put_lanes(data, &tree, (UINT64_C(1) << (k - 1)) - 1);
    assert_int_equal(error_of(&tree, data), -63 * ((1 << (k - 1)) - 1));
  }
  const gcim_tree_t tree = or_tree(64, 8, 3);
  put_lanes(data, &tree, 4);
  assert_int_equal(error_of(&tree, data), 252);
  put_lanes(data, &tree, 3);
  assert_int_equal(error_of(&tree, data), -189);
}

/* Sum of the errors over all inputs of k-bit lanes, n = 2^L. With p_l the probability that a bit of
 * a node of level l is 1, an adder's mean error is 2^k p^2 - (2^k - 1) p^2 = p^2, and
 * p_(l+1) = 2 p_l - p_l^2, so that the levels' terms telescope: n/2 - p_L = n/2 - 1 + 2^-n. */
static int64_t error_sum(int lanes, int k) {
  const gcim_tree_t tree = or_tree(lanes, k, k);
  int64_t sum = 0;
  for (uint32_t in = 0; in < UINT32_C(1) << (lanes * k); in++) {
    sum += error_of(&tree, &in);
  }
  return sum;
}

static void test_apx_tree_binary_or_bias(void **state) {
  (void)state;
  assert_int_equal(error_sum(2, 3), 64 / 4);          /* bias 1/4 of 2^6 inputs */
  assert_int_equal(error_sum(4, 1), 16 + 1);          /* 1 + 1/16 of 2^4 */
  assert_int_equal(error_sum(4, 2), 256 + 16);        /* the same of 2^8: k does not matter */
  assert_int_equal(error_sum(4, 3), 4096 + 256);      /* of 2^12 */
  assert_int_equal(error_sum(8, 1), 3 * 256 + 1);     /* 3 + 2^-8 of 2^8 */
  assert_int_equal(error_sum(8, 2), 3 * 65536 + 256); /* of 2^16 */
  assert_int_equal(error_sum(16, 1), 7 * 65536 + 1);  /* 7 + 2^-16 of 2^16 */
}

/* The same for n = 64, where no enumeration reaches: the mean error of level l is p_(l-1)^2 for
 * each of its 64 / 2^l adders. Drawn at random, the mean must come out near 31: 31 +- 1 is more
 * than five standard deviations of the mean of 10000 draws (the range is 441). */
static void test_apx_tree_binary_or_bias_of_64(void **state) {
  (void)state;
  const gcim_tree_t tree = or_tree(64, 8, 3);
  dice_t dice = {64, 0};
  uint32_t data[16];
  int64_t sum = 0;
  for (int i = 0; i < 10000; i++) {
    for (int w = 0; w < 16; w++) {
      data[w] = roll(&dice, 0);
    }
    sum += error_of(&tree, data);
  }
  assert_in_range(sum, 30 * 10000, 32 * 10000);
}

/* ---- which adder, which operand ---- */

/* COPYA passes the left word's low K bits, COPYB the right one's; above them both are added. */
static void test_apx_tree_binary_odd_node_passes(void **state) {
  (void)state;
  gcim_tree_t tree = tree_new(GCIM_BINARY, GCIM_SCHEME_UNSIGNED, 3, 2);
  for (uint32_t in = 0; in < 64; in++) {
    const uint64_t left = (in & 3) + ((in >> 2) & 3), right = in >> 4;
    set_levels(&tree, 2, 2, GCIM_ADD_COPYA, 2); /* words of 3 bits: the third is added */
    assert_int_equal(tree_sum(&tree, &in, NULL), left);
    set_levels(&tree, 2, 2, GCIM_ADD_COPYB, 2);
    uint64_t rows[2];
    assert_int_equal(tree_sum(&tree, &in, rows), (left & 4) | right);
    assert_int_equal(rows[0], left); /* 13: the nodes below the root */
    assert_int_equal(rows[1], right);
  }
}

static void test_apx_tree_binary_adder_of_a_level(void **state) {
  (void)state;
  gcim_tree_t first = tree_new(GCIM_BINARY, GCIM_SCHEME_UNSIGNED, 4, 2);
  gcim_tree_t second = first;
  set_levels(&first, 1, 1, GCIM_ADD_COPYA, 2);
  set_levels(&second, 2, 2, GCIM_ADD_COPYB, 1);
  for (uint32_t in = 0; in < 256; in++) {
    const uint64_t lane[] = {in & 3, (in >> 2) & 3, (in >> 4) & 3, in >> 6};
    const uint64_t left = lane[0] + lane[1], right = lane[2] + lane[3];
    assert_int_equal(tree_sum(&first, &in, NULL), lane[0] + lane[2]); /* no carry out of K = W */
    assert_int_equal(tree_sum(&second, &in, NULL), 2 * (left / 2 + right / 2) + right % 2);
  }
}

/* Two lanes may be added by a block adder: 4 bits in blocks of 2, the carry between them lost. */
static void test_apx_tree_binary_blocks(void **state) {
  (void)state;
  gcim_tree_t tree = tree_new(GCIM_BINARY, GCIM_SCHEME_UNSIGNED, 2, 4);
  set_levels(&tree, 1, 1, GCIM_ADD_SEGMENT, 2);
  for (uint32_t in = 0; in < 256; in++) {
    const uint32_t a = in & 15, b = in >> 4;
    assert_int_equal(tree_sum(&tree, &in, NULL), 4 * (a / 4 + b / 4) + (a + b) % 4);
  }
}

/* ---- schemes ---- */

/* Approximate sign column: COPYA over whole words of 2 bits, y = a, the bit above is
 * a_1 ^ b_1 ^ 0 if the words are signed (apx_add2.def 5), else the carry out 0. */
static void test_apx_tree_binary_sign_column(void **state) {
  (void)state;
  gcim_tree_t tree = tree_new(GCIM_BINARY, GCIM_SCHEME_EXTEND, 2, 2);
  set_levels(&tree, 1, 1, GCIM_ADD_COPYA, 2);
  tree.allow_sign = true;
  for (uint32_t in = 0; in < 16; in++) {
    const uint64_t a = in & 3, top = ((in >> 1) ^ (in >> 3)) & 1;
    tree.scheme = GCIM_SCHEME_EXTEND;
    assert_int_equal(tree_sum(&tree, &in, NULL), a | top << 2);
    tree.scheme = GCIM_SCHEME_INVERT; /* a with its top bit inverted, minus 2 * 2 */
    assert_int_equal(tree_sum(&tree, &in, NULL), ((a ^ 2) + 4) & 7);
  }
}

/* 13 with 5: lanes -1, -2 | -3 of 4 bits, S = 6. EXTEND: -3 and -3; INVERT: 7 + 6 and 5; PLANE: the
 * low three bits 7 + 6 and 5. */
static void test_apx_tree_binary_rows(void **state) {
  (void)state;
  const uint32_t data = 0xdef;
  uint64_t rows[2];
  gcim_tree_t tree = tree_new(GCIM_BINARY, GCIM_SCHEME_EXTEND, 3, 4);
  assert_int_equal(tree_sum(&tree, &data, rows), 0x3a);
  assert_int_equal(rows[0], 0x3d);
  assert_int_equal(rows[1], 0x3d);
  tree.scheme = GCIM_SCHEME_INVERT;
  assert_int_equal(tree_sum(&tree, &data, rows), 0x3a);
  assert_int_equal(rows[0], 13);
  assert_int_equal(rows[1], 5);
  tree.scheme = GCIM_SCHEME_PLANE;
  assert_int_equal(tree_sum(&tree, &data, rows), 0x3a);
  assert_int_equal(rows[0], 13);
  assert_int_equal(rows[1], 5);
  tree = tree_new(GCIM_BINARY, GCIM_SCHEME_UNSIGNED, 2, 4); /* the lanes themselves */
  assert_int_equal(tree_sum(&tree, &data, rows), 29);
  assert_int_equal(rows[0], 15);
  assert_int_equal(rows[1], 14);
}

/* ---- MaxBits ---- */

static uint64_t limited(gcim_scheme_t scheme, int lanes, int width, int max_bits, bool saturate,
                        const int *lane) {
  uint32_t data[4] = {0};
  gcim_tree_t tree = tree_new(GCIM_BINARY, scheme, lanes, width);
  tree.max_bits = max_bits;
  tree.saturate = saturate;
  for (int i = 0; i < lanes; i++) {
    put_lane(data, i, width, (uint64_t)lane[i]);
  }
  return tree_sum(&tree, data, NULL);
}

/* 7 x 7 of 3 bits in words of 4: 14, 28 -> 15, 30 -> 15; wrapped 56 mod 16 = 8. */
static void test_apx_tree_binary_limit_unsigned(void **state) {
  (void)state;
  const int sevens[] = {7, 7, 7, 7, 7, 7, 7, 7}, odd[] = {7, 7, 7}, small[] = {5, 6};
  const gcim_scheme_t plain = GCIM_SCHEME_UNSIGNED;
  assert_int_equal(limited(plain, 8, 3, 4, true, sevens), 15);
  assert_int_equal(limited(plain, 8, 3, 4, false, sevens), 8);
  assert_int_equal(limited(plain, 3, 3, 4, true, odd), 15); /* 14 + 7 = 21 */
  assert_int_equal(limited(plain, 3, 3, 4, false, odd), 5);
  assert_int_equal(limited(plain, 2, 3, 3, true, small), 7); /* MaxBits = Width: 11 */
  assert_int_equal(limited(plain, 2, 3, 3, false, small), 3);
  assert_int_equal(limited(plain, 2, 3, 4, true, small), 11);
  assert_int_equal(limited(plain, 2, 3, 9, true, small), 11); /* wider than any word */
}

/* Words of 3 bits, -4..3. Each node saturates by itself: 3+3 -> 3, -4-4 -> -4, 3-4 = -1, exact -2;
 * in another order 3-4 = -1 twice, -2. Wrapping never differs from the exact sum modulo 8. */
static void test_apx_tree_binary_limit_signed(void **state) {
  (void)state;
  const int grouped[] = {3, 3, -4, -4}, mixed[] = {3, -4, 3, -4}, low[] = {-4, -4, -4};
  const gcim_scheme_t sign = GCIM_SCHEME_EXTEND;
  assert_int_equal(limited(sign, 4, 3, 3, true, grouped), 7);
  assert_int_equal(limited(sign, 4, 3, 3, false, grouped), 6);
  assert_int_equal(limited(sign, 4, 3, 3, true, mixed), 6);
  assert_int_equal(limited(sign, 3, 3, 3, true, low), 4);    /* -4 */
  assert_int_equal(limited(sign, 3, 3, 3, false, low), 4);   /* -12 = -4 modulo 8 */
  assert_int_equal(limited(sign, 3, 3, 4, true, low), 8);    /* -8 */
  assert_int_equal(limited(sign, 3, 3, 4, false, low), 4);   /* -12 + 16 */
  assert_int_equal(limited(sign, 3, 3, 5, true, low), 20);   /* -12 fits */
  assert_int_equal(limited(sign, 3, 3, 42, false, low), 20); /* S = 5 */
}

static void test_apx_tree_binary_sum_bits(void **state) {
  (void)state;
  gcim_tree_t tree = tree_new(GCIM_BINARY, GCIM_SCHEME_UNSIGNED, 5, 6);
  assert_int_equal(gcim_tree_sum_bits(&tree), 9);
  tree.max_bits = 8;
  assert_int_equal(gcim_tree_sum_bits(&tree), 8);
  tree.max_bits = 9;
  assert_int_equal(gcim_tree_sum_bits(&tree), 9);
  tree.max_bits = 10;
  assert_int_equal(gcim_tree_sum_bits(&tree), 9);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_apx_tree_binary_or_extremes),
      cmocka_unit_test(test_apx_tree_binary_or_bias),
      cmocka_unit_test(test_apx_tree_binary_or_bias_of_64),
      cmocka_unit_test(test_apx_tree_binary_odd_node_passes),
      cmocka_unit_test(test_apx_tree_binary_adder_of_a_level),
      cmocka_unit_test(test_apx_tree_binary_blocks),
      cmocka_unit_test(test_apx_tree_binary_sign_column),
      cmocka_unit_test(test_apx_tree_binary_rows),
      cmocka_unit_test(test_apx_tree_binary_limit_unsigned),
      cmocka_unit_test(test_apx_tree_binary_limit_signed),
      cmocka_unit_test(test_apx_tree_binary_sum_bits),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
