/* The conversion of a block: all FP16 and BF16 codes to every element format against exact
 * rationals, cases by hand for every sentence, and stimulus in every configuration. */
#include "helper_mx.h"
#include "part/mx_quant.h"

static void test_mx_quant_one_edge_later(void **state) {
  (void)state;
  check_one_edge_later("mx_quant", "elem", "tap_amax");
}

/* ---- expected elements ---- */

/* 9, 10: u as a number of 2^-6; `lane` says what else it is. */
static uint32_t want_int8(const gcim_fp_policy_t *p, bool full, const mx_lane_t *lane,
                          const mpq_t u, uint32_t random, uint32_t *flags) {
  const long low = full ? -128 : -127;
  long n = 0;
  if (lane->nan || lane->inf) {
    *flags |= lane->nan ? NV : SAT;
    const bool ends = lane->inf || p->nan == GCIM_NAN_MAX;
    return (uint32_t)(ends ? (lane->sign ? low : 127) : 0) & 0xff;
  }
  mpz_t quanta;
  mpz_init(quanta);
  const bool inexact = quanta_q(quanta, u, -6, p, random);
  if (mpz_cmp_ui(quanta, 1000) > 0) {
    mpz_set_ui(quanta, 1000);
  }
  n = lane->sign ? -mpz_get_si(quanta) : mpz_get_si(quanta);
  mpz_clear(quanta);
  const bool limited = n > 127 || n < low;
  *flags |= limited ? NX | OF | SAT : inexact ? NX : 0;
  n = n > 127 ? 127 : n < low ? low : n;
  return (uint32_t)n & 0xff;
}

/* 8. */
static uint32_t want_float(int elem, const gcim_fp_policy_t *p, const mx_lane_t *lane,
                           const mpq_t u, uint32_t payload, uint32_t random, uint32_t *flags) {
  const gcim_float_t f = float_named(mx_formats[elem].name);
  if (lane->nan) {
    *flags |= lane->snan ? NV : 0;
    return ref_nan(&f, p, lane->sign, payload, flags);
  }
  if (lane->inf) {
    return ref_inf_operand(&f, p, lane->sign, flags);
  }
  return mpq_sgn(u) == 0 ? ref_zero(&f, p, lane->sign) : ref_encode(&f, p, u, random, flags);
}

/* The top bits of a NaN's fraction, for a result of `to` fraction bits. */
static uint32_t payload_of(uint32_t code, int from, int to) {
  const uint32_t t = code & ref_ones(from);
  return to > from ? t << (to - from) : t >> (from - to);
}

static int man_bits_of(int elem) {
  return elem == GCIM_MX_INT8 ? 1 : float_named(mx_formats[elem].name).man_bits;
}

/* ---- 8, 9: every code ---- */

enum { CODES = 65536 };

#if defined(__SANITIZE_ADDRESS__)
enum { STRIDE = 37 };
#else
enum { STRIDE = 1 };
#endif

static void check_codes(const gcim_float_t *from, int elem, int rnd, uint32_t scale) {
  const gcim_mx_quantizer_t how = {.from = *from,
                                   .elem = (gcim_mx_elem_t)elem,
                                   .special = GCIM_MX_PASS,
                                   .policy = {.rnd = rnd, .nan = GCIM_NAN_MAX}};
  const long shift = 127 - (long)scale;
  operand_t o;
  mpq_init(o.v);
  for (uint32_t code = (uint32_t)(elem + rnd) % STRIDE; code < CODES; code += STRIDE) {
    decode_q(from, code, GCIM_SPECIAL_IEEE, false, &o);
    q_scale(o.v, shift);
    const mx_lane_t lane = {.inf = o.inf, .nan = o.nan, .snan = o.snan, .sign = o.sign};
    const gcim_fp_lane_t v = gcim_mx_operand(&how, code);
    uint32_t flags = 0, want_flags = 0;
    const uint32_t got = gcim_mx_element(&how, scale, &v, 0, &flags);
    const uint32_t payload = payload_of(code, from->man_bits, man_bits_of(elem));
    const uint32_t want = elem == GCIM_MX_INT8
                              ? want_int8(&how.policy, false, &lane, o.v, 0, &want_flags)
                              : want_float(elem, &how.policy, &lane, o.v, payload, 0, &want_flags);
    if (got != want || flags != want_flags) {
      fail_msg("%s rnd %d scale %u code %x: %x flags %x, not %x flags %x", mx_formats[elem].name,
               rnd, scale, code, got, flags, want, want_flags);
    }
  }
  mpq_clear(o.v);
}

