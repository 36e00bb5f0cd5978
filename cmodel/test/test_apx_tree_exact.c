/* Trees of exact cells and adders, and what approximate ones share under all signed schemes. */
#include "helper_tree.h"

static const gcim_topology_t topologies[] = {GCIM_BINARY, GCIM_CARRY_SAVE, GCIM_WALLACE, GCIM_DADDA,
                                             GCIM_ROWS73};
static const gcim_scheme_t schemes[] = {GCIM_SCHEME_UNSIGNED, GCIM_SCHEME_EXTEND,
                                        GCIM_SCHEME_INVERT, GCIM_SCHEME_PLANE};
enum { TOPOLOGIES = 5, SCHEMES = 4 };

static bool is_possible(gcim_scheme_t scheme, int width) {
  return scheme != GCIM_SCHEME_PLANE || width >= 2;
}

static void check_exact(const gcim_tree_t *tree, const uint32_t *data) {
  const uint64_t wanted = modulo(plain_sum(tree, data), gcim_tree_sum_bits(tree));
  uint64_t rows[2];
  const uint64_t sum = gcim_tree_sum(tree, data, rows);
  if (sum != wanted || gcim_tree_exact(tree, data) != wanted) {
    fail_msg("n=%d w=%d topology %d scheme %d: %llx, must be %llx", tree->lanes, tree->width,
             (int)tree->topology, (int)tree->scheme, (unsigned long long)sum,
             (unsigned long long)wanted);
  }
  assert_int_equal(gcim_tree_sum(tree, data, NULL), wanted);
}

/* Run `check` for all topologies and schemes of one geometry. */
static void each_tree(int lanes, int width, void (*check)(const gcim_tree_t *)) {
  for (int t = 0; t < TOPOLOGIES; t++) {
    for (int s = 0; s < SCHEMES; s++) {
      const gcim_tree_t tree = tree_new(topologies[t], schemes[s], lanes, width);
      if (is_possible(schemes[s], width)) {
        assert_int_equal(gcim_tree_check(&tree), GCIM_OK);
        check(&tree);
      }
    }
  }
}

/* ---- 5 to 11 with exact cells ---- */

static void check_every_input(const gcim_tree_t *tree) {
  for (uint32_t in = 0; in < UINT32_C(1) << (tree->lanes * tree->width); in++) {
    check_exact(tree, &in);
  }
}

static void test_apx_tree_exact_small(void **state) {
  (void)state;
  for (int lanes = 2; lanes <= 10; lanes++) {
    for (int width = 1; lanes * width <= 10; width++) {
      each_tree(lanes, width, check_every_input);
    }
  }
}

static void check_random(const gcim_tree_t *tree) {
  uint32_t data[LANES_WORDS];
  const uint64_t top = UINT64_C(1) << (tree->width - 1);
  const uint64_t all[] = {0, 1, 2 * top - 1, top, top - 1}; /* every lane the same */
  dice_t dice = {(uint64_t)(tree->lanes * 64 + tree->width), 0};
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
    put_lanes(data, tree, all[i]);
    check_exact(tree, data);
  }
  for (int i = 0; i < 10; i++) {
    for (int w = 0; w < LANES_WORDS; w++) {
      data[w] = roll(&dice, 0);
    }
    check_exact(tree, data);
  }
}

/* Every number of lanes up to 70 (all ways a list can be left over), then the largest trees. */
static void test_apx_tree_exact_large(void **state) {
  (void)state;
  for (int lanes = 2; lanes <= 70; lanes++) {
    each_tree(lanes, 1 + lanes % 9, check_random);
  }
  const int size[][2] = {{2, 1},   {2, 32},  {3, 31},    {127, 5},   {128, 8},  {129, 7},
                         {255, 3}, {512, 2}, {1000, 17}, {1023, 32}, {1024, 1}, {1024, 32}};
  for (size_t i = 0; i < sizeof size / sizeof size[0]; i++) {
    each_tree(size[i][0], size[i][1], check_random);
  }
}

/* 1024 lanes of 32 bits need 42 bits: all ones 1024 (2^32 - 1), or -1024; lowest -1024 2^31. */
static void test_apx_tree_exact_widest(void **state) {
  (void)state;
  uint32_t data[LANES_WORDS];
  for (int t = 0; t < TOPOLOGIES; t++) {
    gcim_tree_t tree = tree_new(topologies[t], GCIM_SCHEME_UNSIGNED, 1024, 32);
    assert_int_equal(gcim_tree_sum_bits(&tree), 42);
    memset(data, 0xff, sizeof data);
    assert_int_equal(tree_sum(&tree, data, NULL), INT64_C(4398046510080));
    tree.scheme = GCIM_SCHEME_INVERT;
    assert_int_equal(tree_sum(&tree, data, NULL), (INT64_C(1) << 42) - 1024);
    put_lanes(data, &tree, UINT64_C(0x80000000));
    tree.scheme = GCIM_SCHEME_EXTEND;
    assert_int_equal(tree_sum(&tree, data, NULL), INT64_C(1) << 41);
  }
}

