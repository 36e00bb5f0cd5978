/* wide.c: conversions of 128-bit numbers. */
#include "wide.h"

#include <stdint.h>
#include <stdio.h>

void wide_to_mpz(mpz_t z, wide_t value) {
  const unsigned __int128 size = (unsigned __int128)wide_abs(value);
  const uint64_t limbs[2] = {(uint64_t)size, (uint64_t)(size >> 64)};
  mpz_import(z, 2, -1, sizeof limbs[0], 0, 0, limbs);
  if (value < 0) {
    mpz_neg(z, z);
  }
}

wide_t wide_from_mpz(const mpz_t z) {
  uint64_t limbs[2] = {0, 0};
  mpz_export(limbs, NULL, -1, sizeof limbs[0], 0, 0, z);
  const wide_t size = (wide_t)(((unsigned __int128)limbs[1] << 64) | limbs[0]);
  return mpz_sgn(z) < 0 ? -size : size;
}

const char *wide_text(wide_t value, char *text) {
  char digits[WIDE_CHARS];
  int count = 0, used = 0;
  unsigned __int128 rest = (unsigned __int128)wide_abs(value);
  do {
    digits[count++] = (char)('0' + (int)(rest % 10));
    rest /= 10;
  } while (rest != 0);
  if (value < 0) {
    text[used++] = '-';
  }
  while (count > 0) {
    text[used++] = digits[--count];
  }
  text[used] = '\0';
  return text;
}
