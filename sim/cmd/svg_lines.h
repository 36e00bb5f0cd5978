/* svg_lines.h: lines over a shared axis. The same input gives the same bytes. */
#ifndef GCIM_CMD_SVG_LINES_H
#define GCIM_CMD_SVG_LINES_H

#include <stdio.h>

enum { SVG_LINES_MOST = 8 };

/* One line: y[i] over x[i]. Infinite y is drawn at the upper or lower edge, hollow; NaN is left
 * out. */
typedef struct {
  const char *name;
  const double *x, *y;
  int count;
} svg_series_t;

/* Both axes linear; below them the legend, in the order of `series` (1..SVG_LINES_MOST of them),
 * and `note`. */
void svg_lines(FILE *out, const char *title, const char *x_name, const char *y_name,
               const char *note, const svg_series_t *series, int count);

#endif
