/* build_adder.c: two-operand adders as cells (apx_add2.def, 5..19). */
#include "net/build.h"

/* One addition: operands, and bits 0 .. k-1 of the result as they come. */
typedef struct {
  gcim_net_build_t *b;
  const gcim_adder_t *adder;
  int width, column;
  const uint32_t *x, *z;
  uint32_t *y;
} sum_t;

/* Bit i of x op z; a bit with a negative index reads 0. */
static uint32_t pair(const sum_t *s, gcim_gate_t gate, int i) {
  return i < 0 ? GCIM_NET_FALSE : gcim_net_gate(s->b, gate, s->x[i], s->z[i], 0);
}

static uint32_t and2(const sum_t *s, uint32_t x, uint32_t y) {
  return gcim_net_gate(s->b, GCIM_GATE_AND, x, y, 0);
}

static uint32_t or2(const sum_t *s, uint32_t x, uint32_t y) {
  return gcim_net_gate(s->b, GCIM_GATE_OR, x, y, 0);
}

static void or_bits(const sum_t *s, int first, int end) {
  for (int i = first; i < end; i++) {
    s->y[i] = pair(s, GCIM_GATE_OR, i);
  }
}

static void constant_bits(const sum_t *s, int count, uint32_t net) {
  for (int i = 0; i < count; i++) {
    s->y[i] = net;
  }
}

/* Bits that M forces to 1. */
static int forced(const gcim_adder_t *adder) {
  return adder->m < adder->k ? adder->m : adder->k;
}

uint32_t gcim_net_ripple(gcim_net_build_t *b, int first, int width, int column, const uint32_t *x,
                         const uint32_t *z, uint32_t carry, uint32_t *y) {
  for (int i = first; i < width; i++) {
    y[i] = gcim_net_full_adder(b, gcim_net_exact_cell(), column + i, x[i], z[i], carry);
    carry = y[i] + 1;
  }
  return carry;
}

void gcim_net_add_constant(gcim_net_build_t *b, int bits, uint64_t value, uint32_t *y) {
  uint32_t bit[GCIM_TREE_MAX_BITS];
  int first = bits;
  for (int i = bits - 1; i >= 0; i--) {
    bit[i] = ((value >> i) & 1u) != 0 ? GCIM_NET_TRUE : GCIM_NET_FALSE;
    first = bit[i] == GCIM_NET_TRUE ? i : first;
  }
  gcim_net_ripple(b, first, bits, 0, y, bit, GCIM_NET_FALSE, y); /* nothing to do below */
}

/* ---- lower parts: y[0 .. k-1], returns the carry into bit k ---- */

/* 14, 15: HERLOA. */
static uint32_t herloa(const sum_t *s) {
  const int k = s->adder->k;
  const uint32_t w1 = pair(s, GCIM_GATE_XOR, k - 1);
  const uint32_t w2 = pair(s, GCIM_GATE_AND, k - 2);
  if (k >= 3) {
    const uint32_t ones = and2(s, w1, w2);
    for (int i = 0; i < k - 2; i++) {
      s->y[i] = or2(s, pair(s, GCIM_GATE_OR, i), ones);
    }
  }
  if (k >= 2) {
    const uint32_t clear = gcim_net_gate(s->b, GCIM_GATE_AND_NOT, w2, w1, 0);
    s->y[k - 2] = gcim_net_gate(s->b, GCIM_GATE_AND_NOT, pair(s, GCIM_GATE_OR, k - 2), clear, 0);
  }
  s->y[k - 1] = or2(s, w1, w2);
  return pair(s, GCIM_GATE_AND, k - 1);
}

/* 16. */
static uint32_t hoaaned(const sum_t *s) {
  const int k = s->adder->k;
  constant_bits(s, k - 2, GCIM_NET_TRUE);
  if (k >= 2) {
    s->y[k - 2] = pair(s, GCIM_GATE_OR, k - 2);
  }
  s->y[k - 1] = or2(s, pair(s, GCIM_GATE_XOR, k - 1), pair(s, GCIM_GATE_AND, k - 2));
  return pair(s, GCIM_GATE_AND, k - 1);
}

/* 17. */
static uint32_t eta1(const sum_t *s) {
  uint32_t stop = GCIM_NET_FALSE;
  for (int i = s->adder->k - 1; i >= 0; i--) {
    stop = or2(s, stop, pair(s, GCIM_GATE_AND, i));
    s->y[i] = or2(s, pair(s, GCIM_GATE_XOR, i), stop);
  }
  return GCIM_NET_FALSE;
}

