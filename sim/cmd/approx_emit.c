/* approx_emit.c: `gcim approx emit`: a tree as a Verilog module. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "approx_spec.h"
#include "out.h"

static const char usage[] =
    "usage: gcim approx emit SPEC [--name NAME] [-o FILE]\n"
    "  Combinational Verilog of the tree: data_i (lane 0 in the low bits), tree_o (the sum "
    "without\n"
    "  the constant comp), rows_o (the two rows of the last adder), fingerprint_o. It needs\n"
    "  rtl/prim/gcim_apx_cell.sv, and gcim_apx_cell4.sv for 4:2 compressors; gcim_apx_tree.sv "
    "puts\n"
    "  registers and the constant around the trees of the unit's configurations.\n"
    "  --name NAME  module name (gcim_apx_custom)\n  -o FILE      instead of the standard "
    "output\n" APPROX_SPEC_HELP;

static const struct option options[] = {{"name", required_argument, NULL, 'n'},
                                        {"output", required_argument, NULL, 'o'},
                                        {"help", no_argument, NULL, 'h'},
                                        {NULL, 0, NULL, 0}};
static const cmd_spec_t spec = {"gcim approx emit", usage, options};

static bool is_identifier(const char *name) {
  if (!isalpha((unsigned char)name[0]) && name[0] != '_') {
    return false;
  }
  for (const char *p = name; *p != '\0'; p++) {
    if (!isalnum((unsigned char)*p) && *p != '_') {
      return false;
    }
  }
  return true;
}

static int write_text(const char *path, const char *text) {
  gcim_out_t *out;
  if (gcim_out_open(path, &out) != GCIM_OK) {
    return cmd_fail(&spec, CMD_FAILED, "%s", gcim_vec_error_text());
  }
  fputs(text, gcim_out_stream(out));
  if (gcim_out_commit(out) != GCIM_OK) {
    return cmd_fail(&spec, CMD_FAILED, "%s", gcim_vec_error_text());
  }
  return CMD_OK;
}

int cmd_approx_emit(int argc, char **argv) {
  const char *name = "gcim_apx_custom", *path = NULL;
  int option;
  while ((option = cmd_option(&spec, argc, argv)) > CMD_END) {
    name = option == 'n' ? optarg : name;
    path = option == 'o' ? optarg : path;
  }
  if (option != CMD_END) {
    return cmd_option_status(option);
  }
  if (!is_identifier(name)) {
    return cmd_fail(&spec, CMD_USAGE, "--name '%s' is no Verilog identifier", name);
  }
  gcim_net_t *net = NULL;
  int status = approx_network(&spec, argc, argv, &net);
  if (status == CMD_OK && optind < argc) {
    status =
        cmd_fail(&spec, CMD_USAGE, "'%s': one SPEC only; put the line into quotes", argv[optind]);
  }
  if (status == CMD_OK) {
    const size_t size = gcim_net_verilog(net, name, NULL, 0) + 1;
    char *text = malloc(size);
    if (text == NULL) {
      status = cmd_fail(&spec, CMD_FAILED, "out of memory");
    } else {
      gcim_net_verilog(net, name, text, size);
      status = write_text(path, text);
    }
    free(text);
  }
  gcim_net_free(net);
  return status;
}
