/* eval.c: the network cell by cell, one set of lanes: the reference of the bit-sliced kernels. */
#include "net/net.h"

void gcim_net_put_inputs(const gcim_net_t *net, const uint32_t *data, uint8_t *values) {
  for (int p = 0; p < net->inputs; p++) {
    values[GCIM_NET_FIRST_INPUT + p] = (uint8_t)((data[p / 32] >> (p % 32)) & 1u);
  }
}

void gcim_net_values(const gcim_net_t *net, int cells, uint8_t *values) {
  values[GCIM_NET_FALSE] = 0;
  values[GCIM_NET_TRUE] = 1;
  for (int c = 0; c < cells; c++) {
    const gcim_net_cell_t *cell = &net->cell[c];
    uint32_t index = 0;
    for (int i = 0; i < cell->ins; i++) {
      index = 2 * index + values[cell->in[i]];
    }
    for (int o = 0; o < cell->outs; o++) {
      values[cell->out + (uint32_t)o] = (uint8_t)((cell->table[o] >> index) & 1u);
    }
  }
}

uint64_t gcim_net_number(const uint32_t *nets, int bits, const uint8_t *values) {
  uint64_t number = 0;
  for (int q = 0; q < bits; q++) {
    number |= (uint64_t)values[nets[q]] << q;
  }
  return number;
}

void gcim_net_trace(const gcim_net_t *net, const uint32_t *data, uint8_t *values) {
  gcim_net_put_inputs(net, data, values);
  gcim_net_values(net, net->shown, values);
}

uint64_t gcim_net_sum(const gcim_net_t *net, const uint32_t *data, void *scratch) {
  gcim_net_trace(net, data, scratch);
  return gcim_net_number(net->sum, net->bits, scratch);
}
