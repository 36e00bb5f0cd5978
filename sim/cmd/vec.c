/* vec.c: `gcim vec`: make and check vector files; the work stands in vec_gen.c, vec_check.c and
 * vec_regen.c. */
#include "cmd.h"

static const cmd_t commands[] = {
    {"gen", "make a vector file of a unit", cmd_vec_gen},
    {"check", "evaluate every expected value of vector files again", cmd_vec_check},
    {"regen", "make the frozen sets and their MANIFEST, or check them", cmd_vec_regen},
    {NULL, NULL, NULL},
};

int cmd_vec(int argc, char **argv) {
  return cmd_dispatch("gcim vec", commands, argc, argv);
}
