/* words.c: evaluation of packed sets of lanes: transposed to planes, evaluated, transposed back. */
#include <string.h>

#include "net/scratch.h"

enum { ROW_WORDS = 2 * GCIM_NET_CHUNK, ROW_BITS = 64 * GCIM_NET_CHUNK };

typedef struct {
  const uint32_t *data;
  size_t stride, count;
} sets_t;

/* One row of 512 bits from `words` 32-bit words, the rest 0. */
static void load_row(const uint32_t *data, size_t words, uint64_t *row) {
  uint32_t half[ROW_WORDS] = {0};
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  if (words == ROW_WORDS) {
    memcpy(row, data, sizeof half);
    return;
  }
#endif
  memcpy(half, data, words * sizeof *half);
  for (int w = 0; w < GCIM_NET_CHUNK; w++) {
    row[w] = half[2 * w] | (uint64_t)half[2 * w + 1] << 32;
  }
}

/* 64 sets from `set` on, 512 input bits of each from `first` on: one row a set; nothing behind the
 * data is read, missing bits and sets are 0. */
static void load_rows(const sets_t *sets, size_t set, size_t first, size_t inputs,
                      uint64_t (*rows)[GCIM_NET_CHUNK]) {
  const size_t all = (inputs + 31) / 32 - first / 32;
  const size_t words = all < ROW_WORDS ? all : ROW_WORDS;
  for (size_t r = 0; r < GCIM_NET_ROWS; r++) {
    if (set + r < sets->count) {
      load_row(sets->data + (set + r) * sets->stride + first / 32, words, rows[r]);
    } else {
      memset(rows[r], 0, sizeof *rows);
    }
  }
}

/* 512 sets to chunk `chunk` of each plane. */
static void make_planes(const gcim_net_t *net, const gcim_net_kernel_t *kernel, const sets_t *sets,
                        size_t chunk, gcim_net_scratch_t *s) {
  const size_t inputs = (size_t)net->inputs;
  for (size_t first = 0; first < inputs; first += ROW_BITS) {
    for (size_t w = 0; w < GCIM_NET_CHUNK; w++) {
      load_rows(sets, chunk * ROW_BITS + 64 * w, first, inputs, s->rows[w]);
      kernel->turn(s->rows[w]);
    }
    const size_t left = inputs - first;
    kernel->spread(s->rows, (int)(left < ROW_BITS ? left : ROW_BITS),
                   s->inputs + first * GCIM_NET_RUN_WORDS + chunk * GCIM_NET_CHUNK,
                   GCIM_NET_RUN_WORDS);
  }
}

/* Chunk `chunk` of the results to at most 512 numbers. */
static void make_sums(const gcim_net_kernel_t *kernel, const uint64_t *const *result, int bits,
                      size_t chunk, size_t count, uint64_t *sums, gcim_net_scratch_t *s) {
  uint64_t(*rows)[GCIM_NET_CHUNK] = s->rows[0];
  memset(rows, 0, GCIM_NET_ROWS * sizeof *rows);
  for (int o = 0; o < bits; o++) {
    memcpy(rows[o], result[o] + chunk * GCIM_NET_CHUNK, sizeof *rows);
  }
  kernel->turn(rows);
  for (size_t i = 0; i < count; i++) {
    sums[i] = rows[i % GCIM_NET_ROWS][i / GCIM_NET_ROWS];
  }
}

static void eval_block(const gcim_net_t *net, const gcim_net_kernel_t *kernel, const sets_t *sets,
                       uint64_t *sums, gcim_net_scratch_t *s) {
  const uint64_t *result[GCIM_TREE_MAX_BITS];
  const size_t chunks = (sets->count + ROW_BITS - 1) / ROW_BITS;
  for (size_t k = 0; k < chunks; k++) {
    make_planes(net, kernel, sets, k, s);
  }
  kernel->run(net->eval.ops, net->eval.op_count, s->plane, (int)chunks);
  for (int o = 0; o < net->bits; o++) {
    result[o] = s->plane[net->eval.result[o]];
  }
  for (size_t k = 0; k < chunks; k++) {
    const size_t left = sets->count - ROW_BITS * k;
    make_sums(kernel, result, net->bits, k, left < ROW_BITS ? left : ROW_BITS, sums + ROW_BITS * k,
              s);
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
