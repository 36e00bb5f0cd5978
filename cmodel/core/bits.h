#ifndef GCIM_CORE_BITS_H
#define GCIM_CORE_BITS_H

/* Bit fields in little-endian arrays of 32-bit words: bit k of a field at `offset` is bit
 * (offset + k) % 32 of words[(offset + k) / 32]. Offsets and widths are never negative. */

#include <stdbool.h>
#include <stdint.h>

/* Return the number of words that hold `width` bits: ceil(width / 32).
 *
 * Shapes:  width >= 0.
 * Exact:   yes.
 * Errors:  none.
 * Source:  own definition.
 */
static inline int gcim_bits_words(int width) {
  return width / 32 + (width % 32 != 0);
}

/* Return a mask of the low `width` bits.
 *
 * Shapes:  width 0..64.
 * Exact:   yes.
 * Errors:  none.
 * Source:  own definition.
 */
static inline uint64_t gcim_bits_mask(int width) {
  return width == 0 ? 0 : UINT64_MAX >> (64 - width); /* a shift by 64 would be undefined */
}

/* Return the mask of the legal bits in the last word of a field of `width` bits.
 *
 * Shapes:  width >= 0; a field of 0 bits has no last word and gives 0.
 * Exact:   yes.
 * Errors:  none.
 * Source:  own definition.
 */
static inline uint32_t gcim_bits_top_mask(int width) {
  int used = width - 32 * (gcim_bits_words(width) - 1);
  return width == 0 ? 0 : UINT32_MAX >> (32 - used);
}

/* Return the two's complement meaning of 64 bits: the one place where bits become signed.
 *
 * Shapes:  value 64 bits.
 * Exact:   yes.
 * Errors:  none. A plain cast is implementation-defined above INT64_MAX; this form is not.
 * Source:  own definition.
 */
static inline int64_t gcim_bits_to_i64(uint64_t value) {
  return value <= (uint64_t)INT64_MAX ? (int64_t)value : -(int64_t)~value - 1;
}

/* Return the low `width` bits of `value` read as two's complement.
 *
 * Shapes:  width 1..64; bits of `value` above width are ignored.
 * Exact:   yes.
 * Errors:  none.
 * Source:  own definition.
 */
static inline int64_t gcim_sign_extend(uint64_t value, int width) {
  uint64_t sign = UINT64_C(1) << (width - 1);
  return gcim_bits_to_i64(((value & gcim_bits_mask(width)) ^ sign) - sign);
}

/* Return the unsigned field of `width` bits at `offset`.
 *
 * Shapes:  width 0..64; reads only the words that hold the field, none for width 0.
 * Exact:   yes.
 * Errors:  none.
 * Source:  own definition.
 */
static inline uint64_t gcim_bits_get(const uint32_t *words, int offset, int width) {
  uint64_t value = 0;
  if (width == 0) {
    return 0;
  }
  for (int i = 0; i < 3; i++) { /* 64 bits that start inside a word touch three words */
    int place = 32 * i - offset % 32;
    if (place < 0) {
      value = (uint64_t)words[offset / 32] >> -place;
    } else if (place < width) {
      value |= (uint64_t)words[offset / 32 + i] << place;
    }
  }
  return value & gcim_bits_mask(width);
}

/* Return the two's complement field of `width` bits at `offset`.
 *
 * Shapes:  width 1..64; reads only the words that hold the field.
 * Exact:   yes.
 * Errors:  none.
 * Source:  own definition.
 */
static inline int64_t gcim_bits_get_signed(const uint32_t *words, int offset, int width) {
  return gcim_sign_extend(gcim_bits_get(words, offset, width), width);
}

/* Write the low `width` bits of `value` to the field at `offset`; all other bits stay.
 *
 * Shapes:  width 0..64; touches only the words that hold the field, none for width 0.
 * Exact:   bits of `value` above width are ignored.
 * Errors:  none.
 * Source:  own definition.
 */
