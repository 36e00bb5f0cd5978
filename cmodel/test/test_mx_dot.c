/* The dot product of two blocks: the standard's tables of values, cases by hand for every sentence,
 * and stimulus in every configuration against exact rationals. */
#include "helper_mx.h"
#include "part/mx_format.h"

static void test_mx_dot_one_edge_later(void **state) {
  (void)state;
  check_one_edge_later("mx_dot", "sum", "tap_a");
}

/* ---- 5: values of elements, OCP Microscaling Formats 1.0, 5.3 ---- */

/* table: the codes without sign, in order. */
static void check_table(gcim_mx_elem_t elem, const int *table, int count) {
  for (int code = 0; code < count; code++) {
    const gcim_mx_value_t plus = gcim_mx_value(elem, (uint32_t)code);
    const gcim_mx_value_t minus = gcim_mx_value(elem, (uint32_t)(code + count));
    assert_int_equal(plus.fixed, table[code]);
    assert_int_equal(minus.fixed, -table[code]);
    assert_false(plus.sign || plus.is_inf || plus.is_nan || minus.is_inf || minus.is_nan);
    assert_true(minus.sign);
  }
}

/* 0 .5 1 1.5 2 3 4 6. */
static void test_mx_dot_e2m1_values(void **state) {
  (void)state;
  static const int halves[8] = {0, 1, 2, 3, 4, 6, 8, 12};
  check_table(GCIM_MX_E2M1, halves, 8);
}

/* 0 .125 .. 0.875, 1 .. 1.875, 2 2.25 .. 3.75, 4 4.5 .. 7.5. */
static void test_mx_dot_e2m3_values(void **state) {
  (void)state;
  static const int eighths[32] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                                  16, 18, 20, 22, 24, 26, 28, 30, 32, 36, 40, 44, 48, 52, 56, 60};
  check_table(GCIM_MX_E2M3, eighths, 32);
}

/* 0 1/16 1/8 3/16, .25 .. .4375, ..., 16 20 24 28. */
static void test_mx_dot_e3m2_values(void **state) {
  (void)state;
  static const int sixteenths[32] = {0,  1,   2,   3,   4,   5,   6,   7,   8,   10, 12,
                                     14, 16,  20,  24,  28,  32,  40,  48,  56,  64, 80,
                                     96, 112, 128, 160, 192, 224, 256, 320, 384, 448};
  check_table(GCIM_MX_E3M2, sixteenths, 32);
}

typedef struct {
  uint32_t code;
  int64_t fixed;
} corner_t;

static void check_corners(gcim_mx_elem_t elem, const corner_t *corners, int count) {
  for (int i = 0; i < count; i++) {
    const gcim_mx_value_t v = gcim_mx_value(elem, corners[i].code);
    assert_int_equal(v.fixed, corners[i].fixed);
    assert_false(v.is_inf || v.is_nan || v.is_snan);
  }
}

/* Units of 2^-9: 2^-9, 7 * 2^-9, 2^-6, 1, 448. */
static void test_mx_dot_e4m3_values(void **state) {
  (void)state;
  static const corner_t corners[] = {{0x00, 0},   {0x80, 0},      {0x01, 1},      {0x87, -7},
                                     {0x08, 8},   {0x38, 512},    {0x7e, 229376}, {0xfe, -229376},
                                     {0x3c, 768}, {0x77, 122880}, {0x78, 131072}};
  check_corners(GCIM_MX_E4M3, corners, 11);
  for (uint32_t sign = 0; sign <= 0x80; sign += 0x80) {
    const gcim_mx_value_t nan = gcim_mx_value(GCIM_MX_E4M3, sign | 0x7f);
    assert_true(nan.is_nan && !nan.is_snan && nan.fixed == 0 && nan.sign == (sign != 0));
  }
}

