/* svg.h: pictures of error metrics. The same input gives the same bytes. */
#ifndef GCIM_CMD_SVG_H
#define GCIM_CMD_SVG_H

#include <stdio.h>

#include "metric.h"

/* The distribution of d as bars (values that lie close share a bar, on a logarithmic scale). */
void svg_pmf(FILE *out, const metric_t *m, const char *title);

/* One point of a scatter. */
typedef struct {
  const char *name;
  double x, y;
  bool is_front; /* no other point is better in both */
} svg_point_t;

/* Points and their Pareto front; x linear, y logarithmic (0 at the foot). */
void svg_scatter(FILE *out, const char *title, const char *x_name, const char *y_name,
                 const svg_point_t *points, int count);

#endif
