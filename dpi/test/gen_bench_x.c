/* gen_bench_x.c: benches of the X checker, for Icarus. */
#include <stdlib.h>
#include <string.h>

#include "gen_bench.h"

static void x_regs(FILE *out, const gcim_card_t *card) {
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (bench_is_pin(s)) {
      fprintf(out, "  reg [%d:0] %s;\n", s->width - 1, s->port);
    }
  }
}

/* `more`: further parameters, ", .Name(value)"; `outputs`: what stands before the names of outputs.
 */
static void instance(FILE *out, const gcim_card_t *card, const char *module, const char *name,
                     const char *more, const char *outputs, int taps) {
  fprintf(out, "  %s #(", module);
  gen_overrides(out, card);
  fprintf(out, "%s) %s (\n    .clk_i(clk), .rst_ni(rst_n)", more, name);
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (bench_is_pin(s)) {
      fprintf(out, ",\n    .%s(%s%s)", s->port, s->is_input ? "" : outputs, s->port);
    } else if (taps && s->width > 0) {
      fprintf(out, ",\n    .%s()", s->port);
    }
  }
  fputs("\n  );\n\n", out);
}

/* One port after the other gets an X in its top bit only, for one edge, everything else known and
 * every valid 1. */
static void x_ports(FILE *out, const gcim_card_t *card) {
  fprintf(out,
          "`default_nettype none\nmodule x_ports;\n  reg clk = 1'b0;\n  reg rst_n = 1'b0;\n  "
          "integer known;\n");
  x_regs(out, card);
  char module[CHARS];
  snprintf(module, sizeof module, "gcim_%s_xcheck", card->unit);
  instance(out, card, module, "u_x", ", .Shown(1000), .Verdict(1'b0)", "", 0);
  fputs(
      "  task edges(input integer n);\n    repeat (n) begin\n      #5 clk = 1'b1;\n      #5 clk = "
      "1'b0;\n    end\n"
      "  endtask\n\n  initial begin\n",
      out);
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (bench_is_pin(s)) {
      fprintf(out, "    %s = {%d{1'b1}};\n", s->port, s->width);
    }
  }
  fputs(
      "    edges(2);\n    rst_n = 1'b1;\n    edges(5);\n"
      "    if (u_x.errors != 0) $display(\"BAD: %0d errors in a clean run\", u_x.errors);\n",
      out);
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (bench_is_pin(s)) {
      fprintf(out,
              "    known = u_x.errors;\n    %s[%d] = 1'bx;\n    edges(1);\n    %s[%d] = 1'b1;\n   "
              " edges(1);\n"
              "    $display(\"PLANTED %s %%0d\", u_x.errors - known);\n",
              s->port, s->width - 1, s->port, s->width - 1, s->port);
    }
  }
  fputs(
      "    known = u_x.errors;\n    rst_n = 1'bx;\n    edges(1);\n    rst_n = 1'b1;\n    "
      "edges(1);\n"
      "    $display(\"PLANTED rst_ni %0d\", u_x.errors - known);\n"
      "    known = u_x.errors;\n    #5 clk = 1'bx;\n    #5 clk = 1'b0;\n"
      "    $display(\"PLANTED clk_i %0d\", u_x.errors - known);\n    $finish;\n  end\nendmodule\n",
      out);
}

static int is_output(const gcim_signal_t *s) {
  return bench_is_pin(s) && !s->is_input;
}

static int output_count(const gcim_card_t *card) {
  int count = 0;
  for (int i = 0; i < card->signal_count; i++) {
    count += is_output(&card->signals[i]);
  }
  return count;
}

/* A cycle as one word: whether each output matters, the inputs, low bits first in card order, rst_n
 * on top. */
static int cycle_bits(const gcim_card_t *card) {
  int bits = 1 + output_count(card);
  for (int i = 0; i < card->signal_count; i++) {
    bits += card->signals[i].is_input ? card->signals[i].width : 0;
  }
  return bits;
}

static void put_cycle(FILE *out, const gcim_card_t *card, int rst_n, const uint32_t *image,
                      const uint8_t *care) {
  fprintf(out, "%d", rst_n);
  for (int i = card->signal_count - 1; i >= 0; i--) {
    const gcim_signal_t *s = &card->signals[i];
    for (int b = s->is_input ? s->width - 1 : -1; b >= 0; b--) {
      fprintf(out, "%d", (int)gcim_image_get(card, image, i, b, 1));
    }
  }
  for (int i = card->signal_count - 1; i >= 0; i--) {
    if (is_output(&card->signals[i])) {
      fprintf(out, "%d", care[i] != 0);
    }
  }
  fputc('\n', out);
}

