/* metric.c: figures: names, setting, what follows from others. */
#include "metric.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
  const char *name, *what;
} figures[METRIC_FIGURES] = {
    {"ER", "P(d != 0)"},
    {"MED", "E|d|"},
    {"bias", "E d"},
    {"MSE", "E d^2"},
    {"variance", "MSE - bias^2"},
    {"MRED", "E |d|/|exact| given exact != 0"},
    {"P(0,d)", "P(exact = 0 and d != 0)"},
    {"WCRE", "largest |d|/|exact|, exact != 0"},
    {"Hamming", "mean number of wrong result bits"},
};

const char *metric_figure_name(metric_figure_t figure) {
  return figures[figure].name;
}

const char *metric_figure_what(metric_figure_t figure) {
  return figures[figure].what;
}

const char *metric_divisor_name(int divisor) {
  static const char *const names[METRIC_NMED_COUNT] = {
      "lanes * (2^width - 1), for two operands 2^(width+1) - 2", "2^(bits of the sum)",
      "largest |exact| of the domain"};
  return names[divisor];
}

static void value_init(metric_value_t *v) {
  *v = (metric_value_t){0};
  mpq_init(v->exact);
}

void metric_init(metric_t *m) {
  *m = (metric_t){0};
  for (int i = 0; i < METRIC_FIGURES; i++) {
    value_init(&m->figure[i]);
  }
  for (int i = 0; i < METRIC_MAX_BITS; i++) {
    value_init(&m->bit[i]);
  }
  mpz_init(m->pmf.total);
}

void metric_clear(metric_t *m) {
  for (int i = 0; i < METRIC_FIGURES; i++) {
    mpq_clear(m->figure[i].exact);
  }
  for (int i = 0; i < METRIC_MAX_BITS; i++) {
    mpq_clear(m->bit[i].exact);
  }
  metric_pmf_clear(&m->pmf);
  mpz_clear(m->pmf.total);
  free(m->max.lanes);
  free(m->min.lanes);
}

void metric_set_exact(metric_value_t *v, const mpq_t q) {
  v->kind = METRIC_EXACT;
  mpq_set(v->exact, q);
  v->value = mpq_get_d(q);
}

void metric_set_ratio(metric_value_t *v, const mpz_t numerator, const mpz_t denominator) {
  v->kind = METRIC_EXACT;
  mpz_set(mpq_numref(v->exact), numerator);
  mpz_set(mpq_denref(v->exact), denominator);
  mpq_canonicalize(v->exact);
  v->value = mpq_get_d(v->exact);
}

void metric_set_rounded(metric_value_t *v, double value, double error) {
  v->kind = METRIC_ROUNDED;
  v->value = value;
  v->error = error;
}

void metric_note(metric_t *m, const char *format, ...) {
  const size_t used = strlen(m->note);
  const int joint = used > 0 ? snprintf(m->note + used, sizeof m->note - used, "; ") : 0;
  const size_t at = used + (size_t)joint < sizeof m->note ? used + (size_t)joint : used;
  va_list list;
  va_start(list, format);
  vsnprintf(m->note + at, sizeof m->note - at, format, list);
  va_end(list);
}

void metric_set_extreme(metric_t *m, metric_extreme_t *extreme, metric_kind_t kind, wide_t d,
                        const uint64_t *lanes) {
  extreme->kind = kind;
  extreme->d = d;
  free(extreme->lanes);
  extreme->lanes = NULL;
  if (lanes != NULL && m->lanes > 0) {
    const size_t bytes = (size_t)m->lanes * sizeof *lanes;
    extreme->lanes = malloc(bytes);
    if (extreme->lanes != NULL) {
      memcpy(extreme->lanes, lanes, bytes);
    }
  }
}

static void derive_variance(metric_t *m) {
  const metric_value_t *bias = &m->figure[METRIC_BIAS], *mse = &m->figure[METRIC_MSE];
  metric_value_t *variance = &m->figure[METRIC_VARIANCE];
  if (bias->kind == METRIC_EXACT && mse->kind == METRIC_EXACT) {
    mpq_t square;
    mpq_init(square);
    mpq_mul(square, bias->exact, bias->exact);
    mpq_sub(square, mse->exact, square);
    metric_set_exact(variance, square);
    mpq_clear(square);
  } else if (bias->kind != METRIC_ABSENT && mse->kind != METRIC_ABSENT) {
    const double b = bias->value;
    metric_set_rounded(variance, mse->value - b * b,
                       mse->error + 2 * (b < 0 ? -b : b) * bias->error + 1e-15 * mse->value);
    variance->kind = mse->kind == METRIC_SAMPLED ? METRIC_SAMPLED : METRIC_ROUNDED;
    variance->low = variance->high = variance->value;
  }
}

/* Hamming distance: the sum of the bits' error probabilities. */
static void derive_hamming(metric_t *m) {
  mpq_t sum;
  double value = 0, error = 0;
  bool exact = true;
  mpq_init(sum);
  for (int j = 0; j < m->bits; j++) {
    exact = exact && m->bit[j].kind == METRIC_EXACT;
    mpq_add(sum, sum, m->bit[j].exact);
    value += m->bit[j].value;
    error += m->bit[j].error + 1e-15 * m->bit[j].value;
  }
  if (exact) {
    metric_set_exact(&m->figure[METRIC_HAMMING], sum);
  } else {
    metric_set_rounded(&m->figure[METRIC_HAMMING], value, error);
    m->figure[METRIC_HAMMING].kind = m->bit[0].kind;
    m->figure[METRIC_HAMMING].low = m->figure[METRIC_HAMMING].high = value;
  }
  mpq_clear(sum);
}

void metric_derive(metric_t *m) {
  if (m->figure[METRIC_VARIANCE].kind == METRIC_ABSENT) {
    derive_variance(m);
  }
  if (m->bits > 0 && m->figure[METRIC_HAMMING].kind == METRIC_ABSENT) {
    derive_hamming(m);
  }
}
