/* mx_convert.h: the command line of `gcim mx convert`. */
#ifndef GCIM_CMD_MX_CONVERT_H
#define GCIM_CMD_MX_CONVERT_H

#include <stdbool.h>

#include "mx_policy.h"

typedef struct {
  mx_common_t common;
  gcim_mx_t config;
  const char *path, *out, *preset;
  bool is_packed, is_seeded;
  int choice[MX_FIELDS]; /* -1: the preset's */
  uint64_t seed, rand_bits;
} mx_convert_t;

extern const cmd_spec_t mx_convert_spec;

/* Prints and returns CMD_USAGE, or the status of --help with *is_done = true. */
int mx_convert_options(int argc, char **argv, mx_convert_t *job, bool *is_done);

#endif