/* 18. */
static uint32_t chain(const sum_t *s) {
  uint32_t carry = GCIM_NET_FALSE;
  for (int i = 0; i < s->adder->k; i++) {
    s->y[i] = gcim_net_full_adder(s->b, s->adder->cell, s->column + i, s->x[i], s->z[i], carry);
    carry = s->y[i] + 1;
  }
  return carry;
}

static void copy_bits(const sum_t *s, const uint32_t *from) {
  for (int i = 0; i < s->adder->k; i++) {
    s->y[i] = from[i];
  }
}

static uint32_t lower_part(const sum_t *s) {
  const int k = s->adder->k;
  uint32_t carry = GCIM_NET_FALSE;
  switch (s->adder->kind) {
    case GCIM_ADD_TRUNC:
      constant_bits(s, k, GCIM_NET_FALSE);
      return GCIM_NET_FALSE;
    case GCIM_ADD_COPYA:
      copy_bits(s, s->x);
      return GCIM_NET_FALSE;
    case GCIM_ADD_COPYB:
      copy_bits(s, s->z);
      return GCIM_NET_FALSE;
    case GCIM_ADD_LOA:
    case GCIM_ADD_LOAWA:
      or_bits(s, 0, k);
      return s->adder->kind == GCIM_ADD_LOA ? pair(s, GCIM_GATE_AND, k - 1) : GCIM_NET_FALSE;
    case GCIM_ADD_LOCA:
    case GCIM_ADD_OLOCA:
      constant_bits(s, forced(s->adder), GCIM_NET_TRUE);
      or_bits(s, forced(s->adder), k);
      return s->adder->kind == GCIM_ADD_OLOCA ? pair(s, GCIM_GATE_AND, k - 1) : GCIM_NET_FALSE;
    case GCIM_ADD_HEAA:
      or_bits(s, 0, k - 1);
      s->y[k - 1] = pair(s, GCIM_GATE_XOR, k - 1);
      return pair(s, GCIM_GATE_AND, k - 1);
    case GCIM_ADD_HERLOA:
    case GCIM_ADD_MHERLOA:
      carry = herloa(s);
      if (s->adder->kind == GCIM_ADD_MHERLOA) {
        constant_bits(s, forced(s->adder), GCIM_NET_TRUE);
      }
      return carry;
    case GCIM_ADD_HOAANED:
      return hoaaned(s);
    case GCIM_ADD_ETA1:
      return eta1(s);
    default:
      return chain(s);
  }
}

/* ---- block adders: 19 ---- */

static uint32_t blocks(const sum_t *s, int step, int extra) {
  uint32_t unused[64], carry = GCIM_NET_FALSE;
  for (int from = 0, done = 0; done < s->width; from += step) {
    const int reach = from + step + extra;
    const int to = reach < s->width ? reach : s->width;
    carry = gcim_net_ripple(s->b, from, done, s->column, s->x, s->z, GCIM_NET_FALSE, unused);
    carry = gcim_net_ripple(s->b, done, to, s->column, s->x, s->z, carry, s->y);
    done = to;
  }
  return carry;
}

/* ---- */

static bool is_block(gcim_add_t kind) {
  return kind >= GCIM_ADD_ETA2;
}

static uint32_t block_adder(const sum_t *s) {
  const int k = s->adder->k;
  switch (s->adder->kind) {
    case GCIM_ADD_ETA2:
      return blocks(s, k, k);
    case GCIM_ADD_ACA1:
      return blocks(s, 1, k - 1);
    case GCIM_ADD_SEGMENT:
      return blocks(s, k, 0);
    default:
      return blocks(s, k, s->adder->p);
  }
}

void gcim_net_add(gcim_net_build_t *b, const gcim_adder_t *adder, int width, bool is_signed,
                  int column, const uint32_t *x, const uint32_t *z, uint32_t *y) {
  const sum_t s = {b, adder, width, column, x, z, y};
  uint32_t carry = GCIM_NET_FALSE;
  if (adder->k == 0 || adder->kind == GCIM_ADD_EXACT || adder->kind == GCIM_ADD_LSB0) {
    carry = gcim_net_ripple(b, 0, width, column, x, z, GCIM_NET_FALSE, y);
    if (adder->kind == GCIM_ADD_LSB0) {
      constant_bits(&s, adder->k, GCIM_NET_FALSE);
    }
  } else if (is_block(adder->kind)) {
    carry = block_adder(&s);
  } else {
    carry = lower_part(&s);
    carry = gcim_net_ripple(b, adder->k, width, column, x, z, carry, y);
  }
  y[width] = carry;
  if (is_signed) { /* the operands extended by one sign bit */
    y[width] = gcim_net_full_adder(b, gcim_net_exact_cell(), column + width, x[width - 1],
                                   z[width - 1], carry);
  }
}
