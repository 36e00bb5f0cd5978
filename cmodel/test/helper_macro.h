/* helper_macro.h: what the drivers of the macros share that take one vector at a time (fp_macro,
 * mx_macro): channels wr, we, st and rs of the same names and with the same cycles. */
#ifndef GCIM_TEST_HELPER_MACRO_H
#define GCIM_TEST_HELPER_MACRO_H

#include "helper.h"

/* Tick up to and with edge `edge`. */
static inline void tick_to(dut_t *d, int edge) {
  while (d->edge <= edge) {
    tick(d);
  }
}

/* An edge that accepts what a channel offers; then it offers nothing. */
static inline void tick_accepted(dut_t *d, const char *valid, const char *ready) {
  tick(d);
  assert_int_equal(get(d, ready), 1);
  put(d, valid, 0);
}

static inline void no_writes(dut_t *d) {
  put(d, "wr_valid", 0);
  put(d, "we_valid", 0);
}

/* ---- what shows ---- */

static inline void assert_readies(const dut_t *d, int ready) {
  assert_int_equal(get(d, "st_ready"), ready);
  assert_int_equal(get(d, "wr_ready"), ready);
  assert_int_equal(get(d, "we_ready"), ready);
  assert_int_equal(
      cares(d, "st_ready") && cares(d, "wr_ready") && cares(d, "we_ready") && cares(d, "rs_valid"),
      1);
}

/* Is there a result, all of which counts, or none? */
static inline void assert_result_shown(const dut_t *d, bool rs) {
  assert_int_equal(get(d, "rs_valid"), rs);
  assert_int_equal(cares(d, "rs_y"), rs);
  assert_int_equal(cares(d, "rs_flags"), rs);
  assert_int_equal(cares(d, "rs_below"), rs);
}

/* Ready for everything, and nothing shows. */
static inline void assert_idle(const dut_t *d) {
  assert_readies(d, 1);
  assert_result_shown(d, false);
  for (int i = 0; i < d->card->signal_count; i++) {
    assert_true(d->card->signals[i].kind != GCIM_SIGNAL_TAP || d->care[i] == 0);
  }
}

/* Reset for an edge at which all channels offer something: nothing is accepted, the macro is idle
 * then and at the `edges` next ones. */
static inline void reset_refuses(dut_t *d, int edges) {
  put(d, "wr_valid", 1);
  put(d, "we_valid", 1);
  put(d, "st_valid", 1);
  tick_reset(d);
  assert_idle(d);
  no_writes(d);
  put(d, "st_valid", 0);
  for (int i = 0; i < edges; i++) {
    tick(d);
    assert_idle(d);
  }
}

#endif
