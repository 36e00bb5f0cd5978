/* spec_sheet.c: parameters, ports and configurations of a specification sheet. */
#include "spec_sheet.h"

#include <string.h>

/* A word of the card in a table: a bar would end the cell. */
static void put_code(FILE *to, const char *text) {
  if (text == NULL || text[0] == '\0') {
    return;
  }
  fputc('`', to);
  for (; *text != '\0'; text++) {
    fputs(*text == '|' ? "\\" : "", to);
    fputc(*text, to);
  }
  fputc('`', to);
}

static void put_meaning(const spec_sheet_t *sheet, const char *keyword, const char *name) {
  char meaning[256];
  card_text_meaning(&sheet->comments, keyword, name, meaning, sizeof meaning);
  for (const char *c = meaning; *c != '\0'; c++) {
    fputs(*c == '|' ? "\\" : "", sheet->to);
    fputc(*c, sheet->to);
  }
}

static bool has_values(const gcim_card_t *card, bool constants) {
  for (int i = 0; i < card->value_count; i++) {
    if ((card->values[i].kind == GCIM_VALUE_CONST) == constants) {
      return true;
    }
  }
  return false;
}

static void put_parameter(const spec_sheet_t *sheet, const gcim_value_t *v) {
  FILE *to = sheet->to;
  const bool is_enum = v->kind == GCIM_VALUE_ENUM;
  fprintf(to, "| %s | ", v->name);
  if (is_enum) {
    fprintf(to, "%lld | ", (long long)v->def);
    put_code(to, v->members);
    fprintf(to, " = %lld..%lld", (long long)v->min, (long long)v->max);
  } else {
    put_code(to, v->text);
    fprintf(to, " | %lld..%lld", (long long)v->min, (long long)v->max);
  }
  fputs(" | ", to);
  put_meaning(sheet, is_enum ? "ENUM" : "PARAM", v->name);
  fputs(" |\n", to);
}

static void put_constants(const spec_sheet_t *sheet) {
  const gcim_card_t *card = sheet->card;
  fputs("## Constants\n\n| name | formula |", sheet->to);
  for (int i = 0; i < card->config_count; i++) {
    fprintf(sheet->to, " %s |", card->configs[i].name);
  }
  fputs(" meaning |\n|---|---|", sheet->to);
  for (int i = 0; i < card->config_count; i++) {
    fputs("---|", sheet->to);
  }
  fputs("---|\n", sheet->to);
  for (int k = 0; k < card->value_count; k++) {
    const gcim_value_t *v = &card->values[k];
    if (v->kind != GCIM_VALUE_CONST) {
      continue;
    }
    fprintf(sheet->to, "| %s | ", v->name);
    put_code(sheet->to, v->text);
    fputs(" |", sheet->to);
    for (int i = 0; i < card->config_count; i++) {
      fprintf(sheet->to, " %lld |", (long long)sheet->configs[i]->values[k].value);
    }
    fputs(" ", sheet->to);
    put_meaning(sheet, "CONST", v->name);
    fputs(" |\n", sheet->to);
  }
  fputs("\n", sheet->to);
}

void spec_values(const spec_sheet_t *sheet) {
  const gcim_card_t *card = sheet->card;
  if (has_values(card, false)) {
    fputs("## Parameters\n\n| name | default | range | meaning |\n|---|---|---|---|\n", sheet->to);
    for (int i = 0; i < card->value_count; i++) {
      if (card->values[i].kind != GCIM_VALUE_CONST) {
        put_parameter(sheet, &card->values[i]);
      }
    }
    fputs("\n", sheet->to);
  }
  if (has_values(card, true)) {
    put_constants(sheet);
  }
  if (card->rule_count == 0) {
    return;
  }
  fputs("## Rules\n\n| rule | must hold | says |\n|---|---|---|\n", sheet->to);
  for (int i = 0; i < card->rule_count; i++) {
    fprintf(sheet->to, "| %s | ", card->rules[i].id);
    put_code(sheet->to, card->rules[i].condition);
    fprintf(sheet->to, " | %s |\n", card->rules[i].text);
  }
  fputs("\n", sheet->to);
}

/* ---- ports ---- */

