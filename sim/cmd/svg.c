#include "svg.h"

#include <math.h>

enum { WIDTH = 760, HEIGHT = 420, LEFT = 80, RIGHT = 24, TOP = 48, FOOT = 64, BARS = 160 };
enum { TITLE_Y = 26, TICKS = 6, LEGEND = 18 };

static void text_of(FILE *out, const char *text) {
  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '<') {
      fputs("&lt;", out);
    } else if (*p == '&') {
      fputs("&amp;", out);
    } else {
      fputc(*p, out);
    }
  }
}

/* `extra`: height below the axes. */
static void begin(FILE *out, const char *title, int extra) {
  fprintf(out,
          "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d "
          "%d\" font-family=\"sans-serif\" font-size=\"12\">\n",
          WIDTH, HEIGHT + extra, WIDTH, HEIGHT + extra);
  fprintf(out, "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n", WIDTH, HEIGHT + extra);
  fprintf(out, "<text x=\"%d\" y=\"%d\" font-size=\"15\">", LEFT, TITLE_Y);
  text_of(out, title);
  fputs("</text>\n", out);
}

static double x_at(double share) {
  return LEFT + share * (WIDTH - LEFT - RIGHT);
}

static double y_at(double share) {
  return HEIGHT - FOOT - share * (HEIGHT - FOOT - TOP);
}

static void line(FILE *out, double x1, double y1, double x2, double y2, const char *colour) {
  fprintf(out, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>\n", x1, y1,
          x2, y2, colour);
}

static void label(FILE *out, double x, double y, const char *anchor, const char *text) {
  fprintf(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#333\">%s</text>\n", x, y,
          anchor, text);
}

/* 1, 2 or 5 times a power of ten, at least `least`; never below 1. */
static double round_step(double least) {
  double step = 1;
  for (int i = 0; step < least; i++) {
    step *= i % 3 == 1 ? 2.5 : 2;
  }
  return step;
}

/* Axes with ticks: x linear from `low` to `high`, y logarithmic from 10^`floor` to 10^`top`. */
static void axes(FILE *out, double low, double high, int floor_power, int top_power,
                 const char *x_name, const char *y_name) {
  char text[64];
  line(out, x_at(0), y_at(0), x_at(1), y_at(0), "#333");
  line(out, x_at(0), y_at(0), x_at(0), y_at(1), "#333");
  const double tick = round_step((high - low) / TICKS);
  for (double at = ceil(low / tick) * tick; at <= high; at += tick) {
    snprintf(text, sizeof text, "%.6g", fabs(at) < tick / 2 ? 0 : at);
    line(out, x_at((at - low) / (high - low)), y_at(0), x_at((at - low) / (high - low)),
         y_at(0) + 4, "#333");
    label(out, x_at((at - low) / (high - low)), y_at(0) + 18, "middle", text);
  }
  const int span = top_power - floor_power, step = span / 8 + 1;
  for (int p = floor_power; p <= top_power; p += step) {
    const double share = (double)(p - floor_power) / span;
    line(out, x_at(0), y_at(share), x_at(1), y_at(share), "#e4e4e4");
    snprintf(text, sizeof text, "1e%d", p);
    label(out, x_at(0) - 8, y_at(share) + 4, "end", text);
  }
  label(out, x_at(0.5), HEIGHT - 18, "middle", x_name);
  fprintf(
      out,
      "<text x=\"18\" y=\"%.1f\" text-anchor=\"middle\" fill=\"#333\" transform=\"rotate(-90 18 "
      "%.1f)\">%s</text>\n",
      y_at(0.5), y_at(0.5), y_name);
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
  begin(out, title, 0);
  axes(out, low, high + (high == low), floor_power, top_power, "d = approximate - exact",
       "probability");
  for (int b = 0; b < bars; b++) {
    const double share =
        height[b] <= 0 ? 0 : (log10(height[b]) - floor_power) / (top_power - floor_power);
    if (share > 0) {
      const double x = x_at((double)b / bars), w = x_at((double)(b + 1) / bars) - x;
      fprintf(
          out, "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"%s\"/>\n", x,
          y_at(share), w > 2 ? w - 1 : w, y_at(0) - y_at(share),
          low + b * span / bars <= 0 && low + (b + 1) * span / bars > 0 ? "#2a9d4e" : "#3566a8");
    }
  }
  label(out, x_at(1), TOP - 6, "end", "green: the bar that holds d = 0");
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
  begin(out, title, LEGEND * (count + 1));
  axes(out, 0, high * 1.1, floor_power, top_power, x_name, y_name);
  char number[16];
  for (int i = 0; i < count; i++) {
    const double share =
        points[i].y <= 0 ? 0 : (log10(points[i].y) - floor_power) / (top_power - floor_power);
    const double x = x_at(points[i].x / (high * 1.1)), y = y_at(share);
    fprintf(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" fill=\"%s\"/>\n", x, y,
            points[i].is_front ? "#c23b22" : "#8aa1c4");
    snprintf(number, sizeof number, "%d", i + 1);
    label(out, x + 7, y - 6, "start", number);
    fprintf(out, "<text x=\"%d\" y=\"%d\" fill=\"#333\">%d  ", LEFT, HEIGHT + LEGEND * (i + 1),
            i + 1);
    text_of(out, points[i].name);
    fputs("</text>\n", out);
  }
  label(out, x_at(1), TOP - 6, "end", "red: no other tree is better in both; at the foot: 0");
  fputs("</svg>\n", out);
}
