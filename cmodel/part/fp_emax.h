/* fp_emax.h: the largest exponent of a group (card fp_emax, 5 to 7). */
#ifndef GCIM_PART_FP_EMAX_H
#define GCIM_PART_FP_EMAX_H

#include <stdbool.h>

/* The lanes of a group seen so far: all zero before the first. */
typedef struct {
  int max; /* 0 while no lane counts */
  bool any;
} gcim_fp_emax_t;

/* Take one more lane.
 *
 * Shapes:  exp >= 0. Exact: yes. Errors: none.
 * Source:  card fp_emax, 5 and 6.
 */
void gcim_fp_emax_take(gcim_fp_emax_t *group, int exp, bool counts);

/* Return the reference of the group: the upper edge of the segment its largest exponent is in; 0
 * for a group without a lane that counts.
 *
 * Shapes:  segment 0..30 low bits. Exact: yes. Errors: none.
 * Source:  card fp_emax, 7.
 */
int gcim_fp_emax_edge(const gcim_fp_emax_t *group, int segment);

#endif
