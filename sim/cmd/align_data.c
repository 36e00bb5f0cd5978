#include "align_data.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "npy_float.h"

void align_tensor_free(align_tensor_t *tensor) {
  free(tensor->codes);
  free(tensor->numbers);
  *tensor = (align_tensor_t){0};
}

/* ---- conversion ---- */

static int check_finite(const cmd_spec_t *spec, const align_tensor_t *t, const double *values) {
  for (size_t i = 0; i < t->rows * t->terms; i++) {
    if (!isfinite(values[i])) {
      return cmd_fail(spec, CMD_FAILED,
                      "%s: value [%zu][%zu] is %s; losses are defined for finite numbers: remove "
                      "it or replace it",
                      t->name, i / t->terms, i % t->terms, isnan(values[i]) ? "a NaN" : "infinite");
    }
  }
  return CMD_OK;
}

static uint32_t single_code(double value) {
  const float single = (float)(value > FLT_MAX ? FLT_MAX : value < -FLT_MAX ? -FLT_MAX : value);
  uint32_t code;
  memcpy(&code, &single, sizeof code);
  return code;
}

static int convert(const cmd_spec_t *spec, const gcim_float_t *format, align_tensor_t *t,
                   const double *values) {
  const gcim_fp_policy_t nearest = {.ovf = GCIM_OVF_SAT, .nan = GCIM_NAN_ZERO};
  const double largest = align_to_double(align_largest(format));
  const size_t count = t->rows * t->terms;
  for (size_t i = 0; i < count; i++) {
    t->codes[i] = single_code(values[i]);
  }
  if (gcim_fp_convert(format, gcim_float_find("fp32"), GCIM_SPECIAL_IEEE, 0, &nearest, t->codes,
                      NULL, count, t->codes, NULL) != GCIM_OK) {
    return cmd_fail(spec, CMD_FAILED, "%s", gcim_error_text());
  }
  for (size_t i = 0; i < count; i++) {
    align_number_of(format, t->codes[i], &t->numbers[i]);
    t->saturated += fabs(values[i]) > largest;
    t->vanished += values[i] != 0 && t->numbers[i].sig == 0;
  }
  return CMD_OK;
}

int align_convert(const cmd_spec_t *spec, const gcim_float_t *format, const char *name,
                  const double *values, size_t rows, size_t terms, align_tensor_t *tensor) {
  align_tensor_t t = {.rows = rows, .terms = terms};
  snprintf(t.name, sizeof t.name, "%s", name);
  t.codes = malloc(rows * terms * sizeof *t.codes);
  t.numbers = malloc(rows * terms * sizeof *t.numbers);
  int status = t.codes == NULL || t.numbers == NULL
                   ? cmd_fail(spec, CMD_FAILED, "%s: no memory for %zu values", name, rows * terms)
                   : check_finite(spec, &t, values);
  status = status == CMD_OK ? convert(spec, format, &t, values) : status;
  if (status != CMD_OK) {
    align_tensor_free(&t);
  }
  *tensor = t;
  return status;
}

int align_read(const cmd_spec_t *spec, const gcim_float_t *format, const char *path,
               align_tensor_t *tensor) {
  npy_floats_t array;
  *tensor = (align_tensor_t){0};
  if (npy_floats_read(path, &array) != GCIM_OK) {
    return cmd_fail(spec, CMD_FAILED, "%s", gcim_vec_error_text());
  }
  const int status =
      align_convert(spec, format, path, array.values, array.rows, array.columns, tensor);
  tensor->is_flat = array.is_flat;
  npy_floats_free(&array);
  return status;
}

void align_tensor_notes(const cmd_spec_t *spec, const char *format_name, const align_tensor_t *t) {
  if (t->saturated > 0) {
    cmd_fail(spec, CMD_OK,
             "note: %s: %" PRIu64 " of %zu values are beyond the largest %s number and became it",
             t->name, t->saturated, t->rows * t->terms, format_name);
  }
  if (t->vanished > 0) {
    cmd_fail(spec, CMD_OK, "note: %s: %" PRIu64 " of %zu values are too small for %s and became 0",
             t->name, t->vanished, t->rows * t->terms, format_name);
  }
}
