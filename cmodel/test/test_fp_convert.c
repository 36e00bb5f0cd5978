/* Conversion: cases by hand for the sentences of the card, parts of FP32, the unit in
 * its configurations, and the fast kernel against the golden. All FP16 and BF16 codes against exact
 * rationals: test_fp_convert_exact.c. */
#include <stdio.h>

#include "fast/fp_convert.h"
#include "helper_apx.h"
#include "helper_float.h"
#include "part/fp_convert.h"

static void expect(const char *from, const char *to, gcim_fp_policy_t policy, uint32_t in,
                   uint32_t out, uint32_t flags) {
  const gcim_float_t x = float_named(from), y = float_named(to);
  uint32_t got = 0, got_flags = 99;
  assert_int_equal(
      gcim_fp_convert(&y, &x, GCIM_SPECIAL_IEEE, 0, &policy, &in, NULL, 1, &got, &got_flags),
      GCIM_OK);
  if (got != out || got_flags != flags) {
    fail_msg("%s %x to %s: %x flags %x, not %x flags %x", from, in, to, got, got_flags, out, flags);
  }
}

static const gcim_fp_policy_t ieee = {0};

/* ---- cycles ---- */

static void test_fp_convert_one_edge_later(void **state) {
  (void)state;
  check_one_edge_later("fp_convert", "y", "flags");
}

/* ---- 6 ---- */

static void test_fp_convert_numbers(void **state) {
  (void)state;
  expect("fp32", "fp16", ieee, 0x3f800000, 0x3c00, 0);
  expect("fp32", "fp16", ieee, 0xc77fe000, 0xfbff, 0);       /* -65504 */
  expect("fp32", "fp16", ieee, 0x477ff000, 0x7c00, OF | NX); /* 65520 */
  expect("fp32", "bf16", ieee, 0x3f808000, 0x3f80, NX);      /* ties */
  expect("fp32", "bf16", ieee, 0x3f818000, 0x3f82, NX);
  expect("fp32", "tf32", ieee, 0x00001000, 0x00000, NX | UF); /* half a quantum, subnormal */
  expect("fp16", "fp32", ieee, 0x0001, 0x33800000, 0);        /* 2^-24 is a normal number */
  expect("fp16", "e4m3", ieee, 0x4248, 0x45, NX);             /* 3.140625 to 3.25 */
  expect("bf16", "e2m1", (gcim_fp_policy_t){.nan = GCIM_NAN_MAX}, 0xc020, 0xc, NX); /* -2.5: -2 */
  expect("e2m1", "e5m2", ieee, 0xf, 0xc6, 0);                                       /* -6 */
  expect("e4m3", "bf16", ieee, 0x01, 0x3b00, 0);                                    /* 2^-9 */
  expect("fp32", "fp16", ieee, 0x80000000, 0x8000, 0);
  expect("fp32", "fp16", (gcim_fp_policy_t){.neg_zero = 1}, 0x80000000, 0, 0);
}

/* ---- 7, 8 ---- */

static void test_fp_convert_payloads(void **state) {
  (void)state;
  const gcim_fp_policy_t keep = {.nan = GCIM_NAN_PAYLOAD};
  expect("fp32", "fp16", keep, 0x7fd55fff, 0x7eaa, 0);  /* top ten bits, the rest is cut */
  expect("fp32", "fp16", keep, 0xffa00001, 0xff00, NV); /* signalling: quieted */
  expect("fp16", "fp32", keep, 0xfe01, 0xffc02000, 0);
  expect("fp32", "fp32", keep, 0x7f800001, 0x7fc00001, NV);
  expect("e4m3", "fp16", keep, 0xff, 0xff80, 0); /* its T is 111b */
  expect("fp16", "e4m3", keep, 0xfd00, 0xff, NV);
}

static void test_fp_convert_specials(void **state) {
  (void)state;
  expect("fp32", "fp16", ieee, 0xff800000, 0xfc00, 0);
  expect("fp32", "fp16", ieee, 0xffc00000, 0x7e00, 0);
  expect("fp16", "e4m3", ieee, 0xfc00, 0x7f, NV); /* no infinity there */
  expect("fp16", "e4m3", (gcim_fp_policy_t){.ovf = GCIM_OVF_SAT}, 0xfc00, 0xfe, SAT);
  expect("fp16", "e2m3", (gcim_fp_policy_t){.nan = GCIM_NAN_ZERO}, 0xfc00, 0x3f, SAT);
  expect("fp16", "e2m3", (gcim_fp_policy_t){.nan = GCIM_NAN_ZERO}, 0xfe00, 0x20, NV);
  expect("fp16", "e5m2", (gcim_fp_policy_t){.nan = GCIM_NAN_ONES}, 0xfe00, 0x7f, 0);
}

