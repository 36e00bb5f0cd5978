/* approx_spec.h: what the subcommands of `gcim approx` share: a tree from the command line. */
#ifndef GCIM_CMD_APPROX_SPEC_H
#define GCIM_CMD_APPROX_SPEC_H

#include "cmd.h"
#include "gcim_approx.h"

/* The lines of a usage text that explain SPEC. */
#define APPROX_SPEC_HELP                                                                         \
  "  SPEC is one line, \"n=64 w=8 top=wallace col[0:4]=ama5\" (cmodel/net/README.md). Keys: n= " \
  "w= "                                                                                          \
  "top= scheme=\n  col[a:b]= alt[a:b]= every= c42[a:b]= add= add[l]= max= sat= comp= sign=\n"

/* The network of the operand argv[optind]; prints and returns CMD_USAGE or CMD_FAILED. */
int approx_network(const cmd_spec_t *spec, int argc, char **argv, gcim_net_t **net);

#endif
