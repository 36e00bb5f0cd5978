/* Formats by name, limits of formats and policies, and what the texts of their errors say. */
#include "helper_float.h"

static void expect_text(int status, int want, const char *text) {
  assert_int_equal(status, want);
  assert_string_equal(gcim_error_text(), text);
}

/* ---- names ---- */

static void check_format(const char *name, int exp_bits, int man_bits, int bias,
                         gcim_float_kind_t kind) {
  const gcim_float_t f = float_named(name);
  assert_int_equal(f.exp_bits, exp_bits);
  assert_int_equal(f.man_bits, man_bits);
  assert_int_equal(f.bias, bias);
  assert_int_equal(f.kind, kind);
  assert_int_equal(gcim_float_check(&f), GCIM_OK);
}

static void test_fp_format_names(void **state) {
  (void)state;
  check_format("fp32", 8, 23, 127, GCIM_FLOAT_IEEE);
  check_format("fp16", 5, 10, 15, GCIM_FLOAT_IEEE);
  check_format("bf16", 8, 7, 127, GCIM_FLOAT_IEEE);
  check_format("tf32", 8, 10, 127, GCIM_FLOAT_IEEE);
  check_format("e4m3", 4, 3, 7, GCIM_FLOAT_FN);
  check_format("e5m2", 5, 2, 15, GCIM_FLOAT_IEEE);
  check_format("e2m3", 2, 3, 1, GCIM_FLOAT_FINITE);
  check_format("e3m2", 3, 2, 3, GCIM_FLOAT_FINITE);
  check_format("e2m1", 2, 1, 1, GCIM_FLOAT_FINITE);
  check_format("e8m13", 8, 13, 127, GCIM_FLOAT_IEEE);
}

static void test_fp_format_unknown(void **state) {
  (void)state;
  assert_null(gcim_float_find("e4m4"));
  assert_string_equal(gcim_error_text(), "no floating-point format 'e4m4'; did you mean 'e4m3'?");
  assert_null(gcim_float_find("posit16es1"));
  assert_string_equal(gcim_error_text(),
                      "no floating-point format 'posit16es1'; there are: fp32, fp16, bf16, tf32, "
                      "e4m3, e5m2, e2m3, e3m2, e2m1, e8m13");
  assert_null(gcim_float_find(NULL));
  assert_string_equal(gcim_error_text(), "gcim_float_find: name is NULL");
}

/* ---- formats ---- */

static int check_of(int exp_bits, int man_bits, int bias, int kind) {
  const gcim_float_t f = {exp_bits, man_bits, bias, (gcim_float_kind_t)kind};
  return gcim_float_check(&f);
}

static void test_fp_format_limits(void **state) {
  (void)state;
  assert_int_equal(check_of(2, 1, 0, GCIM_FLOAT_IEEE), GCIM_OK);
  assert_int_equal(check_of(8, 23, 255, GCIM_FLOAT_IEEE), GCIM_OK);
  assert_int_equal(check_of(1, 1, 0, GCIM_FLOAT_FN), GCIM_OK);
  assert_int_equal(check_of(1, 1, 0, GCIM_FLOAT_FINITE), GCIM_OK);
  expect_text(check_of(0, 1, 0, 1), GCIM_ERR_PARAM, "gcim_float_check: exp_bits=0 is outside 1..8");
  expect_text(check_of(9, 1, 0, 1), GCIM_ERR_PARAM, "gcim_float_check: exp_bits=9 is outside 1..8");
  expect_text(check_of(5, 0, 0, 1), GCIM_ERR_PARAM,
              "gcim_float_check: man_bits=0 is outside 1..23");
  expect_text(check_of(5, 24, 0, 1), GCIM_ERR_PARAM,
              "gcim_float_check: man_bits=24 is outside 1..23");
  expect_text(check_of(5, 10, -1, 1), GCIM_ERR_PARAM,
              "gcim_float_check: bias=-1 is outside 0..255");
  expect_text(check_of(5, 10, 256, 1), GCIM_ERR_PARAM,
              "gcim_float_check: bias=256 is outside 0..255");
  expect_text(check_of(5, 10, 15, 3), GCIM_ERR_PARAM, "gcim_float_check: kind=3 is outside 0..2");
  expect_text(check_of(1, 10, 0, GCIM_FLOAT_IEEE), GCIM_ERR_PARAM,
              "gcim_float_check: exp_bits=1 leaves no exponent for normal numbers in a format with "
              "infinities (GCIM_FLOAT_IEEE); it needs 2 or more");
  expect_text(gcim_float_check(NULL), GCIM_ERR_NULL, "gcim_float_check: format is NULL");
}

