/* Array functions of dot products: they are the units; steps and groups of any number of terms;
 * what they refuse, with which words. */
#include "helper_fp_pins.h"

static const gcim_float_t *format(const char *name) {
  const gcim_float_t *f = gcim_float_find(name);
  assert_non_null(f);
  return f;
}

static gcim_fp_dot_t dot_config(void) {
  gcim_fp_dot_t c;
  assert_int_equal(gcim_fp_dot_scheme("vector", format("fp16"), format("fp16"), 8, 12, &c),
                   GCIM_OK);
  return c;
}

static gcim_fp_pdot_t pdot_config(void) {
  return (gcim_fp_pdot_t){.x = *format("fp16"),
                          .w = *format("fp16"),
                          .c = *format("fp32"),
                          .y = *format("fp32"),
                          .lanes = 8,
                          .frac = 24,
                          .quant = GCIM_RND_RTZ};
}

static void refuses(int status, int wanted, const char *words) {
  assert_int_equal(status, wanted);
  if (strstr(gcim_error_text(), words) == NULL) {
    fail_msg("the error '%s' does not say '%s'", gcim_error_text(), words);
  }
}

/* ---- the units ---- */

static void unpack(const dut_t *d, const char *port, int count, uint32_t *codes) {
  const int signal = sig(d, port);
  const int bits = d->card->signals[signal].width / count;
  for (int i = 0; i < count; i++) {
    codes[i] = (uint32_t)lane_of(d, signal, i, bits);
  }
}

/* Three groups of four FP16 lanes. A reference below a lane is what the array refuses and the unit
 * clamps. */
static void judge_dot(const dut_t *d) {
  gcim_fp_dot_t c = dot_config();
  uint32_t x[12], w[12], x_ref[3], w_ref[3], y = 0, flags = 0;
  unpack(d, "x", 12, x);
  unpack(d, "w", 12, w);
  unpack(d, "x_ref", 3, x_ref);
  unpack(d, "w_ref", 3, w_ref);
  c.lanes = 4;
  c.guard = value_of(d, "Guard");
  c.specials = (gcim_special_t)get(d, "in_specials");
  c.daz = get(d, "in_daz");
  c.x_given = get(d, "in_x_given");
  c.w_given = get(d, "in_w_given");
  c.quant = (gcim_round_t)get(d, "in_quant");
  c.sticky = get(d, "in_sticky");
  c.far = get(d, "in_cutoff");
  c.clamp = (gcim_clamp_t)get(d, "in_clamp");
  c.correct = get(d, "in_correct");
  c.acc = (gcim_fp_acc_t)get(d, "in_acc");
  c.policy = policy_q(d);
  const uint32_t random = (uint32_t)get(d, "random");
  const int status = gcim_fp_dot(&c, x, w, 12, x_ref, w_ref, random, &y, &flags);
  if (get(d, "below") != 0) {
    refuses(status, GCIM_ERR_PARAM, "above the reference");
    return;
  }
  assert_int_equal(status, GCIM_OK);
  assert_int_equal(y, get_at(d, "y", 0, 32));
  assert_int_equal(flags, get(d, "flags"));
}

static void judge_pdot(const dut_t *d) {
  gcim_fp_pdot_t config = pdot_config();
  uint32_t x[8], w[8], y = 0, flags = 0;
  unpack(d, "x", 8, x);
  unpack(d, "w", 8, w);
  config.specials = (gcim_special_t)get(d, "in_specials");
  config.daz = get(d, "in_daz");
  config.zeros = get(d, "in_zeros");
  config.quant = (gcim_round_t)get(d, "in_quant");
  config.c_mode = (gcim_fp_c_t)get(d, "in_c_mode");
  config.policy = policy_q(d);
  const uint32_t c = (uint32_t)get_at(d, "c", 0, 32);
  assert_int_equal(gcim_fp_pdot(&config, x, w, 8, &c, 1, (uint32_t)get(d, "random"), &y, &flags),
                   GCIM_OK);
  assert_int_equal(y, get_at(d, "y", 0, 32));
  assert_int_equal(flags, get(d, "flags"));
}

