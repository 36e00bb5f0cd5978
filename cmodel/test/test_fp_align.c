/* The aligner: by hand, and against exact rationals. */
#include "helper_fp_pins.h"

enum { MAX_LANES = 512 };

static void test_fp_align_one_edge_later(void **state) {
  (void)state;
  check_one_edge_later("fp_align", "q", "below");
}

/* ---- by hand: e4m3 configuration, 4 bits of significand, W = 4: 2^(ref-2), limits -7..7 ---- */

typedef struct {
  int sign, exp, sig;
} lane_t;

typedef struct {
  int quant, sticky, far, clamp;
} modes_t;

typedef struct {
  int q, lost, clamped, below, unit;
} wanted_t;

static dut_t one(const char *params, lane_t l, int ref, modes_t m) {
  dut_t d = dut_new("fp_align", params);
  put_at(&d, "sign", 0, 1, (uint64_t)l.sign);
  put_at(&d, "exp", 0, value_of(&d, "ExpBits"), (uint64_t)l.exp);
  put_at(&d, "sig", 0, value_of(&d, "SigBits"), (uint64_t)l.sig);
  put(&d, "ref_exp", (uint64_t)ref);
  put(&d, "in_quant", (uint64_t)m.quant);
  put(&d, "in_sticky", (uint64_t)m.sticky);
  put(&d, "in_cutoff", (uint64_t)m.far);
  put(&d, "in_clamp", (uint64_t)m.clamp);
  d.model->unit->ops->eval(d.model, d.image);
  return d;
}

static void expect(const char *params, lane_t l, int ref, modes_t m, wanted_t w) {
  dut_t d = one(params, l, ref, m);
  assert_int_equal(get_signed(&d, "q", 0, value_of(&d, "AlignedBits")), w.q);
  assert_int_equal(get_at(&d, "lost", 0, 1), w.lost);
  assert_int_equal(get_at(&d, "clamped", 0, 1), w.clamped);
  assert_int_equal(get(&d, "below"), w.below);
  assert_int_equal(get(&d, "unit_exp"), w.unit);
  dut_free(&d);
}

enum { RNE, RNA, RTZ, FLOOR, CEIL, JAM };
#define PLAIN(quant) ((modes_t){quant, 1, 0, GCIM_CLAMP_SYMMETRIC})

/* sig 1.000 at ref: 1 = 4 units. Three places down: 1/2 unit; a small negative lane is -1 under
 * FLOOR, the most frequent mismatch of C and RTL. */
static void test_fp_align_small_lanes(void **state) {
  (void)state;
  const char *c = "config=e4m3";
  expect(c, (lane_t){0, 9, 8}, 9, PLAIN(RTZ), (wanted_t){4, 0, 0, 0, 9});
  expect(c, (lane_t){1, 9, 8}, 9, PLAIN(RTZ), (wanted_t){-4, 0, 0, 0, 9});
  expect(c, (lane_t){1, 6, 8}, 9, PLAIN(FLOOR), (wanted_t){-1, 1, 0, 0, 9});
  expect(c, (lane_t){0, 6, 8}, 9, PLAIN(FLOOR), (wanted_t){0, 1, 0, 0, 9});
  expect(c, (lane_t){0, 6, 8}, 9, PLAIN(CEIL), (wanted_t){1, 1, 0, 0, 9});
  expect(c, (lane_t){0, 6, 8}, 9, PLAIN(RNE), (wanted_t){0, 1, 0, 0, 9}); /* tie, 0 is even */
  expect(c, (lane_t){0, 6, 9}, 9, PLAIN(RNE), (wanted_t){1, 1, 0, 0, 9}); /* 9/16 */
  expect(c, (lane_t){0, 6, 8}, 9, PLAIN(RNA), (wanted_t){1, 1, 0, 0, 9});
  expect(c, (lane_t){1, 6, 8}, 9, PLAIN(RNA), (wanted_t){-1, 1, 0, 0, 9});
  expect(c, (lane_t){1, 0, 1}, 15, PLAIN(JAM), (wanted_t){-1, 1, 0, 0, 15});
  expect(c, (lane_t){1, 0, 1}, 15, PLAIN(RTZ), (wanted_t){0, 1, 0, 0, 15});
  expect(c, (lane_t){1, 3, 0}, 9, PLAIN(FLOOR), (wanted_t){0, 0, 0, 0, 9}); /* 11: -0 */
}

