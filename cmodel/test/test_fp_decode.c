/* The decoder: tables of the small formats, the processor's own floats, special codes in all modes.
 */
#include <math.h>

#include "helper_apx.h"
#include "helper_float.h"

/* One code taken apart, as the ports show it. */
typedef struct {
  uint32_t sign, exp, sig, is_zero, is_sub, is_inf, is_nan, is_snan;
} ports_t;

static ports_t decode(const gcim_model_t *model, uint32_t specials, uint32_t daz, uint32_t code) {
  ports_t p = {0};
  const uint32_t *const in[] = {&specials, &daz, &code};
  uint32_t *const out[] = {&p.sign,   &p.exp,    &p.sig,    &p.is_zero,
                           &p.is_sub, &p.is_inf, &p.is_nan, &p.is_snan};
  assert_int_equal(gcim_model_eval(model, in, out), GCIM_OK);
  return p;
}

static void expect(const gcim_model_t *m, uint32_t specials, uint32_t daz, uint32_t code,
                   ports_t want) {
  const ports_t got = decode(m, specials, daz, code);
  if (memcmp(&got, &want, sizeof got) != 0) {
    fail_msg("code %x: sign %u exp %u sig %u zero %u sub %u inf %u nan %u snan %u", code, got.sign,
             got.exp, got.sig, got.is_zero, got.is_sub, got.is_inf, got.is_nan, got.is_snan);
  }
}

static const ports_t plus_zero = {.exp = 1, .is_zero = 1};
static const ports_t minus_zero = {.sign = 1, .exp = 1, .is_zero = 1};
static const ports_t plus_inf = {.exp = 1, .is_inf = 1};
static const ports_t minus_inf = {.sign = 1, .exp = 1, .is_inf = 1};
static const ports_t plus_nan = {.exp = 1, .is_nan = 1};
static const ports_t minus_nan = {.sign = 1, .exp = 1, .is_nan = 1};
static const ports_t plus_snan = {.exp = 1, .is_nan = 1, .is_snan = 1};

/* ---- cycles ---- */

static void test_fp_decode_one_edge_later(void **state) {
  (void)state;
  check_one_edge_later("fp_decode", "sig", "exp");
}

/* ---- 5, 6, 8: the values of whole formats ---- */

/* All codes against a table of magnitudes in units of the smallest subnormal. */
static void check_table(const char *config, const int *units, uint32_t count) {
  dut_t d = dut_new("fp_decode", config);
  for (uint32_t code = 0; code < 2 * count; code++) {
    const ports_t p = decode(d.model, 0, 0, code);
    const int unit = units[code % count];
    assert_int_equal(p.sign, code / count);
    assert_int_equal(p.sig << (p.exp - 1), unit);
    assert_int_equal(p.is_zero, unit == 0);
    assert_int_equal(p.is_inf + p.is_nan + p.is_snan, 0);
  }
  dut_free(&d);
}

/* OCP Microscaling Formats, 1.0, 5.3: E2M1 0 .5 1 1.5 2 3 4 6; E3M2 to 28 by 1/16; E2M3 to 7.5 by
 * 1/8. */
static void test_fp_decode_tables(void **state) {
  (void)state;
  static const int e2m1[] = {0, 1, 2, 3, 4, 6, 8, 12};
  static const int e3m2[] = {0,  1,   2,   3,   4,   5,   6,   7,   8,   10, 12,
                             14, 16,  20,  24,  28,  32,  40,  48,  56,  64, 80,
                             96, 112, 128, 160, 192, 224, 256, 320, 384, 448};
  static const int e2m3[] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                             16, 18, 20, 22, 24, 26, 28, 30, 32, 36, 40, 44, 48, 52, 56, 60};
  check_table("config=e2m1", e2m1, 8);
  check_table("config=e3m2", e3m2, 32);
  check_table("config=e2m3", e2m3, 32);
}

