/* The Microscaling macro against plain integers and exact rationals, edge by edge: stimulus in
 * every configuration, and others with other patterns. */
#include "helper_mx_macro_truth.h"

/* Returns how many dot products were compared. */
static long check_stimulus(const char *params, int flags, long episodes) {
  gcim_stim_t *stim = stim_new("mx_macro", params);
  macro_t m = macro_new(params);
  truth_t *t = truth_new(&m);
  long compared = 0;
  for (long episode = 0; episode < episodes; episode++) {
    int rst_n = 0;
    assert_int_equal(gcim_stim_start(stim, 11, (uint64_t)episode, flags), GCIM_OK);
    assert_int_equal(gcim_model_clear(m.d.model), GCIM_OK);
    truth_forget(t);
    while (gcim_stim_next(stim, &rst_n, m.d.image) == 1) {
      assert_int_equal(gcim_model_step(m.d.model, rst_n, m.d.image, m.d.care), GCIM_OK);
      if (rst_n == 0) {
        truth_clear(t);
      } else {
        compared += truth_judge(t);
        truth_edge(t);
      }
    }
  }
  truth_free(t);
  macro_free(&m);
  gcim_stim_free(stim);
  return compared;
}

static void check_configs(int flags, long episodes) {
  dut_t d = dut_new("mx_macro", "");
  for (int i = 0; i < d.card->config_count; i++) {
    char params[64];
    snprintf(params, sizeof params, "config=%s", d.card->configs[i].name);
    assert_in_range(check_stimulus(params, flags, episodes), 2 * episodes, 100 * episodes);
  }
  dut_free(&d);
}

static void test_mx_macro_configs(void **state) {
  (void)state;
  check_configs(0, times(70)); /* the 63rd is a long one */
}

static void test_mx_macro_illegal_modes(void **state) {
  (void)state;
  check_configs(GCIM_STIM_ILLEGAL, times(25));
}

/* Blocks that begin inside a group of the pattern tree, groups that the last row leaves short,
 * limits of nothing and of everything, weights of one digit and of four, one row. */
static void test_mx_macro_lossy_patterns(void **state) {
  (void)state;
  static const char *const params[] = {
      "config=e2m1 Lanes=3 Blocks=3 PatSize=4",
      "config=e2m1 Lanes=5 Blocks=2 PatSize=3 PatLimit=2 WBits=8 AccBits=32",
      "config=e2m1 Lanes=2 Blocks=5 PatSize=4 PatLimit=0 WBits=2",
      "config=e2m1 Lanes=7 Blocks=1 PatSize=2 PatLimit=4 WBits=4 Acc=MX_ACC_RUNNING",
      "config=e2m1 Lanes=6 Blocks=2 PatSize=1 PatLimit=1 PatSet=0",
      "config=e2m1 Lanes=1 Blocks=1 PatLimit=0",
      "config=fp16 PatPolicy=LOSSY",
      "config=e3m2 PatPolicy=LOSSY",
  };
  for (size_t i = 0; i < sizeof params / sizeof params[0]; i++) {
    assert_in_range(check_stimulus(params[i], 0, times(20)), 40, 100000);
  }
}

/* Extremes of formats and of the geometry. */
static void test_mx_macro_parameters(void **state) {
  (void)state;
  static const char *const params[] = {
      "XManBits=23 XBits=16 WBits=16 AccBits=128 Lanes=3 Cols=16",
      "XExpBits=2 XManBits=7 XBias=0 XBits=8 Lanes=4",
      "XExpBits=4 XManBits=7 XBias=255 Lanes=9 Acc=MX_ACC_FLOAT",
      "Lanes=64 Blocks=16 Cols=1",
      "Lanes=2 Blocks=16 WBits=2 AccBits=18 Cols=2",
  };
  for (size_t i = 0; i < sizeof params / sizeof params[0]; i++) {
    check_stimulus(params[i], 0, times(12));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_mx_macro_configs),
      cmocka_unit_test(test_mx_macro_illegal_modes),
      cmocka_unit_test(test_mx_macro_lossy_patterns),
      cmocka_unit_test(test_mx_macro_parameters),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
