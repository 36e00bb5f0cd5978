/* Error statistics: known figures, brute force over word-level sums, parts that add up. */
#include "helper_net.h"

static void equal_moments(const gcim_moments_t *a, const gcim_moments_t *b, int bits) {
  assert_int_equal(a->cases, b->cases);
  assert_int_equal(a->wrong, b->wrong);
  assert_memory_equal(&a->sum_abs, &b->sum_abs, sizeof a->sum_abs);
  assert_memory_equal(&a->sum, &b->sum, sizeof a->sum);
  assert_memory_equal(&a->sum_sq, &b->sum_sq, sizeof a->sum_sq);
  assert_int_equal(a->max, b->max);
  assert_int_equal(a->min, b->min);
  assert_int_equal(a->max_case, b->max_case);
  assert_int_equal(a->min_case, b->min_case);
  for (int q = 0; q < bits; q++) {
    assert_int_equal(a->bit_wrong[q], b->bit_wrong[q]);
  }
}

static int64_t as_number(const gcim_tree_t *tree, uint64_t word, int bits) {
  const bool negative = tree->scheme != GCIM_SCHEME_UNSIGNED && ((word >> (bits - 1)) & 1u) != 0;
  return (int64_t)word - (negative ? (int64_t)1 << bits : 0);
}

/* One case by the word-level goldens; sums that fit 64 bits. */
static void brute_case(const gcim_tree_t *tree, const uint32_t *data, uint64_t number,
                       gcim_moments_t *m) {
  const int bits = gcim_tree_sum_bits(tree);
  const uint64_t sum = gcim_tree_sum(tree, data, NULL), exact = gcim_tree_exact(tree, data);
  const int64_t d = as_number(tree, sum, bits) - as_number(tree, exact, bits);
  if (m->cases == 0 || d > m->max) {
    m->max = d;
    m->max_case = number;
  }
  if (m->cases == 0 || d < m->min) {
    m->min = d;
    m->min_case = number;
  }
  m->cases++;
  m->wrong += d != 0;
  m->sum_abs.low += (uint64_t)(d < 0 ? -d : d);
  m->sum_sq.low += (uint64_t)(d * d);
  m->sum.low += (uint64_t)d;
  m->sum.high = (int64_t)m->sum.low < 0 ? UINT64_MAX : 0;
  for (int q = 0; q < bits; q++) {
    m->bit_wrong[q] += ((sum ^ exact) >> q) & 1u;
  }
}

/* ---- exhaustive ---- */

/* W = 8, K = 4, all pairs: error rate in 1/10000, sum of |d|, of d, of d*d per 2^16 cases times
 * 2^-16 in 1/1000 .. as published figures (to 4 digits of the rate), worst case. */
