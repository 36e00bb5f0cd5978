/* Arrays of Microscaling blocks: kernels against the golden, presets and their deviations, packing,
 * numbers, errors. */
#include "gcim_mx.h"

#include "helper.h"

enum { BLOCKS = 40, LANES = 256, COUNT = BLOCKS * LANES };

static uint32_t in[COUNT];
static uint8_t scale[2][COUNT], elem[2][COUNT];

static const char *const sources[] = {"fp32", "bf16", "fp16", "tf32"};

/* Blocks of the kinds that matter: near each other, spread, subnormal, with specials, zeros, at the
 * ends of the range. */
static void fill(dice_t *dice, const gcim_float_t *from, int block) {
  const uint32_t top = (1u << from->exp_bits) - 1;
  for (int b = 0; b * block < COUNT; b++) {
    const uint32_t kind = roll(dice, 10), base = kind == 0 ? roll(dice, 4) : roll(dice, top);
    const uint32_t spread = kind < 5 ? 4 : 20;
    for (int i = 0; i < block && b * block + i < COUNT; i++) {
      const uint32_t down = roll(dice, spread), shape = roll(dice, 4);
      uint32_t e = base > down ? base - down : 0, t = roll(dice, 1u << from->man_bits);
      if (kind == 9 && roll(dice, 16) == 0) {
        e = top;
      }
      t = shape == 0 ? 0 : shape == 1 ? (1u << from->man_bits) - 1 : t;
      if (kind == 8 || roll(dice, 8) == 0) {
        e = t = 0;
      }
      in[b * block + i] =
          roll(dice, 2) << (from->exp_bits + from->man_bits) | e << from->man_bits | t;
    }
  }
}

/* The same arrays and flags from the golden and from a kernel. */
static void compare(const gcim_mx_t *c, const gcim_float_t *from, size_t count,
                    const char *kernel) {
  uint32_t flags[2] = {0, 0};
  for (int k = 0; k < 2; k++) {
    assert_int_equal(gcim_fast_select(k == 0 ? "golden" : kernel), GCIM_OK);
    memset(scale[k], 0xa5, sizeof scale[k]);
    memset(elem[k], 0xa5, sizeof elem[k]);
    assert_int_equal(gcim_mx_quant(c, from, in, NULL, count, scale[k], elem[k], &flags[k]),
                     GCIM_OK);
  }
  assert_memory_equal(scale[0], scale[1], sizeof scale[0]);
  assert_memory_equal(elem[0], elem[1], sizeof elem[0]);
  assert_int_equal(flags[0], flags[1]);
  assert_int_equal(gcim_mx_quant(c, from, in, NULL, count, scale[1], elem[1], NULL), GCIM_OK);
  assert_memory_equal(elem[0], elem[1], sizeof elem[0]);
  assert_int_equal(gcim_fast_select("auto"), GCIM_OK);
}

static const char *const kernels[] = {"portable", "avx2"};

static bool is_here(const char *kernel) {
  const bool here = gcim_fast_select(kernel) == GCIM_OK;
  assert_int_equal(gcim_fast_select("auto"), GCIM_OK);
  return here;
}

static gcim_mx_t random_config(dice_t *dice, int elem_format) {
  static const int blocks[] = {8, 16, 32, 64, 1, 5, 256};
  gcim_mx_t c = {.elem = (gcim_mx_elem_t)elem_format,
                 .block = blocks[roll(dice, 7)],
                 .rule = (gcim_mx_rule_t)roll(dice, 5),
                 .special = (gcim_mx_special_t)roll(dice, 5),
                 .zero = (gcim_mx_zero_t)roll(dice, 3),
                 .scale_ovf = (gcim_mx_ovf_t)roll(dice, 2),
                 .zero_sign = (gcim_mx_zero_sign_t)roll(dice, 3),
                 .full = (int)roll(dice, 2),
                 .daz = roll(dice, 8) == 0,
                 .pad = 1,
                 .rnd = (int)(roll(dice, 3) == 0 ? roll(dice, 6) : roll(dice, 2) * 2),
                 .ovf = (gcim_overflow_t)(roll(dice, 2) == 0 ? GCIM_OVF_SAT : roll(dice, 4)),
                 .nan = (gcim_nan_t)roll(dice, 6)};
  if (c.elem != GCIM_MX_E4M3 && c.elem != GCIM_MX_E5M2) {
    c.nan = roll(dice, 2) == 0 ? GCIM_NAN_ZERO : GCIM_NAN_MAX;
  }
  return c;
}

