/* manifest.c: the manifest of an archive as JSON, and SHA256SUMS. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "archive.h"
#include "inside.h"

enum { MOST_LEVEL = 19 };

/* ---- writing ---- */

static void add_fields(cJSON *to, const gcim_shape_t *shape) {
  cJSON *fields = cJSON_AddArrayToObject(to, "fields");
  for (int i = 0; i < shape->layout.field_count; i++) {
    if (shape->bytes[i] == 0) {
      continue;
    }
    cJSON *field = cJSON_CreateObject();
    cJSON_AddItemToArray(fields, field);
    cJSON_AddStringToObject(field, "port", shape->layout.fields[i].name);
    gcim_json_add_number(field, "bits", (uint64_t)shape->layout.fields[i].width);
    gcim_json_add_number(field, "at", shape->at[i]);
  }
}

static void add_shard(cJSON *to, const gcim_archive_plan_t *plan,
                      const gcim_archive_shard_t *shard) {
  char name[GCIM_PATH_CHARS], sha[GCIM_SHA_CHARS];
  cJSON *item = cJSON_CreateObject();
  cJSON_AddItemToArray(to, item);
  gcim_archive_shard_name(plan, shard, name);
  gcim_sha_text(shard->sha, sha);
  cJSON_AddStringToObject(item, "file", name);
  cJSON_AddStringToObject(item, "tier", gcim_tier_name(shard->tier));
  gcim_json_add_number(item, "first", shard->first);
  gcim_json_add_number(item, "items", shard->items);
  gcim_json_add_number(item, "lines", shard->lines);
  gcim_json_add_number(item, "bytes", shard->bytes);
  cJSON_AddStringToObject(item, "sha256", sha);
}

char *gcim_archive_manifest_text(const char *version, const gcim_archive_plan_t *plan,
                                 const gcim_archive_source_t *sources,
                                 const gcim_archive_shard_t *shards, size_t count) {
  size_t next = 0;
  cJSON *root = cJSON_CreateObject();
  cJSON_AddStringToObject(root, "format", "gcim-archive 1");
  cJSON_AddStringToObject(root, "library", version);
  gcim_json_add_number(root, "zstd_level", (uint64_t)plan->level);
  cJSON *sets = cJSON_AddArrayToObject(root, "sets");
  for (int i = 0; i < plan->count; i++) {
    cJSON *set = cJSON_CreateObject();
    cJSON_AddItemToArray(sets, set);
    gcim_archive_add_set(set, &plan->sets[i]);
    cJSON_AddStringToObject(set, "identity", sources[i].identity);
    gcim_json_add_number(set, "revision", (uint64_t)sources[i].revision);
    cJSON_AddStringToObject(set, "kind", sources[i].shape.is_clocked ? "clocked" : "transaction");
    gcim_json_add_number(set, "line_bytes", sources[i].shape.line_bytes);
    add_fields(set, &sources[i].shape);
    cJSON *list = cJSON_AddArrayToObject(set, "shards");
    for (; next < count && shards[next].set == i; next++) {
      add_shard(list, plan, &shards[next]);
    }
  }
  char *text = cJSON_Print(root);
  cJSON_Delete(root);
  return text;
}

static int add_sum(gcim_bytes_t *text, const uint8_t digest[GCIM_SHA_BYTES], const char *name) {
  char line[GCIM_PATH_CHARS + GCIM_SHA_CHARS + 4], sha[GCIM_SHA_CHARS];
  gcim_sha_text(digest, sha);
  const int length = snprintf(line, sizeof line, "%s  %s\n", sha, name);
  return gcim_bytes_add(text, line, (size_t)length);
}

char *gcim_archive_sums_text(const gcim_archive_plan_t *plan, const char *manifest,
                             const gcim_archive_shard_t *shards, size_t count) {
  gcim_bytes_t text = {0};
  uint8_t digest[GCIM_SHA_BYTES];
  int status = gcim_sha(manifest, strlen(manifest), digest);
  status = status == GCIM_OK ? add_sum(&text, digest, "manifest.json") : status;
  for (size_t i = 0; i < count && status == GCIM_OK; i++) {
    char name[GCIM_PATH_CHARS];
    gcim_archive_shard_name(plan, &shards[i], name);
    status = add_sum(&text, shards[i].frame_sha, name);
  }
  status = status == GCIM_OK ? gcim_bytes_add(&text, "", 1) : status;
  if (status != GCIM_OK) {
    free(text.data);
    return NULL;
  }
  return (char *)text.data;
}

/* ---- reading ---- */

static bool digest_of(const char *text, uint8_t digest[GCIM_SHA_BYTES]) {
  static const char digits[] = "0123456789abcdef";
  if (strlen(text) != GCIM_SHA_CHARS - 1 || text[strspn(text, digits)] != '\0') {
    return false;
  }
  for (int i = 0; i < GCIM_SHA_BYTES; i++) {
    const size_t high = (size_t)(strchr(digits, text[2 * i]) - digits);
    const size_t low = (size_t)(strchr(digits, text[2 * i + 1]) - digits);
    digest[i] = (uint8_t)(high << 4 | low);
  }
  return true;
}

