/* pop.c: the blocks of a population count and their extremes. */
#include "pop.h"

#include <string.h>

/* x & y for an even index, x | y for an odd one; the other way round if swapped. */
static unsigned combine(int index, bool swap, unsigned x, unsigned y) {
  return (index % 2 != 0) != swap ? x | y : x & y;
}

/* Block of `bits` bits that starts at pair `pair`. */
static void fill_block(const subject_t *s, int bits, int pair, pop_block_t *block) {
  block->bits = bits;
  for (unsigned x = 0; x < 1u << bits; x++) {
    const unsigned low = combine(pair, s->swap1, x & 1u, (x >> 1) & 1u);
    const unsigned high = combine(pair + 1, s->swap1, (x >> 2) & 1u, (x >> 3) & 1u);
    const int ones = __builtin_popcount(x);
    int counted = ones;
    if (s->pop == SUBJECT_POP_PATTERN) {
      counted = ones < s->pop_limit ? ones : s->pop_limit;
    } else if (s->pop == SUBJECT_POP_OR && bits == 2) {
      counted = x != 0;
    } else if (bits == 2) {
      counted = (int)(2 * low);
    } else if (bits == 4) {
      counted = (int)(4 * combine(pair / 2, s->swap2, low, high));
    }
    block->counted[x] = (int16_t)counted;
  }
}

int pop_blocks(const subject_t *s, pop_block_t *blocks) {
  int count = 0, at = 0;
  int size = 0;
  switch (s->pop) {
    case SUBJECT_POP_SINGLE:
    case SUBJECT_POP_OR:
      size = 2;
      break;
    case SUBJECT_POP_DOUBLE:
      size = 4;
      break;
    case SUBJECT_POP_PATTERN:
      size = s->pop_size;
      break;
    default:
      return 0;
  }
  while (at < s->lanes) {
    int bits = size;
    while (bits > s->lanes - at) { /* what is left over: a part of a group, a pair, a bit */
      bits = s->pop == SUBJECT_POP_PATTERN ? s->lanes - at : bits / 2;
    }
    fill_block(s, bits, at / 2, &blocks[count++]);
    at += bits;
  }
  return count;
}

int pop_counted(const subject_t *s, int ones) {
  const int limit = (1 << s->pop_bits) - 1;
  switch (s->pop) {
    case SUBJECT_POP_ANY:
      return ones > 0;
    case SUBJECT_POP_SATURATE:
      return ones < limit ? ones : limit;
    default:
      return ones;
  }
}

int pop_extreme(const subject_t *s, const pop_block_t *blocks, int count, int sign,
                uint64_t *lanes) {
  int total = 0, at = 0;
  memset(lanes, 0, (size_t)s->lanes * sizeof *lanes);
  for (int i = 0; i < count; i++) {
    unsigned best = 0;
    for (unsigned x = 1; x < 1u << blocks[i].bits; x++) {
      best = sign * (pop_error(&blocks[i], x) - pop_error(&blocks[i], best)) > 0 ? x : best;
    }
    total += pop_error(&blocks[i], best);
    for (int bit = 0; bit < blocks[i].bits; bit++) {
      lanes[at++] = (best >> bit) & 1u;
    }
  }
  if (count > 0) {
    return total;
  }
  for (int ones = 0; ones <= s->lanes; ones++) { /* d depends on the number of ones */
    const int d = pop_counted(s, ones) - ones;
    if (sign * (d - total) > 0) {
      total = d;
      at = ones;
    }
  }
  for (int i = 0; i < at; i++) {
    lanes[i] = 1;
  }
  return total;
}
