/* Results of real GPUs (vectors/gpu_mma) through the presets, every row bit for bit. */
#include <stdio.h>
#include <zlib.h>

#include "helper.h"

#include "gcim_fp.h"

enum { ROWS = 2000, MAX_TERMS = 64, LINE_CHARS = 1024, NAME_CHARS = 64 };

static const char *const sets[] = {
    "A100_bf16_fp32", "A100_fp16_fp16", "A100_fp16_fp32", "A100_tf32_fp32", "Ada_E4M3_fp16",
    "Ada_E4M3_fp32",  "Ada_E5M2_fp32",  "B200_E4M3_fp32", "B200_E5M2_fp32", "B200_bf16_fp32",
    "B200_fp16_fp32", "H100_E4M3_fp32", "H100_E5M2_fp32", "H100_bf16_fp32", "H100_fp16_fp16",
    "H100_fp16_fp32", "V100_fp16_fp16", "V100_fp16_fp32",
};
enum { SET_COUNT = sizeof sets / sizeof sets[0] };

/* One row. */
typedef struct {
  uint32_t a[MAX_TERMS], b[MAX_TERMS], c, d;
  size_t terms;
} row_t;

/* "A100_bf16_fp32" -> "a100.bf16.fp32" */
static void preset_name(const char *set, char *name) {
  size_t i = 0;
  for (; set[i] != '\0' && i + 1 < NAME_CHARS; i++) {
    const char lower = set[i] >= 'A' && set[i] <= 'Z' ? (char)(set[i] - 'A' + 'a') : set[i];
    name[i] = lower == '_' ? '.' : lower;
  }
  name[i] = '\0';
}

/* Codes of whole bytes one after the other; those of tf32 stand in the upper bits of an FP32. */
static size_t read_codes(const char *text, size_t chars, const gcim_float_t *format,
                         uint32_t *codes) {
  const int bits = 1 + format->exp_bits + format->man_bits;
  const int digits = bits > 16 ? 8 : bits > 8 ? 4 : 2;
  const size_t count = chars / (size_t)digits;
  assert_true(count > 0 && count <= MAX_TERMS && count * (size_t)digits == chars);
  for (size_t i = 0; i < count; i++) {
    char word[9] = "";
    memcpy(word, text + i * (size_t)digits, (size_t)digits);
    codes[i] = (uint32_t)strtoul(word, NULL, 16) >> (4 * digits - bits);
  }
  return count;
}

static row_t read_row(char *line, const gcim_fp_pdot_t *dot) {
  row_t row = {0};
  char *field[5], *at = line;
  for (int i = 0; i < 5; i++) {
    field[i] = at;
    at += strcspn(at, ",\r\n");
    *at++ = '\0';
  }
  row.terms = read_codes(field[1], strlen(field[1]), &dot->x, row.a);
  assert_int_equal(read_codes(field[2], strlen(field[2]), &dot->w, row.b), row.terms);
  row.c = (uint32_t)strtoul(field[3], NULL, 16);
  row.d = (uint32_t)strtoul(field[4], NULL, 16);
  return row;
}

static uint32_t convert(const gcim_float_t *to, const gcim_float_t *from, uint32_t code) {
  const gcim_fp_policy_t nearest = {.nan = GCIM_NAN_ONES};
  uint32_t result = 0;
  assert_int_equal(
      gcim_fp_convert(to, from, GCIM_SPECIAL_IEEE, 0, &nearest, &code, NULL, 1, &result, NULL),
      GCIM_OK);
  return result;
}

/* c and d are FP32 codes in the files; an FP16 unit takes and gives FP16. */
static void check_row(const char *set, int line, const gcim_fp_preset_t *preset, const row_t *row) {
  const gcim_fp_pdot_t *dot = &preset->dot;
  const gcim_float_t *fp32 = gcim_float_find("fp32");
  const gcim_float_t *given = dot->shown.exp_bits != 0 ? &dot->shown : &dot->y;
  const uint32_t c = convert(&dot->c, fp32, row->c);
  uint32_t y = 0;
  if (gcim_fp_pdot(dot, row->a, row->b, row->terms, &c, 1, 0, &y, NULL) != GCIM_OK) {
    fail_msg("%s: %s", set, gcim_error_text());
  }
  const uint32_t d = convert(fp32, given, y);
  if (d != row->d) {
    fail_msg("%s row %d: %s gives %08x, measured %08x", set, line, preset->name, (unsigned)d,
             (unsigned)row->d);
  }
}

static void check_set(const char *set) {
  char name[NAME_CHARS], path[NAME_CHARS + 32], line[LINE_CHARS];
  preset_name(set, name);
  const gcim_fp_preset_t *preset = gcim_fp_preset_find(name);
  if (preset == NULL) {
    fail_msg("%s", gcim_error_text());
    return;
  }
  snprintf(path, sizeof path, "vectors/gpu_mma/hw_%s.csv.gz", set);
  gzFile file = gzopen(path, "rb");
  if (file == NULL || gzgets(file, line, sizeof line) == NULL) {
    fail_msg("%s cannot be read", path);
  }
  int rows = 0;
  for (; gzgets(file, line, sizeof line) != NULL; rows++) {
    const row_t row = read_row(line, &preset->dot);
    check_row(set, rows, preset, &row);
  }
  gzclose(file);
  assert_int_equal(rows, ROWS);
}

static void test_fp_gpu_every_row(void **state) {
  (void)state;
  for (int i = 0; i < SET_COUNT; i++) {
    check_set(sets[i]);
  }
}

/* A preset that says it was compared with measurements was, above; all are legal. */
static void test_fp_gpu_presets(void **state) {
  (void)state;
  int measured = 0;
  const gcim_fp_preset_t *p;
  for (int i = 0; (p = gcim_fp_preset_list(i)) != NULL; i++) {
    assert_int_equal(gcim_fp_pdot_check(&p->dot), GCIM_OK);
    assert_ptr_equal(gcim_fp_preset_find(p->name), p);
    measured += strstr(p->basis, "vectors/gpu_mma") != NULL;
  }
  assert_int_equal(measured, SET_COUNT);
  assert_null(gcim_fp_preset_find("h100.e4m3.fp23"));
  assert_non_null(strstr(gcim_error_text(), "did you mean 'h100.e4m3.fp32'"));
  assert_null(gcim_fp_preset_find(NULL));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fp_gpu_every_row),
      cmocka_unit_test(test_fp_gpu_presets),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
