/* Two-operand adders: every method that applies gives the same numbers, and they are those of all
 * cases counted one by one.
 */
#include "helper_metric.h"

static const struct {
  gcim_add_t kind;
  int m, p;
} kinds[] = {
    {GCIM_ADD_EXACT, 0, 0},   {GCIM_ADD_TRUNC, 0, 0},  {GCIM_ADD_LSB0, 0, 0},
    {GCIM_ADD_COPYA, 0, 0},   {GCIM_ADD_COPYB, 0, 0},  {GCIM_ADD_LOA, 0, 0},
    {GCIM_ADD_LOAWA, 0, 0},   {GCIM_ADD_LOCA, 2, 0},   {GCIM_ADD_OLOCA, 1, 0},
    {GCIM_ADD_HEAA, 0, 0},    {GCIM_ADD_HERLOA, 0, 0}, {GCIM_ADD_MHERLOA, 2, 0},
    {GCIM_ADD_HOAANED, 0, 0}, {GCIM_ADD_ETA1, 0, 0},   {GCIM_ADD_CHAIN, 0, 0},
    {GCIM_ADD_ETA2, 0, 0},    {GCIM_ADD_ACA1, 0, 0},   {GCIM_ADD_SEGMENT, 0, 0},
    {GCIM_ADD_GEAR, 0, 1},    {GCIM_ADD_GEAR, 0, 3},
};

enum { KINDS = (int)(sizeof kinds / sizeof *kinds) };

static void check_counted(const subject_t *s) {
  const metric_job_t job = job_of(s, 1, 2);
  const count_t c = count_cases(s, -1, false);
  metric_t m;
  all_agree(&job, 2);
  run(&metric_exhaustive, &job, &m);
  is_count(&m, &c);
  metric_clear(&m);
}

static void test_metric_adders_all_kinds(void **state) {
  (void)state;
  for (int i = 0; i < KINDS; i++) {
    for (int width = 1; width <= 5; width++) {
      for (int k = 0; k <= width; k++) {
        const subject_t s =
            subject_of(adder_of(kinds[i].kind, k, kinds[i].m, kinds[i].p), width, false);
        check_counted(&s);
      }
    }
  }
}

static void test_metric_adders_signed(void **state) {
  (void)state;
  for (int i = 0; i < KINDS; i++) {
    for (int k = 0; k < 5; k++) {
      const subject_t s = subject_of(adder_of(kinds[i].kind, k, kinds[i].m, kinds[i].p), 5, true);
      check_counted(&s);
    }
  }
}

/* K = W under a sign: the sign bit itself is approximated. */
static void test_metric_adders_sign_approximated(void **state) {
  (void)state;
  for (int i = 1; i < KINDS; i++) {
    subject_t s = tree_of(2, 4, adder_of(GCIM_ADD_EXACT, 0, 0, 0), GCIM_SCHEME_EXTEND);
    s.tree.allow_sign = true;
    s.tree.level[1] = s.adder = adder_of(kinds[i].kind, 4, kinds[i].m, kinds[i].p);
    check_counted(&s);
  }
}

static void test_metric_adders_all_cells(void **state) {
  (void)state;
  for (int row = 0; gcim_fa_row(row) != NULL; row++) {
    for (int k = 1; k <= 5; k += 2) {
      const subject_t s = subject_of(chain_of(gcim_fa_row(row)->name, k), 5, k < 5 && row % 2 != 0);
      check_counted(&s);
    }
  }
}

/* Uneven operands: no exhaustive count, but low parts, trees, chains and closed forms agree; they
 * also agree with a weighted count of all cases. */
static void test_metric_adders_density(void **state) {
  (void)state;
  for (int i = 0; i < KINDS; i++) {
    const subject_t s = subject_of(adder_of(kinds[i].kind, 3, kinds[i].m, kinds[i].p), 5, false);
    const metric_job_t job = job_of(&s, 3, 10);
    double er = 0, med = 0, mred = 0, nonzero = 0;
    metric_t m;
    for (uint64_t x = 0; x < 1024; x++) {
      const uint64_t lanes[2] = {x & 31, x >> 5};
      const double p = pow(0.3, __builtin_popcountll(x)) * pow(0.7, 10 - __builtin_popcountll(x));
      wide_t y, e;
      subject_eval(&s, lanes, &y, &e);
      er += y != e ? p : 0;
      med += p * fabs((double)(y - e));
      nonzero += e != 0 ? p : 0;
      mred += e != 0 ? p * fabs((double)(y - e)) / (double)e : 0;
    }
    all_agree(&job, 1);
    run(metric_method_best(&job), &job, &m);
    is_near(&m, METRIC_ER, er, 1e-12);
    is_near(&m, METRIC_MED, med, 1e-12);
    if (m.figure[METRIC_MRED].kind != METRIC_ABSENT) {
      is_near(&m, METRIC_MRED, mred / nonzero, 1e-12);
    }
    metric_clear(&m);
  }
}

