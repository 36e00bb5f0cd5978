/* approx_learn.c: `gcim approx learn`: which patterns of groups of bits are frequent in given data,
 * and how often a tree that is quick for them is quick.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "fail.h"
#include "npy.h"

enum { MAX_SIZE = 6, PATTERNS = 1 << MAX_SIZE, MAX_LANES = 1024 };

static const char usage[] =
    "usage: gcim approx learn FILE [--size G] [--target PERCENT] [--limit T]\n"
    "  FILE holds one-bit products: .npy of 0 and 1 (cases x lanes), or text, a case a line, one\n"
    "  character 0 or 1 a lane, lane 0 first. Groups of G lanes (4) form patterns. Chosen are the\n"
    "  most frequent patterns until PERCENT of all groups (95) are covered; patterns with more "
    "than\n"
    "  T ones (G) are never chosen. Prints the histogram, the parameters Size, Limit, Set0..Set3 "
    "of\n"
    "  a pattern tree, and hit rates: of a group, and of all groups of a case at once.\n";

static const struct option options[] = {{"size", required_argument, NULL, 's'},
                                        {"target", required_argument, NULL, 't'},
                                        {"limit", required_argument, NULL, 'l'},
                                        {"help", no_argument, NULL, 'h'},
                                        {NULL, 0, NULL, 0}};
static const cmd_spec_t spec = {"gcim approx learn", usage, options};

/* Cases as bytes 0 and 1. */
typedef struct {
  size_t cases, lanes, room;
  uint8_t *bit;
} data_t;

/* ---- reading ---- */

static int add_case(data_t *data, const char *path, const char *line, size_t length) {
  if (data->cases == 0) {
    data->lanes = length;
  }
  if (length != data->lanes || length == 0 || length > MAX_LANES) {
    return cmd_fail(&spec, CMD_FAILED,
                    "%s:%zu: %zu lanes; every case has the same number, 1..%d (the first has %zu)",
                    path, data->cases + 1, length, (int)MAX_LANES, data->lanes);
  }
  if (data->cases == data->room) {
    data->room = data->room == 0 ? 1024 : 2 * data->room;
    uint8_t *larger = realloc(data->bit, data->room * data->lanes);
    if (larger == NULL) {
      return cmd_fail(&spec, CMD_FAILED, "out of memory");
    }
    data->bit = larger;
  }
  for (size_t i = 0; i < length; i++) {
    if (line[i] != '0' && line[i] != '1') {
      return cmd_fail(&spec, CMD_FAILED, "%s:%zu: column %zu: '%c' is not 0 or 1", path,
                      data->cases + 1, i + 1, line[i]);
    }
    data->bit[data->cases * data->lanes + i] = (uint8_t)(line[i] - '0');
  }
  data->cases++;
  return CMD_OK;
}

static int read_text(const char *path, data_t *data) {
  char line[MAX_LANES + 3];
  FILE *file = fopen(path, "r");
  if (file == NULL) {
    return cmd_fail(&spec, CMD_FAILED, "%s cannot be read; give a .npy or text file", path);
  }
  int status = CMD_OK;
  while (status == CMD_OK && fgets(line, sizeof line, file) != NULL) {
    status = add_case(data, path, line, strcspn(line, "\r\n"));
  }
  fclose(file);
  return status;
}

static int read_npy(const char *path, data_t *data) {
  npy_t array;
  if (npy_read(path, &array) != GCIM_OK) {
    return cmd_fail(&spec, CMD_FAILED, "%s", gcim_vec_error_text());
  }
  int status = CMD_OK;
  char line[MAX_LANES + 1];
  for (size_t r = 0; r < array.rows && status == CMD_OK; r++) {
    for (size_t c = 0; c < array.columns && c < MAX_LANES; c++) {
      const int64_t value = array.values[r * array.columns + c];
      line[c] = value == 0 ? '0' : value == 1 ? '1' : '?';
    }
    status = add_case(data, path, line, array.columns);
  }
  npy_free(&array);
  return status;
}

/* ---- patterns ---- */

typedef struct {
  int size, limit;
  uint64_t target; /* percent */
  size_t groups;
  uint64_t count[PATTERNS];
  int order[PATTERNS]; /* most frequent first */
  uint64_t set;
  int chosen, most_ones;
  uint64_t covered, joint; /* groups of all cases; cases */
} learned_t;

static int pattern_at(const data_t *data, const learned_t *l, size_t c, size_t group) {
  int pattern = 0;
  for (int i = 0; i < l->size; i++) {
    const size_t lane = group * (size_t)l->size + (size_t)i;
    if (lane < data->lanes && data->bit[c * data->lanes + lane] != 0) {
      pattern |= 1 << i;
    }
  }
  return pattern;
}

