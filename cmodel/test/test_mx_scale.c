/* The shared scale of a block: all BF16 magnitudes in all rules against exact rationals, cases by
 * hand for every sentence, and stimulus in every configuration. */
#include "helper_mx.h"
#include "part/mx_scale.h"

static void test_mx_scale_one_edge_later(void **state) {
  (void)state;
  check_one_edge_later("mx_scale", "scale", "tap_amax");
}

/* ---- 9, 10: every number ---- */

enum { BF16_CODES = 65536, BF16_INFINITY = 0x7f80 };

#if defined(__SANITIZE_ADDRESS__)
enum { STRIDE = 7 };
#else
enum { STRIDE = 1 };
#endif

static gcim_mx_scale_t scale_of_one(const gcim_mx_scaler_t *how, uint32_t code) {
  gcim_mx_seen_t block = {0};
  gcim_mx_see(how, &block, code);
  assert_int_equal(block.amax, code & 0x7fff);
  return gcim_mx_scale(how, &block);
}

static void check_one(const gcim_mx_scaler_t *how, uint32_t code, long t) {
  const uint32_t byte = t < -127 ? 0 : t > 127 ? 254 : (uint32_t)(t + 127);
  const uint32_t flags = t < -127 ? GCIM_MX_FLAG_UF : t > 127 ? GCIM_MX_FLAG_OF : 0;
  const gcim_mx_scale_t got = scale_of_one(how, code);
  if (got.exp != t || got.byte != byte || got.flags != flags) {
    fail_msg("%s rule %d code %x: t %d byte %u flags %u, not t %ld", mx_formats[how->elem].name,
             (int)how->rule, code, got.exp, got.byte, got.flags, t);
  }
}

/* Every BF16 number as the only lane of a block; both signs alike. */
static void test_mx_scale_every_bf16(void **state) {
  (void)state;
  const gcim_float_t bf16 = float_named("bf16");
  mpq_t a;
  mpq_init(a);
  for (int elem = 0; elem < MX_FORMATS; elem++) {
    for (int rule = 0; rule < MX_RULES; rule++) {
      const gcim_mx_scaler_t how = {
          .from = bf16, .elem = (gcim_mx_elem_t)elem, .rule = (gcim_mx_rule_t)rule};
      for (uint32_t code = 1 + (uint32_t)(elem + rule) % STRIDE; code < BF16_INFINITY;
           code += STRIDE) {
        ref_number(a, &bf16, code);
        const long t = mx_exponent(a, elem, rule);
        check_one(&how, code, t);
        check_one(&how, code | 0x8000, t);
      }
    }
  }
  mpq_clear(a);
}

/* ---- blocks by hand, through the unit: config=default is INT8 from BF16, 32 lanes ---- */

enum { ONE = 0x3f80, MINUS = 0x8000, INF = 0x7f80, NAN_QUIET = 0x7fc0, LARGEST = 0x7f7f };

typedef struct {
  int special, zero, rule, ovf, daz;
} modes_t;

static dut_t block_of(const char *params, modes_t m, const uint32_t *codes, int count) {
  dut_t d = dut_new("mx_scale", params);
  const int bits = value_of(&d, "XCodeBits");
  put(&d, "in_special", (uint64_t)m.special);
  put(&d, "in_zero", (uint64_t)m.zero);
  put(&d, "in_rule", (uint64_t)m.rule);
  put(&d, "in_ovf", (uint64_t)m.ovf);
  put(&d, "in_daz", (uint64_t)m.daz);
  for (int i = 0; i < count; i++) {
    put_at(&d, "x", i * bits, bits, codes[i]);
  }
  d.model->unit->ops->eval(d.model, d.image);
  return d;
}

static void expect(const char *params, modes_t m, const uint32_t *codes, int count, int scale,
                   int flags, int amax, int t) {
  dut_t d = block_of(params, m, codes, count);
  assert_int_equal(get(&d, "scale"), scale);
  assert_int_equal(get(&d, "flags"), flags);
  assert_int_equal(get(&d, "tap_amax"), amax);
  assert_int_equal(get_signed(&d, "tap_exp", 0, 11), t);
  dut_free(&d);
}

