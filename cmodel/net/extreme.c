/* extreme.c: largest and smallest d of a unit, bit by bit from the top over the cases still in. */
#include "net/moments.h"

typedef struct {
  const gcim_net_kernel_t *kernel;
  const gcim_net_unit_t *unit;
  gcim_net_scratch_t *s;
  int bits;
} search_t;

/* The largest or smallest |d| of the cases in *in; they become those that reach it. Stops, with
 * false, as soon as it is clear that it does not beat `bound`. */
static bool seek(const search_t *f, uint64_t **in, bool largest, uint64_t bound, uint64_t *value) {
  uint64_t *here = *in, *next = here == f->s->chosen[0] ? f->s->chosen[1] : f->s->chosen[0];
  const uint64_t flip = largest ? 0 : UINT64_MAX;
  *value = 0;
  for (int q = f->bits - 1; q >= 0; q--) {
    const bool some = f->kernel->choose(f->unit->size[q], flip, here, next);
    *value |= (uint64_t)(some == largest) << q;
    if (some) {
      uint64_t *swap = here;
      here = next;
      next = swap;
    }
    const uint64_t high = *value >> q, limit = bound >> q;
    if (largest ? high < limit : high > limit) {
      return false;
    }
  }
  *in = here;
  return true;
}

static uint64_t first_of(const search_t *f, const uint64_t *cases) {
  uint64_t w = 0, bit = 0;
  while (cases[w] == 0) {
    w++;
  }
  while (((cases[w] >> bit) & 1u) == 0) {
    bit++;
  }
  return f->unit->first_case + 64 * w + bit;
}

static void found(const search_t *f, const uint64_t *cases, int64_t d, bool maximum) {
  gcim_moments_t *best = &f->s->tally->found;
  const uint64_t number = first_of(f, cases);
  if (best->cases == 0) { /* the first unit: whatever it has */
    *(maximum ? &best->max : &best->min) = d;
    *(maximum ? &best->max_case : &best->min_case) = number;
  } else {
    gcim_moments_extreme(best, d, number, maximum);
  }
}

/* Among the cases of one sign, |d| largest or smallest. Bounds hold once something was found. */
static void look(const search_t *f, bool negative, bool maximum) {
  const gcim_moments_t *best = &f->s->tally->found;
  const bool largest = negative != maximum; /* max of positive, min of negative: far from 0 */
  const int64_t limit = maximum ? best->max : best->min;
  uint64_t bound = largest ? 0 : UINT64_MAX;
  uint64_t value = 0, *cases = f->s->chosen[0];
  if (best->cases > 0 && (limit < 0) == negative) {
    bound = limit < 0 ? (uint64_t)0 - (uint64_t)limit : (uint64_t)limit;
  }
  f->kernel->choose(f->unit->negative, negative ? 0 : UINT64_MAX, f->unit->valid, cases);
  if (seek(f, &cases, largest, bound, &value)) {
    found(f, cases, negative ? (int64_t)((uint64_t)0 - value) : (int64_t)value, maximum);
  }
}

static void all_right(const search_t *f) {
  const gcim_moments_t *best = &f->s->tally->found;
  if (best->cases == 0 || best->max < 0) {
    found(f, f->unit->valid, 0, true);
  }
  if (best->cases == 0 || best->min > 0) {
    found(f, f->unit->valid, 0, false);
  }
}

void gcim_net_extremes(const gcim_net_kernel_t *kernel, int bits, const gcim_net_unit_t *unit,
                       gcim_net_scratch_t *s, bool any_wrong) {
  const search_t f = {kernel, unit, s, bits};
  const gcim_moments_t *best = &s->tally->found;
  if (!any_wrong) {
    all_right(&f);
    return;
  }
  const bool any_negative = kernel->meet(unit->negative, unit->valid);
  const bool any_positive = kernel->choose(unit->negative, UINT64_MAX, unit->valid, s->chosen[0]);
  if (any_positive || best->cases == 0 || best->max < 0) {
    look(&f, !any_positive, true);
  }
  if (any_negative || best->cases == 0 || best->min > 0) {
    look(&f, any_negative, false);
  }
}
