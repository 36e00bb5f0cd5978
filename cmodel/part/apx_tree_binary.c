#include "part/apx_tree_binary.h"

#include "core/bits.h"
#include "num/fit.h"
#include "part/apx_add.h"

static uint64_t extend(uint64_t word, int bits, bool is_signed) {
  return is_signed ? (uint64_t)gcim_sign_extend(word, bits) : word & gcim_bits_mask(bits);
}

/* A result of `bits` bits, at most 43, made to fit the widest word. */
static uint64_t limit(const gcim_tree_t *tree, uint64_t word, int bits, bool is_signed) {
  const gcim_fit_t fit = tree->saturate ? GCIM_FIT_SAT : GCIM_FIT_WRAP;
  const int64_t value = gcim_bits_to_i64(word);
  if (tree->max_bits == 0 || bits <= tree->max_bits) {
    return word;
  }
  return is_signed ? (uint64_t)gcim_fit_signed(value, tree->max_bits, fit, NULL)
                   : gcim_fit_unsigned(value, tree->max_bits, fit, NULL);
}

/* One node: two words of `bits` bits give one of bits + 1, or of max_bits. */
static uint64_t add_node(const gcim_tree_t *tree, int level, int bits, bool is_signed, uint64_t a,
                         uint64_t b) {
  bool top;
  const uint64_t low = gcim_adder_add(&tree->level[level], bits, is_signed, a, b, &top, NULL);
  const uint64_t sum = extend(low | (uint64_t)top << bits, bits + 1, is_signed);
  return limit(tree, sum, bits + 1, is_signed);
}

uint64_t gcim_tree_binary(const gcim_tree_t *tree, gcim_lanes_t *lanes, gcim_rows_t *rows) {
  uint64_t *node = lanes->word;
  int bits = lanes->bits;
  int level = 1;
  for (int count = lanes->count; count > 1; count = (count + 1) / 2) {
    rows->first = node[0]; /* what the last level leaves here are the two nodes below the root */
    rows->second = node[1];
    for (int j = 0; j < count / 2; j++) {
      node[j] = add_node(tree, level, bits, lanes->is_signed, node[2 * j], node[2 * j + 1]);
    }
    if (count % 2 != 0) {
      node[count / 2] = node[count - 1]; /* no neighbour; extended already */
    }
    bits = bits == tree->max_bits ? bits : bits + 1;
    level++;
  }
  return node[0];
}
