/* The line that describes a tree: what is read, what is printed, and how it is refused. */
#include "helper_net.h"

enum { LINE = 512 };

static void canonical(const char *line, const char *expected) {
  char text[LINE], again[LINE];
  const gcim_tree_t tree = parse(line);
  assert_int_equal(gcim_tree_print(&tree, text, sizeof text), strlen(expected));
  assert_string_equal(text, expected);
  const gcim_tree_t second = parse(text);
  assert_memory_equal(&second, &tree, sizeof tree);
  gcim_tree_print(&second, again, sizeof again);
  assert_string_equal(again, text);
}

static void test_net_spec_canonical(void **state) {
  (void)state;
  static const char *const lines[][2] = {
      {"n=64 w=8 top=wallace scheme=extend col[0:4]=ama5 add=loa(3) comp=-31",
       "n=64 w=8 top=wallace scheme=extend col[0:4]=ama5 add=loa(3) comp=-31"},
      {"w=3 n=2", "n=2 w=3 top=binary scheme=unsigned"},
      {" \tcomp=7\tw=4  n=5 top=saver ", "n=5 w=4 top=saver scheme=unsigned comp=7"},
      {"n=2 w=3 scheme=plane", "n=2 w=3 top=binary scheme=plane"},
      {"n=2 w=3 scheme=invert top=rows73", "n=2 w=3 top=rows73 scheme=invert"},
      /* cells: neighbours join, names win over tables, exact ones go */
      {"n=9 w=4 top=dadda col[1]=AMA1 col[0]=ama1 col[2]=12.34 col[3]=exact",
       "n=9 w=4 top=dadda scheme=unsigned col[0:1]=ama1 col[2]=12.34"},
      {"n=9 w=4 top=wallace col[0:1]=17.e8 col[3]=96.E8",
       "n=9 w=4 top=wallace scheme=unsigned col[0:1]=ama2"},
      {"n=9 w=4 top=rows73 alt[1:2]=tsaa every=3 col[2]=ama5",
       "n=9 w=4 top=rows73 scheme=unsigned col[2]=ama5 alt[1:2]=tsaa every=3"},
      {"n=9 w=4 top=wallace every=2", "n=9 w=4 top=wallace scheme=unsigned every=2"},
      {"n=9 w=4 top=saver c42[2]=f99f.eee0 c42[0:1]=MOMENI",
       "n=9 w=4 top=saver scheme=unsigned c42[0:2]=momeni"},
      {"n=9 w=4 top=saver c42[3]=0123.CDEF", "n=9 w=4 top=saver scheme=unsigned c42[3]=0123.CDEF"},
      /* adders */
      {"n=9 w=4 add=oloca(4,2)", "n=9 w=4 top=binary scheme=unsigned add=oloca(4,2)"},
      {"n=9 w=4 add[1:4]=loa(1)", "n=9 w=4 top=binary scheme=unsigned add=loa(1)"},
      {"n=9 w=4 add[3]=loa(1) add[2]=loa(1)", "n=9 w=4 top=binary scheme=unsigned add[2:3]=loa(1)"},
      {"n=9 w=4 add[1]=chain(2,ama3) add[2:4]=chain(2,AB.CD)",
       "n=9 w=4 top=binary scheme=unsigned add[1]=chain(2,ama3) add[2:4]=chain(2,AB.CD)"},
      {"n=2 w=9 add=gear(2,3)", "n=2 w=9 top=binary scheme=unsigned add=gear(2,3)"},
      {"n=9 w=4 add=exact", "n=9 w=4 top=binary scheme=unsigned"},
      {"n=9 w=4 max=6 sat=1 sign=1 add=loa(4)",
       "n=9 w=4 top=binary scheme=unsigned add=loa(4) max=6 sat=1 sign=1"},
      {"n=9 w=4 max=0 sat=0 sign=0 comp=0 every=0", "n=9 w=4 top=binary scheme=unsigned"},
  };
  for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
    canonical(lines[i][0], lines[i][1]);
  }
}

