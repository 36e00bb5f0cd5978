/* subject_text.c: a subject as one line of text. Trees are read and printed by the library; a wide
 * adder is read as an adder of 32 bits, so that the library's messages name the right place.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "gcim.h"
#include "subject.h"

enum { LINE_CHARS = 4096, TREE_WIDTH = 32, MAX_WIDTH = 64, MAX_POP_LANES = 1024 };

static const char *const pop_names[] = {"exact", "single",   "double", "or",
                                        "any",   "saturate", "pattern"};
enum { POP_KINDS = (int)(sizeof pop_names / sizeof *pop_names) };

/* The next word from *at on; its length, 0 at the end. */
static int next_word(const char *text, int *at) {
  int length = 0;
  while (isspace((unsigned char)text[*at])) {
    (*at)++;
  }
  while (text[*at + length] != '\0' && !isspace((unsigned char)text[*at + length])) {
    length++;
  }
  return length;
}

static int bad_word(const char *what, int at, const char *word, int length, const char *expected) {
  return gcim_vec_fail(GCIM_ERR_FORMAT, "%s, character %d: '%.*s'; expected %s", what, at + 1,
                       length, word, expected);
}

/* "key=number" within a range. */
static int read_number(const char *what, const char *text, int at, int length, int least, int most,
                       int *value) {
  const char *digits = memchr(text + at, '=', (size_t)length);
  char expected[64];
  char *end = NULL;
  const long number = digits == NULL ? -1 : strtol(digits + 1, &end, 10);
  if (digits == NULL || end != text + at + length || digits + 1 == end || number < least ||
      number > most) {
    snprintf(expected, sizeof expected, "a number %d..%d after '='", least, most);
    return bad_word(what, at, text + at, length, expected);
  }
  *value = (int)number;
  return GCIM_OK;
}

static bool is_word(const char *text, int length, const char *word) {
  return (size_t)length == strlen(word) && strncmp(text, word, (size_t)length) == 0;
}

static bool has_key(const char *text, int length, const char *key) {
  return (size_t)length >= strlen(key) && strncmp(text, key, strlen(key)) == 0;
}

/* ---- adders ---- */

/* The words that are not the library's: "signed" is blanked, w above 32 becomes 32. */
static int take_adder_words(char *line, int *width, bool *is_signed) {
  static const char what[] = "adder";
  int at = (int)strlen(what), status = GCIM_OK;
  *width = 0;
  for (int length = next_word(line, &at); length > 0 && status == GCIM_OK;
       length = next_word(line, &at)) {
    if (is_word(line + at, length, "signed")) {
      *is_signed = true;
      memset(line + at, ' ', (size_t)length);
    } else if (has_key(line + at, length, "w=")) {
      status = read_number(what, line, at, length, 1, MAX_WIDTH, width);
      if (status == GCIM_OK && *width > TREE_WIDTH) {
        memcpy(line + at, "w=32", 4); /* two digits as well */
      }
    } else if (!has_key(line + at, length, "add=")) {
      status = bad_word(what, at, line + at, length, "w=, add= or signed");
    }
    at += length;
  }
  if (status == GCIM_OK && *width == 0) {
    return gcim_vec_fail(GCIM_ERR_FORMAT, "adder: no width; give w=1 .. w=64");
  }
  return status;
}

static int parse_adder(const char *text, subject_t *subject) {
  char line[LINE_CHARS];
  gcim_tree_t tree;
  bool is_signed = false;
  int width;
  snprintf(line, sizeof line, "%s", text);
  const int status = take_adder_words(line, &width, &is_signed);
  if (status != GCIM_OK) {
    return status;
  }
  memcpy(line, "n=2  ", 5); /* as long as "adder" */
  if (gcim_tree_parse(line, &tree) != GCIM_OK) {
    return gcim_vec_fail(GCIM_ERR_FORMAT, "%s%s", gcim_error_text(),
                         width > TREE_WIDTH ? " (in a line K goes to 32)" : "");
  }
  return subject_from_adder(&tree.level[1], width, is_signed, subject);
}

/* ---- population counts ---- */

static int parse_pop_kind(const char *text, int at, int length, subject_t *s) {
  for (int i = 0; i < POP_KINDS; i++) {
    if (is_word(text + at + 5, length - 5, pop_names[i])) {
      s->pop = (subject_pop_t)i;
      return GCIM_OK;
    }
  }
  return bad_word("popcount", at, text + at, length,
                  "kind=exact, single, double, or, any, saturate or pattern");
}