/* ---- policies ---- */

static int policy_check(gcim_fp_policy_t policy, const char *format) {
  const gcim_float_t f = float_named(format);
  return gcim_fp_policy_check(&policy, &f);
}

static void test_fp_format_policy_limits(void **state) {
  (void)state;
  assert_int_equal(policy_check((gcim_fp_policy_t){0}, "fp16"), GCIM_OK);
  assert_int_equal(policy_check((gcim_fp_policy_t){.rnd = 6, .rand_bits = 32}, "e4m3"), GCIM_OK);
  assert_int_equal(policy_check((gcim_fp_policy_t){.rand_bits = 77}, "e4m3"), GCIM_OK); /* unused */
  expect_text(policy_check((gcim_fp_policy_t){.rnd = 7}, "fp16"), GCIM_ERR_PARAM,
              "gcim_fp_policy_check: rnd=7 is outside 0..6");
  expect_text(policy_check((gcim_fp_policy_t){.ovf = (gcim_overflow_t)4}, "fp16"), GCIM_ERR_PARAM,
              "gcim_fp_policy_check: ovf=4 is outside 0..3");
  expect_text(policy_check((gcim_fp_policy_t){.nan = (gcim_nan_t)6}, "fp16"), GCIM_ERR_PARAM,
              "gcim_fp_policy_check: nan=6 is outside 0..5");
  expect_text(policy_check((gcim_fp_policy_t){.neg_zero = 2}, "fp16"), GCIM_ERR_PARAM,
              "gcim_fp_policy_check: neg_zero=2 is outside 0..1");
  expect_text(policy_check((gcim_fp_policy_t){.ftz = -1}, "fp16"), GCIM_ERR_PARAM,
              "gcim_fp_policy_check: ftz=-1 is outside 0..1");
  expect_text(policy_check((gcim_fp_policy_t){.tiny_before = 2}, "fp16"), GCIM_ERR_PARAM,
              "gcim_fp_policy_check: tiny_before=2 is outside 0..1");
  expect_text(policy_check((gcim_fp_policy_t){.rnd = 6}, "fp16"), GCIM_ERR_PARAM,
              "gcim_fp_policy_check: rand_bits=0 is outside 1..32");
  expect_text(policy_check((gcim_fp_policy_t){.rnd = 6, .rand_bits = 33}, "fp16"), GCIM_ERR_PARAM,
              "gcim_fp_policy_check: rand_bits=33 is outside 1..32");
}

static void test_fp_format_policy_without_nan(void **state) {
  (void)state;
  assert_int_equal(policy_check((gcim_fp_policy_t){.nan = GCIM_NAN_ZERO}, "e2m1"), GCIM_OK);
  assert_int_equal(policy_check((gcim_fp_policy_t){.nan = GCIM_NAN_MAX}, "e3m2"), GCIM_OK);
  expect_text(policy_check((gcim_fp_policy_t){.nan = GCIM_NAN_PAYLOAD}, "e2m3"), GCIM_ERR_PARAM,
              "gcim_fp_policy_check: nan=3 asks for a NaN, which a GCIM_FLOAT_FINITE format has "
              "not; choose GCIM_NAN_ZERO (4) or GCIM_NAN_MAX (5)");
}

static void test_fp_format_policy_of_nothing(void **state) {
  (void)state;
  const gcim_float_t good = float_named("fp16"), bad = {5, 10, 300, GCIM_FLOAT_IEEE};
  const gcim_fp_policy_t policy = {0};
  expect_text(gcim_fp_policy_check(NULL, &good), GCIM_ERR_NULL,
              "gcim_fp_policy_check: policy is NULL");
  expect_text(gcim_fp_policy_check(&policy, NULL), GCIM_ERR_NULL,
              "gcim_fp_policy_check: format is NULL");
  expect_text(gcim_fp_policy_check(&policy, &bad), GCIM_ERR_PARAM,
              "gcim_fp_policy_check: bias=300 is outside 0..255");
}

/* ---- conversion ---- */

