#include "svg_bars.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "svg_draw.h"

enum { NAMES = 200, ROW = 20, BAR = 14, END = 150, TICKS = 6, FOOT = 70 };

typedef struct {
  double low, high, tick;
} range_t;

static range_t range_of(const svg_bar_t *bars, int count) {
  range_t r = {0, 0, 1};
  for (int i = 0; i < count; i++) {
    r.low = isfinite(bars[i].value) ? fmin(r.low, bars[i].value) : r.low;
    r.high = isfinite(bars[i].value) ? fmax(r.high, bars[i].value) : r.high;
  }
  r.high = r.high > r.low ? r.high : r.low + 1;
  r.tick = svg_round_step((r.high - r.low) / TICKS);
  r.low = floor(r.low / r.tick) * r.tick;
  r.high = ceil(r.high / r.tick) * r.tick;
  return r;
}

static double place(const range_t *r, double value) {
  return NAMES + (value - r->low) / (r->high - r->low) * (SVG_WIDTH - NAMES - END);
}

static void label(FILE *out, double x, double y, const char *anchor, const char *style,
                  const char *text) {
  fprintf(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#333\"%s>", x, y, anchor,
          style);
  svg_text(out, text);
  fputs("</text>\n", out);
}

static void draw_bar(FILE *out, const range_t *r, const svg_bar_t *bar, double y) {
  const bool is_endless = isinf(bar->value) && bar->value > 0;
  const double value = is_endless ? r->high : bar->value;
  double end = place(r, 0);
  if (!isnan(value) && !isinf(value)) {
    const double from = fmin(place(r, 0), place(r, value));
    end = fmax(place(r, 0), place(r, value));
    fprintf(out,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" fill=\"%s\" "
            "stroke=\"#1b6ca8\"/>\n",
            from, y, end - from, BAR, is_endless ? "#fff" : "#8ab4d8");
  }
  label(out, NAMES - 8, y + BAR - 3, "end", "", bar->name);
  label(out, end + 6, y + BAR - 3, "start", "", bar->text);
}

static void draw_axis(FILE *out, const range_t *r, double foot, const char *x_name) {
  char text[32];
  const int ticks = (int)lround((r->high - r->low) / r->tick);
  for (int i = 0; i <= ticks; i++) {
    const double at = r->low + i * r->tick;
    snprintf(text, sizeof text, "%.6g", at);
    svg_line(out, place(r, at), SVG_TOP, place(r, at), foot + 4, "#e4e4e4");
    label(out, place(r, at), foot + 18, "middle", "", text);
  }
  svg_line(out, place(r, r->low), foot, place(r, r->high), foot, "#333");
  label(out, (place(r, r->low) + place(r, r->high)) / 2, foot + 38, "middle", "", x_name);
}

/* Does a group begin with this bar? */
static bool is_first(const svg_bar_t *bars, int i) {
  return bars[i].group != NULL && (i == 0 || strcmp(bars[i].group, bars[i - 1].group) != 0);
}

void svg_bars(FILE *out, const char *title, const char *x_name, const char *note,
              const svg_bar_t *bars, int count) {
  const range_t r = range_of(bars, count);
  int rows = count;
  for (int i = 0; i < count; i++) {
    rows += is_first(bars, i);
  }
  const double foot = SVG_TOP + ROW * rows + 6;
  double y = SVG_TOP + 6;
  svg_begin(out, title, (int)foot + FOOT - SVG_HEIGHT);
  draw_axis(out, &r, foot, x_name);
  for (int i = 0; i < count; i++) {
    if (is_first(bars, i)) {
      label(out, 12, y + BAR - 3, "start", " font-weight=\"bold\"", bars[i].group);
      y += ROW;
    }
    draw_bar(out, &r, &bars[i], y);
    y += ROW;
  }
  svg_line(out, place(&r, 0), SVG_TOP, place(&r, 0), foot, "#333");
  label(out, 12, foot + 60, "start", "", note);
  fputs("</svg>\n", out);
}
