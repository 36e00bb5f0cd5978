/* cmd.h: what the subcommands of gcim share. A new subcommand is one file cmd/<name>.c, one
 * declaration here and one line in the table of gcim.c.
 */
#ifndef GCIM_CMD_H
#define GCIM_CMD_H

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gcim.h"

enum { CMD_OK = 0, CMD_FAILED = 1, CMD_USAGE = 2 }; /* exit statuses */

/* A subcommand gets its own name as argv[0] and returns an exit status. */
typedef int (*cmd_run_t)(int argc, char **argv);

typedef struct {
  const char *name, *help; /* one line */
  cmd_run_t run;
} cmd_t;

int cmd_align(int argc, char **argv);
int cmd_align_sweep(int argc, char **argv);
int cmd_align_weights(int argc, char **argv);
int cmd_approx(int argc, char **argv);
int cmd_approx_compare(int argc, char **argv);
int cmd_approx_emit(int argc, char **argv);
int cmd_approx_eval(int argc, char **argv);
int cmd_approx_learn(int argc, char **argv);
int cmd_approx_metrics(int argc, char **argv);
int cmd_cards(int argc, char **argv);
int cmd_cells(int argc, char **argv);
int cmd_cover(int argc, char **argv);
int cmd_gen(int argc, char **argv);
int cmd_map(int argc, char **argv);
int cmd_mx(int argc, char **argv);
int cmd_mx_convert(int argc, char **argv);
int cmd_mx_diff(int argc, char **argv);
int cmd_mx_error(int argc, char **argv);
int cmd_mx_presets(int argc, char **argv);
int cmd_pairwise(int argc, char **argv);
int cmd_spec(int argc, char **argv);
int cmd_vec(int argc, char **argv);
int cmd_vec_gen(int argc, char **argv);
int cmd_vec_plan(int argc, char **argv);
int cmd_vec_check(int argc, char **argv);
int cmd_vec_regen(int argc, char **argv);
int cmd_vecbench(int argc, char **argv);

/* Run the entry of `table` (ends with a NULL name) that `argv[1]` names; `program` is "gcim" or
 * "gcim vec". */
int cmd_dispatch(const char *program, const cmd_t *table, int argc, char **argv);

/* ---- options ---- */

typedef struct {
  const char *name;  /* "gcim vec gen", for messages */
  const char *usage; /* the text of --help */
  const struct option
      *options; /* must hold "help", 'h'; a `val` above ' ' is a short option as well */
} cmd_spec_t;

enum { CMD_END = -1, CMD_HELP_SHOWN = -2, CMD_BAD_OPTION = -3 };

/* Next option's `val` (argument in optarg), or one of the above; messages are printed. */
int cmd_option(const cmd_spec_t *spec, int argc, char **argv);

/* Exit status for an option result below CMD_END. */
int cmd_option_status(int result);

/* Take one option, its value in optarg, into `job`. Prints and returns CMD_USAGE or CMD_FAILED. */
typedef int cmd_read_t(int option, void *job);

/* All options by `read`, each at most once. Returns its first status that is not CMD_OK, CMD_USAGE
 * for an option that there is not, or the status of --help with *is_done = true. */
int cmd_options(const cmd_spec_t *spec, int argc, char **argv, cmd_read_t *read, void *job,
                bool *is_done);

/* ---- messages and arguments ---- */

/* Print "gcim vec gen: text" to the standard error and return `status`. */
__attribute__((format(printf, 3, 4))) int cmd_fail(const cmd_spec_t *spec, int status,
                                                   const char *format, ...);

/* The nearest of `names` (NULL at the end), or NULL if none is near. */
const char *cmd_nearest(const char *word, const char *const *names);

/* Parse a whole number min..max; else print what is allowed and return CMD_USAGE. */
int cmd_number(const cmd_spec_t *spec, const char *option, const char *text, uint64_t min,
               uint64_t max, uint64_t *value);

/* One of `names` (NULL at the end), as its index; else print the nearest or all of them and return
 * CMD_USAGE. */
int cmd_word(const cmd_spec_t *spec, const char *option, const char *text, const char *const *names,
             int *index);

/* "-": the standard output, for options that name a file; NULL is none. */
bool cmd_is_stdout(const char *path);

/* Threads where nobody says how many: the processors there are, 1..256. */
int cmd_jobs(void);

/* The one operand UNIT; prints and returns CMD_USAGE or CMD_FAILED. */
int cmd_unit(const cmd_spec_t *spec, int argc, char **argv, const gcim_unit_t **unit);

/* Parameters for gcim_model_new from --config and --params (either may be NULL). */
int cmd_params(const cmd_spec_t *spec, const char *config, const char *params, char *text,
               size_t size);

#endif
