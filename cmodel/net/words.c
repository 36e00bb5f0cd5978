/* words.c: evaluation of packed sets of lanes: transposed to planes, evaluated, transposed back. */
#include <string.h>

#include "net/scratch.h"

enum { ROWS = 64, ROW_WORDS = 2 * GCIM_NET_CHUNK, ROW_BITS = 64 * GCIM_NET_CHUNK };

typedef struct {
  const uint32_t *data;
  size_t stride, count;
} sets_t;

/* 64 sets, 512 input bits of each from `first` on: one row a set; nothing behind the data is read,
 * missing bits and sets are 0. */
static void load_rows(const sets_t *sets, size_t set, size_t first, size_t inputs,
                      uint64_t (*rows)[GCIM_NET_CHUNK]) {
  const size_t all = (inputs + 31) / 32 - first / 32;
  const size_t words = all < ROW_WORDS ? all : ROW_WORDS;
  for (size_t r = 0; r < ROWS; r++) {
    uint32_t half[ROW_WORDS] = {0};
    if (set + r < sets->count) {
      memcpy(half, sets->data + (set + r) * sets->stride + first / 32, words * sizeof *half);
    }
    for (int w = 0; w < GCIM_NET_CHUNK; w++) {
      rows[r][w] = half[2 * w] | (uint64_t)half[2 * w + 1] << 32;
    }
  }
}

/* Sets 64*word .. to word `word` of each plane. */
static void make_planes(const gcim_net_t *net, const gcim_net_kernel_t *kernel, const sets_t *sets,
                        size_t word, uint64_t *planes) {
  uint64_t rows[ROWS][GCIM_NET_CHUNK] __attribute__((aligned(64)));
  const size_t inputs = (size_t)net->inputs;
  for (size_t first = 0; first < inputs; first += ROW_BITS) {
    load_rows(sets, 64 * word, first, inputs, rows);
    kernel->turn(rows);
    const size_t here = inputs - first < ROW_BITS ? inputs - first : ROW_BITS;
    for (size_t p = 0; p < here; p++) {
      planes[(first + p) * GCIM_NET_RUN_WORDS + word] = rows[p % ROWS][p / ROWS];
    }
  }
}

/* Words `first` .. first+7 of the results to numbers. */
static void make_sums(const gcim_net_kernel_t *kernel, const uint64_t *const *result, int bits,
                      size_t first, size_t count, uint64_t *sums) {
  uint64_t rows[ROWS][GCIM_NET_CHUNK] __attribute__((aligned(64)));
  for (int o = 0; o < ROWS; o++) {
    for (size_t w = 0; w < GCIM_NET_CHUNK; w++) {
      rows[o][w] = o < bits ? result[o][first + w] : 0;
    }
  }
  kernel->turn(rows);
  for (size_t i = 0; i < count; i++) {
    sums[i] = rows[i % ROWS][i / ROWS];
  }
}

static void eval_block(const gcim_net_t *net, const gcim_net_kernel_t *kernel, const sets_t *sets,
                       uint64_t *sums, gcim_net_scratch_t *s) {
  const uint64_t *result[GCIM_TREE_MAX_BITS];
  const size_t words = (sets->count + 63) / 64;
  const size_t chunks = (words + GCIM_NET_CHUNK - 1) / GCIM_NET_CHUNK;
  for (size_t w = 0; w < GCIM_NET_CHUNK * chunks; w++) {
    make_planes(net, kernel, sets, w, s->inputs);
  }
  kernel->run(net->eval.ops, net->eval.op_count, s->plane, (int)chunks);
  for (int o = 0; o < net->bits; o++) {
    result[o] = s->plane[net->eval.result[o]];
  }
  for (size_t first = 0; 64 * first < sets->count; first += GCIM_NET_CHUNK) {
    const size_t left = sets->count - 64 * first;
    make_sums(kernel, result, net->bits, first, left < ROW_BITS ? left : ROW_BITS,
              sums + 64 * first);
  }
}

void gcim_net_eval_words(const gcim_net_t *net, const uint32_t *data, size_t stride, size_t count,
                         uint64_t *sums, void *scratch) {
  const gcim_net_kernel_t *kernel = gcim_fast_net();
  const size_t block = 64 * GCIM_NET_RUN_WORDS;
  gcim_net_scratch_t s;
  if (kernel == NULL) {
    for (size_t i = 0; i < count; i++) {
      sums[i] = gcim_net_sum(net, data + i * stride, scratch);
    }
    return;
  }
  gcim_net_scratch_place(net, scratch, &s);
  gcim_net_point_slots(net, &net->eval, 0, GCIM_NET_RUN_WORDS, &s);
  for (int p = 0; p < net->inputs; p++) {
    s.plane[GCIM_NET_FIRST_INPUT + p] = s.inputs + p * GCIM_NET_RUN_WORDS;
  }
  for (size_t i = 0; i < count; i += block) {
    const sets_t sets = {data + i * stride, stride, count - i < block ? count - i : block};
    eval_block(net, kernel, &sets, sums + i, &s);
  }
}
