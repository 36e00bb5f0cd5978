#include "num/fit.h"

#include <stddef.h>

#include "core/bits.h"

/* Raise the sticky flag; it is never lowered here. */
static void note_overflow(bool *overflow, bool happened) {
  if (overflow != NULL && happened) {
    *overflow = true;
  }
}

int64_t gcim_fit_signed(int64_t value, int bits, gcim_fit_t mode, bool *overflow) {
  int64_t wrapped = gcim_sign_extend((uint64_t)value, bits);
  bool fits = wrapped == value;
  note_overflow(overflow, !fits);
  if (fits || mode == GCIM_FIT_WRAP) {
    return wrapped;
  }
  int64_t max = (int64_t)gcim_bits_mask(bits - 1);
  return value < 0 ? -max - 1 : max;
}

uint64_t gcim_fit_unsigned(int64_t value, int bits, gcim_fit_t mode, bool *overflow) {
  uint64_t wrapped = (uint64_t)value & gcim_bits_mask(bits);
  bool fits = value >= 0 && wrapped == (uint64_t)value;
  note_overflow(overflow, !fits);
  if (fits || mode == GCIM_FIT_WRAP) {
    return wrapped;
  }
  return value < 0 ? 0 : gcim_bits_mask(bits);
}

gcim_wide_t gcim_wide_fit_signed(const gcim_wide_t *value, int bits, gcim_fit_t mode,
                                 bool *overflow) {
  bool fits = gcim_wide_fits(value, bits);
  note_overflow(overflow, !fits);
  if (fits || mode == GCIM_FIT_WRAP) {
    return gcim_wide_from_bits(value->word, 0, bits, true);
  }
  gcim_wide_t minus_one = gcim_wide_from_i64(-1);
  gcim_wide_t min = gcim_wide_shift_left(&minus_one, bits - 1);
  return gcim_wide_sign(value) < 0 ? min : gcim_wide_sub(&minus_one, &min); /* max = -1 - min */
}
