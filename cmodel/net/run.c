/* run.c: bit-sliced evaluation of planes. */
#include "net/scratch.h"

#include <string.h>

enum { ALIGNMENT = 64 };

/* The next `bytes` of scratch; with memory = 0 only counted. */
typedef struct {
  uintptr_t memory;
  size_t used;
} carve_t;

static void *carve(carve_t *c, size_t bytes) {
  const uintptr_t at = c->memory + c->used;
  c->used += (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  return (void *)at;
}

static size_t larger(size_t a, size_t b) {
  return a > b ? a : b;
}

static size_t place(const gcim_net_t *net, uintptr_t memory, gcim_net_scratch_t *s) {
  const size_t word = sizeof(uint64_t), unit = GCIM_NET_UNIT * word;
  const size_t eval = (size_t)net->eval.slots, diff = (size_t)net->diff.slots;
  carve_t c = {memory, 0};
  s->plane = carve(
      &c, (GCIM_NET_FIRST_INPUT + (size_t)net->inputs + larger(eval, diff)) * sizeof *s->plane);
  s->zeros = carve(&c, unit);
  s->ones = carve(&c, unit);
  s->slots = carve(&c, larger(eval * GCIM_NET_RUN_WORDS * word, diff * unit));
  s->inputs = carve(&c, (size_t)net->inputs * GCIM_NET_RUN_WORDS * word);
  s->rows = carve(&c, GCIM_NET_CHUNK * sizeof *s->rows);
  s->pattern = carve(&c, GCIM_NET_UNIT_BITS * unit);
  s->valid = carve(&c, unit);
  for (int i = 0; i < 3; i++) {
    s->chosen[i] = carve(&c, unit);
  }
  s->copy = carve(&c, (size_t)net->diff.results * unit);
  s->live = carve(&c, ((size_t)net->bits + 1) * unit);
  s->tally = carve(&c, sizeof *s->tally);
  return c.used;
}

size_t gcim_net_scratch_bytes(const gcim_net_t *net) {
  gcim_net_scratch_t s;
  const size_t scalar = (size_t)net->nets;
  return larger(place(net, 0, &s) + ALIGNMENT, scalar);
}

void gcim_net_scratch_place(const gcim_net_t *net, void *memory, gcim_net_scratch_t *s) {
  const uintptr_t start = (uintptr_t)memory;
  place(net, (start + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT, s);
  memset(s->zeros, 0, GCIM_NET_UNIT * sizeof *s->zeros);
  memset(s->ones, 0xff, GCIM_NET_UNIT * sizeof *s->ones);
  s->plane[GCIM_NET_FALSE] = s->zeros;
  s->plane[GCIM_NET_TRUE] = s->ones;
}

void gcim_net_point_slots(const gcim_net_t *net, const gcim_net_tape_t *tape, size_t at,
                          size_t stride, gcim_net_scratch_t *s) {
  uint64_t **slot = s->plane + GCIM_NET_FIRST_INPUT + net->inputs;
  for (uint32_t i = 0; i < tape->slots; i++) {
    slot[i] = s->slots + i * stride + at;
  }
}

void gcim_net_run(const gcim_net_t *net, const gcim_net_tape_t *tape,
                  const gcim_net_kernel_t *kernel, const uint64_t *const *in, size_t at,
                  size_t words, size_t stride, gcim_net_scratch_t *s) {
  uint64_t **input = s->plane + GCIM_NET_FIRST_INPUT;
  const size_t rest = words % GCIM_NET_CHUNK, whole = words - rest;
  if (whole > 0) {
    gcim_net_point_slots(net, tape, 0, stride, s);
    for (int p = 0; p < net->inputs; p++) {
      input[p] = (uint64_t *)(in[p] + at); /* programs do not write their inputs */
    }
    kernel->run(tape->ops, tape->op_count, s->plane, (int)(whole / GCIM_NET_CHUNK));
  }
  if (rest > 0) { /* a copy, so that nothing behind the caller's planes is read */
    gcim_net_point_slots(net, tape, whole, stride, s);
    for (int p = 0; p < net->inputs; p++) {
      input[p] = s->inputs + p * GCIM_NET_CHUNK;
      memset(input[p], 0, GCIM_NET_CHUNK * sizeof *input[p]);
      memcpy(input[p], in[p] + at + whole, rest * sizeof *input[p]);
    }
    kernel->run(tape->ops, tape->op_count, s->plane, 1);
  }
}

const uint64_t *gcim_net_result(const gcim_net_t *net, const gcim_net_tape_t *tape, int r,
                                const uint64_t *const *in, size_t at, size_t stride,
                                const gcim_net_scratch_t *s) {
  const size_t plane = tape->result[r];
  const size_t first_slot = GCIM_NET_FIRST_INPUT + (size_t)net->inputs;
  if (plane < GCIM_NET_FIRST_INPUT) {
    return s->plane[plane];
  }
  return plane < first_slot ? in[plane - GCIM_NET_FIRST_INPUT] + at
                            : s->slots + (plane - first_slot) * stride;
}

/* Set by set: the reference. */
static void eval_golden(const gcim_net_t *net, const uint64_t *const *in, uint64_t *const *out,
                        size_t words, uint8_t *values) {
  for (size_t i = 0; i < 64 * words; i++) {
    for (int p = 0; p < net->inputs; p++) {
      values[GCIM_NET_FIRST_INPUT + p] = (uint8_t)((in[p][i / 64] >> (i % 64)) & 1u);
    }
    gcim_net_values(net, net->shown, values);
    for (int o = 0; o < net->bits; o++) {
      const uint64_t before = i % 64 == 0 ? 0 : out[o][i / 64];
      out[o][i / 64] = before | (uint64_t)values[net->sum[o]] << (i % 64);
    }
  }
}

void gcim_net_eval(const gcim_net_t *net, const uint64_t *const *in, uint64_t *const *out,
                   size_t words, void *scratch) {
  const gcim_net_kernel_t *kernel = gcim_fast_net();
  if (kernel == NULL) {
    eval_golden(net, in, out, words, scratch);
    return;
  }
  gcim_net_scratch_t s;
  gcim_net_scratch_place(net, scratch, &s);
  for (size_t at = 0; at < words; at += GCIM_NET_RUN_WORDS) {
    const size_t count = words - at < GCIM_NET_RUN_WORDS ? words - at : GCIM_NET_RUN_WORDS;
    gcim_net_run(net, &net->eval, kernel, in, at, count, GCIM_NET_RUN_WORDS, &s);
    for (int o = 0; o < net->bits; o++) {
      memcpy(out[o] + at, gcim_net_result(net, &net->eval, o, in, at, GCIM_NET_RUN_WORDS, &s),
             count * sizeof *out[o]);
    }
  }
}
