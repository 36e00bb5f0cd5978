/* Interrupted exhaustive runs: what is kept, what is taken up again, what is refused. */
#include "helper_folder.h"

/* Header of a state of 2^22 cases in four chunks of 2^20. */
static int put_state(char *text, size_t size, const subject_t *s, int pass, const char *done) {
  char line[512];
  gcim_net_t *net;
  subject_print(s, line, sizeof line);
  assert_int_equal(gcim_net_new(&s->tree, &net), GCIM_OK);
  const unsigned long long fingerprint = gcim_net_fingerprint(net);
  gcim_net_free(net);
  return snprintf(
      text, size,
      "gcim-approx-state 2\nspec %s\nmodel %016llx-%s\nrun 0 400000 100000\npass %d\ndone %s\n",
      line, fingerprint, gcim_version(), pass, done);
}

static int put_sums(char *text, size_t size, const char *sums) {
  int used = snprintf(text, size, "sums %s\nbits", sums);
  for (int i = 0; i < GCIM_TREE_MAX_BITS; i++) {
    used += snprintf(text + used, size - (size_t)used, " 0");
  }
  return used + snprintf(text + used, size - (size_t)used, "\n");
}

/* A state in which a quarter is done and counted as all wrong: taken as it is, so the file is read.
 */
static void test_metric_state_resume(void **state) {
  (void)state;
  const subject_t s = subject_of(adder_of(GCIM_ADD_LOA, 3, 0, 0), 11, false);
  metric_job_t job = job_of(&s, 1, 2);
  char text[4096];
  metric_t whole, rest;
  job.relative = false;
  run(&metric_exhaustive, &job, &whole);
  /* chunk 0 done: 2^20 cases, all with d = 1 */
  int used = put_state(text, sizeof text, &s, 1, "1000");
  used += put_sums(text + used, sizeof text - (size_t)used,
                   "100000 100000 100000 0 100000 0 100000 0 1 1 7 7");
  used += snprintf(text + used, sizeof text - (size_t)used, "end\n");
  put("run.state", text, (size_t)used);
  job.state_path = path_of("run.state");
  run(&metric_exhaustive, &job, &rest);
  /* lower-part OR: ER 1 - (3/4)^3 = 37/64 in the other three quarters */
  is_ratio(&whole, METRIC_ER, 37, 64);
  is_ratio(&rest, METRIC_ER, 64 + 3 * 37, 256);
  assert_int_not_equal(access(job.state_path, F_OK), 0); /* finished: forgotten */
  metric_clear(&whole);
  metric_clear(&rest);
}

/* The same of the second pass, all of it done: 2^22 cases with d = 3, among them 2^20 with |exact|
 * 2 and the rest with 6. */
static void test_metric_state_resume_second_pass(void **state) {
  (void)state;
  const subject_t s = subject_of(adder_of(GCIM_ADD_LOA, 3, 0, 0), 11, false);
  metric_job_t job = job_of(&s, 1, 2);
  char text[4096];
  metric_t m;
  int used = put_state(text, sizeof text, &s, 2, "1111");
  used += put_sums(text + used, sizeof text - (size_t)used,
                   "400000 400000 c00000 0 c00000 0 2400000 0 3 3 7 7");
  /* d = 0 stands at twice the range of sums: (4094 - 0) + 2^12 = 8190 */
  used += snprintf(text + used, sizeof text - (size_t)used,
                   "zero 0 0\nd 1 %x 400000\nabs 2 2 300000 6 900000\nworst 2 2 3 6 3\nend\n",
                   8190 + 3);
  put("second.state", text, (size_t)used);
  job.state_path = path_of("second.state");
  run(&metric_exhaustive, &job, &m);
  is_ratio(&m, METRIC_MED, 3, 1);
  is_ratio(&m, METRIC_WCRE, 3, 2);
  is_ratio(&m, METRIC_MRED, 3 + 3, 8); /* (1 * 3/2 + 3 * 3/6) / 4 */
  assert_int_equal(m.pmf.count, 1);
  metric_clear(&m);
}

/* Asked before each chunk; says stop at every `every`-th question. */
typedef struct {
  int asked, every;
} stop_t;

static bool stop_sometimes(void *self) {
  stop_t *stop = self;
  return ++stop->asked % stop->every == 0;
}

/* Interrupted over and over, in both passes, with one thread and three: the same figures in the
 * end. */