/* The manifest repeats what follows from the plan; it must be that. */
static void read_shard(gcim_json_t *from, const gcim_archive_plan_t *plan,
                       gcim_archive_shard_t *shard) {
  char name[GCIM_PATH_CHARS], sha[GCIM_SHA_CHARS];
  gcim_archive_shard_name(plan, shard, name);
  gcim_json_must(from, "file", name);
  gcim_json_must(from, "tier", gcim_tier_name(shard->tier));
  gcim_json_number(from, "first", shard->first, shard->first);
  gcim_json_number(from, "items", shard->items, shard->items);
  shard->lines = gcim_json_number(from, "lines", 0, UINT64_C(1) << 48);
  shard->bytes = (size_t)gcim_json_number(from, "bytes", 0, GCIM_PAYLOAD_LIMIT);
  gcim_json_text(from, "sha256", sha, sizeof sha);
  if (from->status == GCIM_OK && !digest_of(sha, shard->sha)) {
    gcim_json_wrong(from, "sha256", "is no SHA-256 of 64 lower-case hex digits");
  }
}

static void read_shards(gcim_json_t *set, gcim_archive_manifest_t *m, int index, size_t *next) {
  size_t mine = 0;
  while (*next + mine < m->count && m->shards[*next + mine].set == index) {
    mine++;
  }
  const cJSON *walk = NULL;
  const int count = gcim_json_count(set, "shards", GCIM_ARCHIVE_SHARDS);
  if (set->status == GCIM_OK && (size_t)count != mine) {
    gcim_json_wrong(set, "shards", "are not as many as the set's items make");
  }
  for (int i = 0; i < count && set->status == GCIM_OK; i++) {
    gcim_json_t shard = gcim_json_element(set, "shards", i, &walk);
    read_shard(&shard, &m->plan, &m->shards[(*next)++]);
    set->status = gcim_json_end(&shard);
  }
}

/* Fields are for readers without this library; the checker compares the whole text. */
static void skip_fields(gcim_json_t *set) {
  char kind[32];
  gcim_json_text(set, "kind", kind, sizeof kind);
  gcim_json_number(set, "line_bytes", 1, GCIM_PAYLOAD_LIMIT);
  gcim_json_count(set, "fields", GCIM_VEC_FIELDS);
}

/* First the sets, which tell what shards there are; then these. */
static void read_sets(gcim_json_t *top, gcim_archive_manifest_t *m) {
  const cJSON *walk = NULL;
  const int count = gcim_archive_begin_sets(top, &m->plan);
  for (int i = 0; i < count && top->status == GCIM_OK; i++) {
    gcim_json_t set = gcim_json_element(top, "sets", i, &walk);
    gcim_archive_read_set(&set, &m->plan.sets[m->plan.count++]);
    top->status = set.status;
  }
  if (top->status == GCIM_OK) {
    top->status = gcim_archive_check_names(top->name, &m->plan);
  }
  if (top->status == GCIM_OK) {
    top->status = gcim_archive_shards(&m->plan, &m->shards, &m->count);
  }
  m->identity = calloc((size_t)count + 1, sizeof *m->identity);
  m->revision = calloc((size_t)count + 1, sizeof *m->revision);
  if (top->status == GCIM_OK && (m->identity == NULL || m->revision == NULL)) {
    top->status = gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  }
}

static void read_rest(gcim_json_t *top, gcim_archive_manifest_t *m) {
  const cJSON *walk = NULL;
  size_t next = 0;
  for (int i = 0; i < m->plan.count && top->status == GCIM_OK; i++) {
    gcim_archive_set_t again = {0};
    gcim_json_t set = gcim_json_element(top, "sets", i, &walk);
    gcim_archive_read_set(&set, &again);
    free(again.holes);
    gcim_json_text(&set, "identity", m->identity[i], sizeof m->identity[i]);
    m->revision[i] = (int64_t)gcim_json_number(&set, "revision", 0, INT32_MAX);
    skip_fields(&set);
    read_shards(&set, m, i, &next);
    top->status = gcim_json_end(&set);
  }
}

int gcim_archive_manifest_read(const char *name, const char *text,
                               gcim_archive_manifest_t *manifest) {
  memset(manifest, 0, sizeof *manifest);
  cJSON *root = gcim_json_parse(name, text);
  if (root == NULL) {
    return GCIM_ERR_FORMAT;
  }
  gcim_json_t top = gcim_json_root(name, root);
  gcim_json_must(&top, "format", "gcim-archive 1");
  gcim_json_text(&top, "library", manifest->version, sizeof manifest->version);
  manifest->plan.level = (int)gcim_json_number(&top, "zstd_level", 1, MOST_LEVEL);
  read_sets(&top, manifest);
  read_rest(&top, manifest);
  const int status = gcim_json_end(&top);
  cJSON_Delete(root);
  if (status != GCIM_OK) {
    gcim_archive_manifest_free(manifest);
  }
  return status;
}

void gcim_archive_manifest_free(gcim_archive_manifest_t *manifest) {
  gcim_archive_plan_free(&manifest->plan);
  free(manifest->identity);
  free(manifest->revision);
  free(manifest->shards);
  memset(manifest, 0, sizeof *manifest);
}