/* OCP 8-bit Floating Point, 1.0, table 2: E4M3 in units of 2^-9. */
static void test_fp_decode_e4m3(void **state) {
  (void)state;
  dut_t d = dut_new("fp_decode", "config=e4m3");
  static const struct {
    uint32_t code;
    int units;
  } known[] = {{0x00, 0},   {0x01, 1},         {0x07, 7},         {0x08, 8},        {0x38, 512},
               {0x3c, 768}, {0x77, 240 * 512}, {0x78, 256 * 512}, {0x7e, 448 * 512}};
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
    const ports_t p = decode(d.model, 0, 0, known[i].code | 0x80);
    assert_int_equal(p.sign, 1);
    assert_int_equal(p.sig << (p.exp - 1), known[i].units);
  }
  for (uint32_t code = 0; code < 0x7f; code++) { /* one value a code, growing */
    const ports_t p = decode(d.model, 0, 0, code), next = decode(d.model, 0, 0, code + 1);
    assert_true(code == 0x7e || p.sig << (p.exp - 1) < next.sig << (next.exp - 1));
    assert_int_equal(p.is_sub, code > 0 && code < 8);
  }
  expect(d.model, 0, 0, 0x7f, plus_nan); /* quiet, and the only one */
  expect(d.model, 0, 0, 0xff, minus_nan);
  dut_free(&d);
}

/* The same, E5M2: infinity 7C, NaNs 7D to 7F, of which 7D has the quiet bit clear. */
static void test_fp_decode_e5m2(void **state) {
  (void)state;
  dut_t d = dut_new("fp_decode", "config=e5m2");
  expect(d.model, 0, 0, 0x03, (ports_t){.exp = 1, .sig = 3, .is_sub = 1}); /* 3 * 2^-16 */
  expect(d.model, 0, 0, 0x3c, (ports_t){.exp = 15, .sig = 4});             /* 1 */
  expect(d.model, 0, 0, 0xfb, (ports_t){.sign = 1, .exp = 30, .sig = 7});  /* -57344 = -7 * 2^13 */
  expect(d.model, 0, 0, 0x7c, plus_inf);
  expect(d.model, 0, 0, 0xfc, minus_inf);
  expect(d.model, 0, 0, 0x7d, plus_snan);
  expect(d.model, 0, 0, 0x7e, plus_nan);
  expect(d.model, 0, 0, 0xff, minus_nan);
  dut_free(&d);
}

/* FP32, and BF16 and TF32 as its upper parts, are what the processor takes them for. */
static void check_float(const gcim_model_t *m, int low_bits, uint32_t code) {
  const uint32_t word = code << low_bits;
  float f;
  memcpy(&f, &word, sizeof f);
  const ports_t p = decode(m, 0, 0, code);
  assert_int_equal(p.sign, code >> (31 - low_bits));
  assert_int_equal(p.is_nan, isnan(f) != 0);
  assert_int_equal(p.is_inf, isinf(f) != 0);
  assert_int_equal(p.is_zero, f == 0.0f);
  assert_int_equal(p.is_sub, fpclassify(f) == FP_SUBNORMAL);
  assert_int_equal(p.is_snan, isnan(f) && (word & 0x400000) == 0);
  if (isfinite(f)) {
    assert_true(ldexp(p.sig, (int)p.exp - 127 - 23 + low_bits) == fabs((double)f));
  }
}

static void test_fp_decode_processor_floats(void **state) {
  (void)state;
  dut_t fp32 = dut_new("fp_decode", "config=fp32"), bf16 = dut_new("fp_decode", "config=bf16");
  dut_t tf32 = dut_new("fp_decode", "config=tf32");
  dice_t dice = {.seed = 1};
  for (uint32_t i = 0; i < 65536; i++) {
    const uint32_t word = roll(&dice, 0);
    check_float(bf16.model, 16, i);
    check_float(fp32.model, 0, word);
    check_float(fp32.model, 0, word & 0x807fffff);          /* subnormal */
    check_float(fp32.model, 0, word | 0x7f800000);          /* special */
    check_float(fp32.model, 0, i % 3 << 30 | 1u << i % 24); /* powers of two and neighbours */
    check_float(tf32.model, 13, word >> 13);
  }
  dut_free(&fp32);
  dut_free(&bf16);
  dut_free(&tf32);
}

