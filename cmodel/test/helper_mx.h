/* helper_mx.h: Microscaling over exact rationals, written from the cards mx_scale, mx_quant and
 * mx_dot and the standard's tables alone. Scales are found by what they mean (the smallest power of
 * two that ...), not by the cards' thresholds. */
#ifndef GCIM_TEST_HELPER_MX_H
#define GCIM_TEST_HELPER_MX_H

#include "helper_float.h"
#include "helper_rational.h"

#include "gcim_mx.h"

enum { MX_FORMATS = 6, MX_RULES = 5 };

/* OCP Microscaling Formats 1.0, 5.3: the largest number is max_num / max_den. */
typedef struct {
  const char *name;
  int bits, emax, m;
  unsigned long max_num, max_den;
} mx_format_t;

static const mx_format_t mx_formats[MX_FORMATS] = {
    {"int8", 8, 0, 6, 127, 64}, {"e4m3", 8, 8, 3, 448, 1}, {"e5m2", 8, 15, 2, 57344, 1},
    {"e3m2", 6, 4, 2, 28, 1},   {"e2m3", 6, 2, 3, 15, 2},  {"e2m1", 4, 2, 1, 6, 1},
};

/* ---- the scale ---- */

/* 2^t against v: -1, 0, 1. */
static inline int mx_cmp_power(long t, const mpq_t v) {
  mpq_t p;
  mpq_init(p);
  q_pow2(p, t);
  const int order = mpq_cmp(p, v);
  mpq_clear(p);
  return (order > 0) - (order < 0);
}

/* The smallest t with 2^t >= v. */
static inline long mx_log2_up(const mpq_t v) {
  const long e = q_log2(v);
  return mx_cmp_power(e, v) < 0 ? e + 1 : e;
}

/* Of the powers of two around v the nearer one, the upper if both are as near. */
static inline long mx_log2_near(const mpq_t v) {
  const long e = q_log2(v);
  mpq_t low, high;
  mpq_inits(low, high, NULL);
  q_pow2(low, e);
  q_pow2(high, e + 1);
  mpq_sub(low, v, low);
  mpq_sub(high, high, v);
  const bool down = mpq_cmp(low, high) < 0;
  mpq_clears(low, high, NULL);
  return down ? e : e + 1;
}

/* a > 0 rounded to m fraction bits, halves up: the exponent of that. */
static inline long mx_log2_rounded(const mpq_t a, int m) {
  mpq_t r;
  mpz_t n;
  mpq_init(r);
  mpz_init(n);
  const long unit = q_log2(a) - m;
  mpq_set(r, a);
  q_scale(r, -unit);
  q_round(n, r, GCIM_RND_RNA);
  mpq_set_z(r, n);
  const long e = q_log2(r) + unit;
  mpz_clear(n);
  mpq_clear(r);
  return e;
}

/* Exponent of the scale of a block whose largest magnitude is a > 0. */
static inline long mx_exponent(const mpq_t a, int elem, int rule) {
  const mx_format_t *f = &mx_formats[elem];
  mpq_t x;
  mpq_init(x);
  mpq_set_ui(x, f->max_den, f->max_num);
  mpq_canonicalize(x);
  mpq_mul(x, x, a); /* a / max */
  long t = q_log2(a) - f->emax;
  if (rule == GCIM_MX_CEIL) {
    t = mx_log2_up(a) - f->emax;
  } else if (rule == GCIM_MX_EVEN) {
    t = mx_log2_rounded(a, f->m) - f->emax;
  } else if (rule == GCIM_MX_RCEIL) {
    t = mx_log2_up(x);
  } else if (rule == GCIM_MX_NEAREST) {
    t = mx_log2_near(x);
  }
  mpq_clear(x);
  return t;
}

/* ---- a block in the image of mx_scale or mx_quant ---- */

typedef struct {
  int byte;
  long exp;
  uint32_t flags, amax;
} mx_scale_want_t;

/* The lane's operand under the modes of the image; also whether it was a special. */
typedef struct {
  bool inf, nan, snan;
  bool sign;
} mx_lane_t;

