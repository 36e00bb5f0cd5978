/* fp_class.h: what kind of number a code is, for coverage. */
#ifndef GCIM_PART_FP_CLASS_H
#define GCIM_PART_FP_CLASS_H

#include "part/fp_decode.h"

typedef enum {
  GCIM_FP_ZERO = 0,
  GCIM_FP_SUBNORMAL = 1,
  GCIM_FP_NORMAL = 2,
  GCIM_FP_LARGEST = 3,
  GCIM_FP_INFINITY = 4,
  GCIM_FP_NAN = 5
} gcim_fp_class_t;

static inline gcim_fp_class_t gcim_fp_class(const gcim_float_t *format, uint32_t code) {
  const gcim_fp_lane_t lane = gcim_fp_decode(format, code, GCIM_SPECIAL_IEEE, false);
  if (lane.is_nan || lane.is_inf) {
    return lane.is_nan ? GCIM_FP_NAN : GCIM_FP_INFINITY;
  }
  if (lane.is_zero || lane.is_sub) {
    return lane.is_zero ? GCIM_FP_ZERO : GCIM_FP_SUBNORMAL;
  }
  return code == gcim_fp_largest(format, lane.sign) ? GCIM_FP_LARGEST : GCIM_FP_NORMAL;
}

#endif
