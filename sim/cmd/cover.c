/* cover.c: `gcim cover FILE...`: functional coverage files of shards, merged by adding; hit/total
 * and the holes by name. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"

enum { NAME_CHARS = 160, MAX_BINS = 65536 };

typedef struct {
  char name[NAME_CHARS];
  uint64_t hits;
} bin_t;

typedef struct {
  bin_t *bins;
  size_t count;
  char unit[NAME_CHARS];
} merge_t;

static int by_name(const void *a, const void *b) {
  return strcmp(((const bin_t *)a)->name, ((const bin_t *)b)->name);
}

static int read_line(const cmd_spec_t *spec, const char *path, int line, char *text, merge_t *m) {
  char *end;
  errno = 0;
  const uint64_t hits = strtoull(text, &end, 10);
  text[strcspn(text, "\n")] = '\0';
  if (errno != 0 || end == text || *end != '\t' || strlen(end + 1) >= NAME_CHARS ||
      m->count >= MAX_BINS) {
    return cmd_fail(spec, CMD_FAILED, "%s:%d: expected '<hits><tab><bin>'", path, line);
  }
  snprintf(m->bins[m->count].name, NAME_CHARS, "%s", end + 1);
  m->bins[m->count++].hits = hits;
  return CMD_OK;
}

static int read_file(const cmd_spec_t *spec, const char *path, merge_t *m) {
  char text[512], unit[NAME_CHARS] = "";
  FILE *file = fopen(path, "r");
  if (file == NULL) {
    return cmd_fail(spec, CMD_FAILED, "%s: %s", path, strerror(errno));
  }
  int status = CMD_OK;
  if (fgets(text, sizeof text, file) == NULL || sscanf(text, "gcim-cover 1 %100s", unit) != 1) {
    status = cmd_fail(spec, CMD_FAILED, "%s:1: expected 'gcim-cover 1 <unit>'", path);
  } else if (m->unit[0] != '\0' && strcmp(m->unit, unit) != 0) {
    status = cmd_fail(spec, CMD_FAILED, "%s: coverage of %s cannot be added to that of %s", path,
                      unit, m->unit);
  }
  snprintf(m->unit, sizeof m->unit, "%s", unit);
  for (int line = 2; status == CMD_OK && fgets(text, sizeof text, file) != NULL; line++) {
    status = read_line(spec, path, line, text, m);
  }
  fclose(file);
  return status;
}

/* Sort, then add bins of one name. */
static void fold(merge_t *m) {
  size_t kept = 0;
  qsort(m->bins, m->count, sizeof m->bins[0], by_name);
  for (size_t i = 0; i < m->count; i++) {
    if (kept > 0 && strcmp(m->bins[kept - 1].name, m->bins[i].name) == 0) {
      m->bins[kept - 1].hits += m->bins[i].hits;
    } else {
      m->bins[kept++] = m->bins[i];
    }
  }
  m->count = kept;
}

static int report(const merge_t *m, uint64_t need, bool strict) {
  size_t hit = 0;
  for (size_t i = 0; i < m->count; i++) {
    hit += m->bins[i].hits >= need;
  }
  printf("%s: %zu/%zu bins hit at least %" PRIu64 " times\n", m->unit, hit, m->count, need);
  for (size_t i = 0; i < m->count; i++) {
    if (m->bins[i].hits < need) {
      printf("  hole: %s (%" PRIu64 ")\n", m->bins[i].name, m->bins[i].hits);
    }
  }
  return strict && (hit < m->count || m->count == 0) ? CMD_FAILED : CMD_OK;
}

static const char usage[] =
    "usage: gcim cover [--need N] [--strict] FILE...\n"
    "  Adds the functional coverage counters of FILEs (written by benches, one unit) and prints "
    "hit/total and the holes.\n"
    "  --need N: a bin counts as hit from N hits on (default 10); --strict: holes are a failure.\n";

int cmd_cover(int argc, char **argv) {
  static const struct option options[] = {
      {"need", 1, NULL, 'n'}, {"strict", 0, NULL, 's'}, {"help", 0, NULL, 'h'}, {NULL, 0, NULL, 0}};
  static const cmd_spec_t spec = {"gcim cover", usage, options};
  uint64_t need = 10;
  bool strict = false;
  int option = cmd_option(&spec, argc, argv);
  for (; option >= 0; option = cmd_option(&spec, argc, argv)) {
    if (option == 'n' && cmd_number(&spec, "--need", optarg, 1, UINT64_MAX, &need) != CMD_OK) {
      return CMD_USAGE;
    }
    strict = strict || option == 's';
  }
  if (option != CMD_END) {
    return cmd_option_status(option);
  }
  if (optind >= argc) {
    return cmd_fail(&spec, CMD_USAGE, "name at least one coverage file\n%s", usage);
  }
  merge_t m = {.bins = calloc(MAX_BINS, sizeof(bin_t))};
  int status = m.bins == NULL ? cmd_fail(&spec, CMD_FAILED, "out of memory") : CMD_OK;
  for (int i = optind; i < argc && status == CMD_OK; i++) {
    status = read_file(&spec, argv[i], &m);
  }
  if (status == CMD_OK) {
    fold(&m);
    status = report(&m, need, strict);
  }
  free(m.bins);
  return status;
}
