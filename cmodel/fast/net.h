/* net.h: bit-sliced kernels behind gcim_net_eval and gcim_net_measure. Each is judged by the scalar
 * evaluation of the same network (test_net_kernel.c). Private to cmodel.
 *
 * A plane is an array of 64-bit words; chunk k of a plane is its words 8k .. 8k+7.
 */
#ifndef GCIM_FAST_NET_H
#define GCIM_FAST_NET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One step. Code 0..255: out[0] = that table of three planes, bit 4*in[0] + 2*in[1] + in[2].
 * GCIM_NET_OP_CELL + r: out[0] and out[1] = sum and carry of full adder row r of apx_cells.def;
 * GCIM_NET_OP_CELL4 + r: of 4:2 compressor row r; GCIM_NET_OP_MINUS: of the exact full adder with
 * in[1] inverted. A plane is never both read and written. */
enum { GCIM_NET_OP_CELL = 256, GCIM_NET_OP_CELL4 = 512, GCIM_NET_OP_MINUS = 768 };
enum { GCIM_NET_MINUS_SUM = 0x69, GCIM_NET_MINUS_CARRY = 0xb2 };
typedef struct {
  uint32_t in[4], out[2], code;
} gcim_net_op_t;

enum {
  GCIM_NET_CHUNK = 8,  /* words */
  GCIM_NET_UNIT = 128, /* words that are counted at once */
  GCIM_NET_ROWS = 64, /* of a block that is transposed; a spare one keeps blocks apart in a cache */
  GCIM_NET_ROWS_APART = GCIM_NET_ROWS + 1,
  GCIM_NET_COUNTER_DIGITS = 5
};

/* Ones counted so far, carry-save: word w of digit d counts 2^d for each of its ones, of the last
 * digit its value. */
typedef struct {
  uint64_t digit[GCIM_NET_COUNTER_DIGITS][GCIM_NET_CHUNK];
} gcim_net_counter_t;

typedef struct {
  /* Run a program on the first `chunks` chunks of its planes. */
  void (*run)(const gcim_net_op_t *ops, size_t count, uint64_t *const *plane, int chunks);
  /* Over a unit: is there a 1 of both? */
  bool (*meet)(const uint64_t *x, const uint64_t *y);
  /* Over a unit: do x and y differ where `mask` is 1? */
  bool (*differ)(const uint64_t *x, const uint64_t *y, const uint64_t *mask);
  /* Over a unit: to = (x ^ flip) & y. Is there a 1? */
  bool (*choose)(const uint64_t *x, uint64_t flip, const uint64_t *y, uint64_t *to);
  /* Over a unit: to = (OR of `planes` planes) & y. */
  void (*merge)(const uint64_t *const *x, int planes, const uint64_t *y, uint64_t *to);
  /* Over a unit: count the ones of x[i] & y in *counter[i], for all i < planes. */
  void (*count)(const uint64_t *const *x, int planes, const uint64_t *y,
                gcim_net_counter_t *const *counter);
  /* Transpose eight blocks of 64 x 64 bits: block w is word w of each row. */
  void (*turn)(uint64_t (*rows)[GCIM_NET_CHUNK]);
  /* Eight transposed results to a chunk of planes: to[p*stride + w] = word p/64 of row p%64 of
   * block w. */
  void (*spread)(uint64_t (*rows)[GCIM_NET_ROWS_APART][GCIM_NET_CHUNK], int planes, uint64_t *to,
                 size_t stride);
} gcim_net_kernel_t;

/* The kernel that gcim_fast_select has chosen; NULL: the golden way. */
const gcim_net_kernel_t *gcim_fast_net(void);

extern const gcim_net_kernel_t gcim_fast_net_portable;
#if defined(__x86_64__)
extern const gcim_net_kernel_t gcim_fast_net_avx2;
extern const gcim_net_kernel_t gcim_fast_net_avx512;
extern const gcim_net_kernel_t gcim_fast_net_avx512_popcount; /* with avx512vpopcntdq */
#endif

#endif
