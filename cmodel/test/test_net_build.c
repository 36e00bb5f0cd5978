/* Networks against the word-level goldens, which another hand wrote from the same card. */
#include "helper_net.h"

/* ---- same numbers ---- */

static void same_sums(bed_t *bed, dice_t *dice, int sets) {
  static uint32_t data[MOST_LANE_WORDS];
  uint8_t *values = malloc(gcim_net_nets(bed->net));
  assert_non_null(values);
  for (int i = 0; i < sets; i++) {
    uint64_t rows[2], found[2] = {0, 0};
    random_lanes(dice, data, bed->words);
    const uint64_t sum = gcim_tree_sum(&bed->tree, data, rows);
    assert_int_equal(gcim_net_sum(bed->net, data, bed->scratch), sum);
    gcim_net_trace(bed->net, data, values);
    for (int q = 0; q < gcim_net_outputs(bed->net); q++) {
      assert_int_equal(values[gcim_net_output(bed->net, q)], (sum >> q) & 1u);
      for (int r = 0; r < 2; r++) {
        found[r] |= (uint64_t)values[gcim_net_row(bed->net, r, q)] << q;
      }
    }
    assert_int_equal(found[0], rows[0]);
    assert_int_equal(found[1], rows[1]);
  }
  free(values);
}

static void test_net_equals_tree(void **state) {
  (void)state;
  dice_t dice = {1, 0};
  int seen[5][4] = {0};
  for (int i = 0; i < 1500; i++) {
    const gcim_tree_t tree = legal_tree(&dice, i % 5 == 0 ? 70 : 20, i % 7 == 0 ? 32 : 9);
    bed_t bed = bed_new(&tree);
    same_sums(&bed, &dice, 20);
    seen[tree.topology][tree.scheme]++;
    bed_free(&bed);
  }
  for (int i = 0; i < 20; i++) {
    assert_true(seen[i / 4][i % 4] > 10);
  }
}

/* Two lanes of a binary tree are a two-operand adder; block adders are legal only there. */
static void test_net_equals_two_operand_adders(void **state) {
  (void)state;
  dice_t dice = {2, 0};
  for (int i = 0; i < 1000; i++) {
    gcim_tree_t tree = legal_tree(&dice, 2, 16);
    bed_t bed = bed_new(&tree);
    same_sums(&bed, &dice, 20);
    bed_free(&bed);
  }
}

static void test_net_equals_largest_trees(void **state) {
  (void)state;
  static const char *const lines[] = {
      "n=1024 w=32 scheme=extend add[1:5]=loa(20)",
      "n=1024 w=32 top=saver scheme=extend col[0:9]=ama1 every=3 alt[4]=sesa1",
      "n=1024 w=32 top=wallace scheme=extend col[0:20]=axa2",
      "n=1023 w=31 top=dadda scheme=plane col[0:20]=ama2",
      "n=1021 w=32 top=rows73 scheme=invert col[0:20]=tsaa",
  };
  dice_t dice = {3, 0};
  for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
    bed_t bed = bed_of(lines[i]);
    same_sums(&bed, &dice, 2);
    bed_free(&bed);
  }
}

/* ---- shape ---- */

/* Cells come in topological order and number their outputs without gaps. */
static void test_net_order(void **state) {
  (void)state;
  dice_t dice = {4, 0};
  for (int i = 0; i < 100; i++) {
    const gcim_tree_t tree = legal_tree(&dice, 20, 8);
    bed_t bed = bed_new(&tree);
    uint32_t next = (uint32_t)(2 + gcim_net_inputs(bed.net));
    for (int c = 0; c < gcim_net_cells(bed.net); c++) {
      const gcim_net_cell_t *cell = gcim_net_cell(bed.net, c);
      assert_int_equal(cell->out, next);
      for (int k = 0; k < cell->ins; k++) {
        assert_true(cell->in[k] < next);
      }
      assert_true(cell->column >= -1 && (cell->column < 0) == (cell->outs == 1));
      next += cell->outs;
    }
    assert_int_equal(gcim_net_nets(bed.net), next);
    assert_null(gcim_net_cell(bed.net, -1));
    assert_null(gcim_net_cell(bed.net, gcim_net_cells(bed.net)));
    bed_free(&bed);
  }
}

