/* mx.c: `gcim mx`: conversion to Microscaling blocks as published implementations do it, what each
 * loses, and why two of them differ; the work stands in mx_<name>.c. */
#include "cmd.h"

static const cmd_t commands[] = {
    {"convert", "a tensor to scale bytes and element codes, any size", cmd_mx_convert},
    {"diff", "blocks that two presets convert differently, and which choice makes it", cmd_mx_diff},
    {"error", "what presets lose on given tensors: table, JSON, picture", cmd_mx_error},
    {"presets", "published implementations, their choices and known deviations", cmd_mx_presets},
    {NULL, NULL, NULL},
};

int cmd_mx(int argc, char **argv) {
  return cmd_dispatch("gcim mx", commands, argc, argv);
}
