/* Units whose output is no answer to one accept each: a group of fp_align_serial gives several
 * beats, several beats of fp_n2c_mac give one result. Checker, stimulus and flow checker. */
#include "gcim_flow.h"
#include "helper_check.h"
#include "helper_serial.h"

/* ---- the checker ---- */

/* The example: the next edge shows the first of its three digits. */
static pair_t pair_of_a_group(void) {
  pair_t p = pair_new("fp_align_serial", "config=e4m3");
  put(&p.d, "dg_ready", 1);
  put_group(&p.d, example, false);
  put(&p.d, "st_valid", 1);
  assert_int_equal(watch(&p, 1), GCIM_OK);
  put(&p.d, "st_valid", 0);
  assert_int_equal(watch(&p, 1), GCIM_OK);
  return p;
}

/* Three digits: three beats, owed from the accept to the last one. */
static void test_check_beats_of_a_group(void **state) {
  (void)state;
  pair_t p = pair_of_a_group();
  for (int beats = 0; beats < 3; beats++) {
    assert_int_equal(counts(&p).beats, beats);
    assert_int_equal(counts(&p).outstanding, 1);
    assert_int_equal(gcim_check_verdict(p.check), GCIM_ERR_STATE);
    assert_int_equal(watch(&p, 1), GCIM_OK);
  }
  assert_int_equal(counts(&p).beats, 3);
  assert_int_equal(counts(&p).active_cycles, 4);
  assert_int_equal(counts(&p).outstanding, 0);
  assert_int_equal(gcim_check_verdict(p.check), GCIM_OK);
  pair_free(&p);
}

/* A wrong bit in the second beat, and a DUT that ends one beat early, are found. */
static void test_check_beats_wrong(void **state) {
  (void)state;
  pair_t p = pair_of_a_group();
  assert_int_equal(watch(&p, 1), GCIM_OK);
  tick(&p.d);
  put_at(&p.d, "dg_digits", 4, 1, !get_at(&p.d, "dg_digits", 4, 1));
  assert_int_equal(gcim_check_clock(p.check, 1, p.d.image, 3), GCIM_ERR_MISMATCH);
  assert_non_null(
      strstr(gcim_check_first(p.check), "cycle 3: first wrong stage: port dg_digits_o"));
  tick(&p.d);
  put(&p.d, "dg_valid", 0);
  assert_int_equal(gcim_check_clock(p.check, 1, p.d.image, 3), GCIM_ERR_MISMATCH);
  assert_int_equal(counts(&p).mismatches, 2);
  pair_free(&p);
}

/* Beats of a run owe nothing until the last one is in. */
static void test_check_beats_of_a_run(void **state) {
  (void)state;
  pair_t p = pair_new("fp_n2c_mac", "config=bits");
  put(&p.d, "dg_valid", 1);
  assert_int_equal(watch(&p, 1), GCIM_OK);
  assert_int_equal(counts(&p).outstanding, 0);
  put(&p.d, "dg_last", 1);
  assert_int_equal(watch(&p, 1), GCIM_OK);
  assert_int_equal(counts(&p).outstanding, 1);
  put(&p.d, "dg_valid", 0);
  put(&p.d, "rs_ready", 1);
  assert_int_equal(watch(&p, 1), GCIM_OK);
  assert_int_equal(counts(&p).outstanding, 0);
  assert_int_equal(counts(&p).beats, 1);
  assert_int_equal(gcim_check_verdict(p.check), GCIM_OK);
  pair_free(&p);
}

/* ---- stimulus ---- */

/* Episodes end, nothing is owed then, and a DUT that is right stays right; groups are drained to
 * their last digit: every accept without a reset behind it has one. */
static void play(const char *unit, const char *params, int episodes) {
  pair_t p = pair_new(unit, params);
  gcim_stim_t *stim = stim_new(unit, params);
  for (int index = 0; index < episodes; index++) {
    int rst_n = 0, cycles = 0;
    assert_int_equal(gcim_check_restart(p.check), GCIM_OK);
    assert_int_equal(gcim_model_clear(p.d.model), GCIM_OK);
    assert_int_equal(gcim_stim_start(stim, 1, (uint64_t)index, 0), GCIM_OK);
    while (gcim_stim_next(stim, &rst_n, p.d.image) != 0) {
      assert_int_equal(gcim_model_step(p.d.model, rst_n, p.d.image, p.d.care), GCIM_OK);
      assert_int_equal(gcim_check_clock(p.check, rst_n, p.d.image, 3), GCIM_OK);
      assert_true(++cycles < 2000);
    }
    assert_int_equal(counts(&p).outstanding, 0);
  }
  assert_int_equal(gcim_check_verdict(p.check), GCIM_OK);
  assert_true(counts(&p).beats > 10 * (uint64_t)episodes);
  gcim_stim_free(stim);
  pair_free(&p);
}

