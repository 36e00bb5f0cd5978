/* Bit-sliced kernels: each gives the bits of the scalar evaluation. Planes are allocated exactly,
 * so that reading behind them is seen. */
#include "helper_net.h"

#include "fast/net.h"

/* `count` planes of `words` words each, one allocation a plane. */
static uint64_t **planes_new(int count, size_t words) {
  uint64_t **planes = calloc((size_t)count, sizeof *planes);
  assert_non_null(planes);
  for (int p = 0; p < count; p++) {
    planes[p] = calloc(words, sizeof **planes);
    assert_true(planes[p] != NULL || words == 0);
  }
  return planes;
}

static void planes_free(uint64_t **planes, int count) {
  for (int p = 0; p < count; p++) {
    free(planes[p]);
  }
  free(planes);
}

static uint64_t random_word(dice_t *dice) {
  return (uint64_t)roll(dice, 0) << 32 | roll(dice, 0);
}

/* Set i of the planes as packed lanes. */
static void gather(const bed_t *bed, uint64_t *const *in, size_t i, uint32_t *data) {
  memset(data, 0, (size_t)bed->words * sizeof *data);
  for (int p = 0; p < gcim_net_inputs(bed->net); p++) {
    data[p / 32] |= (uint32_t)((in[p][i / 64] >> (i % 64)) & 1u) << (p % 32);
  }
}

/* Every `step`-th set of every kernel against the golden sum. */
static void same_planes(bed_t *bed, size_t words, size_t step, dice_t *dice) {
  static uint32_t data[MOST_LANE_WORDS];
  const int inputs = gcim_net_inputs(bed->net), outputs = gcim_net_outputs(bed->net);
  uint64_t **in = planes_new(inputs, words), **out = planes_new(outputs, words);
  for (int p = 0; p < inputs; p++) {
    for (size_t w = 0; w < words; w++) {
      in[p][w] = random_word(dice);
    }
  }
  for (int k = 0; k < KERNELS; k++) {
    if (!use_kernel(k)) {
      continue;
    }
    for (int o = 0; o < outputs; o++) {
      memset(out[o], 0x55, words * sizeof **out);
    }
    gcim_net_eval(bed->net, (const uint64_t *const *)in, out, words, bed->scratch);
    for (size_t i = 0; i < 64 * words; i += step) {
      uint64_t sum = 0;
      gather(bed, in, i, data);
      for (int o = 0; o < outputs; o++) {
        sum |= ((out[o][i / 64] >> (i % 64)) & 1u) << o;
      }
      assert_int_equal(sum, gcim_tree_sum(&bed->tree, data, NULL));
    }
  }
  planes_free(in, inputs);
  planes_free(out, outputs);
}

static void test_net_kernel_random_trees(void **state) {
  (void)state;
  dice_t dice = {1, 0};
  for (int i = 0; i < 200; i++) {
    const gcim_tree_t tree = legal_tree(&dice, 20, 8);
    bed_t bed = bed_new(&tree);
    same_planes(&bed, 1 + roll(&dice, 3), 7, &dice);
    bed_free(&bed);
  }
}

/* Around whole chunks (8 words) and whole runs (64 words), and nothing at all. */
static void test_net_kernel_word_counts(void **state) {
  (void)state;
  static const size_t words[] = {0, 1, 7, 8, 9, 15, 16, 63, 64, 65, 71, 72, 127, 128, 200};
  static const char *const lines[] = {"n=5 w=3 top=dadda col[0:1]=ama3",
                                      "n=2 w=4 add=copya(4) sign=1", "n=2 w=1 add=copyb(1) sign=1"};
  dice_t dice = {2, 0};
  for (size_t i = 0; i < 3 * sizeof words / sizeof words[0]; i++) {
    bed_t bed = bed_of(lines[i % 3]);
    same_planes(&bed, words[i / 3], 29, &dice);
    bed_free(&bed);
  }
}

/* ---- functions ---- */

