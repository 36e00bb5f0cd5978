/* fp_dot.h: dot products of one group in machine words, behind part/fp_dot.h and judged by it
 * (test_fp_dot_fast.c). Private to cmodel. */
#ifndef GCIM_FAST_FP_DOT_H
#define GCIM_FAST_FP_DOT_H

#include <stdbool.h>

#include "gcim_fp.h"
#include "part/fp_dot.h"

/* What is the same for all codes of a side: how they become integers of `bits` bits. */
typedef struct {
  gcim_float_t format;
  uint32_t special_from; /* magnitude of the lowest special code */
  int bits;
  int segment;
  bool daz, far;
  gcim_round_t quant;
  int32_t low, high; /* limits of the aligned integers */
} gcim_fast_fp_side_t;

/* The codes of a group. */
typedef struct {
  const uint32_t *codes;
  int count;
  int given; /* the reference, -1: the largest exponent */
} gcim_fast_fp_group_t;

typedef struct {
  int32_t q[GCIM_FP_MAX_LANES];
  int unit;
  bool special, lost, clamped;
} gcim_fast_fp_aligned_t;

/* Align one side; `special` = true: a code is special or above the given reference, nothing else
 * counts. */
typedef void gcim_fast_fp_align_t(const gcim_fast_fp_side_t *side,
                                  const gcim_fast_fp_group_t *group, gcim_fast_fp_aligned_t *out);
typedef int64_t gcim_fast_fp_mac_t(const int32_t *x, const int32_t *w, int count);
gcim_fast_fp_align_t gcim_fast_fp_align_portable;
gcim_fast_fp_mac_t gcim_fast_fp_mac_portable;
#if defined(__x86_64__)
gcim_fast_fp_align_t gcim_fast_fp_align_avx2;
gcim_fast_fp_mac_t gcim_fast_fp_mac_avx2;
#endif

/* What the selected kernel offers (select.c); NULL: the golden runs. */
typedef struct {
  gcim_fast_fp_align_t *align;
  gcim_fast_fp_mac_t *mac;
} gcim_fast_fp_kernel_t;
const gcim_fast_fp_kernel_t *gcim_fast_fp_kernel(void);

/* All that follows from a configuration, which was checked. */
typedef struct {
  const gcim_fast_fp_kernel_t *kernel; /* NULL: nothing is in reach */
  gcim_fast_fp_side_t x, w;
} gcim_fast_fp_plan_t;
gcim_fast_fp_plan_t gcim_fast_fp_plan(const gcim_fp_dot_t *config);

/* Find one dot product, if it is one of those in reach: a single group of numbers without specials,
 * aligned to at most 30 bits by the rounding of all bits, unit never raised, result below 2^62,
 * none above a given reference.
 *
 * Returns: false if it is not in reach; `out` is untouched then.
 */
bool gcim_fast_fp_dot(const gcim_fp_dot_t *config, const gcim_fast_fp_plan_t *plan,
                      const gcim_fp_dot_in_t *in, gcim_fp_dot_out_t *out);

#endif
