/* planes.c: reading given operands. */
#include "planes.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "gcim.h"
#include "npy.h"

static int planes_new(const subject_t *s, uint64_t cases, planes_t *p) {
  p->inputs = s->lanes * s->width;
  p->cases = cases;
  p->words = (size_t)((cases + 63) / 64);
  p->bits = calloc((size_t)p->inputs * p->words, sizeof *p->bits);
  return p->bits != NULL ? GCIM_OK : gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
}

void planes_free(planes_t *planes) {
  free(planes->bits);
  *planes = (planes_t){0};
}

static void put_bits(planes_t *p, size_t row, int first, int count, uint64_t value) {
  for (int b = 0; b < count; b++) {
    p->bits[(size_t)(first + b) * p->words + row / 64] |= ((value >> b) & 1u) << (row % 64);
  }
}

/* Is `value` an operand? */
static bool fits(const subject_t *s, int64_t value) {
  if (s->width == 64) {
    return s->is_signed || value >= 0;
  }
  const int64_t one = 1;
  return s->is_signed ? value >= -(one << (s->width - 1)) && value < one << (s->width - 1)
                      : value >= 0 && value < one << s->width;
}

static int put_row(const char *name, const int64_t *values, size_t row, bool is_bits,
                   const subject_t *s, planes_t *p) {
  const int columns = is_bits ? p->inputs : s->lanes;
  for (int i = 0; i < columns; i++) {
    const bool good = is_bits ? values[i] == 0 || values[i] == 1 : fits(s, values[i]);
    if (!good) {
      return gcim_vec_fail(GCIM_ERR_FORMAT, "%s: case %zu, %s %d is %lld; %s of %d %s are expected",
                           name, row, is_bits ? "bit" : "operand", i, (long long)values[i],
                           is_bits        ? "0 or 1"
                           : s->is_signed ? "signed numbers"
                                          : "numbers >= 0",
                           is_bits ? 1 : s->width, is_bits ? "bit" : "bits");
    }
    put_bits(p, row, is_bits ? i : i * s->width, is_bits ? 1 : s->width, (uint64_t)values[i]);
  }
  return GCIM_OK;
}

int planes_from_rows(const char *name, const int64_t *values, size_t rows, size_t columns,
                     const subject_t *s, planes_t *p) {
  const size_t lanes = (size_t)s->lanes, bits = lanes * (size_t)s->width;
  *p = (planes_t){0};
  if (columns != lanes && columns != bits) {
    return gcim_vec_fail(GCIM_ERR_FORMAT,
                         "%s: a case has %zu numbers; expected are %zu operands or %zu bits", name,
                         columns, lanes, bits);
  }
  int status = planes_new(s, rows, p);
  for (size_t row = 0; row < rows && status == GCIM_OK; row++) {
    status = put_row(name, values + row * columns, row, columns != lanes, s, p);
  }
  if (status != GCIM_OK) {
    planes_free(p);
  }
  return status;
}

static int read_npy(const char *path, const subject_t *s, planes_t *p) {
  npy_t array;
  int status = npy_read(path, &array);
  if (status == GCIM_OK) {
    status = planes_from_rows(path, array.values, array.rows, array.columns, s, p);
    npy_free(&array);
  }
  return status;
}

static int read_raw(const char *path, FILE *file, const subject_t *s, planes_t *p) {
  const size_t inputs = (size_t)s->lanes * (size_t)s->width, unit = 8 * inputs;
  unsigned char bytes[8];
  if (fseek(file, 0, SEEK_END) != 0) {
    return gcim_vec_fail(GCIM_ERR_IO, "%s: cannot be measured (%s)", path, strerror(errno));
  }
  const long size = ftell(file);
  rewind(file);
  if (size <= 0 || (size_t)size % unit != 0) {
    return gcim_vec_fail(GCIM_ERR_FORMAT,
                         "%s: has %ld bytes; %zu planes of 64-bit words take a multiple of %zu",
                         path, size, inputs, unit);
  }
  const int status = planes_new(s, (uint64_t)size / unit * 64, p);
  for (size_t i = 0; status == GCIM_OK && i < inputs * p->words; i++) {
    if (fread(bytes, 1, 8, file) != 8) {
      return gcim_vec_fail(GCIM_ERR_IO, "%s: cannot be read to its end", path);
    }
    for (int b = 7; b >= 0; b--) {
      p->bits[i] = p->bits[i] << 8 | bytes[b];
    }
  }
  return status;
}

/* Numbers of one line, at most `limit`; a comment ends it. Returns how many, -1 for a bad word. */
static int line_numbers(char *line, int limit, int64_t *values) {
  int count = 0;
  line[strcspn(line, "#\n")] = '\0';
  for (char *word = strtok(line, " \t\r,;"); word != NULL; word = strtok(NULL, " \t\r,;")) {
    char *end;
    errno = 0;
    const long long value = strtoll(word, &end, 0);
    if (*end != '\0' || errno != 0) {
      return -1;
    }
    if (count < limit) {
      values[count] = value;
    }
    count++;
  }
  return count;
}

/* Lines of numbers, appended row by row. */
static int read_rows(const char *path, FILE *file, int lanes, int64_t **values, size_t *rows) {
  char *line = NULL;
  size_t room = 0, size = 0;
  int status = GCIM_OK;
  for (int number = 1; status == GCIM_OK && getline(&line, &size, file) >= 0; number++) {
    if ((*rows + 1) * (size_t)lanes > room) {
      room = 2 * room + 1024 * (size_t)lanes;
      int64_t *more = realloc(*values, room * sizeof *more);
      if (more == NULL) {
        status = gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
        break;
      }
      *values = more;
    }
    const int count = line_numbers(line, lanes, *values + *rows * (size_t)lanes);
    if (count != 0 && count != lanes) {
      status = gcim_vec_fail(GCIM_ERR_FORMAT, "%s:%d: %s; a line holds %d numbers", path, number,
                             count < 0 ? "a word is no number" : "too many or too few", lanes);
    }
    *rows += count == lanes;
  }
  free(line);
  if (status == GCIM_OK && *rows == 0) {
    status =
        gcim_vec_fail(GCIM_ERR_FORMAT, "%s: holds no case; a line holds %d numbers", path, lanes);
  }
  return status;
}

static int read_text(const char *path, FILE *file, const subject_t *s, planes_t *p) {
  int64_t *values = NULL;
  size_t rows = 0;
  int status = read_rows(path, file, s->lanes, &values, &rows);
  if (status == GCIM_OK) {
    status = planes_from_rows(path, values, rows, (size_t)s->lanes, s, p);
  }
  free(values);
  return status;
}

static bool ends_with(const char *text, const char *end) {
  const size_t n = strlen(text), k = strlen(end);
  return n >= k && strcmp(text + n - k, end) == 0;
}

int planes_read(const char *path, const subject_t *s, planes_t *p) {
  *p = (planes_t){0};
  if (ends_with(path, ".npy")) {
    return read_npy(path, s, p);
  }
  FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
  if (file == NULL) {
    return gcim_vec_fail(GCIM_ERR_IO, "%s: cannot read (%s)", path, strerror(errno));
  }
  const int status =
      ends_with(path, ".bits") ? read_raw(path, file, s, p) : read_text(path, file, s, p);
  if (file != stdin) {
    fclose(file);
  }
  if (status != GCIM_OK) {
    planes_free(p);
  }
  return status;
}