/* Units of 2^-16: 2^-16, 3 * 2^-16, 2^-14, 1, 57344 = 7 * 2^13. */
static void test_mx_dot_e5m2_values(void **state) {
  (void)state;
  static const corner_t corners[] = {{0x00, 0},
                                     {0x80, 0},
                                     {0x01, 1},
                                     {0x83, -3},
                                     {0x04, 4},
                                     {0x3c, INT64_C(1) << 16},
                                     {0x7b, INT64_C(7) << 29},
                                     {0xfb, -(INT64_C(7) << 29)},
                                     {0x3d, 81920},
                                     {0xbf, -114688}};
  check_corners(GCIM_MX_E5M2, corners, 10);
  for (uint32_t sign = 0; sign <= 0x80; sign += 0x80) {
    for (uint32_t t = 0; t < 4; t++) {
      const gcim_mx_value_t v = gcim_mx_value(GCIM_MX_E5M2, sign | 0x7c | t);
      assert_int_equal(v.fixed, 0);
      assert_int_equal(v.is_inf, t == 0);
      assert_int_equal(v.is_nan, t != 0);
      assert_int_equal(v.is_snan, t == 1);
      assert_int_equal(v.sign, sign != 0);
    }
  }
}

static void test_mx_dot_int8_values(void **state) {
  (void)state;
  for (int n = -128; n < 128; n++) {
    assert_int_equal(gcim_mx_value(GCIM_MX_INT8, (uint32_t)n & 0xff).fixed, n);
  }
}

/* ---- blocks by hand ---- */

typedef struct {
  const char *config;
  int a_scale, b_scale;
  int rnd, ovf, nan, ftz;
} modes_t;

static dut_t block_of(modes_t m, const uint32_t *a, const uint32_t *b, int count) {
  dut_t d = dut_new("mx_dot", m.config);
  const int a_bits = value_of(&d, "ABits"), b_bits = value_of(&d, "BBits");
  put(&d, "a_scale", (uint64_t)m.a_scale);
  put(&d, "b_scale", (uint64_t)m.b_scale);
  put(&d, "in_rnd", (uint64_t)m.rnd);
  put(&d, "in_ovf", (uint64_t)m.ovf);
  put(&d, "in_nan", (uint64_t)m.nan);
  put(&d, "in_ftz", (uint64_t)m.ftz);
  for (int i = 0; i < count; i++) {
    put_at(&d, "a", i * a_bits, a_bits, a[i]);
    put_at(&d, "b", i * b_bits, b_bits, b[i]);
  }
  d.model->unit->ops->eval(d.model, d.image);
  return d;
}

typedef struct {
  int64_t sum;
  int exp, special, sign;
  uint32_t y;
  int flags;
} want_t;

static void expect(modes_t m, const uint32_t *a, const uint32_t *b, int count, want_t want) {
  dut_t d = block_of(m, a, b, count);
  const int width = value_of(&d, "SumBits"), bits = width < 64 ? width : 64;
  assert_int_equal(get_signed(&d, "sum", 0, bits), want.sum);
  assert_int_equal(get_signed(&d, "exp", 0, 10), want.exp);
  assert_int_equal(get(&d, "special"), want.special);
  assert_int_equal(get(&d, "sign"), want.sign);
  assert_int_equal((uint32_t)get_at(&d, "y", 0, 32), want.y);
  assert_int_equal(get(&d, "flags"), want.flags);
  dut_free(&d);
}

#define LANES(...)     \
  (const uint32_t[]) { \
    __VA_ARGS__        \
  }

/* 6: 1.5 * 2 - 3 * 0.25 of INT8: 96 * 128 is out of range, so 96 * 64 - 127 * 16 = 4112. */
static void test_mx_dot_sum(void **state) {
  (void)state;
  const modes_t m = {.config = "", .a_scale = 127, .b_scale = 127};
  expect(m, LANES(96, 0x81), LANES(64, 16), 2, (want_t){4112, 0, 0, 0, 0x3f808000, 0});
  expect(m, LANES(96, 0x81), LANES(0xc0, 0x90), 2, (want_t){8080, 0, 0, 0, 0x3ffc8000, 0});
  expect(m, LANES(1, 1), LANES(5, 0xfb), 2, (want_t){0, 0, 0, 0, 0, 0}); /* +0 */
}

/* 6: -128 * -128 in all lanes: 32 * 2^14 = 2^19, times 2^-12: 128. */
static void test_mx_dot_minus_128_everywhere(void **state) {
  (void)state;
  uint32_t least[32], most[32];
  for (int i = 0; i < 32; i++) {
    least[i] = 0x80;
    most[i] = 127;
  }
  const modes_t m = {.config = "", .a_scale = 127, .b_scale = 127};
  expect(m, least, least, 32, (want_t){524288, 0, 0, 0, 0x43000000, 0});
  expect(m, least, most, 32, (want_t){-520192, 0, 0, 0, 0xc2fe0000, 0});
}

