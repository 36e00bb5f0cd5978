/* gen_flow.c: the flow checker: for RTL of another latency or protocol. What fired is told by the
 * user's glue; the k-th response of a channel is compared with the k-th answer of the model.
 */
#include "gen.h"

static void ports(FILE *out, const gcim_card_t *card) {
  fputs("  input wire logic clk_i,\n  input wire logic rst_ni", out);
  for (int i = 0; i < card->channel_count; i++) {
    const gcim_channel_t *c = &card->channels[i];
    fprintf(out, ",\n  // %s: 1 at an edge where %s\n  input wire logic %s_fire_i", c->name,
            c->is_input ? "the DUT accepts this command" : "this response of the DUT is sampled",
            c->name);
    for (int k = 0; k < card->signal_count; k++) {
      const gcim_signal_t *s = &card->signals[k];
      if (s->channel == i && s->width > 0 &&
          (s->kind == GCIM_SIGNAL_MODE || s->kind == GCIM_SIGNAL_DATA)) {
        fputs(",\n  input wire logic ", out);
        gen_range(out, s);
        fputs(s->port, out);
      }
    }
  }
  fputs(
      ",\n  // an adapter cannot read the DUT at this edge (bad_o, unstable_o): red\n  input wire "
      "logic fault_i",
      out);
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

static int is_output_field(const gcim_signal_t *s) {
  return s->width > 0 && !s->is_input && s->kind == GCIM_SIGNAL_DATA;
}

/* <Field>ShownLow, <Field>ShownBits: the part of each lane that the DUT shows. */
static void mask_parameters(FILE *out, const gcim_card_t *card) {
  for (int i = 0; i < card->signal_count; i++) {
    if (is_output_field(&card->signals[i])) {
      fputs(",\n  parameter  int ", out);
      gen_camel(out, card->signals[i].name);
      fputs("ShownLow = 0,\n  parameter  int ", out);
      gen_camel(out, card->signals[i].name);
      fputs("ShownBits = -1", out);
    }
  }
}

static void mask_calls(FILE *out, const gcim_card_t *card) {
  for (int i = 0; i < card->signal_count; i++) {
    if (is_output_field(&card->signals[i])) {
      fprintf(out, "    need(gcim_dpi_pkg::gcim_dpi_flow_mask(model, %d, ", i);
      gen_camel(out, card->signals[i].name);
      fputs("ShownLow, ", out);
      gen_camel(out, card->signals[i].name);
      fputs("ShownBits));\n", out);
    }
  }
}

static void header(FILE *out, const gcim_card_t *card) {
  gen_banner(out, card,
             "Flow checker: any latency, any protocol; the k-th response against the k-th answer.");
  fprintf(out,
          "// Commands that fire at one edge take effect in the order of the ports below. Adapters "
          "(gcim_adapt_*.sv) turn a\n"
          "// DUT's number formats, packing, address codes, bit-serial words and result timing "
          "into these ports.\n"
          "// MaxLatency: an answer later than so many edges after its command is an error during "
          "the run; 0: only at the end.\n"
          "// <Field>Low, <Field>Bits: only bits [Low +: Bits] of every lane are compared (Bits "
          "-1: all above Low; 0: none).\n"
          "// Verdict = 0: another judge (a C++ main, gcim_dpi_main.h) asks for the verdict; final "
          "stays silent.\n"
          "`default_nettype none\n\nmodule gcim_%s_flow #(\n",
          card->unit);
}

static void functions(FILE *out) {
  fputs(
      "  chandle model;\n  bit [512*Chunks-1:0] flat;\n  bit reported = 1'b0;\n\n"
      "  function automatic void note(input int status);\n"
      "    if (status != 0 && !reported) begin\n      reported = 1'b1;\n"
      "      $display(\"%m: %s\", gcim_dpi_pkg::gcim_dpi_error());\n    end\n  endfunction\n\n"
      "  function automatic void need(input int status);\n"
      "    if (status != 0) begin\n"
      "      $display(\"%m: %s\", gcim_dpi_pkg::gcim_dpi_error());\n"
      "      $fatal(1, \"bad parameters of the flow checker\");\n    end\n  endfunction\n\n",
      out);
}

void gen_flow(FILE *out, const gcim_unit_t *unit, const gcim_card_t *card) {
  header(out, card);
  gen_parameters(out, card);
  fputs(",\n  parameter  int MaxLatency = 0,\n  parameter  bit Verdict = 1'b1", out);
  mask_parameters(out, card);
  fputs("\n) (\n", out);
  ports(out, card);
  gen_image_words(out, card);
  functions(out);
  fputs("  initial begin\n", out);
  gen_new_call(out, unit, card);
  mask_calls(out, card);
  fputs("  end\n\n  always @(posedge clk_i) begin\n    if (rst_ni) begin\n", out);
  for (int i = 0; i < card->channel_count; i++) {
    channel_call(out, card, i);
  }
  fputs(
      "      if (fault_i) begin\n"
      "        note(gcim_dpi_pkg::gcim_dpi_flow_fault(model, \"fault_i: the glue cannot read the "
      "DUT\"));\n"
      "      end\n    end\n"
      "    note(gcim_dpi_pkg::gcim_dpi_flow_tick(model, 32'(rst_ni), MaxLatency));\n  end\n\n",
      out);
  gen_final(out, card);
}
