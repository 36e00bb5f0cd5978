/* Normalise, round and pack: cases by hand for every sentence, and the sum of two codes. Against
 * exact rationals: test_fp_norm_exact.c. */
#include "helper_apx.h"
#include "helper_float.h"
#include "part/fp_norm.h"

/* value * 2^scale in `format`; the flags stand above bit 32. */
static uint64_t norm_of(const char *format, gcim_fp_policy_t policy, int64_t value, int scale,
                        bool sign, uint32_t random) {
  const gcim_float_t f = float_named(format);
  const gcim_wide_t wide = gcim_wide_from_i64(value);
  uint32_t flags = 0;
  const uint32_t code = gcim_fp_norm(&f, &policy, &wide, scale, sign, random, &flags);
  return (uint64_t)flags << 32 | code;
}

static void expect(const char *format, gcim_fp_policy_t policy, int64_t value, int scale,
                   uint32_t code, uint32_t flags) {
  const uint64_t got = norm_of(format, policy, value, scale, value < 0, 0);
  if (got != ((uint64_t)flags << 32 | code)) {
    fail_msg("%s rnd %d: %lld * 2^%d gives %x flags %x, not %x flags %x", format, policy.rnd,
             (long long)value, scale, (unsigned)got, (unsigned)(got >> 32), code, flags);
  }
}

static const gcim_fp_policy_t ieee = {0};

static gcim_fp_policy_t with_rnd(int rnd) {
  return (gcim_fp_policy_t){.rnd = rnd, .rand_bits = 2};
}

/* ---- cycles ---- */

static void test_fp_norm_one_edge_later(void **state) {
  (void)state;
  check_one_edge_later("fp_norm", "code", "tap_lead");
}

/* ---- 6 ---- */

/* E4M3 below 2^-6 has quanta of 2^-9: quarters of them, rounded. */
static void test_fp_norm_roundings(void **state) {
  (void)state;
  static const int quarters[] = {2, 5, 6, 7, 9, 10};
  static const uint32_t plus[6][6] = {{0, 1, 2, 2, 2, 2},  /* RNE */
                                      {1, 1, 2, 2, 2, 3},  /* RNA */
                                      {0, 1, 1, 1, 2, 2},  /* RTZ */
                                      {0, 1, 1, 1, 2, 2},  /* FLOOR */
                                      {1, 2, 2, 2, 3, 3},  /* CEIL */
                                      {1, 1, 1, 1, 3, 3}}; /* JAM */
  for (int i = 0; i < 6; i++) {
    for (int rnd = 0; rnd < 6; rnd++) {
      const int mirrored = rnd == GCIM_RND_FLOOR ? GCIM_RND_CEIL : GCIM_RND_FLOOR;
      const bool directed = rnd == GCIM_RND_FLOOR || rnd == GCIM_RND_CEIL;
      expect("e4m3", with_rnd(rnd), quarters[i], -11, plus[rnd][i], NX | UF);
      expect("e4m3", with_rnd(directed ? mirrored : rnd), -quarters[i], -11, 0x80 | plus[rnd][i],
             NX | UF);
    }
    expect("e4m3", with_rnd(7), quarters[i], -11, plus[2][i], NX | UF); /* 7 acts as RTZ */
    expect("e4m3", with_rnd(7), -quarters[i], -11, 0x80 | plus[2][i], NX | UF);
  }
}

/* 2 random bits: a quarter goes up for random = 3 only, three quarters for 1, 2, 3; an eighth,
 * of which no bit is left, never. */
static void test_fp_norm_stochastic(void **state) {
  (void)state;
  const gcim_fp_policy_t p = with_rnd(GCIM_RND_STOCH);
  for (uint32_t random = 0; random < 8; random++) {
    const uint32_t low = random % 4; /* higher bits do not count */
    assert_int_equal(norm_of("e4m3", p, 5, -11, false, random) & 0xff, low == 3 ? 2 : 1);
    assert_int_equal(norm_of("e4m3", p, -5, -11, true, random) & 0xff, low == 3 ? 0x82 : 0x81);
    assert_int_equal(norm_of("e4m3", p, 7, -11, false, random) & 0xff, low >= 1 ? 2 : 1);
    assert_int_equal(norm_of("e4m3", p, 9, -12, false, random) & 0xff, 1);
    assert_int_equal(norm_of("e4m3", p, 8, -11, false, random), 2); /* exact, no flag */
    assert_int_equal(norm_of("e4m3", p, 1, -2000, false, random) & 0xff, 0);
  }
}

