/* fp_dot_kernel.h: the loops of fp_dot.h, compiled once per instruction set: plain C that a
 * compiler turns into vectors. A file that includes it defines FP_ALIGN and FP_MAC, the names of
 * its functions. */
#include "fast/fp_dot.h"
#include "gcim_num.h"

enum { LANES_MAX = GCIM_FP_MAX_LANES };

/* Decoded lanes. */
typedef struct {
  int32_t sig[LANES_MAX]; /* with its sign */
  int32_t exp[LANES_MAX];
} lanes_t;

/* Decode all; returns whether one is special. The largest exponent of the lanes that are not zero
 * goes to *largest, 0 if there is none. */
static inline bool decode(const gcim_fast_fp_side_t *s, const gcim_fast_fp_group_t *g, lanes_t *l,
                          int *largest) {
  const int man = s->format.man_bits;
  const uint32_t sign = UINT32_C(1) << (s->format.exp_bits + man),
                 fraction = (UINT32_C(1) << man) - 1;
  const uint32_t low_mask = s->daz ? 0 : fraction; /* of a subnormal */
  int32_t top = 0;
  uint32_t specials = 0;
  for (int i = 0; i < g->count; i++) {
    const uint32_t code = g->codes[i], magnitude = code & (sign - 1);
    const uint32_t field = magnitude >> man;
    const uint32_t sig =
        field != 0 ? (magnitude & fraction) | (fraction + 1) : magnitude & low_mask;
    const int32_t e = field != 0 ? (int32_t)field : 1;
    specials |= magnitude >= s->special_from ? 1u : 0u;
    l->sig[i] = (code & sign) != 0 ? -(int32_t)sig : (int32_t)sig;
    l->exp[i] = e;
    const int32_t counted = sig != 0 ? e : 0;
    top = counted > top ? counted : top;
  }
  *largest = top;
  return specials != 0;
}

/* Does v / 2^r go up from its floor? `rest` is what the floor leaves, r = 0..31. */
static inline int32_t goes_up(int32_t v, int32_t floor, uint32_t rest, int32_t r,
                              const gcim_round_t quant) {
  const uint32_t half = ((uint32_t)1 << r) >> 1;
  switch (quant) {
    case GCIM_RND_RNE:
      return (rest > half) | ((rest == half) & (rest != 0) & (floor & 1));
    case GCIM_RND_RNA:
      return (rest > half) | ((rest == half) & (rest != 0) & (v > 0));
    case GCIM_RND_FLOOR:
      return 0;
    case GCIM_RND_CEIL:
      return rest != 0;
    case GCIM_RND_JAM:
      return (rest != 0) & ~floor & 1;
    case GCIM_RND_RTZ:
      break;
  }
  return (rest != 0) & (v < 0);
}

/* One rounding, known to the compiler. 32 bits throughout: vectors of eight. */
static inline void shift(const gcim_fast_fp_side_t *s, int count, const lanes_t *l, int ref,
                         gcim_fast_fp_aligned_t *out, const gcim_round_t quant) {
  const int32_t place = s->bits - 2 - s->format.man_bits; /* of the largest lane's lowest bit */
  const int32_t far_from = s->far ? s->bits : INT32_MAX;
  const int32_t low = s->low, high = s->high;
  int32_t lost = 0, clamped = 0;
  for (int i = 0; i < count; i++) {
    const int32_t v = l->sig[i], d = ref - l->exp[i], net = place - d;
    const int32_t left = net > 0 ? net & 31 : 0; /* a number: at most bits - 2; a zero: any */
    const int32_t right = net < -31 ? 31 : net < 0 ? -net : 0;
    const int32_t up = (int32_t)((uint32_t)v << left); /* v itself where it goes right */
    const int32_t floor = up >> right;
    const uint32_t rest = (uint32_t)up - ((uint32_t)floor << right);
    const int32_t whole = floor + goes_up(v, floor, rest, right, quant);
    const int32_t kept = d >= far_from ? 0 : whole;
    const int32_t top = kept > high ? high : kept, q = top < low ? low : top;
    clamped |= q ^ kept;
    lost |= (int32_t)rest | (q ^ whole); /* a far lane has a rest, or was whole and is 0 now */
    out->q[i] = q;
  }
  out->lost = lost != 0;
  out->clamped = clamped != 0;
}

void FP_ALIGN(const gcim_fast_fp_side_t *s, const gcim_fast_fp_group_t *g,
              gcim_fast_fp_aligned_t *out) {
  lanes_t l;
  int largest;
  out->special = decode(s, g, &l, &largest) || (g->given >= 0 && largest > g->given);
  if (out->special) {
    return;
  }
  const int edge = largest > 0 ? largest | ((1 << s->segment) - 1) : 0;
  const int ref = g->given >= 0 ? g->given : edge;
  out->unit = ref;
  switch (s->quant) {
    case GCIM_RND_RNE:
      shift(s, g->count, &l, ref, out, GCIM_RND_RNE);
      return;
    case GCIM_RND_RNA:
      shift(s, g->count, &l, ref, out, GCIM_RND_RNA);
      return;
    case GCIM_RND_FLOOR:
      shift(s, g->count, &l, ref, out, GCIM_RND_FLOOR);
      return;
    case GCIM_RND_CEIL:
      shift(s, g->count, &l, ref, out, GCIM_RND_CEIL);
      return;
    case GCIM_RND_JAM:
      shift(s, g->count, &l, ref, out, GCIM_RND_JAM);
      return;
    case GCIM_RND_RTZ:
      break;
  }
  shift(s, g->count, &l, ref, out, GCIM_RND_RTZ);
}

int64_t FP_MAC(const int32_t *x, const int32_t *w, int count) {
  int64_t sum = 0;
  for (int i = 0; i < count; i++) {
    sum += (int64_t)x[i] * w[i];
  }
  return sum;
}
