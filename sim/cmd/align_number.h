/* align_number.h: floating-point codes as exact numbers: sums of any length in GMP, apart from the
 * library whose results they judge.
 */
#ifndef GCIM_CMD_ALIGN_NUMBER_H
#define GCIM_CMD_ALIGN_NUMBER_H

#include <gmp.h>
#include <stdbool.h>

#include "gcim_fp.h"

/* sig * 2^exp */
typedef struct {
  int64_t sig;
  int exp;
} align_number_t;

/* The number of a code; false for infinities and NaNs. */
bool align_number_of(const gcim_float_t *format, uint32_t code, align_number_t *number);

/* The largest finite number. */
align_number_t align_largest(const gcim_float_t *format);

/* The exponent of the lowest bit of the smallest numbers. */
int align_lowest_exp(const gcim_float_t *format);

/* As a double, for messages. */
double align_to_double(align_number_t number);

/* out = number in units of 2^unit; unit must not be above number.exp. */
void align_set(mpz_t out, align_number_t number, int unit);

/* sum = sum of x[i] * w[i], largest = the largest of their magnitudes, in units of 2^unit. */
void align_dot(mpz_t sum, mpz_t largest, const align_number_t *x, const align_number_t *w,
               size_t terms, int unit);

/* out = value (both in units of 2^unit, which is not above the format's lowest) rounded once to a
 * number of `format`, nearest, ties to even; false if that is beyond the largest, which is the
 * result in a FINITE format. `out` may not be `value`. */
bool align_round(mpz_t out, const mpz_t value, int unit, const gcim_float_t *format);

#endif
