/* dcim_macro: which rows count, and which stored word stands for them (card sentences 10 and 11).
 */
#include "helper_dcim.h"

/* ---- row gating: 10 ---- */

/* XNOR never gives 0 for an active row, so a gated row must be left out, not read as -1 or +1. */
static void test_dcim_rows_gated_rows_of_xnor_give_zero(void **state) {
  (void)state;
  macro_t *m = macro_new("Rows=5 Cols=1 MaxX=1 MaxW=1 Group=1 GateRows=2 SpareRows=0");
  for (int row = 0; row < 5; row++) {
    write_row(m, row, &(uint32_t){1});
  }
  static const int rows_on[8] = {0, 2, 2, 4, 1, 3, 3, 5}; /* groups: rows 0-1, 2-3, 4 */
  for (uint64_t en = 0; en < 8; en++) {
    tile_t t = plain_tile(m);
    t.row_en = en;
    t.cell = XNOR;
    run_tile(m, &t);
    assert_int_equal(acc(m, 0), -rows_on[en]); /* x = 0 reads as -1 */
    t.x[0] = t.x[1] = t.x[2] = t.x[3] = t.x[4] = 1;
    run_tile(m, &t);
    assert_int_equal(acc(m, 0), rows_on[en]);
    t.cell = NOR;
    run_tile(m, &t);
    assert_int_equal(acc(m, 0), rows_on[en]);
  }
  macro_free(m);
}

/* ---- repair: 11 ---- */

/* Rows 0..3 hold 1, 2, 3, 4 (x is all 1); spares 4, 5, 6 hold 10, 20, 30. */
static macro_t *repair_macro(tile_t *t) {
  static const uint32_t words[7] = {1, 2, 3, 4, 10, 20, 30};
  macro_t *m = macro_new("Rows=4 Cols=1 MaxX=1 MaxW=8 GateRows=1 SpareRows=3");
  for (int row = 0; row < 7; row++) {
    write_row(m, row, &words[row]);
  }
  *t = plain_tile(m);
  for (int r = 0; r < 4; r++) {
    t->x[r] = 1;
  }
  return m;
}

typedef struct {
  uint32_t en, rows[3];
  int expected; /* 1 + 2 + 3 + 4 = 10 without repair */
} repair_case_t;

static void test_dcim_rows_repair(void **state) {
  (void)state;
  static const repair_case_t cases[] = {
      {0, {0, 1, 2}, 10},
      {1, {0, 0, 0}, 19}, /* 10 for 1 */
      {2, {0, 3, 0}, 26}, /* 20 for 4 */
      {7, {0, 1, 2}, 64}, /* 10 + 20 + 30 + 4 */
      {7, {2, 0, 1}, 10 + 20 + 30 + 4},
      {6, {1, 1, 1}, 28}, /* 20 for 2: spare 1 is lower than spare 2 */
      {7, {1, 1, 1}, 18}, /* 10 for 2; the others contribute 0 */
      {5, {3, 0, 3}, 16}, /* 10 for 4 */
      {7, {4, 5, 7}, 10}, /* no such logical row */
      {3, {6, 2, 0}, 27}, /* spare 0 has no effect, 20 for 3 */
  };
  tile_t t;
  macro_t *m = repair_macro(&t);
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    t.repair_en = cases[i].en;
    memcpy(t.repair_row, cases[i].rows, sizeof cases[i].rows);
    run_tile(m, &t);
    assert_int_equal(acc(m, 0), cases[i].expected);
  }
  macro_free(m);
}

/* A repaired row is gated by its logical number; reads and writes stay physical. */
static void test_dcim_rows_repair_is_logical_only(void **state) {
  (void)state;
  tile_t t;
  macro_t *m = repair_macro(&t);
  t.repair_en = 1;
  t.repair_row[0] = 2;
  t.row_en = 4; /* row 2 alone: spare 0 stands in */
  run_tile(m, &t);
  assert_int_equal(acc(m, 0), 10);
  t.row_en = 11;
  run_tile(m, &t);
  assert_int_equal(acc(m, 0), 1 + 2 + 4);
  put(&m->d, "rd_valid", 1);
  put(&m->d, "rd_addr", 2);
  tick(&m->d);
  put(&m->d, "rd_valid", 0);
  tick(&m->d);
  assert_int_equal(get(&m->d, "rq_data"), 3);
  macro_free(m);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_dcim_rows_gated_rows_of_xnor_give_zero),
      cmocka_unit_test(test_dcim_rows_repair),
      cmocka_unit_test(test_dcim_rows_repair_is_logical_only),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
