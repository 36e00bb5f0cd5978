/* measure.c: error statistics of given cases. */
#include <string.h>

#include "net/moments.h"

static void measure_golden(const gcim_net_t *net, const uint64_t *const *in, const uint64_t *valid,
                           size_t words, uint64_t first_case, gcim_moments_t *moments,
                           uint8_t *values) {
  for (size_t i = 0; i < 64 * words; i++) {
    if (valid != NULL && ((valid[i / 64] >> (i % 64)) & 1u) == 0) {
      continue;
    }
    for (int p = 0; p < net->inputs; p++) {
      values[GCIM_NET_FIRST_INPUT + p] = (uint8_t)((in[p][i / 64] >> (i % 64)) & 1u);
    }
    gcim_net_measure_golden(net, values, first_case + i, moments);
  }
}

/* Result r as a unit: what is behind the words may be anything; it is not valid. A result that is
 * an input itself is copied, since the caller's plane may end. */
static const uint64_t *whole_unit(const gcim_net_t *net, int r, const uint64_t *const *in,
                                  size_t at, size_t words, gcim_net_scratch_t *s) {
  const uint32_t plane = net->diff.result[r];
  const uint64_t *from = gcim_net_result(net, &net->diff, r, in, at, GCIM_NET_UNIT, s);
  const bool is_input =
      plane >= GCIM_NET_FIRST_INPUT && plane < (uint32_t)(GCIM_NET_FIRST_INPUT + net->inputs);
  if (!is_input || words == GCIM_NET_UNIT) {
    return from;
  }
  return memcpy(s->copy + r * GCIM_NET_UNIT, from, words * sizeof *from);
}

static void unit_of(const gcim_net_t *net, const uint64_t *const *in, size_t at, size_t words,
                    gcim_net_scratch_t *s, gcim_net_unit_t *unit) {
  for (int q = 0; q < net->bits; q++) {
    unit->wrong[q] = whole_unit(net, q, in, at, words, s);
    unit->delta[q] = whole_unit(net, gcim_net_diff_delta(net->bits) + q, in, at, words, s);
  }
  unit->negative = whole_unit(net, gcim_net_diff_negative(net->bits), in, at, words, s);
}

void gcim_net_measure(const gcim_net_t *net, const uint64_t *const *in, const uint64_t *valid,
                      size_t words, uint64_t first_case, gcim_moments_t *moments, void *scratch) {
  const gcim_net_kernel_t *kernel = gcim_fast_net();
  if (kernel == NULL) {
    measure_golden(net, in, valid, words, first_case, moments, scratch);
    return;
  }
  gcim_net_scratch_t s;
  gcim_net_unit_t unit;
  gcim_net_scratch_place(net, scratch, &s);
  gcim_net_tally_clear(s.tally, net->bits);
  for (size_t at = 0; at < words; at += GCIM_NET_UNIT) {
    const size_t count = words - at < GCIM_NET_UNIT ? words - at : GCIM_NET_UNIT;
    gcim_net_run(net, &net->diff, kernel, in, at, count, GCIM_NET_UNIT, &s);
    unit_of(net, in, at, count, &s, &unit);
    memset(s.valid, 0, GCIM_NET_UNIT * sizeof *s.valid);
    memcpy(s.valid, valid == NULL ? s.ones : valid + at, count * sizeof *s.valid);
    unit.valid = s.valid;
    unit.is_whole = valid == NULL && count == GCIM_NET_UNIT;
    unit.first_case = first_case + 64 * at;
    gcim_net_tally_unit(kernel, net->bits, &unit, &s);
  }
  gcim_net_tally_close(s.tally, net->bits, moments);
}