static void test_check_beats_episodes(void **state) {
  (void)state;
  play("fp_align_serial", "config=e4m3", 60);
  play("fp_align_serial", "config=bf16", 60);
  play("fp_n2c_mac", "config=bits", 60);
}

/* ---- flow ---- */

typedef struct {
  dut_t d;
  gcim_model_t *model;
  gcim_flow_t *flow;
} flow_pair_t;

static flow_pair_t flow_new(const char *params) {
  flow_pair_t p = {dut_new("fp_align_serial", params), NULL, NULL};
  assert_int_equal(gcim_model_new(gcim_unit_find("fp_align_serial"), params, &p.model), GCIM_OK);
  assert_int_equal(gcim_flow_new(p.model, &p.flow), GCIM_OK);
  return p;
}

static void flow_free(flow_pair_t *p) {
  gcim_flow_free(p->flow);
  gcim_model_free(p->model);
  dut_free(&p->d);
}

/* The commands of two groups come first, then every digit of both, slowly; none more is due. */
static void test_flow_beats(void **state) {
  (void)state;
  flow_pair_t p = flow_new("config=e4m3");
  put(&p.d, "dg_ready", 1);
  put_group(&p.d, example, false);
  assert_int_equal(gcim_flow_command(p.flow, 0, p.d.image), GCIM_OK);
  put_group(&p.d, example, true);
  assert_int_equal(gcim_flow_command(p.flow, 0, p.d.image), GCIM_OK);
  int beats = 0;
  for (int group = 0; group < 2; group++) {
    start_group(&p.d, example, group != 0);
    do {
      tick(&p.d);
      if (get(&p.d, "dg_valid") != 0) {
        assert_int_equal(gcim_flow_verdict(p.flow), GCIM_ERR_STATE); /* answers are due */
        assert_int_equal(gcim_flow_answer(p.flow, 1, p.d.image), GCIM_OK);
        beats++;
      }
    } while (get(&p.d, "dg_valid") == 0 || get(&p.d, "dg_last") == 0);
  }
  assert_int_equal(beats, 3 + 4);
  assert_int_equal(gcim_flow_verdict(p.flow), GCIM_OK);
  assert_int_equal(gcim_flow_answer(p.flow, 1, p.d.image), GCIM_ERR_MISMATCH);
  flow_free(&p);
}

/* Groups of 38 digits that nobody takes: the 1725th has no room for all of its own, since 65536 =
 * 1724 * 38 + 24. No digit that waits is lost. */
static void test_flow_beats_without_end(void **state) {
  (void)state;
  flow_pair_t p = flow_new("Lanes=1 ExpBits=1 SigBits=2 AlignedBits=32 Extra=6 Digit=1");
  const lane_in_t lane = {1, 0, 3}; /* -3 * 2^(38 - 1 - 2): 1010..0 */
  put_group(&p.d, &lane, false);
  for (int group = 0; group < 65536 / 38; group++) {
    assert_int_equal(gcim_flow_command(p.flow, 0, p.d.image), GCIM_OK);
  }
  assert_int_equal(gcim_flow_command(p.flow, 0, p.d.image), GCIM_ERR_STATE);
  assert_non_null(strstr(gcim_error_text(), "65536 answers are outstanding"));
  put(&p.d, "dg_ref", 0);
  for (int beat = 0; beat < 65536; beat++) {
    const int k = beat % 38;
    put(&p.d, "dg_first", k == 0);
    put(&p.d, "dg_last", k == 37);
    put(&p.d, "dg_digits", k == 0 || k == 2);
    assert_int_equal(gcim_flow_answer(p.flow, 1, p.d.image), GCIM_OK);
  }
  assert_int_equal(gcim_flow_answer(p.flow, 1, p.d.image), GCIM_ERR_MISMATCH);
  flow_free(&p);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_check_beats_of_a_group),
      cmocka_unit_test(test_check_beats_wrong),
      cmocka_unit_test(test_check_beats_of_a_run),
      cmocka_unit_test(test_check_beats_episodes),
      cmocka_unit_test(test_flow_beats),
      cmocka_unit_test(test_flow_beats_without_end),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
