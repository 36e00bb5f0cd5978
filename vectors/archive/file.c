/* file.c: files below one directory, read without following links. */
#define _GNU_SOURCE /* O_PATH */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fail.h"
#include "gcim.h"
#include "pack.h"

enum { PART_CHARS = 256, READ_BYTES = 1 << 20 };

static int refuse(const char *folder, const char *name, const char *why) {
  return gcim_vec_fail(GCIM_ERR_FORMAT, "%s: the name \"%.200s\" %s; it is not read", folder, name,
                       why);
}

static int cannot(const char *folder, const char *name, const char *verb) {
  const char *why = errno == ELOOP ? "it is a symbolic link" : strerror(errno);
  return gcim_vec_fail(GCIM_ERR_IO, "%s/%.200s: cannot %s (%s)", folder, name, verb, why);
}

static int check_name(const char *folder, const char *name) {
  for (const char *c = name; *c != '\0'; c++) {
    if (*c < ' ' || *c > '~' || *c == '\\') {
      return refuse(folder, name, "holds a character that no name here has");
    }
  }
  return GCIM_OK;
}

/* Open one part after the other, none of them a link. Returns a descriptor or a status. */
static int open_parts(int root, const char *folder, const char *name) {
  int at = dup(root);
  for (const char *rest = name; at >= 0;) {
    char part[PART_CHARS];
    const size_t length = strcspn(rest, "/");
    const bool is_last = rest[length] == '\0';
    snprintf(part, sizeof part, "%.*s", (int)length, rest);
    if (length == 0 || length >= sizeof part || strcmp(part, ".") == 0 || strcmp(part, "..") == 0) {
      close(at);
      return refuse(folder, name, "is no path below the archive");
    }
    const int next = openat(
        at, part, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | (is_last ? 0 : O_DIRECTORY));
    const int reason = errno;
    close(at);
    errno = reason;
    at = next;
    if (is_last) {
      break;
    }
    rest += length + 1;
  }
  return at >= 0 ? at : cannot(folder, name, "open it");
}

static int read_all(int file, const char *folder, const char *name, size_t limit,
                    gcim_bytes_t *out) {
  struct stat info;
  if (fstat(file, &info) != 0 || !S_ISREG(info.st_mode)) {
    return refuse(folder, name, "is no regular file");
  }
  if ((uint64_t)info.st_size > limit) {
    return gcim_vec_fail(GCIM_ERR_FORMAT, "%s/%.200s: has %lld bytes, more than the %zu allowed",
                         folder, name, (long long)info.st_size, limit);
  }
  for (;;) {
    const size_t used = out->size;
    uint8_t *at = gcim_bytes_more(out, READ_BYTES);
    if (at == NULL) {
      return gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
    }
    const ssize_t got = read(file, at, READ_BYTES);
    out->size = used + (got > 0 ? (size_t)got : 0);
    if (got < 0 && errno != EINTR) {
      return cannot(folder, name, "read it");
    }
    if (got == 0) {
      return GCIM_OK;
    }
    if (out->size > limit) {
      return gcim_vec_fail(GCIM_ERR_FORMAT, "%s/%.200s: grows beyond the %zu bytes allowed", folder,
                           name, limit);
    }
  }
}

int gcim_file_read(int root, const char *folder, const char *name, size_t limit,
                   gcim_bytes_t *out) {
  out->size = 0;
  int status = check_name(folder, name);
  if (status != GCIM_OK) {
    return status;
  }
  const int file = open_parts(root, folder, name);
  if (file < 0) {
    return file;
  }
  status = read_all(file, folder, name, limit, out);
  close(file);
  return status;
}
