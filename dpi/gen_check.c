/* gen_check.c: the cycle checker: every port and connected tap of every edge, compared in C. */
#include "gen.h"

static void ports(FILE *out, const gcim_card_t *card) {
  fputs("  input wire logic clk_i,\n  input wire logic rst_ni", out);
  for (int i = 0; i < card->signal_count; i++) {
    if (card->signals[i].width > 0) {
      fputs(",\n  input wire logic ", out);
      gen_range(out, &card->signals[i]);
      fputs(card->signals[i].port, out);
    }
  }
  fputs("\n);\n\n", out);
}

/* "Rows=%0d Cols=%0d" and the values behind it. */
static void params_format(FILE *out, const gcim_unit_t *unit, const gcim_card_t *card) {
  fprintf(out, "$sformatf(\"identity=%s", gcim_unit_identity(unit));
  for (int i = 0; i < card->value_count; i++) {
    if (card->values[i].kind != GCIM_VALUE_CONST) {
      fprintf(out, " %s=%%0d", card->values[i].name);
    }
  }
  fputc('"', out);
  for (int i = 0; i < card->value_count; i++) {
    if (card->values[i].kind != GCIM_VALUE_CONST) {
      fprintf(out, ", %s", card->values[i].name);
    }
  }
  fputc(')', out);
}

static void image_words(FILE *out, const gcim_card_t *card) {
  fputs("  localparam int ImageWords = 0", out);
  for (int i = 0; i < card->signal_count; i++) {
    if (card->signals[i].width > 0) {
      fputs("\n      + ", out);
      gen_words(out, &card->signals[i]);
    }
  }
  fputs(";\n  localparam int Chunks = (ImageWords + 15) / 16;\n\n", out);
}

void gen_check(FILE *out, const gcim_unit_t *unit, const gcim_card_t *card) {
  gen_banner(out, card, "Cycle checker: lock-step with the golden model, every output of every cycle.");
  fprintf(out,
          "// Beside a DUT, or: bind <module> gcim_%s_check #(.<Param>(<Param>), ...) u_check (.*);\n"
          "// TapMask: bit k compares tap k; tie taps that the DUT does not have to 0 and leave TapMask 0.\n"
          "// Verdict = 0: another judge (a C++ main) asks for the verdict; final stays silent.\n"
          "`default_nettype none\n\nmodule gcim_%s_check #(\n",
          card->unit, card->unit);
  gen_parameters(out, card);
  fputs(",\n  parameter  int TapMask = 0,\n  parameter  bit Verdict = 1'b1\n) (\n", out);
  ports(out, card);
  image_words(out, card);
  fputs(
      "  chandle model;\n"
      "  bit [512*Chunks-1:0] flat;\n"
      "  bit reported = 1'b0;\n\n"
      "  initial begin\n"
      "    model = gcim_dpi_pkg::gcim_dpi_new(\"",
      out);
  fprintf(out, "%s\",\n      ", card->unit);
  params_format(out, unit, card);
  fputs(
      ");\n"
      "    if (model == null) begin\n"
      "      $display(\"%m: %s\", gcim_dpi_pkg::gcim_dpi_error());\n"
      "      $fatal(1, \"no model, nothing would be checked\");\n"
      "    end\n"
      "  end\n\n"
      "  always @(posedge clk_i) begin\n"
      "    flat = (512*Chunks)'(",
      out);
  gen_image(out, card, 1, 1, 1);
  fputs(
      ");\n"
      "    for (int k = 0; k < Chunks; k++) begin\n"
      "      if (gcim_dpi_pkg::gcim_dpi_clock(model, 32'(rst_ni), TapMask, k, flat[512*k +: 512])\n"
      "          != 0 && !reported) begin\n"
      "        reported = 1'b1;\n"
      "        $display(\"%m: %s\", gcim_dpi_pkg::gcim_dpi_error());\n"
      "      end\n"
      "    end\n"
      "  end\n\n"
      "  final begin\n"
      "    if (Verdict && model != null) begin\n"
      "      $display(\"%m: %s\", gcim_dpi_pkg::gcim_dpi_summary(model));\n"
      "      if (gcim_dpi_pkg::gcim_dpi_final(model) != 0) begin\n"
      "        $fatal(1, \"%s\", gcim_dpi_pkg::gcim_dpi_error());\n"
      "      end\n"
      "    end\n"
      "  end\n\n"
      "endmodule\n\n`default_nettype wire\n",
      out);
}
