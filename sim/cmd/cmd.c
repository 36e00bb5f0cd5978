/* cmd.c: options, numbers and messages of the subcommands. */
#include "cmd.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WORD_CHARS = 64, NAME_LIMIT = 64, OPTION_LIMIT = 'z' + 1 };

int cmd_fail(const cmd_spec_t *spec, int status, const char *format, ...) {
  char text[1536];
  va_list list;
  va_start(list, format);
  vsnprintf(text, sizeof text, format, list);
  va_end(list);
  fflush(stdout);
  fprintf(stderr, "%s: %s\n", spec->name, text);
  return status;
}

/* ---- suggestions ---- */

static int least(int a, int b) {
  return a < b ? a : b;
}

/* Letters to insert, delete or replace. */
static int distance(const char *a, const char *b) {
  int row[WORD_CHARS];
  const int width = (int)strlen(b);
  if (width >= WORD_CHARS || strlen(a) >= WORD_CHARS) {
    return WORD_CHARS;
  }
  for (int j = 0; j <= width; j++) {
    row[j] = j;
  }
  for (int i = 1; a[i - 1] != '\0'; i++) {
    int corner = row[0];
    row[0] = i;
    for (int j = 1; j <= width; j++) {
      const int above = row[j];
      row[j] = least(least(above, row[j - 1]) + 1, corner + (a[i - 1] != b[j - 1]));
      corner = above;
    }
  }
  return row[width];
}

const char *cmd_nearest(const char *word, const char *const *names) {
  const char *best = NULL;
  int best_distance = 1 + (int)strlen(word) / 2;
  for (; *names != NULL; names++) {
    const int d = distance(word, *names);
    if (d < best_distance) {
      best_distance = d;
      best = *names;
    }
  }
  return best;
}

/* ---- dispatch ---- */

static void print_table(const char *program, const cmd_t *table) {
  printf("usage: %s <command> [options]\n\ncommands:\n", program);
  for (; table->name != NULL; table++) {
    printf("  %-10s %s\n", table->name, table->help);
  }
  printf("\n'%s <command> --help' lists a command's options.\n", program);
}

static int unknown_command(const char *program, const cmd_t *table, const char *word) {
  const cmd_spec_t spec = {program, NULL, NULL};
  const char *names[NAME_LIMIT] = {NULL};
  for (int i = 0; i < NAME_LIMIT - 1 && table[i].name != NULL; i++) {
    names[i] = table[i].name;
  }
  const char *near = cmd_nearest(word, names);
  if (near != NULL) {
    return cmd_fail(&spec, CMD_USAGE, "no command '%s'; did you mean '%s'?", word, near);
  }
  return cmd_fail(&spec, CMD_USAGE, "no command '%s'; '%s help' lists them", word, program);
}

int cmd_dispatch(const char *program, const cmd_t *table, int argc, char **argv) {
  const cmd_spec_t spec = {program, NULL, NULL};
  if (argc < 2) {
    return cmd_fail(&spec, CMD_USAGE, "no command; '%s help' lists them", program);
  }
  if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0 ||
      strcmp(argv[1], "-h") == 0) {
    print_table(program, table);
    return CMD_OK;
  }
  for (const cmd_t *entry = table; entry->name != NULL; entry++) {
    if (strcmp(argv[1], entry->name) == 0) {
      return entry->run(argc - 1, argv + 1);
    }
  }
  return unknown_command(program, table, argv[1]);
}

/* ---- options ---- */

static void short_options(const struct option *options, char *text, size_t size) {
  size_t used = 0;
  text[used++] = ':'; /* a missing argument is told apart */
  for (; options->name != NULL && used + 3 < size; options++) {
    if (options->val > ' ') {
      text[used++] = (char)options->val;
      if (options->has_arg == required_argument) {
        text[used++] = ':';
      }
    }
  }
  text[used] = '\0';
}

static int bad_option(const cmd_spec_t *spec, const char *word) {
  const char *names[NAME_LIMIT] = {NULL};
  for (int i = 0; i < NAME_LIMIT - 1 && spec->options[i].name != NULL; i++) {
    names[i] = spec->options[i].name;
  }
  const char *near = strncmp(word, "--", 2) == 0 ? cmd_nearest(word + 2, names) : NULL;
  if (near != NULL) {
    return cmd_fail(spec, CMD_BAD_OPTION, "no option '%s'; did you mean '--%s'?", word, near);
  }
  return cmd_fail(spec, CMD_BAD_OPTION, "no option '%s'; '%s --help' lists them", word, spec->name);
}

int cmd_option(const cmd_spec_t *spec, int argc, char **argv) {
  char letters[NAME_LIMIT];
  short_options(spec->options, letters, sizeof letters);
  opterr = 0;
  const int at = optind > 0 ? optind : 1;
  const int option = getopt_long(argc, argv, letters, spec->options, NULL);
  if (option == 'h') {
    fputs(spec->usage, stdout);
    return CMD_HELP_SHOWN;
  }
  const char *word = at < argc ? argv[at] : "";
  if (option == ':') {
    return cmd_fail(spec, CMD_BAD_OPTION, "option '%s' needs a value; see '%s --help'",
                    argv[optind - 1], spec->name);
  }
  if (option == '?') {
    return bad_option(spec, optind > 0 && optind - 1 < argc ? argv[optind - 1] : word);
  }
  return option;
}

