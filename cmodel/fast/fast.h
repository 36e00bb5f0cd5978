/* fast.h: fast kernels behind the goldens, chosen at run time. Each is judged by the golden it
 * stands for (test_fast.c). Private to cmodel.
 */
#ifndef GCIM_FAST_FAST_H
#define GCIM_FAST_FAST_H

#include <stdbool.h>
#include <stdint.h>

/* Does a kernel other than the golden run? */
bool gcim_fast_enabled(void);

/* Columns of a packed matrix: `cols` rounded up to a whole number of vectors. */
enum { GCIM_FAST_COLS = 16 };
static inline int gcim_fast_cols(int cols) {
  return (cols + GCIM_FAST_COLS - 1) / GCIM_FAST_COLS * GCIM_FAST_COLS;
}

/* Pack w[rows*cols] (row by row, |w| < 2^15) as pairs of rows: pairs[((r/2)*packed_cols + n)*2 +
 * r%2], zero padded.
 *
 * Shapes:  pairs[ceil(rows/2) * gcim_fast_cols(cols) * 2].
 */
void gcim_fast_pack(const int32_t *w, int rows, int cols, int16_t *pairs);

/* Operands of one bit cycle or of a prefix for all rows (gcim_dcim_prefix, gcim_dcim_operand), 0
 * where `on` is 0: v = (word >> shift) & mask, its top bit negative if signed, or 2v - mask for
 * XNOR.
 *
 * Shapes:  words[rows], on[rows] of 0 or 1, out[rows]. Exact: mask below 2^9.
 */
void gcim_fast_operands(const uint32_t *words, const uint8_t *on, int rows, int shift,
                        uint32_t mask, bool is_signed, bool is_xnor, int16_t *out);

/* INT8 (or UINT8) codes to int16 operands. Shapes: from[count], to[count]. */
void gcim_fast_widen(const int8_t *from, int count, bool is_signed, int16_t *to);

/* gcim_mvm on packed weights: y[n] = sum over r of x[r] * w[r][n].
 *
 * Shapes:  x[rows rounded up to even] (the padding is 0), y[gcim_fast_cols(cols)].
 * Exact:   |x|, |w| <= 2^8 and rows <= 1024 (sums below 2^27).
 */
void gcim_fast_mvm(const int16_t *x, const int16_t *pairs, int rows, int cols, int32_t *y);

/* The same for `count` vectors (1..4): vector v at x + v*x_stride (x_stride even), result at y +
 * v*gcim_fast_cols(cols). */
void gcim_fast_mvm_block(const int16_t *x, int x_stride, int count, const int16_t *pairs, int rows,
                         int cols, int32_t *y);

void gcim_fast_widen_portable(const int8_t *from, int count, bool is_signed, int16_t *to);
void gcim_fast_mvm_portable(const int16_t *x, const int16_t *pairs, int rows, int cols, int32_t *y);
#if defined(__x86_64__)
void gcim_fast_widen_avx2(const int8_t *from, int count, bool is_signed, int16_t *to);
void gcim_fast_mvm_avx2(const int16_t *x, const int16_t *pairs, int rows, int cols, int32_t *y);
void gcim_fast_mvm_avx512(const int16_t *x, const int16_t *pairs, int rows, int cols, int32_t *y);
/* Four vectors at once: one load of the weights serves four products. */
void gcim_fast_mvm4_avx2(const int16_t *x, int x_stride, const int16_t *pairs, int rows, int cols,
                         int32_t *y);
void gcim_fast_mvm4_avx512(const int16_t *x, int x_stride, const int16_t *pairs, int rows, int cols,
                           int32_t *y);
#endif

#endif
