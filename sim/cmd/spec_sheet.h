/* spec_sheet.h: the tables of a specification sheet. */
#ifndef GCIM_SPEC_SHEET_H
#define GCIM_SPEC_SHEET_H

#include <stdio.h>

#include "card_text.h"
#include "gcim.h"

typedef struct {
  FILE *to;
  const gcim_unit_t *unit;
  const gcim_card_t *card;                      /* default parameters */
  const gcim_card_t *configs[GCIM_MAX_CONFIGS]; /* the card of each named configuration */
  card_text_t comments;
} spec_sheet_t;

void spec_values(const spec_sheet_t *sheet);  /* parameters, constants, rules */
void spec_ports(const spec_sheet_t *sheet);   /* channels, ports, modes, taps */
void spec_latency(const spec_sheet_t *sheet); /* of transaction units */
void spec_cover(const spec_sheet_t *sheet);   /* coverage points, crosses */
void spec_rules(const spec_sheet_t *sheet);   /* protocol rules, load, configurations */

#endif
