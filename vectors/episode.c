/* episode.c: corner episodes of clocked units: reset, load every row, a group of commands, drain.
 *
 * Episode e has load pattern e mod L (the first: rows take turns) and group (e mod L + e / L) mod G
 * of the commands, so that every pattern meets every command. Every second episode lets a command
 * wait for the answer of the one before, every third takes answers slowly.
 */
#include <string.h>

#include "cases_inside.h"
#include "pattern.h"

enum { RESET_CYCLES = 2, SLOW_CYCLES = 16, DRAIN_IDLE = 2, DRAIN_LIMIT = 100000 };

static uint64_t load_patterns(const gcim_cases_t *c) {
  return (uint64_t)gcim_pattern_count() + (c->card->load_count > 0 ? 1 : 0);
}

static int group_count(const gcim_cases_t *c) {
  int groups = 1;
  for (int i = 0; i < c->corner->channel_count; i++) {
    const int rows = c->corner->channels[i].table.count;
    const int mine = (rows + GCIM_GROUP_COMMANDS - 1) / GCIM_GROUP_COMMANDS;
    groups = mine > groups ? mine : groups;
  }
  return groups;
}

uint64_t gcim_episode_count(const gcim_cases_t *c) {
  return load_patterns(c) * (uint64_t)group_count(c);
}

/* Each channel spreads its rows over all groups; channels take turns inside a group. */
static void choose_commands(gcim_cases_t *c, int group, int groups, int turn) {
  gcim_episode_t *run = &c->run;
  run->command_count = 0;
  for (int k = 0; k < GCIM_GROUP_COMMANDS; k++) {
    for (int i = 0; i < c->corner->channel_count; i++) {
      const gcim_corner_channel_t *channel = &c->corner->channels[i];
      const int row = group * channel->table.count / groups + k;
      if (row >= (group + 1) * channel->table.count / groups) {
        continue;
      }
      run->commands[run->command_count].channel = channel;
      run->commands[run->command_count].row = row;
      run->commands[run->command_count].turn = turn + 3 * run->command_count;
      run->command_count++;
    }
  }
}

void gcim_episode_begin(gcim_cases_t *c, uint64_t index) {
  const uint64_t patterns = load_patterns(c);
  const int groups = group_count(c);
  const int pattern = (int)(index % patterns);
  gcim_episode_t *run = &c->run;
  memset(run, 0, sizeof *run);
  memset(c->image, 0, (size_t)c->card->image_words * sizeof *c->image);
  run->phase = EPISODE_RESET;
  run->load_turn = pattern - 1;
  run->drains = index % 2 == 1;
  run->slow = index % 3 == 2;
  choose_commands(c, (int)((index % patterns + index / patterns) % (uint64_t)groups), groups,
                  pattern);
  snprintf(c->name, sizeof c->name, "corner.%s%s%s",
           c->card->load_count == 0 || pattern == 0 ? "turns" : gcim_pattern_name(pattern - 1),
           run->drains ? " one by one" : " back to back", run->slow ? " slow answers" : "");
}

/* ---- pins of a line ---- */

static void clear_inputs(gcim_cases_t *c) {
  for (int i = 0; i < c->card->signal_count; i++) {
    const gcim_signal_t *s = &c->card->signals[i];
    if (s->is_input) {
      memset(c->image + s->word, 0, (size_t)s->words * sizeof *c->image);
    }
  }
}

static void put_readies(gcim_cases_t *c) {
  const bool ready = !c->run.slow || c->run.clock % SLOW_CYCLES == SLOW_CYCLES - 1;
  for (int i = 0; i < c->card->signal_count; i++) {
    const gcim_signal_t *s = &c->card->signals[i];
    if (s->is_input && s->kind == GCIM_SIGNAL_READY) {
      gcim_image_put(c->card, c->image, i, 0, 1, ready);
    }
  }
}

