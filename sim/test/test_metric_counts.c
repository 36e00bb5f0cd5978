/* Population counts: convolution against every pattern counted by definitions written here a second
 * time, against the unit's golden model, and against the closed forms.
 */
#include "helper_metric.h"

/* By the sentences of the unit's card; bit i of x is lane i. */
static int counted_of(const subject_t *s, uint64_t x) {
  const int n = s->lanes, pairs = n / 2, ones = __builtin_popcountll(x);
  int p[64], sum = 0;
  for (int j = 0; j < pairs; j++) {
    const int a = (int)(x >> (2 * j)) & 1, b = (int)(x >> (2 * j + 1)) & 1;
    const int by_or = s->pop == SUBJECT_POP_OR ? 1 : (j % 2) ^ (s->swap1 ? 1 : 0);
    p[j] = by_or ? a | b : a & b;
    sum += p[j];
  }
  const int last = n % 2 != 0 ? (int)(x >> (n - 1)) & 1 : 0;
  switch (s->pop) {
    case SUBJECT_POP_SINGLE:
      return 2 * sum + last;
    case SUBJECT_POP_OR:
      return sum + last;
    case SUBJECT_POP_DOUBLE:
      sum = pairs % 2 != 0 ? 2 * p[pairs - 1] + last : last;
      for (int j = 0; j < pairs / 2; j++) {
        const int by_or = (j % 2) ^ (s->swap2 ? 1 : 0);
        sum += 4 * (by_or ? p[2 * j] | p[2 * j + 1] : p[2 * j] & p[2 * j + 1]);
      }
      return sum;
    case SUBJECT_POP_ANY:
      return ones > 0;
    case SUBJECT_POP_SATURATE:
      return ones < (1 << s->pop_bits) - 1 ? ones : (1 << s->pop_bits) - 1;
    case SUBJECT_POP_PATTERN:
      for (int at = 0; at < n; at += s->pop_size) {
        const uint64_t group = (x >> at) & ((1u << s->pop_size) - 1);
        const int here = __builtin_popcountll(group);
        sum = (at == 0 ? 0 : sum) + (here < s->pop_limit ? here : s->pop_limit);
      }
      return sum;
    default:
      return ones;
  }
}

static void check_counted(const subject_t *s) {
  const metric_job_t job = job_of(s, 1, 2);
  const uint64_t cases = UINT64_C(1) << s->lanes;
  long wrong = 0, size = 0, sum = 0, square = 0, max = -99, min = 99;
  double mred = 0;
  metric_t m;
  for (uint64_t x = 0; x < cases; x++) {
    const int ones = __builtin_popcountll(x);
    const long d = counted_of(s, x) - ones;
    wrong += d != 0;
    size += labs(d);
    sum += d;
    square += d * d;
    max = d > max ? d : max;
    min = d < min ? d : min;
    mred += ones > 0 ? (double)labs(d) / ones : 0;
  }
  all_agree(&job, 1);
  run(&metric_popcount, &job, &m);
  is_ratio(&m, METRIC_ER, wrong, cases);
  is_ratio(&m, METRIC_MED, size, cases);
  is_ratio(&m, METRIC_BIAS, sum, cases);
  is_ratio(&m, METRIC_MSE, square, cases);
  is_near(&m, METRIC_MRED, mred / (double)(cases - 1), 1e-12);
  is_range(&m, min, max);
  metric_clear(&m);
}

static void test_metric_count_all_kinds(void **state) {
  (void)state;
  for (int kind = SUBJECT_POP_EXACT; kind <= SUBJECT_POP_PATTERN; kind++) {
    for (int lanes = 1; lanes <= 13; lanes++) {
      subject_t s = popcount_of((subject_pop_t)kind, lanes);
      check_counted(&s);
      s.swap1 = true;
      s.pop_size = 5;
      s.pop_limit = 2;
      check_counted(&s);
      s.swap2 = true;
      check_counted(&s);
    }
  }
}

