/* vec_read.c: the lines of a vector file, strictly. */
#include "vec_read.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

int gcim_vec_fail_at(const gcim_vec_reader_t *r, int status, const char *format, ...) {
  char text[800];
  va_list list;
  va_start(list, format);
  vsnprintf(text, sizeof text, format, list);
  va_end(list);
  return gcim_vec_fail(status, "%s:%ld: %s", r->path, r->number, text);
}

int gcim_vec_next_text(gcim_vec_reader_t *r) {
  errno = 0;
  char *text = fgets(r->text, GCIM_VEC_LINE_CHARS + 1, r->stream);
  if (text == NULL && ferror(r->stream)) {
    return gcim_vec_fail_at(r, GCIM_ERR_IO, "cannot read (%s); name a readable file",
                            strerror(errno));
  }
  if (text == NULL) {
    return 0;
  }
  r->number++;
  const size_t length = strlen(text);
  if (length == GCIM_VEC_LINE_CHARS && text[length - 1] != '\n') {
    return gcim_vec_fail_at(r, GCIM_ERR_FORMAT, "line longer than 1 MiB; not a vector file");
  }
  if (length == 0 || text[length - 1] != '\n') {
    return gcim_vec_fail_at(
        r, GCIM_ERR_FORMAT, "%s; copy or make the file again",
        feof(r->stream) ? "the file ends inside a line: truncated" : "a zero byte in the line");
  }
  text[length - 1] = '\0';
  if (length >= 2 && text[length - 2] == '\r') {
    return gcim_vec_fail_at(r, GCIM_ERR_FORMAT,
                            "the line ends in CR LF, only LF is allowed; convert with dos2unix");
  }
  return 1;
}

static int hash_text(gcim_vec_reader_t *r) {
  if (EVP_DigestUpdate(r->hash, r->text, strlen(r->text)) != 1 ||
      EVP_DigestUpdate(r->hash, "\n", 1) != 1) {
    return gcim_vec_fail_at(r, GCIM_ERR_STATE, "libcrypto cannot hash; check its installation");
  }
  return GCIM_OK;
}

int gcim_vec_read_open(const char *path, gcim_vec_reader_t **reader) {
  *reader = NULL;
  gcim_vec_reader_t *r = calloc(1, sizeof *r);
  if (r == NULL || (r->path = strdup(path)) == NULL ||
      (r->text = malloc(GCIM_VEC_LINE_CHARS + 2)) == NULL) {
    gcim_vec_read_close(r);
    return gcim_vec_fail(GCIM_ERR_STATE, "%s: out of memory", path);
  }
  r->stream = fopen(path, "r");
  if (r->stream == NULL) {
    const int status = gcim_vec_fail(
        GCIM_ERR_IO, "%s: cannot open (%s); name a readable vector file", path, strerror(errno));
    gcim_vec_read_close(r);
    return status;
  }
  const int status = gcim_vec_read_header(r);
  if (status != GCIM_OK) {
    gcim_vec_read_close(r);
    return status;
  }
  r->image = calloc((size_t)r->card->image_words + 1, sizeof *r->image);
  r->hash = EVP_MD_CTX_new();
  if (r->image == NULL || r->hash == NULL || EVP_DigestInit_ex(r->hash, EVP_sha256(), NULL) != 1) {
    gcim_vec_read_close(r);
    return gcim_vec_fail(GCIM_ERR_STATE, "%s: out of memory", path);
  }
  *reader = r;
  return GCIM_OK;
}

/* ---- marks and the end ---- */

static int end_case(gcim_vec_reader_t *r) {
  if (r->cases > 0 && r->case_lines == 0) {
    return gcim_vec_fail_at(r, GCIM_ERR_FORMAT, "case %" PRIu64 " has no line; make the file again",
                            r->cases - 1);
  }
  return GCIM_OK;
}

static int begin_case(gcim_vec_reader_t *r) {
  if (r->cases >= r->head.count) {
    return gcim_vec_fail_at(r, GCIM_ERR_FORMAT,
                            "more cases than the header's count: %" PRIu64 "; make the file again",
                            r->head.count);
  }
  const int status = end_case(r);
  r->cases++;
  r->case_lines = 0;
  return status;
}

static int read_mark(gcim_vec_reader_t *r) {
  char *end = NULL;
  const char *text = r->text + strlen("// case ");
  const uint64_t index = strtoull(text, &end, 10);
  if (end == text || index != r->cases) {
    return gcim_vec_fail_at(r, GCIM_ERR_FORMAT, "case '%.20s' where case %" PRIu64 " must begin",
                            text, r->cases);
  }
  snprintf(r->name, sizeof r->name, "%.*s", GCIM_VEC_NAME_CHARS - 1, *end == ' ' ? end + 1 : end);
  r->has_mark = true;
  const int status = begin_case(r);
  return status == GCIM_OK ? hash_text(r) : status;
}

