/* json.h: strict reading of JSON objects: every member is asked for, of its type and in its range,
 * and none is left over. A message names the file, the path of the member, what is allowed. */
#ifndef GCIM_ARCHIVE_JSON_H
#define GCIM_ARCHIVE_JSON_H

#include <cjson/cJSON.h>
#include <stdint.h>

/* One object under way. */
typedef struct {
  const char *name; /* of the file */
  char path[128];   /* of the object: "sets[3]" */
  const cJSON *object;
  int asked;
  int status; /* of the first error; later questions do nothing */
} gcim_json_t;

/* Parse a whole text; NULL and a message with the line on failure. */
cJSON *gcim_json_parse(const char *name, const char *text);

gcim_json_t gcim_json_root(const char *name, const cJSON *object);
/* The member `key`, an object. */
gcim_json_t gcim_json_object(gcim_json_t *from, const char *key);
/* The next element, an object, of the member `key`, an array counted before. `*walk` is NULL before
 * the first, whose `index` is 0. */
gcim_json_t gcim_json_element(const gcim_json_t *from, const char *key, int index,
                              const cJSON **walk);

/* Elements of the member `key`, an array of at most `most`. */
int gcim_json_count(gcim_json_t *from, const char *key, int most);

void gcim_json_text(gcim_json_t *from, const char *key, char *text, size_t size);
/* A whole number of 0 .. 2^53, or above that in quotes. */
uint64_t gcim_json_number(gcim_json_t *from, const char *key, uint64_t min, uint64_t max);
/* The index-th text of the member `key`, an array counted before. */
const char *gcim_json_item(gcim_json_t *from, const char *key, int index);

/* The member `key` must be this text. */
void gcim_json_must(gcim_json_t *from, const char *key, const char *text);

/* Keep a failure of one's own about the member `key`. */
void gcim_json_wrong(gcim_json_t *from, const char *key, const char *what);

/* The object's status; a member that nobody asked for is an error. */
int gcim_json_end(gcim_json_t *from);

#endif