/* 6: with one guard bit and no sticky bit, what is cut away is not seen. -1/4 unit (four places
 * down): FLOOR gives 0, not -1. 5/8 unit: cut to 1/2, a tie, goes to even. */
static void test_fp_align_without_sticky(void **state) {
  (void)state;
  const modes_t floor = {FLOOR, 0, 0, 0}, nearest = {RNE, 0, 0, 0};
  expect("config=e4m3", (lane_t){1, 5, 8}, 9, floor, (wanted_t){0, 1, 0, 0, 9});
  expect("config=e4m3", (lane_t){1, 6, 8}, 9, floor, (wanted_t){-1, 1, 0, 0, 9}); /* guard bit */
  expect("config=e4m3", (lane_t){0, 6, 10}, 9, nearest, (wanted_t){0, 1, 0, 0, 9});
  expect("config=e4m3", (lane_t){0, 6, 10}, 9, PLAIN(RNE), (wanted_t){1, 1, 0, 0, 9});
}

/* 8: from d = W = 4 on. */
static void test_fp_align_far(void **state) {
  (void)state;
  const modes_t far = {FLOOR, 1, 1, 0};
  expect("config=e4m3", (lane_t){1, 6, 8}, 9, far, (wanted_t){-1, 1, 0, 0, 9});
  expect("config=e4m3", (lane_t){1, 5, 8}, 9, far, (wanted_t){0, 1, 0, 0, 9});
  expect("config=e4m3", (lane_t){1, 5, 8}, 9, PLAIN(FLOOR), (wanted_t){-1, 1, 0, 0, 9});
}

/* 9: 1.111 is 7.5 units. RNE carries to 8: the limit, or half of 8 in a doubled unit. FLOOR of -7.5
 * is -8, which only CLAMP_FULL has. */
static void test_fp_align_limits(void **state) {
  (void)state;
  const char *c = "config=e4m3";
  const modes_t symmetric = {RNE, 1, 0, GCIM_CLAMP_SYMMETRIC};
  const modes_t full = {RNE, 1, 0, GCIM_CLAMP_FULL}, raise = {RNE, 1, 0, GCIM_CLAMP_RAISE};
  const modes_t floor = {FLOOR, 1, 0, GCIM_CLAMP_SYMMETRIC};
  const modes_t floor_full = {FLOOR, 1, 0, GCIM_CLAMP_FULL};
  const modes_t floor_raise = {FLOOR, 1, 0, GCIM_CLAMP_RAISE};
  expect(c, (lane_t){0, 9, 15}, 9, symmetric, (wanted_t){7, 1, 1, 0, 9});
  expect(c, (lane_t){0, 9, 15}, 9, full, (wanted_t){7, 1, 1, 0, 9});
  expect(c, (lane_t){0, 9, 15}, 9, raise, (wanted_t){4, 1, 0, 0, 10}); /* 3.75 */
  expect(c, (lane_t){1, 9, 15}, 9, symmetric, (wanted_t){-7, 1, 1, 0, 9});
  expect(c, (lane_t){1, 9, 15}, 9, full, (wanted_t){-8, 1, 0, 0, 9});
  expect(c, (lane_t){1, 9, 15}, 9, raise, (wanted_t){-8, 1, 0, 0, 9});
  expect(c, (lane_t){1, 9, 15}, 9, floor, (wanted_t){-7, 1, 1, 0, 9});
  expect(c, (lane_t){1, 9, 15}, 9, floor_full, (wanted_t){-8, 1, 0, 0, 9});
  expect(c, (lane_t){1, 9, 15}, 9, floor_raise, (wanted_t){-8, 1, 0, 0, 9});
  expect(c, (lane_t){0, 15, 15}, 15, raise, (wanted_t){4, 1, 0, 0, 16}); /* 13: one more bit */
}

