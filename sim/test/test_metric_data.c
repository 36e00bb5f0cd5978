/* What comes from outside: lines that name a subject, given operands. */
#include "helper_folder.h"
#include "planes.h"

/* ---- lines ---- */

static void test_metric_line_round_trip(void **state) {
  (void)state;
  static const char *const lines[] = {
      "n=64 w=8 top=wallace scheme=extend col[0:4]=ama5 add=loa(3) comp=-31",
      "adder w=48 add=gear(4,4)",
      "adder w=64 add=chain(9,ama1) signed",
      "popcount n=16 kind=double swap2",
      "popcount n=40 kind=saturate bits=4",
      "popcount n=64 kind=pattern size=4 limit=1"};
  for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
    subject_t s;
    char text[512];
    if (subject_parse(lines[i], &s) != GCIM_OK) {
      fail_msg("%s", gcim_vec_error_text());
    }
    subject_print(&s, text, sizeof text);
    if (strstr(text, "n=") != NULL && strstr(lines[i], "popcount") == NULL) {
      subject_t again;
      assert_int_equal(subject_parse(text, &again), GCIM_OK);
      assert_int_equal(again.lanes, s.lanes);
    } else {
      assert_string_equal(text, lines[i]);
    }
  }
}

/* Up to 32 bits an adder is a tree of two lanes. */
static void test_metric_line_small_adder(void **state) {
  (void)state;
  subject_t s;
  assert_int_equal(subject_parse("adder w=16 add=loa(4) signed", &s), GCIM_OK);
  assert_int_equal(s.kind, SUBJECT_TREE);
  assert_true(s.is_adder && s.is_signed);
  assert_int_equal(s.sum_bits, 17);
  assert_int_equal(s.adder.k, 4);
}

static void test_metric_line_bad(void **state) {
  (void)state;
  static const struct {
    const char *line, *says;
  } bad[] = {
      {"n=64", "w"},
      {"n=0 w=8", "n"},
      {"n=64 w=8 tpo=wallace", "did you mean 'top'"},
      {"n=2 w=4 add=loa(5)", "k_within_width"},
      {"adder add=loa(4)", "no width"},
      {"adder w=65 add=loa(4)", "character 7: 'w=65'; expected a number 1..64"},
      {"adder w=48 add=loa(40)", "K goes to 32"},
      {"adder w=8 ad=loa(4)", "character 11"},
      {"popcount kind=single", "no number of bits"},
      {"popcount n=0", "1..1024"},
      {"popcount n=8 kind=doubel", "expected kind="},
      {"", "n"},
  };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    subject_t s;
    assert_int_not_equal(subject_parse(bad[i].line, &s), GCIM_OK);
    if (strstr(gcim_vec_error_text(), bad[i].says) == NULL) {
      fail_msg("'%s': '%s' does not say '%s'", bad[i].line, gcim_vec_error_text(), bad[i].says);
    }
  }
}

/* ---- given operands ---- */

/* Three cases of two 4-bit operands, by hand. */
static void check_three(const char *path) {
  subject_t s = subject_of(adder_of(GCIM_ADD_LOA, 2, 0, 0), 4, false);
  metric_job_t job = job_of(&s, 1, 2);
  planes_t planes;
  metric_t m;
  if (planes_read(path, &s, &planes) != GCIM_OK) {
    fail_msg("%s", gcim_vec_error_text());
  }
  assert_int_equal(planes.cases, 3);
  job.data = &planes;
  run(&metric_planes, &job, &m);
  /* 1 + 2: 3, right. 3 + 1: low 3|1 = 3, no carry (bit 1 of b is 0): 3 against 4, d = -1.
   * 2 + 2: low 2, carry: 6 against 4, d = +2. */
  is_ratio(&m, METRIC_ER, 2, 3);
  is_ratio(&m, METRIC_MED, 1, 1);
  is_ratio(&m, METRIC_BIAS, 1, 3);
  is_ratio(&m, METRIC_MSE, 5, 3);
  is_near(&m, METRIC_MRED, (0. / 3 + 1. / 4 + 2. / 4) / 3, 1e-12);
  is_range(&m, -1, 2);
  assert_int_equal(m.max.lanes[0], 2);
  assert_true(m.divisor[2] == 4);
  assert_string_equal(m.domain, "3 given cases");
  metric_clear(&m);
  planes_free(&planes);
}

static size_t npy_header(char *bytes, const char *type, const char *shape) {
  memset(bytes, ' ', 128);
  memcpy(bytes, "\x93NUMPY\x01\x00\x76\x00", 10);
  const int length = snprintf(
      bytes + 10, 118, "{'descr': '%s', 'fortran_order': False, 'shape': %s, }", type, shape);
  bytes[10 + length] = ' ';
  bytes[127] = '\n';
  return 128;
}

