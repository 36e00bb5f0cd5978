/* write.c: an archive made, or finished after an interruption. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crew.h"
#include "out.h"

typedef struct {
  const char *dir;
  int root;
  const gcim_archive_plan_t *plan;
  gcim_archive_made_t *made;
} writing_t;

/* ---- directories ---- */

static int make_dir(const char *path) {
  if (mkdir(path, 0777) == 0 || errno == EEXIST) {
    return GCIM_OK;
  }
  return gcim_vec_fail(GCIM_ERR_IO, "%s: cannot make the directory (%s); choose another", path,
                       strerror(errno));
}

static bool is_set(const gcim_archive_plan_t *plan, const char *name) {
  for (int i = 0; i < plan->count; i++) {
    if (strcmp(plan->sets[i].name, name) == 0) {
      return true;
    }
  }
  return false;
}

/* Left by a run that was killed while it wrote: ".<file>.<process>.<try>.tmp" (out.h). */
static bool is_leftover(const char *name) {
  const size_t length = strlen(name);
  return name[0] == '.' && length > 5 && strcmp(name + length - 4, ".tmp") == 0;
}

static bool belongs(const writing_t *w, const char *name) {
  return is_set(w->plan, name) || strcmp(name, "manifest.json") == 0 ||
         strcmp(name, "SHA256SUMS") == 0 || strcmp(name, "SHA256SUMS.sig") == 0;
}

/* Nothing that is not the plan's may be there: an archive is not mixed with other things. */
static int sweep(const writing_t *w, const char *path, bool is_top) {
  DIR *dir = opendir(path);
  int status = GCIM_OK;
  if (dir == NULL) {
    return gcim_vec_fail(GCIM_ERR_IO, "%s: cannot list it (%s)", path, strerror(errno));
  }
  for (struct dirent *e; status == GCIM_OK && (e = readdir(dir)) != NULL;) {
    if (is_leftover(e->d_name)) {
      unlinkat(dirfd(dir), e->d_name, 0);
    } else if (is_top && strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0 &&
               !belongs(w, e->d_name)) {
      status = gcim_vec_fail(GCIM_ERR_STATE,
                             "%s: holds \"%.100s\", which is not of this plan; name an empty or "
                             "new directory",
                             path, e->d_name);
    }
  }
  closedir(dir);
  return status;
}

