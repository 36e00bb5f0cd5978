/* Trees: all cases one by one against the exhaustive method, the distribution by low bits, bounds
 * by cells; schemes, odd numbers of lanes, levels with different adders, constants and the modulo.
 */
#include "helper_metric.h"

static void check_counted(const subject_t *s, int least) {
  const metric_job_t job = job_of(s, 1, 2);
  const count_t c = count_cases(s, -1, false);
  metric_t m;
  all_agree(&job, least);
  run(&metric_exhaustive, &job, &m);
  is_count(&m, &c);
  metric_clear(&m);
}

static void test_metric_tree_schemes(void **state) {
  (void)state;
  static const gcim_add_t kinds[] = {GCIM_ADD_LOA,     GCIM_ADD_OLOCA, GCIM_ADD_HERLOA,
                                     GCIM_ADD_HOAANED, GCIM_ADD_ETA1,  GCIM_ADD_CHAIN,
                                     GCIM_ADD_TRUNC};
  static const gcim_scheme_t schemes[] = {GCIM_SCHEME_UNSIGNED, GCIM_SCHEME_EXTEND,
                                          GCIM_SCHEME_INVERT, GCIM_SCHEME_PLANE};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    for (size_t j = 0; j < sizeof schemes / sizeof *schemes; j++) {
      const subject_t s = tree_of(4, 3, adder_of(kinds[i], 2, 1, 0), schemes[j]);
      check_counted(&s, 2);
    }
  }
}

/* 3, 5, 6, 7 lanes: nodes without a neighbour pass through. */
static void test_metric_tree_odd_lanes(void **state) {
  (void)state;
  for (int lanes = 3; lanes <= 7; lanes++) {
    const int width = lanes < 5 ? 4 : 2;
    const subject_t s =
        tree_of(lanes, width, adder_of(GCIM_ADD_LOA, width - 1, 0, 0), GCIM_SCHEME_EXTEND);
    check_counted(&s, 3);
  }
}

static void test_metric_tree_mixed_levels(void **state) {
  (void)state;
  subject_t s = tree_of(5, 3, adder_of(GCIM_ADD_LOA, 3, 0, 0), GCIM_SCHEME_UNSIGNED);
  s.tree.level[1] = adder_of(GCIM_ADD_HERLOA, 2, 0, 0);
  s.tree.level[2] = adder_of(GCIM_ADD_EXACT, 0, 0, 0);
  check_counted(&s, 2);
  s.tree.level[3] = adder_of(GCIM_ADD_CHAIN, 1, 0, 0);
  check_counted(&s, 2);
}

/* Uneven operands: two lanes of a tree are an adder. */
static void test_metric_tree_density(void **state) {
  (void)state;
  const subject_t s = tree_of(3, 4, adder_of(GCIM_ADD_LOA, 3, 0, 0), GCIM_SCHEME_UNSIGNED);
  const metric_job_t job = job_of(&s, 1, 10);
  double er = 0, med = 0;
  metric_t m;
  for (uint64_t x = 0; x < 4096; x++) {
    const uint64_t lanes[3] = {x & 15, (x >> 4) & 15, x >> 8};
    const double p = pow(0.1, __builtin_popcountll(x)) * pow(0.9, 12 - __builtin_popcountll(x));
    wide_t y, e;
    subject_eval(&s, lanes, &y, &e);
    er += y != e ? p : 0;
    med += p * fabs((double)(y - e));
  }
  all_agree(&job, 2);
  run(&metric_tree, &job, &m);
  is_near(&m, METRIC_ER, er, 1e-12);
  is_near(&m, METRIC_MED, med, 1e-12);
  metric_clear(&m);
}

/* Lower-part OR trees: bias n/2 - 1 + 2^-n, whatever k and the shape. */
static void test_metric_tree_closed_bias(void **state) {
  (void)state;
  for (int lanes = 2; lanes <= 14; lanes++) {
    const subject_t s = tree_of(lanes, 5, adder_of(GCIM_ADD_LOA, 3, 0, 0), GCIM_SCHEME_EXTEND);
    const metric_job_t job = job_of(&s, 1, 2);
    metric_t m;
    all_agree(&job, 2);
    run(&metric_closed, &job, &m);
    is_ratio(&m, METRIC_BIAS, ((long)lanes - 2) * (1l << (lanes - 1)) + 1, 1ul << lanes);
    is_range(&m, -3l * (lanes - 1), 4l * (lanes - 1));
    metric_clear(&m);
  }
}

