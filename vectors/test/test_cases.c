/* test_cases.c: which cases a set has. */
#include "pairs.h"
#include "pattern.h"
#include "vec_file.h"

static gcim_cases_t *open_cases(const char *unit, const char *params) {
  gcim_cases_t *cases;
  assert_int_equal(gcim_cases_new(gcim_unit_find(unit), params, 7, &cases), GCIM_OK);
  return cases;
}

static void refuses(const gcim_cases_t *cases, const char *tier, uint64_t count, int status,
                    const char *words) {
  gcim_plan_t plan;
  assert_int_equal(gcim_cases_plan(cases, tier, count, &plan), status);
  if (strstr(gcim_vec_error_text(), words) == NULL) {
    fail_msg("the error '%s' does not say '%s'", gcim_vec_error_text(), words);
  }
}

static bool any(void *context, const unsigned char *row) {
  (void)context;
  (void)row;
  return true;
}

static bool no_two_ones(void *context, const unsigned char *row) {
  (void)context;
  return !(row[0] == 1 && row[1] == 1);
}

static bool has_pair(const gcim_table_t *table, int a, int b, int level_a, int level_b) {
  for (int i = 0; i < table->count; i++) {
    if (table->rows[i][a] == level_a && table->rows[i][b] == level_b) {
      return true;
    }
  }
  return false;
}

static void test_pairs_full_product(void **state) {
  static gcim_table_t table;
  const gcim_factors_t factors = {2, {3, 4}};
  (void)state;
  gcim_pairs_make(&factors, 12, any, NULL, &table);
  assert_int_equal(table.count, 12);
}

/* Every legal pair is there, the illegal one is not, and the table is far smaller than the product
 * of 1024. */
static void test_pairs_hold_every_legal_pair(void **state) {
  static gcim_table_t table;
  const gcim_factors_t factors = {5, {4, 4, 4, 4, 4}};
  (void)state;
  gcim_pairs_make(&factors, 16, no_two_ones, NULL, &table);
  assert_in_range(table.count, 16, 64);
  for (int a = 0; a < 5; a++) {
    for (int b = a + 1; b < 5; b++) {
      for (int i = 0; i < 16; i++) {
        const bool legal = !(a == 0 && b == 1 && i == 5);
        assert_int_equal(has_pair(&table, a, b, i / 4, i % 4), legal);
      }
    }
  }
}

/* Four lanes of 4 bits, by hand. */
static void test_pattern_bits(void **state) {
  gcim_model_t *model;
  uint32_t image[16] = {0};
  static const struct {
    const char *name;
    uint64_t value;
  } want[] = {{"ones", 0xffff},        {"zero", 0},         {"one", 0x1111},
              {"lowest", 0x8888},      {"highest", 0x7777}, {"alternate_5", 0x5555},
              {"alternate_a", 0xaaaa}, {"mixed", 0x810f},   {"lowest_first", 0x7778},
              {"hot_first", 0x000f},   {"hot_last", 0xf000}};
  (void)state;
  assert_int_equal(gcim_model_new(gcim_unit_find("add_tree"), "Lanes=4 Width=4", &model), GCIM_OK);
  const gcim_card_t *card = gcim_model_card(model);
  const int data = gcim_card_signal(card, "data");
  assert_int_equal(gcim_pattern_count(), sizeof want / sizeof want[0]);
  for (int p = 0; p < gcim_pattern_count(); p++) {
    assert_string_equal(gcim_pattern_name(p), want[p].name);
    gcim_pattern_put(card, image, data, p);
    assert_int_equal(gcim_image_get(card, image, data, 0, 16), want[p].value);
  }
  gcim_model_free(model);
}

/* Lanes = 1, Width = 1: one mode of two values, one bit: 4 transactions. */
static void test_cases_exhaustive_space(void **state) {
  gcim_plan_t plan;
  (void)state;
  gcim_cases_t *cases = open_cases("add_tree", "config=single");
  assert_int_equal(gcim_cases_space(cases), 4);
  assert_int_equal(gcim_cases_corners(cases), 4);
  refuses(cases, "exhaustive", 5, GCIM_ERR_PARAM, "count 5 is beyond the 4 cases");
  assert_int_equal(gcim_cases_plan(cases, "all", 0, &plan), GCIM_OK);
  assert_int_equal(plan.corner + plan.exhaustive, 8);
  assert_int_equal(plan.random, 0);
  gcim_cases_free(cases);
}

static void test_cases_refused_plans(void **state) {
  (void)state;
  gcim_cases_t *cases = open_cases("add_tree", "");
  refuses(cases, "exhaustive", 0, GCIM_ERR_PARAM, "more than the 1048576 cases");
  refuses(cases, "corner", 1000, GCIM_ERR_PARAM, "count 1000 is beyond the 22 cases");
  refuses(cases, "conrer", 0, GCIM_ERR_UNKNOWN, "no tier 'conrer'; there are: corner, exhaustive");
  gcim_cases_free(cases);
  cases = open_cases("dcim_macro", "config=tiny");
  refuses(cases, "exhaustive", 0, GCIM_ERR_PARAM, "this one is clocked");
  gcim_cases_free(cases);
}

/* Every corner episode ends with nothing under way, and no rule of the card is broken on the way.
 */
