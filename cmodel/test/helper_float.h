/* helper_float.h: floating point the slow way, for tests: exact rationals, and rounding by looking
 * for the two neighbours of a value among the values of a format. Written from the cards fp_decode
 * and fp_norm; it shares nothing with the code under test.
 *
 * The magnitudes of a format are numbered by their codes k = E * 2^M + T, which grow with the
 * value. k goes on above the largest finite number as if E had no upper limit.
 */
#ifndef GCIM_TEST_HELPER_FLOAT_H
#define GCIM_TEST_HELPER_FLOAT_H

#include "helper.h"

/* gmp.h wants the declarations of the standard headers, which helper.h has */
#include <gmp.h>

#include "gcim_fp.h"
#include "gcim_num.h"

/* Flags, as cases by hand write them. */
enum {
  NX = GCIM_FLAG_NX,
  UF = GCIM_FLAG_UF,
  OF = GCIM_FLAG_OF,
  NV = GCIM_FLAG_NV,
  SAT = GCIM_FLAG_SAT
};

static inline gcim_float_t float_named(const char *name) {
  const gcim_float_t *f = gcim_float_find(name);
  if (f == NULL) {
    fail_msg("%s", gcim_error_text());
    abort();
  }
  return *f;
}

/* ---- formats ---- */

static inline uint32_t ref_ones(int bits) {
  return (uint32_t)((UINT64_C(1) << bits) - 1);
}

static inline uint32_t ref_sign_bit(const gcim_float_t *f, bool sign) {
  return sign ? (uint32_t)1 << (f->exp_bits + f->man_bits) : 0;
}

/* Codes without sign: the largest finite number; the first code that is not a number. */
static inline uint32_t ref_largest(const gcim_float_t *f) {
  const uint32_t all = ref_ones(f->exp_bits + f->man_bits);
  switch (f->kind) {
    case GCIM_FLOAT_IEEE:
      return all - ((uint32_t)1 << f->man_bits);
    case GCIM_FLOAT_FN:
      return all - 1;
    default:
      return all;
  }
}

/* q = 2^e. */
static inline void ref_power(mpq_t q, long e) {
  mpq_set_ui(q, 1, 1);
  if (e >= 0) {
    mpq_mul_2exp(q, q, (mp_bitcnt_t)e);
  } else {
    mpq_div_2exp(q, q, (mp_bitcnt_t)-e);
  }
}

/* The value of magnitude k. */
static inline void ref_value(mpq_t q, const gcim_float_t *f, int64_t k) {
  const int64_t e = k >> f->man_bits, t = k - (e << f->man_bits);
  const int64_t sig = e > 0 ? t + ((int64_t)1 << f->man_bits) : t;
  const long unit = (long)(e > 0 ? e : 1) - f->bias - f->man_bits;
  mpq_set_ui(q, (unsigned long)sig, 1);
  if (unit >= 0) {
    mpq_mul_2exp(q, q, (mp_bitcnt_t)unit);
  } else {
    mpq_div_2exp(q, q, (mp_bitcnt_t)-unit);
  }
}

/* ---- rounding ---- */

/* Where a magnitude lies between its neighbours low and low + 1. */
typedef struct {
  int64_t low;
  bool exact;    /* it is low */
  int half;      /* -1, 0, 1: below, at, above the middle */
  uint32_t part; /* floor(its place between them * 2^rand_bits) */
} ref_cut_t;

static inline bool ref_reaches(const gcim_float_t *f, int64_t k, const mpq_t v) {
  mpq_t q;
  mpq_init(q);
  ref_value(q, f, k);
  const bool reaches = mpq_cmp(q, v) <= 0;
  mpq_clear(q);
  return reaches;
}

