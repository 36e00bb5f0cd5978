/* net_turn.h: the part of net_kernel.h that transposes blocks of 64 x 64 bits. */

/* Swap the upper half of each 2j bits of row x with the lower half of row y. */
#define NET_SWAP(x, y, j, mask)                        \
  do {                                                 \
    const vec_t moved = (((x) >> (j)) ^ (y)) & (mask); \
    y ^= moved;                                        \
    x ^= moved << (j);                                 \
  } while (0)

/* Rows 0, step, .. 7 step through the stages 4 step, 2 step and step. */
NET_INLINE void turn8(mem_t *row, int step, uint64_t mask4, uint64_t mask2, uint64_t mask1) {
  const int apart = step * VECS_OF_CHUNK;
  vec_t r0 = row[0], r1 = row[apart], r2 = row[2 * apart], r3 = row[3 * apart];
  vec_t r4 = row[4 * apart], r5 = row[5 * apart], r6 = row[6 * apart], r7 = row[7 * apart];
  NET_SWAP(r0, r4, 4 * step, mask4);
  NET_SWAP(r1, r5, 4 * step, mask4);
  NET_SWAP(r2, r6, 4 * step, mask4);
  NET_SWAP(r3, r7, 4 * step, mask4);
  NET_SWAP(r0, r2, 2 * step, mask2);
  NET_SWAP(r1, r3, 2 * step, mask2);
  NET_SWAP(r4, r6, 2 * step, mask2);
  NET_SWAP(r5, r7, 2 * step, mask2);
  NET_SWAP(r0, r1, step, mask1);
  NET_SWAP(r2, r3, step, mask1);
  NET_SWAP(r4, r5, step, mask1);
  NET_SWAP(r6, r7, step, mask1);
  row[0] = r0;
  row[apart] = r1;
  row[2 * apart] = r2;
  row[3 * apart] = r3;
  row[4 * apart] = r4;
  row[5 * apart] = r5;
  row[6 * apart] = r6;
  row[7 * apart] = r7;
}

NET_TARGET static void turn(uint64_t (*rows)[GCIM_NET_CHUNK]) {
  for (int v = 0; v < VECS_OF_CHUNK; v++) {
    mem_t *row = (mem_t *)rows + v;
    for (int i = 0; i < 8; i++) {
      turn8(row + i * VECS_OF_CHUNK, 8, UINT64_C(0x00000000ffffffff), UINT64_C(0x0000ffff0000ffff),
            UINT64_C(0x00ff00ff00ff00ff));
    }
    for (int i = 0; i < 8; i++) {
      turn8(row + 8 * i * VECS_OF_CHUNK, 1, UINT64_C(0x0f0f0f0f0f0f0f0f),
            UINT64_C(0x3333333333333333), UINT64_C(0x5555555555555555));
    }
  }
}

NET_TARGET static void spread(uint64_t (*rows)[GCIM_NET_ROWS_APART][GCIM_NET_CHUNK], int planes,
                              uint64_t *to, size_t stride) {
  for (int row = 0; row < GCIM_NET_ROWS; row++) {
    for (int b = 0; b < GCIM_NET_CHUNK && GCIM_NET_ROWS * b + row < planes; b++) {
      uint64_t *plane = to + (size_t)(GCIM_NET_ROWS * b + row) * stride;
      for (int w = 0; w < GCIM_NET_CHUNK; w++) { /* word by word: a detour by a vector is slower */
        plane[w] = rows[w][row][b];
      }
    }
  }
}
