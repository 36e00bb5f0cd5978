/* interval.c: limits by bisection of the incomplete beta function. */
#include "interval.h"

#include <math.h>

#define ALPHA 0.05
#define NORMAL 1.959963984540054 /* two-sided 95 % */

/* Continued fraction of the incomplete beta function (Lentz). */
static double fraction(double a, double b, double x) {
  const double tiny = 1e-300;
  double c = 1, d = 1 - (a + b) * x / (a + 1);
  d = 1 / (fabs(d) < tiny ? tiny : d);
  double value = d;
  for (int i = 1; i < 100000; i++) {
    const double m = i;
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 + even * d;
    c = 1 + even / c;
    d = 1 / (fabs(d) < tiny ? tiny : d);
    c = fabs(c) < tiny ? tiny : c;
    value *= d * c;
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 + odd * d;
    c = 1 + odd / c;
    d = 1 / (fabs(d) < tiny ? tiny : d);
    c = fabs(c) < tiny ? tiny : c;
    const double step = d * c;
    value *= step;
    if (fabs(step - 1) < 1e-15) {
      break;
    }
  }
  return value;
}

/* Regularised incomplete beta function: P(X <= x) for X ~ Beta(a, b). */
static double beta_below(double a, double b, double x) {
  const double scale = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x));
  return x < (a + 1) / (a + b + 2) ? scale * fraction(a, b, x) / a
                                   : 1 - scale * fraction(b, a, 1 - x) / b;
}

static double beta_quantile(double a, double b, double p) {
  double low = 0, high = 1;
  for (int i = 0; i < 200 && high - low > 1e-16 * high; i++) {
    const double x = low + (high - low) / 2;
    *(beta_below(a, b, x) < p ? &low : &high) = x;
  }
  return low + (high - low) / 2;
}

void interval_binomial(uint64_t hits, uint64_t cases, double *low, double *high) {
  const double k = (double)hits, n = (double)cases;
  const double tail = hits == 0 || hits == cases ? ALPHA : ALPHA / 2;
  *low = hits == 0 ? 0 : hits == cases ? pow(tail, 1 / n) : beta_quantile(k, n - k + 1, tail);
  *high = hits == cases ? 1
          : hits == 0   ? -expm1(log(tail) / n)
                        : beta_quantile(k + 1, n - k, 1 - tail);
}

double interval_mean(double variance, uint64_t cases) {
  return NORMAL * sqrt(variance / (double)cases);
}

double interval_bernstein(double variance, double length, uint64_t cases) {
  const double x = log(3 / ALPHA), n = (double)cases;
  return sqrt(2 * variance * x / n) + 3 * length * x / n;
}
