/* align_sweep.c: `gcim align sweep`: what alignment schemes lose, over widths. */
#include "align_sweep.h"

#include <stdlib.h>
#include <string.h>

#include "align_text.h"
#include "fail.h"
#include "out.h"
#include "progress.h"

enum { DEFAULT_LANES = 64 };

static const char usage[] =
    "usage: gcim align sweep --x X.npy --w W.npy  [options]   x: rows of N terms, w: kernels of N\n"
    "       gcim align sweep --dist NAME          [options]   synthetic operands\n"
    "       gcim align sweep --digits DIR LAYER   [options]   what enters a layer of the digits\n"
    "                                                         network, and its weights (no bias)\n"
    "  Loss of dot products whose operands are aligned to shared exponents, against exact sums: a\n"
    "  line per width and scheme. Files: float16, float32 or float64; values become FP32 and then\n"
    "  the operand format, nearest, ties to even.\n"
    "  --format F     of the operands (fp16); --w-format F: of the weights, if another\n"
    "  --out F        of the results (fp32)\n"
    "  --widths A:B   (6:16), within 2..64\n"
    "  --schemes S,S  (all six)\n"
    "  --quant R      rounding of the aligners (rtz)\n"
    "  --lanes L      terms of a group, 1..256 (64, or N if that is less)\n"
    "  --x-scope row|group    what shares the exponent of x, except in vector (row)\n"
    "  --acc exact|float|aligned    how groups add up in schemes that align operands (exact)\n"
    "  --csv FILE, --svg FILE    the same as numbers, and SQNR against width as a picture; '-' is\n"
    "                 the standard output in place of the table\n"
    "  --dist NAME    normal; uniform (-1..1); spread (exponents normal with --sigma S, 3); "
    "kernels\n"
    "                 (normal, weights of each kernel times its own power of two, exponent normal\n"
    "                 with --sigma); relu (normal, x not below 0). With --rows (64) --kernels "
    "(16)\n"
    "                 --terms (256) --seed (1)\n"
    "  --rows R       of --digits: the first R images (200)\n" ALIGN_FORMAT_HELP;

static const char *help_text(char *text, size_t size) {
  snprintf(text, size, "%s%s", usage, align_scheme_help);
  return text;
}

/* Everything a run owns. */
typedef struct {
  align_sweep_t sweep;
  align_tensor_t x, w;
  align_refs_t refs;
  int count;
  align_point_t points[ALIGN_POINTS];
  align_score_t scores[ALIGN_POINTS], rounded;
  align_figures_t figures[ALIGN_POINTS];
  align_exact_t exact;
  gcim_out_t *csv, *svg;
} run_t;

/* ---- operands and schemes ---- */

static int take_operands(const cmd_spec_t *spec, run_t *run) {
  align_sweep_t *s = &run->sweep;
  int status;
  if (s->source == ALIGN_FILES) {
    status = align_read(spec, &s->setup.x, s->x_path, &run->x);
    status = status == CMD_OK ? align_read(spec, &s->setup.w, s->w_path, &run->w) : status;
  } else if (s->source == ALIGN_DIST) {
    status = align_draw(spec, &s->draw, &s->setup.x, &s->setup.w, &run->x, &run->w);
  } else {
    status = align_digits(spec, s->folder, s->layer, s->rows, &s->setup.x, &s->setup.w, &run->x,
                          &run->w);
  }
  if (status == CMD_OK && run->x.terms != run->w.terms) {
    return cmd_fail(spec, CMD_FAILED,
                    "%s has rows of %zu terms, %s of %zu; both need the same N (w holds a kernel "
                    "per row: transpose it if it holds one per column)",
                    s->x_path, run->x.terms, s->w_path, run->w.terms);
  }
  if (status == CMD_OK) {
    align_tensor_notes(spec, s->x_format, &run->x);
    align_tensor_notes(spec, s->w_format, &run->w);
  }
  return status;
}

