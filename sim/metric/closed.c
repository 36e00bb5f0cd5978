/* closed.c: closed forms: sums of independent bits, the bias of lower-part OR trees, blocks of a
 * population count.
 */
#include <stdlib.h>

#include "fail.h"
#include "gcim.h"
#include "pop.h"

/* Is every level the lower-part OR adder with one k? */
static bool is_or_tree(const subject_t *s) {
  const gcim_tree_t *t = &s->tree;
  if (s->kind != SUBJECT_TREE || t->topology != GCIM_BINARY || t->max_bits != 0) {
    return false;
  }
  for (int l = 1; 1 << (l - 1) < t->lanes; l++) {
    if (t->level[l].kind != GCIM_ADD_LOA || t->level[l].k != t->level[1].k || t->level[l].k < 1) {
      return false;
    }
  }
  return !s->is_signed || t->level[1].k < t->width;
}

/* d = - sum of 2^i * B_i over k bits (`copies` independent ones each), B_i = 1 with probability q;
 * has_carry: the top one counts +2^(k-1). */
typedef struct {
  int k, copies;
  bool has_carry, is_half; /* is_half: q = 1/2 whatever the density, for uniform operands */
  bool is_pair;            /* q = p^2, both operand bits 1; else q = p */
} bits_t;

static bool bits_of(const subject_t *s, bits_t *bits) {
  const gcim_adder_t *a = &s->adder;
  *bits = (bits_t){a->k, 1, false, false, false};
  if (!s->is_adder || (s->is_signed && a->k == s->width)) {
    return false;
  }
  switch (a->kind) {
    case GCIM_ADD_EXACT:
      bits->k = 0;
      return true;
    case GCIM_ADD_TRUNC: /* both operands' low bits are lost */
      bits->copies = 2;
      return true;
    case GCIM_ADD_LSB0: /* the low bits of the sum are lost: as uniform as the operands */
      bits->is_half = true;
      return true;
    case GCIM_ADD_COPYA: /* the other operand's low bits are lost */
    case GCIM_ADD_COPYB:
      return true;
    case GCIM_ADD_LOA: /* a + b = (a | b) + (a & b), and the carry gives back 2^k of the top one */
      bits->has_carry = a->k > 0;
      bits->is_pair = true;
      return true;
    case GCIM_ADD_LOAWA:
      bits->is_pair = true;
      return true;
    default:
      return false;
  }
}

static int check_closed(const metric_job_t *job) {
  const subject_t *s = job->subject;
  bits_t bits;
  if (job->domain != DOMAIN_ALL && job->domain != DOMAIN_UNBOUNDED) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "it takes all operands, no restricted domain");
  }
  if (s->kind == SUBJECT_POPCOUNT) {
    pop_block_t *blocks = malloc(POP_MAX_BLOCKS * sizeof *blocks);
    const int count = blocks == NULL ? 0 : pop_blocks(s, blocks);
    free(blocks);
    return count > 0 ? GCIM_OK : gcim_vec_fail(GCIM_ERR_PARAM, "this count has no blocks");
  }
  if (bits_of(s, &bits)) {
    return !bits.is_half || metric_is_uniform(job)
               ? GCIM_OK
               : gcim_vec_fail(GCIM_ERR_PARAM, "this adder's form is for uniform operands");
  }
  if (!is_or_tree(s)) {
    return gcim_vec_fail(GCIM_ERR_PARAM,
                         "closed forms are known for exact, trunc, lsb0, copya, copyb, loa, loawa, "
                         "for trees of one loa(k) in all levels, and for population counts");
  }
  const wide_t top = (wide_t)1 << (s->tree.level[1].k - 1), adders = s->lanes - 1;
  if (job->domain == DOMAIN_ALL &&
      subject_may_wrap(s, s->tree.comp - adders * (top - 1), s->tree.comp + adders * top)) {
    return gcim_vec_fail(GCIM_ERR_PARAM,
                         "the root may leave the %d bits of the sum; use --domain unbounded",
                         s->sum_bits);
  }
  return GCIM_OK;
}

/* ---- one adder ---- */

