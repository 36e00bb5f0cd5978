/* mx_convert.c: `gcim mx convert`: a tensor to scale bytes and element codes, piece by piece. */
#include "mx_convert.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "mx_source.h"
#include "npy_write.h"
#include "out.h"
#include "progress.h"

enum { PATH_CHARS = 1024 };

typedef struct {
  mx_source_t in;
  char scale_path[PATH_CHARS], elem_path[PATH_CHARS];
  gcim_out_t *outs[2]; /* scales, elements */
  uint8_t *scale, *elem, *packed;
  uint32_t *random; /* NULL: not needed */
  uint64_t nan_blocks, blocks;
  uint32_t flags;
} run_t;

/* ---- output files ---- */

static int open_outputs(const mx_convert_t *job, run_t *run) {
  const size_t size = sizeof run->scale_path;
  if (job->out[0] == '\0' ||
      (size_t)snprintf(run->scale_path, size, "%s.scale", job->out) >= size) {
    return cmd_fail(&mx_convert_spec, CMD_USAGE, "-o needs a name of 1..%d characters",
                    (int)PATH_CHARS - 8);
  }
  snprintf(run->elem_path, size, "%s.elem", job->out);
  if (strcmp(job->path, run->scale_path) == 0 || strcmp(job->path, run->elem_path) == 0) {
    return cmd_fail(&mx_convert_spec, CMD_USAGE,
                    "-o %.200s would replace '%.200s', which is read; choose another", job->out,
                    job->path);
  }
  if (gcim_out_open(run->scale_path, &run->outs[0]) != GCIM_OK ||
      gcim_out_open(run->elem_path, &run->outs[1]) != GCIM_OK) {
    return cmd_fail(&mx_convert_spec, CMD_USAGE, "%s", gcim_vec_error_text());
  }
  return CMD_OK;
}

static void write_heads(const mx_convert_t *job, run_t *run) {
  npy_dims_t dims = run->in.dims;
  uint64_t *last = &dims.length[dims.count - 1];
  *last = mx_source_row_blocks(&run->in, job->config.block);
  npy_write_head(gcim_out_stream(run->outs[0]), "|u1", &dims);
  *last =
      job->is_packed ? gcim_mx_packed_bytes(job->config.elem, (size_t)run->in.row) : run->in.row;
  npy_write_head(gcim_out_stream(run->outs[1]), "|u1", &dims);
}

/* ---- conversion ---- */

static int take_memory(const mx_convert_t *job, run_t *run) {
  const size_t most = run->in.most;
  run->scale = malloc(most);
  run->elem = malloc(most);
  run->packed = malloc(most);
  run->random = job->config.rnd == GCIM_RND_STOCH ? malloc(most * sizeof *run->random) : NULL;
  return run->scale == NULL || run->elem == NULL || run->packed == NULL ||
                 (job->config.rnd == GCIM_RND_STOCH && run->random == NULL)
             ? cmd_fail(&mx_convert_spec, CMD_FAILED, "out of memory")
             : CMD_OK;
}

static int convert_piece(const mx_convert_t *job, run_t *run) {
  const mx_source_t *in = &run->in;
  const size_t blocks = gcim_mx_blocks(&job->config, in->count);
  uint32_t flags = 0;
  for (size_t i = 0; run->random != NULL && i < in->count; i++) {
    run->random[i] = (uint32_t)(gcim_random(job->seed, in->first + i, 0) &
                                (UINT64_MAX >> (64 - job->config.rand_bits)));
  }
  if (gcim_mx_quant(&job->config, in->format, in->codes, run->random, in->count, run->scale,
                    run->elem, &flags) != GCIM_OK) {
    return cmd_fail(&mx_convert_spec, CMD_FAILED, "%s", gcim_error_text());
  }
  const uint8_t *codes = run->elem;
  size_t bytes = in->count;
  if (job->is_packed) {
    gcim_mx_pack(job->config.elem, run->elem, in->count, run->packed);
    codes = run->packed;
    bytes = gcim_mx_packed_bytes(job->config.elem, in->count);
  }
  fwrite(run->scale, 1, blocks, gcim_out_stream(run->outs[0]));
  fwrite(codes, 1, bytes, gcim_out_stream(run->outs[1]));
  for (size_t b = 0; b < blocks; b++) {
    run->nan_blocks += run->scale[b] == GCIM_MX_SCALE_NAN;
  }
  run->blocks += blocks;
  run->flags |= flags;
  return CMD_OK;
}