static void test_net_measure_known_adders(void **state) {
  (void)state;
  static const struct {
    const char *adder;
    uint64_t rate; /* per 10000, rounded */
    int64_t size, bias, square,
        max; /* of 65536 cases: mean |d|, d in 1/1000, d*d in 1/100, max |d| */
  } known[] = {
      {"trunc(4)", 9961, 15000, -15000, 26750, 30}, {"lsb0(4)", 9375, 7500, -7500, 7750, 15},
      {"loa(4)", 6836, 2875, 250, 1600, 8},         {"loawa(4)", 6836, 3750, -3750, 3000, 15},
      {"oloca(4,2)", 8594, 3203, 1000, 1850, 11},   {"heaa(4)", 5781, 1750, -1750, 700, 7},
      {"hoaaned(4)", 8125, 1938, 0, 650, 7},        {"herloa(4)", 5078, 1156, -1156, 363, 7},
      {"mherloa(4,2)", 7813, 1594, -500, 450, 7},   {"eta1(4)", 6836, 3137, -3137, 2283, 15},
      {"eta2(2)", 1875, 7500, -7500, 40800, 64},    {"aca1(4)", 1250, 7500, -7500, 68000, 128},
      {"gear(2,4)", 234, 1500, -1500, 9600, 64},    {"chain(4,ama1)", 7344, 2445, 0, 0, 15},
      {"chain(4,ama5)", 9375, 4000, 0, 0, 8},       {"chain(4,tsaa)", 6836, 5516, 0, 0, 20},
  };
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
    char line[64];
    snprintf(line, sizeof line, "n=2 w=8 add=%s", known[i].adder);
    bed_t bed = bed_of(line);
    for (int k = 1; k < KERNELS; k++) {
      gcim_moments_t m = {0};
      if (!use_kernel(k)) {
        continue;
      }
      assert_int_equal(gcim_net_exhaust(bed.net, 0, 65536, &m, bed.scratch), GCIM_OK);
      assert_int_equal(m.cases, 65536);
      assert_int_equal((m.wrong * 10000 + 32768) / 65536, known[i].rate);
      assert_int_equal((m.sum_abs.low * 1000 + 32768) / 65536, known[i].size);
      assert_int_equal(m.max > -m.min ? m.max : -m.min, known[i].max);
      if (known[i].square != 0) {
        const int64_t sum = (int64_t)m.sum.low * 1000;
        assert_int_equal((sum < 0 ? sum - 32768 : sum + 32768) / 65536, known[i].bias);
        assert_int_equal((m.sum_sq.low * 100 + 32768) / 65536, known[i].square);
      }
    }
    bed_free(&bed);
  }
}

static void brute_force(bed_t *bed, uint64_t cases, gcim_moments_t *m) {
  for (uint64_t i = 0; i < cases; i++) {
    const uint32_t data[2] = {(uint32_t)i, 0};
    brute_case(&bed->tree, data, i, m);
  }
}

/* Spaces of 2 to 2^14 cases, any tree, every kernel. */
static void test_net_measure_exhausts_small_trees(void **state) {
  (void)state;
  dice_t dice = {2, 0};
  for (int i = 0; i < 300; i++) {
    const gcim_tree_t tree = legal_tree(&dice, 7, 7);
    if (tree.lanes * tree.width > (i < 20 ? 14 : 9)) {
      continue;
    }
    bed_t bed = bed_new(&tree);
    const uint64_t cases = (uint64_t)1 << (tree.lanes * tree.width);
    gcim_moments_t expected = {0};
    brute_force(&bed, cases, &expected);
    for (int k = 0; k < KERNELS; k++) {
      gcim_moments_t m = {0};
      if (use_kernel(k)) {
        assert_int_equal(gcim_net_exhaust(bed.net, 0, cases, &m, bed.scratch), GCIM_OK);
        equal_moments(&m, &expected, GCIM_TREE_MAX_BITS);
      }
    }
    bed_free(&bed);
  }
}

/* Several blocks, and blocks one by one. */
static void test_net_measure_exhausts_blocks(void **state) {
  (void)state;
  static const char *const lines[] = {
      "n=2 w=9 add=eta1(9) sign=1",
      "n=2 w=9 scheme=extend add=gear(2,3)",
      "n=3 w=6 top=wallace scheme=invert col[0:3]=axa1 comp=5",
      "n=9 w=2 top=saver scheme=plane c42[0]=momeni comp=-3",
      "n=6 w=3 scheme=extend max=4 sat=1 add=chain(2,ama3)",
  };
  for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
    bed_t bed = bed_of(lines[i]);
    const uint64_t cases = 4 * GCIM_NET_BLOCK;
    gcim_moments_t expected = {0};
    brute_force(&bed, cases, &expected);
    for (int k = 1; k < KERNELS; k++) {
      gcim_moments_t whole = {0}, parts = {0};
      if (!use_kernel(k)) {
        continue;
      }
      assert_int_equal(gcim_net_exhaust(bed.net, 0, cases, &whole, bed.scratch), GCIM_OK);
      equal_moments(&whole, &expected, GCIM_TREE_MAX_BITS);
      for (uint64_t b = 4; b-- > 0;) { /* backwards: first cases stay first */
        assert_int_equal(
            gcim_net_exhaust(bed.net, b * GCIM_NET_BLOCK, GCIM_NET_BLOCK, &parts, bed.scratch),
            GCIM_OK);
      }
      equal_moments(&parts, &expected, GCIM_TREE_MAX_BITS);
    }
    bed_free(&bed);
  }
}

