/* helper_fp_macro_truth.h: what a vector must become in fp_macro: sentences 7 to 12 of its card and
 * those they cite, in exact rationals. Nothing of the library but the names of modes. */
#ifndef GCIM_TEST_HELPER_FP_MACRO_TRUTH_H
#define GCIM_TEST_HELPER_FP_MACRO_TRUTH_H

#include "helper_fp_macro.h"
#include "helper_gmp.h"

/* A code taken apart, as the card fp_decode says. */
typedef struct {
  bool sign, inf, nan, snan;
  int exp;
  uint32_t sig;
} part_t;

/* What a vector must become. */
typedef struct {
  part_t part[MAX_ROWS];
  int unit;
  bool lost, below;
  int64_t q[MAX_ROWS];
  int64_t acc[MAX_COLS]; /* goes on with keep, as ovf */
  bool ovf[MAX_COLS];
  uint32_t y[MAX_COLS], flags[MAX_COLS];
} truth_t;

/* Scratch numbers, made and freed by main. */
static mpq_t t, g, half, lane_value;
static mpz_t z;

static inline void truth_open(void) {
  mpq_inits(t, g, half, lane_value, NULL);
  mpz_init(z);
}

static inline void truth_close(void) {
  mpq_clears(t, g, half, lane_value, NULL);
  mpz_clear(z);
}

/* ---- 7 ---- */

static inline part_t part_of(const gcim_float_t *f, uint32_t code, const vector_t *v) {
  const uint32_t magnitude = code & ref_ones(f->exp_bits + f->man_bits);
  const bool special = magnitude > ref_largest(f);
  const bool is_inf = special && f->kind == GCIM_FLOAT_IEEE && (code & ref_ones(f->man_bits)) == 0;
  part_t p = {.sign = code >> (f->exp_bits + f->man_bits) != 0, .exp = 1};
  uint32_t number = magnitude;
  if (special && v->specials == GCIM_SPECIAL_IEEE) {
    p.inf = is_inf;
    p.nan = !is_inf;
    p.snan = p.nan && f->kind == GCIM_FLOAT_IEEE && (code >> (f->man_bits - 1) & 1) == 0;
    return p;
  }
  if (special && v->specials != GCIM_SPECIAL_IGNORE) {
    number = is_inf || v->specials == GCIM_SPECIAL_MAX ? ref_largest(f) : 0;
  }
  const int e = (int)(number >> f->man_bits);
  p.exp = e == 0 ? 1 : e;
  p.sig = (number & ref_ones(f->man_bits)) + (e == 0 ? 0 : 1u << f->man_bits);
  p.sig = e == 0 && v->daz != 0 ? 0 : p.sig;
  return p;
}

static inline int reference(const macro_t *m, const vector_t *v, const part_t *parts) {
  int ref = 0;
  for (int r = 0; r < m->rows; r++) {
    ref = parts[r].sig > 0 && parts[r].exp > ref ? parts[r].exp : ref;
  }
  return v->given != 0 ? v->ref : ref;
}

/* ---- 8: fp_align.def, 5 to 9 ---- */

static inline void times_power(mpq_t q, int e) {
  if (e >= 0) {
    mpq_mul_2exp(q, q, (mp_bitcnt_t)e);
  } else {
    mpq_div_2exp(q, q, (mp_bitcnt_t)-e);
  }
}

/* t = a lane in units of the reference. */
static inline void lane_in_units(const macro_t *m, const part_t *p, int unit) {
  mpq_set_si(t, (long)p->sig * (p->sign ? -1 : 1), 1);
  times_power(t, p->exp - m->x.man_bits - (unit - (m->x_bits - 2)));
}

/* 6: t with `guard` fraction bits, and a sticky one. */
static inline void cut(const macro_t *m, bool sticky) {
  const int sign = mpq_sgn(t);
  mpq_abs(t, t);
  mpq_set(g, t);
  times_power(g, m->guard);
  mpz_fdiv_q(z, mpq_numref(g), mpq_denref(g));
  mpq_set_z(g, z);
  times_power(g, -m->guard);
  if (sticky && mpq_cmp(g, t) < 0) {
    mpq_set_ui(half, 1, 1);
    times_power(half, -(m->guard + 1));
    mpq_add(g, g, half);
  }
  mpq_set(t, g);
  if (sign < 0) {
    mpq_neg(t, t);
  }
}

/* 7: t to one of its two neighbours, an integer to itself. */
static inline int64_t rounded(int quant) {
  mpz_fdiv_q(z, mpq_numref(t), mpq_denref(t));
  const int64_t low = mpz_get_si(z);
  mpq_set_z(g, z);
  mpq_sub(g, t, g);
  if (mpq_sgn(g) == 0) {
    return low;
  }
  const int side = mpq_cmp_ui(g, 1, 2);
  const int64_t even = low % 2 == 0 ? low : low + 1;
  const int64_t away = mpq_sgn(t) < 0 ? low : low + 1;
  const int64_t nearest = side < 0 ? low : low + 1;
  switch (quant) {
    case GCIM_RND_RNE:
      return side == 0 ? even : nearest;
    case GCIM_RND_RNA:
      return side == 0 ? away : nearest;
    case GCIM_RND_RTZ:
      return mpq_sgn(t) < 0 ? low + 1 : low;
    case GCIM_RND_FLOOR:
      return low;
    case GCIM_RND_CEIL:
      return low + 1;
    default: /* JAM: the odd one */
      return low % 2 == 0 ? low + 1 : low;
  }
}

