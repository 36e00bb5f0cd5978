/* align_report.c: the results of `gcim align sweep` as table, CSV and picture. */
#include <math.h>
#include <stdio.h>

#include "align_sweep.h"
#include "align_text.h"
#include "svg_lines.h"

enum { LINE_CHARS = 1024 };

/* "normal, seed 1" */
static void source_text(const align_result_t *result, char *text, size_t size) {
  const align_sweep_t *s = result->sweep;
  char sigma[32] = "";
  if (s->source == ALIGN_FILES) {
    snprintf(text, size, "x of %s, w of %s", s->x_path, s->w_path);
  } else if (s->source == ALIGN_DIGITS) {
    snprintf(text, size, "layer %d of the digits network", s->layer);
  } else {
    if (align_dist_has_sigma(s->draw.dist)) {
      snprintf(sigma, sizeof sigma, ", sigma %g", s->draw.sigma);
    }
    snprintf(text, size, "%s%s, seed %llu", align_dist_names[s->draw.dist], sigma,
             (unsigned long long)s->draw.seed);
  }
}

/* What is on the operands' line. */
static void operands_text(const align_result_t *r, char *text, size_t size) {
  char source[LINE_CHARS];
  source_text(r, source, sizeof source);
  snprintf(text, size, "%s: %zu rows x %zu kernels, %zu terms each", source, r->x->rows, r->w->rows,
           r->x->terms);
}

/* ---- table ---- */

static void print_head(FILE *out, const align_result_t *r) {
  const align_sweep_t *s = r->sweep;
  char operands[2 * LINE_CHARS];
  operands_text(r, operands, sizeof operands);
  fprintf(out, "operands   %s\n", operands);
  fprintf(
      out,
      "formats    x %s, w %s, result %s; aligners round %s; groups of %d terms; nothing is lost "
      "at %d bits of x, %d of w\n",
      s->x_format, s->w_format, s->y_format, align_quant_name(s->setup.quant), s->setup.lanes,
      gcim_fp_lossless_bits(&s->setup.x), gcim_fp_lossless_bits(&s->setup.w));
  fprintf(out,
          "reference  exact sums of exact products, whole numbers of any length; rounded once to "
          "%s they have %.2f dB\n",
          s->y_format, r->rounded.sqnr);
  fprintf(out,
          "columns    max error: largest |error| / largest |product| of its sum; bias: mean error; "
          "right: equal to\n           the exact sum rounded once to %s. Of each width the scheme "
          "with the least loss first.\n\n",
          s->y_format);
}

static void print_row(FILE *out, const align_point_t *p, const align_figures_t *f) {
  char worst[32] = "none";
  if (!isinf(f->worst)) {
    snprintf(worst, sizeof worst, "2^%.2f", f->worst);
  } else if (f->worst > 0) {
    snprintf(worst, sizeof worst, "infinite");
  }
  fprintf(out, "%5d  %-13s %9.2f  %10s  %+.3e  %8.2f %%\n", p->width, align_scheme_names[p->scheme],
          f->sqnr, worst, f->bias, 100 * f->right);
}

/* Points of one width, the largest SQNR first; equals stay in the order of schemes. */
static void print_width(FILE *out, const align_result_t *r, int width) {
  int order[ALIGN_SCHEMES], count = 0;
  for (int i = 0; i < r->count; i++) {
    if (r->points[i].width == width) {
      int at = count++;
      for (; at > 0 && r->figures[i].sqnr > r->figures[order[at - 1]].sqnr; at--) {
        order[at] = order[at - 1];
      }
      order[at] = i;
    }
  }
  for (int i = 0; i < count; i++) {
    print_row(out, &r->points[order[i]], &r->figures[order[i]]);
  }
}

void align_print_table(FILE *out, const align_result_t *r) {
  print_head(out, r);
  fprintf(out, "width  scheme          SQNR dB   max error        bias       right\n");
  for (int width = r->sweep->low; width <= r->sweep->high; width++) {
    print_width(out, r, width);
  }
}

/* ---- files ---- */

void align_print_csv(FILE *out, const align_result_t *r) {
  const unsigned long long results = (unsigned long long)r->x->rows * r->w->rows;
  fprintf(out, "scheme,width,results,sqnr_db,max_error_log2,bias,right\n");
  for (int i = 0; i < r->count; i++) {
    const align_figures_t *f = &r->figures[i];
    fprintf(out, "%s,%d,%llu,%.6f,%.6f,%.9e,%.9f\n", align_scheme_names[r->points[i].scheme],
            r->points[i].width, results, f->sqnr, f->worst, f->bias, f->right);
  }
}

void align_print_svg(FILE *out, const align_result_t *r) {
  svg_series_t series[ALIGN_SCHEMES];
  double x[ALIGN_POINTS], y[ALIGN_POINTS];
  char title[LINE_CHARS], operands[2 * LINE_CHARS];
  int count = 0;
  for (int i = 0; i < r->count; i++) {
    x[i] = r->points[i].width;
    y[i] = r->figures[i].sqnr;
    if (i == 0 || r->points[i].scheme != r->points[i - 1].scheme) {
      series[count++] = (svg_series_t){align_scheme_names[r->points[i].scheme], x + i, y + i, 0};
    }
    series[count - 1].count++;
  }
  operands_text(r, operands, sizeof operands);
  snprintf(title, sizeof title, "Loss of alignment: x %s, w %s, result %s, rounding %s",
           r->sweep->x_format, r->sweep->w_format, r->sweep->y_format,
           align_quant_name(r->sweep->setup.quant));
  svg_lines(out, title, "width of an aligned operand or product, bits", "SQNR, dB", operands,
            series, count);
}
