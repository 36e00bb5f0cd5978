/* fp_align_serial: every stream against the floor of an exact rational, for all pairs of a largest
 * and an own exponent. */
#include <stdio.h>

#include "helper_gmp.h"
#include "helper_serial.h"

enum { LANES = 16 };

static mpz_t streams[LANES]; /* as unsigned numbers of n bits */
static mpz_t value;          /* scratch */
static mpz_t expected;

/* Run a group with every digit taken at once; its streams and T. */
static int run(dut_t *d, const lane_in_t *lanes, int count, bool accurate) {
  const int digit = (int)gcim_card_value(d->card, "Digit");
  int digits = 0;
  start_group(d, lanes, accurate);
  for (int i = 0; i < count; i++) {
    mpz_set_ui(streams[i], 0);
  }
  tick(d);
  do {
    tick(d);
    assert_int_equal(get(d, "dg_valid"), 1);
    assert_int_equal(get(d, "dg_first"), digits == 0);
    for (int i = 0; i < count; i++) {
      mpz_mul_2exp(streams[i], streams[i], (mp_bitcnt_t)digit);
      mpz_add_ui(streams[i], streams[i], get_at(d, "dg_digits", i * digit, digit));
    }
    digits++;
  } while (get(d, "dg_last") == 0);
  return digits;
}

/* 6 */
static int reference(const lane_in_t *lanes, int count) {
  int ref = 0;
  for (int i = 0; i < count; i++) {
    ref = lanes[i].sig > 0 && lanes[i].exp > ref ? lanes[i].exp : ref;
  }
  return ref;
}

/* 7 */
static int digits_of(const dut_t *d, const lane_in_t *lanes, int count, bool accurate) {
  const int digit = (int)gcim_card_value(d->card, "Digit");
  const int ref = reference(lanes, count);
  int bits = (int)gcim_card_value(d->card, "AlignedBits");
  int digits = (int)gcim_card_value(d->card, "Extra");
  if (accurate) {
    bits = digits = 0;
    for (int i = 0; i < count; i++) {
      const int needed = (int)gcim_card_value(d->card, "SigBits") + 1 + ref - lanes[i].exp;
      bits = lanes[i].sig > 0 && needed > bits ? needed : bits;
    }
    bits = bits == 0 ? (int)gcim_card_value(d->card, "SigBits") + 1 : bits;
  }
  while (bits > 0) {
    bits -= digit;
    digits++;
  }
  return digits;
}

/* 8: lane value / unit = (-1)^s sig 2^(exp - (SigBits-1)) / 2^(ref - (n-2)), rounded down. */
static void check(dut_t *d, const lane_in_t *lanes, int count, bool accurate) {
  const int sig_bits = (int)gcim_card_value(d->card, "SigBits");
  const int ref = reference(lanes, count);
  const int digits = run(d, lanes, count, accurate);
  const int n = digits * (int)gcim_card_value(d->card, "Digit");
  assert_int_equal(digits, digits_of(d, lanes, count, accurate));
  assert_int_equal(get(d, "dg_ref"), ref);
  for (int i = 0; i < count; i++) {
    const int power = lanes[i].exp - (sig_bits - 1) - (ref - (n - 2));
    mpz_set_si(value, lanes[i].sign != 0 ? -lanes[i].sig : lanes[i].sig);
    mpz_floor_shift(expected, value, lanes[i].sig == 0 ? 0 : power);
    if (accurate) { /* 9: nothing is lost */
      assert_true(power >= 0 || lanes[i].sig == 0);
    }
    mpz_to_signed(streams[i], n);
    if (mpz_cmp(streams[i], expected) != 0) {
      gmp_printf("lane %d: %Zd, not %Zd\n", i, streams[i], expected);
      fail_msg("sign %d exp %d sig %d ref %d", lanes[i].sign, lanes[i].exp, lanes[i].sig, ref);
    }
  }
}

/* Every pair: lane 0 holds the largest exponent, the others one own exponent after the other.
 * `step`: all largest exponents but 0, or every step-th. */
static void check_pairs(const char *params, int step, uint64_t seed) {
  dice_t dice = {seed, 0};
  dut_t d = dut_new("fp_align_serial", params);
  const int count = (int)gcim_card_value(d.card, "Lanes");
  const int sig_bits = (int)gcim_card_value(d.card, "SigBits");
  const int top = (1 << gcim_card_value(d.card, "ExpBits")) - 1;
  const int ones = (1 << sig_bits) - 1;
  put(&d, "dg_ready", 1);
  for (int ref = top; ref >= 0; ref -= step) {
    int own = ref;
    for (int round = 0; own >= 0; round++) {
      const int sigs[6] = {ones,
                           1,
                           1 << (sig_bits - 1),
                           0x555555 & ones,
                           0xaaaaaa & ones,
                           1 + (int)roll(&dice, (uint32_t)ones)};
      lane_in_t lanes[LANES];
      lanes[0] = (lane_in_t){(int)roll(&dice, 2), ref, sigs[round % 6]};
      for (int i = 1; i < count; i++) { /* an exponent in lanes 2k - 1 and 2k: both signs */
        const int sign = (round + i) % 2;
        lanes[i] = (lane_in_t){sign, own < 0 ? 0 : own, sigs[(round + i / 2) % 6]};
        own -= i % 2 == 0 || i == count - 1;
      }
      check(&d, lanes, count, false);
      check(&d, lanes, count, true);
    }
  }
  dut_free(&d);
}

