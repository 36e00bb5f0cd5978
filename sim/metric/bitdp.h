/* bitdp.h: two operands, bit by bit, through an automaton with few states: exact figures in a time
 * that grows with the width, not with 4^width.
 */
#ifndef GCIM_METRIC_BITDP_H
#define GCIM_METRIC_BITDP_H

#include "method.h"

enum { BITDP_STATES = 66, BITDP_BITS = 64 };

typedef struct {
  int next;
  int diff;   /* in units of 2^bit; the last valued bit includes all that lies above */
  bool wrong; /* the result bit differs */
} bitdp_step_t;

typedef struct {
  int states;
  int value_bits; /* bits 0 .. value_bits-1 decide d */
  int bits;       /* bits of an operand */
  const void *self;
  /* One bit with operand bits ab = 2a + b. State 0 is the first. */
  void (*step)(const void *self, int bit, int state, int ab, bitdp_step_t *out);
  /* Is the result bit above the operands wrong, in this state after the last bit? */
  bool (*top_wrong)(const void *self, int state);
} bitdp_t;

/* ER, bias, MSE, per-bit error probabilities: exact, O(bits * states). */
void bitdp_moments(const bitdp_t *dp, const metric_job_t *job, metric_t *m);

/* Largest and smallest d, with operands that reach them. */
void bitdp_extremes(const bitdp_t *dp, metric_t *m);

/* The distribution as doubles, which are exact while the weights stay below 2^53; MED from it, or
 * from the bias if d has one sign. Left out, with a note, if it would have too many values. */
int bitdp_distribution(const bitdp_t *dp, const metric_job_t *job, metric_t *m);

#endif
