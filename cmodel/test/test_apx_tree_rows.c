/* CARRY_SAVE and ROWS73 (apx_tree.def 8, 11) by hand. AMA5 gives sum = b, carry = a; ROTATED gives
 * sum = c, carry = b; columns above those named have exact cells. */
#include "helper_tree.h"

static uint32_t inputs(const gcim_tree_t *tree) {
  return UINT32_C(1) << (tree->lanes * tree->width);
}

/* ---- CARRY_SAVE ---- */

/* Up to two lanes, and a lane without a neighbour, are pairs without logic. */
static void test_apx_tree_rows_pairs(void **state) {
  (void)state;
  gcim_tree_t tree = tree_new(GCIM_CARRY_SAVE, GCIM_SCHEME_UNSIGNED, 2, 2);
  set_cells(&tree, 2, AMA5);
  for (uint32_t in = 0; in < inputs(&tree); in++) {
    check_rows(&tree, in, in & 3, in >> 2);
  }
  /* Three lanes: (r0, r1) and (r2, 0). First row of cells (r0, r1, r2), second (s, t << 1, 0).
   * ROTATED in column 0, S = 4: s = r2, t = r1 there; then word = 0, carry = 0 (the shifted-in bit
   * of t). Column 1 exact, one-bit lanes: (0, 0, 0), then (0, t = r1, 0): word = r1. */
  tree = tree_new(GCIM_CARRY_SAVE, GCIM_SCHEME_UNSIGNED, 3, 1);
  set_cells(&tree, 1, ROTATED);
  for (uint32_t in = 0; in < inputs(&tree); in++) {
    check_rows(&tree, in, (uint64_t)(bit_of(in, 1) << 1), 0);
  }
}

/* Four lanes of two bits, S = 4, AMA5 in columns 0 and 1. First row: s = r1, t = r0 in both.
 * Second, (s, t << 1, r3): column 0: word = 0, carry = r1; column 1: word = bit 0 of r0, carry =
 * r1; column 2, exact: (0, bit 1 of r0, 0): word. So word = r0 << 1 and carry << 1 = r1 << 1. */
static void test_apx_tree_rows_four_lanes(void **state) {
  (void)state;
  gcim_tree_t tree = tree_new(GCIM_CARRY_SAVE, GCIM_SCHEME_UNSIGNED, 4, 2);
  set_cells(&tree, 2, AMA5);
  for (uint32_t in = 0; in < inputs(&tree); in++) {
    check_rows(&tree, in, (in & 3) << 1, ((in >> 2) & 3) << 1);
  }
}

/* Eight one-bit lanes, S = 4, AMA5 in column 0, every third cell ROTATED. Rows of cells 0, 1: first
 * node of level 2; 2, 3: second node; 4, 5: level 3. Column 0:
 *   0: (b0, b1, b2) -> b1, t = b0.   1: (b1, 0, b3) -> 0, carry b1.
 *   2 ROTATED: (b4, b5, b6) -> b6, t = b5.   3: (b6, 0, b7) -> 0, carry b6.
 *   4, 5: all 0.
 * Column 1, exact: the nodes are (b0, b1) and (b5, b6); x = b0 ^ b1 ^ b5 and its carry m to column
 * 2; then x ^ b6 and x & b6.
 */
static void test_apx_tree_rows_numbers(void **state) {
  (void)state;
  gcim_tree_t tree = tree_new(GCIM_CARRY_SAVE, GCIM_SCHEME_UNSIGNED, 8, 1);
  set_cells(&tree, 1, AMA5);
  set_alt(&tree, 1, ROTATED, 3);
  for (uint32_t in = 0; in < inputs(&tree); in++) {
    const int x = xor3(bit_of(in, 0), bit_of(in, 1), bit_of(in, 5));
    const int m = maj3(bit_of(in, 0), bit_of(in, 1), bit_of(in, 5)), b6 = bit_of(in, 6);
    check_rows(&tree, in, (uint64_t)((x ^ b6) << 1 | m << 2), (uint64_t)((x & b6) << 2));
  }
  set_alt(&tree, 1, ROTATED, 7); /* six cells: none is the seventh; cell 2 is AMA5 again */
  for (uint32_t in = 0; in < inputs(&tree); in++) {
    const int x = xor3(bit_of(in, 0), bit_of(in, 1), bit_of(in, 4));
    const int m = maj3(bit_of(in, 0), bit_of(in, 1), bit_of(in, 4)), b5 = bit_of(in, 5);
    check_rows(&tree, in, (uint64_t)((x ^ b5) << 1 | m << 2), (uint64_t)((x & b5) << 2));
  }
}

/* Six lanes: pairs 0, 1, 2; the third passes level 2. Cells 0, 1 on level 2, cells 2, 3 on level 3.
 * AMA5 in column 0, but cell 2 ROTATED (period 3). Column 0: level 2 gives word 0 and carry b1,
 * and t = b0 makes column 1's word b0; cell 2: (0, 0, b4) -> b4, t = 0; cell 3: (b4, 0, b5) -> 0,
 * carry b4. Column 1: (b0, b1, 0) exact: b0 ^ b1, carry; then (b0 ^ b1, 0, 0). */
