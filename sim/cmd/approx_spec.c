#include "approx_spec.h"

int approx_network(const cmd_spec_t *spec, int argc, char **argv, gcim_net_t **net) {
  gcim_tree_t tree;
  if (optind >= argc) {
    return cmd_fail(spec, CMD_USAGE, "no SPEC; give one line such as \"n=2 w=8 add=loa(4)\"");
  }
  const int status = gcim_tree_parse(argv[optind++], &tree);
  if (status != GCIM_OK) {
    return cmd_fail(spec, CMD_USAGE, "%s", gcim_error_text());
  }
  if (gcim_net_new(&tree, net) != GCIM_OK) {
    return cmd_fail(spec, CMD_FAILED, "%s", gcim_error_text());
  }
  return CMD_OK;
}