/* Doubles (taken for large trees) against whole numbers: within their own bound. */
static void test_metric_tree_doubles(void **state) {
  (void)state;
  const subject_t s = tree_of(256, 8, adder_of(GCIM_ADD_LOA, 4, 0, 0), GCIM_SCHEME_UNSIGNED);
  const metric_job_t job = job_of(&s, 1, 2);
  metric_t m;
  double total = 0, bias = 0;
  run(&metric_tree, &job, &m);
  assert_int_equal(m.figure[METRIC_MED].kind, METRIC_ROUNDED);
  assert_true(m.figure[METRIC_MED].error < 1e-9);
  for (size_t i = 0; i < m.pmf.count; i++) {
    total += m.pmf.p[i];
    bias += m.pmf.p[i] * (double)m.pmf.d[i];
  }
  assert_true(fabs(total - 1) < m.pmf.error);
  assert_int_equal(m.figure[METRIC_BIAS].kind, METRIC_EXACT);
  assert_true(fabs(bias - m.figure[METRIC_BIAS].value) < 1e-9);
  is_near(&m, METRIC_BIAS, 127, 1e-9);
  is_range(&m, -255l * 7, 255l * 8);
  metric_clear(&m);
}

/* A constant at the root: modulo 2^bits the smallest sums wrap, and an unbounded look leaves that
 * out.
 */
static void test_metric_tree_constant(void **state) {
  (void)state;
  subject_t s = tree_of(4, 3, adder_of(GCIM_ADD_LOA, 2, 0, 0), GCIM_SCHEME_UNSIGNED);
  metric_t with, without, m;
  const metric_job_t plain = job_of(&s, 1, 2);
  run(&metric_tree, &plain, &without);
  s.tree.comp = -1;
  metric_job_t job = job_of(&s, 1, 2);
  const count_t c = count_cases(&s, -1, false);
  refuses(&metric_tree, &job, "--domain unbounded");
  refuses(&metric_closed, &job, "--domain unbounded");
  run(&metric_exhaustive, &job, &m);
  is_count(&m, &c);
  assert_int_equal(m.max.d, 31); /* 0 - 1 is 31 in five bits */
  job.domain = DOMAIN_UNBOUNDED;
  assert_int_equal(metric_job_check(&job), GCIM_OK);
  run(&metric_tree, &job, &with);
  assert_int_equal(with.max.d, without.max.d - 1);
  assert_true(fabs(with.figure[METRIC_BIAS].value - without.figure[METRIC_BIAS].value + 1) < 1e-15);
  assert_true(mpq_equal(with.figure[METRIC_VARIANCE].exact, without.figure[METRIC_VARIANCE].exact));
  all_agree(&job, 3);
  metric_clear(&with);
  metric_clear(&without);
  metric_clear(&m);
}

static void test_metric_tree_refuse(void **state) {
  (void)state;
  subject_t s = tree_of(4, 6, adder_of(GCIM_ADD_LOA, 2, 0, 0), GCIM_SCHEME_EXTEND);
  s.tree.max_bits = 7;
  subject_from_tree(&s.tree, &s);
  metric_job_t job;
  metric_job_init(&job, &s);
  job.domain = DOMAIN_WRAP;
  refuses(&metric_tree, &job, "width limit");
  s = tree_of(4, 12, adder_of(GCIM_ADD_LOA, 9, 0, 0), GCIM_SCHEME_EXTEND);
  job = job_of(&s, 1, 2);
  refuses(&metric_tree, &job, "k = 9; it goes to 8");
  s.tree.topology = GCIM_WALLACE;
  refuses(&metric_tree, &job, "binary trees");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_metric_tree_schemes),      cmocka_unit_test(test_metric_tree_odd_lanes),
      cmocka_unit_test(test_metric_tree_mixed_levels), cmocka_unit_test(test_metric_tree_density),
      cmocka_unit_test(test_metric_tree_closed_bias),  cmocka_unit_test(test_metric_tree_doubles),
      cmocka_unit_test(test_metric_tree_constant),     cmocka_unit_test(test_metric_tree_refuse),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
