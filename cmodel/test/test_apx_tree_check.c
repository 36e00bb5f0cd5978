/* gcim_tree_check: the card's rules under their names, for trees with a cell a column. */
#include "helper_tree.h"

static void accepted(const gcim_tree_t *tree) {
  if (gcim_tree_check(tree) != GCIM_OK) {
    fail_msg("%s", gcim_error_text());
  }
}

/* Refused with a text that starts with `start` and has `part`. */
static void refused(const gcim_tree_t *tree, const char *start, const char *part) {
  assert_int_equal(gcim_tree_check(tree), GCIM_ERR_PARAM);
  if (strncmp(gcim_error_text(), start, strlen(start)) != 0 ||
      strstr(gcim_error_text(), part) == NULL) {
    fail_msg("'%s', must be '%s..%s..'", gcim_error_text(), start, part);
  }
}

static gcim_tree_t plain(int lanes, int width) {
  return tree_new(GCIM_BINARY, GCIM_SCHEME_UNSIGNED, lanes, width);
}

static void test_apx_tree_check_shape(void **state) {
  (void)state;
  assert_int_equal(gcim_tree_check(NULL), GCIM_ERR_NULL);
  gcim_tree_t tree = plain(0, 8);
  refused(&tree, "apx_tree: lanes=0 is outside", "2..1024");
  tree = plain(1, 8);
  refused(&tree, "apx_tree: lanes=1 is outside", "2..1024");
  tree = plain(1025, 8);
  refused(&tree, "apx_tree: lanes=1025 is outside", "2..1024");
  tree = plain(-3, 8);
  refused(&tree, "apx_tree: lanes=-3 is outside", "2..1024");
  tree = plain(2, 0);
  refused(&tree, "apx_tree: width=0 is outside", "1..32");
  tree = plain(2, 33);
  refused(&tree, "apx_tree: width=33 is outside", "1..32");
  tree = plain(1024, 32);
  accepted(&tree);
  tree.topology = (gcim_topology_t)5;
  refused(&tree, "apx_tree: topology=5 is outside", "0..4");
  tree = plain(2, 1);
  accepted(&tree);
  tree.scheme = (gcim_scheme_t)4;
  refused(&tree, "apx_tree: scheme=4 is outside", "0..3");
  tree = plain(2, 1);
  tree.alt_period = -1;
  refused(&tree, "apx_tree: alt_period=-1 is outside", "0..");
}

static void test_apx_tree_check_max_bits(void **state) {
  (void)state;
  gcim_tree_t tree = plain(8, 5);
  tree.max_bits = 4;
  refused(&tree, "apx_tree: max_bits_hold_a_lane: MaxBits must be 0 or at least Width",
          "max_bits=4, width=5");
  tree.max_bits = -1;
  refused(&tree, "apx_tree: max_bits=-1 is outside", "0..42");
  tree.max_bits = 43;
  refused(&tree, "apx_tree: max_bits=43 is outside", "0..42");
  tree.max_bits = 5;
  accepted(&tree);
  tree.scheme = GCIM_SCHEME_EXTEND;
  accepted(&tree);
  const char *id = "apx_tree: fixed_width_is_binary: ";
  tree.scheme = GCIM_SCHEME_INVERT;
  refused(&tree, id, "SCHEME_EXTEND");
  tree.scheme = GCIM_SCHEME_PLANE;
  refused(&tree, id, "SCHEME_EXTEND");
  tree.scheme = GCIM_SCHEME_UNSIGNED;
  for (int t = GCIM_CARRY_SAVE; t <= GCIM_ROWS73; t++) {
    tree.topology = (gcim_topology_t)t;
    refused(&tree, id, "BINARY");
  }
  tree = tree_new(GCIM_DADDA, GCIM_SCHEME_PLANE, 4, 1);
  refused(&tree, "apx_tree: plane_needs_two_bits: SCHEME_PLANE needs Width of at least 2", "1");
}

/* Every adder that the tree has is looked at, no other. */
static void test_apx_tree_check_adders(void **state) {
  (void)state;
  const char *id = "apx_tree: k_within_width: K must not exceed Width";
  gcim_tree_t tree = plain(5, 4); /* three levels */
  set_levels(&tree, 1, 3, GCIM_ADD_LOA, 4);
  accepted(&tree);
  tree.level[3].k = 5;
  refused(&tree, id, "level 3: k=5, width=4");
  tree.level[3].k = -1;
  refused(&tree, id, "level 3: k=-1");
  tree.level[3].k = 0;
  tree.level[4].k = tree.level[0].k = 99;
  accepted(&tree);
  tree.topology = GCIM_WALLACE;
  refused(&tree, id, "level 0: k=99");
  tree.level[0].k = 4;
  accepted(&tree);
  tree.level[0].m = -1;
  refused(&tree, "apx_tree: m=-1 is outside", "0..");
  tree.level[0].m = 0;
  tree.level[0].p = -1;
  refused(&tree, "apx_tree: p=-1 is outside", "0..64");
  tree.level[0].p = 0;
  tree.level[0].kind = (gcim_add_t)19;
  refused(&tree, "apx_tree: adder=19 is outside", "0..18");
}

