#include "gcim_num.h"

enum { ROUNDS = 10 };

/* Run one round on `block` in place: two multiplications, then the swap of the halves. */
static void philox_round(uint32_t block[4], const uint32_t key[2]) {
  uint64_t even = (uint64_t)block[0] * UINT32_C(0xd2511f53); /* multipliers of the source */
  uint64_t odd = (uint64_t)block[2] * UINT32_C(0xcd9e8d57);
  block[0] = (uint32_t)(odd >> 32) ^ block[1] ^ key[0];
  block[1] = (uint32_t)odd;
  block[2] = (uint32_t)(even >> 32) ^ block[3] ^ key[1];
  block[3] = (uint32_t)even;
}

void gcim_philox4x32(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
  uint32_t block[4] = {counter[0], counter[1], counter[2], counter[3]};
  uint32_t round_key[2] = {key[0], key[1]};
  for (int i = 0; i < ROUNDS; i++) {
    philox_round(block, round_key);
    round_key[0] += UINT32_C(0x9e3779b9); /* golden ratio, wraps */
    round_key[1] += UINT32_C(0xbb67ae85); /* sqrt(3) - 1, wraps */
  }
  for (int i = 0; i < 4; i++) {
    out[i] = block[i];
  }
}
