/* check.c: an archive against its hashes, its manifest and the golden model. */
#define _GNU_SOURCE /* O_DIRECTORY */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crew.h"
#include "judge.h"

enum { TEXT_CHARS = 1200, NAME_CHARS = GCIM_PATH_CHARS };

typedef struct {
  const char *dir;
  int root;
  bool evaluates;
  gcim_archive_manifest_t manifest;
  char *sums;     /* SHA256SUMS as it is */
  bool *is_stale; /* set i cannot be evaluated: another REV */
  gcim_archive_say_t say;
  void *context;
  gcim_archive_checked_t *checked;
} checking_t;

__attribute__((format(printf, 2, 3))) static void find(checking_t *c, const char *format, ...) {
  char text[TEXT_CHARS];
  va_list list;
  va_start(list, format);
  vsnprintf(text, sizeof text, format, list);
  va_end(list);
  gcim_crew_lock();
  c->checked->findings++;
  c->say(c->context, text);
  gcim_crew_unlock();
}

/* ---- hashes ---- */

/* The digest that SHA256SUMS has for a file, NULL if there is no such line. */
static const char *sum_of(const checking_t *c, const char *name) {
  const size_t length = strlen(name);
  for (const char *at = c->sums; at != NULL; at = strchr(at, '\n')) {
    at += *at == '\n';
    if (strlen(at) > GCIM_SHA_CHARS + 1 + length &&
        strncmp(at + GCIM_SHA_CHARS - 1, "  ", 2) == 0 &&
        strncmp(at + GCIM_SHA_CHARS + 1, name, length) == 0 &&
        at[GCIM_SHA_CHARS + 1 + length] == '\n') {
      return at;
    }
  }
  return NULL;
}

static void check_sum(checking_t *c, const char *name, const uint8_t digest[GCIM_SHA_BYTES]) {
  char text[GCIM_SHA_CHARS];
  const char *line = sum_of(c, name);
  gcim_sha_text(digest, text);
  if (line == NULL) {
    find(c, "%s/SHA256SUMS: has no line for %s", c->dir, name);
  } else if (strncmp(line, text, GCIM_SHA_CHARS - 1) != 0) {
    find(c, "%s/%s: its SHA-256 is %s, SHA256SUMS says %.64s", c->dir, name, text, line);
  }
}

/* ---- shards ---- */

static int fetch_source(checking_t *c, gcim_hand_t *hand, int set) {
  if (hand->set == set) {
    return GCIM_OK;
  }
  gcim_archive_source_free(&hand->source);
  hand->set = -1;
  const int status = gcim_archive_source_new(&c->manifest.plan.sets[set], c->manifest.identity[set],
                                             c->manifest.revision[set], &hand->source);
  hand->set = status == GCIM_OK ? set : -1;
  return status;
}

typedef struct {
  checking_t *checking;
  const char *name;
} place_t;

static void say_line(void *context, const char *text) {
  const place_t *place = context;
  find(place->checking, "%s/%s: %s", place->checking->dir, place->name, text);
}

static void evaluate(checking_t *c, gcim_hand_t *hand, const gcim_archive_shard_t *shard,
                     const char *name) {
  gcim_payload_head_t head;
  gcim_judged_t judged = {0};
  place_t place = {c, name};
  if (gcim_archive_shard_place(name, &hand->source, shard, &hand->payload, &head) != GCIM_OK) {
    find(c, "%s/%s", c->dir, gcim_vec_error_text());
    return;
  }
  if (head.lines != shard->lines) {
    find(c, "%s/%s: has %" PRIu64 " lines, the manifest says %" PRIu64, c->dir, name, head.lines,
         shard->lines);
  }
  if (!c->evaluates || c->is_stale[shard->set]) {
    return;
  }
  if (gcim_judge_payload(&hand->source, &head, &hand->payload, say_line, &place, &judged) !=
      GCIM_OK) {
    find(c, "%s/%s: %s", c->dir, name, gcim_vec_error_text());
  }
  gcim_crew_lock();
  c->checked->lines += judged.lines;
  c->checked->values += judged.values;
  gcim_crew_unlock();
}

/* Unpack, whatever the checksum says where the bytes still decode: then the case can be named. */
static bool unpack(checking_t *c, gcim_hand_t *hand, const char *name) {
  if (gcim_frame_unpack(name, &hand->file, GCIM_PAYLOAD_LIMIT, &hand->payload) == GCIM_OK) {
    return true;
  }
  find(c, "%s/%s", c->dir, gcim_vec_error_text());
  return gcim_frame_salvage(&hand->file, GCIM_PAYLOAD_LIMIT, &hand->payload) == GCIM_OK;
}

