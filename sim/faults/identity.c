/* identity.c: a model with this library's identity, and with another one. */
#include <stdio.h>
#include <string.h>

#include "gcim.h"
#include "gcim_dpi.h"

int main(int argc, char **argv) {
  const char *what = argc > 1 ? argv[1] : "own";
  const gcim_unit_t *unit = gcim_unit_list(0);
  gcim_model_t *model = NULL;
  char params[128];
  snprintf(params, sizeof params, "identity=%s",
           strcmp(what, "own") == 0 ? gcim_unit_identity(unit) : "0000");
  if (strcmp(what, "dpi") == 0) {
    void *handle = gcim_dpi_new(gcim_unit_name(unit), params);
    printf("gcim_dpi_new: %s\n", handle == NULL ? gcim_dpi_error() : "accepted");
    gcim_dpi_free(handle);
    return handle == NULL;
  }
  const int status = gcim_model_new(unit, params, &model);
  printf("gcim_model_new: %s\n", status == GCIM_OK ? "accepted" : gcim_error_text());
  gcim_model_free(model);
  return status != GCIM_OK;
}
