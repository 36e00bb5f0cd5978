/* Adders that are the same function under two names: all pairs of 8-bit operands, signed and
 * unsigned. */
#include "helper_apx.h"

enum { BITS = 8 };

static void same(gcim_adder_t x, gcim_adder_t y) {
  assert_same_adder(&x, &y, BITS);
}

/* ---- block adders ---- */

static void test_apx_identities_eta2_is_gear(void **state) {
  (void)state;
  for (int x = 1; x <= BITS; x++) {
    same(adder_of(GCIM_ADD_ETA2, x, 0, 0), adder_of(GCIM_ADD_GEAR, x, 0, x));
  }
}

static void test_apx_identities_aca1_is_gear(void **state) {
  (void)state;
  for (int length = 1; length <= BITS; length++) {
    same(adder_of(GCIM_ADD_ACA1, length, 0, 0), adder_of(GCIM_ADD_GEAR, 1, 0, length - 1));
  }
}

static void test_apx_identities_segments_are_gear(void **state) {
  (void)state;
  for (int r = 1; r <= BITS; r++) {
    same(adder_of(GCIM_ADD_SEGMENT, r, 0, 0), adder_of(GCIM_ADD_GEAR, r, 0, 0));
  }
}

/* One sub-adder that reaches the top bit. */
static void test_apx_identities_whole_gear_is_exact(void **state) {
  (void)state;
  for (int r = 1; r <= BITS; r++) {
    same(adder_of(GCIM_ADD_GEAR, r, 0, BITS - r), adder_of(GCIM_ADD_EXACT, 0, 0, 0));
  }
  same(adder_of(GCIM_ADD_GEAR, 1, 0, 64), adder_of(GCIM_ADD_EXACT, 0, 0, 0));
}

/* ---- lower-part adders ---- */

/* EvoApprox add8u_5R3 under three names. By hand, for operands u, v and their bits 0 and 1:
 * LOAWA(1) is bit 0 = u0 | v0 and the exact sum of the rest without a carry from below. ETA-I(1):
 * bit 0 = u0 ^ v0, or 1 if both are 1. HEAA(2) has in bit 1 the sum u1 ^ v1 and the carry u1 & v1
 * of a half adder, which is the exact sum of the rest without a carry from below. */
static void test_apx_identities_add8u_5r3(void **state) {
  (void)state;
  same(adder_of(GCIM_ADD_LOAWA, 1, 0, 0), adder_of(GCIM_ADD_ETA1, 1, 0, 0));
  same(adder_of(GCIM_ADD_LOAWA, 1, 0, 0), adder_of(GCIM_ADD_HEAA, 2, 0, 0));
  for (unsigned pair = 0; pair < 65536; pair++) {
    const unsigned a = pair & 255, b = pair >> 8;
    const gcim_adder_t loawa = adder_of(GCIM_ADD_LOAWA, 1, 0, 0);
    assert_int_equal(added(&loawa, BITS, false, a, b), (a & ~1u) + (b & ~1u) + ((a | b) & 1u));
  }
}

/* In general, and by the same argument: HEAA(k) is LOAWA(k-1). */
static void test_apx_identities_heaa_is_loawa_of_one_bit_less(void **state) {
  (void)state;
  for (int k = 1; k <= BITS; k++) {
    same(adder_of(GCIM_ADD_HEAA, k, 0, 0), adder_of(GCIM_ADD_LOAWA, k - 1, 0, 0));
  }
}

/* ETA-I beyond one bit is another function: it sets the bits below a common one. */
static void test_apx_identities_eta1_is_not_loawa(void **state) {
  (void)state;
  const gcim_adder_t eta1 = adder_of(GCIM_ADD_ETA1, 2, 0, 0),
                     loawa = adder_of(GCIM_ADD_LOAWA, 2, 0, 0);
  assert_int_equal(added(&eta1, BITS, false, 2, 2), 3);
  assert_int_equal(added(&loawa, BITS, false, 2, 2), 2);
}

