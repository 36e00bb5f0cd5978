/* fast.h: fast kernels behind the goldens, chosen at run time. Each is judged by the golden it stands for (test_fast.c).
 * Private to cmodel.
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

/* Pack w[rows*cols] (row by row, |w| < 2^15) as pairs of rows: pairs[((r/2)*packed_cols + n)*2 + r%2], zero padded.
 *
 * Shapes:  pairs[ceil(rows/2) * gcim_fast_cols(cols) * 2].
 */
void gcim_fast_pack(const int32_t *w, int rows, int cols, int16_t *pairs);

/* gcim_mvm on packed weights: y[n] = sum over r of x[r] * w[r][n].
 *
 * Shapes:  x[rows rounded up to even] (the padding is 0), y[gcim_fast_cols(cols)].
 * Exact:   |x|, |w| <= 2^8 and rows <= 1024 (sums below 2^27).
 */
void gcim_fast_mvm(const int16_t *x, const int16_t *pairs, int rows, int cols, int32_t *y);

void gcim_fast_mvm_portable(const int16_t *x, const int16_t *pairs, int rows, int cols, int32_t *y);
#if defined(__x86_64__)
void gcim_fast_mvm_avx2(const int16_t *x, const int16_t *pairs, int rows, int cols, int32_t *y);
void gcim_fast_mvm_avx512(const int16_t *x, const int16_t *pairs, int rows, int cols, int32_t *y);
#endif

#endif
