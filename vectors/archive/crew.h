/* crew.h: threads that take the shards of an archive one after the other. */
#ifndef GCIM_ARCHIVE_CREW_H
#define GCIM_ARCHIVE_CREW_H

#include "archive.h"

/* What one thread keeps from shard to shard. */
typedef struct {
  gcim_archive_source_t source; /* of the set `set`, -1: of none */
  int set;
  gcim_bytes_t payload, frame, file;
  gcim_bytes_t again;
} gcim_hand_t;

typedef struct gcim_crew gcim_crew_t;

/* Work on one shard. Returns a status; the first failure ends the crew's work. */
typedef int (*gcim_crew_work_t)(void *context, gcim_hand_t *hand, gcim_archive_shard_t *shard);

/* Run `work` for all shards on `jobs` threads; report(report_context, done, count) after each, one
 * thread at a time. The status and text are those of the failure with the lowest shard of those
 * that ran. */
int gcim_crew_run(gcim_archive_shard_t *shards, size_t count, int jobs, gcim_crew_work_t work,
                  void *context, gcim_archive_report_t report, void *report_context);

/* Between these calls of `work` no other thread of the crew is between them. */
void gcim_crew_lock(void);
void gcim_crew_unlock(void);

#endif
