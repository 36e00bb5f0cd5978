/* mx_macro: cycles, sentences 1 to 8, and don't-cares, 16. Numbers by hand: test_mx_macro_hand.c,
 * test_mx_macro_sums.c; against integers and exact rationals: test_mx_macro_exact.c.
 *
 * Most tests: config=one, one lane, one block and one column of MX_INT8, RUNNING: with op OP_GIVEN
 * the taps of x at e + 2, tap_dot at e + 13, tap_acc and the result at e + 14. Element 64 under
 * scale 127 is 1.0, so with exponent 0 the result is the weight. */
#include "helper_mx_macro.h"

static const vector_t whole = {.x = {64}, .host = 127, .op = OP_GIVEN, .first = 1, .last = 1};

enum { DOT = 13, END = 14 };

static macro_t loaded(int w) {
  macro_t m = macro_new("config=one");
  write_block(&m, 0, w, 0);
  return m;
}

static void assert_shown(const macro_t *m, bool x, bool dot, bool acc, bool rs) {
  assert_int_equal(cares(&m->d, "tap_scale"), x);
  assert_int_equal(cares(&m->d, "tap_x_q"), x);
  assert_int_equal(cares(&m->d, "tap_x_exp"), x);
  assert_int_equal(cares(&m->d, "tap_dot"), dot);
  assert_int_equal(cares(&m->d, "tap_acc"), acc);
  assert_result_shown(&m->d, rs);
}

/* ---- 3 to 7 ---- */

/* A last vector: busy until its result was taken. w = 3: 64 * 3, 3.0. */
static void test_mx_macro_last_vector(void **state) {
  (void)state;
  macro_t m = loaded(3);
  tick(&m.d);
  assert_idle(&m.d);
  put(&m.d, "rs_ready", 0);
  const int e = start(&m, &whole);
  for (int edge = e + 1; edge <= e + 17; edge++) {
    tick(&m.d);
    assert_readies(&m.d, 0);
    assert_shown(&m, edge == e + 2, edge == e + DOT, edge == e + END, edge >= e + END);
    if (edge == e + 2) {
      assert_int_equal(get(&m.d, "tap_scale"), 127);
      assert_int_equal(q_of(&m, 0), 64);
      assert_int_equal(get_signed(&m.d, "tap_x_exp", 0, 12), -6);
    }
    if (edge == e + DOT) {
      assert_int_equal(dot_of(&m, 0), 192);
    }
    if (edge == e + END) {
      assert_int_equal(acc_of(&m, 0), 192);
    }
    if (edge >= e + END) {
      assert_result(&m, 0, 0x40400000, 0, 0);
    }
  }
  put(&m.d, "rs_ready", 1);
  tick(&m.d); /* t */
  assert_readies(&m.d, 0);
  assert_shown(&m, false, false, false, true);
  tick(&m.d); /* t + 1 */
  assert_idle(&m.d);
  macro_free(&m);
}

/* Without last the unit is not busy at the edge that shows tap_acc, and takes the next vector then;
 * a scan is over at e + 3. */
static void test_mx_macro_vectors_follow(void **state) {
  (void)state;
  macro_t m = loaded(3);
  vector_t part = whole, scan = whole, end = whole;
  part.last = 0;
  scan.scan = 1;
  end.first = 0;
  int e = start(&m, &part);
  for (int edge = e + 1; edge < e + END; edge++) {
    tick(&m.d);
    assert_readies(&m.d, 0);
    assert_shown(&m, edge == e + 2, edge == e + DOT, false, false);
  }
  assert_int_equal(start(&m, &scan), e + END);
  assert_readies(&m.d, 1);
  assert_shown(&m, false, false, true, false);
  assert_int_equal(acc_of(&m, 0), 192);
  e += END;
  tick(&m.d);
  assert_readies(&m.d, 0);
  assert_shown(&m, false, false, false, false);
  tick(&m.d);
  assert_readies(&m.d, 0);
  assert_shown(&m, true, false, false, false);
  assert_int_equal(start(&m, &end), e + 3); /* its sum goes on: 384 */
  assert_shown(&m, false, false, false, false);
  tick_to(&m.d, e + 3 + END);
  assert_result(&m, 0, 0x40c00000, 0, 0);
  assert_int_equal(start(&m, &part), e + 3 + END + 1); /* taken at once */
  macro_free(&m);
}

/* B: of the element for OP_FLOAT and OP_GIVEN, XBits for the others. */
static void test_mx_macro_latencies(void **state) {
  (void)state;
  static const char *const configs[] = {"", "config=e3m2", "config=e2m3", "config=e2m1",
                                        "config=fp16"};
  static const int fix[] = {8, 10, 7, 5, 8}, x_bits[] = {10, 10, 7, 5, 16};
  for (int i = 0; i < 5; i++) {
    for (int op = 0; op < 4; op++) {
      macro_t m = macro_new(configs[i]);
      write_block(&m, 0, 1, 0);
      const vector_t v = {.op = op, .host = 1, .first = 1, .last = 1};
      const int bits = op <= OP_GIVEN ? fix[i] : x_bits[i];
      const int e = start(&m, &v);
      for (int edge = e + 1; edge <= e + bits + 6; edge++) {
        tick(&m.d);
        assert_shown(&m, edge == e + 2, edge == e + bits + 5, edge == e + bits + 6,
                     edge == e + bits + 6);
      }
      macro_free(&m);
    }
  }
}

