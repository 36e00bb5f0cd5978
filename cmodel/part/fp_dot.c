/* fp_dot.c: the stages of the card fp_dot, by its numbers. */
#include "part/fp_dot.h"

#include <stddef.h>

#include "core/bits.h"
#include "core/wide.h"
#include "num/round.h"
#include "part/fp_emax.h"
#include "part/fp_mac.h"
#include "part/fp_norm.h"
#include "part/fp_special.h"

/* One side of a group after alignment. */
typedef struct {
  gcim_fp_lane_t lanes[GCIM_FP_MAX_LANES];
  int64_t q[GCIM_FP_MAX_LANES];
  int unit;
} side_t;

/* What a group gives: acc * 2^(units + a constant of the configuration). */
typedef struct {
  gcim_wide_t acc;
  int units;
} group_t;

/* What is known after the groups so far. */
typedef struct {
  const gcim_fp_dot_t *config;
  const gcim_fp_dot_in_t *in;
  const gcim_fp_dot_taps_t *taps; /* or NULL */
  gcim_fp_seen_t seen;
  bool lost, below, clamped;
} run_t;

gcim_fp_aligner_t gcim_fp_dot_aligner(const gcim_fp_dot_t *config, gcim_fp_side_t side) {
  const bool x = side == GCIM_SIDE_X;
  return (gcim_fp_aligner_t){
      .sig_bits = 1 + (x ? config->x.man_bits : config->w.man_bits),
      .aligned_bits = x ? config->x_bits : config->w_bits,
      .guard = config->guard,
      .quant = config->quant,
      .sticky = config->sticky != 0,
      .far = config->far != 0,
      .clamp = config->clamp,
  };
}

/* 5: lanes past the last term are +0. */
static void decode_side(const run_t *run, gcim_fp_side_t side, size_t group, side_t *s) {
  const gcim_fp_dot_t *c = run->config;
  const gcim_float_t *format = side == GCIM_SIDE_X ? &c->x : &c->w;
  const uint32_t *codes = side == GCIM_SIDE_X ? run->in->x : run->in->w;
  for (int i = 0; i < c->lanes; i++) {
    const size_t term = group * (size_t)c->lanes + (size_t)i;
    const uint32_t code = term < run->in->terms ? codes[term] : 0;
    s->lanes[i] = gcim_fp_decode(format, code, c->specials, c->daz != 0);
  }
}

/* 6. */
static int reference(const gcim_fp_dot_t *c, const side_t *s) {
  gcim_fp_emax_t largest = {0};
  for (int i = 0; i < c->lanes; i++) {
    gcim_fp_emax_take(&largest, s->lanes[i].exp, s->lanes[i].sig > 0);
  }
  return gcim_fp_emax_edge(&largest, c->segment);
}

/* 6 and 7. */
static void align_side(run_t *run, gcim_fp_side_t side, size_t group, side_t *s) {
  const gcim_fp_dot_t *c = run->config;
  const gcim_fp_aligner_t how = gcim_fp_dot_aligner(c, side);
  const bool given = (side == GCIM_SIDE_X ? c->x_given : c->w_given) != 0;
  const uint32_t *refs = side == GCIM_SIDE_X ? run->in->x_ref : run->in->w_ref;
  const int ref = given ? (int)refs[group] : reference(c, s);
  gcim_fp_number_t numbers[GCIM_FP_MAX_LANES];
  for (int i = 0; i < c->lanes; i++) {
    const gcim_fp_lane_t *lane = &s->lanes[i];
    numbers[i] = (gcim_fp_number_t){.sign = lane->sign, .exp = lane->exp, .sig = lane->sig};
  }
  s->unit = gcim_fp_align_unit(&how, numbers, c->lanes, ref);
  for (int i = 0; i < c->lanes; i++) {
    const gcim_fp_aligned_t a = gcim_fp_align_lane(&how, &numbers[i], ref, s->unit);
    s->q[i] = a.q;
    run->lost = run->lost || a.lost;
    run->below = run->below || a.below;
    run->clamped = run->clamped || a.clamped;
  }
}

