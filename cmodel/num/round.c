#include "num/round.h"

#include <stddef.h>

#include "core/bits.h"

/* What a right shift leaves to decide: the floor and the dropped bits. */
typedef struct {
  bool negative; /* of the value before the shift */
  bool odd;      /* lowest bit of the floor */
  bool guard;    /* highest dropped bit */
  bool sticky;   /* any other dropped bit */
} remainder_t;

static bool is_inexact(remainder_t rest) {
  return rest.guard || rest.sticky;
}

/* Return whether the result is floor + 1. */
static bool rounds_up(remainder_t rest, gcim_round_t mode) {
  switch (mode) {
    case GCIM_RND_RNE:
      return rest.guard && (rest.sticky || rest.odd);
    case GCIM_RND_RNA:
      return rest.guard && (rest.sticky || !rest.negative); /* away from zero is down if negative */
    case GCIM_RND_RTZ:
      return rest.negative && is_inexact(rest);
    case GCIM_RND_FLOOR:
      return false;
    case GCIM_RND_CEIL:
      return is_inexact(rest);
    case GCIM_RND_JAM:
      return !rest.odd && is_inexact(rest); /* floor + 1 sets the low bit of an even floor */
  }
  return false;
}

static void set_flag(bool *flag, bool state) {
  if (flag != NULL) {
    *flag = state;
  }
}

/* Return floor(value / 2^count), count 0..63, without a right shift of a negative number. */
static int64_t floor_shift(int64_t value, int count) {
  return value < 0 ? ~(~value >> count) : value >> count;
}

int64_t gcim_round_shift(int64_t value, int drop, gcim_round_t mode, bool *inexact) {
  if (drop == 0) {
    set_flag(inexact, false);
    return value;
  }
  int below = drop - 1;                                       /* dropped bits under the guard */
  int64_t half = floor_shift(value, below < 63 ? below : 63); /* above bit 63 all is sign */
  int64_t result = floor_shift(half, 1);
  remainder_t rest = {
      .negative = value < 0,
      .odd = ((uint64_t)result & 1) != 0,
      .guard = ((uint64_t)half & 1) != 0,
      .sticky = ((uint64_t)value & gcim_bits_mask(below < 64 ? below : 64)) != 0,
  };
  set_flag(inexact, is_inexact(rest));
  return result + (rounds_up(rest, mode) ? 1 : 0);
}

gcim_wide_t gcim_wide_round_shift(const gcim_wide_t *value, int drop, gcim_round_t mode,
                                  bool *inexact) {
  if (drop == 0) {
    set_flag(inexact, false);
    return *value;
  }
  gcim_wide_t half = gcim_wide_shift_right(value, drop - 1);
  gcim_wide_t result = gcim_wide_shift_right(&half, 1);
  remainder_t rest = {
      .negative = gcim_wide_sign(value) < 0,
      .odd = gcim_wide_any_low_bits(&result, 1),
      .guard = gcim_wide_any_low_bits(&half, 1),
      .sticky = gcim_wide_any_low_bits(value, drop - 1),
  };
  set_flag(inexact, is_inexact(rest));
  gcim_wide_t step = gcim_wide_from_i64(rounds_up(rest, mode) ? 1 : 0);
  return gcim_wide_add(&result, &step);
}
