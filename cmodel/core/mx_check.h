/* mx_check.h: checks of Microscaling conversions on behalf of an array function. Private to cmodel.
 */
#ifndef GCIM_CORE_MX_CHECK_H
#define GCIM_CORE_MX_CHECK_H

#include "gcim_mx.h"

/* gcim_mx_check; an error's text begins with `where`. */
int gcim_mx_check_at(const char *where, const gcim_mx_t *config);

/* Can lanes have the format? */
int gcim_mx_check_source(const char *where, const gcim_float_t *from);

/* Are `count` elements whole blocks, or may the last one be short? */
int gcim_mx_check_count(const char *where, const gcim_mx_t *config, size_t count);

#endif
