/* status.h: how a failing function says why. Private to cmodel. */
#ifndef GCIM_CORE_STATUS_H
#define GCIM_CORE_STATUS_H

/* Set this thread's error text (cut to its buffer) and return `status`, so that `return
 * gcim_fail(...)` is one line. */
int gcim_fail(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* GCIM_ERR_UNKNOWN with "<where>no <what> '<name>'; did you mean '<nearest>'?", or the list if
 * nothing is near. */
int gcim_fail_unknown(const char *what, const char *where, const char *name,
                      const char *const *known, int count);

#endif
