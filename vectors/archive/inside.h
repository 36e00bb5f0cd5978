/* inside.h: what plans and manifests share. */
#ifndef GCIM_ARCHIVE_INSIDE_H
#define GCIM_ARCHIVE_INSIDE_H

#include "archive.h"
#include "json.h"

/* A number as JSON; above 2^53 in quotes. */
void gcim_json_add_number(cJSON *to, const char *key, uint64_t value);

/* The members of a set, without an end: a manifest has more. */
void gcim_archive_add_set(cJSON *to, const gcim_archive_set_t *set);
void gcim_archive_read_set(gcim_json_t *from, gcim_archive_set_t *set);

/* Room for the sets of the member "sets"; how many there are, 0 on failure. */
int gcim_archive_begin_sets(gcim_json_t *from, gcim_archive_plan_t *plan);

/* Errors: GCIM_ERR_FORMAT for a name that is there twice. */
int gcim_archive_check_names(const char *name, const gcim_archive_plan_t *plan);

#endif
