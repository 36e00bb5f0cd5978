/* Terms aligned to the largest, cut and added: by hand, against rationals, and its two routes. */
#include "helper_rational.h"

#include "part/fp_post_align.h"

enum { MAX_TERMS = 512 };

static void test_fp_post_align_one_edge_later(void **state) {
  (void)state;
  check_one_edge_later("fp_post_align", "sum", "tap_q");
}

/* ---- by hand: configuration none, 3 terms of 6 bits, two above the point, whole units ---- */

typedef struct {
  int sign, exp, sig;
} term_t;

static dut_t three(const term_t *terms, int quant, int zeros, int floor_exp) {
  dut_t d = dut_new("fp_post_align", "config=none");
  for (int i = 0; i < 3; i++) {
    put_at(&d, "sign", i, 1, (uint64_t)terms[i].sign);
    put_at(&d, "exp", 4 * i, 4, (uint64_t)terms[i].exp);
    put_at(&d, "sig", 6 * i, 6, (uint64_t)terms[i].sig);
  }
  put(&d, "in_quant", (uint64_t)quant);
  put(&d, "in_zeros", (uint64_t)zeros);
  put(&d, "floor_exp", (uint64_t)floor_exp);
  d.model->unit->ops->eval(d.model, d.image);
  return d;
}

static void expect(const term_t *terms, int quant, int zeros, int floor_exp, int ref, int sum,
                   int lost) {
  dut_t d = three(terms, quant, zeros, floor_exp);
  assert_int_equal(get(&d, "ref_exp"), ref);
  assert_int_equal(get_signed(&d, "sum", 0, value_of(&d, "SumBits")), sum);
  assert_int_equal(get(&d, "lost"), lost);
  dut_free(&d);
}

/* 3.5 * 2^9, -1.0 * 2^8, 1/16 * 2^8 in units of 2^9: 3.5, -0.5, 1/32. */
static void test_fp_post_align_rounding(void **state) {
  (void)state;
  const term_t t[] = {{0, 9, 56}, {1, 8, 16}, {0, 8, 1}};
  expect(t, GCIM_RND_RTZ, 0, 0, 9, 3, 7);
  expect(t, GCIM_RND_FLOOR, 0, 0, 9, 3 - 1 + 0, 7);
  expect(t, GCIM_RND_CEIL, 0, 0, 9, 4 - 0 + 1, 7);
  expect(t, GCIM_RND_RNE, 0, 0, 9, 4 - 0 + 0, 7);
  expect(t, GCIM_RND_RNA, 0, 0, 9, 4 - 1 + 0, 7);
  expect(t, GCIM_RND_JAM, 0, 0, 9, 3 - 1 + 1, 7);
}

/* 6: a zero with the largest exponent counts only if zeros = 1; floor_exp is the least reference,
 * and the reference of no term. */
static void test_fp_post_align_reference(void **state) {
  (void)state;
  const term_t t[] = {{0, 15, 0}, {0, 8, 32}, {1, 7, 48}}; /* 2 * 2^8, -3 * 2^7 */
  const term_t none[] = {{0, 15, 0}, {1, 3, 0}, {0, 0, 0}};
  expect(t, GCIM_RND_RTZ, 0, 0, 8, 2 - 1, 4);
  expect(t, GCIM_RND_RTZ, 1, 0, 15, 0, 6);
  expect(t, GCIM_RND_RTZ, 0, 9, 9, 1 - 0, 4);
  expect(none, GCIM_RND_FLOOR, 0, 6, 6, 0, 0);
  expect(none, GCIM_RND_FLOOR, 1, 6, 15, 0, 0);
}

/* ---- against rationals ---- */

static mpq_t values[MAX_TERMS];

