/* Files of numpy: floating-point numbers in, whole numbers out. */
#include <unistd.h>

#include "helper_metric.h"
#include "npy.h"
#include "npy_float.h"
#include "npy_write.h"

enum { HEAD = 128 };
static char path[] = "npy-test-XXXXXX";

static int make_file(void **state) {
  (void)state;
  const int fd = mkstemp(path);
  return fd < 0 ? -1 : close(fd);
}

static int remove_file(void **state) {
  (void)state;
  return unlink(path);
}

static void put(const char *entries, const void *bytes, size_t count) {
  char head[HEAD];
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  memset(head, ' ', sizeof head);
  memcpy(head, "\x93NUMPY\x01\x00\x76\x00", 10);
  memcpy(head + 10, entries, strlen(entries));
  head[HEAD - 1] = '\n';
  assert_int_equal(fwrite(head, 1, sizeof head, file), sizeof head);
  assert_int_equal(fwrite(bytes, 1, count, file), count);
  fclose(file);
}

static void refused(const char *entries, const void *bytes, size_t count, const char *text) {
  npy_floats_t array;
  put(entries, bytes, count);
  assert_int_equal(npy_floats_read(path, &array), GCIM_ERR_FORMAT);
  assert_null(array.values);
  if (strstr(gcim_vec_error_text(), text) == NULL) {
    fail_msg("'%s' does not say '%s'", gcim_vec_error_text(), text);
  }
}

/* 1, -2, the smallest subnormal, the largest number, infinity, NaN. */
static void test_npy_half(void **state) {
  static const unsigned char bytes[] = {0x00, 0x3c, 0x00, 0xc0, 0x01, 0x00,
                                        0xff, 0x7b, 0x00, 0x7c, 0x01, 0x7e};
  npy_floats_t array;
  (void)state;
  put("{'descr': '<f2', 'fortran_order': False, 'shape': (2, 3), }", bytes, sizeof bytes);
  assert_int_equal(npy_floats_read(path, &array), GCIM_OK);
  assert_int_equal(array.rows, 2);
  assert_int_equal(array.columns, 3);
  assert_true(!array.is_flat && array.values[0] == 1 && array.values[1] == -2);
  assert_true(array.values[2] == ldexp(1, -24) && array.values[3] == 65504);
  assert_true(isinf(array.values[4]) && array.values[4] > 0 && isnan(array.values[5]));
  npy_floats_free(&array);
}

/* One dimension is one row; 1.5 = 0x3fc00000, -0.25 = 0xbfd0000000000000. */
static void test_npy_single_and_double(void **state) {
  static const unsigned char single[] = {0, 0, 0xc0, 0x3f, 0, 0, 0, 0};
  static const unsigned char twice[] = {0, 0, 0, 0, 0, 0, 0xd0, 0xbf};
  npy_floats_t array;
  (void)state;
  put("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", single, sizeof single);
  assert_int_equal(npy_floats_read(path, &array), GCIM_OK);
  assert_true(array.is_flat && array.rows == 1 && array.columns == 2);
  assert_true(array.values[0] == 1.5 && array.values[1] == 0);
  npy_floats_free(&array);
  put("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1), }", twice, sizeof twice);
  assert_int_equal(npy_floats_read(path, &array), GCIM_OK);
  assert_true(array.values[0] == -0.25);
  npy_floats_free(&array);
}

static void test_npy_bad(void **state) {
  static const unsigned char bytes[96] = {0};
  (void)state;
  refused("{'descr': '>f4', 'fortran_order': False, 'shape': (2,), }", bytes, 8,
          "'>f4', not little-endian; save x.astype('<f4')");
  refused("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", bytes, 8,
          "elements are '|O'");
  refused("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }", bytes, 8,
          "elements are '[..]'");
  refused("{'descr': '<f44', 'fortran_order': False, 'shape': (2,), }", bytes, 8, "'<f44'");
  refused("{'descr': '<f4', 'fortran_order': True, 'shape': (2,), }", bytes, 8, "Fortran");
  refused("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3, 4), }", bytes, 96,
          "one or two dimensions");
  refused("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", bytes, 4,
          "one or two dimensions");
  refused("{'descr': '<f4', 'fortran_order': False, 'shape': (0,), }", bytes, 0, "holds 0 x 1");
  refused("{'descr': '<f4', 'fortran_order': False, 'shape': (-1, 2), }", bytes, 8, "2^31");
  refused("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", bytes, 7,
          "ends after 1 of 2 values");
  refused("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", bytes, 9,
          "goes on after its 2 values");
}

/* Whole numbers of three dimensions are no matrix either. */
static void test_npy_whole_cube(void **state) {
  npy_t array;
  (void)state;
  put("{'descr': '|u1', 'fortran_order': False, 'shape': (1, 2, 1), }", "\1\2", 2);
  assert_int_equal(npy_read(path, &array), GCIM_ERR_FORMAT);
  assert_non_null(strstr(gcim_vec_error_text(), "one or two dimensions"));
}

/* What is written is read back. */
static void test_npy_write(void **state) {
  static const int64_t values[] = {-128, 127, 0, -1, 5, 6};
  static const int64_t wide[] = {INT64_MIN, INT64_MAX};
  npy_t array;
  (void)state;
  for (int bytes = 1; bytes <= 8; bytes *= 2) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    npy_write(file, bytes, (npy_shape_t){2, 3, false}, values);
    assert_int_equal(ftell(file), HEAD + 6 * bytes);
    fclose(file);
    assert_int_equal(npy_read(path, &array), GCIM_OK);
    assert_true(array.rows == 2 && array.columns == 3);
    assert_memory_equal(array.values, values, sizeof values);
    npy_free(&array);
  }
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  npy_write(file, 8, (npy_shape_t){2, 1, true}, wide);
  fclose(file);
  assert_int_equal(npy_read(path, &array), GCIM_OK);
  assert_true(array.rows == 2 && array.columns == 1);
  assert_memory_equal(array.values, wide, sizeof wide);
  npy_free(&array);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_npy_half),  cmocka_unit_test(test_npy_single_and_double),
      cmocka_unit_test(test_npy_bad),   cmocka_unit_test(test_npy_whole_cube),
      cmocka_unit_test(test_npy_write),
  };
  return cmocka_run_group_tests(tests, make_file, remove_file);
}