/* All 64 inputs of one word against the golden sum, in every kernel. */
static void all_inputs_of_six(const bed_t *bed) {
  uint64_t in_words[6], out_words[GCIM_TREE_MAX_BITS];
  const uint64_t *in[6];
  uint64_t *out[GCIM_TREE_MAX_BITS];
  assert_int_equal(gcim_net_inputs(bed->net), 6);
  for (int p = 0; p < 6; p++) {
    in_words[p] = 0;
    in[p] = &in_words[p];
    for (uint64_t i = 0; i < 64; i++) {
      in_words[p] |= ((i >> p) & 1u) << i;
    }
  }
  for (int o = 0; o < GCIM_TREE_MAX_BITS; o++) {
    out[o] = &out_words[o];
  }
  for (int k = 0; k < KERNELS; k++) {
    if (!use_kernel(k)) {
      continue;
    }
    gcim_net_eval(bed->net, in, out, 1, bed->scratch);
    for (uint32_t i = 0; i < 64; i++) {
      uint64_t sum = 0;
      for (int o = 0; o < gcim_net_outputs(bed->net); o++) {
        sum |= ((out_words[o] >> i) & 1u) << o;
      }
      assert_int_equal(sum, gcim_tree_sum(&bed->tree, &i, NULL));
    }
  }
}

/* Every table of three bits as a sum and as a carry, with three signals and with a constant. */
static void test_net_kernel_all_tables(void **state) {
  (void)state;
  for (int m = 0; m < 256; m++) {
    gcim_tree_t tree = parse("n=3 w=2 top=wallace sign=1");
    tree.cell[0] = (gcim_fa_t){(uint8_t)m, (uint8_t)(255 - m)};
    tree.cell[1] = (gcim_fa_t){(uint8_t)(m * 7 + 1), (uint8_t)m};
    bed_t bed = bed_new(&tree);
    all_inputs_of_six(&bed);
    bed_free(&bed);
    tree = parse("n=2 w=3 sign=1");
    tree.level[1] = (gcim_adder_t){.kind = GCIM_ADD_CHAIN, .k = 3, .cell = {(uint8_t)m, 0xe8}};
    bed = bed_new(&tree);
    all_inputs_of_six(&bed);
    bed_free(&bed);
  }
}

/* Every cell and compressor of the table, which the kernels know as one step. */
static void test_net_kernel_all_cells(void **state) {
  (void)state;
  for (int r = 0; gcim_fa_row(r) != NULL; r++) {
    gcim_tree_t tree = parse("n=3 w=2 top=rows73 sign=1");
    tree.cell[0] = tree.cell[1] =
        (gcim_fa_t){(uint8_t)gcim_fa_row(r)->s, (uint8_t)gcim_fa_row(r)->c};
    bed_t bed = bed_new(&tree);
    all_inputs_of_six(&bed);
    bed_free(&bed);
  }
  dice_t dice = {3, 0};
  for (int r = 0; r < 40; r++) {
    gcim_tree_t tree = parse("n=6 w=1 top=saver sign=1");
    const gcim_c42_row_t *row = gcim_c42_row(r);
    tree.compressed[0] = true;
    tree.compressor = random_compressor(&dice);
    if (row != NULL) {
      tree.compressor = (gcim_c42_t){(uint16_t)row->s, (uint16_t)row->c};
    }
    bed_t bed = bed_new(&tree);
    all_inputs_of_six(&bed);
    bed_free(&bed);
  }
}

/* ---- packed sets ---- */

static void same_words(bed_t *bed, size_t count, size_t gap, dice_t *dice) {
  const size_t stride = (size_t)bed->words + gap;
  const size_t size = count == 0 ? 1 : (count - 1) * stride + (size_t)bed->words;
  uint32_t *data = calloc(size, sizeof *data);
  uint64_t *sums = calloc(count + 1, sizeof *sums);
  assert_true(data != NULL && sums != NULL);
  random_lanes(dice, data, (int)size); /* also in the gaps and above the last lane */
  for (int k = 0; k < KERNELS; k++) {
    if (!use_kernel(k)) {
      continue;
    }
    memset(sums, 0x55, (count + 1) * sizeof *sums);
    gcim_net_eval_words(bed->net, data, stride, count, sums, bed->scratch);
    for (size_t i = 0; i < count; i++) {
      assert_int_equal(sums[i], gcim_tree_sum(&bed->tree, data + i * stride, NULL));
    }
    assert_int_equal(sums[count], UINT64_C(0x5555555555555555));
  }
  free(data);
  free(sums);
}

