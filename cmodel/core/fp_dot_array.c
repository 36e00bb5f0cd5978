/* fp_dot_array.c: gcim_fp_align, gcim_fp_dot, gcim_fp_pdot: arguments checked, then the stages of
 * part/. */
#include <stddef.h>

#include "core/fp_dot_check.h"
#include "core/status.h"
#include "fast/fp_dot.h"
#include "gcim.h"
#include "part/fp_convert.h"
#include "part/fp_dot.h"
#include "part/fp_emax.h"
#include "part/fp_pdot.h"

static const gcim_float_t *format_of(const gcim_fp_dot_t *config, gcim_fp_side_t side) {
  return side == GCIM_SIDE_X ? &config->x : &config->w;
}

static gcim_fp_lane_t decode(const gcim_fp_dot_t *config, gcim_fp_side_t side, uint32_t code) {
  return gcim_fp_decode(format_of(config, side), code, config->specials, config->daz != 0);
}

/* ---- references ---- */

static int below(const char *where, const char *name, size_t lane, int exp, int ref, size_t group) {
  return gcim_fail(GCIM_ERR_PARAM,
                   "%s: %s[%zu] has the exponent field %d, above the reference %d of group %zu; a "
                   "reference is the largest exponent of its group or more",
                   where, name, lane, exp, ref, group);
}

/* Are `count` codes from `first` on at or below the reference? */
static int check_lanes(const char *where, const gcim_fp_dot_t *config, gcim_fp_side_t side,
                       const uint32_t *codes, size_t first, size_t count, int ref, size_t group) {
  for (size_t i = first; i < first + count; i++) {
    const gcim_fp_lane_t lane = decode(config, side, codes[i]);
    if (lane.sig > 0 && lane.exp > ref) {
      return below(where, side == GCIM_SIDE_X ? "x" : "w", i, lane.exp, ref, group);
    }
  }
  return GCIM_OK;
}

static int check_ref(const char *where, const char *name, long long ref, size_t group,
                     const gcim_float_t *format) {
  const int max = (1 << format->exp_bits) - 1;
  if (ref >= 0 && ref <= max) {
    return GCIM_OK;
  }
  return gcim_fail(GCIM_ERR_PARAM, "%s: %s[%zu]=%lld is outside 0..%d", where, name, group, ref,
                   max);
}

static int check_refs(const gcim_fp_dot_t *config, gcim_fp_side_t side, const uint32_t *codes,
                      size_t terms, const uint32_t *refs) {
  const char *name = side == GCIM_SIDE_X ? "x_ref" : "w_ref";
  const size_t lanes = (size_t)config->lanes;
  for (size_t first = 0; first < terms; first += lanes) {
    const size_t group = first / lanes;
    const size_t count = terms - first < lanes ? terms - first : lanes;
    int status = check_ref("gcim_fp_dot", name, refs[group], group, format_of(config, side));
    if (status == GCIM_OK) {
      status =
          check_lanes("gcim_fp_dot", config, side, codes, first, count, (int)refs[group], group);
    }
    if (status != GCIM_OK) {
      return status;
    }
  }
  return GCIM_OK;
}

/* ---- alignment ---- */

static gcim_fp_number_t number(const gcim_fp_lane_t *lane) {
  return (gcim_fp_number_t){.sign = lane->sign, .exp = lane->exp, .sig = lane->sig};
}

static int reference(const gcim_fp_dot_t *config, gcim_fp_side_t side, const uint32_t *codes,
                     size_t count) {
  gcim_fp_emax_t largest = {0};
  for (size_t i = 0; i < count; i++) {
    const gcim_fp_lane_t lane = decode(config, side, codes[i]);
    gcim_fp_emax_take(&largest, lane.exp, lane.sig > 0);
  }
  return gcim_fp_emax_edge(&largest, config->segment);
}

static int common_unit(const gcim_fp_dot_t *config, gcim_fp_side_t side, const uint32_t *codes,
                       size_t count, int ref) {
  const gcim_fp_aligner_t how = gcim_fp_dot_aligner(config, side);
  int unit = ref;
  for (size_t i = 0; unit == ref && i < count; i++) {
    const gcim_fp_lane_t lane = decode(config, side, codes[i]);
    const gcim_fp_number_t one = number(&lane);
    unit = gcim_fp_align_unit(&how, &one, 1, ref);
  }
  return unit;
}