static int parse_pop_word(const char *text, int at, int length, subject_t *s) {
  static const char what[] = "popcount";
  const char *word = text + at;
  if (has_key(word, length, "kind=")) {
    return parse_pop_kind(text, at, length, s);
  }
  if (has_key(word, length, "n=")) {
    return read_number(what, text, at, length, 1, MAX_POP_LANES, &s->lanes);
  }
  if (has_key(word, length, "bits=")) {
    return read_number(what, text, at, length, 1, 10, &s->pop_bits);
  }
  if (has_key(word, length, "size=")) {
    return read_number(what, text, at, length, 1, 6, &s->pop_size);
  }
  if (has_key(word, length, "limit=")) {
    return read_number(what, text, at, length, 0, 6, &s->pop_limit);
  }
  if (is_word(word, length, "swap1") || is_word(word, length, "swap2")) {
    *(word[4] == '1' ? &s->swap1 : &s->swap2) = true;
    return GCIM_OK;
  }
  return bad_word(what, at, word, length, "n=, kind=, swap1, swap2, bits=, size= or limit=");
}

static int parse_popcount(const char *text, subject_t *subject) {
  subject_t s = {.kind = SUBJECT_POPCOUNT,
                 .width = 1,
                 .pop = SUBJECT_POP_SINGLE,
                 .pop_bits = 4,
                 .pop_size = 4,
                 .pop_limit = 1};
  int at = (int)strlen("popcount"), status = GCIM_OK;
  for (int length = next_word(text, &at); length > 0 && status == GCIM_OK;
       length = next_word(text, &at)) {
    status = parse_pop_word(text, at, length, &s);
    at += length;
  }
  if (status == GCIM_OK && s.lanes == 0) {
    return gcim_vec_fail(GCIM_ERR_FORMAT, "popcount: no number of bits; give n=1 .. n=%d",
                         MAX_POP_LANES);
  }
  while (1 << s.sum_bits <= s.lanes) {
    s.sum_bits++;
  }
  if (status == GCIM_OK) {
    *subject = s;
  }
  return status;
}

int subject_parse(const char *text, subject_t *subject) {
  gcim_tree_t tree;
  int at = 0;
  if (strlen(text) >= LINE_CHARS) {
    return gcim_vec_fail(GCIM_ERR_FORMAT, "the line has more than %d characters", LINE_CHARS - 1);
  }
  const int length = next_word(text, &at);
  if (is_word(text + at, length, "adder")) {
    return parse_adder(text + at, subject);
  }
  if (is_word(text + at, length, "popcount")) {
    return parse_popcount(text + at, subject);
  }
  const int status = gcim_tree_parse(text, &tree);
  if (status != GCIM_OK) {
    return gcim_vec_fail_model(status);
  }
  subject_from_tree(&tree, subject);
  return GCIM_OK;
}

/* ---- printing ---- */

/* The word that starts with "add" of a two-lane tree's line. */
static int print_adder(const subject_t *s, char *text, size_t size) {
  char line[LINE_CHARS];
  gcim_tree_t tree;
  gcim_tree_init(&tree, 2, TREE_WIDTH);
  tree.level[1] = s->adder;
  gcim_tree_print(&tree, line, sizeof line);
  const char *add = strstr(line, "add");
  const int length = add == NULL ? 0 : (int)strcspn(add, " ");
  return snprintf(text, size, "adder w=%d %.*s%s", s->width, add == NULL ? 9 : length,
                  add == NULL ? "add=exact" : add, s->is_signed ? " signed" : "");
}

static int print_popcount(const subject_t *s, char *text, size_t size) {
  char more[32] = "";
  if (s->pop == SUBJECT_POP_SATURATE) {
    snprintf(more, sizeof more, " bits=%d", s->pop_bits);
  } else if (s->pop == SUBJECT_POP_PATTERN) {
    snprintf(more, sizeof more, " size=%d limit=%d", s->pop_size, s->pop_limit);
  }
  return snprintf(text, size, "popcount n=%d kind=%s%s%s%s", s->lanes, pop_names[s->pop],
                  s->swap1 ? " swap1" : "", s->swap2 ? " swap2" : "", more);
}

int subject_print(const subject_t *s, char *text, size_t size) {
  switch (s->kind) {
    case SUBJECT_ADDER:
      return print_adder(s, text, size);
    case SUBJECT_POPCOUNT:
      return print_popcount(s, text, size);
    default:
      return gcim_tree_print(&s->tree, text, size);
  }
}
