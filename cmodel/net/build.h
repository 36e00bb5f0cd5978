/* build.h: from a tree to cells. The builder runs twice, first without memory for cells, to count
 * them. Private to cmodel/net; calling order follows the sentences of apx_tree.def, 5..13.
 */
#ifndef GCIM_NET_BUILD_H
#define GCIM_NET_BUILD_H

#include "net/net.h"

enum { GCIM_NET_SPARE = 8 }; /* a column never holds more bits than lanes and this */

typedef struct {
  gcim_net_t *net;
  bool counting; /* no cell is stored */
  uint32_t next; /* the next free net */
  int16_t level;
  int column;                               /* of bit 0 of the tree in work */
  uint32_t full_adders[GCIM_TREE_MAX_BITS]; /* so far, by column of the tree in work */
  uint32_t *leaf;                           /* lanes * width nets */
  uint32_t *here, *there; /* bits * (lanes + GCIM_NET_SPARE) nets each: rows or columns */
  uint32_t *carries;      /* 2 * (lanes + GCIM_NET_SPARE) */
} gcim_net_build_t;

/* One tree of lanes: the whole, one of the two of SCHEME_PLANE, or the exact twin. */
typedef struct {
  const gcim_tree_t *tree; /* cells, adders, topology */
  int lanes, width, bits;  /* a lane's width; the sum is modulo 2^bits */
  bool is_signed;          /* lanes are extended with their top bit */
  uint32_t sum[GCIM_TREE_MAX_BITS];
  uint32_t row[2][GCIM_TREE_MAX_BITS];
} gcim_net_part_t;

/* Words of scratch nets for the builder; they go to leaf, here, there and carries. */
size_t gcim_net_build_words(const gcim_tree_t *tree);

/* The tree, inputs and bits of a network to be. */
void gcim_net_shape(gcim_net_t *net, const gcim_tree_t *tree);

/* All cells of net->tree; sets the nets of results, counts and the fingerprint. */
void gcim_net_build(gcim_net_build_t *b);

/* ---- cells ---- */

/* Two-input gates and others without weight: index of the table below. */
typedef enum {
  GCIM_GATE_NOT = 0,
  GCIM_GATE_AND,
  GCIM_GATE_OR,
  GCIM_GATE_XOR,
  GCIM_GATE_AND_NOT, /* a & ~b */
  GCIM_GATE_CLAMP    /* a ? ~b : c */
} gcim_gate_t;
enum { GCIM_GATES = GCIM_GATE_CLAMP + 1 };
uint32_t gcim_net_gate(gcim_net_build_t *b, gcim_gate_t gate, uint32_t x, uint32_t y, uint32_t z);

/* Which gate is a cell without weight? */
gcim_gate_t gcim_net_gate_of(const gcim_net_cell_t *cell);

/* A cell with two outputs in column `column` of the tree in work; returns the sum's net, the
 * carry's is one more. */
uint32_t gcim_net_full_adder(gcim_net_build_t *b, gcim_fa_t table, int column, uint32_t x,
                             uint32_t y, uint32_t z);
uint32_t gcim_net_compressor(gcim_net_build_t *b, gcim_c42_t table, int column,
                             const uint32_t x[4]);

/* The exact full adder. */
gcim_fa_t gcim_net_exact_cell(void);

/* ---- adders: apx_add2.def, 5..19 ---- */

/* y[0 .. width] = x + z; y[width] is sum_o[width]. `column`: of bit 0. */
void gcim_net_add(gcim_net_build_t *b, const gcim_adder_t *adder, int width, bool is_signed,
                  int column, const uint32_t *x, const uint32_t *z, uint32_t *y);

/* Exact addition of bits first .. width-1, modulo 2^width; returns the carry out. */
uint32_t gcim_net_ripple(gcim_net_build_t *b, int first, int width, int column, const uint32_t *x,
                         const uint32_t *z, uint32_t carry, uint32_t *y);

/* y[0 .. bits-1] += value. */
void gcim_net_add_constant(gcim_net_build_t *b, int bits, uint64_t value, uint32_t *y);

/* ---- trees: sum and rows of a part from b->leaf ---- */

void gcim_net_sum_part(gcim_net_build_t *b, gcim_net_part_t *part);
void gcim_net_binary(gcim_net_build_t *b, gcim_net_part_t *part);     /* sentence 6 */
void gcim_net_carry_save(gcim_net_build_t *b, gcim_net_part_t *part); /* 8, rows only */
void gcim_net_columns(gcim_net_build_t *b, gcim_net_part_t *part);    /* 9, 10, rows only */
void gcim_net_rows73(gcim_net_build_t *b, gcim_net_part_t *part);     /* 11, rows only */

/* The column's cell: alternates, counted per column (sentence 7). */
uint32_t gcim_net_column_cell(gcim_net_build_t *b, const gcim_net_part_t *part, int column,
                              uint32_t x, uint32_t y, uint32_t z);

/* Bit `column` of lane `lane`, extended (7). */
uint32_t gcim_net_lane_bit(const gcim_net_build_t *b, const gcim_net_part_t *part, int lane,
                           int column);

/* Levels of a binary tree. */
static inline int gcim_net_levels(int lanes) {
  int levels = 0;
  while ((1 << levels) < lanes) {
    levels++;
  }
  return levels;
}

/* FNV-1a of the cells; layout in README.md. */
uint64_t gcim_net_hash(const gcim_net_t *net);

#endif