static void test_fp_align_serial_every_pair_of_exponents(void **state) {
  (void)state;
  check_pairs("Lanes=15", 1, 1); /* FP16 */
  check_pairs("Lanes=15 Digit=1", 1, 2);
  check_pairs("Lanes=15 AlignedBits=13 Extra=2", 1, 3);
  check_pairs("config=bf16", 1, 4);
  check_pairs("config=bits", 1, 5);
  check_pairs("Lanes=16 ExpBits=8 SigBits=24 AlignedBits=32 Extra=7 Digit=1", 16, 6);
  check_pairs("Lanes=16 ExpBits=1 SigBits=24 AlignedBits=2", 1, 7);
}

/* Two lanes, four bits of significand: everything. */
static void check_all(const char *params) {
  dut_t d = dut_new("fp_align_serial", params);
  const int sigs = 1 << gcim_card_value(d.card, "SigBits");
  const int exps = 1 << gcim_card_value(d.card, "ExpBits");
  put(&d, "dg_ready", 1);
  for (int code = 0; code < 2 * exps * sigs; code++) {
    for (int exp = 0; exp < exps; exp++) {
      const lane_in_t lanes[2] = {{code % 2, exp, exp % sigs},
                                  {code / 2 % 2, code / 2 % exps, code / 2 / exps}};
      check(&d, lanes, 2, false);
      check(&d, lanes, 2, true);
    }
  }
  dut_free(&d);
}

static void test_fp_align_serial_every_lane(void **state) {
  (void)state;
  check_all("Lanes=2 ExpBits=4 SigBits=4 AlignedBits=4");
  check_all("Lanes=2 ExpBits=4 SigBits=3 AlignedBits=5 Digit=1");
  check_all("Lanes=2 ExpBits=3 SigBits=4 AlignedBits=3 Extra=1");
  check_all("Lanes=2 ExpBits=3 SigBits=2 AlignedBits=2");
}

/* Random groups, zeros among them, of the widest parameters: 64 lanes are more than the streams
 * held here; 16 suffice. */
static void test_fp_align_serial_random(void **state) {
  (void)state;
  dice_t dice = {8, 0};
  static const char *const params[] = {"config=e4m3", "config=bf16", "Lanes=16 ExpBits=8"};
  for (int p = 0; p < 3; p++) {
    dut_t d = dut_new("fp_align_serial", params[p]);
    const int count = (int)gcim_card_value(d.card, "Lanes");
    put(&d, "dg_ready", 1);
    for (int n = 0; n < 400; n++) {
      lane_in_t lanes[LANES];
      for (int i = 0; i < count; i++) {
        const int exp = (int)roll(&dice, 1u << gcim_card_value(d.card, "ExpBits"));
        const int sig = (int)roll(&dice, 1u << gcim_card_value(d.card, "SigBits"));
        lanes[i] = (lane_in_t){(int)roll(&dice, 2), exp, roll(&dice, 4) == 0 ? 0 : sig};
      }
      check(&d, lanes, count, roll(&dice, 2) != 0);
    }
    dut_free(&d);
  }
}

/* T at its largest: 24 + 1 + 255 digits of one bit, in 64 lanes. */
static void test_fp_align_serial_longest(void **state) {
  (void)state;
  dut_t d =
      dut_new("fp_align_serial", "Lanes=64 ExpBits=8 SigBits=24 AlignedBits=32 Extra=7 Digit=1");
  lane_in_t lanes[64] = {{0, 255, 1}};
  lanes[63] = (lane_in_t){1, 0, (1 << 24) - 1};
  put(&d, "dg_ready", 1);
  const int e = start_group(&d, lanes, true);
  int ones = 0;
  do {
    tick(&d);
    ones += (int)get_at(&d, "dg_digits", 63, 1) & get(&d, "dg_valid");
  } while (d.edge <= e + 1 || get(&d, "dg_last") == 0);
  assert_int_equal(d.edge - 1, e + 1 + 280);
  assert_int_equal(ones, 255 + 2); /* -(2^24 - 1): 1 000..001 behind 255 signs */
  dut_free(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fp_align_serial_every_pair_of_exponents),
      cmocka_unit_test(test_fp_align_serial_every_lane),
      cmocka_unit_test(test_fp_align_serial_random),
      cmocka_unit_test(test_fp_align_serial_longest),
  };
  for (int i = 0; i < LANES; i++) {
    mpz_init(streams[i]);
  }
  mpz_inits(value, expected, NULL);
  const int status = cmocka_run_group_tests(tests, NULL, NULL);
  for (int i = 0; i < LANES; i++) {
    mpz_clear(streams[i]);
  }
  mpz_clears(value, expected, NULL);
  return status;
}
