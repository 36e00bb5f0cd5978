/* tally.c: counting one unit of cases at a time: sum of d*d as counts of pairs of bits of |d|. */
#include <string.h>

#include "net/moments.h"

static uint64_t ones(uint64_t word) {
  word -= (word >> 1) & UINT64_C(0x5555555555555555);
  word = (word & UINT64_C(0x3333333333333333)) + ((word >> 2) & UINT64_C(0x3333333333333333));
  word = (word + (word >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
  return (word * UINT64_C(0x0101010101010101)) >> 56;
}

static uint64_t count_of(const gcim_net_counter_t *counter) {
  uint64_t count = 0;
  for (int w = 0; w < GCIM_NET_CHUNK; w++) {
    for (int d = 0; d < GCIM_NET_COUNTER_DIGITS - 1; d++) {
      count += ones(counter->digit[d][w]) << d;
    }
    count += counter->digit[GCIM_NET_COUNTER_DIGITS - 1][w] << (GCIM_NET_COUNTER_DIGITS - 1);
  }
  return count;
}

static int pair_number(int j, int k) {
  return k * (k - 1) / 2 + j;
}

void gcim_net_tally_clear(gcim_net_tally_t *t, int bits) {
  const size_t one = sizeof(gcim_net_counter_t), all = (size_t)bits * one;
  memset(&t->wrong, 0, one);
  memset(t->bit_wrong, 0, all);
  memset(t->size, 0, all);
  memset(t->negative, 0, all);
  memset(t->pair, 0, (size_t)pair_number(0, bits) * one);
  t->found = (gcim_moments_t){0};
}

static uint64_t cases_of(const gcim_net_unit_t *unit) {
  uint64_t cases = unit->is_whole ? 64 * GCIM_NET_UNIT : 0;
  for (int w = 0; w < GCIM_NET_UNIT && !unit->is_whole; w++) {
    cases += ones(unit->valid[w]);
  }
  return cases;
}

/* Bits of |d| that are 1 somewhere, as a list of (bit, plane under `valid`). */
typedef struct {
  int count;
  int bit[GCIM_TREE_MAX_BITS];
  const uint64_t *plane[GCIM_TREE_MAX_BITS];
} live_t;

static void find_live(const gcim_net_kernel_t *kernel, int bits, const gcim_net_unit_t *unit,
                      const gcim_net_scratch_t *s, live_t *live) {
  live->count = 0;
  for (int q = 0; q < bits; q++) {
    if (kernel->meet(unit->size[q], unit->valid)) {
      live->bit[live->count] = q;
      live->plane[live->count++] = unit->size[q];
    }
  }
  for (int i = 0; i < live->count && !unit->is_whole; i++) {
    uint64_t *copy = s->result + i * GCIM_NET_UNIT;
    kernel->choose(live->plane[i], 0, unit->valid, copy);
    live->plane[i] = copy;
  }
}

static void count_live(const gcim_net_kernel_t *kernel, const gcim_net_unit_t *unit,
                       const live_t *live, gcim_net_tally_t *t) {
  const bool any_negative = kernel->meet(unit->negative, unit->valid);
  for (int i = 0; i < live->count; i++) {
    kernel->count(live->plane[i], live->plane[i], &t->size[live->bit[i]]);
    if (any_negative) {
      kernel->count(live->plane[i], unit->negative, &t->negative[live->bit[i]]);
    }
    for (int j = 0; j < i; j++) {
      kernel->count(live->plane[j], live->plane[i],
                    &t->pair[pair_number(live->bit[j], live->bit[i])]);
    }
  }
}

void gcim_net_tally_unit(const gcim_net_kernel_t *kernel, int bits, const gcim_net_unit_t *unit,
                         gcim_net_scratch_t *s) {
  gcim_net_tally_t *t = s->tally;
  live_t live;
  const uint64_t cases = cases_of(unit);
  if (cases == 0) {
    return;
  }
  find_live(kernel, bits, unit, s, &live);
  if (live.count > 0) {
    kernel->merge(live.plane, live.count, unit->valid, s->chosen[0]);
    kernel->count(s->chosen[0], s->chosen[0], &t->wrong);
    count_live(kernel, unit, &live, t);
  }
  for (int q = 0; q < bits && live.count > 0; q++) {
    if (kernel->meet(unit->wrong[q], unit->valid)) {
      kernel->count(unit->wrong[q], unit->valid, &t->bit_wrong[q]);
    }
  }
  gcim_net_extremes(kernel, bits, unit, s, live.count > 0);
  t->found.cases += cases;
}

void gcim_net_tally_close(const gcim_net_tally_t *t, int bits, gcim_moments_t *moments) {
  gcim_moments_t part = t->found;
  part.wrong = count_of(&t->wrong);
  for (int k = 0; k < bits; k++) {
    const uint64_t size = count_of(&t->size[k]), negative = count_of(&t->negative[k]);
    part.bit_wrong[k] = count_of(&t->bit_wrong[k]);
    gcim_u128_add(&part.sum_abs, size, k);
    gcim_u128_add(&part.sum, size, k);
    gcim_u128_subtract(&part.sum, negative, k + 1);
    gcim_u128_add(&part.sum_sq, size, 2 * k);
    for (int j = 0; j < k; j++) {
      gcim_u128_add(&part.sum_sq, count_of(&t->pair[pair_number(j, k)]), j + k + 1);
    }
  }
  gcim_moments_add(moments, &part);
}
