/* moments.c: integer statistics of errors. */
#include "net/moments.h"

#include "core/bits.h"

static gcim_u128_t shifted(uint64_t value, int shift) {
  gcim_u128_t v = {value, 0};
  if (shift >= 64) {
    v = (gcim_u128_t){0, value << (shift - 64)};
  } else if (shift > 0) {
    v = (gcim_u128_t){value << shift, value >> (64 - shift)};
  }
  return v;
}

static void add(gcim_u128_t *sum, gcim_u128_t value) {
  sum->low += value.low;
  sum->high += value.high + (sum->low < value.low);
}

void gcim_u128_add(gcim_u128_t *sum, uint64_t value, int shift) {
  add(sum, shifted(value, shift));
}

void gcim_u128_subtract(gcim_u128_t *sum, uint64_t value, int shift) {
  gcim_u128_t v = shifted(value, shift);
  v.low = ~v.low;
  v.high = ~v.high;
  add(sum, v);
  add(sum, (gcim_u128_t){1, 0});
}

/* 64 x 64 bits, by halves. */
static void add_product(gcim_u128_t *sum, uint64_t a, uint64_t b) {
  const uint64_t mask = UINT32_MAX;
  gcim_u128_add(sum, (a & mask) * (b & mask), 0);
  gcim_u128_add(sum, (a >> 32) * (b & mask), 32);
  gcim_u128_add(sum, (a & mask) * (b >> 32), 32);
  gcim_u128_add(sum, (a >> 32) * (b >> 32), 64);
}

void gcim_moments_extreme(gcim_moments_t *found, int64_t d, uint64_t number, bool largest) {
  int64_t *value = largest ? &found->max : &found->min;
  uint64_t *at = largest ? &found->max_case : &found->min_case;
  const bool is_better = largest ? d > *value : d < *value;
  if (is_better || (d == *value && number < *at)) {
    *value = d;
    *at = number;
  }
}

void gcim_moments_case(gcim_moments_t *m, int64_t d, uint64_t wrong_bits, uint64_t number) {
  const uint64_t size = d < 0 ? (uint64_t)0 - (uint64_t)d : (uint64_t)d;
  if (m->cases == 0) {
    m->max = m->min = d;
    m->max_case = m->min_case = number;
  }
  gcim_moments_extreme(m, d, number, true);
  gcim_moments_extreme(m, d, number, false);
  m->cases++;
  m->wrong += d != 0;
  gcim_u128_add(&m->sum_abs, size, 0);
  add_product(&m->sum_sq, size, size);
  if (d < 0) {
    gcim_u128_subtract(&m->sum, size, 0);
  } else {
    gcim_u128_add(&m->sum, size, 0);
  }
  for (int q = 0; q < GCIM_TREE_MAX_BITS; q++) {
    m->bit_wrong[q] += (wrong_bits >> q) & 1u;
  }
}

void gcim_moments_add(gcim_moments_t *sum, const gcim_moments_t *part) {
  if (part->cases == 0) {
    return;
  }
  if (sum->cases == 0) {
    *sum = *part;
    return;
  }
  gcim_moments_extreme(sum, part->max, part->max_case, true);
  gcim_moments_extreme(sum, part->min, part->min_case, false);
  sum->cases += part->cases;
  sum->wrong += part->wrong;
  add(&sum->sum_abs, part->sum_abs);
  add(&sum->sum, part->sum);
  add(&sum->sum_sq, part->sum_sq);
  for (int q = 0; q < GCIM_TREE_MAX_BITS; q++) {
    sum->bit_wrong[q] += part->bit_wrong[q];
  }
}

void gcim_net_measure_golden(const gcim_net_t *net, uint8_t *values, uint64_t number,
                             gcim_moments_t *moments) {
  gcim_net_values(net, net->cells, values);
  const uint64_t sum = gcim_net_number(net->sum, net->bits, values);
  const uint64_t exact = gcim_net_number(net->exact, net->bits, values);
  const bool is_signed = net->tree.scheme != GCIM_SCHEME_UNSIGNED;
  const int64_t d = is_signed
                        ? gcim_sign_extend(sum, net->bits) - gcim_sign_extend(exact, net->bits)
                        : (int64_t)sum - (int64_t)exact;
  gcim_moments_case(moments, d, sum ^ exact, number);
}
