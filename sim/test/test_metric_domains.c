/* What is averaged over: sums that leave the result, and sampling. */
#include "helper_metric.h"
#include "interval.h"

/* Signed, eight bits in and out: the pairs without overflow, all pairs modulo 256, and the refusal
 * to mix them. The naive reading counts every overflow as an error of 256. */
static void test_metric_domain_signed(void **state) {
  (void)state;
  subject_t s = tree_of(2, 8, adder_of(GCIM_ADD_LOA, 3, 0, 0), GCIM_SCHEME_EXTEND);
  s.tree.max_bits = 8;
  subject_from_tree(&s.tree, &s);
  metric_job_t job;
  metric_t wrap, fit;
  metric_job_init(&job, &s);
  assert_int_equal(metric_job_check(&job), GCIM_ERR_PARAM);
  assert_non_null(strstr(gcim_vec_error_text(), "--domain no-overflow or wrap"));
  job.domain = DOMAIN_WRAP;
  assert_int_equal(metric_job_check(&job), GCIM_OK);
  const count_t wrapped = count_cases(&s, -1, true), fitting = count_cases(&s, 8, false);
  run(&metric_exhaustive, &job, &wrap);
  is_count(&wrap, &wrapped);
  job.domain = DOMAIN_NO_OVERFLOW;
  run(&metric_exhaustive, &job, &fit);
  is_count(&fit, &fitting);
  assert_int_equal(fitting.cases, 49152); /* three quarters of 65536 */
  const count_t naive = count_cases(&s, -1, false);
  assert_true(naive.sum_abs > 10 * wrapped.sum_abs);
  assert_false(mpq_equal(wrap.figure[METRIC_MED].exact, fit.figure[METRIC_MED].exact));
  metric_clear(&wrap);
  metric_clear(&fit);
}

/* With a bit more in the result nothing overflows, but a library may still leave those pairs out.
 */
static void test_metric_domain_of_grown_sum(void **state) {
  (void)state;
  for (int is_signed = 0; is_signed <= 1; is_signed++) {
    const subject_t s = subject_of(adder_of(GCIM_ADD_LOA, 3, 0, 0), 6, is_signed != 0);
    const count_t c = count_cases(&s, 6, false);
    metric_job_t job = job_of(&s, 1, 2);
    metric_t m;
    job.domain = DOMAIN_NO_OVERFLOW;
    assert_int_equal(metric_job_check(&job), GCIM_OK);
    run(&metric_exhaustive, &job, &m);
    is_count(&m, &c);
    assert_non_null(strstr(m.domain, "fits 6 bits"));
    refuses(&metric_lowpart, &job, "no-overflow");
    metric_clear(&m);
  }
}

/* The smallest space, and one that is no whole block. */
static void test_metric_domain_small(void **state) {
  (void)state;
  for (int width = 1; width <= 3; width++) {
    const subject_t s = subject_of(adder_of(GCIM_ADD_LOA, 1, 0, 0), width, false);
    const count_t c = count_cases(&s, width, false);
    metric_job_t job = job_of(&s, 1, 2);
    metric_t m;
    job.domain = DOMAIN_NO_OVERFLOW;
    run(&metric_exhaustive, &job, &m);
    is_count(&m, &c);
    metric_clear(&m);
  }
}

static void test_metric_domain_bad(void **state) {
  (void)state;
  const subject_t s = subject_of(adder_of(GCIM_ADD_LOA, 1, 0, 0), 4, false);
  metric_job_t job;
  metric_job_init(&job, &s);
  job.ones = 0;
  assert_int_equal(metric_job_check(&job), GCIM_ERR_PARAM);
  job.ones = 3;
  job.of = 3;
  assert_int_equal(metric_job_check(&job), GCIM_ERR_PARAM);
  job.of = 10;
  assert_int_equal(metric_job_check(&job), GCIM_OK);
  refuses(&metric_exhaustive, &job, "uniform operands only");
}

/* ---- sampling ---- */

/* Published table: 95 %, 1 of 10 is .0025 .. .4450; none of 100 is at most 1 - .05^(1/100) =
 * .02951; 50 of 100 is .3983 .. .6017. */
