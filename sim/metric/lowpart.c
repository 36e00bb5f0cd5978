/* lowpart.c: lower-part adders: the error depends on the low K bits of both operands only, so 4^K
 * cases tell everything; the upper bits enter where the exact sum matters.
 */
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "gcim.h"
#include "lowpart.h"

enum { MAX_K = 14, MAX_RELATIVE_WIDTH = 18 };

static int check_lowpart(const metric_job_t *job) {
  const subject_t *s = job->subject;
  if (!s->is_adder) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "it is for one adder of two operands");
  }
  if (!subject_is_lower_part(&s->adder)) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "'%s' is a block adder: its error depends on all bits",
                         gcim_add_name((int)s->adder.kind));
  }
  if (s->adder.k > MAX_K) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "k = %d: more than 4^%d cases", s->adder.k, MAX_K);
  }
  if (job->domain != DOMAIN_ALL) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "it takes all operands, not --domain no-overflow");
  }
  return GCIM_OK;
}

static bool count_new(const metric_job_t *job, lowpart_t *c) {
  const int k = job->subject->adder.k;
  *c = (lowpart_t){
      .job = job, .k = k, .rows = metric_is_uniform(job) ? 1 : 2 * k + 1, .is_first = true};
  c->d_zero = (wide_t)1 << (k + 1);
  c->d_count = ((size_t)4 << k) + 1;
  c->s_count = (size_t)2 << k;
  const size_t rows = (size_t)c->rows;
  c->d = calloc(rows * c->d_count, sizeof *c->d);
  c->abs_of_s = calloc(rows * c->s_count, sizeof *c->d);
  c->wrong_of_s = calloc(rows * c->s_count, sizeof *c->d);
  c->count_of_s = calloc(rows * c->s_count, sizeof *c->d);
  c->bit = calloc(rows * (size_t)(k + 1), sizeof *c->d);
  c->worst_of_s = calloc(c->s_count, sizeof *c->worst_of_s);
  return c->d != NULL && c->abs_of_s != NULL && c->wrong_of_s != NULL && c->count_of_s != NULL &&
         c->bit != NULL && c->worst_of_s != NULL;
}

static void count_free(lowpart_t *c) {
  free(c->d);
  free(c->abs_of_s);
  free(c->wrong_of_s);
  free(c->count_of_s);
  free(c->bit);
  free(c->worst_of_s);
}

static void count_case(lowpart_t *c, uint64_t a, uint64_t b, uint64_t y, wide_t d) {
  const size_t row = c->rows == 1 ? 0 : (size_t)(__builtin_popcountll(a) + __builtin_popcountll(b));
  const uint64_t sum = a + b, differ = y ^ sum;
  const wide_t size = wide_abs(d);
  c->d[row * c->d_count + (size_t)(d + c->d_zero)]++;
  c->abs_of_s[row * c->s_count + sum] += (uint64_t)size;
  c->wrong_of_s[row * c->s_count + sum] += d != 0;
  c->count_of_s[row * c->s_count + sum]++;
  for (int j = 0; j <= c->k; j++) {
    c->bit[row * (size_t)(c->k + 1) + (size_t)j] += (differ >> j) & 1u;
  }
  c->worst_of_s[sum] = size > c->worst_of_s[sum] ? size : c->worst_of_s[sum];
  if (c->is_first || d > c->max) {
    c->max = d;
    c->max_lanes[0] = a;
    c->max_lanes[1] = b;
  }
  if (c->is_first || d < c->min) {
    c->min = d;
    c->min_lanes[0] = a;
    c->min_lanes[1] = b;
  }
  c->is_first = false;
}

/* Is the sign bit itself approximated? Then the low bits are everything and have a sign. */
static bool is_signed_part(const subject_t *s) {
  return s->is_signed && s->adder.k == s->width;
}

