/* mx_array.c: conversion of arrays to Microscaling blocks (gcim_mx.h): arguments checked, then the
 * golden or a fast kernel. */
#include "core/bits.h"
#include "core/mx_check.h"
#include "core/status.h"
#include "fast/fast.h"
#include "fast/mx_quant.h"
#include "gcim.h"
#include "gcim_mx.h"
#include "part/fp_norm.h"
#include "part/mx_format.h"
#include "part/mx_quant.h"
#include "part/mx_scale.h"

enum { CHUNK = 1024 /* lanes: a few blocks, on the stack */ };

/* ---- the golden ---- */

/* All that a conversion needs. */
typedef struct {
  gcim_mx_t config;
  gcim_float_t from;
  gcim_mx_scaler_t scaler;
  gcim_mx_quantizer_t quantizer;
} plan_t;

static plan_t plan_of(const gcim_mx_t *c, const gcim_float_t *from) {
  return (plan_t){
      .config = *c,
      .from = *from,
      .scaler = {.from = *from,
                 .elem = c->elem,
                 .rule = c->rule,
                 .special = c->special,
                 .zero = c->zero,
                 .ovf = c->scale_ovf,
                 .daz = c->daz != 0},
      .quantizer = {
          .from = *from,
          .elem = c->elem,
          .special = c->special,
          .zero_sign = c->zero_sign,
          .policy = {.rnd = c->rnd, .ovf = c->ovf, .nan = c->nan, .rand_bits = c->rand_bits},
          .daz = c->daz != 0,
          .full = c->full != 0}};
}

enum { SCALE_FLAGS_AT = 5 }; /* card mx_quant, 11 */

/* One block of `lanes` codes; zeros that fill it up change nothing. */
static uint32_t golden_block(const plan_t *p, const uint32_t *in, const uint32_t *random, int lanes,
                             uint8_t *scale, uint8_t *elem) {
  gcim_mx_seen_t seen = {0};
  for (int i = 0; i < lanes; i++) {
    gcim_mx_see(&p->scaler, &seen, in[i]);
  }
  const gcim_mx_scale_t s = gcim_mx_scale(&p->scaler, &seen);
  uint32_t flags = 0;
  *scale = (uint8_t)s.byte;
  for (int i = 0; i < lanes; i++) {
    const gcim_fp_lane_t v = gcim_mx_operand(&p->quantizer, in[i]);
    elem[i] = s.byte == GCIM_MX_SCALE_NAN
                  ? 0
                  : (uint8_t)gcim_mx_element(&p->quantizer, s.byte, &v,
                                             random == NULL ? 0 : random[i], &flags);
  }
  return flags | s.flags << SCALE_FLAGS_AT;
}

/* ---- arrays ---- */

typedef struct {
  const uint32_t *in, *random;
  size_t count;
  uint8_t *scale, *elem;
} array_t;

static uint32_t run_golden(const plan_t *p, const array_t *a) {
  const size_t block = (size_t)p->config.block;
  uint32_t flags = 0;
  for (size_t at = 0, b = 0; at < a->count; at += block, b++) {
    const size_t lanes = a->count - at < block ? a->count - at : block;
    flags |= golden_block(p, a->in + at, a->random == NULL ? NULL : a->random + at, (int)lanes,
                          a->scale + b, a->elem + at);
  }
  return flags;
}

/* Codes as FP32 codes of the same numbers; specials become specials. */
static void widen(const gcim_float_t *from, const uint32_t *in, size_t count, uint32_t *out) {
  const int drop = 23 - from->man_bits;
  const uint32_t ones = (UINT32_C(1) << from->exp_bits) - 1;
  for (size_t i = 0; i < count; i++) {
    const uint32_t sign = in[i] >> (from->exp_bits + from->man_bits) & 1;
    const uint32_t e = in[i] >> from->man_bits & ones;
    const uint32_t t = in[i] & ((UINT32_C(1) << from->man_bits) - 1);
    uint32_t magnitude = (e + 127 - (uint32_t)from->bias) << 23 | t << drop;
    if (e == ones) {
      magnitude = UINT32_C(0x7f800000) | t << drop;
    } else if (e == 0 && from->bias != 127) { /* a subnormal number: its top one becomes hidden */
      const int lead = gcim_clog2(t + 1);     /* bits of t */
      magnitude = t == 0 ? 0
                         : (uint32_t)(127 - from->bias - from->man_bits + lead) << 23 |
                               ((t << (24 - lead)) & UINT32_C(0x7fffff));
    }
    out[i] = sign << 31 | magnitude;
  }
}

/* Formats whose numbers are FP32 numbers, subnormal ones subnormal where the biases agree. */
static bool can_widen(const gcim_float_t *from) {
  return from->bias == 127 ||
         (from->exp_bits < 8 && from->bias <= 100 && (1 << from->exp_bits) - from->bias <= 126);
}

