/* card_text.c: leading comment of a card, comments behind its lines. */
#include "card_text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "gcim.h"

enum { CARD_LIMIT = 1 << 20 };

static int read_file(const char *path, char **text) {
  FILE *file = fopen(path, "r");
  *text = calloc(1, CARD_LIMIT + 1);
  size_t length = 0;
  if (file != NULL && *text != NULL) {
    length = fread(*text, 1, CARD_LIMIT, file);
  }
  if (file == NULL || ferror(file)) {
    const int reason = errno;
    if (file != NULL) {
      fclose(file);
    }
    return gcim_vec_fail(GCIM_ERR_IO, "%s: cannot read the card (%s); name it with --card FILE",
                         path, strerror(reason));
  }
  fclose(file);
  if (*text == NULL) {
    return gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  }
  if (length == CARD_LIMIT) {
    return gcim_vec_fail(GCIM_ERR_FORMAT, "%s: more than 1 MiB; no card is that long", path);
  }
  return GCIM_OK;
}

/* The line "<keyword> (<name>, ...": where it begins, or NULL. */
static const char *find_line(const char *text, const char *keyword, const char *name) {
  const size_t keyword_length = strlen(keyword);
  const size_t name_length = strlen(name);
  while (*text != '\0') {
    const char *at = text;
    if (strncmp(at, keyword, keyword_length) == 0) {
      at += keyword_length;
      at += strspn(at, " ");
      at += *at == '(';
      at += strspn(at, " ");
      const char end = strncmp(at, name, name_length) == 0 ? at[name_length] : '\0';
      if (end == ',' || end == ')' || end == ' ') {
        return text;
      }
    }
    text += strcspn(text, "\n");
    text += *text == '\n';
  }
  return NULL;
}

int card_text_read(const char *path, const char *unit, card_text_t *card) {
  card->text = NULL;
  card->opening = 0;
  const int status = read_file(path, &card->text);
  if (status != GCIM_OK) {
    card_text_free(card);
    return status;
  }
  if (find_line(card->text, "UNIT", unit) == NULL) {
    card_text_free(card);
    return gcim_vec_fail(GCIM_ERR_FORMAT, "%s: has no line 'UNIT (%s, ...'; name the card of %s",
                         path, unit, unit);
  }
  const char *end = strncmp(card->text, "/*", 2) == 0 ? strstr(card->text, "*/") : NULL;
  if (end == NULL) {
    card_text_free(card);
    return gcim_vec_fail(GCIM_ERR_FORMAT,
                         "%s:1: must begin with the comment that says what %s does", path, unit);
  }
  card->opening = (size_t)(end + 2 - card->text);
  return GCIM_OK;
}

void card_text_free(card_text_t *card) {
  free(card->text);
  card->text = NULL;
}

void card_text_meaning(const card_text_t *card, const char *keyword, const char *name,
                       char *meaning, size_t size) {
  meaning[0] = '\0';
  const char *line = find_line(card->text, keyword, name);
  if (line == NULL) {
    return;
  }
  const char *end = line + strcspn(line, "\n");
  const char *open = strstr(line, "/*");
  const char *close = open == NULL ? NULL : strstr(open, "*/");
  if (open == NULL || close == NULL || open > end || close > end) {
    return;
  }
  open += 2;
  open += strspn(open, " ");
  while (close > open && close[-1] == ' ') {
    close--;
  }
  snprintf(meaning, size, "%.*s", (int)(close - open), open);
}