static void put_load(gcim_cases_t *c) {
  const int turn = c->run.load_turn >= 0 ? c->run.load_turn : (int)c->run.row;
  for (int i = 0; i < c->card->signal_count; i++) {
    const gcim_signal_t *s = &c->card->signals[i];
    if (s->channel != c->card->load_channel || !s->is_input) {
      continue;
    }
    if (i == c->card->load_field) {
      gcim_image_put(c->card, c->image, i, 0, s->width, (uint64_t)c->run.row);
    } else if (s->kind == GCIM_SIGNAL_VALID) {
      gcim_image_put(c->card, c->image, i, 0, 1, 1);
    } else if (s->kind == GCIM_SIGNAL_MODE) {
      gcim_image_put(c->card, c->image, i, 0, s->width, (uint64_t)s->min);
    } else if (s->kind == GCIM_SIGNAL_DATA) {
      gcim_pattern_put(c->card, c->image, i, turn % gcim_pattern_count());
    }
  }
}

/* Will `channel` be accepted at this edge? */
static bool is_taken(const gcim_cases_t *c, int channel) {
  for (int i = 0; i < c->card->signal_count; i++) {
    const gcim_signal_t *s = &c->card->signals[i];
    if (s->channel == channel && s->kind == GCIM_SIGNAL_READY && !s->is_input) {
      return gcim_image_get(c->card, c->image, i, 0, 1) != 0;
    }
  }
  return true;
}

static void put_command(gcim_cases_t *c) {
  const gcim_command_t *command = &c->run.commands[c->run.command];
  gcim_corner_put(c->corner, command->channel, command->row, command->turn, c->image);
  if (c->run.cycle == 0) {
    const int channel = command->channel->channel;
    const int used = snprintf(c->note, sizeof c->note, "%s ", c->card->channels[channel].name);
    gcim_corner_name(c->corner, command->channel, command->row, command->turn, c->note + used,
                     sizeof c->note - (size_t)used);
  }
}

/* ---- phases ---- */

static void enter(gcim_episode_t *run, int phase) {
  run->phase = phase;
  run->cycle = 0;
}

/* Leave phases that have nothing left to do. */
static void settle(gcim_cases_t *c) {
  gcim_episode_t *run = &c->run;
  if (run->phase == EPISODE_RESET && run->cycle >= RESET_CYCLES) {
    enter(run, EPISODE_LOAD);
  }
  if (run->phase == EPISODE_LOAD && run->row >= c->card->load_count) {
    enter(run, EPISODE_COMMANDS);
  }
  if (run->waits && !gcim_model_busy(c->model)) {
    run->waits = false;
    run->cycle = 0;
  }
  if (run->phase == EPISODE_COMMANDS && run->command >= run->command_count) {
    enter(run, EPISODE_DRAIN);
  }
  if (run->phase == EPISODE_DRAIN && run->cycle >= DRAIN_IDLE && !gcim_model_busy(c->model)) {
    run->phase = EPISODE_OVER;
  }
}

static void put_pins(gcim_cases_t *c) {
  clear_inputs(c);
  c->note[0] = '\0';
  if (c->run.phase == EPISODE_RESET) {
    return;
  }
  put_readies(c);
  if (c->run.phase == EPISODE_LOAD) {
    put_load(c);
  } else if (c->run.phase == EPISODE_COMMANDS && !c->run.waits) {
    put_command(c);
  }
}

/* After the line: what was accepted at its edge. */
static void advance(gcim_cases_t *c) {
  gcim_episode_t *run = &c->run;
  run->cycle++;
  run->clock++;
  if (run->phase == EPISODE_LOAD && is_taken(c, c->card->load_channel)) {
    run->row++;
  }
  if (run->phase == EPISODE_COMMANDS && !run->waits &&
      is_taken(c, run->commands[run->command].channel->channel)) {
    run->command++;
    run->cycle = 0;
    run->waits = run->drains;
  }
}

int gcim_episode_line(gcim_cases_t *c) {
  settle(c);
  if (c->run.phase == EPISODE_OVER) {
    return 0;
  }
  if (c->run.cycle > DRAIN_LIMIT) {
    return gcim_vec_fail(
        GCIM_ERR_STATE,
        "%s: case '%s' still waits after %d cycles; see the model's ready and answers",
        c->card->unit, c->name, DRAIN_LIMIT);
  }
  put_pins(c);
  c->rst_n = c->run.phase != EPISODE_RESET;
  const int status = gcim_model_step(c->model, c->rst_n, c->image, c->care);
  if (status != GCIM_OK) {
    return gcim_vec_fail_model(status);
  }
  advance(c);
  return 1;
}
