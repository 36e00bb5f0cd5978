/* wide.h: whole numbers of 128 bits (errors of 64-bit adders need 66) and their way into GMP. */
#ifndef GCIM_METRIC_WIDE_H
#define GCIM_METRIC_WIDE_H

#include <gmp.h>

typedef __int128 wide_t;

enum { WIDE_CHARS = 48 };

void wide_to_mpz(mpz_t z, wide_t value);

/* The value, which must fit. */
wide_t wide_from_mpz(const mpz_t z);

/* Decimal text; returns `text`, which has WIDE_CHARS characters. */
const char *wide_text(wide_t value, char *text);

static inline wide_t wide_abs(wide_t value) {
  return value < 0 ? -value : value;
}

#endif
