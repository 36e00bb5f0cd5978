/* align.c: `gcim align`: what it costs to align floating-point operands to a shared exponent; the
 * work stands in align_<name>.c. */
#include "cmd.h"

static const cmd_t commands[] = {
    {"sweep", "loss of alignment schemes over widths: table, CSV, picture", cmd_align_sweep},
    {"weights", "align the weights of a layer offline: integers and exponents", cmd_align_weights},
    {NULL, NULL, NULL},
};

int cmd_align(int argc, char **argv) {
  return cmd_dispatch("gcim align", commands, argc, argv);
}
