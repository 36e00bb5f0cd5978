/* build_hash.c: the fingerprint: 64-bit FNV-1a over the cells of a tree, byte by byte as README.md
 * says, so that it is the same on every machine.
 */
#include "net/build.h"

static uint64_t put(uint64_t hash, uint32_t value, int bytes) {
  for (int i = 0; i < bytes; i++) {
    hash = (hash ^ ((value >> (8 * i)) & 0xffu)) * UINT64_C(0x100000001b3);
  }
  return hash;
}

static uint64_t put_cell(uint64_t hash, const gcim_net_cell_t *cell) {
  hash = put(hash, cell->ins, 1);
  hash = put(hash, cell->outs, 1);
  hash = put(hash, (uint32_t)cell->column, 2);
  for (int o = 0; o < cell->outs; o++) {
    hash = put(hash, cell->table[o], 2);
  }
  for (int i = 0; i < cell->ins; i++) {
    hash = put(hash, cell->in[i], 4);
  }
  return hash;
}

uint64_t gcim_net_hash(const gcim_net_t *net) {
  uint64_t hash = UINT64_C(0xcbf29ce484222325);
  hash = put(hash, (uint32_t)net->inputs, 4);
  hash = put(hash, (uint32_t)net->bits, 4);
  for (int c = 0; c < net->rooted; c++) {
    hash = put_cell(hash, &net->cell[c]);
  }
  for (int q = 0; q < net->bits; q++) {
    hash = put(hash, net->root[q], 4);
    hash = put(hash, net->row[0][q], 4);
    hash = put(hash, net->row[1][q], 4);
  }
  return hash;
}
