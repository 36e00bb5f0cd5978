/* bitdp_pmf.c: the distribution of d: for each state a list of (d, weight) in increasing d, moved
 * and merged bit by bit.
 */
#include <stdlib.h>
#include <string.h>

#include "bitdp.h"
#include "fail.h"
#include "gcim.h"

/* 2^-53 */
#define UNIT 1.1102230246251565e-16

enum { MAX_VALUES = 1 << 21 };

typedef struct {
  wide_t d;
  double weight;
} item_t;

typedef struct {
  item_t *items;
  size_t count;
} list_t;

/* `to` becomes to + from moved by `shift`, times `w`. False without memory. */
static bool list_merge(list_t *to, const list_t *from, wide_t shift, double w) {
  item_t *items = malloc((to->count + from->count + 1) * sizeof *items);
  size_t i = 0, j = 0, count = 0;
  if (items == NULL) {
    return false;
  }
  while (i < to->count || j < from->count) {
    const bool has_old = i < to->count, has_new = j < from->count;
    const wide_t next = has_new ? from->items[j].d + shift : 0;
    const bool is_old = has_old && (!has_new || to->items[i].d <= next);
    const bool is_new = has_new && (!has_old || next <= to->items[i].d);
    item_t *item = &items[count++];
    item->d = is_old ? to->items[i].d : next;
    item->weight = is_old ? to->items[i++].weight : 0;
    if (is_new) {
      item->weight += w * from->items[j++].weight;
    }
  }
  free(to->items);
  to->items = items;
  to->count = count;
  return true;
}

static void lists_clear(list_t *lists, int count) {
  for (int i = 0; i < count; i++) {
    free(lists[i].items);
    lists[i] = (list_t){0};
  }
}

static size_t lists_size(const list_t *lists, int count) {
  size_t size = 0;
  for (int i = 0; i < count; i++) {
    size += lists[i].count;
  }
  return size;
}

static bool lists_step(const bitdp_t *dp, const metric_job_t *job, int bit, const list_t *from,
                       list_t *to) {
  const double one = job->ones, zero = job->of - job->ones;
  const double w[4] = {zero * zero, zero * one, one * zero, one * one};
  bool is_done = true;
  for (int state = 0; state < dp->states; state++) {
    for (int ab = 0; ab < 4 && from[state].count > 0 && is_done; ab++) {
      bitdp_step_t step;
      dp->step(dp->self, bit, state, ab, &step);
      if (w[ab] > 0) {
        is_done =
            list_merge(&to[step.next], &from[state], (wide_t)step.diff * ((wide_t)1 << bit), w[ab]);
      }
    }
  }
  return is_done;
}

/* All states' lists into `end`. */
static bool lists_join(const bitdp_t *dp, const list_t *lists, list_t *end) {
  for (int state = 0; state < dp->states; state++) {
    if (!list_merge(end, &lists[state], 0, 1)) {
      return false;
    }
  }
  return true;
}

/* Whole numbers below 2^53 are exact in doubles, sums included. */
static bool set_exact(const list_t *end, const mpz_t total, metric_t *m) {
  if (!metric_pmf_make(&m->pmf, end->count, true)) {
    return false;
  }
  mpz_set(m->pmf.total, total);
  for (size_t i = 0; i < end->count; i++) {
    m->pmf.d[i] = end->items[i].d;
    mpz_set_d(m->pmf.weight[i], end->items[i].weight);
  }
  return true;
}

static bool set_rounded(const list_t *end, double total, double error, metric_t *m) {
  if (!metric_pmf_make(&m->pmf, end->count, false)) {
    return false;
  }
  for (size_t i = 0; i < end->count; i++) {
    m->pmf.d[i] = end->items[i].d;
    m->pmf.p[i] = end->items[i].weight / total;
  }
  m->pmf.error = error;
  return true;
}

/* MED alone: the other figures are exact already. */
static void set_med(metric_t *m) {
  metric_value_t figure[METRIC_MSE + 1] = {0};
  for (int i = 0; i <= METRIC_MSE; i++) {
    mpq_init(figure[i].exact);
  }
  metric_pmf_figures(&m->pmf, figure);
  if (figure[METRIC_MED].kind == METRIC_EXACT) {
    metric_set_exact(&m->figure[METRIC_MED], figure[METRIC_MED].exact);
  } else if (m->figure[METRIC_MED].kind == METRIC_ABSENT) {
    metric_set_rounded(&m->figure[METRIC_MED], figure[METRIC_MED].value, figure[METRIC_MED].error);
  }
  for (int i = 0; i <= METRIC_MSE; i++) {
    mpq_clear(figure[i].exact);
  }
}

static void set_med_of_one_sign(metric_t *m) {
  if (m->max.d == 0 || m->min.d == 0) {
    mpq_t med;
    mpq_init(med);
    mpq_abs(med, m->figure[METRIC_BIAS].exact);
    metric_set_exact(&m->figure[METRIC_MED], med);
    mpq_clear(med);
  }
}

static int set_distribution(const bitdp_t *dp, const metric_job_t *job, const list_t *lists,
                            metric_t *m) {
  list_t end = {0};
  mpz_t total;
  mpz_init(total);
  metric_total(job, 2 * dp->value_bits, total);
  /* a bit: one product and at most 4 * states additions; the last division and the joining */
  const double error = UNIT * (dp->value_bits * (4.0 * dp->states + 2) + dp->states + 2);
  bool is_done = lists_join(dp, lists, &end);
  if (is_done && mpz_sizeinbase(total, 2) <= 53) {
    is_done = set_exact(&end, total, m);
  } else if (is_done) {
    is_done = set_rounded(&end, mpz_get_d(total), error, m);
  }
  if (is_done) {
    set_med(m);
  }
  free(end.items);
  mpz_clear(total);
  return is_done ? GCIM_OK : gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
}

int bitdp_distribution(const bitdp_t *dp, const metric_job_t *job, metric_t *m) {
  list_t lists[2][BITDP_STATES] = {0};
  static const item_t nothing = {0, 1};
  bool is_done = list_merge(&lists[0][0], &(list_t){(item_t *)&nothing, 1}, 0, 1);
  int bit = 0;
  set_med_of_one_sign(m);
  for (; bit < dp->value_bits && is_done; bit++) {
    list_t *from = lists[bit % 2], *to = lists[(bit + 1) % 2];
    is_done = lists_step(dp, job, bit, from, to);
    lists_clear(from, dp->states);
    if (lists_size(to, dp->states) > MAX_VALUES) {
      break;
    }
  }
  int status = is_done ? GCIM_OK : gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  if (is_done && bit < dp->value_bits) {
    metric_note(m, "more than %d values of d: no distribution%s", MAX_VALUES,
                m->figure[METRIC_MED].kind == METRIC_ABSENT ? ", no MED" : "");
  } else if (is_done) {
    status = set_distribution(dp, job, lists[dp->value_bits % 2], m);
  }
  lists_clear(lists[0], dp->states);
  lists_clear(lists[1], dp->states);
  return status;
}
