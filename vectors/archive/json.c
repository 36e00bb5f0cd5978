/* json.c: questions to a cJSON object. */
#include "json.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "gcim.h"

enum { WHAT_CHARS = 200 };

cJSON *gcim_json_parse(const char *name, const char *text) {
  const char *end = NULL;
  cJSON *root = cJSON_ParseWithOpts(text, &end, 1);
  if (root == NULL) {
    int line = 1;
    for (const char *c = text; c < end; c++) {
      line += *c == '\n';
    }
    gcim_vec_fail(GCIM_ERR_FORMAT, "%s:%d: no JSON from here on", name, line);
  }
  return root;
}

static gcim_json_t begin(const char *name, const char *path, const cJSON *object) {
  gcim_json_t j = {.name = name, .object = object};
  snprintf(j.path, sizeof j.path, "%s", path);
  if (!cJSON_IsObject(object)) {
    j.status = gcim_vec_fail(GCIM_ERR_FORMAT, "%s: %s is no object", name,
                             path[0] == '\0' ? "the text" : path);
  }
  return j;
}

gcim_json_t gcim_json_root(const char *name, const cJSON *object) {
  return begin(name, "", object);
}

void gcim_json_wrong(gcim_json_t *from, const char *key, const char *what) {
  if (from->status == GCIM_OK) {
    from->status = gcim_vec_fail(GCIM_ERR_FORMAT, "%s: %s%s\"%s\" %s", from->name, from->path,
                                 from->path[0] == '\0' ? "" : ": ", key, what);
  }
}

static const cJSON *member(gcim_json_t *from, const char *key) {
  if (from->status != GCIM_OK) {
    return NULL;
  }
  const cJSON *found = cJSON_GetObjectItemCaseSensitive(from->object, key);
  from->asked++;
  if (found == NULL) {
    gcim_json_wrong(from, key, "is missing");
  }
  return found;
}

gcim_json_t gcim_json_object(gcim_json_t *from, const char *key) {
  char path[sizeof from->path];
  snprintf(path, sizeof path, "%.60s%s%.60s", from->path, from->path[0] == '\0' ? "" : ".", key);
  const cJSON *found = member(from, key);
  if (from->status != GCIM_OK) {
    return (gcim_json_t){.name = from->name, .status = from->status};
  }
  return begin(from->name, path, found);
}

gcim_json_t gcim_json_element(const gcim_json_t *from, const char *key, int index,
                              const cJSON **walk) {
  char path[sizeof from->path];
  if (from->status != GCIM_OK) {
    return (gcim_json_t){.name = from->name, .status = from->status};
  }
  snprintf(path, sizeof path, "%.50s%s%.50s[%d]", from->path, from->path[0] == '\0' ? "" : ".", key,
           index);
  *walk =
      *walk == NULL ? cJSON_GetObjectItemCaseSensitive(from->object, key)->child : (*walk)->next;
  return begin(from->name, path, *walk);
}

int gcim_json_count(gcim_json_t *from, const char *key, int most) {
  char what[WHAT_CHARS];
  const cJSON *list = member(from, key);
  if (from->status == GCIM_OK && !cJSON_IsArray(list)) {
    gcim_json_wrong(from, key, "is no array");
  }
  const int count = from->status == GCIM_OK ? cJSON_GetArraySize(list) : 0;
  if (count > most) {
    snprintf(what, sizeof what, "has %d elements; at most %d are allowed", count, most);
    gcim_json_wrong(from, key, what);
  }
  return from->status == GCIM_OK ? count : 0;
}

void gcim_json_text(gcim_json_t *from, const char *key, char *text, size_t size) {
  char what[WHAT_CHARS];
  const cJSON *found = member(from, key);
  text[0] = '\0';
  if (from->status == GCIM_OK && !cJSON_IsString(found)) {
    gcim_json_wrong(from, key, "is no text");
  }
  if (from->status == GCIM_OK && strlen(found->valuestring) >= size) {
    snprintf(what, sizeof what, "has more than %zu characters", size - 1);
    gcim_json_wrong(from, key, what);
  }
  if (from->status == GCIM_OK) {
    snprintf(text, size, "%s", found->valuestring);
  }
}

/* A number as cJSON has it, or its digits in quotes. */
static bool number_of(const cJSON *item, uint64_t *value) {
  if (cJSON_IsNumber(item)) {
    const double v = item->valuedouble;
    *value = v >= 0 && v <= 9007199254740992.0 ? (uint64_t)v : 0;
    return v >= 0 && v <= 9007199254740992.0 && (double)*value == v;
  }
  if (!cJSON_IsString(item) || item->valuestring[0] < '0' || item->valuestring[0] > '9') {
    return false;
  }
  char *end;
  char again[32];
  *value = strtoull(item->valuestring, &end, 10);
  snprintf(again, sizeof again, "%" PRIu64, *value);
  return strcmp(again, item->valuestring) == 0; /* all of it, no leading zero, no overflow */
}

uint64_t gcim_json_number(gcim_json_t *from, const char *key, uint64_t min, uint64_t max) {
  char what[WHAT_CHARS];
  uint64_t value = 0;
  const cJSON *found = member(from, key);
  if (from->status == GCIM_OK && (!number_of(found, &value) || value < min || value > max)) {
    snprintf(what, sizeof what, "is no whole number of %" PRIu64 "..%" PRIu64, min, max);
    gcim_json_wrong(from, key, what);
  }
  return value;
}

const char *gcim_json_item(gcim_json_t *from, const char *key, int index) {
  if (from->status != GCIM_OK) {
    return "";
  }
  const cJSON *list = cJSON_GetObjectItemCaseSensitive(from->object, key);
  const cJSON *item = cJSON_GetArrayItem(list, index);
  if (!cJSON_IsString(item)) {
    gcim_json_wrong(from, key, "holds something that is no text");
    return "";
  }
  return item->valuestring;
}

void gcim_json_must(gcim_json_t *from, const char *key, const char *text) {
  char got[WHAT_CHARS / 2], what[WHAT_CHARS];
  gcim_json_text(from, key, got, sizeof got);
  if (from->status == GCIM_OK && strcmp(got, text) != 0) {
    snprintf(what, sizeof what, "is \"%.60s\", not \"%.60s\"", got, text);
    gcim_json_wrong(from, key, what);
  }
}

int gcim_json_end(gcim_json_t *from) {
  if (from->status == GCIM_OK && cJSON_GetArraySize(from->object) != from->asked) {
    from->status = gcim_vec_fail(GCIM_ERR_FORMAT,
                                 "%s: %s has %d members, not %d: one is unknown or there twice",
                                 from->name, from->path[0] == '\0' ? "the text" : from->path,
                                 cJSON_GetArraySize(from->object), from->asked);
  }
  return from->status;
}
