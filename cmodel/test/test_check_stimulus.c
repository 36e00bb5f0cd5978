/* The checker's other findings: nothing compared, illegal stimulus, restart, transaction units,
 * NULLs. */
#include "helper_check.h"

static bool illegal_says(const pair_t *p, const char *part) {
  return strstr(gcim_check_illegal(p->check), part) != NULL;
}

/* A macro of 2 x 2 rows and columns, all rows written by edges 0 and 1, ready to answer. */
static pair_t macro_pair(bool load) {
  pair_t p = pair_new("dcim_macro", "Rows=2 Cols=2 MaxX=2 MaxW=2 Group=2 SpareRows=0");
  put(&p.d, "rs_ready", 1);
  put(&p.d, "rq_ready", 1);
  put(&p.d, "st_x_bits", 1);
  put(&p.d, "st_w_bits", 2);
  put(&p.d, "st_row_en", 1);
  for (int row = 0; load && row < 2; row++) {
    put(&p.d, "wr_valid", 1);
    put(&p.d, "wr_addr", (uint64_t)row);
    assert_int_equal(watch(&p, 1), GCIM_OK);
  }
  put(&p.d, "wr_valid", 0);
  return p;
}

static void start(pair_t *p) {
  put(&p->d, "st_valid", 1);
  assert_int_equal(watch(p, 1), GCIM_OK);
  put(&p->d, "st_valid", 0);
}

static void idle(pair_t *p, int edges) {
  for (int i = 0; i < edges; i++) {
    assert_int_equal(watch(p, 1), GCIM_OK);
  }
}

/* ---- nothing compared ---- */

static void test_check_nothing_compared_is_red(void **state) {
  (void)state;
  pair_t p = macro_pair(true);
  idle(&p, 50);
  assert_int_equal(counts(&p).beats, 0);
  assert_int_equal(counts(&p).mismatches, 0);
  assert_int_equal(gcim_check_verdict(p.check), GCIM_ERR_STATE);
  assert_non_null(strstr(gcim_error_text(), "dcim_macro: 0 output beats"));
  pair_free(&p);
}

/* Weights never written: tiles and reads are answered, but every answer is don't-care. */
static void test_check_unwritten_weights_are_red(void **state) {
  (void)state;
  pair_t p = macro_pair(false);
  for (int i = 0; i < 3; i++) {
    start(&p);
    idle(&p, 10);
  }
  put(&p.d, "rd_valid", 1);
  idle(&p, 1);
  put(&p.d, "rd_valid", 0);
  idle(&p, 3);
  const gcim_counts_t c = counts(&p);
  assert_int_equal(c.beats, 0);
  assert_int_equal(c.careless, 4);
  assert_int_equal(c.outstanding, 0);
  assert_int_equal(gcim_check_verdict(p.check), GCIM_ERR_STATE);
  pair_free(&p);
}

/* ---- illegal stimulus ---- */

static void test_check_mode_out_of_range(void **state) {
  (void)state;
  pair_t p = macro_pair(true);
  put(&p.d, "st_x_bits", 3); /* MaxX = 2 */
  idle(&p, 1);               /* not started: harmless */
  assert_int_equal(counts(&p).illegal, 0);
  start(&p); /* edge 3 */
  assert_int_equal(counts(&p).illegal, 1);
  assert_true(illegal_says(&p, "dcim_macro: cycle 3"));
  assert_true(illegal_says(&p, "st_x_bits_i=3 is outside 1..2"));
  idle(&p, 10);
  assert_int_equal(gcim_check_verdict(p.check),
                   GCIM_OK); /* illegal stimulus is no fault of the DUT */
  pair_free(&p);
}

static void test_check_mode_zero_and_cell_three(void **state) {
  (void)state;
  pair_t p = macro_pair(true);
  put(&p.d, "st_w_bits", 0);
  start(&p);
  assert_true(illegal_says(&p, "st_w_bits_i=0 is outside 1..2"));
  idle(&p, 5);
  put(&p.d, "st_w_bits", 1);
  put(&p.d, "st_cell", 3);
  start(&p);
  assert_int_equal(counts(&p).illegal, 2);
  assert_true(illegal_says(&p, "st_w_bits")); /* the first is told */
  pair_free(&p);
}

static void test_check_xnor_with_sign(void **state) {
  (void)state;
  static const char *const signs[] = {"st_x_signed", "st_w_signed"};
  for (int i = 0; i < 2; i++) {
    pair_t p = macro_pair(true);
    put(&p.d, "st_cell", 2);
    start(&p);
    idle(&p, 4);
    assert_int_equal(counts(&p).illegal, 0);
    put(&p.d, signs[i], 1);
    start(&p); /* edge 7 */
    assert_int_equal(counts(&p).illegal, 1);
    assert_true(illegal_says(&p, "cycle 7"));
    assert_true(illegal_says(&p, "xnor_is_unsigned"));
    pair_free(&p);
  }
}

static void test_check_refused_command_is_not_judged(void **state) {
  (void)state;
  pair_t p = macro_pair(true);
  put(&p.d, "st_x_bits", 2);
  start(&p);
  put(&p.d, "st_x_bits", 0);
  put(&p.d, "st_valid", 1);
  idle(&p, 1); /* refused: bit cycle 0 of 2 runs */
  assert_int_equal(counts(&p).illegal, 0);
  idle(&p, 1);
  assert_int_equal(counts(&p).illegal, 1);
  pair_free(&p);
}

