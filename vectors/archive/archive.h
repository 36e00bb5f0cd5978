/* archive.h: vector archives: a directory that can be kept, checked without a network and made
 * again from its manifest.
 *
 *   DIR/manifest.json          what the archive is: sets, their fields, their shards
 *   DIR/<set>/<tier>.<n>.gcv   shards: one zstd frame each, its content is payload.h's
 *   DIR/SHA256SUMS             of every other file, for sha256sum -c; DIR/SHA256SUMS.sig if signed
 *
 * A set is one unit with one parameter set. Digests of shards in the manifest are of what is in the
 * frame: another zstd may pack it differently.
 */
#ifndef GCIM_ARCHIVE_H
#define GCIM_ARCHIVE_H

#include "pack.h"
#include "payload.h"

enum {
  GCIM_ARCHIVE_SETS = 1024,
  GCIM_ARCHIVE_SHARDS = 1 << 20,
  GCIM_ARCHIVE_JSON = 1 << 28,
  GCIM_SET_CHARS = 2 * GCIM_NAME_CHARS,
  GCIM_PATH_CHARS = 4096
};

/* One set of a plan. */
typedef struct {
  char name[GCIM_SET_CHARS]; /* folder: letters, digits, _ - . */
  char unit[GCIM_NAME_CHARS];
  char config[GCIM_NAME_CHARS];      /* of the card, or "-" */
  char params[GCIM_VEC_PARAM_CHARS]; /* every parameter with its value */
  uint64_t seed;
  uint64_t items[GCIM_TIERS], per_shard[GCIM_TIERS];
  uint64_t goal;      /* hits that every legal bin was to have */
  uint64_t bins, hit; /* legal bins; those with so many */
  char *holes;        /* names of the others, a line each; NULL: none */
} gcim_archive_set_t;

typedef struct {
  int level; /* of zstd: 1..19 */
  int count;
  gcim_archive_set_t *sets;
} gcim_archive_plan_t;

void gcim_archive_plan_free(gcim_archive_plan_t *plan);

/* ---- plans ---- */

typedef struct {
  const char *unit, *config, *params; /* params NULL: config=<config> */
  const char *name;                   /* NULL: <unit>.<config> */
  uint64_t seed, goal, limit;         /* limit: most random episodes */
  uint64_t least;                     /* fewest random episodes */
} gcim_archive_wish_t;

/* Fill a set: the corner list, the whole space where it is small enough, and as many random
 * episodes as it takes until every legal bin was hit `goal` times (holes: what `limit` episodes did
 * not). `report` is called now and then with the episodes so far and the bins still open. */
typedef void (*gcim_archive_report_t)(void *context, uint64_t done, uint64_t total);
int gcim_archive_plan_set(const gcim_archive_wish_t *wish, gcim_archive_report_t report,
                          void *context, gcim_archive_set_t *set);

/* A plan as JSON text, and back. Reading is strict: every member is there, nothing else is, every
 * number is in its range; messages begin with `name`. The text of the former is malloc'ed. */
char *gcim_archive_plan_text(const gcim_archive_plan_t *plan);
int gcim_archive_plan_read(const char *name, const char *text, gcim_archive_plan_t *plan);

/* ---- sets and shards ---- */

/* A set with what its unit says about it. */
typedef struct {
  const gcim_archive_set_t *plan;
  const gcim_unit_t *unit;
  gcim_cases_t *cases;
  const gcim_card_t *card;
  gcim_shape_t shape;
  char identity[GCIM_SHA_CHARS]; /* of the unit when the archive was made */
  int64_t revision;
  uint8_t digest[GCIM_SHA_BYTES]; /* of the set's description */
} gcim_archive_source_t;

/* `identity`, `revision`: as a manifest has them, or NULL and 0 for those of this library.
 * Errors: those of gcim_model_new. */
int gcim_archive_source_new(const gcim_archive_set_t *plan, const char *identity, int64_t revision,
                            gcim_archive_source_t *source);