static void test_fp_dot_array_is_the_unit(void **state) {
  (void)state;
  judge_stimulus("fp_dot", "config=groups", times(3000), judge_dot);
  judge_stimulus("fp_pdot", "", times(3000), judge_pdot);
}

/* ---- any number of terms ---- */

/* 1.0 * 1.0 n times, groups of 8: n; the last group is filled up. */
static void test_fp_dot_array_terms(void **state) {
  (void)state;
  const gcim_fp_dot_t c = dot_config();
  const gcim_fp_pdot_t p = pdot_config();
  const uint32_t zero = 0;
  uint32_t ones[1000], y = 0;
  for (int i = 0; i < 1000; i++) {
    ones[i] = 0x3c00;
  }
  assert_int_equal(gcim_fp_dot(&c, ones, ones, 1000, NULL, NULL, 0, &y, NULL), GCIM_OK);
  assert_int_equal(y, 0x447a0000);
  assert_int_equal(gcim_fp_dot(&c, ones, ones, 3, NULL, NULL, 0, &y, NULL), GCIM_OK);
  assert_int_equal(y, 0x40400000);
  assert_int_equal(gcim_fp_pdot(&p, ones, ones, 1000, &zero, 1, 0, &y, NULL), GCIM_OK);
  assert_int_equal(y, 0x447a0000);
}

/* Steps: the result of one is the c of the next. 2^24 + 1 + 1 in FP32, cut: one step of two
 * products keeps 2 (F = 24), two steps of one each lose 1 twice (RTZ of 2^24 + 1). */
static void test_fp_dot_array_steps(void **state) {
  (void)state;
  gcim_fp_pdot_t p = pdot_config();
  const uint32_t ones[] = {0x3c00, 0x3c00}, c = 0x4b800000;
  uint32_t y = 0, flags = 0;
  p.policy.rnd = GCIM_RND_RTZ;
  assert_int_equal(gcim_fp_pdot(&p, ones, ones, 2, &c, 1, 0, &y, NULL), GCIM_OK);
  assert_int_equal(y, 0x4b800001);
  p.lanes = 1;
  assert_int_equal(gcim_fp_pdot(&p, ones, ones, 2, &c, 1, 0, &y, &flags), GCIM_OK);
  assert_int_equal(y, 0x4b800000);
  assert_int_equal(flags, GCIM_FLAG_NX);
  const uint32_t late[] = {0x3c00, 0x0000}; /* the flags of the first step stay */
  assert_int_equal(gcim_fp_pdot(&p, late, ones, 2, &c, 1, 0, &y, &flags), GCIM_OK);
  assert_int_equal(flags, GCIM_FLAG_NX);
}

/* Results of 13 fraction bits shown as FP32: 1 + 2^-13 keeps its place, NaNs have all bits. Several
 * dot products in one call. */
static void test_fp_dot_array_shown(void **state) {
  (void)state;
  gcim_fp_pdot_t p = pdot_config();
  const uint32_t x[] = {0x3c00, 0x0800, 0x7e00, 0x3c00}, w[] = {0x3c00, 0x3c00, 0x3c00, 0x3c00};
  const uint32_t c[] = {0, 0};
  uint32_t y[2] = {0};
  p.y = *format("e8m13");
  p.shown = *format("fp32");
  p.policy.nan = GCIM_NAN_ONES;
  assert_int_equal(gcim_fp_pdot(&p, x, w, 2, c, 2, 0, y, NULL), GCIM_OK);
  assert_int_equal(y[0], 0x3f800400);
  assert_int_equal(y[1], 0x7fffffff);
  p.shown = (gcim_float_t){0};
  assert_int_equal(gcim_fp_pdot(&p, x, w, 2, c, 2, 0, y, NULL), GCIM_OK);
  assert_int_equal(y[0], 0x0fe001);
  assert_int_equal(y[1], 0x1fffff);
}

