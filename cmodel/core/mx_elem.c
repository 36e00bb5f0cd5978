/* mx_elem.c: elements of Microscaling blocks: names, packing, numbers (gcim_mx.h). */
#include <stdbool.h>
#include <string.h>

#include "core/status.h"
#include "core/wide.h"
#include "gcim.h"
#include "gcim_mx.h"
#include "num/float.h"
#include "part/fp_norm.h"
#include "part/mx_format.h"

/* ---- names ---- */

static const char *const names[] = {"int8", "e4m3", "e5m2", "e3m2", "e2m3", "e2m1"};
enum { ELEM_COUNT = sizeof names / sizeof names[0] };

const char *gcim_mx_elem_name(gcim_mx_elem_t elem) {
  return (int)elem >= 0 && (int)elem < ELEM_COUNT ? names[elem] : NULL;
}

int gcim_mx_elem_find(const char *name, gcim_mx_elem_t *elem) {
  if (name == NULL || elem == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_mx_elem_find: %s is NULL",
                     name == NULL ? "name" : "elem");
  }
  for (int i = 0; i < ELEM_COUNT; i++) {
    if (strcmp(names[i], name) == 0) {
      *elem = (gcim_mx_elem_t)i;
      return GCIM_OK;
    }
  }
  return gcim_fail_unknown("element format", "", name, names, ELEM_COUNT);
}

static int check_elem(const char *where, gcim_mx_elem_t elem) {
  return gcim_float_range_at(where, "elem", (int)elem, 0, ELEM_COUNT - 1);
}

int gcim_mx_elem_bits(gcim_mx_elem_t elem) {
  return gcim_mx_format(elem)->bits;
}

/* ---- packing ---- */

size_t gcim_mx_packed_bytes(gcim_mx_elem_t elem, size_t count) {
  const size_t bits = (size_t)gcim_mx_elem_bits(elem); /* 4, 6, 8: count * bits may overflow */
  return count / 8 * bits + (count % 8 * bits + 7) / 8;
}

/* Without elements there may be no arrays. */
static int check_packing(const char *where, gcim_mx_elem_t elem, const uint8_t *codes,
                         const uint8_t *bytes, size_t count) {
  const int status = check_elem(where, elem);
  if (status == GCIM_OK && count > 0 && (codes == NULL || bytes == NULL)) {
    return gcim_fail(GCIM_ERR_NULL, "%s: %s is NULL", where, codes == NULL ? "codes" : "bytes");
  }
  return status;
}

int gcim_mx_pack(gcim_mx_elem_t elem, const uint8_t *codes, size_t count, uint8_t *bytes) {
  const char *const where = "gcim_mx_pack";
  const int status = check_packing(where, elem, codes, bytes, count);
  if (status != GCIM_OK || count == 0) {
    return status;
  }
  const int bits = gcim_mx_elem_bits(elem);
  for (size_t i = 0; i < count; i++) {
    if (codes[i] >> bits != 0) {
      return gcim_fail(GCIM_ERR_PARAM, "%s: codes[%zu]=%d has more than the %d bits of %s", where,
                       i, codes[i], bits, names[elem]);
    }
  }
  unsigned held = 0;
  int used = 0;
  for (size_t i = 0; i < count; i++) {
    held |= (unsigned)codes[i] << used;
    used += bits;
    if (used >= 8) {
      *bytes++ = (uint8_t)(held & 255);
      held >>= 8;
      used -= 8;
    }
  }
  if (used > 0) {
    *bytes = (uint8_t)held;
  }
  return GCIM_OK;
}

