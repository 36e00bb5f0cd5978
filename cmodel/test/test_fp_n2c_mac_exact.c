/* fp_n2c_mac: results against the plain signed dot product, taps against the card's formulas on
 * whole numbers, in exact arithmetic. */
#include "helper_gmp.h"

enum { MAX_ROWS = 64, MAX_COLS = 16, MAX_DIGITS = 150 };

/* A run: L of every row as n bits, and the weights, weight (i, j) at [j * rows + i]. */
typedef struct {
  int rows, cols, digit, mag_bits, digits, n;
  mpz_t l[MAX_ROWS]; /* the n bits, unsigned */
  int neg[MAX_ROWS * MAX_COLS], mag[MAX_ROWS * MAX_COLS];
} run_t;

static run_t r;
static mpz_t found, expected, term, u, ones; /* scratch */

static void shape(const dut_t *d, int digits) {
  r.rows = (int)gcim_card_value(d->card, "Rows");
  r.cols = (int)gcim_card_value(d->card, "Cols");
  r.digit = (int)gcim_card_value(d->card, "Digit");
  r.mag_bits = (int)gcim_card_value(d->card, "MagBits");
  r.digits = digits;
  r.n = digits * r.digit;
}

static int bit_of_l(int row, int bit) {
  return mpz_tstbit(r.l[row], (mp_bitcnt_t)bit);
}

/* 6: digit k counted from the top. */
static void put_digits(dut_t *d, int k) {
  for (int i = 0; i < r.rows; i++) {
    for (int b = 0; b < r.digit; b++) {
      put_at(d, "dg_digits", i * r.digit + b, 1,
             (uint64_t)bit_of_l(i, r.n - (k + 1) * r.digit + b));
    }
  }
}

/* The weights, or others. */
static void put_weights(dut_t *d, int change) {
  for (int at = 0; at < r.rows * r.cols; at++) {
    put_at(d, "dg_w_neg", at, 1, (uint64_t)(r.neg[at] ^ change));
    put_at(d, "dg_w_mag", at * r.mag_bits, r.mag_bits, (uint64_t)(r.mag[at] ^ change));
  }
}

/* 6, 10: the dot product of column j. */
static void dot(int j) {
  mpz_set_ui(expected, 0);
  for (int i = 0; i < r.rows; i++) {
    const int at = j * r.rows + i;
    mpz_set(term, r.l[i]);
    mpz_to_signed(term, r.n);
    mpz_mul_si(term, term, r.neg[at] != 0 ? -r.mag[at] : r.mag[at]);
    mpz_add(expected, expected, term);
  }
}

/* 7, 8: U or 2^n - 1 - U times the magnitude. */
static void raw(int j) {
  mpz_set_ui(ones, 1);
  mpz_mul_2exp(ones, ones, (mp_bitcnt_t)r.n);
  mpz_sub_ui(ones, ones, 1);
  mpz_set_ui(expected, 0);
  for (int i = 0; i < r.rows; i++) {
    const int at = j * r.rows + i;
    mpz_set(u, r.l[i]);
    mpz_to_signed(u, r.n);
    mpz_set_ui(term, 1);
    mpz_mul_2exp(term, term, (mp_bitcnt_t)(r.n - 1));
    mpz_add(u, u, term);
    if (r.neg[at] != 0) {
      mpz_sub(u, ones, u);
    }
    mpz_mul_si(u, u, r.mag[at]);
    mpz_add(expected, expected, u);
  }
}

/* 9 */
static void comp(int j) {
  int all = 0, negative = 0;
  for (int i = 0; i < r.rows; i++) {
    all += r.mag[j * r.rows + i];
    negative += r.neg[j * r.rows + i] * r.mag[j * r.rows + i];
  }
  mpz_set_si(expected, all);
  mpz_mul_2exp(expected, expected, (mp_bitcnt_t)(r.n - 1));
  mpz_sub_ui(expected, expected, (unsigned long)negative);
}

static void assert_found(const char *what, int j) {
  if (mpz_cmp(found, expected) != 0) {
    gmp_printf("%Zd, not %Zd\n", found, expected);
    fail_msg("%s[%d], %d digits", what, j, r.digits);
  }
}

/* Send the run and look at its result. */
static void check(dut_t *d, bool by_limit) {
  const int acc_bits = (int)gcim_card_value(d->card, "AccBits");
  put(d, "dg_valid", 1);
  for (int k = 0; k < r.digits; k++) {
    put_digits(d, k);
    put_weights(d, k > 0);
    put(d, "dg_last", k == r.digits - 1 && !by_limit);
    tick(d);
    assert_int_equal(get(d, "dg_ready"), 1);
  }
  put(d, "dg_valid", 0);
  tick(d);
  assert_int_equal(get(d, "rs_valid"), 1);
  assert_int_equal(get(d, "rs_digits"), r.digits);
  for (int j = 0; j < r.cols; j++) {
    get_mpz(d, "rs_acc", j, acc_bits, found);
    mpz_to_signed(found, acc_bits);
    dot(j);
    assert_found("rs_acc", j);
    get_mpz(d, "tap_raw", j, (int)gcim_card_value(d->card, "RawBits"), found);
    raw(j);
    assert_found("tap_raw", j);
    get_mpz(d, "tap_comp", j, acc_bits, found);
    mpz_to_signed(found, acc_bits);
    comp(j);
    assert_found("tap_comp", j);
  }
}

