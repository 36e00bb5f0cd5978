/* sample.h: what is counted of cases that come one after the other: random ones, or given ones. */
#ifndef GCIM_METRIC_SAMPLE_H
#define GCIM_METRIC_SAMPLE_H

#include "block.h"
#include "hist.h"

typedef struct {
  const metric_job_t *job;
  hist_t hist;
  uint64_t cases, nonzero, zero_wrong;
  uint64_t bit_wrong[METRIC_MAX_BITS];
  double ratio, ratio_square; /* sums of |d| / |exact| and its square */
  bool has_extremes;
  wide_t max, min, largest; /* of d; of |exact| */
  uint64_t max_case, min_case;
  wide_t worst_d, worst_exact; /* of the largest ratio */
  bool is_full;                /* more values of d than can be counted */
} sample_t;

bool sample_new(const metric_job_t *job, sample_t *s);
void sample_free(sample_t *s);

/* One case; `number` tells cases apart. `exact` is reduced, and the case left out, as the domain
 * asks.
 */
void sample_case(sample_t *s, uint64_t number, wide_t approximate, wide_t exact);

/* The cases of a block that was evaluated with its twin, numbered from `first` on; `count` of them,
 * all but the last word full. */
void sample_block(sample_t *s, const block_t *block, uint64_t first, size_t count);

/* Counts and extremes of `from`; its ratio sums are left out, because their order matters. */
bool sample_merge(sample_t *to, const sample_t *from);

#endif
