/* mx_diff.c: `gcim mx diff`: blocks that two presets convert differently, and why. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "mx_reason.h"
#include "mx_source.h"
#include "out.h"
#include "progress.h"
#include "svg_bars.h"

enum { SIDE_A = MX_OWN, SIDE_B, LIST, SVG };
enum { LIST_MOST = 10000, REASONS = MX_FIELDS + 1, TEXT_CHARS = 64, TITLE_CHARS = 256 };

static const char usage[] =
    "usage: gcim mx diff FILE --a PRESET --b PRESET --elem E [options]\n"
    "  Blocks that two presets convert differently. The reason is the first choice that, taken "
    "from "
    "b,\n"
    "  makes a's block equal to b's; the first pair of choices if none alone does. Choices are "
    "tried in\n"
    "  the order rule, rnd, ovf, full, special, nan, scale-ovf, zero, zero-sign.\n"
    "  --list N       blocks that are shown (8)\n"
    "  --svg FILE     blocks per reason as a picture; '-': the standard output in place of the "
    "text\n" MX_COMMON_HELP;

static const struct option options[] = {{"a", required_argument, NULL, SIDE_A},
                                        {"b", required_argument, NULL, SIDE_B},
                                        {"list", required_argument, NULL, LIST},
                                        {"svg", required_argument, NULL, SVG},
                                        MX_COMMON_OPTIONS};
static const cmd_spec_t spec = {"gcim mx diff", usage, options};

/* A block that is shown. */
typedef struct {
  uint64_t first;  /* index of its first value */
  int lanes, lane; /* lane: the first that differs, -1: the scale only */
  uint32_t input;  /* the value of that lane, or the first */
  double largest;
  mx_block_t a, b;
  mx_reason_t reason;
} shown_t;

typedef struct {
  mx_common_t common;
  const char *path, *name[2], *svg;
  gcim_mx_t config[2];
  uint64_t list;
  mx_source_t in;
  double *numbers;
  uint8_t *scale[2], *elem[2];
  uint64_t blocks, different, counts[REASONS][REASONS];
  shown_t *shown;
  uint64_t shown_count;
  gcim_out_t *out;
} run_t;

/* ---- command line ---- */

static int read_option(int option, void *to) {
  run_t *run = to;
  switch (option) {
    case SIDE_A:
    case SIDE_B:
      run->name[option - SIDE_A] = optarg;
      return CMD_OK;
    case LIST:
      return cmd_number(&spec, "--list", optarg, 0, LIST_MOST, &run->list);
    case SVG:
      run->svg = optarg;
      return CMD_OK;
    default:
      return mx_common_option(&spec, option, &run->common);
  }
}

static int read_options(int argc, char **argv, run_t *run, bool *is_done) {
  run->common = mx_common_start();
  run->list = 8;
  int status = cmd_options(&spec, argc, argv, read_option, run, is_done);
  if (status != CMD_OK || *is_done) {
    return status;
  }
  if (run->name[0] == NULL || run->name[1] == NULL) {
    return cmd_fail(&spec, CMD_USAGE, "--%s PRESET is missing; 'gcim mx presets' lists them",
                    run->name[0] == NULL ? "a" : "b");
  }
  if (optind + 1 != argc) {
    return cmd_fail(&spec, CMD_USAGE, "name one file to convert");
  }
  run->path = argv[optind];
  status = mx_common_end(&spec, &run->common);
  for (int side = 0; side < 2 && status == CMD_OK; side++) {
    status = mx_config(&spec, &run->common, side == 0 ? "--a" : "--b", run->name[side],
                       &run->config[side]);
  }
  return status;
}

/* ---- blocks ---- */

static mx_block_t block_of(const run_t *run, int side, size_t b, size_t at, int lanes) {
  mx_block_t block = {.scale = run->scale[side][b]};
  memcpy(block.elem, run->elem[side] + at, (size_t)lanes);
  return block;
}

