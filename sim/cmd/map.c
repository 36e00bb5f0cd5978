/* map.c: `gcim map UNIT`: where each stored bit of a unit is, as data for backdoor loads: row,
 * column and bit to the address and the data bit of its write port (the card's LOAD line).
 */
#include <stdio.h>

#include "cmd.h"
#include "out.h"

static const char usage[] =
    "usage: gcim map UNIT [--config NAME] [--params \"A=1 B=2\"]\n"
    "  CSV on the standard output: row,column,bit,address,data_bit for every stored bit.\n"
    "  Rows at and above the logical rows are the spare rows.\n";

/* The data field written beside the address: the channel's field with elements. */
static const gcim_signal_t *data_field(const gcim_card_t *card) {
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (s->channel == card->load_channel && s->kind == GCIM_SIGNAL_DATA && i != card->load_field) {
      return s;
    }
  }
  return NULL;
}

static void print_map(const gcim_card_t *card, const gcim_signal_t *data) {
  const int bits = data->width / data->lanes;
  printf("row,column,bit,address,data_bit\n");
  for (int64_t row = 0; row < card->load_count; row++) {
    for (int k = 0; k < data->width; k++) {
      printf("%lld,%d,%d,%lld,%d\n", (long long)row, k / bits, k % bits, (long long)row, k);
    }
  }
}

int cmd_map(int argc, char **argv) {
  static const struct option options[] = {{"config", 1, NULL, 'c'},
                                          {"params", 1, NULL, 'p'},
                                          {"help", 0, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
  static const cmd_spec_t spec = {"gcim map", usage, options};
  const char *config = NULL, *params = NULL;
  int option = cmd_option(&spec, argc, argv);
  for (; option >= 0; option = cmd_option(&spec, argc, argv)) {
    config = option == 'c' ? optarg : config;
    params = option == 'p' ? optarg : params;
  }
  const gcim_unit_t *unit;
  char text[1024];
  int status = option != CMD_END ? cmd_option_status(option) : cmd_unit(&spec, argc, argv, &unit);
  if (option != CMD_END || status != CMD_OK) {
    return status;
  }
  gcim_model_t *model = NULL;
  status = cmd_params(&spec, config, params, text, sizeof text);
  if (status == CMD_OK && gcim_model_new(unit, text, &model) != GCIM_OK) {
    status = cmd_fail(&spec, CMD_FAILED, "%s", gcim_error_text());
  }
  const gcim_card_t *card = gcim_model_card(model);
  const gcim_signal_t *data = status == CMD_OK ? data_field(card) : NULL;
  if (status == CMD_OK && (card->load_count == 0 || data == NULL)) {
    status =
        cmd_fail(&spec, CMD_FAILED, "%s stores nothing: its card has no LOAD line", card->unit);
  }
  if (status == CMD_OK) {
    print_map(card, data);
  }
  gcim_model_free(model);
  return status;
}
