/* helper_rational.h: floating-point codes and alignment over exact rationals, written from the
 * cards fp_decode, fp_norm and fp_align alone; and transactions of a unit as stimulus and its
 * golden make them. */
#ifndef GCIM_TEST_HELPER_RATIONAL_H
#define GCIM_TEST_HELPER_RATIONAL_H

#include <stdio.h>

#include <gmp.h>

#include "helper_apx.h"

#include "core/model.h"
#include "gcim_fp.h"

/* ---- rationals ---- */

static inline void q_scale(mpq_t v, long e) {
  if (e >= 0) {
    mpq_mul_2exp(v, v, (mp_bitcnt_t)e);
  } else {
    mpq_div_2exp(v, v, (mp_bitcnt_t)-e);
  }
}

static inline void q_pow2(mpq_t v, long e) {
  mpq_set_ui(v, 1, 1);
  q_scale(v, e);
}

/* v to an integer: the floor, then which neighbour. Returns whether v was none. */
static inline bool q_round(mpz_t r, const mpq_t v, int mode) {
  mpz_t rest;
  mpz_init(rest);
  mpz_fdiv_qr(r, rest, mpq_numref(v), mpq_denref(v));
  const bool inexact = mpz_sgn(rest) != 0;
  mpz_mul_2exp(rest, rest, 1);
  const int half = mpz_cmp(rest, mpq_denref(v)); /* of the rest against 1/2 */
  const bool odd = mpz_odd_p(r), negative = mpq_sgn(v) < 0;
  bool up = false;
  switch (mode) {
    case GCIM_RND_RNE:
      up = half > 0 || (half == 0 && odd);
      break;
    case GCIM_RND_RNA:
      up = half > 0 || (half == 0 && !negative);
      break;
    case GCIM_RND_FLOOR:
      break;
    case GCIM_RND_CEIL:
      up = true;
      break;
    case GCIM_RND_JAM:
      up = !odd;
      break;
    default: /* toward zero */
      up = negative;
  }
  if (inexact && up) {
    mpz_add_ui(r, r, 1);
  }
  mpz_clear(rest);
  return inexact;
}

/* floor(log2 v), v > 0. */
static inline long q_log2(const mpq_t v) {
  long e = (long)mpz_sizeinbase(mpq_numref(v), 2) - (long)mpz_sizeinbase(mpq_denref(v), 2);
  mpq_t p;
  mpq_init(p);
  q_pow2(p, e);
  e -= mpq_cmp(p, v) > 0;
  mpq_clear(p);
  return e;
}

/* ---- codes (fp_decode) ---- */

typedef struct {
  bool sign, inf, nan, snan, zero;
  int exp; /* the field, at least 1 */
  uint32_t sig;
  mpq_t v; /* 0 for specials */
} operand_t;

static inline uint32_t ones_of(int bits) {
  return (uint32_t)((UINT64_C(1) << bits) - 1);
}

static inline uint32_t largest_of(const gcim_float_t *f, bool sign) {
  const uint32_t all = ones_of(f->exp_bits + f->man_bits);
  const uint32_t below[] = {1 + ones_of(f->man_bits), 1, 0}; /* IEEE, FN, FINITE */
  return (uint32_t)sign << (f->exp_bits + f->man_bits) | (all - below[f->kind]);
}

