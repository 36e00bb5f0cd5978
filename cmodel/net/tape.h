/* tape.h: from cells to a straight-line program. Private to cmodel/net.
 *
 * Cells become nodes: functions of at most three nets that are neither constant nor equal, and
 * whole cells of the table of cells. A program takes the nodes that its results need, depth first,
 * and lets values share slots.
 */
#ifndef GCIM_NET_TAPE_H
#define GCIM_NET_TAPE_H

#include "net/net.h"

enum { GCIM_NET_NODE_INPUTS = 4 };

typedef struct {
  uint32_t in[GCIM_NET_NODE_INPUTS]; /* of fewer nets: one of them repeated */
  uint32_t out;                      /* a cell: the carry is one more */
  uint32_t code;                     /* as gcim_net_op_t */
} gcim_net_node_t;

typedef struct {
  const gcim_net_t *net;
  uint32_t node_count, net_count; /* net_count: those of the network and helpers */
  gcim_net_node_t *node;
  uint32_t *same; /* by net: the net that always has its value (itself, an older one, a constant) */
  uint32_t *from; /* by net: the node it comes from */
  /* of one program: */
  uint32_t *last;   /* by net: 1 + place of its last use; 0: none, KEPT: never reused */
  uint32_t *slot;   /* by net */
  uint32_t *order;  /* nodes, in order */
  uint32_t *stack;  /* nodes that wait for their inputs, then free slots */
  uint32_t *step;   /* by node: 0 not met, 1.. inputs looked at, DONE */
  uint32_t *varies; /* by node: depends on an input bit that changes inside a block */
} gcim_net_lower_t;

/* Upper limits of nodes and nets, and 32-bit words of work for them. */
void gcim_net_lower_limits(const gcim_net_t *net, size_t *nodes, size_t *nets);
size_t gcim_net_lower_words(size_t nodes, size_t nets);
void gcim_net_lower_place(gcim_net_lower_t *t, const gcim_net_t *net, size_t nodes, size_t nets,
                          uint32_t *words);

/* Cells to nodes. */
void gcim_net_lower(gcim_net_lower_t *t);

/* Program for `count` nets: sets op_count, inner and results; then its ops and slots. `hoist`: what
 * does not change inside a block of an exhaustive measurement comes first and stays. */
void gcim_net_schedule(gcim_net_lower_t *t, const uint32_t *result, int count, bool hoist,
                       gcim_net_tape_t *tape);
void gcim_net_allot(gcim_net_lower_t *t, const uint32_t *result, gcim_net_tape_t *tape);

#endif
