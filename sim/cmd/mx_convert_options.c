/* mx_convert_options.c: the command line of `gcim mx convert`. */
#include <stdio.h>
#include <string.h>

#include "mx_convert.h"

enum {
  PRESET = MX_OWN,
  PACKED,
  SEED,
  RAND_BITS,
  FULL,
  NO_FULL,
  DAZ,
  CHOICE /* and the fields behind it */
};

static const char usage[] =
    "usage: gcim mx convert IN -o OUT --preset NAME --elem E [options]\n"
    "  OUT.scale  a byte per block; OUT.elem  a code per value, in the low bits of a byte.\n"
    "  IN.npy makes both .npy files of uint8, shaped as IN but for the last dimension of the "
    "scales;\n"
    "  --raw makes both plain bytes. Both are replaced only when both are complete: what is "
    "interrupted\n"
    "  leaves nothing, and the same command starts again. Any size in constant memory.\n"
    "  --packed       4- and 6-bit codes one behind the other, from bit 0 of byte 0 on; every row\n"
    "                 ends with a byte\n" MX_COMMON_HELP
    "  Choices other than the preset's:\n"
    "  --rule         floor ceil even rceil nearest        of the scale\n"
    "  --special      block-nan pass sat ignore inf-top    infinities and NaNs\n"
    "  --zero         min one low                          scale of a block of zeros\n"
    "  --scale-ovf    clamp nan                            scales above 2^127\n"
    "  --rnd          rne rna rtz floor ceil jam stoch     of elements; stoch: with --seed S (1) "
    "and\n"
    "                                                      --rand-bits B (32), a word per value\n"
    "  --ovf          ieee sat inf nan                     elements above the largest\n"
    "  --nan          canon ones sign payload zero max     elements that are NaN\n"
    "  --zero-sign    keep drop-input drop-all\n"
    "  --full, --no-full    int8 uses -128, or does not\n"
    "  --daz          subnormal values are zeros\n";

static const struct option options[] = {
    {"preset", required_argument, NULL, PRESET},
    {"output", required_argument, NULL, 'o'},
    {"packed", no_argument, NULL, PACKED},
    {"rule", required_argument, NULL, CHOICE + MX_RULE},
    {"special", required_argument, NULL, CHOICE + MX_SPECIAL},
    {"zero", required_argument, NULL, CHOICE + MX_ZERO},
    {"scale-ovf", required_argument, NULL, CHOICE + MX_SCALE_OVF},
    {"rnd", required_argument, NULL, CHOICE + MX_RND},
    {"ovf", required_argument, NULL, CHOICE + MX_OVF},
    {"nan", required_argument, NULL, CHOICE + MX_NAN},
    {"zero-sign", required_argument, NULL, CHOICE + MX_ZERO_SIGN},
    {"full", no_argument, NULL, FULL},
    {"no-full", no_argument, NULL, NO_FULL},
    {"daz", no_argument, NULL, DAZ},
    {"seed", required_argument, NULL, SEED},
    {"rand-bits", required_argument, NULL, RAND_BITS},
    MX_COMMON_OPTIONS};
const cmd_spec_t mx_convert_spec = {"gcim mx convert", usage, options};

static int read_choice(mx_convert_t *job, mx_field_t field) {
  char option[32];
  snprintf(option, sizeof option, "--%s", mx_fields[field].option);
  return cmd_word(&mx_convert_spec, option, optarg, mx_fields[field].values, &job->choice[field]);
}

static int read_option(int option, void *to) {
  mx_convert_t *job = to;
  switch (option) {
    case PRESET:
      job->preset = optarg;
      return CMD_OK;
    case 'o':
      job->out = optarg;
      return CMD_OK;
    case PACKED:
      job->is_packed = true;
      return CMD_OK;
    case FULL:
    case NO_FULL:
      job->choice[MX_FULL] = option == FULL;
      return CMD_OK;
    case DAZ:
      job->choice[MX_DAZ] = 1;
      return CMD_OK;
    case SEED:
      job->is_seeded = true;
      return cmd_number(&mx_convert_spec, "--seed", optarg, 0, UINT64_MAX, &job->seed);
    case RAND_BITS:
      job->is_seeded = true;
      return cmd_number(&mx_convert_spec, "--rand-bits", optarg, 1, 32, &job->rand_bits);
    default:
      return option >= CHOICE ? read_choice(job, (mx_field_t)(option - CHOICE))
                              : mx_common_option(&mx_convert_spec, option, &job->common);
  }
}

/* The preset, and what was chosen otherwise. */
static int set_config(mx_convert_t *job) {
  int status = mx_config(&mx_convert_spec, &job->common, "--preset", job->preset, &job->config);
  if (status != CMD_OK) {
    return status;
  }
  if (job->choice[MX_FULL] >= 0 && job->common.elem != GCIM_MX_INT8) {
    return cmd_fail(&mx_convert_spec, CMD_USAGE,
                    "--full and --no-full are of int8: %s has no -128; leave it out",
                    gcim_mx_elem_name(job->common.elem));
  }
  for (int f = 0; f < MX_FIELDS; f++) {
    if (job->choice[f] >= 0) {
      mx_field_set(&job->config, (mx_field_t)f, job->choice[f]);
    }
  }
  job->config.rand_bits = (int)job->rand_bits;
  if (job->is_seeded && job->config.rnd != GCIM_RND_STOCH) {
    return cmd_fail(&mx_convert_spec, CMD_USAGE,
                    "--seed and --rand-bits are of --rnd stoch; leave them out");
  }
  if (gcim_mx_check(&job->config) != GCIM_OK) {
    return cmd_fail(&mx_convert_spec, CMD_USAGE,
                    "these choices exclude each other: %s; use --nan zero or --nan max, or another "
                    "--special",
                    gcim_error_text());
  }
  return CMD_OK;
}

int mx_convert_options(int argc, char **argv, mx_convert_t *job, bool *is_done) {
  *job = (mx_convert_t){.common = mx_common_start(), .seed = 1, .rand_bits = 32};
  for (int f = 0; f < MX_FIELDS; f++) {
    job->choice[f] = -1;
  }
  int status = cmd_options(&mx_convert_spec, argc, argv, read_option, job, is_done);
  if (status != CMD_OK || *is_done) {
    return status;
  }
  const char *missing = job->preset == NULL ? "--preset NAME" : job->out == NULL ? "-o OUT" : NULL;
  if (missing != NULL) {
    return cmd_fail(&mx_convert_spec, CMD_USAGE, "%s is missing; '%s --help' shows an example",
                    missing, mx_convert_spec.name);
  }
  if (optind + 1 != argc) {
    return cmd_fail(&mx_convert_spec, CMD_USAGE, "name one file to convert");
  }
  job->path = argv[optind];
  status = mx_common_end(&mx_convert_spec, &job->common);
  return status == CMD_OK ? set_config(job) : status;
}
