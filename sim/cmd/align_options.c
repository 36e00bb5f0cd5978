/* align_options.c: the command line of `gcim align sweep`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "align_sweep.h"
#include "align_text.h"

enum { /* long options only */
       X = 1,
       W,
       DIST,
       SIGMA,
       DIGITS,
       ROWS,
       KERNELS,
       TERMS,
       SEED,
       FORMAT,
       W_FORMAT,
       OUT,
       WIDTHS,
       SCHEMES,
       QUANT,
       LANES,
       ACC,
       X_SCOPE,
       CSV,
       SVG,
       OPTIONS
};

const struct option align_sweep_table[] = {{"x", required_argument, NULL, X},
                                           {"w", required_argument, NULL, W},
                                           {"dist", required_argument, NULL, DIST},
                                           {"sigma", required_argument, NULL, SIGMA},
                                           {"digits", required_argument, NULL, DIGITS},
                                           {"rows", required_argument, NULL, ROWS},
                                           {"kernels", required_argument, NULL, KERNELS},
                                           {"terms", required_argument, NULL, TERMS},
                                           {"seed", required_argument, NULL, SEED},
                                           {"format", required_argument, NULL, FORMAT},
                                           {"w-format", required_argument, NULL, W_FORMAT},
                                           {"out", required_argument, NULL, OUT},
                                           {"widths", required_argument, NULL, WIDTHS},
                                           {"schemes", required_argument, NULL, SCHEMES},
                                           {"quant", required_argument, NULL, QUANT},
                                           {"lanes", required_argument, NULL, LANES},
                                           {"acc", required_argument, NULL, ACC},
                                           {"x-scope", required_argument, NULL, X_SCOPE},
                                           {"csv", required_argument, NULL, CSV},
                                           {"svg", required_argument, NULL, SVG},
                                           {"help", no_argument, NULL, 'h'},
                                           {NULL, 0, NULL, 0}};

static const char *const acc_names[] = {"exact", "float", "aligned", NULL};
static const char *const scope_names[] = {"row", "group", NULL};

/* Values as given, by option. */
typedef const char *words_t[OPTIONS];

/* ---- where operands come from ---- */

/* Options that only some sources have, and why the others do not. */
static const struct {
  int option, sources;
  const char *otherwise;
} bound[] = {
    {SIGMA, ALIGN_DIST, "it is the spread of exponents of --dist spread or kernels"},
    {SEED, ALIGN_DIST, "only --dist draws at random"},
    {KERNELS, ALIGN_DIST, "the weights given say how many there are"},
    {TERMS, ALIGN_DIST, "the operands given say how many there are"},
    {ROWS, ALIGN_DIST | ALIGN_DIGITS, "all rows of --x are used"},
};

static const char *name_of(int option) {
  const struct option *o = align_sweep_table;
  while (o->val != option) {
    o++;
  }
  return o->name;
}

static int find_source(const cmd_spec_t *spec, const words_t word, align_sweep_t *sweep) {
  const int sources = (word[X] != NULL || word[W] != NULL ? ALIGN_FILES : 0) |
                      (word[DIST] != NULL ? ALIGN_DIST : 0) |
                      (word[DIGITS] != NULL ? ALIGN_DIGITS : 0);
  if (sources == 0) {
    return cmd_fail(spec, CMD_USAGE,
                    "no operands; give --x FILE.npy --w FILE.npy, or --dist NAME, or --digits DIR "
                    "LAYER");
  }
  if (sources != ALIGN_FILES && sources != ALIGN_DIST && sources != ALIGN_DIGITS) {
    return cmd_fail(spec, CMD_USAGE,
                    "operands come from one place: --x and --w, or --dist, or --digits; leave out "
                    "the others");
  }
  if (sources == ALIGN_FILES && (word[X] == NULL || word[W] == NULL)) {
    return cmd_fail(spec, CMD_USAGE, "--%s is missing; --x and --w go together",
                    word[X] == NULL ? "x" : "w");
  }
  for (size_t i = 0; i < sizeof bound / sizeof *bound; i++) {
    if (word[bound[i].option] != NULL && (bound[i].sources & sources) == 0) {
      return cmd_fail(spec, CMD_USAGE, "--%s contradicts --%s: %s; leave one out",
                      name_of(bound[i].option),
                      sources == ALIGN_FILES  ? "x"
                      : sources == ALIGN_DIST ? "dist"
                                              : "digits",
                      bound[i].otherwise);
    }
  }
  sweep->source = (align_source_t)sources;
  return CMD_OK;
}