static int work(void *context, gcim_hand_t *hand, gcim_archive_shard_t *shard) {
  checking_t *c = context;
  char name[NAME_CHARS];
  uint8_t sha[GCIM_SHA_BYTES];
  gcim_archive_shard_name(&c->manifest.plan, shard, name);
  if (gcim_file_read(c->root, c->dir, name, GCIM_FRAME_LIMIT, &hand->file) != GCIM_OK) {
    find(c, "%s", gcim_vec_error_text());
    return GCIM_OK;
  }
  int status = gcim_sha(hand->file.data, hand->file.size, shard->frame_sha);
  if (status != GCIM_OK) {
    return status;
  }
  check_sum(c, name, shard->frame_sha);
  if (!unpack(c, hand, name)) {
    return GCIM_OK;
  }
  status = gcim_sha(hand->payload.data, hand->payload.size, sha);
  if (status != GCIM_OK) {
    return status;
  }
  if (hand->payload.size != shard->bytes || memcmp(sha, shard->sha, sizeof sha) != 0) {
    char got[GCIM_SHA_CHARS];
    gcim_sha_text(sha, got);
    find(c, "%s/%s: its content has %zu bytes and SHA-256 %s; the manifest says otherwise", c->dir,
         name, hand->payload.size, got);
  }
  status = fetch_source(c, hand, shard->set);
  if (status != GCIM_OK) {
    find(c, "%s/%s: cannot be evaluated: %s", c->dir, name, gcim_vec_error_text());
    return GCIM_OK;
  }
  evaluate(c, hand, shard, name);
  return GCIM_OK;
}

/* ---- what else is there ---- */

static bool is_known(const checking_t *c, const char *name) {
  return strcmp(name, "SHA256SUMS") == 0 || strcmp(name, "SHA256SUMS.sig") == 0 ||
         sum_of(c, name) != NULL;
}

static bool is_folder(const checking_t *c, const char *name) {
  for (int i = 0; i < c->manifest.plan.count; i++) {
    if (strcmp(c->manifest.plan.sets[i].name, name) == 0) {
      return true;
    }
  }
  return false;
}

/* Every entry of the archive, or of the folder of a set, is one that SHA256SUMS names. */
static void check_entries(checking_t *c, const char *folder) {
  const int at = openat(c->root, folder[0] == '\0' ? "." : folder,
                        O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  DIR *dir = at >= 0 ? fdopendir(at) : NULL;
  if (dir == NULL) {
    find(c, "%s/%s: cannot be listed (%s)", c->dir, folder, strerror(errno));
    return;
  }
  for (struct dirent *e; (e = readdir(dir)) != NULL;) {
    char name[NAME_CHARS];
    if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) {
      continue;
    }
    snprintf(name, sizeof name, "%s%s%s", folder, folder[0] == '\0' ? "" : "/", e->d_name);
    if (!is_known(c, name) && !(folder[0] == '\0' && is_folder(c, name))) {
      find(c, "%s/%.200s: is not of this archive", c->dir, name);
    }
    c->checked->files++;
  }
  closedir(dir);
}

/* ---- manifest ---- */

static int read_text(checking_t *c, const char *name, char **text) {
  gcim_bytes_t bytes = {0};
  int status = gcim_file_read(c->root, c->dir, name, GCIM_ARCHIVE_JSON, &bytes);
  status = status == GCIM_OK ? gcim_bytes_add(&bytes, "", 1) : status;
  if (status == GCIM_OK && strlen((char *)bytes.data) != bytes.size - 1) {
    status = gcim_vec_fail(GCIM_ERR_FORMAT, "%s/%s: holds a zero byte; the file is damaged", c->dir,
                           name);
  }
  if (status != GCIM_OK) {
    free(bytes.data);
    return status;
  }
  *text = (char *)bytes.data;
  return GCIM_OK;
}

static void check_meaning(checking_t *c, int set, const gcim_archive_source_t *source) {
  const gcim_archive_manifest_t *m = &c->manifest;
  c->is_stale[set] = m->revision[set] != source->card->revision;
  if (c->is_stale[set]) {
    find(c,
         "%s: set %s was made with REV %" PRId64
         " of %s by library %s, this library has REV %" PRId64
         ": its values mean something else; hashes are checked, values need that library (unit "
         "identity %.16s)",
         c->dir, m->plan.sets[set].name, m->revision[set], m->plan.sets[set].unit, m->version,
         source->card->revision, m->identity[set]);
  }
}

