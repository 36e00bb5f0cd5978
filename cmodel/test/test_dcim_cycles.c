/* dcim_macro's cycle table, sentence by sentence. Edges are counted by dut_t.edge. */
#include "helper_dcim.h"

/* Rows 4, Cols 2, 2 x 2 bits unless said otherwise; D = 1. All rows hold 1. */
static macro_t *small_macro(const char *more) {
  char params[200];
  snprintf(params, sizeof params, "Rows=4 Cols=2 MaxX=8 MaxW=2 Group=2 SpareRows=1 %s", more);
  macro_t *m = macro_new(params);
  for (int row = 0; row < m->phys_rows; row++) {
    write_row(m, row, (const uint32_t[]){1, 1});
  }
  return m;
}

/* A tile of `bits` bit cycles whose result is 4 * value in every column. */
static tile_t value_tile(const macro_t *m, int bits, uint32_t value) {
  tile_t t = plain_tile(m);
  t.x_bits = bits;
  for (int r = 0; r < 4; r++) {
    t.x[r] = value;
  }
  return t;
}

/* ---- 1: write ---- */

static void test_dcim_cycles_row_above_the_array_is_ignored(void **state) {
  (void)state;
  macro_t *m = small_macro(""); /* 5 physical rows, 3 address bits */
  for (int row = 5; row < 8; row++) {
    write_row(m, row, (const uint32_t[]){3, 3}); /* accepted: asserts wr_ready */
  }
  tile_t t = value_tile(m, 1, 1);
  run_tile(m, &t);
  assert_int_equal(acc(m, 0), 4);
  macro_free(m);
}

/* ---- 2, 6: busy and result of a tile alone ---- */

/* Depth D of the tree for these Rows and SpareRows, worked out by hand by the caller. */
static void lone_tile(const char *params, int bits, int depth) {
  macro_t *m = macro_new(params);
  dice_t dice = {1, 0};
  write_all(m, &dice);
  tile_t t = plain_tile(m);
  t.x_bits = bits;
  tick(&m->d);
  assert_int_equal(get(&m->d, "wr_ready"), 1);
  const int e = start_tile(m, &t);
  assert_int_equal(get(&m->d, "wr_ready"), 1); /* at edge e itself still idle */
  for (int edge = e + 1; edge <= e + bits + depth + 4; edge++) {
    tick(&m->d);
    const bool idle = edge >= e + bits + depth + 2;
    assert_int_equal(get(&m->d, "wr_ready"), idle);
    assert_int_equal(get(&m->d, "rd_ready"), idle);
    assert_int_equal(get(&m->d, "st_ready"), edge >= e + bits);
    assert_int_equal(get(&m->d, "rs_valid"), edge == e + bits + depth + 2);
    assert_int_equal(cares(&m->d, "rs_acc"), edge == e + bits + depth + 2);
    assert_int_equal(cares(&m->d, "rs_ovf"), edge == e + bits + depth + 2);
    assert_int_equal(cares(&m->d, "tap_col_sum"),
                     edge >= e + depth + 1 && edge <= e + bits + depth);
    assert_int_equal(cares(&m->d, "tap_tile_sum"),
                     edge >= e + depth + 2 && edge <= e + bits + depth + 1);
  }
  macro_free(m);
}

/* D = max(1, ceil(clog2(Rows + SpareRows) / LevelsPerReg)), 1 for LevelsPerReg = 0. */
static void test_dcim_cycles_latency(void **state) {
  (void)state;
  for (int bits = 1; bits <= 8; bits++) {
    lone_tile("Rows=64 Cols=1 SpareRows=1", bits, 1);
    lone_tile("Rows=64 Cols=1 SpareRows=1 LevelsPerReg=1", bits, 7); /* 65 rows: 7 levels */
    lone_tile("Rows=64 Cols=1 SpareRows=0 LevelsPerReg=1", bits, 6);
    lone_tile("Rows=64 Cols=1 SpareRows=1 LevelsPerReg=2", bits, 4);
    lone_tile("Rows=64 Cols=1 SpareRows=1 LevelsPerReg=3", bits, 3);
    lone_tile("Rows=64 Cols=1 SpareRows=1 LevelsPerReg=10", bits, 1);
  }
  lone_tile("Rows=1 Cols=1 SpareRows=0 LevelsPerReg=1", 3, 1);
  lone_tile("Rows=1024 Cols=1 SpareRows=1 LevelsPerReg=1", 1, 11);
  lone_tile("config=odd", 5, 4);
}

