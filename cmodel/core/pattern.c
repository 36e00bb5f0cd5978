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
