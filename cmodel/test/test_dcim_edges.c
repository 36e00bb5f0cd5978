/* dcim_macro: reset, several accepts at one edge, and what is don't-care (card sentences 8, 9, 20).
 */
#include "helper_dcim.h"

/* Rows 4, Cols 1, 4 x 4 bits, one spare, D = 1; nothing written. */
static macro_t *blank_macro(void) {
  return macro_new("Rows=4 Cols=1 MaxX=4 MaxW=4 GateRows=1 SpareRows=1");
}

/* Row r holds r + 1. */
static macro_t *loaded_macro(void) {
  macro_t *m = blank_macro();
  for (uint32_t row = 0; row < 5; row++) {
    write_row(m, (int)row, &(uint32_t){row + 1});
  }
  return m;
}

/* x all 1: the sum of the rows, 1 + 2 + 3 + 4. */
static tile_t ones_tile(const macro_t *m, int bits) {
  tile_t t = plain_tile(m);
  t.x_bits = bits;
  t.x[0] = t.x[1] = t.x[2] = t.x[3] = 1;
  return t;
}

/* ---- 8: reset ---- */

/* Under reset: readies 1, valids 0, whatever the pins say; afterwards no answer of before appears.
 */
static void reset_and_look(macro_t *m, int edges) {
  put(&m->d, "st_valid", 1);
  put(&m->d, "wr_valid", 1);
  put(&m->d, "wr_addr", 0);
  put(&m->d, "wr_data", 15);
  put(&m->d, "rd_valid", 1);
  for (int i = 0; i < edges; i++) {
    tick_reset(&m->d);
    assert_int_equal(get(&m->d, "st_ready"), 1);
    assert_int_equal(get(&m->d, "wr_ready"), 1);
    assert_int_equal(get(&m->d, "rd_ready"), 1);
    assert_int_equal(get(&m->d, "rs_valid"), 0);
    assert_int_equal(get(&m->d, "rq_valid"), 0);
    assert_int_equal(cares(&m->d, "tap_col_sum") || cares(&m->d, "tap_tile_sum"), 0);
  }
  put(&m->d, "st_valid", 0);
  put(&m->d, "wr_valid", 0);
  put(&m->d, "rd_valid", 0);
  assert_int_equal(gcim_model_busy(m->d.model), 0);
  for (int i = 0; i < 12; i++) {
    tick(&m->d);
    assert_int_equal(get(&m->d, "rs_valid"), 0);
    assert_int_equal(get(&m->d, "rq_valid"), 0);
    assert_int_equal(get(&m->d, "wr_ready"), 1);
  }
}

/* The weights are still those of loaded_macro: the write under reset was not accepted. */
static void weights_survived(macro_t *m) {
  put(&m->d, "rs_ready", 1);
  put(&m->d, "rq_ready", 1);
  const tile_t t = ones_tile(m, 1);
  run_tile(m, &t);
  assert_int_equal(acc(m, 0), 10);
  assert_int_equal(cares(&m->d, "rs_acc"), 1);
}

/* After every number of edges of a tile of 3 bits: every bit cycle, the tree, the sum, the result.
 */
static void test_dcim_edges_reset_of_a_running_tile(void **state) {
  (void)state;
  for (int after = 0; after < 9; after++) {
    macro_t *m = loaded_macro();
    const tile_t t = ones_tile(m, 3);
    put(&m->d, "rs_ready", 0);
    start_tile(m, &t);
    for (int i = 0; i < after; i++) {
      tick(&m->d);
    }
    reset_and_look(m, 1 + after % 3);
    weights_survived(m);
    macro_free(m);
  }
}

static void test_dcim_edges_reset_of_a_blocked_pipe(void **state) {
  (void)state;
  macro_t *m = loaded_macro();
  const tile_t t = ones_tile(m, 1);
  put(&m->d, "rs_ready", 0);
  for (int i = 0; i < 4; i++) {
    start_tile(m, &t);
  }
  for (int i = 0; i < 4; i++) {
    tick(&m->d);
  }
  assert_int_equal(get(&m->d, "st_ready"), 0);
  assert_int_equal(gcim_model_busy(m->d.model), 1);
  reset_and_look(m, 1);
  weights_survived(m);
  macro_free(m);
}

