/* helper_apx.h: errors of an approximate adder over all pairs of operands, as integers, and figures
 * as a table prints them. */
#ifndef GCIM_TEST_HELPER_APX_H
#define GCIM_TEST_HELPER_APX_H

#include "gcim_approx.h"
#include "helper.h"

/* d = approximate - exact, over `pairs` pairs. */
typedef struct {
  int64_t pairs, wrong, sum, abs, square, highest, lowest;
} errors_t;

static inline void errors_count(errors_t *e, int64_t d) {
  e->pairs++;
  e->wrong += d != 0;
  e->sum += d;
  e->abs += d < 0 ? -d : d;
  e->square += d * d;
  e->highest = d > e->highest ? d : e->highest;
  e->lowest = d < e->lowest ? d : e->lowest;
}

static inline int64_t errors_worst(const errors_t *e) {
  return e->highest > -e->lowest ? e->highest : -e->lowest;
}

/* `width` bits as a number, width < 63. */
static inline int64_t number(uint64_t bits, int width, bool is_signed) {
  return (int64_t)bits - (is_signed && ((bits >> (width - 1)) & 1u) != 0 ? (int64_t)1 << width : 0);
}

/* All width + 1 result bits as a number. */
static inline int64_t added(const gcim_adder_t *adder, int width, bool is_signed, uint64_t a,
                            uint64_t b) {
  bool top;
  const uint64_t low = gcim_adder_add(adder, width, is_signed, a, b, &top, NULL);
  assert_int_equal(low >> width, 0);
  return number(low | (uint64_t)top << width, width + 1, is_signed);
}

static inline errors_t errors_of(const gcim_adder_t *adder, int width, bool is_signed) {
  errors_t e = {0};
  for (uint64_t a = 0; a < (uint64_t)1 << width; a++) {
    for (uint64_t b = 0; b < (uint64_t)1 << width; b++) {
      const int64_t exact = number(a, width, is_signed) + number(b, width, is_signed);
      errors_count(&e, added(adder, width, is_signed, a, b) - exact);
    }
  }
  return e;
}

/* The rational numerator / denominator, denominator > 0, is what `printed` ("-1.156", ".6836")
 * rounds it to. */
static inline void assert_prints(int64_t numerator, int64_t denominator, const char *printed) {
  int64_t value = 0, scale = 1;
  bool fraction = false;
  for (const char *p = printed; *p != '\0'; p++) {
    if (*p == '.') {
      fraction = true;
    } else if (*p >= '0' && *p <= '9') {
      value = 10 * value + (*p - '0');
      scale *= fraction ? 10 : 1;
    }
  }
  value = printed[0] == '-' ? -value : value;
  const int64_t off = 2 * (numerator * scale - value * denominator); /* in half last digits */
  if (off > denominator || -off > denominator) {
    fail_msg("%lld / %lld is not %s", (long long)numerator, (long long)denominator, printed);
  }
}

static inline gcim_adder_t adder_of(gcim_add_t kind, int k, int m, int p) {
  return (gcim_adder_t){.kind = kind, .k = k, .m = m, .p = p, .cell = {0x96, 0xE8}};
}

static inline gcim_adder_t chain_of(const char *cell, int k) {
  const gcim_fa_row_t *row = gcim_fa_row(gcim_fa_find(cell));
  assert_non_null(row);
  return (gcim_adder_t){.kind = GCIM_ADD_CHAIN, .k = k, .cell = {(uint8_t)row->s, (uint8_t)row->c}};
}

/* Both adders give the same width + 1 bits for every pair, signed and unsigned. */
static inline void assert_same_adder(const gcim_adder_t *x, const gcim_adder_t *y, int width) {
  for (uint64_t a = 0; a < (uint64_t)1 << width; a++) {
    for (uint64_t b = 0; b < (uint64_t)1 << width; b++) {
      assert_int_equal(added(x, width, false, a, b), added(y, width, false, a, b));
      assert_int_equal(added(x, width, true, a, b), added(y, width, true, a, b));
    }
  }
}

/* Sentences 1 to 4 of the cards of the transaction units apx_*: a stream with gaps comes out one
 * edge later, gaps and all; data and taps are don't-care in gaps; reset drops what is in flight. */
static inline void check_one_edge_later(const char *unit, const char *output, const char *tap) {
  dut_t d = dut_new(unit, "");
  const int gaps = 0x5b6d; /* bit e: a transaction at edge e */
  int last = 0;
  for (int e = 0; e < 16; e++) {
    const int valid = (gaps >> e) & 1;
    put(&d, "in_valid", (uint64_t)valid);
    tick(&d);
    assert_int_equal(get(&d, "out_valid"), last);
    assert_int_equal(cares(&d, "out_valid"), 1);
    assert_int_equal(cares(&d, output), last);
    assert_int_equal(cares(&d, tap), last);
    last = valid;
  }
  put(&d, "in_valid", 1);
  tick(&d);
  tick(&d);
  assert_int_equal(get(&d, "out_valid"), 1);
  tick_reset(&d); /* in_valid is still 1: nothing is accepted under reset */
  assert_int_equal(get(&d, "out_valid"), 0);
  put(&d, "in_valid", 0);
  tick(&d);
  assert_int_equal(get(&d, "out_valid"), 0);
  dut_free(&d);
}

#endif
