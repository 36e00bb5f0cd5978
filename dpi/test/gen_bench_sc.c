/* gen_bench_sc.c: what joins the SystemC golden module and the Verilated RTL. */
#include <inttypes.h>

#include "gen_bench.h"

static void sc_signal(FILE *out, const gcim_signal_t *s, const char *prefix) {
  if (s->width == 1) {
    fprintf(out, "  sc_core::sc_signal<bool> %s%s{\"%s%s\"};\n", prefix, s->port, prefix, s->port);
  } else {
    fprintf(out, "  sc_core::sc_signal<sc_dt::sc_bv<%d>> %s%s{\"%s%s\"};\n", s->width, prefix,
            s->port, prefix, s->port);
  }
}

static void sc_drive(FILE *out, const gcim_signal_t *s) {
  if (s->width == 1) {
    fprintf(out, "    %s.write(image[%d] != 0);\n", s->port, s->word);
  } else {
    fprintf(out,
            "    {\n      sc_dt::sc_bv<%d> v;\n      for (int w = 0; w < %d; w++) {\n        "
            "v.set_word(w, image[%d + w]);\n"
            "      }\n      %s.write(v);\n    }\n",
            s->width, s->words, s->word, s->port);
  }
}

static void sc_members(FILE *out, const gcim_card_t *card) {
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (s->width == 0) {
      continue;
    }
    if (s->is_input) {
      sc_signal(out, s, "");
    } else {
      sc_signal(out, s, "rtl_");
      if (bench_is_pin(s)) {
        sc_signal(out, s, "golden_");
      }
    }
  }
}

static void sc_binds(FILE *out, const gcim_card_t *card) {
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (s->width == 0) {
      continue;
    }
    fprintf(out, "    rtl.%s(%s%s);\n", s->port, s->is_input ? "" : "rtl_", s->port);
    if (bench_is_pin(s)) {
      fprintf(out, "    golden.%s(%s%s);\n", s->port, s->is_input ? "" : "golden_", s->port);
    }
  }
}

/* "-GRows=4 -GCols=2" for the Verilated module. */
static void sc_params(const char *dir, const gcim_card_t *card) {
  FILE *out = bench_open(dir, "params.txt");
  for (int i = 0; i < card->value_count; i++) {
    if (card->values[i].kind != GCIM_VALUE_CONST) {
      fprintf(out, "-G%s=%" PRId64 " ", card->values[i].name, card->values[i].value);
    }
  }
  fputc('\n', out);
  fclose(out);
}

void bench_sc(const char *dir, const char *unit, const char *config) {
  const gcim_card_t *card = bench_fold(unit, config);
  FILE *out = bench_open(dir, "pins.h");
  gen_banner(out, card, "SystemC: the Verilated RTL and the golden module on the same inputs.");
  fprintf(out, "#include \"Vdut.h\"\n#include \"gcim_%s_%s_sc.h\"\n\n", unit, config);
  fprintf(out,
          "static const char *const sc_unit = \"%s\";\nstatic const char *const sc_params = "
          "\"config=%s\";\n\n",
          unit, config);
  fputs("struct Pair {\n  sc_core::sc_signal<bool> clk{\"clk\"}, rst_n{\"rst_n\"};\n", out);
  sc_members(out, card);
  fprintf(out,
          "  Vdut rtl{\"rtl\"};\n  gcim_%s_%s_sc golden{\"golden\"};\n\n  Pair() {\n"
          "    rtl.clk_i(clk);\n    rtl.rst_ni(rst_n);\n    golden.clk_i(clk);\n    "
          "golden.rst_ni(rst_n);\n",
          unit, config);
  sc_binds(out, card);
  fputs("  }\n\n  void drive(const uint32_t *image) {\n", out);
  for (int i = 0; i < card->signal_count; i++) {
    if (card->signals[i].width > 0 && card->signals[i].is_input) {
      sc_drive(out, &card->signals[i]);
    }
  }
  fputs(
      "  }\n\n  // Name of the first output port that differs where the golden cares, nullptr if "
      "there is none; counts values.\n"
      "  const char *compare(uint64_t *compared) const {\n",
      out);
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (bench_is_pin(s) && !s->is_input) {
      fprintf(out,
              "    if (golden.care()[%d] != 0) {\n      ++*compared;\n"
              "      if (!(rtl_%s.read() == golden_%s.read())) {\n        return \"%s\";\n      "
              "}\n    }\n",
              i, s->port, s->port, s->port);
    }
  }
  fputs("    return nullptr;\n  }\n};\n", out);
  fclose(out);
  sc_params(dir, card);
}
