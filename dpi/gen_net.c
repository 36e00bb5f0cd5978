/* gen_net.c: the printed Verilog of approximate trees: gcim_apx_net, which picks by its parameters,
 * and one module a network. Cards ask for it by the constant Printed.
 */
#include <stdlib.h>

#include "gcim_approx.h"
#include "gen.h"

static const char *const names[] = {"Lanes", "Width", "Topology", "Scheme",  "Columns",
                                    "Cell",  "UserS", "UserC",    "AltCell", "AltPeriod",
                                    "Adder", "K",     "M"};
static const int64_t defaults[] = {8, 8, GCIM_WALLACE, 0, 0, 6, 150, 232, 0, 0, 0, 0, 0};
enum { NAMES = sizeof names / sizeof names[0] };

static int64_t value_of(const gcim_card_t *card, int name) {
  const int64_t value = gcim_card_value(card, names[name]);
  return value >= 0 ? value : defaults[name];
}

static int is_same(const gcim_card_t *a, const gcim_card_t *b) {
  for (int k = 0; k < NAMES; k++) {
    if (value_of(a, k) != value_of(b, k)) {
      return 0;
    }
  }
  return 1;
}

int gen_net_wants(const gcim_card_t *card) {
  return gcim_card_value(card, "Printed") == 1;
}

/* Is there an earlier card with the same tree? */
static int is_repeated(const gcim_card_t *const *cards, int index) {
  for (int i = 0; i < index; i++) {
    if (is_same(cards[i], cards[index])) {
      return 1;
    }
  }
  return 0;
}

static void put_dispatch(FILE *out, const gcim_card_t *const *cards, int count) {
  const char *otherwise = "";
  for (int i = 0; i < count; i++) {
    if (is_repeated(cards, i)) {
      continue;
    }
    fprintf(out, "%sif (", otherwise);
    for (int k = 0; k < NAMES; k++) {
      fprintf(out, "%s%s == %lld",
              k == 0       ? ""
              : k % 6 == 0 ? " &&\n      "
                           : " && ",
              names[k], (long long)value_of(cards[i], k));
    }
    fprintf(out,
            ") begin : gen_net_%d\n    gcim_apx_net_%d u_net (.data_i, .tree_o, .rows_o, "
            ".fingerprint_o);\n  end else ",
            i, i);
    otherwise = "";
  }
  fputs("begin : gen_bad_net\n    network_not_printed u_error ();\n  end\n", out);
}

/* A pass over nothing when no card asks: the module alone, which refuses everything. */
static void put_top(FILE *out, const gcim_card_t *const *cards, int count) {
  fputs(
      "// gcim_apx_net: printed adder trees of approximate cells, one network a parameter set. "
      "Combinational.\n// Printed by `gcim gen` from networks of cells (cmodel/net). Do not edit.\n"
      "// tree_o: the sum after what the scheme does at the root, before a constant; rows_o: "
      "{second, first}.\n`default_nettype none\n\nmodule gcim_apx_net #(\n",
      out);
  for (int k = 0; k < NAMES; k++) {
    fprintf(out, "  parameter  int %s = %lld,\n", names[k],
            (long long)(count > 0 ? value_of(cards[0], k) : defaults[k]));
  }
  fputs(
      "  localparam int SumBits = Width + $clog2(Lanes)\n) (\n"
      "  input  wire logic [Lanes*Width-1:0] data_i,\n"
      "  output      logic [SumBits-1:0]     tree_o,\n"
      "  output      logic [2*SumBits-1:0]   rows_o,\n"
      "  output      logic [63:0]            fingerprint_o\n);\n\n  ",
      out);
  put_dispatch(out, cards, count);
  fputs("\nendmodule\n\n`default_nettype wire\n", out);
}

static int put_network(FILE *out, const gcim_card_t *card, int index) {
  gcim_tree_t tree;
  gcim_net_t *net = NULL;
  char name[32];
  if (gcim_card_tree(card, &tree) != GCIM_OK) {
    return 1;
  }
  tree.comp = 0;
  if (gcim_net_new(&tree, &net) != GCIM_OK) {
    return 1;
  }
  snprintf(name, sizeof name, "gcim_apx_net_%d", index);
  const size_t size = gcim_net_verilog(net, name, NULL, 0) + 1;
  char *text = malloc(size);
  if (text != NULL) {
    gcim_net_verilog(net, name, text, size);
    fprintf(out, "\n%s", text);
  }
  free(text);
  gcim_net_free(net);
  return text == NULL;
}

int gen_net(FILE *out, const gcim_card_t *const *cards, int count) {
  int bad = 0;
  put_top(out, cards, count);
  for (int i = 0; i < count && !bad; i++) {
    bad = !is_repeated(cards, i) && put_network(out, cards[i], i);
  }
  return bad;
}
