/* mx_presets.c: `gcim mx presets`: published conversions and where they deviate from themselves. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "mx_policy.h"

static const char usage[] =
    "usage: gcim mx presets [NAME]\n"
    "  Published implementations of the conversion to Microscaling blocks as choices, with what "
    "each was\n"
    "  taken from, and inputs where the implementation itself does something else. 'modes' is what "
    "'gcim\n"
    "  vec gen --modes' takes for the unit that converts.\n";

static const struct option options[] = {{"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
static const cmd_spec_t spec = {"gcim mx presets", usage, options};

enum { ELEMS = 6, BLOCK = 32, SHOWN = 4 };

static gcim_mx_elem_t first_elem(const gcim_mx_preset_t *preset) {
  int elem = 0;
  while (elem < ELEMS - 1 && (preset->elems >> elem & 1) == 0) {
    elem++;
  }
  return (gcim_mx_elem_t)elem;
}

/* The choices of the first format, as words and as modes of the unit that converts, and what
 * another format has instead (the code of a NaN). */
static void print_choices(const gcim_mx_preset_t *preset) {
  const gcim_mx_elem_t base_elem = first_elem(preset);
  gcim_mx_t base, config;
  char text[MX_POLICY_CHARS];
  if (gcim_mx_preset(preset->name, base_elem, &base) != GCIM_OK) {
    return;
  }
  printf("  choices   %s\n", mx_policy_text(&base, text));
  printf(
      "  modes     rule=%d special=%d zero=%d scale_ovf=%d daz=%d given=0 rnd=%d ovf=%d nan=%d "
      "zero_sign=%d full=%d\n",
      (int)base.rule, (int)base.special, (int)base.zero, (int)base.scale_ovf, base.daz, base.rnd,
      (int)base.ovf, (int)base.nan, (int)base.zero_sign, base.full);
  for (int elem = (int)base_elem + 1; elem < ELEMS; elem++) {
    if (gcim_mx_preset(preset->name, (gcim_mx_elem_t)elem, &config) != GCIM_OK) {
      continue;
    }
    for (int f = 0; f < MX_FIELDS; f++) {
      const int value = mx_field_get(&config, (mx_field_t)f);
      if (value != mx_field_get(&base, (mx_field_t)f) && f != MX_FULL) {
        printf("            %s: %s %s, %s=%d\n", gcim_mx_elem_name((gcim_mx_elem_t)elem),
               mx_fields[f].option, mx_fields[f].values[value], mx_fields[f].option, value);
      }
    }
  }
}

/* The lanes of a deviation that are not repetitions. */
static int lanes_shown(const gcim_mx_deviation_t *d) {
  int lanes = SHOWN;
  while (lanes > 1 && d->lanes[lanes - 1] == d->lanes[lanes - 2]) {
    lanes--;
  }
  return lanes;
}

static void print_deviation(const gcim_mx_deviation_t *d) {
  gcim_mx_t config;
  uint32_t lanes[BLOCK];
  uint8_t scale = 0, codes[BLOCK] = {0};
  const int shown = lanes_shown(d);
  for (int i = 0; i < BLOCK; i++) {
    lanes[i] = d->lanes[i < SHOWN ? i : SHOWN - 1];
  }
  if (gcim_mx_preset(d->preset, d->elem, &config) != GCIM_OK ||
      gcim_mx_quant(&config, gcim_float_find("fp32"), lanes, NULL, BLOCK, &scale, codes, NULL) !=
          GCIM_OK) {
    return;
  }
  printf("  deviates  %s: %s\n            fp32", gcim_mx_elem_name(d->elem), d->what);
  for (int i = 0; i < shown; i++) {
    printf(" %08" PRIx32, lanes[i]);
  }
  printf("%s  theirs: ", shown < SHOWN ? " .." : "");
  if (d->scale == GCIM_MX_REFUSED) {
    printf("an error");
  } else {
    printf("scale %d, codes", d->scale);
    for (int i = 0; i < shown; i++) {
      printf(" %02x", d->codes[i]);
    }
  }
  printf("  here: scale %d, codes", scale);
  for (int i = 0; i < shown; i++) {
    printf(" %02x", codes[i]);
  }
  printf("\n");
}

static void print_preset(const gcim_mx_preset_t *preset) {
  const gcim_mx_deviation_t *d;
  printf("%s\n  basis     %s\n  elements ", preset->name, preset->basis);
  for (int elem = 0; elem < ELEMS; elem++) {
    if ((preset->elems >> elem & 1) != 0) {
      printf(" %s", gcim_mx_elem_name((gcim_mx_elem_t)elem));
    }
  }
  printf("\n");
  print_choices(preset);
  if (preset->deviations[0] != '\0') {
    printf("  itself    %s\n", preset->deviations);
  }
  for (int i = 0; (d = gcim_mx_deviation_list(i)) != NULL; i++) {
    if (strcmp(d->preset, preset->name) == 0) {
      print_deviation(d);
    }
  }
}

/* Is there such a preset? Any element format would do. */
static int check_name(const char *name) {
  gcim_mx_t config;
  return gcim_mx_preset(name, GCIM_MX_INT8, &config) != GCIM_ERR_UNKNOWN
             ? CMD_OK
             : cmd_fail(&spec, CMD_USAGE, "%s", gcim_error_text());
}

int cmd_mx_presets(int argc, char **argv) {
  const gcim_mx_preset_t *preset;
  const int option = cmd_option(&spec, argc, argv);
  if (option != CMD_END) {
    return cmd_option_status(option);
  }
  if (optind + 1 < argc) {
    return cmd_fail(&spec, CMD_USAGE, "'%s' is one operand too many; name one preset, or none",
                    argv[optind + 1]);
  }
  const char *name = optind < argc ? argv[optind] : NULL;
  const int status = name == NULL ? CMD_OK : check_name(name);
  for (int i = 0; status == CMD_OK && (preset = gcim_mx_preset_list(i)) != NULL; i++) {
    if (name == NULL || strcmp(name, preset->name) == 0) {
      print_preset(preset);
    }
  }
  return status;
}
