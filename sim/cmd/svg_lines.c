#include "svg_lines.h"

#include <math.h>
#include <stdbool.h>

#include "svg_draw.h"

enum { Y_TICKS = 8 };

/* Told apart without colour as well: every line has its own dashes. */
static const struct {
  const char *colour, *dashes;
} styles[SVG_LINES_MOST] = {
    {"#1b6ca8", "none"}, {"#c23b22", "8 3"},     {"#2a9d4e", "none"}, {"#8a4fbe", "2 3"},
    {"#d98a00", "8 3"},  {"#333333", "8 3 2 3"}, {"#0b8f8f", "14 4"}, {"#b0306e", "4 2"},
};

typedef struct {
  double x_low, x_high, y_low, y_high, tick;
} range_t;

static range_t range_of(const svg_series_t *series, int count) {
  range_t r = {INFINITY, -INFINITY, INFINITY, -INFINITY, 0};
  for (int s = 0; s < count; s++) {
    for (int i = 0; i < series[s].count; i++) {
      const double x = series[s].x[i], y = series[s].y[i];
      r.x_low = fmin(r.x_low, x);
      r.x_high = fmax(r.x_high, x);
      r.y_low = isfinite(y) ? fmin(r.y_low, y) : r.y_low;
      r.y_high = isfinite(y) ? fmax(r.y_high, y) : r.y_high;
    }
  }
  if (r.y_low > r.y_high) { /* nothing finite */
    r.y_low = r.y_high = 0;
  }
  r.tick = svg_round_step((r.y_high - r.y_low) / Y_TICKS);
  r.y_low = (ceil(r.y_low / r.tick) - 1) * r.tick; /* room for the edges */
  r.y_high = (floor(r.y_high / r.tick) + 1) * r.tick;
  r.x_high = r.x_high > r.x_low ? r.x_high : r.x_low + 1;
  return r;
}

static double share_of_y(const range_t *r, double y) {
  return isinf(y) ? (double)(y > 0) : (y - r->y_low) / (r->y_high - r->y_low);
}

static void draw(FILE *out, const range_t *r, const svg_series_t *s, int style) {
  bool is_open = false;
  for (int i = 0; i < s->count; i++) {
    if (!isnan(s->y[i])) {
      fprintf(out, is_open ? " " : "<polyline points=\"");
      fprintf(out, "%.1f,%.1f", svg_x((s->x[i] - r->x_low) / (r->x_high - r->x_low)),
              svg_y(share_of_y(r, s->y[i])));
      is_open = true;
    }
  }
  if (is_open) {
    fprintf(out, "\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\"/>\n",
            styles[style].colour, styles[style].dashes);
  }
  for (int i = 0; i < s->count; i++) {
    if (!isnan(s->y[i])) {
      fprintf(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\" stroke=\"%s\"/>\n",
              svg_x((s->x[i] - r->x_low) / (r->x_high - r->x_low)), svg_y(share_of_y(r, s->y[i])),
              isinf(s->y[i]) ? "#fff" : styles[style].colour, styles[style].colour);
    }
  }
}

static void draw_legend(FILE *out, const svg_series_t *s, int style) {
  const int y = SVG_HEIGHT + SVG_LEGEND * (style + 1);
  fprintf(out,
          "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"2\" "
          "stroke-dasharray=\"%s\"/>\n",
          SVG_LEFT, y - 4, SVG_LEFT + 40, y - 4, styles[style].colour, styles[style].dashes);
  fprintf(out, "<text x=\"%d\" y=\"%d\" fill=\"#333\">", SVG_LEFT + 50, y);
  svg_text(out, s->name);
  fputs("</text>\n", out);
}

void svg_lines(FILE *out, const char *title, const char *x_name, const char *y_name,
               const char *note, const svg_series_t *series, int count) {
  const range_t r = range_of(series, count);
  char text[32];
  bool has_edge = false;
  svg_begin(out, title, SVG_LEGEND * (count + 2));
  svg_frame(out, r.x_low, r.x_high, x_name, y_name);
  for (double at = r.y_low; at <= r.y_high; at += r.tick) {
    snprintf(text, sizeof text, "%.6g", at);
    svg_y_tick(out, (at - r.y_low) / (r.y_high - r.y_low), text);
  }
  for (int s = 0; s < count; s++) {
    draw(out, &r, &series[s], s);
    draw_legend(out, &series[s], s);
    for (int i = 0; i < series[s].count; i++) {
      has_edge = has_edge || isinf(series[s].y[i]);
    }
  }
  fprintf(out, "<text x=\"%d\" y=\"%d\" fill=\"#333\">", SVG_LEFT,
          SVG_HEIGHT + SVG_LEGEND * (count + 1));
  svg_text(out, note);
  fputs("</text>\n", out);
  if (has_edge) {
    svg_label(out, svg_x(1), SVG_TOP - 6, "end", "hollow, at the edge: infinite");
  }
  fputs("</svg>\n", out);
}
