/* approx_eval.c: `gcim approx eval`: sums of given operands, and where they go wrong. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "approx_spec.h"

static const char usage[] =
    "usage: gcim approx eval SPEC [--trace] [A B ...]\n"
    "  Adds n operands: those on the command line, or sets of n on the standard input (blank or "
    "comma\n  separated, any number of sets). Prints exact sum, approximate sum, error.\n"
    "  --trace  every cell whose output is not that of the exact cell, by level and column; their\n"
    "           errors add up to the error of the sum, as long as nothing leaves the top "
    "column\n" APPROX_SPEC_HELP;

static const struct option options[] = {
    {"trace", no_argument, NULL, 't'}, {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
static const cmd_spec_t spec = {"gcim approx eval", usage, options};

typedef struct {
  gcim_net_t *net;
  const gcim_tree_t *tree;
  uint32_t *data; /* packed lanes */
  uint8_t *values;
  void *scratch;
  bool trace;
  uint64_t sets;
} eval_t;

static int64_t as_number(const gcim_tree_t *tree, uint64_t bits) {
  const int width = gcim_tree_sum_bits(tree);
  const bool negative = tree->scheme != GCIM_SCHEME_UNSIGNED && ((bits >> (width - 1)) & 1u) != 0;
  return negative ? (int64_t)(bits | ~UINT64_C(0) << width) : (int64_t)bits;
}

/* ---- trace ---- */

/* 2c + s - number of ones of a cell with weight. */
static int cell_error(const gcim_net_cell_t *cell, const uint8_t *values) {
  int error = values[cell->out] + 2 * values[cell->out + 1];
  for (int i = 0; i < cell->ins; i++) {
    error -= values[cell->in[i]];
  }
  return error;
}

static void print_cell(int index, const gcim_net_cell_t *cell, const uint8_t *values, int error) {
  printf("  level %d  column %2d  cell %5d  in ", cell->level, cell->column, index);
  for (int i = 0; i < cell->ins; i++) {
    printf("%d", values[cell->in[i]]);
  }
  printf("  sum %d carry %d  error %+d * 2^%d\n", values[cell->out], values[cell->out + 1], error,
         cell->column);
}

static void trace(const eval_t *e) {
  int64_t total = 0;
  gcim_net_trace(e->net, e->data, e->values);
  for (int c = 0; c < gcim_net_cells(e->net); c++) {
    const gcim_net_cell_t *cell = gcim_net_cell(e->net, c);
    const int error = cell->outs == 2 ? cell_error(cell, e->values) : 0;
    if (error != 0 && cell->column >= 0) {
      print_cell(c, cell, e->values, error);
      total += error * ((int64_t)1 << cell->column);
    }
  }
  printf("  errors of cells add up to %" PRId64
         "; what is missing comes from gates (adders without cells) or left the top column\n",
         total);
}

/* ---- operands ---- */

static void one_set(eval_t *e) {
  const int64_t exact = as_number(e->tree, gcim_tree_exact(e->tree, e->data));
  const int64_t sum = as_number(e->tree, gcim_net_sum(e->net, e->data, e->scratch));
  printf("%" PRId64 " %" PRId64 " %+" PRId64 "\n", exact, sum, sum - exact);
  if (e->trace) {
    trace(e);
  }
  e->sets++;
}

/* One operand, in range of the tree's sign. */
static int read_operand(const eval_t *e, const char *text, int64_t *value) {
  const bool is_signed = e->tree->scheme != GCIM_SCHEME_UNSIGNED;
  const int64_t span = (int64_t)1 << e->tree->width;
  const int64_t low = is_signed ? -span / 2 : 0, high = is_signed ? span / 2 - 1 : span - 1;
  char *end;
  const long long number = strtoll(text, &end, 0);
  if (*text == '\0' || *end != '\0' || number < low || number > high) {
    return cmd_fail(&spec, CMD_USAGE, "operand '%s' is no whole number %lld..%lld (w=%d, %s)", text,
                    (long long)low, (long long)high, e->tree->width,
                    is_signed ? "signed" : "unsigned");
  }
  *value = number;
  return CMD_OK;
}

static void put_operand(eval_t *e, int lane, int64_t value) {
  for (int b = 0; b < e->tree->width; b++) {
    const int at = lane * e->tree->width + b;
    const uint32_t bit = 1u << (at % 32);
    e->data[at / 32] &= ~bit;
    e->data[at / 32] |= ((uint64_t)value >> b) & 1u ? bit : 0;
  }
}

static int next_operand(eval_t *e, const char *text, int *lane) {
  int64_t value = 0;
  const int status = read_operand(e, text, &value);
  if (status != CMD_OK) {
    return status;
  }
  put_operand(e, *lane, value);
  *lane = (*lane + 1) % e->tree->lanes;
  if (*lane == 0) {
    one_set(e);
  }
  return CMD_OK;
}

static int read_all(eval_t *e, int argc, char **argv) {
  char word[64];
  int lane = 0, status = CMD_OK;
  for (int i = optind; i < argc && status == CMD_OK; i++) {
    status = next_operand(e, argv[i], &lane);
  }
  while (optind >= argc && status == CMD_OK && scanf(" %63[^, \t\r\n]%*[, ]", word) == 1) {
    status = next_operand(e, word, &lane);
  }
  if (status == CMD_OK && (lane != 0 || e->sets == 0)) {
    return cmd_fail(&spec, CMD_USAGE, "%s operands: %d of the last set of n=%d are missing",
                    e->sets == 0 && lane == 0 ? "no" : "too few", e->tree->lanes - lane,
                    e->tree->lanes);
  }
  return status;
}

int cmd_approx_eval(int argc, char **argv) {
  eval_t e = {.trace = false};
  int option;
  while ((option = cmd_option(&spec, argc, argv)) > CMD_END) {
    e.trace = e.trace || option == 't';
  }
  if (option != CMD_END) {
    return cmd_option_status(option);
  }
  int status = approx_network(&spec, argc, argv, &e.net);
  if (status != CMD_OK) {
    return status;
  }
  e.tree = gcim_net_tree(e.net);
  e.data = calloc((size_t)gcim_net_inputs(e.net) / 32 + 1, sizeof *e.data);
  e.values = calloc(gcim_net_nets(e.net) + 1, 1);
  e.scratch = malloc(gcim_net_scratch_bytes(e.net));
  if (e.data == NULL || e.values == NULL || e.scratch == NULL) {
    status = cmd_fail(&spec, CMD_FAILED, "out of memory");
  } else {
    status = read_all(&e, argc, argv);
  }
  free(e.data);
  free(e.values);
  free(e.scratch);
  gcim_net_free(e.net);
  return status;
}
