/* gcim_approx.h: approximate adders, cells and adder trees as functions; the same numbers as the
 * units apx_*.
 *
 * Two independent implementations stand behind it. The word-level functions (gcim_adder_add,
 * gcim_tree_sum) follow the sentences of cmodel/unit/apx_add2.def and apx_tree.def; they are the
 * golden models. A network (gcim_net_*) is the same tree as a list of cells in topological order:
 * fast evaluation of many inputs at once, traces, Verilog, error metrics.
 */
#ifndef GCIM_APPROX_H
#define GCIM_APPROX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gcim_card.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- cells ---- */

/* Full adder cell: bit 4a+2b+c of `s` and `c` is the output for inputs a, b, c; its value is 2c +
 * s. */
typedef struct {
  uint8_t s, c;
} gcim_fa_t;

/* 4:2 compressor without carry in and out: bit 8*x1 + 4*x2 + 2*x3 + x4 of `s` and `c`. */
typedef struct {
  uint16_t s, c;
} gcim_c42_t;

enum { GCIM_FA_ROW_EXACT = 0, GCIM_FA_ROW_USER = 1, GCIM_C42_ROW_CELLS = 0, GCIM_C42_ROW_USER = 1 };

/* One row of cmodel/num/apx_cells.def. */
typedef struct {
  const char *name, *source; /* "AMA1", "Gupta 2013" */
  unsigned s, c;             /* truth tables */
  int wrong_s,
      wrong_c; /* published: rows of the sum and of the carry that differ from the exact cell */
} gcim_fa_row_t;
typedef struct {
  const char *name, *source;
  unsigned s, c;
  int wrong; /* published: rows whose value 2c + s is not the number of ones */
} gcim_c42_row_t;

/* The table, row by row; NULL past the last. */
const gcim_fa_row_t *gcim_fa_row(int row);
const gcim_c42_row_t *gcim_c42_row(int row);

/* Row of a name, upper or lower case; -1 if there is none. */
int gcim_fa_find(const char *name);
int gcim_c42_find(const char *name);

/* ---- two-operand adders ---- */

typedef enum {
  GCIM_ADD_EXACT = 0,
  GCIM_ADD_TRUNC = 1,
  GCIM_ADD_LSB0 = 2,
  GCIM_ADD_COPYA = 3,
  GCIM_ADD_COPYB = 4,
  GCIM_ADD_LOA = 5,
  GCIM_ADD_LOAWA = 6,
  GCIM_ADD_LOCA = 7,
  GCIM_ADD_OLOCA = 8,
  GCIM_ADD_HEAA = 9,
  GCIM_ADD_HERLOA = 10,
  GCIM_ADD_MHERLOA = 11,
  GCIM_ADD_HOAANED = 12,
  GCIM_ADD_ETA1 = 13,
  GCIM_ADD_CHAIN = 14,
  GCIM_ADD_ETA2 = 15,
  GCIM_ADD_ACA1 = 16,
  GCIM_ADD_SEGMENT = 17,
  GCIM_ADD_GEAR = 18
} gcim_add_t;

typedef struct {
  gcim_add_t kind;
  int k, m, p;    /* parameters K, M, P of apx_add2.def */
  gcim_fa_t cell; /* ADD_CHAIN */
} gcim_adder_t;

/* Add two words by apx_add2.def, sentences 5..19.
 *
 * Shapes:  a, b of `width` bits, 1..64; bits above are ignored. Returns result bits 0..width-1;
 * *top is bit `width` (sentence 5), *cut is tap_cut; either pointer may be NULL. k <= width. Exact:
 * bit for bit what the card says. Errors:  none; the caller keeps the ranges.
 */
uint64_t gcim_adder_add(const gcim_adder_t *adder, int width, bool is_signed, uint64_t a,
                        uint64_t b, bool *top, bool *cut);

/* "loa", "gear"; -1 if there is none, NULL past the last. */
int gcim_add_find(const char *name);
const char *gcim_add_name(int kind);

/* ---- trees ---- */

enum { GCIM_TREE_MAX_LANES = 1024, GCIM_TREE_MAX_BITS = 42, GCIM_TREE_MAX_LEVELS = 10 };

typedef enum {
  GCIM_BINARY = 0,
  GCIM_CARRY_SAVE = 1,
  GCIM_WALLACE = 2,
  GCIM_DADDA = 3,
  GCIM_ROWS73 = 4
} gcim_topology_t;

typedef enum {
  GCIM_SCHEME_UNSIGNED = 0,
  GCIM_SCHEME_EXTEND = 1,
  GCIM_SCHEME_INVERT = 2,
  GCIM_SCHEME_PLANE = 3
} gcim_scheme_t;

/* A tree of apx_tree.def with one cell a column and one adder a level: more general than the unit's
 * parameters. */