static void must(int status) {
  if (status != GCIM_OK) {
    fprintf(stderr, "gen_bench: %s\n", gcim_error_text());
    exit(1);
  }
}

/* Four episodes, and what the golden says of them. */
static int x_stimulus(FILE *out, const gcim_card_t *card, const char *unit, const char *config) {
  char params[CHARS];
  gcim_stim_t *stim = NULL;
  gcim_model_t *golden = NULL;
  snprintf(params, sizeof params, "config=%s", config);
  must(gcim_stim_new(gcim_unit_find(unit), params, &stim));
  must(gcim_model_new(gcim_unit_find(unit), params, &golden));
  const size_t words = (size_t)card->image_words + 1;
  uint32_t *image = calloc(2 * words, sizeof *image), *seen = image + words;
  uint8_t care[GCIM_MAX_SIGNALS];
  int cycles = 0, rst_n = 0;
  for (uint64_t episode = 0; episode < 4; episode++) {
    gcim_stim_start(stim, 7, episode, 0);
    for (; gcim_stim_next(stim, &rst_n, image) != 0; cycles++) {
      memcpy(seen, image, words * sizeof *seen);
      must(gcim_model_step(golden, rst_n, seen, care));
      put_cycle(out, card, rst_n, image, care);
    }
  }
  free(image);
  gcim_model_free(golden);
  gcim_stim_free(stim);
  return cycles;
}

/* The RTL itself in a four-state simulator: nothing that matters may be X. What does not matter
 * reaches the checker as 0. */
static void x_clean(FILE *out, const gcim_card_t *card, int cycles, const char *file) {
  const int bits = cycle_bits(card);
  fprintf(out,
          "`default_nettype none\nmodule x_clean;\n  reg clk = 1'b0;\n  reg [%d:0] mem [0:%d];\n  "
          "reg [%d:0] in = 0;\n"
          "  integer i;\n  wire rst_n = in[%d];\n",
          bits - 1, cycles - 1, bits - 1, bits - 1);
  int at = output_count(card), output = 0;
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (bench_is_pin(s)) {
      fprintf(out, "  wire [%d:0] %s", s->width - 1, s->port);
      if (s->is_input) {
        fprintf(out, " = in[%d:%d]", at + s->width - 1, at);
        at += s->width;
      }
      fputs(";\n", out);
    }
    if (is_output(s)) {
      fprintf(out, "  wire [%d:0] seen_%s = in[%d] ? %s : {%d{1'b0}};\n", s->width - 1, s->port,
              output++, s->port, s->width);
    }
  }
  char module[CHARS];
  snprintf(module, sizeof module, "gcim_%s", card->unit);
  instance(out, card, module, "u_dut", "", "", 1);
  snprintf(module, sizeof module, "gcim_%s_xcheck", card->unit);
  instance(out, card, module, "u_x", "", "seen_", 0);
  fprintf(out,
          "  initial begin\n    $readmemb(\"%s\", mem);\n    in[%d] = 1'b1;\n    #1;\n"
          "    for (i = 0; i < %d; i = i + 1) begin\n      in = mem[i];\n      #5 clk = 1'b1;\n    "
          "  #5 clk = 1'b0;\n    end\n"
          "    $display(\"CLEAN %%0d errors %%0d edges\", u_x.errors, u_x.edges);\n    $finish;\n  "
          "end\nendmodule\n",
          file, bits - 1, cycles);
}

void bench_x(const char *dir, const char *unit, const char *config) {
  const gcim_card_t *card = bench_fold(unit, config);
  char name[CHARS], data[2 * CHARS];
  snprintf(name, sizeof name, "x_ports_%s.sv", unit);
  FILE *out = bench_open(dir, name);
  x_ports(out, card);
  fclose(out);
  snprintf(name, sizeof name, "x_clean_%s.bin", unit);
  snprintf(data, sizeof data, "%s/%s", dir, name);
  out = bench_open(dir, name);
  const int cycles = x_stimulus(out, card, unit, config);
  fclose(out);
  snprintf(name, sizeof name, "x_clean_%s.sv", unit);
  out = bench_open(dir, name);
  x_clean(out, card, cycles, data);
  fclose(out);
}
