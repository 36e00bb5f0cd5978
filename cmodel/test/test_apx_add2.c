/* The unit apx_add2: ports, parameters, taps and cycles. The adders as functions:
 * test_apx_adders.c, test_apx_cells.c, test_apx_identities.c. */
#include "helper_apx.h"

/* One transaction: words of 64 bits, sum as 32-bit words. */
typedef struct {
  uint32_t sum[3];
  int cut;
} answer_t;

static answer_t ask(const char *params, int is_signed, uint64_t a, uint64_t b) {
  dut_t d = dut_new("apx_add2", params);
  answer_t answer = {{0}, 0};
  put(&d, "in_valid", 1);
  put(&d, "is_signed", (uint64_t)is_signed);
  put(&d, "a", a);
  put(&d, "b", b);
  tick(&d);
  put(&d, "in_valid", 0);
  tick(&d);
  assert_int_equal(get(&d, "out_valid"), 1);
  const int bits = d.card->signals[sig(&d, "sum")].width;
  for (int i = 0; 32 * i < bits; i++) {
    answer.sum[i] = (uint32_t)get_at(&d, "sum", 32 * i, bits - 32 * i < 32 ? bits - 32 * i : 32);
  }
  answer.cut = get(&d, "tap_cut");
  dut_free(&d);
  return answer;
}

static uint32_t sum_of(const char *params, int is_signed, uint64_t a, uint64_t b) {
  return ask(params, is_signed, a, b).sum[0];
}

/* ---- cycles: sentences 1 to 4 ---- */

static void test_apx_add2_one_edge_later(void **state) {
  (void)state;
  check_one_edge_later("apx_add2", "sum", "tap_cut");
}

/* ---- 5, 6 ---- */

/* 5: sum_o[W] is the carry of an unsigned sum; of a signed one the sign of the exact sum. */
static void test_apx_add2_top_bit(void **state) {
  (void)state;
  assert_int_equal(sum_of("config=exact", 0, 31, 1), 32); /* Width = 5 */
  assert_int_equal(sum_of("config=exact", 0, 31, 31), 62);
  assert_int_equal(sum_of("config=exact", 1, 31, 1), 0);   /* -1 + 1 */
  assert_int_equal(sum_of("config=exact", 1, 31, 31), 62); /* -2 of 6 bits */
  assert_int_equal(sum_of("config=exact", 1, 16, 16), 32); /* -16 - 16 = -32 */
  assert_int_equal(sum_of("config=exact", 1, 15, 15), 30); /* 30 does not wrap */
  assert_int_equal(sum_of("config=exact", 1, 16, 15), 63); /* -16 + 15 = -1 */
}

/* 64 bits: 65 in the sum. Half of the bits are a chain of AMA5: low bits of b, carry a_31. */
static void test_apx_add2_widest(void **state) {
  (void)state;
  const answer_t wide = ask("config=wide", 0, 0xFFFFFFFF80000000, 0xFFFFFFFF12345678);
  assert_int_equal(wide.sum[0], 0x12345678);
  assert_int_equal(wide.sum[1], 0xFFFFFFFF); /* 2 (2^32 - 1) + 1 = 2^33 - 1 */
  assert_int_equal(wide.sum[2], 1);
  assert_int_equal(wide.cut, 1);
  const answer_t exact = ask("Width=64 K=0", 1, UINT64_MAX, 1);
  assert_int_equal(exact.sum[0] | exact.sum[1] | exact.sum[2], 0); /* -1 + 1 */
  const answer_t low = ask("Width=64 K=64 AllowSign=1", 0, (uint64_t)1 << 63, (uint64_t)1 << 63);
  assert_int_equal(low.sum[1], 0x80000000); /* K = W: the OR, and the carry as the top bit */
  assert_int_equal(low.sum[2], 1);
}

/* 6: tap_cut is the carry into bit K: the default is LOA with K = 4. */
static void test_apx_add2_cut(void **state) {
  (void)state;
  assert_int_equal(ask("", 0, 8, 8).cut, 1);
  assert_int_equal(ask("", 0, 8, 7).cut, 0);
  assert_int_equal(ask("Adder=ADD_LOAWA", 0, 8, 8).cut, 0);
  assert_int_equal(ask("Adder=ADD_LSB0", 0, 8, 8).cut, 0);
  assert_int_equal(ask("Adder=ADD_EXACT", 0, 8, 8).cut, 0);
  assert_int_equal(ask("Adder=ADD_ETA2", 0, 8, 8).cut, 0);
  assert_int_equal(ask("K=0", 0, 8, 8).cut, 0);
}

/* ---- 7 to 19: one sum each, Width 8, by hand from the sentence ---- */

