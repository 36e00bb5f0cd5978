/* test_vec.c: vector files: what is written, that it reads back, and that damage is named. */
#include "vec_file.h"

static char *tiny;  /* corner cases of add_tree, tiny: Lanes = 3, Width = 4 */
static char *macro; /* one episode of dcim_macro, tiny */

static int make_texts(void **state) {
  const int status = make_folder(state);
  tiny = make_text("add_tree", "tiny", "corner", 0);
  macro = make_text("dcim_macro", "tiny", "corner", 2);
  return status;
}

static int free_texts(void **state) {
  free(tiny);
  free(macro);
  return remove_folder(state);
}

/* Lanes of -8: the signed sum is -24 = 0x68 in 7 bits, the unsigned one 24 = 0x18, by hand. */
static void test_vec_lines_by_hand(void **state) {
  (void)state;
  assert_non_null(strstr(tiny, "\n1_888_68 // corner.lowest is_signed=1\n"));
  assert_non_null(strstr(tiny, "\n0_888_18 // corner.lowest is_signed=0\n"));
  assert_int_equal(
      strncmp(tiny, "// gcim-vec 1\n// unit: add_tree   configuration: tiny   Lanes=3 Width=4 ",
              70),
      0);
  assert_non_null(strstr(
      tiny, "\n// fields: is_signed_i:1 data_i:12 sum_o:7       seed: 42   count: 22   rev: "));
}

static void test_vec_round_trip(void **state) {
  char path[PATH_LIMIT];
  gcim_set_counts_t counts;
  int reports = 0;
  (void)state;
  path_of("good.vec", path);
  write_text(path, tiny, strlen(tiny));
  assert_int_equal(gcim_set_check(path, count_report, &reports, &counts), GCIM_OK);
  assert_int_equal(counts.cases, 22);
  assert_int_equal(counts.lines, 22);
  write_text(path, macro, strlen(macro));
  assert_int_equal(gcim_set_check(path, count_report, &reports, &counts), GCIM_OK);
  assert_int_equal(counts.cases, 2);
  assert_true(counts.answers > 0);
  assert_int_equal(reports, 0);
}

/* $readmemh takes hex digits, _ and comments only. */
static void test_vec_has_only_what_readmemh_takes(void **state) {
  (void)state;
  for (const char *line = macro; *line != '\0'; line = strchr(line, '\n') + 1) {
    const size_t values = strspn(line, "0123456789abcdef_");
    assert_true(line[values] == '\n' || strncmp(line + values, " // ", 4) == 0 ||
                strncmp(line, "// ", 3) == 0);
  }
}

static void test_vec_same_bytes_twice(void **state) {
  (void)state;
  char *again = make_text("dcim_macro", "tiny", "corner", 2);
  assert_string_equal(again, macro);
  free(again);
  char *a = make_text("add_tree", "wide", "random", 20);
  char *b = make_text("add_tree", "wide", "random", 20);
  assert_string_equal(a, b);
  free(a);
  free(b);
}

static void test_vec_no_file(void **state) {
  char path[PATH_LIMIT];
  gcim_vec_reader_t *reader;
  (void)state;
  path_of("none.vec", path);
  assert_int_equal(gcim_vec_read_open(path, &reader), GCIM_ERR_IO);
  assert_non_null(strstr(gcim_vec_error_text(), "cannot open (No such file"));
  assert_null(reader);
  assert_int_equal(gcim_vec_read_open(folder, &reader), GCIM_ERR_IO);
  assert_non_null(strstr(gcim_vec_error_text(), "Is a directory"));
}

static void test_vec_bad_header(void **state) {
  (void)state;
  expect("", GCIM_ERR_FORMAT, "case.vec:1: the file is empty");
  expect("hello\n", GCIM_ERR_FORMAT, "case.vec:1: not a vector file");
  expect("// gcim-vec 1\n", GCIM_ERR_FORMAT, "ends inside the header: truncated");
  expect_edited(tiny, "//", "gcim-vec 1", "gcim-vec 2", GCIM_ERR_FORMAT, "another format");
  expect_edited(tiny, "//", "unit: add_tree", "unit: ad_tree", GCIM_ERR_UNKNOWN,
                "did you mean 'add_tree'");
  expect_edited(tiny, "//", "Lanes=3", "Lanes=0", GCIM_ERR_PARAM,
                "case.vec:2: add_tree: Lanes=0 is outside");
  expect_edited(tiny, "//", "Lanes=3", "Lanes=5", GCIM_ERR_STATE,
                "configuration 'tiny' is 'Lanes=3");
  expect_edited(tiny, "//", ": tiny", ": tini", GCIM_ERR_PARAM, "no configuration 'tini'");
  expect_edited(tiny, "//", "data_i:12", "data_i:13", GCIM_ERR_FORMAT,
                "field 2 must be 'data_i:12' by the card, not 'data_i:13'");
  expect_edited(tiny, "//", "seed: 42", "seed: x", GCIM_ERR_FORMAT, "case.vec:3: must be");
  expect_edited(tiny, "//", "count: 22", "count: 0", GCIM_ERR_FORMAT, "at least one case");
}