/* Arguments of one conversion of one element; what a test does not change is right. */
typedef struct {
  gcim_float_t to, from;
  const gcim_float_t *to_at, *from_at;
  gcim_fp_policy_t policy;
  const gcim_fp_policy_t *policy_at;
  int specials, daz;
  uint32_t in, random, out, flags;
  const uint32_t *in_at, *random_at;
  uint32_t *out_at;
} call_t;

static void setup(call_t *c) {
  *c = (call_t){.to = float_named("e4m3"), .from = float_named("fp16"), .in = 0x3c00, .out = 99};
  c->to_at = &c->to;
  c->from_at = &c->from;
  c->policy_at = &c->policy;
  c->in_at = &c->in;
  c->random_at = &c->random;
  c->out_at = &c->out;
}

static int convert(call_t *c) {
  return gcim_fp_convert(c->to_at, c->from_at, (gcim_special_t)c->specials, c->daz, c->policy_at,
                         c->in_at, c->random_at, 1, c->out_at, &c->flags);
}

static void expect_refused(call_t *c, int status, const char *text) {
  expect_text(convert(c), status, text);
  assert_int_equal(c->out, 99); /* untouched */
  setup(c);
}

static void test_fp_format_convert_errors(void **state) {
  (void)state;
  call_t c;
  setup(&c);
  c.to_at = NULL;
  expect_refused(&c, GCIM_ERR_NULL, "gcim_fp_convert: to: format is NULL");
  c.from_at = NULL;
  expect_refused(&c, GCIM_ERR_NULL, "gcim_fp_convert: from: format is NULL");
  c.policy_at = NULL;
  expect_refused(&c, GCIM_ERR_NULL, "gcim_fp_convert: policy: policy is NULL");
  c.in_at = NULL;
  expect_refused(&c, GCIM_ERR_NULL, "gcim_fp_convert: in is NULL");
  c.out_at = NULL;
  expect_refused(&c, GCIM_ERR_NULL, "gcim_fp_convert: out is NULL");
  c.policy = (gcim_fp_policy_t){.rnd = GCIM_RND_STOCH, .rand_bits = 8};
  c.random_at = NULL;
  expect_refused(&c, GCIM_ERR_NULL,
                 "gcim_fp_convert: random is NULL; GCIM_RND_STOCH needs a word per element");
  c.to.exp_bits = 12;
  expect_refused(&c, GCIM_ERR_PARAM, "gcim_fp_convert: to: exp_bits=12 is outside 1..8");
  c.from.man_bits = 40;
  expect_refused(&c, GCIM_ERR_PARAM, "gcim_fp_convert: from: man_bits=40 is outside 1..23");
  c.specials = 4;
  expect_refused(&c, GCIM_ERR_PARAM, "gcim_fp_convert: specials=4 is outside 0..3");
  c.daz = 2;
  expect_refused(&c, GCIM_ERR_PARAM, "gcim_fp_convert: daz=2 is outside 0..1");
  c.policy.ftz = 5;
  expect_refused(&c, GCIM_ERR_PARAM, "gcim_fp_convert: policy: ftz=5 is outside 0..1");
}

/* Nothing to convert needs no arrays; flags and random words may be left out. */
static void test_fp_format_convert_optional(void **state) {
  (void)state;
  call_t c;
  setup(&c);
  uint32_t flags = 77;
  assert_int_equal(
      gcim_fp_convert(&c.to, &c.from, GCIM_SPECIAL_IEEE, 0, &c.policy, NULL, NULL, 0, NULL, &flags),
      GCIM_OK);
  assert_int_equal(flags, 0);
  assert_int_equal(gcim_fp_convert(&c.to, &c.from, GCIM_SPECIAL_IEEE, 0, &c.policy, &c.in, NULL, 1,
                                   &c.out, NULL),
                   GCIM_OK);
  assert_int_equal(c.out, 0x38); /* 1 */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fp_format_names),
      cmocka_unit_test(test_fp_format_unknown),
      cmocka_unit_test(test_fp_format_limits),
      cmocka_unit_test(test_fp_format_policy_limits),
      cmocka_unit_test(test_fp_format_policy_without_nan),
      cmocka_unit_test(test_fp_format_policy_of_nothing),
      cmocka_unit_test(test_fp_format_convert_errors),
      cmocka_unit_test(test_fp_format_convert_optional),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