static void put_widths(const spec_sheet_t *sheet, int signal) {
  const gcim_signal_t *s = &sheet->card->signals[signal];
  put_code(sheet->to, s->width_text);
  fputs(" |", sheet->to);
  for (int i = 0; i < sheet->card->config_count; i++) {
    fprintf(sheet->to, " %d |", sheet->configs[i]->signals[signal].width);
  }
  fputs(" ", sheet->to);
  put_code(sheet->to,
           s->lanes_text != NULL && strcmp(s->lanes_text, "1") != 0 ? s->lanes_text : NULL);
  fputs(" |\n", sheet->to);
}

static void put_port_head(const spec_sheet_t *sheet, const char *first) {
  fprintf(sheet->to, "%s width |", first);
  for (int i = 0; i < sheet->card->config_count; i++) {
    fprintf(sheet->to, " %s |", sheet->card->configs[i].name);
  }
  fputs(" lanes |\n|", sheet->to);
  for (const char *c = first + 1; *c != '\0'; c++) {
    fputs(*c == '|' ? "---|" : "", sheet->to);
  }
  for (int i = 0; i < sheet->card->config_count + 2; i++) {
    fputs("---|", sheet->to);
  }
  fputs("\n", sheet->to);
}

static void put_channels(const spec_sheet_t *sheet) {
  const gcim_card_t *card = sheet->card;
  fputs("## Channels\n\n| channel | direction | handshake | answers |\n|---|---|---|---|\n",
        sheet->to);
  for (int i = 0; i < card->channel_count; i++) {
    const gcim_channel_t *c = &card->channels[i];
    fprintf(sheet->to, "| %s | %s | %s | %s |\n", c->name, c->is_input ? "in" : "out",
            c->has_ready ? "valid, ready" : "valid",
            c->answers < 0 ? "" : card->channels[c->answers].name);
  }
  fputs("\n", sheet->to);
}

static void put_modes(const spec_sheet_t *sheet) {
  const gcim_card_t *card = sheet->card;
  fputs(
      "## Modes\n\nSampled when the channel's beat is accepted.\n\n"
      "| mode | channel | bits | legal | names |\n|---|---|---|---|---|\n",
      sheet->to);
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (s->kind != GCIM_SIGNAL_MODE) {
      continue;
    }
    fprintf(sheet->to, "| %s | %s | %d | ", s->name, card->channels[s->channel].name, s->width);
    put_code(sheet->to, s->min_text);
    fputs(" .. ", sheet->to);
    put_code(sheet->to, s->max_text);
    fputs(" | ", sheet->to);
    put_code(sheet->to, s->members);
    fputs(" |\n", sheet->to);
  }
  fputs("\n", sheet->to);
}

static bool has_kind(const gcim_card_t *card, gcim_signal_kind_t kind) {
  for (int i = 0; i < card->signal_count; i++) {
    if (card->signals[i].kind == kind) {
      return true;
    }
  }
  return false;
}

void spec_ports(const spec_sheet_t *sheet) {
  static const char *const kinds[] = {"valid", "ready", "mode", "data", "tap"};
  const gcim_card_t *card = sheet->card;
  put_channels(sheet);
  fputs(
      "## Ports\n\nBesides `clk_i` and `rst_ni` (asynchronous, active low). Element 0 of a vector "
      "is in "
      "the low bits.\n\n",
      sheet->to);
  put_port_head(sheet, "| port | direction | kind | channel |");
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (s->kind != GCIM_SIGNAL_TAP) {
      fprintf(sheet->to, "| %s | %s | %s | %s | ", s->port, s->is_input ? "in" : "out",
              kinds[s->kind], card->channels[s->channel].name);
      put_widths(sheet, i);
    }
  }
  fputs("\n", sheet->to);
  if (has_kind(card, GCIM_SIGNAL_MODE)) {
    put_modes(sheet);
  }
  if (!has_kind(card, GCIM_SIGNAL_TAP)) {
    return;
  }
  fputs("## Taps\n\n", sheet->to);
  put_port_head(sheet, "| tap |");
  for (int i = 0; i < card->signal_count; i++) {
    if (card->signals[i].kind == GCIM_SIGNAL_TAP) {
      fprintf(sheet->to, "| %s | ", card->signals[i].port);
      put_widths(sheet, i);
    }
  }
  fputs("\n", sheet->to);
}
