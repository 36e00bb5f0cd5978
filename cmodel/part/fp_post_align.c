#include "part/fp_post_align.h"

#include <stddef.h>

#include "core/bits.h"
#include "num/round.h"

int gcim_fp_term_ref(const gcim_fp_term_t *terms, int count, int lowest) {
  int ref = lowest;
  for (int i = 0; i < count; i++) {
    ref = terms[i].counts && terms[i].exp > ref ? terms[i].exp : ref;
  }
  return ref;
}

static bool is_zero(const gcim_fp_term_t *term) {
  return (term->sig[0] | term->sig[1]) == 0;
}

gcim_wide_t gcim_fp_term_units(const gcim_fp_term_t *term, const gcim_fp_cut_t *cut, bool *lost) {
  const uint32_t words[4] = {(uint32_t)term->sig[0], (uint32_t)(term->sig[0] >> 32),
                             (uint32_t)term->sig[1], (uint32_t)(term->sig[1] >> 32)};
  const gcim_wide_t size = gcim_wide_from_bits(words, 0, 128, false);
  const gcim_wide_t value = term->sign ? gcim_wide_neg(&size) : size;
  const int down = cut->unit - term->scale;
  *lost = false;
  return down < 0 ? gcim_wide_shift_left(&value, -down)
                  : gcim_wide_round_shift(&value, down, cut->quant, lost);
}

int64_t gcim_fp_term_units64(const gcim_fp_term_t *term, const gcim_fp_cut_t *cut, bool *lost) {
  const int down = cut->unit - term->scale;
  *lost = false;
  if (is_zero(term)) {
    return 0; /* its exponent may be far above the unit */
  }
  const int64_t size = (int64_t)(down < 0 ? term->sig[0] << -down : term->sig[0]);
  const int64_t value = term->sign ? -size : size;
  return down < 0 ? value : gcim_round_shift(value, down, cut->quant, lost);
}

/* Do all terms and their sum fit 64 bits? */
static bool is_narrow(const gcim_fp_term_t *terms, int count, const gcim_fp_cut_t *cut) {
  uint64_t high = 0;
  for (int i = 0; i < count; i++) {
    high |= terms[i].sig[1] | terms[i].sig[0] >> 63;
  }
  return high == 0 && cut->bits + gcim_clog2((uint32_t)count) <= 63;
}

static void put_bit(uint32_t *bits, int index, bool value) {
  if (bits != NULL) {
    gcim_bits_put(bits, index, 1, value);
  }
}

static gcim_wide_t sum64(const gcim_fp_term_t *terms, int count, const gcim_fp_cut_t *cut,
                         uint32_t *q, uint32_t *lost, bool *any_lost) {
  int64_t sum = 0;
  for (int i = 0; i < count; i++) {
    bool cut_off;
    const int64_t units = gcim_fp_term_units64(&terms[i], cut, &cut_off);
    sum += units;
    if (q != NULL) {
      gcim_bits_put(q, i * cut->bits, cut->bits, (uint64_t)units);
    }
    put_bit(lost, i, cut_off);
    *any_lost = *any_lost || cut_off;
  }
  return gcim_wide_from_i64(sum);
}

gcim_wide_t gcim_fp_term_sum(const gcim_fp_term_t *terms, int count, const gcim_fp_cut_t *cut,
                             uint32_t *q, uint32_t *lost, bool *any_lost) {
  if (is_narrow(terms, count, cut)) {
    return sum64(terms, count, cut, q, lost, any_lost);
  }
  gcim_wide_t sum = gcim_wide_zero();
  for (int i = 0; i < count; i++) {
    bool cut_off;
    const gcim_wide_t units = gcim_fp_term_units(&terms[i], cut, &cut_off);
    sum = gcim_wide_add(&sum, &units);
    if (q != NULL) {
      gcim_wide_to_bits(&units, q, i * cut->bits, cut->bits);
    }
    put_bit(lost, i, cut_off);
    *any_lost = *any_lost || cut_off;
  }
  return sum;
}
