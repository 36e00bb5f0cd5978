/* spec_parse.c: the line that README.md describes, read strictly: every key once, every column and
 * level once, nothing left over. The tree is the caller's only when all of it is right.
 */
#include <string.h>

#include "core/status.h"
#include "gcim.h"
#include "net/spec_read.h"

/* ---- values that go to columns or levels ---- */

/* Indexes first .. last become taken; each may be taken once. */
static int take_indexes(uint64_t *taken, const gcim_spec_range_t *range) {
  for (int i = range->first; i <= range->last; i++) {
    if (((*taken >> i) & 1u) != 0) {
      return gcim_fail(GCIM_ERR_FORMAT, "tree, character %d: %s %d is given twice", range->at + 1,
                       range->what, i);
    }
    *taken |= (uint64_t)1 << i;
  }
  if (range->last > range->most->last) {
    *range->most = *range;
  }
  return GCIM_OK;
}

static int read_cells(gcim_spec_t *s, gcim_fa_t *cells, uint64_t *taken,
                      const gcim_spec_range_t *range) {
  gcim_fa_t cell;
  int status = gcim_spec_cell(s, &cell);
  status = status == GCIM_OK ? take_indexes(taken, range) : status;
  for (int q = range->first; q <= range->last && status == GCIM_OK; q++) {
    cells[q] = cell;
  }
  return status;
}

static int read_compressor(gcim_spec_t *s, const gcim_spec_range_t *range) {
  const int at = s->at;
  gcim_c42_t *known = &s->tree.compressor, cell;
  int status = gcim_spec_compressor(s, &cell);
  if (status == GCIM_OK && s->compressed != 0 && (cell.s != known->s || cell.c != known->c)) {
    return gcim_fail(GCIM_ERR_FORMAT, "tree, character %d: a second compressor; a tree has one",
                     at + 1);
  }
  status = status == GCIM_OK ? take_indexes(&s->compressed, range) : status;
  for (int q = range->first; q <= range->last && status == GCIM_OK; q++) {
    s->tree.compressed[q] = true;
    *known = cell;
  }
  return status;
}

static int read_adder(gcim_spec_t *s, const gcim_spec_range_t *range) {
  gcim_adder_t adder = s->tree.level[0]; /* what the kind does not use stays */
  int status = gcim_spec_adder(s, &adder);
  status = status == GCIM_OK ? take_indexes(&s->levels, range) : status;
  for (int l = range->first; l <= range->last && status == GCIM_OK; l++) {
    s->level[l] = adder;
  }
  return status;
}

/* ---- keys ---- */

static int read_ranged(gcim_spec_t *s, gcim_spec_key_t key) {
  const bool is_level = key == GCIM_SPEC_ADD;
  gcim_spec_range_t range = {.what = is_level ? "level" : "column",
                             .most = is_level ? &s->most_level : &s->most_column,
                             .last = is_level ? GCIM_TREE_MAX_LEVELS : GCIM_TREE_MAX_BITS - 1,
                             .first = is_level ? 1 : 0,
                             .at = s->at};
  const bool is_all = is_level && s->text[s->at] == '=';
  int status = is_all ? GCIM_OK : gcim_spec_range(s, &range);
  status = status == GCIM_OK ? gcim_spec_sign(s, '=') : status;
  if (status != GCIM_OK) {
    return status;
  }
  gcim_spec_range_t none = {.last = GCIM_TREE_MAX_BITS};
  range.most = is_all ? &none : range.most; /* all levels are never too many */
  switch (key) {
    case GCIM_SPEC_COL:
      return read_cells(s, s->tree.cell, &s->columns, &range);
    case GCIM_SPEC_ALT:
      s->alt_at = range.at;
      return read_cells(s, s->tree.alt, &s->alts, &range);
    case GCIM_SPEC_C42:
      return read_compressor(s, &range);
    default:
      return read_adder(s, &range);
  }
}

static int read_flag(gcim_spec_t *s, bool *flag) {
  int64_t value = 0;
  const int status = gcim_spec_number(s, 0, 1, &value);
  *flag = status == GCIM_OK ? value != 0 : *flag;
  return status;
}

static int read_int(gcim_spec_t *s, int largest, int *to) {
  int64_t value = 0;
  const int status = gcim_spec_number(s, 0, largest, &value);
  *to = status == GCIM_OK ? (int)value : *to;
  return status;
}