static void test_metric_data_npy(void **state) {
  (void)state;
  char bytes[256];
  size_t size = npy_header(bytes, "|u1", "(3, 2)");
  memcpy(bytes + size, "\1\2\3\1\2\2", 6);
  put("a.npy", bytes, size + 6);
  check_three(path_of("a.npy"));
  size = npy_header(bytes, ">i2", "(3, 2)");
  memcpy(bytes + size, "\0\1\0\2\0\3\0\1\0\2\0\2", 12);
  put("b.npy", bytes, size + 12);
  check_three(path_of("b.npy"));
  size = npy_header(bytes, "|b1", "(3, 8)"); /* bits, the lowest first */
  memcpy(bytes + size, "\1\0\0\0\0\1\0\0\1\1\0\0\1\0\0\0\0\1\0\0\0\1\0\0", 24);
  put("c.npy", bytes, size + 24);
  check_three(path_of("c.npy"));
}

static void test_metric_data_text(void **state) {
  (void)state;
  static const char text[] = "# a b\n1 2\n3, 1\n\n0x2 2 # last\n";
  put("a.txt", text, sizeof text - 1);
  check_three(path_of("a.txt"));
}

/* Raw planes hold whole words: 64 cases. */
static void test_metric_data_raw(void **state) {
  (void)state;
  const subject_t s = subject_of(adder_of(GCIM_ADD_LOA, 1, 0, 0), 1, false);
  metric_job_t job = job_of(&s, 1, 2);
  planes_t planes;
  metric_t m;
  unsigned char bytes[16] = {0x03, 0, 0, 0, 0, 0, 0, 0, 0x01};
  put("a.bits", bytes, sizeof bytes); /* case 0: 1 + 1, case 1: 1 + 0, the rest 0 */
  assert_int_equal(planes_read(path_of("a.bits"), &s, &planes), GCIM_OK);
  job.data = &planes;
  run(&metric_planes, &job, &m);
  is_ratio(&m, METRIC_ER, 1, 64); /* 1 + 1: sum bit 1|1, carry 1: 3 */
  is_range(&m, 0, 1);
  metric_clear(&m);
  planes_free(&planes);
}

static void test_metric_data_bad(void **state) {
  (void)state;
  const subject_t s = subject_of(adder_of(GCIM_ADD_LOA, 2, 0, 0), 4, false);
  planes_t planes;
  char bytes[256];
  static const struct {
    const char *name, *text, *says;
  } bad[] = {
      {"x.txt", "1 2\n3\n", "x.txt:2: too many or too few; a line holds 2 numbers"},
      {"y.txt", "1 zwei\n", "a word is no number"},
      {"z.txt", "1 16\n", "operand 1 is 16"},
      {"e.txt", "# nothing\n", "holds no case"},
      {"n.npy", "no array", "no .npy file"},
      {"r.bits", "123", "has 3 bytes"},
  };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    put(bad[i].name, bad[i].text, strlen(bad[i].text));
    assert_int_equal(planes_read(path_of(bad[i].name), &s, &planes), GCIM_ERR_FORMAT);
    if (strstr(gcim_vec_error_text(), bad[i].says) == NULL) {
      fail_msg("'%s' does not say '%s'", gcim_vec_error_text(), bad[i].says);
    }
  }
  assert_int_equal(planes_read(path_of("none.txt"), &s, &planes), GCIM_ERR_IO);
  const size_t size = npy_header(bytes, "<f8", "(3, 2)");
  put("f.npy", bytes, size);
  assert_int_equal(planes_read(path_of("f.npy"), &s, &planes), GCIM_ERR_FORMAT);
  assert_non_null(strstr(gcim_vec_error_text(), "no whole numbers"));
  npy_header(bytes, "|u1", "(3, 2)");
  put("s.npy", bytes, size + 2);
  assert_int_equal(planes_read(path_of("s.npy"), &s, &planes), GCIM_ERR_FORMAT);
  assert_non_null(strstr(gcim_vec_error_text(), "ends after 2 of 6 values"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_metric_line_round_trip), cmocka_unit_test(test_metric_line_small_adder),
      cmocka_unit_test(test_metric_line_bad),        cmocka_unit_test(test_metric_data_npy),
      cmocka_unit_test(test_metric_data_text),       cmocka_unit_test(test_metric_data_raw),
      cmocka_unit_test(test_metric_data_bad),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