/* Of an unsigned tree of exact cells every bit is added exactly once, in the column of its weight.
 */
static void test_net_conserves_weight(void **state) {
  (void)state;
  static const char *const tops[] = {"binary", "saver", "wallace", "dadda", "rows73"};
  for (int i = 0; i < 5 * 12; i++) {
    char line[80];
    snprintf(line, sizeof line, "n=%d w=%d top=%s", 2 + i % 12 * 3, 1 + i % 7, tops[i / 12]);
    bed_t bed = bed_of(line);
    int *uses = calloc(gcim_net_nets(bed.net), sizeof *uses);
    int *weight = calloc(gcim_net_nets(bed.net), sizeof *weight);
    assert_true(uses != NULL && weight != NULL);
    for (int p = 0; p < gcim_net_inputs(bed.net); p++) {
      weight[2 + p] = p % bed.tree.width;
    }
    for (int c = 0; c < gcim_net_cells(bed.net); c++) {
      const gcim_net_cell_t *cell = gcim_net_cell(bed.net, c);
      assert_int_equal(cell->table[0], 0x96);
      assert_int_equal(cell->table[1], 0xe8);
      weight[cell->out] = cell->column;
      weight[cell->out + 1] = cell->column + 1;
      for (int k = 0; k < cell->ins; k++) {
        assert_true(cell->in[k] < 2 || weight[cell->in[k]] == cell->column);
        uses[cell->in[k]]++;
      }
    }
    for (int q = 0; q < gcim_net_outputs(bed.net); q++) {
      assert_int_equal(weight[gcim_net_output(bed.net, q)], q);
      uses[gcim_net_output(bed.net, q)]++;
    }
    for (size_t n = 2; n < gcim_net_nets(bed.net); n++) {
      assert_true(uses[n] == 1 || (uses[n] == 0 && weight[n] >= gcim_net_outputs(bed.net)));
    }
    free(uses);
    free(weight);
    bed_free(&bed);
  }
}

static int count_cells(const bed_t *bed, int column, unsigned sum) {
  int count = 0;
  for (int c = 0; c < gcim_net_cells(bed->net); c++) {
    const gcim_net_cell_t *cell = gcim_net_cell(bed->net, c);
    count += cell->column == column && cell->table[0] == sum && cell->in[2] != 0;
  }
  return count;
}

/* Six lanes of one bit, Wallace: column 0 has full adders 0 and 1 in round 1, then two bits are
 * left. Every second full adder of a column is the other cell. */
static void test_net_alternates(void **state) {
  (void)state;
  bed_t bed = bed_of("n=6 w=1 top=wallace col[0]=ama1 alt[0]=sesa1 every=2 sign=1");
  assert_int_equal(count_cells(&bed, 0, 0x82), 1);
  assert_int_equal(count_cells(&bed, 0, 0x97), 1);
  bed_free(&bed);
  bed = bed_of("n=3 w=2 top=rows73 col[0:1]=ama1 alt[1]=sesa1 every=1 sign=1");
  assert_int_equal(count_cells(&bed, 0, 0x82), 0); /* alt of column 0 is exact */
  assert_int_equal(count_cells(&bed, 1, 0x97), 1);
  bed_free(&bed);
}

/* ---- fingerprint ---- */

/* FNV-1a over bytes that were written down by hand. */
static uint64_t fnv(const uint8_t *bytes, size_t count) {
  uint64_t hash = UINT64_C(0xcbf29ce484222325);
  for (size_t i = 0; i < count; i++) {
    hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
  }
  return hash;
}