static void test_dcim_edges_reset_of_a_waiting_answer(void **state) {
  (void)state;
  macro_t *m = loaded_macro();
  put(&m->d, "rq_ready", 0);
  put(&m->d, "rd_valid", 1);
  tick(&m->d);
  put(&m->d, "rd_valid", 0);
  tick(&m->d);
  assert_int_equal(get(&m->d, "rq_valid"), 1);
  assert_int_equal(gcim_model_busy(m->d.model), 1);
  reset_and_look(m, 2);
  weights_survived(m);
  macro_free(m);
}

/* gcim_model_clear forgets the weights as well: the same tile's result is don't-care. */
static void test_dcim_edges_clear_forgets_the_weights(void **state) {
  (void)state;
  macro_t *m = loaded_macro();
  weights_survived(m);
  assert_int_equal(gcim_model_clear(m->d.model), GCIM_OK);
  const tile_t t = ones_tile(m, 1);
  run_tile(m, &t);
  assert_int_equal(cares(&m->d, "rs_acc"), 0);
  macro_free(m);
}

/* ---- 9: the same edge ---- */

/* A read, a write of the same row and a start at one edge: old word read, new word summed. */
static void test_dcim_edges_read_write_start_at_one_edge(void **state) {
  (void)state;
  macro_t *m = loaded_macro();
  const tile_t t = ones_tile(m, 1);
  put(&m->d, "rd_valid", 1);
  put(&m->d, "rd_addr", 2);
  drive_row(m, 2, &(uint32_t){13});
  start_tile(m, &t);
  assert_int_equal(get(&m->d, "rd_ready"), 1);
  assert_int_equal(get(&m->d, "wr_ready"), 1);
  put(&m->d, "rd_valid", 0);
  put(&m->d, "wr_valid", 0);
  tick(&m->d);
  assert_int_equal(get(&m->d, "rq_valid"), 1);
  assert_int_equal(get(&m->d, "rq_data"), 3);
  wait_result(m);
  assert_int_equal(acc(m, 0), 20); /* 1 + 2 + 13 + 4 */
  macro_free(m);
}

/* A write while a tile runs is refused and must not reach it, nor the tiles after it. */
static void test_dcim_edges_refused_write_changes_nothing(void **state) {
  (void)state;
  macro_t *m = loaded_macro();
  const tile_t t = ones_tile(m, 2);
  start_tile(m, &t);
  drive_row(m, 0, &(uint32_t){15});
  for (int i = 0; i < 4; i++) { /* edges e+1 .. e+B+D+1 */
    tick(&m->d);
    assert_int_equal(get(&m->d, "wr_ready"), 0);
  }
  put(&m->d, "wr_valid", 0);
  tick(&m->d);
  assert_int_equal(get(&m->d, "rs_valid"), 1);
  assert_int_equal(acc(m, 0), 10);
  run_tile(m, &t);
  assert_int_equal(acc(m, 0), 10);
  macro_free(m);
}

/* 4: a tile keeps x, modes, row_en and repair to its end: the pins may change at once. */
static void test_dcim_edges_tile_keeps_its_inputs(void **state) {
  (void)state;
  macro_t *m = loaded_macro();
  dice_t dice = {3, 0};
  const tile_t t = ones_tile(m, 4);
  start_tile(m, &t);
  const tile_t other = random_tile(m, &dice);
  drive_tile(m, &other);
  put(&m->d, "st_valid", 0);
  wait_result(m);
  assert_int_equal(acc(m, 0), 10);
  macro_free(m);
}

/* ---- 20: don't-care ---- */

static int result_care(macro_t *m, const tile_t *t) {
  run_tile(m, t);
  assert_int_equal(cares(&m->d, "rs_acc"), cares(&m->d, "rs_ovf"));
  return cares(&m->d, "rs_acc");
}