/* ---- 7 ---- */

static void test_fp_norm_carries(void **state) {
  (void)state;
  expect("e4m3", ieee, 31, 0, 0x60, NX);            /* 1.1111b * 2^4, a tie, becomes 32 */
  expect("e4m3", ieee, 15, -10, 0x08, NX | UF);     /* 7.5 quanta become the smallest normal */
  expect("fp16", ieee, 4095, 0, 0x6c00, NX);        /* 4096 */
  expect("fp16", ieee, 0x7ff, -25, 0x400, NX | UF); /* 1023.5 quanta */
}

/* ---- 8 ---- */

static void test_fp_norm_overflow_of_e4m3(void **state) {
  (void)state;
  expect("e4m3", ieee, 464, 0, 0x7e, NX); /* a tie with the place of the NaN: 448 is even */
  expect("e4m3", ieee, 465, 0, 0x7f, OF | NX);
  expect("e4m3", ieee, -465, 0, 0x7f, OF | NX);
  expect("e4m3", with_rnd(GCIM_RND_RNA), 464, 0, 0x7f, OF | NX);
  expect("e4m3", with_rnd(GCIM_RND_RTZ), 479, 0, 0x7e, NX); /* truncated to 448: no overflow */
  expect("e4m3", with_rnd(GCIM_RND_RTZ), 480, 0, 0x7e, OF | NX | SAT);
  expect("e4m3", with_rnd(7), 480, 0, 0x7e, OF | NX | SAT);
  expect("e4m3", with_rnd(GCIM_RND_JAM), 465, 0, 0x7e, OF | NX | SAT); /* 480 is the odd one */
  expect("e4m3", (gcim_fp_policy_t){.ovf = GCIM_OVF_SAT}, -465, 0, 0xfe, OF | NX | SAT);
  expect("e4m3", (gcim_fp_policy_t){.nan = GCIM_NAN_SIGN}, -465, 0, 0xff, OF | NX);
  expect("e4m3", (gcim_fp_policy_t){.nan = GCIM_NAN_MAX}, -465, 0, 0xfe, OF | NX | NV);
  expect("e4m3", (gcim_fp_policy_t){.nan = GCIM_NAN_ZERO}, -465, 0, 0x80, OF | NX | NV);
}

static void test_fp_norm_overflow_by_rounding(void **state) {
  (void)state;
  static const uint32_t plus[8] = {0x7c00, 0x7c00, 0x7bff, 0x7bff, 0x7c00, 0x7bff, 0x7c00, 0x7bff};
  static const uint32_t minus[8] = {0xfc00, 0xfc00, 0xfbff, 0xfc00, 0xfbff, 0xfbff, 0xfc00, 0xfbff};
  for (int rnd = 0; rnd < 8; rnd++) {
    const uint32_t up = plus[rnd] == 0x7bff ? SAT : 0, down = minus[rnd] == 0xfbff ? SAT : 0;
    expect("fp16", with_rnd(rnd), 1, 16, plus[rnd], OF | NX | up);
    expect("fp16", with_rnd(rnd), -1, 16, minus[rnd], OF | NX | down);
    const gcim_fp_policy_t inf = {.rnd = rnd, .ovf = GCIM_OVF_INF, .rand_bits = 2};
    expect("fp16", inf, -1, 16, 0xfc00, OF | NX);
    const gcim_fp_policy_t sat = {.rnd = rnd, .ovf = GCIM_OVF_SAT, .rand_bits = 2};
    expect("fp16", sat, -1, 16, 0xfbff, OF | NX | SAT);
    const gcim_fp_policy_t nan = {
        .rnd = rnd, .ovf = GCIM_OVF_NAN, .nan = GCIM_NAN_SIGN, .rand_bits = 2};
    expect("fp16", nan, -1, 16, 0xfe00, OF | NX);
  }
  expect("fp16", ieee, 65519, 0, 0x7bff, NX);
  expect("fp16", ieee, 65520, 0, 0x7c00, OF | NX); /* a tie, 65504 is odd */
  expect("e5m2", ieee, 61439, 0, 0x7b, NX);
  expect("e5m2", ieee, 61440, 0, 0x7c, OF | NX);
}