/* ---- 1 to 3: writes ---- */

/* Refused from e + 1 until the result was taken: the weight and the exponent stay. */
static void test_mx_macro_writes_refused(void **state) {
  (void)state;
  macro_t m = loaded(2);
  const int e = start(&m, &whole);
  put_row(&m, 0, 3);
  put_exponents(&m, 0, 1);
  tick_to(&m.d, e + END);
  no_writes(&m.d);
  run(&m, &whole);
  assert_result(&m, 0, 0x40000000, 0, 0);
  macro_free(&m);
}

/* Writes of the accepting edge count. */
static void test_mx_macro_writes_with_start(void **state) {
  (void)state;
  macro_t m = loaded(2);
  put_row(&m, 0, 3);
  put_exponents(&m, 0, 1);
  const int e = start(&m, &whole);
  no_writes(&m.d);
  tick_to(&m.d, e + END);
  assert_result(&m, 0, 0x40c00000, 0, 0); /* 6.0 */
  macro_free(&m);
}

/* config=e3m2: 24 rows, 3 blocks; rows 24 to 31 and block 3 are accepted and write nothing, a
 * vector of block 3 is one of block 0. Element 12 (1.0) is 16 units of 2^-4. */
static void test_mx_macro_out_of_range(void **state) {
  (void)state;
  macro_t m = macro_new("config=e3m2");
  vector_t v = all_lanes((vector_t){.host = 127, .op = OP_GIVEN, .first = 1, .last = 1}, 12);
  for (int b = 0; b < 3; b++) {
    write_block(&m, b, b + 1, 0);
  }
  for (int row = 24; row < 32; row++) {
    write_row(&m, row, 7);
  }
  write_exponents(&m, 3, 5);
  static const uint32_t sums[4] = {0x41000000, 0x41800000, 0x41c00000, 0x41000000};
  for (v.block = 0; v.block < 4; v.block++) { /* 8.0, 16.0, 24.0, 8.0 */
    run(&m, &v);
    assert_result(&m, 0, sums[v.block], 0, 0);
    assert_result(&m, 1, sums[v.block] + (1 << 23), 0, 0); /* exponent 1 in column 1 */
  }
  macro_free(&m);
}

/* ---- 8 ---- */

/* Reset `after` edges from the accept of a vector that goes on: sums and references are 0 again,
 * weights and exponents stay. */
static void reset_after(int after) {
  macro_t m = macro_new("config=one Acc=MX_ACC_MAXFIRST");
  vector_t scan = whole, more = whole;
  scan.scan = 1;
  scan.host = 137; /* R = 4 */
  more.first = 0;
  write_block(&m, 0, 3, 0);
  run(&m, &scan);
  run(&m, &whole);
  put(&m.d, "rs_ready", 0);
  start(&m, &more);
  for (int i = 0; i < after; i++) {
    tick(&m.d);
  }
  put_row(&m, 0, 1);
  put_exponents(&m, 0, 1);
  reset_refuses(&m.d, 16);
  put(&m.d, "rs_ready", 1);
  run(&m, &more); /* 192 / 2^6 in units of 2^0 */
  assert_int_equal(acc_of(&m, 0), 3);
  assert_result(&m, 0, 0x40400000, 0, 0);
  run(&m, &whole); /* the reference is 0 too */
  assert_int_equal(acc_of(&m, 0), 3);
  macro_free(&m);
}

static void test_mx_macro_reset(void **state) {
  (void)state;
  for (int after = 0; after <= 15; after++) {
    reset_after(after);
  }
}

/* A scan that a reset meets leaves no reference. */
static void test_mx_macro_reset_of_a_scan(void **state) {
  (void)state;
  for (int after = 0; after < 3; after++) {
    macro_t m = macro_new("config=one Acc=MX_ACC_MAXFIRST");
    vector_t scan = whole;
    scan.scan = 1;
    scan.host = 120;
    write_block(&m, 0, 3, 0);
    start(&m, &scan);
    for (int i = 0; i < after; i++) {
      tick(&m.d);
    }
    tick_reset(&m.d);
    run(&m, &whole);
    assert_int_equal(acc_of(&m, 0), 3); /* 192 if R were that of the scan, -13 */
    macro_free(&m);
  }
}

/* ---- 16 ---- */

/* Run a vector of a sum; does what it shows of the array count? The taps of x always do. */
static bool counts(macro_t *m, const vector_t *v) {
  const int e = start(m, v);
  tick_to(&m->d, e + 2);
  assert_int_equal(cares(&m->d, "tap_x_q") && cares(&m->d, "tap_scale"), 1);
  tick_to(&m->d, e + bits_of(m, v) + 5);
  const bool dot = cares(&m->d, "tap_dot");
  tick_to(&m->d, e + bits_of(m, v) + 6);
  assert_int_equal(cares(&m->d, "tap_acc"), dot);
  assert_int_equal(get(&m->d, "rs_valid"), v->last);
  assert_int_equal(cares(&m->d, "rs_y"), dot && v->last);
  assert_int_equal(cares(&m->d, "rs_flags"), dot && v->last);
  assert_int_equal(cares(&m->d, "rs_below"), dot && v->last);
  return dot;
}

