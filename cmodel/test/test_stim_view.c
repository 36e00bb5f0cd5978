/* What the stimulus says about a cycle besides its inputs, its errors, and the random numbers all
 * of it comes from. */
#include "helper.h"

/* ---- its own view ---- */

/* Expected outputs and care are those of a model that got the same inputs; taps are left out, says
 * gcim.h. */
static void judge_view(const char *unit, const char *params) {
  gcim_stim_t *stim = stim_new(unit, params);
  dut_t d = dut_new(unit, params);
  int rst_n, judged = 0;
  for (uint64_t index = 0; index < 10; index++) {
    gcim_stim_start(stim, 5, index, 0);
    gcim_model_clear(d.model);
    while (gcim_stim_next(stim, &rst_n, d.image) == 1) {
      gcim_model_step(d.model, rst_n, d.image, d.care);
      const uint32_t *expected = gcim_stim_expected(stim);
      for (int i = 0; i < d.card->signal_count; i++) {
        const gcim_signal_t *s = &d.card->signals[i];
        if (s->is_input || s->width == 0) {
          continue;
        }
        if (s->kind == GCIM_SIGNAL_TAP) {
          assert_int_equal(gcim_stim_care(stim)[i], 0);
          continue;
        }
        assert_int_equal(gcim_stim_care(stim)[i], d.care[i]);
        if (d.care[i] != 0) {
          assert_memory_equal(expected + s->word, d.image + s->word, (size_t)s->words * 4);
          judged++;
        }
      }
    }
  }
  assert_true(judged > 0);
  dut_free(&d);
  gcim_stim_free(stim);
}

static void test_stim_expected_outputs(void **state) {
  (void)state;
  judge_view("add_tree", "config=odd");
  judge_view("dcim_macro", "config=odd");
}

/* ---- errors ---- */

static void test_stim_errors(void **state) {
  (void)state;
  gcim_stim_t *stim = (gcim_stim_t *)&stim;
  assert_int_equal(gcim_stim_new(NULL, "", &stim), GCIM_ERR_NULL);
  assert_null(stim);
  assert_int_equal(gcim_stim_new(gcim_unit_find("add_tree"), "", NULL), GCIM_ERR_NULL);
  assert_int_equal(gcim_stim_new(gcim_unit_find("add_tree"), "Lanes=0", &stim), GCIM_ERR_PARAM);
  assert_null(stim);
  assert_int_equal(gcim_stim_start(NULL, 0, 0, 0), GCIM_ERR_NULL);
  gcim_stim_free(NULL);
}

/* Before the first start there is no episode. */
static void test_stim_not_started(void **state) {
  (void)state;
  gcim_stim_t *stim = NULL;
  uint32_t image[64] = {0};
  int rst_n = 0;
  assert_int_equal(gcim_stim_new(gcim_unit_find("add_tree"), "", &stim), GCIM_OK);
  assert_int_equal(gcim_stim_next(stim, &rst_n, image), 0);
  gcim_stim_free(stim);
}

/* ---- random numbers ---- */

/* Key = seed, counter = (index, stream), the first two words of the block: Random123's kat_vectors,
 * "philox4x32 10". */
static void test_random_known_answers(void **state) {
  (void)state;
  assert_int_equal(gcim_random(0, 0, 0), UINT64_C(0xe169c58d6627e8d5));
  assert_int_equal(gcim_random(UINT64_MAX, UINT64_MAX, UINT64_MAX), UINT64_C(0x41c83b0e408f276d));
  assert_int_equal(gcim_random(UINT64_C(0x299f31d0a4093822), UINT64_C(0x85a308d3243f6a88),
                               UINT64_C(0x0370734413198a2e)),
                   UINT64_C(0x94fdccebd16cfe09));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_stim_expected_outputs),
      cmocka_unit_test(test_stim_errors),
      cmocka_unit_test(test_stim_not_started),
      cmocka_unit_test(test_random_known_answers),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
