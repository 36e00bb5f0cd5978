/* float.h: checks of formats and policies on behalf of an array function. Private to cmodel. */
#ifndef GCIM_NUM_FLOAT_H
#define GCIM_NUM_FLOAT_H

#include <stddef.h>

#include "gcim_fp.h"

/* gcim_float_check, gcim_fp_policy_check; an error's text begins with `where`: "gcim_fp_convert:
 * to". */
int gcim_float_check_at(const char *where, const gcim_float_t *format);
int gcim_fp_policy_check_at(const char *where, const gcim_fp_policy_t *policy,
                            const gcim_float_t *format);

/* GCIM_ERR_PARAM "<where>: <name>=<value> is outside <min>..<max>" unless it is inside. */
int gcim_float_range_at(const char *where, const char *name, int value, int min, int max);

/* The same for a list of numbers: the first that is not inside. */
typedef struct {
  const char *name;
  int value, min, max;
} gcim_range_t;
int gcim_float_ranges_at(const char *where, const gcim_range_t *ranges, size_t count);

#endif
