/* lowpart.h: the counts that lowpart.c makes and lowpart_relative.c reads. */
#ifndef GCIM_METRIC_LOWPART_H
#define GCIM_METRIC_LOWPART_H

#include "method.h"

/* What is counted, apart for each number of ones in the low bits (uniform operands: one row). */
typedef struct {
  const metric_job_t *job;
  int k, rows;
  size_t d_count, s_count; /* values of d + d_zero, of the sum s of the low bits */
  wide_t d_zero;
  uint64_t *d, *abs_of_s, *wrong_of_s, *count_of_s; /* [row * count + value] */
  uint64_t *bit;                                    /* [row * (k + 1) + bit]; k: the carry */
  wide_t *worst_of_s;
  uint64_t max_lanes[2], min_lanes[2];
  wide_t max, min;
  bool is_first;
} lowpart_t;

/* sum over the rows of count * weight of the row. */
void lowpart_weigh(const lowpart_t *c, const uint64_t *counts, size_t stride, mpz_t sum);

/* MRED and P(exact = 0, d != 0); WCRE. */
void lowpart_set_relative(const lowpart_t *c, metric_t *m);
void lowpart_set_worst(const lowpart_t *c, metric_t *m);

#endif