static void test_cases_corner_episodes_are_legal(void **state) {
  gcim_plan_t plan;
  gcim_model_t *model;
  gcim_check_t *check;
  gcim_counts_t counts;
  int more;
  (void)state;
  gcim_cases_t *cases = open_cases("dcim_macro", "config=tiny");
  assert_int_equal(gcim_cases_plan(cases, "corner", 0, &plan), GCIM_OK);
  assert_int_equal(gcim_model_new(gcim_unit_find("dcim_macro"), "config=tiny", &model), GCIM_OK);
  assert_int_equal(gcim_check_new(model, &check), GCIM_OK);
  gcim_cases_begin(cases, &plan);
  while ((more = gcim_cases_next(cases)) == 1) {
    assert_int_equal(gcim_check_restart(check), GCIM_OK);
    while ((more = gcim_cases_line(cases)) == 1) {
      assert_int_equal(gcim_check_clock(check, gcim_cases_rst_n(cases), gcim_cases_image(cases), 0),
                       GCIM_OK);
    }
    assert_int_equal(more, 0);
    gcim_check_counts(check, &counts);
    assert_int_equal(counts.outstanding, 0);
  }
  assert_int_equal(more, 0);
  assert_int_equal(counts.illegal, 0);
  assert_true(counts.beats > 100);
  gcim_check_free(check);
  gcim_cases_free(cases);
}

/* Fixed modes have their value in every case, the others do not stay; bad ones are refused. */
static void test_cases_fixed_modes(void **state) {
  static const struct {
    const char *modes, *words;
    int status;
  } bad[] = {{"rul=0", "has no mode 'rul'; its modes: rule special", GCIM_ERR_UNKNOWN},
             {"rule=5", "mode rule=5 is outside 0..4", GCIM_ERR_PARAM},
             {"rule=1 rnd", "'rnd' is no MODE=NUMBER", GCIM_ERR_PARAM},
             {" ", "no MODE=NUMBER", GCIM_ERR_PARAM}};
  gcim_plan_t plan;
  int seen[8] = {0};
  (void)state;
  gcim_cases_t *cases = open_cases("mx_quant", "config=e2m1");
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    assert_int_equal(gcim_cases_fix(cases, bad[i].modes), bad[i].status);
    assert_non_null(strstr(gcim_vec_error_text(), bad[i].words));
    gcim_cases_free(cases);
    cases = open_cases("mx_quant", "config=e2m1");
  }
  assert_int_equal(gcim_cases_fix(cases, "rule=3  rnd=1"), GCIM_OK);
  refuses(cases, "corner", 0, GCIM_ERR_PARAM, "use --tier random");
  assert_int_equal(gcim_cases_plan(cases, "all", 200, &plan), GCIM_OK);
  assert_int_equal(plan.random, 200);
  const gcim_card_t *card = gcim_model_card(gcim_cases_model(cases));
  gcim_cases_begin(cases, &plan);
  while (gcim_cases_next(cases) == 1) {
    const uint32_t *image = gcim_cases_image(cases);
    assert_int_equal(gcim_image_get(card, image, gcim_card_signal(card, "rule"), 0, 3), 3);
    assert_int_equal(gcim_image_get(card, image, gcim_card_signal(card, "rnd"), 0, 3), 1);
    seen[gcim_image_get(card, image, gcim_card_signal(card, "special"), 0, 3)]++;
  }
  for (int special = 0; special < 5; special++) {
    assert_true(seen[special] > 0);
  }
  gcim_cases_free(cases);
}

static void test_cases_fixed_modes_are_legal(void **state) {
  gcim_plan_t plan;
  (void)state;
  gcim_cases_t *cases = open_cases("mx_quant", "config=e2m1");
  assert_int_equal(gcim_cases_fix(cases, "nan=0"), GCIM_OK);
  assert_int_equal(gcim_cases_plan(cases, "random", 1, &plan), GCIM_OK);
  gcim_cases_begin(cases, &plan);
  assert_int_equal(gcim_cases_next(cases), GCIM_ERR_PARAM);
  assert_non_null(strstr(gcim_vec_error_text(), "an element format without NaN needs NAN_ZERO"));
  gcim_cases_free(cases);
  cases = open_cases("mx_acc", "");
  assert_int_equal(gcim_cases_fix(cases, "st_rnd=1"), GCIM_ERR_PARAM);
  assert_non_null(strstr(gcim_vec_error_text(), "this one is clocked"));
  gcim_cases_free(cases);
}

static void test_cases_frozen_set_fits(void **state) {
  gcim_plan_t plan;
  (void)state;
  gcim_cases_t *cases = open_cases("dcim_macro", "config=odd");
  assert_int_equal(gcim_set_freeze(cases, "odd", 42, &plan), GCIM_OK);
  assert_true(plan.corner > 0 && plan.random > 0);
  assert_true(gcim_set_bytes(cases, &plan, "odd", 42, GCIM_SET_LIMIT) <= GCIM_SET_LIMIT);
  plan.corner = 1000;
  assert_true(gcim_set_bytes(cases, &plan, "odd", 42, GCIM_SET_LIMIT) > GCIM_SET_LIMIT);
  gcim_cases_free(cases);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_pairs_full_product),
      cmocka_unit_test(test_pairs_hold_every_legal_pair),
      cmocka_unit_test(test_pattern_bits),
      cmocka_unit_test(test_cases_exhaustive_space),
      cmocka_unit_test(test_cases_refused_plans),
      cmocka_unit_test(test_cases_corner_episodes_are_legal),
      cmocka_unit_test(test_cases_fixed_modes),
      cmocka_unit_test(test_cases_fixed_modes_are_legal),
      cmocka_unit_test(test_cases_frozen_set_fits),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
