/* The unit apx_tree: parameters become the tree they describe, modes, taps, cycles, coverage. The
 * trees themselves: test_apx_tree_*.c. */
#include "helper_tree.h"

enum { DATA_WORDS = 1024 };

/* One transaction through the pins: accept, then the answer one edge later. */
static uint64_t transact(dut_t *d, const uint32_t *data, bool saturate) {
  const gcim_signal_t *signal = &d->card->signals[sig(d, "data")];
  memcpy(d->image + signal->word, data, (size_t)signal->words * sizeof *data);
  put(d, "sat", saturate);
  put(d, "in_valid", 1);
  tick(d);
  put(d, "in_valid", 0);
  memset(d->image + signal->word, 0x5a, (size_t)signal->words * sizeof *data);
  tick(d);
  assert_int_equal(get(d, "out_valid"), 1);
  return get_at(d, "sum", 0, (int)gcim_card_value(d->card, "SumBits"));
}

/* ---- 1 to 4 ---- */

static void test_apx_tree_cycles(void **state) {
  (void)state;
  dut_t d = dut_new("apx_tree", "config=fixed_unsigned");
  const int valids = 0x2d; /* bit e: a transaction at edge e */
  for (int e = 0; e < 8; e++) {
    put(&d, "in_valid", (uint64_t)(valids >> e) & 1u);
    tick(&d);
    const int valid = e > 0 ? (valids >> (e - 1)) & 1 : 0;
    assert_int_equal(get(&d, "out_valid"), valid);
    assert_int_equal(cares(&d, "sum"), valid);
    assert_int_equal(cares(&d, "tap_rows"), valid);
    assert_int_equal(cares(&d, "tap_fingerprint"), valid);
  }
  put(&d, "in_valid", 1);
  tick(&d);
  tick_reset(&d);
  put(&d, "in_valid", 0);
  tick(&d);
  assert_int_equal(get(&d, "out_valid"), 0);
  dut_free(&d);
}

/* ---- by hand ---- */

/* tiny: three signed lanes of 4 bits, ADD_LOA with K = 2 on both levels, S = 6.
 * 6, 7, -7: 0110, 0111, 1001. Level 1: low 10 | 11 = 11, carry 1 & 1; 1 + 1 + 1 = 3: 15 (01111).
 * -7 passes as 11001. Level 2: low 11 | 01 = 11, carry 1 & 0 = 0; 3 + -2 = 1: 7. Exact: 6. */
static void test_apx_tree_tiny(void **state) {
  (void)state;
  dut_t d = dut_new("apx_tree", "config=tiny");
  const uint32_t data = 0x976;
  assert_int_equal(transact(&d, &data, false), 7);
  assert_int_equal(get_at(&d, "tap_rows", 0, 6), 15);
  assert_int_equal(get_at(&d, "tap_rows", 6, 6), 0x39);
  assert_int_equal(get_at(&d, "tap_fingerprint", 0, 64), 0);
  dut_free(&d);
}

/* Three lanes of 4 bits in words of 5: 15 + 15 + 15 = 45 wraps to 13 or is held at 31. */
static void test_apx_tree_sat_is_a_mode(void **state) {
  (void)state;
  dut_t d = dut_new("apx_tree", "Lanes=3 Width=4 MaxBits=5");
  const uint32_t data = 0xfff;
  assert_int_equal(transact(&d, &data, false), 13);
  assert_int_equal(transact(&d, &data, true), 31);
  assert_int_equal(transact(&d, &data, false), 13);
  dut_free(&d);
}

/* 12: -Comp: 64 lanes 0 give -31 modulo 2^14. */
static void test_apx_tree_constant(void **state) {
  (void)state;
  const uint32_t data[DATA_WORDS] = {0};
  dut_t d = dut_new("apx_tree", "config=lower_or");
  assert_int_equal(transact(&d, data, false), 16384 - 31);
  dut_free(&d);
  d = dut_new("apx_tree", "config=lower_or CompNegative=0");
  assert_int_equal(transact(&d, data, false), 31);
  dut_free(&d);
}

/* ---- parameters ---- */

static gcim_fa_t named(const char *name) {
  const gcim_fa_row_t *row = gcim_fa_row(gcim_fa_find(name));
  return (gcim_fa_t){(uint8_t)row->s, (uint8_t)row->c};
}

