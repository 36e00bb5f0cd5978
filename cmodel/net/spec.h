/* spec.h: words of the line that describes a tree (README.md). Private to cmodel/net. */
#ifndef GCIM_NET_SPEC_H
#define GCIM_NET_SPEC_H

#include "gcim_approx.h"

enum { GCIM_SPEC_NAME = 16, GCIM_SPEC_NAMES = 32 };

/* Keys, in the order in which they are printed. */
typedef enum {
  GCIM_SPEC_N = 0,
  GCIM_SPEC_W,
  GCIM_SPEC_TOP,
  GCIM_SPEC_SCHEME,
  GCIM_SPEC_COL,
  GCIM_SPEC_ALT,
  GCIM_SPEC_EVERY,
  GCIM_SPEC_C42,
  GCIM_SPEC_ADD,
  GCIM_SPEC_MAX,
  GCIM_SPEC_SAT,
  GCIM_SPEC_COMP,
  GCIM_SPEC_SIGN
} gcim_spec_key_t;
enum { GCIM_SPEC_KEYS = GCIM_SPEC_SIGN + 1, GCIM_SPEC_TOPS = 5, GCIM_SPEC_SCHEMES = 4 };

extern const char *const gcim_spec_keys[GCIM_SPEC_KEYS];
extern const char *const gcim_spec_tops[GCIM_SPEC_TOPS];
extern const char *const gcim_spec_schemes[GCIM_SPEC_SCHEMES];

/* What an adder's parentheses hold. */
typedef enum {
  GCIM_SPEC_NOTHING, /* exact */
  GCIM_SPEC_K,       /* loa(3) */
  GCIM_SPEC_K_M,     /* oloca(4,2) */
  GCIM_SPEC_K_P,     /* gear(4,2) */
  GCIM_SPEC_K_CELL   /* chain(3,ama1) */
} gcim_spec_args_t;
gcim_spec_args_t gcim_spec_args(gcim_add_t kind);

/* Names of the table of cells in lower case, without the rows for a user's tables. Row of name i is
 * row[i]; returns how many there are. */
typedef struct {
  char name[GCIM_SPEC_NAMES][GCIM_SPEC_NAME];
  int row[GCIM_SPEC_NAMES];
  int count;
} gcim_spec_names_t;
void gcim_spec_cells(gcim_spec_names_t *names);
void gcim_spec_compressors(gcim_spec_names_t *names);

/* Sum bits and levels of a tree that may be out of range: 0 if it is. */
int gcim_spec_columns(const gcim_tree_t *tree);
int gcim_spec_levels(const gcim_tree_t *tree);

#endif
