#include "core/wide.h"

#include <stddef.h>

#include "core/bits.h"

/* Return 32 copies of the sign bit. */
static uint32_t sign_word(const gcim_wide_t *value) {
  return value->word[GCIM_WIDE_WORDS - 1] >> 31 != 0 ? UINT32_MAX : 0;
}

/* Return the mask of those bits of word `index` that lie below bit `count` of the number. */
static uint32_t low_mask(int index, int count) {
  int bits = count - 32 * index;
  if (bits <= 0) {
    return 0;
  }
  return bits >= 32 ? UINT32_MAX : UINT32_MAX >> (32 - bits);
}

/* Return word `index` of the number continued without end: zeros below, sign above. */
static uint32_t endless_word(const gcim_wide_t *value, int index) {
  if (index < 0) {
    return 0;
  }
  return index < GCIM_WIDE_WORDS ? value->word[index] : sign_word(value);
}

/* Return 32 bits of the endless number from bit 32 * index + skip on, skip 0..31. */
static uint32_t endless_slice(const gcim_wide_t *value, int index, int skip) {
  uint64_t high = endless_word(value, index + 1);
  return (uint32_t)(((high << 32) | endless_word(value, index)) >> skip);
}

/* Return a + (b ^ flip) + carry: a sum for flip 0, a difference for all ones and carry 1. */
static gcim_wide_t add_carry(const gcim_wide_t *a, const gcim_wide_t *b, uint32_t flip,
                             uint32_t carry) {
  gcim_wide_t sum;
  uint64_t part = carry;
  for (int i = 0; i < GCIM_WIDE_WORDS; i++) {
    part += (uint64_t)a->word[i] + (b->word[i] ^ flip);
    sum.word[i] = (uint32_t)part;
    part >>= 32;
  }
  return sum;
}

/* Return a times the unsigned number in the low `words` words of b. */
static gcim_wide_t mul_low(const gcim_wide_t *a, const gcim_wide_t *b, int words) {
  gcim_wide_t product = gcim_wide_zero();
  for (int i = 0; i < words; i++) {
    uint64_t part = 0;
    for (int j = 0; i + j < GCIM_WIDE_WORDS; j++) {
      /* worst case (2^32 - 1)^2 + 2 (2^32 - 1) = 2^64 - 1 */
      part += (uint64_t)a->word[j] * b->word[i] + product.word[i + j];
      product.word[i + j] = (uint32_t)part;
      part >>= 32;
    }
  }
  return product;
}

gcim_wide_t gcim_wide_zero(void) {
  return gcim_wide_from_i64(0);
}

gcim_wide_t gcim_wide_from_i64(int64_t value) {
  gcim_wide_t result;
  result.word[0] = (uint32_t)((uint64_t)value & UINT32_MAX);
  result.word[1] = (uint32_t)((uint64_t)value >> 32);
  for (int i = 2; i < GCIM_WIDE_WORDS; i++) {
    result.word[i] = value < 0 ? UINT32_MAX : 0;
  }
  return result;
}

gcim_wide_t gcim_wide_from_bits(const uint32_t *words, int offset, int width, bool is_signed) {
  gcim_wide_t result = gcim_wide_zero();
  gcim_bits_copy(result.word, 0, words, offset, width);
  bool negative = is_signed && width > 0 && gcim_bits_get(words, offset + width - 1, 1) != 0;
  for (int i = 0; i < GCIM_WIDE_WORDS; i++) {
    result.word[i] |= negative ? ~low_mask(i, width) : 0;
  }
  return result;
}

void gcim_wide_to_bits(const gcim_wide_t *value, uint32_t *words, int offset, int width) {
  gcim_bits_copy(words, offset, value->word, 0, width);
}

int64_t gcim_wide_to_i64(const gcim_wide_t *value, bool *fits) {
  if (fits != NULL) {
    *fits = gcim_wide_fits(value, 64);
  }
  return gcim_bits_get_signed(value->word, 0, 64);
}

