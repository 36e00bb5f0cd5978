/* build.c: a whole network: lanes, tree, root, and behind them the exact twin and the difference.
 */
#include "net/build.h"

#include <string.h>

enum { WORD = GCIM_TREE_MAX_BITS + 1 };

size_t gcim_net_build_words(const gcim_tree_t *tree) {
  const size_t list = (size_t)tree->lanes + GCIM_NET_SPARE;
  return (size_t)tree->lanes * (size_t)tree->width + 2 * list * WORD + 2 * list;
}

void gcim_net_shape(gcim_net_t *net, const gcim_tree_t *tree) {
  net->tree = *tree;
  net->inputs = tree->lanes * tree->width;
  net->bits = tree->width + gcim_net_levels(tree->lanes);
  if (tree->max_bits != 0 && tree->max_bits < net->bits) {
    net->bits = tree->max_bits;
  }
}

/* ---- parts ---- */

void gcim_net_sum_part(gcim_net_build_t *b, gcim_net_part_t *part) {
  uint32_t y[WORD];
  memset(b->full_adders, 0, sizeof b->full_adders);
  switch (part->tree->topology) {
    case GCIM_CARRY_SAVE:
      gcim_net_carry_save(b, part);
      break;
    case GCIM_WALLACE:
    case GCIM_DADDA:
      gcim_net_columns(b, part);
      break;
    case GCIM_ROWS73:
      gcim_net_rows73(b, part);
      break;
    default:
      gcim_net_binary(b, part);
      return;
  }
  b->level++;
  gcim_net_add(b, &part->tree->level[0], part->bits, false, 0, part->row[0], part->row[1], y);
  memcpy(part->sum, y, (size_t)part->bits * sizeof *y);
}

/* Bits [first +: width] of all lanes as leaves. */
static void leaves(gcim_net_build_t *b, int first, int width) {
  const gcim_tree_t *tree = &b->net->tree;
  for (int i = 0; i < tree->lanes; i++) {
    for (int q = 0; q < width; q++) {
      b->leaf[i * width + q] = (uint32_t)(GCIM_NET_FIRST_INPUT + i * tree->width + first + q);
    }
  }
  b->level = 0;
}

static void invert_signs(gcim_net_build_t *b) {
  const gcim_tree_t *tree = &b->net->tree;
  for (int i = 0; i < tree->lanes; i++) {
    uint32_t *sign = b->leaf + (i + 1) * tree->width - 1;
    *sign = gcim_net_gate(b, GCIM_GATE_NOT, *sign, 0, 0);
  }
}

/* A tree of exact cells and adders. */
static gcim_tree_t exact_tree(int lanes, int width, gcim_topology_t topology) {
  gcim_tree_t tree = {.lanes = lanes, .width = width, .topology = topology};
  for (int q = 0; q < GCIM_TREE_MAX_BITS; q++) {
    tree.cell[q] = gcim_net_exact_cell();
  }
  return tree; /* adders: GCIM_ADD_EXACT is 0 */
}

/* SCHEME_PLANE: sum -= (sum of the sign bits) << (width - 1). */
static void subtract_signs(gcim_net_build_t *b, uint32_t *sum) {
  const gcim_tree_t *tree = &b->net->tree;
  const gcim_tree_t ones = exact_tree(tree->lanes, 1, tree->topology);
  const int top = tree->width - 1;
  gcim_net_part_t part = {
      .tree = &ones, .lanes = tree->lanes, .width = 1, .bits = b->net->bits - top};
  const int16_t level = b->level;
  leaves(b, top, 1);
  b->column = top;
  gcim_net_sum_part(b, &part);
  b->level = (int16_t)((b->level > level ? b->level : level) + 1);
  for (int q = 0; q < part.bits; q++) {
    part.sum[q] = gcim_net_gate(b, GCIM_GATE_NOT, part.sum[q], 0, 0);
  }
  gcim_net_ripple(b, 0, part.bits, 0, sum + top, part.sum, GCIM_NET_TRUE, sum + top);
  b->column = 0;
}

