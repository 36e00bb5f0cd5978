/* vec_plan.c: `gcim vec plan`: what an archive will hold. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive.h"
#include "cmd.h"
#include "out.h"
#include "progress.h"

static const char usage[] =
    "usage: gcim vec plan [UNIT[.CONFIG]]... [options]\n\n"
    "Write the plan of an archive: for every unit (none named: all, in their default\n"
    "configuration) the corner list, the whole input space where it is small, and as many\n"
    "episodes of the random campaign as it takes until every legal bin and cross was hit. Bins\n"
    "that stay open are named and make the plan fail.\n\n"
    "  --params \"A=1 B=2\" parameters of your own, with one UNIT\n"
    "  --name NAME        name of that set (default: <unit>.own)\n"
    "  --seed N           seed of the campaign, 0..18446744073709551615 (default 1)\n"
    "  --hits N           hits that every bin needs, 1..1000000 (default 1)\n"
    "  --least N          fewest random episodes, 0..1000000000 (default 16)\n"
    "  --limit N          most random episodes, 1..1000000000 (default 4000)\n"
    "  --holes            write the plan with the open bins in it instead of failing\n"
    "  --level N          zstd level of the archive, 1..19 (default 1)\n"
    "  -o, --output FILE  write there instead of to the standard output\n"
    "  -h, --help         this text\n";

enum {
  OPTION_PARAMS = 1,
  OPTION_NAME,
  OPTION_SEED,
  OPTION_HITS,
  OPTION_LEAST,
  OPTION_LIMIT,
  OPTION_HOLES,
  OPTION_LEVEL
};
static const struct option options[] = {{"params", required_argument, NULL, OPTION_PARAMS},
                                        {"name", required_argument, NULL, OPTION_NAME},
                                        {"seed", required_argument, NULL, OPTION_SEED},
                                        {"hits", required_argument, NULL, OPTION_HITS},
                                        {"least", required_argument, NULL, OPTION_LEAST},
                                        {"limit", required_argument, NULL, OPTION_LIMIT},
                                        {"holes", no_argument, NULL, OPTION_HOLES},
                                        {"level", required_argument, NULL, OPTION_LEVEL},
                                        {"output", required_argument, NULL, 'o'},
                                        {"help", no_argument, NULL, 'h'},
                                        {NULL, 0, NULL, 0}};
static const cmd_spec_t spec = {"gcim vec plan", usage, options};

typedef struct {
  gcim_archive_wish_t wish;
  uint64_t level;
  bool takes_holes;
  const char *output;
  gcim_archive_plan_t plan;
  char unit[GCIM_NAME_CHARS];
} request_t;

static int take_option(request_t *r, int option) {
  const uint64_t most = 1000000000;
  switch (option) {
    case OPTION_PARAMS:
      r->wish.params = optarg;
      return CMD_OK;
    case OPTION_NAME:
      r->wish.name = optarg;
      return CMD_OK;
    case OPTION_SEED:
      return cmd_number(&spec, "--seed", optarg, 0, UINT64_MAX, &r->wish.seed);
    case OPTION_HITS:
      return cmd_number(&spec, "--hits", optarg, 1, 1000000, &r->wish.goal);
    case OPTION_LEAST:
      return cmd_number(&spec, "--least", optarg, 0, most, &r->wish.least);
    case OPTION_LIMIT:
      return cmd_number(&spec, "--limit", optarg, 1, most, &r->wish.limit);
    case OPTION_HOLES:
      r->takes_holes = true;
      return CMD_OK;
    case OPTION_LEVEL:
      return cmd_number(&spec, "--level", optarg, 1, 19, &r->level);
    default:
      r->output = optarg;
      return CMD_OK;
  }
}

/* ---- sets ---- */