typedef struct {
  int lanes, width; /* 2..1024, 1..32 */
  gcim_topology_t topology;
  gcim_scheme_t scheme;
  gcim_fa_t cell[GCIM_TREE_MAX_BITS];  /* carry-save: full and half adders of a column */
  gcim_fa_t alt[GCIM_TREE_MAX_BITS];   /* every alt_period-th full adder of a column */
  int alt_period;                      /* 0: alt is not used */
  bool compressed[GCIM_TREE_MAX_BITS]; /* CARRY_SAVE: `compressor` instead of two cells */
  gcim_c42_t compressor;
  gcim_adder_t
      level[GCIM_TREE_MAX_LEVELS + 1]; /* BINARY: [l] of level l; carry-save: [0], the last adder */
  int max_bits;                        /* BINARY: widest word; 0: grows */
  bool saturate;                       /* at max_bits */
  int64_t comp;                        /* added at the root */
  bool allow_sign;
} gcim_tree_t;

/* An exact binary tree: every cell and adder exact, no constant. */
void gcim_tree_init(gcim_tree_t *tree, int lanes, int width);

/* Bits of the sum: width + ceil(log2 lanes), at most max_bits if that is not 0. */
int gcim_tree_sum_bits(const gcim_tree_t *tree);

/* What is wrong with the tree, as a text of the thread (gcim_error_text), or GCIM_OK. */
int gcim_tree_check(const gcim_tree_t *tree);

/* The tree that a unit's parameters describe, by the names of apx_tree.def (Lanes, Width, Topology,
 * ..); a name that its card lacks stands for the default there.
 *
 * Errors:  GCIM_ERR_NULL; GCIM_ERR_PARAM for a card without Lanes and Width, or as gcim_tree_check.
 *          `*tree` is untouched on error.
 */
int gcim_card_tree(const gcim_card_t *card, gcim_tree_t *tree);

/* Sum of one set of lanes: the golden model.
 *
 * Shapes:  lane i is bits [i*width +: width] of `data`. Returns gcim_tree_sum_bits bits, zero
 * above. `rows`, if not NULL, takes the two words of tap_rows, first and second. Exact:   bit for
 * bit what apx_tree.def says, sentences 5..13. Errors:  none; the tree has passed gcim_tree_check.
 */
uint64_t gcim_tree_sum(const gcim_tree_t *tree, const uint32_t *data, uint64_t *rows);

/* The sum without any approximation, of the same bits (exact cells and adders, no width limit, no
 * constant), modulo 2^sum_bits. */
uint64_t gcim_tree_exact(const gcim_tree_t *tree, const uint32_t *data);

/* Read one line, "n=64 w=8 top=wallace scheme=extend col[0:4]=ama5 add=loa(3) comp=-31" (grammar:
 * cmodel/net/README.md), or print the canonical one. Parsing what was printed gives the same tree;
 * printing what was parsed is the canonical form.
 *
 * Errors:  GCIM_ERR_FORMAT with the position and what is expected there; GCIM_ERR_PARAM with the
 * rule that is broken. `*tree` is untouched on error. gcim_tree_print returns the length; the text
 * is cut to `size`.
 */
int gcim_tree_parse(const char *text, gcim_tree_t *tree);
int gcim_tree_print(const gcim_tree_t *tree, char *text, size_t size);

/* ---- networks ---- */

typedef struct gcim_net gcim_net_t;

enum { GCIM_NET_MAX_CELLS = 1 << 20, GCIM_NET_CELL_INPUTS = 4 };

/* One cell. Nets are numbers: 0 is constant 0, 1 is constant 1, 2 .. 2 + inputs - 1 the input bits
 * (bit b of lane i is 2 + i*width + b), then the outputs of cells. Output o (o < outs) of the cell
 * is net `out + o` with truth table table[o] (index: in[0] is the most significant bit, as in
 * gcim_fa_t) and weight 2^(column + o).
 */
typedef struct {
  uint32_t in[GCIM_NET_CELL_INPUTS];
  uint32_t out;
  uint16_t table[2];
  uint8_t ins, outs;
  int16_t column; /* -1: a gate without weight (part of an adder that is no chain of cells) */
  int16_t level;  /* of the tree: round or level that it belongs to, 0 = leaves; for traces */
} gcim_net_cell_t;

/* Build the network of a tree (at most GCIM_NET_MAX_CELLS cells).
 *
 * Errors:  GCIM_ERR_NULL; GCIM_ERR_PARAM as gcim_tree_check, or if the network is over the limit;
 * GCIM_ERR_STATE without memory. `*net` is NULL on error.
 */
int gcim_net_new(const gcim_tree_t *tree, gcim_net_t **net);
void gcim_net_free(gcim_net_t *net);