static inline void gcim_bits_put(uint32_t *words, int offset, int width, uint64_t value) {
  uint64_t mask = gcim_bits_mask(width);
  if (width == 0) {
    return;
  }
  for (int i = 0; i < 3; i++) { /* 64 bits that start inside a word touch three words */
    int place = 32 * i - offset % 32;
    if (place < width) {
      uint32_t *word = &words[offset / 32 + i];
      uint32_t keep = ~(uint32_t)(place < 0 ? mask << -place : mask >> place);
      uint32_t bits = (uint32_t)(place < 0 ? value << -place : value >> place);
      *word = (*word & keep) | (bits & ~keep);
    }
  }
}

/* Copy a field of `width` bits; all other bits of `dst` stay.
 *
 * Shapes:  width >= 0, any offsets; the two fields must not share a word.
 * Exact:   yes.
 * Errors:  none.
 * Source:  own definition.
 */
static inline void gcim_bits_copy(uint32_t *dst, int dst_offset, const uint32_t *src,
                                  int src_offset, int width) {
  for (int done = 0; done < width; done += 32) {
    int bits = width - done < 32 ? width - done : 32;
    gcim_bits_put(dst, dst_offset + done, bits, gcim_bits_get(src, src_offset + done, bits));
  }
}

/* Return whether the low `width` bits of two arrays are the same.
 *
 * Shapes:  width >= 0; bits above width are not compared. True for width 0.
 * Exact:   yes.
 * Errors:  none.
 * Source:  own definition.
 */
static inline bool gcim_bits_equal(const uint32_t *a, const uint32_t *b, int width) {
  int words = gcim_bits_words(width);
  uint32_t differ = 0;
  for (int i = 0; i < words; i++) {
    uint32_t mask = i == words - 1 ? gcim_bits_top_mask(width) : UINT32_MAX;
    differ |= (a[i] ^ b[i]) & mask;
  }
  return differ == 0;
}

/* Return ceil(log2(value)), the bits that number `value` things; 0 for 0 and 1.
 *
 * Shapes:  any value; the result is 0..32.
 * Exact:   yes.
 * Errors:  none.
 * Source:  $clog2 of IEEE Std 1800-2017, 20.8.1.
 */
static inline int gcim_clog2(uint32_t value) {
  int bits = 0;
  for (int i = 0; i < 32; i++) {
    bits += value > (UINT32_C(1) << i);
  }
  return bits;
}

/* Write `count` values of `width` bits (1..64) one after the other from bit 0 on; bits above the
 * last are zero.
 *
 * Shapes:  words[ceil(count * width / 32)]; bits of a value above `width` are ignored.
 */
static inline void gcim_bits_pack(uint32_t *words, int width, const int64_t *values, int count) {
  const uint64_t mask = gcim_bits_mask(width);
  uint64_t buffer = 0; /* bits not yet written, fewer than 32 of them before each value */
  int held = 0;
  for (int i = 0; i < count; i++) {
    const uint64_t value = (uint64_t)values[i] & mask;
    const uint64_t rest = held == 0 ? 0 : value >> (64 - held); /* what does not fit the buffer */
    buffer |= value << held;
    held += width;
    while (held >= 32) {
      *words++ = (uint32_t)buffer;
      held -= 32;
      buffer >>= 32;
      if (held > 32) {
        buffer |= rest << 32;
      }
    }
  }
  if (held > 0) {
    *words = (uint32_t)buffer;
  }
}

/* The opposite for widths 1..32: values[i] = bits [i*width +: width]. */
static inline void gcim_bits_unpack(const uint32_t *words, int width, uint32_t *values, int count) {
  const uint64_t mask = gcim_bits_mask(width);
  uint64_t buffer = 0;
  int held = 0;
  for (int i = 0; i < count; i++) {
    if (held < width) {
      buffer |= (uint64_t)*words++ << held;
      held += 32;
    }
    values[i] = (uint32_t)(buffer & mask);
    buffer >>= width;
    held -= width;
  }
}

#endif /* GCIM_CORE_BITS_H */
