/* exhaust.c: error statistics of whole ranges of input numbers. Inside a block of 2^16 cases only
 * the low 16 input bits change, from unit to unit only three of them: what does not depend on these
 * is evaluated once a block.
 */
#include <string.h>

#include "core/status.h"
#include "gcim.h"
#include "net/moments.h"

typedef struct {
  const gcim_net_t *net;
  const gcim_net_kernel_t *kernel;
  gcim_net_scratch_t *s;
  gcim_net_unit_t unit;
  uint64_t units; /* of a block */
} sweep_t;

/* Plane p of the low bits of a case number: words of a unit in order. */
static void make_patterns(const sweep_t *w) {
  for (int p = 0; p < GCIM_NET_UNIT_BITS && p < w->net->inputs; p++) {
    uint64_t *plane = w->s->pattern + p * GCIM_NET_UNIT;
    for (uint64_t i = 0; i < 64 * GCIM_NET_UNIT; i++) {
      const uint64_t before = i % 64 == 0 ? 0 : plane[i / 64];
      plane[i / 64] = before | ((i >> p) & 1u) << (i % 64);
    }
    w->s->plane[GCIM_NET_FIRST_INPUT + p] = plane;
  }
}

/* Input bits first .. end-1 are constant: those of `number`. */
static void set_inputs(const sweep_t *w, int first, int end, uint64_t number) {
  for (int p = first; p < end && p < w->net->inputs; p++) {
    w->s->plane[GCIM_NET_FIRST_INPUT + p] = ((number >> p) & 1u) != 0 ? w->s->ones : w->s->zeros;
  }
}

static void start(sweep_t *w, uint64_t space) {
  const gcim_net_t *net = w->net;
  gcim_net_scratch_t *s = w->s;
  gcim_net_point_slots(net, &net->diff, 0, GCIM_NET_UNIT, s);
  make_patterns(w);
  set_inputs(w, GCIM_NET_UNIT_BITS, GCIM_NET_EXHAUST_BITS, 0);
  for (uint64_t i = 0; i < GCIM_NET_UNIT; i++) {
    const uint64_t left = space > 64 * i ? space - 64 * i : 0;
    s->valid[i] = left >= 64 ? UINT64_MAX : ((uint64_t)1 << left) - 1u;
  }
  w->unit.valid = s->valid;
  w->unit.is_whole = space >= 64 * GCIM_NET_UNIT;
  w->units = w->unit.is_whole ? space / (64 * GCIM_NET_UNIT) : 1;
  w->units = w->units < 8 ? w->units : 8;
}

/* Results may be inputs, whose planes change from unit to unit. */
static void find_results(sweep_t *w) {
  const uint32_t *result = w->net->diff.result;
  const int bits = w->net->bits;
  for (int q = 0; q < bits; q++) {
    w->unit.wrong[q] = w->s->plane[result[q]];
    w->unit.delta[q] = w->s->plane[result[gcim_net_diff_delta(bits) + q]];
  }
  w->unit.negative = w->s->plane[result[gcim_net_diff_negative(bits)]];
}

static void run_block(sweep_t *w, uint64_t number) {
  const gcim_net_tape_t *tape = &w->net->diff;
  const int chunks = GCIM_NET_UNIT / GCIM_NET_CHUNK;
  set_inputs(w, GCIM_NET_BLOCK_BITS, GCIM_NET_EXHAUST_BITS, number);
  w->kernel->run(tape->ops, tape->inner, w->s->plane, chunks);
  for (uint64_t u = 0; u < w->units; u++) {
    w->unit.first_case = number + (u << GCIM_NET_UNIT_BITS);
    set_inputs(w, GCIM_NET_UNIT_BITS, GCIM_NET_BLOCK_BITS, w->unit.first_case);
    w->kernel->run(tape->ops + tape->inner, tape->op_count - tape->inner, w->s->plane, chunks);
    find_results(w);
    gcim_net_tally_unit(w->kernel, w->net->bits, &w->unit, w->s);
  }
}

static void exhaust_golden(const gcim_net_t *net, uint64_t first, uint64_t count,
                           gcim_moments_t *moments, uint8_t *values) {
  for (uint64_t i = first; i < first + count; i++) {
    for (int p = 0; p < net->inputs; p++) {
      values[GCIM_NET_FIRST_INPUT + p] = (uint8_t)((i >> p) & 1u);
    }
    gcim_net_measure_golden(net, values, i, moments);
  }
}

static int check_range(const gcim_net_t *net, uint64_t first, uint64_t count) {
  if (net->inputs > GCIM_NET_EXHAUST_BITS) {
    return gcim_fail(GCIM_ERR_PARAM, "gcim_net_exhaust: %d input bits; at most %d can be exhausted",
                     net->inputs, GCIM_NET_EXHAUST_BITS);
  }
  const uint64_t space = (uint64_t)1 << net->inputs;
  const uint64_t block = space < GCIM_NET_BLOCK ? space : GCIM_NET_BLOCK;
  if (first % block != 0 || count % block != 0 || first > space || count > space - first) {
    return gcim_fail(GCIM_ERR_PARAM,
                     "gcim_net_exhaust: cases %llu and %llu more are no blocks of %llu of the %llu "
                     "there are",
                     (unsigned long long)first, (unsigned long long)count,
                     (unsigned long long)block, (unsigned long long)space);
  }
  return GCIM_OK;
}

int gcim_net_exhaust(const gcim_net_t *net, uint64_t first, uint64_t count, gcim_moments_t *moments,
                     void *scratch) {
  if (net == NULL || moments == NULL || scratch == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_net_exhaust: net, moments or scratch is NULL");
  }
  const int status = check_range(net, first, count);
  if (status != GCIM_OK) {
    return status;
  }
  gcim_net_scratch_t s;
  sweep_t w = {.net = net, .kernel = gcim_fast_net(), .s = &s};
  if (w.kernel == NULL) {
    exhaust_golden(net, first, count, moments, scratch);
    return GCIM_OK;
  }
  gcim_net_scratch_place(net, scratch, &s);
  gcim_net_tally_clear(s.tally, net->bits);
  start(&w, (uint64_t)1 << net->inputs);
  for (uint64_t at = first; at < first + count; at += GCIM_NET_BLOCK) {
    run_block(&w, at);
  }
  gcim_net_tally_close(s.tally, net->bits, moments);
  return GCIM_OK;
}
