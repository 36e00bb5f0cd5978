#include "part/fp_align.h"

#include "core/bits.h"

/* Places by which `sig` moves down to stand in units; negative: up. */
static int places_down(const gcim_fp_aligner_t *how, int exp, int unit) {
  return unit - exp - (how->aligned_bits - 2) + (how->sig_bits - 1);
}

/* 6 and 7: sig / 2^down with its sign, cut to the guard bits and rounded. The cut number has one
 * bit more than the guard bits, for the sticky bit. */
static int64_t round_lane(const gcim_fp_aligner_t *how, bool sign, uint64_t sig, int down) {
  if (down <= how->guard) { /* nothing is cut */
    return gcim_round_shift(sign ? -(int64_t)sig : (int64_t)sig, down, how->quant, NULL);
  }
  const int cut = down - how->guard;
  const uint64_t kept = cut < 64 ? sig >> cut : 0;
  const bool any = (sig & gcim_bits_mask(cut < 64 ? cut : 64)) != 0;
  const int64_t value = (int64_t)(2 * kept + (how->sticky && any ? 1 : 0));
  return gcim_round_shift(sign ? -value : value, how->guard + 1, how->quant, NULL);
}

/* 6 to 8, before any limit: |result| <= 2^(aligned_bits - 1), that only where rounding carries. */
static int64_t unlimited(const gcim_fp_aligner_t *how, const gcim_fp_number_t *lane, int unit) {
  const int down = places_down(how, lane->exp, unit);
  if (how->far && unit - lane->exp >= how->aligned_bits) {
    return 0;
  }
  if (down > 0) {
    return round_lane(how, lane->sign, lane->sig, down);
  }
  const int64_t size = (int64_t)(lane->sig << -down); /* below 2^63: exp <= unit */
  return lane->sign ? -size : size;
}

static int64_t highest(const gcim_fp_aligner_t *how) {
  return (int64_t)gcim_bits_mask(how->aligned_bits - 1);
}

static int64_t lowest(const gcim_fp_aligner_t *how) {
  return how->clamp == GCIM_CLAMP_SYMMETRIC ? -highest(how) : -highest(how) - 1;
}

static bool is_below(const gcim_fp_number_t *lane, int ref) {
  return lane->sig > 0 && lane->exp > ref;
}

int gcim_fp_align_unit(const gcim_fp_aligner_t *how, const gcim_fp_number_t *lanes, int count,
                       int ref) {
  bool raise = false;
  if (how->clamp != GCIM_CLAMP_RAISE) {
    return ref;
  }
  for (int i = 0; i < count; i++) {
    if (lanes[i].sig > 0 && !is_below(&lanes[i], ref)) {
      raise = raise || unlimited(how, &lanes[i], ref) > highest(how); /* -2^(W-1) is in range */
    }
  }
  return ref + (raise ? 1 : 0);
}

/* 12: is q in units not the lane? |q| * 2^down against sig, in whole numbers. */
static bool is_lost(const gcim_fp_number_t *lane, int64_t q, int down) {
  const uint64_t size = q < 0 ? 0 - (uint64_t)q : (uint64_t)q;
  const uint64_t fine = down > 0 ? lane->sig : size; /* has -down or down more places */
  const uint64_t coarse = down > 0 ? size : lane->sig;
  const int places = down > 0 ? down : -down;
  if (places >= 64) {
    return true; /* sig > 0, and q * 2^places is 0 or too large */
  }
  return (fine & gcim_bits_mask(places)) != 0 || fine >> places != coarse;
}

gcim_fp_aligned_t gcim_fp_align_lane(const gcim_fp_aligner_t *how, const gcim_fp_number_t *lane,
                                     int ref, int unit) {
  if (lane->sig == 0) {
    return (gcim_fp_aligned_t){0};
  }
  gcim_fp_aligned_t a = {.below = is_below(lane, ref)};
  if (a.below) {
    a.q = lane->sign ? lowest(how) : highest(how);
    a.clamped = true;
  } else {
    const int64_t q = unlimited(how, lane, unit);
    const int64_t limited = q < lowest(how) ? lowest(how) : q;
    a.q = limited > highest(how) ? highest(how) : limited;
    a.clamped = a.q != q;
  }
  a.lost = is_lost(lane, a.q, places_down(how, lane->exp, unit));
  return a;
}
