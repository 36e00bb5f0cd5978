/* pop.h: a population count as independent blocks of input bits. */
#ifndef GCIM_METRIC_POP_H
#define GCIM_METRIC_POP_H

#include "method.h"

enum { POP_BLOCK_BITS = 6, POP_MAX_BLOCKS = 1024 };

/* What is counted for each pattern of the block's bits, by the sentences of the unit's card. */
typedef struct {
  int bits;
  int16_t counted[1 << POP_BLOCK_BITS];
} pop_block_t;

/* Blocks in the order of their bits, bit 0 of a block first; their number, or 0 if the kind has no
 * independent blocks. `blocks` has POP_MAX_BLOCKS entries. */
int pop_blocks(const subject_t *s, pop_block_t *blocks);

/* What is counted of `ones` ones, for the kinds without blocks. */
int pop_counted(const subject_t *s, int ones);

/* d of a block's pattern. */
static inline int pop_error(const pop_block_t *block, unsigned pattern) {
  return block->counted[pattern] - __builtin_popcount(pattern);
}

/* Largest (sign 1) or smallest (-1) d, and input bits that reach it. */
int pop_extreme(const subject_t *s, const pop_block_t *blocks, int count, int sign,
                uint64_t *lanes);

#endif