static inline void decode_q(const gcim_float_t *f, uint32_t code, int specials, bool daz,
                            operand_t *o) {
  const bool sign = (code >> (f->exp_bits + f->man_bits) & 1u) != 0;
  uint32_t e = code >> f->man_bits & ones_of(f->exp_bits), t = code & ones_of(f->man_bits);
  const bool top = e == ones_of(f->exp_bits);
  bool inf = f->kind == GCIM_FLOAT_IEEE && top && t == 0;
  bool nan = (f->kind == GCIM_FLOAT_IEEE && top && t != 0) ||
             (f->kind == GCIM_FLOAT_FN && top && t == ones_of(f->man_bits));
  if (specials == GCIM_SPECIAL_ZERO && nan) {
    e = t = 0;
  } else if (specials >= GCIM_SPECIAL_ZERO && (inf || nan)) {
    const uint32_t large = largest_of(f, false);
    e = large >> f->man_bits;
    t = large & ones_of(f->man_bits);
  }
  inf = inf && specials == GCIM_SPECIAL_IEEE;
  nan = nan && specials == GCIM_SPECIAL_IEEE;
  o->sign = sign;
  o->inf = inf;
  o->nan = nan;
  o->snan = nan && t >> (f->man_bits - 1) == 0;
  o->exp = e == 0 || inf || nan ? 1 : (int)e;
  o->sig = inf || nan || (e == 0 && daz) ? 0 : t + (e == 0 ? 0 : 1u << f->man_bits);
  o->zero = o->sig == 0 && !inf && !nan;
  mpq_set_ui(o->v, o->sig, 1);
  q_scale(o->v, o->exp - f->bias - f->man_bits);
  if (sign) {
    mpq_neg(o->v, o->v);
  }
}

/* ---- encoding (fp_norm) ---- */

static inline uint32_t signed_code(const gcim_float_t *f, bool sign, uint32_t rest) {
  return (uint32_t)sign << (f->exp_bits + f->man_bits) | rest;
}

/* 11. */
static inline uint32_t zero_q(const gcim_float_t *f, const gcim_fp_policy_t *p, bool sign) {
  return signed_code(f, sign && p->neg_zero == 0, 0);
}

/* 10, with payload 0. */
static inline uint32_t nan_q(const gcim_float_t *f, const gcim_fp_policy_t *p, bool sign,
                             uint32_t *flags) {
  const uint32_t all = ones_of(f->exp_bits + f->man_bits);
  const uint32_t canon =
      f->kind == GCIM_FLOAT_FN ? all : (all ^ ones_of(f->man_bits)) | 1u << (f->man_bits - 1);
  const int nan = (int)p->nan > GCIM_NAN_MAX ? GCIM_NAN_CANON : (int)p->nan;
  if (nan == GCIM_NAN_MAX || nan == GCIM_NAN_ZERO || f->kind == GCIM_FLOAT_FINITE) {
    *flags |= GCIM_FLAG_NV;
    return nan == GCIM_NAN_MAX ? largest_of(f, sign) : zero_q(f, p, sign);
  }
  if (nan == GCIM_NAN_ONES) {
    return all;
  }
  return signed_code(f, sign && nan != GCIM_NAN_CANON, canon);
}

/* 9; `special`: of an operand, not an overflow. */
static inline uint32_t inf_q(const gcim_float_t *f, const gcim_fp_policy_t *p, bool sign,
                             bool special, uint32_t *flags) {
  if (special && p->ovf == GCIM_OVF_SAT) {
    *flags |= GCIM_FLAG_SAT;
    return largest_of(f, sign);
  }
  if (special && (p->ovf == GCIM_OVF_NAN || f->kind == GCIM_FLOAT_FN)) {
    *flags |= GCIM_FLAG_NV;
    return nan_q(f, p, sign, flags);
  }
  if (f->kind == GCIM_FLOAT_FINITE) {
    *flags |= GCIM_FLAG_SAT;
    return largest_of(f, sign);
  }
  return f->kind == GCIM_FLOAT_FN
             ? nan_q(f, p, sign, flags)
             : signed_code(f, sign, ones_of(f->exp_bits + f->man_bits) ^ ones_of(f->man_bits));
}

/* 8. */
static inline uint32_t overflow_q(const gcim_float_t *f, const gcim_fp_policy_t *p, bool sign,
                                  uint32_t *flags) {
  const bool away[] = {true, true, false, sign, !sign, false, true, false};
  *flags |= GCIM_FLAG_OF | GCIM_FLAG_NX;
  if (p->ovf == GCIM_OVF_NAN) {
    return nan_q(f, p, sign, flags);
  }
  if (p->ovf == GCIM_OVF_INF || (p->ovf == GCIM_OVF_IEEE && away[p->rnd])) {
    return inf_q(f, p, sign, false, flags);
  }
  *flags |= GCIM_FLAG_SAT;
  return largest_of(f, sign);
}

