/* cells.c: `gcim cells`: the table of approximate adder cells, as text or as the Verilog package
 * that rtl/ holds (make regen writes it, lint compares it).
 */
#include <stdio.h>

#include "cmd.h"
#include "gcim_approx.h"

static const char usage[] =
    "usage: gcim cells [--verilog]\n"
    "  Full adder cells and 4:2 compressors with their truth tables, the error of each row and the "
    "source.\n"
    "  --verilog: the same truth tables as the functions of rtl/gcim_pkg.sv.\n";

/* Value minus number of ones, for each input pattern. */
static void print_errors(unsigned s, unsigned c, int inputs) {
  int sum = 0;
  for (unsigned i = 0; i < 1u << inputs; i++) {
    const int error = (int)(2 * ((c >> i) & 1u) + ((s >> i) & 1u)) - __builtin_popcount(i);
    printf("%s%d", i == 0 ? "" : ",", error);
    sum += error;
  }
  printf("  %+d/%d", sum, 1 << inputs);
}

static void print_text(void) {
  printf("full adder cells: row name sum carry wrong (sum/carry)  error 000..111  mean  source\n");
  for (int r = 0; gcim_fa_row(r) != NULL; r++) {
    const gcim_fa_row_t *row = gcim_fa_row(r);
    printf("%4d %-6s %02X %02X  %d/%d  ", r, row->name, row->s, row->c, row->wrong_s, row->wrong_c);
    print_errors(row->s, row->c, 3);
    printf("  %s\n", row->source);
  }
  printf("4:2 compressors: row name sum carry wrong  error 0000..1111  mean  source\n");
  for (int r = 0; gcim_c42_row(r) != NULL; r++) {
    const gcim_c42_row_t *row = gcim_c42_row(r);
    printf("%4d %-6s %04X %04X  %d  ", r, row->name, row->s, row->c, row->wrong);
    if (r != GCIM_C42_ROW_CELLS) {
      print_errors(row->s, row->c, 4);
    }
    printf("  %s\n", row->source);
  }
}

/* One function of the package: a case over the rows. */
static void print_function(const char *name, const char *what, int bits, bool compressor,
                           bool carry) {
  printf("  // %s of row `row`.\n", what);
  printf("  function automatic logic [%d:0] %s(input int row);\n    case (row)\n", bits - 1, name);
  for (int r = 1; compressor ? gcim_c42_row(r) != NULL : gcim_fa_row(r) != NULL; r++) {
    if (compressor) {
      const gcim_c42_row_t *row = gcim_c42_row(r);
      printf("      %d: %s = 16'h%04X; // %s\n", r, name, carry ? row->c : row->s, row->name);
    } else {
      const gcim_fa_row_t *row = gcim_fa_row(r);
      printf("      %d: %s = 8'h%02X; // %s\n", r, name, carry ? row->c : row->s, row->name);
    }
  }
  const unsigned first = compressor ? 0 : carry ? gcim_fa_row(0)->c : gcim_fa_row(0)->s;
  printf("      default: %s = %d'h%0*X; // %s\n    endcase\n  endfunction\n\n", name, bits,
         bits / 4, first, compressor ? gcim_c42_row(0)->name : gcim_fa_row(0)->name);
}

static void print_verilog(void) {
  print_function("fa_sum", "Full adder cell: bit 4a+2b+c of the sum", 8, false, false);
  print_function("fa_carry", "Full adder cell: bit 4a+2b+c of the carry", 8, false, true);
  print_function("c42_sum", "4:2 compressor: bit 8*x1+4*x2+2*x3+x4 of the sum", 16, true, false);
  print_function("c42_carry", "4:2 compressor: bit 8*x1+4*x2+2*x3+x4 of the carry", 16, true, true);
}

int cmd_cells(int argc, char **argv) {
  static const struct option options[] = {
      {"verilog", 0, NULL, 'v'}, {"help", 0, NULL, 'h'}, {NULL, 0, NULL, 0}};
  static const cmd_spec_t spec = {"gcim cells", usage, options};
  bool verilog = false;
  int option = cmd_option(&spec, argc, argv);
  for (; option >= 0; option = cmd_option(&spec, argc, argv)) {
    verilog = verilog || option == 'v';
  }
  if (option != CMD_END) {
    return cmd_option_status(option);
  }
  if (verilog) {
    print_verilog();
  } else {
    print_text();
  }
  return CMD_OK;
}
