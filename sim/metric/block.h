/* block.h: many cases at once through a tree's network and through its exact twin, and the numbers
 * of single cases out of the bit planes.
 */
#ifndef GCIM_METRIC_BLOCK_H
#define GCIM_METRIC_BLOCK_H

#include "method.h"

enum { BLOCK_WORDS = 64, BLOCK_CASES = 64 * BLOCK_WORDS };

typedef struct {
  const metric_job_t *job;
  gcim_net_t *net, *twin; /* the twin adds exactly and has the bits for every sum */
  int inputs, outputs, twin_outputs;
  uint64_t *store, **in, **out, **twin_out; /* planes of BLOCK_WORDS words */
  uint64_t valid[BLOCK_WORDS];              /* cases of the domain */
  void *scratch;
} block_t;

/* A block of a tree (SUBJECT_TREE). Errors: GCIM_ERR_STATE without memory; those of gcim_net_new.
 */
int block_new(const metric_job_t *job, block_t *block);
void block_free(block_t *block);

/* Input planes of the cases first, first + 1, ..: bit p of a case's number is plane p; `first` is a
 * multiple of 64. */
void block_count(block_t *block, uint64_t first);

/* Evaluate `words` words of in[]: out[]; with the twin: twin_out[] and valid[]. */
void block_eval(block_t *block, size_t words, bool with_twin);

/* The BLOCK_GROUP * 64 cases from word `word` on as numbers of `bits` bits. */
enum { BLOCK_GROUP = 8, BLOCK_NUMBERS = 64 * BLOCK_GROUP };
void block_numbers(uint64_t *const *planes, int bits, bool is_signed, size_t word,
                   int64_t numbers[BLOCK_NUMBERS]);

/* Is this exact sum in the domain? */
bool block_fits(const subject_t *s, int64_t exact);

/* Operands of one case. */
void block_lanes(const block_t *block, size_t word, int bit, uint64_t *lanes);

/* Operands of a case by its number. */
void block_case_lanes(const subject_t *s, uint64_t number, uint64_t *lanes);

#endif
