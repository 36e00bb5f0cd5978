/* apx_tree_check.c: is a tree one that apx_tree.def describes? The rules of the card under their
 * names, for trees with a cell per column and an adder per level. Fields that the topology does not
 * use are not looked at. */
#include "core/bits.h"
#include "core/status.h"
#include "gcim.h"
#include "gcim_approx.h"

static bool is_exact(gcim_fa_t cell) {
  const gcim_fa_row_t *exact = gcim_fa_row(GCIM_FA_ROW_EXACT);
  return cell.s == exact->s && cell.c == exact->c;
}

static bool is_block_adder(const gcim_adder_t *adder) {
  return adder->kind >= GCIM_ADD_ETA2;
}

/* Column q has something that is not an exact cell. */
static bool is_approximate(const gcim_tree_t *tree, int q) {
  return !is_exact(tree->cell[q]) || (tree->alt_period > 0 && !is_exact(tree->alt[q])) ||
         (tree->topology == GCIM_CARRY_SAVE && tree->compressed[q]);
}

static int check_range(const char *name, int64_t value, int64_t min, int64_t max) {
  return value >= min && value <= max
             ? GCIM_OK
             : gcim_fail(GCIM_ERR_PARAM, "apx_tree: %s=%lld is outside %lld..%lld", name,
                         (long long)value, (long long)min, (long long)max);
}

/* Everything that does not depend on the cells and adders. */
static int check_shape(const gcim_tree_t *tree) {
  const struct {
    const char *name;
    int64_t value, min, max;
  } range[] = {{"lanes", tree->lanes, 2, GCIM_TREE_MAX_LANES},
               {"width", tree->width, 1, 32},
               {"topology", tree->topology, GCIM_BINARY, GCIM_ROWS73},
               {"scheme", tree->scheme, GCIM_SCHEME_UNSIGNED, GCIM_SCHEME_PLANE},
               {"max_bits", tree->max_bits, 0, GCIM_TREE_MAX_BITS},
               {"alt_period", tree->alt_period, 0, INT32_MAX}};
  for (size_t i = 0; i < sizeof range / sizeof range[0]; i++) {
    const int status = check_range(range[i].name, range[i].value, range[i].min, range[i].max);
    if (status != GCIM_OK) {
      return status;
    }
  }
  if (tree->max_bits != 0 && tree->max_bits < tree->width) {
    return gcim_fail(GCIM_ERR_PARAM,
                     "apx_tree: max_bits_hold_a_lane: MaxBits must be 0 or at least Width "
                     "(max_bits=%d, width=%d)",
                     tree->max_bits, tree->width);
  }
  if (tree->max_bits != 0 && (tree->topology != GCIM_BINARY || tree->scheme > GCIM_SCHEME_EXTEND)) {
    return gcim_fail(GCIM_ERR_PARAM,
                     "apx_tree: fixed_width_is_binary: MaxBits needs BINARY and SCHEME_UNSIGNED or "
                     "SCHEME_EXTEND (max_bits=%d)",
                     tree->max_bits);
  }
  if (tree->scheme == GCIM_SCHEME_PLANE && tree->width < 2) {
    return gcim_fail(GCIM_ERR_PARAM,
                     "apx_tree: plane_needs_two_bits: SCHEME_PLANE needs Width of "
                     "at least 2 (width=1)");
  }
  return GCIM_OK;
}

/* May the column of a lane's sign bit, and those above, be approximated? */
static bool may_touch_sign(const gcim_tree_t *tree) {
  return tree->scheme == GCIM_SCHEME_UNSIGNED ||
         (tree->allow_sign && tree->scheme != GCIM_SCHEME_PLANE);
}

static int fail_sign(const char *what, int index, int first) {
  return gcim_fail(GCIM_ERR_PARAM,
                   "apx_tree: sign_column_is_exact: a signed scheme needs K and Columns below "
                   "Width, or AllowSign = 1 (in a line sign=1; never under SCHEME_PLANE); "
                   "%s %d reaches column %d",
                   what, index, first);
}

/* The adder of a level; of a carry-save tree level 0. */
static int check_adder(const gcim_tree_t *tree, int level) {
  const gcim_adder_t *adder = &tree->level[level];
  int status = check_range("adder", adder->kind, GCIM_ADD_EXACT, GCIM_ADD_GEAR);
  if (status == GCIM_OK) {
    status = check_range("m", adder->m, 0, INT32_MAX);
  }
  if (status == GCIM_OK) {
    status = check_range("p", adder->p, 0, 64);
  }
  if (status != GCIM_OK) {
    return status;
  }
  if (adder->k < 0 || adder->k > tree->width) {
    return gcim_fail(GCIM_ERR_PARAM,
                     "apx_tree: k_within_width: K must not exceed Width (level %d: k=%d, width=%d; "
                     "allowed is 0..%d)",
                     level, adder->k, tree->width, tree->width);
  }
  if (is_block_adder(adder) && (tree->lanes != 2 || tree->topology != GCIM_BINARY)) {
    return gcim_fail(GCIM_ERR_PARAM,
                     "apx_tree: blocks_add_two_lanes: a block adder (level %d: %s) needs lanes=2 "
                     "and BINARY (lanes=%d)",
                     level, gcim_add_name(adder->kind), tree->lanes);
  }
  if (adder->kind != GCIM_ADD_EXACT && adder->k == tree->width && !may_touch_sign(tree)) {
    return fail_sign("the adder of level", level, tree->width - 1);
  }
  return GCIM_OK;
}

/* Cells and compressors, lowest column first. */
static int check_columns(const gcim_tree_t *tree) {
  const int sum_bits = gcim_tree_sum_bits(tree);
  for (int q = tree->width - 1; q < sum_bits; q++) {
    if (!is_approximate(tree, q)) {
      continue;
    }
    if (q >= tree->width) {
      return gcim_fail(
          GCIM_ERR_PARAM,
          "apx_tree: columns_within_width: Columns must not exceed Width (the cells of "
          "column %d are not exact, width=%d)",
          q, tree->width);
    }
    if (!may_touch_sign(tree)) {
      return fail_sign("the cell of column", q, q);
    }
  }
  return GCIM_OK;
}

int gcim_tree_check(const gcim_tree_t *tree) {
  if (tree == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_tree_check: tree is NULL");
  }
  int status = check_shape(tree);
  if (status != GCIM_OK) {
    return status;
  }
  if (tree->topology != GCIM_BINARY) {
    status = check_adder(tree, 0);
    return status == GCIM_OK ? check_columns(tree) : status;
  }
  for (int l = 1; status == GCIM_OK && l <= gcim_clog2((uint32_t)tree->lanes); l++) {
    status = check_adder(tree, l);
  }
  return status;
}
