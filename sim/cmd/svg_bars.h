/* svg_bars.h: horizontal bars in groups. The same input gives the same bytes. */
#ifndef GCIM_CMD_SVG_BARS_H
#define GCIM_CMD_SVG_BARS_H

#include <stdio.h>

/* Infinite values fill the width, hollow; NaN and -infinity have no bar. */
typedef struct {
  const char *group; /* a heading stands where it changes; NULL: none */
  const char *name;
  double value;
  const char *text; /* the value, written at the end of its bar */
} svg_bar_t;

/* A linear axis from 0, or the least value below it; `note` stands at the foot. */
void svg_bars(FILE *out, const char *title, const char *x_name, const char *note,
              const svg_bar_t *bars, int count);

#endif
