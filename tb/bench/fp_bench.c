/* fp_bench.c: dot products of 64 FP16 terms, both operands aligned to 12 bits: kernels against the
 * golden and against the same dot product in __float128. Results are compared first. Prints a table
 * and one JSON object; the exit status says only whether the results agree.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "gcim.h"
#include "gcim_fp.h"

enum { TERMS = 64, DOTS = 256 };
static const char *const kernels[] = {"golden", "portable", "avx2"};
enum { KERNELS = sizeof kernels / sizeof kernels[0] };

typedef struct {
  uint32_t x[DOTS * TERMS], w[DOTS * TERMS], y[DOTS];
  float xf[DOTS * TERMS], wf[DOTS * TERMS]; /* the same numbers */
} work_t;

static double cpu_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void fill(work_t *w) {
  for (int i = 0; i < DOTS * TERMS; i++) {
    const uint64_t r = gcim_random(1, (uint64_t)i, 1);
    w->x[i] = (uint32_t)(r & 0x83ff) | (uint32_t)(8 + (r >> 16) % 12) << 10;
    w->w[i] = (uint32_t)(r >> 32 & 0x83ff) | (uint32_t)(8 + (r >> 48) % 12) << 10;
  }
  const gcim_float_t *fp16 = gcim_float_find("fp16"), *fp32 = gcim_float_find("fp32");
  const gcim_fp_policy_t exact = {0};
  uint32_t wide[DOTS * TERMS];
  gcim_fp_convert(fp32, fp16, GCIM_SPECIAL_IEEE, 0, &exact, w->x, NULL, DOTS * TERMS, wide, NULL);
  memcpy(w->xf, wide, sizeof wide);
  gcim_fp_convert(fp32, fp16, GCIM_SPECIAL_IEEE, 0, &exact, w->w, NULL, DOTS * TERMS, wide, NULL);
  memcpy(w->wf, wide, sizeof wide);
}

/* Nanoseconds per product of one kernel, the best of some rounds; 0 if this processor lacks it. */
static double aligned(const char *kernel, const gcim_fp_dot_t *config, work_t *w) {
  if (gcim_fast_select(kernel) != GCIM_OK) {
    return 0;
  }
  double best = 1e9;
  const int repeats = strcmp(kernel, "golden") == 0 ? 1 : 40;
  for (int round = 0; round < 7; round++) {
    const double start = cpu_seconds();
    for (int i = 0; i < repeats; i++) {
      gcim_fp_dots(config, w->x, w->w, TERMS, DOTS, NULL, NULL, 0, w->y, NULL);
    }
    const double each = (cpu_seconds() - start) * 1e9 / repeats / (DOTS * TERMS);
    best = each < best ? each : best;
  }
  return best;
}

static double quad(const work_t *w, double *sum) {
  double best = 1e9;
  for (int round = 0; round < 7; round++) {
    const double start = cpu_seconds();
    for (int d = 0; d < DOTS; d++) {
      __float128 dot = 0;
      for (int i = 0; i < TERMS; i++) {
        dot += (__float128)w->xf[d * TERMS + i] * (__float128)w->wf[d * TERMS + i];
      }
      *sum += (double)dot;
    }
    const double each = (cpu_seconds() - start) * 1e9 / (DOTS * TERMS);
    best = each < best ? each : best;
  }
  return best;
}

int main(void) {
  static work_t w;
  gcim_fp_dot_t config;
  const gcim_float_t *fp16 = gcim_float_find("fp16");
  double ns[KERNELS], sum = 0;
  uint32_t golden[DOTS];
  fill(&w);
  if (gcim_fp_dot_scheme("vector", fp16, fp16, TERMS, 12, &config) != GCIM_OK) {
    printf("fp_bench: %s\n", gcim_error_text());
    return 1;
  }
  for (int k = 0; k < KERNELS; k++) {
    memset(w.y, 0, sizeof w.y);
    ns[k] = aligned(kernels[k], &config, &w);
    if (k == 0) {
      memcpy(golden, w.y, sizeof golden);
    } else if (ns[k] > 0 && memcmp(golden, w.y, sizeof golden) != 0) {
      printf("fp_bench: kernel %s differs from the golden\n", kernels[k]);
      return 1;
    }
  }
  const double baseline = quad(&w, &sum);
  printf("FP16 dot products of %d terms, both operands aligned to 12 bits, FP32 result:\n", TERMS);
  for (int k = 0; k < KERNELS; k++) {
    if (ns[k] > 0) {
      printf("  %-9s %7.2f ns a product, %6.1f x __float128\n", kernels[k], ns[k],
             baseline / ns[k]);
    }
  }
  printf("  __float128 %6.2f ns a product (conversion of the codes not counted; sum %.3g)\n",
         baseline, sum);
  printf(
      "{\"bench\": \"fp_dot\", \"golden_ns\": %.3f, \"portable_ns\": %.3f, \"avx2_ns\": %.3f, "
      "\"float128_ns\": %.3f}\n",
      ns[0], ns[1], ns[2], baseline);
  return 0;
}