/* 6: |v| in units of 2^e rounded; v stays. Returns whether it was inexact. */
static inline bool quanta_q(mpz_t n, const mpq_t v, long e, const gcim_fp_policy_t *p,
                            uint32_t random) {
  mpq_t s;
  mpq_init(s);
  mpq_set(s, v);
  q_scale(s, -e);
  const bool inexact = q_round(n, s, p->rnd);
  mpz_abs(n, n);
  if (p->rnd == GCIM_RND_STOCH) { /* f = |s| - n; up if floor(f 2^R) + random >= 2^R */
    mpq_t f;
    mpz_t bits;
    mpq_init(f);
    mpz_init(bits);
    mpq_abs(s, s);
    mpq_set_z(f, n);
    mpq_sub(f, s, f);
    q_scale(f, p->rand_bits);
    mpz_fdiv_q(bits, mpq_numref(f), mpq_denref(f));
    mpz_add_ui(bits, bits, random);
    if (mpz_sizeinbase(bits, 2) > (size_t)p->rand_bits) {
      mpz_add_ui(n, n, 1);
    }
    mpz_clear(bits);
    mpq_clear(f);
  }
  mpq_clear(s);
  return inexact;
}

/* 12. */
static inline bool tiny_q(const gcim_float_t *f, const gcim_fp_policy_t *p, const mpq_t v, long e,
                          uint32_t random) {
  if (p->tiny_before != 0 || e >= 1 - f->bias) {
    return e < 1 - f->bias;
  }
  mpz_t n;
  mpz_init(n);
  quanta_q(n, v, e - f->man_bits, p, random);
  const long rounded = e - f->man_bits + (long)mpz_sizeinbase(n, 2) - 1;
  mpz_clear(n);
  return rounded < 1 - f->bias;
}

/* The code of n * 2^q > 0, which the format has. */
static inline uint32_t pack_q(const gcim_float_t *f, bool sign, const mpz_t n, long q) {
  const long e = (long)mpz_sizeinbase(n, 2) - 1 + q;
  if (e < 1 - f->bias) {
    return signed_code(f, sign, (uint32_t)mpz_get_ui(n));
  }
  const long places = e - f->man_bits - q; /* 0, or 1 after a carry */
  const uint32_t sig = (uint32_t)(mpz_get_ui(n) >> (places > 0 ? places : 0));
  return signed_code(f, sign,
                     (uint32_t)(e + f->bias) << f->man_bits | (sig & ones_of(f->man_bits)));
}

/* 6 to 14; 0 gives +0. */
static inline uint32_t encode_q(const gcim_float_t *f, const gcim_fp_policy_t *p, const mpq_t v,
                                uint32_t random, uint32_t *flags) {
  if (mpq_sgn(v) == 0) {
    return 0;
  }
  const bool sign = mpq_sgn(v) < 0;
  uint32_t code;
  operand_t top;
  mpq_t size;
  mpz_t n;
  mpq_inits(size, top.v, NULL);
  mpz_init(n);
  mpq_abs(size, v);
  const long e = q_log2(size);
  const long quantum = (e > 1 - f->bias ? e : 1 - f->bias) - f->man_bits;
  const bool inexact = quanta_q(n, v, quantum, p, random);
  decode_q(f, largest_of(f, false), GCIM_SPECIAL_IEEE, false, &top);
  mpq_set_z(size, n);
  q_scale(size, quantum);
  if (mpq_cmp(size, top.v) > 0) {
    code = overflow_q(f, p, sign, flags);
  } else {
    code = mpz_sgn(n) == 0 ? zero_q(f, p, sign) : pack_q(f, sign, n, quantum);
    const bool sub = (code >> f->man_bits & ones_of(f->exp_bits)) == 0;
    const bool flush = p->ftz != 0 && sub && (code & ones_of(f->man_bits)) != 0;
    code = flush ? zero_q(f, p, sign) : code;
    *flags |= inexact || flush ? GCIM_FLAG_NX : 0;
    *flags |= (inexact || flush) && tiny_q(f, p, v, e, random) ? GCIM_FLAG_UF : 0;
  }
  mpz_clear(n);
  mpq_clears(size, top.v, NULL);
  return code;
}