/* Two lanes of one bit: one half adder, nets 2, 3, constant 0 -> 4, 5; rows are the lanes. */
static void test_net_fingerprint_by_hand(void **state) {
  (void)state;
  static const uint8_t bytes[] = {
      2, 0, 0, 0, 2,    0, 0,    0,             /* inputs, bits */
      3, 2, 0, 0, 0x96, 0, 0xe8, 0,             /* ins, outs, column, tables */
      2, 0, 0, 0, 3,    0, 0,    0, 0, 0, 0, 0, /* inputs */
      4, 0, 0, 0, 2,    0, 0,    0, 3, 0, 0, 0, /* bit 0: root, rows */
      5, 0, 0, 0, 0,    0, 0,    0, 0, 0, 0, 0, /* bit 1 */
  };
  bed_t bed = bed_of("n=2 w=1");
  assert_int_equal(gcim_net_cells(bed.net), 1);
  assert_int_equal(gcim_net_fingerprint(bed.net), fnv(bytes, sizeof bytes));
  bed_free(&bed);
}

/* The constant at the root is not in it; everything else is. */
static void test_net_fingerprint_differs(void **state) {
  (void)state;
  static const char *const lines[] = {
      "n=9 w=4 top=wallace",
      "n=9 w=4 top=dadda",
      "n=9 w=4 top=rows73",
      "n=9 w=4 top=wallace scheme=extend",
      "n=9 w=4 top=wallace scheme=invert",
      "n=9 w=4 top=wallace col[0]=ama1",
      "n=9 w=4 top=wallace add=loa(1)",
      "n=8 w=4 top=wallace",
      "n=9 w=5 top=wallace",
  };
  enum { LINES = sizeof lines / sizeof lines[0] };
  uint64_t found[LINES];
  for (int i = 0; i < LINES; i++) {
    gcim_tree_t tree = parse(lines[i]);
    bed_t bed = bed_new(&tree);
    found[i] = gcim_net_fingerprint(bed.net);
    bed_free(&bed);
    tree.comp = -5;
    bed = bed_new(&tree);
    assert_int_equal(gcim_net_fingerprint(bed.net), found[i]);
    bed_free(&bed);
    for (int j = 0; j < i; j++) {
      assert_int_not_equal(found[i], found[j]);
    }
  }
}

/* Values of a second program that builds the cells from the card and hashes the bytes of README.md.
 * A change of these is a change of printed Verilog: it needs a new revision of the unit. */
static void test_net_fingerprint_is_fixed(void **state) {
  (void)state;
  static const struct {
    const char *line;
    uint64_t fingerprint;
  } known[] = {
      {"n=64 w=8 top=wallace col[0:4]=ama5", UINT64_C(0x7f38dd748a5d2d80)},
      {"n=20 w=7 top=dadda scheme=invert col[0:3]=sesa2 add=trunc(2)",
       UINT64_C(0x53578dea894923e4)},
      {"n=24 w=4 top=rows73 col[0:2]=ama2 alt[0:2]=tsaa every=2", UINT64_C(0xbd7c1e397103215b)},
  };
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
    bed_t bed = bed_of(known[i].line);
    assert_int_equal(gcim_net_fingerprint(bed.net), known[i].fingerprint);
    bed_free(&bed);
  }
}

/* ---- errors ---- */

static void test_net_refuses(void **state) {
  (void)state;
  gcim_tree_t tree = parse("n=4 w=4");
  gcim_net_t *net = (gcim_net_t *)&tree;
  assert_int_equal(gcim_net_new(NULL, &net), GCIM_ERR_NULL);
  assert_null(net);
  assert_int_equal(gcim_net_new(&tree, NULL), GCIM_ERR_NULL);
  tree.lanes = 1;
  net = (gcim_net_t *)&tree;
  assert_int_equal(gcim_net_new(&tree, &net), GCIM_ERR_PARAM);
  assert_null(net);
  gcim_net_free(NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_net_equals_tree),
      cmocka_unit_test(test_net_equals_two_operand_adders),
      cmocka_unit_test(test_net_equals_largest_trees),
      cmocka_unit_test(test_net_order),
      cmocka_unit_test(test_net_conserves_weight),
      cmocka_unit_test(test_net_alternates),
      cmocka_unit_test(test_net_fingerprint_by_hand),
      cmocka_unit_test(test_net_fingerprint_differs),
      cmocka_unit_test(test_net_fingerprint_is_fixed),
      cmocka_unit_test(test_net_refuses),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
