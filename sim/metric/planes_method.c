/* planes_method.c: the figures over given operands: exact, each case counting once. */
#include <string.h>

#include "fail.h"
#include "gcim.h"
#include "planes.h"
#include "pop.h"
#include "sample.h"

#include <stdio.h>
#include <stdlib.h>

/* 2^-53 */
#define UNIT 1.1102230246251565e-16

static int check_planes(const metric_job_t *job) {
  if (job->data == NULL) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "it needs given operands: --data FILE");
  }
  if (job->domain == DOMAIN_UNBOUNDED) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "it sees the modulo; use --domain all");
  }
  return GCIM_OK;
}

static void case_lanes(const metric_job_t *job, uint64_t number, uint64_t *lanes) {
  const subject_t *s = job->subject;
  const planes_t *p = job->data;
  for (int i = 0; i < s->lanes; i++) {
    lanes[i] = 0;
    for (int b = 0; b < s->width; b++) {
      const uint64_t word = p->bits[(size_t)(i * s->width + b) * p->words + number / 64];
      lanes[i] |= ((word >> (number % 64)) & 1u) << b;
    }
  }
}

static int run_tree(sample_t *sample) {
  const planes_t *p = sample->job->data;
  block_t b;
  const int status = block_new(sample->job, &b);
  if (status != GCIM_OK) {
    return status;
  }
  for (size_t at = 0; at < p->words; at += BLOCK_WORDS) {
    const size_t words = p->words - at < BLOCK_WORDS ? p->words - at : BLOCK_WORDS;
    for (int i = 0; i < p->inputs; i++) {
      memcpy(b.in[i], p->bits + (size_t)i * p->words + at, words * sizeof **b.in);
    }
    const uint64_t left = p->cases - 64 * (uint64_t)at;
    block_eval(&b, words, true);
    sample_block(sample, &b, 64 * (uint64_t)at, left < 64 * words ? (size_t)left : 64 * words);
  }
  block_free(&b);
  return GCIM_OK;
}

static void run_adder(sample_t *sample) {
  uint64_t lanes[2];
  for (uint64_t i = 0; i < sample->job->data->cases; i++) {
    wide_t approximate, exact;
    case_lanes(sample->job, i, lanes);
    subject_eval(sample->job->subject, lanes, &approximate, &exact);
    sample_case(sample, i, approximate, exact);
  }
}

static int run_count(sample_t *sample) {
  const subject_t *s = sample->job->subject;
  pop_block_t *blocks = malloc(POP_MAX_BLOCKS * sizeof *blocks);
  uint64_t lanes[GCIM_TREE_MAX_LANES];
  if (blocks == NULL) {
    return gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  }
  const int count = pop_blocks(s, blocks);
  for (uint64_t i = 0; i < sample->job->data->cases; i++) {
    int ones = 0, at = 0, error = 0;
    case_lanes(sample->job, i, lanes);
    for (int k = 0; k < count; k++) {
      unsigned pattern = 0;
      for (int b = 0; b < blocks[k].bits; b++) {
        pattern |= (unsigned)lanes[at++] << b;
      }
      error += pop_error(&blocks[k], pattern);
    }
    for (int k = 0; k < s->lanes; k++) {
      ones += (int)lanes[k];
    }
    error = count > 0 ? error : pop_counted(s, ones) - ones;
    sample_case(sample, i, ones + error, ones);
  }
  free(blocks);
  return GCIM_OK;
}

static void set_share(metric_value_t *v, uint64_t hits, uint64_t cases) {
  mpz_t numerator, denominator;
  mpz_init_set_ui(numerator, hits);
  mpz_init_set_ui(denominator, cases);
  metric_set_ratio(v, numerator, denominator);
  mpz_clears(numerator, denominator, NULL);
}

static int set_figures(const sample_t *sample, metric_t *m) {
  const metric_job_t *job = sample->job;
  uint64_t lanes[GCIM_TREE_MAX_LANES];
  if (sample->cases == 0) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "none of the given cases is in the domain");
  }
  if (sample->is_full || !hist_pmf(&sample->hist, &m->pmf)) {
    return gcim_vec_fail(GCIM_ERR_STATE, "more than %d different errors", HIST_MAX_VALUES);
  }
  metric_pmf_figures(&m->pmf, m->figure);
  if (sample->nonzero > 0) {
    const double mean = sample->ratio / (double)sample->nonzero;
    metric_set_rounded(&m->figure[METRIC_MRED], mean, mean * ((double)sample->nonzero + 4) * UNIT);
  }
  set_share(&m->figure[METRIC_ZERO_WRONG], sample->zero_wrong, sample->cases);
  if (sample->nonzero > 0) {
    const double worst =
        sample->worst_exact == 0 ? 0 : (double)sample->worst_d / (double)sample->worst_exact;
    metric_set_rounded(&m->figure[METRIC_WCRE], worst, 4 * UNIT * worst);
  }
  m->bits = job->subject->sum_bits < METRIC_MAX_BITS ? job->subject->sum_bits : METRIC_MAX_BITS;
  for (int j = 0; j < m->bits; j++) {
    set_share(&m->bit[j], sample->bit_wrong[j], sample->cases);
  }
  case_lanes(job, sample->max_case, lanes);
  metric_set_extreme(m, &m->max, METRIC_EXACT, sample->max, lanes);
  case_lanes(job, sample->min_case, lanes);
  metric_set_extreme(m, &m->min, METRIC_EXACT, sample->min, lanes);
  m->divisor[2] = sample->largest;
  snprintf(m->domain, sizeof m->domain, "%llu given cases%s", (unsigned long long)sample->cases,
           job->domain == DOMAIN_NO_OVERFLOW ? " whose exact sum fits"
           : job->domain == DOMAIN_WRAP      ? ", exact sum modulo the result's bits"
                                             : "");
  return GCIM_OK;
}

static int run_planes(const metric_job_t *job, metric_t *m) {
  sample_t sample;
  int status = GCIM_OK;
  if (!sample_new(job, &sample)) {
    return gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  }
  if (job->subject->kind == SUBJECT_TREE) {
    status = run_tree(&sample);
  } else if (job->subject->kind == SUBJECT_ADDER) {
    run_adder(&sample);
  } else {
    status = run_count(&sample);
  }
  status = status == GCIM_OK ? set_figures(&sample, m) : status;
  sample_free(&sample);
  return status;
}

const metric_method_t metric_planes = {"planes", "given operands, each case once", check_planes,
                                       run_planes};