static void test_net_measure_refuses(void **state) {
  (void)state;
  bed_t bed = bed_of("n=2 w=9"), small = bed_of("n=2 w=3"), large = bed_of("n=3 w=14");
  gcim_moments_t m = {0};
  assert_int_equal(gcim_net_exhaust(bed.net, 1, GCIM_NET_BLOCK, &m, bed.scratch), GCIM_ERR_PARAM);
  assert_int_equal(gcim_net_exhaust(bed.net, 0, 100, &m, bed.scratch), GCIM_ERR_PARAM);
  assert_int_equal(gcim_net_exhaust(bed.net, 4 * GCIM_NET_BLOCK, GCIM_NET_BLOCK, &m, bed.scratch),
                   GCIM_ERR_PARAM);
  assert_int_equal(
      gcim_net_exhaust(bed.net, GCIM_NET_BLOCK, UINT64_MAX - GCIM_NET_BLOCK + 1, &m, bed.scratch),
      GCIM_ERR_PARAM);
  assert_int_equal(gcim_net_exhaust(small.net, 0, 32, &m, small.scratch), GCIM_ERR_PARAM);
  assert_int_equal(gcim_net_exhaust(large.net, 0, GCIM_NET_BLOCK, &m, large.scratch),
                   GCIM_ERR_PARAM);
  assert_non_null(strstr(gcim_error_text(), "42 input bits; at most 40"));
  assert_int_equal(gcim_net_exhaust(NULL, 0, 64, &m, bed.scratch), GCIM_ERR_NULL);
  assert_int_equal(gcim_net_exhaust(bed.net, 0, 64, NULL, bed.scratch), GCIM_ERR_NULL);
  assert_int_equal(gcim_net_exhaust(bed.net, 0, 64, &m, NULL), GCIM_ERR_NULL);
  assert_int_equal(m.cases, 0);
  bed_free(&bed);
  bed_free(&small);
  bed_free(&large);
}

/* ---- given cases ---- */

enum { WORDS = 150, INPUTS = 120 };
static uint64_t in_words[INPUTS][WORDS], valid[WORDS];

static void expected_of(const bed_t *bed, size_t words, bool masked, uint64_t first,
                        gcim_moments_t *m) {
  for (size_t i = 0; i < 64 * words; i++) {
    uint32_t data[INPUTS / 32 + 1] = {0};
    for (int p = 0; p < gcim_net_inputs(bed->net); p++) {
      data[p / 32] |= (uint32_t)((in_words[p][i / 64] >> (i % 64)) & 1u) << (p % 32);
    }
    if (!masked || ((valid[i / 64] >> (i % 64)) & 1u) != 0) {
      brute_case(&bed->tree, data, first + i, m);
    }
  }
}

/* Inputs, and a mask that now and then has a word of nothing or everything. Planes end where the
 * words end: the last plane is copied to memory of its own. */
static void random_planes(dice_t *dice, int inputs, size_t words) {
  for (size_t w = 0; w < words; w++) {
    for (int p = 0; p < inputs; p++) {
      in_words[p][w] = (uint64_t)roll(dice, 0) << 32 | roll(dice, 0);
    }
    const uint32_t kind = roll(dice, 4);
    const uint64_t some = (uint64_t)roll(dice, 0) << 32 | roll(dice, 0);
    valid[w] = kind == 0 ? 0 : kind == 1 ? UINT64_MAX : some;
  }
}

