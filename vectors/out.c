/* out.c: temporary file, checked writes, fsync, rename. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "out.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gcim.h"

enum { TEMP_TRIES = 100, MAX_TEMPS = 4 };

struct gcim_out {
  FILE *stream;
  char *target; /* NULL: standard output */
  char temp[PATH_MAX + 32];
  int is_temp, slot;
};

/* For the signal handler: the temporary files there are. */
static char pending[MAX_TEMPS][PATH_MAX + 32];
static volatile sig_atomic_t is_pending[MAX_TEMPS];

static void remove_temp(int slot) {
  if (is_pending[slot]) {
    is_pending[slot] = 0;
    unlink(pending[slot]);
  }
}

void gcim_out_cleanup(void) {
  for (int i = 0; i < MAX_TEMPS; i++) {
    remove_temp(i);
  }
}

/* A free slot, or MAX_TEMPS. */
static int free_slot(void) {
  int slot = 0;
  while (slot < MAX_TEMPS && is_pending[slot]) {
    slot++;
  }
  return slot;
}

static int fail_io(const char *path, const char *verb, const char *hint) {
  const char *reason = strerror(errno);
  return gcim_vec_fail(GCIM_ERR_IO, "%s: cannot %s (%s); %s", path, verb, reason, hint);
}

static const char *hint_of_open(void) {
  switch (errno) {
    case ENOENT:
      return "the directory must exist: create it or choose another -o";
    case EACCES:
    case EPERM:
    case EROFS:
      return "the directory must be writable: choose another -o";
    case ENOTDIR:
      return "a part of the path is no directory: choose another -o";
    default:
      return "choose another -o";
  }
}

static const char *hint_of_write(void) {
  switch (errno) {
    case ENOSPC:
    case EDQUOT:
      return "the disk is full: free some space and repeat; nothing was changed";
    case EFBIG:
      return "the file size limit is reached: raise 'ulimit -f' and repeat; nothing was changed";
    default:
      return "repeat when it works again; nothing was changed";
  }
}

/* Create and register as one step for signals: a file that exists is always known to
 * gcim_out_cleanup. */
static int create_registered(const char *path, int slot) {
  sigset_t all, before;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, &before);
  const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0666);
  const int reason = errno;
  if (fd >= 0) {
    snprintf(pending[slot], sizeof pending[slot], "%s", path);
    is_pending[slot] = 1;
  }
  sigprocmask(SIG_SETMASK, &before, NULL);
  errno = reason;
  return fd;
}

/* Make ".<base>.<pid>.<try>.tmp" beside the target, with the permissions the target would get. */
static int open_temp(gcim_out_t *out) {
  const char *slash = strrchr(out->target, '/');
  const char *base = slash == NULL ? out->target : slash + 1;
  const int folder = (int)(base - out->target);
  int fd = -1;
  out->slot = free_slot();
  if (out->slot == MAX_TEMPS) {
    return gcim_vec_fail(GCIM_ERR_STATE, "%s: %d files are being written; finish one first",
                         out->target, (int)MAX_TEMPS);
  }
  for (int i = 0; i < TEMP_TRIES && fd < 0; i++) {
    snprintf(out->temp, sizeof out->temp, "%.*s.%s.%ld.%d.tmp", folder, out->target, base,
             (long)getpid(), i);
    fd = create_registered(out->temp, out->slot);
    if (fd < 0 && errno != EEXIST) {
      return fail_io(out->target, "create a file there", hint_of_open());
    }
  }
  if (fd < 0) {
    return fail_io(out->target, "create a temporary file beside it", "remove old .tmp files");
  }
  out->is_temp = 1;
  out->stream = fdopen(fd, "w");
  if (out->stream == NULL) {
    close(fd);
    return fail_io(out->target, "open a stream", "free some memory");
  }
  return GCIM_OK;
}

