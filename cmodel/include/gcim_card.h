/* gcim_card.h: what a unit's card says, folded for one set of parameters. Read-only for callers.
 *
 * A card (cmodel/unit/<unit>.def) is the only description of a unit: parameters, ports, channels,
 * widths, latency, taps, coverage points, rules and named configurations. Everything that depends
 * on a unit is generated from this structure.
 */
#ifndef GCIM_CARD_H
#define GCIM_CARD_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  GCIM_MAX_VALUES = 48,
  GCIM_MAX_SIGNALS = 64,
  GCIM_MAX_CHANNELS = 12,
  GCIM_MAX_RULES = 24,
  GCIM_MAX_COVERS = 48,
  GCIM_MAX_CROSSES = 24,
  GCIM_MAX_CONFIGS = 32,
  GCIM_NEAR_BITS = 64, /* of an element of the fields of a NEAR line */
  GCIM_NAME_CHARS = 48
};

typedef enum { GCIM_TRANSACTION = 0, GCIM_CLOCKED = 1 } gcim_kind_t;
typedef enum { GCIM_VALUE_PARAM, GCIM_VALUE_ENUM, GCIM_VALUE_CONST } gcim_value_kind_t;
typedef enum {
  GCIM_SIGNAL_VALID,
  GCIM_SIGNAL_READY,
  GCIM_SIGNAL_MODE,
  GCIM_SIGNAL_DATA,
  GCIM_SIGNAL_TAP
} gcim_signal_kind_t;

/* A parameter, an enumerated parameter or a constant that follows from them. */
typedef struct {
  const char *name;
  const char *text;    /* the card's words: default expression, or the constant's expression */
  const char *members; /* ENUM: "BINARY, CARRY_SAVE"; else NULL */
  gcim_value_kind_t kind;
  int64_t value, def, min, max;
  int line; /* in the card */
} gcim_value_t;

/* One port or tap. Signals have one index space, in card order. Width 0: the port does not exist.
 */
typedef struct {
  char name[GCIM_NAME_CHARS]; /* "st_x", "data", "tap_col_sum" */
  char port[GCIM_NAME_CHARS]; /* "st_x_i", "data_i", "tap_col_sum" */
  gcim_signal_kind_t kind;
  bool is_input;          /* seen from the unit */
  int channel;            /* index, -1 for a tap */
  int width;              /* bits */
  const char *width_text; /* the card's words */
  int word;               /* first word in the image */
  int words;              /* ceil(width / 32) */
  int64_t min, max;       /* MODE: legal values */
  const char *min_text, *max_text;
  const char *members; /* VALUES of a mode, or NULL */
  int lanes;           /* SHAPE: elements; 1 if it has none */
  const char *lanes_text;
  int exp_bits, man_bits; /* FLOATS: a lane is a floating-point code of these; 0, 0: it is not */
  int near_signal, near_distance; /* NEAR: stimulus draws it near the last value of that signal; no
                                     NEAR line: distance 0 */
  bool has_usual;                 /* USUAL: stimulus mostly draws this value */
  int64_t usual;
  int delay; /* transaction units: edges after the accept */
} gcim_signal_t;

/* A handshake. Transaction units have two, "in" and "out", without ready. */
typedef struct {
  const char *name;
  bool is_input;
  bool has_ready;
  int answers;               /* OUT: index of the channel whose accepts it answers, or -1 */
  int first_signal, signals; /* valid, ready, then fields */
} gcim_channel_t;

typedef struct {
  const char *id, *condition, *text;
  bool holds;
  int line;
} gcim_rule_t;

/* A coverage point: one bin per entry, `first` in the model's counters. Generated for every mode:
 * values, switches. */
typedef struct {
  char name[GCIM_NAME_CHARS];
  const char *bin_names; /* "zero, one, ..." or NULL */
  int bins, first;
  int mode;       /* signal index of the mode whose values or switches these bins are, or -1 */
  bool is_switch; /* bin = from * values + to, the diagonal is illegal */
} gcim_cover_t;

/* A cross of two points; `first` in the model's counters, bin = a * bins(b) + b. */
typedef struct {
  int a, b; /* cover indexes */
  const char *illegal_text;
  int first;
} gcim_cross_t;

typedef struct {
  const char *name;
  const char *sets; /* the card's words: SET(Lanes, 64) ... */
} gcim_config_t;

typedef struct {
  const char *unit, *text;
  gcim_kind_t kind;
  int latency; /* transaction units */
  gcim_value_t values[GCIM_MAX_VALUES];
  gcim_signal_t signals[GCIM_MAX_SIGNALS];
  gcim_channel_t channels[GCIM_MAX_CHANNELS];
  gcim_rule_t rules[GCIM_MAX_RULES];
  gcim_rule_t illegal[GCIM_MAX_RULES]; /* protocol rules; `holds` unused, `condition` names the
                                          channel's rule */
  int illegal_channel[GCIM_MAX_RULES];
  gcim_cover_t covers[GCIM_MAX_COVERS];
  gcim_cross_t crosses[GCIM_MAX_CROSSES];
  gcim_config_t configs[GCIM_MAX_CONFIGS];
  int value_count, signal_count, channel_count, rule_count, illegal_count, cover_count;
  int cross_count, config_count;
  int image_words; /* all signals, each padded to words, card order */
  int bin_count;   /* covers and crosses */
  int load_channel, load_field;
  int64_t load_count; /* LOAD: rows written before an episode's traffic; 0: none */
  int64_t episode_cycles;
  int64_t budget_smoke, budget_nightly;
  int64_t revision;
} gcim_card_t;

#ifdef __cplusplus
}
#endif
#endif