static void test_net_spec_values(void **state) {
  (void)state;
  gcim_tree_t tree = parse(
      "n=9 w=5 top=saver scheme=extend col[1:2]=17.E8 alt[2]=ama1 every=4 c42[0]=momeni "
      "add=mherloa(3,2) comp=-12 sign=1");
  assert_int_equal(tree.lanes, 9);
  assert_int_equal(tree.width, 5);
  assert_int_equal(tree.topology, GCIM_CARRY_SAVE);
  assert_int_equal(tree.scheme, GCIM_SCHEME_EXTEND);
  assert_int_equal(tree.cell[0].s, 0x96);
  assert_int_equal(tree.cell[1].s, 0x17);
  assert_int_equal(tree.cell[2].c, 0xe8);
  assert_int_equal(tree.cell[3].s, 0x96);
  assert_int_equal(tree.alt[2].s, 0x82);
  assert_int_equal(tree.alt[2].c, 0xec);
  assert_int_equal(tree.alt[1].s, 0x96);
  assert_int_equal(tree.alt_period, 4);
  assert_true(tree.compressed[0] && !tree.compressed[1]);
  assert_int_equal(tree.compressor.s, 0xf99f);
  assert_int_equal(tree.level[0].kind, GCIM_ADD_MHERLOA);
  assert_int_equal(tree.level[0].k, 3);
  assert_int_equal(tree.level[0].m, 2);
  assert_int_equal(tree.comp, -12);
  assert_true(tree.allow_sign);
  tree = parse("n=5 w=3 add[2]=chain(2,ama4) max=4 sat=1");
  assert_int_equal(tree.level[1].kind, GCIM_ADD_EXACT);
  assert_int_equal(tree.level[2].kind, GCIM_ADD_CHAIN);
  assert_int_equal(tree.level[2].cell.s, 0x8a);
  assert_int_equal(tree.level[3].kind, GCIM_ADD_EXACT);
  assert_int_equal(tree.max_bits, 4);
  assert_true(tree.saturate);
}

/* Every kind of adder and every cell by its name. */
static void test_net_spec_names(void **state) {
  (void)state;
  char line[LINE], text[LINE];
  for (int kind = 0; gcim_add_name(kind) != NULL; kind++) {
    const char *name = gcim_add_name(kind);
    static const char *const arguments[] = {"(2)", "(2,1)", "(2,ama1)", ""};
    int taken = 0;
    for (int i = 0; i < 4; i++) {
      gcim_tree_t tree;
      snprintf(line, sizeof line, "n=2 w=4 top=binary scheme=unsigned add=%s%s", name,
               arguments[i]);
      if (gcim_tree_parse(line, &tree) == GCIM_OK) {
        assert_int_equal(tree.level[1].kind, kind);
        gcim_tree_print(&tree, text, sizeof text);
        assert_true(kind == GCIM_ADD_EXACT || strcmp(text, line) == 0);
        taken++;
      }
    }
    assert_int_equal(taken, 1); /* each has its own arguments */
  }
  for (int r = 0; gcim_fa_row(r) != NULL; r++) {
    if (r != GCIM_FA_ROW_USER) {
      snprintf(line, sizeof line, "n=4 w=4 top=dadda col[0]=%s", gcim_fa_row(r)->name);
      assert_int_equal(parse(line).cell[0].s, gcim_fa_row(r)->s);
      assert_int_equal(parse(line).cell[0].c, gcim_fa_row(r)->c);
    }
  }
}

/* What was printed from any legal tree means the same tree. */
static void test_net_spec_round_trip(void **state) {
  (void)state;
  static uint32_t data[MOST_LANE_WORDS];
  dice_t dice = {4, 0};
  for (int i = 0; i < 2000; i++) {
    char text[LINE * 4], again[LINE * 4];
    const gcim_tree_t tree = legal_tree(&dice, 40, 12);
    assert_true(gcim_tree_print(&tree, text, sizeof text) < (int)sizeof text);
    const gcim_tree_t second = parse(text);
    gcim_tree_print(&second, again, sizeof again);
    assert_string_equal(again, text);
    const gcim_tree_t third = parse(again);
    assert_memory_equal(&third, &second, sizeof third);
    random_lanes(&dice, data, 20);
    assert_int_equal(gcim_tree_sum(&second, data, NULL), gcim_tree_sum(&tree, data, NULL));
  }
}

/* ---- refusals ---- */