/* No infinity, no NaN: the largest number, or zero where a NaN is asked for. */
static void test_fp_norm_overflow_of_finite_formats(void **state) {
  (void)state;
  const gcim_fp_policy_t max = {.nan = GCIM_NAN_MAX};
  expect("e2m1", max, 7, 0, 0x7, OF | NX | SAT); /* 7: a tie between 6 and the place of 8, even */
  expect("e2m1", max, 27, -2, 0x7, NX);          /* 6.75 */
  expect("e2m3", max, -31, -2, 0x3f, OF | NX | SAT);
  expect("e3m2", (gcim_fp_policy_t){.ovf = GCIM_OVF_INF}, 100, 0, 0x1f, OF | NX | SAT);
  const gcim_fp_policy_t to_nan = {.ovf = GCIM_OVF_NAN, .nan = GCIM_NAN_MAX};
  expect("e2m1", to_nan, -100, 0, 0xf, OF | NX | NV);
  expect("e2m1", (gcim_fp_policy_t){.ovf = GCIM_OVF_NAN, .nan = GCIM_NAN_ZERO}, -100, 0, 0x8,
         OF | NX | NV);
}

/* ---- 9, 10 ---- */

static void expect_inf(const char *format, gcim_fp_policy_t p, bool sign, uint32_t code,
                       uint32_t flags) {
  const gcim_float_t f = float_named(format);
  uint32_t got = 0;
  assert_int_equal(gcim_fp_norm_inf(&f, &p, sign, &got), code);
  assert_int_equal(got, flags);
}

static void expect_nan(const char *format, int nan, bool sign, uint32_t payload, uint32_t code,
                       uint32_t flags) {
  const gcim_float_t f = float_named(format);
  const gcim_fp_policy_t p = {.nan = (gcim_nan_t)nan};
  uint32_t got = 0;
  assert_int_equal(gcim_fp_norm_nan(&f, &p, sign, payload, &got), code);
  assert_int_equal(got, flags);
}

static void test_fp_norm_infinities(void **state) {
  (void)state;
  const gcim_fp_policy_t sat = {.ovf = GCIM_OVF_SAT}, nan = {.ovf = GCIM_OVF_NAN};
  const gcim_fp_policy_t inf = {.ovf = GCIM_OVF_INF, .nan = GCIM_NAN_MAX};
  expect_inf("fp16", ieee, true, 0xfc00, 0);
  expect_inf("fp16", with_rnd(GCIM_RND_RTZ), false, 0x7c00, 0); /* no rounding of an operand */
  expect_inf("fp16", sat, true, 0xfbff, SAT);
  expect_inf("fp16", nan, true, 0x7e00, NV);
  expect_inf("fp16", inf, true, 0xfc00, 0);
  expect_inf("e4m3", ieee, true, 0x7f, NV);
  expect_inf("e4m3", sat, true, 0xfe, SAT);
  expect_inf("e4m3", inf, true, 0xfe, NV); /* a NaN, by NAN_MAX the largest: not SAT */
  expect_inf("e2m1", inf, true, 0xf, SAT);
  expect_inf("e2m1", sat, false, 0x7, SAT);
  expect_inf("e2m1", (gcim_fp_policy_t){.ovf = GCIM_OVF_NAN, .nan = GCIM_NAN_ZERO}, true, 0x8, NV);
}