/* 9: one lane raises the unit of all. 10: a lane below does not. */
static void test_fp_align_raises_all(void **state) {
  (void)state;
  dut_t d = one("config=e4m3", (lane_t){0, 9, 15}, 9, (modes_t){RNE, 1, 0, GCIM_CLAMP_RAISE});
  put_at(&d, "exp", 4, 4, 9);
  put_at(&d, "sig", 4, 4, 8);
  d.model->unit->ops->eval(d.model, d.image);
  assert_int_equal(get_signed(&d, "q", 1, 4), 2);
  put_at(&d, "exp", 0, 4, 10);
  d.model->unit->ops->eval(d.model, d.image);
  assert_int_equal(get(&d, "unit_exp"), 9);
  assert_int_equal(get_signed(&d, "q", 0, 4), 7);
  assert_int_equal(get_signed(&d, "q", 1, 4), 4);
  assert_int_equal(get(&d, "below"), 1);
  dut_free(&d);
}

/* 10, 12: below the maximum. -1.000 one above ref is -8 units: the limit of CLAMP_FULL, nothing is
 * lost, and yet it is clamped. 0.111 is 7 units, the upper limit. */
static void test_fp_align_below(void **state) {
  (void)state;
  const modes_t full = {RTZ, 1, 0, GCIM_CLAMP_FULL};
  expect("config=e4m3", (lane_t){1, 10, 8}, 9, PLAIN(RTZ), (wanted_t){-7, 1, 1, 1, 9});
  expect("config=e4m3", (lane_t){1, 10, 8}, 9, full, (wanted_t){-8, 0, 1, 1, 9});
  expect("config=e4m3", (lane_t){0, 10, 7}, 9, full, (wanted_t){7, 0, 1, 1, 9});
  expect("config=e4m3", (lane_t){0, 15, 1}, 0, full, (wanted_t){7, 1, 1, 1, 0});
  expect("config=e4m3", (lane_t){0, 15, 0}, 0, full, (wanted_t){0, 0, 0, 0, 0});
}

/* ---- against rationals ---- */

static int exps[MAX_LANES];
static mpq_t values[MAX_LANES];
static aligned_t wanted[MAX_LANES];

static void judge(const dut_t *d) {
  const int lanes = value_of(d, "Lanes"), exp_bits = value_of(d, "ExpBits");
  const int sig_bits = value_of(d, "SigBits"), bits = value_of(d, "AlignedBits");
  const how_t how = how_q(d, sig_bits, bits);
  bool below = false;
  for (int i = 0; i < lanes; i++) {
    exps[i] = (int)get_at(d, "exp", i * exp_bits, exp_bits);
    mpq_set_ui(values[i], get_at(d, "sig", i * sig_bits, sig_bits), 1);
    q_scale(values[i], exps[i] - (sig_bits - 1));
    if (get_at(d, "sign", i, 1) != 0) {
      mpq_neg(values[i], values[i]);
    }
  }
  const int unit = align_q(&how, values, exps, lanes, get(d, "ref_exp"), wanted);
  assert_int_equal(get(d, "unit_exp"), unit);
  for (int i = 0; i < lanes; i++) {
    assert_int_equal(get_signed(d, "q", i, bits), wanted[i].q);
    assert_int_equal(get_at(d, "lost", i, 1), wanted[i].lost);
    assert_int_equal(get_at(d, "clamped", i, 1), wanted[i].clamped);
    below = below || wanted[i].below;
  }
  assert_int_equal(get(d, "below"), below);
}

static void test_fp_align_rationals(void **state) {
  (void)state;
  for (int i = 0; i < MAX_LANES; i++) {
    mpq_init(values[i]);
  }
  judge_configs("fp_align", times(5000), judge);
  judge_stimulus("fp_align", "ExpBits=8 SigBits=53 AlignedBits=54 Guard=3", times(2000), judge);
  judge_stimulus("fp_align", "ExpBits=12 SigBits=53 AlignedBits=64 Guard=0", times(2000), judge);
  judge_stimulus("fp_align", "ExpBits=6 SigBits=53 AlignedBits=2 Guard=64", times(2000), judge);
  for (int i = 0; i < MAX_LANES; i++) {
    mpq_clear(values[i]);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fp_align_one_edge_later), cmocka_unit_test(test_fp_align_small_lanes),
      cmocka_unit_test(test_fp_align_without_sticky), cmocka_unit_test(test_fp_align_far),
      cmocka_unit_test(test_fp_align_limits),         cmocka_unit_test(test_fp_align_raises_all),
      cmocka_unit_test(test_fp_align_below),          cmocka_unit_test(test_fp_align_rationals),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
