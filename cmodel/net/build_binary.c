/* build_binary.c: the tree of two-operand adders (apx_tree.def, 6). */
#include <string.h>

#include "net/build.h"

enum { STRIDE = GCIM_TREE_MAX_BITS + 1 }; /* a word before it is cut to its width */

static uint32_t extension(const gcim_net_part_t *part, const uint32_t *word, int width) {
  return part->is_signed ? word[width - 1] : GCIM_NET_FALSE;
}

static void extend(const gcim_net_part_t *part, uint32_t *word, int width, int to) {
  for (int q = width; q < to; q++) {
    word[q] = extension(part, word, width);
  }
}

/* A result of width+1 bits to the nearer limit of `width` bits. */
static void saturate(gcim_net_build_t *b, bool is_signed, int width, uint32_t *y) {
  if (!is_signed) {
    for (int i = 0; i < width; i++) {
      y[i] = gcim_net_gate(b, GCIM_GATE_OR, y[i], y[width], 0);
    }
    return;
  }
  const uint32_t sign = y[width]; /* the top bits differ when it does not fit */
  const uint32_t over = gcim_net_gate(b, GCIM_GATE_XOR, sign, y[width - 1], 0);
  for (int i = 0; i < width - 1; i++) {
    y[i] = gcim_net_gate(b, GCIM_GATE_CLAMP, over, sign, y[i]);
  }
  y[width - 1] = sign;
}

/* Words of one level, `count` of them, become those of the next. Returns its width. */
static int next_level(gcim_net_build_t *b, const gcim_net_part_t *part, int level, int count,
                      int width) {
  const gcim_tree_t *tree = part->tree;
  const bool is_widest = tree->max_bits != 0 && width >= tree->max_bits;
  uint32_t y[STRIDE];
  for (int j = 0; 2 * j + 1 < count; j++) {
    const uint32_t *x = b->here + 2 * j * STRIDE;
    gcim_net_add(b, &tree->level[level], width, part->is_signed, 0, x, x + STRIDE, y);
    if (is_widest && tree->saturate) {
      saturate(b, part->is_signed, width, y);
    }
    memcpy(b->here + j * STRIDE, y, sizeof y);
  }
  if (count % 2 != 0) {
    uint32_t *last = b->here + count / 2 * STRIDE;
    memmove(last, b->here + (count - 1) * STRIDE, (size_t)width * sizeof *last);
    extend(part, last, width, width + 1);
  }
  return is_widest ? width : width + 1;
}

/* The words to the part's bits; wider ones lose their top. */
static void finish(const gcim_net_part_t *part, uint32_t *word, int width, uint32_t *to) {
  extend(part, word, width, part->bits);
  memcpy(to, word, (size_t)part->bits * sizeof *to);
}

void gcim_net_binary(gcim_net_build_t *b, gcim_net_part_t *part) {
  const int levels = gcim_net_levels(part->lanes);
  int width = part->width;
  int count = part->lanes;
  for (int i = 0; i < count; i++) {
    memcpy(b->here + i * STRIDE, b->leaf + i * width, (size_t)width * sizeof *b->leaf);
  }
  for (int l = 1; l <= levels; l++) {
    if (l == levels) {
      finish(part, b->here, width, part->row[0]);
      finish(part, b->here + STRIDE, width, part->row[1]);
    }
    b->level++;
    width = next_level(b, part, l, count, width);
    count = (count + 1) / 2;
  }
  finish(part, b->here, width, part->sum);
}
