/* hist.c: open addressing; at most half full. */
#include "hist.h"

#include <stdlib.h>

enum { FIRST_SIZE = 1 << 10 };

bool hist_new(hist_t *h) {
  *h = (hist_t){.size = FIRST_SIZE};
  h->items = calloc(h->size, sizeof *h->items);
  return h->items != NULL;
}

void hist_free(hist_t *h) {
  free(h->items);
  *h = (hist_t){0};
}

static hist_item_t *find(const hist_t *h, wide_t d) {
  const uint64_t key = (uint64_t)d ^ (uint64_t)(d >> 64);
  size_t at = (size_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> 20) & (h->size - 1);
  while (h->items[at].count != 0 && h->items[at].d != d) {
    at = (at + 1) & (h->size - 1);
  }
  return &h->items[at];
}

static bool grow(hist_t *h) {
  hist_t more = {.size = 2 * h->size, .used = h->used};
  more.items = h->used < HIST_MAX_VALUES ? calloc(more.size, sizeof *more.items) : NULL;
  if (more.items == NULL) {
    return false;
  }
  for (size_t i = 0; i < h->size; i++) {
    if (h->items[i].count != 0) {
      *find(&more, h->items[i].d) = h->items[i];
    }
  }
  free(h->items);
  *h = more;
  return true;
}

bool hist_add(hist_t *h, wide_t d, uint64_t count) {
  hist_item_t *item = find(h, d);
  if (item->count == 0) {
    if (2 * (h->used + 1) > h->size) {
      if (!grow(h)) {
        return false;
      }
      item = find(h, d);
    }
    item->d = d;
    h->used++;
  }
  item->count += count;
  return true;
}

bool hist_merge(hist_t *to, const hist_t *from) {
  bool done = true;
  for (size_t i = 0; i < from->size && done; i++) {
    done = from->items[i].count == 0 || hist_add(to, from->items[i].d, from->items[i].count);
  }
  return done;
}

static int by_d(const void *a, const void *b) {
  const wide_t x = ((const hist_item_t *)a)->d, y = ((const hist_item_t *)b)->d;
  return (x > y) - (x < y);
}

bool hist_pmf(const hist_t *h, metric_pmf_t *pmf) {
  hist_item_t *sorted = malloc((h->used + 1) * sizeof *sorted);
  uint64_t total = 0;
  size_t count = 0;
  if (sorted == NULL || !metric_pmf_make(pmf, h->used, true)) {
    free(sorted);
    return false;
  }
  for (size_t i = 0; i < h->size; i++) {
    if (h->items[i].count != 0) {
      sorted[count++] = h->items[i];
    }
  }
  qsort(sorted, count, sizeof *sorted, by_d);
  for (size_t i = 0; i < count; i++) {
    pmf->d[i] = sorted[i].d;
    mpz_set_ui(pmf->weight[i], sorted[i].count);
    total += sorted[i].count;
  }
  mpz_set_ui(pmf->total, total);
  free(sorted);
  return true;
}