static uint32_t run_fast(const plan_t *p, const gcim_fast_mx_t *fast, gcim_fast_mx_run_t *run,
                         const array_t *a) {
  const size_t block = (size_t)p->config.block, whole = a->count / block;
  const size_t step = CHUNK / block;
  const bool is_fp32 = p->from.man_bits == 23 && p->from.bias == 127;
  uint32_t flags = 0, wide[CHUNK];
  for (size_t b = 0; b < whole;) {
    const size_t blocks = is_fp32 || whole - b < step ? whole - b : step;
    const uint32_t *x = a->in + b * block;
    if (!is_fp32) {
      widen(&p->from, x, blocks * block, wide);
    }
    for (size_t done = 0; done < blocks; done++) {
      done += run(fast, (is_fp32 ? x : wide) + done * block, blocks - done, a->scale + b + done,
                  a->elem + (b + done) * block, &flags);
      if (done < blocks) {
        flags |= golden_block(p, x + done * block, NULL, (int)block, a->scale + b + done,
                              a->elem + (b + done) * block);
      }
    }
    b += blocks;
  }
  const size_t at = whole * block;
  const array_t rest = {a->in + at, NULL, a->count - at, a->scale + whole, a->elem + at};
  return flags | run_golden(p, &rest);
}

/* The first of 2^23 fractions for which the rule adds one, 2^23 if there is none; it adds one for
 * all above too. */
static uint32_t first_up(const gcim_mx_scaler_t *how) {
  const uint32_t one = UINT32_C(1) << GCIM_MX_F_BITS;
  uint32_t low = 0, high = one;
  while (low < high) {
    const uint32_t middle = (low + high) / 2;
    if (gcim_mx_adds_one(how, one | middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

/* What numbers above the largest become, as fp_norm.def, 8 to 10 say; false if that is not one code
 * and a sign. */
static bool overflow_of(const plan_t *p, const gcim_float_t *format, gcim_fast_mx_t *fast) {
  const gcim_fp_policy_t *policy = &p->quantizer.policy;
  const uint32_t sign = UINT32_C(1) << (format->exp_bits + format->man_bits);
  uint32_t flags = GCIM_FLAG_SAT;
  fast->overflow = gcim_fp_largest(format, false);
  bool is_one = true;
  if (policy->ovf != GCIM_OVF_IEEE || policy->rnd != GCIM_RND_RTZ) {
    flags = 0;
    fast->overflow = gcim_fp_norm_inf(format, policy, false, &flags);
    is_one = gcim_fp_norm_inf(format, policy, true, &flags) == (fast->overflow | sign);
  }
  fast->overflow_flags = GCIM_FLAG_OF | (flags & GCIM_FLAG_SAT);
  return is_one;
}

/* What the kernels need to know; false if they cannot do it. */
static bool fast_of(const plan_t *p, bool wants_flags, gcim_fast_mx_t *fast) {
  const gcim_mx_t *c = &p->config;
  const gcim_mx_format_t *format = gcim_mx_format(c->elem);
  const bool is_int = c->elem == GCIM_MX_INT8;
  if (c->rnd > GCIM_RND_RTZ || c->daz != 0 || !can_widen(&p->from)) {
    return false;
  }
  *fast = (gcim_fast_mx_t){.block = c->block,
                           .base = format->emax + (c->rule == GCIM_MX_NEAREST),
                           .up_at = first_up(&p->scaler),
                           .is_int = is_int,
                           .man_bits = format->man_bits,
                           .bias = format->value.bias,
                           .code_bits = format->bits,
                           .rnd = c->rnd,
                           .largest = 127,
                           .overflow = 127,
                           .overflow_flags = GCIM_FLAG_OF | GCIM_FLAG_SAT,
                           .full = c->full != 0,
                           .zero_sign = c->zero_sign,
                           .wants_flags = wants_flags};
  if (is_int) {
    return true;
  }
  fast->largest = gcim_fp_largest(&format->value, false);
  return overflow_of(p, &format->value, fast);
}

static int check_quant(const plan_t *p, const array_t *a) {
  const char *const where = "gcim_mx_quant";
  int status = gcim_mx_check_count(where, &p->config, a->count);
  if (status == GCIM_OK && a->count > 0) {
    const char *missing = a->in == NULL      ? "in"
                          : a->scale == NULL ? "scale"
                          : a->elem == NULL  ? "elem"
                                             : NULL;
    if (missing != NULL) {
      status = gcim_fail(GCIM_ERR_NULL, "%s: %s is NULL", where, missing);
    } else if (p->config.rnd == GCIM_RND_STOCH && a->random == NULL) {
      status = gcim_fail(GCIM_ERR_NULL,
                         "%s: random is NULL; GCIM_RND_STOCH needs a word per element", where);
    }
  }
  return status;
}

int gcim_mx_quant(const gcim_mx_t *config, const gcim_float_t *from, const uint32_t *in,
                  const uint32_t *random, size_t count, uint8_t *scale, uint8_t *elem,
                  uint32_t *flags) {
  int status = gcim_mx_check_at("gcim_mx_quant", config);
  if (status == GCIM_OK) {
    status = gcim_mx_check_source("gcim_mx_quant", from);
  }
  if (status != GCIM_OK) {
    return status;
  }
  const plan_t plan = plan_of(config, from);
  const array_t array = {in, random, count, scale, elem};
  status = check_quant(&plan, &array);
  if (status != GCIM_OK) {
    return status;
  }
  gcim_fast_mx_t fast;
  gcim_fast_mx_run_t *run = NULL;
  if (gcim_fast_enabled() && fast_of(&plan, flags != NULL, &fast)) {
    run = gcim_fast_mx_kernel(&fast);
  }
  const uint32_t seen =
      run == NULL ? run_golden(&plan, &array) : run_fast(&plan, &fast, run, &array);
  if (flags != NULL) {
    *flags = seen;
  }
  return GCIM_OK;
}
