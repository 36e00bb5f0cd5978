/* unit.c: the table of units. The only place where the C preprocessor reads cards (and, per golden,
 * core/names.h). */
#include <stdio.h>
#include <string.h>

#include "core/card.h"
#include "core/status.h"

/* Reading 1: the goldens' entry points. */
#include "core/card_clear.h"
#undef UNIT
#define UNIT(unit, kind, text) extern const gcim_unit_ops_t gcim_ops_##unit;
#include "units.inc"

/* Reading 2: one function per card that fills a gcim_card_t. Parameters and constants are its local
 * variables, so that an expression of the card is evaluated by the compiler and printed from the
 * same words. */
#include "core/card_clear.h"
#undef UNIT
#undef PARAM
#undef ENUM
#undef ENUM_AS
#undef CONST
#undef RULE
#undef LATENCY
#undef CHANNEL
#undef FIELD
#undef MODE
#undef VALUES
#undef IN
#undef OUT
#undef TAP
#undef SHAPE
#undef FLOATS
#undef NEAR
#undef USUAL
#undef ILLEGAL
#undef LOAD
#undef EPISODE
#undef COVER
#undef BINS
#undef CROSS
#undef BUDGET
#undef REV
#undef CONFIG
#undef SET
#undef END
#define DIR_IN true
#define DIR_OUT false
#define UNIT(u, kind, text)              \
  static void fold_##u(gcim_fold_t *f) { \
    gcim_fold_unit(f, #u, GCIM_##kind, text);
#define PARAM(p, def, min, max)                                                  \
  const int64_t p = gcim_fold_param(f, #p, #def, (def), (min), (max), __LINE__); \
  (void)p;
#define ENUM(p, def, ...)                                                 \
  enum { __VA_ARGS__ };                                                   \
  const int64_t p = gcim_fold_enum(f, #p, (def), #__VA_ARGS__, __LINE__); \
  (void)p;
#define ENUM_AS(p, def, list)                                         \
  const int64_t p = gcim_fold_enum_as(f, #p, (def), #list, __LINE__); \
  (void)p;
#define CONST(c, value)                                      \
  const int64_t c = gcim_fold_const(f, #c, #value, (value)); \
  (void)c;
#define RULE(id, condition, text) gcim_fold_rule(f, #id, #condition, (condition), text, __LINE__);
#define LATENCY(value)                                           \
  const int64_t Latency = gcim_fold_latency(f, #value, (value)); \
  (void)Latency;
#define CHANNEL(name, dir, ...) gcim_fold_channel(f, #name, DIR_##dir, #__VA_ARGS__);
#define FIELD(channel, name, width) gcim_fold_field(f, #channel, #name, #width, (width));
#define MODE(channel, name, width, min, max) \
  gcim_fold_mode(f, #channel, #name, (width), #width, (min), #min, (max), #max);
#define VALUES(signal, ...) gcim_fold_values(f, #signal, #__VA_ARGS__);
#define IN(name, width) gcim_fold_field(f, "in", #name, #width, (width));
#define OUT(name, width) gcim_fold_field(f, "out", #name, #width, (width));
#define TAP(name, width, delay) gcim_fold_tap(f, #name, #width, (width), (delay));
#define SHAPE(signal, lanes, is_signed) gcim_fold_shape(f, #signal, #lanes, (lanes));
#define FLOATS(signal, exp_bits, man_bits) gcim_fold_floats(f, #signal, (exp_bits), (man_bits));
#define NEAR(signal, other, distance) gcim_fold_near(f, #signal, #other, (distance));
#define USUAL(signal, value) gcim_fold_usual(f, #signal, (value));
#define ILLEGAL(channel, id, condition, text) \
  gcim_fold_illegal(f, #channel, #id, #condition, text, __LINE__);
#define LOAD(channel, field, count) gcim_fold_load(f, #channel, #field, (count));
#define EPISODE(cycles) f->card->episode_cycles = (cycles);
#define COVER(name, bins) gcim_fold_cover(f, #name, (bins));
#define BINS(name, ...) gcim_fold_bins(f, #name, #__VA_ARGS__);
#define CROSS(a, b, illegal) gcim_fold_cross(f, #a, #b, #illegal);
#define BUDGET(smoke, nightly)     \
  f->card->budget_smoke = (smoke); \
  f->card->budget_nightly = (nightly);
#define REV(number) f->card->revision = (number);
#define CONFIG(name, ...)                   \
  gcim_fold_config(f, #name, #__VA_ARGS__); \
  __VA_ARGS__
#define SET(name, value) gcim_fold_set(f, #name, (value));
#define END(unit)   \
  gcim_fold_end(f); \
  }
#include "units.inc"

/* Reading 3: protocol rules, as a function of the modes in an image. */
#include "core/card_clear.h"
#undef UNIT
#undef PARAM
#undef ENUM
#undef ENUM_AS
#undef CONST
#undef LATENCY
#undef CHANNEL
#undef FIELD
#undef MODE
#undef IN
#undef OUT
#undef TAP
#undef ILLEGAL
#undef END
#define UNIT(u, kind, text)                                                             \
  static int illegal_##u(const gcim_card_t *card, const uint32_t *image, int channel) { \
    int value = 0, signal = 0, rule = 0;                                                \
    (void)value, (void)signal, (void)rule, (void)channel, (void)image;
#define PARAM(p, def, min, max)                  \
  const int64_t p = card->values[value++].value; \
  (void)p;
#define ENUM(p, def, ...) PARAM(p, 0, 0, 0)
#define ENUM_AS(p, def, list) PARAM(p, 0, 0, 0)
#define CONST(c, v) PARAM(c, 0, 0, 0)
#define LATENCY(v)        \
  PARAM(Latency, 0, 0, 0) \
  signal += 2;
#define CHANNEL(name, dir, ...) signal += 2;
#define FIELD(channel, name, width) signal++;
#define IN(name, width) signal++;
#define OUT(name, width) signal++;
#define TAP(name, width, delay) signal++;
#define MODE(ch, name, bits, lo, hi)                                                \
  const int64_t ch##_##name =                                                       \
      (int64_t)gcim_image_get(card, image, signal, 0, card->signals[signal].width); \
  (void)ch##_##name;                                                                \
  signal++;
#define ILLEGAL(ch, id, condition, text)                       \
  if (channel == card->illegal_channel[rule] && (condition)) { \
    return rule;                                               \
  }                                                            \
  rule++;
#define END(unit) \
  return -1;      \
  }
#include "units.inc"

/* Reading 4: illegal pairs of crosses. a and b are mode values or bin numbers. */
#include "core/card_clear.h"
#undef UNIT
#undef CROSS
#undef END
#define UNIT(u, kind, text)                                         \
  static bool cross_illegal_##u(int wanted, int64_t a, int64_t b) { \
    int cross = 0;                                                  \
    (void)wanted, (void)cross, (void)a, (void)b;
#define CROSS(x, y, illegal) \
  if (cross++ == wanted) {   \
    return (illegal);        \
  }
#define END(unit) \
  return false;   \
  }
#include "units.inc"

/* Reading 5: the table. */
#include "core/card_clear.h"
#undef UNIT
#define UNIT(u, kind, text) {#u, &gcim_ops_##u, fold_##u, illegal_##u, cross_illegal_##u},
static const gcim_unit_t units[] = {
#include "units.inc"
};

typedef struct {
  const char *unit, *sha256;
} identity_t;
static const identity_t identities[] = {
#include "identity.inc"
};

enum { UNIT_COUNT = sizeof units / sizeof units[0] };

const gcim_unit_t *gcim_unit_list(int index) {
  return index >= 0 && index < UNIT_COUNT ? &units[index] : NULL;
}

const char *gcim_unit_name(const gcim_unit_t *unit) {
  return unit == NULL ? "" : unit->name;
}

const char *gcim_unit_identity(const gcim_unit_t *unit) {
  for (size_t i = 0; unit != NULL && i < sizeof identities / sizeof identities[0]; i++) {
    if (strcmp(identities[i].unit, unit->name) == 0) {
      return identities[i].sha256;
    }
  }
  return "";
}

const gcim_unit_t *gcim_unit_find(const char *name) {
  if (name == NULL) {
    gcim_fail(GCIM_ERR_NULL, "gcim_unit_find: name is NULL");
    return NULL;
  }
  const char *names[UNIT_COUNT + 1];
  for (int i = 0; i < UNIT_COUNT; i++) {
    if (strcmp(units[i].name, name) == 0) {
      return &units[i];
    }
    names[i] = units[i].name;
  }
  gcim_fail_unknown("unit", "", name, names, UNIT_COUNT);
  return NULL;
}
