/* gen_text.c: pieces of Verilog text that every generator uses. */
#include <ctype.h>
#include <string.h>

#include "gen.h"

/* End of the balanced argument that starts at `p`: its ',' or ')' on this level. */
static const char *argument_end(const char *p) {
  int depth = 0;
  for (; *p != '\0'; p++) {
    if (depth == 0 && (*p == ',' || *p == ')')) {
      return p;
    }
    depth += (*p == '(') - (*p == ')');
  }
  return p;
}

typedef struct {
  const char *begin, *end;
} span_t;

static void expr_span(FILE *out, span_t text, int depth);

static void expr_parens(FILE *out, span_t text, int depth) {
  fputc('(', out);
  expr_span(out, text, depth);
  fputc(')', out);
}

/* (a op b ? a : b) */
static void expr_choice(FILE *out, span_t a, const char *op, span_t b, int depth) {
  fputc('(', out);
  expr_parens(out, a, depth);
  fprintf(out, " %s ", op);
  expr_parens(out, b, depth);
  fputs(" ? ", out);
  expr_parens(out, a, depth);
  fputs(" : ", out);
  expr_parens(out, b, depth);
  fputc(')', out);
}

/* Text of a call "NAME(a)" or "NAME(a, b)" at p, or of anything else; returns what follows. */
static const char *expr_call(FILE *out, const char *p, const char *open, int depth) {
  static const char one[] = "1";
  const size_t name = (size_t)(open - p);
  const span_t a = {open + 1, argument_end(open + 1)};
  span_t b = {one, one + 1};
  const char *end = a.end;
  if (*end == ',') {
    b = (span_t){end + 1, argument_end(end + 1)};
    end = b.end;
  }
  if (name == 5 && strncmp(p, "CLOG2", 5) == 0) {
    fputs("$clog2", out);
    expr_parens(out, a, depth);
  } else {
    const int is_min = name == 3 && strncmp(p, "MIN", 3) == 0;
    expr_choice(out, a, is_min ? "<" : ">", b, depth);
  }
  return *end == ')' ? end + 1 : end;
}

static void expr_span(FILE *out, span_t text, int depth) {
  const char *p = text.begin;
  while (p < text.end) {
    const char *q = p;
    while (q < text.end && (isalnum((unsigned char)*q) || *q == '_')) {
      q++;
    }
    if (q > p && *q == '(' && depth < 8) {
      p = expr_call(out, p, q, depth + 1);
    } else if (q > p) {
      fwrite(p, 1, (size_t)(q - p), out);
      p = q;
    } else {
      fputc(*p++, out);
    }
  }
}

void gen_expr(FILE *out, const char *text) {
  while (*text == ' ') {
    text++;
  }
  expr_span(out, (span_t){text, text + strlen(text)}, 0);
}

void gen_banner(FILE *out, const gcim_card_t *card, const char *what) {
  fprintf(out, "// %s\n// Generated from cmodel/unit/%s.def. Do not edit.\n", what, card->unit);
}

void gen_parameters(FILE *out, const gcim_card_t *card) {
  for (int i = 0; i < card->value_count; i++) {
    const gcim_value_t *v = &card->values[i];
    const char *kind = v->kind == GCIM_VALUE_CONST ? "localparam" : "parameter ";
    fprintf(out, "  %s int %s = ", kind, v->name);
    if (v->kind == GCIM_VALUE_ENUM) {
      fprintf(out, "%lld", (long long)v->def);
    } else {
      gen_expr(out, v->text);
    }
    fputs(i + 1 < card->value_count ? ",\n" : "", out);
  }
}

void gen_range(FILE *out, const gcim_signal_t *signal) {
  if (strcmp(signal->width_text, "1") == 0) {
    return;
  }
  fputs("[(", out);
  gen_expr(out, signal->width_text);
  fputs(")-1:0] ", out);
}

void gen_overrides(FILE *out, const gcim_card_t *card) {
  const char *comma = "";
  for (int i = 0; i < card->value_count; i++) {
    if (card->values[i].kind != GCIM_VALUE_CONST) {
      fprintf(out, "%s.%s(%lld)", comma, card->values[i].name, (long long)card->values[i].value);
      comma = ", ";
    }
  }
}