/* Every input of every length, and every weight, of small macs. */
static void check_all(const char *params) {
  dut_t d = dut_new("fp_n2c_mac", params);
  const int longest = (int)gcim_card_value(d.card, "MaxDigits");
  put(&d, "rs_ready", 1);
  for (int digits = 1; digits <= longest; digits++) {
    shape(&d, digits);
    const int weight_bits = r.mag_bits + 1;
    const int inputs = 1 << (r.n * r.rows);
    for (int code = 0; code < inputs << (weight_bits * r.rows); code++) {
      for (int i = 0; i < r.rows; i++) {
        mpz_set_ui(r.l[i], (unsigned long)(code >> (i * r.n)) & ((1u << r.n) - 1));
        const int weight = (code / inputs) >> (i * weight_bits);
        r.neg[i] = weight & 1;
        r.mag[i] = (weight >> 1) & ((1 << r.mag_bits) - 1);
      }
      check(&d, digits == longest && code % 2 == 0);
    }
  }
  dut_free(&d);
}

static void test_fp_n2c_mac_every_input(void **state) {
  (void)state;
  check_all("Rows=1 Cols=1 Digit=1 MaxDigits=5 MagBits=3");
  check_all("Rows=1 Cols=1 Digit=2 MaxDigits=3 MagBits=2");
  check_all("Rows=2 Cols=1 Digit=2 MaxDigits=2 MagBits=1");
  check_all("Rows=2 Cols=1 Digit=1 MaxDigits=3 MagBits=2");
  check_all("Rows=3 Cols=1 Digit=1 MaxDigits=2 MagBits=1");
}

/* Bits of an input: random, the smallest, the largest, 0, -1. */
static void draw_input(mpz_t l, dice_t *dice) {
  const uint32_t kind = roll(dice, 8);
  mpz_set_ui(l, 0);
  for (int bit = 0; bit < r.n; bit++) {
    const uint32_t corner[4] = {bit == r.n - 1, bit != r.n - 1, 0, 1};
    if ((kind < 4 ? corner[kind] : roll(dice, 2)) != 0) {
      mpz_setbit(l, (mp_bitcnt_t)bit);
    }
  }
}

static void check_random(const char *params, int runs, uint64_t seed) {
  dice_t dice = {seed, 0};
  dut_t d = dut_new("fp_n2c_mac", params);
  const int longest = (int)gcim_card_value(d.card, "MaxDigits");
  put(&d, "rs_ready", 1);
  for (int n = 0; n < runs; n++) {
    const int digits = n % 3 == 0 ? longest : 1 + (int)roll(&dice, (uint32_t)longest);
    shape(&d, digits);
    for (int i = 0; i < r.rows; i++) {
      draw_input(r.l[i], &dice);
    }
    for (int at = 0; at < r.rows * r.cols; at++) {
      const uint32_t kind = roll(&dice, 4);
      const uint32_t top = (1u << r.mag_bits) - 1;
      r.neg[at] = (int)roll(&dice, 2);
      r.mag[at] = (int)(kind == 0 ? 0 : kind == 1 ? top : roll(&dice, top + 1));
    }
    check(&d, digits == longest && n % 2 == 0);
  }
  dut_free(&d);
}

static void test_fp_n2c_mac_random(void **state) {
  (void)state;
  check_random("", 300, 1);
  check_random("config=bits", 300, 2);
  check_random("config=bf16", 200, 3);
  check_random("config=long", 100, 4);
  check_random("Rows=64 Cols=16 MaxDigits=150 MagBits=15", 3, 5);
}

/* The widest sums: all inputs and all weights at one end. */
static void test_fp_n2c_mac_limits(void **state) {
  (void)state;
  dut_t d = dut_new("fp_n2c_mac", "Rows=64 Cols=2 MaxDigits=150 MagBits=15");
  put(&d, "rs_ready", 1);
  shape(&d, 150);
  for (int smallest = 0; smallest < 2; smallest++) {
    for (int i = 0; i < r.rows; i++) {
      mpz_set_ui(r.l[i], 1);
      mpz_mul_2exp(r.l[i], r.l[i], (mp_bitcnt_t)(r.n - 1));
      if (smallest == 0) {
        mpz_sub_ui(r.l[i], r.l[i], 1);
      }
    }
    for (int at = 0; at < r.rows * r.cols; at++) {
      r.neg[at] = at >= r.rows; /* column 1 is negative */
      r.mag[at] = (1 << 15) - 1;
    }
    check(&d, false);
  }
  dut_free(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fp_n2c_mac_every_input),
      cmocka_unit_test(test_fp_n2c_mac_random),
      cmocka_unit_test(test_fp_n2c_mac_limits),
  };
  mpz_inits(found, expected, term, u, ones, NULL);
  for (int i = 0; i < MAX_ROWS; i++) {
    mpz_init(r.l[i]);
  }
  const int status = cmocka_run_group_tests(tests, NULL, NULL);
  for (int i = 0; i < MAX_ROWS; i++) {
    mpz_clear(r.l[i]);
  }
  mpz_clears(found, expected, term, u, ones, NULL);
  return status;
}
