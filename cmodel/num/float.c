/* float.c: the named formats; limits of formats and policies (gcim_fp.h). */
#include "num/float.h"

#include <stddef.h>
#include <string.h>

#include "core/status.h"
#include "gcim.h"

typedef struct {
  const char *name;
  gcim_float_t format;
} named_t;

/* IEEE Std 754-2019, 3.6; OCP 8-bit Floating Point, 1.0; OCP Microscaling Formats, 1.0, 5.3. */
static const named_t named[] = {
    {"fp32", {8, 23, 127, GCIM_FLOAT_IEEE}}, {"fp16", {5, 10, 15, GCIM_FLOAT_IEEE}},
    {"bf16", {8, 7, 127, GCIM_FLOAT_IEEE}},  {"tf32", {8, 10, 127, GCIM_FLOAT_IEEE}},
    {"e4m3", {4, 3, 7, GCIM_FLOAT_FN}},      {"e5m2", {5, 2, 15, GCIM_FLOAT_IEEE}},
    {"e2m3", {2, 3, 1, GCIM_FLOAT_FINITE}},  {"e3m2", {3, 2, 3, GCIM_FLOAT_FINITE}},
    {"e2m1", {2, 1, 1, GCIM_FLOAT_FINITE}},  {"e8m13", {8, 13, 127, GCIM_FLOAT_IEEE}},
};
enum { NAMED_COUNT = sizeof named / sizeof named[0] };

const gcim_float_t *gcim_float_find(const char *name) {
  if (name == NULL) {
    gcim_fail(GCIM_ERR_NULL, "gcim_float_find: name is NULL");
    return NULL;
  }
  const char *names[NAMED_COUNT];
  for (int i = 0; i < NAMED_COUNT; i++) {
    if (strcmp(named[i].name, name) == 0) {
      return &named[i].format;
    }
    names[i] = named[i].name;
  }
  gcim_fail_unknown("floating-point format", "", name, names, NAMED_COUNT);
  return NULL;
}

int gcim_float_range_at(const char *where, const char *name, int value, int min, int max) {
  if (value >= min && value <= max) {
    return GCIM_OK;
  }
  return gcim_fail(GCIM_ERR_PARAM, "%s: %s=%d is outside %d..%d", where, name, value, min, max);
}

int gcim_float_ranges_at(const char *where, const gcim_range_t *ranges, size_t count) {
  int status = GCIM_OK;
  for (size_t i = 0; i < count && status == GCIM_OK; i++) {
    const gcim_range_t *r = &ranges[i];
    status = gcim_float_range_at(where, r->name, r->value, r->min, r->max);
  }
  return status;
}

int gcim_float_check_at(const char *where, const gcim_float_t *format) {
  if (format == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "%s: format is NULL", where);
  }
  const gcim_range_t fields[] = {
      {"exp_bits", format->exp_bits, 1, 8},
      {"man_bits", format->man_bits, 1, 23},
      {"bias", format->bias, 0, 255},
      {"kind", (int)format->kind, GCIM_FLOAT_IEEE, GCIM_FLOAT_FINITE},
  };
  const int status = gcim_float_ranges_at(where, fields, sizeof fields / sizeof fields[0]);
  if (status != GCIM_OK) {
    return status;
  }
  if (format->kind == GCIM_FLOAT_IEEE && format->exp_bits < 2) {
    return gcim_fail(GCIM_ERR_PARAM,
                     "%s: exp_bits=1 leaves no exponent for normal numbers in a format with "
                     "infinities (GCIM_FLOAT_IEEE); it needs 2 or more",
                     where);
  }
  return GCIM_OK;
}

int gcim_fp_policy_check_at(const char *where, const gcim_fp_policy_t *policy,
                            const gcim_float_t *format) {
  if (policy == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "%s: policy is NULL", where);
  }
  const int bits = policy->rnd == GCIM_RND_STOCH ? policy->rand_bits : 1; /* elsewhere unused */
  const gcim_range_t fields[] = {
      {"rnd", policy->rnd, 0, GCIM_RND_STOCH},
      {"ovf", (int)policy->ovf, GCIM_OVF_IEEE, GCIM_OVF_NAN},
      {"nan", (int)policy->nan, GCIM_NAN_CANON, GCIM_NAN_MAX},
      {"neg_zero", policy->neg_zero, 0, 1},
      {"ftz", policy->ftz, 0, 1},
      {"tiny_before", policy->tiny_before, 0, 1},
      {"rand_bits", bits, 1, 32},
  };
  const int status = gcim_float_ranges_at(where, fields, sizeof fields / sizeof fields[0]);
  if (status != GCIM_OK) {
    return status;
  }
  if (format->kind == GCIM_FLOAT_FINITE && policy->nan < GCIM_NAN_ZERO) {
    return gcim_fail(GCIM_ERR_PARAM,
                     "%s: nan=%d asks for a NaN, which a GCIM_FLOAT_FINITE format has not; "
                     "choose GCIM_NAN_ZERO (4) or GCIM_NAN_MAX (5)",
                     where, (int)policy->nan);
  }
  return GCIM_OK;
}

int gcim_float_check(const gcim_float_t *format) {
  return gcim_float_check_at("gcim_float_check", format);
}

int gcim_fp_policy_check(const gcim_fp_policy_t *policy, const gcim_float_t *format) {
  const int status = gcim_float_check_at("gcim_fp_policy_check", format);
  return status != GCIM_OK ? status
                           : gcim_fp_policy_check_at("gcim_fp_policy_check", policy, format);
}
