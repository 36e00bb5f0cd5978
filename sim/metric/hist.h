/* hist.h: how often each value of d came; a hash table that grows. */
#ifndef GCIM_METRIC_HIST_H
#define GCIM_METRIC_HIST_H

#include "metric.h"

enum { HIST_MAX_VALUES = 1 << 22 };

typedef struct {
  wide_t d;
  uint64_t count; /* 0: free */
} hist_item_t;

typedef struct {
  hist_item_t *items;
  size_t size, used; /* size: a power of two */
} hist_t;

bool hist_new(hist_t *h);
void hist_free(hist_t *h);

/* Count d once more, `count` times. False without memory or above HIST_MAX_VALUES values. */
bool hist_add(hist_t *h, wide_t d, uint64_t count);
bool hist_merge(hist_t *to, const hist_t *from);

/* The distribution, in increasing d. */
bool hist_pmf(const hist_t *h, metric_pmf_t *pmf);

#endif