static void test_check_valid_during_reset(void **state) {
  (void)state;
  pair_t p = macro_pair(true);
  watch(&p, 0);
  assert_int_equal(counts(&p).illegal, 0);
  put(&p.d, "rd_valid", 1);
  assert_int_equal(watch(&p, 0), GCIM_OK); /* edge 3 */
  put(&p.d, "wr_valid", 1);
  watch(&p, 0);
  assert_int_equal(counts(&p).illegal, 3); /* one, then two channels */
  assert_true(illegal_says(&p, "cycle 3"));
  assert_true(illegal_says(&p, "rd"));
  assert_true(illegal_says(&p, "reset"));
  assert_int_equal(counts(&p).cycles, 2);
  pair_free(&p);
}

/* ---- restart ---- */

/* A restart forgets weights, the first mismatch and what is outstanding; counters go on. */
static void test_check_restart(void **state) {
  (void)state;
  pair_t p = macro_pair(true);
  start(&p);
  idle(&p, 5);
  tick(&p.d);
  put(&p.d, "rq_valid", 1);
  assert_int_equal(gcim_check_clock(p.check, 1, p.d.image, 0), GCIM_ERR_MISMATCH);
  start(&p);
  const gcim_counts_t before = counts(&p);
  assert_int_equal(before.outstanding, 1);
  assert_int_equal(gcim_check_restart(p.check), GCIM_OK);
  gcim_model_clear(p.d.model);
  const gcim_counts_t after = counts(&p);
  assert_string_equal(gcim_check_first(p.check), "");
  assert_int_equal(after.outstanding, 0);
  assert_int_equal(after.beats, before.beats);
  assert_int_equal(after.cycles, before.cycles);
  assert_int_equal(after.mismatches, 1);
  start(&p);
  idle(&p, 5);
  assert_int_equal(counts(&p).careless, 1);
  assert_int_equal(gcim_check_verdict(p.check), GCIM_ERR_MISMATCH);
  pair_free(&p);
}

/* ---- a transaction unit ---- */

/* Three transactions through a tree of latency 3, then one result with bit 2 wrong, then one that
 * comes late. */
static void test_check_transaction_unit(void **state) {
  (void)state;
  pair_t p = pair_new("add_tree", "Lanes=8 LevelsPerReg=1");
  put(&p.d, "in_valid", 1);
  idle(&p, 3);
  assert_int_equal(counts(&p).outstanding, 3);
  put(&p.d, "in_valid", 0);
  idle(&p, 2);
  assert_int_equal(gcim_check_verdict(p.check), GCIM_ERR_STATE);
  tick(&p.d);
  put_at(&p.d, "sum", 2, 1, !get_at(&p.d, "sum", 2, 1));
  assert_int_equal(gcim_check_clock(p.check, 1, p.d.image, 1), GCIM_ERR_MISMATCH);
  assert_non_null(strstr(gcim_check_first(p.check), "add_tree: cycle 5"));
  assert_non_null(strstr(gcim_check_first(p.check), "sum_o"));
  assert_non_null(strstr(gcim_check_first(p.check), "bit 2 differs"));
  assert_int_equal(counts(&p).beats, 3);
  assert_int_equal(counts(&p).active_cycles, 6); /* edges 0-2 accept, 3-5 answer */
  assert_int_equal(counts(&p).outstanding, 0);
  pair_free(&p);
}

/* A DUT one edge late is found although every value it shows is right. */
static void test_check_wrong_latency_is_found(void **state) {
  (void)state;
  pair_t p = pair_new("add_tree", "Lanes=8");
  dut_t late = dut_new("add_tree", "Lanes=8 LevelsPerReg=2"); /* latency 2 instead of 1 */
  put(&late, "in_valid", 1);
  put(&late, "data", 5);
  tick(&late);
  assert_int_equal(gcim_check_clock(p.check, 1, late.image, 0), GCIM_OK);
  put(&late, "in_valid", 0);
  tick(&late);
  assert_int_equal(gcim_check_clock(p.check, 1, late.image, 0), GCIM_ERR_MISMATCH);
  tick(&late);
  assert_int_equal(get(&late, "sum"), 5);
  assert_int_equal(gcim_check_clock(p.check, 1, late.image, 0), GCIM_ERR_MISMATCH);
  dut_free(&late);
  pair_free(&p);
}

static void test_check_null_arguments(void **state) {
  (void)state;
  gcim_check_t *check = NULL;
  uint32_t image[4] = {0};
  assert_int_equal(gcim_check_new(NULL, &check), GCIM_ERR_NULL);
  assert_int_equal(gcim_check_clock(NULL, 1, image, 0), GCIM_ERR_NULL);
  assert_int_equal(gcim_check_restart(NULL), GCIM_ERR_NULL);
  assert_int_equal(gcim_check_verdict(NULL), GCIM_ERR_NULL);
  gcim_check_free(NULL);
  pair_t p = pair_new("add_tree", "");
  assert_int_equal(gcim_check_clock(p.check, 1, NULL, 0), GCIM_ERR_NULL);
  assert_int_equal(gcim_check_new(gcim_check_model(p.check), NULL), GCIM_ERR_NULL);
  pair_free(&p);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_check_nothing_compared_is_red),
      cmocka_unit_test(test_check_unwritten_weights_are_red),
      cmocka_unit_test(test_check_mode_out_of_range),
      cmocka_unit_test(test_check_mode_zero_and_cell_three),
      cmocka_unit_test(test_check_xnor_with_sign),
      cmocka_unit_test(test_check_refused_command_is_not_judged),
      cmocka_unit_test(test_check_valid_during_reset),
      cmocka_unit_test(test_check_restart),
      cmocka_unit_test(test_check_transaction_unit),
      cmocka_unit_test(test_check_wrong_latency_is_found),
      cmocka_unit_test(test_check_null_arguments),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
