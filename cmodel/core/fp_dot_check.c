/* fp_dot_check.c: limits of the configurations of gcim_fp_dot and gcim_fp_pdot, and the schemes. */
#include "core/fp_dot_check.h"

#include <stddef.h>
#include <string.h>

#include "core/status.h"
#include "gcim.h"
#include "num/float.h"
#include "part/fp_decode.h"

/* One format and what the text calls it. */
typedef struct {
  const char *where;
  const gcim_float_t *format;
} named_format_t;

static int check_formats(const named_format_t *formats, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const int status = gcim_float_check_at(formats[i].where, formats[i].format);
    if (status != GCIM_OK) {
      return status;
    }
  }
  return GCIM_OK;
}

static int least(int a, int b) {
  return a < b ? a : b;
}

int gcim_fp_dot_check(const gcim_fp_dot_t *config) {
  if (config == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_fp_dot: config is NULL");
  }
  const named_format_t formats[] = {
      {"gcim_fp_dot: x", &config->x},
      {"gcim_fp_dot: w", &config->w},
      {"gcim_fp_dot: y", &config->y},
  };
  int status = check_formats(formats, sizeof formats / sizeof formats[0]);
  if (status != GCIM_OK) {
    return status;
  }
  const gcim_range_t fields[] = {
      {"lanes", config->lanes, 1, 256},
      {"x_bits", config->x_bits, 2, 64},
      {"w_exact", config->w_exact, 0, 1},
      {"w_bits", config->w_exact == 1 ? 2 : config->w_bits, 2, 64},
      {"guard", config->guard, 0, 64},
      {"segment", config->segment, 0, least(config->x.exp_bits, config->w.exp_bits) - 1},
      {"exp_offset", config->exp_offset, -512, 511},
      {"daz", config->daz, 0, 1},
      {"x_given", config->x_given, 0, 1},
      {"w_given", config->w_given, 0, 1},
      {"sticky", config->sticky, 0, 1},
      {"far", config->far, 0, 1},
      {"correct", config->correct, 0, 1},
      {"specials", (int)config->specials, GCIM_SPECIAL_IEEE, GCIM_SPECIAL_MAX},
      {"quant", (int)config->quant, GCIM_RND_RNE, GCIM_RND_JAM},
      {"clamp", (int)config->clamp, GCIM_CLAMP_SYMMETRIC, GCIM_CLAMP_RAISE},
      {"acc", (int)config->acc, GCIM_ACC_EXACT, GCIM_ACC_ALIGNED},
  };
  status = gcim_float_ranges_at("gcim_fp_dot", fields, sizeof fields / sizeof fields[0]);
  if (status == GCIM_OK && config->w_exact != 0 && config->w_given != 0) {
    return gcim_fail(GCIM_ERR_PARAM,
                     "gcim_fp_dot: w_exact=1 contradicts w_given=1: weights that keep their own "
                     "exponents are not aligned to a reference; clear one of them");
  }
  return status == GCIM_OK
             ? gcim_fp_policy_check_at("gcim_fp_dot: policy", &config->policy, &config->y)
             : status;
}

/* ---- products ---- */

bool gcim_fp_is_shown(const gcim_fp_pdot_t *config) {
  const gcim_float_t *s = &config->shown;
  return s->exp_bits != 0 || s->man_bits != 0 || s->bias != 0 || (int)s->kind != 0;
}

/* The largest number of a format: the exponent of its lowest bit's place, with 24 bits below. */
static int64_t top_of(const gcim_float_t *format, int *exp) {
  const gcim_fp_lane_t top =
      gcim_fp_decode(format, gcim_fp_largest(format, false), GCIM_SPECIAL_IEEE, false);
  *exp = top.exp - format->bias;
  return (int64_t)top.sig << (23 - format->man_bits);
}

bool gcim_fp_holds(const gcim_float_t *outer, const gcim_float_t *inner) {
  int outer_exp, inner_exp;
  const int64_t outer_top = top_of(outer, &outer_exp), inner_top = top_of(inner, &inner_exp);
  const bool range = outer_exp > inner_exp || (outer_exp == inner_exp && outer_top >= inner_top);
  const bool fine = outer->man_bits >= inner->man_bits &&
                    outer->bias + outer->man_bits >= inner->bias + inner->man_bits;
  return range && fine && (int)outer->kind <= (int)inner->kind; /* IEEE, FN, FINITE have less */
}

/* Its own numbers must be numbers of the format that results are given or passed on in. */
static int check_holds(const char *where, const gcim_float_t *outer, const gcim_float_t *inner,
                       const char *reason) {
  if (gcim_fp_holds(outer, inner)) {
    return GCIM_OK;
  }
  return gcim_fail(GCIM_ERR_PARAM,
                   "%s (exp_bits=%d man_bits=%d bias=%d kind=%d) has not every number of y "
                   "(exp_bits=%d man_bits=%d bias=%d kind=%d); %s",
                   where, outer->exp_bits, outer->man_bits, outer->bias, (int)outer->kind,
                   inner->exp_bits, inner->man_bits, inner->bias, (int)inner->kind, reason);
}

