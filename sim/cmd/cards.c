/* cards.c: `gcim cards`: the units as a table, or everything their cards say as JSON. */
#include <stdio.h>
#include <string.h>

#include "cards_json.h"
#include "cmd.h"
#include "out.h"

static const char usage[] =
    "usage: gcim cards [UNIT] [--json] [-o FILE]\n\n"
    "Without options a table of the units, or of one. The same library gives the same bytes.\n\n"
    "  --json            every unit with its configurations as JSON (sim/cards.schema.json)\n"
    "  -o, --output FILE write there instead of to the standard output\n"
    "  -h, --help        this text\n";

enum { OPTION_JSON = 1 };
static const struct option options[] = {{"json", no_argument, NULL, OPTION_JSON},
                                        {"output", required_argument, NULL, 'o'},
                                        {"help", no_argument, NULL, 'h'},
                                        {NULL, 0, NULL, 0}};
static const cmd_spec_t spec = {"gcim cards", usage, options};

static void print_unit(FILE *to, const gcim_card_t *card) {
  char latency[24] = "by card";
  if (card->kind == GCIM_TRANSACTION) {
    snprintf(latency, sizeof latency, "%d", card->latency);
  }
  fprintf(to, "%-12s %-11s %-8s ", card->unit,
          card->kind == GCIM_CLOCKED ? "clocked" : "transaction", latency);
  const char *gap = "";
  for (int i = 0; i < card->value_count; i++) {
    const gcim_value_t *v = &card->values[i];
    if (v->kind != GCIM_VALUE_CONST) {
      fprintf(to, "%s%s=%lld", gap, v->name, (long long)v->def);
      gap = " ";
    }
  }
  fprintf(to, "\n%-12s %s\n%-12s configurations:", "", card->text, "");
  for (int i = 0; i < card->config_count; i++) {
    fprintf(to, " %s", card->configs[i].name);
  }
  fputs("\n", to);
}

static int print_table(FILE *to, const gcim_unit_t *only) {
  fprintf(to, "%-12s %-11s %-8s %s\n", "unit", "kind", "latency", "parameters and defaults");
  const gcim_unit_t *unit;
  for (int i = 0; (unit = gcim_unit_list(i)) != NULL; i++) {
    gcim_model_t *model;
    if (only != NULL && only != unit) {
      continue;
    }
    const int status = gcim_model_new(unit, "", &model);
    if (status != GCIM_OK) {
      return gcim_vec_fail_model(status);
    }
    print_unit(to, gcim_model_card(model));
    gcim_model_free(model);
  }
  return GCIM_OK;
}

int cmd_cards(int argc, char **argv) {
  const char *output = NULL;
  bool json = false;
  int option;
  while ((option = cmd_option(&spec, argc, argv)) > CMD_END) {
    json = json || option == OPTION_JSON;
    output = option == 'o' ? optarg : output;
  }
  if (option != CMD_END) {
    return cmd_option_status(option);
  }
  const gcim_unit_t *only = NULL;
  const int bad = optind < argc ? cmd_unit(&spec, argc, argv, &only) : CMD_OK;
  if (bad != CMD_OK) {
    return bad;
  }
  gcim_out_t *out;
  int status = gcim_out_open(output, &out);
  if (status == GCIM_OK) {
    status =
        json ? cards_json(gcim_out_stream(out), only) : print_table(gcim_out_stream(out), only);
    if (status == GCIM_OK) {
      status = gcim_out_commit(out);
    } else {
      gcim_out_abort(out);
    }
  }
  return status == GCIM_OK ? CMD_OK : cmd_fail(&spec, CMD_FAILED, "%s", gcim_vec_error_text());
}
