#ifndef GCIM_CORE_WIDE_H
#define GCIM_CORE_WIDE_H

/* Exact wide integers, two's complement, GCIM_WIDE_BITS wide. Every operation is exact modulo
 * 2^GCIM_WIDE_BITS; "exact" without more means that the true result is in range. Values are passed
 * by pointer and returned by value, so a result may overwrite an operand. Shift distances and bit
 * counts are never negative. */

#include <stdbool.h>
#include <stdint.h>

enum {
  GCIM_WIDE_BITS = 1152, /* a multiple of 32 */
  GCIM_WIDE_WORDS = GCIM_WIDE_BITS / 32
};

typedef struct {
  uint32_t word[GCIM_WIDE_WORDS]; /* word 0 least significant, sign in the top bit of the last */
} gcim_wide_t;

/* Return 0.
 *
 * Shapes:  scalar.
 * Exact:   yes.
 * Errors:  none.
 * Source:  own definition, as all of this file.
 */
gcim_wide_t gcim_wide_zero(void);

/* Return `value`.
 *
 * Shapes:  scalar.
 * Exact:   yes.
 * Errors:  none.
 * Source:  own definition.
 */
gcim_wide_t gcim_wide_from_i64(int64_t value);

/* Return the field of `width` bits at `offset`, two's complement if `is_signed`.
 *
 * Shapes:  width 0..GCIM_WIDE_BITS (0 gives 0); reads only the words that hold the field.
 * Exact:   yes; an unsigned field of all GCIM_WIDE_BITS bits wraps.
 * Errors:  none.
 * Source:  own definition; layout of core/bits.h.
 */
gcim_wide_t gcim_wide_from_bits(const uint32_t *words, int offset, int width, bool is_signed);

/* Write the low `width` bits of `value` to the field at `offset`; all other bits stay.
 *
 * Shapes:  width 0..GCIM_WIDE_BITS; touches only the words that hold the field.
 * Exact:   yes if gcim_wide_fits(value, width), else modulo 2^width.
 * Errors:  none.
 * Source:  own definition; layout of core/bits.h.
 */
void gcim_wide_to_bits(const gcim_wide_t *value, uint32_t *words, int offset, int width);

/* Return `value` as int64_t.
 *
 * Shapes:  scalar; *fits is set to whether the result is exact, `fits` may be NULL.
 * Exact:   yes if it fits, else modulo 2^64.
 * Errors:  none beyond *fits.
 * Source:  own definition.
 */
int64_t gcim_wide_to_i64(const gcim_wide_t *value, bool *fits);

/* Return a + b.
 *
 * Shapes:  scalar.
 * Exact:   modulo 2^GCIM_WIDE_BITS.
 * Errors:  none.
 * Source:  own definition.
 */
gcim_wide_t gcim_wide_add(const gcim_wide_t *a, const gcim_wide_t *b);

/* Return a - b.
 *
 * Shapes:  scalar.
 * Exact:   modulo 2^GCIM_WIDE_BITS.
 * Errors:  none.
 * Source:  own definition.
 */
gcim_wide_t gcim_wide_sub(const gcim_wide_t *a, const gcim_wide_t *b);

/* Return -value.
 *
 * Shapes:  scalar.
 * Exact:   modulo 2^GCIM_WIDE_BITS: only the most negative value wraps, to itself.
 * Errors:  none.
 * Source:  own definition.
 */
gcim_wide_t gcim_wide_neg(const gcim_wide_t *value);

/* Return a * b.
 *
 * Shapes:  scalar.
 * Exact:   modulo 2^GCIM_WIDE_BITS; exact if the bit lengths sum to at most GCIM_WIDE_BITS.
 * Errors:  none.
 * Source:  own definition (schoolbook).
 */
gcim_wide_t gcim_wide_mul(const gcim_wide_t *a, const gcim_wide_t *b);

/* Return a * b for a short b: the result of gcim_wide_mul, in fewer steps.
 *
 * Shapes:  scalar.
 * Exact:   modulo 2^GCIM_WIDE_BITS.
 * Errors:  none.
 * Source:  own definition.
 */
gcim_wide_t gcim_wide_mul_i64(const gcim_wide_t *a, int64_t b);

/* Return value * 2^count.
 *
 * Shapes:  count >= 0; from GCIM_WIDE_BITS on the result is 0.
 * Exact:   modulo 2^GCIM_WIDE_BITS.
 * Errors:  none.
 * Source:  own definition.
 */
gcim_wide_t gcim_wide_shift_left(const gcim_wide_t *value, int count);

/* Return floor(value / 2^count), the arithmetic shift.
 *
 * Shapes:  count >= 0; from GCIM_WIDE_BITS on the result is 0 or -1.
 * Exact:   yes.
 * Errors:  none.
 * Source:  own definition.
 */
gcim_wide_t gcim_wide_shift_right(const gcim_wide_t *value, int count);

/* Return -1, 0 or 1 for a < b, a == b, a > b.
 *
 * Shapes:  scalar.
 * Exact:   yes.
 * Errors:  none.
 * Source:  own definition.
 */
int gcim_wide_compare(const gcim_wide_t *a, const gcim_wide_t *b);

/* Return -1, 0 or 1 for a negative, zero or positive value.
 *
 * Shapes:  scalar.
 * Exact:   yes.
 * Errors:  none.
 * Source:  own definition.
 */
int gcim_wide_sign(const gcim_wide_t *value);

/* Return whether the value is 0.
 *
 * Shapes:  scalar.
 * Exact:   yes.
 * Errors:  none.
 * Source:  own definition.
 */
bool gcim_wide_is_zero(const gcim_wide_t *value);

/* Return the smallest two's complement width that holds the value.
 *
 * Shapes:  result 1..GCIM_WIDE_BITS; 1 for 0 and -1, 2 for 1 and -2.
 * Exact:   yes.
 * Errors:  none.
 * Source:  own definition.
 */
int gcim_wide_bit_length(const gcim_wide_t *value);

/* Return whether `width` bits of two's complement hold the value.
 *
 * Shapes:  width >= 0; nothing fits 0 bits.
 * Exact:   yes.
 * Errors:  none.
 * Source:  own definition.
 */
bool gcim_wide_fits(const gcim_wide_t *value, int width);

/* Return whether any of the low `count` bits is set (the sticky bit of a right shift).
 *
 * Shapes:  count >= 0; from GCIM_WIDE_BITS on all bits count.
 * Exact:   yes.
 * Errors:  none.
 * Source:  own definition.
 */
bool gcim_wide_any_low_bits(const gcim_wide_t *value, int count);

#endif /* GCIM_CORE_WIDE_H */
