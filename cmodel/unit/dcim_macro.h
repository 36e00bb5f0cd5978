/* dcim_macro.h: state of the macro's golden model, shared by dcim_macro.c (cycles) and
 * dcim_macro_tile.c (arithmetic). */
#ifndef GCIM_UNIT_DCIM_MACRO_H
#define GCIM_UNIT_DCIM_MACRO_H

#include "core/model.h"
#include "gcim_approx.h"
#include "part/apx_pattern.h"

enum { MAX_TILES = 16, MAX_SPARES = 8 }; /* tiles in flight: at most TreeRegs + 3 = 14 */

/* Geometry, copied from the card once. */
typedef struct {
  int rows, cols, max_x, max_w, group, gate_rows, spares, acc_width;
  int tile_bits, phys_rows, addr_bits, digits, sum_bits, tree_regs;
  bool apx_tree;
  bool pattern_tree, lossy; /* of the approximate trees, that of 23 */
  gcim_pattern_t pattern;   /* its groups */
} geometry_t;

/* Which decoding of the stored words the matrices below hold. */
typedef struct {
  uint64_t writes; /* 0: none */
  int w_bits;
  bool w_signed;
  gcim_cell_t cell;
  uint32_t repair_en;
  uint32_t repair_row[MAX_SPARES];
} decoded_key_t;

/* Everything a tile keeps from its accept. */
typedef struct {
  int64_t start; /* pipe time of its bit cycle 0 */
  int x_bits;
  bool x_signed, msb_first, keep;
  gcim_cell_t cell;
  gcim_fit_t fit;
  decoded_key_t key;
  bool care;    /* no active row was unwritten */
  uint32_t *x;  /* Rows: bits of each input */
  uint8_t *on;  /* Rows: the row is active */
  int64_t *sum; /* Cols: the untimed dot product */
  /* approximate trees: after bit cycle k, at [k * ..]; NULL otherwise */
  int64_t *col_sums;  /* MaxX * Cols * Digits */
  int64_t *tile_sums; /* MaxX * Cols */
} tile_t;

/* A decoded matrix [Rows][cols], as integers and packed for the fast kernels. */
typedef struct {
  int cols;
  int32_t *w;
  int16_t *pairs;
} matrix_t;

typedef struct {
  geometry_t g;
  /* array */
  uint32_t *stored; /* PhysRows words of row_words each */
  uint8_t *written; /* PhysRows */
  int row_words;
  uint64_t writes;
  /* decoded weights: for a run of tiles in one mode this is done once */
  decoded_key_t key;
  int32_t *stored_row; /* Rows */
  matrix_t weights;    /* Cols wide */
  matrix_t digit;      /* Cols * Digits wide, for tap_col_sum */
  bool digit_ready;
  /* approximate trees: the network of a column's tree and one bit per lane, column and digit */
  const gcim_net_t *net; /* NULL for a pattern tree */
  uint32_t *lanes;       /* one tree's lanes, packed */
  uint64_t *planes;      /* PhysRows * Group planes of plane_words */
  uint64_t *sums;        /* tree sum bits, the same */
  const uint64_t **plane_in;
  uint64_t **plane_out;
  uint8_t *scratch;
  int plane_words;

  /* pipeline */
  int64_t time; /* counts the edges that were not blocked */
  tile_t tiles[MAX_TILES];
  int first_tile, tile_count;
  /* result and answer registers */
  int64_t *acc, *ovf; /* Cols; ovf is 0 or 1 */
  bool acc_care, result_valid, answer_valid, answer_care;
  uint32_t *answer;
  /* scratch */
  int32_t *x32;
  int16_t *x16;
  int32_t *y32;
  int64_t *y64;
  /* coverage only */
  int stalled;
} macro_t;

static inline macro_t *macro_of(const gcim_model_t *model) {
  return model->state;
}

/* Bytes of a model's state, and its layout on zeroed memory. */
size_t gcim_dcim_macro_state_bytes(const gcim_model_t *model);
int gcim_dcim_macro_init(gcim_model_t *model);

/* The network of an approximate tree, for the life of the model. */
int gcim_dcim_macro_prepare(gcim_model_t *model);
void gcim_dcim_macro_release(gcim_model_t *model);

/* Decode the weights for `key`'s mode and repair, unless that is what the matrices hold. */
void gcim_dcim_macro_decode(macro_t *m, const decoded_key_t *key);

/* tile->sum = the untimed dot product of its inputs with the weights its modes decode. */
void gcim_dcim_macro_sum(macro_t *m, tile_t *tile);

/* Column sums of bit cycle k (algorithm 14): sums[Cols * Digits]. */
void gcim_dcim_macro_col_sums(macro_t *m, const tile_t *tile, int k, int64_t *sums);

/* The same three with an approximate tree (21, 22): all bit cycles of a tile at its start, then
 * looked up. */
void gcim_dcim_macro_tree_run(macro_t *m, tile_t *tile);

/* Tile sums after `count` bit cycles (algorithm 16): sums[Cols]. */
void gcim_dcim_macro_partial(macro_t *m, const tile_t *tile, int count, int64_t *sums);

#endif