static void set_lanes(run_t *run) {
  if (run->sweep.setup.lanes == 0) {
    run->sweep.setup.lanes = run->x.terms < DEFAULT_LANES ? (int)run->x.terms : DEFAULT_LANES;
  }
}

/* The widths of one scheme that leave a bit. */
static int add_scheme(const cmd_spec_t *spec, run_t *run, int scheme) {
  const align_sweep_t *s = &run->sweep;
  const int least = align_least_width(scheme);
  const char *name = align_scheme_names[scheme];
  if (s->low < least && (!s->is_named || s->high >= least)) {
    cmd_fail(spec, CMD_OK, "note: %s starts at %d bits: fewer leave no whole product", name, least);
  } else if (s->low < least) {
    return cmd_fail(spec, CMD_USAGE,
                    "--widths %d:%d leave nothing of the largest product in scheme %s; it needs %d "
                    "bits or more",
                    s->low, s->high, name, least);
  }
  for (int width = s->low < least ? least : s->low; width <= s->high; width++) {
    if (align_point_set(&s->setup, scheme, width, &run->points[run->count]) != GCIM_OK) {
      const int status = s->is_named ? CMD_FAILED : CMD_OK;
      return cmd_fail(spec, status, "%sscheme %s: %s", s->is_named ? "" : "note: without ", name,
                      gcim_error_text());
    }
    run->count++;
  }
  return CMD_OK;
}

/* Below a sign and the significand even an operand at the shared exponent loses bits. */
static void note_hidden_bit(const cmd_spec_t *spec, const run_t *run) {
  const align_sweep_t *s = &run->sweep;
  const int man_bits =
      s->setup.x.man_bits > s->setup.w.man_bits ? s->setup.x.man_bits : s->setup.w.man_bits;
  for (int i = 0; i < run->count; i++) {
    if (!run->points[i].is_product && run->points[i].width < man_bits + 2) {
      cmd_fail(spec, CMD_OK,
               "note: operands of fewer than %d bits have no room for a sign and the %d-bit "
               "significand of %s: even the largest of a group loses bits",
               man_bits + 2, man_bits + 1,
               man_bits == s->setup.x.man_bits ? s->x_format : s->w_format);
      return;
    }
  }
}

static int make_points(const cmd_spec_t *spec, run_t *run) {
  int status = CMD_OK;
  for (int scheme = 0; scheme < ALIGN_SCHEMES && status == CMD_OK; scheme++) {
    status = run->sweep.wanted[scheme] ? add_scheme(spec, run, scheme) : CMD_OK;
  }
  if (status == CMD_OK && run->count == 0) {
    return cmd_fail(spec, CMD_USAGE, "no scheme has a width within %d:%d", run->sweep.low,
                    run->sweep.high);
  }
  note_hidden_bit(spec, run);
  return status;
}

/* ---- the sweep ---- */

static int one_pair(run_t *run, size_t row, size_t kernel) {
  const size_t terms = run->x.terms;
  int status = GCIM_OK;
  align_exact_set(&run->exact, run->x.numbers + row * terms, run->w.numbers + kernel * terms,
                  terms);
  align_score_add_rounded(&run->rounded, &run->exact);
  for (int i = 0; i < run->count && status == GCIM_OK; i++) {
    uint32_t y = 0;
    status = align_point_run(&run->points[i], &run->refs, row, kernel, &y);
    align_score_add(&run->scores[i], &run->exact, y);
  }
  return status;
}

static int all_pairs(const cmd_spec_t *spec, run_t *run) {
  progress_t progress;
  int status = GCIM_OK;
  progress_start(&progress, "gcim align sweep", (uint64_t)run->x.rows * run->w.rows, 0, false);
  for (size_t r = 0; r < run->x.rows && status == GCIM_OK; r++) {
    for (size_t k = 0; k < run->w.rows && status == GCIM_OK; k++) {
      status = one_pair(run, r, k);
      progress_add(&progress, 1);
    }
  }
  progress_end(&progress);
  return status == GCIM_OK ? CMD_OK : cmd_fail(spec, CMD_FAILED, "%s", gcim_error_text());
}

