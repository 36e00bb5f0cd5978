/* spec_names.c: names in the line that describes a tree. */
#include <stdio.h>

#include "net/build.h"
#include "net/spec.h"

const char *const gcim_spec_keys[GCIM_SPEC_KEYS] = {
    "n", "w", "top", "scheme", "col", "alt", "every", "c42", "add", "max", "sat", "comp", "sign"};
const char *const gcim_spec_tops[GCIM_SPEC_TOPS] = {"binary", "saver", "wallace", "dadda",
                                                    "rows73"};
const char *const gcim_spec_schemes[GCIM_SPEC_SCHEMES] = {"unsigned", "extend", "invert", "plane"};

gcim_spec_args_t gcim_spec_args(gcim_add_t kind) {
  switch (kind) {
    case GCIM_ADD_EXACT:
      return GCIM_SPEC_NOTHING;
    case GCIM_ADD_LOCA:
    case GCIM_ADD_OLOCA:
    case GCIM_ADD_MHERLOA:
      return GCIM_SPEC_K_M;
    case GCIM_ADD_GEAR:
      return GCIM_SPEC_K_P;
    case GCIM_ADD_CHAIN:
      return GCIM_SPEC_K_CELL;
    default:
      return GCIM_SPEC_K;
  }
}

static void add_name(gcim_spec_names_t *names, const char *name, int row) {
  char *to = names->name[names->count];
  snprintf(to, GCIM_SPEC_NAME, "%s", name);
  for (int i = 0; to[i] != '\0'; i++) {
    to[i] = (char)(to[i] >= 'A' && to[i] <= 'Z' ? to[i] - 'A' + 'a' : to[i]);
  }
  names->row[names->count++] = row;
}

void gcim_spec_cells(gcim_spec_names_t *names) {
  names->count = 0;
  for (int r = 0; gcim_fa_row(r) != NULL && names->count < GCIM_SPEC_NAMES; r++) {
    if (r != GCIM_FA_ROW_USER) {
      add_name(names, gcim_fa_row(r)->name, r);
    }
  }
}

void gcim_spec_compressors(gcim_spec_names_t *names) {
  names->count = 0;
  for (int r = 0; gcim_c42_row(r) != NULL && names->count < GCIM_SPEC_NAMES; r++) {
    if (r != GCIM_C42_ROW_CELLS && r != GCIM_C42_ROW_USER) {
      add_name(names, gcim_c42_row(r)->name, r);
    }
  }
}

int gcim_spec_levels(const gcim_tree_t *tree) {
  return tree->lanes < 1 || tree->lanes > GCIM_TREE_MAX_LANES ? 0 : gcim_net_levels(tree->lanes);
}

int gcim_spec_columns(const gcim_tree_t *tree) {
  const int columns = tree->width + gcim_spec_levels(tree);
  if (tree->width < 1 || columns > GCIM_TREE_MAX_BITS) {
    return 0;
  }
  return tree->max_bits > 0 && tree->max_bits < columns ? tree->max_bits : columns;
}
