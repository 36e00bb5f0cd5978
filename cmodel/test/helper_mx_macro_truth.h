/* helper_mx_macro_truth.h: mx_macro in plain integers and exact rationals, edge by edge, written
 * from the card mx_macro and those it names alone. */
#ifndef GCIM_TEST_HELPER_MX_MACRO_TRUTH_H
#define GCIM_TEST_HELPER_MX_MACRO_TRUTH_H

#include "helper_mx.h"
#include "helper_mx_acc.h"
#include "helper_mx_macro.h"

/* Fraction bits of an element, and its format (mx_quant.def, 8; mx_dot.def, 5). */
typedef struct {
  int frac, fix;
  gcim_float_t f;
} elem_t;

static const elem_t elems[6] = {
    {.frac = 6, .fix = 8},
    {0},
    {0},
    {4, 10, {3, 2, 3, GCIM_FLOAT_FINITE}},
    {3, 7, {2, 3, 1, GCIM_FLOAT_FINITE}},
    {1, 5, {2, 1, 1, GCIM_FLOAT_FINITE}},
};

typedef struct {
  const dut_t *d;
  macro_t p; /* its parameters alone */
  gcim_float_t x;
  int elem, acc, pat_size, pat_limit;
  bool lossy;
  /* written */
  int64_t w[MAX_LANES * MAX_BLOCKS][MAX_COLS];
  bool written[MAX_LANES * MAX_BLOCKS], exp_written[MAX_BLOCKS];
  int exp[MAX_BLOCKS][MAX_COLS];
  /* sums */
  int ref[MAX_COLS];
  bool refs_known, sums_known;
  ref_acc_t sum[MAX_COLS];
  /* the vector that runs, and what it shows */
  vector_t v;
  int age, bits, scale, x_exp;
  bool nan, fresh, waiting;
  int64_t q[MAX_LANES], dot[MAX_COLS];
  uint32_t y[MAX_COLS], flags[MAX_COLS];
} truth_t;

static inline void truth_clear(truth_t *t) {
  for (int c = 0; c < t->p.cols; c++) {
    ref_clear(&t->sum[c]);
    t->ref[c] = 0;
  }
  t->refs_known = t->sums_known = true;
  t->age = 0;
  t->fresh = t->waiting = false;
}

static inline void truth_forget(truth_t *t) {
  memset(t->written, 0, sizeof t->written);
  memset(t->exp_written, 0, sizeof t->exp_written);
  truth_clear(t);
}

static inline truth_t *truth_new(const macro_t *m) {
  truth_t *t = calloc(1, sizeof *t);
  assert_non_null(t);
  t->p = *m;
  t->d = &m->d;
  t->x = (gcim_float_t){card_value(t->d, "XExpBits"), card_value(t->d, "XManBits"),
                        card_value(t->d, "XBias"), GCIM_FLOAT_IEEE};
  t->elem = card_value(t->d, "Elem");
  t->acc = card_value(t->d, "Acc");
  t->pat_size = card_value(t->d, "PatSize");
  t->pat_limit = card_value(t->d, "PatLimit");
  t->lossy = card_value(t->d, "PatPolicy") == 1 && m->rows >= 2;
  for (int c = 0; c < m->cols; c++) {
    t->sum[c] = (ref_acc_t){.kind = t->acc, .bits = m->acc_width};
    mpz_init(t->sum[c].a);
  }
  truth_clear(t);
  return t;
}

static inline void truth_free(truth_t *t) {
  for (int c = 0; c < t->p.cols; c++) {
    mpz_clear(t->sum[c].a);
  }
  free(t);
}

/* ---- 9 to 11: elements ---- */

/* The lane's number, special codes as mode special says. */
static inline void lane_value(const truth_t *t, int i, operand_t *o) {
  const int specials = t->v.special == 2   ? GCIM_SPECIAL_ZERO
                       : t->v.special == 3 ? GCIM_SPECIAL_IGNORE
                                           : GCIM_SPECIAL_IEEE;
  decode_q(&t->x, t->v.x[i], specials, t->v.daz != 0, o);
}

