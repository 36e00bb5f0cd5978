/* mx_sum.c: dot products of arrays of Microscaling blocks (gcim_mx.h), by the parts of the cards
 * mx_dot and mx_acc. */
#include <stdbool.h>

#include "core/status.h"
#include "core/wide.h"
#include "gcim.h"
#include "gcim_mx.h"
#include "num/float.h"
#include "num/round.h"
#include "part/fp_decode.h"
#include "part/mx_acc.h"
#include "part/mx_dot.h"
#include "part/mx_format.h"

enum { MAX_BLOCK = 256, DEFAULT_BITS = 32 };

int gcim_mx_dot_check(const gcim_mx_dot_t *c) {
  const char *const where = "gcim_mx_dot";
  if (c == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "%s: config is NULL", where);
  }
  const gcim_range_t fields[] = {
      {"a", (int)c->a, GCIM_MX_INT8, GCIM_MX_E2M1},
      {"b", (int)c->b, GCIM_MX_INT8, GCIM_MX_E2M1},
      {"block", c->block, 1, MAX_BLOCK},
      {"acc", (int)c->acc, GCIM_MX_ACC_MAXFIRST, GCIM_MX_ACC_EXACT},
      {"aligned", c->aligned, 0, 1},
      {"frac", c->frac, 0, 64},
      {"cut", (int)c->cut, GCIM_RND_RNE, GCIM_RND_JAM},
      {"acc_bits", c->acc_bits == 0 ? DEFAULT_BITS : c->acc_bits, 2, 128},
      {"quant", (int)c->quant, GCIM_RND_RNE, GCIM_RND_JAM},
      {"cutoff", c->cutoff, 0, 1},
      {"sat", c->sat, 0, 1},
      {"policy.rnd", c->policy.rnd, GCIM_RND_RNE, GCIM_RND_JAM},
      {"policy.neg_zero", c->policy.neg_zero, 0, 0},
      {"policy.tiny_before", c->policy.tiny_before, 0, 0},
  };
  const int status = gcim_float_ranges_at(where, fields, sizeof fields / sizeof fields[0]);
  if (status != GCIM_OK) {
    return status;
  }
  return gcim_fp_policy_check_at("gcim_mx_dot: policy", &c->policy, &gcim_mx_fp32);
}

/* The exponent of an element, as it stands in its code; MX_INT8 elements share one. */
static int exponent(gcim_mx_elem_t elem, uint32_t code) {
  const gcim_float_t *value = &gcim_mx_format(elem)->value;
  return elem == GCIM_MX_INT8
             ? 0
             : gcim_fp_decode(value, code, GCIM_SPECIAL_IEEE, false).exp - value->bias;
}

/* The largest exponent of the block's products that are not 0; false if there is none. */
static bool largest_exponent(const gcim_mx_dot_t *c, const uint8_t *a, const uint8_t *b, int *top) {
  bool any = false;
  for (int i = 0; i < c->block; i++) {
    if (gcim_mx_value(c->a, a[i]).fixed != 0 && gcim_mx_value(c->b, b[i]).fixed != 0) {
      const int e = exponent(c->a, a[i]) + exponent(c->b, b[i]);
      *top = !any || e > *top ? e : *top;
      any = true;
    }
  }
  return any;
}

/* The sum of the products cut to `frac` bits below the largest exponent, in the unit of exact
 * products; *lost is set if one was cut. */
static gcim_wide_t cut_sum(const gcim_mx_dot_t *c, const uint8_t *a, const uint8_t *b, bool *lost) {
  gcim_wide_t sum = gcim_wide_zero();
  int top = 0;
  if (!largest_exponent(c, a, b, &top)) {
    return sum;
  }
  const int unit = top - c->frac + gcim_mx_format(c->a)->frac + gcim_mx_format(c->b)->frac;
  for (int i = 0; i < c->block; i++) {
    const gcim_wide_t left = gcim_wide_from_i64(gcim_mx_value(c->a, a[i]).fixed);
    gcim_wide_t product = gcim_wide_mul_i64(&left, gcim_mx_value(c->b, b[i]).fixed);
    if (unit > 0) {
      bool inexact = false;
      product = gcim_wide_round_shift(&product, unit, c->cut, &inexact);
      product = gcim_wide_shift_left(&product, unit);
      *lost = *lost || inexact;
    }
    sum = gcim_wide_add(&sum, &product);
  }
  return sum;
}

/* One block's sum; *flags: NV and NXA. */
static gcim_mx_block_t block_of(const gcim_mx_dot_t *c, uint8_t a_scale, const uint8_t *a,
                                uint8_t b_scale, const uint8_t *b, uint32_t *flags) {
  gcim_mx_lanes_t lanes = {0};
  for (int i = 0; i < c->block; i++) {
    const gcim_mx_value_t x = gcim_mx_value(c->a, a[i]), w = gcim_mx_value(c->b, b[i]);
    gcim_mx_lanes_take(&lanes, &x, &w);
  }
  gcim_mx_block_t block = gcim_mx_lanes_block(&lanes, a_scale, b_scale);
  *flags |= gcim_mx_lanes_invalid(&lanes) ? GCIM_FLAG_NV : 0;
  if (c->aligned != 0 && block.special == GCIM_MX_NUMBER) {
    bool lost = false;
    block.sum = cut_sum(c, a, b, &lost);
    *flags |= lost ? GCIM_FLAG_NXA : 0;
  }
  return block;
}

/* The largest exponent of all blocks. */
static int reference(const uint8_t *a_scale, const uint8_t *b_scale, size_t blocks) {
  int top = 0;
  for (size_t i = 0; i < blocks; i++) {
    const int e = (int)a_scale[i] + (int)b_scale[i] - 2 * GCIM_MX_SCALE_ONE;
    top = i == 0 || e > top ? e : top;
  }
  return top;
}

int gcim_mx_dot(const gcim_mx_dot_t *config, const uint8_t *a_scale, const uint8_t *a,
                const uint8_t *b_scale, const uint8_t *b, size_t blocks, uint32_t *y,
                uint32_t *flags) {
  const int status = gcim_mx_dot_check(config);
  if (status != GCIM_OK) {
    return status;
  }
  if (y == NULL || (blocks > 0 && (a_scale == NULL || a == NULL || b_scale == NULL || b == NULL))) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_mx_dot: %s is NULL", y == NULL ? "y" : "an operand");
  }
  const int bits = config->acc_bits == 0 ? DEFAULT_BITS : config->acc_bits;
  const gcim_mx_acc_how_t how = {
      .kind = config->acc,
      .frac = gcim_mx_format(config->a)->frac + gcim_mx_format(config->b)->frac,
      .bits = config->acc == GCIM_MX_ACC_EXACT ? GCIM_WIDE_BITS : bits};
  gcim_mx_acc_modes_t modes = {.first = true,
                               .ref = reference(a_scale, b_scale, blocks),
                               .quant = config->quant,
                               .cutoff = config->cutoff != 0,
                               .sat = config->sat != 0,
                               .policy = config->policy};
  gcim_mx_acc_t state = {0};
  uint32_t seen = 0, result_flags = 0;
  const size_t lanes = (size_t)config->block;
  for (size_t i = 0; i < blocks; i++) {
    const gcim_mx_block_t block =
        block_of(config, a_scale[i], a + i * lanes, b_scale[i], b + i * lanes, &seen);
    gcim_mx_acc_add(&how, &state, &block, &modes);
    modes.first = false;
  }
  *y = gcim_mx_acc_result(&how, &state, &config->policy, &result_flags);
  if (flags != NULL) {
    *flags = seen | result_flags;
  }
  return GCIM_OK;
}
