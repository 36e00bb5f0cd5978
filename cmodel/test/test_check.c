/* The checker: a second model plays the DUT; what is wrong is put into its image by hand. */
#include "helper_dcim.h"

/* A macro as DUT and the checker that watches it; taps 0 (col_sum) and 1 (tile_sum). */
typedef struct {
  macro_t *m;
  gcim_check_t *check;
} pair_t;

static const char *const small = "Rows=2 Cols=2 MaxX=2 MaxW=2 Group=2 SpareRows=0";

static pair_t pair_new(void) {
  pair_t p = {macro_new(small), NULL};
  dut_t judge = dut_new("dcim_macro", small);
  assert_int_equal(gcim_check_new(judge.model, &p.check), GCIM_OK);
  assert_ptr_equal(gcim_check_model(p.check), judge.model);
  free(judge.image);
  return p;
}

static void pair_free(pair_t *p) {
  gcim_check_free(p->check);
  macro_free(p->m);
}

/* One edge, seen by the checker. */
static int watch(pair_t *p, int rst_n, uint32_t tap_mask) {
  dut_t *d = &p->m->d;
  assert_int_equal(gcim_model_step(d->model, rst_n, d->image, d->care), GCIM_OK);
  d->edge++;
  return gcim_check_clock(p->check, rst_n, d->image, tap_mask);
}

/* One edge with bit `bit` of a port wrong. */
static int watch_flipped(pair_t *p, const char *port, int bit, uint32_t tap_mask) {
  dut_t *d = &p->m->d;
  assert_int_equal(gcim_model_step(d->model, 1, d->image, d->care), GCIM_OK);
  put_at(d, port, bit, 1, !get_at(d, port, bit, 1));
  const int status = gcim_check_clock(p->check, 1, d->image, tap_mask);
  put_at(d, port, bit, 1, !get_at(d, port, bit, 1));
  return status;
}

static gcim_counts_t counts(const pair_t *p) {
  gcim_counts_t c;
  gcim_check_counts(p->check, &c);
  return c;
}

/* Edges 0 and 1: both rows written, {1, 2} in each. */
static void load(pair_t *p) {
  for (int row = 0; row < 2; row++) {
    drive_row(p->m, row, (const uint32_t[]){1, 2});
    assert_int_equal(watch(p, 1, 3), GCIM_OK);
  }
  put(&p->m->d, "wr_valid", 0);
}

/* One edge: start a tile of 1 bit, x = 1: accepted at edge e, result {2, 4} at e + 4. */
static void start(pair_t *p) {
  tile_t t = plain_tile(p->m);
  t.x_bits = 1;
  t.x[0] = t.x[1] = 1;
  drive_tile(p->m, &t);
  assert_int_equal(watch(p, 1, 3), GCIM_OK);
  put(&p->m->d, "st_valid", 0);
}

/* ---- clean ---- */

/* 2 reset edges, 2 writes, 1 start, 3 edges of waiting, the answer, 1 idle edge. */
static void test_check_counts_of_a_clean_run(void **state) {
  (void)state;
  pair_t p = pair_new();
  assert_int_equal(watch(&p, 0, 3), GCIM_OK);
  assert_int_equal(watch(&p, 0, 3), GCIM_OK);
  load(&p);
  start(&p);
  assert_int_equal(counts(&p).outstanding, 1);
  for (int i = 0; i < 3; i++) {
    assert_int_equal(watch(&p, 1, 3), GCIM_OK);
    assert_int_equal(counts(&p).beats, 0);
  }
  assert_int_equal(counts(&p).outstanding, 1);
  assert_int_equal(watch(&p, 1, 3), GCIM_OK); /* the answer */
  assert_int_equal(watch(&p, 1, 3), GCIM_OK);
  const gcim_counts_t c = counts(&p);
  assert_int_equal(c.cycles, 8);
  assert_int_equal(c.active_cycles, 4); /* two writes, the start, the answer */
  assert_int_equal(c.beats, 1);
  assert_int_equal(c.careless, 0);
  assert_int_equal(c.mismatches, 0);
  assert_int_equal(c.illegal, 0);
  assert_int_equal(c.outstanding, 0);
  /* 10 edges of rd_ready, wr_ready, st_ready, rq_valid, rs_valid; acc and ovf once; each tap once
   */
  assert_int_equal(c.values, 10 * 5 + 2 + 2);
  assert_string_equal(gcim_check_first(p.check), "");
  assert_string_equal(gcim_check_illegal(p.check), "");
  assert_int_equal(gcim_check_verdict(p.check), GCIM_OK);
  pair_free(&p);
}

