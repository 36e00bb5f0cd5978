/* suggest.c: "did you mean": the nearest known name by edit distance. */
#include <stdio.h>
#include <string.h>

#include "core/status.h"
#include "gcim.h"

enum { MAX_CHARS = 47, MAX_DISTANCE = 3 };

static int name_length(const char *name) {
  const size_t length = strlen(name);
  return length < MAX_CHARS ? (int)length : MAX_CHARS;
}

/* Edit distance of two names, each cut to MAX_CHARS characters. */
static int edit_distance(const char *a, const char *b) {
  const int rows = name_length(a);
  const int columns = name_length(b);
  int row[MAX_CHARS + 1];
  for (int j = 0; j <= columns; j++) {
    row[j] = j;
  }
  for (int i = 1; i <= rows; i++) {
    int diagonal = row[0];
    row[0] = i;
    for (int j = 1; j <= columns; j++) {
      const int above = row[j];
      int best = diagonal + (a[i - 1] != b[j - 1]);
      best = above + 1 < best ? above + 1 : best;
      best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
      row[j] = best;
      diagonal = above;
    }
  }
  return row[columns];
}

int gcim_fail_unknown(const char *what, const char *where, const char *name,
                      const char *const *known, int count) {
  int best = -1, best_distance = MAX_DISTANCE + 1;
  for (int i = 0; i < count; i++) {
    const int d = edit_distance(name, known[i]);
    if (d < best_distance) {
      best = i;
      best_distance = d;
    }
  }
  if (best >= 0) {
    return gcim_fail(GCIM_ERR_UNKNOWN, "%sno %s '%.80s'; did you mean '%s'?", where, what, name,
                     known[best]);
  }
  char list[512] = "";
  size_t used = 0;
  for (int i = 0; i < count && used < sizeof list; i++) {
    const int n = snprintf(list + used, sizeof list - used, "%s%s", i == 0 ? "" : ", ", known[i]);
    used += n > 0 ? (size_t)n : 0;
  }
  return gcim_fail(GCIM_ERR_UNKNOWN, "%sno %s '%.80s'; there are: %s", where, what, name, list);
}
