/* fail.c: one text per thread. */
#include "fail.h"

#include <stdarg.h>
#include <stdio.h>

#include "gcim.h"

static _Thread_local char error_text[1024] = "no error";

const char *gcim_vec_error_text(void) {
  return error_text;
}

int gcim_vec_fail(int status, const char *format, ...) {
  va_list list;
  va_start(list, format);
  vsnprintf(error_text, sizeof error_text, format, list);
  va_end(list);
  return status;
}

int gcim_vec_fail_model(int status) {
  return gcim_vec_fail(status, "%s", gcim_error_text());
}