/* The golden model of the unit says the same as the blocks: given all patterns of 9 and 12 bits. */
static void test_metric_count_unit(void **state) {
  (void)state;
  static const char *const names[] = {"POP_SINGLE", "POP_DOUBLE", "POP_OR"};
  static const subject_pop_t kinds[] = {SUBJECT_POP_SINGLE, SUBJECT_POP_DOUBLE, SUBJECT_POP_OR};
  for (int k = 0; k < 3; k++) {
    for (int lanes = 9; lanes <= 12; lanes += 3) {
      const subject_t s = popcount_of(kinds[k], lanes);
      gcim_model_t *model;
      char params[64];
      snprintf(params, sizeof params, "Lanes=%d Kind=%s", lanes, names[k]);
      assert_int_equal(gcim_model_new(gcim_unit_find("apx_popcount"), params, &model), GCIM_OK);
      for (uint32_t x = 0; x < 1u << lanes; x++) {
        uint32_t count = 0;
        const uint32_t *const in[] = {&x};
        uint32_t *const out[] = {&count};
        assert_int_equal(gcim_model_eval(model, in, out), GCIM_OK);
        assert_int_equal(count, counted_of(&s, x));
      }
      gcim_model_free(model);
    }
  }
}

/* RMSE: sqrt(n/8) and sqrt(23 n/64), unbiased, for whole blocks; worst case a quarter and half of
 * n. */
static void test_metric_count_closed(void **state) {
  (void)state;
  for (int lanes = 16; lanes <= 256; lanes *= 2) {
    const subject_t single = popcount_of(SUBJECT_POP_SINGLE, lanes);
    const subject_t twice = popcount_of(SUBJECT_POP_DOUBLE, lanes);
    const metric_job_t one = job_of(&single, 1, 2), two = job_of(&twice, 1, 2);
    metric_t m;
    all_agree(&one, 2);
    all_agree(&two, 2);
    run(&metric_popcount, &one, &m);
    is_ratio(&m, METRIC_MSE, lanes, 8);
    is_ratio(&m, METRIC_BIAS, 0, 1);
    is_range(&m, -lanes / 4, lanes / 4);
    metric_clear(&m);
    run(&metric_popcount, &two, &m);
    is_ratio(&m, METRIC_MSE, 23l * lanes, 64);
    is_ratio(&m, METRIC_BIAS, 0, 1);
    is_range(&m, -lanes / 2, lanes / 2);
    metric_clear(&m);
  }
}

/* Printed figures: 15 bits are biased because a bit pair is missing; other densities. */
static void test_metric_count_table(void **state) {
  (void)state;
  metric_t m;
  subject_t s = popcount_of(SUBJECT_POP_SINGLE, 15);
  metric_job_t job = job_of(&s, 1, 2);
  run(&metric_popcount, &job, &m);
  is_near(&m, METRIC_ER, .7266, 1e-4);
  is_ratio(&m, METRIC_BIAS, -1, 2);
  assert_true(fabs(sqrt(m.figure[METRIC_MSE].value) - 1.414) < 5e-4);
  metric_clear(&m);
  s = popcount_of(SUBJECT_POP_DOUBLE, 15);
  job = job_of(&s, 1, 2);
  run(&metric_popcount, &job, &m);
  is_near(&m, METRIC_ER, .8711, 1e-4);
  is_ratio(&m, METRIC_BIAS, -7, 4);
  assert_true(fabs(sqrt(m.figure[METRIC_MSE].value) - 2.761) < 5e-4);
  metric_clear(&m);
  s.swap2 = true;
  run(&metric_popcount, &job, &m);
  is_near(&m, METRIC_ER, .8330, 1e-4);
  is_ratio(&m, METRIC_BIAS, 3, 4);
  assert_true(fabs(sqrt(m.figure[METRIC_MSE].value) - 2.264) < 5e-4);
  metric_clear(&m);
  s = popcount_of(SUBJECT_POP_DOUBLE, 16);
  job = job_of(&s, 1, 2);
  run(&metric_popcount, &job, &m);
  is_near(&m, METRIC_ER, .8350, 1e-4);
  assert_true(fabs(sqrt(m.figure[METRIC_MSE].value) - 2.398) < 5e-4);
  metric_clear(&m);
  s = popcount_of(SUBJECT_POP_SINGLE, 64);
  job = job_of(&s, 1, 4); /* RMSE / n = 4.28 % and 7.54 % */
  run(&metric_popcount, &job, &m);
  assert_true(fabs(sqrt(m.figure[METRIC_MSE].value) / 64 - .0428) < 5e-5);
  metric_clear(&m);
  s = popcount_of(SUBJECT_POP_DOUBLE, 64);
  run(&metric_popcount, &job, &m);
  assert_true(fabs(sqrt(m.figure[METRIC_MSE].value) / 64 - .0754) < 5e-5);
  metric_clear(&m);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_metric_count_all_kinds),
      cmocka_unit_test(test_metric_count_unit),
      cmocka_unit_test(test_metric_count_closed),
      cmocka_unit_test(test_metric_count_table),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