/* a + b of two codes: fp_dot.def 10, fp_pdot.def 12. */
static inline uint32_t add_q(const gcim_float_t *to, const gcim_fp_policy_t *p, const operand_t *a,
                             const operand_t *b, uint32_t random, uint32_t *flags) {
  const bool opposite = a->inf && b->inf && a->sign != b->sign;
  if (a->nan || b->nan || opposite) {
    *flags |= opposite || a->snan || b->snan ? GCIM_FLAG_NV : 0;
    return nan_q(to, p, false, flags);
  }
  if (a->inf || b->inf) {
    return inf_q(to, p, a->inf ? a->sign : b->sign, true, flags);
  }
  mpq_t sum;
  mpq_init(sum);
  mpq_add(sum, a->v, b->v);
  const uint32_t code = encode_q(to, p, sum, random, flags);
  mpq_clear(sum);
  return code;
}

/* ---- specials (fp_dot 12) ---- */

typedef struct {
  bool nan, invalid, plus, minus;
} special_t;

static inline void special_product(special_t *s, const operand_t *a, const operand_t *b) {
  const bool nan = a->nan || b->nan;
  const bool inf = !nan && (a->inf || b->inf);
  s->nan = s->nan || nan;
  s->invalid = s->invalid || a->snan || b->snan || (a->inf && b->zero) || (a->zero && b->inf);
  s->plus = s->plus || (inf && a->sign == b->sign);
  s->minus = s->minus || (inf && a->sign != b->sign);
}

static inline bool special_any(const special_t *s) {
  return s->nan || s->invalid || s->plus || s->minus;
}

static inline uint32_t special_code(const special_t *s, const gcim_float_t *f,
                                    const gcim_fp_policy_t *p, uint32_t *flags) {
  const bool both = s->plus && s->minus;
  if (s->nan || s->invalid || both) {
    *flags |= s->invalid || both ? GCIM_FLAG_NV : 0;
    return nan_q(f, p, false, flags);
  }
  return inf_q(f, p, s->minus, true, flags);
}

/* ---- aligned lanes (fp_align) ---- */

typedef struct {
  int sig_bits, bits, guard, quant;
  bool sticky, far;
  int clamp;
} how_t;

/* 5 to 8: a lane of value `v` (up to the bias) before any limit. */
static inline void lane_q(mpz_t q, const how_t *h, const mpq_t v, int exp, int unit) {
  mpq_t t;
  mpz_t cut;
  mpq_init(t);
  mpz_init(cut);
  mpq_abs(t, v);
  q_scale(t, h->bits - 2 - unit + h->guard);
  mpz_fdiv_q(cut, mpq_numref(t), mpq_denref(t));
  const bool any = mpz_cmp_ui(mpq_denref(t), 1) != 0;
  mpq_set_z(t, cut);
  if (any && h->sticky) {
    mpq_t half;
    mpq_init(half);
    mpq_set_ui(half, 1, 2);
    mpq_add(t, t, half);
    mpq_clear(half);
  }
  q_scale(t, -h->guard);
  if (mpq_sgn(v) < 0) {
    mpq_neg(t, t);
  }
  q_round(q, t, h->quant);
  if (h->far && unit - exp >= h->bits) {
    mpz_set_ui(q, 0);
  }
  mpz_clear(cut);
  mpq_clear(t);
}

static inline void limits_q(const how_t *h, mpz_t low, mpz_t high) {
  mpz_set_ui(high, 1);
  mpz_mul_2exp(high, high, (mp_bitcnt_t)(h->bits - 1));
  mpz_neg(low, high);
  mpz_sub_ui(high, high, 1);
  if (h->clamp == GCIM_CLAMP_SYMMETRIC) {
    mpz_add_ui(low, low, 1);
  }
}

typedef struct {
  int64_t q;
  bool lost, clamped, below;
} aligned_t;