static void test_vec_other_card_or_revision(void **state) {
  char *card = strdup(strstr(tiny, "card: "));
  (void)state;
  card[7] = '\0';
  expect_edited(tiny, "//", card, card[6] == '0' ? "card: 1" : "card: 0", GCIM_ERR_STATE,
                "made from card");
  expect_edited(tiny, "//", "rev: ", "rev: 9", GCIM_ERR_STATE, "this library has rev");
  free(card);
}

static void test_vec_bad_line(void **state) {
  (void)state;
  expect_edited(tiny, "1_888", "888", "88", GCIM_ERR_FORMAT,
                "field data_i has 2 digits; its 12 bits need 3");
  expect_edited(tiny, "1_888", "888", "8888", GCIM_ERR_FORMAT, "field data_i has 4 digits");
  expect_edited(tiny, "1_888", "888", "8g8", GCIM_ERR_FORMAT,
                "'g' is no digit; allowed are 0-9 and a-f");
  expect_edited(tiny, "1_888", "888", "8X8", GCIM_ERR_FORMAT, "'X' is no digit");
  expect_edited(tiny, "1_888", "1_", "2_", GCIM_ERR_FORMAT, "does not fit into 1 bits");
  expect_edited(tiny, "1_888", "_68", "_e8", GCIM_ERR_FORMAT, "does not fit into 7 bits");
  expect_edited(tiny, "1_888", "_68", "", GCIM_ERR_FORMAT, "the card has 3 fields");
  expect_edited(tiny, "1_888", "_68", "_68_0", GCIM_ERR_FORMAT, "behind the last of 3 fields");
  expect_edited(tiny, "1_888", "1_", "\n1_", GCIM_ERR_FORMAT, "has 0 digits");
  expect_edited(tiny, "1_888", "1_", "// note\n1_", GCIM_ERR_FORMAT, "between the cases");
  expect_edited(tiny, "1_888", "=1\n", "=1\r\n", GCIM_ERR_FORMAT, "CR LF");
}

/* The value is named before the end line tells that the file was changed. */
static void test_vec_wrong_value(void **state) {
  const char *words = "changed after writing";
  (void)state;
  assert_int_equal(expect_edited(tiny, "1_888", "_68", "_69", GCIM_ERR_FORMAT, words), 1);
  assert_int_equal(expect_edited(tiny, "1_888", "corner", "Corner", GCIM_ERR_FORMAT, words), 0);
}

/* A set whose hash is right but whose value is not: the golden model finds it. */
static void test_vec_golden_judges(void **state) {
  char path[PATH_LIMIT];
  gcim_model_t *model;
  gcim_vec_head_t head;
  gcim_vec_writer_t *writer;
  gcim_set_counts_t counts;
  int reports = 0;
  (void)state;
  path_of("wrong.vec", path);
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  assert_int_equal(gcim_model_new(gcim_unit_find("add_tree"), "config=tiny", &model), GCIM_OK);
  uint32_t image[64] = {0};
  const gcim_card_t *card = gcim_model_card(model);
  assert_int_equal(gcim_vec_head(model, "tiny", &head), GCIM_OK);
  head.count = 1;
  gcim_image_put(card, image, gcim_card_signal(card, "data"), 0, 12, 0x111); /* the sum is 3 */
  gcim_image_put(card, image, gcim_card_signal(card, "sum"), 0, 7, 0x43);
  assert_int_equal(gcim_vec_write_open(model, &head, "", file, &writer), GCIM_OK);
  assert_int_equal(gcim_vec_write_case(writer, "planted"), GCIM_OK);
  assert_int_equal(gcim_vec_write_line(writer, 1, image, NULL, NULL), GCIM_OK);
  assert_int_equal(gcim_vec_write_close(writer), GCIM_OK);
  fclose(file);
  gcim_model_free(model);
  assert_int_equal(gcim_set_check(path, count_report, &reports, &counts), GCIM_ERR_MISMATCH);
  assert_int_equal(reports, 1);
}