static void test_fp_norm_nans(void **state) {
  (void)state;
  static const uint32_t fp16[8] = {0x7e00, 0x7fff, 0xfe00, 0xff55, 0x8000, 0xfbff, 0x7e00, 0x7e00};
  static const uint32_t e4m3[8] = {0x7f, 0x7f, 0xff, 0xff, 0x80, 0xfe, 0x7f, 0x7f};
  static const uint32_t e2m1[8] = {0x8, 0x8, 0x8, 0x8, 0x8, 0xf, 0x8, 0x8};
  for (int nan = 0; nan < 8; nan++) {
    const uint32_t gone = nan == GCIM_NAN_ZERO || nan == GCIM_NAN_MAX ? NV : 0;
    expect_nan("fp16", nan, true, 0x155, fp16[nan], gone);
    expect_nan("e4m3", nan, true, 0x5, e4m3[nan], gone);
    expect_nan("e2m1", nan, true, 0x1, e2m1[nan], NV);
  }
  expect_nan("fp16", GCIM_NAN_SIGN, false, 0, 0x7e00, 0);
  expect_nan("fp16", GCIM_NAN_PAYLOAD, false, 0xffffffff, 0x7fff, 0); /* of M bits */
}

/* ---- 11 ---- */

static void test_fp_norm_signs_of_zeros(void **state) {
  (void)state;
  const gcim_fp_policy_t drop = {.neg_zero = 1}, flush = {.neg_zero = 1, .ftz = 1};
  const gcim_fp_policy_t zero = {.neg_zero = 1, .nan = GCIM_NAN_ZERO, .ovf = GCIM_OVF_NAN};
  assert_int_equal(norm_of("fp16", ieee, 0, 5, true, 0), 0x8000);
  assert_int_equal(norm_of("fp16", ieee, 0, 5, false, 0), 0);
  assert_int_equal(norm_of("fp16", drop, 0, 5, true, 0), 0);
  expect("fp16", ieee, -1, -30, 0x8000, NX | UF);
  expect("fp16", drop, -1, -30, 0, NX | UF);
  expect("fp16", drop, -1, -24, 0x8001, 0);
  expect("fp16", flush, -1, -24, 0, NX | UF);
  expect("fp16", zero, -1, 16, 0, OF | NX | NV);
  expect_inf("fp16", zero, true, 0, NV);
}

/* ---- 12, 13 ---- */

/* 31 * 2^-11 of E4M3 is 7.75 quanta; with four bits and no lower limit it rounds to 2^-6. */
static void test_fp_norm_tininess(void **state) {
  (void)state;
  const gcim_fp_policy_t before = {.tiny_before = 1};
  expect("e4m3", ieee, 31, -11, 0x08, NX);
  expect("e4m3", before, 31, -11, 0x08, NX | UF);
  expect("e4m3", with_rnd(GCIM_RND_RTZ), 31, -11, 0x07, NX | UF);
  expect("e4m3", with_rnd(GCIM_RND_CEIL), 31, -11, 0x08, NX);
  expect("e4m3", with_rnd(GCIM_RND_FLOOR), -31, -11, 0x88, NX);
  expect("e4m3", before, 7, -9, 0x07, 0); /* tiny, but exact */
  expect("e4m3", before, 8, -9, 0x08, 0);
  expect("e4m3", before, 33, -11, 0x08, NX); /* above 2^-6 */
  /* one random bit: 7.75 quanta go up for 1; at the finer quantum the place is .5, up for 1 too */
  const gcim_fp_policy_t stoch = {.rnd = GCIM_RND_STOCH, .rand_bits = 1};
  assert_int_equal(norm_of("e4m3", stoch, 31, -11, false, 1), (uint64_t)NX << 32 | 0x08);
  assert_int_equal(norm_of("e4m3", stoch, 31, -11, false, 0), (uint64_t)(NX | UF) << 32 | 0x07);
}

static void test_fp_norm_flushing(void **state) {
  (void)state;
  const gcim_fp_policy_t ftz = {.ftz = 1};
  expect("fp16", ftz, 0x3ff, -24, 0, NX | UF); /* exact before the flush */
  expect("fp16", ftz, -0x3ff, -24, 0x8000, NX | UF);
  expect("fp16", ftz, 0x400, -24, 0x400, 0);
  expect("fp16", ftz, 0x7ff, -25, 0x400, NX | UF); /* rounds up to a normal number: kept */
  expect("fp16", ftz, 1, -30, 0, NX | UF);
}

/* ---- 14, 15: the ports of the unit ---- */

