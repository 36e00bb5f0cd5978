/* apx_bench.c: approximate arithmetic: all pairs of a 16-bit adder with every integer error moment,
 * and sums of 64 x 8 bit trees, against one C statement per gate and against a plain word-level
 * sum. Results are compared first. Prints a table and one JSON object; the exit status says only
 * whether the results agree.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "apx_baseline.h"
#include "gcim.h"
#include "gcim_approx.h"

enum { LANES = 64, WIDTH = 8, PLANES = LANES * WIDTH, WORDS = 64, SETS = 64 * WORDS, ROUNDS = 40 };

static const char *const kernels[] = {"portable", "avx2", "avx512"};

typedef struct {
  uint64_t wrong, sum_abs, sum_sq;
  int64_t sum, max;
  uint64_t bit_wrong[17];
} baseline_t;

static double cpu_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Pairs (a, 0 .. 65535) for `rows` values of a, one call a pair. */
static baseline_t baseline(uint32_t rows) {
  baseline_t m = {0};
  for (uint32_t a = 0; a < rows; a++) {
    for (uint32_t b = 0; b < 65536; b++) {
      const uint32_t y = apx_baseline_loa16_8(a, b), differs = y ^ (a + b);
      const int64_t d = (int64_t)y - (int64_t)(a + b);
      for (int j = 0; j < 17; j++) {
        m.bit_wrong[j] += (differs >> j) & 1u;
      }
      m.wrong += d != 0;
      m.sum += d;
      m.sum_abs += (uint64_t)(d < 0 ? -d : d);
      m.sum_sq += (uint64_t)(d * d);
      m.max = d > m.max ? d : m.max;
    }
  }
  return m;
}

static gcim_net_t *net_of(const char *spec) {
  gcim_tree_t tree;
  gcim_net_t *net = NULL;
  if (gcim_tree_parse(spec, &tree) != GCIM_OK || gcim_net_new(&tree, &net) != GCIM_OK) {
    printf("FAIL bench: %s\n", gcim_error_text());
    exit(1);
  }
  return net;
}

/* All 2^32 pairs; seconds. The error of this adder depends on low bits only: symmetric in a and b.
 */
static double exhaust(const gcim_net_t *net, gcim_moments_t *m) {
  void *scratch = malloc(gcim_net_scratch_bytes(net));
  memset(m, 0, sizeof *m);
  const double start = cpu_seconds();
  if (gcim_net_exhaust(net, 0, (uint64_t)1 << 32, m, scratch) != GCIM_OK) {
    printf("FAIL bench: %s\n", gcim_error_text());
    exit(1);
  }
  const double seconds = cpu_seconds() - start;
  free(scratch);
  return seconds;
}

static int bench_pairs(void) {
  gcim_net_t *net = net_of("n=2 w=16 add=loa(8)");
  const uint32_t rows = 256; /* a = 0 .. 255: every low part, all b */
  double start = cpu_seconds();
  const baseline_t base = baseline(rows);
  const double base_rate = (double)rows * 65536 / (cpu_seconds() - start);
  printf("all pairs of a 16-bit adder, LOA with 8 low bits, one thread, CPU time\n");
  printf("  %-44s %9.1f M pairs/s  2^32 in %6.1f s (extrapolated)\n", "one C statement per gate",
         1e-6 * base_rate, 4294967296.0 / base_rate);
  char json[512];
  int used =
      snprintf(json, sizeof json, "{\"bench\": \"apx_pairs\", \"gates_per_s\": %.0f", base_rate);
  for (size_t k = 0; k < sizeof kernels / sizeof kernels[0]; k++) {
    gcim_moments_t m;
    if (gcim_fast_select(kernels[k]) != GCIM_OK) {
      continue;
    }
    const double s = exhaust(net, &m);
    if (m.cases != (uint64_t)1 << 32 || m.wrong != base.wrong * 256 ||
        m.sum_abs.low != base.sum_abs * 256 || m.sum_sq.low != base.sum_sq * 256 ||
        (int64_t)m.sum.low != base.sum * 256 || m.max != base.max ||
        m.bit_wrong[7] != base.bit_wrong[7] * 256) {
      printf("FAIL bench: moments differ (%s)\n", kernels[k]);
      return 1;
    }
    printf(
        "  gcim network, all moments and bit errors, %-8s %9.1f M pairs/s  2^32 in %6.2f s  %7.1f "
        "x\n",
        kernels[k], 4294.967296 / s, s, 4294967296.0 / s / base_rate);
    used += snprintf(json + used, sizeof json - (size_t)used, ", \"%s_s\": %.3f", kernels[k], s);
  }
  printf("%s}\n", json);
  gcim_net_free(net);
  return 0;
}

/* An adder whose errors use all bits: the moments cost more than the circuit. It is right exactly
 * where no bit is 1 in both operands. */