static void test_mx_array_kernels_are_the_golden(void **state) {
  (void)state;
  dice_t dice = {11, 0};
  for (int round = 0; round < 180; round++) {
    const gcim_float_t *from = gcim_float_find(sources[round % 4]);
    const gcim_mx_t c = random_config(&dice, round % 6);
    fill(&dice, from, c.block);
    const size_t count = 1024 - roll(&dice, 70);
    for (int k = 0; k < 2; k++) {
      if (is_here(kernels[k])) {
        compare(&c, from, count, kernels[k]);
      }
    }
  }
}

/* Every FP32 exponent, and fractions at the limits of every format, as block and as lane. */
static void test_mx_array_kernels_at_limits(void **state) {
  (void)state;
  dice_t dice = {12, 0};
  for (int round = 0; round < 60; round++) {
    gcim_mx_t c = random_config(&dice, round % 6);
    c.block = 8;
    c.rnd = round % 3;
    c.daz = 0;
    for (int i = 0; i < 2048; i++) {
      const uint32_t keep = roll(&dice, 9), t = (0x7fffffu << (23 - keep)) & 0x7fffffu;
      const uint32_t e =
          (uint32_t)i / 8 > roll(&dice, 3) * 9 ? (uint32_t)i / 8 - roll(&dice, 12) : 0;
      in[i] = roll(&dice, 2) << 31 | (e & 255) << 23 | ((t + roll(&dice, 3) - 1) & 0x7fffffu);
    }
    for (int k = 0; k < 2; k++) {
      if (is_here(kernels[k])) {
        compare(&c, gcim_float_find("fp32"), 2048, kernels[k]);
      }
    }
  }
}

/* ---- presets ---- */

static void test_mx_array_presets(void **state) {
  (void)state;
  static const char *const wanted[] = {
      "ocp",          "microxcaling",  "microxcaling.even", "torchao.floor",  "torchao.ceil",
      "torchao.even", "torchao.rceil", "cudnn.rceil",       "quark",          "quark.even",
      "gfloat",       "ml_dtypes",     "mx-for-fpga.int",   "mx-for-fpga.fp", "mx-for-fpga.small"};
  gcim_mx_t c;
  for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
    int formats = 0;
    for (int e = 0; e < 6; e++) {
      const int status = gcim_mx_preset(wanted[i], (gcim_mx_elem_t)e, &c);
      if (status == GCIM_OK) {
        assert_int_equal(gcim_mx_check(&c), GCIM_OK);
        assert_int_equal(c.elem, e);
        formats++;
      } else {
        assert_int_equal(status, GCIM_ERR_PARAM);
        assert_non_null(strstr(gcim_error_text(), "has no element format"));
      }
    }
    assert_true(formats > 0);
  }
  assert_int_equal(gcim_mx_preset("torchao.rciel", GCIM_MX_E4M3, &c), GCIM_ERR_UNKNOWN);
  assert_non_null(strstr(gcim_error_text(), "torchao.rceil"));
}

/* A deviation is one: what we make of the input differs from what is listed. */
static void test_mx_array_deviations_deviate(void **state) {
  (void)state;
  int count = 0;
  for (const gcim_mx_deviation_t *d; (d = gcim_mx_deviation_list(count)) != NULL; count++) {
    gcim_mx_t c;
    uint32_t x[32];
    uint8_t s = 0, e[32];
    assert_int_equal(gcim_mx_preset(d->preset, d->elem, &c), GCIM_OK);
    for (int i = 0; i < 32; i++) {
      x[i] = d->lanes[i < 3 ? i : 3];
    }
    assert_int_equal(gcim_mx_quant(&c, gcim_float_find("fp32"), x, NULL, 32, &s, e, NULL), GCIM_OK);
    assert_true(s != d->scale || memcmp(e, d->codes, sizeof d->codes) != 0);
  }
  assert_int_equal(count, 23);
}

