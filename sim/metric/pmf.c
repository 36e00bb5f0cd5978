/* pmf.c: the distribution of d, the figures that follow from it, and relative errors. */
#include <stdlib.h>

#include "metric.h"

/* 2^-53: a double's rounding. */
#define UNIT 1.1102230246251565e-16

bool metric_pmf_make(metric_pmf_t *pmf, size_t count, bool exact) {
  metric_pmf_clear(pmf);
  pmf->exact = exact;
  pmf->d = malloc((count + 1) * sizeof *pmf->d);
  pmf->p = calloc(count + 1, sizeof *pmf->p);
  pmf->weight = exact ? malloc((count + 1) * sizeof *pmf->weight) : NULL;
  if (pmf->d == NULL || pmf->p == NULL || (exact && pmf->weight == NULL)) {
    metric_pmf_clear(pmf);
    return false;
  }
  pmf->count = count;
  for (size_t i = 0; exact && i < count; i++) {
    mpz_init(pmf->weight[i]);
  }
  return true;
}

void metric_pmf_clear(metric_pmf_t *pmf) {
  for (size_t i = 0; pmf->weight != NULL && i < pmf->count; i++) {
    mpz_clear(pmf->weight[i]);
  }
  free(pmf->weight);
  free(pmf->d);
  free(pmf->p);
  pmf->weight = NULL;
  pmf->d = NULL;
  pmf->p = NULL;
  pmf->count = 0;
  pmf->error = 0;
}

bool metric_pmf_from_dense(metric_pmf_t *pmf, wide_t first, size_t count, mpz_t *weight,
                           const mpz_t total) {
  size_t used = 0;
  for (size_t i = 0; i < count; i++) {
    used += mpz_sgn(weight[i]) != 0;
  }
  if (!metric_pmf_make(pmf, used, true)) {
    return false;
  }
  mpz_set(pmf->total, total);
  used = 0;
  for (size_t i = 0; i < count; i++) {
    if (mpz_sgn(weight[i]) != 0) {
      pmf->d[used] = first + (wide_t)i;
      mpz_set(pmf->weight[used++], weight[i]);
    }
  }
  return true;
}

bool metric_pmf_from_doubles(metric_pmf_t *pmf, wide_t first, size_t count, const double *p,
                             double error) {
  size_t used = 0;
  for (size_t i = 0; i < count; i++) {
    used += p[i] > 0;
  }
  if (!metric_pmf_make(pmf, used, false)) {
    return false;
  }
  used = 0;
  for (size_t i = 0; i < count; i++) {
    if (p[i] > 0) {
      pmf->d[used] = first + (wide_t)i;
      pmf->p[used++] = p[i];
    }
  }
  pmf->error = error;
  return true;
}

/* ER, MED, bias, MSE as ratios; p[] is derived. */
static void from_exact(metric_pmf_t *pmf, metric_value_t *figure) {
  mpz_t sums[4], d, term;
  mpq_t p;
  for (int i = 0; i < 4; i++) {
    mpz_init(sums[i]);
  }
  mpz_inits(d, term, NULL);
  mpq_init(p);
  for (size_t i = 0; i < pmf->count; i++) {
    mpz_set(mpq_numref(p), pmf->weight[i]);
    mpz_set(mpq_denref(p), pmf->total);
    mpq_canonicalize(p);
    pmf->p[i] = mpq_get_d(p);
    if (pmf->d[i] != 0) {
      wide_to_mpz(d, pmf->d[i]);
      mpz_add(sums[METRIC_ER], sums[METRIC_ER], pmf->weight[i]);
      mpz_mul(term, d, pmf->weight[i]);
      mpz_add(sums[METRIC_BIAS], sums[METRIC_BIAS], term);
      mpz_addmul(sums[METRIC_MSE], term, d);
      mpz_abs(term, term);
      mpz_add(sums[METRIC_MED], sums[METRIC_MED], term);
    }
  }
  for (int i = 0; i < 4; i++) {
    metric_set_ratio(&figure[i], sums[i], pmf->total);
    mpz_clear(sums[i]);
  }
  mpz_clears(d, term, NULL);
  mpq_clear(p);
}

