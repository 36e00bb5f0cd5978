/* mx_check.c: is a conversion to Microscaling blocks possible (gcim_mx.h)? */
#include "core/mx_check.h"

#include <stdbool.h>

#include "core/status.h"
#include "gcim.h"
#include "num/float.h"

enum { MAX_BLOCK = 256 };

static bool has_nan(gcim_mx_elem_t elem) {
  return elem == GCIM_MX_E4M3 || elem == GCIM_MX_E5M2;
}

int gcim_mx_check_at(const char *where, const gcim_mx_t *c) {
  if (c == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "%s: config is NULL", where);
  }
  const gcim_range_t fields[] = {
      {"elem", (int)c->elem, GCIM_MX_INT8, GCIM_MX_E2M1},
      {"block", c->block, 1, MAX_BLOCK},
      {"rule", (int)c->rule, GCIM_MX_FLOOR, GCIM_MX_NEAREST},
      {"special", (int)c->special, GCIM_MX_BLOCK_NAN, GCIM_MX_INF_TOP},
      {"zero", (int)c->zero, GCIM_MX_ZERO_MIN, GCIM_MX_ZERO_LOW},
      {"scale_ovf", (int)c->scale_ovf, GCIM_MX_OVF_CLAMP, GCIM_MX_OVF_NAN},
      {"zero_sign", (int)c->zero_sign, GCIM_MX_KEEP, GCIM_MX_DROP_ALL},
      {"daz", c->daz, 0, 1},
      {"full", c->full, 0, 1},
      {"pad", c->pad, 0, 1},
      {"rnd", c->rnd, GCIM_RND_RNE, GCIM_RND_STOCH},
      {"ovf", (int)c->ovf, GCIM_OVF_IEEE, GCIM_OVF_NAN},
      {"nan", (int)c->nan, GCIM_NAN_CANON, GCIM_NAN_MAX},
      {"rand_bits", c->rnd == GCIM_RND_STOCH ? c->rand_bits : 1, 1, 32},
  };
  const int status = gcim_float_ranges_at(where, fields, sizeof fields / sizeof fields[0]);
  if (status != GCIM_OK) {
    return status;
  }
  if (!has_nan(c->elem) && c->nan != GCIM_NAN_ZERO && c->nan != GCIM_NAN_MAX &&
      c->special == GCIM_MX_PASS) {
    return gcim_fail(GCIM_ERR_PARAM,
                     "%s: nan=%d: element format %s has no NaN; GCIM_NAN_ZERO (4) and GCIM_NAN_MAX "
                     "(5) are possible where special is GCIM_MX_PASS",
                     where, (int)c->nan, gcim_mx_elem_name(c->elem));
  }
  return GCIM_OK;
}

int gcim_mx_check(const gcim_mx_t *config) {
  return gcim_mx_check_at("gcim_mx_check", config);
}

int gcim_mx_check_source(const char *where, const gcim_float_t *from) {
  const int status = gcim_float_check_at(where, from);
  if (status != GCIM_OK) {
    return status;
  }
  if (from->kind != GCIM_FLOAT_IEEE || from->man_bits < 7) {
    return gcim_fail(GCIM_ERR_PARAM,
                     "%s: from: kind=%d man_bits=%d; a source format is GCIM_FLOAT_IEEE with 7 "
                     "fraction bits or more (fp32, bf16, fp16, tf32)",
                     where, (int)from->kind, from->man_bits);
  }
  return GCIM_OK;
}

size_t gcim_mx_blocks(const gcim_mx_t *config, size_t count) {
  const size_t block = (size_t)config->block;
  return count / block + (count % block != 0);
}

int gcim_mx_check_count(const char *where, const gcim_mx_t *c, size_t count) {
  if (c->pad == 0 && count % (size_t)c->block != 0) {
    return gcim_fail(GCIM_ERR_PARAM,
                     "%s: %zu elements are no whole number of blocks of %d; pad = 1 fills the last "
                     "block up with zeros",
                     where, count, c->block);
  }
  return GCIM_OK;
}