/* 7: the sum of the bytes has nine bits, the exponent ten and a sign. 64 * 64 * 2^-12 = 1. */
static void test_mx_dot_exponent_beyond_8_bits(void **state) {
  (void)state;
  modes_t m = {.config = "", .a_scale = 200, .b_scale = 200};
  const uint32_t one[] = {64};
  expect(m, one, one, 1, (want_t){4096, 146, 0, 0, 0x7f800000, OF | NX});
  m.a_scale = m.b_scale = 254;
  expect(m, one, one, 1, (want_t){4096, 254, 0, 0, 0x7f800000, OF | NX});
  m.a_scale = m.b_scale = 0;
  expect(m, one, one, 1, (want_t){4096, -254, 0, 0, 0, NX | UF});
  m.a_scale = 100;
  m.b_scale = 30;
  expect(m, one, one, 1, (want_t){4096, -124, 0, 0, 0x01800000, 0});
  m.b_scale = 255;
  expect(m, one, one, 1, (want_t){4096, 101, 2, 0, 0x7fc00000, 0});
  m.a_scale = 255;
  expect(m, one, one, 1, (want_t){4096, 256, 2, 0, 0x7fc00000, 0});
}

/* 9: subnormal results, exact and flushed: 2^-12 * 2^-127 = 2^-139 is code 2^10. */
static void test_mx_dot_subnormal(void **state) {
  (void)state;
  modes_t m = {.config = "", .a_scale = 0, .b_scale = 127};
  expect(m, LANES(1), LANES(0xff), 1, (want_t){-1, -127, 0, 0, 0x80000400, 0});
  m.ftz = 1;
  expect(m, LANES(1), LANES(0xff), 1, (want_t){-1, -127, 0, 0, 0x80000000, NX | UF});
}

/* 9: rounding of an exact sum: E4M3, 448 * 448 + 2^-18 = 200704 and a bit, in all modes. */
static void test_mx_dot_rounds_once(void **state) {
  (void)state;
  static const uint32_t up[8] = {0, 0, 0, 0, 1, 1, 0, 0};
  for (int rnd = 0; rnd < 8; rnd++) {
    const modes_t m = {.config = "config=e4m3", .a_scale = 127, .b_scale = 127, .rnd = rnd};
    const int64_t sum = INT64_C(229376) * 229376 + 1;
    expect(m, LANES(0x7e, 0x01), LANES(0x7e, 0x01), 2,
           (want_t){sum, 0, 0, 0, 0x48440000 + up[rnd], NX});
    const uint32_t down = rnd == GCIM_RND_FLOOR || rnd == GCIM_RND_JAM;
    expect(m, LANES(0xfe, 0x81), LANES(0x7e, 0x01), 2,
           (want_t){-sum, 0, 0, 0, 0xc8440000 + down, NX});
  }
}

/* 9: 6 and 7 act as RTZ also where they overflow; ovf and nan are those of fp_norm. */
static void test_mx_dot_overflow(void **state) {
  (void)state;
  const uint32_t one[] = {64};
  for (int rnd = 6; rnd < 8; rnd++) {
    const modes_t m = {.config = "", .a_scale = 254, .b_scale = 254, .rnd = rnd};
    expect(m, one, one, 1, (want_t){4096, 254, 0, 0, 0x7f7fffff, OF | NX | GCIM_FLAG_SAT});
  }
  const modes_t nan = {.config = "", .a_scale = 254, .b_scale = 254, .ovf = 3, .nan = 2};
  expect(nan, one, LANES(0xc0), 1, (want_t){-4096, 254, 0, 0, 0xffc00000, OF | NX});
}

