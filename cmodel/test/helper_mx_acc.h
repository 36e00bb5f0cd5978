/* helper_mx_acc.h: the sum over blocks as a sum of exact rationals, written from the card mx_acc
 * alone, and a driver of the unit. */
#ifndef GCIM_TEST_HELPER_MX_ACC_H
#define GCIM_TEST_HELPER_MX_ACC_H

#include "helper_gmp.h"
#include "helper_rational.h"

enum { ACC_MAXFIRST = 0, ACC_RUNNING = 1, ACC_FLOAT = 2, ACC_EXACT = 3 };
enum { FLAG_NXA = 32, FLAG_OVF = 64 };

/* FP32, IEEE Std 754-2019, 3.6. */
static const gcim_float_t fp32 = {8, 23, 127, GCIM_FLOAT_IEEE};

/* ---- the reference ---- */

typedef struct {
  int kind, frac, bits;
  mpz_t a; /* ACC_FLOAT: a code */
  int exp;
  uint32_t flags;
  bool below, nan, plus, minus;
} ref_acc_t;

typedef struct {
  mpz_t sum;
  int exp, special, ref, quant;
  bool sign, first, last, cutoff, sat;
  gcim_fp_policy_t p;
} ref_block_t;

static inline void ref_clear(ref_acc_t *r) {
  mpz_set_ui(r->a, 0);
  r->exp = 0;
  r->flags = 0;
  r->below = r->nan = r->plus = r->minus = false;
}

static inline void ref_wrap(ref_acc_t *r) {
  mpz_fdiv_r_2exp(r->a, r->a, (mp_bitcnt_t)r->bits);
  mpz_to_signed(r->a, r->bits);
}

/* v = v / 2^n rounded. */
static inline void ref_divide(ref_acc_t *r, const ref_block_t *b, mpz_t v, int n) {
  mpq_t q;
  mpz_t back;
  mpq_init(q);
  mpz_init_set(back, v);
  mpq_set_z(q, v);
  q_scale(q, -n);
  q_round(v, q, b->quant > 5 ? GCIM_RND_RNE : b->quant);
  if (b->cutoff && n >= r->bits) {
    mpz_set_ui(v, 0);
  }
  mpq_set_z(q, v);
  q_scale(q, n);
  mpq_t old;
  mpq_init(old);
  mpq_set_z(old, back);
  r->flags |= mpq_equal(old, q) ? 0 : FLAG_NXA;
  mpq_clears(q, old, NULL);
  mpz_clear(back);
}

/* 6, 7: into the range of the accumulator. */
static inline void ref_fit(ref_acc_t *r, const ref_block_t *b) {
  mpz_t limit;
  mpz_init_set_ui(limit, 1);
  mpz_mul_2exp(limit, limit, (mp_bitcnt_t)(r->bits - 1));
  const bool above = mpz_cmp(r->a, limit) >= 0;
  mpz_neg(limit, limit);
  const bool under = mpz_cmp(r->a, limit) < 0;
  if (above || under) {
    r->flags |= FLAG_OVF;
    if (b->sat) {
      mpz_set(r->a, limit);
      if (above) {
        mpz_neg(r->a, r->a);
        mpz_sub_ui(r->a, r->a, 1);
      }
    } else {
      ref_wrap(r);
    }
  }
  mpz_clear(limit);
}

static inline void ref_aligned(ref_acc_t *r, const ref_block_t *b, mpz_t d) {
  if (r->kind == ACC_MAXFIRST) {
    r->exp = b->first ? b->ref : r->exp;
    const int n = r->exp - b->exp;
    r->below = r->below || n < 0;
    ref_divide(r, b, d, n < 0 ? 0 : n);
  } else {
    r->exp = b->first ? b->exp : r->exp;
    const int n = b->exp - r->exp;
    ref_divide(r, b, n > 0 ? r->a : d, n > 0 ? n : -n);
    r->exp = n > 0 ? b->exp : r->exp;
  }
  mpz_add(r->a, r->a, d);
  ref_fit(r, b);
}

/* 9. */
static inline void ref_exact(ref_acc_t *r, const ref_block_t *b, mpz_t d) {
  if (b->exp < -254) {
    r->below = true;
    return;
  }
  mpz_mul_2exp(d, d, (mp_bitcnt_t)(b->exp + 254));
  mpz_add(r->a, r->a, d);
  ref_wrap(r);
}

/* z * 2^scale, or a special, as a code. */
static inline uint32_t ref_block_code(const mpz_t z, int scale, int special, bool sign,
                                      const gcim_fp_policy_t *p, uint32_t *flags) {
  if (special > 0) {
    return special == 1 ? inf_q(&fp32, p, sign, true, flags) : nan_q(&fp32, p, false, flags);
  }
  mpq_t v;
  mpq_init(v);
  mpq_set_z(v, z);
  q_scale(v, scale);
  const uint32_t code = encode_q(&fp32, p, v, 0, flags);
  mpq_clear(v);
  return code;
}

