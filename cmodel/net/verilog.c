/* verilog.c: a network as a Verilog module: cells as instances of gcim_apx_cell and gcim_apx_cell4,
 * gates as assigns, one wire a net. What only the constant at the root needs is left out: the
 * module that holds this one adds it.
 */
#include <stdio.h>

#include "net/build.h"
#include "net/text.h"

enum { NAME = 24, BITS_OF_LINE = 8 };

/* A net as an operand. What nobody reads is named so that linters leave it alone. */
static const char *name_of(const gcim_net_t *net, uint32_t number, char *name) {
  const uint32_t first = (uint32_t)(GCIM_NET_FIRST_INPUT + net->inputs);
  if (number < GCIM_NET_FIRST_INPUT) {
    snprintf(name, NAME, "1'b%u", number);
  } else if (number < first) {
    snprintf(name, NAME, "data_i[%u]", number - GCIM_NET_FIRST_INPUT);
  } else {
    snprintf(name, NAME, "%s%u", net->used[number] != 0 ? "n" : "unused_", number);
  }
  return name;
}

static void put_gate(gcim_text_t *to, const gcim_net_t *net, const gcim_net_cell_t *cell) {
  char x[NAME], y[NAME], z[NAME], out[NAME];
  name_of(net, cell->in[0], x);
  name_of(net, cell->in[1], y);
  name_of(net, cell->in[2], z);
  name_of(net, cell->out, out);
  gcim_text_put(to, "  logic %s;\n  assign %s = ", out, out);
  switch (gcim_net_gate_of(cell)) {
    case GCIM_GATE_NOT:
      gcim_text_put(to, "~%s;\n", x);
      break;
    case GCIM_GATE_AND:
      gcim_text_put(to, "%s & %s;\n", x, y);
      break;
    case GCIM_GATE_OR:
      gcim_text_put(to, "%s | %s;\n", x, y);
      break;
    case GCIM_GATE_XOR:
      gcim_text_put(to, "%s ^ %s;\n", x, y);
      break;
    case GCIM_GATE_AND_NOT:
      gcim_text_put(to, "%s & ~%s;\n", x, y);
      break;
    case GCIM_GATE_CLAMP:
      gcim_text_put(to, "%s ? ~%s : %s;\n", x, y, z);
      break;
  }
}

static void put_instance(gcim_text_t *to, const gcim_net_t *net, int number) {
  static const char *const fa_ports[] = {"a_i", "b_i", "c_i"};
  static const char *const c42_ports[] = {"x1_i", "x2_i", "x3_i", "x4_i"};
  const gcim_net_cell_t *cell = &net->cell[number];
  const bool is_fa = cell->ins == 3;
  char sum[NAME], carry[NAME], in[NAME];
  name_of(net, cell->out, sum);
  name_of(net, cell->out + 1, carry);
  gcim_text_put(to, "  logic %s, %s;\n  gcim_apx_cell%s #(.SMask(%u), .CMask(%u)) u_%s_%d (\n    ",
                sum, carry, is_fa ? "" : "4", cell->table[0], cell->table[1], is_fa ? "fa" : "c42",
                number);
  for (int i = 0; i < cell->ins; i++) {
    gcim_text_put(to, ".%s(%s), ", is_fa ? fa_ports[i] : c42_ports[i],
                  name_of(net, cell->in[i], in));
  }
  gcim_text_put(to, ".s_o(%s), .c_o(%s)\n  );\n", sum, carry);
}

/* "{n9, n8}", the highest bit first. */
static void put_word(gcim_text_t *to, const gcim_net_t *net, const uint32_t *nets) {
  char name[NAME];
  gcim_text_put(to, "{");
  for (int q = net->bits - 1; q >= 0; q--) {
    gcim_text_put(to, "%s%s", name_of(net, nets[q], name),
                  q == 0                  ? "}"
                  : q % BITS_OF_LINE == 0 ? ",\n    "
                                          : ", ");
  }
}

static bool all_inputs_used(const gcim_net_t *net) {
  bool used = true;
  for (int p = 0; p < net->inputs; p++) {
    used = used && net->used[GCIM_NET_FIRST_INPUT + p] != 0;
  }
  return used;
}

static void put_head(gcim_text_t *to, const gcim_net_t *net, const char *name) {
  char line[1024];
  gcim_tree_t tree = net->tree;
  tree.comp = 0; /* not in here */
  gcim_tree_print(&tree, line, sizeof line);
  gcim_text_put(to, "// %s: a tree as a network of cells, printed. Combinational.\n// %s\n", name,
                line);
  gcim_text_put(to,
                "`default_nettype none\n\nmodule %s (\n  input  wire logic [%d:0] data_i,\n"
                "  output      logic [%d:0] tree_o,\n  output      logic [%d:0] rows_o,\n"
                "  output      logic [63:0] fingerprint_o\n);\n\n",
                name, net->inputs - 1, net->bits - 1, 2 * net->bits - 1);
}

size_t gcim_net_verilog(const gcim_net_t *net, const char *name, char *text, size_t size) {
  gcim_text_t to = gcim_text_new(text, size);
  put_head(&to, net, name);
  if (!all_inputs_used(net)) {
    gcim_text_put(&to, "  logic unused_data;\n  assign unused_data = ^data_i;\n");
  }
  for (int c = 0; c < net->rooted; c++) {
    if (net->cell[c].column < 0) {
      put_gate(&to, net, &net->cell[c]);
    } else {
      put_instance(&to, net, c);
    }
  }
  gcim_text_put(&to, "\n  assign tree_o = ");
  put_word(&to, net, net->root);
  gcim_text_put(&to, ";\n  assign rows_o = {");
  put_word(&to, net, net->row[1]);
  gcim_text_put(&to, ",\n    ");
  put_word(&to, net, net->row[0]);
  gcim_text_put(&to,
                "};\n  assign fingerprint_o = 64'h%016llx;\n\nendmodule\n\n`default_nettype wire\n",
                (unsigned long long)net->fingerprint);
  return to.length;
}
