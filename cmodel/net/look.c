/* look.c: what a network shows of itself. */
#include "net/net.h"

const gcim_tree_t *gcim_net_tree(const gcim_net_t *net) {
  return &net->tree;
}

int gcim_net_inputs(const gcim_net_t *net) {
  return net->inputs;
}

int gcim_net_outputs(const gcim_net_t *net) {
  return net->bits;
}

int gcim_net_cells(const gcim_net_t *net) {
  return net->shown;
}

const gcim_net_cell_t *gcim_net_cell(const gcim_net_t *net, int index) {
  return index >= 0 && index < net->shown ? &net->cell[index] : NULL;
}

uint32_t gcim_net_output(const gcim_net_t *net, int bit) {
  return net->sum[bit];
}

uint32_t gcim_net_root(const gcim_net_t *net, int bit) {
  return net->root[bit];
}

uint32_t gcim_net_row(const gcim_net_t *net, int row, int bit) {
  return net->row[row][bit];
}

size_t gcim_net_nets(const gcim_net_t *net) {
  return net->nets_shown;
}

uint64_t gcim_net_fingerprint(const gcim_net_t *net) {
  return net->fingerprint;
}
