/* vec.c: `gcim vec`: make and check vector files and archives; the work stands in vec_<command>.c.
 */
#include "cmd.h"

static const cmd_t commands[] = {
    {"plan", "write the plan of an archive: what it takes to hit every bin", cmd_vec_plan},
    {"gen", "make a vector file of a unit, or an archive from a plan", cmd_vec_gen},
    {"check", "evaluate every expected value of files and archives again", cmd_vec_check},
    {"regen", "make the frozen sets and their MANIFEST, or check them", cmd_vec_regen},
    {NULL, NULL, NULL},
};

int cmd_vec(int argc, char **argv) {
  return cmd_dispatch("gcim vec", commands, argc, argv);
}
