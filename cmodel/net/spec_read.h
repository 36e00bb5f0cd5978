/* spec_read.h: reading words and numbers of the line that describes a tree. Private to
 * cmodel/net. Readers return a gcim_status and move s->at behind what they read.
 */
#ifndef GCIM_NET_SPEC_READ_H
#define GCIM_NET_SPEC_READ_H

#include "net/spec.h"

/* Lanes and bits that are read at all. Every other number is read up to the limit of its type: what
 * gcim_tree_check allows must be readable, since it is what gcim_tree_print writes. */
enum { GCIM_SPEC_LARGEST = 1000000 };

typedef struct gcim_spec_range {
  int first, last, at;          /* at: of the text, from 0 */
  const char *what;             /* "column" or "level" */
  struct gcim_spec_range *most; /* the range that reaches farthest */
} gcim_spec_range_t;

typedef struct {
  const char *text;
  int at;
  gcim_tree_t tree; /* adders of a binary tree come last */
  gcim_adder_t level[GCIM_TREE_MAX_LEVELS + 1];
  bool given[GCIM_SPEC_KEYS];
  uint64_t columns, alts, compressed, levels; /* indexes given so far */
  gcim_spec_range_t most_column, most_level;
  int alt_at;
} gcim_spec_t;

void gcim_spec_skip_blanks(gcim_spec_t *s);

/* GCIM_ERR_FORMAT: what stands at `at`, and what was expected there. */
int gcim_spec_refuse(const gcim_spec_t *s, int at, const char *expected);

int gcim_spec_sign(gcim_spec_t *s, char sign);
int gcim_spec_end_of_pair(const gcim_spec_t *s);
int gcim_spec_number(gcim_spec_t *s, int64_t low, int64_t high, int64_t *value);
/* "[a:b]" or "[a]"; range->first and last hold the legal ones before. */
int gcim_spec_range(gcim_spec_t *s, gcim_spec_range_t *range);
int gcim_spec_name(gcim_spec_t *s, const char *what, const char *const *known, int count,
                   int *number);
int gcim_spec_cell(gcim_spec_t *s, gcim_fa_t *cell);
int gcim_spec_compressor(gcim_spec_t *s, gcim_c42_t *cell);
int gcim_spec_adder(gcim_spec_t *s, gcim_adder_t *adder);

#endif
