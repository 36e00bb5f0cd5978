/* WALLACE and DADDA (apx_tree.def 9, 10) against lists reduced by hand. One-bit lanes: b0, b1, ..
 * are the lanes, all in column 0. AMA5 gives sum = b, carry = a; ROTATED gives sum = c, carry = b;
 * other columns have exact cells. */
#include "helper_tree.h"

static gcim_tree_t column_tree(gcim_topology_t topology, int lanes, gcim_fa_t cell) {
  gcim_tree_t tree = tree_new(topology, GCIM_SCHEME_UNSIGNED, lanes, 1);
  tree.cell[0] = cell;
  return tree;
}

static uint32_t inputs(const gcim_tree_t *tree) {
  return UINT32_C(1) << (tree->lanes * tree->width);
}

/* ---- WALLACE ---- */

/* Two lanes are two rows; three go into one cell. */
static void test_apx_tree_columns_smallest(void **state) {
  (void)state;
  const gcim_topology_t both[] = {GCIM_WALLACE, GCIM_DADDA};
  for (int i = 0; i < 2; i++) {
    const gcim_tree_t two = column_tree(both[i], 2, AMA5);
    for (uint32_t in = 0; in < 4; in++) {
      check_rows(&two, in, in & 1, in >> 1);
    }
  }
  const gcim_tree_t three = column_tree(GCIM_WALLACE, 3, ROTATED);
  for (uint32_t in = 0; in < 8; in++) {
    check_rows(&three, in, (uint64_t)(bit_of(in, 2) | bit_of(in, 1) << 1), 0);
  }
}

/* Five bits: a full adder (b0, b1, b2) and a half adder (b3, b4), then
 *   column 0: s, s'   column 1: c, c'   and no column has more than two.
 */
static void test_apx_tree_columns_half_adder(void **state) {
  (void)state;
  gcim_tree_t tree = tree_new(GCIM_WALLACE, GCIM_SCHEME_UNSIGNED, 5, 1);
  for (uint32_t in = 0; in < inputs(&tree); in++) {
    const int b[] = {bit_of(in, 0), bit_of(in, 1), bit_of(in, 2), bit_of(in, 3), bit_of(in, 4)};
    const int s = xor3(b[0], b[1], b[2]), c = maj3(b[0], b[1], b[2]);
    check_rows(&tree, in, (uint64_t)(s | c << 1), (uint64_t)((b[3] ^ b[4]) | (b[3] & b[4]) << 1));
  }
  tree.cell[0] = AMA5; /* half adder: c = 0, sum = b, carry = a */
  set_alt(&tree, 1, ROTATED, 1);
  for (uint32_t in = 0; in < inputs(&tree); in++) { /* every full adder is ROTATED, not the half */
    check_rows(&tree, in, (uint64_t)(bit_of(in, 2) | bit_of(in, 1) << 1),
               (uint64_t)(bit_of(in, 4) | bit_of(in, 3) << 1));
  }
}

/* Four lanes of two bits: a0..a3 in column 0, d0..d3 in column 1. Round 1: column 0: full adder
 * (a0, a1, a2), a3 passes; column 1: (d0, d1, d2), d3 passes. The lists, in order:
 *   column 0: s, a3   column 1: t, d3, c   column 2: e    (c, e: the carries)
 * Round 2: column 1: (t, d3, c) -> u, carry f; column 2: e, f.
 * ROTATED in both: s = a2, c = a1, t = d2, e = d1, u = c = a1, f = d3.
 */
static void test_apx_tree_columns_order_of_a_list(void **state) {
  (void)state;
  gcim_tree_t tree = tree_new(GCIM_WALLACE, GCIM_SCHEME_UNSIGNED, 4, 2);
  set_cells(&tree, 2, ROTATED);
  for (uint32_t in = 0; in < inputs(&tree); in++) {
    const int a1 = bit_of(in, 2), a2 = bit_of(in, 4), a3 = bit_of(in, 6);
    const int d1 = bit_of(in, 3), d3 = bit_of(in, 7);
    check_rows(&tree, in, (uint64_t)(a2 | a1 << 1 | d1 << 2), (uint64_t)(a3 | d3 << 2));
  }
}

/* The same with the sign bits d replicated into columns 2 and 3 (S = 4) and exact cells there:
 * round 1: column 2: (d0, d1, d2), d3 passes, and the carry e = d1 of column 1; column 3 the same
 * with column 2's carry g = maj(d0, d1, d2). Lists after it, h = d0 ^ d1 ^ d2:
 *   column 1: t = d2, d3, c = a1   column 2: h, d3, e = d1   column 3: h, d3, g
 * round 2: column 1: u = a1, carry d3; column 2: h ^ d3 ^ d1, carry maj(h, d3, d1), then d3;
 * column 3: h ^ d3 ^ g, then the carry of column 2.
 */
