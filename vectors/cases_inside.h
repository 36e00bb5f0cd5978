/* cases_inside.h: the parts of a case source. */
#ifndef GCIM_VECTORS_CASES_INSIDE_H
#define GCIM_VECTORS_CASES_INSIDE_H

#include "cases.h"
#include "corner.h"
#include "vec.h"

enum { GCIM_GROUP_COMMANDS = 4, GCIM_EPISODE_COMMANDS = GCIM_GROUP_COMMANDS * GCIM_MAX_CHANNELS };

typedef struct {
  const gcim_corner_channel_t *channel;
  int row, turn;
} gcim_command_t;

/* A corner episode under way: reset, load, commands, drain. */
typedef struct {
  enum { EPISODE_RESET, EPISODE_LOAD, EPISODE_COMMANDS, EPISODE_DRAIN, EPISODE_OVER } phase;
  int64_t cycle; /* of the phase */
  int64_t row;   /* LOAD: next row */
  int load_turn; /* LOAD: pattern of every row, or -1: rows take turns */
  bool drains;   /* every command waits until the one before has its answer */
  bool slow;     /* OUT channels are ready in one cycle of 16 */
  int64_t clock; /* cycles of the episode */
  gcim_command_t commands[GCIM_EPISODE_COMMANDS];
  int command_count, command;
  bool waits; /* between commands of an episode that drains */
} gcim_episode_t;

struct gcim_cases {
  const gcim_unit_t *unit;
  gcim_model_t *model;
  const gcim_card_t *card;
  gcim_corner_t *corner;
  gcim_stim_t *stim;
  gcim_check_t *check; /* where modes are fixed: is that legal? */
  const char *modes;   /* the words of gcim_cases_fix, NULL: none */
  bool is_fixed[GCIM_MAX_SIGNALS];
  uint64_t fixed[GCIM_MAX_SIGNALS];
  gcim_plan_t plan;
  uint64_t seed;
  uint64_t index;         /* cases begun */
  uint64_t beat, episode; /* random transactions: beat of the episode, episodes begun */
  bool has_episode;
  bool is_random;         /* the current case */
  bool line_done;         /* transaction units: the one line was handed out */
  uint32_t *image, *pins; /* line with expected values; stimulus from outside */
  uint8_t care[GCIM_MAX_SIGNALS];
  int rst_n;
  char name[GCIM_VEC_NAME_CHARS], note[GCIM_VEC_NAME_CHARS];
  char legend[2048];
  gcim_episode_t run;
};

/* Corner episodes of a clocked unit: how many, begin one (its name goes to cases->name), one more
 * line. */
uint64_t gcim_episode_count(const gcim_cases_t *cases);
void gcim_episode_begin(gcim_cases_t *cases, uint64_t index);
int gcim_episode_line(gcim_cases_t *cases);

/* The index-th transaction of the corner list, of the whole space, and the next random one. */
void gcim_beat_corner(gcim_cases_t *cases, uint64_t index);
void gcim_beat_exhaustive(gcim_cases_t *cases, uint64_t index);
int gcim_beat_random(gcim_cases_t *cases);

/* Put the fixed modes into the random transaction in cases->image.
 *
 * Errors:  GCIM_ERR_PARAM: an ILLEGAL line of the card forbids what comes out.
 */
int gcim_beat_fix(gcim_cases_t *cases);

/* Do the pins of a cycle of the stimulus hold a transaction? */
bool gcim_beat_carried(const gcim_cases_t *cases, int rst_n);

/* Evaluate the transaction in cases->image: modes and inputs to outputs. */
int gcim_beat_eval(const gcim_model_t *model, uint32_t *image);

#endif