/* Aligned weights of a kernel, two exponents: 1.5 and -0.375 in 8 bits are 96 and -24 of 2^-6. */
static void test_fp_dot_array_align(void **state) {
  (void)state;
  gcim_fp_dot_t c = dot_config();
  const uint32_t w[] = {0x3e00, 0xb600, 0x0000};
  const int higher = 17;
  int64_t q[3];
  int ref, unit;
  uint32_t flags = 9;
  c.w_bits = 8;
  assert_int_equal(gcim_fp_align(&c, GCIM_SIDE_W, w, 3, NULL, q, &ref, &unit, &flags), GCIM_OK);
  assert_int_equal(ref, 15);
  assert_int_equal(unit, 15);
  assert_int_equal(q[0], 96);
  assert_int_equal(q[1], -24);
  assert_int_equal(q[2], 0);
  assert_int_equal(flags, 0);
  assert_int_equal(gcim_fp_align(&c, GCIM_SIDE_W, w, 3, &higher, q, &ref, &unit, NULL), GCIM_OK);
  assert_int_equal(ref, 17);
  assert_int_equal(q[0], 24);
  const uint32_t carry[] = {0x3fff, 0x3c00}; /* 2047/1024 is 2 in 8 bits: 128 is one too many */
  c.clamp = GCIM_CLAMP_RAISE;
  c.quant = GCIM_RND_RNE;
  assert_int_equal(gcim_fp_align(&c, GCIM_SIDE_W, carry, 2, NULL, q, &ref, &unit, &flags), GCIM_OK);
  assert_int_equal(ref, 15);
  assert_int_equal(unit, 16);
  assert_int_equal(q[0], 64);
  assert_int_equal(q[1], 32);
  assert_int_equal(flags, GCIM_FLAG_NXA);
  assert_int_equal(gcim_fp_align(&c, GCIM_SIDE_W, NULL, 0, NULL, NULL, &ref, &unit, NULL), GCIM_OK);
  assert_int_equal(ref, 0);
}

/* ---- what is refused ---- */

static void test_fp_dot_array_refuses_fields(void **state) {
  (void)state;
  const gcim_fp_dot_t good = dot_config();
  gcim_fp_dot_t c = good;
  assert_int_equal(gcim_fp_dot_check(&good), GCIM_OK);
  refuses(gcim_fp_dot_check(NULL), GCIM_ERR_NULL, "config is NULL");
  c.lanes = 0;
  refuses(gcim_fp_dot_check(&c), GCIM_ERR_PARAM, "gcim_fp_dot: lanes=0 is outside 1..256");
  c = good;
  c.x_bits = 65;
  refuses(gcim_fp_dot_check(&c), GCIM_ERR_PARAM, "x_bits=65 is outside 2..64");
  c = good;
  c.w_bits = 1;
  refuses(gcim_fp_dot_check(&c), GCIM_ERR_PARAM, "w_bits=1 is outside 2..64");
  c.w_exact = 1; /* not used then */
  assert_int_equal(gcim_fp_dot_check(&c), GCIM_OK);
  c.w_given = 1;
  refuses(gcim_fp_dot_check(&c), GCIM_ERR_PARAM, "w_exact=1 contradicts w_given=1");
  c = good;
  c.segment = 5;
  refuses(gcim_fp_dot_check(&c), GCIM_ERR_PARAM, "segment=5 is outside 0..4");
  c = good;
  c.w.exp_bits = 9;
  refuses(gcim_fp_dot_check(&c), GCIM_ERR_PARAM, "gcim_fp_dot: w: exp_bits=9 is outside 1..8");
  c = good;
  c.y = *format("e2m1");
  refuses(gcim_fp_dot_check(&c), GCIM_ERR_PARAM, "gcim_fp_dot: policy: nan=0 asks for a NaN");
  c.policy.nan = GCIM_NAN_ZERO;
  assert_int_equal(gcim_fp_dot_check(&c), GCIM_OK);
}

