/* vec_read.h: inside the reader of vector files. */
#ifndef GCIM_VEC_READ_H
#define GCIM_VEC_READ_H

#include <openssl/evp.h>

#include "vec.h"

struct gcim_vec_reader {
  FILE *stream;
  char *path;
  char *text; /* the current line, without its line feed */
  long number;
  gcim_model_t *model;
  const gcim_card_t *card;
  gcim_vec_head_t head;
  gcim_vec_layout_t layout;
  EVP_MD_CTX *hash;
  uint32_t *image;
  uint8_t care[GCIM_MAX_SIGNALS];
  uint64_t cases, lines;
  uint64_t case_lines; /* of the current case */
  bool has_mark;       /* the next line is the first of a clocked case */
  char name[GCIM_VEC_NAME_CHARS];
};

/* Keep "path:line: text". */
__attribute__((format(printf, 3, 4))) int gcim_vec_fail_at(const gcim_vec_reader_t *reader,
                                                           int status, const char *format, ...);

/* Next line into `text`: 1, 0 at the end of the file, or a negative status (CRLF, too long, cut
 * off, unreadable). */
int gcim_vec_next_text(gcim_vec_reader_t *reader);

/* Read the three lines of the header and make the model. The legend is left to the caller. */
int gcim_vec_read_header(gcim_vec_reader_t *reader);

/* Fields and comment of the current text into image, care, name and `line->rst_n`. */
int gcim_vec_read_values(gcim_vec_reader_t *reader, gcim_vec_line_t *line);

#endif