/* Place and reason of each kind of damage; the caller's tree stays as it was. */
static void test_net_spec_refuses(void **state) {
  (void)state;
  static const char *const lines[][2] = {
      {"", "tree, character 1: the end, but n=... is missing"},
      {"n=4", "tree, character 4: the end, but w=... is missing"},
      {"n=4 w=4 tpo=dadda", "tree, character 9: no key 'tpo'; did you mean 'top'?"},
      {"n=4 w=4 =3", "tree, character 9: '=3', expected a key"},
      {"n=4 w=4 n=3", "tree, character 9: n is given twice"},
      {"n=4,w=4", "tree, character 4: ',w=4', expected a blank or the end"},
      {"n=4 w", "tree, character 6: the end, expected '='"},
      {"n=4 w=", "tree, character 7: the end, expected a number from 0 to 1000000"},
      {"n=4 w= 4", "tree, character 7: a blank, expected a number from 0 to 1000000"},
      {"n=x w=4", "tree, character 3: 'x', expected a number from 0 to 1000000"},
      {"n=-4 w=4", "tree, character 3: '-4', expected a number from 0 to 1000000"},
      {"n=99999999999999999999 w=4",
       "tree, character 3: '99999999999999999999', expected a number from 0 to 1000000"},
      {"n=4 w=4 sat=2", "tree, character 13: '2', expected a number from 0 to 1"},
      {"n=4 w=4 top=dad", "tree, character 13: no topology 'dad'; did you mean 'dadda'?"},
      {"n=4 w=4 top=Fibonacci",
       "tree, character 13: no topology 'Fibonacci'; there are: binary, saver, wallace, dadda, "
       "rows73"},
      {"n=4 w=4 scheme=extnd", "tree, character 16: no scheme 'extnd'; did you mean 'extend'?"},
      {"n=4 w=4 col=ama1", "tree, character 12: '=ama1', expected '['"},
      {"n=4 w=4 col[0=ama1", "tree, character 14: '=ama1', expected ']'"},
      {"n=4 w=4 col[]=ama1", "tree, character 13: ']=ama1', expected a number from 0 to 41"},
      {"n=4 w=4 col[2:1]=ama1", "tree, character 15: '1]=ama1', expected a number from 2 to 41"},
      {"n=4 w=4 col[0:7]=ama1", "tree, character 13: column 7; this tree has columns 0 to 5"},
      {"n=4 w=4 alt[6]=ama1 every=1", "tree, character 13: column 6; this tree has columns 0 to 5"},
      {"n=4 w=4 max=5 col[5]=ama1", "tree, character 19: column 5; this tree has columns 0 to 4"},
      {"n=4 w=4 col[0]=ama1 col[0:1]=ama2", "tree, character 25: column 0 is given twice"},
      {"n=4 w=4 col[0]=ama9", "tree, character 16: no cell 'ama9'; did you mean 'ama1'?"},
      {"n=4 w=4 col[0]=user", "tree, character 16: no cell 'user'; did you mean 'tsaa'?"},
      {"n=4 w=4 col[0]=",
       "tree, character 16: the end, expected a cell's name or its two truth "
       "tables"},
      {"n=4 w=4 col[0]=1.E8",
       "tree, character 16: '1.E8', expected two truth tables of 2 hexadecimal digits"},
      {"n=4 w=4 col[0]=17.E81",
       "tree, character 16: '17.E81', expected two truth tables of 2 hexadecimal digits"},
      {"n=4 w=4 col[0]=17E.8",
       "tree, character 16: '17E.8', expected two truth tables of 2 hexadecimal digits"},
      {"n=4 w=4 col[0]=17",
       "tree, character 16: '17', expected two truth tables of 2 hexadecimal digits"},
      {"n=4 w=4 add=chain(2,17E8)",
       "tree, character 21: '17E8)', expected two truth tables of 2 hexadecimal digits"},
      {"n=4 w=4 alt[0]=ama1", "tree, character 13: alt without every=1 or more"},
      {"n=4 w=4 top=saver c42[0]=monemi",
       "tree, character 26: no compressor 'monemi'; did you mean 'momeni'?"},
      {"n=4 w=4 top=saver c42[0]=F99F.EEE",
       "tree, character 26: 'F99F.EEE', expected two truth tables of 4 hexadecimal digits"},
      {"n=4 w=4 top=saver c42[0]=momeni c42[1]=sat42",
       "tree, character 40: a second compressor; a tree has one"},
      {"n=4 w=4 add=lao(3)", "tree, character 13: no adder 'lao'; did you mean 'loa'?"},
      {"n=4 w=4 add=loa", "tree, character 16: the end, expected '('"},
      {"n=4 w=4 add=loa(3", "tree, character 18: the end, expected ')'"},
      {"n=4 w=4 add=loa(3,2)", "tree, character 18: ',2)', expected ')'"},
      {"n=4 w=4 add=oloca(3)", "tree, character 20: ')', expected ','"},
      {"n=4 w=4 add=chain(3,5)", "tree, character 21: no cell '5'; did you mean 'ama5'?"},
      {"n=4 w=4 add=exact(3)", "tree, character 18: '(3)', expected a blank or the end"},
      {"n=4 w=4 add=loa(1) add[2]=exact", "tree, character 24: level 2 is given twice"},
      {"n=4 w=4 add[3]=loa(1)", "tree, character 13: level 3; this tree has levels 1 to 2"},
      {"n=4 w=4 add[0]=loa(1)", "tree, character 13: '0]=loa(1)', expected a number from 1 to 10"},
      {"n=4 w=4 top=saver add[1]=loa(1)",
       "tree, character 23: a level; top=saver has one adder, write add=..."},
      {"n=4 w=4 comp=1e3", "tree, character 15: 'e3', expected a blank or the end"},
  };
  const gcim_tree_t before = parse("n=7 w=3 top=dadda");
  for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
    gcim_tree_t tree = before;
    assert_int_equal(gcim_tree_parse(lines[i][0], &tree), GCIM_ERR_FORMAT);
    assert_string_equal(gcim_error_text(), lines[i][1]);
    assert_memory_equal(&tree, &before, sizeof tree);
  }
}

