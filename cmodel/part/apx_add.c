/* apx_add.c: approximate two-operand adders by apx_add2.def, sentences 5 to 19. A lower-part adder
 * is a function from the operands to its low k bits and the carry into its exact upper part. */
#include "part/apx_add.h"

#include <string.h>

#include "core/bits.h"

/* A bit with a negative index reads 0 .. */
static bool bit(uint64_t word, int index) {
  return index >= 0 && ((word >> index) & 1) != 0;
}

/* .. and a result bit with a negative index does not exist. */
static uint64_t with_bit(uint64_t word, int index, bool value) {
  if (index < 0) {
    return word;
  }
  return (word & ~((uint64_t)1 << index)) | (uint64_t)value << index;
}

/* ---- the low k bits of the lower-part adders, k >= 1 ---- */

static gcim_sum_t low_copy(uint64_t word, int k) {
  return (gcim_sum_t){word & gcim_bits_mask(k), false};
}

static gcim_sum_t low_loa(uint64_t a, uint64_t b, int k) {
  return (gcim_sum_t){(a | b) & gcim_bits_mask(k), bit(a & b, k - 1)};
}

static gcim_sum_t low_heaa(uint64_t a, uint64_t b, int k) {
  const gcim_sum_t loa = low_loa(a, b, k);
  return (gcim_sum_t){with_bit(loa.y, k - 1, bit(a ^ b, k - 1)), loa.carry};
}

static gcim_sum_t low_herloa(uint64_t a, uint64_t b, int k) {
  const bool w1 = bit(a ^ b, k - 1);
  const bool w2 = bit(a & b, k - 2);
  uint64_t y = w1 && w2 ? gcim_bits_mask(k) : (a | b) & gcim_bits_mask(k);
  y = with_bit(y, k - 2, bit(a | b, k - 2) && !(!w1 && w2));
  y = with_bit(y, k - 1, w1 || w2);
  return (gcim_sum_t){y, bit(a & b, k - 1)};
}

static gcim_sum_t low_hoaaned(uint64_t a, uint64_t b, int k) {
  uint64_t y = gcim_bits_mask(k);
  y = with_bit(y, k - 2, bit(a | b, k - 2));
  y = with_bit(y, k - 1, bit(a ^ b, k - 1) || bit(a & b, k - 2));
  return (gcim_sum_t){y, bit(a & b, k - 1)};
}

static gcim_sum_t low_eta1(uint64_t a, uint64_t b, int k) {
  uint64_t y = 0;
  bool met = false; /* a pair (1, 1) here or above */
  for (int i = k - 1; i >= 0; i--) {
    met = met || bit(a & b, i);
    y = with_bit(y, i, met || bit(a ^ b, i));
  }
  return (gcim_sum_t){y, false};
}

static gcim_sum_t low_chain(uint64_t a, uint64_t b, int k, gcim_fa_t cell) {
  gcim_sum_t low = {0, false};
  for (int i = 0; i < k; i++) {
    const int index = 4 * bit(a, i) + 2 * bit(b, i) + low.carry;
    low.y = with_bit(low.y, i, bit(cell.s, index));
    low.carry = bit(cell.c, index);
  }
  return low;
}

static gcim_sum_t without_carry(gcim_sum_t low) {
  return (gcim_sum_t){low.y, false};
}

/* The low m bits, at most all k, are 1. */
static gcim_sum_t with_ones(gcim_sum_t low, int m, int k) {
  return (gcim_sum_t){low.y | gcim_bits_mask(m < k ? m : k), low.carry};
}

