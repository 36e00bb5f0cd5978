/* tape_order.c: a program from nodes: depth first, so that values are used soon after they are
 * made; then slots by linear scan.
 */
#include <string.h>

#include "net/tape.h"

#define KEPT UINT32_MAX
enum { DONE = 5, INPUTS = GCIM_NET_NODE_INPUTS };

static uint32_t first_signal(const gcim_net_lower_t *t) {
  return (uint32_t)(GCIM_NET_FIRST_INPUT + t->net->inputs);
}

/* ---- order ---- */

/* Input bits 13 .. 15 change from unit to unit of a block. */
static bool input_varies(uint32_t net) {
  return net >= GCIM_NET_FIRST_INPUT + GCIM_NET_UNIT_BITS &&
         net < GCIM_NET_FIRST_INPUT + GCIM_NET_BLOCK_BITS;
}

static uint32_t node_varies(const gcim_net_lower_t *t, uint32_t node) {
  uint32_t varies = 0;
  for (int i = 0; i < INPUTS; i++) {
    const uint32_t net = t->node[node].in[i];
    varies |= net < first_signal(t) ? input_varies(net) : t->varies[t->from[net]];
  }
  return varies;
}

/* Everything that `node` needs and that is not in the order yet, then the node. Returns the new
 * length of the order. */
static uint32_t visit(gcim_net_lower_t *t, uint32_t node, uint32_t length) {
  uint32_t depth = 0;
  t->stack[depth++] = node;
  while (depth > 0) {
    const uint32_t here = t->stack[depth - 1];
    if (t->step[here] >= INPUTS) {
      depth--;
      if (t->step[here] != DONE) {
        t->step[here] = DONE;
        t->varies[here] = node_varies(t, here);
        t->order[length++] = here;
      }
      continue;
    }
    const uint32_t net = t->node[here].in[t->step[here]++];
    if (net >= first_signal(t) && t->step[t->from[net]] == 0) {
      t->stack[depth++] = t->from[net];
    }
  }
  return length;
}

/* Nodes that do not vary to the front, both groups in their order. */
static uint32_t hoist_constant(gcim_net_lower_t *t, uint32_t length) {
  uint32_t still = 0, moving = 0;
  for (uint32_t i = 0; i < length; i++) {
    if (t->varies[t->order[i]] == 0) {
      t->order[still++] = t->order[i];
    } else {
      t->stack[moving++] = t->order[i];
    }
  }
  memcpy(t->order + still, t->stack, (size_t)moving * sizeof *t->stack);
  return still;
}

/* ---- life ---- */

static void mark_uses(gcim_net_lower_t *t, const uint32_t *result, const gcim_net_tape_t *tape) {
  for (uint32_t i = 0; i < tape->op_count; i++) {
    for (int k = 0; k < INPUTS; k++) {
      const uint32_t net = t->node[t->order[i]].in[k];
      const bool crosses = net >= first_signal(t) && i >= tape->inner &&
                           t->varies[t->from[net]] == 0 && tape->inner > 0;
      t->last[net] = crosses || t->last[net] == KEPT ? KEPT : i + 1;
    }
  }
  for (int r = 0; r < tape->results; r++) {
    t->last[t->same[result[r]]] = KEPT;
  }
}

void gcim_net_schedule(gcim_net_lower_t *t, const uint32_t *result, int count, bool hoist,
                       gcim_net_tape_t *tape) {
  uint32_t length = 0;
  memset(t->step, 0, t->node_count * sizeof *t->step);
  for (int r = 0; r < count; r++) {
    const uint32_t net = t->same[result[r]];
    if (net >= first_signal(t)) {
      length = visit(t, t->from[net], length);
    }
  }
  tape->op_count = length;
  tape->inner = hoist ? hoist_constant(t, length) : 0;
  tape->results = count;
  memset(t->last, 0, t->net_count * sizeof *t->last);
  mark_uses(t, result, tape);
}

/* ---- slots ---- */

typedef struct {
  gcim_net_lower_t *t;
  uint32_t free, slots; /* t->stack[0 .. free-1] are free slots */
} slots_t;

static uint32_t plane_of(const gcim_net_lower_t *t, uint32_t net) {
  return net < first_signal(t) ? net : first_signal(t) + t->slot[net];
}

static uint32_t take_slot(slots_t *s, uint32_t net) {
  s->t->slot[net] = s->free > 0 ? s->t->stack[--s->free] : s->slots++;
  return plane_of(s->t, net);
}

/* Inputs whose last use this was give their slots back. */
static void release(slots_t *s, const gcim_net_node_t *node, uint32_t place) {
  for (int k = 0; k < INPUTS; k++) {
    const uint32_t net = node->in[k];
    if (net >= first_signal(s->t) && s->t->last[net] == place) {
      s->t->last[net] = KEPT; /* not twice */
      s->t->stack[s->free++] = s->t->slot[net];
    }
  }
}

static gcim_net_op_t op_of(slots_t *s, const gcim_net_node_t *node) {
  const gcim_net_lower_t *t = s->t;
  gcim_net_op_t op = {.code = node->code};
  for (int k = 0; k < INPUTS; k++) {
    op.in[k] = plane_of(t, node->in[k]);
  }
  op.out[0] = take_slot(s, node->out);
  if (node->code >= GCIM_NET_OP_CELL) {
    op.out[1] = take_slot(s, node->out + 1);
  }
  return op;
}

/* Nobody needs it. */
static void release_unused(slots_t *s, uint32_t net) {
  if (s->t->last[net] == 0) {
    s->t->stack[s->free++] = s->t->slot[net];
  }
}

void gcim_net_allot(gcim_net_lower_t *t, const uint32_t *result, gcim_net_tape_t *tape) {
  slots_t s = {.t = t};
  for (uint32_t i = 0; i < tape->op_count; i++) {
    const gcim_net_node_t *node = &t->node[t->order[i]];
    tape->ops[i] = op_of(&s, node);
    release(&s, node, i + 1);
    release_unused(&s, node->out);
    if (node->code >= GCIM_NET_OP_CELL) {
      release_unused(&s, node->out + 1);
    }
  }
  tape->slots = s.slots;
  for (int r = 0; r < tape->results; r++) {
    tape->result[r] = plane_of(t, t->same[result[r]]);
  }
}