/* 8: E5M2. */
static void test_mx_dot_infinities(void **state) {
  (void)state;
  enum { INF = 0x7c, MINUS_INF = 0xfc, ONE = 0x3c, TWO = 0x40, MINUS_ONE = 0xbc };
  modes_t m = {.config = "config=e5m2", .a_scale = 127, .b_scale = 127};
  const int64_t two = INT64_C(1) << 33;
  expect(m, LANES(INF, TWO), LANES(ONE, ONE), 2, (want_t){two, 0, 1, 0, 0x7f800000, 0});
  expect(m, LANES(ONE, TWO), LANES(MINUS_INF, ONE), 2, (want_t){two, 0, 1, 1, 0xff800000, 0});
  expect(m, LANES(INF, MINUS_INF), LANES(ONE, MINUS_ONE), 2, (want_t){0, 0, 1, 0, 0x7f800000, 0});
  expect(m, LANES(INF, MINUS_INF), LANES(INF, INF), 2, (want_t){0, 0, 2, 0, 0x7fc00000, NV});
  expect(m, LANES(INF, ONE), LANES(MINUS_ONE, INF), 2, (want_t){0, 0, 2, 0, 0x7fc00000, NV});
  m.ovf = GCIM_OVF_SAT;
  expect(m, LANES(INF), LANES(MINUS_ONE), 1, (want_t){0, 0, 1, 1, 0xff7fffff, GCIM_FLAG_SAT});
}

/* 8, 10: an infinity times a zero of either sign, on either side. */
static void test_mx_dot_infinity_times_zero(void **state) {
  (void)state;
  const modes_t m = {.config = "config=e5m2", .a_scale = 127, .b_scale = 127};
  const want_t nan = {0, 0, 2, 0, 0x7fc00000, NV};
  expect(m, LANES(0x7c), LANES(0), 1, nan);
  expect(m, LANES(0x80), LANES(0xfc), 1, nan);
  const modes_t mixed = {.config = "config=mixed", .a_scale = 127, .b_scale = 127};
  expect(mixed, LANES(0xfc), LANES(0x8), 1, nan);
}

/* 8, 10: a quiet NaN is silent, a signalling one is not, also under a NaN scale. */
static void test_mx_dot_nans(void **state) {
  (void)state;
  modes_t m = {.config = "config=e5m2", .a_scale = 127, .b_scale = 127};
  expect(m, LANES(0xfe), LANES(0x3c), 1, (want_t){0, 0, 2, 0, 0x7fc00000, 0});
  expect(m, LANES(0x3c), LANES(0xfd), 1, (want_t){0, 0, 2, 0, 0x7fc00000, NV});
  expect(m, LANES(0x7e), LANES(0x7c), 1, (want_t){0, 0, 2, 0, 0x7fc00000, 0});
  m.b_scale = 255;
  expect(m, LANES(0x3c), LANES(0xfd), 1, (want_t){0, 128, 2, 0, 0x7fc00000, NV});
  const modes_t fp8 = {.config = "config=e4m3", .a_scale = 127, .b_scale = 127, .nan = 3};
  expect(fp8, LANES(0xff), LANES(0x38), 1, (want_t){0, 0, 2, 0, 0x7fc00000, 0});
}

/* 5: the taps are what the lanes are worth. */
static void test_mx_dot_taps(void **state) {
  (void)state;
  dut_t d = block_of((modes_t){.config = "config=mixed"}, LANES(0xfb, 0x7c, 0x01),
                     LANES(0xf, 0x3, 0x9), 3);
  assert_int_equal(get_signed(&d, "tap_a", 0, 33), -(INT64_C(7) << 29));
  assert_int_equal(get_signed(&d, "tap_a", 1, 33), 0);
  assert_int_equal(get_signed(&d, "tap_a", 2, 33), 1);
  assert_int_equal(get_signed(&d, "tap_b", 0, 5), -12);
  assert_int_equal(get_signed(&d, "tap_b", 1, 5), 3);
  assert_int_equal(get_signed(&d, "tap_b", 2, 5), -1);
  dut_free(&d);
}

/* ---- stimulus ---- */

static const int fracs[MX_FORMATS] = {6, 9, 16, 4, 3, 1};

static void element_q(int elem, uint32_t code, operand_t *o) {
  if (elem == GCIM_MX_INT8) {
    const long n = code < 128 ? (long)code : (long)code - 256;
    mpq_set_si(o->v, n, 64);
    mpq_canonicalize(o->v);
    *o = (operand_t){.sign = n < 0, .zero = n == 0, .v = {o->v[0]}};
  } else {
    const gcim_float_t f = float_named(mx_formats[elem].name);
    decode_q(&f, code, GCIM_SPECIAL_IEEE, false, o);
  }
}