/* Without bits forced to 1 the members of a family coincide. */
static void test_apx_identities_no_ones(void **state) {
  (void)state;
  for (int k = 0; k <= BITS; k++) {
    same(adder_of(GCIM_ADD_OLOCA, k, 0, 0), adder_of(GCIM_ADD_LOA, k, 0, 0));
    same(adder_of(GCIM_ADD_LOCA, k, 0, 0), adder_of(GCIM_ADD_LOAWA, k, 0, 0));
    same(adder_of(GCIM_ADD_MHERLOA, k, 0, 0), adder_of(GCIM_ADD_HERLOA, k, 0, 0));
  }
}

/* With one bit only the half adder is left. */
static void test_apx_identities_one_bit_is_exact(void **state) {
  (void)state;
  const gcim_adder_t exact = adder_of(GCIM_ADD_EXACT, 0, 0, 0);
  same(adder_of(GCIM_ADD_HEAA, 1, 0, 0), exact);
  same(adder_of(GCIM_ADD_HERLOA, 1, 0, 0), exact);
  same(adder_of(GCIM_ADD_HOAANED, 1, 0, 0), exact);
}

static void test_apx_identities_k_zero_is_exact(void **state) {
  (void)state;
  for (int kind = GCIM_ADD_EXACT; kind <= GCIM_ADD_GEAR; kind++) {
    gcim_adder_t adder = adder_of((gcim_add_t)kind, 0, 3, 2);
    adder.cell = (gcim_fa_t){0, 0xFF};
    same(adder, adder_of(GCIM_ADD_EXACT, 0, 0, 0));
  }
}

/* ---- chains ---- */

static void test_apx_identities_cells_of_one_table(void **state) {
  (void)state;
  for (int k = 1; k <= BITS; k++) {
    same(chain_of("INXA3", k), chain_of("AMA2", k));
    same(chain_of("TCAA", k), chain_of("AMA2", k));
    same(chain_of("EXACT", k), adder_of(GCIM_ADD_EXACT, 0, 0, 0));
  }
}

/* SESA2: exact carries, sum 0, is the exact sum with its low bits cleared. */
static void test_apx_identities_sesa2_is_lsb0(void **state) {
  (void)state;
  for (int k = 1; k <= BITS; k++) {
    same(chain_of("SESA2", k), adder_of(GCIM_ADD_LSB0, k, 0, 0));
  }
}

/* AMA5 copies b and hands on the highest copied bit of a: COPYB plus that carry. */
static void test_apx_identities_ama5_is_a_copy(void **state) {
  (void)state;
  for (int k = 1; k <= BITS; k++) {
    const gcim_adder_t chain = chain_of("AMA5", k), copy = adder_of(GCIM_ADD_COPYB, k, 0, 0);
    for (unsigned pair = 0; pair < 65536; pair++) {
      const unsigned a = pair & 255, b = pair >> 8;
      const int64_t carry = (int64_t)(a >> (k - 1) & 1u) << k;
      assert_int_equal(added(&chain, BITS, false, a, b), added(&copy, BITS, false, a, b) + carry);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_apx_identities_eta2_is_gear),
      cmocka_unit_test(test_apx_identities_aca1_is_gear),
      cmocka_unit_test(test_apx_identities_segments_are_gear),
      cmocka_unit_test(test_apx_identities_whole_gear_is_exact),
      cmocka_unit_test(test_apx_identities_add8u_5r3),
      cmocka_unit_test(test_apx_identities_heaa_is_loawa_of_one_bit_less),
      cmocka_unit_test(test_apx_identities_eta1_is_not_loawa),
      cmocka_unit_test(test_apx_identities_no_ones),
      cmocka_unit_test(test_apx_identities_one_bit_is_exact),
      cmocka_unit_test(test_apx_identities_k_zero_is_exact),
      cmocka_unit_test(test_apx_identities_cells_of_one_table),
      cmocka_unit_test(test_apx_identities_sesa2_is_lsb0),
      cmocka_unit_test(test_apx_identities_ama5_is_a_copy),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
