/* poly.h: polynomials with coefficients >= 0: distributions of d, coefficient i for d = low + i.
 *
 * Exact ones are a single whole number with a slot of bits for each coefficient, so that GMP's
 * multiplication is the convolution. Rounded ones are doubles: sums and products of numbers >= 0
 * lose no relative accuracy.
 */
#ifndef GCIM_METRIC_POLY_H
#define GCIM_METRIC_POLY_H

#include <gmp.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct {
  bool exact;
  size_t slot; /* bits of a coefficient */
} poly_kind_t;

typedef struct {
  size_t count; /* coefficients */
  mpz_t packed;
  double *v;
} poly_t;

/* Zero with room for `count` coefficients. False without memory. */
bool poly_new(const poly_kind_t *kind, size_t count, poly_t *p);
void poly_free(poly_t *p);

/* Coefficient `index` becomes `weight` (exact), or `value`. */
void poly_put(const poly_kind_t *kind, poly_t *p, size_t index, const mpz_t weight, double value);

/* to += from * x^shift; to += a * b. What has no room must be zero. */
void poly_add(const poly_kind_t *kind, poly_t *to, const poly_t *from, size_t shift);
void poly_multiply_add(const poly_kind_t *kind, poly_t *to, const poly_t *a, const poly_t *b);

/* Coefficient `index` of an exact one. */
void poly_get(const poly_kind_t *kind, const poly_t *p, size_t index, mpz_t weight);

bool poly_is_zero(const poly_kind_t *kind, const poly_t *p);

#endif