/* Sentences 5 to 11: rows and the root before the constant. */
static void tree_of_lanes(gcim_net_build_t *b) {
  gcim_net_t *net = b->net;
  const gcim_tree_t *tree = &net->tree;
  const bool is_plane = tree->scheme == GCIM_SCHEME_PLANE;
  gcim_net_part_t part = {.tree = tree,
                          .lanes = tree->lanes,
                          .width = is_plane ? tree->width - 1 : tree->width,
                          .bits = net->bits,
                          .is_signed = tree->scheme == GCIM_SCHEME_EXTEND};
  leaves(b, 0, part.width);
  if (tree->scheme == GCIM_SCHEME_INVERT) {
    invert_signs(b);
  }
  gcim_net_sum_part(b, &part);
  if (tree->scheme == GCIM_SCHEME_INVERT) {
    b->level++;
    gcim_net_add_constant(b, net->bits, (uint64_t)0 - ((uint64_t)tree->lanes << (tree->width - 1)),
                          part.sum);
  }
  if (is_plane) {
    subtract_signs(b, part.sum);
  }
  memcpy(net->root, part.sum, sizeof net->root);
  memcpy(net->row, part.row, sizeof net->row);
}

/* ---- behind the tree ---- */

static void exact_twin(gcim_net_build_t *b) {
  gcim_net_t *net = b->net;
  const gcim_tree_t tree = exact_tree(net->tree.lanes, net->tree.width, GCIM_BINARY);
  gcim_net_part_t part = {.tree = &tree,
                          .lanes = tree.lanes,
                          .width = tree.width,
                          .bits = net->bits,
                          .is_signed = net->tree.scheme != GCIM_SCHEME_UNSIGNED};
  leaves(b, 0, tree.width);
  gcim_net_sum_part(b, &part);
  memcpy(net->exact, part.sum, sizeof net->exact);
}

/* sum - exact, as a number of one bit more than the sum has. */
static void difference(gcim_net_build_t *b) {
  static const gcim_fa_t minus = {GCIM_NET_MINUS_SUM, GCIM_NET_MINUS_CARRY};
  gcim_net_t *net = b->net;
  const bool is_signed = net->tree.scheme != GCIM_SCHEME_UNSIGNED;
  uint32_t carry = GCIM_NET_TRUE;
  for (int q = 0; q < net->bits; q++) {
    net->wrong[q] = gcim_net_gate(b, GCIM_GATE_XOR, net->sum[q], net->exact[q], 0);
    net->delta[q] = gcim_net_full_adder(b, minus, q, net->sum[q], net->exact[q], carry);
    carry = net->delta[q] + 1;
  }
  const uint32_t top_sum = is_signed ? net->sum[net->bits - 1] : GCIM_NET_FALSE;
  const uint32_t top_exact = is_signed ? net->exact[net->bits - 1] : GCIM_NET_FALSE;
  net->negative = gcim_net_full_adder(b, minus, net->bits, top_sum, top_exact, carry);
}

static void mark_used(gcim_net_t *net) {
  for (int c = 0; c < net->rooted; c++) {
    for (int i = 0; i < net->cell[c].ins; i++) {
      net->used[net->cell[c].in[i]] = 1;
    }
  }
  for (int q = 0; q < net->bits; q++) {
    net->used[net->root[q]] = 1;
    net->used[net->row[0][q]] = 1;
    net->used[net->row[1][q]] = 1;
  }
}

void gcim_net_build(gcim_net_build_t *b) {
  gcim_net_t *net = b->net;
  net->cells = 0;
  b->next = (uint32_t)(GCIM_NET_FIRST_INPUT + net->inputs);
  b->column = 0;
  tree_of_lanes(b);
  net->rooted = net->cells;
  memcpy(net->sum, net->root, sizeof net->sum);
  b->level++;
  gcim_net_add_constant(b, net->bits, (uint64_t)net->tree.comp, net->sum);
  net->shown = net->cells;
  net->nets_shown = b->next;
  exact_twin(b);
  difference(b);
  net->nets = b->next;
  if (!b->counting) {
    net->fingerprint = gcim_net_hash(net);
    mark_used(net);
  }
}