static void test_net_spec_refuses_rules(void **state) {
  (void)state;
  static const char *const lines[][2] = {
      {"n=1 w=4", "lanes"},
      {"n=5000 w=4", "lanes"},
      {"n=4 w=33", "width"},
      {"n=4 w=4 add=loa(5)", "k_within_width"},
      {"n=4 w=4 top=wallace max=5", "fixed_width_is_binary"},
      {"n=4 w=1 scheme=plane", "plane_needs_two_bits"},
      {"n=4 w=4 scheme=extend add=loa(4)", "sign_column_is_exact"},
      {"n=4 w=4 scheme=extend add=loa(4)", "in a line sign=1"},
  };
  const gcim_tree_t before = parse("n=7 w=3 top=dadda");
  for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
    gcim_tree_t tree = before;
    assert_int_equal(gcim_tree_parse(lines[i][0], &tree), GCIM_ERR_PARAM);
    if (strstr(gcim_error_text(), lines[i][1]) == NULL) {
      fail_msg("%s: %s", lines[i][0], gcim_error_text());
    }
    assert_memory_equal(&tree, &before, sizeof tree);
  }
  gcim_tree_t tree;
  assert_int_equal(gcim_tree_parse(NULL, &tree), GCIM_ERR_NULL);
  assert_int_equal(gcim_tree_parse("n=4 w=4", NULL), GCIM_ERR_NULL);
}

/* A line cut anywhere is refused or means something; nothing is read behind its end. */
static void test_net_spec_cut_lines(void **state) {
  (void)state;
  const char *whole =
      "n=9 w=5 top=saver scheme=extend col[1:2]=17.E8 alt[2]=ama1 every=4 "
      "c42[0]=F99F.EEE0 add=mherloa(3,2) comp=-12 sign=1";
  for (size_t length = 0; length < strlen(whole); length++) {
    gcim_tree_t tree;
    char *line = malloc(length + 1);
    assert_non_null(line);
    memcpy(line, whole, length);
    line[length] = '\0';
    const int status = gcim_tree_parse(line, &tree);
    assert_true(status == GCIM_OK || status == GCIM_ERR_FORMAT || status == GCIM_ERR_PARAM);
    free(line);
  }
}

/* The text is cut to the buffer and always ends. */
static void test_net_spec_short_buffer(void **state) {
  (void)state;
  const gcim_tree_t tree = parse("n=64 w=8 top=wallace col[0:4]=ama5");
  const int length = (int)strlen("n=64 w=8 top=wallace scheme=unsigned col[0:4]=ama5");
  char text[16];
  assert_int_equal(gcim_tree_print(&tree, NULL, 0), length);
  assert_int_equal(gcim_tree_print(&tree, text, sizeof text), length);
  assert_string_equal(text, "n=64 w=8 top=wa");
  assert_int_equal(gcim_tree_print(&tree, text, 1), length);
  assert_string_equal(text, "");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_net_spec_canonical), cmocka_unit_test(test_net_spec_values),
      cmocka_unit_test(test_net_spec_names),     cmocka_unit_test(test_net_spec_round_trip),
      cmocka_unit_test(test_net_spec_refuses),   cmocka_unit_test(test_net_spec_refuses_rules),
      cmocka_unit_test(test_net_spec_cut_lines), cmocka_unit_test(test_net_spec_short_buffer),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
