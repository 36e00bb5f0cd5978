/* plan.c: plans as JSON. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "archive.h"
#include "inside.h"

enum { MOST_LEVEL = 19, MOST_HOLES = 1 << 16 };

void gcim_archive_plan_free(gcim_archive_plan_t *plan) {
  for (int i = 0; i < plan->count; i++) {
    free(plan->sets[i].holes);
  }
  free(plan->sets);
  memset(plan, 0, sizeof *plan);
}

/* ---- writing ---- */

void gcim_json_add_number(cJSON *to, const char *key, uint64_t value) {
  char text[32];
  const bool is_large = value > UINT64_C(1) << 53;
  snprintf(text, sizeof text, is_large ? "\"%" PRIu64 "\"" : "%" PRIu64, value);
  cJSON_AddRawToObject(to, key, text);
}

static void add_tiers(cJSON *to, const char *key, const uint64_t values[GCIM_TIERS]) {
  cJSON *tiers = cJSON_AddObjectToObject(to, key);
  for (int t = 0; t < GCIM_TIERS; t++) {
    gcim_json_add_number(tiers, gcim_tier_name((gcim_tier_t)t), values[t]);
  }
}

static void add_coverage(cJSON *to, const gcim_archive_set_t *set) {
  cJSON *coverage = cJSON_AddObjectToObject(to, "coverage");
  gcim_json_add_number(coverage, "goal", set->goal);
  gcim_json_add_number(coverage, "bins", set->bins);
  gcim_json_add_number(coverage, "hit", set->hit);
  cJSON *holes = cJSON_AddArrayToObject(coverage, "holes");
  for (const char *at = set->holes; at != NULL && *at != '\0';) {
    char name[GCIM_VEC_NAME_CHARS];
    const size_t length = strcspn(at, "\n");
    snprintf(name, sizeof name, "%.*s", (int)length, at);
    cJSON_AddItemToArray(holes, cJSON_CreateString(name));
    at += length + (at[length] == '\n');
  }
}

void gcim_archive_add_set(cJSON *to, const gcim_archive_set_t *set) {
  cJSON_AddStringToObject(to, "name", set->name);
  cJSON_AddStringToObject(to, "unit", set->unit);
  cJSON_AddStringToObject(to, "configuration", set->config);
  cJSON_AddStringToObject(to, "parameters", set->params);
  gcim_json_add_number(to, "seed", set->seed);
  add_tiers(to, "items", set->items);
  add_tiers(to, "per_shard", set->per_shard);
  add_coverage(to, set);
}

char *gcim_archive_plan_text(const gcim_archive_plan_t *plan) {
  cJSON *root = cJSON_CreateObject();
  cJSON_AddStringToObject(root, "format", "gcim-plan 1");
  gcim_json_add_number(root, "zstd_level", (uint64_t)plan->level);
  cJSON *sets = cJSON_AddArrayToObject(root, "sets");
  for (int i = 0; i < plan->count; i++) {
    cJSON *set = cJSON_CreateObject();
    cJSON_AddItemToArray(sets, set);
    gcim_archive_add_set(set, &plan->sets[i]);
  }
  char *text = cJSON_Print(root);
  cJSON_Delete(root);
  return text;
}

/* ---- reading ---- */

static void read_tiers(gcim_json_t *from, const char *key, uint64_t least,
                       uint64_t values[GCIM_TIERS]) {
  gcim_json_t tiers = gcim_json_object(from, key);
  for (int t = 0; t < GCIM_TIERS; t++) {
    values[t] = gcim_json_number(&tiers, gcim_tier_name((gcim_tier_t)t), least, UINT64_C(1) << 48);
  }
  from->status = gcim_json_end(&tiers);
}

