/* bitdp.c: moments and extremes of an automaton over operand bits. */
#include "bitdp.h"

#include <string.h>

/* ---- moments ---- */

/* Per state: weight, and sums of d and d*d over the weight; weight of the paths without a wrong
 * bit.
 */
typedef struct {
  mpz_t weight, sum, square, right;
} moment_t;

static void moment_init(moment_t *states, int count) {
  for (int i = 0; i < count; i++) {
    mpz_inits(states[i].weight, states[i].sum, states[i].square, states[i].right, NULL);
  }
}

static void moment_zero(moment_t *states, int count) {
  for (int i = 0; i < count; i++) {
    mpz_set_ui(states[i].weight, 0);
    mpz_set_ui(states[i].sum, 0);
    mpz_set_ui(states[i].square, 0);
    mpz_set_ui(states[i].right, 0);
  }
}

static void moment_clear(moment_t *states, int count) {
  for (int i = 0; i < count; i++) {
    mpz_clears(states[i].weight, states[i].sum, states[i].square, states[i].right, NULL);
  }
}

/* `to` takes the paths of `from`, times w, with d larger by `shift`. */
static void moment_add(moment_t *to, const moment_t *from, const mpz_t w, const mpz_t shift,
                       bool wrong) {
  mpz_t sum, square;
  mpz_inits(sum, square, NULL);
  mpz_set(square, from->square); /* (d + shift)^2 = d^2 + 2 d shift + shift^2 */
  mpz_set(sum, from->sum);
  mpz_mul_2exp(sum, sum, 1);
  mpz_addmul(sum, shift, from->weight);
  mpz_addmul(square, sum, shift);
  mpz_addmul(to->square, square, w);
  mpz_set(sum, from->sum);
  mpz_addmul(sum, shift, from->weight);
  mpz_addmul(to->sum, sum, w);
  mpz_addmul(to->weight, from->weight, w);
  if (!wrong) {
    mpz_addmul(to->right, from->right, w);
  }
  mpz_clears(sum, square, NULL);
}

/* One bit; adds the weight of the paths with a wrong result bit to `wrong`. */
static void moment_step(const bitdp_t *dp, const metric_job_t *job, int bit, const moment_t *from,
                        moment_t *to, mpz_t wrong) {
  mpz_t w, shift;
  mpz_inits(w, shift, NULL);
  for (int state = 0; state < dp->states; state++) {
    for (int ab = 0; ab < 4 && mpz_sgn(from[state].weight) != 0; ab++) {
      bitdp_step_t step;
      dp->step(dp->self, bit, state, ab, &step);
      metric_weight(job, __builtin_popcount((unsigned)ab), 2, w);
      mpz_set_si(shift, step.diff);
      mpz_mul_2exp(shift, shift, (mp_bitcnt_t)bit);
      moment_add(&to[step.next], &from[state], w, shift, step.wrong);
      if (step.wrong) {
        mpz_addmul(wrong, from[state].weight, w);
      }
    }
  }
  mpz_clears(w, shift, NULL);
}

/* From the states after the last bit: sums[0] weight with the top bit wrong, [1] wrong anywhere,
 * [2] sum of d, [3] of d*d. */
static void moment_end(const bitdp_t *dp, const moment_t *end, mpz_t *sums) {
  for (int state = 0; state < dp->states; state++) {
    const bool wrong = dp->top_wrong(dp->self, state);
    if (wrong) {
      mpz_add(sums[0], sums[0], end[state].weight);
    }
    mpz_add(sums[1], sums[1], end[state].weight);
    if (!wrong) {
      mpz_sub(sums[1], sums[1], end[state].right);
    }
    mpz_add(sums[2], sums[2], end[state].sum);
    mpz_add(sums[3], sums[3], end[state].square);
  }
}

