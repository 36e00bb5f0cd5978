/* svg_draw.h: what all pictures are made of: a sheet, axes, lines, labels. */
#ifndef GCIM_CMD_SVG_DRAW_H
#define GCIM_CMD_SVG_DRAW_H

#include <stdio.h>

enum {
  SVG_WIDTH = 760,
  SVG_HEIGHT = 420,
  SVG_LEFT = 80,
  SVG_RIGHT = 24,
  SVG_TOP = 48,
  SVG_FOOT = 64,
  SVG_LEGEND = 18 /* height of a line below the axes */
};

/* Text as XML. */
void svg_text(FILE *out, const char *text);

/* The sheet and its title; `extra`: height below the axes. The caller ends it with "</svg>\n". */
void svg_begin(FILE *out, const char *title, int extra);

/* Places inside the axes, 0..1 from left and from below. */
double svg_x(double share);
double svg_y(double share);

void svg_line(FILE *out, double x1, double y1, double x2, double y2, const char *colour);
void svg_label(FILE *out, double x, double y, const char *anchor, const char *text);

/* 1, 2 or 5 times a power of ten, at least `least`; never below 1. */
double svg_round_step(double least);

/* Axes, their names, and ticks of a linear x axis from `low` to `high`. */
void svg_frame(FILE *out, double low, double high, const char *x_name, const char *y_name);

/* A line across, with its number. */
void svg_y_tick(FILE *out, double share, const char *text);

#endif