/* An infinity, 1, zeros. The integer converter reads the infinity as 2^128 and writes its exponent,
 * 255; that of small formats writes 255 too; that of FP8 leaves infinities out of the maximum. */
static void test_mx_array_infinities_of_mx_for_fpga(void **state) {
  (void)state;
  static const struct {
    const char *preset;
    gcim_mx_elem_t elem;
    uint8_t scale, elem0, elem1;
  } rows[] = {{"mx-for-fpga.int", GCIM_MX_INT8, 255, 0, 0},
              {"mx-for-fpga.small", GCIM_MX_E2M1, 255, 0, 0},
              {"mx-for-fpga.fp", GCIM_MX_E4M3, 127 - 8, 0x7e, 0x78}}; /* 448 and 2^8 */
  const uint32_t x[32] = {0x7f800000u, 0x3f800000u};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    gcim_mx_t c;
    uint8_t s = 0, e[32];
    assert_int_equal(gcim_mx_preset(rows[i].preset, rows[i].elem, &c), GCIM_OK);
    assert_int_equal(gcim_mx_quant(&c, gcim_float_find("fp32"), x, NULL, 32, &s, e, NULL), GCIM_OK);
    assert_int_equal(s, rows[i].scale);
    assert_int_equal(e[0], rows[i].elem0);
    assert_int_equal(e[1], rows[i].elem1);
  }
}

/* 127.99999 and 1: 2^6, 127.99999 -> 128 -> 127, 1 -> 1; the FP32 log2 gives 2^7 (gcim_mx.h). */
static void test_mx_array_log2_hazard(void **state) {
  (void)state;
  gcim_mx_t c;
  uint32_t x[32];
  uint8_t s = 0, e[32];
  assert_int_equal(gcim_mx_preset("microxcaling.even", GCIM_MX_INT8, &c), GCIM_OK);
  for (int i = 0; i < 32; i++) {
    x[i] = i == 0 ? 0x42ffffffu : 0x3f800000u;
  }
  assert_int_equal(gcim_mx_quant(&c, gcim_float_find("fp32"), x, NULL, 32, &s, e, NULL), GCIM_OK);
  assert_int_equal(s, 127 + 6);
  assert_int_equal(e[0], 127);
  assert_int_equal(e[1], 1);
}

/* ---- packing and numbers ---- */

static void test_mx_array_packing(void **state) {
  (void)state;
  const uint8_t four[5] = {1, 2, 3, 4, 5}, six[5] = {63, 0, 1, 32, 5};
  uint8_t bytes[8], back[8];
  assert_int_equal(gcim_mx_packed_bytes(GCIM_MX_E2M1, 5), 3);
  assert_int_equal(gcim_mx_pack(GCIM_MX_E2M1, four, 5, bytes), GCIM_OK);
  assert_memory_equal(bytes, ((uint8_t[]){0x21, 0x43, 0x05}), 3);
  assert_int_equal(gcim_mx_unpack(GCIM_MX_E2M1, bytes, 5, back), GCIM_OK);
  assert_memory_equal(back, four, 5);
  /* 111111 000000 000001 100000 from bit 0: 0x3f, 0x10 (1 << 12 is bit 4 of byte 1), 0x80; then 5
   */
  assert_int_equal(gcim_mx_packed_bytes(GCIM_MX_E3M2, 5), 4);
  assert_int_equal(gcim_mx_pack(GCIM_MX_E3M2, six, 5, bytes), GCIM_OK);
  assert_memory_equal(bytes, ((uint8_t[]){0x3f, 0x10, 0x80, 0x05}), 4);
  assert_int_equal(gcim_mx_unpack(GCIM_MX_E3M2, bytes, 5, back), GCIM_OK);
  assert_memory_equal(back, six, 5);
  bytes[3] = 0x45; /* a bit behind the last code */
  assert_int_equal(gcim_mx_unpack(GCIM_MX_E3M2, bytes, 5, back), GCIM_ERR_PARAM);
  assert_int_equal(gcim_mx_pack(GCIM_MX_E2M1, six, 5, bytes), GCIM_ERR_PARAM);
  assert_non_null(strstr(gcim_error_text(), "codes[0]=63"));
}

