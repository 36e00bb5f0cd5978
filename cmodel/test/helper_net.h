/* helper_net.h: random trees and lanes for the tests of networks. */
#ifndef GCIM_TEST_HELPER_NET_H
#define GCIM_TEST_HELPER_NET_H

#include <stdio.h>

#include "helper.h"

#include "gcim_approx.h"

static const char *const kernels[] = {"golden", "portable", "avx2", "avx512"};
enum { KERNELS = sizeof kernels / sizeof kernels[0], MOST_LANE_WORDS = 1024 };

/* Force a kernel; false if this processor lacks it. */
static inline bool use_kernel(int k) {
  return gcim_fast_select(kernels[k]) == GCIM_OK;
}

static inline gcim_tree_t parse(const char *text) {
  gcim_tree_t tree;
  if (gcim_tree_parse(text, &tree) != GCIM_OK) {
    fail_msg("%s: %s", text, gcim_error_text());
  }
  return tree;
}

/* A network and its scratch. */
typedef struct {
  gcim_tree_t tree;
  gcim_net_t *net;
  void *scratch;
  int words; /* of a set of lanes */
} bed_t;

static inline bed_t bed_new(const gcim_tree_t *tree) {
  bed_t bed = {.tree = *tree, .words = (tree->lanes * tree->width + 31) / 32};
  if (gcim_net_new(tree, &bed.net) != GCIM_OK) {
    fail_msg("%s", gcim_error_text());
  }
  bed.scratch = malloc(gcim_net_scratch_bytes(bed.net));
  assert_non_null(bed.scratch);
  return bed;
}

static inline bed_t bed_of(const char *text) {
  const gcim_tree_t tree = parse(text);
  return bed_new(&tree);
}

static inline void bed_free(bed_t *bed) {
  gcim_net_free(bed->net);
  free(bed->scratch);
}

/* ---- random trees ---- */

static inline gcim_fa_t random_cell(dice_t *dice) {
  const int row = (int)roll(dice, 20);
  const gcim_fa_row_t *known = gcim_fa_row(row);
  if (known == NULL || row == GCIM_FA_ROW_USER) {
    return (gcim_fa_t){(uint8_t)roll(dice, 256), (uint8_t)roll(dice, 256)};
  }
  return (gcim_fa_t){(uint8_t)known->s, (uint8_t)known->c};
}

static inline gcim_c42_t random_compressor(dice_t *dice) {
  const gcim_c42_row_t *known = gcim_c42_row((int)roll(dice, 8));
  if (known == NULL) {
    return (gcim_c42_t){(uint16_t)roll(dice, 65536), (uint16_t)roll(dice, 65536)};
  }
  return (gcim_c42_t){(uint16_t)known->s, (uint16_t)known->c};
}

static inline gcim_adder_t random_adder(dice_t *dice, uint32_t kinds, uint32_t width) {
  const gcim_adder_t exact = {.kind = GCIM_ADD_EXACT};
  const gcim_adder_t adder = {.kind = (gcim_add_t)roll(dice, kinds),
                              .k = (int)roll(dice, width + 1),
                              .m = (int)roll(dice, 6),
                              .p = (int)roll(dice, 5),
                              .cell = random_cell(dice)};
  return roll(dice, 3) == 0 ? exact : adder;
}

/* Any tree; many break a rule of the card. */
static inline gcim_tree_t random_tree(dice_t *dice, int lanes, int width) {
  gcim_tree_t tree;
  gcim_tree_init(&tree, lanes, width);
  tree.topology = (gcim_topology_t)roll(dice, 5);
  tree.scheme = (gcim_scheme_t)roll(dice, 4);
  tree.allow_sign = roll(dice, 2) != 0;
  const bool is_binary = tree.topology == GCIM_BINARY;
  const bool is_saver = tree.topology == GCIM_CARRY_SAVE && roll(dice, 2) != 0;
  const int columns = (int)roll(dice, (uint32_t)width + 1);
  tree.compressor = random_compressor(dice);
  for (int q = 0; q < columns; q++) {
    tree.cell[q] = random_cell(dice);
    tree.alt[q] = random_cell(dice);
    tree.compressed[q] = is_saver && roll(dice, 3) != 0;
  }
  tree.alt_period = roll(dice, 3) == 0 ? (int)roll(dice, 5) : 0;
  const uint32_t kinds = is_binary && lanes == 2 ? GCIM_ADD_GEAR + 1 : GCIM_ADD_CHAIN + 1;
  for (int l = 0; l <= GCIM_TREE_MAX_LEVELS; l++) {
    tree.level[l] = random_adder(dice, kinds, (uint32_t)width);
  }
  if (is_binary && roll(dice, 3) == 0) {
    tree.max_bits = width + (int)roll(dice, 4);
    tree.saturate = roll(dice, 2) != 0;
  }
  tree.comp = roll(dice, 2) == 0 ? (int64_t)roll(dice, 2000) - 1000 : 0;
  return tree;
}

/* A tree that the card allows. */
static inline gcim_tree_t legal_tree(dice_t *dice, uint32_t most_lanes, uint32_t most_width) {
  gcim_tree_t tree = {.lanes = 0};
  do {
    const int lanes = 2 + (int)roll(dice, most_lanes - 1);
    const int width = 1 + (int)roll(dice, most_width);
    tree = random_tree(dice, lanes, width);
  } while (gcim_tree_check(&tree) != GCIM_OK);
  return tree;
}

/* Packed lanes: random words, all zeros or all ones. */
static inline void random_lanes(dice_t *dice, uint32_t *data, int words) {
  for (int i = 0; i < words; i++) {
    const uint32_t kind = roll(dice, 6);
    data[i] = kind == 0 ? 0 : kind == 1 ? UINT32_MAX : roll(dice, 0);
  }
}

#endif
