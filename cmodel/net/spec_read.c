/* spec_read.c: words, numbers, cells and adders of the line that describes a tree. */
#include "net/spec_read.h"

#include <stdio.h>
#include <string.h>

#include "core/bits.h"
#include "core/status.h"
#include "gcim.h"

enum { WORD = 24, SHOWN = 20 };

static bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

static bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static int digit(char c, int base) {
  const int value = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : base;
  return value < base ? value : -1;
}

void gcim_spec_skip_blanks(gcim_spec_t *s) {
  while (is_blank(s->text[s->at])) {
    s->at++;
  }
}

int gcim_spec_refuse(const gcim_spec_t *s, int at, const char *expected) {
  int length = 0;
  while (length < SHOWN && s->text[at + length] != '\0' && !is_blank(s->text[at + length])) {
    length++;
  }
  if (length == 0) {
    return gcim_fail(GCIM_ERR_FORMAT, "tree, character %d: %s, expected %s", at + 1,
                     s->text[at] == '\0' ? "the end" : "a blank", expected);
  }
  return gcim_fail(GCIM_ERR_FORMAT, "tree, character %d: '%.*s', expected %s", at + 1, length,
                   s->text + at, expected);
}

int gcim_spec_sign(gcim_spec_t *s, char sign) {
  const char expected[] = {'\'', sign, '\'', '\0'};
  if (s->text[s->at] != sign) {
    return gcim_spec_refuse(s, s->at, expected);
  }
  s->at++;
  return GCIM_OK;
}

int gcim_spec_end_of_pair(const gcim_spec_t *s) {
  const char c = s->text[s->at];
  return c == '\0' || is_blank(c) ? GCIM_OK : gcim_spec_refuse(s, s->at, "a blank or the end");
}

int gcim_spec_number(gcim_spec_t *s, int64_t low, int64_t high, int64_t *value) {
  const int at = s->at;
  const bool negative = s->text[at] == '-' && low < 0;
  const uint64_t limit = negative ? 0 - (uint64_t)low : (uint64_t)high;
  uint64_t number = 0;
  bool fits = true;
  int i = at + (negative ? 1 : 0);
  const int first = i;
  for (; digit(s->text[i], 10) >= 0; i++) {
    fits = fits && number <= limit / 10; /* limit is at most 2^63: the next step cannot overflow */
    number = fits ? 10 * number + (uint64_t)digit(s->text[i], 10) : number;
    fits = fits && number <= limit;
  }
  const int64_t result = gcim_bits_to_i64(negative ? 0 - number : number);
  if (i == first || !fits || result < low) {
    char expected[64];
    snprintf(expected, sizeof expected, "a number from %lld to %lld", (long long)low,
             (long long)high);
    return gcim_spec_refuse(s, at, expected);
  }
  s->at = i;
  *value = result;
  return GCIM_OK;
}

int gcim_spec_range(gcim_spec_t *s, gcim_spec_range_t *range) {
  const int low = range->first, high = range->last;
  int64_t first = 0, last = 0;
  int status = gcim_spec_sign(s, '[');
  range->at = s->at;
  status = status == GCIM_OK ? gcim_spec_number(s, low, high, &first) : status;
  last = first;
  if (status == GCIM_OK && s->text[s->at] == ':') {
    s->at++;
    status = gcim_spec_number(s, first, high, &last);
  }
  status = status == GCIM_OK ? gcim_spec_sign(s, ']') : status;
  range->first = (int)first;
  range->last = (int)last;
  return status;
}

/* ---- names ---- */

/* A word, cut to WORD - 1 characters. */
static int read_word(gcim_spec_t *s, const char *expected, char *word) {
  const int at = s->at;
  int length = 0;
  for (; is_word(s->text[s->at]); s->at++) {
    word[length] = s->text[s->at];
    length += length < WORD - 1;
  }
  word[length] = '\0';
  return length > 0 ? GCIM_OK : gcim_spec_refuse(s, at, expected);
}

static void lower_case(char *word) {
  for (; *word != '\0'; word++) {
    *word = (char)(*word >= 'A' && *word <= 'Z' ? *word - 'A' + 'a' : *word);
  }
}

static int find(int at, const char *what, const char *word, const char *const *known, int count,
                int *number) {
  char where[40];
  for (int i = 0; i < count; i++) {
    if (strcmp(word, known[i]) == 0) {
      *number = i;
      return GCIM_OK;
    }
  }
  snprintf(where, sizeof where, "tree, character %d: ", at + 1);
  (void)gcim_fail_unknown(what, where, word, known, count); /* sets the text */
  return GCIM_ERR_FORMAT;
}

int gcim_spec_name(gcim_spec_t *s, const char *what, const char *const *known, int count,
                   int *number) {
  const int at = s->at;
  char word[WORD], expected[WORD + 8];
  snprintf(expected, sizeof expected, "a %s", what);
  const int status = read_word(s, expected, word);
  return status == GCIM_OK ? find(at, what, word, known, count, number) : status;
}

/* ---- cells ---- */