static void test_metric_interval_binomial(void **state) {
  (void)state;
  double low, high;
  interval_binomial(1, 10, &low, &high);
  assert_true(fabs(low - .00253) < 1e-5 && fabs(high - .44502) < 1e-5);
  interval_binomial(0, 100, &low, &high);
  assert_true(low == 0 && fabs(high - .029513) < 1e-6);
  interval_binomial(100, 100, &low, &high);
  assert_true(high == 1 && fabs(low - .970487) < 1e-6);
  interval_binomial(50, 100, &low, &high);
  assert_true(fabs(low - .39832) < 1e-5 && fabs(high - .60168) < 1e-5);
}

/* sqrt(2 V ln 60 / n) + 3 R ln 60 / n with V = 1, R = 2, n = 10000. */
static void test_metric_interval_bernstein(void **state) {
  (void)state;
  assert_true(fabs(interval_bernstein(1, 2, 10000) - .0310724) < 1e-6);
  assert_true(fabs(interval_mean(4, 10000) - .0391993) < 1e-6);
}

/* Intervals of one seed hold the exact figures; threads change nothing. */
static void check_sampled(const subject_t *s, uint32_t ones, uint32_t of) {
  metric_job_t job = job_of(s, ones, of);
  metric_t exact, one, two;
  job.samples = 40000;
  run(metric_method_best(&job), &job, &exact);
  run(&metric_monte, &job, &one);
  job.threads = 2;
  run(&metric_monte, &job, &two);
  for (int f = METRIC_ER; f <= METRIC_MSE; f++) {
    const metric_value_t *v = &one.figure[f], *truth = &exact.figure[f];
    assert_int_equal(v->kind, METRIC_SAMPLED);
    assert_true(v->value == two.figure[f].value);
    assert_true(v->low <= v->value && v->value <= v->high);
    if (truth->kind != METRIC_ABSENT) { /* 95 % would fail now and then: twice the width */
      assert_true(fabs(v->value - truth->value) <= 2 * (v->high - v->low) + 1e-12);
      assert_true(!v->is_sure || (v->sure_low <= truth->value && truth->value <= v->sure_high));
    }
  }
  assert_true(one.figure[METRIC_MRED].value == two.figure[METRIC_MRED].value);
  assert_true(one.max.d <= exact.max.d && one.min.d >= exact.min.d);
  assert_int_equal(one.max.kind, METRIC_SAMPLED);
  witness_holds(s, &one, &one.max);
  witness_holds(s, &two, &two.min);
  metric_clear(&exact);
  metric_clear(&one);
  metric_clear(&two);
}

static void test_metric_monte_adders(void **state) {
  (void)state;
  const subject_t loa = subject_of(adder_of(GCIM_ADD_LOA, 5, 0, 0), 12, true);
  const subject_t gear = subject_of(adder_of(GCIM_ADD_GEAR, 4, 0, 4), 48, false);
  check_sampled(&loa, 1, 2);
  check_sampled(&loa, 3, 10);
  check_sampled(&gear, 1, 2);
  check_sampled(&gear, 7, 8);
}

static void test_metric_monte_tree(void **state) {
  (void)state;
  const subject_t s = tree_of(21, 6, adder_of(GCIM_ADD_LOA, 3, 0, 0), GCIM_SCHEME_INVERT);
  check_sampled(&s, 1, 2);
  check_sampled(&s, 1, 4);
}

/* No error in n samples: not 0, but at most about 3 / n. */
static void test_metric_monte_no_error(void **state) {
  (void)state;
  const subject_t s = tree_of(16, 8, adder_of(GCIM_ADD_EXACT, 0, 0, 0), GCIM_SCHEME_UNSIGNED);
  metric_job_t job = job_of(&s, 1, 2);
  metric_t m;
  job.samples = 1 << 14;
  run(&metric_monte, &job, &m);
  assert_true(m.figure[METRIC_ER].value == 0);
  assert_true(fabs(m.figure[METRIC_ER].high * (1 << 14) - 2.996) < 0.01);
  metric_clear(&m);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_metric_domain_signed),
      cmocka_unit_test(test_metric_domain_of_grown_sum),
      cmocka_unit_test(test_metric_domain_small),
      cmocka_unit_test(test_metric_domain_bad),
      cmocka_unit_test(test_metric_interval_binomial),
      cmocka_unit_test(test_metric_interval_bernstein),
      cmocka_unit_test(test_metric_monte_adders),
      cmocka_unit_test(test_metric_monte_tree),
      cmocka_unit_test(test_metric_monte_no_error),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