static int acc_bits(const gcim_fp_dot_t *c) {
  return c->x_bits + c->w_bits + gcim_clog2((uint32_t)c->lanes) + 1;
}

/* 8. */
static gcim_wide_t multiply(const gcim_fp_dot_t *c, const side_t *x, const side_t *w) {
  if (acc_bits(c) <= 64) {
    return gcim_wide_from_i64(gcim_fp_mac64(x->q, w->q, c->lanes, c->correct != 0).acc);
  }
  return gcim_fp_mac(x->q, w->q, c->lanes, c->correct != 0).acc;
}

/* 8 with weights that keep their exponents: the unit is that of w's subnormals. */
static gcim_wide_t multiply_exact(const gcim_fp_dot_t *c, const side_t *x, const side_t *w) {
  gcim_wide_t acc = gcim_wide_zero();
  for (int i = 0; i < c->lanes; i++) {
    const gcim_fp_lane_t *lane = &w->lanes[i];
    const int64_t weight = lane->sign ? -(int64_t)lane->sig : (int64_t)lane->sig;
    const gcim_wide_t factor = gcim_wide_from_i64(weight);
    const gcim_wide_t product = gcim_wide_mul_i64(&factor, x->q[i]);
    gcim_wide_t twice = gcim_wide_shift_left(&product, 1);
    if (c->correct != 0) {
      twice = gcim_wide_add(&twice, &factor);
    }
    const gcim_wide_t term = gcim_wide_shift_left(&twice, lane->exp - 1);
    acc = gcim_wide_add(&acc, &term);
  }
  return acc;
}

static void put_taps(const run_t *run, size_t group, const side_t *x, const side_t *w,
                     const gcim_wide_t *acc) {
  const gcim_fp_dot_t *c = run->config;
  const gcim_fp_dot_taps_t *taps = run->taps;
  const int g = (int)group, first = g * c->lanes;
  for (int i = 0; i < c->lanes; i++) {
    gcim_bits_put(taps->x_q, (first + i) * c->x_bits, c->x_bits, (uint64_t)x->q[i]);
    gcim_bits_put(taps->w_q, (first + i) * c->w_bits, c->w_bits, (uint64_t)w->q[i]);
  }
  gcim_bits_put(taps->x_unit, g * (c->x.exp_bits + 1), c->x.exp_bits + 1, (uint64_t)x->unit);
  gcim_bits_put(taps->w_unit, g * (c->w.exp_bits + 1), c->w.exp_bits + 1, (uint64_t)w->unit);
  gcim_wide_to_bits(acc, taps->acc, g * acc_bits(c), acc_bits(c));
}

static group_t run_group(run_t *run, size_t group) {
  const gcim_fp_dot_t *c = run->config;
  side_t x, w;
  group_t g;
  decode_side(run, GCIM_SIDE_X, group, &x);
  decode_side(run, GCIM_SIDE_W, group, &w);
  for (int i = 0; i < c->lanes; i++) {
    gcim_fp_seen_product(&run->seen, &x.lanes[i], &w.lanes[i]);
  }
  align_side(run, GCIM_SIDE_X, group, &x);
  if (c->w_exact != 0) {
    g.acc = multiply_exact(c, &x, &w);
    g.units = x.unit;
    return g;
  }
  align_side(run, GCIM_SIDE_W, group, &w);
  g.acc = multiply(c, &x, &w);
  g.units = x.unit + w.unit;
  if (run->taps != NULL) {
    put_taps(run, group, &x, &w, &g.acc);
  }
  return g;
}

/* 9: s of a group with `units` = 0. */
static int scale_of(const gcim_fp_dot_t *c) {
  const int w_unit = c->w_exact != 0 ? 1 - c->w.man_bits : -(c->w_bits - 2);
  return -c->x.bias - c->w.bias - (c->x_bits - 2) + w_unit - 1 + c->exp_offset;
}