/* A file that compares less than it could is no evidence: 0x2f -> 0x0f drops one bit. */
static void test_vec_mask_is_judged(void **state) {
  const char *words = "changed after writing";
  (void)state;
  assert_int_equal(expect_edited(macro, "// case 0", "_2f\n", "_0f\n", GCIM_ERR_FORMAT, words), 1);
}

static void test_vec_truncated(void **state) {
  const size_t length = strlen(tiny);
  char *cut = strdup(tiny);
  (void)state;
  cut[length - 9] = '\0';
  expect(cut, GCIM_ERR_FORMAT, "ends inside a line: truncated");
  *strstr(cut, "// end") = '\0';
  expect(cut, GCIM_ERR_FORMAT, "no '// end' line: truncated");
  free(cut);
  expect_edited(tiny, "1_888", "1_888_68 // corner.lowest is_signed=1\n", "", GCIM_ERR_FORMAT,
                "lines are missing or added");
}

static void test_vec_count_differs(void **state) {
  (void)state;
  expect_edited(tiny, "//", "count: 22", "count: 21", GCIM_ERR_FORMAT,
                "more cases than the header's count: 21");
  expect_edited(tiny, "//", "count: 22", "count: 23", GCIM_ERR_FORMAT,
                "22 cases, the header's count is 23");
  expect_edited(macro, "//", "count: 2", "count: 1", GCIM_ERR_FORMAT,
                "more cases than the header's count: 1");
  expect_edited(macro, "//", "// case 1", "// case 2", GCIM_ERR_FORMAT, "where case 1 must begin");
  expect_edited(macro, "//", "// case 0", "// Case 0", GCIM_ERR_FORMAT,
                "a line before '// case 0'");
}

static void test_vec_text_after_end(void **state) {
  char *more = malloc(strlen(tiny) + 16);
  (void)state;
  sprintf(more, "%s0_000_00\n", tiny);
  expect(more, GCIM_ERR_FORMAT, "text after the end line");
  free(more);
}

static void test_vec_oversized_line(void **state) {
  char *long_line = malloc(FILE_CHARS + 100);
  (void)state;
  const int start = sprintf(long_line, "// gcim-vec 1\n");
  memset(long_line + start, '0', FILE_CHARS + 10);
  strcpy(long_line + start + FILE_CHARS + 10, "\n");
  expect(long_line, GCIM_ERR_FORMAT, "case.vec:2: line longer than 1 MiB");
  free(long_line);
}

static void test_vec_zero_byte(void **state) {
  char path[PATH_LIMIT];
  gcim_vec_reader_t *reader;
  (void)state;
  path_of("zero.vec", path);
  write_text(path, "// gcim\0vec 1\nx\n", 16);
  assert_int_equal(gcim_vec_read_open(path, &reader), GCIM_ERR_FORMAT);
  assert_non_null(strstr(gcim_vec_error_text(), "zero byte"));
}

static void test_vec_writer_wants_its_count(void **state) {
  gcim_model_t *model;
  gcim_vec_head_t head;
  gcim_vec_writer_t *writer;
  (void)state;
  assert_int_equal(gcim_model_new(gcim_unit_find("add_tree"), "", &model), GCIM_OK);
  assert_int_equal(gcim_vec_head(model, "default", &head), GCIM_OK);
  head.count = 1;
  assert_int_equal(gcim_vec_write_open(model, &head, "", NULL, &writer), GCIM_OK);
  assert_int_equal(gcim_vec_write_close(writer), GCIM_ERR_STATE);
  gcim_model_free(model);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_vec_lines_by_hand),
      cmocka_unit_test(test_vec_round_trip),
      cmocka_unit_test(test_vec_has_only_what_readmemh_takes),
      cmocka_unit_test(test_vec_same_bytes_twice),
      cmocka_unit_test(test_vec_no_file),
      cmocka_unit_test(test_vec_bad_header),
      cmocka_unit_test(test_vec_other_card_or_revision),
      cmocka_unit_test(test_vec_bad_line),
      cmocka_unit_test(test_vec_wrong_value),
      cmocka_unit_test(test_vec_golden_judges),
      cmocka_unit_test(test_vec_mask_is_judged),
      cmocka_unit_test(test_vec_truncated),
      cmocka_unit_test(test_vec_count_differs),
      cmocka_unit_test(test_vec_text_after_end),
      cmocka_unit_test(test_vec_oversized_line),
      cmocka_unit_test(test_vec_zero_byte),
      cmocka_unit_test(test_vec_writer_wants_its_count),
  };
  return cmocka_run_group_tests(tests, make_texts, free_texts);
}