/* Most frequent first; of equally frequent ones the smaller number, so that the order is one. */
static void sort_patterns(learned_t *l) {
  const int patterns = 1 << l->size;
  for (int i = 0; i < patterns; i++) {
    int at = i;
    for (; at > 0 && l->count[i] > l->count[l->order[at - 1]]; at--) {
      l->order[at] = l->order[at - 1];
    }
    l->order[at] = i;
  }
}

static void choose(const data_t *data, learned_t *l) {
  l->groups = (data->lanes + (size_t)l->size - 1) / (size_t)l->size;
  for (size_t c = 0; c < data->cases; c++) {
    for (size_t g = 0; g < l->groups; g++) {
      l->count[pattern_at(data, l, c, g)]++;
    }
  }
  sort_patterns(l);
  const uint64_t all = data->cases * l->groups;
  for (int i = 0; i < 1 << l->size && l->covered * 100 < all * l->target; i++) {
    const int pattern = l->order[i], ones = __builtin_popcount((unsigned)pattern);
    if (ones <= l->limit && l->count[pattern] > 0) {
      l->set |= UINT64_C(1) << pattern;
      l->chosen++;
      l->covered += l->count[pattern];
      l->most_ones = ones > l->most_ones ? ones : l->most_ones;
    }
  }
  for (size_t c = 0; c < data->cases; c++) {
    size_t hits = 0;
    while (hits < l->groups && ((l->set >> pattern_at(data, l, c, hits)) & 1u) != 0) {
      hits++;
    }
    l->joint += hits == l->groups;
  }
}

static void print_learned(const data_t *data, const learned_t *l) {
  const double all = (double)(data->cases * l->groups);
  printf("%zu cases of %zu lanes, %zu groups of %d\n", data->cases, data->lanes, l->groups,
         l->size);
  printf("pattern (lane 0 last)  ones      count   share  chosen\n");
  for (int i = 0; i < 1 << l->size; i++) {
    const int pattern = l->order[i];
    if (l->count[pattern] == 0) {
      continue;
    }
    char bits[MAX_SIZE + 1] = "";
    for (int b = 0; b < l->size; b++) {
      bits[b] = (char)('0' + ((pattern >> (l->size - 1 - b)) & 1));
    }
    printf("%-22s %5d %10" PRIu64 " %6.2f %%  %s\n", bits, __builtin_popcount((unsigned)pattern),
           l->count[pattern], 100.0 * (double)l->count[pattern] / all,
           (l->set >> pattern) & 1u ? "yes" : "");
  }
  printf("parameters: Lanes=%zu Size=%d Limit=%d Set0=%u Set1=%u Set2=%u Set3=%u\n", data->lanes,
         l->size, l->most_ones, (unsigned)(l->set & 0xffff), (unsigned)(l->set >> 16 & 0xffff),
         (unsigned)(l->set >> 32 & 0xffff), (unsigned)(l->set >> 48));
  printf("hit rate: %.2f %% of groups (%" PRIu64
         " of %.0f), %.2f %% of cases in all groups at once"
         " (%" PRIu64 " of %zu)\n",
         100.0 * (double)l->covered / all, l->covered, all,
         100.0 * (double)l->joint / (double)data->cases, l->joint, data->cases);
  printf("cycles per case when missed groups are replayed one by one: %.3f, all at once: %.3f\n",
         1.0 + (all - (double)l->covered) / (double)data->cases,
         2.0 - (double)l->joint / (double)data->cases);
}

static int read_options(int argc, char **argv, learned_t *l) {
  uint64_t size = 4, limit = MAX_SIZE;
  int option, status = CMD_OK;
  l->target = 95;
  while (status == CMD_OK && (option = cmd_option(&spec, argc, argv)) > CMD_END) {
    if (option == 's') {
      status = cmd_number(&spec, "--size", optarg, 1, MAX_SIZE, &size);
    } else if (option == 'l') {
      status = cmd_number(&spec, "--limit", optarg, 0, MAX_SIZE, &limit);
    } else {
      status = cmd_number(&spec, "--target", optarg, 1, 100, &l->target);
    }
  }
  l->size = (int)size;
  l->limit = (int)limit;
  return status != CMD_OK ? status : option == CMD_END ? -1 : cmd_option_status(option);
}

int cmd_approx_learn(int argc, char **argv) {
  learned_t l = {0};
  data_t data = {0};
  int status = read_options(argc, argv, &l);
  if (status >= 0) {
    return status;
  }
  if (optind + 1 != argc) {
    return cmd_fail(&spec, CMD_USAGE, "name one FILE");
  }
  const char *path = argv[optind], *dot = strrchr(path, '.');
  status = dot != NULL && strcmp(dot, ".npy") == 0 ? read_npy(path, &data) : read_text(path, &data);
  if (status == CMD_OK && data.cases == 0) {
    status = cmd_fail(&spec, CMD_FAILED, "%s holds no case", path);
  }
  if (status == CMD_OK) {
    choose(&data, &l);
    print_learned(&data, &l);
  }
  free(data.bit);
  return status;
}
