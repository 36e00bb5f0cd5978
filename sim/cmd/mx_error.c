/* mx_error.c: `gcim mx error`: what presets lose on given tensors, side by side. */
#include "mx_error.h"

#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "out.h"
#include "progress.h"

enum { PRESETS = MX_OWN, JSON, SVG, MOST = 32 /* presets */ };

static const char usage[] =
    "usage: gcim mx error FILE.. --elem E [options]\n"
    "  What a conversion loses: SQNR, largest error, saturated elements, zeros made, values lost, "
    "NaN\n"
    "  blocks and bytes, for each file and preset.\n"
    "  --presets P,P  (all that have the element format)\n"
    "  --json FILE, --svg FILE    the same as data, and SQNR as a picture; '-' is the standard "
    "output in\n"
    "                 place of the table\n" MX_COMMON_HELP;

static const struct option options[] = {{"presets", required_argument, NULL, PRESETS},
                                        {"json", required_argument, NULL, JSON},
                                        {"svg", required_argument, NULL, SVG},
                                        MX_COMMON_OPTIONS};
static const cmd_spec_t spec = {"gcim mx error", usage, options};

typedef struct {
  mx_common_t common;
  char *names; /* of --presets, cut up; NULL: all */
  const char *json, *svg;
  char **paths;
  int path_count;
  const char *preset[MOST];
  mx_reader_t reader[MOST];
  int presets;
  mx_loss_t *losses; /* a row of presets for each path */
  gcim_out_t *outs[2];
} run_t;

/* ---- command line ---- */

static int add_preset(run_t *run, const char *name) {
  gcim_mx_t config;
  for (int i = 0; i < run->presets; i++) {
    if (strcmp(run->preset[i], name) == 0) {
      return cmd_fail(&spec, CMD_USAGE, "--presets names '%s' twice; leave one out", name);
    }
  }
  const int status = mx_config(&spec, &run->common, "--presets", name, &config);
  if (status != CMD_OK) {
    return status;
  }
  if (run->presets == MOST || mx_reader_set(&config, &run->reader[run->presets]) != GCIM_OK) {
    return cmd_fail(&spec, CMD_FAILED, "preset %s: %s", name,
                    run->presets == MOST ? "one too many" : gcim_error_text());
  }
  run->preset[run->presets++] = name;
  return CMD_OK;
}

static int set_presets(run_t *run) {
  const gcim_mx_preset_t *preset;
  int status = CMD_OK;
  if (run->names != NULL) {
    for (char *name = run->names; name != NULL && status == CMD_OK;) {
      char *end = strchr(name, ',');
      if (end != NULL) {
        *end++ = '\0';
      }
      status = add_preset(run, name);
      name = end;
    }
    return status;
  }
  for (int i = 0; status == CMD_OK && (preset = gcim_mx_preset_list(i)) != NULL; i++) {
    if ((preset->elems >> run->common.elem & 1) != 0) {
      status = add_preset(run, preset->name);
    }
  }
  return status;
}

static int read_option(int option, void *to) {
  run_t *run = to;
  switch (option) {
    case PRESETS:
      free(run->names);
      run->names = strdup(optarg);
      return run->names == NULL ? cmd_fail(&spec, CMD_FAILED, "out of memory") : CMD_OK;
    case JSON:
      run->json = optarg;
      return CMD_OK;
    case SVG:
      run->svg = optarg;
      return CMD_OK;
    default:
      return mx_common_option(&spec, option, &run->common);
  }
}

static int read_options(int argc, char **argv, run_t *run, bool *is_done) {
  run->common = mx_common_start();
  int status = cmd_options(&spec, argc, argv, read_option, run, is_done);
  if (status != CMD_OK || *is_done) {
    return status;
  }
  if (optind == argc) {
    return cmd_fail(&spec, CMD_USAGE, "name the files to convert");
  }
  if (run->json != NULL && run->svg != NULL && strcmp(run->json, run->svg) == 0) {
    return cmd_fail(&spec, CMD_USAGE, "--json and --svg name the same file '%.200s'; name two",
                    run->json);
  }
  run->paths = argv + optind;
  run->path_count = argc - optind;
  status = mx_common_end(&spec, &run->common);
  return status == CMD_OK ? set_presets(run) : status;
}

