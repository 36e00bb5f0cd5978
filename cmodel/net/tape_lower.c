/* tape_lower.c: cells to nodes: constants, equal inputs and inputs without influence go; what has
 * four inputs becomes three functions of three.
 */
#include "net/tape.h"

/* A function of `count` nets; index as in gcim_net_cell_t. */
typedef struct {
  uint32_t in[GCIM_NET_CELL_INPUTS];
  uint32_t table;
  int count;
} function_t;

enum { MUX = 0xca }; /* x ? y : z */

void gcim_net_lower_limits(const gcim_net_t *net, size_t *nodes, size_t *nets) {
  *nodes = 0;
  *nets = net->nets;
  for (int c = 0; c < net->cells; c++) {
    const bool is_wide = net->cell[c].ins > 3;
    *nodes += (size_t)net->cell[c].outs * (is_wide ? 3 : 1);
    *nets += (size_t)net->cell[c].outs * (is_wide ? 2 : 0);
  }
}

size_t gcim_net_lower_words(size_t nodes, size_t nets) {
  return nodes * (sizeof(gcim_net_node_t) / sizeof(uint32_t)) + 4 * nets + 4 * nodes + 1;
}

void gcim_net_lower_place(gcim_net_lower_t *t, const gcim_net_t *net, size_t nodes, size_t nets,
                          uint32_t *words) {
  *t = (gcim_net_lower_t){.net = net, .node = (gcim_net_node_t *)(void *)words};
  words += nodes * (sizeof(gcim_net_node_t) / sizeof(uint32_t));
  uint32_t **const by_net[] = {&t->same, &t->from, &t->last, &t->slot};
  uint32_t **const by_node[] = {&t->order, &t->stack, &t->step, &t->varies};
  for (int i = 0; i < 4; i++, words += nets) {
    *by_net[i] = words;
  }
  for (int i = 0; i < 4; i++, words += nodes) {
    *by_node[i] = words;
  }
}

/* ---- functions ---- */

/* The table without input i: index j of the rest is index at[..] of the whole. `equal`: input i
 * follows input `equal`; -1: it is `value`. */
static void remove_input(function_t *f, int i, int equal, uint32_t value) {
  const int place = f->count - 1 - i; /* of the input's bit in an index */
  uint32_t table = 0;
  for (uint32_t j = 0; j < 1u << (f->count - 1); j++) {
    const uint32_t high = j >> place << (place + 1), low = j & ((1u << place) - 1u);
    uint32_t index = high | low;
    const uint32_t bit = equal < 0 ? value : (index >> (f->count - 1 - equal)) & 1u;
    index |= bit << place;
    table |= ((f->table >> index) & 1u) << j;
  }
  f->table = table;
  f->count--;
  for (int k = i; k < f->count; k++) {
    f->in[k] = f->in[k + 1];
  }
}

static bool has_influence(const function_t *f, int i) {
  function_t zero = *f, one = *f;
  remove_input(&zero, i, -1, 0);
  remove_input(&one, i, -1, 1);
  return zero.table != one.table;
}

/* Another input that is the same net, -1 if there is none. */
static int twin_of(const function_t *f, int i) {
  for (int k = 0; k < i; k++) {
    if (f->in[k] == f->in[i]) {
      return k;
    }
  }
  return -1;
}

static void simplify(function_t *f) {
  for (int i = f->count - 1; i >= 0; i--) {
    const int twin = twin_of(f, i);
    if (twin >= 0) {
      remove_input(f, i, twin, 0);
    } else if (f->in[i] <= GCIM_NET_TRUE) {
      remove_input(f, i, -1, f->in[i]);
    }
  }
  for (int i = f->count - 1; i >= 0; i--) {
    if (!has_influence(f, i)) {
      remove_input(f, i, -1, 0);
    }
  }
}

static function_t function_of(const gcim_net_lower_t *t, const gcim_net_cell_t *cell, int output) {
  function_t f = {.table = cell->table[output], .count = cell->ins};
  for (int i = 0; i < f.count; i++) {
    f.in[i] = t->same[cell->in[i]];
  }
  return f;
}

/* ---- nodes ---- */

static void add_node(gcim_net_lower_t *t, uint32_t code, const uint32_t *in, uint32_t out) {
  gcim_net_node_t *node = &t->node[t->node_count];
  *node = (gcim_net_node_t){.out = out, .code = code};
  for (int i = 0; i < GCIM_NET_NODE_INPUTS; i++) {
    node->in[i] = in[i];
  }
  t->from[out] = t->node_count++;
}

/* Value of a node for values of nets f->in (bits of `index`). */
static uint32_t node_value(const gcim_net_node_t *node, const function_t *f, uint32_t index) {
  uint32_t place = 0;
  for (int i = 0; i < 3; i++) {
    int k = 0;
    while (f->in[k] != node->in[i]) {
      k++;
    }
    place = 2 * place + ((index >> (f->count - 1 - k)) & 1u);
  }
  return (node->code >> place) & 1u;
}

/* Nets of `f` without input i, and those of the node that makes input i. False: too many. */
static bool join_inputs(const function_t *f, int i, const gcim_net_node_t *node, function_t *all) {
  all->count = 0;
  for (int k = 0; k < f->count + 3; k++) {
    const uint32_t net = k < f->count ? f->in[k] : node->in[k - f->count];
    bool known = k == i;
    for (int m = 0; m < all->count; m++) {
      known = known || all->in[m] == net;
    }
    if (!known && all->count == 3) {
      return false;
    }
    if (!known) {
      all->in[all->count++] = net;
    }
  }
  return true;
}

