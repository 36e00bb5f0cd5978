/* poly.c: convolution, exact by packing or rounded. */
#include "poly.h"

#include <stdlib.h>

bool poly_new(const poly_kind_t *kind, size_t count, poly_t *p) {
  p->count = count;
  p->v = kind->exact ? NULL : calloc(count + 1, sizeof *p->v);
  mpz_init(p->packed);
  return kind->exact || p->v != NULL;
}

void poly_free(poly_t *p) {
  free(p->v);
  p->v = NULL;
  mpz_clear(p->packed);
}

void poly_put(const poly_kind_t *kind, poly_t *p, size_t index, const mpz_t weight, double value) {
  if (kind->exact) {
    mpz_t part;
    mpz_init(part);
    mpz_mul_2exp(part, weight, index * kind->slot);
    mpz_add(p->packed, p->packed, part);
    mpz_clear(part);
  } else {
    p->v[index] += value;
  }
}

void poly_add(const poly_kind_t *kind, poly_t *to, const poly_t *from, size_t shift) {
  if (kind->exact) {
    mpz_t part;
    mpz_init(part);
    mpz_mul_2exp(part, from->packed, shift * kind->slot);
    mpz_add(to->packed, to->packed, part);
    mpz_clear(part);
    return;
  }
  for (size_t i = 0; i < from->count; i++) {
    to->v[i + shift] += from->v[i];
  }
}

void poly_multiply_add(const poly_kind_t *kind, poly_t *to, const poly_t *a, const poly_t *b) {
  if (kind->exact) {
    mpz_addmul(to->packed, a->packed, b->packed);
    return;
  }
  for (size_t i = 0; i < a->count; i++) {
    const double x = a->v[i];
    double *restrict sum = to->v + i;
    const double *restrict y = b->v;
    for (size_t j = 0; x > 0 && j < b->count; j++) {
      sum[j] += x * y[j];
    }
  }
}

void poly_get(const poly_kind_t *kind, const poly_t *p, size_t index, mpz_t weight) {
  mpz_fdiv_q_2exp(weight, p->packed, index * kind->slot);
  mpz_fdiv_r_2exp(weight, weight, kind->slot);
}

bool poly_is_zero(const poly_kind_t *kind, const poly_t *p) {
  for (size_t i = 0; !kind->exact && i < p->count; i++) {
    if (p->v[i] > 0) {
      return false;
    }
  }
  return !kind->exact || mpz_sgn(p->packed) == 0;
}
