/* gen_check.c: the cycle checker: every port and connected tap of every edge, compared in C. */
#include <string.h>

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

static void each_edge(FILE *out, const gcim_card_t *card) {
  fputs("  always @(posedge clk_i) begin\n    flat = (512*Chunks)'(", out);
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
      "  end\n\n",
      out);
}

/* Which tap is the fingerprint of a printed network? Its bit in TapMask, -1 if there is none. */
static int fingerprint_tap(const gcim_card_t *card) {
  int tap = 0;
  for (int i = 0; i < card->signal_count; i++) {
    if (card->signals[i].kind == GCIM_SIGNAL_TAP) {
      if (strcmp(card->signals[i].port, "tap_fingerprint") == 0) {
        return tap;
      }
      tap++;
    }
  }
  return -1;
}

/* A constant of the Verilog: compared once, before anything is accepted. */
static void first_edge(FILE *out, const gcim_card_t *card) {
  const int tap = fingerprint_tap(card);
  if (tap < 0) {
    return;
  }
  fprintf(out,
          "  // The network that the Verilog was printed from is the library's: at the first edge, "
          "also under reset.\n"
          "  bit known = 1'b0;\n"
          "  always @(posedge clk_i) begin\n"
          "    if (!known && TapMask[%d]) begin\n"
          "      known = 1'b1;\n"
          "      if (gcim_dpi_pkg::gcim_dpi_network(model, tap_fingerprint) != 0) begin\n"
          "        $display(\"%%m: %%s\", gcim_dpi_pkg::gcim_dpi_error());\n"
          "        $fatal(1, \"another network\");\n"
          "      end\n"
          "    end\n"
          "  end\n\n",
          tap);
}

/* The bind of our own module, for who wants it: one macro switches it on. */
static void own_bind(FILE *out, const gcim_card_t *card) {
  fputs("\n`ifdef GCIM_BIND_", out);
  gen_upper(out, card->unit);
  fprintf(
      out,
      "\n`ifndef GCIM_BIND_TAPS\n`define GCIM_BIND_TAPS -1\n`endif\n"
      "`ifndef GCIM_BIND_VERDICT\n`define GCIM_BIND_VERDICT 1'b1\n`endif\n"
      "bind gcim_%s gcim_%s_check #(\n  .TapMask(`GCIM_BIND_TAPS), .Verdict(`GCIM_BIND_VERDICT)",
      card->unit, card->unit);
  for (int i = 0; i < card->value_count; i++) {
    if (card->values[i].kind != GCIM_VALUE_CONST) {
      fprintf(out, ",\n  .%s(%s)", card->values[i].name, card->values[i].name);
    }
  }
  fputs("\n) u_check (.*);\n`endif\n", out);
}

void gen_check(FILE *out, const gcim_unit_t *unit, const gcim_card_t *card) {
  gen_banner(out, card,
             "Cycle checker: lock-step with the golden model, every output of every cycle.");
  fprintf(
      out,
      "// Beside a DUT, or: bind <module> gcim_%s_check #(.<Param>(<Param>), ...) u_check (.*);\n"
      "// +define+GCIM_BIND_",
      card->unit);
  gen_upper(out, card->unit);
  fprintf(out,
          " binds it to gcim_%s, in every configuration at once.\n"
          "// TapMask: bit k compares tap k; tie taps that the DUT does not have to 0 and leave "
          "TapMask 0.\n"
          "// Verdict = 0: another judge (a C++ main, gcim_dpi_main.h) asks for the verdict; final "
          "stays silent.\n"
          "// Reset is seen as rst_ni is at the rising edges.\n"
          "`default_nettype none\n\nmodule gcim_%s_check #(\n",
          card->unit, card->unit);
  gen_parameters(out, card);
  fputs(",\n  parameter  int TapMask = 0,\n  parameter  bit Verdict = 1'b1\n) (\n", out);
  ports(out, card);
  gen_image_words(out, card);
  fputs(
      "  chandle model;\n  bit [512*Chunks-1:0] flat;\n  bit reported = 1'b0;\n\n  initial begin\n",
      out);
  gen_new_call(out, unit, card);
  fputs("  end\n\n", out);
  first_edge(out, card);
  each_edge(out, card);
  gen_final(out, card);
  own_bind(out, card);
}
