/* vec_file.h: a folder of its own for each test program, files with edits, what a reader says about
 * them. */
#ifndef GCIM_TEST_VEC_FILE_H
#define GCIM_TEST_VEC_FILE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "out.h"
#include "set.h"

enum { FILE_CHARS = 1 << 20, PATH_LIMIT = 512 };

static char folder[PATH_LIMIT - 64];

static inline int make_folder(void **state) {
  (void)state;
  const char *place = getenv("TMPDIR");
  snprintf(folder, sizeof folder, "%s/gcim-vec-XXXXXX", place == NULL ? "/tmp" : place);
  return mkdtemp(folder) == NULL ? -1 : 0;
}

static inline int remove_folder(void **state) {
  char command[PATH_LIMIT];
  (void)state;
  snprintf(command, sizeof command, "rm -rf '%s'", folder);
  return system(command);
}

static inline void path_of(const char *name, char *path) {
  snprintf(path, PATH_LIMIT, "%s/%s", folder, name);
}

static inline int files_in_folder(void) {
  char command[PATH_LIMIT];
  int count = -1;
  snprintf(command, sizeof command, "ls -A '%s' | wc -l", folder);
  FILE *pipe = popen(command, "r");
  assert_non_null(pipe);
  assert_int_equal(fscanf(pipe, "%d", &count), 1);
  pclose(pipe);
  return count;
}

/* The corner cases of a unit and configuration as text; the caller frees it. */
static inline char *make_text(const char *unit, const char *config, const char *tier,
                              uint64_t count) {
  char params[64];
  gcim_cases_t *cases;
  gcim_plan_t plan;
  char *text = NULL;
  size_t size = 0;
  snprintf(params, sizeof params, "config=%s", config);
  assert_int_equal(gcim_cases_new(gcim_unit_find(unit), params, 42, &cases), GCIM_OK);
  assert_int_equal(gcim_cases_plan(cases, tier, count, &plan), GCIM_OK);
  FILE *stream = open_memstream(&text, &size);
  assert_non_null(stream);
  assert_int_equal(gcim_set_write(cases, &plan, config, 42, stream), GCIM_OK);
  fclose(stream);
  gcim_cases_free(cases);
  return text;
}

static inline void write_text(const char *path, const char *text, size_t size) {
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  assert_int_equal(fwrite(text, 1, size, file), size);
  assert_int_equal(fclose(file), 0);
}

static inline void count_report(void *context, const char *text) {
  int *count = context;
  ++*count;
  assert_non_null(strstr(text, "differs"));
}

/* What the check of a file with this text says: the status, and the words must stand in the error.
 */
static inline int expect(const char *text, int status, const char *words) {
  char path[PATH_LIMIT];
  gcim_set_counts_t counts;
  int reports = 0;
  path_of("case.vec", path);
  write_text(path, text, strlen(text));
  assert_int_equal(gcim_set_check(path, count_report, &reports, &counts), status);
  if (strstr(gcim_vec_error_text(), words) == NULL) {
    fail_msg("the error '%s' does not say '%s'", gcim_vec_error_text(), words);
  }
  return reports;
}

/* `text` with the first `old` at or behind `from` replaced; the caller frees it. */
static inline char *edited(const char *text, const char *from, const char *old, const char *new) {
  const char *start = strstr(text, from);
  assert_non_null(start);
  const char *at = strstr(start, old);
  assert_non_null(at);
  const size_t size = strlen(text) + strlen(new) + 1;
  char *result = malloc(size);
  assert_non_null(result);
  snprintf(result, size, "%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
  return result;
}

static inline int expect_edited(const char *text, const char *from, const char *old,
                                const char *new, int status, const char *words) {
  char *bad = edited(text, from, old, new);
  const int reports = expect(bad, status, words);
  free(bad);
  return reports;
}

#endif