int gcim_mx_unpack(gcim_mx_elem_t elem, const uint8_t *bytes, size_t count, uint8_t *codes) {
  const char *const where = "gcim_mx_unpack";
  const int status = check_packing(where, elem, codes, bytes, count);
  if (status != GCIM_OK || count == 0) {
    return status;
  }
  const int bits = gcim_mx_elem_bits(elem);
  const size_t last = gcim_mx_packed_bytes(elem, count) - 1;
  const int spare = (int)(((last + 1) * 8 - count % 8 * (size_t)bits) % 8); /* bits not used */
  if (spare > 0 && bytes[last] >> (8 - spare) != 0) {
    return gcim_fail(
        GCIM_ERR_PARAM,
        "%s: bytes[%zu]=%d has bits behind the last of %zu elements; is the count right?", where,
        last, bytes[last], count);
  }
  unsigned held = 0;
  int left = 0;
  for (size_t i = 0; i < count; i++) {
    if (left < bits) {
      held |= (unsigned)*bytes++ << left;
      left += 8;
    }
    codes[i] = (uint8_t)(held & ((1u << bits) - 1));
    held >>= bits;
    left -= bits;
  }
  return GCIM_OK;
}

/* ---- numbers ---- */

static uint32_t number(const gcim_float_t *to, const gcim_fp_policy_t *policy, gcim_mx_elem_t elem,
                       uint32_t scale, uint32_t code, uint32_t *flags) {
  const gcim_mx_value_t v = gcim_mx_value(elem, code);
  *flags |= v.is_snan ? GCIM_FLAG_NV : 0;
  if (scale == GCIM_MX_SCALE_NAN || v.is_nan) {
    return gcim_fp_norm_nan(to, policy, scale != GCIM_MX_SCALE_NAN && v.sign, 0, flags);
  }
  if (v.is_inf) {
    return gcim_fp_norm_inf(to, policy, v.sign, flags);
  }
  const gcim_wide_t fixed = gcim_wide_from_i64(v.fixed);
  const int unit = (int)scale - GCIM_MX_SCALE_ONE - gcim_mx_format(elem)->frac;
  return gcim_fp_norm(to, policy, &fixed, unit, v.sign, 0, flags);
}

static int check_dequant(const gcim_mx_t *config, const gcim_float_t *to,
                         const gcim_fp_policy_t *policy) {
  const char *const where = "gcim_mx_dequant";
  int status = gcim_mx_check(config);
  if (status == GCIM_OK) {
    status = gcim_float_check_at("gcim_mx_dequant: to", to);
  }
  if (status == GCIM_OK) {
    status = gcim_fp_policy_check_at("gcim_mx_dequant: policy", policy, to);
  }
  if (status == GCIM_OK && policy->rnd == GCIM_RND_STOCH) {
    status =
        gcim_fail(GCIM_ERR_PARAM, "%s: policy: rnd=%d is outside 0..5: there are no random bits",
                  where, policy->rnd);
  }
  return status;
}

int gcim_mx_dequant(const gcim_mx_t *config, const gcim_float_t *to, const gcim_fp_policy_t *policy,
                    const uint8_t *scale, size_t scales, const uint8_t *elem, size_t count,
                    uint32_t *out, uint32_t *flags) {
  const int status = check_dequant(config, to, policy);
  if (status != GCIM_OK) {
    return status;
  }
  const size_t blocks = gcim_mx_blocks(config, count), block = (size_t)config->block;
  if (scales != blocks || (config->pad == 0 && count % block != 0)) {
    return gcim_fail(GCIM_ERR_PARAM,
                     "gcim_mx_dequant: %zu scales for %zu elements; blocks of %d need %zu scales%s",
                     scales, count, config->block, blocks,
                     count % block != 0 ? ", and pad = 1 for a short last block" : "");
  }
  if (count > 0 && (scale == NULL || elem == NULL || out == NULL)) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_mx_dequant: %s is NULL",
                     scale == NULL  ? "scale"
                     : elem == NULL ? "elem"
                                    : "out");
  }
  uint32_t seen = 0;
  for (size_t i = 0; i < count; i++) {
    out[i] = number(to, policy, config->elem, scale[i / block], elem[i], &seen);
  }
  if (flags != NULL) {
    *flags = seen;
  }
  return GCIM_OK;
}
