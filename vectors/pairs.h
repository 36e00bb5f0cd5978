/* pairs.h: tables of combinations of a few factors: all of them where they are few, else every
 * legal pair of values. */
#ifndef GCIM_VECTORS_PAIRS_H
#define GCIM_VECTORS_PAIRS_H

#include <stdbool.h>

enum { GCIM_FACTORS = 24, GCIM_LEVELS = 16, GCIM_ROWS = 512 };

typedef struct {
  int count;
  int levels[GCIM_FACTORS]; /* values 0 .. levels[f] - 1 */
} gcim_factors_t;

typedef struct {
  int count;
  unsigned char rows[GCIM_ROWS][GCIM_FACTORS];
} gcim_table_t;

/* Decides whether a row may stand in the table. */
typedef bool (*gcim_legal_t)(void *context, const unsigned char *row);

/* Fill the table: full product if it has at most `full` rows, else pairwise. Always the same for
 * the same arguments. */
void gcim_pairs_make(const gcim_factors_t *factors, int full, gcim_legal_t legal, void *context,
                     gcim_table_t *table);

#endif
