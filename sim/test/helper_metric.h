/* helper_metric.h: what the tests of the error metrics share: subjects, runs of one method,
 * comparison of two results, and an independent count of all cases through the word-level models.
 */
#ifndef GCIM_TEST_HELPER_METRIC_H
#define GCIM_TEST_HELPER_METRIC_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* cmocka.h needs the headers above */
#include <cmocka.h>

#include "fail.h"
#include "gcim.h"
#include "method.h"

static inline gcim_adder_t adder_of(gcim_add_t kind, int k, int m, int p) {
  const gcim_fa_row_t *row = gcim_fa_row(gcim_fa_find("AMA1"));
  return (gcim_adder_t){kind, k, m, p, {(uint8_t)row->s, (uint8_t)row->c}};
}

static inline gcim_adder_t chain_of(const char *cell, int k) {
  const gcim_fa_row_t *row = gcim_fa_row(gcim_fa_find(cell));
  assert_non_null(row);
  return (gcim_adder_t){GCIM_ADD_CHAIN, k, 0, 0, {(uint8_t)row->s, (uint8_t)row->c}};
}

static inline subject_t subject_of(gcim_adder_t adder, int width, bool is_signed) {
  subject_t s;
  if (subject_from_adder(&adder, width, is_signed, &s) != GCIM_OK) {
    fail_msg("%s", gcim_vec_error_text());
  }
  return s;
}

/* A binary tree with one adder in all levels. */
static inline subject_t tree_of(int lanes, int width, gcim_adder_t adder, gcim_scheme_t scheme) {
  gcim_tree_t tree;
  subject_t s;
  gcim_tree_init(&tree, lanes, width);
  tree.scheme = scheme;
  for (int l = 1; l <= GCIM_TREE_MAX_LEVELS; l++) {
    tree.level[l] = adder;
  }
  if (gcim_tree_check(&tree) != GCIM_OK) {
    fail_msg("%s", gcim_error_text());
  }
  subject_from_tree(&tree, &s);
  return s;
}

static inline subject_t popcount_of(subject_pop_t kind, int lanes) {
  subject_t s = {.kind = SUBJECT_POPCOUNT,
                 .lanes = lanes,
                 .width = 1,
                 .pop = kind,
                 .pop_bits = 3,
                 .pop_size = 4,
                 .pop_limit = 1};
  while (1 << s.sum_bits <= lanes) {
    s.sum_bits++;
  }
  return s;
}

static inline metric_job_t job_of(const subject_t *s, uint32_t ones, uint32_t of) {
  metric_job_t job;
  metric_job_init(&job, s);
  job.ones = ones;
  job.of = of;
  if (metric_job_check(&job) != GCIM_OK) {
    fail_msg("%s", gcim_vec_error_text());
  }
  return job;
}

static inline void run(const metric_method_t *method, const metric_job_t *job, metric_t *m) {
  metric_init(m);
  if (metric_run(method, job, m) != GCIM_OK) {
    fail_msg("%s", gcim_vec_error_text());
  }
}

static inline void refuses(const metric_method_t *method, const metric_job_t *job,
                           const char *words) {
  metric_t m;
  metric_init(&m);
  assert_int_equal(metric_run(method, job, &m), GCIM_ERR_PARAM);
  if (strstr(gcim_vec_error_text(), words) == NULL) {
    fail_msg("'%s' does not say '%s'", gcim_vec_error_text(), words);
  }
  metric_clear(&m);
}

/* An exact figure is this ratio. */
static inline void is_ratio(const metric_t *m, metric_figure_t figure, long numerator,
                            unsigned long denominator) {
  mpq_t q;
  mpq_init(q);
  mpq_set_si(q, numerator, denominator);
  mpq_canonicalize(q);
  assert_int_equal(m->figure[figure].kind, METRIC_EXACT);
  if (mpq_cmp(q, m->figure[figure].exact) != 0) {
    fail_msg("%s %s: %.9g instead of %ld/%lu", m->method, metric_figure_name(figure),
             m->figure[figure].value, numerator, denominator);
  }
  mpq_clear(q);
}

