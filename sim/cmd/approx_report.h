/* approx_report.h: error metrics as text and as JSON, and their pictures. */
#ifndef GCIM_CMD_APPROX_REPORT_H
#define GCIM_CMD_APPROX_REPORT_H

#include <stdio.h>

#include "method.h"
#include "metric.h"
#include "subject.h"

/* A table: each figure with its value, the exact ratio where it is short, the published value where
 * one is known. */
void approx_report_text(FILE *out, const subject_t *subject, const metric_t *m);

/* One JSON object on one line. */
void approx_report_json(FILE *out, const subject_t *subject, const metric_t *m);

#endif
