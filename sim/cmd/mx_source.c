#include "mx_source.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fail.h"

enum { STEP = 1 << 16 /* values of a piece, about */, CHUNK = 256 };

void mx_source_close(mx_source_t *s) {
  if (s->file != NULL) {
    fclose(s->file);
  }
  free(s->data);
  free(s->words);
  *s = (mx_source_t){0};
}

/* ---- what the file says of itself ---- */

static int check_type(const cmd_spec_t *spec, const char *path, const npy_type_t *t) {
  if (t->kind == 'f' && t->bytes == 8) {
    return cmd_fail(spec, CMD_USAGE,
                    "%s: elements are '%s'; float32 or float16 are converted: a float64 would be "
                    "rounded twice. If that is meant, save x.astype('<f4')",
                    path, t->text);
  }
  if (t->kind == 'V' && t->bytes == 2) {
    return cmd_fail(spec, CMD_USAGE,
                    "%s: elements are '%s'; float32 or float16 are read. If it is bfloat16, which "
                    ".npy files cannot name, save it by x.tofile(..) and use --raw bf16",
                    path, t->text);
  }
  if (t->kind != 'f' || (t->bytes != 2 && t->bytes != 4)) {
    return cmd_fail(spec, CMD_USAGE,
                    "%s: elements are '%s'; float32 or float16 are read: save x.astype('<f4')",
                    path, t->text);
  }
  if (t->order != '<') {
    return cmd_fail(spec, CMD_USAGE,
                    "%s: elements are '%s', not little-endian; save x.astype('<f%d')", path,
                    t->text, t->bytes);
  }
  return CMD_OK;
}

static int read_head(const cmd_spec_t *spec, char *head, mx_source_t *s) {
  if (npy_head_read(s->path, s->file, head) != GCIM_OK) {
    return cmd_fail(spec, CMD_USAGE, "%s; a file without a header needs --raw fp32, bf16 or fp16",
                    gcim_vec_error_text());
  }
  const npy_type_t type = npy_head_type(head);
  const int status = check_type(spec, s->path, &type);
  if (status != CMD_OK) {
    return status;
  }
  if (npy_head_dims(s->path, head, &s->dims) != GCIM_OK) {
    return cmd_fail(spec, CMD_USAGE, "%s", gcim_vec_error_text());
  }
  s->bytes = type.bytes;
  s->format_name = type.bytes == 2 ? "fp16" : "fp32";
  s->row = s->dims.length[s->dims.count - 1];
  s->values = npy_dims_values(&s->dims);
  return CMD_OK;
}

static int open_npy(const cmd_spec_t *spec, mx_source_t *s) {
  char *head = malloc(NPY_HEAD_BYTES + 1);
  const int status =
      head == NULL ? cmd_fail(spec, CMD_FAILED, "out of memory") : read_head(spec, head, s);
  free(head);
  return status;
}

static int open_raw(const cmd_spec_t *spec, const mx_common_t *common, mx_source_t *s) {
  struct stat info;
  s->is_raw = true;
  s->format_name = common->raw;
  s->bytes = strcmp(common->raw, "fp32") == 0 ? 4 : 2;
  if (fstat(fileno(s->file), &info) != 0 || !S_ISREG(info.st_mode)) {
    return cmd_fail(spec, CMD_USAGE,
                    "%s: is no regular file; --raw needs its size: write it to a file first",
                    s->path);
  }
  const uint64_t size = (uint64_t)info.st_size;
  if (size == 0 || size % (uint64_t)s->bytes != 0) {
    return cmd_fail(spec, CMD_USAGE,
                    "%s: its %" PRIu64
                    " bytes are no whole number of %s values of %d bytes, 1 or "
                    "more; it was cut off, or --raw names another format",
                    s->path, size, s->format_name, s->bytes);
  }
  s->values = size / (uint64_t)s->bytes;
  s->row = common->row == 0 ? s->values : common->row;
  if (s->values % s->row != 0) {
    return cmd_fail(spec, CMD_USAGE,
                    "%s: its %" PRIu64 " values are no whole number of rows of %" PRIu64
                    "; it was cut off, or --row is not its last dimension",
                    s->path, s->values, s->row);
  }
  s->dims = (npy_dims_t){2, {s->values / s->row, s->row}};
  return CMD_OK;
}

