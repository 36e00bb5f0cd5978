/* Carry-save trees: bounds and bias as sums over cells, against all cases counted one by one. */
#include "helper_metric.h"

static subject_t saver_of(const char *line) {
  subject_t s;
  if (subject_parse(line, &s) != GCIM_OK) {
    fail_msg("%s", gcim_vec_error_text());
  }
  return s;
}

static void test_metric_cells_exhaustive(void **state) {
  (void)state;
  static const char *const lines[] = {
      "n=4 w=3 top=wallace col[0:2]=ama1",
      "n=5 w=3 top=dadda col[0:1]=ama5 add=loa(2)",
      "n=4 w=3 top=saver c42[0:1]=momeni scheme=invert comp=3",
      "n=7 w=2 top=rows73 col[0]=inxa2 scheme=extend",
      "n=3 w=4 top=saver col[0:2]=ama3 scheme=plane",
      "n=3 w=4 add=loa(3) max=4 sat=1",
  };
  for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
    const subject_t s = saver_of(lines[i]);
    metric_job_t job;
    metric_t m;
    metric_job_init(&job, &s);
    job.domain = DOMAIN_WRAP;
    assert_int_equal(metric_job_check(&job), GCIM_OK);
    const count_t c = count_cases(&s, -1, true);
    run(&metric_exhaustive, &job, &m);
    is_count(&m, &c);
    witness_holds(&s, &m, &m.max);
    metric_clear(&m);
  }
}

/* Columns above those with approximate cells keep the weight, so d depends on the bits below alone:
 * four lanes of four bits, counted one by one, give the figures that 2^32 cases of four lanes of
 * eight bits give (approx metrics "n=4 w=8 top=wallace col[0:3]=ama5"). */
static void test_metric_cells_same_for_wider_lanes(void **state) {
  (void)state;
  for (int width = 4; width <= 5; width++) {
    char line[64];
    snprintf(line, sizeof line, "n=4 w=%d top=wallace col[0:3]=ama5", width);
    const subject_t s = saver_of(line);
    const metric_job_t job = job_of(&s, 1, 2);
    metric_t m;
    run(&metric_exhaustive, &job, &m);
    if (width == 4) {
      const count_t c = count_cases(&s, -1, false);
      is_count(&m, &c);
    }
    is_ratio(&m, METRIC_ER, 61, 64);
    is_ratio(&m, METRIC_MED, 207, 32);
    is_ratio(&m, METRIC_BIAS, 0, 1);
    is_ratio(&m, METRIC_MSE, 127, 2);
    is_range(&m, -22, 22);
    metric_clear(&m);
  }
}

/* y = exact + error modulo 2^bits with the error inside the bounds, for every case. */
static void test_metric_cells_bounds(void **state) {
  (void)state;
  static const char *const lines[] = {
      "n=4 w=3 top=wallace col[0:2]=ama1", "n=5 w=3 top=dadda col[0:1]=ama5 add=loa(2)",
      "n=4 w=3 top=saver c42[0:2]=momeni", "n=6 w=2 top=rows73 col[0]=inxa1 scheme=extend"};
  for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
    const subject_t s = saver_of(lines[i]);
    metric_job_t job;
    metric_t m;
    metric_job_init(&job, &s);
    job.domain = DOMAIN_UNBOUNDED;
    assert_int_equal(metric_job_check(&job), GCIM_OK);
    run(&metric_additive, &job, &m);
    assert_int_equal(m.max.kind, METRIC_BOUND);
    for (uint64_t x = 0; x < UINT64_C(1) << (s.lanes * s.width); x++) {
      uint64_t lanes[8];
      wide_t y, e;
      for (int l = 0; l < s.lanes; l++) {
        lanes[l] = (x >> (l * s.width)) & ((1u << s.width) - 1);
      }
      subject_eval(&s, lanes, &y, &e);
      const wide_t modulus = (wide_t)1 << s.sum_bits;
      const wide_t d = subject_number(y - e - m.min.d, s.sum_bits, false) + m.min.d;
      assert_true(d <= m.max.d || m.max.d - m.min.d >= modulus);
    }
    metric_clear(&m);
  }
}

/* Three lanes of one bit and one cell: delta of AMA3 is +1 twice, -1 once: bias 1/8. With two bits
 * the upper cell has independent inputs as well: 1/8 + 2/8; the last adder is exact. */
static void test_metric_cells_bias(void **state) {
  (void)state;
  metric_t m;
  subject_t s = saver_of("n=3 w=1 top=wallace col[0]=ama3 ");
  metric_job_t job = {0};
  metric_job_init(&job, &s);
  job.domain = DOMAIN_UNBOUNDED;
  run(&metric_additive, &job, &m);
  is_ratio(&m, METRIC_BIAS, 1, 8);
  metric_clear(&m);
  s = saver_of("n=3 w=2 top=wallace col[0:1]=ama3 sign=1");
  run(&metric_additive, &job, &m);
  if (m.figure[METRIC_BIAS].kind == METRIC_EXACT) {
    const count_t c = count_cases(&s, -1, true);
    metric_job_t all = job;
    metric_t counted;
    all.domain = DOMAIN_WRAP;
    run(&metric_exhaustive, &all, &counted);
    is_ratio(&counted, METRIC_BIAS, c.sum, c.cases);
    metric_clear(&counted);
  } else {
    assert_non_null(strstr(m.note, "no bias: cell"));
  }
  metric_clear(&m);
}

/* A chain of cells in a binary tree's first level: inputs of a cell are two fresh bits and a carry
 * that depends on lower bits only: exact, and the same as by low bits. */
static void test_metric_cells_bias_of_chain(void **state) {
  (void)state;
  const subject_t s = saver_of("n=4 w=4 add[1]=chain(3,ama4)");
  const metric_job_t job = job_of(&s, 1, 2);
  metric_t cells, low;
  run(&metric_additive, &job, &cells);
  run(&metric_tree, &job, &low);
  assert_int_equal(cells.figure[METRIC_BIAS].kind, METRIC_EXACT);
  same(&cells, &low);
  assert_true(cells.max.d >= low.max.d && cells.min.d <= low.min.d);
  metric_clear(&cells);
  metric_clear(&low);
}

static void test_metric_cells_refuse(void **state) {
  (void)state;
  const subject_t limited = saver_of("n=4 w=4 add=loa(2) max=5");
  const subject_t wallace = saver_of("n=4 w=4 top=wallace col[0:3]=ama5");
  metric_job_t job;
  metric_job_init(&job, &limited);
  job.domain = DOMAIN_WRAP;
  refuses(&metric_additive, &job, "width limit");
  job = job_of(&wallace, 1, 2);
  refuses(&metric_additive, &job, "--domain unbounded");
  refuses(&metric_tree, &job, "reconvergence");
  refuses(&metric_tree, &job, "exact is exhaustive (n*w up to 40 bits");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_metric_cells_exhaustive),
      cmocka_unit_test(test_metric_cells_same_for_wider_lanes),
      cmocka_unit_test(test_metric_cells_bounds),
      cmocka_unit_test(test_metric_cells_bias),
      cmocka_unit_test(test_metric_cells_bias_of_chain),
      cmocka_unit_test(test_metric_cells_refuse),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