static void test_apx_tree_rows_pair_passes(void **state) {
  (void)state;
  gcim_tree_t tree = tree_new(GCIM_CARRY_SAVE, GCIM_SCHEME_UNSIGNED, 6, 1);
  set_cells(&tree, 1, AMA5);
  set_alt(&tree, 1, ROTATED, 3);
  for (uint32_t in = 0; in < inputs(&tree); in++) {
    const int b0 = bit_of(in, 0), b1 = bit_of(in, 1);
    check_rows(&tree, in, (uint64_t)((b0 ^ b1) << 1 | (b0 & b1) << 2),
               (uint64_t)(bit_of(in, 4) << 1));
  }
}

/* Last adder: words of S bits, unsigned, carry out dropped: COPYB over the low K bits. Two lanes of
 * two bits, S = 3. */
static void test_apx_tree_rows_last_adder(void **state) {
  (void)state;
  const gcim_topology_t all[] = {GCIM_CARRY_SAVE, GCIM_WALLACE, GCIM_DADDA, GCIM_ROWS73};
  for (int t = 0; t < 4; t++) {
    gcim_tree_t tree = tree_new(all[t], GCIM_SCHEME_UNSIGNED, 2, 2);
    set_levels(&tree, 0, 0, GCIM_ADD_COPYB, 1);
    for (uint32_t in = 0; in < 16; in++) {
      const uint64_t a = in & 3, b = in >> 2, halves = a / 2 + b / 2;
      tree.scheme = GCIM_SCHEME_UNSIGNED;
      assert_int_equal(tree_sum(&tree, &in, NULL), 2 * halves + b % 2);
      tree.scheme = GCIM_SCHEME_EXTEND; /* -2 * (number of sign bits) + b's low bit */
      assert_int_equal(tree_sum(&tree, &in, NULL), (8 - 2 * halves + b % 2) % 8);
    }
  }
}

/* ---- compressors ---- */

static const gcim_c42_t WIRES = {0xAAAA, 0xFF00}; /* sum = x4, carry = x1 */

/* Bits of four lanes of two bits. */
typedef struct {
  int a[4], d[4]; /* columns 0 and 1 */
} quad_t;

static quad_t quad_of(uint32_t in) {
  quad_t q;
  for (int i = 0; i < 4; i++) {
    q.a[i] = bit_of(in, 2 * i);
    q.d[i] = bit_of(in, 2 * i + 1);
  }
  return q;
}

/* Compressors in both columns: word = r3, carry << 1 = r0 << 1, and no t into column 2. */
static void test_apx_tree_rows_compressors(void **state) {
  (void)state;
  gcim_tree_t tree = tree_new(GCIM_CARRY_SAVE, GCIM_SCHEME_UNSIGNED, 4, 2);
  tree.compressed[0] = tree.compressed[1] = true;
  tree.compressor = WIRES;
  for (uint32_t in = 0; in < 256; in++) {
    check_rows(&tree, in, in >> 6, (in & 3) << 1);
  }
}

/* In column 0 only: t of column 0 is 0, so column 1 adds d0..d2, then d3. In column 1 only: what
 * column 0 would have sent there as t is lost. */
static void test_apx_tree_rows_compressor_beside_cells(void **state) {
  (void)state;
  gcim_tree_t low = tree_new(GCIM_CARRY_SAVE, GCIM_SCHEME_UNSIGNED, 4, 2), high = low;
  low.compressor = high.compressor = WIRES;
  low.compressed[0] = high.compressed[1] = true;
  for (uint32_t in = 0; in < 256; in++) {
    const quad_t q = quad_of(in);
    const int s = xor3(q.d[0], q.d[1], q.d[2]), t = maj3(q.d[0], q.d[1], q.d[2]);
    check_rows(&low, in, (uint64_t)(q.a[3] | (s ^ q.d[3]) << 1 | t << 2),
               (uint64_t)(q.a[0] << 1 | (s & q.d[3]) << 2));
    const int z = xor3(q.a[0], q.a[1], q.a[2]);
    check_rows(&high, in, (uint64_t)((z ^ q.a[3]) | q.d[3] << 1),
               (uint64_t)((z & q.a[3]) << 1 | q.d[0] << 2));
  }
}

/* The published tables count right but for 1111 (SAT42: 3 instead of 4). One-bit lanes, column 0.
 */
static void test_apx_tree_rows_saturating_compressor(void **state) {
  (void)state;
  gcim_tree_t tree = tree_new(GCIM_CARRY_SAVE, GCIM_SCHEME_UNSIGNED, 4, 1);
  const gcim_c42_row_t *row = gcim_c42_row(gcim_c42_find("SAT42"));
  tree.compressed[0] = true;
  tree.compressor = (gcim_c42_t){(uint16_t)row->s, (uint16_t)row->c};
  for (uint32_t in = 0; in < 16; in++) {
    const int ones = bit_of(in, 0) + bit_of(in, 1) + bit_of(in, 2) + bit_of(in, 3);
    assert_int_equal(tree_sum(&tree, &in, NULL), ones == 4 ? 3 : ones);
  }
}

