/* The line that describes a tree at the limits of its numbers: whatever gcim_tree_check allows and
 * gcim_tree_print writes must be read again. The reader once refused numbers whose last digits
 * reached the limit: it stopped at (limit - 9) / 10, so that level 10, column 41 and a K of 40 were
 * "not from 1 to 10"; M, P, the period and the constant had tighter limits than the check. */
#include "helper_tree.h"

enum { LINE = 256 };

/* `line` is canonical: read and printed it is the same. */
static gcim_tree_t canonical(const char *line) {
  char text[LINE];
  gcim_tree_t tree;
  if (gcim_tree_parse(line, &tree) != GCIM_OK) {
    fail_msg("%s: %s", line, gcim_error_text());
  }
  gcim_tree_print(&tree, text, sizeof text);
  assert_string_equal(text, line);
  return tree;
}

static void refused(const char *line, const char *text) {
  gcim_tree_t tree;
  assert_int_equal(gcim_tree_parse(line, &tree), GCIM_ERR_FORMAT);
  assert_string_equal(gcim_error_text(), text);
}

/* 1024 lanes have ten levels. */
static void test_apx_spec_last_level(void **state) {
  (void)state;
  gcim_tree_t tree = canonical("n=1024 w=8 top=binary scheme=unsigned add[10]=loa(3)");
  assert_int_equal(tree.level[10].kind, GCIM_ADD_LOA);
  assert_int_equal(tree.level[9].kind, GCIM_ADD_EXACT);
  tree = canonical("n=513 w=2 top=binary scheme=unsigned add[2:10]=trunc(2)");
  assert_int_equal(tree.level[2].kind, GCIM_ADD_TRUNC);
  refused("n=1024 w=8 add[11]=loa(3)",
          "tree, character 16: '11]=loa(3)', expected a number from 1 to 10");
}

/* 32 bits and ten levels make columns 0 .. 41. */
static void test_apx_spec_last_column(void **state) {
  (void)state;
  gcim_tree_t tree;
  assert_int_equal(gcim_tree_parse("n=1024 w=32 top=dadda col[40:41]=exact", &tree), GCIM_OK);
  refused("n=1024 w=32 top=dadda col[42]=exact",
          "tree, character 27: '42]=exact', expected a number from 0 to 41");
}

static void test_apx_spec_largest_arguments(void **state) {
  (void)state;
  gcim_tree_t tree = canonical("n=2 w=32 top=binary scheme=unsigned add=gear(32,64)");
  assert_int_equal(tree.level[1].p, 64);
  tree = canonical("n=2 w=32 top=binary scheme=unsigned add=oloca(30,2147483647)");
  assert_int_equal(tree.level[1].m, INT32_MAX);
  tree = canonical("n=3 w=4 top=wallace scheme=unsigned alt[0]=ama5 every=2147483647");
  assert_int_equal(tree.alt_period, INT32_MAX);
  refused("n=3 w=4 every=2147483648",
          "tree, character 15: '2147483648', expected a number from 0 to 2147483647");
  /* a K that no tree has is a broken rule, not an unreadable number */
  assert_int_equal(gcim_tree_parse("n=2 w=32 add=loa(43)", &tree), GCIM_ERR_PARAM);
  assert_non_null(strstr(gcim_error_text(), "k_within_width"));
}

static void test_apx_spec_largest_constant(void **state) {
  (void)state;
  gcim_tree_t tree = canonical("n=2 w=1 top=binary scheme=unsigned comp=9223372036854775807");
  assert_true(tree.comp == INT64_MAX);
  tree = canonical("n=2 w=1 top=binary scheme=unsigned comp=-9223372036854775808");
  assert_true(tree.comp == INT64_MIN);
  refused("n=2 w=1 comp=9223372036854775808",
          "tree, character 14: '9223372036854775808', expected a number from "
          "-9223372036854775808 to 9223372036854775807");
  refused("n=2 w=1 comp=-9223372036854775809",
          "tree, character 14: '-9223372036854775809', expected a number from "
          "-9223372036854775808 to 9223372036854775807");
  refused("n=2 w=1 comp=-",
          "tree, character 14: '-', expected a number from "
          "-9223372036854775808 to 9223372036854775807");
}

/* Leading zeros do not count as digits. */
static void test_apx_spec_zeros(void **state) {
  (void)state;
  gcim_tree_t tree;
  assert_int_equal(gcim_tree_parse("n=0000000000000000000000000000009 w=004", &tree), GCIM_OK);
  assert_int_equal(tree.lanes, 9);
  assert_int_equal(tree.width, 4);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_apx_spec_last_level),
      cmocka_unit_test(test_apx_spec_last_column),
      cmocka_unit_test(test_apx_spec_largest_arguments),
      cmocka_unit_test(test_apx_spec_largest_constant),
      cmocka_unit_test(test_apx_spec_zeros),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
