/* net_blif.c: the network of cells that the C library builds for a parameter set, as BLIF. A prover
 * compares it with the Verilog of the same parameters.
 *
 * usage: net_blif BUS[,BUS..] SUM[,ROWS[,FINGERPRINT]] NAME=VALUE..
 *   One BUS holds all lanes; several hold one lane each. Then the names of the outputs. Parameters
 *   and values as in apx_tree.def and apx_add2.def, enumerations as numbers; sat=0|1 for the mode.
 *   What is not named is 0. The fingerprint is 0 unless Print=1.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gcim.h"
#include "gcim_approx.h"

enum { MAX_NAMES = 64 };

typedef struct {
  const char *name[MAX_NAMES];
  long value[MAX_NAMES];
  int count;
} names_t;

static long get(const names_t *names, const char *name) {
  for (int i = 0; i < names->count; i++) {
    const size_t length = strlen(name);
    if (strncmp(names->name[i], name, length) == 0 && names->name[i][length] == '=') {
      return names->value[i];
    }
  }
  return 0;
}

static int parse(int argc, char **argv, names_t *names) {
  for (int i = 3; i < argc; i++) {
    const char *equals = strchr(argv[i], '=');
    char *end = NULL;
    if (equals == NULL || names->count == MAX_NAMES) {
      return -1;
    }
    names->name[names->count] = argv[i];
    names->value[names->count++] = strtol(equals + 1, &end, 0);
    if (end == equals + 1 || *end != '\0') {
      return -1;
    }
  }
  return 0;
}

/* The cell of a row of apx_cells.def; row 1 is the user's. */
static gcim_fa_t pick_cell(long row, const names_t *names) {
  const gcim_fa_row_t *found = gcim_fa_row((int)row);
  gcim_fa_t cell = {(uint8_t)get(names, "UserS"), (uint8_t)get(names, "UserC")};
  if (row != GCIM_FA_ROW_USER && found != NULL) {
    cell.s = (uint8_t)found->s;
    cell.c = (uint8_t)found->c;
  }
  return cell;
}

static gcim_c42_t pick_compressor(const names_t *names) {
  const long row = get(names, "Compressor");
  const gcim_c42_row_t *found = gcim_c42_row((int)row);
  gcim_c42_t cell = {(uint16_t)get(names, "User4S"), (uint16_t)get(names, "User4C")};
  if (row != GCIM_C42_ROW_USER && found != NULL) {
    cell.s = (uint16_t)found->s;
    cell.c = (uint16_t)found->c;
  }
  return cell;
}

/* Sentences 5..8 and 12 of apx_tree.def: which column, which level has what. */
static void fill(const names_t *names, gcim_tree_t *tree) {
  const bool binary = get(names, "Topology") == GCIM_BINARY;
  const gcim_adder_t adder = {(gcim_add_t)get(names, "Adder"), (int)get(names, "K"),
                              (int)get(names, "M"), (int)get(names, "P"),
                              pick_cell(get(names, "Cell"), names)};
  gcim_tree_init(tree, (int)get(names, "Lanes"), (int)get(names, "Width"));
  tree->topology = (gcim_topology_t)get(names, "Topology");
  tree->scheme = (gcim_scheme_t)get(names, "Scheme");
  for (int q = 0; q < get(names, "Columns") && !binary; q++) {
    tree->cell[q] = adder.cell;
    tree->alt[q] = pick_cell(get(names, "AltCell"), names);
    tree->compressed[q] =
        tree->topology == GCIM_CARRY_SAVE && get(names, "Compressor") != GCIM_C42_ROW_CELLS;
  }
  tree->alt_period = binary ? 0 : (int)get(names, "AltPeriod");
  tree->compressor = pick_compressor(names);
  for (long l = get(names, "LevelFrom"); binary && l <= get(names, "LevelTo"); l++) {
    tree->level[l] = adder;
  }
  if (!binary) {
    tree->level[0] = adder;
  }
  tree->max_bits = (int)get(names, "MaxBits");
  tree->saturate = get(names, "sat") != 0;
  tree->comp = get(names, "CompNegative") != 0 ? -get(names, "Comp") : get(names, "Comp");
  tree->allow_sign = get(names, "AllowSign") != 0;
}

/* Bit `bit` of a port as Yosys names it: a port of one bit has no index. */
static void print_bit(const char *port, size_t length, int bits, int bit) {
  printf(" %.*s", (int)length, port);
  if (bits != 1) {
    printf("[%d]", bit);
  }
}