/* mx_scale.def, 6 to 10. */
static inline int scale_of(const truth_t *t) {
  const bool strict = t->v.special == 0 || t->v.special > 4, top = t->v.special == 4;
  bool inf = false, nan = false;
  int scale = 0;
  operand_t o;
  mpq_t a;
  mpq_inits(a, o.v, NULL);
  for (int i = 0; i < t->p.lanes; i++) {
    lane_value(t, i, &o);
    inf = inf || o.inf;
    nan = nan || o.nan;
    mpq_abs(o.v, o.v);
    if (mpq_cmp(o.v, a) > 0) {
      mpq_set(a, o.v);
    }
  }
  if ((strict && (inf || nan)) || (top && nan)) {
    scale = 255;
  } else if (top && inf) {
    scale = 254;
  } else if (mpq_sgn(a) == 0) {
    const int bytes[4] = {0, 127, t->elem == 0 ? 1 : 0, 0};
    scale = bytes[t->v.zero];
  } else {
    const long e = mx_exponent(a, t->elem, t->v.rule) + 127;
    const int over = t->v.scale_ovf == 1 ? 255 : 254;
    scale = e < 0 ? 0 : e > 254 ? over : (int)e;
  }
  mpq_clears(a, o.v, NULL);
  return scale;
}

/* mx_quant.def, 9, of u. */
static inline int64_t int8_of(const truth_t *t, const operand_t *o) {
  const int64_t low = t->v.full != 0 ? -128 : -127;
  mpz_t n;
  mpq_t v;
  if (o->inf) {
    return o->sign ? low : 127;
  }
  mpz_init(n);
  mpq_init(v);
  mpq_set(v, o->v);
  q_scale(v, 6);
  q_round(n, v, t->v.rnd);
  int64_t q = mpz_cmp_si(n, 127) > 0 ? 127 : mpz_cmp_si(n, low) < 0 ? low : mpz_get_si(n);
  mpz_clear(n);
  mpq_clear(v);
  return q;
}

/* The integer of a number that the format has. */
static inline int64_t fixed_of(const mpq_t v, int frac) {
  mpq_t s;
  mpq_init(s);
  mpq_set(s, v);
  q_scale(s, frac);
  assert_int_equal(mpz_cmp_ui(mpq_denref(s), 1), 0);
  const int64_t fixed = mpz_get_si(mpq_numref(s));
  mpq_clear(s);
  return fixed;
}

/* mx_dot.def, 5. */
static inline int64_t element_value(const truth_t *t, uint32_t code) {
  if (t->elem == 0) {
    return number(code & 0xff, 8, true);
  }
  const elem_t *e = &elems[t->elem];
  operand_t o;
  mpq_init(o.v);
  decode_q(&e->f, code & ones_of(1 + e->f.exp_bits + e->f.man_bits), GCIM_SPECIAL_IEEE, false, &o);
  const int64_t fixed = fixed_of(o.v, e->frac);
  mpq_clear(o.v);
  return fixed;
}

/* mx_quant.def, 7 to 9: lane i over the scale. */
static inline int64_t converted(const truth_t *t, int i) {
  const gcim_fp_policy_t p = {
      .rnd = t->v.rnd, .ovf = GCIM_OVF_SAT, .nan = GCIM_NAN_ZERO, .neg_zero = 1};
  int64_t q = 0;
  uint32_t flags = 0;
  operand_t o;
  mpq_init(o.v);
  lane_value(t, i, &o);
  q_scale(o.v, 127 - t->scale);
  if (o.nan) {
    q = 0;
  } else if (t->elem == 0) {
    q = int8_of(t, &o);
  } else if (o.inf) {
    q = element_value(t, largest_of(&elems[t->elem].f, o.sign));
  } else {
    q = element_value(t, encode_q(&elems[t->elem].f, &p, o.v, 0, &flags));
  }
  mpq_clear(o.v);
  return q;
}