static int prepare(writing_t *w) {
  char path[GCIM_PATH_CHARS];
  int status = make_dir(w->dir);
  status = status == GCIM_OK ? sweep(w, w->dir, true) : status;
  for (int i = 0; i < w->plan->count && status == GCIM_OK; i++) {
    snprintf(path, sizeof path, "%.3900s/%s", w->dir, w->plan->sets[i].name);
    status = make_dir(path);
    status = status == GCIM_OK ? sweep(w, path, false) : status;
  }
  if (status == GCIM_OK) {
    w->root = open(w->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    status = w->root >= 0
                 ? GCIM_OK
                 : gcim_vec_fail(GCIM_ERR_IO, "%s: cannot open it (%s)", w->dir, strerror(errno));
  }
  return status;
}

/* ---- shards ---- */

static int fetch_source(const writing_t *w, gcim_hand_t *hand, int set) {
  if (hand->set == set) {
    return GCIM_OK;
  }
  gcim_archive_source_free(&hand->source);
  hand->set = -1;
  const int status = gcim_archive_source_new(&w->plan->sets[set], NULL, 0, &hand->source);
  hand->set = status == GCIM_OK ? set : -1;
  return status;
}

/* Is the file there, whole, of this place, and packed as this run would? */
static bool is_there(const writing_t *w, gcim_hand_t *hand, gcim_archive_shard_t *shard,
                     const char *name) {
  gcim_payload_head_t head;
  const bool is_good =
      gcim_file_read(w->root, w->dir, name, GCIM_FRAME_LIMIT, &hand->file) == GCIM_OK &&
      gcim_frame_unpack(name, &hand->file, GCIM_PAYLOAD_LIMIT, &hand->payload) == GCIM_OK &&
      gcim_archive_shard_place(name, &hand->source, shard, &hand->payload, &head) == GCIM_OK &&
      gcim_frame_pack(&hand->payload, w->plan->level, &hand->frame) == GCIM_OK &&
      hand->frame.size == hand->file.size &&
      memcmp(hand->frame.data, hand->file.data, hand->file.size) == 0;
  shard->lines = is_good ? head.lines : 0;
  return is_good;
}

static int put_file(const writing_t *w, const char *name, const void *data, size_t size) {
  char path[2 * GCIM_PATH_CHARS];
  gcim_out_t *out;
  snprintf(path, sizeof path, "%.4000s/%s", w->dir, name);
  const int status = gcim_out_open(path, &out);
  if (status != GCIM_OK) {
    return status;
  }
  fwrite(data, 1, size, gcim_out_stream(out));
  return gcim_out_commit(out);
}

static int make_shard(const writing_t *w, gcim_hand_t *hand, gcim_archive_shard_t *shard,
                      const char *name) {
  int status = gcim_archive_shard_make(&hand->source, shard, &hand->payload);
  status =
      status == GCIM_OK ? gcim_frame_pack(&hand->payload, w->plan->level, &hand->frame) : status;
  if (status == GCIM_OK) {
    gcim_crew_lock(); /* out.h is for one thread at a time */
    status = put_file(w, name, hand->frame.data, hand->frame.size);
    gcim_crew_unlock();
  }
  return status;
}

static int work(void *context, gcim_hand_t *hand, gcim_archive_shard_t *shard) {
  const writing_t *w = context;
  char name[GCIM_PATH_CHARS];
  gcim_archive_shard_name(w->plan, shard, name);
  int status = fetch_source(w, hand, shard->set);
  const bool kept = status == GCIM_OK && is_there(w, hand, shard, name);
  if (status == GCIM_OK && !kept) {
    status = make_shard(w, hand, shard, name);
  }
  if (status == GCIM_OK) {
    shard->bytes = hand->payload.size;
    shard->frame_bytes = hand->frame.size;
    status = gcim_sha(hand->payload.data, hand->payload.size, shard->sha);
  }
  if (status == GCIM_OK) {
    status = gcim_sha(hand->frame.data, hand->frame.size, shard->frame_sha);
  }
  gcim_crew_lock();
  w->made->kept += kept;
  w->made->made += !kept && status == GCIM_OK;
  w->made->lines += shard->lines;
  w->made->bytes += shard->bytes;
  gcim_crew_unlock();
  return status;
}

/* ---- manifest ---- */

static int put_manifest(const writing_t *w, const gcim_archive_shard_t *shards, size_t count) {
  gcim_archive_source_t *sources = calloc((size_t)w->plan->count + 1, sizeof *sources);
  int status = sources == NULL ? gcim_vec_fail(GCIM_ERR_STATE, "out of memory") : GCIM_OK;
  for (int i = 0; i < w->plan->count && status == GCIM_OK; i++) {
    status = gcim_archive_source_new(&w->plan->sets[i], NULL, 0, &sources[i]);
  }
  char *manifest = NULL, *sums = NULL;
  if (status == GCIM_OK) {
    manifest = gcim_archive_manifest_text(gcim_version(), w->plan, sources, shards, count);
    sums = manifest == NULL ? NULL : gcim_archive_sums_text(w->plan, manifest, shards, count);
    status = sums == NULL ? gcim_vec_fail(GCIM_ERR_STATE, "out of memory") : GCIM_OK;
  }
  status = status == GCIM_OK ? put_file(w, "manifest.json", manifest, strlen(manifest)) : status;
  status = status == GCIM_OK ? put_file(w, "SHA256SUMS", sums, strlen(sums)) : status;
  for (int i = 0; i < w->plan->count && sources != NULL; i++) {
    gcim_archive_source_free(&sources[i]);
  }
  free(sources);
  free(manifest);
  free(sums);
  return status;
}

int gcim_archive_write(const char *dir, const gcim_archive_plan_t *plan, int jobs,
                       gcim_archive_report_t report, void *context, gcim_archive_made_t *made) {
  memset(made, 0, sizeof *made);
  writing_t w = {.dir = dir, .root = -1, .plan = plan, .made = made};
  gcim_archive_shard_t *shards;
  size_t count;
  int status = gcim_archive_shards(plan, &shards, &count);
  status = status == GCIM_OK ? prepare(&w) : status;
  status =
      status == GCIM_OK ? gcim_crew_run(shards, count, jobs, work, &w, report, context) : status;
  status = status == GCIM_OK ? put_manifest(&w, shards, count) : status;
  free(shards);
  if (w.root >= 0) {
    close(w.root);
  }
  return status;
}