static int read_sigma(const cmd_spec_t *spec, const char *text, align_draw_t *draw) {
  char *end;
  const double value = strtod(text, &end);
  if (!align_dist_has_sigma(draw->dist)) {
    return cmd_fail(spec, CMD_USAGE,
                    "--sigma contradicts --dist %s, which has no spread of exponents; take spread "
                    "or kernels",
                    align_dist_names[draw->dist]);
  }
  if (end == text || *end != '\0' || !(value >= 0 && value <= 64)) {
    return cmd_fail(spec, CMD_USAGE, "--sigma '%.60s' is no number 0..64", text);
  }
  draw->sigma = value;
  return CMD_OK;
}

/* A count, or its default if the option is not there. */
static int read_count(const cmd_spec_t *spec, const words_t word, int option, uint64_t max,
                      size_t *count) {
  char name[32];
  uint64_t value = *count;
  snprintf(name, sizeof name, "--%s", name_of(option));
  const int status =
      word[option] == NULL ? CMD_OK : cmd_number(spec, name, word[option], 1, max, &value);
  *count = (size_t)value;
  return status;
}

static int read_draw(const cmd_spec_t *spec, const words_t word, align_draw_t *draw) {
  *draw = (align_draw_t){.sigma = 3, .seed = 1, .rows = 64, .kernels = 16, .terms = 256};
  int status = cmd_word(spec, "--dist", word[DIST], align_dist_names, &draw->dist);
  if (status == CMD_OK && word[SIGMA] != NULL) {
    status = read_sigma(spec, word[SIGMA], draw);
  }
  if (status == CMD_OK && word[SEED] != NULL) {
    status = cmd_number(spec, "--seed", word[SEED], 0, UINT64_MAX, &draw->seed);
  }
  status = status == CMD_OK ? read_count(spec, word, ROWS, 100000, &draw->rows) : status;
  status = status == CMD_OK ? read_count(spec, word, KERNELS, 100000, &draw->kernels) : status;
  return status == CMD_OK ? read_count(spec, word, TERMS, 1 << 20, &draw->terms) : status;
}

static int read_source(const cmd_spec_t *spec, const words_t word, int argc, char **argv,
                       align_sweep_t *sweep) {
  const int operands = argc - optind;
  int status = find_source(spec, word, sweep);
  if (status != CMD_OK) {
    return status;
  }
  if (operands != (sweep->source == ALIGN_DIGITS)) {
    return operands == 0
               ? cmd_fail(spec, CMD_USAGE, "--digits DIR needs a LAYER after it, from 1")
               : cmd_fail(spec, CMD_USAGE, "'%.60s' is one operand too many", argv[argc - 1]);
  }
  sweep->x_path = word[X];
  sweep->w_path = word[W];
  sweep->folder = word[DIGITS];
  if (sweep->source == ALIGN_DIST) {
    return read_draw(spec, word, &sweep->draw);
  }
  if (sweep->source == ALIGN_DIGITS) {
    uint64_t layer = 0;
    sweep->rows = 200;
    status = cmd_number(spec, "LAYER", argv[optind], 1, 64, &layer);
    sweep->layer = (int)layer;
    status = status == CMD_OK ? read_count(spec, word, ROWS, 100000, &sweep->rows) : status;
  }
  return status;
}

/* ---- what is done with them ---- */

/* Full names, or what stands after "input+". */
static int scheme_index(const cmd_spec_t *spec, const char *name, int *index) {
  for (int i = 0; align_scheme_names[i] != NULL; i++) {
    const char *full = align_scheme_names[i], *plus = strchr(full, '+');
    if (strcmp(name, full) == 0 || (plus != NULL && strcmp(name, plus + 1) == 0)) {
      *index = i;
      return CMD_OK;
    }
  }
  return cmd_word(spec, "--schemes", name, align_scheme_names, index);
}

