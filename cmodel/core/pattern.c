#include "core/pattern.h"

#include "core/bits.h"
#include "gcim_num.h"

void gcim_random_start(gcim_random_t *r, uint64_t key, uint64_t index) {
  r->key[0] = (uint32_t)key;
  r->key[1] = (uint32_t)(key >> 32);
  r->index = index;
  r->draws = 0;
  r->left = 0;
}

uint32_t gcim_random_word(gcim_random_t *r) {
  if (r->left == 0) {
    const uint32_t counter[4] = {(uint32_t)r->index, (uint32_t)(r->index >> 32), (uint32_t)r->draws,
                                 (uint32_t)(r->draws >> 32)};
    gcim_philox4x32(counter, r->key, r->buffer);
    r->draws++;
    r->left = 4;
  }
  return r->buffer[--r->left];
}

uint32_t gcim_random_below(gcim_random_t *r, uint32_t bound) {
  const uint32_t word = gcim_random_word(r);
  return bound == 0 ? word : (uint32_t)(((uint64_t)word * bound) >> 32);
}

/* A corner value of `bits` bits: 0, 1, all ones, 2^b, 2^b - 1, alternating. */
static uint64_t corner(gcim_random_t *r, int bits) {
  const uint64_t mask = gcim_bits_mask(bits);
  const uint64_t power = (uint64_t)1 << gcim_random_below(r, (uint32_t)bits);
  switch (gcim_random_below(r, 8)) {
    case 0:
      return 0;
    case 1:
      return 1;
    case 2:
      return mask;
    case 3:
      return (uint64_t)1 << (bits - 1);
    case 4:
      return power;
    case 5:
      return power - 1;
    case 6:
      return UINT64_C(0x5555555555555555) & mask;
    default:
      return mask >> 1;
  }
}

static void uniform(gcim_random_t *r, uint32_t *words, int width) {
  const int count = gcim_bits_words(width);
  for (int i = 0; i < count; i++) {
    words[i] = gcim_random_word(r);
  }
  words[count - 1] &= gcim_bits_top_mask(width);
}

static void same_lanes(uint32_t *words, int lane_bits, int lanes, uint64_t value) {
  for (int i = 0; i < lanes; i++) {
    gcim_bits_put(words, i * lane_bits, lane_bits, value);
  }
}

/* A wide number, now and then a small one: all bits from a random place on are zero. */
static void shorten(gcim_random_t *r, uint32_t *words, int width) {
  if (gcim_random_below(r, 4) != 0) {
    return;
  }
  const int bits = (int)gcim_random_below(r, (uint32_t)width);
  for (int i = 0; i < gcim_bits_words(width); i++) {
    const int low = bits - 32 * i; /* bits of this word that stay */
    words[i] &= low >= 32 ? UINT32_MAX : low <= 0 ? 0 : UINT32_MAX >> (32 - low);
  }
}

void gcim_pattern_draw(gcim_random_t *r, uint32_t *words, int width, int lanes) {
  const int lane_bits = width / lanes;
  const uint32_t kind = gcim_random_below(r, 8);
  if (kind < 4 || lane_bits > 64) {
    const bool constant = kind == 0; /* a wide unshaped field: all zeros or all ones now and then */
    uniform(r, words, width);
    const uint32_t fill = 0u - (gcim_random_word(r) & 1u);
    for (int i = 0; constant && i < gcim_bits_words(width); i++) {
      words[i] = fill;
    }
    words[gcim_bits_words(width) - 1] &= gcim_bits_top_mask(width);
    if (lane_bits > 64 && lanes == 1) {
      shorten(r, words, width);
    }
    return;
  }
  if (kind < 6) {
    same_lanes(words, lane_bits, lanes, corner(r, lane_bits));
    return;
  }
  if (kind == 6) {
    for (int i = 0; i < lanes; i++) {
      gcim_bits_put(words, i * lane_bits, lane_bits, corner(r, lane_bits));
    }
    return;
  }
  same_lanes(words, lane_bits, lanes, corner(r, lane_bits));
  const int hot = (int)gcim_random_below(r, (uint32_t)lanes);
  gcim_bits_put(words, hot * lane_bits, lane_bits, corner(r, lane_bits));
}

