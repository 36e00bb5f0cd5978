/* judge.h: every line of a payload by the golden model. */
#ifndef GCIM_ARCHIVE_JUDGE_H
#define GCIM_ARCHIVE_JUDGE_H

#include "archive.h"

typedef struct {
  uint64_t lines, values, differences;
} gcim_judged_t;

/* `say` gets "line 7, random item 3: sum_o differs: file=1a golden=1b, bits 0", for the first 20
 * differences.
 *
 * Errors:  GCIM_ERR_FORMAT for a line that cannot be (payload.h), with its number.
 */
int gcim_judge_payload(gcim_archive_source_t *source, const gcim_payload_head_t *head,
                       const gcim_bytes_t *payload, gcim_archive_say_t say, void *context,
                       gcim_judged_t *judged);

#endif