/* ---- 5 ---- */

static uint32_t read_as(gcim_special_t specials, int daz, uint32_t in, uint32_t *flags) {
  const gcim_float_t x = float_named("fp16"), y = float_named("fp32");
  uint32_t out = 0;
  assert_int_equal(gcim_fp_convert(&y, &x, specials, daz, &ieee, &in, NULL, 1, &out, flags),
                   GCIM_OK);
  return out;
}

static void test_fp_convert_operand_modes(void **state) {
  (void)state;
  uint32_t flags = 0;
  assert_int_equal(read_as(GCIM_SPECIAL_IGNORE, 0, 0x7c00, &flags), 0x47800000); /* 65536 */
  assert_int_equal(read_as(GCIM_SPECIAL_IGNORE, 0, 0xffff, &flags), 0xc7ffe000); /* -131008 */
  assert_int_equal(read_as(GCIM_SPECIAL_ZERO, 0, 0xfc00, &flags), 0xc77fe000);
  assert_int_equal(read_as(GCIM_SPECIAL_ZERO, 0, 0xfd00, &flags), 0x80000000);
  assert_int_equal(flags, 0); /* not even a signalling one */
  assert_int_equal(read_as(GCIM_SPECIAL_MAX, 0, 0xfd00, &flags), 0xc77fe000);
  assert_int_equal(flags, 0);
  assert_int_equal(read_as(GCIM_SPECIAL_IEEE, 1, 0x83ff, &flags), 0x80000000);
  assert_int_equal(read_as(GCIM_SPECIAL_IEEE, 1, 0x0400, &flags), 0x38800000);
  assert_int_equal(flags, 0); /* what DAZ takes away is not inexact */
}

/* ---- formats that are parts of FP32 ---- */

/* BF16 is the upper half of FP32, and within TF32. */
static void test_fp_convert_widening_is_exact(void **state) {
  (void)state;
  const gcim_float_t bf16 = float_named("bf16"), tf32 = float_named("tf32");
  const gcim_float_t fp32 = float_named("fp32");
  for (uint32_t code = 0; code < 0x10000; code++) {
    uint32_t wide = 0, narrow = 0, flags = 0;
    if ((code & 0x7f80) == 0x7f80 && (code & 0x7f) != 0) {
      continue; /* NaNs: by policy */
    }
    gcim_fp_convert(&fp32, &bf16, GCIM_SPECIAL_IEEE, 0, &ieee, &code, NULL, 1, &wide, &flags);
    assert_int_equal(wide, code << 16);
    assert_int_equal(flags, 0);
    gcim_fp_convert(&tf32, &bf16, GCIM_SPECIAL_IEEE, 0, &ieee, &code, NULL, 1, &narrow, NULL);
    assert_int_equal(narrow, code << 3);
    gcim_fp_convert(&bf16, &fp32, GCIM_SPECIAL_IEEE, 0, &ieee, &wide, NULL, 1, &narrow, &flags);
    assert_int_equal(narrow, code);
    assert_int_equal(flags, 0);
  }
}

/* FP32 to BF16, nearest even, is the well-known addition on the bits. */
static void test_fp_convert_bf16_by_addition(void **state) {
  (void)state;
  const gcim_float_t bf16 = float_named("bf16"), fp32 = float_named("fp32");
  dice_t dice = {.seed = 5};
  enum { COUNT = 1 << 16 };
  static uint32_t in[COUNT], out[COUNT];
  for (int i = 0; i < COUNT; i++) {
    in[i] = roll(&dice, 0);
    in[i] = i % 4 == 0 ? (in[i] & 0xffff0000) | 0x8000 : in[i]; /* ties */
    in[i] = (in[i] >> 23 & 0xff) == 0xff ? in[i] ^ 0x08000000 : in[i];
  }
  gcim_fp_convert(&bf16, &fp32, GCIM_SPECIAL_IEEE, 0, &ieee, in, NULL, COUNT, out, NULL);
  for (int i = 0; i < COUNT; i++) {
    assert_int_equal(out[i], (in[i] + 0x7fff + (in[i] >> 16 & 1)) >> 16);
  }
}

/* ---- the unit ---- */

