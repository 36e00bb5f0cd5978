/* align_weights.c: `gcim align weights`: the weights of a layer aligned offline, as the integers
 * and exponents that a macro is loaded with.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "align_data.h"
#include "align_score.h"
#include "align_text.h"
#include "fail.h"
#include "npy_write.h"
#include "out.h"

enum { PATH_CHARS = 1024, FORMAT = 1, BITS, SCOPE, QUANT };

static const char usage[] =
    "usage: gcim align weights IN.npy --format F --bits B --scope kernel|layer|group:N [--quant R] "
    "-o PREFIX\n"
    "  Aligns weights (kernels x N, float16, float32 or float64) to integers of B bits, 2..64, "
    "two's\n"
    "  complement. Those of a kernel, of the layer, or of N terms of a kernel share an exponent.\n"
    "  PREFIX.codes.npy  the integers, shaped as IN, in the smallest of int8 .. int64\n"
    "  PREFIX.exp.npy    int32, one per group (layer: 1; kernel: one per kernel; group:N: kernels "
    "x\n"
    "                    groups): weight = code * 2^exp\n"
    "  Prints what was lost: weights that are not what they were in F (flag NXA), and their SQNR.\n"
    "  Both files are replaced only when both are complete.\n"
    "  --quant R    rounding (rtz)\n" ALIGN_FORMAT_HELP;

static const struct option options[] = {{"format", required_argument, NULL, FORMAT},
                                        {"bits", required_argument, NULL, BITS},
                                        {"scope", required_argument, NULL, SCOPE},
                                        {"quant", required_argument, NULL, QUANT},
                                        {"output", required_argument, NULL, 'o'},
                                        {"help", no_argument, NULL, 'h'},
                                        {NULL, 0, NULL, 0}};
static const cmd_spec_t spec = {"gcim align weights", usage, options};

typedef struct {
  const char *path, *format_name, *scope, *prefix;
  gcim_float_t format;
  gcim_round_t quant;
  int bits;
} job_t;

/* Weights in groups, and what became of them. */
typedef struct {
  align_tensor_t w;
  size_t group;   /* terms */
  size_t per_row; /* groups; 0: one for all rows */
  int64_t *codes, *exps;
  size_t groups;
  uint64_t lost, gone; /* gone: became 0 */
  double sqnr;
} weights_t;

/* ---- command line ---- */

static int read_option(int option, void *to) {
  job_t *job = to;
  int low = 0, high = 0, status;
  switch (option) {
    case FORMAT:
      job->format_name = optarg;
      return align_format(&spec, "--format", optarg, &job->format);
    case BITS:
      status = align_widths(&spec, "--bits", optarg, &low, &high);
      job->bits = low;
      return status == CMD_OK && low != high
                 ? cmd_fail(&spec, CMD_USAGE, "--bits %.60s is a range; name one width", optarg)
                 : status;
    case QUANT:
      return align_quant(&spec, optarg, &job->quant);
    case SCOPE:
      job->scope = optarg;
      return CMD_OK;
    default:
      job->prefix = optarg;
      return CMD_OK;
  }
}

static int read_options(int argc, char **argv, job_t *job, bool *is_done) {
  *job = (job_t){.quant = GCIM_RND_RTZ};
  int status = cmd_options(&spec, argc, argv, read_option, job, is_done);
  if (status != CMD_OK || *is_done) {
    return status;
  }
  const char *missing = job->format_name == NULL ? "--format"
                        : job->bits == 0         ? "--bits"
                        : job->scope == NULL     ? "--scope"
                        : job->prefix == NULL    ? "-o PREFIX"
                                                 : NULL;
  if (missing != NULL) {
    return cmd_fail(&spec, CMD_USAGE, "%s is missing; '%s --help' shows an example", missing,
                    spec.name);
  }
  if (optind + 1 != argc) {
    return cmd_fail(&spec, CMD_USAGE, "name one IN.npy");
  }
  job->path = argv[optind];
  return CMD_OK;
}

