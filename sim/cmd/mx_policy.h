/* mx_policy.h: the choices of a Microscaling conversion as words of a command line. */
#ifndef GCIM_CMD_MX_POLICY_H
#define GCIM_CMD_MX_POLICY_H

#include <stdint.h>

#include "cmd.h"
#include "gcim_mx.h"

/* The choices, in the order in which `gcim mx diff` tries them. */
typedef enum {
  MX_RULE,
  MX_RND,
  MX_OVF,
  MX_FULL,
  MX_SPECIAL,
  MX_NAN,
  MX_SCALE_OVF,
  MX_ZERO,
  MX_ZERO_SIGN,
  MX_DAZ,
  MX_FIELDS
} mx_field_t;

typedef struct {
  const char *option, *what; /* "zero-sign", "sign of zero" */
  const char *const *values; /* by number; NULL at the end */
} mx_field_info_t;

extern const mx_field_info_t mx_fields[MX_FIELDS];

int mx_field_get(const gcim_mx_t *config, mx_field_t field);
void mx_field_set(gcim_mx_t *config, mx_field_t field, int value);

/* All choices: "rule floor, rnd rne, ..". */
enum { MX_POLICY_CHARS = 320 };
const char *mx_policy_text(const gcim_mx_t *config, char text[MX_POLICY_CHARS]);

/* ---- options that the commands share ---- */

typedef struct {
  gcim_mx_elem_t elem;
  int block, pad;
  const char *raw; /* --raw, or NULL */
  uint64_t row;    /* --row, or 0 */
} mx_common_t;

enum { /* long options only; those of a command start at MX_OWN */
       MX_ELEM = 1,
       MX_BLOCK,
       MX_PAD,
       MX_RAW,
       MX_ROW,
       MX_OWN
};

#define MX_COMMON_OPTIONS                                                                   \
  {"elem", required_argument, NULL, MX_ELEM}, {"block", required_argument, NULL, MX_BLOCK}, \
      {"pad", required_argument, NULL, MX_PAD}, {"raw", required_argument, NULL, MX_RAW},   \
      {"row", required_argument, NULL, MX_ROW}, {"help", no_argument, NULL, 'h'}, {         \
    NULL, 0, NULL, 0                                                                        \
  }

#define MX_COMMON_HELP                                                                       \
  "  --elem E       int8 e4m3 e5m2 e3m2 e2m3 e2m1\n"                                         \
  "  --block K      values of the last dimension that share a scale, 1..256 (32)\n"          \
  "  --pad zero     rows may be no whole number of blocks: zeros fill up the last one\n"     \
  "  --raw F        the file has no header: little-endian fp32, bf16 or fp16\n"              \
  "  --row N        with --raw: values of a row (all of them)\n"                             \
  "  Files: .npy of float32 or float16, little-endian, C order, 1..8 dimensions; a float64 " \
  "would\n"                                                                                  \
  "  be rounded twice and is refused. 'gcim mx presets' lists presets.\n"

/* Element format -1, blocks of 32. */
mx_common_t mx_common_start(void);

/* One of the options above, its value in optarg. Prints and returns CMD_USAGE. */
int mx_common_option(const cmd_spec_t *spec, int option, mx_common_t *common);

/* After the last: --elem must be there, --row needs --raw. */
int mx_common_end(const cmd_spec_t *spec, const mx_common_t *common);

/* A preset with the options above. Prints and returns CMD_USAGE; `option` is where its name
 * stands. */
int mx_config(const cmd_spec_t *spec, const mx_common_t *common, const char *option,
              const char *preset, gcim_mx_t *config);

#endif
