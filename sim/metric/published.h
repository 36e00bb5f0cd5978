/* published.h: published figures of adders and trees, with the convention behind them. */
#ifndef GCIM_METRIC_PUBLISHED_H
#define GCIM_METRIC_PUBLISHED_H

#include "metric.h"
#include "subject.h"

/* "0.6836, Mahdiani 2010 .." of this subject's figure over all uniform operands; NULL if none is
 * known. */
const char *published_for(const subject_t *subject, metric_figure_t figure);

#endif
