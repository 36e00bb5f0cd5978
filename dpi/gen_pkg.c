/* gen_pkg.c: per configuration, fixed-width imports for a scoreboard (UVM or plain SystemVerilog):
 * one C function per transaction unit, named after unit and configuration, and its C wrapper.
 * Clocked units get new/step with fixed widths.
 */
#include "gen.h"

static void sv_argument(FILE *out, const gcim_signal_t *s, const char *comma) {
  fprintf(out, "%s\n      %s bit [%d:0] %s", comma, s->is_input ? "input " : "output", s->width - 1,
          s->name);
}

/* Is this signal an argument of the package's function? Handshakes only where there are cycles. */
static int is_argument(const gcim_card_t *card, const gcim_signal_t *s) {
  if (s->width == 0 || s->kind == GCIM_SIGNAL_TAP) {
    return 0;
  }
  return card->kind == GCIM_CLOCKED || s->kind != GCIM_SIGNAL_VALID;
}

/* Output arguments: one bit each of a clocked unit's `care`. */
static int output_count(const gcim_card_t *card) {
  int count = 0;
  for (int i = 0; i < card->signal_count; i++) {
    count += is_argument(card, &card->signals[i]) && !card->signals[i].is_input;
  }
  return count;
}

static const char *verb(const gcim_card_t *card) {
  return card->kind == GCIM_CLOCKED ? "step" : "eval";
}

void gen_package(FILE *out, const gcim_card_t *card, const char *config) {
  const int clocked = card->kind == GCIM_CLOCKED;
  gen_banner(out, card, "Fixed-width imports of one configuration.");
  fprintf(out, "package gcim_%s_%s_pkg;\n\n", card->unit, config);
  for (int i = 0; i < card->value_count; i++) {
    fprintf(out, "  localparam int %s = %lld;\n", card->values[i].name,
            (long long)card->values[i].value);
  }
  fprintf(out,
          "\n  // a model of this configuration; null on error (gcim_dpi_pkg::gcim_dpi_error)\n"
          "  import \"DPI-C\" function chandle gcim_dpi_%s_%s_new();\n"
          "  import \"DPI-C\" function void gcim_dpi_%s_%s_free(input chandle model);\n",
          card->unit, config, card->unit, config);
  fprintf(out, "  // %s; 0 or a negative gcim_status\n",
          clocked
              ? "what is visible in this cycle, then the rising edge; care bit k: the k-th output "
                "matters in this cycle"
              : "one transaction");
  fprintf(out, "  import \"DPI-C\" function int gcim_dpi_%s_%s_%s(input chandle model%s",
          card->unit, config, verb(card), clocked ? ", input int rst_n" : "");
  for (int i = 0; i < card->signal_count; i++) {
    if (is_argument(card, &card->signals[i])) {
      sv_argument(out, &card->signals[i], ",");
    }
  }
  if (clocked) {
    fprintf(out, ",\n      output bit [%d:0] care", output_count(card) - 1);
  }
  fputs(");\n\nendpackage\n", out);
}

static void c_copies(FILE *out, const gcim_card_t *card, int inputs) {
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (!is_argument(card, s) || s->is_input != inputs) {
      continue;
    }
    if (inputs) {
      fprintf(out, "  memcpy(image + %d, %s, %d);\n", s->word, s->name, s->words * 4);
      if (s->width % 32 != 0) { /* bits above the width: ignored in */
        fprintf(out, "  image[%d] &= 0x%xu;\n", s->word + s->words - 1,
                (1u << (s->width % 32)) - 1u);
      }
    } else {
      fprintf(out, "  memcpy(%s, image + %d, %d);\n", s->name, s->word, s->words * 4);
    }
  }
}

static void c_step(FILE *out, const gcim_card_t *card) {
  fprintf(out, "  uint32_t image[%d] = {0};\n  uint8_t matters[%d];\n", card->image_words,
          card->signal_count);
  c_copies(out, card, 1);
  fputs(
      "  const int status = gcim_model_step(model, rst_n, image, matters);\n"
      "  if (status != GCIM_OK) {\n    return status;\n  }\n",
      out);
  c_copies(out, card, 0);
  fputs("  *care = 0", out);
  for (int i = 0, k = 0; i < card->signal_count; i++) {
    if (is_argument(card, &card->signals[i]) && !card->signals[i].is_input) {
      fprintf(out, "\n          | (uint32_t)matters[%d] << %d", i, k++);
    }
  }
  fputs(";\n  return GCIM_OK;\n}\n", out);
}

static void c_eval(FILE *out, const gcim_card_t *card) {
  fprintf(out, "  uint32_t image[%d] = {0};\n", card->image_words);
  c_copies(out, card, 1);
  for (int inputs = 1; inputs >= 0; inputs--) {
    const char *comma = "";
    fprintf(out, "  %suint32_t *const %s[] = {", inputs ? "const " : "", inputs ? "in" : "out");
    for (int i = 0; i < card->signal_count; i++) {
      const gcim_signal_t *s = &card->signals[i];
      if (is_argument(card, s) && s->is_input == inputs) {
        fprintf(out, "%simage + %d", comma, s->word);
        comma = ", ";
      }
    }
    fputs("};\n", out);
  }
  fputs(
      "  const int status = gcim_model_eval(model, in, out);\n"
      "  if (status != GCIM_OK) {\n    return status;\n  }\n",
      out);
  c_copies(out, card, 0);
  fputs("  return GCIM_OK;\n}\n", out);
}

static void c_signature(FILE *out, const gcim_card_t *card, const char *config) {
  fprintf(out, "int gcim_dpi_%s_%s_%s(void *model%s", card->unit, config, verb(card),
          card->kind == GCIM_CLOCKED ? ", int rst_n" : "");
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (is_argument(card, s)) {
      fprintf(out, ",\n    %ssvBitVecVal *%s", s->is_input ? "const " : "", s->name);
    }
  }
  if (card->kind == GCIM_CLOCKED) {
    fputs(",\n    svBitVecVal *care", out);
  }
  fputs(")", out);
}

void gen_package_c(FILE *out, const gcim_card_t *card, const char *config) {
  gen_banner(out, card, "C side of the fixed-width imports of one configuration.");
  fprintf(out,
          "#include <string.h>\n\n#include \"gcim.h\"\n#include \"svdpi.h\"\n\n"
          "void *gcim_dpi_%s_%s_new(void);\nvoid gcim_dpi_%s_%s_free(void *model);\n",
          card->unit, config, card->unit, config);
  c_signature(out, card, config);
  fprintf(out, ";\n\nvoid *gcim_dpi_%s_%s_new(void) {\n  gcim_model_t *model = NULL;\n", card->unit,
          config);
  fprintf(
      out,
      "  gcim_model_new(gcim_unit_find(\"%s\"), \"config=%s\", &model);\n  return model;\n}\n\n",
      card->unit, config);
  fprintf(out, "void gcim_dpi_%s_%s_free(void *model) {\n  gcim_model_free(model);\n}\n\n",
          card->unit, config);
  c_signature(out, card, config);
  fputs(" {\n", out);
  if (card->kind == GCIM_CLOCKED) {
    c_step(out, card);
  } else {
    c_eval(out, card);
  }
}
