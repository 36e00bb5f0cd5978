/* A network as Verilog: the whole text of small ones by hand, and what holds for all. The
 * co-simulation of the units that print their trees compares the numbers. */
#include "helper_net.h"

static char *text_of(const bed_t *bed, const char *name) {
  const size_t size = gcim_net_verilog(bed->net, name, NULL, 0) + 1;
  char *text = malloc(size);
  assert_non_null(text);
  assert_int_equal(gcim_net_verilog(bed->net, name, text, size), size - 1);
  assert_int_equal(strlen(text), size - 1);
  return text;
}

/* Two lanes of two bits: low bits by OR and AND, a half adder in column 1. */
static void test_net_verilog_by_hand(void **state) {
  (void)state;
  bed_t bed = bed_of("n=2 w=2 top=dadda add=loa(1) comp=3");
  char expected[2048];
  snprintf(expected, sizeof expected,
           "// small: a tree as a network of cells, printed. Combinational.\n"
           "// n=2 w=2 top=dadda scheme=unsigned add=loa(1)\n"
           "`default_nettype none\n\n"
           "module small (\n"
           "  input  wire logic [3:0] data_i,\n"
           "  output      logic [2:0] tree_o,\n"
           "  output      logic [5:0] rows_o,\n"
           "  output      logic [63:0] fingerprint_o\n"
           ");\n\n"
           "  logic n6;\n"
           "  assign n6 = data_i[0] | data_i[2];\n"
           "  logic n7;\n"
           "  assign n7 = data_i[0] & data_i[2];\n"
           "  logic n8, n9;\n"
           "  gcim_apx_cell #(.SMask(150), .CMask(232)) u_fa_2 (\n"
           "    .a_i(data_i[1]), .b_i(data_i[3]), .c_i(n7), .s_o(n8), .c_o(n9)\n"
           "  );\n"
           "  logic n10, unused_11;\n"
           "  gcim_apx_cell #(.SMask(150), .CMask(232)) u_fa_3 (\n"
           "    .a_i(1'b0), .b_i(1'b0), .c_i(n9), .s_o(n10), .c_o(unused_11)\n"
           "  );\n\n"
           "  assign tree_o = {n10, n8, n6};\n"
           "  assign rows_o = {{1'b0, data_i[3], data_i[2]},\n"
           "    {1'b0, data_i[1], data_i[0]}};\n"
           "  assign fingerprint_o = 64'h%016llx;\n\n"
           "endmodule\n\n"
           "`default_nettype wire\n",
           (unsigned long long)gcim_net_fingerprint(bed.net));
  char *text = text_of(&bed, "small");
  assert_string_equal(text, expected);
  free(text);
  bed_free(&bed);
}

static int count(const char *text, const char *what) {
  int found = 0;
  for (const char *at = strstr(text, what); at != NULL; at = strstr(at + 1, what)) {
    found++;
  }
  return found;
}

/* Every cell with a column is an instance, every other one an assign; `comp` is in neither. */
static void test_net_verilog_has_every_cell(void **state) {
  (void)state;
  dice_t dice = {2, 0};
  for (int i = 0; i < 200; i++) {
    gcim_tree_t tree = legal_tree(&dice, 12, 6);
    tree.comp = 0;
    bed_t bed = bed_new(&tree);
    int three = 0, four = 0, gates = 0;
    for (int c = 0; c < gcim_net_cells(bed.net); c++) {
      const gcim_net_cell_t *cell = gcim_net_cell(bed.net, c);
      three += cell->column >= 0 && cell->ins == 3;
      four += cell->column >= 0 && cell->ins == 4;
      gates += cell->column < 0;
    }
    char *plain = text_of(&bed, "name");
    assert_int_equal(count(plain, "  gcim_apx_cell #("), three);
    assert_int_equal(count(plain, "  gcim_apx_cell4 #("), four);
    assert_int_equal(count(plain, "  assign n") + count(plain, "  assign unused_"),
                     gates + count(plain, "  assign unused_data"));
    bed_free(&bed);
    tree.comp = 77;
    bed = bed_new(&tree);
    char *with_constant = text_of(&bed, "name");
    assert_string_equal(with_constant, plain);
    free(plain);
    free(with_constant);
    bed_free(&bed);
  }
}

/* Input bits that nothing reads are swallowed by one signal that linters leave alone. */
static void test_net_verilog_unused_inputs(void **state) {
  (void)state;
  bed_t bed = bed_of("n=4 w=2 add=trunc(1)");
  char *text = text_of(&bed, "cut");
  assert_int_equal(count(text, "assign unused_data = ^data_i;"), 1);
  free(text);
  bed_free(&bed);
}

static void test_net_verilog_short_buffer(void **state) {
  (void)state;
  char text[12];
  bed_t bed = bed_of("n=2 w=1");
  const size_t length = gcim_net_verilog(bed.net, "a", NULL, 0);
  assert_int_equal(gcim_net_verilog(bed.net, "a", text, sizeof text), length);
  assert_string_equal(text, "// a: a tre");
  bed_free(&bed);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_net_verilog_by_hand),
      cmocka_unit_test(test_net_verilog_has_every_cell),
      cmocka_unit_test(test_net_verilog_unused_inputs),
      cmocka_unit_test(test_net_verilog_short_buffer),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