/* A figure printed with these digits: within half a unit of its last decimal. */
static inline void is_near(const metric_t *m, metric_figure_t figure, double value, double unit) {
  assert_int_not_equal(m->figure[figure].kind, METRIC_ABSENT);
  if (fabs(m->figure[figure].value - value) > 0.5000001 * unit) {
    fail_msg("%s %s: %.9g instead of %.9g", m->method, metric_figure_name(figure),
             m->figure[figure].value, value);
  }
}

static inline void is_range(const metric_t *m, long min, long max) {
  assert_int_equal(m->max.kind, METRIC_EXACT);
  assert_int_equal(m->min.kind, METRIC_EXACT);
  if (m->max.d != max || m->min.d != min) {
    fail_msg("%s: d in %ld..%ld instead of %ld..%ld", m->method, (long)m->min.d, (long)m->max.d,
             min, max);
  }
}

/* ---- two results of the same thing ---- */

static inline void same_value(const char *what, const metric_t *a, const metric_t *b,
                              const metric_value_t *x, const metric_value_t *y) {
  if (x->kind == METRIC_ABSENT || y->kind == METRIC_ABSENT) {
    return;
  }
  const bool is_exact = x->kind == METRIC_EXACT && y->kind == METRIC_EXACT;
  const double room = (x->kind == METRIC_ROUNDED ? x->error : 0) +
                      (y->kind == METRIC_ROUNDED ? y->error : 0) + 1e-15 * fabs(x->value);
  const bool is_same =
      is_exact ? mpq_equal(x->exact, y->exact) != 0 : fabs(x->value - y->value) <= room;
  if (!is_same) {
    fail_msg("%s: %s says %.17g, %s says %.17g", what, a->method, x->value, b->method, y->value);
  }
}

static inline void same_pmf(const metric_t *a, const metric_t *b) {
  if (a->pmf.count == 0 || b->pmf.count == 0 || !a->pmf.exact || !b->pmf.exact) {
    return;
  }
  mpz_t x, y;
  mpz_inits(x, y, NULL);
  if (a->pmf.count != b->pmf.count) {
    fail_msg("%s: %zu values of d, %s: %zu", a->method, a->pmf.count, b->method, b->pmf.count);
  }
  for (size_t i = 0; i < a->pmf.count; i++) {
    assert_true(a->pmf.d[i] == b->pmf.d[i]);
    mpz_mul(x, a->pmf.weight[i], b->pmf.total);
    mpz_mul(y, b->pmf.weight[i], a->pmf.total);
    assert_int_equal(mpz_cmp(x, y), 0);
  }
  mpz_clears(x, y, NULL);
}

/* Worst cases are equal; a bound is not passed by what another method has counted. */
static inline void same_extreme(const metric_t *a, const metric_t *b, const metric_extreme_t *x,
                                const metric_extreme_t *y, int sign) {
  const bool both = x->kind == METRIC_EXACT && y->kind == METRIC_EXACT;
  const bool is_passed =
      (x->kind == METRIC_BOUND && y->kind == METRIC_EXACT && sign * y->d > sign * x->d) ||
      (y->kind == METRIC_BOUND && x->kind == METRIC_EXACT && sign * x->d > sign * y->d);
  if ((both && x->d != y->d) || is_passed) {
    fail_msg("%s: worst d %ld, %s: %ld", a->method, (long)x->d, b->method, (long)y->d);
  }
}

/* Whatever both give is the same. */
static inline void same(const metric_t *a, const metric_t *b) {
  for (int f = 0; f < METRIC_FIGURES; f++) {
    same_value(metric_figure_name((metric_figure_t)f), a, b, &a->figure[f], &b->figure[f]);
  }
  for (int j = 0; j < a->bits && j < b->bits; j++) {
    same_value("bit", a, b, &a->bit[j], &b->bit[j]);
  }
  same_extreme(a, b, &a->max, &b->max, 1);
  same_extreme(a, b, &a->min, &b->min, -1);
  same_pmf(a, b);
}

/* The operands that a worst case comes with do reach it (modulo the bits of the sum). */
static inline void witness_holds(const subject_t *s, const metric_t *m, const metric_extreme_t *x) {
  wide_t approximate, exact;
  if (x->lanes != NULL && s->kind != SUBJECT_POPCOUNT) {
    subject_eval(s, x->lanes, &approximate, &exact);
    if (subject_number(approximate - exact - x->d, s->sum_bits, false) != 0) {
      fail_msg("%s: the operands give d = %ld, not %ld", m->method, (long)(approximate - exact),
               (long)x->d);
    }
  }
}

