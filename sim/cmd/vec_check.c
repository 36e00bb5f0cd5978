/* vec_check.c: `gcim vec check`: files against the golden model. */
#include <inttypes.h>
#include <stdio.h>

#include "cmd.h"
#include "set.h"

static const char usage[] =
    "usage: gcim vec check FILE...\n\n"
    "Read vector files strictly and evaluate every expected value and mask again. Prints what\n"
    "differs: line, case, field, bits. Exit status 1 if anything differs or a file is damaged.\n\n"
    "  -h, --help  this text\n";

enum { SHOWN = 20 }; /* differences per file */
static const struct option options[] = {{"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
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

int cmd_vec_check(int argc, char **argv) {
  int option;
  while ((option = cmd_option(&spec, argc, argv)) > CMD_END) {
  }
  if (option != CMD_END) {
    return cmd_option_status(option);
  }
  if (optind >= argc) {
    return cmd_fail(&spec, CMD_USAGE, "no FILE; name one or more vector files");
  }
  int bad = 0;
  for (int i = optind; i < argc; i++) {
    bad += check_file(argv[i]) != CMD_OK;
  }
  const int files = argc - optind;
  printf("vec check: %d passed, %d failed\n", files - bad, bad);
  return bad == 0 ? CMD_OK : CMD_FAILED;
}
