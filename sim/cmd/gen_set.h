/* gen_set.h: models of the parameter sets that take part in a generated file. */
#ifndef GCIM_SIM_GEN_SET_H
#define GCIM_SIM_GEN_SET_H

#include "gcim.h"

enum { GEN_MAX_SETS = 256 };

typedef struct {
  gcim_model_t *models[GEN_MAX_SETS];
  const gcim_card_t *cards[GEN_MAX_SETS];
  const char *names[GEN_MAX_SETS];
  int count;
} gen_set_t;

/* Returns 1, with a message, if `params` makes no model; the caller knows that there is room. */
int gen_set_add(gen_set_t *set, const gcim_unit_t *unit, const char *name, const char *params);
void gen_set_free(gen_set_t *set);

/* Every set of every unit whose hardware is printed: the named configurations, and what lint reads
 * besides (members of enumerated parameters in the smallest configuration). */
int gen_set_printed(gen_set_t *set);

#endif