void gcim_archive_source_free(gcim_archive_source_t *source);

typedef struct {
  int set;
  gcim_tier_t tier;
  uint64_t number, first, items, lines; /* lines: known once it is there */
  size_t bytes, frame_bytes;
  uint8_t sha[GCIM_SHA_BYTES], frame_sha[GCIM_SHA_BYTES];
} gcim_archive_shard_t;

/* All shards of a plan, in the order of sets, tiers, numbers. malloc'ed. */
int gcim_archive_shards(const gcim_archive_plan_t *plan, gcim_archive_shard_t **shards,
                        size_t *count);

/* "add_tree.default/random.00003.gcv". */
void gcim_archive_shard_name(const gcim_archive_plan_t *plan, const gcim_archive_shard_t *shard,
                             char name[GCIM_PATH_CHARS]);

/* The payload of a shard, from the golden model. Sets shard->lines. */
int gcim_archive_shard_make(gcim_archive_source_t *source, gcim_archive_shard_t *shard,
                            gcim_bytes_t *payload);

/* Does a payload have this shard's place and set? Its header says so. `name` begins messages. */
int gcim_archive_shard_place(const char *name, const gcim_archive_source_t *source,
                             const gcim_archive_shard_t *shard, const gcim_bytes_t *payload,
                             gcim_payload_head_t *head);

/* ---- manifest ---- */

/* JSON text of the manifest of a finished archive, `version` of the library; the text of
 * SHA256SUMS. Both malloc'ed. */
char *gcim_archive_manifest_text(const char *version, const gcim_archive_plan_t *plan,
                                 const gcim_archive_source_t *sources,
                                 const gcim_archive_shard_t *shards, size_t count);
char *gcim_archive_sums_text(const gcim_archive_plan_t *plan, const char *manifest,
                             const gcim_archive_shard_t *shards, size_t count);

typedef struct {
  char version[32];                 /* of the library that made it */
  char (*identity)[GCIM_SHA_CHARS]; /* of each set's unit */
  int64_t *revision;
  gcim_archive_plan_t plan;
  gcim_archive_shard_t *shards;
  size_t count;
} gcim_archive_manifest_t;

/* Strict, as plans are. */
int gcim_archive_manifest_read(const char *name, const char *text,
                               gcim_archive_manifest_t *manifest);
void gcim_archive_manifest_free(gcim_archive_manifest_t *manifest);

/* ---- whole archives ---- */

/* Write what is missing of an archive below `dir` (made if it is not there): shards that are there
 * and right are kept, so an interrupted run goes on. `jobs` threads.
 *
 * Errors:  GCIM_ERR_IO, GCIM_ERR_STATE (the directory holds something else).
 */
typedef struct {
  size_t made, kept;
  uint64_t lines, bytes;
} gcim_archive_made_t;
int gcim_archive_write(const char *dir, const gcim_archive_plan_t *plan, int jobs,
                       gcim_archive_report_t report, void *context, gcim_archive_made_t *made);

/* Check an archive: every file is there, none besides, every hash, the manifest member by member,
 * every line again by the golden model (`evaluates`). A unit whose REV is another one here than in
 * the manifest is not evaluated, which is a finding. `say` gets a line per finding, at most 20 of a
 * shard.
 *
 * Errors:  GCIM_ERR_MISMATCH if anything was found; GCIM_ERR_IO, GCIM_ERR_FORMAT where that is the
 *          manifest, which leaves nothing to check.
 */
typedef struct {
  size_t files, findings;
  uint64_t lines, values; /* evaluated, compared */
} gcim_archive_checked_t;
typedef void (*gcim_archive_say_t)(void *context, const char *text);
int gcim_archive_check(const char *dir, bool evaluates, int jobs, gcim_archive_say_t say,
                       gcim_archive_report_t report, void *context,
                       gcim_archive_checked_t *checked);

#endif
