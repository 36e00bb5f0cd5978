/* extreme.c: largest and smallest d of a unit, bit by bit from the top over the cases still in. */
#include "net/moments.h"

typedef struct {
  const gcim_net_kernel_t *kernel;
  const gcim_net_unit_t *unit;
  gcim_net_scratch_t *s;
  int bits, sign;
} search_t;

/* d as a number without sign, in its order. */
static uint64_t key_of(const search_t *f, int64_t d) {
  return (uint64_t)d + ((uint64_t)1 << f->bits);
}

/* The better half of the cases in *in, if there is one: those whose bit is 1 (maximum) or 0. */
static bool keep(const search_t *f, const uint64_t *plane, bool one, const uint64_t **in) {
  uint64_t *next = *in == f->s->chosen[0] ? f->s->chosen[1] : f->s->chosen[0];
  const bool some = f->kernel->choose(plane, one ? 0 : UINT64_MAX, *in, next);
  *in = some ? next : *in;
  return some;
}

/* Key of the extreme, and the cases that reach it. False as soon as it is clear that it does not
 * beat `bound`. */
static bool seek(const search_t *f, bool maximum, bool bounded, uint64_t bound, uint64_t *key,
                 const uint64_t **cases) {
  *cases = f->unit->valid;
  const bool negative = keep(f, f->unit->negative, !maximum, cases) != maximum;
  const uint64_t top = (uint64_t)1 << f->bits, below = (uint64_t)1 << f->sign;
  *key = negative ? top - below : top; /* bits from `sign` on follow it */
  for (int q = f->sign; q >= 0; q--) {
    const uint64_t high = *key >> q, limit = bound >> q;
    if (bounded && (maximum ? high < limit : high > limit)) {
      return false;
    }
    if (q > 0) {
      const bool some = keep(f, f->unit->delta[q - 1], maximum, cases);
      *key |= (uint64_t)(some == maximum) << (q - 1);
    }
  }
  return !bounded || *key != bound;
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

void gcim_net_extremes(const gcim_net_kernel_t *kernel, int bits, int sign,
                       const gcim_net_unit_t *unit, gcim_net_scratch_t *s) {
  const search_t f = {kernel, unit, s, bits, sign};
  gcim_moments_t *best = &s->tally->found;
  const bool bounded = best->cases > 0;
  for (int maximum = 0; maximum < 2; maximum++) {
    int64_t *d = maximum ? &best->max : &best->min;
    const uint64_t *cases = NULL;
    uint64_t key = 0;
    if (seek(&f, maximum != 0, bounded, key_of(&f, *d), &key, &cases)) {
      *d = (int64_t)(key - ((uint64_t)1 << bits));
      *(maximum ? &best->max_case : &best->min_case) = first_of(&f, cases);
    }
  }
}