/* A reference below the true maximum: lane, exponent, reference. */
static void test_fp_dot_array_refuses_reference(void **state) {
  (void)state;
  gcim_fp_dot_t c = dot_config();
  const uint32_t x[] = {0x3c00, 0x4000, 0x3c00}, ref[] = {15}, high[] = {32};
  const int low = 14;
  uint32_t y = 77;
  int64_t q[3];
  int found = 5, unit;
  c.x_given = 1;
  refuses(gcim_fp_dot(&c, x, x, 3, ref, NULL, 0, &y, NULL), GCIM_ERR_PARAM,
          "gcim_fp_dot: x[1] has the exponent field 16, above the reference 15 of group 0");
  refuses(gcim_fp_dot(&c, x, x, 3, high, NULL, 0, &y, NULL), GCIM_ERR_PARAM,
          "x_ref[0]=32 is outside 0..31");
  refuses(gcim_fp_dot(&c, x, x, 3, NULL, NULL, 0, &y, NULL), GCIM_ERR_NULL, "x_ref is NULL");
  assert_int_equal(y, 77);
  refuses(gcim_fp_align(&c, GCIM_SIDE_W, x, 3, &low, q, &found, &unit, NULL), GCIM_ERR_PARAM,
          "gcim_fp_align: w[0] has the exponent field 15, above the reference 14");
  assert_int_equal(found, 5);
  c.x_given = 0;
  c.w_exact = 1;
  refuses(gcim_fp_align(&c, GCIM_SIDE_W, x, 3, NULL, q, &found, &unit, NULL), GCIM_ERR_STATE,
          "w_exact=1");
}

static void test_fp_dot_array_refuses_calls(void **state) {
  (void)state;
  gcim_fp_dot_t c = dot_config();
  const uint32_t x[] = {0x3c00};
  uint32_t y = 0;
  refuses(gcim_fp_dot(&c, x, x, 0, NULL, NULL, 0, &y, NULL), GCIM_ERR_PARAM, "terms=0");
  refuses(gcim_fp_dot(&c, NULL, x, 1, NULL, NULL, 0, &y, NULL), GCIM_ERR_NULL, "NULL");
  refuses(gcim_fp_dot(NULL, x, x, 1, NULL, NULL, 0, &y, NULL), GCIM_ERR_NULL, "config is NULL");
  refuses(gcim_fp_dot_scheme("vektor", &c.x, &c.w, 8, 12, &c), GCIM_ERR_UNKNOWN,
          "did you mean 'vector'");
  refuses(gcim_fp_dot_scheme("vector", &c.x, &c.w, 8, 1, &c), GCIM_ERR_PARAM, "x_bits=1");
}

static void test_fp_dot_array_refuses_products(void **state) {
  (void)state;
  const gcim_fp_pdot_t good = pdot_config();
  gcim_fp_pdot_t p = good;
  const uint32_t x[9] = {0}, c = 0;
  uint32_t y = 0;
  refuses(gcim_fp_pdot(NULL, x, x, 1, &c, 1, 0, &y, NULL), GCIM_ERR_NULL, "config is NULL");
  refuses(gcim_fp_pdot(&p, x, x, 0, &c, 1, 0, &y, NULL), GCIM_ERR_PARAM, "terms=0");
  refuses(gcim_fp_pdot(&p, x, x, 1, NULL, 1, 0, &y, NULL), GCIM_ERR_NULL, "take GCIM_C_NONE");
  p.c_mode = GCIM_C_NONE;
  refuses(gcim_fp_pdot(&p, x, x, 9, NULL, 1, 0, &y, NULL), GCIM_ERR_PARAM,
          "terms=9 is more than lanes=8");
  assert_int_equal(gcim_fp_pdot(&p, x, x, 8, NULL, 1, 0, &y, NULL), GCIM_OK);
  p = good;
  p.c = *format("fp16");
  refuses(gcim_fp_pdot(&p, x, x, 9, &c, 1, 0, &y, NULL), GCIM_ERR_PARAM,
          "gcim_fp_pdot: c (exp_bits=5 man_bits=10 bias=15 kind=0) has not every number of y");
  assert_int_equal(gcim_fp_pdot(&p, x, x, 8, &c, 1, 0, &y, NULL), GCIM_OK);
  p = good;
  p.shown = *format("bf16");
  refuses(gcim_fp_pdot_check(&p), GCIM_ERR_PARAM, "shown (exp_bits=8 man_bits=7");
  p = good;
  p.fold = 4;
  refuses(gcim_fp_pdot_check(&p), GCIM_ERR_PARAM, "fold=4 is outside 0..3");
  p.x = *format("e2m1");
  p.fold = 3;
  refuses(gcim_fp_pdot_check(&p), GCIM_ERR_PARAM, "fold=3 is outside 0..2");
  p = good;
  p.frac = 641;
  refuses(gcim_fp_pdot_check(&p), GCIM_ERR_PARAM, "frac=641 is outside 0..640");
}

