/* vecbench.c: `gcim vecbench`: what tb/tb_vec.sv needs to know of a unit: slices of a line, the
 * instance. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "out.h"
#include "vec.h"

static const char usage[] =
    "usage: gcim vecbench UNIT [--config NAME | --params \"A=1 B=2\"] [-o FILE]\n\n"
    "Write the package gcim_vec_pkg and the module gcim_vec_dut for tb/tb_vec.sv: how a line of a\n"
    "vector file maps to the ports of gcim_UNIT. Files: this one, tb/tb_vec.sv, the RTL.\n\n"
    "  --config NAME       configuration of the card (default: default)\n"
    "  --params \"A=1 B=2\"  parameters of your own instead\n"
    "  -o, --output FILE   write there instead of to the standard output\n"
    "  -h, --help          this text\n";

enum { OPTION_CONFIG = 1, OPTION_PARAMS };
static const struct option options[] = {{"config", required_argument, NULL, OPTION_CONFIG},
                                        {"params", required_argument, NULL, OPTION_PARAMS},
                                        {"output", required_argument, NULL, 'o'},
                                        {"help", no_argument, NULL, 'h'},
                                        {NULL, 0, NULL, 0}};
static const cmd_spec_t spec = {"gcim vecbench", usage, options};

typedef struct {
  FILE *to;
  const gcim_card_t *card;
  gcim_vec_layout_t layout;
  gcim_vec_head_t head;
} bench_t;

/* Lowest bit of a field in the line: $readmemh makes 4 bits of each digit, the last field is
 * lowest. */
static int field_bit(const bench_t *b, int field) {
  int bit = 0;
  for (int i = b->layout.field_count - 1; i > field; i--) {
    bit += 4 * b->layout.fields[i].digits;
  }
  return bit;
}

static int find_field(const bench_t *b, int signal) {
  for (int i = 0; i < b->layout.field_count; i++) {
    if (b->layout.fields[i].signal == signal) {
      return i;
    }
  }
  return -1;
}

static const gcim_signal_t *signal_of(const bench_t *b, int field) {
  const int signal = b->layout.fields[field].signal;
  return signal < 0 ? NULL : &b->card->signals[signal];
}

/* Bits of a line that are compared: outputs of a transaction, or what the mask names. */
static void put_care(const bench_t *b) {
  const int mask = find_field(b, GCIM_VEC_MASK);
  int output = 0;
  fputs(
      "  // Bits that must be compared when this line is expected.\n"
      "  function automatic logic [LineBits-1:0] care_of(input logic [LineBits-1:0] line);\n"
      "    care_of = {LineBits{1'b0}} & line;\n",
      b->to);
  for (int f = 0; f < b->layout.field_count; f++) {
    const gcim_signal_t *s = signal_of(b, f);
    if (s == NULL || s->is_input) {
      continue;
    }
    const int width = b->layout.fields[f].width;
    if (mask < 0) {
      fprintf(b->to, "    care_of[%d +: %d] = {%d{1'b1}};\n", field_bit(b, f), width, width);
    } else {
      fprintf(b->to, "    care_of[%d +: %d] = {%d{line[%d]}};\n", field_bit(b, f), width, width,
              field_bit(b, mask) + output);
    }
    output++;
  }
  fputs("  endfunction\n", b->to);
}

static void put_package(const bench_t *b) {
  fputs("package gcim_vec_pkg;\n", b->to);
  fprintf(b->to, "  localparam int LineBits = %d;\n", 4 * gcim_vec_line_digits(&b->layout));
  fprintf(b->to, "  localparam bit IsClocked = 1'b%d;\n", b->card->kind == GCIM_CLOCKED);
  fprintf(b->to, "  localparam int Latency = %d;\n",
          b->card->kind == GCIM_CLOCKED ? 0 : b->card->latency);
  fprintf(b->to, "  // The second line of a file up to this width, and its card, must be these.\n");
  fprintf(b->to, "  localparam logic [8*%zu-1:0] Unit = \"%s\";\n", strlen(b->card->unit),
          b->card->unit);
  fprintf(b->to, "  localparam logic [8*%zu-1:0] Config = \"%s\";\n", strlen(b->head.config),
          b->head.config);
  fprintf(b->to, "  localparam logic [8*%zu-1:0] Card = \"%s\";\n", strlen(b->head.card),
          b->head.card);
  put_care(b);
  fputs("endpackage\n\n", b->to);
}

static void put_parameters(const bench_t *b) {
  const char *gap = "";
  for (int i = 0; i < b->card->value_count; i++) {
    const gcim_value_t *v = &b->card->values[i];
    if (v->kind != GCIM_VALUE_CONST) {
      fprintf(b->to, "%s\n    .%s(%lld)", gap, v->name, (long long)v->value);
      gap = ",";
    }
  }
}