/* The text that this library writes for the same archive: what a changed member differs from. */
static int check_texts(checking_t *c, const char *text) {
  const gcim_archive_manifest_t *m = &c->manifest;
  gcim_archive_source_t *sources = calloc((size_t)m->plan.count + 1, sizeof *sources);
  int status = sources == NULL ? gcim_vec_fail(GCIM_ERR_STATE, "out of memory") : GCIM_OK;
  bool complete = true;
  for (int i = 0; i < m->plan.count && status == GCIM_OK; i++) {
    if (gcim_archive_source_new(&m->plan.sets[i], m->identity[i], m->revision[i], &sources[i]) !=
        GCIM_OK) {
      find(c, "%s: set %s: %s", c->dir, m->plan.sets[i].name, gcim_vec_error_text());
      c->is_stale[i] = true;
      complete = false;
      continue;
    }
    check_meaning(c, i, &sources[i]);
    complete = complete && !c->is_stale[i];
  }
  if (status == GCIM_OK && complete) {
    char *again = gcim_archive_manifest_text(m->version, &m->plan, sources, m->shards, m->count);
    if (again == NULL || strcmp(again, text) != 0) {
      find(c, "%s/manifest.json: is not the text of this archive; a member was changed", c->dir);
    }
    free(again);
  }
  for (int i = 0; i < m->plan.count && sources != NULL; i++) {
    gcim_archive_source_free(&sources[i]);
  }
  free(sources);
  return status;
}

static void check_sums_text(checking_t *c, const char *manifest) {
  char *again =
      gcim_archive_sums_text(&c->manifest.plan, manifest, c->manifest.shards, c->manifest.count);
  if (again == NULL || strcmp(again, c->sums) != 0) {
    find(c, "%s/SHA256SUMS: is not the list of this archive's files and their hashes", c->dir);
  }
  free(again);
}

static int check_all(checking_t *c, int jobs, gcim_archive_report_t report) {
  char *text = NULL, path[NAME_CHARS];
  uint8_t digest[GCIM_SHA_BYTES];
  snprintf(path, sizeof path, "%.4000s/manifest.json", c->dir);
  int status = read_text(c, "manifest.json", &text);
  status = status == GCIM_OK ? read_text(c, "SHA256SUMS", &c->sums) : status;
  status = status == GCIM_OK ? gcim_archive_manifest_read(path, text, &c->manifest) : status;
  if (status == GCIM_OK) {
    c->is_stale = calloc((size_t)c->manifest.plan.count + 1, sizeof *c->is_stale);
    status = c->is_stale == NULL ? gcim_vec_fail(GCIM_ERR_STATE, "out of memory")
                                 : gcim_sha(text, strlen(text), digest);
  }
  if (status == GCIM_OK) {
    check_sum(c, "manifest.json", digest);
    status = check_texts(c, text);
  }
  if (status == GCIM_OK) {
    check_entries(c, "");
    for (int i = 0; i < c->manifest.plan.count; i++) {
      check_entries(c, c->manifest.plan.sets[i].name);
    }
    status =
        gcim_crew_run(c->manifest.shards, c->manifest.count, jobs, work, c, report, c->context);
  }
  if (status == GCIM_OK) {
    check_sums_text(c, text);
  }
  free(text);
  return status;
}

int gcim_archive_check(const char *dir, bool evaluates, int jobs, gcim_archive_say_t say,
                       gcim_archive_report_t report, void *context,
                       gcim_archive_checked_t *checked) {
  memset(checked, 0, sizeof *checked);
  checking_t c = {.dir = dir,
                  .root = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC),
                  .evaluates = evaluates,
                  .say = say,
                  .context = context,
                  .checked = checked};
  if (c.root < 0) {
    return gcim_vec_fail(GCIM_ERR_IO, "%s: cannot open the archive (%s)", dir, strerror(errno));
  }
  int status = check_all(&c, jobs, report);
  if (status == GCIM_OK && checked->findings > 0) {
    status = gcim_vec_fail(GCIM_ERR_MISMATCH, "%s: %zu findings", dir, checked->findings);
  }
  gcim_archive_manifest_free(&c.manifest);
  free(c.sums);
  free(c.is_stale);
  close(c.root);
  return status;
}