static int bench_dense(void) {
  const uint64_t pairs = (uint64_t)1 << 32, right = 43046721; /* 3^16 */
  gcim_net_t *net = net_of("n=2 w=16 add=eta1(16)");
  gcim_moments_t first = {0};
  printf("the same, ETA-I in all 16 bits\n");
  char json[512];
  int used = snprintf(json, sizeof json, "{\"bench\": \"apx_pairs_dense\"");
  for (size_t k = 0; k < sizeof kernels / sizeof kernels[0]; k++) {
    gcim_moments_t m;
    if (gcim_fast_select(kernels[k]) != GCIM_OK) {
      continue;
    }
    const double s = exhaust(net, &m);
    first = first.cases == 0 ? m : first;
    if (m.wrong != pairs - right || memcmp(&m, &first, sizeof m) != 0) {
      printf("FAIL bench: moments differ (%s)\n", kernels[k]);
      return 1;
    }
    printf("  gcim network, all moments and bit errors, %-8s %9.1f M pairs/s  2^32 in %6.2f s\n",
           kernels[k], 4294.967296 / s, s);
    used += snprintf(json + used, sizeof json - (size_t)used, ", \"%s_s\": %.3f", kernels[k], s);
  }
  printf("%s}\n", json);
  gcim_net_free(net);
  return 0;
}

static uint64_t plane_words[PLANES][WORDS], out_words[GCIM_TREE_MAX_BITS][WORDS];
static uint32_t packed[SETS * PLANES / 32];
static uint64_t sums[SETS];

static void fill(void) {
  for (size_t i = 0; i < sizeof packed / sizeof packed[0]; i++) {
    packed[i] = (uint32_t)gcim_random(1, i, 1);
  }
  for (int set = 0; set < SETS; set++) {
    for (int p = 0; p < PLANES; p++) {
      const uint64_t bit = (packed[set * (PLANES / 32) + p / 32] >> (p % 32)) & 1u;
      plane_words[p][set / 64] |= bit << (set % 64);
    }
  }
}

/* What one writes without approximation: the sum of 64 bytes. */
static uint64_t plain_sums(void) {
  uint64_t check = 0;
  const uint8_t *bytes = (const uint8_t *)packed;
  for (int set = 0; set < SETS; set++) {
    uint32_t sum = 0;
    for (int i = 0; i < LANES; i++) {
      sum += bytes[set * LANES + i];
    }
    sums[set] = sum;
    check += sum;
  }
  return check;
}

static int compare(const gcim_net_t *net, const char *kernel, const char *what) {
  for (int set = 0; set < SETS; set += 97) {
    if (sums[set] != gcim_tree_sum(gcim_net_tree(net), packed + set * (PLANES / 32), NULL)) {
      printf("FAIL bench: set %d differs (%s, %s)\n", set, what, kernel);
      return 1;
    }
  }
  return 0;
}

static void collect(const gcim_net_t *net) {
  memset(sums, 0, sizeof sums);
  for (int b = 0; b < gcim_net_outputs(net); b++) {
    for (int set = 0; set < SETS; set++) {
      sums[set] |= ((out_words[b][set / 64] >> (set % 64)) & 1u) << b;
    }
  }
}

static int bench_tree(const char *key, const char *spec) {
  gcim_net_t *net = net_of(spec);
  const uint64_t *in[PLANES];
  uint64_t *out[GCIM_TREE_MAX_BITS];
  void *scratch = malloc(gcim_net_scratch_bytes(net));
  for (int p = 0; p < PLANES; p++) {
    in[p] = plane_words[p];
  }
  for (int b = 0; b < GCIM_TREE_MAX_BITS; b++) {
    out[b] = out_words[b];
  }
  double start = cpu_seconds();
  volatile uint64_t sink = 0;
  for (int r = 0; r < ROUNDS; r++) {
    sink = sink + plain_sums();
  }
  const double plain = (double)SETS * ROUNDS / (cpu_seconds() - start);
  printf("%s (%d cells), sums/s, one thread\n  %-44s %9.1f M\n", spec, gcim_net_cells(net),
         "exact word-level C loop", 1e-6 * plain);
  printf("{\"bench\": \"apx_tree_%s\", \"plain_per_s\": %.0f", key, plain);
  int bad = 0;
  for (size_t k = 0; k < sizeof kernels / sizeof kernels[0] && !bad; k++) {
    if (gcim_fast_select(kernels[k]) != GCIM_OK) {
      continue;
    }
    start = cpu_seconds();
    for (int r = 0; r < ROUNDS; r++) {
      gcim_net_eval(net, in, out, WORDS, scratch);
    }
    const double planes = (double)SETS * ROUNDS / (cpu_seconds() - start);
    collect(net);
    bad = compare(net, kernels[k], "planes");
    start = cpu_seconds();
    for (int r = 0; r < ROUNDS; r++) {
      gcim_net_eval_words(net, packed, PLANES / 32, SETS, sums, scratch);
    }
    const double words = (double)SETS * ROUNDS / (cpu_seconds() - start);
    bad = bad || compare(net, kernels[k], "words");
    fprintf(stderr, "  gcim network, %-8s from planes %9.1f M   from packed words %9.1f M\n",
            kernels[k], 1e-6 * planes, 1e-6 * words);
    printf(", \"%s_planes_per_s\": %.0f, \"%s_words_per_s\": %.0f", kernels[k], planes, kernels[k],
           words);
  }
  printf("}\n");
  free(scratch);
  gcim_net_free(net);
  return bad;
}

int main(void) {
  fill();
  return bench_pairs() || bench_dense() ||
         bench_tree("wallace", "n=64 w=8 top=wallace col[0:4]=ama5") ||
         bench_tree("loa", "n=64 w=8 add=loa(3)");
}