static int check_align(const gcim_fp_dot_t *config, gcim_fp_side_t side, const uint32_t *codes,
                       size_t count, const int *given) {
  const int status = gcim_fp_dot_check(config);
  if (status != GCIM_OK) {
    return status;
  }
  if (side != GCIM_SIDE_X && side != GCIM_SIDE_W) {
    return gcim_fail(GCIM_ERR_PARAM, "gcim_fp_align: side=%d is outside 0..1", (int)side);
  }
  if (side == GCIM_SIDE_W && config->w_exact != 0) {
    return gcim_fail(GCIM_ERR_STATE,
                     "gcim_fp_align: weights keep their own exponents with w_exact=1; clear it and "
                     "set w_bits to align them");
  }
  if (given == NULL) {
    return GCIM_OK;
  }
  const int range = check_ref("gcim_fp_align", "given", *given, 0, format_of(config, side));
  return range == GCIM_OK ? check_lanes("gcim_fp_align", config, side, codes, 0, count, *given, 0)
                          : range;
}

int gcim_fp_align(const gcim_fp_dot_t *config, gcim_fp_side_t side, const uint32_t *codes,
                  size_t count, const int *given, int64_t *q, int *ref, int *unit,
                  uint32_t *flags) {
  if (ref == NULL || unit == NULL || (count > 0 && (codes == NULL || q == NULL))) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_fp_align: NULL argument");
  }
  const int status = check_align(config, side, codes, count, given);
  if (status != GCIM_OK) {
    return status;
  }
  const gcim_fp_aligner_t how = gcim_fp_dot_aligner(config, side);
  bool lost = false;
  *ref = given != NULL ? *given : reference(config, side, codes, count);
  *unit = common_unit(config, side, codes, count, *ref);
  for (size_t i = 0; i < count; i++) {
    const gcim_fp_lane_t lane = decode(config, side, codes[i]);
    const gcim_fp_number_t one = number(&lane);
    const gcim_fp_aligned_t a = gcim_fp_align_lane(&how, &one, *ref, *unit);
    q[i] = a.q;
    lost = lost || a.lost;
  }
  if (flags != NULL) {
    *flags = lost ? GCIM_FLAG_NXA : 0;
  }
  return GCIM_OK;
}

/* ---- dot products ---- */

static int check_dot(const gcim_fp_dot_t *config, size_t terms, const uint32_t *x_ref,
                     const uint32_t *w_ref) {
  const int status = gcim_fp_dot_check(config);
  if (status != GCIM_OK) {
    return status;
  }
  if (terms == 0) {
    return gcim_fail(GCIM_ERR_PARAM, "gcim_fp_dot: terms=0; a dot product has 1 term or more");
  }
  if ((config->x_given != 0 && x_ref == NULL) || (config->w_given != 0 && w_ref == NULL)) {
    const bool x = config->x_given != 0 && x_ref == NULL;
    return gcim_fail(GCIM_ERR_NULL, "gcim_fp_dot: %s is NULL, but %s asks for references",
                     x ? "x_ref" : "w_ref", x ? "x_given=1" : "w_given=1");
  }
  return GCIM_OK;
}

/* One product; the kernels first: what they cannot do is checked lane by lane, then left to the
 * golden. */
static int dot(const gcim_fp_dot_t *config, const gcim_fast_fp_plan_t *plan,
               const gcim_fp_dot_in_t *in, gcim_fp_dot_out_t *out) {
  if (gcim_fast_fp_dot(config, plan, in, out)) {
    return GCIM_OK;
  }
  int status = GCIM_OK;
  if (config->x_given != 0) {
    status = check_refs(config, GCIM_SIDE_X, in->x, in->terms, in->x_ref);
  }
  if (status == GCIM_OK && config->w_given != 0) {
    status = check_refs(config, GCIM_SIDE_W, in->w, in->terms, in->w_ref);
  }
  if (status == GCIM_OK) {
    *out = gcim_fp_dot_run(config, in, NULL);
  }
  return status;
}

int gcim_fp_dot(const gcim_fp_dot_t *config, const uint32_t *x, const uint32_t *w, size_t terms,
                const uint32_t *x_ref, const uint32_t *w_ref, uint32_t random, uint32_t *y,
                uint32_t *flags) {
  if (y == NULL || (terms > 0 && (x == NULL || w == NULL))) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_fp_dot: NULL argument");
  }
  int status = check_dot(config, terms, x_ref, w_ref);
  const gcim_fp_dot_in_t in = {
      .x = x, .w = w, .x_ref = x_ref, .w_ref = w_ref, .terms = terms, .random = random};
  gcim_fp_dot_out_t out;
  if (status == GCIM_OK) {
    const gcim_fast_fp_plan_t plan = gcim_fast_fp_plan(config);
    status = dot(config, &plan, &in, &out);
  }
  if (status == GCIM_OK) {
    *y = out.y;
    if (flags != NULL) {
      *flags = out.flags;
    }
  }
  return status;
}