/* The unit and `tree` agree on random lanes, on the sum, the rows and the fingerprint. */
static void check_config(const char *params, gcim_tree_t *tree) {
  dut_t d = dut_new("apx_tree", params);
  dice_t dice = {(uint64_t)tree->lanes, 0};
  uint32_t data[DATA_WORDS];
  uint64_t rows[2], fingerprint = 0;
  const int sum_bits = gcim_tree_sum_bits(tree);
  if (tree->topology >= GCIM_WALLACE) {
    gcim_net_t *net;
    assert_int_equal(gcim_net_new(tree, &net), GCIM_OK);
    fingerprint = gcim_net_fingerprint(net);
    gcim_net_free(net);
  }
  for (int i = 0; i < 200; i++) {
    for (int w = 0; w < DATA_WORDS; w++) {
      data[w] = roll(&dice, 0);
    }
    tree->saturate = i % 2 != 0;
    assert_int_equal(transact(&d, data, tree->saturate), tree_sum(tree, data, rows));
    assert_int_equal(get_at(&d, "tap_rows", 0, sum_bits), rows[0]);
    assert_int_equal(get_at(&d, "tap_rows", sum_bits, sum_bits), rows[1]);
    assert_int_equal(get_at(&d, "tap_fingerprint", 0, 64), fingerprint);
  }
  dut_free(&d);
}

static void test_apx_tree_binary_parameters(void **state) {
  (void)state;
  gcim_tree_t tree = tree_new(GCIM_BINARY, GCIM_SCHEME_INVERT, 21, 6);
  set_levels(&tree, 2, 3, GCIM_ADD_HERLOA, 4);
  check_config("config=late_levels", &tree);
  tree = tree_new(GCIM_BINARY, GCIM_SCHEME_EXTEND, 10, 5);
  set_levels(&tree, 1, 4, GCIM_ADD_CHAIN, 2);
  for (int l = 1; l <= 4; l++) {
    tree.level[l].cell = named("AMA1");
  }
  tree.max_bits = 6;
  check_config("config=fixed", &tree);
  tree = tree_new(GCIM_BINARY, GCIM_SCHEME_UNSIGNED, 5, 4);
  set_levels(&tree, 1, 3, GCIM_ADD_OLOCA, 2);
  for (int l = 1; l <= 3; l++) {
    tree.level[l].m = 1;
  }
  tree.max_bits = 5;
  check_config("config=fixed_unsigned", &tree);
  tree = tree_new(GCIM_BINARY, GCIM_SCHEME_UNSIGNED, 5, 4); /* no level is within 3 .. 2 */
  check_config("Lanes=5 Width=4 Adder=ADD_LOA K=3 LevelFrom=3 LevelTo=2", &tree);
}

static void test_apx_tree_carry_save_parameters(void **state) {
  (void)state;
  gcim_tree_t tree = tree_new(GCIM_CARRY_SAVE, GCIM_SCHEME_EXTEND, 13, 6);
  set_cells(&tree, 4, named("AMA1"));
  set_alt(&tree, 4, named("AXA3"), 3);
  check_config("config=saver", &tree);
  tree = tree_new(GCIM_CARRY_SAVE, GCIM_SCHEME_UNSIGNED, 16, 8);
  set_levels(&tree, 0, 0, GCIM_ADD_LOA, 4);
  tree.compressor = (gcim_c42_t){0xF99F, 0xEEE0};
  memset(tree.compressed, true, 5);
  check_config("config=compressed", &tree);
  tree = tree_new(GCIM_CARRY_SAVE, GCIM_SCHEME_PLANE, 7, 5);
  tree.compressor = (gcim_c42_t){4382, 61152};
  memset(tree.compressed, true, 4);
  check_config("config=compressed_user", &tree);
}