/* Single counters are trees of one column: 5:3, 7:3 and 15:4 count ones. */
static void test_apx_tree_exact_counters(void **state) {
  (void)state;
  const int counters[] = {5, 7, 15};
  for (int i = 0; i < 3; i++) {
    const gcim_tree_t tree = tree_new(GCIM_WALLACE, GCIM_SCHEME_UNSIGNED, counters[i], 1);
    for (uint32_t in = 0; in < UINT32_C(1) << counters[i]; in++) {
      int ones = 0;
      for (int b = 0; b < counters[i]; b++) {
        ones += bit_of(in, b);
      }
      assert_int_equal(tree_sum(&tree, &in, NULL), ones);
    }
  }
}

/* 12: the constant comes after everything, modulo 2^S: n = 3, W = 2, S = 4, all lanes -2: -6. */
static void test_apx_tree_exact_constant(void **state) {
  (void)state;
  const uint32_t data = 0x2a;
  for (int t = 0; t < TOPOLOGIES; t++) {
    for (int s = 1; s < SCHEMES; s++) {
      gcim_tree_t tree = tree_new(topologies[t], schemes[s], 3, 2);
      tree.comp = 5;
      assert_int_equal(tree_sum(&tree, &data, NULL), 15);
      tree.comp = -31;
      assert_int_equal(tree_sum(&tree, &data, NULL), 11);  /* -37 + 48 */
      assert_int_equal(gcim_tree_exact(&tree, &data), 10); /* without the constant */
    }
  }
}

/* ---- approximate cells below the sign column ---- */

static gcim_fa_t random_cell(dice_t *dice) {
  return (gcim_fa_t){(uint8_t)roll(dice, 256), (uint8_t)roll(dice, 256)};
}

/* Anything that leaves column W-1 and those above exact. */
static gcim_tree_t random_tree(dice_t *dice) {
  const int width = 2 + (int)roll(dice, 9);
  gcim_tree_t tree = tree_new(topologies[roll(dice, TOPOLOGIES)], GCIM_SCHEME_EXTEND,
                              2 + (int)roll(dice, 40), width);
  const int columns = (int)roll(dice, (uint32_t)width);
  for (int q = 0; q < columns; q++) {
    tree.cell[q] = random_cell(dice);
    tree.alt[q] = random_cell(dice);
    tree.compressed[q] = roll(dice, 3) == 0;
  }
  tree.alt_period = (int)roll(dice, 4);
  tree.compressor = (gcim_c42_t){(uint16_t)roll(dice, 65536), (uint16_t)roll(dice, 65536)};
  for (int l = 0; l <= GCIM_TREE_MAX_LEVELS; l++) {
    tree.level[l].kind = (gcim_add_t)roll(dice, GCIM_ADD_CHAIN + 1);
    tree.level[l].k = (int)roll(dice, (uint32_t)width);
    tree.level[l].m = (int)roll(dice, 4);
    tree.level[l].cell = random_cell(dice);
  }
  tree.comp = (int64_t)roll(dice, 100) - 50;
  return tree;
}

/* Columns below W-1 hold the same bits under all three schemes, whatever their cells make of them;
 * with exact cells from W-1 on, the sum is exact plus the errors of those columns. */
static void test_apx_tree_exact_schemes_agree(void **state) {
  (void)state;
  dice_t dice = {77, 0};
  uint32_t data[LANES_WORDS] = {0};
  int differs = 0;
  for (int i = 0; i < 4000; i++) {
    gcim_tree_t tree = random_tree(&dice);
    for (int w = 0; w <= tree.lanes * tree.width / 32; w++) {
      data[w] = roll(&dice, 0);
    }
    const uint64_t sum = tree_sum(&tree, data, NULL);
    differs += sum != modulo(plain_sum(&tree, data) + tree.comp, gcim_tree_sum_bits(&tree));
    tree.scheme = GCIM_SCHEME_INVERT;
    assert_int_equal(tree_sum(&tree, data, NULL), sum);
    tree.scheme = GCIM_SCHEME_PLANE;
    assert_int_equal(tree_sum(&tree, data, NULL), sum);
  }
  assert_true(differs > 2000); /* the cells are approximate */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_apx_tree_exact_small),
      cmocka_unit_test(test_apx_tree_exact_large),
      cmocka_unit_test(test_apx_tree_exact_widest),
      cmocka_unit_test(test_apx_tree_exact_counters),
      cmocka_unit_test(test_apx_tree_exact_constant),
      cmocka_unit_test(test_apx_tree_exact_schemes_agree),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
