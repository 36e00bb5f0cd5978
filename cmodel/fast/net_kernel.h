/* net_kernel.h: the kernels of fast/net.h, written once for vectors of NET_BYTES bytes. The file
 * that includes it also says NET_TARGET (a function attribute), NET_NAME, and, if the processor has
 * an instruction for it, NET_TABLE(m, a, b, c): table m (constant) of three bits.
 */
#include "fast/net.h"

typedef uint64_t vec_t __attribute__((vector_size(NET_BYTES)));
typedef uint64_t mem_t __attribute__((vector_size(NET_BYTES), aligned(8), may_alias));

enum { VECS_OF_CHUNK = 64 / NET_BYTES, VECS_OF_UNIT = GCIM_NET_UNIT * 8 / NET_BYTES, GROUP = 16 };

/* ---- tables ---- */

#ifndef NET_TABLE
#define NET_INLINE NET_TARGET __attribute__((always_inline)) static inline

/* A constant table of two bits, index 2b + c, as AND, OR, XOR and NOT. */
NET_INLINE vec_t table2(int m, vec_t b, vec_t c) {
  const vec_t zero = {0};
  const vec_t low = m == 0   ? zero
                    : m == 1 ? ~(b | c)
                    : m == 2 ? ~b & c
                    : m == 3 ? ~b
                    : m == 4 ? b & ~c
                    : m == 5 ? ~c
                    : m == 6 ? b ^ c
                             : ~(b & c);
  return m < 8     ? low
         : m == 8  ? b & c
         : m == 9  ? ~(b ^ c)
         : m == 10 ? c
         : m == 11 ? ~b | c
         : m == 12 ? b
         : m == 13 ? b | ~c
         : m == 14 ? b | c
                   : ~zero;
}

/* Index 4a + 2b + c: one of two tables, or what they differ in. */
NET_INLINE vec_t table3(int m, vec_t a, vec_t b, vec_t c) {
  const int high = m >> 4, low = m & 15;
  return high == low          ? table2(low, b, c)
         : low == 0           ? a & table2(high, b, c)
         : high == 0          ? ~a & table2(low, b, c)
         : low == 15          ? ~a | table2(high, b, c)
         : high == 15         ? a | table2(low, b, c)
         : (high ^ low) == 15 ? a ^ table2(low, b, c)
                              : table2(low, b, c) ^ (a & table2(high ^ low, b, c));
}
#define NET_TABLE(m, a, b, c) table3(m, a, b, c)
#define NET_SUM(a, b, c) ((a) ^ (b) ^ (c))
#define NET_CARRY(a, b, c) (((a) & (b)) | (((a) ^ (b)) & (c)))
#else
#define NET_SUM(a, b, c) NET_TABLE(0x96, a, b, c)
#define NET_CARRY(a, b, c) NET_TABLE(0xe8, a, b, c)
#endif

/* ---- run ---- */

#define NET_CASE(m)                          \
  case (m):                                  \
    for (int i = 0; i < vectors; i++) {      \
      s[i] = NET_TABLE(m, a[i], b[i], c[i]); \
    }                                        \
    break;
#define NET_CASE4(m) NET_CASE(m) NET_CASE((m) + 1) NET_CASE((m) + 2) NET_CASE((m) + 3)
#define NET_CASE16(m) NET_CASE4(m) NET_CASE4((m) + 4) NET_CASE4((m) + 8) NET_CASE4((m) + 12)
#define NET_CASE64(m) NET_CASE16(m) NET_CASE16((m) + 16) NET_CASE16((m) + 32) NET_CASE16((m) + 48)

NET_TARGET static void run(const gcim_net_op_t *ops, size_t count, uint64_t *const *plane,
                           int chunks) {
  const int vectors = chunks * VECS_OF_CHUNK;
  for (size_t k = 0; k < count; k++) {
    const mem_t *a = (const mem_t *)plane[ops[k].in[0]];
    const mem_t *b = (const mem_t *)plane[ops[k].in[1]];
    const mem_t *c = (const mem_t *)plane[ops[k].in[2]];
    mem_t *s = (mem_t *)plane[ops[k].out[0]];
    mem_t *t = (mem_t *)plane[ops[k].out[1]];
    switch (ops[k].code) {
      NET_CASE64(0)
      NET_CASE64(64)
      NET_CASE64(128)
      NET_CASE64(192)
      default:
        for (int i = 0; i < vectors; i++) {
          const vec_t x = a[i], y = b[i], z = c[i];
          s[i] = NET_SUM(x, y, z);
          t[i] = NET_CARRY(x, y, z);
        }
    }
  }
}

/* ---- counting ---- */

NET_TARGET static inline bool is_any(vec_t x) {
  uint64_t all = 0;
  for (int i = 0; i < NET_BYTES / 8; i++) {
    all |= x[i];
  }
  return all != 0;
}

NET_TARGET static bool meet(const uint64_t *x_words, const uint64_t *y_words) {
  const mem_t *x = (const mem_t *)x_words, *y = (const mem_t *)y_words;
  bool found = false;
  for (int i = 0; i < VECS_OF_UNIT && !found; i += 4) {
    found = is_any((x[i] & y[i]) | (x[i + 1] & y[i + 1]) | (x[i + 2] & y[i + 2]) |
                   (x[i + 3] & y[i + 3]));
  }
  return found;
}

