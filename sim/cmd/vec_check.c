/* vec_check.c: `gcim vec check`: files against the golden model. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "cmd.h"
#include "set.h"
#include "vec_archive.h"

static const char usage[] =
    "usage: gcim vec check FILE|DIRECTORY... [options]\n\n"
    "Read vector files and archives strictly and evaluate every expected value and mask again, by\n"
    "the reference code of the models (GCIM_FAST names another). Prints what differs: line, case,\n"
    "field, bits; of an archive also every hash, missing and foreign file. Exit status 1 if\n"
    "anything differs or is damaged.\n\n"
    "  --jobs N    threads for an archive, 1..256 (default: the processors there are)\n"
    "  -h, --help  this text\n";

enum { OPTION_JOBS = 1, SHOWN = 20 }; /* differences per file */
static const struct option options[] = {{"jobs", required_argument, NULL, OPTION_JOBS},
                                        {"help", no_argument, NULL, 'h'},
                                        {NULL, 0, NULL, 0}};
static const cmd_spec_t spec = {"gcim vec check", usage, options};

static void show(void *context, const char *text) {
  int *shown = context;
  if (++*shown <= SHOWN) {
    fprintf(stderr, "%s\n", text);
  } else if (*shown == SHOWN + 1) {
    fprintf(stderr, "  further differences are counted only\n");
  }
}

static int check_file(const char *path) {
  gcim_set_counts_t counts;
  int shown = 0;
  const int status = gcim_set_check(path, show, &shown, &counts);
  if (status != GCIM_OK) {
    return cmd_fail(&spec, CMD_FAILED, "%s", gcim_vec_error_text());
  }
  printf("%s: ok, %" PRIu64 " cases, %" PRIu64 " lines, %" PRIu64 " with answers\n", path,
         counts.cases, counts.lines, counts.answers);
  return CMD_OK;
}

static int check_path(const char *path, int jobs) {
  struct stat info;
  if (stat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
    return vec_archive_check(&spec, path, jobs);
  }
  return check_file(path);
}

int cmd_vec_check(int argc, char **argv) {
  uint64_t jobs = (uint64_t)cmd_jobs();
  int option;
  while ((option = cmd_option(&spec, argc, argv)) > CMD_END) {
    const int bad = cmd_number(&spec, "--jobs", optarg, 1, 256, &jobs);
    if (bad != CMD_OK) {
      return bad;
    }
  }
  if (option != CMD_END) {
    return cmd_option_status(option);
  }
  if (optind >= argc) {
    return cmd_fail(&spec, CMD_USAGE, "no FILE; name one or more vector files or archives");
  }
  if (getenv("GCIM_FAST") == NULL) {
    gcim_fast_select("golden");
  }
  int bad = 0;
  for (int i = optind; i < argc; i++) {
    bad += check_path(argv[i], (int)jobs) != CMD_OK;
  }
  const int files = argc - optind;
  printf("vec check: %d passed, %d failed\n", files - bad, bad);
  return bad == 0 ? CMD_OK : CMD_FAILED;
}