/* ---- groups ---- */

static int set_groups(const job_t *job, weights_t *s) {
  static const char *const names[] = {"kernel", "layer", "group:N", NULL};
  uint64_t terms = 0;
  int index = 0, status = CMD_OK;
  if (strncmp(job->scope, "group:", 6) == 0) {
    status = cmd_number(&spec, "--scope group:N, N", job->scope + 6, 1, s->w.terms, &terms);
    s->group = (size_t)terms;
  } else {
    status = cmd_word(&spec, "--scope", job->scope, names, &index);
    if (status == CMD_OK && index == 2) {
      return cmd_fail(&spec, CMD_USAGE, "--scope group:N needs a number for N, 1..%zu", s->w.terms);
    }
    s->group = index == 1 ? s->w.rows * s->w.terms : s->w.terms;
  }
  if (status == CMD_OK) {
    s->per_row = index == 1 ? 0 : (s->w.terms + s->group - 1) / s->group;
    s->groups = s->per_row == 0 ? 1 : s->w.rows * s->per_row;
  }
  return status;
}

static size_t first_of(const weights_t *s, size_t group) {
  return s->per_row == 0 ? 0 : group / s->per_row * s->w.terms + group % s->per_row * s->group;
}

static size_t size_of(const weights_t *s, size_t group) {
  const size_t left = s->per_row == 0 ? s->group : s->w.terms - group % s->per_row * s->group;
  return left < s->group ? left : s->group;
}

static int align_group(const job_t *job, const gcim_fp_dot_t *how, weights_t *s, size_t group) {
  const size_t first = first_of(s, group);
  int ref, unit;
  if (gcim_fp_align(how, GCIM_SIDE_W, s->w.codes + first, size_of(s, group), NULL, s->codes + first,
                    &ref, &unit, NULL) != GCIM_OK) {
    return cmd_fail(&spec, CMD_FAILED, "%s", gcim_error_text());
  }
  s->exps[group] = unit - job->format.bias - (job->bits - 2);
  return CMD_OK;
}

static int align_all(const job_t *job, weights_t *s) {
  gcim_fp_dot_t how;
  int status = set_groups(job, s);
  if (status != CMD_OK) {
    return status;
  }
  if (gcim_fp_dot_scheme("kernel", &job->format, &job->format, 1, job->bits, &how) != GCIM_OK) {
    return cmd_fail(&spec, CMD_FAILED, "%s", gcim_error_text());
  }
  how.quant = job->quant;
  s->codes = malloc(s->w.rows * s->w.terms * sizeof *s->codes);
  s->exps = malloc(s->groups * sizeof *s->exps);
  if (s->codes == NULL || s->exps == NULL) {
    return cmd_fail(&spec, CMD_FAILED, "out of memory");
  }
  for (size_t g = 0; g < s->groups && status == CMD_OK; g++) {
    status = align_group(job, &how, s, g);
  }
  return status;
}

/* ---- loss ---- */

static void judge(const job_t *job, weights_t *s) {
  const int unit = -job->format.bias - (ALIGN_MOST_WIDTH - 2); /* no exponent is below */
  mpz_t signal, noise, weight, aligned;
  mpz_inits(signal, noise, weight, aligned, NULL);
  for (size_t g = 0; g < s->groups; g++) {
    const size_t first = first_of(s, g);
    for (size_t i = first; i < first + size_of(s, g); i++) {
      align_set(weight, s->w.numbers[i], unit);
      align_set(aligned, (align_number_t){s->codes[i], (int)s->exps[g]}, unit);
      s->lost += mpz_cmp(weight, aligned) != 0;
      s->gone += s->codes[i] == 0 && s->w.numbers[i].sig != 0;
      mpz_addmul(signal, weight, weight);
      mpz_sub(aligned, aligned, weight);
      mpz_addmul(noise, aligned, aligned);
    }
  }
  s->sqnr = align_decibel(signal, noise);
  mpz_clears(signal, noise, weight, aligned, NULL);
}

