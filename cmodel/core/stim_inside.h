/* stim_inside.h: state of a stimulus, shared by stim.c (phases, handshakes) and stim_payload.c
 * (data). Private to core/. */
#ifndef GCIM_CORE_STIM_INSIDE_H
#define GCIM_CORE_STIM_INSIDE_H

#include "core/model.h"
#include "core/pattern.h"

typedef enum { PHASE_RESET, PHASE_LOAD, PHASE_TRAFFIC, PHASE_DRAIN, PHASE_OVER } phase_t;

struct gcim_stim {
  gcim_model_t *model;
  gcim_random_t random;
  int flags;
  phase_t phase;
  int64_t cycle; /* in this phase */
  int64_t loaded, load_count;
  int64_t traffic_cycles;
  int64_t reset_at; /* cycle of the traffic in which a reset starts, -1: none */
  int reset_left, idle;
  int rate[GCIM_MAX_CHANNELS];     /* of 16: valid of an IN channel, ready of an OUT channel */
  int sticky;                      /* of 16: keep the modes of the last command */
  uint64_t last[GCIM_MAX_SIGNALS]; /* low bits of every field of the last command */
  bool extreme;                    /* mostly all-ones data, and the widest modes */
  bool steady;                     /* long, the modes mostly at their minimum */
  uint32_t *image;                 /* the inputs now on the pins */
  uint32_t *expected;
  uint8_t care[GCIM_MAX_SIGNALS];
};

/* Write the low bits of an input; read bit 0 of a signal (an absent one reads 1). */
void gcim_stim_put(gcim_stim_t *s, int signal, uint64_t value);
bool gcim_stim_bit(const gcim_stim_t *s, const uint32_t *image, int signal);

/* Data and modes of a new command on `channel`. */
void gcim_stim_payload(gcim_stim_t *s, int channel);

/* While valid is 0 the data means nothing: put something else there every cycle, so that a DUT
 * which looks is found. */
void gcim_stim_spoil(gcim_stim_t *s, int channel);

#endif