/* Block adders that are the same circuit. */
static void test_metric_adders_identities(void **state) {
  (void)state;
  const struct {
    gcim_adder_t a, b;
  } pairs[] = {
      {adder_of(GCIM_ADD_ETA2, 3, 0, 0), adder_of(GCIM_ADD_GEAR, 3, 0, 3)},
      {adder_of(GCIM_ADD_ACA1, 4, 0, 0), adder_of(GCIM_ADD_GEAR, 1, 0, 3)},
      {adder_of(GCIM_ADD_SEGMENT, 4, 0, 0), adder_of(GCIM_ADD_GEAR, 4, 0, 0)},
      {adder_of(GCIM_ADD_LOAWA, 1, 0, 0), adder_of(GCIM_ADD_ETA1, 1, 0, 0)},
      {adder_of(GCIM_ADD_LOAWA, 1, 0, 0), adder_of(GCIM_ADD_HEAA, 2, 0, 0)},
      {chain_of("AMA2", 5), chain_of("TCAA", 5)},
  };
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
    const subject_t a = subject_of(pairs[i].a, 40, false), b = subject_of(pairs[i].b, 40, false);
    const metric_job_t x = job_of(&a, 1, 2), y = job_of(&b, 1, 2);
    metric_t m, n;
    run(metric_method_best(&x), &x, &m);
    run(metric_method_best(&y), &y, &n);
    same(&m, &n);
    assert_true(mpq_equal(m.figure[METRIC_MSE].exact, n.figure[METRIC_MSE].exact));
    metric_clear(&m);
    metric_clear(&n);
  }
}

/* 64 bits: nothing may overflow; the worst cases are reached by their operands. */
static void test_metric_adders_wide(void **state) {
  (void)state;
  for (int i = 0; i < KINDS; i++) {
    for (int is_signed = 0; is_signed <= 1; is_signed++) {
      const subject_t s =
          subject_of(adder_of(kinds[i].kind, 9, kinds[i].m, 8 * kinds[i].p), 64, is_signed != 0);
      const metric_job_t job = job_of(&s, 1, 2);
      all_agree(&job, 1);
    }
  }
}

/* The whole word through cells: 3.6e19 values of d, so no distribution; the rest is exact. A chain
 * with sum = b and carry = a in all 64 bits gives b + 2^64 * a[63]: d = 2^64 a[63] - a, bias 1/2.
 */
static void test_metric_adders_wide_chain(void **state) {
  (void)state;
  const subject_t s = subject_of(chain_of("AMA5", 64), 64, false);
  const metric_job_t job = job_of(&s, 1, 2);
  metric_t m;
  run(&metric_ripple, &job, &m);
  is_ratio(&m, METRIC_BIAS, 1, 2);
  assert_true(m.max.d == (wide_t)1 << 63);
  assert_true(m.min.d == -(((wide_t)1 << 63) - 1));
  assert_non_null(strstr(m.note, "no distribution"));
  assert_int_equal(m.figure[METRIC_MED].kind, METRIC_ABSENT);
  witness_holds(&s, &m, &m.max);
  witness_holds(&s, &m, &m.min);
  metric_clear(&m);
}

static void test_metric_adders_refuse(void **state) {
  (void)state;
  const subject_t gear = subject_of(adder_of(GCIM_ADD_GEAR, 2, 0, 2), 8, false);
  const subject_t wide = subject_of(adder_of(GCIM_ADD_LOA, 20, 0, 0), 40, false);
  const subject_t large = subject_of(adder_of(GCIM_ADD_LOA, 4, 0, 0), 32, false);
  const metric_job_t of_gear = job_of(&gear, 1, 2), of_wide = job_of(&wide, 1, 2);
  const metric_job_t of_large = job_of(&large, 1, 2);
  refuses(&metric_lowpart, &of_gear, "block adder");
  refuses(&metric_ripple, &of_gear, "no chain");
  refuses(&metric_lowpart, &of_wide, "k = 20");
  refuses(&metric_window, &of_wide, "no block adder");
  refuses(&metric_exhaustive, &of_wide, "more than 32 bits");
  refuses(&metric_exhaustive, &of_large, "2^64 cases");
  refuses(&metric_popcount, &of_wide, "population counts");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_metric_adders_all_kinds),
      cmocka_unit_test(test_metric_adders_signed),
      cmocka_unit_test(test_metric_adders_sign_approximated),
      cmocka_unit_test(test_metric_adders_all_cells),
      cmocka_unit_test(test_metric_adders_density),
      cmocka_unit_test(test_metric_adders_identities),
      cmocka_unit_test(test_metric_adders_wide),
      cmocka_unit_test(test_metric_adders_wide_chain),
      cmocka_unit_test(test_metric_adders_refuse),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