static void read_holes(gcim_json_t *from, gcim_archive_set_t *set) {
  gcim_bytes_t text = {0};
  const int count = gcim_json_count(from, "holes", MOST_HOLES);
  for (int i = 0; i < count && from->status == GCIM_OK; i++) {
    const char *name = gcim_json_item(from, "holes", i);
    if (strpbrk(name, "\n\"\\") != NULL || strlen(name) >= GCIM_VEC_NAME_CHARS) {
      gcim_json_wrong(from, "holes", "holds something that is no name of a bin");
    }
    from->status =
        from->status == GCIM_OK ? gcim_bytes_add(&text, name, strlen(name) + 1) : from->status;
    if (from->status == GCIM_OK) {
      text.data[text.size - 1] = i + 1 < count ? '\n' : '\0';
    }
  }
  set->holes = (char *)text.data;
}

static void read_coverage(gcim_json_t *from, gcim_archive_set_t *set) {
  gcim_json_t coverage = gcim_json_object(from, "coverage");
  set->goal = gcim_json_number(&coverage, "goal", 0, UINT32_MAX);
  set->bins = gcim_json_number(&coverage, "bins", 0, UINT32_MAX);
  set->hit = gcim_json_number(&coverage, "hit", 0, set->bins);
  read_holes(&coverage, set);
  from->status = gcim_json_end(&coverage);
}

static bool is_set_name(const char *name) {
  static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
  return name[0] != '\0' && name[0] != '.' && name[strspn(name, letters)] == '\0';
}

void gcim_archive_read_set(gcim_json_t *from, gcim_archive_set_t *set) {
  gcim_json_text(from, "name", set->name, sizeof set->name);
  if (from->status == GCIM_OK && !is_set_name(set->name)) {
    gcim_json_wrong(from, "name", "may have letters, digits, _ - and . and begins with no dot");
  }
  gcim_json_text(from, "unit", set->unit, sizeof set->unit);
  gcim_json_text(from, "configuration", set->config, sizeof set->config);
  gcim_json_text(from, "parameters", set->params, sizeof set->params);
  set->seed = gcim_json_number(from, "seed", 0, UINT64_MAX);
  read_tiers(from, "items", 0, set->items);
  read_tiers(from, "per_shard", 1, set->per_shard);
  read_coverage(from, set);
}

int gcim_archive_check_names(const char *name, const gcim_archive_plan_t *plan) {
  for (int i = 0; i < plan->count; i++) {
    for (int k = 0; k < i; k++) {
      if (strcmp(plan->sets[i].name, plan->sets[k].name) == 0) {
        return gcim_vec_fail(GCIM_ERR_FORMAT, "%s: two sets have the name \"%s\"", name,
                             plan->sets[i].name);
      }
    }
  }
  return GCIM_OK;
}

int gcim_archive_begin_sets(gcim_json_t *from, gcim_archive_plan_t *plan) {
  const int count = gcim_json_count(from, "sets", GCIM_ARCHIVE_SETS);
  plan->sets = calloc((size_t)count + 1, sizeof *plan->sets);
  if (plan->sets == NULL && from->status == GCIM_OK) {
    from->status = gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  }
  return from->status == GCIM_OK ? count : 0;
}

int gcim_archive_plan_read(const char *name, const char *text, gcim_archive_plan_t *plan) {
  memset(plan, 0, sizeof *plan);
  cJSON *root = gcim_json_parse(name, text);
  if (root == NULL) {
    return GCIM_ERR_FORMAT;
  }
  gcim_json_t top = gcim_json_root(name, root);
  gcim_json_must(&top, "format", "gcim-plan 1");
  plan->level = (int)gcim_json_number(&top, "zstd_level", 1, MOST_LEVEL);
  const int count = gcim_archive_begin_sets(&top, plan);
  const cJSON *walk = NULL;
  for (int i = 0; i < count && top.status == GCIM_OK; i++) {
    gcim_json_t set = gcim_json_element(&top, "sets", i, &walk);
    gcim_archive_read_set(&set, &plan->sets[plan->count++]);
    top.status = gcim_json_end(&set);
  }
  int status = gcim_json_end(&top);
  cJSON_Delete(root);
  status = status == GCIM_OK ? gcim_archive_check_names(name, plan) : status;
  if (status != GCIM_OK) {
    gcim_archive_plan_free(plan);
  }
  return status;
}
