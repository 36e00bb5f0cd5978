/* verilog.c: a network as a Verilog module: cells as instances of gcim_apx_cell and gcim_apx_cell4,
 * gates as operators, one wire a net. What only the constant at the root needs is left out: the
 * module that holds this one adds it.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "net/build.h"

enum { NAME_CHARS = 24, FULL_ADDER_INS = 3, PER_LINE = 12 };

/* Text that counts on when its buffer is full. */
typedef struct {
  char *text;
  size_t size, used;
} page_t;

__attribute__((format(printf, 2, 3))) static void put(page_t *page, const char *format, ...) {
  va_list arguments;
  const size_t left = page->used < page->size ? page->size - page->used : 0;
  va_start(arguments, format);
  const int n = vsnprintf(left > 0 ? page->text + page->used : NULL, left, format, arguments);
  va_end(arguments);
  page->used += n > 0 ? (size_t)n : 0;
}

/* A net as an expression. */
static const char *name_of(const gcim_net_t *net, uint32_t n, char *name) {
  if (n < GCIM_NET_FIRST_INPUT) {
    snprintf(name, NAME_CHARS, "1'b%u", n);
  } else if (n < (uint32_t)(GCIM_NET_FIRST_INPUT + net->inputs)) {
    snprintf(name, NAME_CHARS, "data_i[%u]", n - GCIM_NET_FIRST_INPUT);
  } else {
    snprintf(name, NAME_CHARS, "n%u", n);
  }
  return name;
}

static uint32_t highest_net(const gcim_net_t *net) {
  uint32_t highest = 0;
  for (int q = 0; q < net->bits; q++) {
    const uint32_t nets[] = {net->root[q], net->row[0][q], net->row[1][q]};
    for (int k = 0; k < 3; k++) {
      highest = nets[k] > highest ? nets[k] : highest;
    }
  }
  return highest;
}

/* Cells 0 .. result-1 are printed: later ones drive nothing that is shown. */
static int printed_cells(const gcim_net_t *net) {
  const uint32_t highest = highest_net(net);
  int cells = net->shown;
  while (cells > 0 && net->cell[cells - 1].out > highest) {
    cells--;
  }
  return cells;
}

/* Does a printed cell or a port read net `n`? Cells stand in topological order. */
static bool is_read(const gcim_net_t *net, int from, int cells, uint32_t n) {
  for (int q = 0; q < net->bits; q++) {
    if (net->root[q] == n || net->row[0][q] == n || net->row[1][q] == n) {
      return true;
    }
  }
  for (int c = from; c < cells; c++) {
    for (int i = 0; i < net->cell[c].ins; i++) {
      if (net->cell[c].in[i] == n) {
        return true;
      }
    }
  }
  return false;
}

static void put_pins(page_t *page, const gcim_net_t *net, const gcim_net_cell_t *cell,
                     const char *const *pins) {
  char name[NAME_CHARS];
  for (int i = 0; i < cell->ins; i++) {
    put(page, ".%s(%s), ", pins[i], name_of(net, cell->in[i], name));
  }
}

/* A cell with weight: an instance. An output that nobody reads gets a name that says so. */
static void put_instance(page_t *page, const gcim_net_t *net, int index, int cells) {
  static const char *const three[] = {"a_i", "b_i", "c_i"};
  static const char *const four[] = {"x1_i", "x2_i", "x3_i", "x4_i"};
  const gcim_net_cell_t *cell = &net->cell[index];
  const bool is_full_adder = cell->ins == FULL_ADDER_INS;
  char out[2][NAME_CHARS + 8];
  for (uint32_t o = 0; o < 2; o++) {
    const bool used = is_read(net, index + 1, cells, cell->out + o);
    snprintf(out[o], sizeof out[o], "%sn%u", used ? "" : "unused_", cell->out + o);
  }
  put(page, "  logic %s, %s;\n  %s #(.SMask(%d), .CMask(%d)) u_%d (\n    ", out[0], out[1],
      is_full_adder ? "gcim_apx_cell" : "gcim_apx_cell4", cell->table[0], cell->table[1], index);
  put_pins(page, net, cell, is_full_adder ? three : four);
  put(page, ".s_o(%s), .c_o(%s)\n  );\n", out[0], out[1]);
}

static void put_gate(page_t *page, const gcim_net_t *net, int index, int cells) {
  const gcim_net_cell_t *cell = &net->cell[index];
  char x[NAME_CHARS], y[NAME_CHARS], z[NAME_CHARS];
  const char *unused = is_read(net, index + 1, cells, cell->out) ? "" : "unused_";
  name_of(net, cell->in[0], x);
  name_of(net, cell->in[1], y);
  name_of(net, cell->in[2], z);
  put(page, "  logic %sn%u;\n  assign %sn%u = ", unused, cell->out, unused, cell->out);
  switch (gcim_net_gate_of(cell)) {
    case GCIM_GATE_NOT:
      put(page, "~%s;\n", x);
      break;
    case GCIM_GATE_AND:
      put(page, "%s & %s;\n", x, y);
      break;
    case GCIM_GATE_OR:
      put(page, "%s | %s;\n", x, y);
      break;
    case GCIM_GATE_XOR:
      put(page, "%s ^ %s;\n", x, y);
      break;
    case GCIM_GATE_AND_NOT:
      put(page, "%s & ~%s;\n", x, y);
      break;
    default:
      put(page, "%s ? ~%s : %s;\n", x, y, z);
      break;
  }
}

/* "{n9, n8, ..}", the highest bit first. */
static void put_word(page_t *page, const gcim_net_t *net, const uint32_t *nets) {
  char name[NAME_CHARS];
  put(page, "{");
  for (int q = net->bits - 1; q >= 0; q--) {
    put(page, "%s%s", name_of(net, nets[q], name),
        q == 0              ? "}"
        : q % PER_LINE == 0 ? ",\n    "
                            : ", ");
  }
}

size_t gcim_net_verilog(const gcim_net_t *net, const char *name, char *text, size_t size) {
  page_t page = {text, size, 0};
  const int cells = printed_cells(net);
  put(&page, "// %s: network of %d cells. Combinational.\n", name, cells);
  put(&page, "`default_nettype none\n\nmodule %s (\n  input  wire logic [%d:0] data_i,\n", name,
      net->inputs - 1);
  put(&page, "  output      logic [%d:0] tree_o,\n  output      logic [%d:0] rows_o,\n",
      net->bits - 1, 2 * net->bits - 1);
  put(&page, "  output      logic [63:0] fingerprint_o\n);\n\n");
  for (int c = 0; c < cells; c++) {
    if (net->cell[c].outs == 2) {
      put_instance(&page, net, c, cells);
    } else {
      put_gate(&page, net, c, cells);
    }
  }
  put(&page, "\n  assign tree_o = ");
  put_word(&page, net, net->root);
  put(&page, ";\n  assign rows_o = {");
  put_word(&page, net, net->row[1]);
  put(&page, ",\n    ");
  put_word(&page, net, net->row[0]);
  put(&page, "};\n  assign fingerprint_o = 64'h%016llx;\n\nendmodule\n\n`default_nettype wire\n",
      (unsigned long long)net->fingerprint);
  return page.used;
}