typedef struct {
  uint32_t code, flags;
} answer_t;

/* What has been put, two edges later. */
static answer_t answer(dut_t *d) {
  put(d, "in_valid", 1);
  tick(d);
  put(d, "in_valid", 0);
  tick(d);
  return (answer_t){(uint32_t)get(d, "code"), (uint32_t)get(d, "flags")};
}

static void test_fp_norm_specials_of_the_unit(void **state) {
  (void)state;
  dut_t d = dut_new("fp_norm", "");
  put(&d, "sign", 1);
  put(&d, "mag", 0x2000000); /* counts only for the tap */
  put(&d, "payload", 0x155);
  put(&d, "nan", GCIM_NAN_PAYLOAD);
  static const uint32_t codes[4] = {0xfc00, 0xfc00, 0xff55, 0xff55};
  static const uint32_t flags[4] = {OF | NX, 0, 0, 0};
  for (uint32_t special = 0; special < 4; special++) {
    put(&d, "special", special);
    const answer_t a = answer(&d);
    assert_int_equal(a.code, codes[special]);
    assert_int_equal(a.flags, flags[special]);
    assert_int_equal(get(&d, "tap_lead"), 26);
  }
  put(&d, "special", 0);
  put(&d, "mag", 0);
  assert_int_equal(answer(&d).code, 0x8000);
  assert_int_equal(get(&d, "tap_lead"), 0);
  put(&d, "mag", 1);
  put(&d, "scale", 0xe8); /* -24 */
  assert_int_equal(answer(&d).code, 0x8001);
  assert_int_equal(get(&d, "tap_lead"), 1);
  dut_free(&d);
}

/* ---- the sum of two codes ---- */

static uint64_t sum_of(const char *a_format, uint32_t a, const char *b_format, uint32_t b,
                       const char *to, gcim_fp_policy_t p) {
  const gcim_float_t fa = float_named(a_format), fb = float_named(b_format), ft = float_named(to);
  uint32_t flags = 0;
  const uint32_t code = gcim_fp_add(&ft, &p, &fa, a, &fb, b, 0, &flags);
  return (uint64_t)flags << 32 | code;
}

static void test_fp_norm_sums(void **state) {
  (void)state;
  const uint64_t invalid = (uint64_t)NV << 32, inexact = (uint64_t)NX << 32;
  assert_int_equal(sum_of("fp16", 0x3c00, "fp16", 0x3c00, "fp16", ieee), 0x4000); /* 1 + 1 */
  assert_int_equal(sum_of("fp16", 0x3c00, "e4m3", 0xb8, "fp16", ieee), 0);        /* 1 - 1: +0 */
  assert_int_equal(sum_of("fp16", 0x8000, "fp16", 0x8000, "fp16", ieee), 0);      /* -0 - 0: +0 */
  assert_int_equal(sum_of("fp16", 0x3c00, "fp16", 0x1000, "fp16", ieee), inexact | 0x3c00);
  assert_int_equal(sum_of("fp16", 0x3c01, "fp16", 0x1000, "fp16", ieee), inexact | 0x3c02);
  assert_int_equal(sum_of("fp16", 0x7c00, "fp16", 0xfc00, "fp16", ieee), invalid | 0x7e00);
  assert_int_equal(sum_of("fp16", 0x7c00, "fp16", 0x7c00, "fp16", ieee), 0x7c00);
  assert_int_equal(sum_of("fp16", 0x3c00, "bf16", 0xff80, "fp32", ieee), 0xff800000);
  const gcim_fp_policy_t keep = {.nan = GCIM_NAN_PAYLOAD};
  assert_int_equal(sum_of("fp16", 0xfe55, "fp16", 0x7c00, "fp16", keep), 0x7e00); /* sign 0 */
  assert_int_equal(sum_of("fp16", 0x7c00, "fp16", 0xfd55, "fp16", keep), invalid | 0x7e00);
  assert_int_equal(sum_of("fp16", 0x7d00, "fp16", 0x3c00, "fp16", keep), invalid | 0x7e00);
  const gcim_fp_policy_t sat = {.ovf = GCIM_OVF_SAT};
  assert_int_equal(sum_of("fp16", 0xfc00, "fp16", 0x3c00, "fp16", sat),
                   (uint64_t)SAT << 32 | 0xfbff);
}