/* Two blocks of two lanes: only the block's rows and exponents matter. */
static void test_mx_macro_unknown_weights(void **state) {
  (void)state;
  macro_t m = macro_new("config=one Lanes=2 Blocks=2");
  vector_t first = {.op = OP_GIVEN, .first = 1, .last = 1}, more = {.op = OP_GIVEN, .last = 1};
  assert_false(counts(&m, &first));
  write_row(&m, 0, 1);
  write_row(&m, 1, 1);
  assert_false(counts(&m, &first)); /* no exponents */
  write_exponents(&m, 1, 0);
  assert_false(counts(&m, &first)); /* those of the other block */
  write_exponents(&m, 0, 0);
  assert_false(counts(&m, &more)); /* goes on from what is not known */
  assert_true(counts(&m, &first));
  assert_true(counts(&m, &more));
  first.block = more.block = 1;
  write_row(&m, 3, 1);
  assert_false(counts(&m, &more)); /* row 2 is missing */
  first.block = more.block = 0;
  assert_false(counts(&m, &more));
  assert_true(counts(&m, &first));
  more.block = 1;
  assert_false(counts(&m, &more));
  tick_reset(&m.d); /* clears the sums, does not unwrite */
  more.block = 0;
  assert_true(counts(&m, &more));
  assert_int_equal(gcim_model_clear(m.d.model), GCIM_OK);
  assert_false(counts(&m, &first));
  macro_free(&m);
}

/* A scan does not touch what is known of a sum. */
static void test_mx_macro_scan_and_sum_are_apart(void **state) {
  (void)state;
  macro_t m = macro_new("config=one Lanes=2 Blocks=2 Acc=MX_ACC_MAXFIRST");
  const vector_t scan = {.op = OP_GIVEN, .first = 1, .scan = 1};
  const vector_t first = {.op = OP_GIVEN, .first = 1, .last = 1};
  const vector_t more = {.op = OP_GIVEN, .last = 1}, other = {.op = OP_GIVEN, .block = 1};
  write_block(&m, 0, 1, 0);
  assert_true(counts(&m, &first));
  run(&m, &scan);
  assert_true(counts(&m, &more));
  assert_false(counts(&m, &other));
  run(&m, &scan); /* of a good block, first = 1: the sum stays unknown */
  assert_false(counts(&m, &more));
  assert_true(counts(&m, &first));
  macro_free(&m);
}

/* References from a block without exponents: MAXFIRST sums that start with them are not known. */
static void test_mx_macro_unknown_references(void **state) {
  (void)state;
  static const char *const kinds[] = {"config=one Blocks=2 Acc=MX_ACC_MAXFIRST",
                                      "config=one Blocks=2 Acc=MX_ACC_RUNNING",
                                      "config=one Blocks=2 Acc=MX_ACC_FLOAT"};
  for (int kind = 0; kind < 3; kind++) {
    macro_t m = macro_new(kinds[kind]);
    vector_t bad = {.op = OP_GIVEN, .scan = 1, .block = 1}, good = {.op = OP_GIVEN, .scan = 1};
    const vector_t first = {.op = OP_GIVEN, .first = 1, .last = 1};
    const vector_t more = {.op = OP_GIVEN, .last = 1};
    const bool needs_none = kind > 0;
    write_block(&m, 0, 1, 0);
    assert_true(counts(&m, &first));
    run(&m, &bad);
    assert_true(counts(&m, &more)); /* started before */
    assert_int_equal(counts(&m, &first), needs_none);
    assert_int_equal(counts(&m, &more), needs_none);
    run(&m, &good);
    assert_int_equal(counts(&m, &first), needs_none); /* the larger of it and what is not known */
    good.first = 1;
    run(&m, &good);
    assert_int_equal(counts(&m, &more), needs_none);
    assert_true(counts(&m, &first));
    bad.first = 1;
    run(&m, &bad);
    assert_int_equal(counts(&m, &first), needs_none);
    tick_reset(&m.d);
    assert_true(counts(&m, &first));
    macro_free(&m);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_mx_macro_last_vector),
      cmocka_unit_test(test_mx_macro_vectors_follow),
      cmocka_unit_test(test_mx_macro_latencies),
      cmocka_unit_test(test_mx_macro_writes_refused),
      cmocka_unit_test(test_mx_macro_writes_with_start),
      cmocka_unit_test(test_mx_macro_out_of_range),
      cmocka_unit_test(test_mx_macro_reset),
      cmocka_unit_test(test_mx_macro_reset_of_a_scan),
      cmocka_unit_test(test_mx_macro_unknown_weights),
      cmocka_unit_test(test_mx_macro_scan_and_sum_are_apart),
      cmocka_unit_test(test_mx_macro_unknown_references),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