static void check_source(const char *name) {
  const gcim_float_t from = float_named(name);
  for (int elem = 0; elem < MX_FORMATS; elem++) {
    for (int rnd = GCIM_RND_RNE; rnd <= GCIM_RND_RTZ; rnd++) {
      check_codes(&from, elem, rnd, 127);
    }
    check_codes(&from, elem, GCIM_RND_RNE, 0);
    check_codes(&from, elem, GCIM_RND_JAM, 254);
    check_codes(&from, elem, GCIM_RND_FLOOR, 120);
    check_codes(&from, elem, GCIM_RND_CEIL, 120);
  }
}

static void test_mx_quant_every_fp16(void **state) {
  (void)state;
  check_source("fp16");
}

static void test_mx_quant_every_bf16(void **state) {
  (void)state;
  check_source("bf16");
}

/* ---- blocks by hand ---- */

typedef struct {
  const char *config;
  int given, host; /* scale byte from outside */
  int rule, special, zero_sign, nan, ovf, rnd, full, daz;
} block_t;

static dut_t block_of(block_t b, const uint32_t *codes, int count) {
  dut_t d = dut_new("mx_quant", b.config);
  const int bits = value_of(&d, "XCodeBits");
  put(&d, "in_given", (uint64_t)b.given);
  put(&d, "host", (uint64_t)b.host);
  put(&d, "in_rule", (uint64_t)b.rule);
  put(&d, "in_special", (uint64_t)b.special);
  put(&d, "in_zero_sign", (uint64_t)b.zero_sign);
  put(&d, "in_nan", (uint64_t)b.nan);
  put(&d, "in_ovf", (uint64_t)b.ovf);
  put(&d, "in_rnd", (uint64_t)b.rnd);
  put(&d, "in_full", (uint64_t)b.full);
  put(&d, "in_daz", (uint64_t)b.daz);
  for (int i = 0; i < count; i++) {
    put_at(&d, "x", i * bits, bits, codes[i]);
  }
  d.model->unit->ops->eval(d.model, d.image);
  return d;
}

/* Scale and all flags, then the first elements. */
static void expect(block_t b, const uint32_t *codes, int scale, int flags, const uint32_t *elems,
                   int count) {
  dut_t d = block_of(b, codes, count);
  const int bits = value_of(&d, "ElemBits");
  assert_int_equal(get(&d, "scale"), scale);
  assert_int_equal(get(&d, "flags"), flags);
  for (int i = 0; i < count; i++) {
    assert_int_equal(get_at(&d, "elem", i * bits, bits), elems[i]);
  }
  dut_free(&d);
}

enum { ONE = 0x3f80, MINUS = 0x8000, INF = 0x7f80, NAN_QUIET = 0x7fc0, LARGEST = 0x7f7f };
enum { SCALE_UF = 32, SCALE_OF = 64, SCALE_NV = 128 };
#define LANES(...)     \
  (const uint32_t[]) { \
    __VA_ARGS__        \
  }

static const int max = GCIM_NAN_MAX;

/* OCP 6.3 with 1.9921875 = 127.5 / 64: a tie, 128 is even, beyond the range: 127. */
static void test_mx_quant_int8_clamp(void **state) {
  (void)state;
  const block_t b = {.config = "", .nan = max};
  expect(b, LANES(0x3fff, 0xbfff), 127, SAT | OF | NX, LANES(127, 0x81), 2);
  block_t full = b;
  full.full = 1; /* -127.5 goes to -128, which is there */
  expect(full, LANES(ONE, 0xbfff), 127, NX, LANES(64, 0x80), 2);
  expect(full, LANES(0x3fff, 0xbfff), 127, SAT | OF | NX, LANES(127, 0x80), 2);
  block_t rtz = b;
  rtz.rnd = GCIM_RND_RTZ;
  expect(rtz, LANES(0x3fff, 0xbfff), 127, NX, LANES(127, 0x81), 2);
  block_t up = b;
  up.rule = GCIM_MX_RCEIL; /* a step larger: 63.75 becomes 64 */
  expect(up, LANES(0x3fff), 128, NX, LANES(64), 1);
}