static gcim_sum_t low_part(const gcim_adder_t *adder, uint64_t a, uint64_t b) {
  const int k = adder->k, m = adder->m;
  switch (adder->kind) {
    case GCIM_ADD_COPYA:
      return low_copy(a, k);
    case GCIM_ADD_COPYB:
      return low_copy(b, k);
    case GCIM_ADD_LOA:
      return low_loa(a, b, k);
    case GCIM_ADD_LOAWA:
      return without_carry(low_loa(a, b, k));
    case GCIM_ADD_LOCA:
      return without_carry(with_ones(low_loa(a, b, k), m, k));
    case GCIM_ADD_OLOCA:
      return with_ones(low_loa(a, b, k), m, k);
    case GCIM_ADD_HEAA:
      return low_heaa(a, b, k);
    case GCIM_ADD_HERLOA:
      return low_herloa(a, b, k);
    case GCIM_ADD_MHERLOA:
      return with_ones(low_herloa(a, b, k), m, k);
    case GCIM_ADD_HOAANED:
      return low_hoaaned(a, b, k);
    case GCIM_ADD_ETA1:
      return low_eta1(a, b, k);
    case GCIM_ADD_CHAIN:
      return low_chain(a, b, k, adder->cell);
    default: /* ADD_TRUNC */
      return (gcim_sum_t){0, false};
  }
}

/* 6: approximate below bit k, exact from there on. */
static gcim_sum_t add_lower_part(const gcim_adder_t *adder, int width, uint64_t a, uint64_t b,
                                 bool *cut) {
  const int k = adder->k;
  const gcim_sum_t low = low_part(adder, a, b);
  *cut = low.carry;
  if (k == width) { /* also: a shift by 64 would be undefined */
    return low;
  }
  const gcim_sum_t high = gcim_word_add(a >> k, b >> k, low.carry, width - k);
  return (gcim_sum_t){high.y << k | low.y, high.carry};
}

/* 19. */
static gcim_sum_t add_blocks(int r, int p, int width, uint64_t a, uint64_t b) {
  const gcim_gear_t gear = {width, r, p};
  return gcim_gear_add(&gear, a, b, 0);
}

static gcim_sum_t add_unsigned(const gcim_adder_t *adder, int width, uint64_t a, uint64_t b,
                               bool *cut) {
  const int k = adder->k;
  *cut = false;
  if (k == 0 || adder->kind == GCIM_ADD_EXACT) {
    return gcim_word_add(a, b, false, width);
  }
  switch (adder->kind) {
    case GCIM_ADD_LSB0: {
      const gcim_sum_t sum = gcim_word_add(a, b, false, width);
      return (gcim_sum_t){sum.y & ~gcim_bits_mask(k), sum.carry};
    }
    case GCIM_ADD_ETA2:
      return add_blocks(k, k, width, a, b);
    case GCIM_ADD_ACA1:
      return add_blocks(1, k - 1, width, a, b);
    case GCIM_ADD_SEGMENT:
      return add_blocks(k, 0, width, a, b);
    case GCIM_ADD_GEAR:
      return add_blocks(k, adder->p, width, a, b);
    default:
      return add_lower_part(adder, width, a, b, cut);
  }
}

uint64_t gcim_adder_add(const gcim_adder_t *adder, int width, bool is_signed, uint64_t a,
                        uint64_t b, bool *top, bool *cut) {
  bool cut_carry;
  const uint64_t word = gcim_bits_mask(width);
  const gcim_sum_t sum = add_unsigned(adder, width, a & word, b & word, &cut_carry);
  if (top != NULL) { /* one sign bit more on both operands: the full adder above bit width-1 */
    *top = is_signed ? bit(a ^ b, width - 1) != sum.carry : sum.carry;
  }
  if (cut != NULL) {
    *cut = cut_carry;
  }
  return sum.y;
}

/* ---- names, in the order of gcim_add_t ---- */

static const char *const names[] = {
    "exact",  "trunc",   "lsb0",    "copya", "copyb", "loa",  "loawa", "loca",    "oloca", "heaa",
    "herloa", "mherloa", "hoaaned", "eta1",  "chain", "eta2", "aca1",  "segment", "gear"};

enum { KINDS = sizeof names / sizeof names[0] };

_Static_assert(KINDS == GCIM_ADD_GEAR + 1, "one name a kind");

int gcim_add_find(const char *name) {
  for (int kind = 0; name != NULL && kind < KINDS; kind++) {
    if (strcmp(name, names[kind]) == 0) {
      return kind;
    }
  }
  return -1;
}

const char *gcim_add_name(int kind) {
  return kind >= 0 && kind < KINDS ? names[kind] : NULL;
}
