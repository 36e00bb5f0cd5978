/* pairwise.c: `gcim pairwise UNIT`: parameter sets that hold every pair of {lowest, highest, odd,
 * not a power of two, default} of every two parameters at least once; of an enumeration, and of a
 * row of the table of cells, all values. Deterministic. Of two equally useful sets the smaller
 * hardware is taken, so that two extremes meet where the third one is small.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"

enum { MAX_PARAMS = 24, MAX_LEVELS = 24, NUMBER_LEVELS = 5, TRIES = 60, TEXT_CHARS = 1024 };
enum {
  BATCH_SETS = 24,
  BATCH_BITS = 24000
}; /* sets of one bench: many small ones or a large one */

typedef struct {
  const char *name;
  int64_t level[MAX_LEVELS];
  bool
      is_default[MAX_LEVELS]; /* leave it to the card: a default may follow from other parameters */
  int levels;
} axis_t;

typedef struct {
  const gcim_unit_t *unit;
  axis_t axes[MAX_PARAMS];
  int count;
  /* done[a][i][b][j]: level i of axis a has met level j of axis b (a < b) */
  unsigned char done[MAX_PARAMS][MAX_LEVELS][MAX_PARAMS][MAX_LEVELS];
  uint64_t draws;
} plan_t;

typedef struct {
  int level[MAX_PARAMS];
} choice_t;

static uint32_t draw(plan_t *plan, uint32_t bound) {
  return (uint32_t)(gcim_random(1, plan->draws++, 7) % bound);
}

/* ---- levels of one parameter ---- */

static void add_level(axis_t *axis, int64_t value, bool is_default, int most) {
  for (int i = 0; i < axis->levels; i++) {
    if (axis->level[i] == value) {
      return;
    }
  }
  if (axis->levels < most) {
    axis->level[axis->levels] = value;
    axis->is_default[axis->levels++] = is_default;
  }
}

/* Does the card accept this value with the rest at their defaults? */
static bool accepted(const gcim_unit_t *unit, const char *name, int64_t value) {
  char params[TEXT_CHARS];
  gcim_model_t *model;
  snprintf(params, sizeof params, "%s=%lld", name, (long long)value);
  const bool good = gcim_model_new(unit, params, &model) == GCIM_OK;
  gcim_model_free(model);
  return good;
}

static int64_t first_accepted(const gcim_unit_t *unit, const gcim_value_t *v, const int64_t *wanted,
                              int count) {
  for (int i = 0; i < count; i++) {
    if (wanted[i] > v->min && wanted[i] < v->max && accepted(unit, v->name, wanted[i])) {
      return wanted[i];
    }
  }
  return v->min;
}

/* A row of the table of cells: every row counts. */
static bool is_row(const gcim_value_t *v) {
  const size_t length = strlen(v->name);
  return length >= 4 && strcmp(v->name + length - 4, "Cell") == 0 && v->max - v->min < MAX_LEVELS;
}

static void make_axis(plan_t *plan, const gcim_value_t *v) {
  static const int64_t odd[] = {37, 21, 7, 5, 3};
  static const int64_t uneven[] = {24, 12, 10, 6};
  axis_t *axis = &plan->axes[plan->count++];
  axis->name = v->name;
  axis->levels = 0;
  add_level(axis, v->def, true, 1);
  if (v->kind == GCIM_VALUE_ENUM || v->max - v->min <= 4 || is_row(v)) {
    for (int64_t x = v->min; x <= v->max; x++) {
      if (accepted(plan->unit, v->name, x)) {
        add_level(axis, x, false, MAX_LEVELS);
      }
    }
    return;
  }
  add_level(axis, v->min, false, NUMBER_LEVELS);
  add_level(axis, v->max, false, NUMBER_LEVELS);
  const int small = v->max <= 32 ? 2 : 0; /* short ranges get the short values */
  add_level(axis, first_accepted(plan->unit, v, odd + small, 5 - small), false, NUMBER_LEVELS);
  add_level(axis, first_accepted(plan->unit, v, uneven + small, 4 - small), false, NUMBER_LEVELS);
}

/* ---- one set ---- */

static void set_text(const plan_t *plan, const choice_t *c, const char *joint, char *text,
                     size_t size) {
  size_t used = 0;
  text[0] = '\0';
  for (int a = 0; a < plan->count; a++) {
    const axis_t *axis = &plan->axes[a];
    if (!axis->is_default[c->level[a]] && used < size) {
      const int n = snprintf(text + used, size - used, "%s%s=%lld", used == 0 ? "" : joint,
                             axis->name, (long long)axis->level[c->level[a]]);
      used += n > 0 ? (size_t)n : 0;
    }
  }
}