static void set_adder_extremes(const subject_t *s, const bits_t *b, metric_t *m) {
  const wide_t one = 1, all = (one << b->k) - 1;
  const bool first = s->adder.kind != GCIM_ADD_COPYA,
             second = s->adder.kind != GCIM_ADD_COPYB && s->adder.kind != GCIM_ADD_LSB0;
  const wide_t least = b->has_carry ? all >> 1 : all;
  const uint64_t low[2] = {first ? (uint64_t)least : 0, second ? (uint64_t)least : 0};
  const uint64_t top = b->has_carry ? 1ull << (b->k - 1) : 0, high[2] = {top, top};
  metric_set_extreme(m, &m->min, METRIC_EXACT, -b->copies * least, low);
  metric_set_extreme(m, &m->max, METRIC_EXACT, (wide_t)top, high);
}

/* MED: |bias| if d has one sign; with the carry E|d| = q (2^(k-1) - E x) + (1 - q) E x, x the bits
 * below the top. */
static void set_adder_med(const bits_t *b, const mpq_t q, metric_t *m) {
  mpq_t med, low, part;
  mpq_inits(med, low, part, NULL);
  mpq_abs(med, m->figure[METRIC_BIAS].exact);
  if (b->has_carry) {
    mpz_set_ui(mpq_numref(part), 1);
    mpz_mul_2exp(mpq_numref(part), mpq_numref(part), (mp_bitcnt_t)(b->k - 1)); /* 2^(k-1) */
    mpz_sub_ui(mpq_numref(low), mpq_numref(part), 1);
    mpq_mul(low, low, q); /* E x */
    mpq_sub(part, part, low);
    mpq_sub(part, part, low);
    mpq_mul(part, part, q);
    mpq_add(med, part, low);
  }
  metric_set_exact(&m->figure[METRIC_MED], med);
  mpq_clears(med, low, part, NULL);
}

static void run_adder(const metric_job_t *job, const bits_t *b, metric_t *m) {
  mpq_t q, mean, square, part, right;
  mpq_inits(q, mean, square, part, right, NULL);
  mpq_set_ui(q, b->is_half ? 1 : job->ones, b->is_half ? 2 : job->of);
  mpq_canonicalize(q);
  if (b->is_pair) {
    mpq_mul(q, q, q);
  }
  mpz_t power;
  mpz_init_set_ui(power, 1);
  mpz_mul_2exp(power, power, (mp_bitcnt_t)b->k); /* mean: q * sum of the weights */
  mpz_ui_sub(mpq_numref(mean), 1, power);
  mpz_mul_si(mpq_numref(mean), mpq_numref(mean), b->copies);
  if (b->has_carry) {
    mpz_add(mpq_numref(mean), mpq_numref(mean), power);
  }
  mpq_mul(mean, mean, q);
  mpz_mul(power, power, power); /* variance: q (1 - q) * sum of the squares (4^k - 1) / 3 */
  mpz_sub_ui(mpq_numref(square), power, 1);
  mpz_mul_si(mpq_numref(square), mpq_numref(square), b->copies);
  mpz_set_ui(mpq_denref(square), 3);
  mpq_canonicalize(square);
  mpq_set_ui(right, 1, 1);
  mpq_sub(right, right, q);
  mpq_mul(square, square, q);
  mpq_mul(square, square, right);
  mpq_mul(part, mean, mean);
  mpq_add(square, square, part);
  metric_set_exact(&m->figure[METRIC_BIAS], mean);
  metric_set_exact(&m->figure[METRIC_MSE], square);
  mpz_pow_ui(mpq_numref(part), mpq_numref(right), (unsigned long)(b->k * b->copies));
  mpz_pow_ui(mpq_denref(part), mpq_denref(right), (unsigned long)(b->k * b->copies));
  mpq_set_ui(right, 1, 1);
  mpq_sub(right, right, part); /* right only if every bit is 0 */
  metric_set_exact(&m->figure[METRIC_ER], right);
  set_adder_med(b, q, m);
  set_adder_extremes(job->subject, b, m);
  mpz_clear(power);
  mpq_clears(q, mean, square, part, right, NULL);
}

/* ---- trees of lower-part OR adders ---- */

/* An adder adds P(both bits are 1) = (1-r)(1-r') on average, r the chance that its operand's bit is
 * 0, a product over the leaves below; summed over the tree this is (n-1) - n r + r^n. Extremes: all
 * lanes 2^(k-1), or 2^(k-1) - 1, keep their low bits on every level. */
