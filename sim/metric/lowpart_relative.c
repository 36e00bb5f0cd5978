/* lowpart_relative.c: relative errors of a lower-part adder: the exact sum is u * 2^k + s, s from
 * the low bits, u from the upper ones, and both are independent.
 */
#include <stdlib.h>

#include "lowpart.h"

/* Weights of u = first, first + 1, ..; bit by bit. Returns first. */
static wide_t upper_sums(const lowpart_t *c, size_t count, mpz_t *weight) {
  const subject_t *s = c->job->subject;
  const int bits = s->width - c->k;
  const bool has_sign = s->is_signed && bits > 0;
  const unsigned long one = c->job->ones, zero = c->job->of - c->job->ones;
  mpz_t next;
  mpz_init(next);
  mpz_set_ui(weight[0], 1);
  for (int bit = 0; bit < bits; bit++) {
    const bool is_sign = has_sign && bit == bits - 1; /* counts down: 1 stands at the low end */
    const unsigned long low = is_sign ? one : zero, high = is_sign ? zero : one;
    const size_t step = (size_t)1 << bit;
    for (size_t u = count; u-- > 0;) {
      mpz_mul_ui(next, weight[u], low * low);
      if (u >= step) {
        mpz_addmul_ui(next, weight[u - step], 2 * low * high);
      }
      if (u >= 2 * step) {
        mpz_addmul_ui(next, weight[u - 2 * step], high * high);
      }
      mpz_set(weight[u], next);
    }
  }
  mpz_clear(next);
  return has_sign ? -((wide_t)1 << bits) : 0;
}

typedef struct {
  mpz_t *by_exact; /* sum of |d| by |exact| */
  size_t count;
  mpz_t zero, zero_wrong;
} relative_t;

static void add_upper(const lowpart_t *c, relative_t *r, wide_t first, size_t uppers,
                      mpz_t *weight) {
  mpz_t size, cases, wrong;
  mpz_inits(size, cases, wrong, NULL);
  for (size_t low = 0; low < c->s_count; low++) {
    lowpart_weigh(c, c->abs_of_s + low, c->s_count, size);
    for (size_t u = 0; u < uppers; u++) {
      const wide_t exact = (first + (wide_t)u) * ((wide_t)1 << c->k) + (wide_t)low;
      if (exact != 0) {
        mpz_addmul(r->by_exact[(size_t)wide_abs(exact)], size, weight[u]);
        continue;
      }
      lowpart_weigh(c, c->count_of_s + low, c->s_count, cases);
      lowpart_weigh(c, c->wrong_of_s + low, c->s_count, wrong);
      mpz_addmul(r->zero, cases, weight[u]);
      mpz_addmul(r->zero_wrong, wrong, weight[u]);
    }
  }
  mpz_clears(size, cases, wrong, NULL);
}

void lowpart_set_relative(const lowpart_t *c, metric_t *m) {
  const subject_t *s = c->job->subject;
  const size_t uppers = ((size_t)2 << (s->width - c->k)) - 1;
  relative_t r = {.count = ((size_t)2 << s->width) + 1};
  mpz_t *weight = malloc(uppers * sizeof *weight), total;
  r.by_exact = malloc(r.count * sizeof *r.by_exact);
  if (weight != NULL && r.by_exact != NULL) {
    mpz_inits(r.zero, r.zero_wrong, total, NULL);
    for (size_t i = 0; i < r.count; i++) {
      mpz_init(r.by_exact[i]);
    }
    for (size_t i = 0; i < uppers; i++) {
      mpz_init(weight[i]);
    }
    add_upper(c, &r, upper_sums(c, uppers, weight), uppers, weight);
    metric_total(c->job, 2 * s->width, total);
    metric_set_ratio(&m->figure[METRIC_ZERO_WRONG], r.zero_wrong, total);
    mpz_sub(total, total, r.zero);
    metric_set_mred(m, r.count, r.by_exact, total);
    for (size_t i = 0; i < r.count; i++) {
      mpz_clear(r.by_exact[i]);
    }
    for (size_t i = 0; i < uppers; i++) {
      mpz_clear(weight[i]);
    }
    mpz_clears(r.zero, r.zero_wrong, total, NULL);
  }
  free(r.by_exact);
  free(weight);
}

/* The smallest |exact| != 0 for each s comes from u = -2 .. 1. */
void lowpart_set_worst(const lowpart_t *c, metric_t *m) {
  const subject_t *s = c->job->subject;
  const int bits = s->width - c->k;
  const wide_t low = s->is_signed && bits > 0 ? -((wide_t)1 << bits) : 0;
  const wide_t high = s->is_signed && bits > 0 ? ((wide_t)1 << bits) - 2 : ((wide_t)2 << bits) - 2;
  mpq_t worst, ratio;
  mpq_inits(worst, ratio, NULL);
  for (size_t sum = 0; sum < c->s_count; sum++) {
    for (wide_t u = low < -3 ? -3 : low; u <= high && u <= 3; u++) {
      const wide_t exact = u * ((wide_t)1 << c->k) + (wide_t)sum;
      if (exact != 0 && c->worst_of_s[sum] != 0) {
        wide_to_mpz(mpq_numref(ratio), c->worst_of_s[sum]);
        wide_to_mpz(mpq_denref(ratio), wide_abs(exact));
        mpq_canonicalize(ratio);
        mpq_set(worst, mpq_cmp(ratio, worst) > 0 ? ratio : worst);
      }
    }
  }
  metric_set_exact(&m->figure[METRIC_WCRE], worst);
  mpq_clears(worst, ratio, NULL);
}