void gen_words(FILE *out, const gcim_signal_t *signal) {
  fputs("(((", out);
  gen_expr(out, signal->width_text);
  fputs(")+31)/32)", out);
}

void gen_image(FILE *out, const gcim_card_t *card, int inputs, int outputs, int taps) {
  const char *comma = "";
  fputc('{', out);
  for (int i = card->signal_count - 1; i >= 0; i--) { /* the first signal is in the low bits */
    const gcim_signal_t *s = &card->signals[i];
    if (s->width == 0) {
      continue;
    }
    const int is_tap = s->kind == GCIM_SIGNAL_TAP;
    const int taken = is_tap ? taps : s->is_input ? inputs : outputs;
    fprintf(out, "%s(32*", comma);
    gen_words(out, s);
    fprintf(out, ")'(%s)", taken ? s->port : "1'b0");
    comma = ",\n      ";
  }
  fputc('}', out);
}

void gen_image_words(FILE *out, const gcim_card_t *card) {
  fputs("  localparam int ImageWords = 0", out);
  for (int i = 0; i < card->signal_count; i++) {
    if (card->signals[i].width > 0) {
      fputs("\n      + ", out);
      gen_words(out, &card->signals[i]);
    }
  }
  fputs(";\n  localparam int Chunks = (ImageWords + 15) / 16;\n\n", out);
}

void gen_new_call(FILE *out, const gcim_unit_t *unit, const gcim_card_t *card) {
  fprintf(out, "    model = gcim_dpi_pkg::gcim_dpi_new(\"%s\",\n      $sformatf(\"identity=%s",
          card->unit, gcim_unit_identity(unit));
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
  fputs(
      "));\n"
      "    if (model == null) begin\n"
      "      $display(\"%m: %s\", gcim_dpi_pkg::gcim_dpi_error());\n"
      "      $fatal(1, \"no model, nothing would be checked\");\n"
      "    end\n",
      out);
}

void gen_final(FILE *out, const gcim_card_t *card) {
  fprintf(out,
          "  // +gcim_cover=PREFIX: functional coverage of this instance into "
          "PREFIX.<instance>.cover (gcim cover\n"
          "  // adds such files up)\n"
          "  function automatic void write_cover(input string prefix);\n"
          "    int file;\n"
          "    string text;\n"
          "    file = $fopen($sformatf(\"%%s.%%m.cover\", prefix), \"w\");\n"
          "    if (file == 0) begin\n"
          "      $display(\"%%m: the coverage file %%s.%%m.cover cannot be written\", prefix);\n"
          "    end else begin\n"
          "      $fdisplay(file, \"gcim-cover 1 %s\");\n"
          "      text = gcim_dpi_pkg::gcim_dpi_bin(model, 0);\n"
          "      for (int i = 1; text != \"\"; i++) begin\n"
          "        $fdisplay(file, \"%%s\", text);\n"
          "        text = gcim_dpi_pkg::gcim_dpi_bin(model, i);\n"
          "      end\n"
          "      $fclose(file);\n"
          "    end\n"
          "  endfunction\n\n"
          "  final begin\n"
          "    if (model != null && gcim_dpi_pkg::gcim_dpi_cover_prefix() != \"\") begin\n"
          "      write_cover(gcim_dpi_pkg::gcim_dpi_cover_prefix());\n"
          "    end\n"
          "  end\n\n",
          card->unit);
  fputs(
      "  final begin\n"
      "    if (Verdict && model != null) begin\n"
      "      $display(\"%m: %s\", gcim_dpi_pkg::gcim_dpi_summary(model));\n"
      "      if (gcim_dpi_pkg::gcim_dpi_final(model) != 0) begin\n"
      "        $fatal(1, \"%s\", gcim_dpi_pkg::gcim_dpi_error());\n"
      "      end\n"
      "    end\n"
      "  end\n\n"
      "endmodule\n\n`default_nettype wire\n",
      out);
}

void gen_upper(FILE *out, const char *name) {
  for (; *name != '\0'; name++) {
    fputc(toupper((unsigned char)*name), out);
  }
}

void gen_camel(FILE *out, const char *name) {
  for (int up = 1; *name != '\0'; name++) {
    if (*name == '_') {
      up = 1;
      continue;
    }
    fputc(up ? toupper((unsigned char)*name) : *name, out);
    up = 0;
  }
}