/* Left out of comparisons: sampling, and more cases than a test has time for. */
static inline bool is_left_out(const metric_method_t *method, const subject_t *s) {
  return method == &metric_monte || (method == &metric_exhaustive && s->lanes * s->width > 16);
}

/* All methods that apply, each against each other one; at least `least` of them. */
static inline void all_agree(const metric_job_t *job, int least) {
  enum { METHODS = 16 };
  metric_t m[METHODS];
  int count = 0;
  for (int i = 0; metric_method(i) != NULL; i++) {
    const metric_method_t *method = metric_method(i);
    if (is_left_out(method, job->subject) || method->check(job) != GCIM_OK) {
      continue;
    }
    assert_true(count < METHODS);
    run(method, job, &m[count]);
    witness_holds(job->subject, &m[count], &m[count].max);
    witness_holds(job->subject, &m[count], &m[count].min);
    for (int j = 0; j < count; j++) {
      same(&m[j], &m[count]);
    }
    count++;
  }
  for (int i = 0; i < count; i++) {
    metric_clear(&m[i]);
  }
  if (count < least) {
    fail_msg("%d methods apply, %d are expected", count, least);
  }
}

/* ---- every case, one by one, by the word-level models ---- */

typedef struct {
  uint64_t cases, wrong, zero_wrong, bit_wrong[METRIC_MAX_BITS];
  long sum_abs, sum, sum_sq, max, min;
  double mred;
} count_t;

/* 2^(lanes * width) cases; `fits` >= 0: only exact sums that fit so many bits; wrap: reduce them.
 */
static inline count_t count_cases(const subject_t *s, int fits, bool wrap) {
  count_t c = {.max = INT32_MIN, .min = INT32_MAX};
  uint64_t lanes[64], nonzero = 0;
  for (uint64_t i = 0; i < UINT64_C(1) << (s->lanes * s->width); i++) {
    wide_t y, e;
    for (int l = 0; l < s->lanes; l++) {
      lanes[l] = (i >> (l * s->width)) & ((UINT64_C(1) << s->width) - 1);
    }
    subject_eval(s, lanes, &y, &e);
    if (fits >= 0 && subject_number(e, fits, s->is_signed) != e) {
      continue;
    }
    const long exact = (long)(wrap ? subject_number(e, s->sum_bits, s->is_signed) : e);
    const long d = (long)y - exact;
    c.cases++;
    c.wrong += d != 0;
    c.zero_wrong += d != 0 && exact == 0;
    c.sum += d;
    c.sum_abs += labs(d);
    c.sum_sq += d * d;
    c.max = d > c.max ? d : c.max;
    c.min = d < c.min ? d : c.min;
    nonzero += exact != 0;
    c.mred += exact != 0 ? (double)labs(d) / (double)labs(exact) : 0;
    for (int j = 0; j < s->sum_bits; j++) {
      c.bit_wrong[j] += (uint64_t)(((long)y ^ exact) >> j) & 1u;
    }
  }
  c.mred /= nonzero > 0 ? (double)nonzero : 1;
  return c;
}

static inline void is_count(const metric_t *m, const count_t *c) {
  is_ratio(m, METRIC_ER, (long)c->wrong, c->cases);
  is_ratio(m, METRIC_MED, c->sum_abs, c->cases);
  is_ratio(m, METRIC_BIAS, c->sum, c->cases);
  is_ratio(m, METRIC_MSE, c->sum_sq, c->cases);
  is_ratio(m, METRIC_ZERO_WRONG, (long)c->zero_wrong, c->cases);
  is_near(m, METRIC_MRED, c->mred, 1e-12);
  is_range(m, c->min, c->max);
  for (int j = 0; j < m->bits; j++) {
    is_near(m, METRIC_ER, m->figure[METRIC_ER].value, 1);
    assert_true(fabs(m->bit[j].value - (double)c->bit_wrong[j] / (double)c->cases) < 1e-15);
  }
}

#endif