static void test_fp_decode_fp16(void **state) {
  (void)state;
  dut_t d = dut_new("fp_decode", "");
  expect(d.model, 0, 0, 0x0000, plus_zero);
  expect(d.model, 0, 0, 0x8000, minus_zero);
  expect(d.model, 0, 0, 0x0001, (ports_t){.exp = 1, .sig = 1, .is_sub = 1});
  expect(d.model, 0, 0, 0x83ff, (ports_t){.sign = 1, .exp = 1, .sig = 0x3ff, .is_sub = 1});
  expect(d.model, 0, 0, 0x0400, (ports_t){.exp = 1, .sig = 0x400});
  expect(d.model, 0, 0, 0x7bff, (ports_t){.exp = 30, .sig = 0x7ff}); /* 65504 */
  expect(d.model, 0, 0, 0x7c00, plus_inf);
  expect(d.model, 0, 0, 0x7c01, plus_snan);
  expect(d.model, 0, 0, 0x7dff, plus_snan);
  expect(d.model, 0, 0, 0x7e00, plus_nan);
  expect(d.model, 0, 0, 0xfe00, minus_nan);
  dut_free(&d);
}

/* One exponent bit, one fraction bit, with a NaN: 0, 1 unit, 2 units, NaN. */
static void test_fp_decode_smallest_format(void **state) {
  (void)state;
  dut_t d = dut_new("fp_decode", "config=tiny");
  expect(d.model, 0, 0, 0, plus_zero);
  expect(d.model, 0, 0, 1, (ports_t){.exp = 1, .sig = 1, .is_sub = 1});
  expect(d.model, 0, 0, 6, (ports_t){.sign = 1, .exp = 1, .sig = 2});
  expect(d.model, 0, 0, 3, plus_nan);
  expect(d.model, 3, 0, 7, (ports_t){.sign = 1, .exp = 1, .sig = 2});
  dut_free(&d);
}

/* ---- 7 ---- */

enum { IGNORE = 1, ZERO = 2, MAX = 3 };

static void test_fp_decode_specials_ignored(void **state) {
  (void)state;
  dut_t d = dut_new("fp_decode", ""), fn = dut_new("fp_decode", "config=e4m3");
  expect(d.model, IGNORE, 0, 0xfc00, (ports_t){.sign = 1, .exp = 31, .sig = 0x400});
  expect(d.model, IGNORE, 0, 0x7e01, (ports_t){.exp = 31, .sig = 0x601});
  expect(fn.model, IGNORE, 0, 0x7f, (ports_t){.exp = 15, .sig = 15}); /* 480 */
  dut_free(&d);
  dut_free(&fn);
}

static void test_fp_decode_specials_replaced(void **state) {
  (void)state;
  dut_t d = dut_new("fp_decode", ""), fn = dut_new("fp_decode", "config=e4m3");
  const ports_t top = {.exp = 30, .sig = 0x7ff}, bottom = {.sign = 1, .exp = 30, .sig = 0x7ff};
  expect(d.model, ZERO, 0, 0x7c00, top);
  expect(d.model, ZERO, 0, 0xfc00, bottom);
  expect(d.model, ZERO, 0, 0x7c01, plus_zero);
  expect(d.model, ZERO, 0, 0xfe00, minus_zero);
  expect(d.model, MAX, 0, 0x7c00, top);
  expect(d.model, MAX, 0, 0xfc01, bottom);
  expect(fn.model, ZERO, 0, 0xff, minus_zero);
  expect(fn.model, MAX, 0, 0xff, (ports_t){.sign = 1, .exp = 15, .sig = 14}); /* -448 */
  dut_free(&d);
  dut_free(&fn);
}

