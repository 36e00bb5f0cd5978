/* additive.c: the error of a tree as a sum over its cells: every cell turns a + b + c of its column
 * into 2 * carry + sum + delta, so y = exact + sum of 2^column * delta, modulo the bits of the sum.
 * From the least and largest delta of each cell come bounds that hold for any operands; where the
 * inputs of every approximate cell are independent the bias is exact.
 */
#include "additive.h"

#include <stdlib.h>

#include "fail.h"
#include "gcim.h"

static int depth(int lanes) {
  int levels = 0;
  while (1 << levels < lanes) {
    levels++;
  }
  return levels;
}

/* An adder whose error is that of cells in the network? */
static bool is_of_cells(const gcim_adder_t *a) {
  return a->kind == GCIM_ADD_EXACT || a->kind == GCIM_ADD_CHAIN || a->k == 0;
}

static int check_additive(const metric_job_t *job) {
  const subject_t *s = job->subject;
  const gcim_tree_t *t = &s->tree;
  wide_t low, high;
  if (s->kind != SUBJECT_TREE) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "it is for trees");
  }
  if (t->max_bits > 0) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "a width limit is no sum of cells");
  }
  if (job->domain == DOMAIN_NO_OVERFLOW) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "its bounds are for all operands");
  }
  for (int l = 1; l <= depth(t->lanes) && t->topology == GCIM_BINARY; l++) {
    if (t->scheme == GCIM_SCHEME_EXTEND && t->level[l].k == t->width + l - 1) {
      return gcim_vec_fail(GCIM_ERR_PARAM, "level %d approximates its sign bit", l);
    }
  }
  const int status = additive_bounds(job, &low, &high);
  if (status != GCIM_OK) {
    return status;
  }
  if (job->domain != DOMAIN_UNBOUNDED && subject_may_wrap(s, low, high)) {
    return gcim_vec_fail(GCIM_ERR_PARAM,
                         "with errors in its bounds the root may leave the %d bits of the sum; "
                         "--domain unbounded leaves the modulo out",
                         s->sum_bits);
  }
  return GCIM_OK;
}

/* ---- bounds ---- */

/* Least and largest error of an adder that is no chain of cells. */
static int adder_bounds(const metric_job_t *job, const gcim_adder_t *adder, int width, wide_t *low,
                        wide_t *high) {
  static const metric_method_t *const methods[] = {&metric_closed, &metric_window, &metric_lowpart};
  subject_t s = {.kind = SUBJECT_ADDER,
                 .adder = *adder,
                 .lanes = 2,
                 .width = width,
                 .sum_bits = width + 1,
                 .is_adder = true};
  metric_job_t part = *job;
  part.subject = &s;
  part.domain = DOMAIN_ALL;
  for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
    if (methods[i]->check(&part) == GCIM_OK) {
      metric_t m;
      metric_init(&m);
      const int status = methods[i]->run(&part, &m);
      *low = m.min.d;
      *high = m.max.d;
      metric_clear(&m);
      return status;
    }
  }
  return gcim_vec_fail(GCIM_ERR_PARAM, "%s with k = %d: more than its bounds can be found in",
                       gcim_add_name((int)adder->kind), adder->k);
}

/* Adders of a binary tree, or the last one of a carry-save tree. */
static int add_adders(const metric_job_t *job, wide_t *low, wide_t *high) {
  const gcim_tree_t *t = &job->subject->tree;
  const bool is_binary = t->topology == GCIM_BINARY;
  int count = is_binary ? t->lanes : 2;
  for (int l = is_binary ? 1 : 0; count > 1; l++) {
    const gcim_adder_t *a = &t->level[l];
    wide_t least = 0, most = 0;
    if (!is_of_cells(a)) {
      const int width = is_binary ? t->width + l - 1 : job->subject->sum_bits;
      const int status = adder_bounds(job, a, width, &least, &most);
      if (status != GCIM_OK) {
        return status;
      }
    }
    *low += (count / 2) * least;
    *high += (count / 2) * most;
    count = (count + 1) / 2;
  }
  return GCIM_OK;
}

int additive_delta(const gcim_net_cell_t *cell, unsigned row) {
  int value = 0;
  for (int o = 0; o < cell->outs; o++) {
    value += ((cell->table[o] >> row) & 1) << o;
  }
  return value - __builtin_popcount(row);
}

bool additive_row_possible(const gcim_net_cell_t *cell, unsigned row) {
  for (int i = 0; i < cell->ins; i++) {
    const unsigned bit = (row >> (cell->ins - 1 - i)) & 1u;
    if (cell->in[i] < 2 && bit != cell->in[i]) { /* nets 0 and 1 are constants */
      return false;
    }
  }
  return true;
}

static void add_cell(const gcim_net_cell_t *cell, wide_t *low, wide_t *high) {
  int least = INT8_MAX, most = INT8_MIN;
  for (unsigned row = 0; row < 1u << cell->ins; row++) {
    if (additive_row_possible(cell, row)) {
      const int delta = additive_delta(cell, row);
      least = delta < least ? delta : least;
      most = delta > most ? delta : most;
    }
  }
  *low += (wide_t)least * ((wide_t)1 << cell->column);
  *high += (wide_t)most * ((wide_t)1 << cell->column);
}

int additive_bounds(const metric_job_t *job, wide_t *low, wide_t *high) {
  gcim_net_t *net;
  int status = gcim_net_new(&job->subject->tree, &net);
  if (status != GCIM_OK) {
    return gcim_vec_fail_model(status);
  }
  *low = *high = job->subject->tree.comp;
  for (int i = 0; i < gcim_net_cells(net); i++) {
    const gcim_net_cell_t *cell = gcim_net_cell(net, i);
    if (cell->column >= 0) {
      add_cell(cell, low, high);
    }
  }
  gcim_net_free(net);
  return add_adders(job, low, high);
}

static int run_additive(const metric_job_t *job, metric_t *m) {
  const gcim_tree_t *t = &job->subject->tree;
  wide_t low, high;
  int status = additive_bounds(job, &low, &high);
  if (status != GCIM_OK) {
    return status;
  }
  metric_set_extreme(m, &m->max, METRIC_BOUND, high, NULL);
  metric_set_extreme(m, &m->min, METRIC_BOUND, low, NULL);
  bool is_all_cells = true;
  for (int l = 0; l <= depth(t->lanes); l++) {
    const bool is_used = t->topology == GCIM_BINARY ? l > 0 : l == 0;
    is_all_cells = is_all_cells && (!is_used || is_of_cells(&t->level[l]));
  }
  if (!is_all_cells) {
    metric_note(m, "no bias: an adder is no chain of cells");
    return GCIM_OK;
  }
  return additive_bias(job, m);
}

const metric_method_t metric_additive = {
    "additive", "bounds as a sum over all cells; the bias where cell inputs are independent",
    check_additive, run_additive};