static void test_apx_tree_columns_replicated_sign(void **state) {
  (void)state;
  gcim_tree_t tree = tree_new(GCIM_WALLACE, GCIM_SCHEME_EXTEND, 4, 2);
  set_cells(&tree, 2, ROTATED);
  tree.allow_sign = true;
  for (uint32_t in = 0; in < inputs(&tree); in++) {
    const int a1 = bit_of(in, 2), a2 = bit_of(in, 4), a3 = bit_of(in, 6);
    const int d0 = bit_of(in, 1), d1 = bit_of(in, 3), d2 = bit_of(in, 5), d3 = bit_of(in, 7);
    const int h = xor3(d0, d1, d2), g = maj3(d0, d1, d2);
    const int first = a2 | a1 << 1 | xor3(h, d3, d1) << 2 | xor3(h, d3, g) << 3;
    const int second = a3 | d3 << 2 | maj3(h, d3, d1) << 3;
    check_rows(&tree, in, (uint64_t)first, (uint64_t)second);
  }
}

/* Seven bits. Full adders of column 0: number 0 (b0, b1, b2), 1 (b3, b4, b5) in round 1; the list
 * is s0, s1, b6, so number 2 is (s0, s1, b6). Column 1: c0, c1, then c2: an exact cell in round 3.
 */
static void test_apx_tree_columns_numbers_go_on(void **state) {
  (void)state;
  gcim_tree_t tree = column_tree(GCIM_WALLACE, 7, AMA5);
  for (int period = 0; period <= 4; period++) {
    set_alt(&tree, 1, ROTATED, period);
    for (uint32_t in = 0; in < inputs(&tree); in++) {
      const int b[] = {bit_of(in, 0), bit_of(in, 1), bit_of(in, 2), bit_of(in, 3),
                       bit_of(in, 4), bit_of(in, 5), bit_of(in, 6)};
      const bool alt0 = period == 1, alt1 = period == 1 || period == 2;
      const bool alt2 = period == 1 || period == 3;
      const int s0 = alt0 ? b[2] : b[1], c0 = alt0 ? b[1] : b[0];
      const int s1 = alt1 ? b[5] : b[4], c1 = alt1 ? b[4] : b[3];
      const int s2 = alt2 ? b[6] : s1, c2 = alt2 ? s1 : s0;
      const int first = s2 | xor3(c0, c1, c2) << 1 | maj3(c0, c1, c2) << 2;
      check_rows(&tree, in, (uint64_t)first, 0);
    }
  }
}

/* ---- DADDA ---- */

/* Six bits, exact: targets 4, 3, 2. 4: full adder (b0, b1, b2); 3: half adder (s, b3); 2: half
 * adder (s', b4), and column 1 has c, c' and a third carry coming: half adder (c, c').
 *   rows: s'' b5 | c ^ c' and c'' | c & c'
 */
static void test_apx_tree_columns_dadda_six(void **state) {
  (void)state;
  gcim_tree_t tree = tree_new(GCIM_DADDA, GCIM_SCHEME_UNSIGNED, 6, 1);
  for (uint32_t in = 0; in < inputs(&tree); in++) {
    const int b[] = {bit_of(in, 0), bit_of(in, 1), bit_of(in, 2),
                     bit_of(in, 3), bit_of(in, 4), bit_of(in, 5)};
    const int s = xor3(b[0], b[1], b[2]), c = maj3(b[0], b[1], b[2]);
    const int s1 = s ^ b[3], c1 = s & b[3], s2 = s1 ^ b[4], c2 = s1 & b[4];
    check_rows(&tree, in, (uint64_t)(s2 | (c ^ c1) << 1 | (c & c1) << 2),
               (uint64_t)(b[5] | c2 << 1));
  }
  tree.cell[0] = AMA5; /* s = b1, c = b0, s' = b3, c' = b1, s'' = b4, c'' = b3 */
  for (uint32_t in = 0; in < inputs(&tree); in++) {
    const int b0 = bit_of(in, 0), b1 = bit_of(in, 1);
    check_rows(&tree, in, (uint64_t)(bit_of(in, 4) | (b0 ^ b1) << 1 | (b0 & b1) << 2),
               (uint64_t)(bit_of(in, 5) | bit_of(in, 3) << 1));
  }
}