int gcim_fp_dots(const gcim_fp_dot_t *config, const uint32_t *x, const uint32_t *w, size_t terms,
                 size_t count, const uint32_t *x_ref, const uint32_t *w_ref, uint32_t random,
                 uint32_t *y, uint32_t *flags) {
  if (count > 0 && (y == NULL || x == NULL || w == NULL)) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_fp_dots: NULL argument");
  }
  int status = check_dot(config, terms, x_ref, w_ref);
  uint32_t seen = 0;
  const size_t lanes = status == GCIM_OK ? (size_t)config->lanes : 1;
  const size_t groups = terms / lanes + (terms % lanes != 0);
  const gcim_fast_fp_plan_t plan =
      status == GCIM_OK ? gcim_fast_fp_plan(config) : (gcim_fast_fp_plan_t){0};
  for (size_t i = 0; status == GCIM_OK && i < count; i++) {
    const gcim_fp_dot_in_t in = {.x = x + i * terms,
                                 .w = w + i * terms,
                                 .x_ref = x_ref == NULL ? NULL : x_ref + i * groups,
                                 .w_ref = w_ref == NULL ? NULL : w_ref + i * groups,
                                 .terms = terms,
                                 .random = random};
    gcim_fp_dot_out_t out;
    status = dot(config, &plan, &in, &out);
    if (status == GCIM_OK) {
      y[i] = out.y;
      seen |= out.flags;
    }
  }
  if (status == GCIM_OK && flags != NULL) {
    *flags = seen;
  }
  return status;
}

/* A code of y as one of a format that holds it. */
static uint32_t widen(const gcim_fp_pdot_t *config, const gcim_float_t *to, uint32_t code) {
  const gcim_fp_lane_t lane = gcim_fp_decode(&config->y, code, GCIM_SPECIAL_IEEE, false);
  const gcim_fp_policy_t exact = {.nan = config->policy.nan};
  uint32_t none = 0;
  return gcim_fp_convert_lane(to, &exact, &config->y, &lane, 0, &none);
}

static uint32_t run_steps(const gcim_fp_pdot_t *config, const uint32_t *x, const uint32_t *w,
                          size_t terms, uint32_t c, uint32_t random, uint32_t *flags) {
  const size_t lanes = (size_t)config->lanes;
  gcim_fp_pdot_in_t in = {.c = c, .random = random};
  uint32_t y = 0;
  for (size_t first = 0; first < terms; first += lanes) {
    in.x = x + first;
    in.w = w + first;
    in.terms = terms - first < lanes ? terms - first : lanes;
    const gcim_fp_pdot_out_t out = gcim_fp_pdot_step(config, &in, NULL);
    y = out.y;
    *flags |= out.flags;
    if (terms - first > lanes) {
      in.c = widen(config, &config->c, y);
    }
  }
  return gcim_fp_is_shown(config) ? widen(config, &config->shown, y) : y;
}

int gcim_fp_pdot(const gcim_fp_pdot_t *config, const uint32_t *x, const uint32_t *w, size_t terms,
                 const uint32_t *c, size_t count, uint32_t random, uint32_t *y, uint32_t *flags) {
  int status = gcim_fp_pdot_check(config);
  status = status == GCIM_OK ? gcim_fp_pdot_check_steps(config, terms) : status;
  if (status != GCIM_OK) {
    return status;
  }
  if (count > 0 && (x == NULL || w == NULL || y == NULL)) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_fp_pdot: NULL argument");
  }
  if (count > 0 && c == NULL && config->c_mode != GCIM_C_NONE) {
    return gcim_fail(GCIM_ERR_NULL,
                     "gcim_fp_pdot: c is NULL; take GCIM_C_NONE for products without a summand");
  }
  uint32_t seen = 0;
  for (size_t i = 0; i < count; i++) {
    y[i] =
        run_steps(config, x + i * terms, w + i * terms, terms, c == NULL ? 0 : c[i], random, &seen);
  }
  if (flags != NULL) {
    *flags = seen;
  }
  return GCIM_OK;
}
