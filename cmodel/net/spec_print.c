/* spec_print.c: a tree as the one line that README.md describes. */
#include "net/spec.h"
#include "net/text.h"

#include <string.h>

static bool same_cell(gcim_fa_t a, gcim_fa_t b) {
  return a.s == b.s && a.c == b.c;
}

static void put_cell(gcim_text_t *to, gcim_fa_t cell) {
  gcim_spec_names_t names;
  gcim_spec_cells(&names);
  for (int i = 0; i < names.count; i++) {
    const gcim_fa_row_t *row = gcim_fa_row(names.row[i]);
    if (row->s == cell.s && row->c == cell.c) {
      gcim_text_put(to, "%s", names.name[i]);
      return;
    }
  }
  gcim_text_put(to, "%02X.%02X", cell.s, cell.c);
}

static void put_compressor(gcim_text_t *to, gcim_c42_t cell) {
  gcim_spec_names_t names;
  gcim_spec_compressors(&names);
  for (int i = 0; i < names.count; i++) {
    const gcim_c42_row_t *row = gcim_c42_row(names.row[i]);
    if (row->s == cell.s && row->c == cell.c) {
      gcim_text_put(to, "%s", names.name[i]);
      return;
    }
  }
  gcim_text_put(to, "%04X.%04X", cell.s, cell.c);
}

static void put_range(gcim_text_t *to, const char *key, int first, int last) {
  if (first == last) {
    gcim_text_put(to, " %s[%d]=", key, first);
  } else {
    gcim_text_put(to, " %s[%d:%d]=", key, first, last);
  }
}

static void put_adder(gcim_text_t *to, const gcim_adder_t *adder) {
  gcim_text_put(to, "%s", gcim_add_name((int)adder->kind));
  switch (gcim_spec_args(adder->kind)) {
    case GCIM_SPEC_NOTHING:
      break;
    case GCIM_SPEC_K:
      gcim_text_put(to, "(%d)", adder->k);
      break;
    case GCIM_SPEC_K_M:
      gcim_text_put(to, "(%d,%d)", adder->k, adder->m);
      break;
    case GCIM_SPEC_K_P:
      gcim_text_put(to, "(%d,%d)", adder->k, adder->p);
      break;
    case GCIM_SPEC_K_CELL:
      gcim_text_put(to, "(%d,", adder->k);
      put_cell(to, adder->cell);
      gcim_text_put(to, ")");
      break;
  }
}

/* Runs of equal cells that are not exact. */
static void put_cells(gcim_text_t *to, const char *key, const gcim_fa_t *cell, int columns) {
  const gcim_fa_t exact = {(uint8_t)gcim_fa_row(0)->s, (uint8_t)gcim_fa_row(0)->c};
  for (int q = 0, last = 0; q < columns; q = last + 1) {
    for (last = q; last + 1 < columns && same_cell(cell[last + 1], cell[q]); last++) {
    }
    if (!same_cell(cell[q], exact)) {
      put_range(to, key, q, last);
      put_cell(to, cell[q]);
    }
  }
}

static void put_compressed(gcim_text_t *to, const gcim_tree_t *tree, int columns) {
  for (int q = 0, last = 0; q < columns; q = last + 1) {
    for (last = q; last + 1 < columns && tree->compressed[last + 1] == tree->compressed[q];
         last++) {
    }
    if (tree->compressed[q]) {
      put_range(to, gcim_spec_keys[GCIM_SPEC_C42], q, last);
      put_compressor(to, tree->compressor);
    }
  }
}

/* What matters of an adder. */
static bool same_adder(const gcim_adder_t *a, const gcim_adder_t *b) {
  const gcim_spec_args_t args = gcim_spec_args(a->kind);
  return a->kind == b->kind && (args == GCIM_SPEC_NOTHING || a->k == b->k) &&
         (args != GCIM_SPEC_K_M || a->m == b->m) && (args != GCIM_SPEC_K_P || a->p == b->p) &&
         (args != GCIM_SPEC_K_CELL || same_cell(a->cell, b->cell));
}

static void put_levels(gcim_text_t *to, const gcim_adder_t *level, int levels) {
  for (int l = 1, last = 1; l <= levels; l = last + 1) {
    for (last = l; last < levels && same_adder(&level[last + 1], &level[l]); last++) {
    }
    if (level[l].kind == GCIM_ADD_EXACT) {
      continue;
    }
    if (l == 1 && last == levels) {
      gcim_text_put(to, " add=");
    } else {
      put_range(to, gcim_spec_keys[GCIM_SPEC_ADD], l, last);
    }
    put_adder(to, &level[l]);
  }
}

static void put_adders(gcim_text_t *to, const gcim_tree_t *tree) {
  if (tree->topology == GCIM_BINARY) {
    put_levels(to, tree->level, gcim_spec_levels(tree));
  } else if (tree->level[0].kind != GCIM_ADD_EXACT) {
    gcim_text_put(to, " add=");
    put_adder(to, &tree->level[0]);
  }
}

static void put_number(gcim_text_t *to, gcim_spec_key_t key, int64_t value) {
  if (value != 0) {
    gcim_text_put(to, " %s=%lld", gcim_spec_keys[key], (long long)value);
  }
}

int gcim_tree_print(const gcim_tree_t *tree, char *text, size_t size) {
  gcim_text_t to = gcim_text_new(text, size);
  const int columns = gcim_spec_columns(tree);
  gcim_text_put(&to, "n=%d w=%d top=%s scheme=%s", tree->lanes, tree->width,
                gcim_spec_tops[tree->topology], gcim_spec_schemes[tree->scheme]);
  put_cells(&to, gcim_spec_keys[GCIM_SPEC_COL], tree->cell, columns);
  if (tree->alt_period > 0) {
    put_cells(&to, gcim_spec_keys[GCIM_SPEC_ALT], tree->alt, columns);
  }
  put_number(&to, GCIM_SPEC_EVERY, tree->alt_period);
  put_compressed(&to, tree, columns);
  put_adders(&to, tree);
  put_number(&to, GCIM_SPEC_MAX, tree->max_bits);
  put_number(&to, GCIM_SPEC_SAT, tree->saturate ? 1 : 0);
  put_number(&to, GCIM_SPEC_COMP, tree->comp);
  put_number(&to, GCIM_SPEC_SIGN, tree->allow_sign ? 1 : 0);
  return (int)to.length;
}
