/* cover.c: coverage counters that follow from the card alone: mode values, switches, crosses; names
 * of bins. */
#include <stdio.h>
#include <string.h>

#include "core/bits.h"
#include "core/model.h"

static int64_t mode_value(const gcim_card_t *card, const uint32_t *image, int signal) {
  const gcim_signal_t *s = &card->signals[signal];
  return (int64_t)gcim_bits_get(image + s->word, 0, s->width);
}

/* Bin of a mode's value point, -1 if the value is illegal. */
static int mode_bin(const gcim_card_t *card, const uint32_t *image, int signal) {
  const gcim_signal_t *s = &card->signals[signal];
  const int64_t value = mode_value(card, image, signal);
  return value < s->min || value > s->max ? -1 : (int)(value - s->min);
}

static void hit_mode(gcim_model_t *m, const gcim_cover_t *c, const uint32_t *image) {
  const int bin = mode_bin(&m->card, image, c->mode);
  if (bin < 0) {
    return;
  }
  if (!c->is_switch) {
    m->hits[c->first + bin]++;
    return;
  }
  const gcim_signal_t *s = &m->card.signals[c->mode];
  const int64_t last = m->last_mode[c->mode];
  const int values = (int)(s->max - s->min + 1);
  if (last >= 0 && last != bin) {
    m->hits[c->first + (int)last * values + bin]++;
  }
  m->last_mode[c->mode] = bin;
}

void gcim_cover_modes(gcim_model_t *m, int channel, const uint32_t *image) {
  const gcim_card_t *card = &m->card;
  for (int i = 0; i < card->cover_count; i++) {
    const gcim_cover_t *c = &card->covers[i];
    if (c->mode >= 0 && card->signals[c->mode].channel == channel) {
      hit_mode(m, c, image);
    }
  }
  for (int i = 0; i < card->cross_count; i++) {
    const gcim_cross_t *x = &card->crosses[i];
    const gcim_cover_t *a = &card->covers[x->a];
    const gcim_cover_t *b = &card->covers[x->b];
    if (a->mode < 0 || b->mode < 0 || card->signals[a->mode].channel != channel ||
        card->signals[b->mode].channel != channel) {
      continue;
    }
    const int bin_a = mode_bin(card, image, a->mode);
    const int bin_b = mode_bin(card, image, b->mode);
    if (bin_a >= 0 && bin_b >= 0) {
      m->hits[x->first + bin_a * b->bins + bin_b]++;
    }
  }
}

void gcim_hit_cross(gcim_model_t *m, int cover_a, int bin_a, int signal_b, int64_t value_b) {
  const gcim_card_t *card = &m->card;
  if (value_b < card->signals[signal_b].min || value_b > card->signals[signal_b].max) {
    return; /* an illegal mode has no bin */
  }
  for (int i = 0; i < card->cross_count; i++) {
    const gcim_cross_t *x = &card->crosses[i];
    if (x->a == cover_a && card->covers[x->b].mode == signal_b) {
      const int64_t bin_b = value_b - card->signals[signal_b].min;
      m->hits[x->first + bin_a * card->covers[x->b].bins + bin_b]++;
    }
  }
}

/* ---- which bins, and their names ---- */

static const gcim_cross_t *cross_of_bin(const gcim_card_t *card, int bin) {
  for (int i = card->cross_count - 1; i >= 0; i--) {
    if (bin >= card->crosses[i].first) {
      return &card->crosses[i];
    }
  }
  return NULL;
}

static const gcim_cover_t *cover_of_bin(const gcim_card_t *card, int bin) {
  for (int i = card->cover_count - 1; i >= 0; i--) {
    if (bin >= card->covers[i].first) {
      return &card->covers[i];
    }
  }
  return &card->covers[0];
}

/* What the card's illegal expression calls a or b: a mode's value, or a bin number. */
static int64_t bin_value(const gcim_card_t *card, const gcim_cover_t *c, int bin) {
  return c->mode < 0 ? bin : bin + card->signals[c->mode].min;
}

int gcim_card_bin_legal(const gcim_card_t *card, int bin) {
  const gcim_cross_t *x = cross_of_bin(card, bin);
  if (x != NULL) {
    const gcim_unit_t *unit = gcim_unit_find(card->unit);
    const gcim_cover_t *b = &card->covers[x->b];
    const int64_t value_a = bin_value(card, &card->covers[x->a], (bin - x->first) / b->bins);
    const int64_t value_b = bin_value(card, b, (bin - x->first) % b->bins);
    return !unit->cross_illegal((int)(x - card->crosses), value_a, value_b);
  }
  const gcim_cover_t *c = cover_of_bin(card, bin);
  if (!c->is_switch) {
    return 1;
  }
  const gcim_signal_t *s = &card->signals[c->mode];
  const int values = (int)(s->max - s->min + 1);
  return (bin - c->first) / values != (bin - c->first) % values;
}

/* The index-th word of a list "a, b, c", or the number `value` if there is no list. */
static void list_word(const char *list, int index, int64_t value, char *text, size_t size) {
  const char *p = list == NULL ? "" : list;
  for (int i = 0; i < index && *p != '\0'; i++) {
    p += strcspn(p, ",");
    p += strspn(p, ", ");
  }
  const int n = (int)strcspn(p, ", ");
  if (n > 0) {
    snprintf(text, size, "%.*s", n, p);
  } else {
    snprintf(text, size, "%lld", (long long)value);
  }
}

static void cover_word(const gcim_card_t *card, const gcim_cover_t *c, int bin, char *text,
                       size_t size) {
  const char *list = c->mode >= 0 ? card->signals[c->mode].members : c->bin_names;
  list_word(list, bin, bin_value(card, c, bin), text, size);
}

void gcim_card_bin_name(const gcim_card_t *card, int bin, char *text, size_t size) {
  char a[GCIM_NAME_CHARS], b[GCIM_NAME_CHARS];
  const gcim_cross_t *x = cross_of_bin(card, bin);
  if (x != NULL) {
    const gcim_cover_t *ca = &card->covers[x->a];
    const gcim_cover_t *cb = &card->covers[x->b];
    cover_word(card, ca, (bin - x->first) / cb->bins, a, sizeof a);
    cover_word(card, cb, (bin - x->first) % cb->bins, b, sizeof b);
    snprintf(text, size, "%s x %s.%s,%s", ca->name, cb->name, a, b);
    return;
  }
  const gcim_cover_t *c = cover_of_bin(card, bin);
  if (!c->is_switch) {
    cover_word(card, c, bin - c->first, a, sizeof a);
    snprintf(text, size, "%s.%s", c->name, a);
    return;
  }
  const gcim_signal_t *s = &card->signals[c->mode];
  const int values = (int)(s->max - s->min + 1);
  const int from = (bin - c->first) / values, to = (bin - c->first) % values;
  list_word(s->members, from, from + s->min, a, sizeof a);
  list_word(s->members, to, to + s->min, b, sizeof b);
  snprintf(text, size, "%s.%s>%s", s->name, a, b);
}
