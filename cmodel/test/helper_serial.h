/* helper_serial.h: a driver of fp_align_serial, and a group worked out by hand. */
#ifndef GCIM_TEST_HELPER_SERIAL_H
#define GCIM_TEST_HELPER_SERIAL_H

#include "helper.h"

/* A lane as st carries it. */
typedef struct {
  int sign, exp, sig;
} lane_in_t;

/* The group of most tests, config=e4m3 (SigBits 4, AlignedBits 4, Extra 1, Digit 2: T = 3, n =
 * 6), reference 9:
 *   lane 0  +10, d = 0:  10 * 2^(6-1-4) = 20          010100
 *   lane 1   -8, d = 1:  -8 * 2^0 = -8                111000
 *   lane 2   -1, d = 3:  floor(-1 / 4) = -1           111111
 *   lane 3  +15, d = 2:  floor(15 / 2) = 7            000111
 *   lane 4    0, its larger exponent does not count */
static const lane_in_t example[5] = {{0, 9, 10}, {1, 8, 8}, {1, 6, 1}, {0, 7, 15}, {1, 15, 0}};

static inline void put_group(dut_t *d, const lane_in_t *lanes, bool accurate) {
  const int count = (int)gcim_card_value(d->card, "Lanes");
  const int exp_bits = (int)gcim_card_value(d->card, "ExpBits");
  const int sig_bits = (int)gcim_card_value(d->card, "SigBits");
  for (int i = 0; i < count; i++) {
    put_at(d, "st_sign", i, 1, (uint64_t)lanes[i].sign);
    put_at(d, "st_exp", i * exp_bits, exp_bits, (uint64_t)lanes[i].exp);
    put_at(d, "st_sig", i * sig_bits, sig_bits, (uint64_t)lanes[i].sig);
  }
  put(d, "st_accurate", accurate);
}

/* Offer a group, not before the edge at which st_ready is 1; returns the edge of its accept. The
 * pins change then: what was accepted is kept. */
static inline int start_group(dut_t *d, const lane_in_t *lanes, bool accurate) {
  put_group(d, lanes, accurate);
  put(d, "st_valid", 1);
  for (int i = 0; i < 2 && (i == 0 || get(d, "st_ready") == 0); i++) {
    tick(d);
  }
  assert_int_equal(get(d, "st_ready"), 1);
  put(d, "st_valid", 0);
  put(d, "st_accurate", !accurate);
  put(d, "st_sign", UINT64_MAX);
  put(d, "st_exp", UINT64_MAX);
  put(d, "st_sig", UINT64_MAX);
  return d->edge - 1;
}

/* The lanes' streams of a whole run, and T. */
static inline void run_small(dut_t *d, const lane_in_t *lanes, int count, bool accurate,
                             int *digits, int64_t *streams) {
  const int digit = (int)gcim_card_value(d->card, "Digit");
  *digits = 0;
  memset(streams, 0, (size_t)count * sizeof *streams);
  start_group(d, lanes, accurate);
  put(d, "dg_ready", 1);
  tick(d);
  do {
    tick(d);
    for (int i = 0; i < count; i++) {
      streams[i] = streams[i] * (1 << digit) + (int64_t)get_at(d, "dg_digits", i * digit, digit);
    }
    ++*digits;
  } while (get(d, "dg_last") == 0);
}

#endif
