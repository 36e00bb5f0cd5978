#include "svg_draw.h"

#include <math.h>

enum { TITLE_Y = 26, TICKS = 6 };

void svg_text(FILE *out, const char *text) {
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

void svg_begin(FILE *out, const char *title, int extra) {
  fprintf(out,
          "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d "
          "%d\" font-family=\"sans-serif\" font-size=\"12\">\n",
          SVG_WIDTH, SVG_HEIGHT + extra, SVG_WIDTH, SVG_HEIGHT + extra);
  fprintf(out, "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n", SVG_WIDTH, SVG_HEIGHT + extra);
  fprintf(out, "<text x=\"%d\" y=\"%d\" font-size=\"15\">", SVG_LEFT, TITLE_Y);
  svg_text(out, title);
  fputs("</text>\n", out);
}

double svg_x(double share) {
  return SVG_LEFT + share * (SVG_WIDTH - SVG_LEFT - SVG_RIGHT);
}

double svg_y(double share) {
  return SVG_HEIGHT - SVG_FOOT - share * (SVG_HEIGHT - SVG_FOOT - SVG_TOP);
}

void svg_line(FILE *out, double x1, double y1, double x2, double y2, const char *colour) {
  fprintf(out, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>\n", x1, y1,
          x2, y2, colour);
}

void svg_label(FILE *out, double x, double y, const char *anchor, const char *text) {
  fprintf(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#333\">%s</text>\n", x, y,
          anchor, text);
}

double svg_round_step(double least) {
  double step = 1;
  for (int i = 0; step < least; i++) {
    step *= i % 3 == 1 ? 2.5 : 2;
  }
  return step;
}

void svg_frame(FILE *out, double low, double high, const char *x_name, const char *y_name) {
  char text[64];
  svg_line(out, svg_x(0), svg_y(0), svg_x(1), svg_y(0), "#333");
  svg_line(out, svg_x(0), svg_y(0), svg_x(0), svg_y(1), "#333");
  const double tick = svg_round_step((high - low) / TICKS);
  for (double at = ceil(low / tick) * tick; at <= high; at += tick) {
    const double x = svg_x((at - low) / (high - low));
    snprintf(text, sizeof text, "%.6g", fabs(at) < tick / 2 ? 0 : at);
    svg_line(out, x, svg_y(0), x, svg_y(0) + 4, "#333");
    svg_label(out, x, svg_y(0) + 18, "middle", text);
  }
  svg_label(out, svg_x(0.5), SVG_HEIGHT - 18, "middle", x_name);
  fprintf(
      out,
      "<text x=\"18\" y=\"%.1f\" text-anchor=\"middle\" fill=\"#333\" transform=\"rotate(-90 18 "
      "%.1f)\">%s</text>\n",
      svg_y(0.5), svg_y(0.5), y_name);
}

void svg_y_tick(FILE *out, double share, const char *text) {
  svg_line(out, svg_x(0), svg_y(share), svg_x(1), svg_y(share), "#e4e4e4");
  svg_label(out, svg_x(0) - 8, svg_y(share) + 4, "end", text);
}
