#include "align_text.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const quants[] = {"rne", "rna", "rtz", "floor", "ceil", "jam", NULL};
static const char *const kinds[] = {"ieee", "fn", "finite", NULL}; /* as gcim_float_kind_t */

/* ---- formats ---- */

static int own_format(const cmd_spec_t *spec, const char *option, const char *text,
                      gcim_float_t *format) {
  char kind[8] = "", end = 0;
  int index = 0;
  gcim_float_t f = {0};
  if (sscanf(text, "e%2dm%2db%3d%7[a-z]%c", &f.exp_bits, &f.man_bits, &f.bias, kind, &end) != 4) {
    return cmd_fail(spec, CMD_USAGE,
                    "%s '%.60s' is no format; name all of it: e5m10b15ieee is 5 exponent bits, 10 "
                    "fraction bits, bias 15, ieee (or fn, or finite)",
                    option, text);
  }
  while (kinds[index] != NULL && strcmp(kinds[index], kind) != 0) {
    index++;
  }
  if (kinds[index] == NULL) {
    return cmd_fail(spec, CMD_USAGE, "%s '%.60s' ends in '%s'; a format ends in ieee, fn or finite",
                    option, text, kind);
  }
  f.kind = (gcim_float_kind_t)index;
  if (gcim_float_check(&f) != GCIM_OK) {
    return cmd_fail(spec, CMD_USAGE, "%s '%.60s': %s", option, text, gcim_error_text());
  }
  *format = f;
  return CMD_OK;
}

int align_format(const cmd_spec_t *spec, const char *option, const char *text,
                 gcim_float_t *format) {
  const gcim_float_t *named = gcim_float_find(text);
  if (named != NULL) {
    *format = *named;
    return CMD_OK;
  }
  if (text[0] == 'e' && isdigit((unsigned char)text[1]) && strchr(text, 'm') != NULL &&
      strchr(text, 'b') != NULL) {
    return own_format(spec, option, text, format);
  }
  return cmd_fail(spec, CMD_USAGE, "%s: %s (an own format is written as e5m10b15ieee)", option,
                  gcim_error_text());
}

/* ---- names ---- */

int align_quant(const cmd_spec_t *spec, const char *text, gcim_round_t *quant) {
  int index = 0;
  const int status = cmd_word(spec, "--quant", text, quants, &index);
  *quant = status == CMD_OK ? (gcim_round_t)index : *quant;
  return status;
}

const char *align_quant_name(gcim_round_t quant) {
  return quants[quant];
}

/* ---- widths ---- */

int align_widths(const cmd_spec_t *spec, const char *option, const char *text, int *low,
                 int *high) {
  char *end;
  const long first = strtol(text, &end, 10);
  const bool is_range = end != text && *end == ':';
  const char *second = is_range ? end + 1 : text;
  const long last = strtol(second, &end, 10);
  if (end == second || *end != '\0') {
    return cmd_fail(spec, CMD_USAGE, "%s '%.60s' is no width; write 9, or 6:16 for 6 up to 16",
                    option, text);
  }
  if (first < ALIGN_LEAST_WIDTH || last < ALIGN_LEAST_WIDTH || first > ALIGN_MOST_WIDTH ||
      last > ALIGN_MOST_WIDTH) {
    return cmd_fail(spec, CMD_USAGE,
                    "%s %.60s is outside %d..%d; an aligned operand has a sign and 1 bit or more",
                    option, text, (int)ALIGN_LEAST_WIDTH, (int)ALIGN_MOST_WIDTH);
  }
  if (first > last) {
    return cmd_fail(spec, CMD_USAGE, "%s %.60s goes down; write %ld:%ld", option, text, last,
                    first);
  }
  *low = (int)first;
  *high = (int)last;
  return CMD_OK;
}
