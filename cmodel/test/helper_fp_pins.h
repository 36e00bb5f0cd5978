/* helper_fp_pins.h: a floating-point unit under test: its formats and modes as its card and pins
 * have them, operands put on the pins. */
#ifndef GCIM_TEST_HELPER_FP_PINS_H
#define GCIM_TEST_HELPER_FP_PINS_H

#include "helper_rational.h"

/* The format of a side, "X". */
static inline gcim_float_t format_q(const dut_t *d, const char *side) {
  char name[32];
  int value[4];
  const char *fields[] = {"ExpBits", "ManBits", "Bias", "Kind"};
  for (int i = 0; i < 4; i++) {
    snprintf(name, sizeof name, "%s%s", side, fields[i]);
    value[i] = value_of(d, name);
  }
  return (gcim_float_t){value[0], value[1], value[2], (gcim_float_kind_t)value[3]};
}

static inline gcim_fp_policy_t policy_q(const dut_t *d) {
  return (gcim_fp_policy_t){.rnd = get(d, "in_rnd"),
                            .ovf = (gcim_overflow_t)get(d, "in_ovf"),
                            .nan = (gcim_nan_t)get(d, "in_nan"),
                            .neg_zero = get(d, "in_neg_zero"),
                            .ftz = get(d, "in_ftz"),
                            .tiny_before = get(d, "in_tiny_before"),
                            .rand_bits = value_of(d, "RandBits")};
}

/* How lanes of `sig_bits` are aligned to `bits`. */
static inline how_t how_q(const dut_t *d, int sig_bits, int bits) {
  return (how_t){.sig_bits = sig_bits,
                 .bits = bits,
                 .guard = value_of(d, "Guard"),
                 .quant = get(d, "in_quant"),
                 .sticky = get(d, "in_sticky") != 0,
                 .far = get(d, "in_cutoff") != 0,
                 .clamp = get(d, "in_clamp")};
}

/* Operands of a dot product, both of 16 bits. */
static inline void put_pair(dut_t *d, int lane, unsigned x, unsigned w) {
  put_at(d, "x", 16 * lane, 16, x);
  put_at(d, "w", 16 * lane, 16, w);
}

/* y of the operands on the pins. */
static inline uint32_t result(dut_t *d) {
  d->model->unit->ops->eval(d->model, d->image);
  return (uint32_t)get_at(d, "y", 0, value_of(d, "YCodeBits"));
}

#endif