static uint32_t encode(const run_t *run, const gcim_wide_t *value, int units, uint32_t *flags) {
  const gcim_fp_dot_t *c = run->config;
  return gcim_fp_norm(&c->y, &c->policy, value, units + scale_of(c), false, run->in->random, flags);
}

/* 10, ACC_EXACT: units are never negative, so nothing is lost below 2^0 of them. */
static uint32_t sum_exact(run_t *run, size_t groups, uint32_t *flags) {
  gcim_wide_t sum = gcim_wide_zero();
  for (size_t i = 0; i < groups; i++) {
    const group_t g = run_group(run, i);
    const gcim_wide_t value = gcim_wide_shift_left(&g.acc, g.units);
    sum = gcim_wide_add(&sum, &value);
  }
  return encode(run, &sum, 0, flags);
}

/* 10, ACC_FLOAT. */
static uint32_t sum_float(run_t *run, size_t groups, uint32_t *flags) {
  const gcim_fp_dot_t *c = run->config;
  const int y_bits = 1 + c->y.exp_bits + c->y.man_bits;
  uint32_t r = 0;
  for (size_t i = 0; i < groups; i++) {
    const group_t g = run_group(run, i);
    const uint32_t next = encode(run, &g.acc, g.units, flags);
    r = i == 0 ? next
               : gcim_fp_add(&c->y, &c->policy, &c->y, r, &c->y, next, run->in->random, flags);
    if (run->taps != NULL) {
      gcim_bits_put(run->taps->partial, (int)i * y_bits, y_bits, r);
    }
  }
  return r;
}

/* 10, ACC_ALIGNED: once to find the largest unit, once to add. */
static uint32_t sum_aligned(run_t *run, size_t groups, uint32_t *flags) {
  bool any = false;
  int largest = 0;
  for (size_t i = 0; i < groups; i++) {
    const group_t g = run_group(run, i);
    if (!gcim_wide_is_zero(&g.acc) && (!any || g.units > largest)) {
      largest = g.units;
      any = true;
    }
  }
  run_t again = {.config = run->config, .in = run->in};
  gcim_wide_t sum = gcim_wide_zero();
  for (size_t i = 0; any && i < groups; i++) {
    const group_t g = run_group(&again, i);
    if (!gcim_wide_is_zero(&g.acc)) {
      bool cut;
      const gcim_wide_t units =
          gcim_wide_round_shift(&g.acc, largest - g.units, run->config->quant, &cut);
      sum = gcim_wide_add(&sum, &units);
      *flags |= cut ? GCIM_FLAG_NXA : 0;
    }
  }
  return encode(run, &sum, largest, flags);
}

static uint32_t sum_groups(run_t *run, size_t groups, uint32_t *flags) {
  switch (run->config->acc) {
    case GCIM_ACC_FLOAT:
      return sum_float(run, groups, flags);
    case GCIM_ACC_ALIGNED:
      return sum_aligned(run, groups, flags);
    case GCIM_ACC_EXACT:
      break;
  }
  return sum_exact(run, groups, flags);
}

gcim_fp_dot_out_t gcim_fp_dot_run(const gcim_fp_dot_t *config, const gcim_fp_dot_in_t *in,
                                  const gcim_fp_dot_taps_t *taps) {
  run_t run = {.config = config, .in = in, .taps = taps};
  const size_t lanes = (size_t)config->lanes;
  gcim_fp_dot_out_t out = {0};
  out.y = sum_groups(&run, in->terms / lanes + (in->terms % lanes != 0), &out.flags);
  if (gcim_fp_seen_any(&run.seen)) { /* 12: the numbers and their flags are not used */
    out.flags = 0;
    out.y = gcim_fp_seen_code(&run.seen, &config->y, &config->policy, &out.flags);
  }
  out.flags |= run.lost ? GCIM_FLAG_NXA : 0;
  out.below = run.below;
  out.clamped = run.clamped;
  return out;
}