static gcim_float_t format_of(const gcim_card_t *card, const char *side) {
  static const char *const names[4] = {"ExpBits", "ManBits", "Bias", "Kind"};
  int value[4];
  for (int i = 0; i < 4; i++) {
    char name[16];
    snprintf(name, sizeof name, "%s%s", side, names[i]);
    value[i] = (int)gcim_card_value(card, name);
  }
  return (gcim_float_t){value[0], value[1], value[2], (gcim_float_kind_t)value[3]};
}

static void check_unit(const char *params, dice_t *dice) {
  dut_t d = dut_new("fp_convert", params);
  const gcim_float_t from = format_of(d.card, "X"), to = format_of(d.card, "Y");
  mpq_t v;
  mpq_init(v);
  for (int i = 0; i < 500; i++) {
    gcim_fp_policy_t p = ref_policy_roll(dice, &to);
    p.rand_bits = (int)gcim_card_value(d.card, "RandBits");
    const uint32_t random = roll(dice, 0);
    const uint32_t magnitude = roll(dice, ref_largest(&from) + 1);
    const bool sign = roll(dice, 2) != 0;
    const uint32_t code = ref_sign_bit(&from, sign) + magnitude;
    put_policy(&d, &p);
    put(&d, "specials", roll(dice, 4));
    put(&d, "x", code);
    put(&d, "random", random);
    put(&d, "in_valid", 1);
    tick(&d);
    put(&d, "in_valid", 0);
    tick(&d);
    ref_number(v, &from, code);
    uint32_t flags = 0;
    const uint32_t want =
        magnitude == 0 ? ref_zero(&to, &p, sign) : ref_encode(&to, &p, v, random, &flags);
    assert_int_equal((uint32_t)get(&d, "y"), want);
    assert_int_equal(get(&d, "flags"), flags);
  }
  mpq_clear(v);
  dut_free(&d);
}

static void test_fp_convert_units_equal_rationals(void **state) {
  (void)state;
  dice_t dice = {.seed = 6};
  dut_t d = dut_new("fp_convert", "");
  for (int i = 0; i < d.card->config_count; i++) {
    char params[64];
    snprintf(params, sizeof params, "config=%s", d.card->configs[i].name);
    check_unit(params, &dice);
  }
  dut_free(&d);
}

/* Specials through the ports: all modes arrive. */
static void test_fp_convert_specials_of_the_unit(void **state) {
  (void)state;
  dut_t d = dut_new("fp_convert", "");
  put(&d, "in_valid", 1);
  put(&d, "nan", GCIM_NAN_PAYLOAD);
  put(&d, "x", 0xffa02000);
  tick(&d);
  put(&d, "specials", GCIM_SPECIAL_MAX);
  tick(&d);
  assert_int_equal(get(&d, "y"), 0xff01);
  assert_int_equal(get(&d, "flags"), NV);
  put(&d, "specials", GCIM_SPECIAL_IEEE);
  put(&d, "daz", 1);
  put(&d, "x", 0x80000001);
  tick(&d);
  assert_int_equal(get(&d, "y"), 0xfc00); /* the largest FP32 number */
  assert_int_equal(get(&d, "flags"), OF | NX);
  tick(&d);
  assert_int_equal(get(&d, "y"), 0x8000);
  assert_int_equal(get(&d, "flags"), 0);
  dut_free(&d);
}

/* ---- the kernel ---- */

enum { BATCH = 64 };

/* One policy and BATCH codes of two formats; flags of each code when it goes alone. */
static void check_kernel(dice_t *dice, bool alone) {
  const gcim_float_t from = ref_format_roll(dice), to = ref_format_roll(dice);
  const gcim_fp_policy_t p = ref_policy_roll(dice, &to);
  const gcim_special_t specials = (gcim_special_t)roll(dice, 4);
  const int daz = (int)roll(dice, 2);
  uint32_t in[BATCH], random[BATCH], out[BATCH], flags = 0, want_flags = 0;
  for (int i = 0; i < BATCH; i++) {
    in[i] = roll(dice, 0);
    if (i % 4 == 0) { /* numbers around the smallest normal of the result, where it has them */
      const int place = 1 - to.bias + from.bias - (int)roll(dice, 3);
      const int top = (1 << from.exp_bits) - 1, field = place < 0 ? 0 : place > top ? top : place;
      in[i] = (in[i] & ref_ones(from.man_bits)) | (uint32_t)field << from.man_bits |
              (roll(dice, 2) << (from.exp_bits + from.man_bits));
    }
    random[i] = i % 8 == 0 ? UINT32_MAX : roll(dice, 0);
  }
  flags = gcim_fast_fp_convert(&to, &from, specials, daz, &p, in, random, BATCH, out);
  for (int i = 0; i < BATCH; i++) {
    const gcim_fp_lane_t x = gcim_fp_decode(&from, in[i], specials, daz != 0);
    uint32_t own = 0;
    assert_int_equal(out[i], gcim_fp_convert_lane(&to, &p, &from, &x, random[i], &own));
    want_flags |= own;
    if (alone) {
      assert_int_equal(
          gcim_fast_fp_convert(&to, &from, specials, daz, &p, &in[i], &random[i], 1, &out[i]), own);
    }
  }
  assert_int_equal(flags, want_flags);
}

