/* fp_dot_check.h: what the array functions of dot products ask about a configuration. Private to
 * cmodel. */
#ifndef GCIM_CORE_FP_DOT_CHECK_H
#define GCIM_CORE_FP_DOT_CHECK_H

#include <stdbool.h>

#include "gcim_fp.h"

/* Does `shown` say anything? */
bool gcim_fp_is_shown(const gcim_fp_pdot_t *config);

/* Is every number, infinity and NaN of `inner` one of `outer`? */
bool gcim_fp_holds(const gcim_float_t *outer, const gcim_float_t *inner);

/* Can `terms` products be added in steps? For a configuration that gcim_fp_pdot_check accepts. */
int gcim_fp_pdot_check_steps(const gcim_fp_pdot_t *config, size_t terms);

#endif