static int read_schemes(const cmd_spec_t *spec, const char *text, align_sweep_t *sweep) {
  char list[256];
  int status = CMD_OK;
  if (text == NULL) {
    for (int i = 0; i < ALIGN_SCHEMES; i++) {
      sweep->wanted[i] = true;
    }
    return CMD_OK;
  }
  if ((size_t)snprintf(list, sizeof list, "%s", text) >= sizeof list || text[0] == '\0') {
    return cmd_fail(spec, CMD_USAGE, "--schemes needs names with commas, as product,input,kernel");
  }
  char *next = list;
  while (next != NULL && status == CMD_OK) {
    char *name = next, *comma = strchr(next, ',');
    int index = 0;
    next = comma == NULL ? NULL : comma + 1;
    if (comma != NULL) {
      *comma = '\0';
    }
    status = scheme_index(spec, name, &index);
    sweep->wanted[index] = true;
  }
  sweep->is_named = true;
  return status;
}

static int read_formats(const cmd_spec_t *spec, const words_t word, align_sweep_t *sweep) {
  sweep->x_format = word[FORMAT] != NULL ? word[FORMAT] : "fp16";
  sweep->w_format = word[W_FORMAT] != NULL ? word[W_FORMAT] : sweep->x_format;
  sweep->y_format = word[OUT] != NULL ? word[OUT] : "fp32";
  int status = align_format(spec, "--format", sweep->x_format, &sweep->setup.x);
  if (status == CMD_OK) {
    status = align_format(spec, "--w-format", sweep->w_format, &sweep->setup.w);
  }
  return status == CMD_OK ? align_format(spec, "--out", sweep->y_format, &sweep->setup.y) : status;
}

static int read_setup(const cmd_spec_t *spec, const words_t word, align_sweep_t *sweep) {
  size_t lanes = 0;
  int acc = 0, scope = 0;
  sweep->setup.quant = GCIM_RND_RTZ;
  int status = read_formats(spec, word, sweep);
  if (status == CMD_OK && word[QUANT] != NULL) {
    status = align_quant(spec, word[QUANT], &sweep->setup.quant);
  }
  if (status == CMD_OK && word[ACC] != NULL) {
    status = cmd_word(spec, "--acc", word[ACC], acc_names, &acc);
  }
  if (status == CMD_OK && word[X_SCOPE] != NULL) {
    status = cmd_word(spec, "--x-scope", word[X_SCOPE], scope_names, &scope);
  }
  status = status == CMD_OK ? read_count(spec, word, LANES, 256, &lanes) : status;
  status = status == CMD_OK ? read_schemes(spec, word[SCHEMES], sweep) : status;
  sweep->setup.acc = (gcim_fp_acc_t)acc;
  sweep->setup.x_group = scope == 1;
  sweep->setup.lanes = (int)lanes;
  sweep->low = 6;
  sweep->high = 16;
  return status == CMD_OK && word[WIDTHS] != NULL
             ? align_widths(spec, "--widths", word[WIDTHS], &sweep->low, &sweep->high)
             : status;
}

int align_sweep_options(const cmd_spec_t *spec, int argc, char **argv, align_sweep_t *sweep,
                        bool *is_done) {
  words_t word = {NULL};
  int option, status;
  *sweep = (align_sweep_t){.source = ALIGN_FILES};
  while ((option = cmd_option(spec, argc, argv)) > CMD_END) {
    if (word[option] != NULL) {
      return cmd_fail(spec, CMD_USAGE, "--%s is given twice; leave one out", name_of(option));
    }
    word[option] = optarg;
  }
  *is_done = option != CMD_END;
  if (*is_done) {
    return cmd_option_status(option);
  }
  status = read_source(spec, word, argc, argv, sweep);
  status = status == CMD_OK ? read_setup(spec, word, sweep) : status;
  sweep->csv = word[CSV];
  sweep->svg = word[SVG];
  if (status == CMD_OK && sweep->csv != NULL && sweep->svg != NULL &&
      strcmp(sweep->csv, sweep->svg) == 0) {
    return cmd_fail(spec, CMD_USAGE, "--csv and --svg name the same file '%.200s'; name two",
                    sweep->csv);
  }
  return status;
}
