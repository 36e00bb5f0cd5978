/* block.c: bit planes in, numbers out. */
#include "block.h"

#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "gcim.h"

/* A version of the function for each kind of vector registers, chosen when the program starts. */
#if defined(__x86_64__) && defined(__GNUC__)
#define VECTOR_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define VECTOR_CLONES
#endif

/* Bit j of pattern[i] is bit i of j: planes 0..5 of 64 consecutive case numbers. */
static const uint64_t pattern[6] = {UINT64_C(0xaaaaaaaaaaaaaaaa), UINT64_C(0xcccccccccccccccc),
                                    UINT64_C(0xf0f0f0f0f0f0f0f0), UINT64_C(0xff00ff00ff00ff00),
                                    UINT64_C(0xffff0000ffff0000), UINT64_C(0xffffffff00000000)};

static int nets_new(const subject_t *s, block_t *b) {
  gcim_tree_t exact;
  gcim_tree_init(&exact, s->lanes, s->width);
  exact.scheme = s->is_signed ? GCIM_SCHEME_EXTEND : GCIM_SCHEME_UNSIGNED;
  int status = gcim_net_new(&s->tree, &b->net);
  if (status == GCIM_OK) {
    status = gcim_net_new(&exact, &b->twin);
  }
  return status == GCIM_OK ? GCIM_OK : gcim_vec_fail_model(status);
}

static int planes_new(block_t *b) {
  const size_t planes = (size_t)(b->inputs + b->outputs + b->twin_outputs);
  const size_t first = gcim_net_scratch_bytes(b->net);
  const size_t second = gcim_net_scratch_bytes(b->twin);
  b->store = calloc(planes * BLOCK_WORDS, sizeof *b->store);
  b->in = malloc(planes * sizeof *b->in);
  b->scratch = malloc(first > second ? first : second);
  if (b->store == NULL || b->in == NULL || b->scratch == NULL) {
    return gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  }
  for (size_t p = 0; p < planes; p++) {
    b->in[p] = b->store + p * BLOCK_WORDS;
  }
  b->out = b->in + b->inputs;
  b->twin_out = b->out + b->outputs;
  return GCIM_OK;
}

int block_new(const metric_job_t *job, block_t *b) {
  *b = (block_t){.job = job};
  int status = nets_new(job->subject, b);
  if (status == GCIM_OK) {
    b->inputs = gcim_net_inputs(b->net);
    b->outputs = gcim_net_outputs(b->net);
    b->twin_outputs = gcim_net_outputs(b->twin);
    status = planes_new(b);
  }
  if (status != GCIM_OK) {
    block_free(b);
  }
  return status;
}

void block_free(block_t *b) {
  gcim_net_free(b->net);
  gcim_net_free(b->twin);
  free(b->store);
  free(b->in);
  free(b->scratch);
  *b = (block_t){0};
}

void block_count(block_t *b, uint64_t first) {
  for (int p = 0; p < b->inputs; p++) {
    for (size_t w = 0; w < BLOCK_WORDS; w++) {
      const uint64_t number = first + 64 * w;
      b->in[p][w] = p < 6 ? pattern[p] : p < 64 ? -((number >> p) & 1u) : 0;
    }
  }
}

/* Does the exact sum fit `bits` bits? All planes above are 0, or equal the sign. */
static void mark_valid(block_t *b, size_t words) {
  const subject_t *s = b->job->subject;
  const int bits = subject_fit_bits(s);
  const int sign = s->is_signed ? bits - 1 : -1;
  for (size_t w = 0; w < words; w++) {
    uint64_t valid = UINT64_MAX;
    for (int o = bits; o < b->twin_outputs; o++) {
      valid &= ~(b->twin_out[o][w] ^ (sign >= 0 ? b->twin_out[sign][w] : 0));
    }
    b->valid[w] = valid;
  }
}

void block_eval(block_t *b, size_t words, bool with_twin) {
  gcim_net_eval(b->net, (const uint64_t *const *)b->in, b->out, words, b->scratch);
  if (with_twin) {
    gcim_net_eval(b->twin, (const uint64_t *const *)b->in, b->twin_out, words, b->scratch);
  }
  if (with_twin && b->job->domain == DOMAIN_NO_OVERFLOW) {
    mark_valid(b, words);
  } else {
    memset(b->valid, 0xff, words * sizeof *b->valid);
  }
}

/* One vector: the same row of BLOCK_GROUP matrices. */
typedef uint64_t group_t __attribute__((vector_size(8 * BLOCK_GROUP)));

/* Matrices of 64 x 64 bits side by side: bit j of rows[i] becomes bit i of rows[j]. */
VECTOR_CLONES static void transpose(group_t rows[64]) {
  uint64_t mask = UINT64_C(0x00000000ffffffff);
  for (unsigned step = 32; step != 0; step >>= 1, mask ^= mask << step) {
    for (unsigned i = 0; i < 64; i = (i + step + 1) & ~step) {
      const group_t swap = ((rows[i] >> step) ^ rows[i + step]) & mask;
      rows[i] ^= swap << step;
      rows[i + step] ^= swap;
    }
  }
}

void block_numbers(uint64_t *const *planes, int bits, bool is_signed, size_t word,
                   int64_t numbers[BLOCK_NUMBERS]) {
  group_t rows[64] = {{0}};
  const uint64_t sign = is_signed ? UINT64_C(1) << (bits - 1) : 0;
  for (int o = 0; o < bits; o++) {
    memcpy(&rows[o], planes[o] + word, sizeof rows[o]);
  }
  transpose(rows);
  for (unsigned k = 0; k < BLOCK_GROUP; k++) {
    for (unsigned j = 0; j < 64; j++) {
      numbers[64 * k + j] = (int64_t)((rows[j][k] ^ sign) - sign);
    }
  }
}

bool block_fits(const subject_t *s, int64_t exact) {
  const int bits = subject_fit_bits(s);
  const int64_t one = 1;
  return s->is_signed ? exact >= -(one << (bits - 1)) && exact < one << (bits - 1)
                      : exact < one << bits;
}

void block_lanes(const block_t *b, size_t word, int bit, uint64_t *lanes) {
  const subject_t *s = b->job->subject;
  for (int i = 0; i < s->lanes; i++) {
    lanes[i] = 0;
    for (int j = 0; j < s->width; j++) {
      lanes[i] |= ((b->in[i * s->width + j][word] >> bit) & 1u) << j;
    }
  }
}

void block_case_lanes(const subject_t *s, uint64_t number, uint64_t *lanes) {
  for (int i = 0; i < s->lanes; i++) {
    const int bit = i * s->width;
    lanes[i] = bit < 64 ? (number >> bit) & (UINT64_MAX >> (64 - s->width)) : 0;
  }
}