/* The name after this one in a list with commas, or NULL. */
static const char *next_name(const char *name) {
  const char *comma = name != NULL ? strchr(name, ',') : NULL;
  return comma != NULL ? comma + 1 : NULL;
}

/* One bus of all lanes, or several of one lane: what to do with each of its bits, in order. */
static void print_inputs(const char *buses, const gcim_tree_t *tree, bool as_nets) {
  const int bits = strchr(buses, ',') == NULL ? tree->lanes * tree->width : tree->width;
  int net = 2;
  for (const char *bus = buses; bus != NULL; bus = next_name(bus)) {
    for (int b = 0; b < bits; b++, net++) {
      if (as_nets) {
        printf(".names");
      }
      print_bit(bus, strcspn(bus, ","), bits, b);
      if (as_nets) {
        printf(" n%d\n1 1\n", net);
      }
    }
  }
}

/* An output port: its names, or the nets that it is. */
typedef struct {
  const char *port;
  int bits;
} port_t;

static void print_names(port_t port) {
  for (int b = 0; port.port != NULL && b < port.bits; b++) {
    print_bit(port.port, strcspn(port.port, ","), port.bits, b);
  }
}

static void print_output(port_t port, int bit, uint32_t net) {
  printf(".names n%u", (unsigned)net);
  print_bit(port.port, strcspn(port.port, ","), port.bits, bit);
  printf("\n1 1\n");
}

/* One .names per output of a cell: the rows in which it is 1; without a row it is constant. */
static void print_cell(const gcim_net_cell_t *cell) {
  for (unsigned o = 0; o < cell->outs; o++) {
    printf(".names");
    for (unsigned i = 0; i < cell->ins && cell->table[o] != 0; i++) {
      printf(" n%u", (unsigned)cell->in[i]);
    }
    printf(" n%u\n", (unsigned)cell->out + o);
    for (unsigned row = 0; row < 1u << cell->ins; row++) {
      if ((cell->table[o] >> row & 1u) == 0) {
        continue;
      }
      for (unsigned i = 0; i < cell->ins; i++) {
        putchar((row >> (cell->ins - 1 - i) & 1u) != 0 ? '1' : '0');
      }
      printf(cell->ins == 0 ? "1\n" : " 1\n");
    }
  }
}

static void print_outputs(const gcim_net_t *net, const port_t *port, uint64_t fingerprint) {
  const int bits = port[0].bits;
  for (int b = 0; b < bits; b++) {
    print_output(port[0], b, gcim_net_output(net, b));
  }
  for (int b = 0; port[1].port != NULL && b < 2 * bits; b++) {
    print_output(port[1], b, gcim_net_row(net, b / bits, b % bits));
  }
  for (int b = 0; port[2].port != NULL && b < 64; b++) {
    print_output(port[2], b, (uint32_t)(fingerprint >> b & 1u));
  }
}

static void print_net(const char *buses, const char *outputs, const gcim_net_t *net, bool printed) {
  const int bits = gcim_net_outputs(net);
  const char *rows = next_name(outputs);
  const port_t port[3] = {{outputs, bits}, {rows, 2 * bits}, {next_name(rows), 64}};
  printf(".model net\n.inputs");
  print_inputs(buses, gcim_net_tree(net), false);
  printf("\n.outputs");
  for (int i = 0; i < 3; i++) {
    print_names(port[i]);
  }
  printf("\n.names n0\n.names n1\n1\n");
  print_inputs(buses, gcim_net_tree(net), true);
  for (int i = 0; i < gcim_net_cells(net); i++) {
    print_cell(gcim_net_cell(net, i));
  }
  print_outputs(net, port, printed ? gcim_net_fingerprint(net) : 0);
  printf(".end\n");
}

int main(int argc, char **argv) {
  names_t names = {.count = 0};
  gcim_tree_t tree;
  gcim_net_t *net = NULL;
  if (argc < 3 || parse(argc, argv, &names) != 0) {
    fprintf(stderr, "usage: net_blif BUS[,BUS..] SUM[,ROWS[,FINGERPRINT]] NAME=VALUE..\n");
    return 2;
  }
  fill(&names, &tree);
  if (gcim_net_new(&tree, &net) != GCIM_OK) {
    fprintf(stderr, "net_blif: %s\n", gcim_error_text());
    return 1;
  }
  print_net(argv[1], argv[2], net, get(&names, "Print") != 0);
  gcim_net_free(net);
  return ferror(stdout) != 0;
}