/* 9 to 13: lanes v[count], exp[count] (fields); returns the unit's exponent. */
static inline int align_q(const how_t *h, mpq_t *v, const int *exp, int count, int ref,
                          aligned_t *a) {
  mpz_t q, low, high;
  mpq_t back;
  mpz_inits(q, low, high, NULL);
  mpq_init(back);
  int unit = ref;
  limits_q(h, low, high);
  for (int i = 0; h->clamp == GCIM_CLAMP_RAISE && i < count; i++) {
    if (exp[i] <= ref) {
      lane_q(q, h, v[i], exp[i], ref);
      unit = mpz_cmp(q, low) < 0 || mpz_cmp(q, high) > 0 ? ref + 1 : unit;
    }
  }
  for (int i = 0; i < count; i++) {
    const int sign = mpq_sgn(v[i]);
    a[i] = (aligned_t){.below = sign != 0 && exp[i] > ref};
    lane_q(q, h, v[i], exp[i], unit);
    if (a[i].below || mpz_cmp(q, low) < 0 || mpz_cmp(q, high) > 0) {
      mpz_set(q, sign < 0 ? low : high);
      a[i].clamped = true;
    }
    a[i].q = mpz_get_si(q);
    mpq_set_z(back, q);
    q_scale(back, unit - (h->bits - 2));
    a[i].lost = !mpq_equal(back, v[i]);
  }
  mpq_clear(back);
  mpz_clears(q, low, high, NULL);
  return unit;
}

/* ---- transactions ---- */

/* Element `index` of `width` bits of a signal given by its index, which sig() finds once. */
static inline uint64_t lane_of(const dut_t *d, int signal, int index, int width) {
  return gcim_image_get(d->card, d->image, signal, index * width, width);
}

/* Such an element of any width, two's complement if `sign`. */
static inline void field_z(mpz_t z, const dut_t *d, int signal, int index, int width, bool sign) {
  const int offset = index * width;
  mpz_set_ui(z, 0);
  for (int done = 0; done < width;) { /* from the top */
    const int bits = width - done < 60 ? width - done : 60;
    done += bits;
    mpz_mul_2exp(z, z, (mp_bitcnt_t)bits);
    mpz_add_ui(z, z, gcim_image_get(d->card, d->image, signal, offset + width - done, bits));
  }
  if (sign && mpz_tstbit(z, (mp_bitcnt_t)(width - 1)) != 0) {
    mpz_t wrap;
    mpz_init_set_ui(wrap, 1);
    mpz_mul_2exp(wrap, wrap, (mp_bitcnt_t)width);
    mpz_sub(z, z, wrap);
    mpz_clear(wrap);
  }
}

/* The image of one transaction, inputs by the stimulus, outputs and taps by the golden. */
typedef void judge_t(const dut_t *d);

/* How many transactions: `usual`, or usual * GCIM_TEST_TIMES of the environment. */
static inline long times(long usual) {
  const char *text = getenv("GCIM_TEST_TIMES");
  const long factor = text == NULL ? 1 : strtol(text, NULL, 10);
  return factor < 1 ? usual : usual * factor;
}

static inline long judge_stimulus(const char *unit, const char *params, long count,
                                  judge_t *judge) {
  gcim_stim_t *stim = stim_new(unit, params);
  dut_t d = dut_new(unit, params);
  long done = 0;
  for (uint64_t episode = 0; done < count; episode++) {
    int rst_n = 0;
    assert_int_equal(gcim_stim_start(stim, 11, episode, 0), GCIM_OK);
    while (done < count && gcim_stim_next(stim, &rst_n, d.image) == 1) {
      if (rst_n != 0 && get(&d, "in_valid") != 0) {
        d.model->unit->ops->eval(d.model, d.image);
        judge(&d);
        done++;
      }
    }
  }
  dut_free(&d);
  gcim_stim_free(stim);
  return done;
}

/* The same in every configuration of the card. */
static inline void judge_configs(const char *unit, long each, judge_t *judge) {
  dut_t d = dut_new(unit, "");
  for (int i = 0; i < d.card->config_count; i++) {
    char params[64];
    snprintf(params, sizeof params, "config=%s", d.card->configs[i].name);
    judge_stimulus(unit, params, each, judge);
  }
  dut_free(&d);
}

static inline int value_of(const dut_t *d, const char *name) {
  return (int)gcim_card_value(d->card, name);
}

#endif
