/* net.h: what is inside a network. Private to cmodel.
 *
 * A network holds more cells than it shows: behind the cells of the tree follow those of its exact
 * twin and of the difference of both, for gcim_net_measure. They are evaluated by the same code.
 */
#ifndef GCIM_NET_NET_H
#define GCIM_NET_NET_H

#include "fast/net.h"
#include "gcim_approx.h"

enum { GCIM_NET_FALSE = 0, GCIM_NET_TRUE = 1, GCIM_NET_FIRST_INPUT = 2 };

/* A straight-line program for one set of results. Plane numbers: 0 and 1 are constants, 2 .. the
 * inputs, then slots that values share in turn. */
typedef struct {
  gcim_net_op_t *ops;
  size_t op_count;
  size_t inner;   /* ops from here on depend on the input bits that change inside a block */
  uint32_t slots; /* planes after the inputs */
  int results;
  uint32_t result[2 * GCIM_TREE_MAX_BITS + 1]; /* plane of each */
} gcim_net_tape_t;

struct gcim_net {
  gcim_tree_t tree;
  int inputs, bits;
  int rooted, shown, cells; /* cells of the tree; with `comp`; with those behind them */
  uint32_t nets_shown, nets;
  gcim_net_cell_t *cell;
  uint8_t *used;                     /* by net: a cell of the tree, its root or its rows read it */
  uint32_t sum[GCIM_TREE_MAX_BITS];  /* result */
  uint32_t root[GCIM_TREE_MAX_BITS]; /* result before `comp` */
  uint32_t row[2][GCIM_TREE_MAX_BITS]; /* tap_rows */
  uint32_t exact[GCIM_TREE_MAX_BITS];  /* the twin's result */
  uint32_t wrong[GCIM_TREE_MAX_BITS];  /* sum and exact differ in this bit */
  uint32_t delta[GCIM_TREE_MAX_BITS];  /* sum - exact, two's complement; above these bits: */
  uint32_t negative;                   /* its sign */
  uint64_t fingerprint;
  gcim_net_tape_t eval; /* results: sum */
  gcim_net_tape_t diff; /* results: wrong, delta, negative */
};

/* Results of `diff`, for `bits` bits. */
static inline int gcim_net_diff_delta(int bits) {
  return bits;
}
static inline int gcim_net_diff_negative(int bits) {
  return 2 * bits;
}

/* Value of every net of cells 0 .. cells-1; those of the inputs are there. */
void gcim_net_values(const gcim_net_t *net, int cells, uint8_t *values);

/* Inputs of `values` from a packed set of lanes. */
void gcim_net_put_inputs(const gcim_net_t *net, const uint32_t *data, uint8_t *values);

/* The number whose bits are these nets. */
uint64_t gcim_net_number(const uint32_t *nets, int bits, const uint8_t *values);

/* Input bits of an exhaustive measurement that change inside a unit of GCIM_NET_UNIT words, and
 * inside a block. */
enum { GCIM_NET_UNIT_BITS = 13, GCIM_NET_BLOCK_BITS = 16, GCIM_NET_EXHAUST_BITS = 40 };

#endif