static int read_terms(const dut_t *d) {
  const int sig_bits = value_of(d, "SigBits"), exp_bits = value_of(d, "ExpBits");
  const int terms = value_of(d, "Terms"), point = sig_bits - value_of(d, "IntBits");
  int ref = get(d, "floor_exp");
  const int port = sig(d, "sig");
  mpz_t size;
  mpz_init(size);
  for (int i = 0; i < terms; i++) {
    const int exp = (int)get_at(d, "exp", i * exp_bits, exp_bits);
    field_z(size, d, port, i, sig_bits, false);
    const bool counts = mpz_sgn(size) != 0 || get(d, "in_zeros") != 0;
    ref = counts && exp > ref ? exp : ref;
    mpq_set_z(values[i], size);
    q_scale(values[i], exp - point);
    if (get_at(d, "sign", i, 1) != 0) {
      mpq_neg(values[i], values[i]);
    }
  }
  mpz_clear(size);
  return ref;
}

static void judge(const dut_t *d) {
  const int term_bits = value_of(d, "TermBits"), tap_q = sig(d, "tap_q");
  const int ref = read_terms(d);
  mpz_t q, sum, seen;
  mpz_inits(q, sum, seen, NULL);
  assert_int_equal(get(d, "ref_exp"), ref);
  for (int i = 0; i < value_of(d, "Terms"); i++) {
    q_scale(values[i], value_of(d, "Frac") - ref);
    assert_int_equal(get_at(d, "lost", i, 1), q_round(q, values[i], get(d, "in_quant")));
    mpz_add(sum, sum, q);
    field_z(seen, d, tap_q, i, term_bits, true);
    assert_int_equal(mpz_cmp(seen, q), 0);
  }
  field_z(seen, d, sig(d, "sum"), 0, value_of(d, "SumBits"), true);
  assert_int_equal(mpz_cmp(seen, sum), 0);
  mpz_clears(q, sum, seen, NULL);
}

static void test_fp_post_align_rationals(void **state) {
  (void)state;
  for (int i = 0; i < MAX_TERMS; i++) {
    mpq_init(values[i]);
  }
  judge_configs("fp_post_align", times(2000), judge);
  judge_stimulus("fp_post_align", "Terms=4 ExpBits=12 SigBits=106 IntBits=16 Frac=640", times(500),
                 judge);
  judge_stimulus("fp_post_align", "SigBits=106 Frac=10", times(1000), judge); /* wide to narrow */
  judge_stimulus("fp_post_align", "SigBits=64 Frac=10", times(1000), judge);
  for (int i = 0; i < MAX_TERMS; i++) {
    mpq_clear(values[i]);
  }
}

/* The 64-bit route is the wide one: any term below 2^63, units from 62 places above to far below.
 */
static void test_fp_post_align_routes(void **state) {
  (void)state;
  dice_t dice = {.seed = 8};
  for (long k = 0; k < times(100000); k++) {
    const int bits = (int)roll(&dice, 64);
    const int up = bits < 62 ? (int)roll(&dice, (uint32_t)(62 - bits)) : 0;
    const uint64_t any = (uint64_t)roll(&dice, 0) << 32 | roll(&dice, 0);
    const gcim_fp_term_t t = {.sign = roll(&dice, 2) != 0,
                              .scale = (int)roll(&dice, 200) - 100,
                              .sig = {bits == 0 ? 0 : any >> (64 - bits), 0}};
    const bool down = roll(&dice, 3) != 0;
    const gcim_fp_cut_t cut = {.unit = t.scale + (down ? (int)roll(&dice, 130) : -up),
                               .bits = 63,
                               .quant = (gcim_round_t)roll(&dice, 6)};
    bool lost, lost64;
    const gcim_wide_t wide = gcim_fp_term_units(&t, &cut, &lost);
    assert_int_equal(gcim_fp_term_units64(&t, &cut, &lost64), gcim_wide_to_i64(&wide, NULL));
    assert_int_equal(lost64, lost);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fp_post_align_one_edge_later),
      cmocka_unit_test(test_fp_post_align_rounding),
      cmocka_unit_test(test_fp_post_align_reference),
      cmocka_unit_test(test_fp_post_align_rationals),
      cmocka_unit_test(test_fp_post_align_routes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
