/* build_cell.c: single cells. */
#include "net/build.h"

/* By gcim_gate_t; index: the first input is the most significant bit. */
static const struct {
  uint8_t ins;
  uint16_t table;
} gates[GCIM_GATES] = {
    {1, 0x1},  /* NOT */
    {2, 0x8},  /* AND */
    {2, 0xe},  /* OR */
    {2, 0x6},  /* XOR */
    {2, 0x4},  /* AND_NOT: x = 1, y = 0 */
    {3, 0x3a}, /* CLAMP: x = 1: y = 0; x = 0: z */
};

static void store(gcim_net_build_t *b, const gcim_net_cell_t *cell) {
  gcim_net_t *net = b->net;
  if (!b->counting) {
    net->cell[net->cells] = *cell;
  }
  net->cells++;
  b->next += cell->outs;
}

uint32_t gcim_net_gate(gcim_net_build_t *b, gcim_gate_t gate, uint32_t x, uint32_t y, uint32_t z) {
  const gcim_net_cell_t cell = {.in = {x, y, z, 0},
                                .out = b->next,
                                .table = {gates[gate].table, 0},
                                .ins = gates[gate].ins,
                                .outs = 1,
                                .column = -1,
                                .level = b->level};
  store(b, &cell);
  return cell.out;
}

gcim_gate_t gcim_net_gate_of(const gcim_net_cell_t *cell) {
  int gate = 0;
  while (gate < GCIM_GATE_CLAMP &&
         (gates[gate].ins != cell->ins || gates[gate].table != cell->table[0])) {
    gate++;
  }
  return (gcim_gate_t)gate;
}

uint32_t gcim_net_full_adder(gcim_net_build_t *b, gcim_fa_t table, int column, uint32_t x,
                             uint32_t y, uint32_t z) {
  const gcim_net_cell_t cell = {.in = {x, y, z, 0},
                                .out = b->next,
                                .table = {table.s, table.c},
                                .ins = 3,
                                .outs = 2,
                                .column = (int16_t)(b->column + column),
                                .level = b->level};
  store(b, &cell);
  return cell.out;
}

uint32_t gcim_net_compressor(gcim_net_build_t *b, gcim_c42_t table, int column,
                             const uint32_t x[4]) {
  const gcim_net_cell_t cell = {.in = {x[0], x[1], x[2], x[3]},
                                .out = b->next,
                                .table = {table.s, table.c},
                                .ins = 4,
                                .outs = 2,
                                .column = (int16_t)(b->column + column),
                                .level = b->level};
  store(b, &cell);
  return cell.out;
}

gcim_fa_t gcim_net_exact_cell(void) {
  return (gcim_fa_t){0x96, 0xe8};
}
