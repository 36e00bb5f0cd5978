/* apx_tree_card.c: the tree that a card's parameters describe, found by the names of apx_tree.def:
 * one reading for all units that hold such a tree and for what is printed from it. A card without
 * one of the names stands for its default in apx_tree.def.
 */
#include "core/status.h"
#include "gcim.h"
#include "gcim_approx.h"
#include "num/apx_cells.h"
#include "part/apx_tree.h"

static int value_of(const gcim_card_t *card, const char *name, int otherwise) {
  const int64_t value = gcim_card_value(card, name);
  return value < 0 ? otherwise : (int)value;
}

static gcim_fa_t cell_of(const gcim_card_t *card, const char *name) {
  const gcim_fa_row_t *exact = gcim_fa_row(GCIM_FA_ROW_EXACT);
  return gcim_fa_pick(value_of(card, name, GCIM_FA_ROW_EXACT),
                      (uint8_t)value_of(card, "UserS", (int)exact->s),
                      (uint8_t)value_of(card, "UserC", (int)exact->c));
}

/* Sentences 7 and 8. */
static void fill_columns(const gcim_card_t *card, gcim_tree_t *tree) {
  const int row = value_of(card, "Compressor", GCIM_C42_ROW_CELLS);
  const bool is_compressed = row != GCIM_C42_ROW_CELLS && tree->topology == GCIM_CARRY_SAVE;
  for (int q = 0; q < value_of(card, "Columns", 0); q++) {
    tree->cell[q] = cell_of(card, "Cell");
    tree->alt[q] = cell_of(card, "AltCell");
    tree->compressed[q] = is_compressed;
  }
  tree->alt_period = value_of(card, "AltPeriod", 0);
  if (is_compressed) {
    const gcim_c42_row_t *found = gcim_c42_row(row);
    const bool is_user = row == GCIM_C42_ROW_USER;
    tree->compressor.s = (uint16_t)(is_user ? value_of(card, "User4S", 0) : (int)found->s);
    tree->compressor.c = (uint16_t)(is_user ? value_of(card, "User4C", 0) : (int)found->c);
  }
}

/* Sentences 6 and 7. */
static void fill_adders(const gcim_card_t *card, gcim_tree_t *tree) {
  const bool is_binary = tree->topology == GCIM_BINARY;
  const int first = is_binary ? value_of(card, "LevelFrom", 1) : 0;
  const int last = is_binary ? value_of(card, "LevelTo", GCIM_TREE_MAX_LEVELS) : 0;
  for (int l = first; l <= last; l++) {
    tree->level[l] = (gcim_adder_t){.kind = (gcim_add_t)value_of(card, "Adder", GCIM_ADD_EXACT),
                                    .k = value_of(card, "K", 0),
                                    .m = value_of(card, "M", 0),
                                    .cell = cell_of(card, "Cell")};
  }
}

int gcim_card_tree(const gcim_card_t *card, gcim_tree_t *tree) {
  if (card == NULL || tree == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_card_tree: NULL argument");
  }
  const int lanes = value_of(card, "Lanes", 0), width = value_of(card, "Width", 0);
  if (lanes < 1 || width < 1) {
    return gcim_fail(GCIM_ERR_PARAM, "%s has no adder tree: its card lacks Lanes or Width",
                     card->unit);
  }
  gcim_tree_t t;
  gcim_tree_init(&t, lanes, width);
  t.topology = (gcim_topology_t)value_of(card, "Topology", GCIM_BINARY);
  t.scheme = (gcim_scheme_t)value_of(card, "Scheme", GCIM_SCHEME_UNSIGNED);
  fill_columns(card, &t);
  fill_adders(card, &t);
  t.max_bits = value_of(card, "MaxBits", 0);
  const int comp = value_of(card, "Comp", 0);
  t.comp = value_of(card, "CompNegative", 0) != 0 ? -comp : comp;
  t.allow_sign = value_of(card, "AllowSign", 0) != 0;
  const int status = gcim_tree_check(&t);
  if (status == GCIM_OK) {
    *tree = t;
  }
  return status;
}
