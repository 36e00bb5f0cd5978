/* helper_check.h: a checker, and a second model that plays the DUT it watches. */
#ifndef GCIM_TEST_HELPER_CHECK_H
#define GCIM_TEST_HELPER_CHECK_H

#include "helper.h"

typedef struct {
  dut_t d;
  gcim_check_t *check;
} pair_t;

static inline pair_t pair_new(const char *unit, const char *params) {
  pair_t p = {dut_new(unit, params), NULL};
  dut_t judge = dut_new(unit, params);
  assert_int_equal(gcim_check_new(judge.model, &p.check), GCIM_OK);
  free(judge.image);
  return p;
}

static inline void pair_free(pair_t *p) {
  gcim_check_free(p->check);
  dut_free(&p->d);
}

/* One edge, seen by the checker. */
static inline int watch(pair_t *p, int rst_n) {
  if (rst_n != 0) {
    tick(&p->d);
  } else {
    tick_reset(&p->d);
  }
  return gcim_check_clock(p->check, rst_n, p->d.image, 3);
}

static inline gcim_counts_t counts(const pair_t *p) {
  gcim_counts_t c;
  gcim_check_counts(p->check, &c);
  return c;
}

#endif