/* 957 = 1.869 * 2^9: E4M3 with FLOOR has scale 2, 478.5 is above 448: 2 * 448 = 896. */
static void test_mx_quant_957_is_896(void **state) {
  (void)state;
  const block_t b = {.config = "config=e4m3", .ovf = GCIM_OVF_SAT};
  expect(b, LANES(0x446f4000), 128, SAT | OF | NX, LANES(0x7e), 1);
  block_t up = b;
  up.rule = GCIM_MX_RCEIL; /* 239.25 between 224 and 240 */
  expect(up, LANES(0x446f4000), 129, NX, LANES(0x77), 1);
}

/* The finite values of E2M1, 0 .5 1 1.5 2 3 4 6, in both signs, at scale 1. */
static void test_mx_quant_e2m1_table(void **state) {
  (void)state;
  static const uint32_t fp32[8] = {0,          0x3f000000, 0x3f800000, 0x3fc00000,
                                   0x40000000, 0x40400000, 0x40800000, 0x40c00000};
  uint32_t codes[16], elems[16];
  for (uint32_t i = 0; i < 16; i++) {
    codes[i] = fp32[i % 8] | (i < 8 ? 0 : 0x80000000);
    elems[i] = i;
  }
  expect((block_t){.config = "config=e2m1", .nan = max}, codes, 127, 0, elems, 16);
}

/* 5.0 is a tie of 4 and 6; 2.5 of 2 and 3; 0.25 of 0 and 0.5. */
static void test_mx_quant_e2m1_ties(void **state) {
  (void)state;
  const block_t b = {.config = "config=e2m1", .nan = max};
  const uint32_t codes[] = {0x40c00000, 0x40a00000, 0x40200000, 0x3e800000};
  expect(b, codes, 127, NX | UF, LANES(7, 6, 4, 0), 4);
  block_t away = b;
  away.rnd = GCIM_RND_RNA;
  expect(away, codes, 127, NX | UF, LANES(7, 7, 5, 1), 4);
}

/* 6. */
static void test_mx_quant_nan_block(void **state) {
  (void)state;
  const block_t b = {.config = "", .nan = max};
  expect(b, LANES(ONE, INF), 255, SCALE_NV, LANES(0, 0), 2);
  block_t given = b;
  given.given = 1;
  given.host = 255;
  expect(given, LANES(0x3fff, ONE), 255, 0, LANES(0, 0), 2);
  dut_t d = block_of(given, LANES(0x40c0), 1); /* 13 */
  assert_int_equal(get(&d, "tap_amax"), 0x40c0);
  assert_int_equal(get_signed(&d, "tap_exp", 0, 11), 2);
  assert_int_equal(get(&d, "tap_sat"), 0);
  dut_free(&d);
}

/* 5: half the scale: twice the numbers; the flags of the scale are not shown. */
static void test_mx_quant_given_scale(void **state) {
  (void)state;
  const block_t b = {.config = "", .given = 1, .host = 126, .nan = max};
  expect(b, LANES(0x3f00, 0xbf00, ONE), 126, SAT | OF | NX, LANES(64, 0xc0, 127), 3);
  block_t least = b; /* t = -132 would set UF of the scale: 3 * 2^-133 * 2^127 * 64 = 3 */
  least.host = 0;
  expect(least, LANES(3), 0, 0, LANES(3), 1);
  block_t found = least;
  found.given = 0;
  expect(found, LANES(3), 0, SCALE_UF, LANES(3), 1);
}

