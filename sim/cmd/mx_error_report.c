/* mx_error_report.c: the results of `gcim mx error` as table, JSON and picture. */
#include <cjson/cJSON.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mx_error.h"
#include "svg_bars.h"

enum { TITLE_CHARS = 160, TEXT_CHARS = 64 };

/* ---- table ---- */

static double percent(uint64_t part, uint64_t whole) {
  return whole == 0 ? 0 : 100 * (double)part / (double)whole;
}

static void print_row(FILE *out, const mx_loss_t *l) {
  fprintf(out,
          "%-17s %9.2f  %12.6g  %8.3f %%  %8.4f %%  %8.4f %%  %8" PRIu64 "  %8" PRIu64
          "  %10" PRIu64 "\n",
          l->preset, mx_loss_sqnr(l), l->worst, 100 * l->worst_share,
          percent(l->saturated, l->values), percent(l->zeroed, l->values), l->lost, l->nan_blocks,
          l->bytes);
}

void mx_error_table(FILE *out, const mx_error_report_t *r) {
  fprintf(out,
          "elements %s in blocks of %d; figures are over the values that are finite before and "
          "after\n"
          "max error: largest |y - x|; of block: .. against the largest |x| of its block; "
          "saturated: beyond the\nlargest element by more than half a step; lost: finite values "
          "that became infinite or NaN\n",
          r->elem, r->block);
  for (int i = 0; i < r->count; i++) {
    const mx_loss_t *l = &r->losses[i];
    if (i == 0 || strcmp(l->tensor, r->losses[i - 1].tensor) != 0) {
      fprintf(out,
              "\n%s: %" PRIu64 " values, %" PRIu64
              " blocks\npreset              SQNR dB     max error    of block   saturated      "
              "zeroed      lost  NaN blks       bytes\n",
              l->tensor, l->values, l->blocks);
    }
    print_row(out, l);
  }
}

/* ---- JSON ---- */

static void add_count(cJSON *to, const char *key, uint64_t value) {
  char text[32];
  snprintf(text, sizeof text, "%" PRIu64, value);
  cJSON_AddRawToObject(to, key, text);
}

/* JSON has no infinity: null, and `lost`, `max_error` tell the rest. */
static void add_figure(cJSON *to, const char *key, double value) {
  char text[32];
  if (!isfinite(value)) {
    cJSON_AddNullToObject(to, key);
    return;
  }
  snprintf(text, sizeof text, "%.17g", value);
  cJSON_AddRawToObject(to, key, text);
}

static void add_loss(cJSON *list, const mx_loss_t *l) {
  cJSON *row = cJSON_CreateObject();
  cJSON_AddItemToArray(list, row);
  cJSON_AddStringToObject(row, "tensor", l->tensor);
  cJSON_AddStringToObject(row, "preset", l->preset);
  add_count(row, "values", l->values);
  add_count(row, "blocks", l->blocks);
  add_figure(row, "sqnr_db", mx_loss_sqnr(l));
  add_figure(row, "max_error", l->worst);
  add_figure(row, "max_error_of_block", l->worst_share);
  add_count(row, "saturated", l->saturated);
  add_count(row, "zeroed", l->zeroed);
  add_count(row, "lost", l->lost);
  add_count(row, "nan_blocks", l->nan_blocks);
  add_count(row, "bytes", l->bytes);
}

int mx_error_json(FILE *out, const mx_error_report_t *r) {
  cJSON *root = cJSON_CreateObject();
  cJSON_AddStringToObject(root, "elem", r->elem);
  add_count(root, "block", (uint64_t)r->block);
  cJSON *list = cJSON_AddArrayToObject(root, "results");
  for (int i = 0; i < r->count; i++) {
    add_loss(list, &r->losses[i]);
  }
  char *text = cJSON_Print(root);
  cJSON_Delete(root);
  if (text == NULL) {
    return GCIM_ERR_STATE;
  }
  fprintf(out, "%s\n", text);
  free(text);
  return GCIM_OK;
}

/* ---- picture ---- */

int mx_error_svg(FILE *out, const mx_error_report_t *r) {
  svg_bar_t *bars = calloc((size_t)r->count, sizeof *bars);
  char(*texts)[TEXT_CHARS] = calloc((size_t)r->count, sizeof *texts);
  char title[TITLE_CHARS];
  const int status = bars == NULL || texts == NULL ? GCIM_ERR_STATE : GCIM_OK;
  for (int i = 0; status == GCIM_OK && i < r->count; i++) {
    const mx_loss_t *l = &r->losses[i];
    const double sqnr = mx_loss_sqnr(l);
    if (l->lost > 0) {
      snprintf(texts[i], TEXT_CHARS, "%.2f dB, %" PRIu64 " lost", sqnr, l->lost);
    } else {
      snprintf(texts[i], TEXT_CHARS, isinf(sqnr) && sqnr > 0 ? "no loss" : "%.2f dB", sqnr);
    }
    bars[i] = (svg_bar_t){l->tensor, l->preset, sqnr, texts[i]};
  }
  if (status == GCIM_OK) {
    snprintf(title, sizeof title, "Loss of conversion to %s in blocks of %d", r->elem, r->block);
    svg_bars(out, title, "SQNR, dB", "over the values that are finite before and after", bars,
             r->count);
  }
  free(bars);
  free(texts);
  return status;
}
