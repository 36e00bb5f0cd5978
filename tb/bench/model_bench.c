/* model_bench.c: the macro model without cycles against plain int8 code: MAC/s and ratios, every
 * result compared first. Prints a table and one JSON object; the exit status says only whether all
 * results agree.
 */
#include <immintrin.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gcim.h"
#include "gcim_dcim.h"

enum { ROWS = 64, COLS = 16, VECTORS = 16384, REPEATS = 7 };

static int8_t x[VECTORS * ROWS];
static int8_t w[ROWS * COLS];
static int8_t w_by_column[COLS * ROWS];
static int16_t w_codes[ROWS * COLS];
static int32_t expected[VECTORS * COLS];
static int32_t y[VECTORS * COLS];

static double cpu_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* A naive int8 dot product per output, as one writes it first. */
static void naive(void) {
  for (int v = 0; v < VECTORS; v++) {
    for (int c = 0; c < COLS; c++) {
      int32_t sum = 0;
      for (int r = 0; r < ROWS; r++) {
        sum += x[v * ROWS + r] * w[r * COLS + c];
      }
      y[v * COLS + c] = sum;
    }
  }
}

/* A plain hand-written AVX2 int8 matmul: widen to int16, madd, one horizontal sum per output. */
__attribute__((target("avx2"))) static int32_t dot_avx2(const int8_t *a, const int8_t *b) {
  __m256i sum = _mm256_setzero_si256();
  for (int r = 0; r < ROWS; r += 16) {
    const __m256i p = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(a + r)));
    const __m256i q = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(b + r)));
    sum = _mm256_add_epi32(sum, _mm256_madd_epi16(p, q));
  }
  __m128i s = _mm_add_epi32(_mm256_castsi256_si128(sum), _mm256_extracti128_si256(sum, 1));
  s = _mm_add_epi32(s, _mm_shuffle_epi32(s, 0x4e));
  s = _mm_add_epi32(s, _mm_shuffle_epi32(s, 0xb1));
  return _mm_cvtsi128_si32(s);
}

static void matmul_avx2(void) {
  for (int v = 0; v < VECTORS; v++) {
    for (int c = 0; c < COLS; c++) {
      y[v * COLS + c] = dot_avx2(x + v * ROWS, w_by_column + c * ROWS);
    }
  }
}

/* The same with the outputs in the lanes: weights in row pairs, inputs broadcast, no horizontal
 * sums. */
__attribute__((target("avx2"))) static void matmul_avx2_lanes(void) {
  static int16_t pairs[ROWS / 2][COLS][2];
  for (int r = 0; r < ROWS; r++) {
    for (int c = 0; c < COLS; c++) {
      pairs[r / 2][c][r % 2] = w[r * COLS + c];
    }
  }
  for (int v = 0; v < VECTORS; v++) {
    __m256i low = _mm256_setzero_si256(), high = low;
    for (int p = 0; p < ROWS / 2; p++) {
      const uint32_t even = (uint16_t)(int16_t)x[v * ROWS + 2 * p];
      const uint32_t odd = (uint16_t)(int16_t)x[v * ROWS + 2 * p + 1];
      const __m256i both = _mm256_set1_epi32((int32_t)(even | odd << 16));
      low = _mm256_add_epi32(
          low, _mm256_madd_epi16(both, _mm256_loadu_si256((const __m256i *)pairs[p][0])));
      high = _mm256_add_epi32(
          high, _mm256_madd_epi16(both, _mm256_loadu_si256((const __m256i *)pairs[p][8])));
    }
    _mm256_storeu_si256((__m256i *)(y + v * COLS), low);
    _mm256_storeu_si256((__m256i *)(y + v * COLS + 8), high);
  }
}

static gcim_dcim_array_t *array;

static void library(void) {
  gcim_dcim_array_mvm32(array, x, VECTORS, y);
}