/* The tap is the element's value in units of its format. */
static void judge_tap(const dut_t *d, const char *tap, const char *fix, int i, int elem,
                      const operand_t *o) {
  mpq_t units;
  mpq_init(units);
  mpq_set_si(units, get_signed(d, tap, i, value_of(d, fix)), 1);
  q_scale(units, -fracs[elem]);
  assert_true(mpq_equal(units, o->v));
  mpq_clear(units);
}

static void add_lane(const dut_t *d, int i, mpq_t sum, special_t *s) {
  const int a_elem = value_of(d, "AElem"), b_elem = value_of(d, "BElem");
  const int a_bits = value_of(d, "ABits"), b_bits = value_of(d, "BBits");
  operand_t a, b;
  mpq_t product;
  mpq_inits(a.v, b.v, product, NULL);
  element_q(a_elem, (uint32_t)get_at(d, "a", i * a_bits, a_bits), &a);
  element_q(b_elem, (uint32_t)get_at(d, "b", i * b_bits, b_bits), &b);
  judge_tap(d, "tap_a", "AFix", i, a_elem, &a);
  judge_tap(d, "tap_b", "BFix", i, b_elem, &b);
  mpq_mul(product, a.v, b.v);
  mpq_add(sum, sum, product);
  special_product(s, &a, &b);
  mpq_clears(a.v, b.v, product, NULL);
}

static void judge_sum(const dut_t *d, const mpq_t sum, int frac) {
  mpq_t got;
  mpq_init(got);
  field_z(mpq_numref(got), d, sig(d, "sum"), 0, value_of(d, "SumBits"), true);
  q_scale(got, -frac);
  assert_true(mpq_equal(got, sum));
  mpq_clear(got);
}

static void judge(const dut_t *d) {
  const gcim_float_t fp32 = float_named("fp32");
  const int rnd = get(d, "in_rnd"), a_scale = get(d, "a_scale"), b_scale = get(d, "b_scale");
  const gcim_fp_policy_t p = {.rnd = rnd < 6 ? rnd : GCIM_RND_RTZ,
                              .ovf = (gcim_overflow_t)get(d, "in_ovf"),
                              .nan = (gcim_nan_t)get(d, "in_nan"),
                              .ftz = get(d, "in_ftz")};
  special_t s = {0};
  mpq_t sum;
  mpq_init(sum);
  for (int i = 0; i < value_of(d, "Lanes"); i++) {
    add_lane(d, i, sum, &s);
  }
  judge_sum(d, sum, fracs[value_of(d, "AElem")] + fracs[value_of(d, "BElem")]);
  assert_int_equal(get_signed(d, "exp", 0, 10), a_scale + b_scale - 254);
  q_scale(sum, a_scale + b_scale - 254);
  uint32_t flags = s.invalid || (s.plus && s.minus) ? NV : 0, y = 0;
  s.nan = s.nan || a_scale == 255 || b_scale == 255;
  const bool nan = s.nan || s.invalid || (s.plus && s.minus);
  y = special_any(&s) ? special_code(&s, &fp32, &p, &flags) : encode_q(&fp32, &p, sum, 0, &flags);
  mpq_clear(sum);
  assert_int_equal(get(d, "special"), nan ? 2 : special_any(&s) ? 1 : 0);
  assert_int_equal(get(d, "sign"), !nan && s.minus);
  assert_int_equal((uint32_t)get_at(d, "y", 0, 32), y);
  assert_int_equal(get(d, "flags"), flags);
}

static void test_mx_dot_configs(void **state) {
  (void)state;
  judge_configs("mx_dot", times(1000), judge);
}

/* ---- coverage ---- */

static void cover_one(dut_t *d, uint64_t a, uint64_t b, int a_scale, int b_scale) {
  put(d, "in_valid", 1);
  put(d, "a", a);
  put(d, "b", b);
  put(d, "a_scale", (uint64_t)a_scale);
  put(d, "b_scale", (uint64_t)b_scale);
  tick(d);
  put(d, "in_valid", 0);
  tick(d);
}

