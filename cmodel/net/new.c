/* new.c: making a network: the only place in this folder that allocates. */
#include <stdlib.h>
#include <string.h>

#include "core/status.h"
#include "gcim.h"
#include "net/build.h"
#include "net/tape.h"

static void place_nets(gcim_net_build_t *b, uint32_t *words) {
  const gcim_tree_t *tree = &b->net->tree;
  const size_t list = (size_t)tree->lanes + GCIM_NET_SPARE;
  b->leaf = words;
  b->here = b->leaf + (size_t)tree->lanes * (size_t)tree->width;
  b->there = b->here + list * (GCIM_TREE_MAX_BITS + 1);
  b->carries = b->there + list * (GCIM_TREE_MAX_BITS + 1);
}

/* Cells: counted, then stored. */
static int build(gcim_net_t *net) {
  gcim_net_build_t b = {.net = net, .counting = true};
  uint32_t *words = calloc(gcim_net_build_words(&net->tree), sizeof *words);
  int status = words == NULL ? GCIM_ERR_STATE : GCIM_OK;
  if (status == GCIM_OK) {
    place_nets(&b, words);
    gcim_net_build(&b);
    status = net->shown > GCIM_NET_MAX_CELLS ? GCIM_ERR_PARAM : GCIM_OK;
  }
  if (status == GCIM_OK) {
    net->cell = calloc((size_t)net->cells, sizeof *net->cell);
    net->used = calloc(net->nets, sizeof *net->used);
    status = net->cell == NULL || net->used == NULL ? GCIM_ERR_STATE : GCIM_OK;
  }
  if (status == GCIM_OK) {
    b.counting = false;
    place_nets(&b, words);
    gcim_net_build(&b);
  }
  free(words);
  return status;
}

static int make_tape(gcim_net_lower_t *t, const uint32_t *result, int count, bool hoist,
                     gcim_net_tape_t *tape) {
  gcim_net_schedule(t, result, count, hoist, tape);
  tape->ops = calloc(tape->op_count + 1, sizeof *tape->ops);
  if (tape->ops == NULL) {
    return GCIM_ERR_STATE;
  }
  gcim_net_allot(t, result, tape);
  return GCIM_OK;
}

static int make_tapes(gcim_net_t *net, gcim_net_lower_t *t) {
  uint32_t diff[2 * GCIM_TREE_MAX_BITS + 1];
  const size_t bytes = (size_t)net->bits * sizeof *diff;
  memcpy(diff, net->wrong, bytes);
  memcpy(diff + gcim_net_diff_delta(net->bits), net->delta, bytes);
  diff[gcim_net_diff_negative(net->bits)] = net->negative;
  const int status = make_tape(t, net->sum, net->bits, false, &net->eval);
  if (status != GCIM_OK) {
    return status;
  }
  const bool hoist = net->inputs <= GCIM_NET_EXHAUST_BITS;
  return make_tape(t, diff, 2 * net->bits + 1, hoist, &net->diff);
}

static int lower(gcim_net_t *net) {
  gcim_net_lower_t t;
  size_t nodes, nets;
  gcim_net_lower_limits(net, &nodes, &nets);
  uint32_t *words = calloc(gcim_net_lower_words(nodes, nets), sizeof *words);
  if (words == NULL) {
    return GCIM_ERR_STATE;
  }
  gcim_net_lower_place(&t, net, nodes, nets, words);
  gcim_net_lower(&t);
  const int status = make_tapes(net, &t);
  free(words);
  return status;
}

static int fill(gcim_net_t *net, const gcim_tree_t *tree) {
  gcim_net_shape(net, tree);
  const int status = build(net);
  return status != GCIM_OK ? status : lower(net);
}

int gcim_net_new(const gcim_tree_t *tree, gcim_net_t **net) {
  if (net != NULL) {
    *net = NULL;
  }
  if (net == NULL || tree == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_net_new: %s is NULL", net == NULL ? "net" : "tree");
  }
  int status = gcim_tree_check(tree);
  if (status != GCIM_OK) {
    return status;
  }
  gcim_net_t *made = calloc(1, sizeof *made);
  status = made == NULL ? GCIM_ERR_STATE : fill(made, tree);
  if (status != GCIM_OK) {
    gcim_net_free(made);
    return status == GCIM_ERR_PARAM
               ? gcim_fail(status, "gcim_net_new: more than %d cells", GCIM_NET_MAX_CELLS)
               : gcim_fail(status, "gcim_net_new: no memory for the network of %d lanes of %d bits",
                           tree->lanes, tree->width);
  }
  *net = made;
  return GCIM_OK;
}

void gcim_net_free(gcim_net_t *net) {
  if (net == NULL) {
    return;
  }
  free(net->cell);
  free(net->used);
  free(net->eval.ops);
  free(net->diff.ops);
  free(net);
}