/* ---- output ---- */

static int code_bytes(int bits) {
  return bits <= 8 ? 1 : bits <= 16 ? 2 : bits <= 32 ? 4 : 8;
}

static void write_files(const job_t *job, const weights_t *s, FILE *codes, FILE *exps) {
  const bool is_flat = s->w.is_flat;
  const npy_shape_t shape = {is_flat ? s->w.terms : s->w.rows, is_flat ? 1 : s->w.terms, is_flat};
  const bool is_list = s->group >= s->w.terms; /* one per kernel or fewer */
  const npy_shape_t groups = {is_list ? s->groups : s->w.rows, is_list ? 1 : s->per_row, is_list};
  npy_write(codes, code_bytes(job->bits), shape, s->codes);
  npy_write(exps, 4, groups, s->exps);
}

static int put(const job_t *job, const weights_t *s) {
  char codes_path[PATH_CHARS], exps_path[PATH_CHARS];
  gcim_out_t *codes, *exps;
  if ((size_t)snprintf(codes_path, sizeof codes_path, "%s.codes.npy", job->prefix) >=
          sizeof codes_path ||
      job->prefix[0] == '\0') {
    return cmd_fail(&spec, CMD_USAGE, "-o needs a PREFIX of 1..%d characters",
                    (int)PATH_CHARS - 16);
  }
  snprintf(exps_path, sizeof exps_path, "%s.exp.npy", job->prefix);
  if (gcim_out_open(codes_path, &codes) != GCIM_OK) {
    return cmd_fail(&spec, CMD_FAILED, "%s", gcim_vec_error_text());
  }
  if (gcim_out_open(exps_path, &exps) != GCIM_OK) {
    gcim_out_abort(codes);
    return cmd_fail(&spec, CMD_FAILED, "%s", gcim_vec_error_text());
  }
  write_files(job, s, gcim_out_stream(codes), gcim_out_stream(exps));
  gcim_out_t *outs[] = {codes, exps};
  if (gcim_out_commit_all(outs, 2) != GCIM_OK) {
    return cmd_fail(&spec, CMD_FAILED, "%s", gcim_vec_error_text());
  }
  printf("weights  %s: %zu kernels x %zu in %s, aligned to %d bits per %s, rounding %s\n",
         job->path, s->w.rows, s->w.terms, job->format_name, job->bits, job->scope,
         align_quant_name(job->quant));
  printf("lost     %" PRIu64 " of %zu weights lost bits (NXA), %" PRIu64
         " of them became 0; SQNR %.2f dB against those in %s\n",
         s->lost, s->w.rows * s->w.terms, s->gone, s->sqnr, job->format_name);
  printf("written  %s (int%d), %s (int32, %zu): weight = code * 2^exp\n", codes_path,
         8 * code_bytes(job->bits), exps_path, s->groups);
  return CMD_OK;
}

static void note_width(const job_t *job) {
  if (job->bits < job->format.man_bits + 2) {
    cmd_fail(&spec, CMD_OK,
             "note: %d bits have no room for a sign and the %d-bit significand of %s: even the "
             "largest weight of a group loses bits; %d keep it",
             job->bits, job->format.man_bits + 1, job->format_name, job->format.man_bits + 2);
  }
}

int cmd_align_weights(int argc, char **argv) {
  job_t job;
  weights_t s = {.group = 0};
  bool is_done = false;
  int status = read_options(argc, argv, &job, &is_done);
  if (status != CMD_OK || is_done) {
    return status;
  }
  status = align_read(&spec, &job.format, job.path, &s.w);
  if (status == CMD_OK) {
    align_tensor_notes(&spec, job.format_name, &s.w);
    note_width(&job);
    status = align_all(&job, &s);
  }
  if (status == CMD_OK) {
    judge(&job, &s);
    status = put(&job, &s);
  }
  free(s.codes);
  free(s.exps);
  align_tensor_free(&s.w);
  return status;
}