static int open_target(gcim_out_t *out, const char *path) {
  struct stat info;
  const int is_there = stat(path, &info) == 0;
  if (is_there && S_ISDIR(info.st_mode)) {
    return gcim_vec_fail(GCIM_ERR_IO, "%s: is a directory; name a file", path);
  }
  if (is_there && access(path, W_OK) != 0) {
    return fail_io(path, "replace the file", "make it writable or choose another -o");
  }
  out->target = is_there ? realpath(path, NULL) : strdup(path); /* a link keeps pointing */
  if (out->target == NULL) {
    return fail_io(path, "resolve the path", hint_of_open());
  }
  if (strlen(out->target) >= PATH_MAX - 32) {
    return gcim_vec_fail(GCIM_ERR_IO, "%s: the path is too long; use a shorter one", path);
  }
  if (!is_there || S_ISREG(info.st_mode)) {
    return open_temp(out);
  }
  out->stream = fopen(out->target, "w");
  return out->stream == NULL ? fail_io(path, "open for writing", hint_of_open()) : GCIM_OK;
}

int gcim_out_open(const char *path, gcim_out_t **out) {
  *out = NULL;
  gcim_out_t *o = calloc(1, sizeof *o);
  if (o == NULL) {
    return gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  }
  if (path == NULL || strcmp(path, "-") == 0) {
    o->stream = stdout;
    *out = o;
    return GCIM_OK;
  }
  const int status = open_target(o, path);
  if (status != GCIM_OK) {
    gcim_out_abort(o);
    return status;
  }
  *out = o;
  return GCIM_OK;
}

FILE *gcim_out_stream(gcim_out_t *out) {
  return out->stream;
}

void gcim_out_abort(gcim_out_t *out) {
  if (out == NULL) {
    return;
  }
  if (out->stream != NULL && out->stream != stdout) {
    fclose(out->stream);
  }
  if (out->is_temp) {
    remove_temp(out->slot);
  }
  free(out->target);
  free(out);
}

/* The directory entry must reach the disk as well; a file system that cannot sync one is no error.
 */
static void sync_folder(const char *target) {
  char folder[PATH_MAX];
  const char *slash = strrchr(target, '/');
  const int length = slash == NULL ? 0 : (int)(slash - target);
  snprintf(folder, sizeof folder, "%.*s", length, target);
  const int fd = open(slash == NULL ? "." : (length == 0 ? "/" : folder), O_RDONLY);
  if (fd >= 0) {
    fsync(fd);
    close(fd);
  }
}

/* An earlier write failed and its errno is long gone: fail once more. */
static void find_reason(FILE *stream) {
  clearerr(stream);
  errno = 0;
  if (fputc('\n', stream) != EOF) {
    fflush(stream);
  }
  errno = errno == 0 ? EIO : errno;
}

static const char *name_of(const gcim_out_t *out) {
  return out->target == NULL ? "standard output" : out->target;
}

int gcim_out_sync(gcim_out_t *out) {
  errno = 0;
  const int bad = fflush(out->stream) != 0 || ferror(out->stream);
  const int unsynced = !bad && out->is_temp && fsync(fileno(out->stream)) != 0;
  if (!bad && !unsynced) {
    return GCIM_OK;
  }
  if (errno == 0) {
    find_reason(out->stream);
  }
  const int status = fail_io(name_of(out), "write", hint_of_write());
  clearerr(out->stream); /* said once is enough */
  return status;
}

int gcim_out_commit(gcim_out_t *out) {
  const char *name = name_of(out);
  int status = gcim_out_sync(out);
  if (status == GCIM_OK && out->stream != stdout) {
    FILE *stream = out->stream;
    out->stream = NULL;
    if (fclose(stream) != 0) {
      status = fail_io(name, "write", hint_of_write());
    } else if (out->is_temp && rename(out->temp, out->target) != 0) {
      status = fail_io(name, "put the finished file in place", hint_of_open());
    }
  }
  if (status == GCIM_OK && out->is_temp) {
    is_pending[out->slot] = 0; /* renamed: nothing to remove any more */
    out->is_temp = 0;
    sync_folder(out->target);
  }
  gcim_out_abort(out);
  return status;
}

int gcim_out_commit_all(gcim_out_t **outs, int count) {
  int status = GCIM_OK;
  for (int i = 0; i < count && status == GCIM_OK; i++) {
    status = outs[i] == NULL ? GCIM_OK : gcim_out_sync(outs[i]);
  }
  for (int i = 0; i < count; i++) {
    gcim_out_t *const taken = outs[i];
    outs[i] = NULL;
    if (status != GCIM_OK) {
      gcim_out_abort(taken);
    } else if (taken != NULL) {
      status = gcim_out_commit(taken);
    }
  }
  return status;
}