static void test_mx_dot_coverage(void **state) {
  (void)state;
  dut_t d = dut_new("mx_dot", "config=e5m2");
  cover_one(&d, 0x3c7c, 0x3c3c, 127, 127); /* an infinity beside a number */
  cover_one(&d, 0x7c, 0, 127, 127);
  cover_one(&d, 0xfc7c, 0x3c3c, 127, 127);
  cover_one(&d, 0x7e, 0x3c, 255, 127);
  cover_one(&d, 0x3c3c, 0xbc3c, 127, 127); /* 1 - 1 */
  cover_one(&d, 0, 0x3c, 127, 127);
  cover_one(&d, 0x017b, 0x017b, 127, 127); /* 57344^2 + 2^-32 */
  cover_one(&d, 0x7b, 0x7b, 254, 254);
  cover_one(&d, 0x3c, 0x3c, 0, 120); /* 2^-134 */
  put(&d, "in_ovf", GCIM_OVF_SAT);
  cover_one(&d, 0x7b, 0x3c, 254, 254);
  assert_int_equal(hits(&d, "special.none"), 6);
  assert_int_equal(hits(&d, "special.nan_scale"), 1);
  assert_int_equal(hits(&d, "special.nan_element"), 1);
  assert_int_equal(hits(&d, "special.infinity"), 1);
  assert_int_equal(hits(&d, "special.infinity_times_zero"), 1);
  assert_int_equal(hits(&d, "special.both_infinities"), 1);
  assert_int_equal(hits(&d, "result x rnd.zero,RND_RNE"), 2);
  assert_int_equal(hits(&d, "result.subnormal"), 1);
  assert_int_equal(hits(&d, "result.normal"), 1);
  assert_int_equal(hits(&d, "result.largest_finite"), 1);
  assert_int_equal(hits(&d, "result.infinity"), 2);
  assert_int_equal(hits(&d, "result.nan"), 3);
  assert_int_equal(hits(&d, "sum.zero"), 1);
  assert_int_equal(hits(&d, "sum.cancelled"), 1);
  assert_int_equal(hits(&d, "sum.extreme_lane"), 2);
  assert_int_equal(hits(&d, "sum.rounded"), 3); /* overflows too */
  assert_int_equal(hits(&d, "sum.minus_128_twice"), 0);
  assert_int_equal(hits(&d, "exponent.below_minus_127"), 1);
  assert_int_equal(hits(&d, "exponent x ovf.above_127,OVF_SAT"), 1);
  assert_int_equal(hits(&d, "exponent.within"), 6);
  dut_free(&d);
  d = dut_new("mx_dot", "");
  cover_one(&d, 0x80, 0x80, 127, 127);
  cover_one(&d, 0x80, 0x7f, 127, 127);
  assert_int_equal(hits(&d, "sum.minus_128_twice"), 1);
  assert_int_equal(hits(&d, "sum.extreme_lane"), 2);
  dut_free(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_mx_dot_one_edge_later),
      cmocka_unit_test(test_mx_dot_e2m1_values),
      cmocka_unit_test(test_mx_dot_e2m3_values),
      cmocka_unit_test(test_mx_dot_e3m2_values),
      cmocka_unit_test(test_mx_dot_e4m3_values),
      cmocka_unit_test(test_mx_dot_e5m2_values),
      cmocka_unit_test(test_mx_dot_int8_values),
      cmocka_unit_test(test_mx_dot_sum),
      cmocka_unit_test(test_mx_dot_minus_128_everywhere),
      cmocka_unit_test(test_mx_dot_exponent_beyond_8_bits),
      cmocka_unit_test(test_mx_dot_subnormal),
      cmocka_unit_test(test_mx_dot_rounds_once),
      cmocka_unit_test(test_mx_dot_overflow),
      cmocka_unit_test(test_mx_dot_infinities),
      cmocka_unit_test(test_mx_dot_infinity_times_zero),
      cmocka_unit_test(test_mx_dot_nans),
      cmocka_unit_test(test_mx_dot_taps),
      cmocka_unit_test(test_mx_dot_configs),
      cmocka_unit_test(test_mx_dot_coverage),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