static int say_set(const request_t *r, const gcim_archive_set_t *set) {
  fprintf(stderr,
          "%-32s %6" PRIu64 " corner, %6" PRIu64 " exhaustive, %6" PRIu64 " episodes; %" PRIu64
          "/%" PRIu64 " bins\n",
          set->name, set->items[0], set->items[1], set->items[2], set->hit, set->bins);
  for (const char *at = set->holes; at != NULL && *at != '\0';) {
    const size_t length = strcspn(at, "\n");
    fprintf(stderr, "  open: %.*s\n", (int)length, at);
    at += length + (at[length] == '\n');
  }
  return set->holes == NULL || r->takes_holes ? CMD_OK : CMD_FAILED;
}

static int add_set(request_t *r, const char *unit, const char *config) {
  gcim_archive_set_t *sets =
      realloc(r->plan.sets, ((size_t)r->plan.count + 1) * sizeof *r->plan.sets);
  if (sets == NULL) {
    return cmd_fail(&spec, CMD_FAILED, "out of memory");
  }
  r->plan.sets = sets;
  r->wish.unit = unit;
  r->wish.config = config;
  gcim_archive_set_t *set = &r->plan.sets[r->plan.count++];
  if (gcim_archive_plan_set(&r->wish, NULL, NULL, set) != GCIM_OK) {
    return cmd_fail(&spec, CMD_FAILED, "%s", gcim_vec_error_text());
  }
  return say_set(r, set);
}

static int add_named(request_t *r, const char *word) {
  char unit[GCIM_NAME_CHARS];
  const char *dot = strchr(word, '.');
  const int length = dot == NULL ? (int)strlen(word) : (int)(dot - word);
  if (length >= (int)sizeof unit) {
    return cmd_fail(&spec, CMD_USAGE, "'%.60s' is no unit; 'gcim cards' lists them", word);
  }
  snprintf(unit, sizeof unit, "%.*s", length, word);
  return add_set(r, unit, dot == NULL ? "default" : dot + 1);
}

static int add_sets(request_t *r, int count, char **words) {
  int bad = CMD_OK;
  for (int i = 0; i < count; i++) {
    const int status = add_named(r, words[i]);
    bad = bad == CMD_OK ? status : bad;
    if (status == CMD_USAGE) {
      return bad;
    }
  }
  for (int i = 0; count == 0 && gcim_unit_list(i) != NULL; i++) {
    const int status = add_set(r, gcim_unit_name(gcim_unit_list(i)), "default");
    bad = bad == CMD_OK ? status : bad;
  }
  return bad;
}

static int write_plan(const request_t *r) {
  gcim_out_t *out;
  char *text = gcim_archive_plan_text(&r->plan);
  if (text == NULL) {
    return cmd_fail(&spec, CMD_FAILED, "out of memory");
  }
  int status = gcim_out_open(r->output, &out);
  if (status == GCIM_OK) {
    fprintf(gcim_out_stream(out), "%s\n", text);
    status = gcim_out_commit(out);
  }
  free(text);
  return status == GCIM_OK ? CMD_OK : cmd_fail(&spec, CMD_FAILED, "%s", gcim_vec_error_text());
}

int cmd_vec_plan(int argc, char **argv) {
  request_t r = {.wish = {.seed = 1, .goal = 1, .least = 16, .limit = 4000}, .level = 1};
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
  if ((r.wish.params != NULL || r.wish.name != NULL) && argc - optind != 1) {
    return cmd_fail(&spec, CMD_USAGE, "--params and --name are for one UNIT; name exactly one");
  }
  if (r.wish.least > r.wish.limit) {
    return cmd_fail(&spec, CMD_USAGE, "--least is more than --limit; lower it or raise the limit");
  }
  r.plan.level = (int)r.level;
  int bad = add_sets(&r, argc - optind, argv + optind);
  if (bad == CMD_FAILED) {
    bad = cmd_fail(&spec, CMD_FAILED,
                   "no plan was written; raise --limit, or --holes keeps open bins in the plan");
  }
  bad = bad == CMD_OK ? write_plan(&r) : bad;
  gcim_archive_plan_free(&r.plan);
  return bad;
}