/* Leading ones, then zeros, or a neighbour of that: where a narrower format has its limits. */
static uint32_t limit(gcim_random_t *r, int man_bits) {
  const uint32_t ones = (UINT32_C(1) << man_bits) - 1;
  const uint32_t zeros = ones >> gcim_random_below(r, (uint32_t)man_bits + 1);
  return (ones - zeros + gcim_random_below(r, 3) - 1) & ones;
}

/* A fraction: zero, all ones, one bit, a limit, or uniform. */
static uint32_t fraction(gcim_random_t *r, int man_bits) {
  const uint32_t ones = (UINT32_C(1) << man_bits) - 1;
  switch (gcim_random_below(r, 8)) {
    case 0:
      return 0;
    case 1:
      return ones;
    case 2:
      return UINT32_C(1) << gcim_random_below(r, (uint32_t)man_bits);
    case 3:
      return limit(r, man_bits);
    default:
      return gcim_random_word(r) & ones;
  }
}

/* How the codes of one draw lie to each other. */
typedef struct {
  uint32_t top;  /* the largest exponent field */
  uint32_t base; /* exponents are here or a little below */
  uint32_t spread;
  bool positive; /* as after a ReLU */
  bool infinite; /* a lane of four is an infinity, in formats that have them; none is a NaN ... */
  bool mixed;    /* ... or half of those are NaNs */
  int hot;       /* the lane that stands out, -1: none */
} floats_t;

static floats_t draw_floats(gcim_random_t *r, int lanes, int exp_bits) {
  const uint32_t kind = gcim_random_below(r, 12);
  floats_t f = {.top = (UINT32_C(1) << exp_bits) - 1, .spread = 4, .hot = -1};
  f.base = 1 + gcim_random_below(r, f.top);
  if (kind < 2) {
    f.base = gcim_random_below(r, 3); /* around the subnormals */
  } else if (kind == 2) {
    f.base = f.top - 1; /* the largest numbers */
  } else if (kind == 3) {
    f.spread = 1;
  } else if (kind < 8) {
    f.spread = 16;
  }
  f.infinite = kind == 8 || kind == 9;
  f.mixed = kind == 8;
  f.positive = gcim_random_below(r, 4) == 0;
  f.hot = kind >= 10 ? (int)gcim_random_below(r, (uint32_t)lanes) : -1;
  return f;
}

/* The exponent field of lane `lane`. Mostly not the top one, where the specials are. */
static uint32_t exponent(gcim_random_t *r, const floats_t *f, int lane) {
  if (lane == f->hot) {
    return gcim_random_below(r, 4) == 0 ? f->top : gcim_random_below(r, f->top + 1);
  }
  if (f->infinite && gcim_random_below(r, 4) == 0) {
    return f->top;
  }
  const uint32_t down = gcim_random_below(r, f->spread);
  const uint32_t e = f->base > down ? f->base - down : 0;
  return e == f->top && f->top > 1 && gcim_random_below(r, 8) != 0 ? f->top - 1 : e;
}

void gcim_pattern_draw_floats(gcim_random_t *r, uint32_t *words, int lanes, int exp_bits,
                              int man_bits) {
  const int bits = 1 + exp_bits + man_bits;
  if (gcim_random_below(r, 4) == 0) {
    gcim_pattern_draw(r, words, bits * lanes, lanes);
    return;
  }
  const floats_t f = draw_floats(r, lanes, exp_bits);
  for (int i = 0; i < lanes; i++) {
    const bool zero = i != f.hot && gcim_random_below(r, 8) == 0;
    const uint32_t sign = f.positive ? 0 : gcim_random_below(r, 2);
    const uint32_t e = zero ? 0 : exponent(r, &f, i);
    const bool nan = f.mixed && gcim_random_below(r, 2) == 0;
    const bool bare = zero || (f.infinite && e == f.top && !nan);
    const uint32_t t = bare ? 0 : fraction(r, man_bits);
    gcim_bits_put(words, i * bits, bits,
                  (uint64_t)sign << (bits - 1) | (uint64_t)e << man_bits | t);
  }
}
