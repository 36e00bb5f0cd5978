/* vec_archive.c: `gcim vec gen --plan` and `gcim vec check DIR`: whole archives. */
#include "vec_archive.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "progress.h"

typedef struct {
  progress_t progress;
  uint64_t done;
  bool has_started;
  const char *label;
} watch_t;

static void watch(void *context, uint64_t done, uint64_t total) {
  watch_t *w = context;
  if (!w->has_started) {
    progress_start(&w->progress, w->label, total, 0, false);
    w->progress.noun = "shards";
    w->has_started = true;
  }
  progress_add(&w->progress, done - w->done);
  w->done = done;
}

static void unwatch(watch_t *w) {
  if (w->has_started) {
    progress_end(&w->progress);
  }
}

static int read_plan(const char *path, gcim_archive_plan_t *plan) {
  gcim_bytes_t bytes = {0};
  FILE *file = fopen(path, "rb");
  if (file == NULL) {
    return gcim_vec_fail(GCIM_ERR_IO, "%s: cannot open the plan; 'gcim vec plan' writes one", path);
  }
  int status = GCIM_OK;
  for (size_t got = 1; got > 0 && status == GCIM_OK;) {
    char part[4096];
    got = fread(part, 1, sizeof part, file);
    status = bytes.size > GCIM_ARCHIVE_JSON
                 ? gcim_vec_fail(GCIM_ERR_FORMAT, "%s: is too large for a plan", path)
                 : gcim_bytes_add(&bytes, part, got);
  }
  if (status == GCIM_OK && ferror(file)) {
    status = gcim_vec_fail(GCIM_ERR_IO, "%s: cannot read the plan", path);
  }
  fclose(file);
  status = status == GCIM_OK ? gcim_bytes_add(&bytes, "", 1) : status;
  status =
      status == GCIM_OK ? gcim_archive_plan_read(path, (const char *)bytes.data, plan) : status;
  free(bytes.data);
  return status;
}

int vec_archive_gen(const cmd_spec_t *spec, const char *plan_path, const char *dir, int jobs) {
  gcim_archive_plan_t plan;
  gcim_archive_made_t made;
  watch_t w = {.label = spec->name};
  int status = read_plan(plan_path, &plan);
  if (status != GCIM_OK) {
    return cmd_fail(spec, CMD_FAILED, "%s", gcim_vec_error_text());
  }
  status = gcim_archive_write(dir, &plan, jobs, watch, &w, &made);
  unwatch(&w);
  if (status == GCIM_OK) {
    printf("%s: %d sets, %zu shards (%zu kept), %" PRIu64 " lines, %" PRIu64 " bytes of payload\n",
           dir, plan.count, made.made + made.kept, made.kept, made.lines, made.bytes);
  }
  gcim_archive_plan_free(&plan);
  return status == GCIM_OK ? CMD_OK : cmd_fail(spec, CMD_FAILED, "%s", gcim_vec_error_text());
}

static void show(void *context, const char *text) {
  (void)context;
  fprintf(stderr, "%s\n", text);
}

int vec_archive_check(const cmd_spec_t *spec, const char *dir, int jobs) {
  gcim_archive_checked_t checked;
  watch_t w = {.label = spec->name};
  const int status = gcim_archive_check(dir, true, jobs, show, watch, &w, &checked);
  unwatch(&w);
  if (status != GCIM_OK) {
    return cmd_fail(spec, CMD_FAILED, "%s", gcim_vec_error_text());
  }
  printf("%s: ok, %zu files, %" PRIu64 " lines, %" PRIu64 " values by the golden model\n", dir,
         checked.files, checked.lines, checked.values);
  return CMD_OK;
}