/* An answer that waits three edges for its taker is one beat, and compared at every edge. */
static void test_check_held_answer_is_one_beat(void **state) {
  (void)state;
  pair_t p = pair_new();
  load(&p);
  put(&p.m->d, "rs_ready", 0);
  start(&p);
  for (int i = 0; i < 6; i++) {
    watch(&p, 1, 0);
  }
  assert_int_equal(counts(&p).beats, 0);
  assert_int_equal(counts(&p).outstanding, 1);
  assert_int_equal(gcim_check_verdict(p.check), GCIM_ERR_STATE);
  put(&p.m->d, "rs_ready", 1);
  watch(&p, 1, 0);
  assert_int_equal(counts(&p).beats, 1);
  assert_int_equal(counts(&p).active_cycles, 4);
  assert_int_equal(gcim_check_verdict(p.check), GCIM_OK);
  pair_free(&p);
}

static void test_check_outstanding_is_red(void **state) {
  (void)state;
  pair_t p = pair_new();
  load(&p);
  start(&p);
  for (int i = 0; i < 4; i++) {
    watch(&p, 1, 3);
  }
  assert_int_equal(gcim_check_verdict(p.check), GCIM_OK);
  start(&p);
  assert_int_equal(gcim_check_verdict(p.check), GCIM_ERR_STATE);
  assert_non_null(strstr(gcim_error_text(), "dcim_macro"));
  watch(&p, 0, 3); /* a reset drops the command: nothing waits any more */
  assert_int_equal(counts(&p).outstanding, 0);
  assert_int_equal(gcim_check_verdict(p.check), GCIM_OK);
  pair_free(&p);
}

/* ---- mismatches ---- */

static void test_check_one_wrong_output_bit(void **state) {
  (void)state;
  pair_t p = pair_new();
  load(&p);
  start(&p);
  for (int i = 0; i < 3; i++) {
    watch(&p, 1, 0);
  }
  /* edge 6 shows the result: column 1 of acc (14 bits each: 2 + 2 + 1 + 1 + 8), bit 3 */
  assert_int_equal(p.m->acc_width, 14);
  assert_int_equal(watch_flipped(&p, "rs_acc", 14 + 3, 0), GCIM_ERR_MISMATCH);
  const char *first = gcim_check_first(p.check);
  assert_non_null(strstr(first, "cycle 6"));
  assert_non_null(strstr(first, "rs_acc_o"));
  assert_non_null(strstr(first, "[1]"));
  assert_non_null(strstr(first, "bit 3 differs"));
  assert_non_null(strstr(first, "rtl=000c model=0004")); /* 4 with bit 3 set */
  assert_int_equal(counts(&p).mismatches, 1);
  assert_int_equal(watch(&p, 1, 0), GCIM_OK); /* later edges go on */
  assert_int_equal(gcim_check_verdict(p.check), GCIM_ERR_MISMATCH);
  assert_non_null(strstr(gcim_error_text(), "rs_acc_o"));
  pair_free(&p);
}

/* Every handshake output is compared in every cycle, also in an idle one. */
static void test_check_wrong_handshake(void **state) {
  (void)state;
  static const char *const ports[] = {"rd_ready", "wr_ready", "st_ready", "rq_valid", "rs_valid"};
  for (size_t i = 0; i < sizeof ports / sizeof ports[0]; i++) {
    pair_t p = pair_new();
    load(&p);
    assert_int_equal(watch_flipped(&p, ports[i], 0, 0), GCIM_ERR_MISMATCH);
    assert_non_null(strstr(gcim_check_first(p.check), ports[i]));
    assert_non_null(strstr(gcim_check_first(p.check), "cycle 2"));
    pair_free(&p);
  }
}

/* A DUT that does not show the idle state under reset is wrong. */
static void test_check_outputs_under_reset(void **state) {
  (void)state;
  pair_t p = pair_new();
  tick_reset(&p.m->d);
  put(&p.m->d, "st_ready", 0);
  assert_int_equal(gcim_check_clock(p.check, 0, p.m->d.image, 0), GCIM_ERR_MISMATCH);
  pair_free(&p);
}