const gcim_tree_t *gcim_net_tree(const gcim_net_t *net);
int gcim_net_inputs(const gcim_net_t *net);  /* lanes * width */
int gcim_net_outputs(const gcim_net_t *net); /* sum_bits */
int gcim_net_cells(const gcim_net_t *net);
const gcim_net_cell_t *gcim_net_cell(const gcim_net_t *net, int index);
uint32_t gcim_net_output(const gcim_net_t *net, int bit); /* the net that is result bit `bit` */
uint32_t gcim_net_root(const gcim_net_t *net, int bit);   /* the same before `comp` is added */
uint32_t gcim_net_row(const gcim_net_t *net, int row,
                      int bit); /* the net that is bit `bit` of row 0 or 1 of tap_rows */

/* Fingerprint: a hash of the cells up to the root, `comp` left out (byte layout:
 * cmodel/net/README.md). Printed Verilog carries it. */
uint64_t gcim_net_fingerprint(const gcim_net_t *net);

/* Bytes of scratch that gcim_net_sum, _eval, _eval_words, _measure and _exhaust work in, each, for
 * any number of cases: planes are evaluated in blocks. The scratch may start at any address,
 * nothing has to be in it before or stays in it; threads at the same time need one each.
 */
size_t gcim_net_scratch_bytes(const gcim_net_t *net);

/* Evaluate one set of lanes. Same result as gcim_tree_sum. */
uint64_t gcim_net_sum(const gcim_net_t *net, const uint32_t *data, void *scratch);

/* Evaluate 64 * words sets of lanes at once, bit-sliced.
 *
 * Shapes:  in[p][w]: plane p is input bit p (bit b of lane i at p = i*width + b), bit j of word w
 * belongs to set 64*w + j; out[o][w] likewise for result bit o. Pointers to planes; no alignment is
 * asked for. Exact:   the same as gcim_net_sum; the kernel is chosen by gcim_fast_select.
 */
void gcim_net_eval(const gcim_net_t *net, const uint64_t *const *in, uint64_t *const *out,
                   size_t words, void *scratch);

/* Evaluate `count` sets of lanes given as packed words, set i at data + i*stride (in 32-bit words):
 * transposes, then gcim_net_eval. sums[i]: result of set i.
 */
void gcim_net_eval_words(const gcim_net_t *net, const uint32_t *data, size_t stride, size_t count,
                         uint64_t *sums, void *scratch);

/* Value of every net for one set of lanes: values[gcim_net_nets]; for traces. */
size_t gcim_net_nets(const gcim_net_t *net);
void gcim_net_trace(const gcim_net_t *net, const uint32_t *data, uint8_t *values);

/* The network as a Verilog module `name` (ports data_i, tree_o, rows_o, fingerprint_o;
 * combinational): cells as instances of gcim_apx_cell and gcim_apx_cell4, gates as assigns, one
 * wire per net. tree_o is the sum before `comp`. Returns the length; the text is cut to `size`.
 */
size_t gcim_net_verilog(const gcim_net_t *net, const char *name, char *text, size_t size);

/* ---- errors of a network ---- */

/* 128 bits; `high` is two's complement for signed sums. */
typedef struct {
  uint64_t low, high;
} gcim_u128_t;

/* Integer error statistics: d = approximate - exact (gcim_tree_exact), both read as numbers of
 * sum_bits bits, two's complement for the signed schemes. */
typedef struct {
  uint64_t cases, wrong;                  /* counted; of these with d != 0 */
  gcim_u128_t sum_abs, sum, sum_sq;       /* of |d|, d, d*d */
  int64_t max, min;                       /* largest and smallest d; 0 for no cases */
  uint64_t max_case, min_case;            /* the first case that reaches it */
  uint64_t bit_wrong[GCIM_TREE_MAX_BITS]; /* cases in which this result bit differs */
} gcim_moments_t;

enum { GCIM_NET_BLOCK = 1 << 16 }; /* cases; gcim_net_exhaust counts in blocks */

/* Add the statistics of 64 * words cases to *moments (which starts as zeros).
 *
 * Shapes:  in as gcim_net_eval; valid[w]: bit j = 1 counts set 64*w + j, NULL counts all. Sets are
 * numbered from first_case on.
 */
void gcim_net_measure(const gcim_net_t *net, const uint64_t *const *in, const uint64_t *valid,
                      size_t words, uint64_t first_case, gcim_moments_t *moments, void *scratch);

/* Add the statistics of the cases first .. first+count-1: input bit p is bit p of the case's
 * number. first and count are multiples of GCIM_NET_BLOCK, or all of a smaller space.
 *
 * Errors:  GCIM_ERR_NULL; GCIM_ERR_PARAM for more than 40 input bits or another range.
 */
int gcim_net_exhaust(const gcim_net_t *net, uint64_t first, uint64_t count, gcim_moments_t *moments,
                     void *scratch);

/* *sum += *part. Associative and commutative: of equal extremes the lower case number stays. */
void gcim_moments_add(gcim_moments_t *sum, const gcim_moments_t *part);

#ifdef __cplusplus
}
#endif
#endif