static void test_fp_convert_kernel_equals_golden(void **state) {
  (void)state;
  dice_t dice = {.seed = 7};
  for (int i = 0; i < 4000; i++) {
    check_kernel(&dice, i % 4 == 0);
  }
}

/* Both choices of gcim_fast_select are what the array function runs. */
static void test_fp_convert_choice_of_kernel(void **state) {
  (void)state;
  static const char *const kernels[] = {"golden", "portable", "auto"};
  const gcim_float_t from = float_named("fp32"), to = float_named("e4m3");
  const gcim_fp_policy_t p = {.rnd = GCIM_RND_STOCH, .rand_bits = 32};
  const uint32_t in[4] = {0x3f900001, 0xff800000, 0x43e80000, 0x80000001};
  const uint32_t random[4] = {0x7fffff, UINT32_MAX, 0x7fffffff, 0};
  for (int k = 0; k < 3; k++) {
    uint32_t out[4], flags = 0;
    assert_int_equal(gcim_fast_select(kernels[k]), GCIM_OK);
    assert_int_equal(
        gcim_fp_convert(&to, &from, GCIM_SPECIAL_IEEE, 0, &p, in, random, 4, out, &flags), GCIM_OK);
    assert_int_equal(out[0], 0x39); /* 1.125 and a little, which 0x7fffff does not lift */
    assert_int_equal(out[1], 0x7f);
    assert_int_equal(out[2], 0x7e); /* 464: half way, the word is one short */
    assert_int_equal(out[3], 0x80);
    assert_int_equal(flags, NX | UF | NV);
  }
}

/* ---- coverage ---- */

static void test_fp_convert_coverage(void **state) {
  (void)state;
  static const uint32_t codes[] = {0,          1,          0x3f800000, 0x7f7fffff,
                                   0x7f800000, 0x7fc00000, 0x7f800001, 0x33800000};
  dut_t d = dut_new("fp_convert", "");
  put(&d, "in_valid", 1);
  put(&d, "nan", GCIM_NAN_SIGN);
  put(&d, "rnd", GCIM_RND_RTZ);
  for (int i = 0; i < 8; i++) {
    put(&d, "x", codes[i]);
    tick(&d);
  }
  static const char *const once[] = {"operand.zero",
                                     "operand.subnormal",
                                     "operand.infinity",
                                     "operand.nan",
                                     "operand.signalling",
                                     "operand.largest_finite",
                                     "result.subnormal",
                                     "result.normal",
                                     "result.infinity",
                                     "result.largest_finite",
                                     "operand x rnd.signalling,RND_RTZ",
                                     "operand x nan.largest_finite,NAN_SIGN"};
  for (size_t i = 0; i < sizeof once / sizeof once[0]; i++) {
    assert_int_equal(hits(&d, once[i]), 1);
  }
  assert_int_equal(hits(&d, "operand.normal"), 2);
  assert_int_equal(hits(&d, "result.zero"), 2);
  assert_int_equal(hits(&d, "result.nan"), 2);
  dut_free(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fp_convert_one_edge_later),
      cmocka_unit_test(test_fp_convert_numbers),
      cmocka_unit_test(test_fp_convert_payloads),
      cmocka_unit_test(test_fp_convert_specials),
      cmocka_unit_test(test_fp_convert_operand_modes),
      cmocka_unit_test(test_fp_convert_widening_is_exact),
      cmocka_unit_test(test_fp_convert_bf16_by_addition),
      cmocka_unit_test(test_fp_convert_units_equal_rationals),
      cmocka_unit_test(test_fp_convert_specials_of_the_unit),
      cmocka_unit_test(test_fp_convert_kernel_equals_golden),
      cmocka_unit_test(test_fp_convert_choice_of_kernel),
      cmocka_unit_test(test_fp_convert_coverage),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
