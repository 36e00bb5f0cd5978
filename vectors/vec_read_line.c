/* vec_read_line.c: the values of one line, digit by digit. */
#include <string.h>

#include "vec_read.h"

static int digit_value(char digit) {
  if (digit >= '0' && digit <= '9') {
    return digit - '0';
  }
  return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

static void store_digit(gcim_vec_reader_t *r, const gcim_vec_field_t *field, int digit, int value,
                        int *rst_n) {
  if (field->signal == GCIM_VEC_RESET) {
    *rst_n = value;
  } else if (field->signal == GCIM_VEC_MASK) {
    for (int i = 0; i < 4 && 4 * digit + i < r->layout.output_count; i++) {
      r->care[r->layout.outputs[4 * digit + i]] = (uint8_t)(value >> i & 1);
    }
  } else {
    const int left = field->width - 4 * digit;
    gcim_image_put(r->card, r->image, field->signal, 4 * digit, left < 4 ? left : 4,
                   (uint64_t)value);
  }
}

static int read_field(gcim_vec_reader_t *r, const gcim_vec_field_t *field, const char *text,
                      int *rst_n) {
  const int length = (int)strcspn(text, "_ ");
  for (int i = 0; i < length; i++) {
    if (digit_value(text[i]) < 0) {
      return gcim_vec_fail_at(r, GCIM_ERR_FORMAT,
                              "field %s: '%c' is no digit; allowed are 0-9 and a-f", field->name,
                              text[i]);
    }
  }
  if (length != field->digits) {
    return gcim_vec_fail_at(r, GCIM_ERR_FORMAT, "field %s has %d digits; its %d bits need %d",
                            field->name, length, field->width, field->digits);
  }
  const int top_bits = field->width - 4 * (field->digits - 1);
  if (digit_value(text[0]) >> top_bits != 0) {
    return gcim_vec_fail_at(r, GCIM_ERR_FORMAT, "field %s: '%.8s' does not fit into %d bits",
                            field->name, text, field->width);
  }
  for (int i = 0; i < length; i++) {
    store_digit(r, field, length - 1 - i, digit_value(text[i]), rst_n);
  }
  return GCIM_OK;
}

int gcim_vec_read_values(gcim_vec_reader_t *r, gcim_vec_line_t *line) {
  const char *at = r->text;
  line->rst_n = 1;
  for (int f = 0; f < r->layout.field_count; f++) {
    const gcim_vec_field_t *field = &r->layout.fields[f];
    const int status = read_field(r, field, at, &line->rst_n);
    if (status != GCIM_OK) {
      return status;
    }
    at += field->digits;
    const bool last = f == r->layout.field_count - 1;
    if (!last && *at != '_') {
      return gcim_vec_fail_at(r, GCIM_ERR_FORMAT,
                              "field %s is the last one; the card has %d fields", field->name,
                              r->layout.field_count);
    }
    at += last ? 0 : 1;
  }
  if (*at != '\0' && strncmp(at, " // ", 4) != 0) {
    return gcim_vec_fail_at(r, GCIM_ERR_FORMAT,
                            "'%.12s' behind the last of %d fields; only ' // reason' may follow",
                            at, r->layout.field_count);
  }
  if (r->card->kind == GCIM_TRANSACTION) {
    snprintf(r->name, sizeof r->name, "%.*s", GCIM_VEC_NAME_CHARS - 1, *at == '\0' ? "" : at + 4);
  }
  return GCIM_OK;
}
