/* net_count.h: the part of net_kernel.h that looks at the planes of a unit. */

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

NET_TARGET static bool differ(const uint64_t *x_words, const uint64_t *y_words,
                              const uint64_t *mask_words) {
  const mem_t *x = (const mem_t *)x_words, *y = (const mem_t *)y_words;
  const mem_t *mask = (const mem_t *)mask_words;
  bool found = false;
  for (int i = 0; i < VECS_OF_UNIT && !found; i += 2) {
    found = is_any(((x[i] ^ y[i]) & mask[i]) | ((x[i + 1] ^ y[i + 1]) & mask[i + 1]));
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

/* Ones of each 64-bit word, 16 times. */
#define NET_FOLD(x, mask, shift) (((x) & (mask)) + (((x) >> (shift)) & (mask)))
NET_TARGET static inline void add_ones(vec_t x, vec_t *total) {
  x = NET_FOLD(x, UINT64_C(0x5555555555555555), 1);
  x = NET_FOLD(x, UINT64_C(0x3333333333333333), 2);
  x = (x + (x >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
  x += x >> 8;
  x += x >> 16;
  x += x >> 32;
  *total += (x & 0xff) << 4;
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
NET_TARGET static void count_plane(const uint64_t *x_words, const uint64_t *y_words,
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

NET_TARGET static void count(const uint64_t *const *x, int planes, const uint64_t *y,
                             gcim_net_counter_t *const *counter) {
  for (int i = 0; i < planes; i++) {
    count_plane(x[i], y, counter[i]);
  }
}
