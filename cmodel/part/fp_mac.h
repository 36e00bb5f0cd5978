/* fp_mac.h: exact multiply-accumulate of aligned lanes (card fp_mac, 5 and 6). */
#ifndef GCIM_PART_FP_MAC_H
#define GCIM_PART_FP_MAC_H

#include <stdbool.h>
#include <stdint.h>

#include "core/wide.h"

typedef struct {
  gcim_wide_t acc, sum, w_sum;
} gcim_fp_mac_t;

/* Return 2 * sum of x[i] * w[i], plus the sum of w[i] if `correct`, with both sums.
 *
 * Shapes:  x[lanes], w[lanes], any values. Exact: yes. Errors: none.
 * Source:  card fp_mac, 5 and 6.
 */
gcim_fp_mac_t gcim_fp_mac(const int64_t *x, const int64_t *w, int lanes, bool correct);

/* The same in 64 bits.
 *
 * Shapes:  |x[i]| <= 2^(x_bits - 1), |w[i]| <= 2^(w_bits - 1), x_bits + w_bits + ceil(log2 lanes)
 * + 1 <= 64. Exact: yes within that. Errors: none.
 * Source:  card fp_mac, 5 and 6; the width is that of AccBits.
 */
typedef struct {
  int64_t acc, sum, w_sum;
} gcim_fp_mac64_t;
gcim_fp_mac64_t gcim_fp_mac64(const int64_t *x, const int64_t *w, int lanes, bool correct);

#endif
