/* test_out.c: outputs are whole or not there. */
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "vec_file.h"

static int write_output(const char *path, const char *words, int times) {
  gcim_out_t *out;
  const int status = gcim_out_open(path, &out);
  if (status != GCIM_OK) {
    assert_null(out);
    return status;
  }
  for (int i = 0; i < times; i++) {
    fputs(words, gcim_out_stream(out));
  }
  return gcim_out_commit(out);
}

static void says(const char *words) {
  if (strstr(gcim_vec_error_text(), words) == NULL) {
    fail_msg("the error '%s' does not say '%s'", gcim_vec_error_text(), words);
  }
}

static void holds(const char *path, const char *words) {
  char text[64] = "";
  FILE *file = fopen(path, "r");
  assert_non_null(file);
  assert_non_null(fgets(text, sizeof text, file));
  fclose(file);
  assert_string_equal(text, words);
}

static void test_out_writes_and_replaces(void **state) {
  char path[PATH_LIMIT];
  (void)state;
  path_of("file", path);
  assert_int_equal(write_output(path, "one", 1), GCIM_OK);
  assert_int_equal(write_output(path, "two", 1), GCIM_OK);
  holds(path, "two");
  assert_int_equal(files_in_folder(), 1);
}

static void test_out_link_keeps_pointing(void **state) {
  char path[PATH_LIMIT], link[PATH_LIMIT];
  struct stat info;
  (void)state;
  path_of("file", path);
  path_of("link", link);
  assert_int_equal(symlink(path, link), 0);
  assert_int_equal(write_output(link, "three", 1), GCIM_OK);
  holds(path, "three");
  assert_int_equal(lstat(link, &info), 0);
  assert_true(S_ISLNK(info.st_mode));
  assert_int_equal(unlink(link), 0);
}

static void test_out_missing_folder(void **state) {
  char path[PATH_LIMIT];
  (void)state;
  path_of("none/file", path);
  assert_int_equal(write_output(path, "x", 1), GCIM_ERR_IO);
  says("No such file or directory");
  says("the directory must exist");
}

static void test_out_folder_as_file(void **state) {
  (void)state;
  assert_int_equal(write_output(folder, "x", 1), GCIM_ERR_IO);
  says("is a directory");
}

/* The device stays a device. */
static void test_out_full_device(void **state) {
  struct stat info;
  (void)state;
  assert_int_equal(write_output("/dev/full", "x", 1), GCIM_ERR_IO);
  says("the disk is full");
  assert_int_equal(stat("/dev/full", &info), 0);
  assert_true(S_ISCHR(info.st_mode));
}

static void test_out_size_limit_keeps_the_old_file(void **state) {
  char path[PATH_LIMIT];
  struct rlimit before, small;
  (void)state;
  path_of("file", path);
  assert_int_equal(write_output(path, "old", 1), GCIM_OK);
  signal(SIGXFSZ, SIG_IGN);
  assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
  small = before;
  small.rlim_cur = 1000;
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
  const int status = write_output(path, "0123456789", 10000);
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
  assert_int_equal(status, GCIM_ERR_IO);
  says("File too large");
  holds(path, "old");
  assert_int_equal(files_in_folder(), 1);
}

static void test_out_abort_leaves_nothing(void **state) {
  char path[PATH_LIMIT];
  gcim_out_t *out;
  (void)state;
  path_of("aborted", path);
  assert_int_equal(gcim_out_open(path, &out), GCIM_OK);
  fputs("half", gcim_out_stream(out));
  assert_int_equal(files_in_folder(), 2);
  gcim_out_abort(out);
  assert_int_equal(files_in_folder(), 1);
}

/* What a signal handler does. */
static void test_out_cleanup_removes_the_temporary(void **state) {
  char path[PATH_LIMIT];
  gcim_out_t *out;
  (void)state;
  path_of("interrupted", path);
  assert_int_equal(gcim_out_open(path, &out), GCIM_OK);
  gcim_out_cleanup();
  assert_int_equal(files_in_folder(), 1);
  gcim_out_abort(out);
}