/* Row 2 is unwritten: it spoils a tile only while it is active and not repaired. */
static void test_dcim_edges_unwritten_row(void **state) {
  (void)state;
  macro_t *m = blank_macro();
  for (int row = 0; row < 5; row++) {
    if (row != 2) {
      write_row(m, row, &(uint32_t){1});
    }
  }
  tile_t t = ones_tile(m, 1);
  assert_int_equal(result_care(m, &t), 0);
  t.row_en = 11;
  assert_int_equal(result_care(m, &t), 1);
  t.row_en = 15;
  t.repair_en = 1;
  t.repair_row[0] = 2;
  assert_int_equal(result_care(m, &t), 1);
  assert_int_equal(acc(m, 0), 4);
  t.repair_row[0] = 1;
  assert_int_equal(result_care(m, &t), 0);
  tick_reset(&m->d); /* reset writes nothing */
  assert_int_equal(result_care(m, &t), 0);
  write_row(m, 2, &(uint32_t){1});
  assert_int_equal(result_care(m, &t), 1);
  macro_free(m);
}

/* A repair that points at an unwritten spare spoils the tile; a losing spare does not. */
static void test_dcim_edges_unwritten_spare(void **state) {
  (void)state;
  macro_t *m = macro_new("Rows=2 Cols=1 MaxX=2 MaxW=2 Group=2 GateRows=1 SpareRows=2");
  for (int row = 0; row < 3; row++) {
    write_row(m, row, &(uint32_t){1});
  }
  tile_t t = plain_tile(m);
  t.repair_en = 3;
  t.repair_row[0] = t.repair_row[1] = 1;
  assert_int_equal(result_care(m, &t), 1);
  t.repair_row[0] = 0;
  assert_int_equal(result_care(m, &t), 0);
  macro_free(m);
}

/* Keep tiles stay don't-care until a clear tile. */
static void test_dcim_edges_unknown_accumulator(void **state) {
  (void)state;
  macro_t *m = blank_macro();
  write_row(m, 0, &(uint32_t){3});
  tile_t good = ones_tile(m, 1), bad = ones_tile(m, 1);
  good.row_en = 1;
  bad.row_en = 3;
  assert_int_equal(result_care(m, &good), 1);
  good.keep = 1;
  assert_int_equal(result_care(m, &good), 1);
  assert_int_equal(result_care(m, &bad), 0);
  assert_int_equal(result_care(m, &good), 0);
  assert_int_equal(result_care(m, &good), 0);
  good.keep = 0;
  assert_int_equal(result_care(m, &good), 1);
  assert_int_equal(acc(m, 0), 3);
  macro_free(m);
}

static void test_dcim_edges_unwritten_read(void **state) {
  (void)state;
  macro_t *m = blank_macro();
  write_row(m, 1, &(uint32_t){3});
  put(&m->d, "rd_valid", 1);
  for (int row = 0; row < 2; row++) {
    put(&m->d, "rd_addr", (uint64_t)row);
    tick(&m->d);
    tick(&m->d);
    assert_int_equal(get(&m->d, "rq_valid"), 1);
    assert_int_equal(cares(&m->d, "rq_valid"), 1);
    assert_int_equal(cares(&m->d, "rq_data"), row);
  }
  macro_free(m);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_dcim_edges_reset_of_a_running_tile),
      cmocka_unit_test(test_dcim_edges_reset_of_a_blocked_pipe),
      cmocka_unit_test(test_dcim_edges_reset_of_a_waiting_answer),
      cmocka_unit_test(test_dcim_edges_clear_forgets_the_weights),
      cmocka_unit_test(test_dcim_edges_read_write_start_at_one_edge),
      cmocka_unit_test(test_dcim_edges_refused_write_changes_nothing),
      cmocka_unit_test(test_dcim_edges_tile_keeps_its_inputs),
      cmocka_unit_test(test_dcim_edges_unwritten_row),
      cmocka_unit_test(test_dcim_edges_unwritten_spare),
      cmocka_unit_test(test_dcim_edges_unknown_accumulator),
      cmocka_unit_test(test_dcim_edges_unwritten_read),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
