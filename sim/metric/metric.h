/* metric.h: error statistics of approximate arithmetic.
 *
 * d = approximate - exact, over a domain that the result names. What a method counts is kept as a
 * ratio of whole numbers; a double is derived from it at the end and never rounded on the way.
 */
#ifndef GCIM_METRIC_METRIC_H
#define GCIM_METRIC_METRIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wide.h"

/* How much a figure says. */
typedef enum {
  METRIC_ABSENT = 0,
  METRIC_EXACT,   /* the ratio `exact` */
  METRIC_ROUNDED, /* |value - truth| <= error */
  METRIC_BOUND,   /* the truth is not beyond `value` (worst cases only) */
  METRIC_SAMPLED  /* an estimate with intervals; of a worst case: reached, may be exceeded */
} metric_kind_t;

typedef struct {
  metric_kind_t kind;
  mpq_t exact;
  double value, error;
  double low, high;           /* SAMPLED, 95 %: Clopper-Pearson for ER, else central limit */
  double sure_low, sure_high; /* SAMPLED, 95 %: empirical Bernstein, without assumptions */
  bool is_sure;               /* sure_low and sure_high are given */
} metric_value_t;

typedef enum {
  METRIC_ER,         /* P(d != 0) */
  METRIC_MED,        /* E|d| */
  METRIC_BIAS,       /* E d */
  METRIC_MSE,        /* E d*d */
  METRIC_VARIANCE,   /* MSE - bias*bias */
  METRIC_MRED,       /* E(|d| / |exact|) given exact != 0 */
  METRIC_ZERO_WRONG, /* P(exact = 0 and d != 0): what MRED leaves out */
  METRIC_WCRE,       /* largest |d| / |exact| over exact != 0 */
  METRIC_HAMMING,    /* mean number of wrong result bits */
  METRIC_FIGURES
} metric_figure_t;

/* Largest or smallest d. */
typedef struct {
  metric_kind_t kind;
  wide_t d;
  uint64_t *lanes; /* operands that reach it, NULL if not known */
} metric_extreme_t;

/* d -> probability weight[i] / total, in increasing d; or, if !exact, p[i] with relative error
 * `error`. */
typedef struct {
  size_t count;
  bool exact, is_sampled; /* is_sampled: of random cases */
  wide_t *d;
  mpz_t *weight;
  mpz_t total;
  double *p;
  double error;
} metric_pmf_t;

enum { METRIC_MAX_BITS = 66, METRIC_NMED_COUNT = 3, METRIC_TEXT = 512 };

typedef struct {
  const char *method;
  char domain[METRIC_TEXT], note[METRIC_TEXT]; /* over what; what a reader must know */
  int lanes;
  metric_value_t figure[METRIC_FIGURES];
  metric_extreme_t max, min;
  int bits; /* of the result; 0: bit[] is not given */
  metric_value_t bit[METRIC_MAX_BITS];
  metric_pmf_t pmf;                  /* count 0: not given */
  wide_t divisor[METRIC_NMED_COUNT]; /* of NMED; 0: not given */
} metric_t;

void metric_init(metric_t *m);
void metric_clear(metric_t *m);

/* Names of METRIC_ER .. METRIC_HAMMING: "ER", and what they are; names of the NMED divisors. */
const char *metric_figure_name(metric_figure_t figure);
const char *metric_figure_what(metric_figure_t figure);
const char *metric_divisor_name(int divisor);

void metric_set_exact(metric_value_t *v, const mpq_t q);
void metric_set_ratio(metric_value_t *v, const mpz_t numerator, const mpz_t denominator);
void metric_set_rounded(metric_value_t *v, double value, double error);

/* Append to the note, with "; " between. */
__attribute__((format(printf, 2, 3))) void metric_note(metric_t *m, const char *format, ...);

/* Keep an extreme; `lanes` (m->lanes of them) may be NULL and is copied. */
void metric_set_extreme(metric_t *m, metric_extreme_t *extreme, metric_kind_t kind, wide_t d,
                        const uint64_t *lanes);

/* Whatever follows from figures that are there: the variance. */
void metric_derive(metric_t *m);

/* ---- the distribution ---- */

/* Room for `count` values of d: exact weights, or doubles. Returns false without memory. */
bool metric_pmf_make(metric_pmf_t *pmf, size_t count, bool exact);
void metric_pmf_clear(metric_pmf_t *pmf);

/* Set it from weights of d = first, first + 1, ..; those that are 0 are left out. */
bool metric_pmf_from_dense(metric_pmf_t *pmf, wide_t first, size_t count, mpz_t *weight,
                           const mpz_t total);
bool metric_pmf_from_doubles(metric_pmf_t *pmf, wide_t first, size_t count, const double *p,
                             double error);

/* ER, MED, bias, MSE of a distribution (figures METRIC_ER .. METRIC_MSE, initialised); fills p[].
 */
void metric_pmf_figures(metric_pmf_t *pmf, metric_value_t figure[METRIC_MSE + 1]);

/* ER, MED, bias, MSE, variance, max and min (without witnesses) of m->pmf. */
void metric_from_pmf(metric_t *m);

/* ---- relative errors ---- */

/* MRED from sums[e] = sum of |d| (times weights) over all cases with |exact| = e, e < count, and
 * the weight of the cases with exact != 0. Exact up to METRIC_EXACT_RATIOS values, else rounded. */
enum { METRIC_EXACT_RATIOS = 1 << 18 };
void metric_set_mred(metric_t *m, size_t count, mpz_t *sums, const mpz_t nonzero);

#endif