/* Sums of positive terms: their relative error is that of the terms and of the additions. Wrong
 * cases are summed, not 1 minus the right ones. */
static void from_doubles(const metric_pmf_t *pmf, metric_value_t *figure) {
  const double relative = pmf->error + ((double)pmf->count + 4) * UNIT;
  double er = 0, up = 0, down = 0, mse = 0;
  for (size_t i = 0; i < pmf->count; i++) {
    const double d = (double)pmf->d[i], p = pmf->p[i];
    er += d != 0 ? p : 0;
    up += d > 0 ? p * d : 0;
    down += d < 0 ? p * -d : 0;
    mse += p * d * d;
  }
  metric_set_rounded(&figure[METRIC_ER], er, er * relative);
  metric_set_rounded(&figure[METRIC_MED], up + down, (up + down) * relative);
  metric_set_rounded(&figure[METRIC_BIAS], up - down, (up + down) * relative);
  metric_set_rounded(&figure[METRIC_MSE], mse, mse * relative);
}

void metric_pmf_figures(metric_pmf_t *pmf, metric_value_t figure[METRIC_MSE + 1]) {
  if (pmf->exact) {
    from_exact(pmf, figure);
  } else {
    from_doubles(pmf, figure);
  }
}

void metric_from_pmf(metric_t *m) {
  metric_pmf_figures(&m->pmf, m->figure);
  if (m->pmf.count > 0) {
    if (m->max.kind == METRIC_ABSENT) {
      metric_set_extreme(m, &m->max, METRIC_EXACT, m->pmf.d[m->pmf.count - 1], NULL);
    }
    if (m->min.kind == METRIC_ABSENT) {
      metric_set_extreme(m, &m->min, METRIC_EXACT, m->pmf.d[0], NULL);
    }
  }
  metric_derive(m);
}

/* ---- relative errors ---- */

/* sum of sums[e] / e for first <= e < end, halved so that denominators stay small for long. */
static void ratio_sum(mpq_t sum, size_t first, size_t end, mpz_t *sums) {
  mpq_t right;
  if (end - first == 1) {
    mpz_set(mpq_numref(sum), sums[first]);
    mpz_set_ui(mpq_denref(sum), first);
    mpq_canonicalize(sum);
    return;
  }
  mpq_init(right);
  ratio_sum(sum, first, first + (end - first) / 2, sums);
  ratio_sum(right, first + (end - first) / 2, end, sums);
  mpq_add(sum, sum, right);
  mpq_clear(right);
}

static void exact_mred(metric_t *m, size_t count, mpz_t *sums, const mpz_t nonzero) {
  mpq_t sum, weight;
  mpq_inits(sum, weight, NULL);
  if (count > 1) {
    ratio_sum(sum, 1, count, sums);
  }
  mpq_set_z(weight, nonzero);
  mpq_div(sum, sum, weight);
  metric_set_exact(&m->figure[METRIC_MRED], sum);
  mpq_clears(sum, weight, NULL);
}

static void rounded_mred(metric_t *m, size_t count, mpz_t *sums, const mpz_t nonzero) {
  double sum = 0;
  for (size_t e = 1; e < count; e++) {
    sum += mpz_get_d(sums[e]) / (double)e;
  }
  sum /= mpz_get_d(nonzero);
  metric_set_rounded(&m->figure[METRIC_MRED], sum, sum * ((double)count + 6) * UNIT);
}

void metric_set_mred(metric_t *m, size_t count, mpz_t *sums, const mpz_t nonzero) {
  if (mpz_sgn(nonzero) == 0) {
    return;
  }
  if (count <= METRIC_EXACT_RATIOS) {
    exact_mred(m, count, sums, nonzero);
  } else {
    rounded_mred(m, count, sums, nonzero);
  }
}