static void put_connection(const bench_t *b, int signal) {
  const gcim_signal_t *s = &b->card->signals[signal];
  const int field = find_field(b, signal);
  fprintf(b->to, ",\n    .%s(", s->port);
  if (s->kind == GCIM_SIGNAL_VALID && b->card->kind == GCIM_TRANSACTION) {
    fputs(s->is_input ? "valid_i" : "valid_o", b->to);
  } else if (field >= 0 && s->is_input) {
    fprintf(b->to, "line_i[%d +: %d]", field_bit(b, field), s->width);
  } else if (field >= 0) {
    fprintf(b->to, "actual_o[%d +: %d]", field_bit(b, field), s->width);
  }
  fputs(")", b->to);
}

/* Bits of the line that no output drives: inputs, mask and the padding of every field. */
static void put_idle_bits(const bench_t *b) {
  for (int f = 0; f < b->layout.field_count; f++) {
    const gcim_vec_field_t *field = &b->layout.fields[f];
    const gcim_signal_t *s = signal_of(b, f);
    const int driven = s == NULL || s->is_input ? 0 : field->width;
    const int idle = 4 * field->digits - driven;
    if (idle > 0) {
      fprintf(b->to, "  assign actual_o[%d +: %d] = {%d{1'b0}};\n", field_bit(b, f) + driven, idle,
              idle);
    }
  }
}

static void put_module(const bench_t *b) {
  fprintf(b->to,
          "module gcim_vec_dut (\n"
          "  input  wire logic clk_i,\n"
          "  input  wire logic rst_ni,                              // before the first line\n"
          "  input  wire logic valid_i,                             // transaction units: line_i "
          "is a beat\n"
          "  input  wire logic [gcim_vec_pkg::LineBits-1:0] line_i, // drives the inputs\n"
          "  output wire logic valid_o,\n"
          "  output wire logic [gcim_vec_pkg::LineBits-1:0] actual_o // outputs where the line has "
          "them\n"
          ");\n");
  const int reset = find_field(b, GCIM_VEC_RESET);
  if (reset >= 0) {
    fprintf(b->to, "  wire logic rst_n = rst_ni & line_i[%d];\n  assign valid_o = valid_i;\n",
            field_bit(b, reset));
  } else {
    fputs("  wire logic rst_n = rst_ni;\n", b->to);
  }
  put_idle_bits(b);
  fprintf(b->to, "\n  gcim_%s #(", b->card->unit);
  put_parameters(b);
  fputs("\n  ) u_dut (\n    .clk_i(clk_i),\n    .rst_ni(rst_n)", b->to);
  for (int i = 0; i < b->card->signal_count; i++) {
    if (b->card->signals[i].width > 0) {
      put_connection(b, i);
    }
  }
  fputs("\n  );\nendmodule\n\n`default_nettype wire\n", b->to);
}

static void put_bench(const bench_t *b) {
  fprintf(b->to,
          "// Generated by gcim vecbench from the card of %s. Do not edit.\n"
          "// configuration: %s   %s\n"
          "/* verilator lint_off DECLFILENAME */     // package and module in one file\n"
          "/* verilator lint_off PINCONNECTEMPTY */  // vectors hold no taps\n"
          "/* verilator lint_off UNUSEDSIGNAL */     // a line holds more than the inputs\n"
          "`default_nettype none\n\n",
          b->card->unit, b->head.config, b->head.params);
  put_package(b);
  put_module(b);
}

static int write_bench(const gcim_unit_t *unit, const char *config, const char *params,
                       const char *output) {
  gcim_model_t *model;
  gcim_out_t *out;
  bench_t b;
  int status = gcim_model_new(unit, params, &model);
  if (status != GCIM_OK) {
    return gcim_vec_fail_model(status);
  }
  b.card = gcim_model_card(model);
  gcim_vec_layout(b.card, &b.layout);
  status = gcim_vec_head(model, config, &b.head);
  status = status == GCIM_OK ? gcim_out_open(output, &out) : status;
  if (status == GCIM_OK) {
    b.to = gcim_out_stream(out);
    put_bench(&b);
    status = gcim_out_commit(out);
  }
  gcim_model_free(model);
  return status;
}

int cmd_vecbench(int argc, char **argv) {
  const char *config = NULL;
  const char *params = NULL;
  const char *output = NULL;
  char text[1024];
  const gcim_unit_t *unit;
  int option;
  while ((option = cmd_option(&spec, argc, argv)) > CMD_END) {
    config = option == OPTION_CONFIG ? optarg : config;
    params = option == OPTION_PARAMS ? optarg : params;
    output = option == 'o' ? optarg : output;
  }
  if (option != CMD_END) {
    return cmd_option_status(option);
  }
  int bad = cmd_unit(&spec, argc, argv, &unit);
  if (bad != CMD_OK) {
    return bad;
  }
  if (config == NULL && params == NULL) {
    config = "default";
  }
  bad = cmd_params(&spec, config, params, text, sizeof text);
  if (bad != CMD_OK) {
    return bad;
  }
  const int status = write_bench(unit, config, text, output);
  return status == GCIM_OK ? CMD_OK : cmd_fail(&spec, CMD_FAILED, "%s", gcim_vec_error_text());
}
