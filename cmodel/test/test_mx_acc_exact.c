/* The sum over blocks against a sum of exact rationals, edge by edge: stimulus in every
 * configuration, and blocks of near exponents. */
#include "helper_mx_acc.h"

/* What the reference says about the image sampled at one edge. */
typedef struct {
  ref_acc_t sum;
  bool fresh, waiting;
  uint32_t y, flags;
} ref_unit_t;

static void judge_edge(const dut_t *d, const ref_unit_t *r) {
  assert_int_equal(get(d, "st_ready"), !r->waiting);
  assert_int_equal(get(d, "rs_valid"), r->waiting);
  assert_int_equal(cares(d, "rs_y"), r->waiting);
  assert_int_equal(cares(d, "tap_acc"), r->fresh);
  if (r->waiting) {
    assert_int_equal((uint32_t)get_at(d, "rs_y", 0, 32), r->y);
    assert_int_equal(get(d, "rs_flags"), r->flags);
    assert_int_equal(get(d, "rs_below"), r->sum.below);
  }
  if (r->fresh) {
    mpz_t acc;
    mpz_init(acc);
    field_z(acc, d, sig(d, "tap_acc"), 0, r->sum.bits, r->sum.kind != ACC_FLOAT);
    assert_int_equal(mpz_cmp(acc, r->sum.a), 0);
    assert_int_equal(get_signed(d, "tap_exp", 0, 10), r->sum.exp);
    mpz_clear(acc);
  }
}

static void ref_edge(ref_unit_t *r, const dut_t *d) {
  const bool accepts = get(d, "st_valid") != 0 && !r->waiting;
  r->fresh = accepts;
  r->waiting = r->waiting && get(d, "rs_ready") == 0;
  if (accepts) {
    ref_block_t b;
    ref_block_read(&b, d);
    ref_add(&r->sum, &b);
    if (b.last) {
      r->y = ref_result(&r->sum, &b.p, &r->flags);
      r->waiting = true;
    }
    mpz_clear(b.sum);
  }
}

static void check_stimulus(const char *params, int flags, uint64_t episodes) {
  gcim_stim_t *stim = stim_new("mx_acc", params);
  dut_t d = dut_new("mx_acc", params);
  ref_unit_t r = {0};
  ref_acc_init(&r.sum, &d);
  for (uint64_t episode = 0; episode < episodes; episode++) {
    int rst_n = 0;
    assert_int_equal(gcim_stim_start(stim, 11, episode, flags), GCIM_OK);
    assert_int_equal(gcim_model_clear(d.model), GCIM_OK);
    ref_clear(&r.sum);
    r.fresh = r.waiting = false;
    while (gcim_stim_next(stim, &rst_n, d.image) == 1) {
      assert_int_equal(gcim_model_step(d.model, rst_n, d.image, d.care), GCIM_OK);
      if (rst_n == 0) {
        ref_clear(&r.sum);
        r.fresh = r.waiting = false;
      } else {
        judge_edge(&d, &r);
        ref_edge(&r, &d);
      }
    }
  }
  mpz_clear(r.sum.a);
  dut_free(&d);
  gcim_stim_free(stim);
}

static void check_configs(int flags, uint64_t episodes) {
  dut_t d = dut_new("mx_acc", "");
  for (int i = 0; i < d.card->config_count; i++) {
    char params[64];
    snprintf(params, sizeof params, "config=%s", d.card->configs[i].name);
    check_stimulus(params, flags, episodes);
  }
  dut_free(&d);
}

static void test_mx_acc_configs(void **state) {
  (void)state;
  check_configs(0, (uint64_t)times(60));
}

static void test_mx_acc_illegal_modes(void **state) {
  (void)state;
  check_configs(GCIM_STIM_ILLEGAL, (uint64_t)times(20));
}

/* Blocks of near exponents, as activations give: sums of many blocks that all count. */
static void check_near(const char *params, uint64_t seed) {
  dut_t d = dut_new("mx_acc", params);
  dice_t dice = {.seed = seed};
  ref_unit_t r = {0};
  ref_acc_init(&r.sum, &d);
  const int base = (int)roll(&dice, 60) - 30;
  put(&d, "rs_ready", 1);
  put(&d, "st_ref", (uint64_t)(int64_t)(base + 6));
  for (int n = 0; n < 400; n++) {
    put(&d, "st_quant", roll(&dice, 6));
    put(&d, "st_rnd", roll(&dice, 6));
    put(&d, "st_sat", roll(&dice, 2));
    const int bits = value_of(&d, "SumBits");
    const uint64_t sum = (uint64_t)roll(&dice, 0) << 32 | roll(&dice, 0);
    put_at(&d, "st_sum", 0, bits < 64 ? bits : 64, sum);
    put(&d, "st_exp", (uint64_t)(int64_t)(base + (int)roll(&dice, 8)));
    put(&d, "st_first", roll(&dice, 16) == 0);
    put(&d, "st_last", roll(&dice, 8) == 0);
    put(&d, "st_valid", 1);
    tick(&d);
    judge_edge(&d, &r);
    ref_edge(&r, &d);
  }
  mpz_clear(r.sum.a);
  dut_free(&d);
}

static void test_mx_acc_near_exponents(void **state) {
  (void)state;
  dut_t d = dut_new("mx_acc", "");
  for (int i = 0; i < d.card->config_count; i++) {
    char params[64];
    snprintf(params, sizeof params, "config=%s", d.card->configs[i].name);
    for (uint64_t seed = 1; seed < 6; seed++) {
      check_near(params, 100 * seed + (uint64_t)i);
    }
  }
  dut_free(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_mx_acc_configs),
      cmocka_unit_test(test_mx_acc_illegal_modes),
      cmocka_unit_test(test_mx_acc_near_exponents),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