/* ---- the work ---- */

typedef struct {
  double *numbers;
  uint8_t *scale, *elem;
} memory_t;

static int add_piece(run_t *run, const mx_source_t *in, const memory_t *m, mx_loss_t *losses) {
  mx_source_numbers(in, m->numbers);
  for (int p = 0; p < run->presets; p++) {
    if (gcim_mx_quant(&run->reader[p].config, in->format, in->codes, NULL, in->count, m->scale,
                      m->elem, NULL) != GCIM_OK) {
      return cmd_fail(&spec, CMD_FAILED, "%s", gcim_error_text());
    }
    mx_loss_add(&losses[p], &run->reader[p], m->numbers, in->count, m->scale, m->elem);
  }
  return CMD_OK;
}

static int one_file(run_t *run, const char *path, mx_loss_t *losses) {
  mx_source_t in;
  progress_t progress;
  memory_t m = {0};
  int status = mx_source_open(&spec, path, &run->common, &in);
  if (status == CMD_OK) {
    m = (memory_t){malloc(in.most * sizeof *m.numbers), malloc(in.most), malloc(in.most)};
    status = m.numbers == NULL || m.scale == NULL || m.elem == NULL
                 ? cmd_fail(&spec, CMD_FAILED, "out of memory")
                 : CMD_OK;
  }
  for (int p = 0; p < run->presets; p++) {
    losses[p] = (mx_loss_t){.tensor = path, .preset = run->preset[p]};
  }
  progress_start(&progress, path, in.values, 0, false);
  while (status == CMD_OK && (status = mx_source_next(&spec, &in)) == CMD_OK && in.count > 0) {
    status = add_piece(run, &in, &m, losses);
    progress_add(&progress, in.count);
  }
  progress_end(&progress);
  free(m.numbers);
  free(m.scale);
  free(m.elem);
  mx_source_close(&in);
  return status;
}

/* Outputs are opened first, so that the work is not done for nothing. */
static int all_files(run_t *run) {
  if ((run->json != NULL && gcim_out_open(run->json, &run->outs[0]) != GCIM_OK) ||
      (run->svg != NULL && gcim_out_open(run->svg, &run->outs[1]) != GCIM_OK)) {
    return cmd_fail(&spec, CMD_USAGE, "%s", gcim_vec_error_text());
  }
  run->losses = calloc((size_t)run->path_count * (size_t)run->presets, sizeof *run->losses);
  int status = run->losses == NULL ? cmd_fail(&spec, CMD_FAILED, "out of memory") : CMD_OK;
  for (int i = 0; i < run->path_count && status == CMD_OK; i++) {
    status = one_file(run, run->paths[i], run->losses + (size_t)i * (size_t)run->presets);
  }
  return status;
}

static int report(run_t *run) {
  const mx_error_report_t result = {gcim_mx_elem_name(run->common.elem), run->common.block,
                                    run->losses, run->path_count * run->presets};
  if ((run->outs[0] != NULL && mx_error_json(gcim_out_stream(run->outs[0]), &result) != GCIM_OK) ||
      (run->outs[1] != NULL && mx_error_svg(gcim_out_stream(run->outs[1]), &result) != GCIM_OK)) {
    return cmd_fail(&spec, CMD_FAILED, "out of memory");
  }
  if (gcim_out_commit_all(run->outs, 2) != GCIM_OK) {
    return cmd_fail(&spec, CMD_FAILED, "%s", gcim_vec_error_text());
  }
  if (!cmd_is_stdout(run->json) && !cmd_is_stdout(run->svg)) {
    mx_error_table(stdout, &result);
  }
  return CMD_OK;
}

int cmd_mx_error(int argc, char **argv) {
  run_t *run = calloc(1, sizeof *run);
  bool is_done = false;
  if (run == NULL) {
    return cmd_fail(&spec, CMD_FAILED, "out of memory");
  }
  int status = read_options(argc, argv, run, &is_done);
  if (status == CMD_OK && !is_done) {
    status = all_files(run);
    status = status == CMD_OK ? report(run) : status;
  }
  gcim_out_abort(run->outs[0]);
  gcim_out_abort(run->outs[1]);
  free(run->losses);
  free(run->names);
  free(run);
  return status;
}