/* ---- 11: MX_OP_ALIGN ---- */

static inline void align_vector(truth_t *t) {
  const how_t how = {.sig_bits = t->x.man_bits + 1,
                     .bits = t->p.x_bits,
                     .guard = 1,
                     .quant = t->v.rnd > 5 ? GCIM_RND_RNE : t->v.rnd,
                     .sticky = true,
                     .clamp = GCIM_CLAMP_SYMMETRIC};
  mpq_t value[MAX_LANES];
  int exp[MAX_LANES], ref = 0;
  aligned_t a[MAX_LANES];
  for (int i = 0; i < t->p.lanes; i++) {
    operand_t o;
    mpq_inits(o.v, value[i], NULL);
    lane_value(t, i, &o);
    mpq_set(value[i], o.v);
    q_scale(value[i], t->x.bias);
    exp[i] = o.exp;
    ref = mpq_sgn(o.v) != 0 && o.exp > ref ? o.exp : ref;
    t->nan = t->nan || o.inf || o.nan;
    mpq_clear(o.v);
  }
  align_q(&how, value, exp, t->p.lanes, ref, a);
  for (int i = 0; i < t->p.lanes; i++) {
    t->q[i] = a[i].q;
    mpq_clear(value[i]);
  }
  t->x_exp = ref - t->x.bias - (t->p.x_bits - 2);
}

static inline void make_vector(truth_t *t) {
  const int rnd = t->v.rnd;
  t->nan = false;
  t->scale = 127;
  t->x_exp = 0;
  t->bits = bits_of(&t->p, &t->v);
  if (t->v.op == OP_ALIGN) {
    align_vector(t);
  } else if (t->v.op == OP_INT) {
    for (int i = 0; i < t->p.lanes; i++) {
      t->q[i] = number(t->v.x[i] & ones_of(t->p.x_bits), t->p.x_bits, true);
    }
  } else {
    t->v.rnd = rnd > 5 ? GCIM_RND_RTZ : rnd; /* 6: a random word of 0 never rounds up */
    t->scale = t->v.op == OP_FLOAT ? scale_of(t) : t->v.host;
    t->x_exp = t->scale - 127 - elems[t->elem].frac;
    t->nan = t->scale == 255;
    for (int i = 0; i < t->p.lanes && !t->nan; i++) {
      t->q[i] = t->v.op == OP_FLOAT ? converted(t, i) : element_value(t, t->v.x[i]);
    }
  }
  for (int i = 0; i < t->p.lanes && t->nan; i++) {
    t->q[i] = 0;
  }
}

/* ---- 12 ---- */

/* Ones of bit b of the weights times bit k of x over the groups of physical rows, as the small tree
 * counts them; only rows of the block are on, and a row that is on has its sign bit inverted. */
static inline int64_t small_ones(const truth_t *t, int c, int b, int k) {
  const int first = t->v.block * t->p.lanes;
  int64_t sum = 0;
  for (int group = 0; group < t->p.rows; group += t->pat_size) {
    int ones = 0;
    for (int r = group; r < group + t->pat_size && r < t->p.rows; r++) {
      if (r >= first && r < first + t->p.lanes) {
        const bool product = (t->q[r - first] >> k & t->w[r][c] >> b & 1) != 0;
        ones += product != (b == t->p.w_bits - 1);
      }
    }
    sum += ones < t->pat_limit ? ones : t->pat_limit;
  }
  return sum;
}