/* 6: the result stays, unchanged, until it is taken; at the edge after that it is gone. */
static void test_dcim_cycles_result_is_held(void **state) {
  (void)state;
  macro_t *m = small_macro("");
  const tile_t t = value_tile(m, 2, 3);
  put(&m->d, "rs_ready", 0);
  start_tile(m, &t);
  wait_result(m);
  for (int i = 0; i < 5; i++) {
    put(&m->d, "rs_ready", i == 4);
    tick(&m->d);
    assert_int_equal(get(&m->d, "rs_valid"), 1);
    assert_int_equal(acc(m, 1), 12);
    assert_int_equal(get(&m->d, "wr_ready"), 1); /* 2: a result in its register is not busy */
    assert_int_equal(get(&m->d, "rd_ready"), 1);
  }
  tick(&m->d);
  assert_int_equal(get(&m->d, "rs_valid"), 0);
  macro_free(m);
}

/* ---- 3: read ---- */

static void test_dcim_cycles_read_answers_one_edge_later_and_holds(void **state) {
  (void)state;
  macro_t *m = small_macro("");
  write_row(m, 3, (const uint32_t[]){1, 2});
  put(&m->d, "rq_ready", 0);
  put(&m->d, "rd_valid", 1);
  put(&m->d, "rd_addr", 3);
  tick(&m->d);
  assert_int_equal(get(&m->d, "rd_ready"), 1);
  assert_int_equal(get(&m->d, "rq_valid"), 0);
  assert_int_equal(cares(&m->d, "rq_data"), 0);
  put(&m->d, "rd_addr", 0); /* refused from now on */
  for (int i = 0; i < 5; i++) {
    put(&m->d, "rq_ready", i == 4);
    tick(&m->d);
    assert_int_equal(get(&m->d, "rq_valid"), 1);
    assert_int_equal(cares(&m->d, "rq_data"), 1);
    assert_int_equal(get(&m->d, "rq_data"), 9);  /* column 1 in the upper two bits */
    assert_int_equal(get(&m->d, "rd_ready"), 0); /* 9: also at the edge of the take */
  }
  tick(&m->d);
  assert_int_equal(get(&m->d, "rq_valid"), 0);
  assert_int_equal(get(&m->d, "rd_ready"), 1); /* the read of row 0 is accepted here */
  put(&m->d, "rd_valid", 0);
  tick(&m->d);
  assert_int_equal(get(&m->d, "rq_valid"), 1);
  assert_int_equal(get(&m->d, "rq_data"), 5);
  macro_free(m);
}

static void test_dcim_cycles_read_above_the_array_is_zero(void **state) {
  (void)state;
  macro_t *m = small_macro("");
  put(&m->d, "rd_valid", 1);
  for (int row = 4; row < 8; row++) {
    put(&m->d, "rd_addr", (uint64_t)row);
    tick(&m->d); /* accept */
    tick(&m->d); /* answer, taken */
    assert_int_equal(get(&m->d, "rq_valid"), 1);
    assert_int_equal(cares(&m->d, "rq_data"), 1);
    assert_int_equal(get(&m->d, "rq_data"), row == 4 ? 5 : 0);
  }
  macro_free(m);
}

/* 7: an answer waits out a blocked pipeline; new reads wait until nothing is busy. */
static void test_dcim_cycles_answer_is_taken_while_blocked(void **state) {
  (void)state;
  macro_t *m = small_macro("");
  const tile_t t = value_tile(m, 1, 1);
  put(&m->d, "rs_ready", 0);
  put(&m->d, "rq_ready", 0);
  put(&m->d, "rd_valid", 1);
  put(&m->d, "rd_addr", 0);
  start_tile(m, &t); /* the same edge accepts both */
  put(&m->d, "rd_valid", 0);
  start_tile(m, &t);
  for (int i = 0; i < 10; i++) {
    tick(&m->d);
  }
  assert_int_equal(get(&m->d, "rs_valid"), 1);
  assert_int_equal(get(&m->d, "st_ready"), 0); /* blocked */
  assert_int_equal(get(&m->d, "rq_valid"), 1);
  put(&m->d, "rq_ready", 1);
  tick(&m->d);
  assert_int_equal(get(&m->d, "rq_valid"), 1);
  tick(&m->d);
  assert_int_equal(get(&m->d, "rq_valid"), 0);
  assert_int_equal(get(&m->d, "rd_ready"), 0); /* busy */
  assert_int_equal(get(&m->d, "rs_valid"), 1);
  macro_free(m);
}

/* ---- 4: start ---- */

/* Tiles of B bit cycles are accepted every B edges, and their results come every B edges (B >= 2).
 */
