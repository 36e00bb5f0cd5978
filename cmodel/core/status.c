#include "core/status.h"

#include <stdarg.h>
#include <stdio.h>

#include "gcim.h"

static _Thread_local char error_text[1024];

int gcim_fail(int status, const char *format, ...) {
  va_list args;
  va_start(args, format);
  vsnprintf(error_text, sizeof error_text, format, args);
  va_end(args);
  return status;
}

const char *gcim_error_text(void) {
  return error_text;
}

const char *gcim_version(void) {
  return GCIM_VERSION;
}