static void show(run_t *run, size_t at, int lanes, const mx_block_t *a, const mx_block_t *b,
                 mx_reason_t reason) {
  shown_t *s = &run->shown[run->shown_count++];
  *s = (shown_t){
      .first = run->in.first + at, .lanes = lanes, .lane = -1, .a = *a, .b = *b, .reason = reason};
  for (int i = 0; i < lanes; i++) {
    const double number = run->numbers[at + (size_t)i], size = number < 0 ? -number : number;
    s->largest = size > s->largest || isnan(size) ? size : s->largest; /* a NaN stays */
    s->lane = s->lane < 0 && a->elem[i] != b->elem[i] ? i : s->lane;
  }
  s->input = run->in.codes[at + (size_t)(s->lane < 0 ? 0 : s->lane)];
}

static int compare_block(run_t *run, size_t index, size_t at, int lanes) {
  const mx_block_t a = block_of(run, 0, index, at, lanes), b = block_of(run, 1, index, at, lanes);
  mx_reason_t reason;
  run->blocks++;
  if (mx_block_equal(&a, &b, lanes)) {
    return CMD_OK;
  }
  if (mx_reason_find(&run->config[0], &run->config[1], run->in.format, run->in.codes + at, lanes,
                     &b, &reason) != GCIM_OK) {
    return cmd_fail(&spec, CMD_FAILED, "%s", gcim_error_text());
  }
  run->different++;
  run->counts[reason.first][reason.second]++;
  if (run->shown_count < run->list) {
    show(run, at, lanes, &a, &b, reason);
  }
  return CMD_OK;
}

static int compare_piece(run_t *run) {
  const mx_source_t *in = &run->in;
  const size_t block = (size_t)run->common.block;
  int status = CMD_OK;
  mx_source_numbers(in, run->numbers);
  for (int side = 0; side < 2; side++) {
    if (gcim_mx_quant(&run->config[side], in->format, in->codes, NULL, in->count, run->scale[side],
                      run->elem[side], NULL) != GCIM_OK) {
      return cmd_fail(&spec, CMD_FAILED, "%s", gcim_error_text());
    }
  }
  for (size_t at = 0, b = 0; at < in->count && status == CMD_OK; at += block, b++) {
    const size_t left = in->count - at;
    status = compare_block(run, b, at, (int)(left < block ? left : block));
  }
  return status;
}

static int take_memory(run_t *run) {
  const size_t most = run->in.most;
  bool is_short = false;
  for (int side = 0; side < 2; side++) {
    run->scale[side] = malloc(most);
    run->elem[side] = malloc(most);
    is_short = is_short || run->scale[side] == NULL || run->elem[side] == NULL;
  }
  run->numbers = malloc(most * sizeof *run->numbers);
  run->shown = calloc((size_t)run->list + 1, sizeof *run->shown);
  return is_short || run->numbers == NULL || run->shown == NULL
             ? cmd_fail(&spec, CMD_FAILED, "out of memory")
             : CMD_OK;
}

static int compare_all(run_t *run) {
  progress_t progress;
  if (run->svg != NULL && gcim_out_open(run->svg, &run->out) != GCIM_OK) {
    return cmd_fail(&spec, CMD_USAGE, "%s", gcim_vec_error_text());
  }
  int status = mx_source_open(&spec, run->path, &run->common, &run->in);
  status = status == CMD_OK ? take_memory(run) : status;
  progress_start(&progress, spec.name, run->in.values, 0, false);
  while (status == CMD_OK && (status = mx_source_next(&spec, &run->in)) == CMD_OK &&
         run->in.count > 0) {
    status = compare_piece(run);
    progress_add(&progress, run->in.count);
  }
  progress_end(&progress);
  return status;
}

/* ---- report ---- */

static void print_side(const run_t *run, int side, const mx_block_t *block, int lanes) {
  printf("    %-17s scale %3d  codes", run->name[side], block->scale);
  for (int i = 0; i < lanes; i++) {
    printf(" %02x", block->elem[i]);
  }
  printf("\n");
}