static void test_mx_array_numbers(void **state) {
  (void)state;
  const gcim_mx_t c = {.elem = GCIM_MX_INT8, .block = 2};
  const gcim_fp_policy_t nearest = {0};
  const uint8_t scales[3] = {127, 0, 255}, codes[6] = {64, 0x80, 1, 0xff, 5, 0};
  uint32_t out[6], flags = 0;
  assert_int_equal(
      gcim_mx_dequant(&c, gcim_float_find("fp32"), &nearest, scales, 3, codes, 6, out, &flags),
      GCIM_OK);
  assert_int_equal(out[0], 0x3f800000); /* 1 */
  assert_int_equal(out[1], 0xc0000000); /* -2 */
  assert_int_equal(out[2], 0x00010000); /* 2^-133 */
  assert_int_equal(out[3], 0x80010000);
  assert_int_equal(out[4], 0x7fc00000);
  assert_int_equal(out[5], 0x7fc00000);
  assert_int_equal(flags, 0);
  assert_int_equal(
      gcim_mx_dequant(&c, gcim_float_find("fp32"), &nearest, scales, 2, codes, 6, out, &flags),
      GCIM_ERR_PARAM);
  assert_non_null(strstr(gcim_error_text(), "2 scales for 6 elements"));
}

/* ---- errors ---- */

static void test_mx_array_errors(void **state) {
  (void)state;
  const gcim_float_t *fp32 = gcim_float_find("fp32");
  gcim_mx_t c = {.elem = GCIM_MX_E4M3, .block = 32};
  uint8_t s[2] = {7, 7}, e[64] = {9};
  assert_int_equal(gcim_mx_quant(&c, fp32, in, NULL, 33, s, e, NULL), GCIM_ERR_PARAM);
  assert_non_null(strstr(gcim_error_text(), "33 elements are no whole number of blocks of 32"));
  assert_int_equal(s[0], 7);
  assert_int_equal(e[0], 9);
  c.pad = 1;
  assert_int_equal(gcim_mx_quant(&c, fp32, in, NULL, 33, s, e, NULL), GCIM_OK);
  assert_int_equal(gcim_mx_quant(&c, gcim_float_find("e4m3"), in, NULL, 32, s, e, NULL),
                   GCIM_ERR_PARAM);
  c.rnd = GCIM_RND_STOCH;
  c.rand_bits = 8;
  assert_int_equal(gcim_mx_quant(&c, fp32, in, NULL, 32, s, e, NULL), GCIM_ERR_NULL);
  c.rnd = 9;
  assert_int_equal(gcim_mx_quant(&c, fp32, in, NULL, 32, s, e, NULL), GCIM_ERR_PARAM);
  assert_non_null(strstr(gcim_error_text(), "rnd=9 is outside 0..6"));
  c = (gcim_mx_t){.elem = GCIM_MX_E2M1, .block = 32, .special = GCIM_MX_PASS};
  assert_int_equal(gcim_mx_check(&c), GCIM_ERR_PARAM);
  c.block = 0;
  assert_int_equal(gcim_mx_check(&c), GCIM_ERR_PARAM);
  assert_int_equal(gcim_mx_check(NULL), GCIM_ERR_NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_mx_array_kernels_are_the_golden),
      cmocka_unit_test(test_mx_array_kernels_at_limits),
      cmocka_unit_test(test_mx_array_presets),
      cmocka_unit_test(test_mx_array_deviations_deviate),
      cmocka_unit_test(test_mx_array_infinities_of_mx_for_fpga),
      cmocka_unit_test(test_mx_array_log2_hazard),
      cmocka_unit_test(test_mx_array_packing),
      cmocka_unit_test(test_mx_array_numbers),
      cmocka_unit_test(test_mx_array_errors),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
