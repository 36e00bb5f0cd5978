/* fold_cover.c: the second half of a card: configurations and coverage. */
#include <stdio.h>
#include <string.h>

#include "core/fold.h"
#include "gcim.h"

enum { MAX_SWITCH_VALUES = 16 };

static void fold_cover_error(gcim_fold_t *f, const char *what, const char *name) {
  if (f->error[0] == '\0') {
    snprintf(f->error, sizeof f->error, "%s: %s '%s'", f->card->unit, what, name);
  }
}

static gcim_cover_t *add_cover(gcim_fold_t *f, const char *name, const char *suffix, int bins) {
  gcim_card_t *card = f->card;
  if (card->cover_count >= GCIM_MAX_COVERS) {
    fold_cover_error(f, "too many coverage points at", name);
    return &card->covers[GCIM_MAX_COVERS - 1];
  }
  gcim_cover_t *c = &card->covers[card->cover_count++];
  snprintf(c->name, sizeof c->name, "%.30s%s", name, suffix);
  c->bins = bins;
  c->mode = -1;
  c->first = card->bin_count;
  card->bin_count += bins;
  return c;
}

void gcim_fold_cover(gcim_fold_t *f, const char *name, int64_t bins) {
  add_cover(f, name, "", (int)bins);
}

static int find_cover(const gcim_card_t *card, const char *name) {
  for (int i = 0; i < card->cover_count; i++) {
    if (strcmp(card->covers[i].name, name) == 0) {
      return i;
    }
  }
  return -1;
}

void gcim_fold_bins(gcim_fold_t *f, const char *name, const char *bin_names) {
  const int index = find_cover(f->card, name);
  if (index < 0) {
    fold_cover_error(f, "BINS of an unknown point", name);
    return;
  }
  f->card->covers[index].bin_names = bin_names;
}

/* A cross may name a mode: its value bins are made at first use, named like the mode. */
static int cover_of(gcim_fold_t *f, const char *name) {
  const int signal = gcim_card_signal(f->card, name);
  if (signal < 0) {
    const int cover = find_cover(f->card, name);
    if (cover < 0) {
      fold_cover_error(f, "CROSS of an unknown point", name);
    }
    return cover < 0 ? 0 : cover;
  }
  const gcim_signal_t *s = &f->card->signals[signal];
  const int known = find_cover(f->card, s->name);
  if (known >= 0) {
    if (s->kind == GCIM_SIGNAL_MODE && f->card->covers[known].mode != signal) {
      fold_cover_error(f, "a coverage point has the name of the mode", s->name);
    }
    return known;
  }
  gcim_cover_t *c = add_cover(f, s->name, "", (int)(s->max - s->min + 1));
  c->mode = signal;
  return (int)(c - f->card->covers);
}

void gcim_fold_cross(gcim_fold_t *f, const char *a, const char *b, const char *illegal) {
  gcim_card_t *card = f->card;
  if (card->cross_count >= GCIM_MAX_CROSSES) {
    fold_cover_error(f, "too many crosses at", a);
    return;
  }
  f->cross_names[card->cross_count][0] = a;
  f->cross_names[card->cross_count][1] = b;
  card->crosses[card->cross_count++] = (gcim_cross_t){0, 0, illegal, 0};
}

void gcim_fold_config(gcim_fold_t *f, const char *name, const char *sets) {
  gcim_card_t *card = f->card;
  f->in_wanted_config = f->collecting && f->config != NULL && strcmp(f->config, name) == 0;
  f->config_found = f->config_found || f->in_wanted_config;
  if (card->config_count >= GCIM_MAX_CONFIGS) {
    fold_cover_error(f, "too many configurations at", name);
    return;
  }
  card->configs[card->config_count++] = (gcim_config_t){name, sets};
}

void gcim_fold_set(gcim_fold_t *f, const char *name, int64_t value) {
  if (!f->in_wanted_config || f->set_count >= FOLD_MAX_SETS) {
    return;
  }
  const int i = f->set_count++;
  snprintf(f->set_names[i], sizeof f->set_names[i], "%s", name);
  f->set_texts[i][0] = '\0';
  f->set_values[i] = value;
}

/* Every value of a mode, and every switch between two values, is a bin by itself. */
static void add_mode_covers(gcim_fold_t *f) {
  const gcim_card_t *card = f->card;
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    const int64_t values = s->max - s->min + 1;
    if (s->kind != GCIM_SIGNAL_MODE || values > MAX_SWITCH_VALUES) {
      continue;
    }
    cover_of(f, s->name);
    if (values > 1) {
      gcim_cover_t *c = add_cover(f, s->name, "_switch", (int)(values * values));
      c->mode = i;
      c->is_switch = true;
    }
  }
}

void gcim_fold_end(gcim_fold_t *f) {
  gcim_card_t *card = f->card;
  add_mode_covers(f);
  for (int i = 0; i < card->cross_count;
       i++) { /* first the points, then the pairs: one block of counters each */
    cover_of(f, f->cross_names[i][0]);
    cover_of(f, f->cross_names[i][1]);
  }
  for (int i = 0; i < card->cross_count; i++) {
    gcim_cross_t *x = &card->crosses[i];
    x->a = cover_of(f, f->cross_names[i][0]);
    x->b = cover_of(f, f->cross_names[i][1]);
    x->first = card->bin_count;
    card->bin_count += card->covers[x->a].bins * card->covers[x->b].bins;
  }
}