gcim_wide_t gcim_wide_add(const gcim_wide_t *a, const gcim_wide_t *b) {
  return add_carry(a, b, 0, 0);
}

gcim_wide_t gcim_wide_sub(const gcim_wide_t *a, const gcim_wide_t *b) {
  return add_carry(a, b, UINT32_MAX, 1);
}

gcim_wide_t gcim_wide_neg(const gcim_wide_t *value) {
  gcim_wide_t zero = gcim_wide_zero();
  return gcim_wide_sub(&zero, value);
}

gcim_wide_t gcim_wide_mul(const gcim_wide_t *a, const gcim_wide_t *b) {
  return mul_low(a, b, GCIM_WIDE_WORDS);
}

gcim_wide_t gcim_wide_mul_i64(const gcim_wide_t *a, int64_t b) {
  gcim_wide_t factor = gcim_wide_from_i64(b);
  gcim_wide_t product = mul_low(a, &factor, 2);
  gcim_wide_t excess = b < 0 ? gcim_wide_shift_left(a, 64) : gcim_wide_zero();
  return gcim_wide_sub(&product, &excess); /* two words of b < 0 read b + 2^64 */
}

gcim_wide_t gcim_wide_shift_left(const gcim_wide_t *value, int count) {
  int whole = count / 32 + (count % 32 != 0); /* up by whole words, then down by the excess */
  gcim_wide_t result;
  for (int i = 0; i < GCIM_WIDE_WORDS; i++) {
    result.word[i] = endless_slice(value, i - whole, (32 - count % 32) % 32);
  }
  return result;
}

gcim_wide_t gcim_wide_shift_right(const gcim_wide_t *value, int count) {
  gcim_wide_t result;
  for (int i = 0; i < GCIM_WIDE_WORDS; i++) {
    result.word[i] = endless_slice(value, i + count / 32, count % 32);
  }
  return result;
}

/* A borrow, not "keep the highest difference": gcc 12.2 -O2 vectorizes that loop wrongly. */
int gcim_wide_compare(const gcim_wide_t *a, const gcim_wide_t *b) {
  uint64_t borrow = 0;
  uint32_t differ = 0;
  for (int i = 0; i < GCIM_WIDE_WORDS; i++) {
    /* with the sign bit inverted, two's complement sorts as unsigned */
    uint32_t flip = i == GCIM_WIDE_WORDS - 1 ? UINT32_C(0x80000000) : 0;
    uint64_t left = a->word[i] ^ flip;
    uint64_t right = b->word[i] ^ flip;
    borrow = (left - right - borrow) >> 63;
    differ |= a->word[i] ^ b->word[i];
  }
  if (borrow != 0) {
    return -1;
  }
  return differ != 0 ? 1 : 0;
}

int gcim_wide_sign(const gcim_wide_t *value) {
  if (sign_word(value) != 0) {
    return -1;
  }
  return gcim_wide_is_zero(value) ? 0 : 1;
}

bool gcim_wide_is_zero(const gcim_wide_t *value) {
  return !gcim_wide_any_low_bits(value, GCIM_WIDE_BITS);
}

int gcim_wide_bit_length(const gcim_wide_t *value) {
  uint32_t top = 0; /* the highest word that is not all sign, sign bits cleared */
  int below = 0;
  for (int i = 0; i < GCIM_WIDE_WORDS; i++) {
    uint32_t digits = value->word[i] ^ sign_word(value);
    if (digits != 0) {
      top = digits;
      below = 32 * i;
    }
  }
  int length = 1; /* the sign bit */
  for (int i = 0; i < 32; i++) {
    length += (top >> i) != 0;
  }
  return below + length;
}

bool gcim_wide_fits(const gcim_wide_t *value, int width) {
  return gcim_wide_bit_length(value) <= width;
}

bool gcim_wide_any_low_bits(const gcim_wide_t *value, int count) {
  uint32_t any = 0;
  for (int i = 0; i < GCIM_WIDE_WORDS; i++) {
    any |= value->word[i] & low_mask(i, count);
  }
  return any != 0;
}
