/* fixed.c: modes that have one value in all random transactions. */
#include <stdlib.h>
#include <string.h>

#include "cases_inside.h"

enum { MODES_CHARS = 400 };

static int mode_named(const gcim_card_t *card, const char *name, int length) {
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (s->kind == GCIM_SIGNAL_MODE && strncmp(s->name, name, (size_t)length) == 0 &&
        s->name[length] == '\0') {
      return i;
    }
  }
  return -1;
}

static int fail_unknown(const gcim_card_t *card, const char *name, int length) {
  char modes[MODES_CHARS] = "";
  for (int i = 0; i < card->signal_count; i++) {
    if (card->signals[i].kind == GCIM_SIGNAL_MODE) {
      const size_t used = strlen(modes);
      snprintf(modes + used, sizeof modes - used, " %s", card->signals[i].name);
    }
  }
  return gcim_vec_fail(GCIM_ERR_UNKNOWN, "%s has no mode '%.*s'; its modes:%s", card->unit, length,
                       name, modes[0] == '\0' ? " none" : modes);
}

/* One NAME=VALUE of `length` characters. */
static int fix(gcim_cases_t *c, const char *word, int length) {
  const char *equal = memchr(word, '=', (size_t)length);
  char *end = NULL;
  const long long value = equal == NULL ? 0 : strtoll(equal + 1, &end, 10);
  if (equal == NULL || end == equal + 1 || end != word + length) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "%s: '%.*s' is no MODE=NUMBER, such as rnd=0",
                         c->card->unit, length, word);
  }
  const int name_length = (int)(equal - word);
  const int i = mode_named(c->card, word, name_length);
  if (i < 0) {
    return fail_unknown(c->card, word, name_length);
  }
  const gcim_signal_t *s = &c->card->signals[i];
  if (value < s->min || value > s->max) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "%s: mode %s=%lld is outside %lld..%lld", c->card->unit,
                         s->name, value, (long long)s->min, (long long)s->max);
  }
  c->is_fixed[i] = true;
  c->fixed[i] = (uint64_t)value;
  return GCIM_OK;
}

int gcim_cases_fix(gcim_cases_t *c, const char *modes) {
  if (c->card->kind == GCIM_CLOCKED) {
    return gcim_vec_fail(GCIM_ERR_PARAM,
                         "%s: modes are fixed for transaction units, this one is clocked",
                         c->card->unit);
  }
  int status = GCIM_OK;
  for (const char *word = modes; status == GCIM_OK && word[strspn(word, " ")] != '\0';) {
    word += strspn(word, " ");
    const size_t length = strcspn(word, " ");
    status = fix(c, word, (int)length);
    c->modes = modes; /* there is a word */
    word += length;
  }
  if (status == GCIM_OK && c->modes == NULL) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "%s: no MODE=NUMBER, such as rnd=0", c->card->unit);
  }
  return status == GCIM_OK ? gcim_corner_check(c->model, &c->check) : status;
}

int gcim_beat_fix(gcim_cases_t *c) {
  gcim_counts_t counts;
  for (int i = 0; i < c->card->signal_count; i++) {
    if (c->is_fixed[i]) {
      gcim_image_put(c->card, c->image, i, 0, c->card->signals[i].width, c->fixed[i]);
    }
  }
  gcim_check_restart(c->check);
  gcim_check_clock(c->check, 1, c->image, 0); /* its verdict on the outputs does not matter here */
  gcim_check_counts(c->check, &counts);
  return counts.illegal == 0 ? GCIM_OK
                             : gcim_vec_fail(GCIM_ERR_PARAM, "%s: with modes %s: %s", c->card->unit,
                                             c->modes, gcim_check_illegal(c->check));
}
