/* vec_gen.c: `gcim vec gen`: one vector file. */
#include <stdio.h>

#include "cmd.h"
#include "out.h"
#include "set.h"
#include "vec_archive.h"

static const char usage[] =
    "usage: gcim vec gen UNIT [options]\n"
    "       gcim vec gen --plan FILE -o DIRECTORY [--jobs N]\n\n"
    "Write a vector file: inputs and the values the golden model expects. The same options give "
    "the\n"
    "same bytes. With --plan: an archive; what is there of it already is kept, so that an\n"
    "interrupted run goes on.\n\n"
    "  --config NAME      configuration of the card (default: default)\n"
    "  --params \"A=1 B=2\" parameters of your own instead\n"
    "  --modes \"M=0 N=2\"  values of modes of a transaction unit in all cases, which are random "
    "then\n"
    "  --tier TIER        corner, exhaustive (input space up to 2^20), random, or all (default)\n"
    "  --seed N           seed of the random tier, 0..18446744073709551615 (default 1)\n"
    "  --count N          number of cases (default: all of the tier, 256 random transactions, 4 "
    "episodes)\n"
    "  --plan FILE        of 'gcim vec plan'\n"
    "  --jobs N           threads for an archive, 1..256 (default: the processors there are)\n"
    "  -o, --output FILE  write there instead of to the standard output\n"
    "  -h, --help         this text\n";

enum {
  OPTION_CONFIG = 1,
  OPTION_PARAMS,
  OPTION_TIER,
  OPTION_SEED,
  OPTION_COUNT,
  OPTION_MODES,
  OPTION_PLAN,
  OPTION_JOBS
};
static const struct option options[] = {{"config", required_argument, NULL, OPTION_CONFIG},
                                        {"params", required_argument, NULL, OPTION_PARAMS},
                                        {"modes", required_argument, NULL, OPTION_MODES},
                                        {"tier", required_argument, NULL, OPTION_TIER},
                                        {"seed", required_argument, NULL, OPTION_SEED},
                                        {"count", required_argument, NULL, OPTION_COUNT},
                                        {"plan", required_argument, NULL, OPTION_PLAN},
                                        {"jobs", required_argument, NULL, OPTION_JOBS},
                                        {"output", required_argument, NULL, 'o'},
                                        {"help", no_argument, NULL, 'h'},
                                        {NULL, 0, NULL, 0}};
static const cmd_spec_t spec = {"gcim vec gen", usage, options};

typedef struct {
  const char *config, *params, *modes, *tier, *output, *plan;
  uint64_t seed, count, jobs;
  bool is_file; /* an option that only a file has was given */
} request_t;

static int take_option(request_t *r, int option) {
  r->is_file = r->is_file || option <= OPTION_MODES;
  switch (option) {
    case OPTION_PLAN:
      r->plan = optarg;
      return CMD_OK;
    case OPTION_JOBS:
      return cmd_number(&spec, "--jobs", optarg, 1, 256, &r->jobs);
    case OPTION_CONFIG:
      r->config = optarg;
      return CMD_OK;
    case OPTION_PARAMS:
      r->params = optarg;
      return CMD_OK;
    case OPTION_MODES:
      r->modes = optarg;
      return CMD_OK;
    case OPTION_TIER:
      r->tier = optarg;
      return CMD_OK;
    case OPTION_SEED:
      return cmd_number(&spec, "--seed", optarg, 0, UINT64_MAX, &r->seed);
    case OPTION_COUNT:
      return cmd_number(&spec, "--count", optarg, 1, INT64_MAX, &r->count);
    default:
      r->output = optarg;
      return CMD_OK;
  }
}

static int write_file(gcim_cases_t *cases, const gcim_plan_t *plan, const request_t *r) {
  gcim_out_t *out;
  int status = gcim_out_open(r->output, &out);
  if (status != GCIM_OK) {
    return status;
  }
  status = gcim_set_write(cases, plan, r->config, r->seed, gcim_out_stream(out));
  if (status == GCIM_OK) {
    return gcim_out_commit(out);
  }
  gcim_out_abort(out);
  return status;
}

static int make_file(const gcim_unit_t *unit, const char *params, const request_t *r) {
  gcim_cases_t *cases;
  gcim_plan_t plan;
  int status = gcim_cases_new(unit, params, r->seed, &cases);
  if (status != GCIM_OK) {
    return status;
  }
  status = r->modes == NULL ? GCIM_OK : gcim_cases_fix(cases, r->modes);
  status = status != GCIM_OK ? status : gcim_cases_plan(cases, r->tier, r->count, &plan);
  status = status == GCIM_OK ? write_file(cases, &plan, r) : status;
  gcim_cases_free(cases);
  return status;
}

static int make_archive(int argc, char **argv, const request_t *r) {
  if (r->is_file || optind < argc) {
    return cmd_fail(&spec, CMD_USAGE, "--plan says what to make: leave out %s",
                    optind < argc ? argv[optind] : "the options of a single file");
  }
  if (r->output == NULL || cmd_is_stdout(r->output)) {
    return cmd_fail(&spec, CMD_USAGE, "an archive is a directory; name it with -o");
  }
  return vec_archive_gen(&spec, r->plan, r->output, (int)r->jobs);
}

int cmd_vec_gen(int argc, char **argv) {
  request_t r = {.tier = "all", .seed = 1, .jobs = (uint64_t)cmd_jobs()};
  char params[1024];
  const gcim_unit_t *unit;
  int option;
  while ((option = cmd_option(&spec, argc, argv)) > CMD_END) {
    const int bad = take_option(&r, option);
    if (bad != CMD_OK) {
      return bad;
    }
  }
  if (option != CMD_END) {
    return cmd_option_status(option);
  }
  if (r.plan != NULL) {
    return make_archive(argc, argv, &r);
  }
  int bad = cmd_unit(&spec, argc, argv, &unit);
  if (bad != CMD_OK) {
    return bad;
  }
  if (r.config == NULL && r.params == NULL) {
    r.config = "default";
  }
  bad = cmd_params(&spec, r.config, r.params, params, sizeof params);
  if (bad != CMD_OK) {
    return bad;
  }
  const int status = make_file(unit, params, &r);
  return status == GCIM_OK ? CMD_OK : cmd_fail(&spec, CMD_FAILED, "%s", gcim_vec_error_text());
}
