/* card_text.h: the comments of a card, for people. Everything else of a card is folded by the
 * library; nothing here parses it.
 */
#ifndef GCIM_CARD_TEXT_H
#define GCIM_CARD_TEXT_H

#include <stddef.h>

typedef struct {
  char *text;     /* the whole file, ended by a zero */
  size_t opening; /* bytes of the leading comment, with its delimiters */
} card_text_t;

/* Read `path` and check that it is the card of `unit`. Errors: the text is gcim_vec_error_text().
 */
int card_text_read(const char *path, const char *unit, card_text_t *card);
void card_text_free(card_text_t *card);

/* The comment behind the line "<keyword> (<name>, ...)", cut to `size`; "" if there is none. */
void card_text_meaning(const card_text_t *card, const char *keyword, const char *name,
                       char *meaning, size_t size);

#endif