/* A full disk ends the work at once, not after the last piece. */
static int check_outputs(run_t *run) {
  for (int i = 0; i < 2; i++) {
    if (ferror(gcim_out_stream(run->outs[i])) && gcim_out_sync(run->outs[i]) != GCIM_OK) {
      return cmd_fail(&mx_convert_spec, CMD_FAILED, "%s", gcim_vec_error_text());
    }
  }
  return CMD_OK;
}

static int convert_all(const mx_convert_t *job, run_t *run) {
  progress_t progress;
  int status = take_memory(job, run);
  if (status == CMD_OK && !run->in.is_raw) {
    write_heads(job, run);
  }
  progress_start(&progress, mx_convert_spec.name, run->in.values, 0, false);
  while (status == CMD_OK && (status = mx_source_next(&mx_convert_spec, &run->in)) == CMD_OK &&
         run->in.count > 0) {
    status = convert_piece(job, run);
    status = status == CMD_OK ? check_outputs(run) : status;
    progress_add(&progress, run->in.count);
  }
  progress_end(&progress);
  if (status == CMD_OK && gcim_out_commit_all(run->outs, 2) != GCIM_OK) {
    return cmd_fail(&mx_convert_spec, CMD_FAILED, "%s", gcim_vec_error_text());
  }
  return status;
}

/* ---- report ---- */

static void print_flags(uint32_t flags) {
  static const char *const names[] = {"NX",  "UF",       "OF",       "NV",
                                      "SAT", "scale UF", "scale OF", "scale NV"};
  printf("flags      %s", flags == 0 ? "none" : "");
  for (int i = 0; i < 8; i++) {
    if ((flags >> i & 1) != 0) {
      printf("%s%s", (flags & ((1u << i) - 1)) == 0 ? "" : ", ", names[i]);
    }
  }
  printf("\n");
}

static void report(const mx_convert_t *job, const run_t *run) {
  char text[MX_POLICY_CHARS], shape[NPY_DIMS_CHARS];
  printf("converted  %s: %s of %s to %s in blocks of %d, preset %s\n", job->path,
         npy_dims_text(&run->in.dims, shape), run->in.format_name,
         gcim_mx_elem_name(job->config.elem), job->config.block, job->preset);
  printf("choices    %s\n", mx_policy_text(&job->config, text));
  print_flags(run->flags);
  printf("blocks     %" PRIu64 ", %" PRIu64 " of them NaN\n", run->blocks, run->nan_blocks);
  printf("written    %s, %s\n", run->scale_path, run->elem_path);
}

int cmd_mx_convert(int argc, char **argv) {
  mx_convert_t job;
  run_t run = {.outs = {NULL}};
  bool is_done = false;
  int status = mx_convert_options(argc, argv, &job, &is_done);
  if (status != CMD_OK || is_done) {
    return status;
  }
  status = mx_source_open(&mx_convert_spec, job.path, &job.common, &run.in);
  status = status == CMD_OK ? open_outputs(&job, &run) : status;
  status = status == CMD_OK ? convert_all(&job, &run) : status;
  if (status == CMD_OK) {
    report(&job, &run);
  }
  gcim_out_abort(run.outs[0]);
  gcim_out_abort(run.outs[1]);
  mx_source_close(&run.in);
  free(run.scale);
  free(run.elem);
  free(run.packed);
  free(run.random);
  return status;
}
