/* gen_flow.c: the flow checker: for RTL of another latency or protocol. What fired is told by the user's glue; the k-th
 * response of a channel is compared with the k-th answer of the model.
 */
#include "gen.h"

static void ports(FILE *out, const gcim_card_t *card) {
  fputs("  input wire logic clk_i,\n  input wire logic rst_ni", out);
  for (int i = 0; i < card->channel_count; i++) {
    const gcim_channel_t *c = &card->channels[i];
    fprintf(out, ",\n  // %s: 1 at an edge where %s\n  input wire logic %s_fire_i", c->name,
            c->is_input ? "the DUT accepts this command" : "this response of the DUT is sampled", c->name);
    for (int k = 0; k < card->signal_count; k++) {
      const gcim_signal_t *s = &card->signals[k];
      if (s->channel == i && s->width > 0 && (s->kind == GCIM_SIGNAL_MODE || s->kind == GCIM_SIGNAL_DATA)) {
        fputs(",\n  input wire logic ", out);
        gen_range(out, s);
        fputs(s->port, out);
      }
    }
  }
  fputs("\n);\n\n", out);
}

/* The image with one channel's fields; everything else 0. */
static void channel_image(FILE *out, const gcim_card_t *card, int channel) {
  const char *comma = "";
  fputc('{', out);
  for (int i = card->signal_count - 1; i >= 0; i--) {
    const gcim_signal_t *s = &card->signals[i];
    if (s->width == 0) {
      continue;
    }
    const int field = s->kind == GCIM_SIGNAL_MODE || s->kind == GCIM_SIGNAL_DATA;
    fprintf(out, "%s(32*", comma);
    gen_words(out, s);
    fprintf(out, ")'(%s)", field && s->channel == channel ? s->port : "1'b0");
    comma = ",\n        ";
  }
  fputc('}', out);
}

static void channel_call(FILE *out, const gcim_card_t *card, int channel) {
  const gcim_channel_t *c = &card->channels[channel];
  fprintf(out, "      if (%s_fire_i) begin\n        flat = (512*Chunks)'(", c->name);
  channel_image(out, card, channel);
  fprintf(out,
          ");\n        for (int k = 0; k < Chunks; k++) begin\n"
          "          note(gcim_dpi_pkg::gcim_dpi_flow_%s(model, %d, k, flat[512*k +: 512]));\n"
          "        end\n      end\n",
          c->is_input ? "command" : "answer", channel);
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

static void start(FILE *out, const gcim_unit_t *unit, const gcim_card_t *card) {
  fprintf(out, "  initial begin\n    model = gcim_dpi_pkg::gcim_dpi_new(\"%s\",\n      $sformatf(\"identity=%s", card->unit,
          gcim_unit_identity(unit));
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
  fputs("));\n    if (model == null) begin\n"
        "      $display(\"%m: %s\", gcim_dpi_pkg::gcim_dpi_error());\n"
        "      $fatal(1, \"no model, nothing would be checked\");\n    end\n  end\n\n", out);
}

void gen_flow(FILE *out, const gcim_unit_t *unit, const gcim_card_t *card) {
  gen_banner(out, card, "Flow checker: any latency, any protocol; the k-th response against the k-th answer.");
  fprintf(out,
          "// Commands that fire at one edge take effect in the order of the ports below.\n"
          "// MaxLatency: an answer later than so many edges after its command is an error during the run; 0: only at the end.\n"
          "`default_nettype none\n\nmodule gcim_%s_flow #(\n",
          card->unit);
  gen_parameters(out, card);
  fputs(",\n  parameter  int MaxLatency = 0,\n  parameter  bit Verdict = 1'b1\n) (\n", out);
  ports(out, card);
  image_words(out, card);
  fputs("  chandle model;\n  bit [512*Chunks-1:0] flat;\n  bit reported = 1'b0;\n\n"
        "  function automatic void note(input int status);\n"
        "    if (status != 0 && !reported) begin\n      reported = 1'b1;\n"
        "      $display(\"%m: %s\", gcim_dpi_pkg::gcim_dpi_error());\n    end\n  endfunction\n\n", out);
  start(out, unit, card);
  fputs("  always @(posedge clk_i) begin\n    if (rst_ni) begin\n", out);
  for (int i = 0; i < card->channel_count; i++) {
    channel_call(out, card, i);
  }
  fputs("    end\n    note(gcim_dpi_pkg::gcim_dpi_flow_tick(model, 32'(rst_ni), MaxLatency));\n  end\n\n"
        "  final begin\n    if (Verdict && model != null) begin\n"
        "      $display(\"%m: %s\", gcim_dpi_pkg::gcim_dpi_summary(model));\n"
        "      if (gcim_dpi_pkg::gcim_dpi_final(model) != 0) begin\n"
        "        $fatal(1, \"%s\", gcim_dpi_pkg::gcim_dpi_error());\n      end\n    end\n  end\n\n"
        "endmodule\n\n`default_nettype wire\n", out);
}
