/* out.h: output files that are either complete or not there.
 *
 * Text goes to a temporary file beside the target; gcim_out_commit checks every write, syncs and
 * renames. A failure, a full disk or gcim_out_cleanup in a signal handler leaves the old target as
 * it was. NULL or "-" is the standard output; a target that is no regular file (/dev/full, a pipe)
 * is written in place.
 */
#ifndef GCIM_VECTORS_OUT_H
#define GCIM_VECTORS_OUT_H

#include <stdio.h>

#include "fail.h"

typedef struct gcim_out gcim_out_t;

/* Begin; four at a time. Errors: GCIM_ERR_IO with the path, the reason and what to do; `*out` is
 * NULL then. */
int gcim_out_open(const char *path, gcim_out_t **out);

/* Where to write. Write errors may be ignored: gcim_out_commit sees them. */
FILE *gcim_out_stream(gcim_out_t *out);

/* See that everything written so far is on the disk: of files that belong together, all before the
 * first is committed. Errors: GCIM_ERR_IO; abort then. */
int gcim_out_sync(gcim_out_t *out);

/* Finish and free. Errors: GCIM_ERR_IO; the target is untouched then. */
int gcim_out_commit(gcim_out_t *out);

/* Finish files that belong together: all are on the disk before the first is committed, and none is
 * replaced if one cannot be. outs[i] may be NULL; all are NULL afterwards. Errors: GCIM_ERR_IO. */
int gcim_out_commit_all(gcim_out_t **outs, int count);

/* Give up and free; NULL is allowed. */
void gcim_out_abort(gcim_out_t *out);

/* Remove the temporary files there are. For signal handlers: async-signal-safe. */
void gcim_out_cleanup(void);

#endif