/* The largest k whose value is at most v > 0, by bisection. */
static inline int64_t ref_search(const gcim_float_t *f, const mpq_t v) {
  const long log = (long)mpz_sizeinbase(mpq_numref(v), 2) - (long)mpz_sizeinbase(mpq_denref(v), 2);
  const long e = log + f->bias; /* floor(log2 v) is log or log - 1 */
  int64_t low = e > 3 ? (int64_t)(e - 3) << f->man_bits : 0;
  int64_t high = (int64_t)(e > 0 ? e + 3 : 3) << f->man_bits;
  assert_true(ref_reaches(f, low, v) && !ref_reaches(f, high, v));
  while (high - low > 1) {
    const int64_t middle = low + (high - low) / 2;
    if (ref_reaches(f, middle, v)) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

/* The cut of v > 0 whose lower neighbour is known. */
static inline ref_cut_t ref_cut_at(const gcim_float_t *f, const mpq_t v, int64_t low,
                                   int rand_bits) {
  ref_cut_t cut = {.low = low};
  mpq_t down, up, place;
  mpq_inits(down, up, place, NULL);
  ref_value(down, f, low);
  ref_value(up, f, low + 1);
  mpq_sub(place, v, down);
  mpq_sub(up, up, down);
  mpq_div(place, place, up); /* 0 <= place < 1 */
  cut.exact = mpq_sgn(place) == 0;
  const int half = mpq_cmp_ui(place, 1, 2);
  cut.half = (half > 0) - (half < 0);
  mpq_mul_2exp(place, place, (mp_bitcnt_t)rand_bits);
  mpz_fdiv_q(mpq_numref(down), mpq_numref(place), mpq_denref(place));
  cut.part = (uint32_t)mpz_get_ui(mpq_numref(down));
  mpq_set_ui(down, 0, 1); /* canonical again */
  mpq_clears(down, up, place, NULL);
  return cut;
}

/* Does the magnitude become low + 1? */
static inline bool ref_up(const ref_cut_t *cut, int rnd, bool negative, uint32_t random,
                          int rand_bits) {
  const bool odd = cut->low % 2 != 0;
  if (cut->exact) {
    return false;
  }
  switch (rnd) {
    case GCIM_RND_RNE:
      return cut->half > 0 || (cut->half == 0 && odd);
    case GCIM_RND_RNA:
      return cut->half >= 0;
    case GCIM_RND_FLOOR:
      return negative;
    case GCIM_RND_CEIL:
      return !negative;
    case GCIM_RND_JAM:
      return !odd;
    case GCIM_RND_STOCH:
      return (uint64_t)cut->part + (random & ref_ones(rand_bits)) >= UINT64_C(1) << rand_bits;
    default: /* RTZ; 7 acts as RTZ */
      return false;
  }
}

/* All that the code of a magnitude depends on but the policy. */
typedef struct {
  ref_cut_t cut;
  bool below;     /* the smallest normal number */
  ref_cut_t fine; /* if below: the cut with exponents unlimited downwards ... */
  bool fine_top;  /* ... where the upper neighbour is the smallest normal number */
} ref_place_t;

/* `low`: as of ref_search(f, v). */
static inline ref_place_t ref_place_at(const gcim_float_t *f, const mpq_t v, int64_t low,
                                       int rand_bits) {
  ref_place_t p = {.cut = ref_cut_at(f, v, low, rand_bits)};
  mpq_t q, normal;
  mpq_inits(q, normal, NULL);
  ref_power(normal, 1 - f->bias);
  p.below = mpq_cmp(v, normal) < 0;
  ref_power(q, -f->bias);
  if (p.below && mpq_cmp(v, q) >= 0) { /* only in the last binade a rounding can reach it */
    gcim_float_t deep = *f;
    deep.bias += 16;
    p.fine = ref_cut_at(&deep, v, ref_search(&deep, v), rand_bits);
    ref_value(q, &deep, p.fine.low + 1);
    p.fine_top = mpq_cmp(q, normal) == 0;
  }
  mpq_clears(q, normal, NULL);
  return p;
}

/* ---- codes (card fp_norm, 8 to 14) ---- */

static inline uint32_t ref_zero(const gcim_float_t *f, const gcim_fp_policy_t *p, bool sign) {
  return ref_sign_bit(f, sign && !p->neg_zero);
}

static inline uint32_t ref_nan(const gcim_float_t *f, const gcim_fp_policy_t *p, bool sign,
                               uint32_t payload, uint32_t *flags) {
  const uint32_t all = ref_ones(f->exp_bits + f->man_bits), m = ref_ones(f->man_bits);
  const uint32_t top = ((uint32_t)1 << f->man_bits) / 2;
  const uint32_t quiet = f->kind == GCIM_FLOAT_IEEE ? all - m + top : all;
  int nan = (int)p->nan > GCIM_NAN_MAX ? GCIM_NAN_CANON : (int)p->nan;
  if (f->kind == GCIM_FLOAT_FINITE && nan < GCIM_NAN_ZERO) {
    nan = GCIM_NAN_ZERO;
  }
  *flags |= nan >= GCIM_NAN_ZERO ? GCIM_FLAG_NV : 0;
  switch (nan) {
    case GCIM_NAN_CANON:
      return quiet;
    case GCIM_NAN_ONES:
      return all;
    case GCIM_NAN_SIGN:
      return ref_sign_bit(f, sign) + quiet;
    case GCIM_NAN_PAYLOAD:
      if (f->kind == GCIM_FLOAT_FN) {
        return ref_sign_bit(f, sign) + quiet;
      }
      return ref_sign_bit(f, sign) + (all - m) + ((payload & m) | top);
    case GCIM_NAN_ZERO:
      return ref_zero(f, p, sign);
    default:
      return ref_sign_bit(f, sign) + ref_largest(f);
  }
}

/* An infinity asked for: by an operand or by an overflow. */
static inline uint32_t ref_infinity(const gcim_float_t *f, const gcim_fp_policy_t *p, bool sign,
                                    bool operand, uint32_t *flags) {
  if (f->kind == GCIM_FLOAT_FN) {
    *flags |= operand ? GCIM_FLAG_NV : 0;
    return ref_nan(f, p, sign, 0, flags);
  }
  if (f->kind == GCIM_FLOAT_FINITE) {
    *flags |= GCIM_FLAG_SAT;
    return ref_sign_bit(f, sign) + ref_largest(f);
  }
  return ref_sign_bit(f, sign) + ref_largest(f) + 1;
}

static inline uint32_t ref_overflow(const gcim_float_t *f, const gcim_fp_policy_t *p, bool sign,
                                    uint32_t *flags) {
  static const char infinite[2][9] = {"yyn.y.y.",
                                      "yyny..y."}; /* RNE RNA RTZ FLOOR CEIL JAM STOCH 7 */
  *flags |= GCIM_FLAG_OF | GCIM_FLAG_NX;
  if (p->ovf == GCIM_OVF_NAN) {
    return ref_nan(f, p, sign, 0, flags);
  }
  if (p->ovf == GCIM_OVF_INF || (p->ovf == GCIM_OVF_IEEE && infinite[sign][p->rnd] == 'y')) {
    return ref_infinity(f, p, sign, false, flags);
  }
  *flags |= GCIM_FLAG_SAT;
  return ref_sign_bit(f, sign) + ref_largest(f);
}

static inline uint32_t ref_inf_operand(const gcim_float_t *f, const gcim_fp_policy_t *p, bool sign,
                                       uint32_t *flags) {
  if (p->ovf == GCIM_OVF_SAT) {
    *flags |= GCIM_FLAG_SAT;
    return ref_sign_bit(f, sign) + ref_largest(f);
  }
  if (p->ovf == GCIM_OVF_NAN) {
    *flags |= GCIM_FLAG_NV;
    return ref_nan(f, p, sign, 0, flags);
  }
  return ref_infinity(f, p, sign, true, flags);
}

/* The code of a number that is not 0 and lies at `place`. */
static inline uint32_t ref_code(const gcim_float_t *f, const gcim_fp_policy_t *p,
                                const ref_place_t *place, bool negative, uint32_t random,
                                uint32_t *flags) {
  const ref_cut_t *cut = &place->cut;
  const int64_t k = cut->low + (ref_up(cut, p->rnd, negative, random, p->rand_bits) ? 1 : 0);
  if (k > (int64_t)ref_largest(f)) {
    return ref_overflow(f, p, negative, flags);
  }
  const bool flushed = p->ftz && k > 0 && k < (int64_t)1 << f->man_bits;
  const bool saved = place->fine_top && !p->tiny_before &&
                     ref_up(&place->fine, p->rnd, negative, random, p->rand_bits);
  if (!cut->exact || flushed) {
    *flags |= GCIM_FLAG_NX | (place->below && !saved ? GCIM_FLAG_UF : 0);
  }
  return k == 0 || flushed ? ref_zero(f, p, negative) : ref_sign_bit(f, negative) + (uint32_t)k;
}

/* The code of v, any rational but 0. */
static inline uint32_t ref_encode(const gcim_float_t *f, const gcim_fp_policy_t *p, const mpq_t v,
                                  uint32_t random, uint32_t *flags) {
  mpq_t magnitude;
  mpq_init(magnitude);
  mpq_abs(magnitude, v);
  const int rand_bits = p->rnd == GCIM_RND_STOCH ? p->rand_bits : 1;
  const ref_place_t place = ref_place_at(f, magnitude, ref_search(f, magnitude), rand_bits);
  mpq_clear(magnitude);
  return ref_code(f, p, &place, mpq_sgn(v) < 0, random, flags);
}

/* ---- operands ---- */

/* A code read as a number, whatever it is. */
static inline void ref_number(mpq_t q, const gcim_float_t *f, uint32_t code) {
  ref_value(q, f, (int64_t)(code & ref_ones(f->exp_bits + f->man_bits)));
  if ((code & ref_sign_bit(f, true)) != 0) {
    mpq_neg(q, q);
  }
}

/* A policy that results of `f` can have; STOCH has 1..32 bits. */
static inline gcim_fp_policy_t ref_policy_roll(dice_t *dice, const gcim_float_t *f) {
  const uint32_t bits = roll(dice, 8);
  const bool finite = f->kind == GCIM_FLOAT_FINITE;
  return (gcim_fp_policy_t){
      .rnd = (int)roll(dice, 7),
      .ovf = (gcim_overflow_t)roll(dice, 4),
      .nan = (gcim_nan_t)(finite ? 4 + roll(dice, 2) : roll(dice, 6)),
      .neg_zero = (int)(bits & 1),
      .ftz = (int)(bits >> 1 & 1),
      .tiny_before = (int)(bits >> 2),
      .rand_bits = 1 + (int)roll(dice, 32),
  };
}

/* A format within the limits; small ones come often. */
static inline gcim_float_t ref_format_roll(dice_t *dice) {
  const bool small = roll(dice, 2) == 0;
  gcim_float_t f = {.kind = (gcim_float_kind_t)roll(dice, 3)};
  const uint32_t least = f.kind == GCIM_FLOAT_IEEE ? 2 : 1;
  f.exp_bits = (int)(least + roll(dice, (small ? 5 : 9) - least));
  f.man_bits = (int)(1 + roll(dice, small ? 4 : 23));
  f.bias = (int)(small ? roll(dice, 16) : roll(dice, 256));
  return f;
}

/* The modes of a unit that encodes. */
static inline void put_policy(dut_t *d, const gcim_fp_policy_t *p) {
  put(d, "rnd", (uint64_t)p->rnd);
  put(d, "ovf", (uint64_t)p->ovf);
  put(d, "nan", (uint64_t)p->nan);
  put(d, "neg_zero", (uint64_t)p->neg_zero);
  put(d, "ftz", (uint64_t)p->ftz);
  put(d, "tiny_before", (uint64_t)p->tiny_before);
}

#endif
