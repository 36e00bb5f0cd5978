/* additive.h: a cell's share of the error. */
#ifndef GCIM_METRIC_ADDITIVE_H
#define GCIM_METRIC_ADDITIVE_H

#include "method.h"

/* Value of the outputs minus number of ones among the inputs, for a row of the tables. */
int additive_delta(const gcim_net_cell_t *cell, unsigned row);

/* Do the cell's constant inputs allow this row? */
bool additive_row_possible(const gcim_net_cell_t *cell, unsigned row);

/* Bounds of d before the modulo of the root; for a tree. */
int additive_bounds(const metric_job_t *job, wide_t *low, wide_t *high);

/* Bias from the probabilities of the cells' inputs; left out with a note that names the first
 * approximate cell whose inputs depend on each other. */
int additive_bias(const metric_job_t *job, metric_t *m);

#endif
