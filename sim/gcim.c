/* gcim.c: the command-line program: golden models, their cards and vectors. Exit status: 0, 1
 * failed, 2 wrong usage. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/cmd.h"
#include "out.h"

/* One line per subcommand; the function stands in cmd/<name>.c. */
static const cmd_t commands[] = {
    {"align", "loss of floating-point alignment schemes; weights aligned offline", cmd_align},
    {"approx", "approximate adders and trees: sums, error metrics, Verilog", cmd_approx},
    {"cards", "list the units; --json: everything their cards say", cmd_cards},
    {"cells", "approximate adder cells: truth tables, errors, sources", cmd_cells},
    {"cover", "add coverage files, name the holes", cmd_cover},
    {"gen", "everything that follows from the cards: checkers, packages, benches", cmd_gen},
    {"map", "where each stored bit is: row, column, bit to address and data bit", cmd_map},
    {"mx", "Microscaling: convert tensors, errors of conversions, why they differ", cmd_mx},
    {"pairwise", "parameter sets that hold every pair of extremes", cmd_pairwise},
    {"spec", "specification sheet of a unit, as Markdown", cmd_spec},
    {"vec", "vector files: gen, check, regen", cmd_vec},
    {"vecbench", "the generated half of a bench for vector files", cmd_vecbench},
    {NULL, NULL, NULL},
};

/* Remove what is half-written and end as the signal asks. */
static void stop(int number) {
  gcim_out_cleanup();
  _exit(128 + number);
}

static void set_signals(void) {
  struct sigaction action = {0};
  action.sa_handler = stop;
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGHUP, &action, NULL);
  action.sa_handler = SIG_IGN; /* a file size limit is an error of write(), not the end */
  sigaction(SIGXFSZ, &action, NULL);
}

static int close_output(int status) {
  errno = 0;
  if (fflush(stdout) == 0 && !ferror(stdout)) {
    return status;
  }
  fprintf(stderr, "gcim: cannot write the standard output (%s); free some space or redirect it\n",
          errno != 0 ? strerror(errno) : "earlier error");
  return status == CMD_OK ? CMD_FAILED : status;
}

int main(int argc, char **argv) {
  set_signals();
  const char *kernel = getenv("GCIM_FAST");
  if (kernel != NULL && gcim_fast_select(kernel) != GCIM_OK) {
    fprintf(stderr, "gcim: GCIM_FAST: %s\n", gcim_error_text());
    return CMD_USAGE;
  }
  if (argc == 2 && strcmp(argv[1], "--version") == 0) {
    printf("gcim %s\n", gcim_version());
    return close_output(CMD_OK);
  }
  return close_output(cmd_dispatch("gcim", commands, argc, argv));
}
