/* gen_tb.c: one Verilated top that holds every named configuration, and the C++ that moves an image
 * to and from its pins. */
#include "gen.h"

static void top_ports(FILE *out, const gcim_card_t *card, const char *config, const char *comma) {
  fprintf(out, "%s\n  input  wire logic %s_clk_i,\n  input  wire logic %s_rst_ni", comma, config,
          config);
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (s->width > 0) {
      fprintf(out, ",\n  %s [%d:0] %s_%s", s->is_input ? "input  wire logic" : "output      logic",
              s->width - 1, config, s->port);
    }
  }
}

static void instance(FILE *out, const gcim_card_t *card, const char *config, int flags) {
  fprintf(out, "  gcim_%s", card->unit);
  if ((flags & GEN_TB_SUFFIX) != 0) {
    fprintf(out, "_%s", config);
  }
  if ((flags & GEN_TB_BARE) == 0) {
    fputs(" #(", out);
    gen_overrides(out, card);
    fputc(')', out);
  }
  fprintf(out, " u_%s (\n    .clk_i(%s_clk_i), .rst_ni(%s_rst_ni)", config, config, config);
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (s->width > 0) {
      fprintf(out, ",\n    .%s(%s_%s)", s->port, config, s->port);
    }
  }
  fputs("\n  );\n\n", out);
}

void gen_tb_top(FILE *out, const gcim_card_t *const *cards, const char *const *configs, int count,
                int flags) {
  gen_banner(out, cards[0],
             "Every named configuration beside each other; only the selected clock moves.");
  fprintf(out, "`default_nettype none\n\nmodule tb_%s (", cards[0]->unit);
  for (int i = 0; i < count; i++) {
    top_ports(out, cards[i], configs[i], i == 0 ? "" : ",");
  }
  fputs("\n);\n\n", out);
  for (int i = 0; i < count; i++) {
    instance(out, cards[i], configs[i], flags);
  }
  fputs("endmodule\n\n`default_nettype wire\n", out);
}

static void drive_pin(FILE *out, const gcim_signal_t *s, const char *config) {
  if (s->width <= 32) {
    fprintf(out, "  top.%s_%s = image[%d];\n", config, s->port, s->word);
  } else if (s->width <= 64) {
    fprintf(out, "  top.%s_%s = image[%d] | (uint64_t)image[%d] << 32;\n", config, s->port, s->word,
            s->word + 1);
  } else {
    fprintf(out, "  std::memcpy(&top.%s_%s[0], image + %d, %d);\n", config, s->port, s->word,
            s->words * 4);
  }
}

static void sample_pin(FILE *out, const gcim_signal_t *s, const char *config) {
  if (s->width <= 32) {
    fprintf(out, "  image[%d] = top.%s_%s;\n", s->word, config, s->port);
  } else if (s->width <= 64) {
    fprintf(out, "  image[%d] = (uint32_t)top.%s_%s;\n  image[%d] = (uint32_t)(top.%s_%s >> 32);\n",
            s->word, config, s->port, s->word + 1, config, s->port);
  } else {
    fprintf(out, "  std::memcpy(image + %d, &top.%s_%s[0], %d);\n", s->word, config, s->port,
            s->words * 4);
  }
}

static void pin_functions(FILE *out, const gcim_card_t *card, const char *config) {
  fprintf(out, "static void drive_%s(Top &top, const uint32_t *image) {\n", config);
  for (int i = 0; i < card->signal_count; i++) {
    if (card->signals[i].width > 0 && card->signals[i].is_input) {
      drive_pin(out, &card->signals[i], config);
    }
  }
  for (int taps = 0; taps < 2; taps++) {
    fprintf(out, "}\n\nstatic void sample_%s%s(const Top &top, uint32_t *image) {\n",
            taps ? "taps_" : "", config);
    bool any = false;
    for (int i = 0; i < card->signal_count; i++) {
      const gcim_signal_t *s = &card->signals[i];
      if (s->width > 0 && !s->is_input && (s->kind == GCIM_SIGNAL_TAP) == taps) {
        sample_pin(out, s, config);
        any = true;
      }
    }
    fputs(any ? "" : "  (void)top, (void)image;\n", out);
  }
  fprintf(out, "}\n\nstatic void clock_%s(Top &top, int clk, int rst_n) {\n", config);
  fprintf(out, "  top.%s_clk_i = clk;\n  top.%s_rst_ni = rst_n;\n}\n\n", config, config);
}

void gen_tb_pins(FILE *out, const gcim_card_t *const *cards, const char *const *configs,
                 int count) {
  const gcim_card_t *first = cards[0];
  gen_banner(out, first,
             "Moves an image to and from the pins of each configuration of the Verilated top.");
  fprintf(out,
          "#include <cstring>\n\n#include \"Vtb_%s.h\"\n#include \"bench.h\"\n\n"
          "using Top = Vtb_%s;\n\n",
          first->unit, first->unit);
  for (int i = 0; i < count; i++) {
    pin_functions(out, cards[i], configs[i]);
  }
  fprintf(out,
          "const char *const bench_unit = \"%s\";\n\nconst std::vector<Pins<Top>> bench_pins = {\n",
          first->unit);
  for (int i = 0; i < count; i++) {
    fprintf(out, "    {\"%s\", \"", configs[i]);
    const char *blank = "";
    for (int k = 0; k < cards[i]->value_count; k++) {
      const gcim_value_t *v = &cards[i]->values[k];
      if (v->kind != GCIM_VALUE_CONST) {
        fprintf(out, "%s%s=%lld", blank, v->name, (long long)v->value);
        blank = " ";
      }
    }
    fprintf(out, "\",\n     drive_%s, sample_%s, sample_taps_%s, clock_%s},\n", configs[i],
            configs[i], configs[i], configs[i]);
  }
  fputs("};\n", out);
}
