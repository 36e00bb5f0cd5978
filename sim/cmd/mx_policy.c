#include "mx_policy.h"

#include <stdio.h>
#include <string.h>

static const char *const rules[] = {"floor", "ceil", "even", "rceil", "nearest", NULL};
static const char *const rnds[] = {"rne", "rna", "rtz", "floor", "ceil", "jam", "stoch", NULL};
static const char *const ovfs[] = {"ieee", "sat", "inf", "nan", NULL};
static const char *const fulls[] = {"symmetric", "full", NULL};
static const char *const specials[] = {"block-nan", "pass", "sat", "ignore", "inf-top", NULL};
static const char *const nans[] = {"canon", "ones", "sign", "payload", "zero", "max", NULL};
static const char *const scale_ovfs[] = {"clamp", "nan", NULL};
static const char *const zeros[] = {"min", "one", "low", NULL};
static const char *const zero_signs[] = {"keep", "drop-input", "drop-all", NULL};
static const char *const dazs[] = {"no", "yes", NULL};

const mx_field_info_t mx_fields[MX_FIELDS] = {
    [MX_RULE] = {"rule", "scale rule", rules},
    [MX_RND] = {"rnd", "rounding (ties)", rnds},
    [MX_OVF] = {"ovf", "saturation", ovfs},
    [MX_FULL] = {"full", "-128 of int8", fulls},
    [MX_SPECIAL] = {"special", "infinities and NaNs", specials},
    [MX_NAN] = {"nan", "code of NaN elements", nans},
    [MX_SCALE_OVF] = {"scale-ovf", "scale above 2^127", scale_ovfs},
    [MX_ZERO] = {"zero", "scale of a zero block", zeros},
    [MX_ZERO_SIGN] = {"zero-sign", "sign of zero", zero_signs},
    [MX_DAZ] = {"daz", "subnormal values as zeros", dazs},
};

int mx_field_get(const gcim_mx_t *c, mx_field_t field) {
  const int values[MX_FIELDS] = {
      [MX_RULE] = (int)c->rule,
      [MX_RND] = c->rnd,
      [MX_OVF] = (int)c->ovf,
      [MX_FULL] = c->full,
      [MX_SPECIAL] = (int)c->special,
      [MX_NAN] = (int)c->nan,
      [MX_SCALE_OVF] = (int)c->scale_ovf,
      [MX_ZERO] = (int)c->zero,
      [MX_ZERO_SIGN] = (int)c->zero_sign,
      [MX_DAZ] = c->daz,
  };
  return values[field];
}

void mx_field_set(gcim_mx_t *c, mx_field_t field, int value) {
  switch (field) {
    case MX_RULE:
      c->rule = (gcim_mx_rule_t)value;
      break;
    case MX_RND:
      c->rnd = value;
      break;
    case MX_OVF:
      c->ovf = (gcim_overflow_t)value;
      break;
    case MX_FULL:
      c->full = value;
      break;
    case MX_SPECIAL:
      c->special = (gcim_mx_special_t)value;
      break;
    case MX_NAN:
      c->nan = (gcim_nan_t)value;
      break;
    case MX_SCALE_OVF:
      c->scale_ovf = (gcim_mx_ovf_t)value;
      break;
    case MX_ZERO:
      c->zero = (gcim_mx_zero_t)value;
      break;
    case MX_ZERO_SIGN:
      c->zero_sign = (gcim_mx_zero_sign_t)value;
      break;
    default:
      c->daz = value;
      break;
  }
}

const char *mx_policy_text(const gcim_mx_t *config, char text[MX_POLICY_CHARS]) {
  int used = 0;
  for (int f = 0; f < MX_FIELDS; f++) {
    if (f != MX_FULL || config->elem == GCIM_MX_INT8) { /* no other format has a -128 */
      used +=
          snprintf(text + used, (size_t)(MX_POLICY_CHARS - used), "%s%s %s", used == 0 ? "" : ", ",
                   mx_fields[f].option, mx_fields[f].values[mx_field_get(config, (mx_field_t)f)]);
    }
  }
  return text;
}

/* ---- options that the commands share ---- */

mx_common_t mx_common_start(void) {
  return (mx_common_t){.elem = (gcim_mx_elem_t)-1, .block = 32};
}

int mx_common_option(const cmd_spec_t *spec, int option, mx_common_t *common) {
  static const char *const pads[] = {"zero", NULL};
  static const char *const raws[] = {"fp32", "bf16", "fp16", NULL};
  uint64_t number = 0;
  int index = 0, status;
  switch (option) {
    case MX_ELEM:
      return gcim_mx_elem_find(optarg, &common->elem) == GCIM_OK
                 ? CMD_OK
                 : cmd_fail(spec, CMD_USAGE, "--elem: %s", gcim_error_text());
    case MX_BLOCK:
      status = cmd_number(spec, "--block", optarg, 1, 256, &number);
      common->block = (int)number;
      return status;
    case MX_PAD:
      status = cmd_word(spec, "--pad", optarg, pads, &index);
      common->pad = status == CMD_OK;
      return status;
    case MX_RAW:
      status = cmd_word(spec, "--raw", optarg, raws, &index);
      common->raw = raws[index];
      return status;
    default:
      return cmd_number(spec, "--row", optarg, 1, UINT64_C(1) << 60, &common->row);
  }
}

int mx_common_end(const cmd_spec_t *spec, const mx_common_t *common) {
  if (gcim_mx_elem_name(common->elem) == NULL) {
    return cmd_fail(spec, CMD_USAGE,
                    "--elem is missing; element formats are int8 e4m3 e5m2 e3m2 e2m3 e2m1");
  }
  if (common->row != 0 && common->raw == NULL) {
    return cmd_fail(spec, CMD_USAGE, "--row is for --raw: a .npy file says it; leave one out");
  }
  return CMD_OK;
}

int mx_config(const cmd_spec_t *spec, const mx_common_t *common, const char *option,
              const char *preset, gcim_mx_t *config) {
  const int status = gcim_mx_preset(preset, common->elem, config);
  if (status == GCIM_ERR_PARAM) {
    return cmd_fail(spec, CMD_USAGE,
                    "%s: %s; 'gcim mx presets' lists the formats of each: choose another --elem "
                    "or preset",
                    option, gcim_error_text());
  }
  if (status != GCIM_OK) {
    return cmd_fail(spec, CMD_USAGE, "%s: %s", option, gcim_error_text());
  }
  config->block = common->block;
  config->pad = common->pad;
  return CMD_OK;
}