/* Bits of storage and ports: what makes a simulation large. -1 if the card refuses the set. */
static int64_t hardware(const plan_t *plan, const choice_t *c) {
  char params[TEXT_CHARS];
  gcim_model_t *model;
  set_text(plan, c, " ", params, sizeof params);
  if (gcim_model_new(plan->unit, params, &model) != GCIM_OK) {
    return -1;
  }
  const gcim_card_t *card = gcim_model_card(model);
  int64_t row = 0;
  for (int i = 0; i < card->signal_count && card->load_count > 0; i++) {
    row += card->signals[i].channel == card->load_channel ? card->signals[i].width : 0;
  }
  const int64_t bits = card->load_count * row + (int64_t)card->image_words * 32;
  gcim_model_free(model);
  return bits;
}

static int news(const plan_t *plan, const choice_t *c) {
  int count = 0;
  for (int a = 0; a < plan->count; a++) {
    for (int b = a + 1; b < plan->count; b++) {
      count += !plan->done[a][c->level[a]][b][c->level[b]];
    }
  }
  return count;
}

static void mark(plan_t *plan, const choice_t *c) {
  for (int a = 0; a < plan->count; a++) {
    for (int b = a + 1; b < plan->count; b++) {
      plan->done[a][c->level[a]][b][c->level[b]] = 1;
    }
  }
}

/* The first pair that has not met, fixed in *c; false if all have. */
static bool open_pair(const plan_t *plan, choice_t *c, int *a_fixed, int *b_fixed) {
  for (int a = 0; a < plan->count; a++) {
    for (int b = a + 1; b < plan->count; b++) {
      for (int k = 0; k < plan->axes[a].levels * plan->axes[b].levels; k++) {
        const int i = k / plan->axes[b].levels, j = k % plan->axes[b].levels;
        if (!plan->done[a][i][b][j]) {
          c->level[a] = i;
          c->level[b] = j;
          *a_fixed = a;
          *b_fixed = b;
          return true;
        }
      }
    }
  }
  return false;
}

/* The best of TRIES random completions of an open pair; *c holds the pair. */
static bool complete(plan_t *plan, choice_t *c, int a_fixed, int b_fixed) {
  choice_t best = *c;
  double best_score = -1e30;
  for (int t = 0; t < TRIES; t++) {
    choice_t one = *c;
    for (int a = 0; a < plan->count; a++) {
      if (a != a_fixed && a != b_fixed) {
        one.level[a] = (int)draw(plan, (uint32_t)plan->axes[a].levels);
      }
    }
    const int64_t bits = hardware(plan, &one);
    const double score =
        news(plan, &one) - (double)bits / 20000.0; /* 20 kbit weigh as much as a new pair */
    if (bits >= 0 && score > best_score) {
      best_score = score;
      best = one;
    }
  }
  *c = best;
  return best_score > -1e30;
}

/* All sets, a line a batch. */
static void print_sets(plan_t *plan) {
  choice_t c;
  memset(&c, 0, sizeof c);
  int a, b, set = 0, in_batch = 0;
  int64_t bits = 0;
  while (open_pair(plan, &c, &a, &b)) {
    char text[TEXT_CHARS];
    if (!complete(plan, &c, a, b)) { /* the card's rules refuse this pair */
      plan->done[a][c.level[a]][b][c.level[b]] = 1;
      continue;
    }
    mark(plan, &c);
    set_text(plan, &c, ",", text, sizeof text);
    bits += hardware(plan, &c);
    const bool next = in_batch > 0 && (in_batch >= BATCH_SETS || bits > BATCH_BITS);
    printf("%sp%d:%s", set == 0 ? "" : next ? "\n" : ";", set, text);
    bits = next ? hardware(plan, &c) : bits;
    in_batch = next ? 1 : in_batch + 1;
    set++;
  }
  printf("\n");
}

static const char usage[] =
    "usage: gcim pairwise UNIT\n"
    "  Parameter sets for `gcim gen --sets`, a line a bench: every pair of {lowest, highest, odd, "
    "not a "
    "power of two,\n"
    "  default}, or of all members and rows of cells, of every two parameters stands in one of "
    "them.\n";

int cmd_pairwise(int argc, char **argv) {
  static const struct option options[] = {{"help", 0, NULL, 'h'}, {NULL, 0, NULL, 0}};
  static const cmd_spec_t spec = {"gcim pairwise", usage, options};
  const int option = cmd_option(&spec, argc, argv);
  if (option != CMD_END) {
    return cmd_option_status(option);
  }
  plan_t *plan = calloc(1, sizeof *plan);
  gcim_model_t *model = NULL;
  int status = plan == NULL ? CMD_FAILED : cmd_unit(&spec, argc, argv, &plan->unit);
  if (status == CMD_OK && gcim_model_new(plan->unit, "", &model) != GCIM_OK) {
    status = cmd_fail(&spec, CMD_FAILED, "%s", gcim_error_text());
  }
  const gcim_card_t *card = gcim_model_card(model);
  for (int i = 0; status == CMD_OK && i < card->value_count; i++) {
    if (card->values[i].kind != GCIM_VALUE_CONST && plan->count < MAX_PARAMS) {
      make_axis(plan, &card->values[i]);
    }
  }
  if (status == CMD_OK) {
    print_sets(plan);
  }
  gcim_model_free(model);
  free(plan);
  return status;
}
