#include "net/text.h"

#include <stdarg.h>
#include <stdio.h>

gcim_text_t gcim_text_new(char *text, size_t size) {
  if (size > 0) {
    text[0] = '\0';
  }
  return (gcim_text_t){text, size, 0};
}

void gcim_text_put(gcim_text_t *to, const char *format, ...) {
  va_list args;
  const size_t used = to->length < to->size ? to->length : to->size;
  va_start(args, format);
  const int length =
      vsnprintf(used < to->size ? to->text + used : NULL, to->size - used, format, args);
  va_end(args);
  to->length += length > 0 ? (size_t)length : 0;
}