/* What is don't-care may be anything: acc while rs_valid = 0, taps without a live bit cycle. */
static void test_check_dont_care_is_not_compared(void **state) {
  (void)state;
  pair_t p = pair_new();
  load(&p);
  assert_int_equal(watch_flipped(&p, "rs_acc", 0, 3), GCIM_OK);
  assert_int_equal(watch_flipped(&p, "rs_ovf", 0, 3), GCIM_OK);
  assert_int_equal(watch_flipped(&p, "rq_data", 0, 3), GCIM_OK);
  assert_int_equal(watch_flipped(&p, "tap_col_sum", 0, 3), GCIM_OK);
  assert_int_equal(watch_flipped(&p, "tap_tile_sum", 0, 3), GCIM_OK);
  assert_int_equal(counts(&p).mismatches, 0);
  pair_free(&p);
}

/* A wrong tap is found only if the mask names it; its line comes before the ports'. */
static void test_check_taps_follow_the_mask(void **state) {
  (void)state;
  static const struct {
    const char *tap;
    int edge; /* after the start: D + 1 and D + 2 */
    uint32_t bit;
  } taps[] = {{"tap_col_sum", 2, 1}, {"tap_tile_sum", 3, 2}};
  for (int i = 0; i < 2; i++) {
    for (uint32_t mask = 0; mask < 4; mask++) {
      pair_t p = pair_new();
      load(&p);
      start(&p);
      for (int e = 1; e < taps[i].edge; e++) {
        assert_int_equal(watch(&p, 1, mask), GCIM_OK);
      }
      const int status = watch_flipped(&p, taps[i].tap, 1, mask);
      const bool seen = (mask & taps[i].bit) != 0;
      assert_int_equal(status, seen ? GCIM_ERR_MISMATCH : GCIM_OK);
      assert_int_equal(strstr(gcim_check_first(p.check), taps[i].tap + 4) != NULL, seen);
      assert_int_equal(strstr(gcim_check_first(p.check), "bit 1 differs") != NULL, seen);
      pair_free(&p);
    }
  }
}

/* A wrong tap and a wrong port at one edge: the tap is the first wrong stage, both are told. */
static void test_check_tap_is_the_first_wrong_stage(void **state) {
  (void)state;
  pair_t p = pair_new();
  load(&p);
  start(&p);
  watch(&p, 1, 3);
  put_at(&p.m->d, "rs_valid", 0, 1, 0);
  dut_t *d = &p.m->d;
  gcim_model_step(d->model, 1, d->image, d->care);
  put(d, "rs_valid", 1);
  put_at(d, "tap_col_sum", 0, 1, !get_at(d, "tap_col_sum", 0, 1));
  assert_int_equal(gcim_check_clock(p.check, 1, d->image, 3), GCIM_ERR_MISMATCH);
  const char *first = gcim_check_first(p.check);
  assert_non_null(strstr(first, "first wrong stage: tap col_sum"));
  assert_non_null(strstr(first, "rs_valid_o"));
  assert_int_equal(counts(&p).mismatches, 2);
  pair_free(&p);
}

/* Only the first mismatch is told, all are counted. */
static void test_check_first_stays(void **state) {
  (void)state;
  pair_t p = pair_new();
  load(&p);
  watch_flipped(&p, "rq_valid", 0, 0);
  watch_flipped(&p, "rs_valid", 0, 0);
  assert_non_null(strstr(gcim_check_first(p.check), "rq_valid_o"));
  assert_null(strstr(gcim_check_first(p.check), "rs_valid_o"));
  assert_int_equal(counts(&p).mismatches, 2);
  pair_free(&p);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_check_counts_of_a_clean_run),
      cmocka_unit_test(test_check_held_answer_is_one_beat),
      cmocka_unit_test(test_check_outstanding_is_red),
      cmocka_unit_test(test_check_one_wrong_output_bit),
      cmocka_unit_test(test_check_wrong_handshake),
      cmocka_unit_test(test_check_outputs_under_reset),
      cmocka_unit_test(test_check_dont_care_is_not_compared),
      cmocka_unit_test(test_check_taps_follow_the_mask),
      cmocka_unit_test(test_check_tap_is_the_first_wrong_stage),
      cmocka_unit_test(test_check_first_stays),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
