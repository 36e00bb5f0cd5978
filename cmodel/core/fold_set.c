/* fold_set.c: values that a configuration or the caller gives to parameters. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/fold.h"

int gcim_fold_find_set(const gcim_fold_t *f, const char *name) {
  for (int i = f->set_count - 1; i >= 0; i--) { /* the last one wins: a parameter after config= */
    if (strcmp(f->set_names[i], name) == 0) {
      return i;
    }
  }
  return -1;
}

void gcim_fold_mark_used(gcim_fold_t *f, const char *name) {
  for (int i = 0; i < f->set_count; i++) {
    if (strcmp(f->set_names[i], name) == 0) {
      f->set_used[i] = true;
    }
  }
}

static int member_index(const char *members, const char *name) {
  const size_t length = strlen(name);
  int index = 0;
  for (const char *p = members; *p != '\0'; index++) {
    p += strspn(p, " ,");
    const size_t n = strcspn(p, " ,");
    if (n == length && strncmp(p, name, n) == 0) {
      return index;
    }
    p += n;
  }
  return -1;
}

int gcim_fold_member_count(const char *members) {
  int count = 1;
  for (const char *p = members; *p != '\0'; p++) {
    count += *p == ',';
  }
  return count;
}

bool gcim_fold_set_number(gcim_fold_t *f, int set, const char *members, int64_t *value) {
  const char *text = f->set_texts[set];
  if (text[0] == '\0') {
    *value = f->set_values[set];
    return true;
  }
  const int member = members == NULL ? -1 : member_index(members, text);
  char *end;
  *value = member >= 0 ? member : strtoll(text, &end, 10);
  if (member >= 0 || (*end == '\0' && end != text)) {
    return true;
  }
  char message[FOLD_ERROR_CHARS];
  snprintf(message, sizeof message, "%s: %s=%s is not %s%s", f->card->unit, f->set_names[set], text,
           members == NULL ? "a whole number" : "one of ", members == NULL ? "" : members);
  gcim_fold_error(f, message);
  return false;
}