/* 7, 9: INT8: an infinity is the limit, a NaN 0 or, with NAN_MAX, the limit. */
static void test_mx_quant_int8_specials(void **state) {
  (void)state;
  block_t b = {.config = "", .special = GCIM_MX_PASS, .nan = GCIM_NAN_ZERO};
  expect(b, LANES(ONE, INF, INF | MINUS), 127, SAT, LANES(64, 127, 0x81), 3);
  expect(b, LANES(ONE, NAN_QUIET, 0xff81), 127, NV, LANES(64, 0, 0), 3);
  for (int nan = 0; nan < 8; nan++) { /* only NAN_MAX is another */
    b.nan = nan;
    const uint32_t minus = nan == max ? 0x81 : 0;
    expect(b, LANES(ONE, NAN_QUIET | MINUS), 127, NV, LANES(64, minus), 2);
  }
  b.full = 1;
  b.nan = max;
  expect(b, LANES(ONE, INF | MINUS, NAN_QUIET | MINUS), 127, SAT | NV, LANES(64, 0x80, 0x80), 3);
}

/* 7: MX_SAT: -inf is -LARGEST; a NaN, also a signalling one, is a zero of its sign, no NV. */
static void test_mx_quant_sat(void **state) {
  (void)state;
  const block_t b = {
      .config = "config=e3m2", .special = GCIM_MX_SAT, .ovf = GCIM_OVF_SAT, .nan = max};
  /* LARGEST = 1.1111111b * 2^127: t = 123, u = 31.875 above 28: code 0x3f */
  expect(b, LANES(INF | MINUS, NAN_QUIET, 0xff81), 250, SAT | OF | NX, LANES(0x3f, 0, 0x20), 3);
  block_t drop = b;
  drop.zero_sign = GCIM_MX_DROP_INPUT;
  expect(drop, LANES(INF | MINUS, NAN_QUIET, 0xff81), 250, SAT | OF | NX, LANES(0x3f, 0, 0), 3);
}

/* 8: formats with specials of their own. */
static void test_mx_quant_specials_pass(void **state) {
  (void)state;
  const block_t e5m2 = {.config = "config=e5m2", .special = GCIM_MX_PASS, .nan = 3};
  /* FP16: 1, -inf, a quiet NaN with payload bit 8, a signalling one; t = 0 - 15 */
  expect(e5m2, LANES(0x3c00, 0xfc00, 0x7f00, 0xfd00), 112, NV, LANES(0x78, 0xfc, 0x7f, 0xff), 4);
  const block_t e4m3 = {.config = "config=e4m3", .special = GCIM_MX_PASS, .nan = 2};
  expect(e4m3, LANES(0x3f800000, 0xff800000, 0xffc00000), 119, NV, LANES(0x78, 0xff, 0xff), 3);
}

/* MX_INF_TOP: the scale is 2^127; 1 becomes 0, the infinity what ovf says. */
static void test_mx_quant_infinity_is_top(void **state) {
  (void)state;
  const block_t b = {.config = "config=e4m3", .special = 4, .ovf = GCIM_OVF_SAT};
  expect(b, LANES(0x3f800000, 0x7f800000), 254, SAT | NX | UF, LANES(0, 0x7e), 2);
}

/* 7, 8: -0 of the source and -0 by rounding: -2^-10 beside 6 in E2M1. */
static void test_mx_quant_signs_of_zeros(void **state) {
  (void)state;
  block_t b = {.config = "config=e2m1", .nan = max};
  static const uint32_t zeros[4][3] = {{7, 8, 8}, {7, 0, 8}, {7, 0, 0}, {7, 8, 8}};
  for (int mode = 0; mode < 4; mode++) {
    b.zero_sign = mode;
    expect(b, LANES(0x40c00000, 0x80000000, 0xba800000), 127, NX | UF, zeros[mode], 3);
  }
  b.daz = 1; /* a subnormal is a zero that comes in */
  b.zero_sign = GCIM_MX_DROP_INPUT;
  expect(b, LANES(0x40c00000, 0x80000001), 127, 0, LANES(7, 0), 2);
  b.daz = 0;
  expect(b, LANES(0x40c00000, 0x80000001), 127, NX | UF, LANES(7, 8), 2);
}