static inline int64_t dot_product(const truth_t *t, int c) {
  const int first = t->v.block * t->p.lanes;
  int64_t sum = 0;
  if (!t->lossy) {
    for (int i = 0; i < t->p.lanes; i++) {
      sum += t->q[i] * t->w[first + i][c];
    }
    return sum;
  }
  for (int k = 0; k < t->bits; k++) {
    for (int b = 0; b < t->p.w_bits; b++) {
      const int64_t taken_off = b == t->p.w_bits - 1 ? t->p.lanes : 0;
      const int64_t part = (small_ones(t, c, b, k) - taken_off) * ((int64_t)1 << (k + b));
      sum += k == t->bits - 1 ? -part : part;
    }
  }
  return sum;
}

/* ---- 13 to 15 ---- */

static inline void add_block(truth_t *t, int c) {
  const vector_t *v = &t->v;
  ref_block_t b = {.exp = t->x_exp + t->exp[v->block][c],
                   .special = t->nan ? 2 : 0,
                   .ref = t->ref[c],
                   .quant = v->quant,
                   .first = v->first != 0,
                   .cutoff = v->cutoff != 0,
                   .sat = v->sat != 0,
                   .p = {.rnd = v->y_rnd > 5 ? GCIM_RND_RTZ : v->y_rnd,
                         .ovf = (gcim_overflow_t)v->y_ovf,
                         .nan = (gcim_nan_t)v->y_nan,
                         .ftz = v->y_ftz}};
  mpz_init_set_si(b.sum, t->dot[c]);
  ref_add(&t->sum[c], &b);
  if (v->last != 0) {
    t->y[c] = ref_result(&t->sum[c], &b.p, &t->flags[c]);
  }
  mpz_clear(b.sum);
}

/* 16. */
static inline void know(truth_t *t) {
  const int first_row = t->v.block * t->p.lanes;
  bool good = t->exp_written[t->v.block];
  if (t->v.scan != 0) {
    t->refs_known = good && (t->v.first != 0 || t->refs_known);
    return;
  }
  for (int i = 0; i < t->p.lanes; i++) {
    good = good && t->written[first_row + i];
  }
  if (t->acc == ACC_MAXFIRST && t->v.first != 0 && !t->refs_known) {
    good = false;
  }
  t->sums_known = good && (t->v.first != 0 || t->sums_known);
}

static inline void accept(truth_t *t) {
  t->v.block = t->v.block < t->p.blocks ? t->v.block : 0;
  t->age = 1;
  know(t);
  make_vector(t);
  for (int c = 0; c < t->p.cols; c++) {
    const int x = t->x_exp + t->exp[t->v.block][c];
    if (t->v.scan != 0) {
      t->ref[c] = t->v.first != 0 || x > t->ref[c] ? x : t->ref[c];
    } else {
      t->dot[c] = dot_product(t, c);
      add_block(t, c);
    }
  }
}

/* ---- pins ---- */

static inline void read_vector(const dut_t *d, const macro_t *p, vector_t *v) {
  *v = (vector_t){.block = get(d, "st_block"),
                  .host = get(d, "st_host"),
                  .op = get(d, "st_op"),
                  .rule = get(d, "st_rule"),
                  .special = get(d, "st_special"),
                  .zero = get(d, "st_zero"),
                  .scale_ovf = get(d, "st_scale_ovf"),
                  .daz = get(d, "st_daz"),
                  .rnd = get(d, "st_rnd"),
                  .full = get(d, "st_full"),
                  .scan = get(d, "st_scan"),
                  .first = get(d, "st_first"),
                  .last = get(d, "st_last"),
                  .quant = get(d, "st_quant"),
                  .cutoff = get(d, "st_cutoff"),
                  .sat = get(d, "st_sat"),
                  .y_rnd = get(d, "st_y_rnd"),
                  .y_ovf = get(d, "st_y_ovf"),
                  .y_nan = get(d, "st_y_nan"),
                  .y_ftz = get(d, "st_y_ftz")};
  for (int i = 0; i < p->lanes; i++) {
    v->x[i] = (uint32_t)get_at(d, "st_x", i * p->code_bits, p->code_bits);
  }
}

