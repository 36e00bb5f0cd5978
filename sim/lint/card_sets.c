/* card_sets.c: parameter sets for the lint, from the library (the C preprocessor stays the only
 * card parser). One line each, fields separated by tabs: config  UNIT NAME  "P=v ..."    every
 * named configuration edge    UNIT P=v   "P=v ..."    each parameter at its lowest and highest
 * value, the rest from the smallest configuration rule    UNIT ID    "P=v"        a set that breaks
 * just this rule, one value or two; empty if none was found member  UNIT NAME  number       members
 * of enumerated parameters and modes
 */
#include <stdio.h>
#include <string.h>

#include "gcim.h"

enum { TEXT_CHARS = 1024, VALUES_TRIED = 64, PAIRS_TRIED = 12 };

static void print_values(const gcim_card_t *card) {
  const char *blank = "";
  for (int i = 0; i < card->value_count; i++) {
    if (card->values[i].kind != GCIM_VALUE_CONST) {
      printf("%s%s=%lld", blank, card->values[i].name, (long long)card->values[i].value);
      blank = " ";
    }
  }
  printf("\n");
}

/* Print one line if `params` makes a model. */
static int print_set(const gcim_unit_t *unit, const char *kind, const char *name,
                     const char *params) {
  gcim_model_t *model;
  if (gcim_model_new(unit, params, &model) != GCIM_OK) {
    return 1;
  }
  printf("%s\t%s\t%s\t", kind, gcim_unit_name(unit), name);
  print_values(gcim_model_card(model));
  gcim_model_free(model);
  return 0;
}

/* The configuration with the smallest image. */
static const char *smallest(const gcim_unit_t *unit, const gcim_card_t *card) {
  const char *name = card->configs[0].name;
  int least = -1;
  for (int i = 0; i < card->config_count; i++) {
    char params[TEXT_CHARS];
    gcim_model_t *model;
    snprintf(params, sizeof params, "config=%s", card->configs[i].name);
    if (gcim_model_new(unit, params, &model) != GCIM_OK) {
      continue;
    }
    const int words = gcim_model_card(model)->image_words;
    if (least < 0 || words < least) {
      least = words;
      name = card->configs[i].name;
    }
    gcim_model_free(model);
  }
  return name;
}

static void print_edges(const gcim_unit_t *unit, const gcim_card_t *card) {
  const char *base = smallest(unit, card);
  for (int i = 0; i < card->value_count; i++) {
    const gcim_value_t *v = &card->values[i];
    for (int high = 0; high < 2 && v->kind != GCIM_VALUE_CONST; high++) {
      char name[TEXT_CHARS / 4], params[TEXT_CHARS];
      snprintf(name, sizeof name, "%s=%lld", v->name, (long long)(high ? v->max : v->min));
      snprintf(params, sizeof params, "config=%s %s", base, name);
      print_set(unit, "edge", name, params);
    }
  }
}

/* Is this set refused in the name of this rule? */
static int breaks(const gcim_unit_t *unit, const char *id, const char *params) {
  char wanted[TEXT_CHARS / 4];
  gcim_model_t *model;
  snprintf(wanted, sizeof wanted, ": %s: ", id);
  const int refused =
      gcim_model_new(unit, params, &model) != GCIM_OK && strstr(gcim_error_text(), wanted) != NULL;
  gcim_model_free(model);
  return refused;
}

/* The `index`-th value of a parameter to try: its lowest ones, then its highest; 0 past the last.
 */
static int nth_value(const gcim_value_t *v, int index, int64_t *value) {
  const int64_t low = v->min + index;
  *value = index == PAIRS_TRIED ? v->max : low;
  return index <= PAIRS_TRIED && low <= v->max;
}

/* A single value that breaks the rule. */
static int single_breaker(const gcim_unit_t *unit, const gcim_card_t *card, const char *id,
                          char *params) {
  for (int i = 0; i < card->value_count; i++) {
    const gcim_value_t *v = &card->values[i];
    for (int64_t x = v->min;
         x <= v->max && x < v->min + VALUES_TRIED && v->kind != GCIM_VALUE_CONST; x++) {
      snprintf(params, TEXT_CHARS, "%s=%lld", v->name, (long long)x);
      if (breaks(unit, id, params)) {
        return 1;
      }
    }
  }
  return 0;
}

/* Values of these two parameters that break the rule together. */
static int pair_breaker(const gcim_unit_t *unit, const gcim_value_t *a, const gcim_value_t *b,
                        const char *id, char *params) {
  int64_t x, y;
  for (int i = 0; nth_value(a, i, &x); i++) {
    for (int j = 0; nth_value(b, j, &y); j++) {
      snprintf(params, TEXT_CHARS, "%s=%lld %s=%lld", a->name, (long long)x, b->name, (long long)y);
      if (breaks(unit, id, params)) {
        return 1;
      }
    }
  }
  return 0;
}

/* The smallest set of values that is refused in the name of this rule. */
static void print_breaker(const gcim_unit_t *unit, const gcim_card_t *card, const char *id) {
  char params[TEXT_CHARS];
  int found = single_breaker(unit, card, id, params);
  for (int i = 0; i < card->value_count && !found; i++) {
    for (int j = i + 1; j < card->value_count && !found; j++) {
      found = card->values[i].kind != GCIM_VALUE_CONST &&
              card->values[j].kind != GCIM_VALUE_CONST &&
              pair_breaker(unit, &card->values[i], &card->values[j], id, params);
    }
  }
  printf("rule\t%s\t%s\t%s\n", card->unit, id, found ? params : "");
}

/* "A, B" -> A 0, B 1. */
static void print_members(const gcim_card_t *card, const char *members) {
  for (int n = 0; members != NULL && *members != '\0'; n++) {
    const int length = (int)strcspn(members, ", ");
    printf("member\t%s\t%.*s\t%d\n", card->unit, length, members, n);
    members += length;
    members += strspn(members, ", ");
  }
}

static int print_unit(const gcim_unit_t *unit) {
  gcim_model_t *model;
  if (gcim_model_new(unit, "", &model) != GCIM_OK) {
    fprintf(stderr, "%s\n", gcim_error_text());
    return 1;
  }
  const gcim_card_t *card = gcim_model_card(model);
  int bad = 0;
  for (int i = 0; i < card->config_count; i++) {
    char params[TEXT_CHARS];
    snprintf(params, sizeof params, "config=%s", card->configs[i].name);
    bad |= print_set(unit, "config", card->configs[i].name, params);
  }
  print_edges(unit, card);
  for (int i = 0; i < card->rule_count; i++) {
    print_breaker(unit, card, card->rules[i].id);
  }
  for (int i = 0; i < card->value_count; i++) {
    print_members(card, card->values[i].members);
  }
  for (int i = 0; i < card->signal_count; i++) {
    print_members(card, card->signals[i].members);
  }
  gcim_model_free(model);
  return bad;
}

int main(void) {
  int bad = 0;
  for (int i = 0; gcim_unit_list(i) != NULL; i++) {
    bad |= print_unit(gcim_unit_list(i));
  }
  return bad;
}
