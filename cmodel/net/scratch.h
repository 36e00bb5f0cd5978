/* scratch.h: how the caller's scratch is used. Private to cmodel/net. */
#ifndef GCIM_NET_SCRATCH_H
#define GCIM_NET_SCRATCH_H

#include "net/net.h"

enum {
  GCIM_NET_RUN_WORDS = 64, /* words of a plane evaluated at once */
  GCIM_NET_PAIRS = GCIM_TREE_MAX_BITS * (GCIM_TREE_MAX_BITS + 1) / 2
};

/* Counters of one gcim_net_measure or gcim_net_exhaust. In a unit whose d needs m bits and a sign,
 * d = -2^m * negative + the low m bits. Pair (j, k), j < k, is number k*(k-1)/2 + j. */
typedef struct {
  gcim_net_counter_t wrong;
  gcim_net_counter_t bit_wrong[GCIM_TREE_MAX_BITS];
  gcim_net_counter_t bit[GCIM_TREE_MAX_BITS];          /* of d, below m */
  gcim_net_counter_t pair[GCIM_NET_PAIRS];             /* bits j and k together */
  gcim_net_counter_t negative[GCIM_TREE_MAX_BITS + 1]; /* by m */
  gcim_net_counter_t below[GCIM_NET_PAIRS];            /* (j, m): bit j of negative ones */
  gcim_moments_t found;                                /* cases, max and min so far */
} gcim_net_tally_t;

typedef struct {
  uint64_t **plane;       /* by plane number */
  uint64_t *zeros, *ones; /* a unit each */
  uint64_t *slots;        /* of eval or diff */
  uint64_t *inputs;       /* inputs * GCIM_NET_RUN_WORDS: made or padded planes */
  uint64_t (*rows)[GCIM_NET_ROWS_APART][GCIM_NET_CHUNK]; /* GCIM_NET_CHUNK blocks to transpose */
  uint64_t *pattern;       /* GCIM_NET_UNIT_BITS units: low input bits of an exhaustive unit */
  uint64_t *valid;         /* a unit */
  uint64_t *chosen[3];     /* a unit each */
  uint64_t *copy, *live;   /* results of diff, a unit each: copies, and under `valid` */
  gcim_net_tally_t *tally; /* not cleared */
} gcim_net_scratch_t;

/* Cut `memory` up. */
void gcim_net_scratch_place(const gcim_net_t *net, void *memory, gcim_net_scratch_t *s);

/* Run a program on words at .. at+words-1 of its inputs; words <= stride, the distance of two
 * slots. Reads nothing behind them. */
void gcim_net_run(const gcim_net_t *net, const gcim_net_tape_t *tape,
                  const gcim_net_kernel_t *kernel, const uint64_t *const *in, size_t at,
                  size_t words, size_t stride, gcim_net_scratch_t *s);

/* Result r of that run: an input itself, or in scratch. */
const uint64_t *gcim_net_result(const gcim_net_t *net, const gcim_net_tape_t *tape, int r,
                                const uint64_t *const *in, size_t at, size_t stride,
                                const gcim_net_scratch_t *s);

/* Point the slots of a program into scratch, `at` words from their start. */
void gcim_net_point_slots(const gcim_net_t *net, const gcim_net_tape_t *tape, size_t at,
                          size_t stride, gcim_net_scratch_t *s);

#endif
