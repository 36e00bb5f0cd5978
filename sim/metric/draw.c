/* draw.c: words of random bits, each 1 with a given probability. */
#include "draw.h"

#include "gcim.h"

enum { DIGITS = 32, STREAMS = 1 << 16 };

/* The probability as a binary fraction of DIGITS digits. */
static uint64_t probability(const metric_job_t *job) {
  return ((((uint64_t)job->ones << (DIGITS + 1)) / job->of) + 1) / 2;
}

/* A random number 0.r1 r2 .. is below 0.f1 f2 .. if r has 0 and f has 1 at the first digit where
 * they differ; 64 numbers at once, digit by digit until all are decided. */
static uint64_t draw_word(const metric_job_t *job, uint64_t index, uint64_t stream) {
  const uint64_t fraction = probability(job);
  uint64_t below = 0, open = UINT64_MAX;
  if (metric_is_uniform(job)) {
    return gcim_random(job->seed, index, stream);
  }
  for (int digit = DIGITS - 1; digit >= 0 && open != 0; digit--) {
    const uint64_t random = gcim_random(job->seed, index, stream + STREAMS * (uint64_t)(digit + 1));
    const bool is_one = ((fraction >> digit) & 1u) != 0;
    below |= is_one ? open & ~random : 0;
    open &= is_one ? random : ~random;
  }
  return below;
}

void draw_block(const metric_job_t *job, uint64_t index, block_t *block) {
  for (int p = 0; p < block->inputs; p++) {
    for (size_t w = 0; w < BLOCK_WORDS; w++) {
      block->in[p][w] = draw_word(job, index * BLOCK_WORDS + w, (uint64_t)p);
    }
  }
}

void draw_lanes(const metric_job_t *job, uint64_t number, uint64_t *lanes) {
  const subject_t *s = job->subject;
  for (int i = 0; i < s->lanes; i++) {
    lanes[i] = draw_word(job, number, (uint64_t)i) & (UINT64_MAX >> (64 - s->width));
  }
}