static inline void take_writes(truth_t *t) {
  const int row = get(t->d, "wr_addr"), block = get(t->d, "we_block");
  if (get(t->d, "wr_valid") != 0 && row < t->p.rows) {
    t->written[row] = true;
    for (int c = 0; c < t->p.cols; c++) {
      t->w[row][c] = get_signed(t->d, "wr_data", c, t->p.w_bits);
    }
  }
  if (get(t->d, "we_valid") != 0 && block < t->p.blocks) {
    t->exp_written[block] = true;
    for (int c = 0; c < t->p.cols; c++) {
      t->exp[block][c] = (int)get_signed(t->d, "we_exp", c, 10);
    }
  }
}

/* 1 to 7: the edge whose image was judged. */
static inline void truth_edge(truth_t *t) {
  const bool idle = t->age == 0 && !t->waiting;
  t->fresh = false;
  if (t->waiting) {
    t->waiting = get(t->d, "rs_ready") == 0;
  } else if (t->age > 0) {
    t->age++;
    if (t->age == (t->v.scan != 0 ? 3 : t->bits + 6)) {
      t->age = 0;
      t->fresh = t->v.scan == 0;
      t->waiting = t->fresh && t->v.last != 0;
    }
  }
  if (idle) {
    take_writes(t);
    if (get(t->d, "st_valid") != 0) {
      read_vector(t->d, &t->p, &t->v);
      accept(t);
    }
  }
}

/* ---- against the model ---- */

static inline void judge_sums(const truth_t *t) {
  mpz_t acc;
  mpz_init(acc);
  for (int c = 0; c < t->p.cols; c++) {
    if (t->fresh) {
      field_z(acc, t->d, sig(t->d, "tap_acc"), c, t->p.acc_width, t->acc != ACC_FLOAT);
      assert_int_equal(mpz_cmp(acc, t->sum[c].a), 0);
    }
    if (t->waiting) {
      assert_result(&t->p, c, t->y[c], (int)t->flags[c], t->sum[c].below);
    }
  }
  mpz_clear(acc);
}

/* Returns whether something of the array was compared. */
static inline bool truth_judge(const truth_t *t) {
  const dut_t *d = t->d;
  const bool idle = t->age == 0 && !t->waiting, x = t->age == 2;
  const bool dot = t->age > 0 && t->age == t->bits + 5 && t->sums_known;
  assert_int_equal(get(d, "st_ready"), idle);
  assert_int_equal(get(d, "wr_ready"), idle);
  assert_int_equal(get(d, "we_ready"), idle);
  assert_int_equal(get(d, "rs_valid"), t->waiting);
  assert_int_equal(cares(d, "tap_scale"), x);
  assert_int_equal(cares(d, "tap_x_q"), x);
  assert_int_equal(cares(d, "tap_x_exp"), x);
  assert_int_equal(cares(d, "tap_dot"), dot);
  assert_int_equal(cares(d, "tap_acc"), t->fresh && t->sums_known);
  assert_int_equal(cares(d, "rs_y"), t->waiting && t->sums_known);
  assert_int_equal(cares(d, "rs_flags"), t->waiting && t->sums_known);
  assert_int_equal(cares(d, "rs_below"), t->waiting && t->sums_known);
  if (x) {
    assert_int_equal(get(d, "tap_scale"), t->scale);
    assert_int_equal(get_signed(d, "tap_x_exp", 0, 12), t->x_exp);
    for (int i = 0; i < t->p.lanes; i++) {
      assert_int_equal(q_of(&t->p, i), t->q[i]);
    }
  }
  for (int c = 0; dot && c < t->p.cols; c++) {
    assert_int_equal(dot_of(&t->p, c), t->dot[c]);
  }
  if (t->sums_known) {
    judge_sums(t);
  }
  return dot;
}

#endif