/* Only special codes depend on the mode. */
static void test_fp_decode_numbers_in_all_modes(void **state) {
  (void)state;
  static const char *const configs[] = {"config=default", "config=e4m3", "config=e5m2",
                                        "config=e2m3",    "config=e3m2", "config=e2m1"};
  for (int c = 0; c < 6; c++) {
    dut_t d = dut_new("fp_decode", configs[c]);
    const uint32_t codes = 1u << gcim_card_value(d.card, "CodeBits");
    for (uint32_t code = 0; code < codes; code++) {
      const ports_t want = decode(d.model, 0, 0, code);
      for (uint32_t mode = 1; mode < 4 && want.is_inf + want.is_nan == 0; mode++) {
        expect(d.model, mode, 0, code, want);
      }
    }
    dut_free(&d);
  }
}

/* ---- 9 ---- */

static void test_fp_decode_daz(void **state) {
  (void)state;
  dut_t d = dut_new("fp_decode", "");
  expect(d.model, 0, 1, 0x0001, plus_zero);
  expect(d.model, 0, 1, 0x83ff, minus_zero);
  expect(d.model, 0, 1, 0x8000, minus_zero);
  expect(d.model, 0, 1, 0x0400, (ports_t){.exp = 1, .sig = 0x400});
  expect(d.model, 0, 1, 0x7c00, plus_inf);
  expect(d.model, IGNORE, 1, 0x03ff, plus_zero);
  dut_free(&d);
}

/* ---- coverage ---- */

static void test_fp_decode_coverage(void **state) {
  (void)state;
  static const uint32_t codes[] = {0x0000, 0x8000, 0x0001, 0x83ff, 0x0400, 0xfbff,
                                   0x7c00, 0xfc00, 0x7e00, 0xfe00, 0x7d00, 0xfd00};
  static const char *const bins[] = {
      "class.plus_zero",   "class.minus_zero",   "class.plus_sub",       "class.minus_sub",
      "class.plus_normal", "class.minus_normal", "class.plus_inf",       "class.minus_inf",
      "class.plus_nan",    "class.minus_nan",    "class.plus_snan",      "class.minus_snan",
      "edge.smallest_sub", "edge.largest_sub",   "edge.smallest_normal", "edge.largest_finite"};
  dut_t d = dut_new("fp_decode", "");
  put(&d, "in_valid", 1);
  for (int i = 0; i < 12; i++) {
    put(&d, "code", codes[i]);
    tick(&d);
  }
  for (int i = 0; i < 16; i++) {
    assert_int_equal(hits(&d, bins[i]), 1);
  }
  put(&d, "specials", 3); /* the last code is now the largest number */
  tick(&d);
  assert_int_equal(hits(&d, "class x specials.minus_normal,SPECIAL_MAX"), 1);
  assert_int_equal(hits(&d, "class x specials.minus_snan,SPECIAL_IEEE"), 1);
  dut_free(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fp_decode_one_edge_later),
      cmocka_unit_test(test_fp_decode_tables),
      cmocka_unit_test(test_fp_decode_e4m3),
      cmocka_unit_test(test_fp_decode_e5m2),
      cmocka_unit_test(test_fp_decode_processor_floats),
      cmocka_unit_test(test_fp_decode_fp16),
      cmocka_unit_test(test_fp_decode_smallest_format),
      cmocka_unit_test(test_fp_decode_specials_ignored),
      cmocka_unit_test(test_fp_decode_specials_replaced),
      cmocka_unit_test(test_fp_decode_numbers_in_all_modes),
      cmocka_unit_test(test_fp_decode_daz),
      cmocka_unit_test(test_fp_decode_coverage),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