/* 5 to 8, without a limit. */
static inline int64_t aligned(const macro_t *m, const vector_t *v, const part_t *p, int unit) {
  if (v->far != 0 && unit - p->exp >= m->x_bits) {
    return 0;
  }
  lane_in_units(m, p, unit);
  cut(m, v->sticky != 0);
  return rounded(v->quant);
}

static inline void align(const macro_t *m, const vector_t *v, truth_t *truth) {
  const int ref = reference(m, v, truth->part);
  const int64_t top = (INT64_C(1) << (m->x_bits - 1)) - 1;
  const int64_t bottom = v->clamp == GCIM_CLAMP_SYMMETRIC ? -top : -top - 1;
  truth->unit = ref;
  for (int r = 0; r < m->rows && v->clamp == GCIM_CLAMP_RAISE; r++) {
    const part_t *p = &truth->part[r];
    const int64_t q = p->sig > 0 && p->exp <= ref ? aligned(m, v, p, ref) : 0;
    truth->unit = q > top || q < bottom ? ref + 1 : truth->unit;
  }
  truth->lost = truth->below = false;
  for (int r = 0; r < m->rows; r++) {
    const part_t *p = &truth->part[r];
    const bool below = p->sig > 0 && p->exp > ref;
    const int64_t beyond = p->sign ? bottom : top;
    const int64_t q = p->sig == 0 ? 0 : below ? beyond : aligned(m, v, p, truth->unit);
    truth->q[r] = q > top ? top : q < bottom ? bottom : q;
    truth->below = truth->below || below;
    lane_in_units(m, p, truth->unit);
    truth->lost = truth->lost || mpq_cmp_si(t, truth->q[r], 1) != 0;
  }
}

/* ---- 9 ---- */

static inline void accumulate(const macro_t *m, const vector_t *v, int c, truth_t *truth) {
  int64_t sum = 0;
  for (int r = 0; r < m->rows; r++) {
    sum += truth->q[r] * m->w[r][c];
  }
  mpz_t wrapped;
  mpz_init_set_si(wrapped, sum);
  mpz_set_si(z, v->keep != 0 ? truth->acc[c] : 0);
  mpz_add(z, z, wrapped);
  mpz_fdiv_r_2exp(wrapped, z, (mp_bitcnt_t)m->acc_width);
  mpz_to_signed(wrapped, m->acc_width);
  truth->ovf[c] = mpz_cmp(wrapped, z) != 0 || (v->keep != 0 && truth->ovf[c]);
  truth->acc[c] = mpz_get_si(wrapped);
  mpz_clear(wrapped);
}

/* ---- 10 to 12 ---- */

static inline uint32_t encode(const macro_t *m, const vector_t *v, int c, const truth_t *truth,
                              uint32_t *flags) {
  bool nan = false, snan = false, invalid = false, plus = false, minus = false;
  for (int r = 0; r < m->rows; r++) {
    const part_t *p = &truth->part[r];
    nan = nan || p->nan;
    snan = snan || p->snan;
    invalid = invalid || (p->inf && m->w[r][c] == 0);
    plus = plus || (p->inf && m->w[r][c] != 0 && p->sign == (m->w[r][c] < 0));
    minus = minus || (p->inf && m->w[r][c] != 0 && p->sign != (m->w[r][c] < 0));
  }
  if (nan || invalid || (plus && minus)) {
    *flags |= snan || invalid || (plus && minus) ? GCIM_FLAG_NV : 0;
    return ref_nan(&m->y, &v->policy, false, 0, flags);
  }
  if (plus || minus) {
    return ref_inf_operand(&m->y, &v->policy, minus, flags);
  }
  if (truth->acc[c] == 0) {
    return 0;
  }
  mpq_set_si(lane_value, truth->acc[c], 1);
  times_power(lane_value, truth->unit - m->x.bias - (m->x_bits - 2) + m->exp[c]);
  return ref_encode(&m->y, &v->policy, lane_value, 0, flags);
}

/* ---- against the model ---- */

static inline void check(macro_t *m, const vector_t *v, truth_t *truth) {
  const int e = start(m, v);
  for (int r = 0; r < m->rows; r++) {
    truth->part[r] = part_of(&m->x, v->x[r], v);
  }
  align(m, v, truth);
  tick_to(&m->d, e + 2);
  for (int r = 0; r < m->rows; r++) {
    assert_int_equal(get_signed(&m->d, "tap_x_q", r, m->x_bits), truth->q[r]);
  }
  assert_int_equal(get(&m->d, "tap_x_unit"), truth->unit);
  assert_int_equal(get(&m->d, "tap_x_lost"), truth->lost);
  tick_to(&m->d, e + m->x_bits + 5);
  for (int c = 0; c < m->cols; c++) {
    accumulate(m, v, c, truth);
    assert_int_equal(acc_of(m, c), truth->acc[c]);
  }
  tick_to(&m->d, e + m->x_bits + 6);
  for (int c = 0; c < m->cols; c++) {
    uint32_t flags = (truth->ovf[c] ? 64u : 0u) | (truth->lost ? (uint32_t)GCIM_FLAG_NXA : 0u);
    const uint32_t y = encode(m, v, c, truth, &flags);
    assert_int_equal(result(m, c), y);
    assert_int_equal(flags_of(m, c), flags);
  }
  assert_int_equal(get(&m->d, "rs_below"), truth->below);
}

#endif