static void measure(bed_t *bed, size_t words, bool masked, dice_t *dice) {
  const int inputs = gcim_net_inputs(bed->net);
  const uint64_t first = (uint64_t)roll(dice, 0) << 8;
  const uint64_t *in[INPUTS];
  uint64_t *own[INPUTS];
  gcim_moments_t expected = {0};
  random_planes(dice, inputs, words);
  for (int p = 0; p < inputs; p++) {
    own[p] = malloc(words * sizeof *own[p] + 1);
    assert_non_null(own[p]);
    memcpy(own[p], in_words[p], words * sizeof *own[p]);
    in[p] = own[p];
  }
  expected_of(bed, words, masked, first, &expected);
  for (int k = 0; k < KERNELS; k++) {
    gcim_moments_t m = {0};
    if (use_kernel(k)) {
      gcim_net_measure(bed->net, in, masked ? valid : NULL, words, first, &m, bed->scratch);
      equal_moments(&m, &expected, GCIM_TREE_MAX_BITS);
    }
  }
  for (int p = 0; p < inputs; p++) {
    free(own[p]);
  }
}

static void test_net_measure_given_cases(void **state) {
  (void)state;
  static const size_t words[] = {0, 1, 3, 8, 9, 127, 128, 129, 150};
  dice_t dice = {5, 0};
  for (int i = 0; i < 90; i++) {
    const gcim_tree_t tree = legal_tree(&dice, 10, 12);
    bed_t bed = bed_new(&tree);
    measure(&bed, words[i % 9], i % 2 == 0, &dice);
    bed_free(&bed);
  }
  static const char *const same[] = {"n=2 w=1 add=copya(1) sign=1", "n=2 w=1 add=copyb(1) sign=1"};
  for (int i = 0; i < 18; i++) { /* a result bit that is wrong exactly where an input is 1 */
    bed_t bed = bed_of(same[i % 2]);
    measure(&bed, words[i / 2], i % 3 == 0, &dice);
    bed_free(&bed);
  }
}

/* Nothing valid is no case; extremes start with the first valid one. */
static void test_net_measure_no_case(void **state) {
  (void)state;
  bed_t bed = bed_of("n=2 w=4 add=trunc(4) sign=1 comp=40");
  const uint64_t zero = 0, one = 2, ones = UINT64_MAX;
  const uint64_t *in[8] = {&ones, &ones, &ones, &ones, &ones, &ones, &ones, &ones};
  for (int k = 0; k < KERNELS; k++) {
    gcim_moments_t m = {0};
    if (!use_kernel(k)) {
      continue;
    }
    gcim_net_measure(bed.net, in, &zero, 1, 7, &m, bed.scratch);
    assert_int_equal(m.cases, 0);
    assert_int_equal(m.max, 0);
    gcim_net_measure(bed.net, in, &one, 1, 7, &m, bed.scratch);
    assert_int_equal(m.cases, 1); /* 15 + 15: 0, and 40 modulo 32 is 8: 8 - 30 */
    assert_int_equal(m.max, -22);
    assert_int_equal(m.min, -22);
    assert_int_equal(m.max_case, 8);
  }
  bed_free(&bed);
}

/* ---- sums of parts ---- */

static gcim_moments_t random_moments(dice_t *dice) {
  gcim_moments_t m = {.cases = roll(dice, 3) == 0 ? 0 : roll(dice, 1000) + 1};
  if (m.cases == 0) {
    return m;
  }
  m.wrong = roll(dice, 1000);
  m.sum_abs = (gcim_u128_t){UINT64_MAX - roll(dice, 5), roll(dice, 9)};
  m.sum = (gcim_u128_t){UINT64_MAX - roll(dice, 5), UINT64_MAX - roll(dice, 2)};
  m.sum_sq = (gcim_u128_t){UINT64_MAX - roll(dice, 5), roll(dice, 9)};
  m.max = (int64_t)roll(dice, 3) - 1;
  m.min = m.max - (int64_t)roll(dice, 2);
  m.max_case = roll(dice, 4);
  m.min_case = roll(dice, 4);
  m.bit_wrong[roll(dice, GCIM_TREE_MAX_BITS)] = 1 + roll(dice, 9);
  return m;
}