static void test_apx_add2_copies_and_constants(void **state) {
  (void)state;
  assert_int_equal(sum_of("Adder=ADD_TRUNC K=3", 0, 0x0F, 0x1F), 0x20); /* (1 + 3) << 3 */
  assert_int_equal(sum_of("Adder=ADD_LSB0 K=3", 0, 0x0F, 0x1F), 0x28);  /* 46 -> 40 */
  assert_int_equal(sum_of("Adder=ADD_COPYA", 0, 0x15, 0x2A), 0x35);
  assert_int_equal(sum_of("Adder=ADD_COPYB", 0, 0x15, 0x2A), 0x3A);
}

/* 0x1A + 0x29: low nibbles 1010 and 1001, exact sum 0x43. */
static void test_apx_add2_or_family(void **state) {
  (void)state;
  assert_int_equal(sum_of("Adder=ADD_LOA", 0, 0x1A, 0x29), 0x4B);       /* 1011, carry 1 */
  assert_int_equal(sum_of("Adder=ADD_LOAWA", 0, 0x1A, 0x29), 0x3B);     /* no carry */
  assert_int_equal(sum_of("Adder=ADD_OLOCA M=3", 0, 0x1A, 0x29), 0x4F); /* 1011 | 111 */
  assert_int_equal(sum_of("Adder=ADD_LOCA M=3", 0, 0x1A, 0x29), 0x3F);
  assert_int_equal(sum_of("Adder=ADD_OLOCA M=64", 0, 0x10, 0x20), 0x3F); /* all K bits, not more */
  assert_int_equal(sum_of("Adder=ADD_HEAA", 0, 0x1A, 0x29), 0x43);       /* bit 3: 1 ^ 1 */
  assert_int_equal(sum_of("Adder=ADD_ETA1", 0, 0x1A, 0x29), 0x3F);       /* (1, 1) in bit 3 */
  assert_int_equal(sum_of("Adder=ADD_ETA1", 0, 0x16, 0x2B), 0x3F);       /* 1101 ^, then bit 1 */
}

/* w1 = bit 3 differs, w2 = both bits 2 are 1. */
static void test_apx_add2_herloa(void **state) {
  (void)state;
  assert_int_equal(sum_of("Adder=ADD_HERLOA", 0, 0xC, 0x4), 0xF); /* w1 w2: 1100 + 0100, all ones */
  assert_int_equal(sum_of("Adder=ADD_HERLOA", 0, 0x4, 0x4), 0x8); /* w2 alone: moved into bit 3 */
  assert_int_equal(sum_of("Adder=ADD_HERLOA", 0, 0xC, 0xC), 0x18); /* and beside the carry */
  assert_int_equal(sum_of("Adder=ADD_HERLOA", 0, 0x9, 0x3), 0xB);  /* w1 alone: OR below */
  assert_int_equal(sum_of("Adder=ADD_MHERLOA M=1", 0, 0x4, 0x4), 0x9);
  assert_int_equal(sum_of("Adder=ADD_HOAANED", 0, 0x4, 0x4), 0xF);  /* 1 (w2), 1 (OR), 11 */
  assert_int_equal(sum_of("Adder=ADD_HOAANED", 0, 0x8, 0x8), 0x13); /* carry, 0, 0, 11 */
}

/* User's cell: s = 0x17 (AMA2), c = 0xCC (b). 0110 + 0011: bits (0,1) s=1 c=1, (1,1,1) s=0 c=1,
 * (1,0,1) s=0 c=0, (0,0,0) s=1 c=0. */
static void test_apx_add2_user_cell(void **state) {
  (void)state;
  const char *params = "Adder=ADD_CHAIN Cell=1 UserS=23 UserC=204";
  /* 23 = 00010111: s(0,1,0) = bit 2 = 1, s(1,1,1) = bit 7 = 0, s(1,0,1) = bit 5 = 0, s(0,0,0) = 1
   */
  assert_int_equal(sum_of(params, 0, 0x6, 0x3), 0x9);
  assert_int_equal(ask(params, 0, 0x0, 0x8).cut, 1); /* c(0,1,0) of bit 3 is b */
  assert_int_equal(sum_of("Adder=ADD_CHAIN Cell=6", 0, 0x8, 0x5), 0x15); /* AMA5: b, carry a_3 */
}

