/* align_sweep.h: what the files of `gcim align sweep` share. */
#ifndef GCIM_CMD_ALIGN_SWEEP_H
#define GCIM_CMD_ALIGN_SWEEP_H

#include <stdio.h>

#include "align_scheme.h"
#include "align_score.h"

enum { ALIGN_WIDTHS = 64, ALIGN_POINTS = ALIGN_SCHEMES * ALIGN_WIDTHS };

/* Where operands come from. */
typedef enum { ALIGN_FILES = 1, ALIGN_DIST = 2, ALIGN_DIGITS = 4 } align_source_t;

/* The command line. */
typedef struct {
  align_source_t source;
  const char *x_path, *w_path, *folder;
  int layer;
  size_t rows; /* of the digits; 0: all */
  align_draw_t draw;
  const char *x_format, *w_format, *y_format; /* names */
  align_setup_t setup;                        /* lanes 0: as many as fit the default */
  int low, high;
  bool wanted[ALIGN_SCHEMES];
  bool is_named; /* the schemes stand on the command line */
  const char *csv, *svg;
} align_sweep_t;

/* Prints and returns CMD_USAGE, or the status of --help with *is_done = true. */
int align_sweep_options(const cmd_spec_t *spec, int argc, char **argv, align_sweep_t *sweep,
                        bool *is_done);
extern const struct option align_sweep_table[];

/* Points in the order of schemes, then widths, and their figures. */
typedef struct {
  const align_sweep_t *sweep;
  const align_tensor_t *x, *w;
  int count;
  const align_point_t *points;
  const align_figures_t *figures;
  align_figures_t rounded; /* of exact sums rounded once to the result's format */
} align_result_t;

void align_print_table(FILE *out, const align_result_t *result);
void align_print_csv(FILE *out, const align_result_t *result);
void align_print_svg(FILE *out, const align_result_t *result);

#endif