/* ---- pieces ---- */

static int set_pieces(const cmd_spec_t *spec, const mx_common_t *common, mx_source_t *s) {
  const uint64_t block = (uint64_t)common->block;
  if (common->pad == 0 && s->row % block != 0) {
    return cmd_fail(spec, CMD_USAGE,
                    "%s: rows of %" PRIu64
                    " values are no whole number of blocks of %d; --pad "
                    "zero fills up the last block of each row with zeros",
                    s->path, s->row, common->block);
  }
  const bool ends_in_byte = s->row * (uint64_t)gcim_mx_elem_bits(common->elem) % 8 == 0;
  s->run = s->row % block == 0 && ends_in_byte ? s->values : s->row;
  s->most = (size_t)block * 8 * (size_t)(STEP / (block * 8)); /* 8 codes of any format end a byte */
  s->data = malloc(s->most * (size_t)s->bytes);
  s->words = malloc(s->most * sizeof *s->words);
  return s->data == NULL || s->words == NULL ? cmd_fail(spec, CMD_FAILED, "out of memory") : CMD_OK;
}

int mx_source_open(const cmd_spec_t *spec, const char *path, const mx_common_t *common,
                   mx_source_t *s) {
  *s = (mx_source_t){.path = path, .file = fopen(path, "rb")};
  if (s->file == NULL) {
    return cmd_fail(spec, CMD_USAGE, "%s: cannot read (%s); name a .npy file, or one for --raw",
                    path, strerror(errno));
  }
  int status = common->raw == NULL ? open_npy(spec, s) : open_raw(spec, common, s);
  if (status == CMD_OK) {
    s->format = gcim_float_find(s->format_name);
    status = set_pieces(spec, common, s);
  }
  return status;
}

/* Is there anything behind the last value? */
static int check_end(const cmd_spec_t *spec, mx_source_t *s) {
  s->count = 0;
  return fgetc(s->file) == EOF ? CMD_OK
                               : cmd_fail(spec, CMD_USAGE,
                                          "%s: goes on after its %" PRIu64
                                          " values; its header is not that of its data",
                                          s->path, s->values);
}

int mx_source_next(const cmd_spec_t *spec, mx_source_t *s) {
  if (s->at == s->values) {
    return check_end(spec, s);
  }
  const uint64_t left = s->run - s->at % s->run;
  const size_t bytes = (size_t)s->bytes;
  s->count = left < s->most ? (size_t)left : s->most;
  s->first = s->at;
  errno = 0;
  const size_t got = fread(s->data, bytes, s->count, s->file);
  if (got != s->count) {
    return cmd_fail(spec, CMD_USAGE,
                    "%s: ends after %" PRIu64 " of %" PRIu64 " values (%s); save it again", s->path,
                    s->at + got, s->values,
                    ferror(s->file) && errno != 0 ? strerror(errno) : "it was cut off");
  }
  for (size_t i = 0; i < s->count; i++) {
    const unsigned char *byte = s->data + i * bytes;
    s->words[i] = (uint32_t)byte[0] | (uint32_t)byte[1] << 8;
    if (bytes == 4) {
      s->words[i] |= (uint32_t)byte[2] << 16 | (uint32_t)byte[3] << 24;
    }
  }
  s->codes = s->words;
  s->at += s->count;
  return CMD_OK;
}

uint64_t mx_source_row_blocks(const mx_source_t *s, int block) {
  return s->row / (uint64_t)block + (s->row % (uint64_t)block != 0);
}

void mx_source_numbers(const mx_source_t *s, double *values) {
  const gcim_fp_policy_t exact = {0};
  const gcim_float_t *single = gcim_float_find("fp32");
  uint32_t codes[CHUNK];
  float number;
  for (size_t at = 0; at < s->count; at += CHUNK) {
    const size_t count = s->count - at < CHUNK ? s->count - at : CHUNK;
    gcim_fp_convert(single, s->format, GCIM_SPECIAL_IEEE, 0, &exact, s->codes + at, NULL, count,
                    codes, NULL);
    for (size_t i = 0; i < count; i++) {
      memcpy(&number, &codes[i], sizeof number);
      values[at + i] = (double)number;
    }
  }
}