static void test_metric_state_interrupted(void **state) {
  (void)state;
  static const int threads[] = {1, 3};
  const subject_t s = subject_of(adder_of(GCIM_ADD_ETA1, 8, 0, 0), 11, false);
  for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
    metric_job_t job = job_of(&s, 1, 2);
    metric_t whole, parts;
    int in_pass[3] = {0};
    stop_t stop = {0, 3};
    run(&metric_exhaustive, &job, &whole);
    job.threads = threads[i];
    job.state_path = path_of("stopped.state");
    job.stop = stop_sometimes;
    job.stop_self = &stop;
    metric_init(&parts);
    while (metric_run(&metric_exhaustive, &job, &parts) != GCIM_OK) {
      assert_non_null(strstr(gcim_vec_error_text(), "kept in"));
      assert_non_null(strstr(gcim_vec_error_text(), job.state_path));
      assert_int_equal(access(job.state_path, F_OK), 0);
      in_pass[strstr(gcim_vec_error_text(), "in pass 1 of 2") != NULL ? 1 : 2]++;
      assert_true(in_pass[1] + in_pass[2] < 20);
      metric_clear(&parts);
      metric_init(&parts);
    }
    assert_true(in_pass[1] > 0 && in_pass[2] > 0);
    same(&whole, &parts);
    assert_int_equal(whole.pmf.count, parts.pmf.count);
    for (int f = 0; f < METRIC_FIGURES; f++) {
      assert_int_equal(whole.figure[f].kind, parts.figure[f].kind);
    }
    assert_memory_equal(whole.max.lanes, parts.max.lanes, 2 * sizeof *whole.max.lanes);
    assert_memory_equal(whole.min.lanes, parts.min.lanes, 2 * sizeof *whole.min.lanes);
    assert_int_not_equal(access(job.state_path, F_OK), 0);
    metric_clear(&whole);
    metric_clear(&parts);
  }
}

/* Without a path of the user's choice: a name of its own, another one for another line or domain;
 * without a folder to write to, the loss is told. */
static void test_metric_state_own_name(void **state) {
  (void)state;
  char here[4096], name[2][64];
  stop_t stop = {0, 1};
  metric_t m;
  assert_non_null(getcwd(here, sizeof here));
  assert_int_equal(chdir(folder), 0);
  for (int i = 0; i < 2; i++) {
    const subject_t s = subject_of(adder_of(GCIM_ADD_LOA, 3 + i, 0, 0), 11, false);
    metric_job_t job = job_of(&s, 1, 2);
    job.keeps_state = true;
    job.stop = stop_sometimes;
    job.stop_self = &stop;
    metric_init(&m);
    assert_int_not_equal(metric_run(&metric_exhaustive, &job, &m), GCIM_OK);
    const char *at = strstr(gcim_vec_error_text(), "kept in gcim-approx-");
    assert_non_null(at);
    assert_int_equal(sscanf(at, "kept in %63[^:]", name[i]), 1);
    assert_int_equal(remove(name[i]), 0);
    job.state_path = "none/at.all";
    assert_int_not_equal(metric_run(&metric_exhaustive, &job, &m), GCIM_OK);
    assert_non_null(strstr(gcim_vec_error_text(), "is lost: none/at.all: cannot"));
    job.state_path = NULL;
    job.keeps_state = false;
    assert_int_not_equal(metric_run(&metric_exhaustive, &job, &m), GCIM_OK);
    assert_non_null(strstr(gcim_vec_error_text(), "nothing is kept"));
    metric_clear(&m);
  }
  assert_string_not_equal(name[0], name[1]);
  assert_int_equal(chdir(here), 0);
}

static void test_metric_state_bad(void **state) {
  (void)state;
  const subject_t s = subject_of(adder_of(GCIM_ADD_LOA, 3, 0, 0), 11, false);
  metric_job_t job = job_of(&s, 1, 2);
  metric_t m;
  static const struct {
    const char *text, *says;
  } bad[] = {
      {"something\n", "is no state"},
      {"gcim-approx-state 1\nspec n=2 w=3\nrun 0 40 40\ndone 1\n", "is no state"},
      {"gcim-approx-state 2\nspec n=2 w=3\nmodel m\nrun 0 40 40\npass 1\ndone 1\n",
       "another specification"},
  };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    put("bad.state", bad[i].text, strlen(bad[i].text));
    job.state_path = path_of("bad.state");
    metric_init(&m);
    assert_int_not_equal(metric_run(&metric_exhaustive, &job, &m), GCIM_OK);
    if (strstr(gcim_vec_error_text(), bad[i].says) == NULL) {
      fail_msg("'%s' does not say '%s'", gcim_vec_error_text(), bad[i].says);
    }
    assert_int_equal(access(job.state_path, F_OK), 0); /* a stranger's file stays */
    metric_clear(&m);
  }
  /* the same line, but the network has another fingerprint */
  char text[1024];
  const int used = put_state(text, sizeof text, &s, 1, "0000");
  char *print = strstr(text, "model ") + 6;
  *print = *print == '0' ? '1' : '0';
  put("bad.state", text, (size_t)used);
  metric_init(&m);
  assert_int_not_equal(metric_run(&metric_exhaustive, &job, &m), GCIM_OK);
  assert_non_null(strstr(gcim_vec_error_text(), "another specification, domain or model"));
  metric_clear(&m);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_metric_state_resume),
      cmocka_unit_test(test_metric_state_resume_second_pass),
      cmocka_unit_test(test_metric_state_interrupted),
      cmocka_unit_test(test_metric_state_own_name),
      cmocka_unit_test(test_metric_state_bad),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