static int check_shown(const gcim_fp_pdot_t *config) {
  if (!gcim_fp_is_shown(config)) {
    return GCIM_OK;
  }
  const int status = gcim_float_check_at("gcim_fp_pdot: shown", &config->shown);
  return status == GCIM_OK ? check_holds("gcim_fp_pdot: shown", &config->shown, &config->y,
                                         "results are shown exactly or not at all")
                           : status;
}

static int check_pdot_fields(const gcim_fp_pdot_t *config) {
  const int exponents = least(config->x.exp_bits, config->w.exp_bits);
  const gcim_range_t fields[] = {
      {"lanes", config->lanes, 1, 256},
      {"frac", config->frac, 0, 640},
      {"fold", config->fold, 0, least(3, exponents)},
      {"exp_floor", config->exp_floor, 0, 2047},
      {"daz", config->daz, 0, 1},
      {"zeros", config->zeros, 0, 1},
      {"specials", (int)config->specials, GCIM_SPECIAL_IEEE, GCIM_SPECIAL_MAX},
      {"quant", (int)config->quant, GCIM_RND_RNE, GCIM_RND_JAM},
      {"c_mode", (int)config->c_mode, GCIM_C_TERM, GCIM_C_NONE},
  };
  return gcim_float_ranges_at("gcim_fp_pdot", fields, sizeof fields / sizeof fields[0]);
}

int gcim_fp_pdot_check(const gcim_fp_pdot_t *config) {
  if (config == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_fp_pdot: config is NULL");
  }
  const named_format_t formats[] = {
      {"gcim_fp_pdot: x", &config->x},
      {"gcim_fp_pdot: w", &config->w},
      {"gcim_fp_pdot: y", &config->y},
      {"gcim_fp_pdot: c", config->c_mode == GCIM_C_NONE ? &config->y : &config->c},
  };
  int status = check_formats(formats, sizeof formats / sizeof formats[0]);
  status = status == GCIM_OK ? check_pdot_fields(config) : status;
  status = status == GCIM_OK ? check_shown(config) : status;
  return status == GCIM_OK
             ? gcim_fp_policy_check_at("gcim_fp_pdot: policy", &config->policy, &config->y)
             : status;
}

int gcim_fp_pdot_check_steps(const gcim_fp_pdot_t *config, size_t terms) {
  if (terms == 0) {
    return gcim_fail(GCIM_ERR_PARAM, "gcim_fp_pdot: terms=0; a dot product has 1 term or more");
  }
  if (terms <= (size_t)config->lanes) {
    return GCIM_OK;
  }
  if (config->c_mode == GCIM_C_NONE) {
    return gcim_fail(GCIM_ERR_PARAM,
                     "gcim_fp_pdot: terms=%zu is more than lanes=%d, and c_mode=GCIM_C_NONE leaves "
                     "no way from one step to the next; take GCIM_C_TERM or GCIM_C_LATE",
                     terms, config->lanes);
  }
  return check_holds(
      "gcim_fp_pdot: c", &config->c, &config->y,
      "the result of a step is the c of the next: take a wider c, or terms <= lanes");
}

/* ---- schemes ---- */

int gcim_fp_lossless_bits(const gcim_float_t *format) {
  if (gcim_float_check_at("gcim_fp_lossless_bits", format) != GCIM_OK) {
    return 0;
  }
  const gcim_fp_lane_t top =
      gcim_fp_decode(format, gcim_fp_largest(format, false), GCIM_SPECIAL_IEEE, false);
  return top.exp - 1 + format->man_bits + 2; /* the lowest subnormal bit, hidden bit, sign */
}

/* Weights of a scheme. */
static int set_weights(const char *scheme, int bits, gcim_fp_dot_t *c) {
  static const char *const names[] = {"input", "layer", "kernel", "vector"};
  c->w_bits = bits;
  if (strcmp(scheme, "input") == 0) {
    c->w_bits = least(gcim_fp_lossless_bits(&c->w), 64);
    c->w_exact = gcim_fp_lossless_bits(&c->w) > 64;
  } else if (strcmp(scheme, "layer") == 0 || strcmp(scheme, "kernel") == 0) {
    c->w_given = 1;
  } else if (strcmp(scheme, "vector") != 0) {
    return gcim_fail_unknown("alignment scheme", "gcim_fp_dot_scheme: ", scheme, names, 4);
  }
  return GCIM_OK;
}

int gcim_fp_dot_scheme(const char *scheme, const gcim_float_t *x, const gcim_float_t *w, int lanes,
                       int bits, gcim_fp_dot_t *config) {
  if (scheme == NULL || x == NULL || w == NULL || config == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_fp_dot_scheme: NULL argument");
  }
  gcim_fp_dot_t c = {
      .x = *x,
      .w = *w,
      .y = {.exp_bits = 8, .man_bits = 23, .bias = 127, .kind = GCIM_FLOAT_IEEE},
      .lanes = lanes,
      .x_bits = bits,
      .w_bits = bits,
      .quant = GCIM_RND_RTZ,
      .sticky = 1,
      .guard = 2,
  };
  int status = gcim_fp_dot_check(&c); /* before the formats are used */
  status = status == GCIM_OK ? set_weights(scheme, bits, &c) : status;
  if (status == GCIM_OK) {
    *config = c;
  }
  return status;
}