int cmd_option_status(int result) {
  return result == CMD_HELP_SHOWN ? CMD_OK : CMD_USAGE;
}

static int refuse_twice(const cmd_spec_t *spec, int option) {
  const struct option *o = spec->options;
  while (o->val != option) {
    o++;
  }
  return cmd_fail(spec, CMD_USAGE, "--%s is given twice; leave one out", o->name);
}

int cmd_options(const cmd_spec_t *spec, int argc, char **argv, cmd_read_t *read, void *job,
                bool *is_done) {
  bool is_given[OPTION_LIMIT] = {false};
  int option, status = CMD_OK;
  while (status == CMD_OK && (option = cmd_option(spec, argc, argv)) > CMD_END) {
    status = is_given[option] ? refuse_twice(spec, option) : read(option, job);
    is_given[option] = true;
  }
  *is_done = status == CMD_OK && option != CMD_END;
  return *is_done ? cmd_option_status(option) : status;
}

/* ---- arguments ---- */

int cmd_number(const cmd_spec_t *spec, const char *option, const char *text, uint64_t min,
               uint64_t max, uint64_t *value) {
  char *end = NULL;
  errno = 0;
  const bool is_digit = text[0] >= '0' && text[0] <= '9';
  const uint64_t number = is_digit ? strtoull(text, &end, 10) : 0;
  if (!is_digit || *end != '\0') {
    return cmd_fail(spec, CMD_USAGE, "%s '%s' is not a whole number; use %" PRIu64 "..%" PRIu64,
                    option, text, min, max);
  }
  if (errno != 0 || number < min || number > max) {
    return cmd_fail(spec, CMD_USAGE,
                    "%s %s is outside %" PRIu64 "..%" PRIu64 "; use a number inside", option, text,
                    min, max);
  }
  *value = number;
  return CMD_OK;
}

static void join(const char *const *names, char *text, size_t size) {
  size_t used = 0;
  for (int i = 0; names[i] != NULL && used < size; i++) {
    const int n = snprintf(text + used, size - used, "%s%s", i == 0 ? "" : ", ", names[i]);
    used += n > 0 ? (size_t)n : 0;
  }
}

int cmd_word(const cmd_spec_t *spec, const char *option, const char *text, const char *const *names,
             int *index) {
  char list[256] = "";
  for (int i = 0; names[i] != NULL; i++) {
    if (strcmp(names[i], text) == 0) {
      *index = i;
      return CMD_OK;
    }
  }
  const char *near = cmd_nearest(text, names);
  if (near != NULL) {
    return cmd_fail(spec, CMD_USAGE, "%s '%.60s' is unknown; did you mean '%s'?", option, text,
                    near);
  }
  join(names, list, sizeof list);
  return cmd_fail(spec, CMD_USAGE, "%s '%.60s' is unknown; there are %s", option, text, list);
}

bool cmd_is_stdout(const char *path) {
  return path != NULL && strcmp(path, "-") == 0;
}

int cmd_jobs(void) {
  const long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online < 1 ? 1 : online > 256 ? 256 : (int)online;
}

int cmd_unit(const cmd_spec_t *spec, int argc, char **argv, const gcim_unit_t **unit) {
  if (optind >= argc) {
    return cmd_fail(spec, CMD_USAGE, "no UNIT; 'gcim cards' lists them");
  }
  if (optind + 1 < argc) {
    return cmd_fail(spec, CMD_USAGE, "'%s' is one operand too many; name one UNIT",
                    argv[optind + 1]);
  }
  *unit = gcim_unit_find(argv[optind]);
  return *unit == NULL ? cmd_fail(spec, CMD_FAILED, "%s", gcim_error_text()) : CMD_OK;
}

int cmd_params(const cmd_spec_t *spec, const char *config, const char *params, char *text,
               size_t size) {
  if (config != NULL && params != NULL) {
    return cmd_fail(spec, CMD_USAGE,
                    "--config and --params exclude each other; use --params "
                    "\"config=%s %s\"",
                    config, params);
  }
  if (config != NULL && (config[0] == '\0' || strpbrk(config, " =\t") != NULL)) {
    return cmd_fail(spec, CMD_USAGE, "--config '%s' is no name; 'gcim cards' lists them", config);
  }
  const int length = config != NULL ? snprintf(text, size, "config=%s", config)
                                    : snprintf(text, size, "%s", params == NULL ? "" : params);
  if (length < 0 || (size_t)length >= size) {
    return cmd_fail(spec, CMD_USAGE, "the parameters have more than %zu characters; shorten them",
                    size - 1);
  }
  return CMD_OK;
}
