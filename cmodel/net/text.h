/* text.h: text into a buffer that may be too short. Private to cmodel/net. */
#ifndef GCIM_NET_TEXT_H
#define GCIM_NET_TEXT_H

#include <stddef.h>

typedef struct {
  char *text;
  size_t size, length; /* length: of the whole text, also if it did not fit */
} gcim_text_t;

/* An empty text; `text` may be NULL if size is 0. */
gcim_text_t gcim_text_new(char *text, size_t size);

void gcim_text_put(gcim_text_t *to, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