/* 10 of mx_scale.def: 2^128 is not there; INT8 under CEIL: 1.9921875 * 2^127 / 2^127. */
static void test_mx_quant_scale_overflow(void **state) {
  (void)state;
  const block_t b = {.config = "", .rule = GCIM_MX_CEIL, .nan = max};
  expect(b, LANES(LARGEST), 254, SCALE_OF | SAT | OF | NX, LANES(127), 1);
}

/* 9, STOCH with 8 random bits: 64.25 goes up for random >= 192 in either sign. */
static void test_mx_quant_int8_stochastic(void **state) {
  (void)state;
  const gcim_float_t fp32 = float_named("fp32");
  const gcim_mx_quantizer_t how = {.from = fp32,
                                   .policy = {.rnd = GCIM_RND_STOCH, .nan = max, .rand_bits = 8}};
  for (uint32_t random = 0; random < 512; random++) {
    const uint32_t up = random % 256 >= 192;
    uint32_t flags = 0;
    gcim_fp_lane_t v = gcim_mx_operand(&how, 0x3f808000); /* 1 + 1/256 */
    assert_int_equal(gcim_mx_element(&how, 127, &v, random, &flags), 64 + up);
    v = gcim_mx_operand(&how, 0xbf808000);
    assert_int_equal(gcim_mx_element(&how, 127, &v, random, &flags), 256 - 64 - up);
    assert_int_equal(flags, NX);
    v = gcim_mx_operand(&how, 0x00000001); /* no bit is left */
    assert_int_equal(gcim_mx_element(&how, 254, &v, random, &flags), 0);
  }
}

/* ---- stimulus ---- */

static void judge_element(const dut_t *d, int i, uint32_t byte, const gcim_fp_policy_t *p,
                          uint32_t *all) {
  const int elem = value_of(d, "Elem"), bits = value_of(d, "ElemBits");
  const int x_bits = value_of(d, "XCodeBits"), rand_bits = value_of(d, "RandBits");
  mpq_t u;
  mpq_init(u);
  mx_lane_t lane = mx_lane(d, i, u);
  const bool zero = !lane.inf && !lane.nan && mpq_sgn(u) == 0;
  lane.sign = lane.sign && !(zero && get(d, "in_zero_sign") == GCIM_MX_DROP_INPUT);
  q_scale(u, 127 - (long)byte);
  const uint32_t random = (uint32_t)get_at(d, "random", i * rand_bits, rand_bits);
  const uint32_t code = (uint32_t)get_at(d, "x", i * x_bits, x_bits);
  const uint32_t payload = payload_of(code, value_of(d, "XManBits"), man_bits_of(elem));
  uint32_t flags = 0;
  const uint32_t want = elem == GCIM_MX_INT8
                            ? want_int8(p, get(d, "in_full") != 0, &lane, u, random, &flags)
                            : want_float(elem, p, &lane, u, payload, random, &flags);
  mpq_clear(u);
  assert_int_equal(get_at(d, "elem", i * bits, bits), want);
  assert_int_equal(get_at(d, "tap_sat", i, 1), (flags & SAT) != 0);
  *all |= flags;
}

static void judge(const dut_t *d) {
  mx_scale_want_t want = mx_scale_want(d, "in_scale_ovf");
  const gcim_fp_policy_t policy = {.rnd = get(d, "in_rnd"),
                                   .ovf = (gcim_overflow_t)get(d, "in_ovf"),
                                   .nan = (gcim_nan_t)get(d, "in_nan"),
                                   .neg_zero = get(d, "in_zero_sign") == GCIM_MX_DROP_ALL,
                                   .rand_bits = value_of(d, "RandBits")};
  uint32_t all = 0;
  if (get(d, "in_given") != 0) {
    want.byte = get(d, "host");
    want.flags = 0;
  }
  mx_judge_scale(d, &want);
  for (int i = 0; i < value_of(d, "Lanes"); i++) {
    if (want.byte == 255) {
      assert_int_equal(get_at(d, "elem", i * value_of(d, "ElemBits"), value_of(d, "ElemBits")), 0);
      assert_int_equal(get_at(d, "tap_sat", i, 1), 0);
    } else {
      judge_element(d, i, (uint32_t)want.byte, &policy, &all);
    }
  }
  assert_int_equal(get(d, "flags"), want.flags << 5 | all);
}