static void test_net_kernel_packed_sets(void **state) {
  (void)state;
  static const size_t counts[] = {0, 1, 63, 64, 65, 511, 512, 513, 4095, 4097};
  static const char *const lines[] = {
      "n=3 w=5 top=wallace col[0]=ama4",              /* 15 bits */
      "n=32 w=1 add[1]=loa(1) sign=1",                /* a whole word */
      "n=33 w=2 scheme=extend top=saver col[0]=ama2", /* 66 bits */
      "n=64 w=8 top=dadda col[0:4]=ama5",             /* 512 bits */
      "n=43 w=12 scheme=plane top=rows73",            /* 516 bits */
  };
  dice_t dice = {4, 0};
  for (size_t i = 0; i < 5 * sizeof counts / sizeof counts[0]; i++) {
    bed_t bed = bed_of(lines[i % 5]);
    const size_t count = counts[i / 5];
    same_words(&bed, i % 5 < 3 || count < 600 ? count : 600, i % 4, &dice);
    bed_free(&bed);
  }
}

static uint64_t counted(const gcim_net_counter_t *counter) {
  uint64_t sum = 0;
  for (int w = 0; w < GCIM_NET_CHUNK; w++) {
    for (int d = 0; d < GCIM_NET_COUNTER_DIGITS - 1; d++) {
      sum += (uint64_t)__builtin_popcountll(counter->digit[d][w]) << d;
    }
    sum += counter->digit[GCIM_NET_COUNTER_DIGITS - 1][w];
  }
  return sum;
}

/* Ones of x[i] & y, three units one after the other, for 1 .. 9 planes; bit by bit beside. */
static void same_counts(const gcim_net_kernel_t *kernel) {
  enum { MOST = 9 };
  static uint64_t plane[MOST + 1][GCIM_NET_UNIT];
  dice_t dice = {6, 0};
  for (int planes = 1; planes <= MOST; planes++) {
    gcim_net_counter_t counter[MOST], *to[MOST];
    uint64_t expected[MOST] = {0};
    const uint64_t *x[MOST];
    memset(counter, 0, sizeof counter);
    for (int unit = 0; unit < 3; unit++) {
      for (int i = 0; i <= planes; i++) {
        for (int w = 0; w < GCIM_NET_UNIT; w++) {
          plane[i][w] = unit == 1 ? UINT64_MAX : random_word(&dice);
        }
      }
      for (int i = 0; i < planes; i++) {
        x[i] = plane[i + 1];
        to[i] = &counter[i];
        for (int w = 0; w < GCIM_NET_UNIT; w++) {
          expected[i] += (uint64_t)__builtin_popcountll(plane[i + 1][w] & plane[0][w]);
        }
      }
      kernel->count(x, planes, plane[0], to);
    }
    for (int i = 0; i < planes; i++) {
      assert_int_equal(counted(&counter[i]), expected[i]);
    }
  }
}

/* Also the ways to count that this processor would not take. */
static void test_net_kernel_counts(void **state) {
  (void)state;
  same_counts(&gcim_fast_net_portable);
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) {
    same_counts(&gcim_fast_net_avx2);
  }
  if (__builtin_cpu_supports("avx512bw")) {
    same_counts(&gcim_fast_net_avx512);
  }
  if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vpopcntdq")) {
    same_counts(&gcim_fast_net_avx512_popcount);
  }
#endif
}

