/* set.h: a plan of cases as a vector file, and vector files judged by the golden model. */
#ifndef GCIM_VECTORS_SET_H
#define GCIM_VECTORS_SET_H

#include <stdio.h>

#include "cases.h"
#include "vec.h"

enum { GCIM_SET_LIMIT = 64000 }; /* bytes of a frozen file */

/* Write the cases of `plan`. `config`: a name, or NULL for parameters of one's own. */
int gcim_set_write(gcim_cases_t *cases, const gcim_plan_t *plan, const char *config, uint64_t seed,
                   FILE *stream);

/* Bytes such a file has: more than `limit` as soon as it is passed. Negative status on failure. */
int64_t gcim_set_bytes(gcim_cases_t *cases, const gcim_plan_t *plan, const char *config,
                       uint64_t seed, int64_t limit);

/* The plan of a frozen set: corner cases, then the whole input space if it fits, else random ones;
 * at most GCIM_SET_LIMIT bytes. An empty plan if not even one case fits.
 */
int gcim_set_freeze(gcim_cases_t *cases, const char *config, uint64_t seed, gcim_plan_t *plan);

/* What differs, one call per field: "file:line: case 3 (name): sum_o file=.. golden=.., bit 0
 * differs". */
typedef void (*gcim_set_report_t)(void *context, const char *text);

typedef struct {
  uint64_t cases, lines; /* read */
  uint64_t answers;      /* lines with an output value under the mask besides valid and ready */
  uint64_t differences;  /* fields */
} gcim_set_counts_t;

/* Read a file and compute every expected value and mask again.
 *
 * Errors:  GCIM_ERR_MISMATCH if a field differs; whatever the reader finds (vec.h). GCIM_ERR_STATE
 * if no line compares an output value.
 */
int gcim_set_check(const char *path, gcim_set_report_t report, void *context,
                   gcim_set_counts_t *counts);

#endif