static void count_all(lowpart_t *c) {
  const subject_t *s = c->job->subject;
  const bool is_signed = is_signed_part(s);
  for (uint64_t a = 0; a < 1ull << c->k; a++) {
    for (uint64_t b = 0; b < 1ull << c->k; b++) {
      bool top;
      uint64_t y = gcim_adder_add(&s->adder, c->k, is_signed, a, b, &top, NULL);
      y |= (uint64_t)top << c->k;
      const wide_t exact =
          subject_number((wide_t)a, c->k, is_signed) + subject_number((wide_t)b, c->k, is_signed);
      count_case(c, a, b, is_signed ? (y ^ (uint64_t)exact ^ (a + b)) : y,
                 subject_number((wide_t)y, c->k + 1, is_signed) - exact);
    }
  }
}

/* sum over the rows of count * weight of the row. */
void lowpart_weigh(const lowpart_t *c, const uint64_t *counts, size_t stride, mpz_t sum) {
  mpz_t weight;
  mpz_init(weight);
  mpz_set_ui(sum, 0);
  for (int row = 0; row < c->rows; row++) {
    metric_weight(c->job, row, 2 * c->k, weight);
    mpz_addmul_ui(sum, weight, counts[(size_t)row * stride]);
  }
  mpz_clear(weight);
}

static int set_pmf(const lowpart_t *c, metric_t *m) {
  mpz_t total, *weight = malloc(c->d_count * sizeof *weight);
  if (weight == NULL) {
    return gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  }
  mpz_init(total);
  metric_total(c->job, 2 * c->k, total);
  for (size_t i = 0; i < c->d_count; i++) {
    mpz_init(weight[i]);
    lowpart_weigh(c, c->d + i, c->d_count, weight[i]);
  }
  const bool done = metric_pmf_from_dense(&m->pmf, -c->d_zero, c->d_count, weight, total);
  for (size_t i = 0; i < c->d_count; i++) {
    mpz_clear(weight[i]);
  }
  mpz_clear(total);
  free(weight);
  return done ? GCIM_OK : gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
}

/* Result bits: those of the low part as counted; upper bit j is wrong if the carry is and the j
 * bits below it propagate, each with probability 2p(1-p). */
static void set_bits(const lowpart_t *c, metric_t *m) {
  const subject_t *s = c->job->subject;
  mpz_t sum, total;
  mpq_t p, propagate;
  mpz_inits(sum, total, NULL);
  mpq_inits(p, propagate, NULL);
  metric_total(c->job, 2 * c->k, total);
  mpq_set_ui(propagate, 2ul * c->job->ones * (c->job->of - c->job->ones),
             (unsigned long)c->job->of * c->job->of);
  mpq_canonicalize(propagate);
  m->bits = s->width + 1;
  for (int j = 0; j <= s->width; j++) {
    if (j <= c->k) {
      lowpart_weigh(c, c->bit + j, (size_t)c->k + 1, sum);
      metric_set_ratio(&m->bit[j], sum, total);
      mpq_set(p, m->bit[j].exact);
    } else {
      mpq_mul(p, p, propagate);
      metric_set_exact(&m->bit[j], p);
    }
  }
  mpz_clears(sum, total, NULL);
  mpq_clears(p, propagate, NULL);
}

static int run_lowpart(const metric_job_t *job, metric_t *m) {
  const subject_t *s = job->subject;
  lowpart_t c;
  const bool has_room = count_new(job, &c);
  int status = has_room ? GCIM_OK : gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  if (status == GCIM_OK) {
    if (c.k > 0) {
      count_all(&c);
    } else {
      count_case(&c, 0, 0, 0, 0);
    }
    metric_set_extreme(m, &m->max, METRIC_EXACT, c.max, c.max_lanes);
    metric_set_extreme(m, &m->min, METRIC_EXACT, c.min, c.min_lanes);
    status = set_pmf(&c, m);
  }
  if (status == GCIM_OK) {
    set_bits(&c, m);
    metric_from_pmf(m);
  }
  if (status == GCIM_OK && !is_signed_part(s)) {
    lowpart_set_worst(&c, m);
    if (s->width <= MAX_RELATIVE_WIDTH) {
      lowpart_set_relative(&c, m);
    }
  }
  count_free(&c);
  return status;
}

const metric_method_t metric_lowpart = {"lowpart", "all 4^K low parts of a lower-part adder",
                                        check_lowpart, run_lowpart};
