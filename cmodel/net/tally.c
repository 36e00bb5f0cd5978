/* tally.c: counting one unit of cases at a time: sum of d*d as counts of pairs of bits of d. */
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
    count += counter->digit[GCIM_NET_COUNTER_DIGITS - 1][w];
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
  memset(t->bit, 0, all);
  memset(t->pair, 0, (size_t)pair_number(0, bits) * one);
  memset(t->negative, 0, all + one);
  memset(t->below, 0, (size_t)pair_number(0, bits + 1) * one);
  t->found = (gcim_moments_t){0};
}

static uint64_t cases_of(const gcim_net_unit_t *unit) {
  uint64_t cases = unit->is_whole ? 64 * GCIM_NET_UNIT : 0;
  for (int w = 0; w < GCIM_NET_UNIT && !unit->is_whole; w++) {
    cases += ones(unit->valid[w]);
  }
  return cases;
}

/* What of a unit's d is not 0 everywhere: bits below the sign as a list of (bit, plane under
 * `valid`). */
typedef struct {
  int sign; /* bits from here on are the sign */
  bool any_negative;
  const uint64_t *negative;
  int count;
  int bit[GCIM_TREE_MAX_BITS];
  const uint64_t *plane[GCIM_TREE_MAX_BITS + 1];
} live_t;

static void find_live(const gcim_net_kernel_t *kernel, int bits, const gcim_net_unit_t *unit,
                      live_t *live) {
  live->count = 0;
  live->sign = bits;
  live->negative = unit->negative;
  live->any_negative = kernel->meet(unit->negative, unit->valid);
  while (live->sign > 0 &&
         !kernel->differ(unit->delta[live->sign - 1], unit->negative, unit->valid)) {
    live->sign--;
  }
  for (int q = 0; q < live->sign; q++) {
    if (kernel->meet(unit->delta[q], unit->valid)) {
      live->bit[live->count] = q;
      live->plane[live->count++] = unit->delta[q];
    }
  }
}

/* Planes of a unit that is not whole: copies with 0 where a case is not valid. */
static void mask_live(const gcim_net_kernel_t *kernel, const gcim_net_unit_t *unit,
                      const gcim_net_scratch_t *s, live_t *live) {
  for (int i = 0; i <= live->count; i++) {
    uint64_t *copy = s->live + i * GCIM_NET_UNIT;
    kernel->choose(i < live->count ? live->plane[i] : live->negative, 0, unit->valid, copy);
    *(i < live->count ? &live->plane[i] : &live->negative) = copy;
  }
}

static void count_one(const gcim_net_kernel_t *kernel, const uint64_t *x, const uint64_t *y,
                      gcim_net_counter_t *counter) {
  kernel->count(&x, 1, y, &counter);
}

static void count_live(const gcim_net_kernel_t *kernel, const live_t *live, gcim_net_tally_t *t) {
  const uint64_t *with[GCIM_TREE_MAX_BITS + 2]; /* planes below, itself, the sign */
  gcim_net_counter_t *counter[GCIM_TREE_MAX_BITS + 2];
  if (live->any_negative) {
    count_one(kernel, live->negative, live->negative, &t->negative[live->sign]);
  }
  for (int i = 0; i < live->count; i++) {
    const int k = live->bit[i];
    for (int j = 0; j < i; j++) {
      with[j] = live->plane[j];
      counter[j] = &t->pair[pair_number(live->bit[j], k)];
    }
    with[i] = live->plane[i];
    counter[i] = &t->bit[k];
    if (live->any_negative) {
      with[i + 1] = live->negative;
      counter[i + 1] = &t->below[pair_number(k, live->sign)];
    }
    kernel->count(with, live->any_negative ? i + 2 : i + 1, live->plane[i], counter);
  }
}

static void count_wrong(const gcim_net_kernel_t *kernel, int bits, const gcim_net_unit_t *unit,
                        live_t *live, gcim_net_scratch_t *s) {
  live->plane[live->count] = live->negative;
  kernel->merge(live->plane, live->count + 1, unit->valid, s->chosen[0]);
  count_one(kernel, s->chosen[0], s->chosen[0], &s->tally->wrong);
  for (int q = 0; q < bits; q++) {
    if (kernel->meet(unit->wrong[q], unit->valid)) {
      count_one(kernel, unit->wrong[q], unit->valid, &s->tally->bit_wrong[q]);
    }
  }
}

void gcim_net_tally_unit(const gcim_net_kernel_t *kernel, int bits, const gcim_net_unit_t *unit,
                         gcim_net_scratch_t *s) {
  live_t live;
  const uint64_t cases = cases_of(unit);
  if (cases == 0) {
    return;
  }
  find_live(kernel, bits, unit, &live);
  if (live.count > 0 || live.any_negative) {
    if (!unit->is_whole) {
      mask_live(kernel, unit, s, &live);
    }
    count_live(kernel, &live, s->tally);
    count_wrong(kernel, bits, unit, &live, s);
  }
  gcim_net_extremes(kernel, bits, live.sign, unit, s);
  s->tally->found.cases += cases;
}

/* ---- what the counters say ---- */

static void add_bits(const gcim_net_tally_t *t, int bits, gcim_moments_t *part) {
  for (int k = 0; k < bits; k++) {
    const uint64_t count = count_of(&t->bit[k]);
    part->bit_wrong[k] = count_of(&t->bit_wrong[k]);
    gcim_u128_add(&part->sum, count, k);
    gcim_u128_add(&part->sum_sq, count, 2 * k);
    for (int j = 0; j < k; j++) {
      gcim_u128_add(&part->sum_sq, count_of(&t->pair[pair_number(j, k)]), j + k + 1);
    }
  }
}

/* Signs; the sum of the negative ones is taken out of sum_abs twice. */
static void add_signs(const gcim_net_tally_t *t, int bits, gcim_moments_t *part) {
  for (int m = 0; m <= bits; m++) {
    const uint64_t count = count_of(&t->negative[m]);
    gcim_u128_subtract(&part->sum, count, m);
    gcim_u128_add(&part->sum_sq, count, 2 * m);
    gcim_u128_add(&part->sum_abs, count, m + 1);
    for (int j = 0; j < m; j++) {
      const uint64_t below = count_of(&t->below[pair_number(j, m)]);
      gcim_u128_subtract(&part->sum_sq, below, j + m + 1);
      gcim_u128_subtract(&part->sum_abs, below, j + 1);
    }
  }
  gcim_u128_add(&part->sum_abs, part->sum.low, 0);
  gcim_u128_add(&part->sum_abs, part->sum.high, 64);
}

void gcim_net_tally_close(const gcim_net_tally_t *t, int bits, gcim_moments_t *moments) {
  gcim_moments_t part = t->found;
  part.wrong = count_of(&t->wrong);
  add_bits(t, bits, &part);
  add_signs(t, bits, &part);
  gcim_moments_add(moments, &part);
}