static int read_end(gcim_vec_reader_t *r) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  char want[256];
  if (EVP_DigestFinal_ex(r->hash, digest, &size) != 1) {
    return gcim_vec_fail_at(r, GCIM_ERR_STATE, "libcrypto cannot hash; check its installation");
  }
  const int start = snprintf(want, sizeof want, "// end %" PRIu64 " lines sha256 ", r->lines);
  for (unsigned i = 0; i < size; i++) {
    const size_t at = (size_t)start + 2 * i;
    snprintf(want + at, sizeof want - at, "%02x", digest[i]);
  }
  if (strncmp(r->text, want, (size_t)start) != 0) {
    return gcim_vec_fail_at(r, GCIM_ERR_FORMAT,
                            "'%.40s': the file has %" PRIu64
                            " lines of values; lines are missing or added",
                            r->text, r->lines);
  }
  if (strcmp(r->text, want) != 0) {
    return gcim_vec_fail_at(
        r, GCIM_ERR_FORMAT,
        "the lines were changed after writing: their sha256 is %s; make the file again",
        want + start);
  }
  if (r->cases != r->head.count) {
    return gcim_vec_fail_at(r, GCIM_ERR_FORMAT,
                            "%" PRIu64 " cases, the header's count is %" PRIu64
                            "; make the file again",
                            r->cases, r->head.count);
  }
  int status = end_case(r);
  status = status == GCIM_OK ? gcim_vec_next_text(r) : status;
  if (status > 0) {
    return gcim_vec_fail_at(r, GCIM_ERR_FORMAT, "text after the end line; make the file again");
  }
  return status;
}

static int read_case_line(gcim_vec_reader_t *r, gcim_vec_line_t *line) {
  int status = GCIM_OK;
  if (r->card->kind == GCIM_TRANSACTION) {
    status = begin_case(r);
  } else if (r->cases == 0) {
    status = gcim_vec_fail_at(r, GCIM_ERR_FORMAT, "a line before '// case 0'; make the file again");
  }
  status = status == GCIM_OK ? gcim_vec_read_values(r, line) : status;
  status = status == GCIM_OK ? hash_text(r) : status;
  if (status != GCIM_OK) {
    return status;
  }
  line->first = r->card->kind == GCIM_TRANSACTION || r->has_mark;
  r->has_mark = false;
  r->lines++;
  r->case_lines++;
  line->name = r->name;
  line->index = r->cases - 1;
  line->number = r->number;
  line->image = r->image;
  line->care = r->care;
  return 1;
}

int gcim_vec_read_line(gcim_vec_reader_t *r, gcim_vec_line_t *line) {
  int status;
  while ((status = gcim_vec_next_text(r)) == 1) {
    if (strncmp(r->text, "//", 2) != 0) {
      return read_case_line(r, line);
    }
    if (strncmp(r->text, "// end ", 7) == 0) {
      return read_end(r);
    }
    if (r->card->kind == GCIM_CLOCKED && strncmp(r->text, "// case ", 8) == 0) {
      status = read_mark(r);
    } else if (r->cases > 0) {
      status = gcim_vec_fail_at(r, GCIM_ERR_FORMAT,
                                "'%.40s' between the cases; only '// case' and "
                                "'// end' may stand there",
                                r->text);
    } else {
      status = GCIM_OK; /* the legend */
    }
    if (status != GCIM_OK) {
      return status;
    }
  }
  return status < 0 ? status
                    : gcim_vec_fail_at(r, GCIM_ERR_FORMAT,
                                       "no '// end' line: truncated; copy or make the file again");
}

const gcim_model_t *gcim_vec_read_model(const gcim_vec_reader_t *r) {
  return r->model;
}

const gcim_vec_head_t *gcim_vec_read_head(const gcim_vec_reader_t *r) {
  return &r->head;
}

const gcim_vec_layout_t *gcim_vec_read_layout(const gcim_vec_reader_t *r) {
  return &r->layout;
}

uint64_t gcim_vec_read_lines(const gcim_vec_reader_t *r) {
  return r->lines;
}

void gcim_vec_read_close(gcim_vec_reader_t *r) {
  if (r == NULL) {
    return;
  }
  if (r->stream != NULL) {
    fclose(r->stream);
  }
  EVP_MD_CTX_free(r->hash);
  gcim_model_free(r->model);
  free(r->image);
  free(r->text);
  free(r->path);
  free(r);
}