static void test_apx_tree_check_block_adders(void **state) {
  (void)state;
  const char *id = "apx_tree: blocks_add_two_lanes: ";
  for (int kind = GCIM_ADD_ETA2; kind <= GCIM_ADD_GEAR; kind++) {
    gcim_tree_t tree = plain(2, 8);
    tree.level[1] = (gcim_adder_t){.kind = (gcim_add_t)kind, .k = 2, .p = 2};
    accepted(&tree);
    tree.scheme = GCIM_SCHEME_EXTEND;
    accepted(&tree);
    tree.lanes = 3;
    refused(&tree, id, gcim_add_name(kind));
    tree = tree_new(GCIM_CARRY_SAVE, GCIM_SCHEME_UNSIGNED, 2, 8);
    tree.level[0] = (gcim_adder_t){.kind = (gcim_add_t)kind, .k = 2};
    refused(&tree, id, "BINARY");
  }
}

static void test_apx_tree_check_columns(void **state) {
  (void)state;
  const char *id = "apx_tree: columns_within_width: Columns must not exceed Width";
  for (int t = GCIM_CARRY_SAVE; t <= GCIM_ROWS73; t++) {
    gcim_tree_t tree = tree_new((gcim_topology_t)t, GCIM_SCHEME_UNSIGNED, 4, 3);
    set_cells(&tree, 3, AMA5);
    accepted(&tree);
    tree.cell[3] = AMA5;
    refused(&tree, id, "column 3");
    tree.cell[3] = tree.cell[4] = tree.alt[4]; /* exact again */
    tree.alt[4] = AMA5;
    accepted(&tree); /* not in use */
    tree.alt_period = 1;
    refused(&tree, id, "column 4");
    tree.alt[4] = tree.cell[4];
    tree.cell[5] = AMA5; /* above the sum: there is no such column */
    accepted(&tree);
    tree.topology = GCIM_BINARY; /* has no cells */
    tree.cell[3] = AMA5;
    accepted(&tree);
  }
  gcim_tree_t tree = tree_new(GCIM_CARRY_SAVE, GCIM_SCHEME_UNSIGNED, 4, 3);
  tree.compressed[3] = true;
  refused(&tree, id, "column 3");
  tree.topology = GCIM_WALLACE; /* has no compressors */
  accepted(&tree);
}

static void test_apx_tree_check_sign(void **state) {
  (void)state;
  const char *id =
      "apx_tree: sign_column_is_exact: a signed scheme needs K and Columns below Width";
  for (int s = GCIM_SCHEME_EXTEND; s <= GCIM_SCHEME_PLANE; s++) {
    const bool never = s == GCIM_SCHEME_PLANE;
    gcim_tree_t adders = tree_new(GCIM_BINARY, (gcim_scheme_t)s, 4, 3), cells = adders;
    cells.topology = GCIM_WALLACE;
    set_levels(&adders, 1, 2, GCIM_ADD_LOA, 2);
    set_cells(&cells, 2, AMA5);
    accepted(&adders);
    accepted(&cells);
    adders.level[2].k = 3;
    cells.cell[2] = AMA5;
    refused(&adders, id, "level 2 reaches column 2");
    refused(&cells, id, "column 2 reaches column 2");
    adders.allow_sign = cells.allow_sign = true;
    if (never) {
      refused(&adders, id, "never under SCHEME_PLANE");
      refused(&cells, id, "never under SCHEME_PLANE");
    } else {
      accepted(&adders);
      accepted(&cells);
    }
    adders.allow_sign = false;
    adders.level[2].kind = GCIM_ADD_EXACT; /* K of an exact adder approximates nothing */
    accepted(&adders);
  }
  gcim_tree_t last = tree_new(GCIM_DADDA, GCIM_SCHEME_INVERT, 4, 3);
  set_levels(&last, 0, 0, GCIM_ADD_TRUNC, 3);
  refused(&last, id, "level 0");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_apx_tree_check_shape),
      cmocka_unit_test(test_apx_tree_check_max_bits),
      cmocka_unit_test(test_apx_tree_check_adders),
      cmocka_unit_test(test_apx_tree_check_block_adders),
      cmocka_unit_test(test_apx_tree_check_columns),
      cmocka_unit_test(test_apx_tree_check_sign),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