/* Files that belong together: a full disk is seen before the first is replaced. */
static void test_out_two_at_a_time(void **state) {
  char first[PATH_LIMIT], second[PATH_LIMIT];
  gcim_out_t *a, *b;
  (void)state;
  path_of("file", first);
  path_of("other", second);
  assert_int_equal(write_output(first, "old", 1), GCIM_OK);
  assert_int_equal(gcim_out_open(first, &a), GCIM_OK);
  assert_int_equal(gcim_out_open("/dev/full", &b), GCIM_OK);
  fputs("new", gcim_out_stream(a));
  fputs("new", gcim_out_stream(b));
  assert_int_equal(gcim_out_sync(a), GCIM_OK);
  assert_int_equal(gcim_out_sync(b), GCIM_ERR_IO);
  says("the disk is full");
  gcim_out_abort(a);
  gcim_out_abort(b);
  holds(first, "old");
  assert_int_equal(files_in_folder(), 1);
  assert_int_equal(gcim_out_open(first, &a), GCIM_OK);
  assert_int_equal(gcim_out_open(second, &b), GCIM_OK);
  fputs("one", gcim_out_stream(a));
  fputs("two", gcim_out_stream(b));
  assert_int_equal(files_in_folder(), 3);
  assert_int_equal(gcim_out_commit(b), GCIM_OK);
  assert_int_equal(gcim_out_commit(a), GCIM_OK);
  holds(first, "one");
  holds(second, "two");
  assert_int_equal(files_in_folder(), 2);
  assert_int_equal(unlink(second), 0);
}

static void test_out_cleanup_removes_all(void **state) {
  char path[PATH_LIMIT];
  gcim_out_t *out[5];
  static const char *const names[] = {"a", "b", "c", "d", "e"};
  (void)state;
  for (int i = 0; i < 4; i++) {
    path_of(names[i], path);
    assert_int_equal(gcim_out_open(path, &out[i]), GCIM_OK);
  }
  path_of(names[4], path);
  assert_int_equal(gcim_out_open(path, &out[4]), GCIM_ERR_STATE);
  says("4 files are being written");
  assert_int_equal(files_in_folder(), 5);
  gcim_out_cleanup();
  assert_int_equal(files_in_folder(), 1);
  for (int i = 0; i < 4; i++) {
    gcim_out_abort(out[i]);
  }
}

/* Root may write anywhere, so another user tries. */
static int write_as_nobody(const char *path) {
  fflush(NULL);
  const pid_t child = fork();
  assert_true(child >= 0);
  if (child == 0) {
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) {
      _exit(2);
    }
    const int status = write_output(path, "x", 1);
    const bool told = strstr(gcim_vec_error_text(), "Permission denied") != NULL;
    _exit(status == GCIM_ERR_IO && told ? 0 : 1);
  }
  int result = -1;
  assert_int_equal(waitpid(child, &result, 0), child);
  return WIFEXITED(result) ? WEXITSTATUS(result) : -1;
}

static void test_out_read_only(void **state) {
  char path[PATH_LIMIT];
  (void)state;
  path_of("file", path);
  assert_int_equal(chmod(folder, 0777), 0);
  assert_int_equal(chmod(path, 0444), 0);
  assert_int_equal(write_as_nobody(path), 0);
  path_of("other", path);
  assert_int_equal(chmod(folder, 0555), 0);
  assert_int_equal(write_as_nobody(path), 0);
  assert_int_equal(chmod(folder, 0755), 0);
  assert_int_equal(files_in_folder(), 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_out_writes_and_replaces),
      cmocka_unit_test(test_out_link_keeps_pointing),
      cmocka_unit_test(test_out_missing_folder),
      cmocka_unit_test(test_out_folder_as_file),
      cmocka_unit_test(test_out_full_device),
      cmocka_unit_test(test_out_size_limit_keeps_the_old_file),
      cmocka_unit_test(test_out_abort_leaves_nothing),
      cmocka_unit_test(test_out_cleanup_removes_the_temporary),
      cmocka_unit_test(test_out_two_at_a_time),
      cmocka_unit_test(test_out_cleanup_removes_all),
      cmocka_unit_test(test_out_read_only),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