/* Input i is a function of few nets: take these instead. */
static bool absorb(const gcim_net_lower_t *t, function_t *f, int i) {
  function_t all = {.count = 0};
  if (f->in[i] < (uint32_t)(GCIM_NET_FIRST_INPUT + t->net->inputs)) {
    return false;
  }
  const gcim_net_node_t *node = &t->node[t->from[f->in[i]]];
  if (node->code >= GCIM_NET_OP_CELL || !join_inputs(f, i, node, &all)) {
    return false;
  }
  for (uint32_t index = 0; index < 1u << all.count; index++) {
    uint32_t at = 0;
    for (int k = 0; k < f->count; k++) {
      int m = 0;
      while (k != i && all.in[m] != f->in[k]) {
        m++;
      }
      const uint32_t bit = k == i ? node_value(node, &all, index) : index >> (all.count - 1 - m);
      at = 2 * at + (bit & 1u);
    }
    all.table |= ((f->table >> at) & 1u) << index;
  }
  *f = all;
  simplify(f);
  return true;
}

/* Net with the value of a function of up to three nets: `out` itself, or an older one. */
static uint32_t place(gcim_net_lower_t *t, function_t *f, uint32_t out) {
  simplify(f);
  for (int i = 0; i < f->count; i++) {
    if (absorb(t, f, i)) {
      i = -1; /* from the start; older nets each time */
    }
  }
  if (f->count == 0) {
    return f->table & 1u;
  }
  if (f->count == 1 && f->table == 2) {
    return f->in[0];
  }
  uint32_t in[GCIM_NET_NODE_INPUTS] = {f->in[0], f->in[0], f->in[0], f->in[0]};
  uint32_t table = f->table;
  for (int i = 0; i < f->count; i++) {
    in[3 - f->count + i] = f->in[i];
  }
  for (int size = 1 << f->count; size < 8; size *= 2) {
    table |= table << size;
  }
  add_node(t, table, in, out);
  return out;
}

static uint32_t place_wide(gcim_net_lower_t *t, function_t *f, uint32_t out) {
  simplify(f);
  if (f->count <= 3) {
    return place(t, f, out);
  }
  function_t low = *f, high = *f, mux = {.table = MUX, .count = 3};
  remove_input(&low, 0, -1, 0);
  remove_input(&high, 0, -1, 1);
  mux.in[0] = f->in[0];
  mux.in[1] = place(t, &high, t->net_count++);
  mux.in[2] = place(t, &low, t->net_count++);
  return place(t, &mux, out);
}

/* Code of a cell that has one, else 0. */
static uint32_t code_of(const gcim_net_cell_t *cell) {
  const gcim_fa_row_t *fa = gcim_fa_row(0);
  const gcim_c42_row_t *c42 = gcim_c42_row(0);
  for (int r = 0; cell->ins == 3 && fa != NULL; fa = gcim_fa_row(++r)) {
    if (fa->s == cell->table[0] && fa->c == cell->table[1]) {
      return GCIM_NET_OP_CELL + (uint32_t)r;
    }
  }
  for (int r = 0; cell->ins == 4 && c42 != NULL; c42 = gcim_c42_row(++r)) {
    if (c42->s == cell->table[0] && c42->c == cell->table[1]) {
      return GCIM_NET_OP_CELL4 + (uint32_t)r;
    }
  }
  const bool is_minus = cell->ins == 3 && cell->table[0] == GCIM_NET_MINUS_SUM &&
                        cell->table[1] == GCIM_NET_MINUS_CARRY;
  return is_minus ? GCIM_NET_OP_MINUS : 0;
}

/* Inputs that are left of one output. */
static int need_of(const gcim_net_lower_t *t, const gcim_net_cell_t *cell, int output) {
  function_t f = function_of(t, cell, output);
  simplify(&f);
  return f.count;
}

static void lower_cell(gcim_net_lower_t *t, const gcim_net_cell_t *cell) {
  const uint32_t out = cell->out, code = cell->outs == 2 ? code_of(cell) : 0;
  if (code != 0 && need_of(t, cell, 0) + need_of(t, cell, 1) > cell->ins + 1) {
    const function_t f = function_of(t, cell, 0);
    const uint32_t in[GCIM_NET_NODE_INPUTS] = {f.in[0], f.in[1], f.in[2], f.in[f.count - 1]};
    add_node(t, code, in, out);
    t->from[out + 1] = t->from[out];
    t->same[out] = out;
    t->same[out + 1] = out + 1;
    return;
  }
  for (int o = 0; o < cell->outs; o++) {
    function_t f = function_of(t, cell, o);
    t->same[out + (uint32_t)o] = place_wide(t, &f, out + (uint32_t)o);
  }
}

void gcim_net_lower(gcim_net_lower_t *t) {
  const gcim_net_t *net = t->net;
  t->node_count = 0;
  t->net_count = net->nets;
  for (uint32_t i = 0; i < (uint32_t)(GCIM_NET_FIRST_INPUT + net->inputs); i++) {
    t->same[i] = i;
  }
  for (int c = 0; c < net->cells; c++) {
    lower_cell(t, &net->cell[c]);
  }
}