/* ---- ROWS73 ---- */

/* Seven one-bit lanes, S = 4. AMA5 in column 0, cells 0, 1, 2, 3: (s0, t0) = (b1, b0),
 * (s1, t1) = (b4, b3), (s, t2) = (b4, b1), (u, v) = (0, 0); column 1: u = b0 ^ b3 ^ b1, v its
 * carry. Three rows s, u, v << 1 are left; cell 4 in column 0: (b4, 0, 0) -> 0, carry b4.
 */
static void test_apx_tree_rows_seven(void **state) {
  (void)state;
  gcim_tree_t tree = tree_new(GCIM_ROWS73, GCIM_SCHEME_UNSIGNED, 7, 1);
  set_cells(&tree, 1, AMA5);
  for (uint32_t in = 0; in < inputs(&tree); in++) {
    const int b0 = bit_of(in, 0), b1 = bit_of(in, 1), b3 = bit_of(in, 3), b4 = bit_of(in, 4);
    const int first = xor3(b0, b3, b1) << 1 | maj3(b0, b3, b1) << 2;
    set_alt(&tree, 1, ROTATED, 0);
    check_rows(&tree, in, (uint64_t)first, (uint64_t)(b4 << 1));
    set_alt(&tree, 1, ROTATED, 5); /* cell 4: (b4, 0, 0) -> 0, carry 0 */
    check_rows(&tree, in, (uint64_t)first, 0);
    set_alt(&tree, 1, (gcim_fa_t){0x01, 0x00}, 4); /* cell 3: (0, 0, 0) -> 1; cell 4: (b4, 1, 0) */
    check_rows(&tree, in, (uint64_t)first | 1, (uint64_t)(b4 << 1));
    set_alt(&tree, 1, ROTATED, 3); /* cell 2: (b1, b4, b6) -> b6, t2 = b4; cell 4: carry b6 */
    check_rows(&tree, in, (uint64_t)(xor3(b0, b3, b4) << 1 | maj3(b0, b3, b4) << 2),
               (uint64_t)(bit_of(in, 6) << 1));
  }
}

/* Ten one-bit lanes: one group of seven and one of three, AMA5 in column 0. Column 0 of the list:
 * b4 (s), 0 (u), 0 (v << 1), b8 (s'), 0 (t' << 1 has b7 in column 1). Round 2 takes the first
 * three: 0, carry b4; list 0, -, b8, -; round 3 takes (0, 0, b8): 0, no carry. What is left in
 * column 1 are b0, b3, b1 and the carries b4, b7, added exactly. */
static void test_apx_tree_rows_seven_and_three(void **state) {
  (void)state;
  gcim_tree_t tree = tree_new(GCIM_ROWS73, GCIM_SCHEME_UNSIGNED, 10, 1);
  set_cells(&tree, 1, AMA5);
  for (uint32_t in = 0; in < inputs(&tree); in++) {
    const int count = bit_of(in, 0) + bit_of(in, 1) + bit_of(in, 3) + bit_of(in, 4) + bit_of(in, 7);
    assert_int_equal(tree_sum(&tree, &in, NULL), 2 * count);
  }
}

/* Exact, six lanes of one bit: groups (r0, r1, r2) and (r3, r4, r5) give s, t << 1, s', t' << 1;
 * then (s, t << 1, s') and the rest t' << 1; then three rows again. S = 4. */
static void test_apx_tree_rows_threes(void **state) {
  (void)state;
  const gcim_tree_t tree = tree_new(GCIM_ROWS73, GCIM_SCHEME_UNSIGNED, 6, 1);
  for (uint32_t in = 0; in < inputs(&tree); in++) {
    const int s = xor3(bit_of(in, 0), bit_of(in, 1), bit_of(in, 2));
    const int t = maj3(bit_of(in, 0), bit_of(in, 1), bit_of(in, 2));
    const int s1 = xor3(bit_of(in, 3), bit_of(in, 4), bit_of(in, 5));
    const int t1 = maj3(bit_of(in, 3), bit_of(in, 4), bit_of(in, 5));
    const int c = s & s1; /* column 0 of (s, t << 1, s'): s ^ s' and carry c into column 1 */
    check_rows(&tree, in, (uint64_t)((s ^ s1) | xor3(t, c, t1) << 1),
               (uint64_t)(maj3(t, c, t1) << 2));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_apx_tree_rows_pairs),
      cmocka_unit_test(test_apx_tree_rows_four_lanes),
      cmocka_unit_test(test_apx_tree_rows_numbers),
      cmocka_unit_test(test_apx_tree_rows_pair_passes),
      cmocka_unit_test(test_apx_tree_rows_last_adder),
      cmocka_unit_test(test_apx_tree_rows_compressors),
      cmocka_unit_test(test_apx_tree_rows_compressor_beside_cells),
      cmocka_unit_test(test_apx_tree_rows_saturating_compressor),
      cmocka_unit_test(test_apx_tree_rows_seven),
      cmocka_unit_test(test_apx_tree_rows_seven_and_three),
      cmocka_unit_test(test_apx_tree_rows_threes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