static void back_to_back(int bits) {
  macro_t *m = small_macro("");
  int accepted = 0, answered = 0, first = -1;
  for (int i = 0; i < 20 * bits; i++) {
    const tile_t t = value_tile(m, bits, (uint32_t)(accepted % (1 << bits)));
    drive_tile(m, &t);
    tick(&m->d);
    const int edge = m->d.edge - 1;
    if (get(&m->d, "st_ready") == 1) {
      first = first < 0 ? edge : first;
      assert_int_equal(edge, first + bits * accepted);
      accepted++;
    }
    if (get(&m->d, "rs_valid") == 1) {
      assert_int_equal(edge, first + bits + 1 + 2 + bits * answered);
      assert_int_equal(acc(m, 0), 4 * (answered % (1 << bits)));
      answered++;
    }
  }
  assert_int_equal(accepted, 20);
  assert_true(answered >= 16);
  macro_free(m);
}

static void test_dcim_cycles_tiles_without_a_gap(void **state) {
  (void)state;
  back_to_back(2);
  back_to_back(3);
  back_to_back(8);
}

/* 4, 7: with B = 1 and results taken at once, a result every second edge: the next complete sum
 * waits one cycle for the register. Edges 0, 1, 2, 3 accept; the pipe (D = 1) then moves every
 * second edge. */
static void test_dcim_cycles_single_bit_tiles(void **state) {
  (void)state;
  static const int ready[12] = {1, 1, 1, 1, 0, 1, 0, 1, 0, 1, 0, 1};
  static const int valid[12] = {0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0};
  macro_t *m = small_macro("");
  const tile_t t = value_tile(m, 1, 1);
  drive_tile(m, &t);
  for (int edge = 0; edge < 12; edge++) {
    tick(&m->d);
    assert_int_equal(get(&m->d, "st_ready"), ready[edge]);
    assert_int_equal(get(&m->d, "rs_valid"), valid[edge]);
  }
  macro_free(m);
}

/* ---- 7: stall ---- */

/* Two tiles of 3 bits, the first result not taken: the second sum waits, blocked, with frozen taps;
 * a result taken at edge t lets the next appear at t + 2. */
static void test_dcim_cycles_stall(void **state) {
  (void)state;
  macro_t *m = small_macro("");
  const tile_t one = value_tile(m, 3, 5), two = value_tile(m, 3, 6);
  put(&m->d, "rs_ready", 0);
  const int e = start_tile(m, &one);
  assert_int_equal(start_tile(m, &two), e + 3);
  /* the sum of the second is complete at edge (e + 3) + B + D + 1 = e + 8: blocked from there */
  while (m->d.edge <= e + 20) {
    tick(&m->d);
    const int edge = m->d.edge - 1;
    assert_int_equal(get(&m->d, "st_ready"), edge >= e + 6 && edge < e + 8);
    assert_int_equal(get(&m->d, "rs_valid"), edge >= e + 6);
    assert_int_equal(get(&m->d, "wr_ready"), 0);
    if (edge >= e + 8) {
      assert_int_equal(cares(&m->d, "tap_tile_sum"), 1);
      assert_int_equal(get_signed(&m->d, "tap_tile_sum", 0, m->tile_bits), 24);
      assert_int_equal(acc(m, 0), 20);
    }
  }
  put(&m->d, "rs_ready", 1);
  tick(&m->d); /* edge t: the cycle is still blocked whatever rs_ready is */
  assert_int_equal(get(&m->d, "st_ready"), 0);
  assert_int_equal(get(&m->d, "rs_valid"), 1);
  tick(&m->d); /* t + 1 */
  assert_int_equal(get(&m->d, "rs_valid"), 0);
  assert_int_equal(get(&m->d, "st_ready"), 1);
  assert_int_equal(get(&m->d, "wr_ready"), 0);
  tick(&m->d); /* t + 2 */
  assert_int_equal(get(&m->d, "rs_valid"), 1);
  assert_int_equal(acc(m, 0), 24);
  assert_int_equal(get(&m->d, "wr_ready"), 1);
  macro_free(m);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_dcim_cycles_row_above_the_array_is_ignored),
      cmocka_unit_test(test_dcim_cycles_latency),
      cmocka_unit_test(test_dcim_cycles_result_is_held),
      cmocka_unit_test(test_dcim_cycles_read_answers_one_edge_later_and_holds),
      cmocka_unit_test(test_dcim_cycles_read_above_the_array_is_zero),
      cmocka_unit_test(test_dcim_cycles_answer_is_taken_while_blocked),
      cmocka_unit_test(test_dcim_cycles_tiles_without_a_gap),
      cmocka_unit_test(test_dcim_cycles_single_bit_tiles),
      cmocka_unit_test(test_dcim_cycles_stall),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