static void print_block(const run_t *run, const shown_t *s) {
  char text[MX_REASON_CHARS];
  const uint64_t row = s->first / run->in.row, column = s->first % run->in.row;
  const uint64_t block = row * mx_source_row_blocks(&run->in, run->common.block) +
                         column / (uint64_t)run->common.block;
  printf("\nblock %" PRIu64 " (row %" PRIu64 ", values %" PRIu64 "..%" PRIu64
         "): largest |x| %.9g: %s\n",
         block, row, column, column + (uint64_t)s->lanes - 1, s->largest,
         mx_reason_text(s->reason, text));
  if (s->lane < 0) {
    printf("    the scales differ, no element does\n");
  } else {
    printf("    first different element %d, input %0*" PRIx32 "\n", s->lane, run->in.bytes * 2,
           s->input);
  }
  print_side(run, 0, &s->a, s->lanes);
  print_side(run, 1, &s->b, s->lanes);
}

static void print_text(const run_t *run) {
  char text[MX_REASON_CHARS], shape[NPY_DIMS_CHARS];
  printf("%s: %s of %s to %s in blocks of %d\n", run->path, npy_dims_text(&run->in.dims, shape),
         run->in.format_name, gcim_mx_elem_name(run->common.elem), run->common.block);
  printf("%s against %s: %" PRIu64 " of %" PRIu64 " blocks differ\n", run->name[0], run->name[1],
         run->different, run->blocks);
  for (int i = 0; i < REASONS; i++) {
    for (int j = 0; j < REASONS; j++) {
      if (run->counts[i][j] > 0) {
        printf("%10" PRIu64 "  %s\n", run->counts[i][j], mx_reason_text((mx_reason_t){i, j}, text));
      }
    }
  }
  for (uint64_t i = 0; i < run->shown_count; i++) {
    print_block(run, &run->shown[i]);
  }
}

static void print_svg(const run_t *run, FILE *out) {
  svg_bar_t bars[REASONS * REASONS];
  char names[REASONS * REASONS][MX_REASON_CHARS], texts[REASONS * REASONS][TEXT_CHARS];
  char title[TITLE_CHARS], note[TITLE_CHARS];
  int count = 0;
  for (int i = 0; i < REASONS * REASONS; i++) {
    const mx_reason_t reason = {i / REASONS, i % REASONS};
    const uint64_t blocks = run->counts[reason.first][reason.second];
    if (blocks > 0) {
      snprintf(texts[count], TEXT_CHARS, "%" PRIu64, blocks);
      bars[count] =
          (svg_bar_t){NULL, mx_reason_text(reason, names[count]), (double)blocks, texts[count]};
      count++;
    }
  }
  snprintf(title, sizeof title, "%s against %s, %s in blocks of %d", run->name[0], run->name[1],
           gcim_mx_elem_name(run->common.elem), run->common.block);
  snprintf(note, sizeof note, "%.180s: %" PRIu64 " of %" PRIu64 " blocks differ", run->path,
           run->different, run->blocks);
  svg_bars(out, title, "blocks", note, bars, count);
}

static int report(run_t *run) {
  if (run->out != NULL) {
    print_svg(run, gcim_out_stream(run->out));
    if (gcim_out_commit_all(&run->out, 1) != GCIM_OK) {
      return cmd_fail(&spec, CMD_FAILED, "%s", gcim_vec_error_text());
    }
  }
  if (!cmd_is_stdout(run->svg)) {
    print_text(run);
  }
  return CMD_OK;
}

int cmd_mx_diff(int argc, char **argv) {
  run_t run = {.svg = NULL};
  bool is_done = false;
  int status = read_options(argc, argv, &run, &is_done);
  if (status == CMD_OK && !is_done) {
    status = compare_all(&run);
    status = status == CMD_OK ? report(&run) : status;
  }
  gcim_out_abort(run.out);
  mx_source_close(&run.in);
  for (int side = 0; side < 2; side++) {
    free(run.scale[side]);
    free(run.elem[side]);
  }
  free(run.numbers);
  free(run.shown);
  return status;
}
