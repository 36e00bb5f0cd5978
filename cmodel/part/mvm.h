/* mvm.h: integer matrix-vector product, the meaning of every exact digital CIM array. Private to
 * cmodel. */
#ifndef GCIM_PART_MVM_H
#define GCIM_PART_MVM_H

#include <stdint.h>

/* y[n] = sum over r of x[r] * w[r*cols + n].
 *
 * Shapes:  x[rows], w[rows*cols] row by row, y[cols].
 * Exact:   yes for |x|, |w| < 2^17 and rows <= 1024 (sum below 2^44).
 */
void gcim_mvm(const int32_t *x, const int32_t *w, int rows, int cols, int64_t *y);

#endif
