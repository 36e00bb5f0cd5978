/* mx_bench.c: FP32 to Microscaling blocks of 32, kernels against the time that reading the numbers
 * takes. Results are compared first. Prints a table and one JSON object; the exit status says only
 * whether the results agree.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gcim.h"
#include "gcim_mx.h"

enum { COUNT = 1 << 24, BLOCK = 32, JUDGED = 1 << 16, FORMATS = 6, ROUNDS = 5 };

typedef struct {
  uint32_t *x;
  uint8_t *scale, *elem;
} work_t;

static double cpu_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Exponents within eight binades of each other, so that every path of an element is taken. */
static void fill(uint32_t *x) {
  for (int i = 0; i < COUNT; i++) {
    const uint64_t r = gcim_random(1, (uint64_t)i, 1);
    x[i] = (uint32_t)(r & 0x807fffff) | (uint32_t)(120 + (r >> 40) % 8) << 23;
  }
}

/* Nanoseconds per number to read them all. */
static double reading(const uint32_t *x, uint32_t *sum) {
  double best = 1e9;
  for (int round = 0; round < ROUNDS; round++) {
    const double start = cpu_seconds();
    uint32_t s[8] = {0}; /* enough additions side by side for the memory to be what counts */
    for (int i = 0; i < COUNT; i += 8) {
      for (int k = 0; k < 8; k++) {
        s[k] ^= x[i + k];
      }
    }
    for (int k = 0; k < 8; k++) {
      *sum ^= s[k];
    }
    const double each = (cpu_seconds() - start) * 1e9 / COUNT;
    best = each < best ? each : best;
  }
  return best;
}

static double converting(const work_t *w, const gcim_mx_t *config, uint32_t *flags) {
  const gcim_float_t *fp32 = gcim_float_find("fp32");
  double best = 1e9;
  for (int round = 0; round < ROUNDS; round++) {
    const double start = cpu_seconds();
    gcim_mx_quant(config, fp32, w->x, NULL, COUNT, w->scale, w->elem, flags);
    const double each = (cpu_seconds() - start) * 1e9 / COUNT;
    best = each < best ? each : best;
  }
  return best;
}

/* Do the selected kernel and the golden agree on the first numbers? */
static int agree(const work_t *w, const gcim_mx_t *config, const char *kernel) {
  static uint8_t scale[2][JUDGED / BLOCK], elem[2][JUDGED];
  const gcim_float_t *fp32 = gcim_float_find("fp32");
  for (int k = 0; k < 2; k++) {
    gcim_fast_select(k == 0 ? "golden" : kernel);
    gcim_mx_quant(config, fp32, w->x, NULL, JUDGED, scale[k], elem[k], NULL);
  }
  return memcmp(scale[0], scale[1], sizeof scale[0]) == 0 &&
         memcmp(elem[0], elem[1], sizeof elem[0]) == 0;
}

static int kernel_rows(const work_t *w, const char *kernel, double read_ns) {
  for (int e = 0; e < FORMATS; e++) {
    gcim_mx_t config;
    uint32_t flags = 0;
    if (gcim_mx_preset("ocp", (gcim_mx_elem_t)e, &config) != GCIM_OK ||
        !agree(w, &config, kernel)) {
      printf("mx_bench: kernel %s differs from the golden\n", kernel);
      return 1;
    }
    const double bare = converting(w, &config, NULL), flagged = converting(w, &config, &flags);
    printf("  %-9s %-5s %6.3f ns a number, %5.2f x reading; with flags %6.3f ns\n", kernel,
           gcim_mx_elem_name((gcim_mx_elem_t)e), bare, bare / read_ns, flagged);
    printf("{\"bench\": \"mx_%s_%s\", \"ns\": %.3f, \"flags_ns\": %.3f, \"read_ns\": %.3f}\n",
           kernel, gcim_mx_elem_name((gcim_mx_elem_t)e), bare, flagged, read_ns);
  }
  return 0;
}

int main(void) {
  const work_t w = {malloc(COUNT * sizeof(uint32_t)), malloc(COUNT / BLOCK), malloc(COUNT)};
  if (w.x == NULL || w.scale == NULL || w.elem == NULL) {
    printf("mx_bench: no memory for %d numbers\n", COUNT);
    return 1;
  }
  uint32_t sum = 0;
  fill(w.x);
  const double read_ns = reading(w.x, &sum);
  printf("FP32 to Microscaling blocks of 32, preset ocp; reading alone %.3f ns a number (%08x):\n",
         read_ns, sum);
  int bad = 0;
  static const char *const kernels[] = {"avx2", "portable"};
  for (int k = 0; k < 2 && bad == 0; k++) {
    if (gcim_fast_select(kernels[k]) == GCIM_OK) {
      bad = kernel_rows(&w, kernels[k], read_ns);
    }
  }
  free(w.x);
  free(w.scale);
  free(w.elem);
  return bad;
}
