/* sample.c: counting cases. */
#include "sample.h"

bool sample_new(const metric_job_t *job, sample_t *s) {
  *s = (sample_t){.job = job};
  return hist_new(&s->hist);
}

void sample_free(sample_t *s) {
  hist_free(&s->hist);
}

static void count_extremes(sample_t *s, uint64_t number, wide_t d) {
  if (!s->has_extremes || d > s->max || (d == s->max && number < s->max_case)) {
    s->max = d;
    s->max_case = number;
  }
  if (!s->has_extremes || d < s->min || (d == s->min && number < s->min_case)) {
    s->min = d;
    s->min_case = number;
  }
  s->has_extremes = true;
}

/* Is |d|/|exact| above the largest so far, as a double? */
static bool is_worse(const sample_t *s, wide_t size, wide_t exact) {
  return s->worst_exact == 0 ||
         (double)size / (double)exact > (double)s->worst_d / (double)s->worst_exact;
}

static void count_ratio(sample_t *s, wide_t d, wide_t exact) {
  const wide_t size = wide_abs(d), e = wide_abs(exact);
  const double ratio = (double)size / (double)e;
  s->nonzero++;
  s->ratio += ratio;
  s->ratio_square += ratio * ratio;
  if (size != 0 && is_worse(s, size, e)) {
    s->worst_d = size;
    s->worst_exact = e;
  }
}

static void count_case(sample_t *s, uint64_t number, wide_t approximate, wide_t exact) {
  const wide_t d = approximate - exact;
  s->cases++;
  s->largest = wide_abs(exact) > s->largest ? wide_abs(exact) : s->largest;
  s->is_full = !hist_add(&s->hist, d, 1) || s->is_full;
  count_extremes(s, number, d);
  if (exact != 0) {
    count_ratio(s, d, exact);
  } else {
    s->zero_wrong += d != 0;
  }
}

void sample_case(sample_t *s, uint64_t number, wide_t approximate, wide_t exact) {
  const subject_t *subject = s->job->subject;
  const int bits = subject_fit_bits(subject);
  if (s->job->domain == DOMAIN_NO_OVERFLOW &&
      subject_number(exact, bits, subject->is_signed) != exact) {
    return;
  }
  if (s->job->domain == DOMAIN_WRAP) {
    exact = subject_number(exact, subject->sum_bits, subject->is_signed);
  }
  for (int j = 0; j < subject->sum_bits && j < METRIC_MAX_BITS; j++) {
    s->bit_wrong[j] += (uint64_t)((approximate ^ exact) >> j) & 1u;
  }
  count_case(s, number, approximate, exact);
}

static void count_bits(sample_t *s, const block_t *b, size_t word, uint64_t valid) {
  for (int o = 0; o < b->outputs; o++) {
    const uint64_t wrong = (b->out[o][word] ^ b->twin_out[o][word]) & valid;
    s->bit_wrong[o] += (uint64_t)__builtin_popcountll(wrong);
  }
}

void sample_block(sample_t *s, const block_t *b, uint64_t first, size_t count) {
  const subject_t *subject = s->job->subject;
  const int exact_bits = s->job->domain == DOMAIN_WRAP ? b->outputs : b->twin_outputs;
  int64_t y[BLOCK_NUMBERS], exact[BLOCK_NUMBERS];
  for (size_t i = 0; i < count; i++) {
    const size_t word = i / 64;
    if (i % BLOCK_NUMBERS == 0) {
      block_numbers(b->out, b->outputs, subject->is_signed, word, y);
      block_numbers(b->twin_out, exact_bits, subject->is_signed, word, exact);
    }
    if (i % 64 == 0) {
      const uint64_t all = count - i < 64 ? (UINT64_C(1) << (count - i)) - 1 : UINT64_MAX;
      count_bits(s, b, word, b->valid[word] & all);
    }
    if (((b->valid[word] >> (i % 64)) & 1u) != 0) {
      count_case(s, first + i, y[i % BLOCK_NUMBERS], exact[i % BLOCK_NUMBERS]);
    }
  }
}

bool sample_merge(sample_t *to, const sample_t *from) {
  to->cases += from->cases;
  to->nonzero += from->nonzero;
  to->zero_wrong += from->zero_wrong;
  to->is_full = to->is_full || from->is_full;
  to->largest = from->largest > to->largest ? from->largest : to->largest;
  for (int j = 0; j < METRIC_MAX_BITS; j++) {
    to->bit_wrong[j] += from->bit_wrong[j];
  }
  if (from->has_extremes) {
    count_extremes(to, from->max_case, from->max);
    count_extremes(to, from->min_case, from->min);
  }
  if (from->worst_exact != 0 && is_worse(to, from->worst_d, from->worst_exact)) {
    to->worst_d = from->worst_d;
    to->worst_exact = from->worst_exact;
  }
  return hist_merge(&to->hist, &from->hist);
}
