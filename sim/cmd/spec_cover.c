/* spec_cover.c: latency, coverage, protocol rules and configurations of a specification sheet. */
#include <string.h>

#include "spec_sheet.h"

enum { BIN_CHARS = 160, SHOWN_BINS = 16 };

void spec_latency(const spec_sheet_t *sheet) {
  const gcim_card_t *card = sheet->card;
  fputs("## Latency\n\n", sheet->to);
  if (card->kind == GCIM_CLOCKED) {
    fputs("As the cycle table above says.\n\n", sheet->to);
    return;
  }
  fputs(
      "Edges from the accept to the edge at which the result is sampled.\n\n"
      "| configuration | latency |\n|---|---|\n",
      sheet->to);
  for (int i = 0; i < card->config_count; i++) {
    fprintf(sheet->to, "| %s | %d |\n", card->configs[i].name, sheet->configs[i]->latency);
  }
  fputs("\n", sheet->to);
}

/* "tile_end.wraps_high" -> "wraps_high" */
static void put_bin(const spec_sheet_t *sheet, const gcim_cover_t *cover, int bin) {
  char name[BIN_CHARS];
  gcim_card_bin_name(sheet->card, cover->first + bin, name, sizeof name);
  const char *dot = strchr(name, '.');
  fputs(dot == NULL ? name : dot + 1, sheet->to);
}

static void put_cover(const spec_sheet_t *sheet, const gcim_cover_t *cover) {
  fprintf(sheet->to, "| %s | %d | ", cover->name, cover->bins);
  for (int bin = 0; bin < cover->bins && bin < SHOWN_BINS; bin++) {
    fputs(bin == 0 ? "" : ", ", sheet->to);
    put_bin(sheet, cover, bin);
  }
  fprintf(sheet->to, "%s |\n", cover->bins > SHOWN_BINS ? ", and so on" : "");
}

static void put_illegal_pairs(const spec_sheet_t *sheet, const gcim_cross_t *cross) {
  const gcim_cover_t *a = &sheet->card->covers[cross->a];
  const gcim_cover_t *b = &sheet->card->covers[cross->b];
  const char *gap = "";
  for (int i = 0; i < a->bins * b->bins; i++) {
    if (gcim_card_bin_legal(sheet->card, cross->first + i)) {
      continue;
    }
    fputs(gap, sheet->to);
    put_bin(sheet, a, i / b->bins);
    fputs(" with ", sheet->to);
    put_bin(sheet, b, i % b->bins);
    gap = ", ";
  }
  fputs(gap[0] == '\0' ? "none" : "", sheet->to);
}

void spec_cover(const spec_sheet_t *sheet) {
  const gcim_card_t *card = sheet->card;
  if (card->cover_count == 0) {
    return;
  }
  fprintf(sheet->to,
          "## Coverage\n\n%d bins with default parameters; `a>b` is a switch from a to b.\n\n",
          card->bin_count);
  fputs("| point | bins | names |\n|---|---|---|\n", sheet->to);
  for (int i = 0; i < card->cover_count; i++) {
    put_cover(sheet, &card->covers[i]);
  }
  fputs("\n", sheet->to);
  if (card->cross_count == 0) {
    return;
  }
  fputs("| cross | illegal pairs |\n|---|---|\n", sheet->to);
  for (int i = 0; i < card->cross_count; i++) {
    const gcim_cross_t *cross = &card->crosses[i];
    fprintf(sheet->to, "| %s, %s | ", card->covers[cross->a].name, card->covers[cross->b].name);
    put_illegal_pairs(sheet, cross);
    fputs(" |\n", sheet->to);
  }
  fputs("\n", sheet->to);
}

static void put_protocol(const spec_sheet_t *sheet) {
  const gcim_card_t *card = sheet->card;
  fputs(
      "## Protocol rules\n\nA checker reports what breaks them as illegal stimulus.\n\n"
      "| rule | channel | illegal if | says |\n|---|---|---|---|\n",
      sheet->to);
  for (int i = 0; i < card->illegal_count; i++) {
    fprintf(sheet->to, "| %s | %s | `", card->illegal[i].id,
            card->channels[card->illegal_channel[i]].name);
    for (const char *c = card->illegal[i].condition; *c != '\0'; c++) {
      fputs(*c == '|' ? "\\" : "", sheet->to);
      fputc(*c, sheet->to);
    }
    fprintf(sheet->to, "` | %s |\n", card->illegal[i].text);
  }
  fputs("\n", sheet->to);
}

void spec_rules(const spec_sheet_t *sheet) {
  const gcim_card_t *card = sheet->card;
  if (card->illegal_count > 0) {
    put_protocol(sheet);
  }
  if (card->load_count > 0) {
    fprintf(
        sheet->to,
        "An episode writes rows 0..%lld through channel %s before its traffic of %lld cycles.\n\n",
        (long long)card->load_count - 1, card->channels[card->load_channel].name,
        (long long)card->episode_cycles);
  }
  fputs("## Configurations\n\n| name | parameters that differ from the default |\n|---|---|\n",
        sheet->to);
  for (int i = 0; i < card->config_count; i++) {
    const gcim_card_t *config = sheet->configs[i];
    fprintf(sheet->to, "| %s |", card->configs[i].name);
    for (int k = 0; k < card->value_count; k++) {
      const bool is_const = config->values[k].kind == GCIM_VALUE_CONST;
      if (!is_const && config->values[k].value != card->values[k].value) {
        fprintf(sheet->to, " %s=%lld", card->values[k].name, (long long)config->values[k].value);
      }
    }
    fputs(" |\n", sheet->to);
  }
  fputs("\n", sheet->to);
}
