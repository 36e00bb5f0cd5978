/* vec_write.c: vector files out. The caller owns the stream and checks it for write errors (out.h
 * does). */
#include <openssl/evp.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "vec.h"

struct gcim_vec_writer {
  FILE *stream;
  gcim_vec_layout_t layout;
  const gcim_card_t *card;
  EVP_MD_CTX *hash;
  char *text; /* one line */
  size_t text_size, bytes;
  uint64_t count, cases, lines;
  char name[GCIM_VEC_NAME_CHARS];
};

enum { END_LINE_CHARS = 128 };

static void put(gcim_vec_writer_t *w, const char *text) {
  const size_t length = strlen(text);
  w->bytes += length;
  if (w->stream != NULL) {
    fwrite(text, 1, length, w->stream);
  }
}

static int put_hashed(gcim_vec_writer_t *w, const char *text) {
  put(w, text);
  if (EVP_DigestUpdate(w->hash, text, strlen(text)) != 1) {
    return gcim_vec_fail(GCIM_ERR_STATE, "libcrypto cannot hash; check its installation");
  }
  return GCIM_OK;
}

static void put_head(gcim_vec_writer_t *w, const gcim_vec_head_t *head, const char *legend) {
  char text[GCIM_VEC_PARAM_CHARS + 256];
  put(w, "// gcim-vec 1\n");
  snprintf(text, sizeof text, "// unit: %s   configuration: %s   %s\n// fields:", w->card->unit,
           head->config, head->params);
  put(w, text);
  for (int i = 0; i < w->layout.field_count; i++) {
    snprintf(text, sizeof text, " %s:%d", w->layout.fields[i].name, w->layout.fields[i].width);
    put(w, text);
  }
  snprintf(text, sizeof text,
           "       seed: %" PRIu64 "   count: %" PRIu64 "   rev: %" PRId64 "   card: %s\n",
           head->seed, head->count, head->revision, head->card);
  put(w, text);
  while (*legend != '\0') {
    const size_t length = strcspn(legend, "\n");
    snprintf(text, sizeof text, "// %.*s\n", (int)length, legend);
    put(w, text);
    legend += length + (legend[length] == '\n');
  }
}

int gcim_vec_write_open(const gcim_model_t *model, const gcim_vec_head_t *head, const char *legend,
                        FILE *stream, gcim_vec_writer_t **writer) {
  *writer = NULL;
  gcim_vec_writer_t *w = calloc(1, sizeof *w);
  if (w == NULL) {
    return gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  }
  w->stream = stream;
  w->card = gcim_model_card(model);
  w->count = head->count;
  gcim_vec_layout(w->card, &w->layout);
  w->text_size =
      (size_t)(gcim_vec_line_digits(&w->layout) + w->layout.field_count) + GCIM_VEC_NAME_CHARS + 8;
  w->text = malloc(w->text_size);
  w->hash = EVP_MD_CTX_new();
  if (w->text == NULL || w->hash == NULL || EVP_DigestInit_ex(w->hash, EVP_sha256(), NULL) != 1) {
    gcim_vec_write_abort(w);
    return gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  }
  put_head(w, head, legend);
  *writer = w;
  return GCIM_OK;
}

int gcim_vec_write_case(gcim_vec_writer_t *w, const char *name) {
  snprintf(w->name, sizeof w->name, "%s", name);
  w->cases++;
  if (w->card->kind == GCIM_TRANSACTION) {
    return GCIM_OK;
  }
  char text[GCIM_VEC_NAME_CHARS + 64];
  snprintf(text, sizeof text, "// case %" PRIu64 " %s\n", w->cases - 1, w->name);
  return put_hashed(w, text);
}

static unsigned mask_bit(const gcim_vec_writer_t *w, const uint8_t *care, int bit) {
  return bit < w->layout.output_count ? care[w->layout.outputs[bit]] != 0 : 0U;
}

static unsigned digit_of(const gcim_vec_writer_t *w, const gcim_vec_field_t *field, int digit,
                         int rst_n, const uint32_t *image, const uint8_t *care) {
  if (field->signal == GCIM_VEC_RESET) {
    return rst_n != 0;
  }
  if (field->signal == GCIM_VEC_MASK) {
    return mask_bit(w, care, 4 * digit) | mask_bit(w, care, 4 * digit + 1) << 1 |
           mask_bit(w, care, 4 * digit + 2) << 2 | mask_bit(w, care, 4 * digit + 3) << 3;
  }
  const int left = field->width - 4 * digit;
  return (unsigned)gcim_image_get(w->card, image, field->signal, 4 * digit, left < 4 ? left : 4);
}

int gcim_vec_write_line(gcim_vec_writer_t *w, int rst_n, const uint32_t *image, const uint8_t *care,
                        const char *note) {
  char *at = w->text;
  for (int f = 0; f < w->layout.field_count; f++) {
    const gcim_vec_field_t *field = &w->layout.fields[f];
    if (f > 0) {
      *at++ = '_';
    }
    for (int digit = field->digits - 1; digit >= 0; digit--) {
      *at++ = "0123456789abcdef"[digit_of(w, field, digit, rst_n, image, care)];
    }
  }
  const char *words = w->card->kind == GCIM_TRANSACTION ? w->name : note;
  const size_t room = w->text_size - (size_t)(at - w->text);
  if (words != NULL && words[0] != '\0') {
    snprintf(at, room, " // %.*s\n", GCIM_VEC_NAME_CHARS - 1, words);
  } else {
    snprintf(at, room, "\n");
  }
  w->lines++;
  return put_hashed(w, w->text);
}

size_t gcim_vec_write_bytes(const gcim_vec_writer_t *w) {
  return w->bytes + END_LINE_CHARS;
}

static int put_end(gcim_vec_writer_t *w) {
  if (w->cases != w->count) {
    return gcim_vec_fail(
        GCIM_ERR_STATE, "%s: %" PRIu64 " cases written, the header says %" PRIu64 "; write as many",
        w->card->unit, w->cases, w->count);
  }
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (EVP_DigestFinal_ex(w->hash, digest, &size) != 1) {
    return gcim_vec_fail(GCIM_ERR_STATE, "libcrypto cannot hash; check its installation");
  }
  char text[END_LINE_CHARS];
  int used = snprintf(text, sizeof text, "// end %" PRIu64 " lines sha256 ", w->lines);
  for (unsigned i = 0; i < size && used < END_LINE_CHARS - 3; i++) {
    used += snprintf(text + used, sizeof text - (size_t)used, "%02x", digest[i]);
  }
  put(w, text);
  put(w, "\n");
  return GCIM_OK;
}

int gcim_vec_write_close(gcim_vec_writer_t *w) {
  const int status = put_end(w);
  gcim_vec_write_abort(w);
  return status;
}

void gcim_vec_write_abort(gcim_vec_writer_t *w) {
  if (w == NULL) {
    return;
  }
  EVP_MD_CTX_free(w->hash);
  free(w->text);
  free(w);
}