void bitdp_moments(const bitdp_t *dp, const metric_job_t *job, metric_t *m) {
  moment_t states[2][BITDP_STATES];
  mpz_t sums[4], total;
  moment_init(states[0], dp->states);
  moment_init(states[1], dp->states);
  mpz_inits(sums[0], sums[1], sums[2], sums[3], total, NULL);
  mpz_set_ui(states[0][0].weight, 1);
  mpz_set_ui(states[0][0].right, 1);
  for (int bit = 0; bit < dp->bits; bit++) {
    moment_t *from = states[bit % 2], *to = states[(bit + 1) % 2];
    moment_zero(to, dp->states);
    mpz_set_ui(sums[0], 0);
    moment_step(dp, job, bit, from, to, sums[0]);
    metric_total(job, 2 * (bit + 1), total);
    metric_set_ratio(&m->bit[bit], sums[0], total);
  }
  mpz_set_ui(sums[0], 0);
  moment_end(dp, states[dp->bits % 2], sums);
  m->bits = dp->bits + 1;
  metric_set_ratio(&m->bit[dp->bits], sums[0], total);
  metric_set_ratio(&m->figure[METRIC_ER], sums[1], total);
  metric_set_ratio(&m->figure[METRIC_BIAS], sums[2], total);
  metric_set_ratio(&m->figure[METRIC_MSE], sums[3], total);
  moment_clear(states[0], dp->states);
  moment_clear(states[1], dp->states);
  mpz_clears(sums[0], sums[1], sums[2], sums[3], total, NULL);
}

/* ---- extremes: the best value of each state, and where it came from ---- */

typedef struct {
  wide_t best[BITDP_BITS + 1][BITDP_STATES];
  bool is_reached[BITDP_BITS + 1][BITDP_STATES];
  uint8_t state[BITDP_BITS + 1][BITDP_STATES], ab[BITDP_BITS + 1][BITDP_STATES];
} extreme_t;

static void extreme_step(const bitdp_t *dp, int bit, int sign, extreme_t *x) {
  for (int state = 0; state < dp->states; state++) {
    for (int ab = 0; ab < 4 && x->is_reached[bit][state]; ab++) {
      bitdp_step_t step;
      dp->step(dp->self, bit, state, ab, &step);
      const wide_t value = x->best[bit][state] + sign * ((wide_t)step.diff * ((wide_t)1 << bit));
      if (!x->is_reached[bit + 1][step.next] || value > x->best[bit + 1][step.next]) {
        x->is_reached[bit + 1][step.next] = true;
        x->best[bit + 1][step.next] = value;
        x->state[bit + 1][step.next] = (uint8_t)state;
        x->ab[bit + 1][step.next] = (uint8_t)ab;
      }
    }
  }
}

static void set_extreme(const bitdp_t *dp, int sign, metric_t *m, metric_extreme_t *extreme) {
  extreme_t x;
  uint64_t lanes[2] = {0, 0};
  int at = 0;
  memset(&x, 0, sizeof x);
  x.is_reached[0][0] = true;
  for (int bit = 0; bit < dp->value_bits; bit++) {
    extreme_step(dp, bit, sign, &x);
  }
  bool is_found = false;
  for (int state = 0; state < dp->states; state++) {
    const bool better = !is_found || x.best[dp->value_bits][state] > x.best[dp->value_bits][at];
    if (x.is_reached[dp->value_bits][state] && better) {
      is_found = true;
      at = state;
    }
  }
  const wide_t d = sign * x.best[dp->value_bits][at];
  for (int bit = dp->value_bits; bit > 0; bit--) {
    const uint64_t ab = x.ab[bit][at];
    lanes[0] |= (ab >> 1) << (bit - 1);
    lanes[1] |= (ab & 1u) << (bit - 1);
    at = x.state[bit][at];
  }
  metric_set_extreme(m, extreme, METRIC_EXACT, d, lanes);
}

void bitdp_extremes(const bitdp_t *dp, metric_t *m) {
  set_extreme(dp, 1, m, &m->max);
  set_extreme(dp, -1, m, &m->min);
}
