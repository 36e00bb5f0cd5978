/* approx.c: `gcim approx`: approximate adders and adder trees given by one line; the work stands in
 * approx_<name>.c. */
#include "cmd.h"

static const cmd_t commands[] = {
    {"eval", "sums of given operands, exact and approximate; which cell errs", cmd_approx_eval},
    {"metrics", "error metrics: exact where a method is, published figures beside them",
     cmd_approx_metrics},
    {"compare", "several trees: metrics against cells, as table and picture", cmd_approx_compare},
    {"emit", "the tree as Verilog", cmd_approx_emit},
    {"learn", "frequent patterns of given data for a pattern tree", cmd_approx_learn},
    {NULL, NULL, NULL},
};

int cmd_approx(int argc, char **argv) {
  return cmd_dispatch("gcim approx", commands, argc, argv);
}
