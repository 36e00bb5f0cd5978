/* gen_xcheck.c: X on any port, without DPI, for simulators that have X (Verilator is two-state). */
#include "gen.h"

/* Data of a channel may be X while its valid is 0; valids and readies never. */
static void rule(FILE *out, const gcim_card_t *card, int index) {
  const gcim_signal_t *s = &card->signals[index];
  const int is_handshake = s->kind == GCIM_SIGNAL_VALID || s->kind == GCIM_SIGNAL_READY;
  fputs("      if (", out);
  if (!is_handshake) {
    const gcim_channel_t *c = &card->channels[s->channel];
    fprintf(out, "%s === 1'b1 && ", card->signals[c->first_signal].port);
  }
  if (!is_handshake && !s->is_input) {
    fputs("CheckData && ", out);
  }
  fprintf(
      out,
      "(^%s) === 1'bx) begin\n        errors = errors + 1;\n        if (errors <= Shown) begin\n",
      s->port);
  fprintf(out, "          $display(\"%%m: X on %s at time %%0t: %%b\", $time, %s);\n", s->port,
          s->port);
  fputs("        end\n      end\n", out);
}

void gen_xcheck(FILE *out, const gcim_card_t *card) {
  gen_banner(out, card, "X checker: no DPI; for Icarus and other four-state simulators.");
  fputs(
      "// Handshakes are checked at every edge with rst_ni = 1, data only under its valid. "
      "CheckData = 0 leaves output data\n"
      "// out (a DUT whose weights were not all written may show X there by the card). Shown: "
      "messages; all are counted.\n"
      "// Verdict = 0: the bench reads errors and edges itself; final stays silent. Taps may be X "
      "and are left out.\n"
      "`default_nettype none\n\nmodule gcim_",
      out);
  fprintf(out, "%s_xcheck #(\n", card->unit);
  gen_parameters(out, card);
  fputs(
      ",\n  parameter  bit CheckData = 1'b1,\n  parameter  int Shown = 10,\n"
      "  parameter  bit Verdict = 1'b1\n) (\n"
      "  input wire logic clk_i,\n  input wire logic rst_ni",
      out);
  for (int i = 0; i < card->signal_count; i++) {
    if (card->signals[i].width > 0 && card->signals[i].kind != GCIM_SIGNAL_TAP) {
      fputs(",\n  input wire logic ", out);
      gen_range(out, &card->signals[i]);
      fputs(card->signals[i].port, out);
    }
  }
  fputs(
      "\n);\n\n  integer errors = 0;\n  integer edges = 0;\n\n  always @(posedge clk_i) begin\n"
      "    if (rst_ni === 1'bx || rst_ni === 1'bz) begin\n      errors = errors + 1;\n"
      "      $display(\"%m: X on rst_ni at time %0t\", $time);\n    end\n"
      "    if (rst_ni === 1'b1) begin\n      edges = edges + 1;\n",
      out);
  for (int i = 0; i < card->signal_count; i++) {
    if (card->signals[i].width > 0 && card->signals[i].kind != GCIM_SIGNAL_TAP) {
      rule(out, card, i);
    }
  }
  fputs(
      "    end\n  end\n\n"
      "  always @(clk_i) begin\n    if (edges > 0 && (clk_i === 1'bx || clk_i === 1'bz)) begin\n"
      "      errors = errors + 1;\n      $display(\"%m: X on clk_i at time %0t\", $time);\n    "
      "end\n  end\n\n"
      "  final begin\n    if (Verdict && (errors != 0 || edges == 0)) begin\n"
      "      $fatal(1, \"%m: %0d X in %0d edges\", errors, edges);\n    end\n  end\n\n"
      "endmodule\n\n`default_nettype wire\n",
      out);
}
