/* fp_array.c: gcim_fp_convert: arguments checked, then the golden or the fast kernel. */
#include "core/status.h"
#include "fast/fast.h"
#include "fast/fp_convert.h"
#include "gcim.h"
#include "gcim_fp.h"
#include "num/float.h"
#include "part/fp_convert.h"

static int check_convert(const gcim_float_t *to, const gcim_float_t *from, gcim_special_t specials,
                         int daz, const gcim_fp_policy_t *policy) {
  int status = gcim_float_check_at("gcim_fp_convert: to", to);
  if (status == GCIM_OK) {
    status = gcim_float_check_at("gcim_fp_convert: from", from);
  }
  if (status == GCIM_OK) {
    status = gcim_float_range_at("gcim_fp_convert", "specials", (int)specials, GCIM_SPECIAL_IEEE,
                                 GCIM_SPECIAL_MAX);
  }
  if (status == GCIM_OK) {
    status = gcim_float_range_at("gcim_fp_convert", "daz", daz, 0, 1);
  }
  return status == GCIM_OK ? gcim_fp_policy_check_at("gcim_fp_convert: policy", policy, to)
                           : status;
}

int gcim_fp_convert(const gcim_float_t *to, const gcim_float_t *from, gcim_special_t specials,
                    int daz, const gcim_fp_policy_t *policy, const uint32_t *in,
                    const uint32_t *random, size_t count, uint32_t *out, uint32_t *flags) {
  const int status = check_convert(to, from, specials, daz, policy);
  if (status != GCIM_OK) {
    return status;
  }
  if (count > 0 && (in == NULL || out == NULL)) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_fp_convert: %s is NULL", in == NULL ? "in" : "out");
  }
  if (count > 0 && policy->rnd == GCIM_RND_STOCH && random == NULL) {
    return gcim_fail(GCIM_ERR_NULL,
                     "gcim_fp_convert: random is NULL; GCIM_RND_STOCH needs a word per element");
  }
  uint32_t seen = 0;
  if (gcim_fast_enabled()) {
    seen = gcim_fast_fp_convert(to, from, specials, daz, policy, in, random, count, out);
  } else {
    for (size_t i = 0; i < count; i++) {
      const gcim_fp_lane_t x = gcim_fp_decode(from, in[i], specials, daz != 0);
      out[i] = gcim_fp_convert_lane(to, policy, from, &x, random == NULL ? 0 : random[i], &seen);
    }
  }
  if (flags != NULL) {
    *flags = seen;
  }
  return GCIM_OK;
}
