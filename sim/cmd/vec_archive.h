/* vec_archive.h: archives behind the commands `gcim vec gen` and `gcim vec check`. */
#ifndef GCIM_CMD_VEC_ARCHIVE_H
#define GCIM_CMD_VEC_ARCHIVE_H

#include "archive.h"
#include "cmd.h"

/* Make the archive of a plan below `dir`, or finish it. Returns an exit status. */
int vec_archive_gen(const cmd_spec_t *spec, const char *plan_path, const char *dir, int jobs);

/* Check an archive; findings go to the standard error. Returns an exit status. */
int vec_archive_check(const cmd_spec_t *spec, const char *dir, int jobs);

#endif