static int read_single(gcim_spec_t *s, gcim_spec_key_t key) {
  gcim_tree_t *tree = &s->tree;
  int number = 0, status = gcim_spec_sign(s, '=');
  if (status != GCIM_OK) {
    return status;
  }
  switch (key) {
    case GCIM_SPEC_N:
      return read_int(s, GCIM_SPEC_LARGEST, &tree->lanes);
    case GCIM_SPEC_W:
      return read_int(s, GCIM_SPEC_LARGEST, &tree->width);
    case GCIM_SPEC_EVERY:
      return read_int(s, INT32_MAX, &tree->alt_period);
    case GCIM_SPEC_MAX:
      return read_int(s, GCIM_SPEC_LARGEST, &tree->max_bits);
    case GCIM_SPEC_TOP:
      status = gcim_spec_name(s, "topology", gcim_spec_tops, GCIM_SPEC_TOPS, &number);
      tree->topology = (gcim_topology_t)number;
      return status;
    case GCIM_SPEC_SCHEME:
      status = gcim_spec_name(s, "scheme", gcim_spec_schemes, GCIM_SPEC_SCHEMES, &number);
      tree->scheme = (gcim_scheme_t)number;
      return status;
    case GCIM_SPEC_COMP:
      return gcim_spec_number(s, INT64_MIN, INT64_MAX, &tree->comp);
    case GCIM_SPEC_SAT:
      return read_flag(s, &tree->saturate);
    default:
      return read_flag(s, &tree->allow_sign);
  }
}

static int read_pair(gcim_spec_t *s) {
  const int at = s->at;
  int key = 0;
  int status = gcim_spec_name(s, "key", gcim_spec_keys, GCIM_SPEC_KEYS, &key);
  if (status != GCIM_OK) {
    return status;
  }
  const bool is_ranged =
      key == GCIM_SPEC_COL || key == GCIM_SPEC_ALT || key == GCIM_SPEC_C42 || key == GCIM_SPEC_ADD;
  if (!is_ranged && s->given[key]) {
    return gcim_fail(GCIM_ERR_FORMAT, "tree, character %d: %s is given twice", at + 1,
                     gcim_spec_keys[key]);
  }
  s->given[key] = true;
  status = is_ranged ? read_ranged(s, (gcim_spec_key_t)key) : read_single(s, (gcim_spec_key_t)key);
  return status == GCIM_OK ? gcim_spec_end_of_pair(s) : status;
}

/* ---- the whole ---- */

static int too_many(const gcim_spec_range_t *range, int first, int limit) {
  return gcim_fail(GCIM_ERR_FORMAT, "tree, character %d: %s %d; this tree has %ss %d to %d",
                   range->at + 1, range->what, range->last, range->what, first, limit);
}

static int place_adders(gcim_spec_t *s) {
  const int levels = gcim_spec_levels(&s->tree);
  if (s->tree.topology == GCIM_BINARY) {
    for (int l = 1; l <= levels; l++) {
      s->tree.level[l] = s->level[l];
    }
    return s->most_level.last > levels ? too_many(&s->most_level, 1, levels) : GCIM_OK;
  }
  if (s->most_level.last > 0) {
    return gcim_fail(GCIM_ERR_FORMAT,
                     "tree, character %d: a level; top=%s has one adder, write add=...",
                     s->most_level.at + 1, gcim_spec_tops[s->tree.topology]);
  }
  s->tree.level[0] = s->level[1]; /* add=... went to all of them */
  return GCIM_OK;
}

static int finish(gcim_spec_t *s) {
  for (int key = GCIM_SPEC_N; key <= GCIM_SPEC_W; key++) {
    if (!s->given[key]) {
      return gcim_fail(GCIM_ERR_FORMAT, "tree, character %d: the end, but %s=... is missing",
                       s->at + 1, gcim_spec_keys[key]);
    }
  }
  if (s->given[GCIM_SPEC_ALT] && s->tree.alt_period == 0) {
    return gcim_fail(GCIM_ERR_FORMAT, "tree, character %d: alt without every=1 or more",
                     s->alt_at + 1);
  }
  const int columns = gcim_spec_columns(&s->tree);
  if (columns > 0 && s->most_column.last >= columns) {
    return too_many(&s->most_column, 0, columns - 1);
  }
  return place_adders(s);
}

int gcim_tree_parse(const char *text, gcim_tree_t *tree) {
  if (text == NULL || tree == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_tree_parse: %s is NULL", text == NULL ? "text" : "tree");
  }
  gcim_spec_t s = {.text = text, .most_column = {.last = -1}, .most_level = {.last = 0}};
  gcim_tree_init(&s.tree, 2, 1);
  memcpy(s.level, s.tree.level, sizeof s.level);
  int status = GCIM_OK;
  for (gcim_spec_skip_blanks(&s); text[s.at] != '\0' && status == GCIM_OK;
       gcim_spec_skip_blanks(&s)) {
    status = read_pair(&s);
  }
  status = status == GCIM_OK ? finish(&s) : status;
  status = status == GCIM_OK ? gcim_tree_check(&s.tree) : status;
  if (status == GCIM_OK) {
    *tree = s.tree;
  }
  return status;
}
