/* helper_dual.h: apx_dual_tree under test: beats of two lanes, edge by edge. */
#ifndef GCIM_TEST_HELPER_DUAL_H
#define GCIM_TEST_HELPER_DUAL_H

#include "helper_tree.h"

/* Two unsigned lanes of 3 bits, S = 4. The approximate tree is ADD_TRUNC with K = 1: the lanes' low
 * bits are lost, 2 * (a / 2 + b / 2). */
#define TWO_LANES "Lanes=2 Width=3 Scheme=SCHEME_UNSIGNED Adder=ADD_TRUNC K=1 AccWidth=8 "

enum { FIRST = 1, LAST = 2, APPROX = 4 };

static inline dut_t dual_new(const char *more) {
  char params[300] = TWO_LANES;
  strncat(params, more, sizeof params - sizeof TWO_LANES);
  dut_t d = dut_new("apx_dual_tree", params);
  put(&d, "rs_ready", 1);
  return d;
}

/* Offer a beat at the next edge. */
static inline void offer(dut_t *d, int flags, uint64_t a, uint64_t b) {
  put(d, "st_valid", 1);
  put(d, "st_first", (flags & FIRST) != 0);
  put(d, "st_last", (flags & LAST) != 0);
  put(d, "st_approx", (flags & APPROX) != 0);
  put(d, "st_data", a | b << 3);
  tick(d);
  put(d, "st_valid", 0);
  put(d, "st_data", 0x2d); /* nobody may look */
}

/* The same; it is accepted. Returns its edge. */
static inline int send(dut_t *d, int flags, uint64_t a, uint64_t b) {
  const int edge = d->edge;
  offer(d, flags, a, b);
  assert_int_equal(get(d, "st_ready"), 1);
  return edge;
}

/* Edges until a result; it is taken at once. */
static inline void wait_result(dut_t *d) {
  for (int i = 0; i < 12; i++) {
    tick(d);
    if (get(d, "rs_valid") == 1) {
      return;
    }
  }
  fail_msg("no result after 12 edges");
}

#endif