static void test_net_measure_parts_associate(void **state) {
  (void)state;
  dice_t dice = {7, 0};
  for (int i = 0; i < 2000; i++) {
    const gcim_moments_t a = random_moments(&dice), b = random_moments(&dice),
                         c = random_moments(&dice);
    gcim_moments_t left = a, right = b, ab = a, ba = b;
    gcim_moments_add(&left, &b);
    gcim_moments_add(&left, &c); /* (a + b) + c */
    gcim_moments_add(&right, &c);
    gcim_moments_t all = a;
    gcim_moments_add(&all, &right); /* a + (b + c) */
    equal_moments(&left, &all, GCIM_TREE_MAX_BITS);
    gcim_moments_add(&ab, &b);
    gcim_moments_add(&ba, &a);
    equal_moments(&ab, &ba, GCIM_TREE_MAX_BITS);
  }
}

/* Carries from the low to the high half. */
static void test_net_measure_parts_carry(void **state) {
  (void)state;
  gcim_moments_t a = {.cases = 1, .sum_abs = {UINT64_MAX, 1}, .sum = {UINT64_MAX, UINT64_MAX}};
  const gcim_moments_t b = {.cases = 1, .sum_abs = {2, 3}, .sum = {1, 0}};
  gcim_moments_add(&a, &b);
  assert_int_equal(a.sum_abs.low, 1);
  assert_int_equal(a.sum_abs.high, 5);
  assert_int_equal(a.sum.low, 0); /* -1 + 1 */
  assert_int_equal(a.sum.high, 0);
}

/* Sums of squares above 64 bits: 32-bit operands that lose all of their low bits. */
static void test_net_measure_wide(void **state) {
  (void)state;
  bed_t bed = bed_of("n=2 w=32 add=trunc(32) sign=1");
  static uint64_t ones[16];
  const uint64_t *in[64];
  memset(ones, 0xff, sizeof ones);
  for (int p = 0; p < 64; p++) {
    in[p] = ones;
  }
  for (int k = 0; k < KERNELS; k++) { /* 1024 cases of d = -(2^33 - 2); d*d = 2^66 - 2^35 + 4 */
    gcim_moments_t m = {0};
    if (use_kernel(k)) {
      gcim_net_measure(bed.net, in, NULL, 16, 0, &m, bed.scratch);
      assert_int_equal(m.min, -8589934590);
      assert_int_equal(m.sum_sq.high, 4095); /* 2^76 - 2^45 + 2^12 */
      assert_int_equal(m.sum_sq.low, (uint64_t)0 - (UINT64_C(1) << 45) + 4096);
      assert_int_equal(m.sum.high, UINT64_MAX);
      assert_int_equal(m.sum.low, (uint64_t)0 - (UINT64_C(1) << 43) + 2048);
      assert_int_equal(m.sum_abs.low, (UINT64_C(1) << 43) - 2048);
      assert_int_equal(m.sum_abs.high, 0);
    }
  }
  bed_free(&bed);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_net_measure_known_adders),
      cmocka_unit_test(test_net_measure_exhausts_small_trees),
      cmocka_unit_test(test_net_measure_exhausts_blocks),
      cmocka_unit_test(test_net_measure_refuses),
      cmocka_unit_test(test_net_measure_given_cases),
      cmocka_unit_test(test_net_measure_no_case),
      cmocka_unit_test(test_net_measure_parts_associate),
      cmocka_unit_test(test_net_measure_parts_carry),
      cmocka_unit_test(test_net_measure_wide),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