/* A scratch that starts anywhere in a cache line serves as well. */
static void test_net_kernel_any_scratch(void **state) {
  (void)state;
  dice_t dice = {5, 0};
  bed_t bed = bed_of("n=7 w=4 top=wallace col[0:2]=axa2");
  char *memory = malloc(gcim_net_scratch_bytes(bed.net) + 64);
  assert_non_null(memory);
  free(bed.scratch);
  for (size_t shift = 0; shift < 64; shift += 8) {
    bed.scratch = memory + shift;
    same_planes(&bed, 9, 11, &dice);
  }
  bed.scratch = memory;
  bed_free(&bed);
}

/* Whatever uses the scratch of a network, by every kernel, in one that ends with its allocation (a
 * sanitizer sees one byte more) and begins at every kind of address; filled before. */
static void use_scratch(bed_t *bed, void *scratch, dice_t *dice) {
  enum { WORDS = 130, SETS = 600 };
  const int inputs = gcim_net_inputs(bed->net), outputs = gcim_net_outputs(bed->net);
  uint64_t **in = planes_new(inputs, WORDS), **out = planes_new(outputs, WORDS);
  uint32_t *data = calloc((size_t)SETS * (size_t)bed->words, sizeof *data);
  uint64_t *sums = malloc(SETS * sizeof *sums);
  gcim_moments_t moments = {0};
  assert_true(data != NULL && sums != NULL);
  for (int p = 0; p < inputs; p++) {
    for (size_t w = 0; w < WORDS; w++) {
      in[p][w] = random_word(dice);
    }
  }
  gather(bed, in, 5, data);
  const uint64_t expected = gcim_tree_sum(&bed->tree, data, NULL);
  assert_int_equal(gcim_net_sum(bed->net, data, scratch), expected);
  gcim_net_eval_words(bed->net, data, (size_t)bed->words, SETS, sums, scratch);
  assert_int_equal(sums[0], expected);
  gcim_net_eval(bed->net, (const uint64_t *const *)in, out, WORDS, scratch);
  for (int o = 0; o < outputs; o++) {
    assert_int_equal((out[o][0] >> 5) & 1u, (expected >> o) & 1u);
  }
  gcim_net_measure(bed->net, (const uint64_t *const *)in, NULL, WORDS, 0, &moments, scratch);
  assert_int_equal(moments.cases, 64 * WORDS);
  if (inputs <= 16) {
    const uint64_t cases = UINT64_C(1) << inputs;
    assert_int_equal(gcim_net_exhaust(bed->net, 0, cases, &moments, scratch), GCIM_OK);
    assert_int_equal(moments.cases, 64 * WORDS + cases);
  }
  planes_free(in, inputs);
  planes_free(out, outputs);
  free(data);
  free(sums);
}

static void test_net_kernel_scratch_size(void **state) {
  (void)state;
  static const char *const lines[] = {
      "n=2 w=1", "n=2 w=7 add=eta1(7) sign=1", "n=16 w=1 top=rows73 col[0:0]=ama5",
      "n=33 w=31 top=wallace comp=-9", "n=9 w=4 scheme=invert top=saver c42[0:2]=momeni"};
  dice_t dice = {7, 0};
  for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
    bed_t bed = bed_of(lines[i]);
    const size_t size = gcim_net_scratch_bytes(bed.net);
    for (size_t shift = 0; shift < 64; shift += 21) {
      for (int k = 0; k < KERNELS; k++) {
        char *memory = malloc(shift + size);
        assert_non_null(memory);
        memset(memory, 0xa5, shift + size);
        if (use_kernel(k)) {
          use_scratch(&bed, memory + shift, &dice);
        }
        for (size_t before = 0; before < shift; before++) {
          assert_int_equal((unsigned char)memory[before], 0xa5);
        }
        free(memory);
      }
    }
    bed_free(&bed);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_net_kernel_random_trees),
      cmocka_unit_test(test_net_kernel_word_counts),
      cmocka_unit_test(test_net_kernel_all_tables),
      cmocka_unit_test(test_net_kernel_all_cells),
      cmocka_unit_test(test_net_kernel_packed_sets),
      cmocka_unit_test(test_net_kernel_counts),
      cmocka_unit_test(test_net_kernel_any_scratch),
      cmocka_unit_test(test_net_kernel_scratch_size),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