/* v of lane i; specials of MX_BLOCK_NAN, MX_PASS and MX_INF_TOP have v = 0. */
static inline mx_lane_t mx_lane(const dut_t *d, int i, mpq_t v) {
  const int bits = value_of(d, "XCodeBits");
  const gcim_float_t f = {value_of(d, "XExpBits"), value_of(d, "XManBits"), value_of(d, "XBias"),
                          GCIM_FLOAT_IEEE};
  static const int specials[8] = {GCIM_SPECIAL_IEEE,   GCIM_SPECIAL_IEEE, GCIM_SPECIAL_ZERO,
                                  GCIM_SPECIAL_IGNORE, GCIM_SPECIAL_IEEE, GCIM_SPECIAL_IEEE,
                                  GCIM_SPECIAL_IEEE,   GCIM_SPECIAL_IEEE};
  operand_t o;
  mpq_init(o.v);
  decode_q(&f, (uint32_t)get_at(d, "x", i * bits, bits), specials[get(d, "in_special")],
           get(d, "in_daz") != 0, &o);
  mpq_set(v, o.v);
  mpq_clear(o.v);
  return (mx_lane_t){.inf = o.inf, .nan = o.nan, .snan = o.snan, .sign = o.sign};
}

static inline void mx_largest(const dut_t *d, mpq_t a, bool *inf, bool *nan) {
  mpq_t v;
  mpq_init(v);
  mpq_set_ui(a, 0, 1);
  *inf = *nan = false;
  for (int i = 0; i < value_of(d, "Lanes"); i++) {
    const mx_lane_t lane = mx_lane(d, i, v);
    *inf = *inf || lane.inf;
    *nan = *nan || lane.nan;
    mpq_abs(v, v);
    if (mpq_cmp(v, a) > 0) {
      mpq_set(a, v);
    }
  }
  mpq_clear(v);
}

/* The magnitude code whose value is a, by search among all of them. */
static inline uint32_t mx_code_of(const dut_t *d, const mpq_t a) {
  const gcim_float_t f = {value_of(d, "XExpBits"), value_of(d, "XManBits"), value_of(d, "XBias"),
                          GCIM_FLOAT_IEEE};
  return mpq_sgn(a) == 0 ? 0 : (uint32_t)ref_search(&f, a);
}

/* mx_scale.def, 6 to 11. `ovf`: the name of that mode. */
static inline mx_scale_want_t mx_scale_want(const dut_t *d, const char *ovf) {
  const int special = get(d, "in_special"), zero = get(d, "in_zero"), rule = get(d, "in_rule");
  const int elem = value_of(d, "Elem");
  const bool both = special == 0 || special > 4;
  bool inf, nan;
  mpq_t a;
  mpq_init(a);
  mx_largest(d, a, &inf, &nan);
  mx_scale_want_t want = {.amax = mx_code_of(d, a)};
  if ((both && (inf || nan)) || (special == 4 && nan)) {
    want.byte = 255;
    want.flags = 4;
  } else if (special == 4 && inf) {
    want.byte = 254;
  } else if (mpq_sgn(a) == 0) {
    const int bytes[4] = {0, 127, elem == GCIM_MX_INT8 ? 1 : 0, 0};
    want.byte = bytes[zero];
  } else {
    want.exp = mx_exponent(a, elem, rule);
    const bool over = want.exp > 127, under = want.exp < -127;
    want.flags = over ? 2 : under ? 1 : 0;
    want.byte = over ? (get(d, ovf) == 1 ? 255 : 254) : under ? 0 : (int)want.exp + 127;
  }
  mpq_clear(a);
  return want;
}

static inline void mx_judge_scale(const dut_t *d, const mx_scale_want_t *want) {
  assert_int_equal(get(d, "scale"), want->byte);
  assert_int_equal(get(d, "tap_amax"), want->amax);
  assert_int_equal(get_signed(d, "tap_exp", 0, 11), want->exp);
}

#endif