/* 19: cut blocks. W = 8, R = 3, P = 0: blocks of bits 0-2, 3-5, 6-7. */
static void test_apx_add2_blocks(void **state) {
  (void)state;
  assert_int_equal(sum_of("Adder=ADD_SEGMENT K=3", 0, 0x07, 0x01), 0x00);
  assert_int_equal(sum_of("Adder=ADD_SEGMENT K=3", 0, 0xC0, 0x40), 0x100); /* the last keeps it */
  assert_int_equal(sum_of("Adder=ADD_ETA2 K=3", 0, 0x07, 0x01), 0x08);
  assert_int_equal(sum_of("Adder=ADD_ETA2 K=3", 0, 0x3F, 0x01), 0x00);     /* two blocks: lost */
  assert_int_equal(sum_of("Adder=ADD_GEAR K=3 P=5", 0, 0x3F, 0x01), 0x40); /* one sub-adder */
  assert_int_equal(sum_of("Adder=ADD_ACA1 K=4", 0, 0x07, 0x01), 0x08);
  assert_int_equal(sum_of("Adder=ADD_ACA1 K=4", 0, 0x0F, 0x01), 0x00); /* a window of 4 bits */
}

/* ---- the card ---- */

/* K <= Width; with K = Width the sign column is just a column. */
static void test_apx_add2_whole_width(void **state) {
  (void)state;
  gcim_model_t *model = NULL;
  const gcim_unit_t *unit = gcim_unit_find("apx_add2");
  assert_int_equal(gcim_model_new(unit, "Width=4 K=5", &model), GCIM_ERR_PARAM);
  assert_non_null(strstr(gcim_error_text(), "k_within_width"));
  /* -1 + -1 by LOA(2) of 2 bits: 11, carry 1, and the sign bit above: 1 ^ 1 ^ 1 */
  assert_int_equal(sum_of("Width=2 K=2 AllowSign=1", 1, 3, 3), 7);
}

/* Does a transaction with these operands' meaning break the protocol rule? */
static bool breaks_rule(const char *params, int is_signed) {
  dut_t d = dut_new("apx_add2", params);
  dut_t judge = dut_new("apx_add2", params);
  gcim_check_t *check = NULL;
  gcim_counts_t counts;
  assert_int_equal(gcim_check_new(judge.model, &check), GCIM_OK);
  put(&d, "in_valid", 1);
  put(&d, "is_signed", (uint64_t)is_signed);
  tick(&d);
  assert_int_equal(gcim_check_clock(check, 1, d.image, 1), GCIM_OK);
  gcim_check_counts(check, &counts);
  assert_int_equal(strstr(gcim_check_illegal(check), "sign_bit_is_exact") != NULL,
                   counts.illegal != 0);
  gcim_check_free(check);
  free(judge.image);
  dut_free(&d);
  return counts.illegal != 0;
}

/* An approximated sign bit is a protocol error of signed operands; AllowSign = 1 lifts it. */
static void test_apx_add2_sign_bit_is_exact(void **state) {
  (void)state;
  assert_true(breaks_rule("Width=4 K=4", 1));
  assert_false(breaks_rule("Width=4 K=4", 0));
  assert_false(breaks_rule("Width=4 K=3", 1));
  assert_false(breaks_rule("Width=4 K=4 AllowSign=1", 1));
  assert_false(breaks_rule("Width=4 K=4 Adder=ADD_EXACT", 1));
}

/* Coverage: the error's sign, for both meanings of the operands. */
static void test_apx_add2_coverage_of_errors(void **state) {
  (void)state;
  dut_t d = dut_new("apx_add2", "");
  const struct {
    int is_signed;
    uint64_t a, b;
  } cases[] = {{0, 3, 1}, /* 3 | 1 = 3: one too low */
               {0, 9, 9}, /* 9 with carry: 25, 7 too high */
               {0, 1, 2},
               {1, 0xF3, 0xF1},
               {1, 0xFF, 0xF9}};
  put(&d, "in_valid", 1);
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    put(&d, "is_signed", (uint64_t)cases[i].is_signed);
    put(&d, "a", cases[i].a);
    put(&d, "b", cases[i].b);
    tick(&d);
  }
  assert_int_equal(hits(&d, "error.none"), 1);
  assert_int_equal(hits(&d, "error.negative"), 2); /* -13 - 15: 3 | 1 again */
  assert_int_equal(hits(&d, "error.positive"), 2); /* -1 - 7 = -8: 15 with carry gives -1 */
  dut_free(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_apx_add2_one_edge_later),
      cmocka_unit_test(test_apx_add2_top_bit),
      cmocka_unit_test(test_apx_add2_widest),
      cmocka_unit_test(test_apx_add2_cut),
      cmocka_unit_test(test_apx_add2_copies_and_constants),
      cmocka_unit_test(test_apx_add2_or_family),
      cmocka_unit_test(test_apx_add2_herloa),
      cmocka_unit_test(test_apx_add2_user_cell),
      cmocka_unit_test(test_apx_add2_blocks),
      cmocka_unit_test(test_apx_add2_whole_width),
      cmocka_unit_test(test_apx_add2_sign_bit_is_exact),
      cmocka_unit_test(test_apx_add2_coverage_of_errors),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
