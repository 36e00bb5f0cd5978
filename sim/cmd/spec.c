/* spec.c: `gcim spec`: the specification sheet of a unit, from its card. */
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "out.h"
#include "spec_sheet.h"

static const char usage[] =
    "usage: gcim spec UNIT [--card FILE] [-o FILE]\n\n"
    "The specification sheet of a unit as Markdown: the card's comment (cycle table, algorithm,\n"
    "assumptions, deviations) word for word, parameters, ports, modes, coverage, rules.\n\n"
    "  --card FILE        the unit's card (default: cmodel/unit/UNIT.def below this folder)\n"
    "  -o, --output FILE  write there instead of to the standard output\n"
    "  -h, --help         this text\n";

enum { OPTION_CARD = 1, PATH_CHARS = 4096 };
static const struct option options[] = {{"card", required_argument, NULL, OPTION_CARD},
                                        {"output", required_argument, NULL, 'o'},
                                        {"help", no_argument, NULL, 'h'},
                                        {NULL, 0, NULL, 0}};
static const cmd_spec_t spec = {"gcim spec", usage, options};

static void print_sheet(const spec_sheet_t *sheet) {
  const gcim_card_t *card = sheet->card;
  fprintf(sheet->to, "# %s\n\n%s\n\n", card->unit, card->text);
  fprintf(sheet->to, "| | |\n|---|---|\n| kind | %s |\n| revision | %lld |\n| identity | `%s` |\n",
          card->kind == GCIM_CLOCKED ? "clocked" : "transaction", (long long)card->revision,
          gcim_unit_identity(sheet->unit));
  fprintf(sheet->to, "| library | gcim %s |\n\n", gcim_version());
  fprintf(sheet->to, "## What it does\n\n```text\n%.*s\n```\n\n", (int)sheet->comments.opening,
          sheet->comments.text);
  spec_values(sheet);
  spec_ports(sheet);
  spec_latency(sheet);
  spec_rules(sheet);
  spec_cover(sheet);
}

/* Models of all configurations live as long as the sheet. */
static int open_models(spec_sheet_t *sheet, gcim_model_t **models, int *count) {
  int status = gcim_model_new(sheet->unit, "", &models[0]);
  *count = status == GCIM_OK ? 1 : 0;
  sheet->card = status == GCIM_OK ? gcim_model_card(models[0]) : NULL;
  for (int i = 0; status == GCIM_OK && i < sheet->card->config_count; i++) {
    char params[GCIM_NAME_CHARS + 16];
    snprintf(params, sizeof params, "config=%s", sheet->card->configs[i].name);
    status = gcim_model_new(sheet->unit, params, &models[i + 1]);
    if (status == GCIM_OK) {
      sheet->configs[i] = gcim_model_card(models[i + 1]);
      ++*count;
    }
  }
  return status == GCIM_OK ? GCIM_OK : gcim_vec_fail_model(status);
}

static int write_sheet(spec_sheet_t *sheet, const char *output) {
  gcim_model_t *models[GCIM_MAX_CONFIGS + 1];
  gcim_out_t *out;
  int count = 0;
  int status = open_models(sheet, models, &count);
  if (status == GCIM_OK) {
    status = gcim_out_open(output, &out);
  }
  if (status == GCIM_OK) {
    sheet->to = gcim_out_stream(out);
    print_sheet(sheet);
    status = gcim_out_commit(out);
  }
  while (count > 0) {
    gcim_model_free(models[--count]);
  }
  return status;
}

int cmd_spec(int argc, char **argv) {
  const char *card = NULL;
  const char *output = NULL;
  char path[PATH_CHARS];
  spec_sheet_t sheet = {0};
  int option;
  while ((option = cmd_option(&spec, argc, argv)) > CMD_END) {
    card = option == OPTION_CARD ? optarg : card;
    output = option == 'o' ? optarg : output;
  }
  if (option != CMD_END) {
    return cmd_option_status(option);
  }
  const int bad = cmd_unit(&spec, argc, argv, &sheet.unit);
  if (bad != CMD_OK) {
    return bad;
  }
  snprintf(path, sizeof path, "cmodel/unit/%s.def", gcim_unit_name(sheet.unit));
  int status =
      card_text_read(card == NULL ? path : card, gcim_unit_name(sheet.unit), &sheet.comments);
  if (status == GCIM_OK) {
    status = write_sheet(&sheet, output);
    card_text_free(&sheet.comments);
  }
  return status == GCIM_OK ? CMD_OK : cmd_fail(&spec, CMD_FAILED, "%s", gcim_vec_error_text());
}
