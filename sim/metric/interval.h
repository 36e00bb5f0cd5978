/* interval.h: confidence intervals, 95 %. */
#ifndef GCIM_METRIC_INTERVAL_H
#define GCIM_METRIC_INTERVAL_H

#include <stdint.h>

/* Clopper-Pearson for `hits` of `cases`. None or all: the one-sided limit (about 3 / cases). */
void interval_binomial(uint64_t hits, uint64_t cases, double *low, double *high);

/* Half-width of the mean by the central limit, from the sample variance. */
double interval_mean(double variance, uint64_t cases);

/* Half-width that holds for any distribution on an interval of this length (empirical Bernstein:
 * Audibert, Munos, Szepesvari 2009). */
double interval_bernstein(double variance, double length, uint64_t cases);

#endif
