/* fail.h: the error text of the vector library. Same status codes as gcim.h; libraries never print.
 */
#ifndef GCIM_VECTORS_FAIL_H
#define GCIM_VECTORS_FAIL_H

/* What went wrong in the last failing gcim_vec_*, gcim_out_* or gcim_cases_* call of this thread.
 * Never NULL. */
const char *gcim_vec_error_text(void);

/* Keep a text and return `status`. */
__attribute__((format(printf, 2, 3))) int gcim_vec_fail(int status, const char *format, ...);

/* Take over the text of a failing call of gcim.h. */
int gcim_vec_fail_model(int status);

#endif