/* 8. */
static inline void ref_float(ref_acc_t *r, const ref_block_t *b) {
  uint32_t code = ref_block_code(b->sum, b->exp - r->frac, b->special, b->sign, &b->p, &r->flags);
  if (!b->first) {
    operand_t x, y;
    mpq_inits(x.v, y.v, NULL);
    decode_q(&fp32, (uint32_t)mpz_get_ui(r->a), GCIM_SPECIAL_IEEE, false, &x);
    decode_q(&fp32, code, GCIM_SPECIAL_IEEE, false, &y);
    code = add_q(&fp32, &b->p, &x, &y, 0, &r->flags);
    mpq_clears(x.v, y.v, NULL);
  }
  mpz_set_ui(r->a, code);
}

static inline void ref_add(ref_acc_t *r, const ref_block_t *b) {
  if (b->first) {
    ref_clear(r);
  }
  if (r->kind == ACC_FLOAT) {
    ref_float(r, b);
    return;
  }
  mpz_t d;
  mpz_init_set(d, b->sum);
  if (b->special != 0) {
    mpz_set_ui(d, 0);
  }
  r->nan = r->nan || b->special > 1;
  r->plus = r->plus || (b->special == 1 && !b->sign);
  r->minus = r->minus || (b->special == 1 && b->sign);
  if (r->kind == ACC_EXACT) {
    ref_exact(r, b, d);
  } else {
    ref_aligned(r, b, d);
  }
  mpz_clear(d);
}

/* 10, 11. */
static inline uint32_t ref_result(const ref_acc_t *r, const gcim_fp_policy_t *p, uint32_t *flags) {
  const bool both = r->plus && r->minus;
  *flags = r->flags | (both ? GCIM_FLAG_NV : 0);
  if (r->kind == ACC_FLOAT) {
    return (uint32_t)mpz_get_ui(r->a);
  }
  const int special = r->nan || both ? 2 : r->plus || r->minus ? 1 : 0;
  const int x = r->kind == ACC_EXACT ? -254 : r->exp;
  return ref_block_code(r->a, x - r->frac, special, r->minus, p, flags);
}

/* ---- the unit ---- */

static inline void ref_acc_init(ref_acc_t *r, const dut_t *d) {
  *r = (ref_acc_t){
      .kind = value_of(d, "Acc"), .frac = value_of(d, "Frac"), .bits = value_of(d, "AccWidth")};
  mpz_init(r->a);
}

/* The block on the pins. */
static inline void ref_block_read(ref_block_t *b, const dut_t *d) {
  const int rnd = get(d, "st_rnd");
  mpz_init(b->sum);
  field_z(b->sum, d, sig(d, "st_sum"), 0, value_of(d, "SumBits"), true);
  b->exp = (int)get_signed(d, "st_exp", 0, 10);
  b->ref = (int)get_signed(d, "st_ref", 0, 10);
  b->special = get(d, "st_special");
  b->quant = get(d, "st_quant");
  b->sign = get(d, "st_sign") != 0;
  b->first = get(d, "st_first") != 0;
  b->last = get(d, "st_last") != 0;
  b->cutoff = get(d, "st_cutoff") != 0;
  b->sat = get(d, "st_sat") != 0;
  b->p = (gcim_fp_policy_t){.rnd = rnd > 5 ? GCIM_RND_RTZ : rnd,
                            .ovf = (gcim_overflow_t)get(d, "st_ovf"),
                            .nan = (gcim_nan_t)get(d, "st_nan"),
                            .ftz = get(d, "st_ftz")};
}

/* The sum of blocks of one test: what is not given stays as it was put. */
static inline void send(dut_t *d, int64_t sum, int exp, int first, int last) {
  const int bits = value_of(d, "SumBits");
  put_at(d, "st_sum", 0, bits < 64 ? bits : 64, (uint64_t)sum);
  for (int at = 64; at < bits; at += 16) {
    put_at(d, "st_sum", at, bits - at < 16 ? bits - at : 16, sum < 0 ? UINT64_MAX : 0);
  }
  put(d, "st_exp", (uint64_t)(int64_t)exp);
  put(d, "st_first", (uint64_t)first);
  put(d, "st_last", (uint64_t)last);
  put(d, "st_valid", 1);
  tick(d);
  assert_int_equal(get(d, "st_ready"), 1);
  put(d, "st_valid", 0);
}

/* A block that is an infinity or a NaN. */
static inline void send_special(dut_t *d, int special, int sign, int first, int last) {
  put(d, "st_special", (uint64_t)special);
  put(d, "st_sign", (uint64_t)sign);
  send(d, 5, 0, first, last);
  put(d, "st_special", 0);
  put(d, "st_sign", 0);
}

/* Take the result that is visible at the next edge. */
static inline void expect_result(dut_t *d, uint32_t y, int flags, int below) {
  put(d, "rs_ready", 1);
  tick(d);
  assert_int_equal(get(d, "rs_valid"), 1);
  assert_int_equal((uint32_t)get_at(d, "rs_y", 0, 32), y);
  assert_int_equal(get(d, "rs_flags"), flags);
  assert_int_equal(get(d, "rs_below"), below);
  put(d, "rs_ready", 0);
}

#endif
