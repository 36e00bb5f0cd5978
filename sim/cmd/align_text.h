/* align_text.h: words of the command line of `gcim align`. Each function prints what is wrong and
 * returns CMD_USAGE.
 */
#ifndef GCIM_CMD_ALIGN_TEXT_H
#define GCIM_CMD_ALIGN_TEXT_H

#include "cmd.h"
#include "gcim_fp.h"

/* Lines of a usage text. */
#define ALIGN_FORMAT_HELP                                                                         \
  "  Formats: fp32 fp16 bf16 tf32 e4m3 e5m2 e2m3 e3m2 e2m1 e8m13, or an own one as e5m10b15ieee " \
  "(exponent\n  bits, fraction bits, bias, ieee | fn | finite). Roundings: rtz floor ceil rne "   \
  "rna jam.\n"

/* A format by name or as e<1..8>m<1..23>b<0..255><ieee|fn|finite>. */
int align_format(const cmd_spec_t *spec, const char *option, const char *text,
                 gcim_float_t *format);

/* A rounding of aligners by name; and its name. */
int align_quant(const cmd_spec_t *spec, const char *text, gcim_round_t *quant);
const char *align_quant_name(gcim_round_t quant);

/* The narrowest and widest aligned operand that the library knows. */
enum { ALIGN_LEAST_WIDTH = 2, ALIGN_MOST_WIDTH = 64 };

/* "6:16" or "9". */
int align_widths(const cmd_spec_t *spec, const char *option, const char *text, int *low, int *high);

#endif
