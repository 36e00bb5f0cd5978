/* mx_format.c: element formats of Microscaling blocks. OCP Microscaling Formats, 1.0, 5.3. */
#include "part/mx_format.h"

#include "core/bits.h"
#include "part/fp_decode.h"

static const gcim_mx_format_t formats[] = {
    [GCIM_MX_INT8] = {8, {0, 0, 0, GCIM_FLOAT_FINITE}, 0, 127, 6, 6, 8},
    [GCIM_MX_E4M3] = {8, {4, 3, 7, GCIM_FLOAT_FN}, 8, 112, 3, 9, 19},
    [GCIM_MX_E5M2] = {8, {5, 2, 15, GCIM_FLOAT_IEEE}, 15, 112, 2, 16, 33},
    [GCIM_MX_E3M2] = {6, {3, 2, 3, GCIM_FLOAT_FINITE}, 4, 112, 2, 4, 10},
    [GCIM_MX_E2M3] = {6, {2, 3, 1, GCIM_FLOAT_FINITE}, 2, 120, 3, 3, 7},
    [GCIM_MX_E2M1] = {4, {2, 1, 1, GCIM_FLOAT_FINITE}, 2, 96, 1, 1, 5},
};

enum { FORMAT_COUNT = sizeof formats / sizeof formats[0] };

const gcim_mx_format_t *gcim_mx_format(gcim_mx_elem_t elem) {
  const int index = (int)elem;
  return &formats[index >= 0 && index < FORMAT_COUNT ? index : GCIM_MX_INT8];
}

gcim_mx_value_t gcim_mx_value(gcim_mx_elem_t elem, uint32_t code) {
  const gcim_mx_format_t *format = gcim_mx_format(elem);
  if (elem == GCIM_MX_INT8) {
    const int64_t n = gcim_sign_extend(code, format->bits);
    return (gcim_mx_value_t){.fixed = n, .sign = n < 0};
  }
  /* 2^-frac is the smallest subnormal number: it has exp = 1 and sig = 1 */
  const gcim_fp_lane_t lane = gcim_fp_decode(&format->value, code, GCIM_SPECIAL_IEEE, false);
  const int64_t magnitude = (int64_t)lane.sig << (lane.exp - 1);
  return (gcim_mx_value_t){.fixed = lane.sign ? -magnitude : magnitude,
                           .sign = lane.sign,
                           .is_inf = lane.is_inf,
                           .is_nan = lane.is_nan,
                           .is_snan = lane.is_snan};
}
