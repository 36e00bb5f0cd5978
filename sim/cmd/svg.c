#include "svg.h"

#include <math.h>

#include "svg_draw.h"

enum { BARS = 160 };

/* Axes with ticks: x linear from `low` to `high`, y logarithmic from 10^`floor` to 10^`top`. */
static void axes(FILE *out, double low, double high, int floor_power, int top_power,
                 const char *x_name, const char *y_name) {
  char text[64];
  const int span = top_power - floor_power, step = span / 8 + 1;
  svg_frame(out, low, high, x_name, y_name);
  for (int p = floor_power; p <= top_power; p += step) {
    snprintf(text, sizeof text, "1e%d", p);
    svg_y_tick(out, (double)(p - floor_power) / span, text);
  }
}

/* ---- distribution ---- */

void svg_pmf(FILE *out, const metric_t *m, const char *title) {
  const metric_pmf_t *pmf = &m->pmf;
  const double low = (double)pmf->d[0], high = (double)pmf->d[pmf->count - 1];
  const double span = high - low + 1;
  const int bars = span < BARS ? (int)span : BARS;
  double height[BARS] = {0}, largest = 0, smallest = 1;
  for (size_t i = 0; i < pmf->count; i++) {
    int bar = (int)(((double)pmf->d[i] - low) / span * bars);
    bar = bar >= bars ? bars - 1 : bar;
    height[bar] += pmf->p[i];
  }
  for (int b = 0; b < bars; b++) {
    largest = height[b] > largest ? height[b] : largest;
    smallest = height[b] > 0 && height[b] < smallest ? height[b] : smallest;
  }
  int floor_power = (int)floor(log10(smallest)), top_power = (int)ceil(log10(largest));
  floor_power = floor_power < top_power - 12 ? top_power - 12 : floor_power;
  floor_power = floor_power == top_power ? top_power - 1 : floor_power;
  svg_begin(out, title, 0);
  axes(out, low, high + (high == low), floor_power, top_power, "d = approximate - exact",
       "probability");
  for (int b = 0; b < bars; b++) {
    const double share =
        height[b] <= 0 ? 0 : (log10(height[b]) - floor_power) / (top_power - floor_power);
    if (share > 0) {
      const double x = svg_x((double)b / bars), w = svg_x((double)(b + 1) / bars) - x;
      fprintf(
          out, "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"%s\"/>\n", x,
          svg_y(share), w > 2 ? w - 1 : w, svg_y(0) - svg_y(share),
          low + b * span / bars <= 0 && low + (b + 1) * span / bars > 0 ? "#2a9d4e" : "#3566a8");
    }
  }
  svg_label(out, svg_x(1), SVG_TOP - 6, "end", "green: the bar that holds d = 0");
  fputs("</svg>\n", out);
}

/* ---- scatter ---- */

void svg_scatter(FILE *out, const char *title, const char *x_name, const char *y_name,
                 const svg_point_t *points, int count) {
  double high = 1, largest = 1e-9, smallest = 1e9;
  for (int i = 0; i < count; i++) {
    high = points[i].x > high ? points[i].x : high;
    largest = points[i].y > largest ? points[i].y : largest;
    smallest = points[i].y > 0 && points[i].y < smallest ? points[i].y : smallest;
  }
  const int top_power = (int)ceil(log10(largest) + 0.05);
  int floor_power = (int)floor(log10(smallest)) - 1; /* the foot is for 0 */
  floor_power = floor_power >= top_power ? top_power - 1 : floor_power;
  svg_begin(out, title, SVG_LEGEND * (count + 1));
  axes(out, 0, high * 1.1, floor_power, top_power, x_name, y_name);
  char number[16];
  for (int i = 0; i < count; i++) {
    const double share =
        points[i].y <= 0 ? 0 : (log10(points[i].y) - floor_power) / (top_power - floor_power);
    const double x = svg_x(points[i].x / (high * 1.1)), y = svg_y(share);
    fprintf(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" fill=\"%s\"/>\n", x, y,
            points[i].is_front ? "#c23b22" : "#8aa1c4");
    snprintf(number, sizeof number, "%d", i + 1);
    svg_label(out, x + 7, y - 6, "start", number);
    fprintf(out, "<text x=\"%d\" y=\"%d\" fill=\"#333\">%d  ", SVG_LEFT,
            SVG_HEIGHT + SVG_LEGEND * (i + 1), i + 1);
    svg_text(out, points[i].name);
    fputs("</text>\n", out);
  }
  svg_label(out, svg_x(1), SVG_TOP - 6, "end",
            "red: no other tree is better in both; at the foot: 0");
  fputs("</svg>\n", out);
}