NET_TARGET static bool choose(const uint64_t *x_words, uint64_t flip, const uint64_t *y_words,
                              uint64_t *to) {
  const mem_t *x = (const mem_t *)x_words, *y = (const mem_t *)y_words;
  mem_t *chosen = (mem_t *)to;
  vec_t any = {0};
  for (int i = 0; i < VECS_OF_UNIT; i++) {
    const vec_t here = (x[i] ^ flip) & y[i];
    chosen[i] = here;
    any |= here;
  }
  return is_any(any);
}

NET_TARGET static void merge(const uint64_t *const *x_words, int planes, const uint64_t *y_words,
                             uint64_t *to) {
  const mem_t *y = (const mem_t *)y_words;
  mem_t *merged = (mem_t *)to;
  for (int i = 0; i < VECS_OF_UNIT; i++) {
    vec_t any = {0};
    for (int p = 0; p < planes; p++) {
      any |= ((const mem_t *)x_words[p])[i];
    }
    merged[i] = any & y[i];
  }
}

/* Ones of each 64-bit word. */
#define NET_FOLD(x, mask, shift) (((x) & (mask)) + (((x) >> (shift)) & (mask)))
NET_TARGET static inline void add_ones(vec_t x, vec_t *total) {
  x = NET_FOLD(x, UINT64_C(0x5555555555555555), 1);
  x = NET_FOLD(x, UINT64_C(0x3333333333333333), 2);
  x = (x + (x >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
  x += x >> 8;
  x += x >> 16;
  x += x >> 32;
  *total += x & 0xff;
}

/* sum + 2 carry = a + b + sum */
#define NET_CSA(carry, sum, a, b)                        \
  do {                                                   \
    const vec_t csa_a = (a), csa_b = (b), csa_c = (sum); \
    carry = NET_CARRY(csa_a, csa_b, csa_c);              \
    sum = NET_SUM(csa_a, csa_b, csa_c);                  \
  } while (0)
#define NET_AND(i) (x[i] & y[i])
/* Four vectors: their fours go to `carry`. */
#define NET_CSA4(carry, i)                                    \
  do {                                                        \
    NET_CSA(two_a, ones, NET_AND(i), NET_AND((i) + 1));       \
    NET_CSA(two_b, ones, NET_AND((i) + 2), NET_AND((i) + 3)); \
    NET_CSA(carry, twos, two_a, two_b);                       \
  } while (0)

/* Harley and Seal: sixteen vectors become one that counts sixteen. */
NET_TARGET static void count(const uint64_t *x_words, const uint64_t *y_words,
                             gcim_net_counter_t *counter) {
  const mem_t *x = (const mem_t *)x_words, *y = (const mem_t *)y_words;
  mem_t *d[GCIM_NET_COUNTER_DIGITS];
  for (int i = 0; i < GCIM_NET_COUNTER_DIGITS; i++) {
    d[i] = (mem_t *)counter->digit[i];
  }
  vec_t ones = *d[0], twos = *d[1], fours = *d[2], eights = *d[3], total = *d[4];
  vec_t two_a, two_b, four_a, four_b, eight_a, eight_b, sixteens;
  for (int g = 0; g < VECS_OF_UNIT / GROUP; g++, x += GROUP, y += GROUP) {
    NET_CSA4(four_a, 0);
    NET_CSA4(four_b, 4);
    NET_CSA(eight_a, fours, four_a, four_b);
    NET_CSA4(four_a, 8);
    NET_CSA4(four_b, 12);
    NET_CSA(eight_b, fours, four_a, four_b);
    NET_CSA(sixteens, eights, eight_a, eight_b);
    add_ones(sixteens, &total);
  }
  *d[0] = ones;
  *d[1] = twos;
  *d[2] = fours;
  *d[3] = eights;
  *d[4] = total;
}

/* ---- transposing ---- */

/* Swap the upper half of each 2j bits of row x with the lower half of row y. */
#define NET_SWAP(x, y, j, mask)                        \
  do {                                                 \
    const vec_t moved = (((x) >> (j)) ^ (y)) & (mask); \
    y ^= moved;                                        \
    x ^= moved << (j);                                 \
  } while (0)

/* Rows first, first + step, .. (eight of them) through three stages, 4 step, 2 step and step. */
NET_TARGET static inline void turn8(mem_t *row, int first, int step, const uint64_t mask[3]) {
  vec_t r[8];
  for (int i = 0; i < 8; i++) {
    r[i] = row[(first + i * step) * VECS_OF_CHUNK];
  }
  for (int stage = 0; stage < 3; stage++) {
    const int apart = 4 >> stage;
    for (int i = 0; i < 8; i++) {
      if ((i & apart) == 0) {
        NET_SWAP(r[i], r[i + apart], apart * step, mask[stage]);
      }
    }
  }
  for (int i = 0; i < 8; i++) {
    row[(first + i * step) * VECS_OF_CHUNK] = r[i];
  }
}

NET_TARGET static void turn(uint64_t (*rows)[GCIM_NET_CHUNK]) {
  static const uint64_t far[3] = {UINT64_C(0x00000000ffffffff), UINT64_C(0x0000ffff0000ffff),
                                  UINT64_C(0x00ff00ff00ff00ff)};
  static const uint64_t near[3] = {UINT64_C(0x0f0f0f0f0f0f0f0f), UINT64_C(0x3333333333333333),
                                   UINT64_C(0x5555555555555555)};
  for (int v = 0; v < VECS_OF_CHUNK; v++) {
    mem_t *row = (mem_t *)rows + v;
    for (int i = 0; i < 8; i++) {
      turn8(row, i, 8, far);
    }
    for (int i = 0; i < 8; i++) {
      turn8(row, 8 * i, 1, near);
    }
  }
}

const gcim_net_kernel_t NET_NAME = {run, meet, choose, merge, count, turn};
