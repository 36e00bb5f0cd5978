/* helper_tree.h: approximate trees under test: lanes by number, sums with the check before them. */
#ifndef GCIM_TEST_HELPER_TREE_H
#define GCIM_TEST_HELPER_TREE_H

#include "helper.h"

#include "gcim_approx.h"

/* Cells whose outputs are wires, so that a sum tells which bit went where: AMA5 has sum = b,
 * carry = a; ROTATED has sum = c, carry = b. */
static const gcim_fa_t AMA5 = {0xCC, 0xF0}, ROTATED = {0xAA, 0xCC};

enum { LANES_WORDS = 1024 };

static inline gcim_tree_t tree_new(gcim_topology_t topology, gcim_scheme_t scheme, int lanes,
                                   int width) {
  gcim_tree_t tree;
  gcim_tree_init(&tree, lanes, width);
  tree.topology = topology;
  tree.scheme = scheme;
  return tree;
}

/* The same cell in columns 0 .. columns-1. */
static inline void set_cells(gcim_tree_t *tree, int columns, gcim_fa_t cell) {
  for (int q = 0; q < columns; q++) {
    tree->cell[q] = cell;
  }
}

static inline void set_alt(gcim_tree_t *tree, int columns, gcim_fa_t cell, int period) {
  for (int q = 0; q < columns; q++) {
    tree->alt[q] = cell;
  }
  tree->alt_period = period;
}

static inline void set_levels(gcim_tree_t *tree, int first, int last, gcim_add_t kind, int k) {
  for (int l = first; l <= last; l++) {
    tree->level[l].kind = kind;
    tree->level[l].k = k;
  }
}

/* Lane i, bit by bit: the lane's bits may lie in two words. */
static inline void put_lane(uint32_t *data, int i, int width, uint64_t value) {
  for (int b = 0; b < width; b++) {
    const int at = i * width + b;
    const uint32_t one = UINT32_C(1) << (at % 32);
    data[at / 32] = ((value >> b) & 1) != 0 ? data[at / 32] | one : data[at / 32] & ~one;
  }
}

static inline void put_lanes(uint32_t *data, const gcim_tree_t *tree, uint64_t value) {
  for (int i = 0; i < tree->lanes; i++) {
    put_lane(data, i, tree->width, value);
  }
}

static inline int lane_bit(const uint32_t *data, int i, int width, int b) {
  const int at = i * width + b;
  return (int)(data[at / 32] >> (at % 32)) & 1;
}

/* The exact sum as a number, bit by bit: bit b weighs 2^b, a sign bit -2^b. */
static inline int64_t plain_sum(const gcim_tree_t *tree, const uint32_t *data) {
  const bool is_signed = tree->scheme != GCIM_SCHEME_UNSIGNED;
  int64_t sum = 0;
  for (int i = 0; i < tree->lanes; i++) {
    for (int b = 0; b < tree->width; b++) {
      const int64_t weight = (int64_t)lane_bit(data, i, tree->width, b) << b;
      sum += is_signed && b == tree->width - 1 ? -weight : weight;
    }
  }
  return sum;
}

static inline uint64_t modulo(int64_t value, int bits) {
  return (uint64_t)value & (UINT64_MAX >> (64 - bits));
}

static inline uint64_t tree_sum(const gcim_tree_t *tree, const uint32_t *data, uint64_t *rows) {
  if (gcim_tree_check(tree) != GCIM_OK) {
    fail_msg("%s", gcim_error_text());
  }
  return gcim_tree_sum(tree, data, rows);
}

static inline int bit_of(uint32_t in, int i) {
  return (int)(in >> i) & 1;
}

static inline int xor3(int a, int b, int c) {
  return a ^ b ^ c;
}

static inline int maj3(int a, int b, int c) {
  return (a & b) | (a & c) | (b & c);
}

/* Compare both rows, and the sum with their sum. */
static inline void check_rows(const gcim_tree_t *tree, uint32_t in, uint64_t first,
                              uint64_t second) {
  uint64_t rows[2] = {0, 0};
  const uint64_t sum = tree_sum(tree, &in, rows);
  assert_int_equal(rows[0], first);
  assert_int_equal(rows[1], second);
  assert_int_equal(sum, modulo((int64_t)(first + second), gcim_tree_sum_bits(tree)));
}

#endif