static void test_mx_quant_configs(void **state) {
  (void)state;
  judge_configs("mx_quant", times(400), judge);
}

/* ---- coverage ---- */

static void cover_one(dut_t *d, int given, int host, uint32_t first, uint32_t second) {
  put(d, "in_valid", 1);
  put(d, "in_nan", (uint64_t)max);
  put(d, "in_given", (uint64_t)given);
  put(d, "host", (uint64_t)host);
  put(d, "x", first | (uint64_t)second << 16);
  tick(d);
  put(d, "in_valid", 0);
  tick(d);
}

static void test_mx_quant_coverage(void **state) {
  (void)state;
  dut_t d = dut_new("mx_quant", "Lanes=2");
  cover_one(&d, 0, 0, 0, MINUS);
  cover_one(&d, 0, 0, INF, ONE);
  cover_one(&d, 0, 0, 0x3fff, 0x3ffe);   /* 127.5, 127 */
  cover_one(&d, 1, 126, 0x3f7e, 0x3bc0); /* 127; 3/512 * 128 = .75 */
  cover_one(&d, 1, 128, 0x3fff, 0x3c00); /* 63.75; .25 */
  put(&d, "in_full", 1);
  cover_one(&d, 1, 127, 0xbfff, 0x3f80); /* -127.5, 64 */
  cover_one(&d, 0, 0, 3, 0);
  assert_int_equal(hits(&d, "element.zero"), 4);
  assert_int_equal(hits(&d, "element.largest"), 3);
  assert_int_equal(hits(&d, "element.minus_128"), 1);
  assert_int_equal(hits(&d, "element.normal"), 4);
  assert_int_equal(hits(&d, "round x rnd.tie,RND_RNE"), 2);
  assert_int_equal(hits(&d, "round.exact"), 4);
  assert_int_equal(hits(&d, "round.above_half"), 2);
  assert_int_equal(hits(&d, "round.below_half"), 1);
  assert_int_equal(hits(&d, "block.nan_block"), 1);
  assert_int_equal(hits(&d, "block x rule.all_zero,MX_FLOOR"), 1);
  assert_int_equal(hits(&d, "block.saturated"), 1);
  assert_int_equal(hits(&d, "block.rounded_to_limit"), 1);
  assert_int_equal(hits(&d, "block.scale_clamped"), 1);
  assert_int_equal(hits(&d, "compared.equal"), 2);
  assert_int_equal(hits(&d, "compared.larger"), 1);
  assert_int_equal(hits(&d, "compared.smaller"), 0);
  dut_free(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_mx_quant_one_edge_later),
      cmocka_unit_test(test_mx_quant_every_fp16),
      cmocka_unit_test(test_mx_quant_every_bf16),
      cmocka_unit_test(test_mx_quant_int8_clamp),
      cmocka_unit_test(test_mx_quant_957_is_896),
      cmocka_unit_test(test_mx_quant_e2m1_table),
      cmocka_unit_test(test_mx_quant_e2m1_ties),
      cmocka_unit_test(test_mx_quant_nan_block),
      cmocka_unit_test(test_mx_quant_given_scale),
      cmocka_unit_test(test_mx_quant_int8_specials),
      cmocka_unit_test(test_mx_quant_sat),
      cmocka_unit_test(test_mx_quant_specials_pass),
      cmocka_unit_test(test_mx_quant_infinity_is_top),
      cmocka_unit_test(test_mx_quant_signs_of_zeros),
      cmocka_unit_test(test_mx_quant_scale_overflow),
      cmocka_unit_test(test_mx_quant_int8_stochastic),
      cmocka_unit_test(test_mx_quant_configs),
      cmocka_unit_test(test_mx_quant_coverage),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