static void run_tree(const metric_job_t *job, metric_t *m) {
  const subject_t *s = job->subject;
  const unsigned long n = (unsigned long)s->lanes;
  const int k = s->tree.level[1].k;
  uint64_t lanes[GCIM_TREE_MAX_LANES];
  mpq_t r, bias, part;
  mpq_inits(r, bias, part, NULL);
  mpq_set_ui(r, job->of - job->ones, job->of);
  mpq_canonicalize(r);
  mpz_pow_ui(mpq_numref(bias), mpq_numref(r), n);
  mpz_pow_ui(mpq_denref(bias), mpq_denref(r), n);
  mpq_set_ui(part, n, 1);
  mpq_mul(r, r, part);
  mpq_sub(bias, bias, r);
  mpq_set_si(part, (long)n - 1 + s->tree.comp, 1);
  mpq_add(bias, bias, part);
  metric_set_exact(&m->figure[METRIC_BIAS], bias);
  const wide_t one = 1, top = one << (k - 1), adders = s->lanes - 1;
  for (int i = 0; i < s->lanes; i++) {
    lanes[i] = (uint64_t)top;
  }
  metric_set_extreme(m, &m->max, METRIC_EXACT, adders * top + s->tree.comp, lanes);
  for (int i = 0; i < s->lanes; i++) {
    lanes[i] = (uint64_t)top - 1;
  }
  metric_set_extreme(m, &m->min, METRIC_EXACT, -adders * (top - 1) + s->tree.comp, lanes);
  mpq_clears(r, bias, part, NULL);
}

/* ---- population counts ---- */

/* Mean and variance of a block; added to the sums. */
static void add_block(const metric_job_t *job, const pop_block_t *block, mpq_t mean,
                      mpq_t variance) {
  mpz_t w, total;
  mpq_t first, second;
  mpz_inits(w, total, NULL);
  mpq_inits(first, second, NULL);
  metric_total(job, block->bits, total);
  for (unsigned x = 0; x < 1u << block->bits; x++) {
    const long d = pop_error(block, x);
    metric_weight(job, __builtin_popcount(x), block->bits, w);
    mpz_mul_si(w, w, d);
    mpz_add(mpq_numref(first), mpq_numref(first), w);
    mpz_mul_si(w, w, d);
    mpz_add(mpq_numref(second), mpq_numref(second), w);
  }
  mpz_set(mpq_denref(first), total);
  mpz_set(mpq_denref(second), total);
  mpq_canonicalize(first);
  mpq_canonicalize(second);
  mpq_add(mean, mean, first);
  mpq_add(variance, variance, second);
  mpq_mul(first, first, first);
  mpq_sub(variance, variance, first);
  mpz_clears(w, total, NULL);
  mpq_clears(first, second, NULL);
}

static int run_popcount(const metric_job_t *job, metric_t *m) {
  const subject_t *s = job->subject;
  pop_block_t *blocks = malloc(POP_MAX_BLOCKS * sizeof *blocks);
  uint64_t lanes[GCIM_TREE_MAX_LANES];
  mpq_t mean, variance;
  if (blocks == NULL) {
    return gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  }
  mpq_inits(mean, variance, NULL);
  const int count = pop_blocks(s, blocks);
  for (int i = 0; i < count; i++) {
    add_block(job, &blocks[i], mean, variance);
  }
  metric_set_exact(&m->figure[METRIC_BIAS], mean);
  mpq_mul(mean, mean, mean);
  mpq_add(variance, variance, mean);
  metric_set_exact(&m->figure[METRIC_MSE], variance);
  for (int sign = 1; sign >= -1; sign -= 2) {
    const int d = pop_extreme(s, blocks, count, sign, lanes);
    metric_set_extreme(m, sign > 0 ? &m->max : &m->min, METRIC_EXACT, d, lanes);
  }
  mpq_clears(mean, variance, NULL);
  free(blocks);
  return GCIM_OK;
}

static int run_closed(const metric_job_t *job, metric_t *m) {
  bits_t bits;
  if (job->subject->kind == SUBJECT_POPCOUNT) {
    return run_popcount(job, m);
  }
  if (bits_of(job->subject, &bits)) {
    run_adder(job, &bits, m);
  } else {
    run_tree(job, m);
  }
  return GCIM_OK;
}

const metric_method_t metric_closed = {
    "closed", "closed forms: some adders, lower-part OR trees, population counts", check_closed,
    run_closed};
