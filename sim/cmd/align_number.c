#include "align_number.h"

#include <math.h>

bool align_number_of(const gcim_float_t *format, uint32_t code, align_number_t *number) {
  const uint32_t exp_max = (1u << format->exp_bits) - 1, man_max = (1u << format->man_bits) - 1;
  const uint32_t man = code & man_max, exp = code >> format->man_bits & exp_max;
  const bool is_negative = (code >> (format->man_bits + format->exp_bits) & 1u) != 0;
  if (exp == exp_max &&
      (format->kind == GCIM_FLOAT_IEEE || (format->kind == GCIM_FLOAT_FN && man == man_max))) {
    return false;
  }
  const int64_t sig = exp == 0 ? man : man + man_max + 1;
  number->sig = is_negative ? -sig : sig;
  number->exp = (exp == 0 ? 1 : (int)exp) - format->bias - format->man_bits;
  return true;
}

align_number_t align_largest(const gcim_float_t *format) {
  align_number_t number = {0};
  uint32_t code = (1u << (format->exp_bits + format->man_bits)) - 1;
  while (!align_number_of(format, code, &number)) {
    code -= format->kind == GCIM_FLOAT_IEEE ? 1u << format->man_bits : 1;
  }
  return number;
}

int align_lowest_exp(const gcim_float_t *format) {
  return 1 - format->bias - format->man_bits;
}

double align_to_double(align_number_t number) {
  return ldexp((double)number.sig, number.exp);
}

void align_set(mpz_t out, align_number_t number, int unit) {
  mpz_set_si(out, number.sig);
  mpz_mul_2exp(out, out, (mp_bitcnt_t)(number.exp - unit));
}

void align_dot(mpz_t sum, mpz_t largest, const align_number_t *x, const align_number_t *w,
               size_t terms, int unit) {
  mpz_t term;
  mpz_init(term);
  mpz_set_si(sum, 0);
  mpz_set_si(largest, 0);
  for (size_t i = 0; i < terms; i++) { /* two significands of 24 bits */
    align_set(term, (align_number_t){x[i].sig * w[i].sig, x[i].exp + w[i].exp}, unit);
    mpz_add(sum, sum, term);
    if (mpz_cmpabs(term, largest) > 0) {
      mpz_abs(largest, term);
    }
  }
  mpz_clear(term);
}

bool align_round(mpz_t out, const mpz_t value, int unit, const gcim_float_t *format) {
  const int top = (int)mpz_sizeinbase(value, 2) - 1 + unit; /* exponent of the highest bit */
  const int normal = top - format->man_bits, least = align_lowest_exp(format);
  const int drop = (normal > least ? normal : least) - unit;
  mpz_set(out, value);
  if (drop > 0) {
    mpz_t rest, half;
    mpz_init(rest);
    mpz_init_set_ui(half, 1);
    mpz_mul_2exp(half, half, (mp_bitcnt_t)drop - 1);
    mpz_fdiv_q_2exp(out, value, (mp_bitcnt_t)drop);
    mpz_fdiv_r_2exp(rest, value, (mp_bitcnt_t)drop);
    const int side = mpz_cmp(rest, half);
    if (side > 0 || (side == 0 && mpz_odd_p(out))) {
      mpz_add_ui(out, out, 1);
    }
    mpz_mul_2exp(out, out, (mp_bitcnt_t)drop);
    mpz_clear(rest);
    mpz_clear(half);
  }
  mpz_t largest;
  mpz_init(largest);
  align_set(largest, align_largest(format), unit);
  bool fits = mpz_cmpabs(out, largest) <= 0;
  if (!fits && format->kind == GCIM_FLOAT_FINITE) {
    mpz_set(out, largest);
    if (mpz_sgn(value) < 0) {
      mpz_neg(out, out);
    }
    fits = true;
  }
  mpz_clear(largest);
  return fits;
}
