/* fold.h: what the card macros call to fill a gcim_card_t. Private to core/. */
#ifndef GCIM_CORE_FOLD_H
#define GCIM_CORE_FOLD_H

#include "gcim_card.h"

enum { FOLD_MAX_SETS = 64, FOLD_ERROR_CHARS = 512 };

/* A card is folded twice: once to collect the SETs of the wanted configuration, once to evaluate
 * with them. */
typedef struct {
  gcim_card_t *card;
  const char *config;    /* wanted configuration, or NULL */
  bool collecting;       /* first run */
  bool in_wanted_config; /* SETs that follow belong to the wanted configuration */
  bool config_found;
  char set_names[FOLD_MAX_SETS][GCIM_NAME_CHARS];
  char set_texts[FOLD_MAX_SETS]
                [GCIM_NAME_CHARS]; /* "" for SET of a card, whose value is a number */
  int64_t set_values[FOLD_MAX_SETS];
  bool set_used[FOLD_MAX_SETS];
  int set_count;
  const char
      *cross_names[GCIM_MAX_CROSSES][2]; /* resolved at END: all points and modes are known then */
  char error[FOLD_ERROR_CHARS];          /* first error, "" if none */
} gcim_fold_t;

/* Keep the first error of a fold. */
void gcim_fold_error(gcim_fold_t *f, const char *text);

/* fold_set.c: values that a configuration or the caller gives. Index of the last SET of a
 * parameter, -1 if none. */
int gcim_fold_find_set(const gcim_fold_t *f, const char *name);
/* Every SET of a name counts as used, also one that a later SET replaces. */
void gcim_fold_mark_used(gcim_fold_t *f, const char *name);
/* Number that a SET stands for; false with an error if it is neither a member nor a whole number.
 */
bool gcim_fold_set_number(gcim_fold_t *f, int set, const char *members, int64_t *value);
int gcim_fold_member_count(const char *members);

void gcim_fold_unit(gcim_fold_t *f, const char *unit, gcim_kind_t kind, const char *text);
int64_t gcim_fold_param(gcim_fold_t *f, const char *name, const char *text, int64_t def,
                        int64_t min, int64_t max, int line);
int64_t gcim_fold_enum(gcim_fold_t *f, const char *name, int64_t def, const char *members,
                       int line);
/* An enumerated parameter with the members of an earlier one. */
int64_t gcim_fold_enum_as(gcim_fold_t *f, const char *name, int64_t def, const char *list,
                          int line);
int64_t gcim_fold_const(gcim_fold_t *f, const char *name, const char *text, int64_t value);
void gcim_fold_rule(gcim_fold_t *f, const char *id, const char *condition, bool holds,
                    const char *text, int line);
int64_t gcim_fold_latency(gcim_fold_t *f, const char *text, int64_t value);
void gcim_fold_channel(gcim_fold_t *f, const char *name, bool is_input, const char *flags);
void gcim_fold_field(gcim_fold_t *f, const char *channel, const char *name, const char *text,
                     int64_t width);
void gcim_fold_mode(gcim_fold_t *f, const char *channel, const char *name, int64_t width,
                    const char *width_text, int64_t min, const char *min_text, int64_t max,
                    const char *max_text);
void gcim_fold_values(gcim_fold_t *f, const char *signal, const char *members);
void gcim_fold_tap(gcim_fold_t *f, const char *name, const char *text, int64_t width,
                   int64_t delay);
void gcim_fold_shape(gcim_fold_t *f, const char *signal, const char *text, int64_t lanes);
void gcim_fold_floats(gcim_fold_t *f, const char *signal, int64_t exp_bits, int64_t man_bits);
void gcim_fold_near(gcim_fold_t *f, const char *signal, const char *other, int64_t distance);
void gcim_fold_usual(gcim_fold_t *f, const char *signal, int64_t value);
void gcim_fold_illegal(gcim_fold_t *f, const char *channel, const char *id, const char *condition,
                       const char *text, int line);
void gcim_fold_load(gcim_fold_t *f, const char *channel, const char *field, int64_t count);
void gcim_fold_cover(gcim_fold_t *f, const char *name, int64_t bins);
void gcim_fold_bins(gcim_fold_t *f, const char *name, const char *bin_names);
void gcim_fold_cross(gcim_fold_t *f, const char *a, const char *b, const char *illegal);
void gcim_fold_config(gcim_fold_t *f, const char *name, const char *sets);
void gcim_fold_set(gcim_fold_t *f, const char *name, int64_t value);
void gcim_fold_end(gcim_fold_t *f);

#endif
