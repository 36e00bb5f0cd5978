/* Figures of adders and trees that were derived or measured elsewhere: the catalogue of adders (8
 * bits, k = 4, every pair), the cells in chains, 16-bit adders over all 2^32 pairs, trees of 64
 * lanes.
 */
#include "helper_metric.h"

/* ER, MED, bias, MSE, WCE with the digits they were printed with. */
static const struct {
  gcim_add_t kind;
  int k, m, p;
  double er, med, bias, mse;
  long wce;
} adders[] = {
    {GCIM_ADD_TRUNC, 4, 0, 0, .9961, 15.0, -15.0, 267.5, 30},
    {GCIM_ADD_LSB0, 4, 0, 0, .9375, 7.5, -7.5, 77.5, 15},
    {GCIM_ADD_LOA, 4, 0, 0, .6836, 2.875, .25, 16, 8},
    {GCIM_ADD_LOAWA, 4, 0, 0, .6836, 3.75, -3.75, 30, 15},
    {GCIM_ADD_OLOCA, 4, 2, 0, .8594, 3.203, 1.0, 18.5, 11},
    {GCIM_ADD_HEAA, 4, 0, 0, .5781, 1.75, -1.75, 7, 7},
    {GCIM_ADD_HOAANED, 4, 0, 0, .8125, 1.9375, 0, 6.5, 7},
    {GCIM_ADD_HERLOA, 4, 0, 0, .5078, 1.156, -1.156, 3.625, 7},
    {GCIM_ADD_MHERLOA, 4, 2, 0, .7813, 1.594, -.5, 4.5, 7},
    {GCIM_ADD_ETA1, 4, 0, 0, .6836, 3.137, -3.137, 22.83, 15},
    {GCIM_ADD_ETA2, 2, 0, 0, .1875, 7.5, -7.5, 408, 64},
    {GCIM_ADD_ACA1, 4, 0, 0, .125, 7.5, -7.5, 680, 128},
    {GCIM_ADD_GEAR, 2, 0, 4, .0234, 1.5, -1.5, 96, 64},
};

static long worst(const metric_t *m) {
  return (long)(m->max.d > -m->min.d ? m->max.d : -m->min.d);
}

static void test_metric_table_of_adders(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof adders / sizeof *adders; i++) {
    const subject_t s =
        subject_of(adder_of(adders[i].kind, adders[i].k, adders[i].m, adders[i].p), 8, false);
    const metric_job_t job = job_of(&s, 1, 2);
    metric_t m;
    run(metric_method_best(&job), &job, &m);
    is_near(&m, METRIC_ER, adders[i].er, 1e-4);
    is_near(&m, METRIC_MED, adders[i].med, 1e-3);
    is_near(&m, METRIC_BIAS, adders[i].bias, 1e-3);
    is_near(&m, METRIC_MSE, adders[i].mse, 1e-2);
    assert_int_equal(worst(&m), adders[i].wce);
    metric_clear(&m);
  }
}

/* Cells in the four low bits of an 8-bit adder. */
static const struct {
  const char *cell;
  double er, med;
  long wce;
} chains[] = {
    {"AMA1", .7344, 2.445, 15}, {"AMA2", .6836, 3.617, 15},  {"AMA3", .8672, 4.469, 15},
    {"AMA4", .8672, 4.102, 15}, {"AMA5", .9375, 4.0, 8},     {"AXA1", .9375, 4.25, 10},
    {"AXA2", 1.0, 5.375, 15},   {"AXA3", .7344, 4.75, 15},   {"INXA1", .6836, 7.5, 30},
    {"INXA2", .3594, 2.75, 14}, {"SESA1", .5117, 2.375, 15}, {"TSAA", .6836, 5.516, 20},
};

static void test_metric_table_of_chains(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof chains / sizeof *chains; i++) {
    const subject_t s = subject_of(chain_of(chains[i].cell, 4), 8, false);
    const metric_job_t job = job_of(&s, 1, 2);
    metric_t m;
    run(&metric_ripple, &job, &m);
    is_near(&m, METRIC_ER, chains[i].er, 1e-4);
    is_near(&m, METRIC_MED, chains[i].med, 1e-3);
    assert_int_equal(worst(&m), chains[i].wce);
    metric_clear(&m);
  }
}

static void test_metric_table_of_16_bits(void **state) {
  (void)state;
  metric_t m;
  const subject_t low = subject_of(adder_of(GCIM_ADD_LOA, 4, 0, 0), 16, false);
  const metric_job_t of_low = job_of(&low, 1, 2);
  run(&metric_lowpart, &of_low, &m);
  is_near(&m, METRIC_ER, .683594, 1e-6);
  is_ratio(&m, METRIC_MED, 23, 8);
  is_near(&m, METRIC_MRED, 6.079e-5, 1e-8);
  assert_true(fabs(m.figure[METRIC_MED].value / (double)m.divisor[0] - 2.193e-5) < 5e-9);
  assert_int_equal(worst(&m), 8);
  metric_clear(&m);
  const subject_t high = subject_of(adder_of(GCIM_ADD_LOA, 8, 0, 0), 16, false);
  const metric_job_t of_high = job_of(&high, 1, 2);
  run(&metric_lowpart, &of_high, &m);
  is_near(&m, METRIC_ER, .899887, 1e-6);
  is_ratio(&m, METRIC_MED, 383, 8);
  is_near(&m, METRIC_MRED, 1.0079e-3, 1e-7);
  assert_true(fabs(m.figure[METRIC_MED].value / (double)m.divisor[0] - 3.653e-4) < 5e-8);
  is_ratio(&m, METRIC_BIAS, 1, 4);
  is_ratio(&m, METRIC_MSE, 4096, 1);
  assert_int_equal(worst(&m), 128);
  metric_clear(&m);
  const subject_t cells = subject_of(chain_of("AMA1", 8), 16, false);
  const metric_job_t of_cells = job_of(&cells, 1, 2);
  run(&metric_ripple, &of_cells, &m);
  is_near(&m, METRIC_ER, .859131, 1e-6);
  is_near(&m, METRIC_MED, 34.5790, 1e-4);
  assert_int_equal(worst(&m), 255);
  metric_clear(&m);
}

static void test_metric_table_of_trees(void **state) {
  (void)state;
  metric_t m;
  const subject_t three = tree_of(64, 8, adder_of(GCIM_ADD_LOA, 3, 0, 0), GCIM_SCHEME_UNSIGNED);
  const metric_job_t of_three = job_of(&three, 1, 2);
  run(&metric_tree, &of_three, &m);
  is_near(&m, METRIC_BIAS, 31, 1e-9);
  is_near(&m, METRIC_MED, 31.6788, 1e-4);
  is_range(&m, -189, 252);
  metric_clear(&m);
  const subject_t four = tree_of(64, 8, adder_of(GCIM_ADD_LOA, 4, 0, 0), GCIM_SCHEME_UNSIGNED);
  const metric_job_t of_four = job_of(&four, 1, 2);
  run(&metric_tree, &of_four, &m);
  is_near(&m, METRIC_BIAS, 31, 1e-9);
  is_near(&m, METRIC_MED, 39.2525, 1e-4);
  metric_clear(&m);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_metric_table_of_adders),
      cmocka_unit_test(test_metric_table_of_chains),
      cmocka_unit_test(test_metric_table_of_16_bits),
      cmocka_unit_test(test_metric_table_of_trees),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
