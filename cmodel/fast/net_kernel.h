/* net_kernel.h: the kernels of fast/net.h, written once for vectors of NET_BYTES bytes. The file
 * that includes it also says NET_TARGET (a function attribute), NET_NAME, and, if the processor has
 * an instruction for it, NET_TABLE(m, a, b, c): table m (constant) of three bits.
 */
#include "fast/net.h"

typedef uint64_t vec_t __attribute__((vector_size(NET_BYTES)));
typedef uint64_t mem_t __attribute__((vector_size(NET_BYTES), aligned(8), may_alias));

/* Rows of the table of cells: FA_<name>, C42_<name>. */
#define CELL(name, sum, carry, wrong_s, wrong_c, source) FA_##name,
#define COMPRESSOR(name, sum, carry, wrong, source)
enum {
#include "num/apx_cells.def"
  FA_ROWS
};
#undef CELL
#undef COMPRESSOR
#define CELL(name, sum, carry, wrong_s, wrong_c, source)
#define COMPRESSOR(name, sum, carry, wrong, source) C42_##name,
enum {
#include "num/apx_cells.def"
  C42_ROWS
};
#undef CELL
#undef COMPRESSOR

enum { VECS_OF_CHUNK = 64 / NET_BYTES, VECS_OF_UNIT = GCIM_NET_UNIT * 8 / NET_BYTES, GROUP = 16 };

/* ---- tables ---- */

#define NET_INLINE NET_TARGET __attribute__((always_inline)) static inline
#ifndef NET_TABLE
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

/* Both outputs of a cell in one step. */
#define NET_CELL(code, sum, carry)              \
  case (code):                                  \
    for (int i = 0; i < vectors; i++) {         \
      const vec_t x = a[i], y = b[i], z = c[i]; \
      s[i] = NET_TABLE(sum, x, y, z);           \
      t[i] = NET_TABLE(carry, x, y, z);         \
    }                                           \
    break;
#define CELL(name, sum, carry, wrong_s, wrong_c, source) \
  NET_CELL(GCIM_NET_OP_CELL + FA_##name, sum, carry)
#define NET_MUX(x, y, z) ((z) ^ ((x) & ((y) ^ (z))))
#define COMPRESSOR(name, sum, carry, wrong, source)                                         \
  case GCIM_NET_OP_CELL4 + C42_##name:                                                      \
    for (int i = 0; i < vectors; i++) {                                                     \
      const vec_t w = a[i], x = b[i], y = c[i], z = d[i];                                   \
      s[i] = NET_MUX(w, NET_TABLE((sum) >> 8, x, y, z), NET_TABLE((sum)&255, x, y, z));     \
      t[i] = NET_MUX(w, NET_TABLE((carry) >> 8, x, y, z), NET_TABLE((carry)&255, x, y, z)); \
    }                                                                                       \
    break;

NET_TARGET static void run(const gcim_net_op_t *ops, size_t count, uint64_t *const *plane,
                           int chunks) {
  const int vectors = chunks * VECS_OF_CHUNK;
  for (size_t k = 0; k < count; k++) {
    const mem_t *a = (const mem_t *)plane[ops[k].in[0]];
    const mem_t *b = (const mem_t *)plane[ops[k].in[1]];
    const mem_t *c = (const mem_t *)plane[ops[k].in[2]];
    const mem_t *d = (const mem_t *)plane[ops[k].in[3]];
    mem_t *s = (mem_t *)plane[ops[k].out[0]];
    mem_t *t = (mem_t *)plane[ops[k].out[1]];
    switch (ops[k].code) {
      NET_CASE64(0)
      NET_CASE64(64)
      NET_CASE64(128)
      NET_CASE64(192)
#include "num/apx_cells.def"
      NET_CELL(GCIM_NET_OP_MINUS, GCIM_NET_MINUS_SUM, GCIM_NET_MINUS_CARRY)
      default:
        break;
    }
  }
}
#undef CELL
#undef COMPRESSOR

#include "fast/net_count.h"
#include "fast/net_turn.h"

const gcim_net_kernel_t NET_NAME = {run, meet, differ, choose, merge, count, turn, spread};