/* ---- coverage ---- */

static void cover_one(dut_t *d, int rnd, uint64_t sign, uint64_t mag, int scale) {
  put(d, "rnd", (uint64_t)rnd);
  put(d, "sign", sign);
  put(d, "mag", mag);
  put(d, "scale", (uint64_t)scale);
  answer(d);
}

static void test_fp_norm_coverage(void **state) {
  (void)state;
  dut_t d = dut_new("fp_norm", "");
  cover_one(&d, 0, 0, 0, 0);             /* zero */
  cover_one(&d, 0, 0, 5, -26);           /* 1.25 quanta: below half, subnormal */
  cover_one(&d, 0, 0, 3, -25);           /* a tie */
  cover_one(&d, 0, 0, 0xfff, -26);       /* 1023.75 quanta: above half, carry; not tiny after */
  cover_one(&d, 0, 1, 1, 16);            /* overflow, infinity */
  cover_one(&d, GCIM_RND_RTZ, 0, 1, 16); /* overflow, largest */
  put(&d, "ftz", 1);
  cover_one(&d, 0, 0, 1, -24); /* flushed */
  put(&d, "special", 1);
  answer(&d);
  put(&d, "special", 3);
  answer(&d);
  assert_int_equal(hits(&d, "result.zero"), 2);
  assert_int_equal(hits(&d, "result.subnormal"), 2);
  assert_int_equal(hits(&d, "result.smallest_normal"), 1);
  assert_int_equal(hits(&d, "result.largest_finite"), 1);
  assert_int_equal(hits(&d, "result.infinity"), 2);
  assert_int_equal(hits(&d, "result.nan"), 1);
  assert_int_equal(hits(&d, "round.exact"), 3);
  assert_int_equal(hits(&d, "round.below_half"), 1);
  assert_int_equal(hits(&d, "round.tie"), 1);
  assert_int_equal(hits(&d, "round.above_half"), 1);
  assert_int_equal(hits(&d, "round x rnd.carry,RND_RNE"), 1);
  assert_int_equal(hits(&d, "event x rnd.overflow,RND_RTZ"), 1);
  assert_int_equal(hits(&d, "event x ovf.overflow,OVF_IEEE"), 2);
  assert_int_equal(hits(&d, "event.underflow"), 3);
  assert_int_equal(hits(&d, "event.tiny_before_only"), 1);
  assert_int_equal(hits(&d, "event.flushed"), 1);
  assert_int_equal(hits(&d, "event.infinity_in"), 1);
  assert_int_equal(hits(&d, "event.nan_in"), 1);
  put(&d, "special", 0);
  cover_one(&d, 7, 0, 1, 0); /* illegal: no bin of a cross */
  assert_int_equal(hits(&d, "round.exact"), 4);
  assert_int_equal(hits(&d, "round x rnd.below_half,RND_RNE"), 1);
  put(&d, "special", 2);
  answer(&d); /* of the last cross the last row: not the memory behind it (AddressSanitizer) */
  assert_int_equal(hits(&d, "event.nan_in"), 2);
  dut_free(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fp_norm_one_edge_later),
      cmocka_unit_test(test_fp_norm_roundings),
      cmocka_unit_test(test_fp_norm_stochastic),
      cmocka_unit_test(test_fp_norm_carries),
      cmocka_unit_test(test_fp_norm_overflow_of_e4m3),
      cmocka_unit_test(test_fp_norm_overflow_by_rounding),
      cmocka_unit_test(test_fp_norm_overflow_of_finite_formats),
      cmocka_unit_test(test_fp_norm_infinities),
      cmocka_unit_test(test_fp_norm_nans),
      cmocka_unit_test(test_fp_norm_signs_of_zeros),
      cmocka_unit_test(test_fp_norm_tininess),
      cmocka_unit_test(test_fp_norm_flushing),
      cmocka_unit_test(test_fp_norm_specials_of_the_unit),
      cmocka_unit_test(test_fp_norm_sums),
      cmocka_unit_test(test_fp_norm_coverage),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