/* "17.E8": two tables of `digits` digits. */
static int read_tables(gcim_spec_t *s, int at, int digits, unsigned table[2]) {
  char expected[64];
  snprintf(expected, sizeof expected, "two truth tables of %d hexadecimal digits", digits);
  s->at = at;
  for (int t = 0; t < 2; t++) {
    table[t] = 0;
    for (int i = 0; i < digits; i++, s->at++) {
      const int value = digit(s->text[s->at], 16);
      if (value < 0) {
        return gcim_spec_refuse(s, at, expected);
      }
      table[t] = 16 * table[t] + (unsigned)value;
    }
    if (t == 0 && s->text[s->at] != '.') { /* perhaps the end of the text: stay there */
      return gcim_spec_refuse(s, at, expected);
    }
    s->at += t == 0;
  }
  return is_word(s->text[s->at]) ? gcim_spec_refuse(s, at, expected) : GCIM_OK;
}

/* A name of the table of cells or two truth tables. *row is -1 for tables. */
static int read_cell(gcim_spec_t *s, const char *what, const gcim_spec_names_t *names, int digits,
                     int *row, unsigned table[2]) {
  const char *known[GCIM_SPEC_NAMES];
  const int at = s->at;
  char word[WORD];
  int number = 0;
  for (int i = 0; i < names->count; i++) {
    known[i] = names->name[i];
  }
  int status = read_word(s, "a cell's name or its two truth tables", word);
  if (status != GCIM_OK) {
    return status;
  }
  *row = -1;
  const bool is_number = digit(word[0], 10) >= 0 && word[1] != '\0'; /* as no cell's name */
  if (s->text[s->at] == '.' || is_number) {
    return read_tables(s, at, digits, table);
  }
  lower_case(word);
  status = find(at, what, word, known, names->count, &number);
  *row = status == GCIM_OK ? names->row[number] : -1;
  return status;
}

int gcim_spec_cell(gcim_spec_t *s, gcim_fa_t *cell) {
  gcim_spec_names_t names;
  unsigned table[2] = {0, 0};
  int row = -1;
  gcim_spec_cells(&names);
  const int status = read_cell(s, "cell", &names, 2, &row, table);
  const gcim_fa_row_t *known = gcim_fa_row(row);
  if (status == GCIM_OK) {
    *cell = (gcim_fa_t){(uint8_t)(known != NULL ? known->s : table[0]),
                        (uint8_t)(known != NULL ? known->c : table[1])};
  }
  return status;
}

int gcim_spec_compressor(gcim_spec_t *s, gcim_c42_t *cell) {
  gcim_spec_names_t names;
  unsigned table[2] = {0, 0};
  int row = -1;
  gcim_spec_compressors(&names);
  const int status = read_cell(s, "compressor", &names, 4, &row, table);
  const gcim_c42_row_t *known = gcim_c42_row(row);
  if (status == GCIM_OK) {
    *cell = (gcim_c42_t){(uint16_t)(known != NULL ? known->s : table[0]),
                         (uint16_t)(known != NULL ? known->c : table[1])};
  }
  return status;
}

/* ---- adders ---- */

/* ",number" */
static int read_second(gcim_spec_t *s, int *to) {
  int64_t value = 0;
  int status = gcim_spec_sign(s, ',');
  status = status == GCIM_OK ? gcim_spec_number(s, 0, INT32_MAX, &value) : status;
  *to = status == GCIM_OK ? (int)value : *to;
  return status;
}

static int read_arguments(gcim_spec_t *s, gcim_adder_t *adder) {
  int64_t k = 0;
  int status = gcim_spec_sign(s, '(');
  status = status == GCIM_OK ? gcim_spec_number(s, 0, INT32_MAX, &k) : status;
  if (status != GCIM_OK) {
    return status;
  }
  adder->k = (int)k;
  switch (gcim_spec_args(adder->kind)) {
    case GCIM_SPEC_K_M:
      status = read_second(s, &adder->m);
      break;
    case GCIM_SPEC_K_P:
      status = read_second(s, &adder->p);
      break;
    case GCIM_SPEC_K_CELL:
      status = gcim_spec_sign(s, ',');
      status = status == GCIM_OK ? gcim_spec_cell(s, &adder->cell) : status;
      break;
    default:
      break;
  }
  return status == GCIM_OK ? gcim_spec_sign(s, ')') : status;
}

int gcim_spec_adder(gcim_spec_t *s, gcim_adder_t *adder) {
  const char *known[GCIM_SPEC_NAMES];
  int count = 0, kind = 0;
  while (count < GCIM_SPEC_NAMES && gcim_add_name(count) != NULL) {
    known[count] = gcim_add_name(count);
    count++;
  }
  const int status = gcim_spec_name(s, "adder", known, count, &kind);
  if (status != GCIM_OK) {
    return status;
  }
  adder->kind = (gcim_add_t)kind;
  return gcim_spec_args(adder->kind) == GCIM_SPEC_NOTHING ? GCIM_OK : read_arguments(s, adder);
}
