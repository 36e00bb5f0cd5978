/* draw.h: random operands: a pure function of (seed, number), whatever the threads. */
#ifndef GCIM_METRIC_DRAW_H
#define GCIM_METRIC_DRAW_H

#include "block.h"

/* Input planes of block `index`: operand bits 1 with the job's probability (to 2^-32). */
void draw_block(const metric_job_t *job, uint64_t index, block_t *block);

/* Operands of a case, of up to 64 bits each. */
void draw_lanes(const metric_job_t *job, uint64_t number, uint64_t *lanes);

#endif
