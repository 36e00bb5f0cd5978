/* pattern.c: the corners of a port of equal lanes. */
#include "pattern.h"

#include <string.h>

typedef struct {
  const char *name, *reason;
} pattern_t;

typedef enum {
  ALL_ONES,
  ZERO,
  ONE,
  LOWEST,
  HIGHEST,
  ALTERNATE_5,
  ALTERNATE_A,
  MIXED,
  LOWEST_FIRST,
  HOT_FIRST,
  HOT_LAST,
  PATTERN_COUNT
} pattern_id_t;

static const pattern_t patterns[PATTERN_COUNT] = {
    {"ones", "every lane all ones: minus one if signed, else the highest value"},
    {"zero", "every lane zero"},
    {"one", "every lane one"},
    {"lowest", "every lane the most negative value: the sign bit alone"},
    {"highest", "every lane the most positive signed value"},
    {"alternate_5", "every lane ..0101: neighbouring bit lines differ"},
    {"alternate_a", "every lane ..1010: the complement"},
    {"mixed", "lanes cycle through ones, zero, one, lowest, highest"},
    {"lowest_first",
     "lane 0 the most negative, the rest the most positive: signs meet in the tree"},
    {"hot_first", "lane 0 all ones, the rest zero: the first lane alone"},
    {"hot_last", "the last lane all ones, the rest zero: the last lane alone"},
};

int gcim_pattern_count(void) {
  return PATTERN_COUNT;
}

const char *gcim_pattern_name(int pattern) {
  return patterns[pattern].name;
}

const char *gcim_pattern_reason(int pattern) {
  return patterns[pattern].reason;
}

/* One bit of a lane of `width` bits. */
static unsigned lane_bit(int pattern, int lane, int lanes, int bit, int width) {
  const unsigned is_top = bit == width - 1;
  switch (pattern) {
    case ALL_ONES:
      return 1;
    case ONE:
      return bit == 0;
    case LOWEST:
      return is_top;
    case HIGHEST:
      return !is_top;
    case ALTERNATE_5:
      return bit % 2 == 0;
    case ALTERNATE_A:
      return bit % 2 != 0;
    case LOWEST_FIRST:
      return lane == 0 ? is_top : !is_top;
    case HOT_FIRST:
      return lane == 0;
    case HOT_LAST:
      return lane == lanes - 1;
    default:
      return 0;
  }
}

void gcim_pattern_put(const gcim_card_t *card, uint32_t *image, int signal, int pattern) {
  const gcim_signal_t *s = &card->signals[signal];
  const int lanes = s->lanes > 0 && s->width % s->lanes == 0 ? s->lanes : 1;
  const int width = s->width / lanes;
  for (int i = 0; i < s->width; i++) {
    const int lane = i / width;
    const int here = pattern == MIXED ? lane % (HIGHEST + 1) : pattern;
    gcim_image_put(card, image, signal, i, 1, lane_bit(here, lane, lanes, i % width, width));
  }
}

int gcim_pattern_is_new(const gcim_card_t *card, uint32_t *scratch, int signal, int pattern) {
  const gcim_signal_t *s = &card->signals[signal];
  const size_t bytes = (size_t)s->words * sizeof *scratch;
  uint32_t mine[(1 << 15) / 32];
  if (bytes > sizeof mine) {
    return 1; /* so many bits hold every pattern */
  }
  gcim_pattern_put(card, scratch, signal, pattern);
  memcpy(mine, scratch + s->word, bytes);
  for (int lower = 0; lower < pattern; lower++) {
    gcim_pattern_put(card, scratch, signal, lower);
    if (memcmp(mine, scratch + s->word, bytes) == 0) {
      return 0;
    }
  }
  return 1;
}
