/* test_dcim_array.c: the array functions of gcim_dcim.h against a plain loop over decoded integers,
 * every kernel. */
#include <stdlib.h>
#include <string.h>

#include "gcim_dcim.h"
#include "helper.h"

enum { VECTORS = 9, MAX_ROWS = 67, MAX_COLS = 21 };

static const char *const kernels[] = {"golden", "portable", "avx2", "avx512"};

/* What `bits` low bits of a code mean, from the definition: sum over bits. */
static int64_t meaning(uint32_t code, int bits, int is_signed, gcim_cell_t cell) {
  int64_t value = 0;
  for (int k = 0; k < bits; k++) {
    const int64_t place = (int64_t)1 << k;
    const int64_t bit = (code >> k) & 1u;
    const int is_sign = is_signed && k == bits - 1;
    const int64_t factor = cell == GCIM_CELL_XNOR ? 2 * bit - 1 : is_sign ? -bit : bit;
    value += factor * place;
  }
  return value;
}

static void compare_shape(const gcim_dcim_shape_t *s, uint64_t seed) {
  static int8_t x[VECTORS * MAX_ROWS];
  static int16_t w[MAX_ROWS * MAX_COLS];
  static int64_t y[VECTORS * MAX_COLS];
  static int32_t y32[VECTORS * MAX_COLS];
  gcim_dcim_array_t *array;
  for (int i = 0; i < VECTORS * s->rows; i++) {
    x[i] = (int8_t)(uint8_t)gcim_random(seed, (uint64_t)i, 1);
  }
  for (int i = 0; i < s->rows * s->cols; i++) {
    w[i] = (int16_t)(uint16_t)gcim_random(seed, (uint64_t)i, 2);
  }
  assert_int_equal(gcim_dcim_array_new(s, w, &array), GCIM_OK);
  assert_int_equal(gcim_dcim_array_mvm(array, x, VECTORS, y), GCIM_OK);
  const int narrow = s->x_bits + s->w_bits <= 16;
  assert_int_equal(gcim_dcim_array_mvm32(array, x, VECTORS, y32),
                   narrow ? GCIM_OK : GCIM_ERR_PARAM);
  for (int v = 0; v < VECTORS; v++) {
    for (int c = 0; c < s->cols; c++) {
      int64_t sum = 0;
      for (int r = 0; r < s->rows; r++) {
        sum += meaning((uint8_t)x[v * s->rows + r], s->x_bits, s->x_signed, s->cell) *
               meaning((uint16_t)w[r * s->cols + c], s->w_bits, s->w_signed, s->cell);
      }
      assert_int_equal(y[v * s->cols + c], sum);
      assert_true(!narrow || y32[v * s->cols + c] == sum);
    }
  }
  gcim_dcim_array_free(array);
}

static void compare_all_shapes(void) {
  static const int rows[] = {1, 2, 64, 67};
  static const int cols[] = {1, 16, 21};
  uint64_t seed = 1;
  for (int i = 0; i < 4 * 3; i++) {
    for (int bits = 0; bits < 8 * 16; bits += 5) {
      for (int mode = 0; mode < 5; mode++) {
        gcim_dcim_shape_t s = {rows[i / 3],
                               cols[i % 3],
                               bits % 8 + 1,
                               bits / 8 + 1,
                               mode & 1,
                               mode >> 1 & 1,
                               mode == 4 ? GCIM_CELL_XNOR : GCIM_CELL_AND};
        compare_shape(&s, seed++);
      }
    }
  }
}

static void test_dcim_array_every_kernel_equals_definition(void **state) {
  (void)state;
  for (size_t k = 0; k < sizeof kernels / sizeof kernels[0]; k++) {
    if (gcim_fast_select(kernels[k]) == GCIM_OK) {
      compare_all_shapes();
    }
  }
  assert_int_equal(gcim_fast_select("auto"), GCIM_OK);
}

/* 1024 rows of 255 * -128: the largest magnitude the 32-bit path can meet, -33423360. */
static void test_dcim_array_worst_sum(void **state) {
  (void)state;
  static int8_t x[1024];
  static int16_t w[1024];
  gcim_dcim_array_t *array;
  const gcim_dcim_shape_t s = {1024, 1, 8, 8, 0, 1, GCIM_CELL_AND};
  int32_t y = 0;
  memset(x, 0xff, sizeof x);
  for (int i = 0; i < 1024; i++) {
    w[i] = 0x80;
  }
  assert_int_equal(gcim_dcim_array_new(&s, w, &array), GCIM_OK);
  assert_int_equal(gcim_dcim_array_mvm32(array, x, 1, &y), GCIM_OK);
  assert_int_equal(y, -33423360);
  gcim_dcim_array_free(array);
}

static void test_dcim_array_bad_shapes(void **state) {
  (void)state;
  const int16_t w[4] = {0};
  gcim_dcim_array_t *array;
  const gcim_dcim_shape_t bad[] = {
      {0, 1, 8, 8, 0, 0, GCIM_CELL_AND},  {1, 65, 8, 8, 0, 0, GCIM_CELL_AND},
      {1, 1, 9, 8, 0, 0, GCIM_CELL_AND},  {1, 1, 8, 17, 0, 0, GCIM_CELL_AND},
      {1, 1, 8, 8, 1, 0, GCIM_CELL_XNOR}, {1, 1, 8, 8, 0, 0, (gcim_cell_t)3}};
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    assert_int_equal(gcim_dcim_array_new(&bad[i], w, &array), GCIM_ERR_PARAM);
    assert_null(array);
  }
  assert_int_equal(gcim_dcim_array_new(NULL, w, &array), GCIM_ERR_NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_dcim_array_every_kernel_equals_definition),
      cmocka_unit_test(test_dcim_array_worst_sum),
      cmocka_unit_test(test_dcim_array_bad_shapes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