/* Seven bits, AMA5: targets 6, 4, 3, 2.
 *   6: half adder (b0, b1)    -> b1; carry b0.   column 0: b1 b2 b3 b4 b5 b6   column 1: b0
 *   4: full adder (b1, b2, b3) -> b2; carry b1.  column 0: b2 b4 b5 b6         column 1: b0 b1
 *   3: half adder (b2, b4)    -> b4; carry b2.   column 0: b4 b5 b6            column 1: b0 b1 b2
 *   2: half adder (b4, b5)    -> b5; carry b4.   column 0: b5 b6
 *      column 1: three bits and a carry coming, height 4: exact full adder (b0, b1, b2); then b4
 */
static void test_apx_tree_columns_dadda_seven(void **state) {
  (void)state;
  gcim_tree_t tree = column_tree(GCIM_DADDA, 7, AMA5);
  for (uint32_t in = 0; in < inputs(&tree); in++) {
    const int x = xor3(bit_of(in, 0), bit_of(in, 1), bit_of(in, 2));
    const int m = maj3(bit_of(in, 0), bit_of(in, 1), bit_of(in, 2));
    check_rows(&tree, in, (uint64_t)(bit_of(in, 5) | x << 1 | m << 2),
               (uint64_t)(bit_of(in, 6) | bit_of(in, 4) << 1));
  }
  /* Only one full adder in column 0: period 1 turns it, (b1, b2, b3) -> b3; carry b2. Then
   * (b3, b4) -> b4; carry b3; column 1: b0 b2 b3. Period 2 turns none. */
  set_alt(&tree, 1, ROTATED, 1);
  for (uint32_t in = 0; in < inputs(&tree); in++) {
    const int x = xor3(bit_of(in, 0), bit_of(in, 2), bit_of(in, 3));
    const int m = maj3(bit_of(in, 0), bit_of(in, 2), bit_of(in, 3));
    check_rows(&tree, in, (uint64_t)(bit_of(in, 5) | x << 1 | m << 2),
               (uint64_t)(bit_of(in, 6) | bit_of(in, 4) << 1));
  }
}

/* Full and half adders of column 0. All lanes are 0 and every sum of column 0 is 0; one kind of
 * cell always has carry 1, so the (exact) other columns count that kind: the sum is twice it. Full
 * adders take the alternative cell. */
static void check_cells(int lanes, uint64_t full, uint64_t half) {
  const gcim_fa_t never = {0x00, 0x00}, always = {0x00, 0xff};
  const uint32_t data[32] = {0};
  gcim_tree_t tree = column_tree(GCIM_DADDA, lanes, never);
  set_alt(&tree, 1, always, 1);
  assert_int_equal(tree_sum(&tree, data, NULL), 2 * full);
  tree.cell[0] = always;
  set_alt(&tree, 1, never, 1);
  assert_int_equal(tree_sum(&tree, data, NULL), 2 * half);
}

/* From the list of heights, e bits too many at each: e / 2 full adders, e % 2 half adders. */
static void test_apx_tree_columns_dadda_heights(void **state) {
  (void)state;
  check_cells(3, 0, 1);       /* 2: 1 */
  check_cells(4, 0, 2);       /* 3: 1, 2: 1 */
  check_cells(5, 0, 3);       /* 4: 1, 3: 1, 2: 1 */
  check_cells(6, 1, 2);       /* 4: 2, then as 4 */
  check_cells(9, 2, 3);       /* 6: 3, then as 6 */
  check_cells(13, 4, 3);      /* 9: 4, then as 9 */
  check_cells(14, 4, 4);      /* 13: 1 */
  check_cells(19, 7, 3);      /* 13: 6 */
  check_cells(28, 11, 4);     /* 19: 9 */
  check_cells(42, 18, 4);     /* 28: 14 */
  check_cells(63, 28, 5);     /* 42: 21 */
  check_cells(64, 28, 6);     /* 63: 1 */
  check_cells(94, 43, 6);     /* 63: 31 */
  check_cells(141, 66, 7);    /* 94: 47 */
  check_cells(211, 101, 7);   /* 141: 70 */
  check_cells(316, 153, 8);   /* 211: 105 */
  check_cells(474, 232, 8);   /* 316: 158 */
  check_cells(711, 350, 9);   /* 474: 237 */
  check_cells(1024, 506, 10); /* 711: 313 */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_apx_tree_columns_smallest),
      cmocka_unit_test(test_apx_tree_columns_half_adder),
      cmocka_unit_test(test_apx_tree_columns_order_of_a_list),
      cmocka_unit_test(test_apx_tree_columns_replicated_sign),
      cmocka_unit_test(test_apx_tree_columns_numbers_go_on),
      cmocka_unit_test(test_apx_tree_columns_dadda_six),
      cmocka_unit_test(test_apx_tree_columns_dadda_seven),
      cmocka_unit_test(test_apx_tree_columns_dadda_heights),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