typedef struct {
  const char *key, *text, *kernel; /* kernel: what gcim_fast_select gets */
  void (*run)(void);
  double seconds[REPEATS];
  int here;
} row_t;

static int by_value(const void *a, const void *b) {
  const double d = *(const double *)a - *(const double *)b;
  return (d > 0) - (d < 0);
}

static double median(const double *values) {
  double sorted[REPEATS];
  memcpy(sorted, values, sizeof sorted);
  qsort(sorted, REPEATS, sizeof sorted[0], by_value);
  return sorted[REPEATS / 2];
}

static int measure(row_t *row, int repeat) {
  memset(y, 0, sizeof y);
  const double start = cpu_seconds();
  row->run();
  row->seconds[repeat] = cpu_seconds() - start;
  return memcmp(y, expected, sizeof y) == 0;
}

static void fill(void) {
  for (int i = 0; i < VECTORS * ROWS; i++) {
    x[i] = (int8_t)gcim_random(1, (uint64_t)i, 1);
  }
  for (int i = 0; i < ROWS * COLS; i++) {
    w[i] = (int8_t)gcim_random(1, (uint64_t)i, 2);
    w_codes[i] = w[i];
    w_by_column[i % COLS * ROWS + i / COLS] = w[i];
  }
  naive();
  memcpy(expected, y, sizeof expected);
}

int main(void) {
  row_t rows[] = {
      {"naive", "naive int8 loop in C", NULL, naive, {0}, 1},
      {"avx2_matmul", "hand-written int8 AVX2 matmul, dot products", NULL, matmul_avx2, {0}, 1},
      {"avx2_lanes",
       "hand-written int8 AVX2 matmul, outputs in lanes",
       NULL,
       matmul_avx2_lanes,
       {0},
       1},
      {"golden", "gcim golden", "golden", library, {0}, 1},
      {"portable", "gcim portable kernel", "portable", library, {0}, 1},
      {"avx2", "gcim AVX2 kernel", "avx2", library, {0}, 1},
      {"avx512", "gcim AVX-512 kernel", "avx512", library, {0}, 1}};
  enum { COUNT = sizeof rows / sizeof rows[0] };
  const gcim_dcim_shape_t shape = {ROWS, COLS, 8, 8, 1, 1, GCIM_CELL_AND};
  fill();
  if (gcim_dcim_array_new(&shape, w_codes, &array) != GCIM_OK) {
    printf("FAIL bench: %s\n", gcim_error_text());
    return 1;
  }
  for (int k = 0; k < REPEATS; k++) {
    for (int i = 0; i < COUNT; i++) {
      rows[i].here = rows[i].kernel == NULL || gcim_fast_select(rows[i].kernel) == GCIM_OK;
      if (rows[i].here && !measure(&rows[i], k)) {
        printf("FAIL bench: %s: results differ\n", rows[i].text);
        return 1;
      }
    }
  }
  const double naive_s = median(rows[0].seconds), matmul_s = median(rows[1].seconds);
  printf("64 x 16, 8 b x 8 b, %d vectors, %d runs each, median CPU time\n", VECTORS, REPEATS);
  for (int i = 0; i < COUNT; i++) {
    const double s = median(rows[i].seconds);
    if (rows[i].here) {
      printf("  %-50s %8.2f GMAC/s  %7.1f ns/vector  %6.2f x naive  %6.2f x AVX2 matmul\n",
             rows[i].text, 1e-9 * ROWS * COLS * VECTORS / s, 1e9 * s / VECTORS, naive_s / s,
             matmul_s / s);
    }
  }
  printf("{\"bench\": \"model\"");
  for (int i = 0; i < COUNT; i++) {
    if (rows[i].here) {
      printf(", \"%s_ns\": %.2f", rows[i].key, 1e9 * median(rows[i].seconds) / VECTORS);
    }
  }
  printf("}\n");
  gcim_dcim_array_free(array);
  return 0;
}
