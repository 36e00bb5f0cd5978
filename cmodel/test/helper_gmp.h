/* helper_gmp.h: fields of a unit under test as GMP numbers, for results wider than 64 bits. */
#ifndef GCIM_TEST_HELPER_GMP_H
#define GCIM_TEST_HELPER_GMP_H

#include <gmp.h>

#include "helper.h"

/* value = value - 2^bits if bit bits-1 is set: read as two's complement. */
static inline void mpz_to_signed(mpz_t value, int bits) {
  if (mpz_tstbit(value, (mp_bitcnt_t)(bits - 1)) != 0) {
    mpz_t modulus;
    mpz_init(modulus);
    mpz_setbit(modulus, (mp_bitcnt_t)bits);
    mpz_sub(value, value, modulus);
    mpz_clear(modulus);
  }
}

/* Element `index` of `width` bits of a field, unsigned. */
static inline void get_mpz(const dut_t *d, const char *name, int index, int width, mpz_t value) {
  mpz_set_ui(value, 0);
  for (int left = width; left > 0;) {
    const int bits = left % 32 == 0 ? 32 : left % 32;
    left -= bits;
    mpz_mul_2exp(value, value, (mp_bitcnt_t)bits);
    mpz_add_ui(value, value, get_at(d, name, index * width + left, bits));
  }
}

/* q = floor(value * 2^shift), shift of any sign. */
static inline void mpz_floor_shift(mpz_t q, const mpz_t value, int shift) {
  if (shift >= 0) {
    mpz_mul_2exp(q, value, (mp_bitcnt_t)shift);
  } else {
    mpz_fdiv_q_2exp(q, value, (mp_bitcnt_t)-shift);
  }
}

#endif
