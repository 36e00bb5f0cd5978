/* helper_folder.h: a folder of a test program's own in the current one.
 */
#ifndef GCIM_TEST_HELPER_FOLDER_H
#define GCIM_TEST_HELPER_FOLDER_H

#include <unistd.h>

#include "helper_metric.h"

static char folder[] = "metric-test-XXXXXX";

static inline int make_folder(void **state) {
  (void)state;
  return mkdtemp(folder) == NULL ? -1 : 0;
}

static inline int remove_folder(void **state) {
  char command[64];
  (void)state;
  snprintf(command, sizeof command, "rm -rf '%s'", folder);
  return system(command);
}

static inline const char *path_of(const char *name) {
  static char path[96];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return path;
}

static inline void put(const char *name, const void *bytes, size_t count) {
  FILE *file = fopen(path_of(name), "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(bytes, 1, count, file), count);
  fclose(file);
}

#endif
