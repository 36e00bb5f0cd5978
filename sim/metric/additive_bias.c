/* additive_bias.c: signal probabilities through a network, as far as inputs are independent: nets
 * that share no operand bit are.
 */
#include <stdlib.h>

#include "additive.h"
#include "fail.h"
#include "gcim.h"

enum { MAX_SUPPORT_BYTES = 1 << 27 };

typedef struct {
  const metric_job_t *job;
  gcim_net_t *net;
  size_t nets, words; /* words of a support: the operand bits that a net depends on */
  uint64_t *support;
  bool *is_known;
  mpq_t *p;
} signals_t;

static bool signals_new(signals_t *s) {
  const size_t inputs = (size_t)gcim_net_inputs(s->net);
  s->nets = gcim_net_nets(s->net);
  s->words = (inputs + 63) / 64;
  if (s->nets * s->words * sizeof *s->support > MAX_SUPPORT_BYTES) {
    return false;
  }
  s->support = calloc(s->nets * s->words, sizeof *s->support);
  s->is_known = calloc(s->nets, sizeof *s->is_known);
  s->p = malloc(s->nets * sizeof *s->p);
  if (s->support == NULL || s->is_known == NULL || s->p == NULL) {
    return false;
  }
  for (size_t i = 0; i < s->nets; i++) {
    mpq_init(s->p[i]);
  }
  s->is_known[0] = s->is_known[1] = true;
  mpq_set_ui(s->p[1], 1, 1);
  for (size_t i = 0; i < inputs; i++) {
    s->is_known[2 + i] = true;
    s->support[(2 + i) * s->words + i / 64] = UINT64_C(1) << (i % 64);
    mpq_set_ui(s->p[2 + i], s->job->ones, s->job->of);
    mpq_canonicalize(s->p[2 + i]);
  }
  return true;
}

static void signals_free(signals_t *s) {
  for (size_t i = 0; s->p != NULL && s->support != NULL && s->is_known != NULL && i < s->nets;
       i++) {
    mpq_clear(s->p[i]);
  }
  free(s->support);
  free(s->is_known);
  free(s->p);
  gcim_net_free(s->net);
}

/* Are the inputs known and independent? The outputs' support is set. */
static bool join_inputs(signals_t *s, const gcim_net_cell_t *cell) {
  bool is_good = true;
  for (int i = 0; i < cell->ins; i++) {
    uint64_t *to = s->support + cell->out * s->words;
    const uint64_t *from = s->support + cell->in[i] * s->words;
    is_good = is_good && s->is_known[cell->in[i]];
    for (size_t w = 0; w < s->words; w++) {
      is_good = is_good && (to[w] & from[w]) == 0;
      to[w] |= from[w];
    }
  }
  for (int o = 1; o < cell->outs; o++) {
    for (size_t w = 0; w < s->words; w++) {
      s->support[(cell->out + (uint32_t)o) * s->words + w] = s->support[cell->out * s->words + w];
    }
  }
  return is_good;
}

/* Probability of a row of independent inputs. */
static void row_probability(const signals_t *s, const gcim_net_cell_t *cell, unsigned row,
                            mpq_t p) {
  mpq_t zero;
  mpq_init(zero);
  mpq_set_ui(p, 1, 1);
  for (int i = 0; i < cell->ins; i++) {
    const bool is_one = ((row >> (cell->ins - 1 - i)) & 1u) != 0;
    mpq_set_ui(zero, 1, 1);
    mpq_sub(zero, zero, s->p[cell->in[i]]);
    mpq_mul(p, p, is_one ? s->p[cell->in[i]] : zero);
  }
  mpq_clear(zero);
}

/* Outputs' probabilities; adds 2^column * E delta. */
static void pass_cell(signals_t *s, const gcim_net_cell_t *cell, mpq_t bias) {
  mpq_t p, part;
  mpq_inits(p, part, NULL);
  for (unsigned row = 0; row < 1u << cell->ins; row++) {
    row_probability(s, cell, row, p);
    for (int o = 0; o < cell->outs; o++) {
      if (((cell->table[o] >> row) & 1u) != 0) {
        mpq_add(s->p[cell->out + (uint32_t)o], s->p[cell->out + (uint32_t)o], p);
      }
    }
    if (cell->column >= 0) {
      mpq_set_si(part, additive_delta(cell, row), 1);
      mpq_mul(part, part, p);
      mpq_mul_2exp(part, part, (mp_bitcnt_t)cell->column);
      mpq_add(bias, bias, part);
    }
  }
  mpq_clears(p, part, NULL);
}

static bool is_exact(const gcim_net_cell_t *cell) {
  for (unsigned row = 0; row < 1u << cell->ins && cell->column >= 0; row++) {
    if (additive_row_possible(cell, row) && additive_delta(cell, row) != 0) {
      return false;
    }
  }
  return true;
}

/* Returns the index of the first approximate cell with dependent inputs, or -1. */
static int pass_all(signals_t *s, mpq_t bias) {
  for (int i = 0; i < gcim_net_cells(s->net); i++) {
    const gcim_net_cell_t *cell = gcim_net_cell(s->net, i);
    const bool is_good = join_inputs(s, cell);
    if (is_good) {
      pass_cell(s, cell, bias);
    } else if (!is_exact(cell)) {
      return i;
    }
    for (int o = 0; o < cell->outs; o++) {
      s->is_known[cell->out + (uint32_t)o] = is_good;
    }
  }
  return -1;
}

int additive_bias(const metric_job_t *job, metric_t *m) {
  signals_t s = {.job = job};
  mpq_t bias;
  int status = gcim_net_new(&job->subject->tree, &s.net);
  if (status != GCIM_OK) {
    return gcim_vec_fail_model(status);
  }
  mpq_init(bias);
  mpq_set_si(bias, (long)job->subject->tree.comp, 1);
  if (!signals_new(&s)) {
    metric_note(m, "no bias: the network is too large for it");
  } else {
    const int at = pass_all(&s, bias);
    if (at < 0) {
      metric_set_exact(&m->figure[METRIC_BIAS], bias);
    } else {
      const gcim_net_cell_t *cell = gcim_net_cell(s.net, at);
      metric_note(m, "no bias: cell %d (column %d, level %d) has inputs that depend on each other",
                  at, cell->column, cell->level);
    }
  }
  signals_free(&s);
  mpq_clear(bias);
  return GCIM_OK;
}