/* Which formats hold which: numbers at both ends, infinities, and the fraction. */
static void test_fp_dot_array_holds(void **state) {
  (void)state;
  const char *const holds[][2] = {{"fp32", "e8m13"}, {"fp32", "tf32"}, {"tf32", "bf16"},
                                  {"tf32", "fp16"},  {"fp16", "e5m2"}, {"fp16", "e4m3"},
                                  {"e4m3", "e2m1"},  {"e4m3", "e2m3"}};
  const char *const lacks[][2] = {{"bf16", "fp16"}, {"fp16", "bf16"}, {"e4m3", "e5m2"},
                                  {"e2m3", "e3m2"}, {"e3m2", "e2m3"}, {"e5m2", "e4m3"}};
  gcim_fp_pdot_t p = pdot_config();
  for (size_t i = 0; i < sizeof holds / sizeof holds[0]; i++) {
    p.shown = *format(holds[i][0]);
    p.y = *format(holds[i][1]);
    p.policy.nan = p.y.kind == GCIM_FLOAT_FINITE ? GCIM_NAN_ZERO : GCIM_NAN_CANON;
    assert_int_equal(gcim_fp_pdot_check(&p), GCIM_OK);
  }
  for (size_t i = 0; i < sizeof lacks / sizeof lacks[0]; i++) {
    p.shown = *format(lacks[i][0]);
    p.y = *format(lacks[i][1]);
    refuses(gcim_fp_pdot_check(&p), GCIM_ERR_PARAM, "has not every number");
  }
  const gcim_float_t e4m3_finite = {4, 3, 7, GCIM_FLOAT_FINITE}; /* up to 480 */
  const gcim_float_t no_infinity = {8, 23, 127, GCIM_FLOAT_FN};
  const gcim_float_t coarse = {5, 10, 10, GCIM_FLOAT_IEEE}; /* from 2^-19 on */
  p.y = e4m3_finite;
  p.shown = *format("e4m3");
  p.policy.nan = GCIM_NAN_ZERO;
  refuses(gcim_fp_pdot_check(&p), GCIM_ERR_PARAM, "has not every number");
  p.y = *format("fp16");
  p.shown = no_infinity;
  refuses(gcim_fp_pdot_check(&p), GCIM_ERR_PARAM, "has not every number");
  p.shown = coarse;
  refuses(gcim_fp_pdot_check(&p), GCIM_ERR_PARAM, "has not every number");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fp_dot_array_is_the_unit),
      cmocka_unit_test(test_fp_dot_array_terms),
      cmocka_unit_test(test_fp_dot_array_steps),
      cmocka_unit_test(test_fp_dot_array_shown),
      cmocka_unit_test(test_fp_dot_array_align),
      cmocka_unit_test(test_fp_dot_array_refuses_fields),
      cmocka_unit_test(test_fp_dot_array_refuses_reference),
      cmocka_unit_test(test_fp_dot_array_refuses_calls),
      cmocka_unit_test(test_fp_dot_array_refuses_products),
      cmocka_unit_test(test_fp_dot_array_holds),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