static int compute(const cmd_spec_t *spec, run_t *run) {
  const align_setup_t *setup = &run->sweep.setup;
  align_exact_init(&run->exact, &setup->x, &setup->w, &setup->y);
  align_score_init(&run->rounded, run->exact.unit);
  for (int i = 0; i < run->count; i++) {
    align_score_init(&run->scores[i], run->exact.unit);
  }
  int status = align_refs_find(spec, setup, &run->x, &run->w, &run->refs);
  status = status == CMD_OK ? all_pairs(spec, run) : status;
  for (int i = 0; i < run->count && status == CMD_OK; i++) {
    run->figures[i] = align_score_figures(&run->scores[i]);
  }
  return status;
}

/* ---- output ---- */

/* Before the work, so that it is not done for nothing. */
static int open_files(const cmd_spec_t *spec, run_t *run) {
  const align_sweep_t *s = &run->sweep;
  if ((s->csv != NULL && gcim_out_open(s->csv, &run->csv) != GCIM_OK) ||
      (s->svg != NULL && gcim_out_open(s->svg, &run->svg) != GCIM_OK)) {
    return cmd_fail(spec, CMD_FAILED, "%s", gcim_vec_error_text());
  }
  return CMD_OK;
}

static int report(const cmd_spec_t *spec, run_t *run) {
  const align_result_t result = {.sweep = &run->sweep,
                                 .x = &run->x,
                                 .w = &run->w,
                                 .count = run->count,
                                 .points = run->points,
                                 .figures = run->figures,
                                 .rounded = align_score_figures(&run->rounded)};
  if (run->csv != NULL) {
    align_print_csv(gcim_out_stream(run->csv), &result);
  }
  if (run->svg != NULL) {
    align_print_svg(gcim_out_stream(run->svg), &result);
  }
  gcim_out_t *outs[] = {run->csv, run->svg};
  run->csv = run->svg = NULL; /* whatever happens, they are finished */
  if (gcim_out_commit_all(outs, 2) != GCIM_OK) {
    return cmd_fail(spec, CMD_FAILED, "%s", gcim_vec_error_text());
  }
  if (!cmd_is_stdout(run->sweep.csv) && !cmd_is_stdout(run->sweep.svg)) {
    align_print_table(stdout, &result);
  }
  return CMD_OK;
}

static void free_run(run_t *run) {
  gcim_out_abort(run->csv);
  gcim_out_abort(run->svg);
  if (run->exact.format != NULL) {
    align_exact_clear(&run->exact);
    align_score_clear(&run->rounded);
    for (int i = 0; i < run->count; i++) {
      align_score_clear(&run->scores[i]);
    }
  }
  align_refs_free(&run->refs);
  align_tensor_free(&run->x);
  align_tensor_free(&run->w);
  free(run);
}

int cmd_align_sweep(int argc, char **argv) {
  char help[sizeof usage + 2048];
  const cmd_spec_t spec = {"gcim align sweep", help_text(help, sizeof help), align_sweep_table};
  run_t *run = calloc(1, sizeof *run);
  bool is_done = false;
  if (run == NULL) {
    return cmd_fail(&spec, CMD_FAILED, "out of memory");
  }
  int status = align_sweep_options(&spec, argc, argv, &run->sweep, &is_done);
  if (status == CMD_OK && !is_done) {
    status = take_operands(&spec, run);
    set_lanes(run);
    status = status == CMD_OK ? make_points(&spec, run) : status;
    status = status == CMD_OK ? open_files(&spec, run) : status;
    status = status == CMD_OK ? compute(&spec, run) : status;
    status = status == CMD_OK ? report(&spec, run) : status;
  }
  free_run(run);
  return status;
}