#define LIST(...) \
  (const uint32_t[]){__VA_ARGS__}, (int)(sizeof((uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t))

/* 8: the byte of 2^-126 less emax is 1 for INT8; -0 and, with daz, subnormals are zeros. */
static void test_mx_scale_block_zero(void **state) {
  (void)state;
  static const int int8[4] = {0, 127, 1, 0}, other[4] = {0, 127, 0, 0};
  for (int zero = 0; zero < 4; zero++) {
    expect("", (modes_t){.zero = zero}, LIST(0, MINUS), int8[zero], 0, 0, 0);
    expect("", (modes_t){.zero = zero, .daz = 1}, LIST(0x7f, 0x8001), int8[zero], 0, 0, 0);
    expect("config=e3m2", (modes_t){.zero = zero}, LIST(0), other[zero], 0, 0, 0);
    expect("config=e2m1", (modes_t){.zero = zero}, LIST(0), other[zero], 0, 0, 0);
  }
}

/* 7: the largest magnitude counts, wherever it is and whatever its sign; 6 * 2^0: byte 127 + 2. */
static void test_mx_scale_largest_magnitude(void **state) {
  (void)state;
  expect("", (modes_t){0}, LIST(ONE, 0xc0c0, 0x40a0), 129, 0, 0x40c0, 2);
  expect("", (modes_t){0}, LIST(0x40c0, 0xc0a0, 0xc0c0), 129, 0, 0x40c0, 2);
  uint32_t last[32] = {ONE};
  last[31] = 0xc0c0;
  expect("", (modes_t){0}, last, 32, 129, 0, 0x40c0, 2);
}

/* 5: a subnormal has its own exponent: 3 * 2^-133 is in [2^-132, 2^-131): t = -132. */
static void test_mx_scale_subnormal(void **state) {
  (void)state;
  expect("", (modes_t){0}, LIST(0x8003), 0, GCIM_MX_FLAG_UF, 3, -132);
  expect("", (modes_t){0}, LIST(0x0080), 1, 0, 0x80, -126);
  expect("", (modes_t){0}, LIST(0x0040), 0, 0, 0x40, -127); /* the least scale, not clamped */
  expect("", (modes_t){0}, LIST(0x003f), 0, GCIM_MX_FLAG_UF, 0x3f, -128);
}

/* 9: INT8 holds up to 127/64 = 1.984375; BF16 has 1.984375 = 0x3ffe and 1.9921875 = 0x3fff. */
static void test_mx_scale_int8_thresholds(void **state) {
  (void)state;
  expect("", (modes_t){.rule = GCIM_MX_FLOOR}, LIST(0x3fff), 127, 0, 0x3fff, 0);
  expect("", (modes_t){.rule = GCIM_MX_CEIL}, LIST(ONE), 127, 0, ONE, 0);
  expect("", (modes_t){.rule = GCIM_MX_CEIL}, LIST(ONE + 1), 128, 0, ONE + 1, 1);
  expect("", (modes_t){.rule = GCIM_MX_EVEN}, LIST(0x3ffe), 127, 0, 0x3ffe, 0);
  expect("", (modes_t){.rule = GCIM_MX_EVEN}, LIST(0x3fff), 128, 0, 0x3fff, 1);
  expect("", (modes_t){.rule = GCIM_MX_RCEIL}, LIST(0x3ffe), 127, 0, 0x3ffe, 0); /* exactly top */
  expect("", (modes_t){.rule = GCIM_MX_RCEIL}, LIST(0x3fff), 128, 0, 0x3fff, 1);
  /* 3/4 * 127/64 = 1.48828125: 1.484375 is 0x3fbe, 1.4921875 is 0x3fbf */
  expect("", (modes_t){.rule = GCIM_MX_NEAREST}, LIST(0x3fbe), 126, 0, 0x3fbe, -1);
  expect("", (modes_t){.rule = GCIM_MX_NEAREST}, LIST(0x3fbf), 127, 0, 0x3fbf, 0);
  for (int rule = 5; rule < 8; rule++) { /* act as FLOOR */
    expect("", (modes_t){.rule = rule}, LIST(0x3fff), 127, 0, 0x3fff, 0);
  }
}

/* 9, FP32 to E4M3: EVEN from 1.9375 on (0x3ff80000), RCEIL above 1.75 (0x3fe00000), NEAREST from
 * 21/16 on (0x3fa80000); 1.x less 8. */
static void test_mx_scale_e4m3_thresholds(void **state) {
  (void)state;
  expect("config=fp32", (modes_t){.rule = GCIM_MX_EVEN}, LIST(0x3ff7ffff), 119, 0, 0x3ff7ffff, -8);
  expect("config=fp32", (modes_t){.rule = GCIM_MX_EVEN}, LIST(0x3ff80000), 120, 0, 0x3ff80000, -7);
  expect("config=fp32", (modes_t){.rule = GCIM_MX_RCEIL}, LIST(0x3fe00000), 119, 0, 0x3fe00000, -8);
  expect("config=fp32", (modes_t){.rule = GCIM_MX_RCEIL}, LIST(0x3fe00001), 120, 0, 0x3fe00001, -7);
  expect("config=fp32", (modes_t){.rule = 4}, LIST(0x3fa7ffff), 118, 0, 0x3fa7ffff, -9);
  expect("config=fp32", (modes_t){.rule = 4}, LIST(0x3fa80000), 119, 0, 0x3fa80000, -8);
  /* 957 = 1.869 * 2^9: FLOOR gives scale 2 */
  expect("config=fp32", (modes_t){0}, LIST(0x446f4000), 128, 0, 0x446f4000, 1);
}

/* 10: 1.99 * 2^127 of INT8 under CEIL needs 2^128. */
static void test_mx_scale_overflow(void **state) {
  (void)state;
  const modes_t clamp = {.rule = GCIM_MX_CEIL}, nan = {.rule = GCIM_MX_CEIL, .ovf = 1};
  expect("", clamp, LIST(LARGEST), 254, GCIM_MX_FLAG_OF, LARGEST, 128);
  expect("", nan, LIST(LARGEST), 255, GCIM_MX_FLAG_OF, LARGEST, 128);
  expect("", nan, LIST(0x7f00), 254, 0, 0x7f00, 127);
  expect("", (modes_t){0}, LIST(LARGEST), 254, 0, LARGEST, 127);
}

/* 6. */
static void test_mx_scale_nan_block(void **state) {
  (void)state;
  const int nv = GCIM_MX_FLAG_NV;
  for (int special = 0; special < 8; special += special == 0 ? 5 : 1) { /* 0, 5, 6, 7 */
    expect("", (modes_t){.special = special}, LIST(ONE, INF), 255, nv, ONE, 0);
    expect("", (modes_t){.special = special}, LIST(NAN_QUIET, ONE), 255, nv, ONE, 0);
    expect("", (modes_t){.special = special}, LIST(0xff81), 255, nv, 0, 0);
  }
}

static void test_mx_scale_pass(void **state) {
  (void)state;
  expect("", (modes_t){.special = 1}, LIST(ONE, INF, NAN_QUIET), 127, 0, ONE, 0);
  expect("", (modes_t){.special = 1, .zero = 2}, LIST(INF | MINUS, NAN_QUIET), 1, 0, 0, 0);
}

static void test_mx_scale_sat(void **state) {
  (void)state;
  expect("", (modes_t){.special = 2}, LIST(ONE, INF | MINUS), 254, 0, LARGEST, 127);
  expect("", (modes_t){.special = 2}, LIST(ONE, NAN_QUIET), 127, 0, ONE, 0);
}

/* The codes with all exponent bits set are numbers of 2^128. */
static void test_mx_scale_ignore(void **state) {
  (void)state;
  const int of = GCIM_MX_FLAG_OF;
  expect("", (modes_t){.special = 3}, LIST(ONE, INF), 254, of, INF, 128);
  expect("", (modes_t){.special = 3, .ovf = 1}, LIST(NAN_QUIET), 255, of, NAN_QUIET, 128);
  expect("config=e3m2", (modes_t){.special = 3}, LIST(NAN_QUIET), 251, 0, NAN_QUIET, 124);
}

static void test_mx_scale_infinity_is_top(void **state) {
  (void)state;
  const modes_t top = {.special = GCIM_MX_INF_TOP, .rule = GCIM_MX_CEIL, .ovf = 1};
  expect("", top, LIST(ONE, INF), 254, 0, ONE, 0);
  expect("", top, LIST(INF, LARGEST), 254, 0, LARGEST, 0); /* no OF: 6 goes before 10 */
  expect("", top, LIST(INF, NAN_QUIET, ONE), 255, GCIM_MX_FLAG_NV, ONE, 0);
  expect("", top, LIST(ONE), 127, 0, ONE, 0);
}

/* ---- stimulus ---- */

static void judge(const dut_t *d) {
  const mx_scale_want_t want = mx_scale_want(d, "in_ovf");
  mx_judge_scale(d, &want);
  assert_int_equal(get(d, "flags"), want.flags);
}

static void test_mx_scale_configs(void **state) {
  (void)state;
  judge_configs("mx_scale", times(2000), judge);
}

/* ---- coverage ---- */

static void cover_one(dut_t *d, int rule, uint32_t first, uint32_t second) {
  put(d, "in_valid", 1);
  put(d, "in_rule", (uint64_t)rule);
  put(d, "x", first | (uint64_t)second << 16);
  tick(d);
  put(d, "in_valid", 0);
  tick(d);
}

static void test_mx_scale_coverage(void **state) {
  (void)state;
  dut_t d = dut_new("mx_scale", "");
  cover_one(&d, GCIM_MX_FLOOR, 0, MINUS);
  cover_one(&d, GCIM_MX_CEIL, ONE, 0); /* also the number before the first that adds one */
  cover_one(&d, GCIM_MX_CEIL, ONE + 1, ONE | MINUS);
  cover_one(&d, GCIM_MX_RCEIL, 0x3fff, 0xbfff);
  cover_one(&d, GCIM_MX_RCEIL, 0x3ffe, ONE);
  cover_one(&d, GCIM_MX_FLOOR, 1, 0);
  cover_one(&d, GCIM_MX_CEIL, LARGEST, ONE);
  cover_one(&d, GCIM_MX_CEIL, INF, NAN_QUIET);
  assert_int_equal(hits(&d, "block.all_zero"), 2); /* a block of specials has no number */
  assert_int_equal(hits(&d, "block.one_nonzero"), 2);
  assert_int_equal(hits(&d, "block.subnormal_largest"), 1);
  assert_int_equal(hits(&d, "block.largest_finite"), 1);
  assert_int_equal(hits(&d, "block.largest_twice"), 1);
  assert_int_equal(hits(&d, "specials.none"), 7);
  assert_int_equal(hits(&d, "specials x special.infinity,MX_BLOCK_NAN"), 1);
  assert_int_equal(hits(&d, "specials.nan"), 1);
  assert_int_equal(hits(&d, "edge.power_of_two"), 2);
  assert_int_equal(hits(&d, "edge x rule.last_below,MX_CEIL"), 1);
  assert_int_equal(hits(&d, "edge x rule.first_above,MX_CEIL"), 1);
  assert_int_equal(hits(&d, "edge x rule.first_above,MX_RCEIL"), 1);
  assert_int_equal(hits(&d, "edge x rule.last_below,MX_RCEIL"), 1);
  assert_int_equal(hits(&d, "edge.top"), 2);
  assert_int_equal(hits(&d, "clamp.low"), 1);
  assert_int_equal(hits(&d, "clamp x ovf.high,MX_OVF_CLAMP"), 1);
  assert_int_equal(hits(&d, "clamp.none"), 4);
  dut_free(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_mx_scale_one_edge_later),
      cmocka_unit_test(test_mx_scale_every_bf16),
      cmocka_unit_test(test_mx_scale_block_zero),
      cmocka_unit_test(test_mx_scale_largest_magnitude),
      cmocka_unit_test(test_mx_scale_subnormal),
      cmocka_unit_test(test_mx_scale_int8_thresholds),
      cmocka_unit_test(test_mx_scale_e4m3_thresholds),
      cmocka_unit_test(test_mx_scale_overflow),
      cmocka_unit_test(test_mx_scale_nan_block),
      cmocka_unit_test(test_mx_scale_pass),
      cmocka_unit_test(test_mx_scale_sat),
      cmocka_unit_test(test_mx_scale_ignore),
      cmocka_unit_test(test_mx_scale_infinity_is_top),
      cmocka_unit_test(test_mx_scale_configs),
      cmocka_unit_test(test_mx_scale_coverage),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
