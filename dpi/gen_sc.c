/* gen_sc.c: the golden model of one configuration as a SystemC module with the pins of the RTL. */
#include "gen.h"

static void sc_type(FILE *out, const gcim_signal_t *s) {
  if (s->width == 1) {
    fputs("bool", out);
  } else {
    fprintf(out, "sc_dt::sc_bv<%d>", s->width);
  }
}

static int is_pin(const gcim_signal_t *s) {
  return s->width > 0 && s->kind != GCIM_SIGNAL_TAP;
}

static void gather(FILE *out, const gcim_card_t *card) {
  fputs("  void gather() {\n", out);
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (!is_pin(s) || !s->is_input) {
      continue;
    }
    if (s->width == 1) {
      fprintf(out, "    image_[%d] = %s.read();\n", s->word, s->port);
    } else {
      fprintf(out,
              "    for (int w = 0; w < %d; w++) {\n      image_[%d + w] = %s.read().get_word(w);\n "
              "   }\n",
              s->words, s->word, s->port);
    }
  }
  fputs("  }\n\n", out);
}

static void show(FILE *out, const gcim_card_t *card) {
  fputs("  void show() {\n    gcim_model_look(model_, image_, care_);\n", out);
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (!is_pin(s) || s->is_input) {
      continue;
    }
    if (s->width == 1) {
      fprintf(out, "    %s.write(image_[%d] != 0);\n", s->port, s->word);
    } else {
      fprintf(out,
              "    {\n      sc_dt::sc_bv<%d> v;\n      for (int w = 0; w < %d; w++) {\n"
              "        v.set_word(w, image_[%d + w]);\n      }\n      %s.write(v);\n    }\n",
              s->width, s->words, s->word, s->port);
    }
  }
  fputs("  }\n\n", out);
}

void gen_systemc(FILE *out, const gcim_card_t *card, const char *config) {
  gen_banner(out, card, "The golden model of one configuration as a SystemC module.");
  fprintf(out,
          "#ifndef GCIM_%s_%s_SC_H\n#define GCIM_%s_%s_SC_H\n\n#include <systemc>\n\n#include "
          "\"gcim.h\"\n\n",
          card->unit, config, card->unit, config);
  fprintf(out,
          "SC_MODULE(gcim_%s_%s_sc) {\n  sc_core::sc_in<bool> clk_i{\"clk_i\"};\n"
          "  sc_core::sc_in<bool> rst_ni{\"rst_ni\"};\n",
          card->unit, config);
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (is_pin(s)) {
      fprintf(out, "  sc_core::%s<", s->is_input ? "sc_in" : "sc_out");
      sc_type(out, s);
      fprintf(out, "> %s{\"%s\"};\n", s->port, s->port);
    }
  }
  fprintf(out,
          "\n  SC_CTOR(gcim_%s_%s_sc) {\n    if (gcim_model_new(gcim_unit_find(\"%s\"), "
          "\"config=%s\", &model_) != GCIM_OK) {\n"
          "      SC_REPORT_FATAL(\"gcim\", gcim_error_text());\n    }\n"
          "    SC_METHOD(edge);\n    sensitive << clk_i.pos() << rst_ni.neg();\n    "
          "dont_initialize();\n  }\n\n"
          "  ~gcim_%s_%s_sc() override { gcim_model_free(model_); }\n\n"
          "  // 1 where the value of a port matters in this cycle, by signal index of the card.\n"
          "  const uint8_t *care() const { return care_; }\n  const gcim_model_t *model() const { "
          "return model_; }\n\n"
          "  // Outputs before the first edge: the state after gcim_model_new.\n  void "
          "start_of_simulation() override {\n    show();\n  }\n\n private:\n  void edge() {\n    "
          "gather();\n"
          "    gcim_model_advance(model_, rst_ni.read(), image_);\n    show();\n  }\n\n",
          card->unit, config, card->unit, config, card->unit, config);
  gather(out, card);
  show(out, card);
  fprintf(out,
          "  gcim_model_t *model_ = nullptr;\n  uint32_t image_[%d] = {0};\n  uint8_t care_[%d] = "
          "{0};\n};\n\n#endif\n",
          card->image_words, card->signal_count);
}