static void test_apx_tree_printed_parameters(void **state) {
  (void)state;
  gcim_tree_t tree = tree_new(GCIM_WALLACE, GCIM_SCHEME_EXTEND, 11, 5);
  set_cells(&tree, 5, (gcim_fa_t){23, 204});
  tree.allow_sign = true;
  check_config("config=wallace_signed", &tree);
  tree = tree_new(GCIM_DADDA, GCIM_SCHEME_INVERT, 20, 7);
  set_cells(&tree, 4, named("SESA2"));
  set_levels(&tree, 0, 0, GCIM_ADD_TRUNC, 2);
  check_config("config=dadda", &tree);
  tree = tree_new(GCIM_ROWS73, GCIM_SCHEME_UNSIGNED, 24, 4);
  set_cells(&tree, 3, (gcim_fa_t){0x17, 0xE8});
  set_alt(&tree, 3, named("TSAA"), 2);
  check_config("config=counters", &tree);
  tree = tree_new(GCIM_ROWS73, GCIM_SCHEME_EXTEND, 8, 6);
  set_cells(&tree, 5, (gcim_fa_t){0x17, 0xE8});
  check_config("config=counters_signed", &tree);
  tree = tree_new(GCIM_WALLACE, GCIM_SCHEME_UNSIGNED, 6, 4); /* Compressor is CARRY_SAVE's */
  set_cells(&tree, 2, AMA5);
  check_config("Lanes=6 Width=4 Topology=WALLACE Columns=2 Compressor=2", &tree);
}

/* ---- rules ---- */

static void refused(const char *params, const char *rule) {
  gcim_model_t *model;
  assert_int_equal(gcim_model_new(gcim_unit_find("apx_tree"), params, &model), GCIM_ERR_PARAM);
  if (strstr(gcim_error_text(), rule) == NULL) {
    fail_msg("%s: '%s' does not name %s", params, gcim_error_text(), rule);
  }
}

static void test_apx_tree_rules(void **state) {
  (void)state;
  refused("Width=4 K=5", "k_within_width");
  refused("Width=4 Columns=5", "columns_within_width");
  refused("Width=4 MaxBits=3", "max_bits_hold_a_lane");
  refused("MaxBits=9 Topology=DADDA", "fixed_width_is_binary");
  refused("MaxBits=9 Scheme=SCHEME_INVERT", "fixed_width_is_binary");
  refused("Width=1 Scheme=SCHEME_PLANE", "plane_needs_two_bits");
  refused("Width=4 Scheme=SCHEME_EXTEND K=4", "sign_column_is_exact");
  refused("Width=4 Scheme=SCHEME_PLANE Columns=4 AllowSign=1", "sign_column_is_exact");
}

/* ---- coverage ---- */

/* Four lanes of 4 bits, ADD_TRUNC with K = 2: the low bits of all lanes are lost. The constant is
 * not an error. */
static void test_apx_tree_coverage(void **state) {
  (void)state;
  dut_t d = dut_new("apx_tree", "Lanes=4 Width=4 Adder=ADD_TRUNC K=2 Comp=9");
  const uint32_t none = 0x4cc4, negative = 0x7111;
  transact(&d, &none, false);
  transact(&d, &negative, true);
  assert_int_equal(hits(&d, "error.none"), 1);
  assert_int_equal(hits(&d, "error.negative"), 1);
  assert_int_equal(hits(&d, "error.positive"), 0);
  assert_int_equal(hits(&d, "lane_class.other"), 2);          /* lanes 0 and 3 are 4 */
  assert_int_equal(hits(&d, "lane_class.one"), 1);            /* lane 0 is 1 */
  assert_int_equal(hits(&d, "lane_class.highest_signed"), 1); /* lane 3 is 7 */
  dut_free(&d);
  d = dut_new("apx_tree", "Lanes=2 Width=4 Adder=ADD_LOA K=2 Scheme=SCHEME_EXTEND");
  const uint32_t positive = 0xaa; /* -6 twice: low 10 | 10 = 10, carry 1: -10 */
  assert_int_equal(transact(&d, &positive, false), 0x16);
  assert_int_equal(hits(&d, "error.positive"), 1);
  dut_free(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_apx_tree_cycles),
      cmocka_unit_test(test_apx_tree_tiny),
      cmocka_unit_test(test_apx_tree_sat_is_a_mode),
      cmocka_unit_test(test_apx_tree_constant),
      cmocka_unit_test(test_apx_tree_binary_parameters),
      cmocka_unit_test(test_apx_tree_carry_save_parameters),
      cmocka_unit_test(test_apx_tree_printed_parameters),
      cmocka_unit_test(test_apx_tree_rules),
      cmocka_unit_test(test_apx_tree_coverage),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
